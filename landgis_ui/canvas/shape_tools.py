# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tools that draw an outline and hand it on: box, lasso, polygon, and the zoom box."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from landgis.render.viewport import Viewport
from landgis_ui.canvas.tool import (
    DRAG_PX,
    Drawing,
    PickMode,
    Pointer,
    Points,
    Tool,
    to_screen,
)
from landgis_ui.theme.look import Look

FINISH_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LASSO_STEP_PX = 2.0
MIN_CORNERS = 3


class BoxTool(Tool):
    """Draws a rectangle from corner to corner.

    Signals
    -------
    rectangle_drawn(object, object)
        The bounds (west, south, east, north) and the mode of picking.
    """

    rectangle_drawn = pyqtSignal(object, object)

    id = "box"
    cursor = Qt.CursorShape.CrossCursor
    drawing = Drawing.BY_DRAG

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._start: Pointer | None = None
        self._end: Pointer | None = None

    def press(self, at: Pointer) -> None:
        """Set the first corner."""
        self._start = self._end = at

    def move(self, at: Pointer) -> None:
        """Draw the rectangle out to the pointer."""
        if self._start is not None:
            self._end = at
            self.changed.emit()

    def release(self, at: Pointer) -> None:
        """Set the other corner; a mere click stands for no rectangle."""
        start, self._start = self._start, None
        if start is not None:
            self.changed.emit()
            if at.distance_px(start) >= DRAG_PX:
                self._finish(start, at)

    def cancel(self) -> bool:
        """Drop the rectangle."""
        was_drawing = self._start is not None
        self._start = None
        self.changed.emit()
        return was_drawing

    def paint(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        """Paint the rectangle so far."""
        if self._start is None or self._end is None:
            return
        west, south, east, north = bounds_of(self._start, self._end)
        corners = np.array([(west, south), (east, south), (east, north), (west, north)])
        paint_outline(painter, viewport, corners, look=look)

    def _finish(self, start: Pointer, end: Pointer) -> None:
        self.rectangle_drawn.emit(bounds_of(start, end), end.mode)


class ZoomBoxTool(BoxTool):
    """Draws the rectangle that the map is to show; with Alt the other way round.

    Signals
    -------
    zoom_in_requested(object)
        These bounds are to fill the map.
    zoom_out_requested(object)
        What is seen is to fit into these bounds.
    """

    zoom_in_requested = pyqtSignal(object)
    zoom_out_requested = pyqtSignal(object)

    id = "zoom_box"

    def _finish(self, start: Pointer, end: Pointer) -> None:
        outward = end.modifiers & Qt.KeyboardModifier.AltModifier
        wanted = self.zoom_out_requested if outward else self.zoom_in_requested
        wanted.emit(bounds_of(start, end))


class LassoTool(Tool):
    """Draws a free line around parcels while the button is down.

    Signals
    -------
    polygon_drawn(object, object)
        The corners, an array of (x, y), and the mode of picking.
    """

    polygon_drawn = pyqtSignal(object, object)

    id = "lasso"
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._points: list[Pointer] = []

    def press(self, at: Pointer) -> None:
        """Begin the line."""
        self._points = [at]

    def move(self, at: Pointer) -> None:
        """Draw on."""
        if self._points and at.distance_px(self._points[-1]) >= LASSO_STEP_PX:
            self._points.append(at)
            self.changed.emit()

    def release(self, at: Pointer) -> None:
        """Close the line."""
        self.move(at)
        points, self._points = self._points, []
        self.changed.emit()
        if len(points) >= MIN_CORNERS:
            self.polygon_drawn.emit(places_of(points), at.mode)

    def cancel(self) -> bool:
        """Drop the line."""
        was_drawing = bool(self._points)
        self._points = []
        self.changed.emit()
        return was_drawing

    def paint(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        """Paint the line so far, closed."""
        if len(self._points) > 1:
            paint_outline(painter, viewport, places_of(self._points), look=look)


class PolygonTool(Tool):
    """Draws a polygon corner by corner; a double click or Enter closes it.

    Signals
    -------
    polygon_drawn(object, object)
        The corners, an array of (x, y), and the mode of picking.
    """

    polygon_drawn = pyqtSignal(object, object)

    id = "polygon"
    cursor = Qt.CursorShape.CrossCursor
    drawing = Drawing.BY_CLICKS

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._points: list[Pointer] = []
        self._hand: Pointer | None = None

    def press(self, at: Pointer) -> None:
        """Set a corner; one on top of the last one closes the polygon."""
        if self._points and at.distance_px(self._points[-1]) < DRAG_PX:
            self._finish(at.mode)
        else:
            self._points.append(at)
            self._hand = at
            self.changed.emit()

    def move(self, at: Pointer) -> None:
        """Draw the next side out to the pointer."""
        if self._points:
            self._hand = at
            self.changed.emit()

    def double_click(self, at: Pointer) -> None:
        """Close the polygon."""
        self._finish(at.mode)

    def key(self, key: Qt.Key) -> bool:
        """Enter closes, Backspace takes back the last corner, Esc drops all."""
        if key in FINISH_KEYS and self._points:
            self._finish(PickMode.REPLACE)
            return True
        if key == Qt.Key.Key_Backspace and self._points:
            self._points.pop()
            self.changed.emit()
            return True
        return super().key(key)

    def cancel(self) -> bool:
        """Drop the polygon."""
        was_drawing = bool(self._points)
        self._points, self._hand = [], None
        self.changed.emit()
        return was_drawing

    def paint(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        """Paint the sides so far and a dot on each corner."""
        if not self._points or self._hand is None:
            return
        paint_outline(
            painter, viewport, places_of([*self._points, self._hand]), look=look
        )
        paint_dots(painter, viewport, places_of(self._points), look=look)

    def _finish(self, mode: PickMode) -> None:
        points, self._points, self._hand = self._points, [], None
        self.changed.emit()
        if len(points) >= MIN_CORNERS:
            self.polygon_drawn.emit(places_of(points), mode)


def bounds_of(one: Pointer, other: Pointer) -> tuple[float, float, float, float]:
    """Return west, south, east, north of the rectangle between two places."""
    return (
        min(one.x, other.x),
        min(one.y, other.y),
        max(one.x, other.x),
        max(one.y, other.y),
    )


def places_of(points: list[Pointer]) -> Points:
    """Return the places as an array of (x, y)."""
    return np.array([(at.x, at.y) for at in points], dtype=np.float64).reshape(-1, 2)


def on_screen(viewport: Viewport, places: Points) -> QPolygonF:
    """Return places of the map as points on screen."""
    return QPolygonF([to_screen(viewport, x, y) for x, y in places.tolist()])


def paint_outline(
    painter: QPainter, viewport: Viewport, places: Points, *, look: Look
) -> None:
    """Paint a closed outline that shows on light and dark ground, lightly filled."""
    shape = on_screen(viewport, places)
    accent = look.colour("accent")
    tint = QColor(accent)
    tint.setAlphaF(0.10)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawPolygon(shape)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour("panel"), 3.5))
    painter.drawPolygon(shape)
    painter.setPen(QPen(accent, 1.6, Qt.PenStyle.DashLine))
    painter.drawPolygon(shape)


def paint_dots(
    painter: QPainter, viewport: Viewport, places: Points, *, look: Look
) -> None:
    """Paint a round mark on each place."""
    painter.setPen(QPen(look.colour("accent"), 1.6))
    painter.setBrush(look.colour("panel"))
    for x, y in places.tolist():
        painter.drawEllipse(to_screen(viewport, x, y), 3.5, 3.5)
