# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures a way in metres and the land inside it in 亩, while it is drawn."""

from __future__ import annotations

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtGui import QPainter

from landgis.render.viewport import Viewport
from landgis.units import MU_PER_M2
from landgis_ui.canvas.measure_paint import (
    area_of,
    length_of,
    length_text,
    paint_note,
    paint_side,
    paint_way,
)
from landgis_ui.canvas.shape_tools import (
    FINISH_KEYS,
    MIN_CORNERS,
    paint_dots,
    places_of,
)
from landgis_ui.canvas.tool import DRAG_PX, Drawing, Pointer, Points, Tool
from landgis_ui.theme.look import Look
from landgis_ui.words import Words


class MeasureTool(Tool):
    """A way from click to click: each side, the total, and the land inside."""

    id = "measure"
    cursor = Qt.CursorShape.CrossCursor
    drawing = Drawing.BY_CLICKS

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._points: list[Pointer] = []
        self._hand: Pointer | None = None
        self._is_done = False

    @property
    def places(self) -> Points:
        """The corners set so far, as an array of (x, y)."""
        return places_of(self._points)

    @property
    def length_m(self) -> float:
        """Length of the sides set so far."""
        return length_of(self.places)

    @property
    def area_m2(self) -> float:
        """The land inside the corners set so far, if the way is closed."""
        return area_of(self.places)

    def press(self, at: Pointer) -> None:
        """Set a corner; the first after a finished way begins a new one."""
        if self._is_done:
            self._points, self._is_done = [], False
        if self._points and at.distance_px(self._points[-1]) < DRAG_PX:
            self._finish()
            return
        self._points.append(at)
        self._hand = at
        self.changed.emit()

    def move(self, at: Pointer) -> None:
        """Draw the next side out to the pointer."""
        if self._points and not self._is_done:
            self._hand = at
            self.changed.emit()

    def double_click(self, _at: Pointer) -> None:
        """End the way; it stays on the map until the next one."""
        self._finish()

    def key(self, key: Qt.Key) -> bool:
        """Enter ends, Backspace takes back the last corner, Esc drops all."""
        if key in FINISH_KEYS and self._points:
            self._finish()
            return True
        if key == Qt.Key.Key_Backspace and self._points:
            self._points.pop()
            self._is_done = False
            self.changed.emit()
            return True
        return super().key(key)

    def cancel(self) -> bool:
        """Drop the way."""
        was_drawing = bool(self._points)
        self._points, self._hand, self._is_done = [], None, False
        self.changed.emit()
        return was_drawing

    def paint(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        """Paint the way, the length of each side, and the sums beside its end."""
        points = list(self._points)
        if not points:
            return
        if self._hand is not None and not self._is_done:
            points.append(self._hand)
        places = places_of(points)
        paint_way(painter, viewport, places, look=look)
        paint_dots(painter, viewport, self.places, look=look)
        painter.setFont(look.font(12))
        for first in range(len(places) - 1):
            side = places[first : first + 2]
            text = length_text(length_of(side), self._words)
            paint_side(painter, viewport, side, text=text, look=look)
        if len(places) > 1:
            paint_note(
                painter, viewport, places[-1], lines=self._sums(places), look=look
            )

    def _sums(self, places: Points) -> list[str]:
        """Return what the card says: the length, and the land inside."""
        length = length_text(length_of(places), self._words)
        lines = [self._words("map.total", length=length)]
        if len(places) >= MIN_CORNERS:
            area = area_of(places)
            mu, m2 = f"{area * MU_PER_M2:,.2f}", f"{area:,.0f}"
            lines.append(self._words("map.enclosed", mu=mu, m2=m2))
        return lines

    def _finish(self) -> None:
        self._is_done = True
        self._hand = None
        self.changed.emit()
