# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tools at hand, the one in use, and panning that works with every one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PyQt6.QtCore import QObject, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QMouseEvent, QPainter

from landgis.render.viewport import Viewport
from landgis_ui.canvas.crosshair import ENTER, Crosshair
from landgis_ui.canvas.measure_tool import MeasureTool
from landgis_ui.canvas.shape_tools import BoxTool, LassoTool, PolygonTool, ZoomBoxTool
from landgis_ui.canvas.simple_tools import ArrowTool, HandTool
from landgis_ui.canvas.tool import Drawing, Pointer, Tool
from landgis_ui.theme.look import Look
from landgis_ui.words import Words

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
TOOL_KEYS = {
    Qt.Key.Key_V: "arrow",
    Qt.Key.Key_H: "hand",
    Qt.Key.Key_R: "box",
    Qt.Key.Key_L: "lasso",
    Qt.Key.Key_P: "polygon",
    Qt.Key.Key_X: "zoom_box",
    Qt.Key.Key_M: "measure",
}
AnyTool = TypeVar("AnyTool", bound=Tool)


class ToolBox(QObject):
    """Hands pointer and keys to the tool in use.

    Signals
    -------
    changed(str)
        Another tool is in use.
    cursor_changed(object)
        The pointer is to look like this.
    painted_over()
        What a tool paints above the map is another thing now.
    panned(float, float)
        The map is to move by so many pixels.
    """

    changed = pyqtSignal(str)
    cursor_changed = pyqtSignal(object)
    painted_over = pyqtSignal()
    panned = pyqtSignal(float, float)

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tools: dict[str, Tool] = {}
        self._keys: dict[Qt.Key, str] = dict(TOOL_KEYS)
        self.arrow = self.add(ArrowTool(self))
        self.add(HandTool(self))
        self.box = self.add(BoxTool(self))
        self.lasso = self.add(LassoTool(self))
        self.polygon = self.add(PolygonTool(self))
        self.zoom_box = self.add(ZoomBoxTool(self))
        self.measure = self.add(MeasureTool(words, self))
        self._tool: Tool = self.arrow
        self._hand = HandTool(self)
        self._hand.panned.connect(self.panned)
        self._crosshair = Crosshair()
        self._space_is_down = False
        self._is_panning = False
        self._is_down = False  # a box is being drawn with the keyboard
        self._painted: QRectF | None = None  # where; None: anywhere

    @property
    def tool(self) -> Tool:
        """The tool in use."""
        return self._tool

    @property
    def crosshair(self) -> Crosshair:
        """The pointer of those who draw with the keyboard."""
        return self._crosshair

    def add(self, tool: AnyTool) -> AnyTool:
        """Put a tool into the box, to be chosen by its id."""
        self._tools[tool.id] = tool
        tool.changed.connect(self.painted_over)
        tool.panned.connect(self.panned)
        return tool

    def set_keys(self, keys: Mapping[Qt.Key, str]) -> None:
        """Let keys choose other tools than usual; the rest keep theirs."""
        self._keys = {**TOOL_KEYS, **keys}

    def tool_of(self, key: Qt.Key) -> str | None:
        """Return the id of the tool that a key chooses."""
        return self._keys.get(key)

    def choose(self, tool_id: str) -> None:
        """Take another tool; what was being drawn with the last one is dropped."""
        tool = self._tools[tool_id]
        if tool is self._tool:
            return
        self._tool.cancel()
        self._tool.leave()
        self._crosshair.hide()
        self._is_down = False
        self._tool = tool
        self._show_cursor()
        self.changed.emit(tool_id)
        self.painted_over.emit()

    def press(self, at: Pointer) -> None:
        """Take note that a button went down."""
        if at.button == MIDDLE or (at.button == LEFT and self._space_is_down):
            self._is_panning = True
            self._hand.press(at)
        elif at.button == LEFT:
            self._crosshair.hide()
            self._is_down = False
            self._tool.press(at)
        self._show_cursor()

    def move(self, at: Pointer) -> None:
        """Take note that the pointer moved."""
        (self._hand if self._is_panning else self._tool).move(at)

    def release(self, at: Pointer) -> None:
        """Take note that a button came up."""
        if self._is_panning:
            self._is_panning = False
            self._hand.release(at)
        elif at.button == LEFT:
            self._tool.release(at)
        self._show_cursor()

    def hold_space(self, *, down: bool) -> None:
        """While Space is down, any tool moves the map."""
        self._space_is_down = down
        self._show_cursor()

    def key(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier, viewport: Viewport
    ) -> bool:
        """Give a key to the tool, then to its crosshair; False if neither wants it."""
        tool = self._tool
        is_command = bool(modifiers & COMMAND)  # Ctrl T is not T
        if tool.drawing is Drawing.NONE:
            return not is_command and tool.key(key)
        at = self._crosshair.key(key, modifiers, viewport)
        if at is None:
            self._is_down = self._is_down and self._crosshair.is_shown
            return not is_command and tool.key(key)
        if key not in ENTER:
            tool.move(at)
        elif tool.drawing is Drawing.BY_CLICKS:
            tool.press(at)
            tool.release(at)
        else:
            self._is_down = not self._is_down
            (tool.press if self._is_down else tool.release)(at)
        self.painted_over.emit()
        return True

    def key_up(self, key: Qt.Key) -> None:
        """Tell the tool that a key came up."""
        self._tool.key_up(key)

    def typed(self, text: str) -> bool:
        """Give the tool what a key writes; False if it does not want it."""
        return self._tool.typed(text)

    def leave(self) -> None:
        """Tell the tool that the pointer went off the map."""
        if not self._crosshair.is_shown:
            self._tool.leave()

    def paint(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        """Paint what is being drawn, and the crosshair."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._tool.paint(painter, viewport, look)
        self._crosshair.paint(painter, look)
        self._painted = self._tool.painted(viewport)

    def stale(self, viewport: Viewport) -> QRectF | None:
        """Return where to paint again: what was painted there, and what will be.

        None means everywhere.
        """
        now = self._tool.painted(viewport)
        if now is None or self._painted is None or self._crosshair.is_shown:
            self._painted = None
        else:
            self._painted = self._painted.united(now)
        return self._painted

    def drop(self) -> None:
        """Forget buttons and keys held down: the window lost the focus."""
        self._space_is_down = self._is_panning = False
        self._hand.cancel()
        self._tool.key_up(Qt.Key.Key_Alt)
        self._show_cursor()

    def _show_cursor(self) -> None:
        shape = self._tool.cursor
        if self._is_panning:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._space_is_down:
            shape = Qt.CursorShape.OpenHandCursor
        self.cursor_changed.emit(shape)


def pointer_of(
    event: QMouseEvent, to_map: Callable[..., tuple[float, float]]
) -> Pointer:
    """Return what a mouse event says, in coordinates of the map."""
    at = event.position()
    x, y = to_map(at.x(), at.y())
    return Pointer(
        x=x,
        y=y,
        px=at.x(),
        py=at.y(),
        button=event.button(),
        modifiers=event.modifiers(),
    )
