# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pointer for those who draw without a mouse: arrows move it, Enter sets a point."""

from __future__ import annotations

from PyQt6.QtCore import QLineF, QPointF, Qt
from PyQt6.QtGui import QPainter, QPen

from landgis.render.viewport import Viewport
from landgis_ui.canvas.tool import Pointer
from landgis_ui.theme.look import Look

STEP_PX, FINE_PX, LONG_PX = 10.0, 1.0, 60.0
ARM_PX = 12.0
MOVES = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Crosshair:
    """Where the keyboard points; hidden until an arrow key calls it.

    Two of them draw a box, several a polygon; one more on the last corner closes it.
    """

    def __init__(self) -> None:
        self._at: QPointF | None = None

    @property
    def is_shown(self) -> bool:
        """Whether somebody is drawing with the keyboard."""
        return self._at is not None

    def hide(self) -> None:
        """Go away: the mouse is used."""
        self._at = None

    def key(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier, viewport: Viewport
    ) -> Pointer | None:
        """Return the place that an arrow or Enter means, None for another key."""
        if key in MOVES:
            self._move(MOVES[key], modifiers, viewport)
            return self._pointer(viewport, modifiers)
        if key in ENTER and self._at is not None:
            return self._pointer(viewport, modifiers)
        if key == Qt.Key.Key_Escape:
            self.hide()
        return None

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint the cross, dark on light, so that it shows on every ground."""
        if self._at is None:
            return
        x, y = self._at.x(), self._at.y()
        arms = [
            QLineF(x - ARM_PX, y, x + ARM_PX, y),
            QLineF(x, y - ARM_PX, x, y + ARM_PX),
        ]
        for colour, width in (("panel", 4.0), ("ink", 1.6)):
            painter.setPen(QPen(look.colour(colour), width))
            painter.drawLines(*arms)

    def _move(
        self,
        direction: tuple[float, float],
        modifiers: Qt.KeyboardModifier,
        viewport: Viewport,
    ) -> None:
        if self._at is None:
            self._at = QPointF(viewport.width_px / 2, viewport.height_px / 2)
            return
        step = STEP_PX
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            step = FINE_PX
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            step = LONG_PX
        dx, dy = direction
        self._at = QPointF(
            min(max(self._at.x() + dx * step, 0.0), viewport.width_px - 1.0),
            min(max(self._at.y() + dy * step, 0.0), viewport.height_px - 1.0),
        )

    def _pointer(self, viewport: Viewport, modifiers: Qt.KeyboardModifier) -> Pointer:
        at = self._at or QPointF()
        x, y = viewport.to_map(at.x(), at.y())
        keypad = Qt.KeyboardModifier.KeypadModifier
        return Pointer(
            x=x,
            y=y,
            px=at.x(),
            py=at.y(),
            button=Qt.MouseButton.LeftButton,
            modifiers=modifiers & ~keypad,
            by_keyboard=True,
        )
