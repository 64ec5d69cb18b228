# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mouse, wheel, touch and keys of the map, turned into what the map does."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PyQt6.QtWidgets import QGestureEvent, QPinchGesture

from landgis_ui.canvas.canvas import MapCanvas
from landgis_ui.canvas.hover import Hover
from landgis_ui.canvas.toolbox import pointer_of

KEY_STEPS = 2
NO_MODIFIERS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class MapInput(QObject):
    """Watches the canvas and hands on what people do to it.

    Signals
    -------
    position_moved(float, float)
        The pointer is above this place of the map.
    key_pressed(object)
        A key that neither a tool nor the zoom took: a `QKeyEvent`, accepted by
        whoever uses it.
    """

    position_moved = pyqtSignal(float, float)
    key_pressed = pyqtSignal(object)

    def __init__(self, canvas: MapCanvas, hover: Hover) -> None:
        super().__init__(canvas)
        self._canvas, self._hover = canvas, hover
        canvas.grabGesture(Qt.GestureType.PinchGesture)
        canvas.installEventFilter(self)

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:
        """Take mouse, wheel, touch and keys; let everything else pass."""
        if isinstance(event, QMouseEvent):
            return self._on_mouse(event)
        if isinstance(event, QWheelEvent):
            return self._on_wheel(event)
        if isinstance(event, QKeyEvent):
            return self._on_key(event)
        if isinstance(event, QNativeGestureEvent):
            return self._on_native(event)
        if isinstance(event, QGestureEvent):
            return self._on_gesture(event)
        if event is not None and event.type() == QEvent.Type.Leave:
            self._hover.leave()
            self._canvas.tools.leave()
        if event is not None and event.type() == QEvent.Type.FocusOut:
            self._canvas.tools.drop()
        return False

    def _on_mouse(self, event: QMouseEvent) -> bool:
        canvas, kind = self._canvas, event.type()
        at = pointer_of(event, canvas.viewport.to_map)
        if kind == QEvent.Type.MouseButtonPress:
            canvas.setFocus(Qt.FocusReason.MouseFocusReason)
            self._hover.leave()
            canvas.tools.press(at)
        elif kind == QEvent.Type.MouseMove:
            canvas.tools.move(at)
            self.position_moved.emit(at.x, at.y)
            if event.buttons() == Qt.MouseButton.NoButton:
                self._hover.go_to(canvas.row_at(at.px, at.py))
        elif kind == QEvent.Type.MouseButtonRelease:
            canvas.tools.release(at)
        elif kind == QEvent.Type.MouseButtonDblClick:
            self._on_double_click(event)
        else:
            return False
        event.accept()
        return True

    def _on_double_click(self, event: QMouseEvent) -> None:
        canvas = self._canvas
        at = pointer_of(event, canvas.viewport.to_map)
        if at.button != Qt.MouseButton.LeftButton:
            canvas.tools.press(at)
        elif canvas.tools.tool.zooms_on_double_click:
            outward = at.modifiers & Qt.KeyboardModifier.ShiftModifier
            steps = -KEY_STEPS if outward else KEY_STEPS
            canvas.navigator.zoom_steps(steps, at.px, at.py)
        else:
            canvas.tools.tool.double_click(at)

    def _on_wheel(self, event: QWheelEvent) -> bool:
        at, turned = event.position(), event.angleDelta().y()
        self._hover.leave()
        if turned:
            self._canvas.navigator.turn_wheel(turned, at.x(), at.y())
        event.accept()
        return True

    def _on_native(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        at = event.position()
        self._canvas.navigator.pinch(1.0 + event.value(), at.x(), at.y())
        return True

    def _on_gesture(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        at = self._canvas.mapFromGlobal(pinch.centerPoint())
        self._canvas.navigator.pinch(pinch.scaleFactor(), at.x(), at.y())
        return True

    def _on_key(self, event: QKeyEvent) -> bool:
        canvas = self._canvas
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                canvas.tools.hold_space(down=event.type() == QEvent.Type.KeyPress)
            return True
        key = Qt.Key(event.key())
        if event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat():
            canvas.tools.key_up(key)
        if event.type() != QEvent.Type.KeyPress:
            return False
        if canvas.tools.key(key, event.modifiers(), canvas.viewport):
            return True
        if event.modifiers() in NO_MODIFIERS and (
            canvas.tools.typed(event.text()) or self._plain_key(key)
        ):
            return True
        event.ignore()
        self.key_pressed.emit(event)
        return event.isAccepted()

    def _plain_key(self, key: Qt.Key) -> bool:
        canvas = self._canvas
        middle = (canvas.width() / 2, canvas.height() / 2)
        tool_id = canvas.tools.tool_of(key)
        if tool_id is not None:
            canvas.tools.choose(tool_id)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            canvas.navigator.zoom_steps(KEY_STEPS, *middle)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            canvas.navigator.zoom_steps(-KEY_STEPS, *middle)
        else:
            return False
        return True
