# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures a way in metres and the land inside it in 亩, while it is drawn."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from PyQt6.QtCore import QObject, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from landgis.render.viewport import Viewport
from landgis.units import MU_PER_M2
from landgis_ui.canvas.shape_tools import (
    FINISH_KEYS,
    MIN_CORNERS,
    on_screen,
    paint_dots,
    places_of,
)
from landgis_ui.canvas.tool import DRAG_PX, Drawing, Pointer, Points, Tool
from landgis_ui.theme.look import Look
from landgis_ui.words import Words

KILOMETRE = 1000.0
SHORTEST_LABELLED_PX = 56.0
CARD_OFFSET_PX = 14.0


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

    def double_click(self, at: Pointer) -> None:
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
        self._paint_way(painter, viewport, places, look)
        paint_dots(painter, viewport, self.places, look=look)
        painter.setFont(look.font(12))
        for start, end in pairwise(places):
            _paint_side(painter, viewport, np.array([start, end]), look, self._words)
        self._paint_sums(painter, viewport, places, look)

    def _paint_way(
        self, painter: QPainter, viewport: Viewport, places: Points, look: Look
    ) -> None:
        line = on_screen(viewport, places)
        accent = look.colour("accent")
        if len(places) >= MIN_CORNERS:
            tint = QColor(accent)
            tint.setAlphaF(0.12)
            painter.setPen(QPen(accent, 1.2, Qt.PenStyle.DotLine))
            painter.setBrush(tint)
            painter.drawPolygon(line)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("panel"), 5.0))
        painter.drawPolyline(line)
        painter.setPen(QPen(accent, 2.2))
        painter.drawPolyline(line)

    def _paint_sums(
        self, painter: QPainter, viewport: Viewport, places: Points, look: Look
    ) -> None:
        if len(places) < 2:  # noqa: PLR2004 - a way has two ends
            return
        lines = [self._words("map.total", length=length_text(length_of(places)))]
        if len(places) >= MIN_CORNERS:
            area = area_of(places)
            lines.append(
                self._words(
                    "map.enclosed",
                    mu=f"{area * MU_PER_M2:,.2f}",
                    m2=f"{area:,.0f}",
                )
            )
        end = on_screen(viewport, places[-1:]).at(0)
        paint_note(painter, end, lines, look=look, viewport=viewport)

    def _finish(self) -> None:
        self._is_done = True
        self._hand = None
        self.changed.emit()


def length_of(places: Points) -> float:
    """Return the length of a way in metres, on the plane of the working system."""
    return float(np.hypot(*np.diff(places, axis=0).T).sum()) if len(places) else 0.0


def area_of(places: Points) -> float:
    """Return the land inside a way that closes itself, in square metres."""
    if len(places) < MIN_CORNERS:
        return 0.0
    x, y = (places - places[0]).T
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2


def length_text(metres: float) -> str:
    """Return a length as people say it: metres, from 1 km on kilometres."""
    if metres < KILOMETRE:
        return f"{metres:,.1f}\u2009m"
    return f"{metres / KILOMETRE:,.3f}\u2009km"


def paint_note(
    painter: QPainter,
    at: QPointF,
    lines: list[str],
    *,
    look: Look,
    viewport: Viewport,
) -> None:
    """Paint a small card with lines of text beside a point, inside the picture."""
    bold = look.font(13, bold=True)
    metrics = QFontMetricsF(bold)
    height = metrics.height() * len(lines) + 10
    width = max(metrics.horizontalAdvance(line) for line in lines) + 18
    x = at.x() + CARD_OFFSET_PX
    y = at.y() + CARD_OFFSET_PX
    if x + width > viewport.width_px:
        x = at.x() - CARD_OFFSET_PX - width
    if y + height > viewport.height_px:
        y = at.y() - CARD_OFFSET_PX - height
    painter.setPen(QPen(look.colour("line2"), 1.0))
    painter.setBrush(look.colour("panel"))
    painter.drawRoundedRect(QRectF(x, y, width, height), 6, 6)
    painter.setFont(bold)
    painter.setPen(look.colour("ink"))
    painter.drawText(
        QRectF(x, y, width, height), Qt.AlignmentFlag.AlignCenter, "\n".join(lines)
    )


def _paint_side(
    painter: QPainter, viewport: Viewport, side: Points, look: Look, words: Words
) -> None:
    """Paint the length of a side in its middle, if it is long enough to read."""
    start, end = on_screen(viewport, side)
    if math.hypot(end.x() - start.x(), end.y() - start.y()) < SHORTEST_LABELLED_PX:
        return
    text = length_text(length_of(side))
    metrics = QFontMetricsF(painter.font())
    width, height = metrics.horizontalAdvance(text) + 10, metrics.height() + 2
    middle = (start + end) / 2
    box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("panel"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(look.colour("ink2"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
