# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moves, adds and deletes the corners of an outline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from PyQt6.QtCore import QObject, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPen

from landgis.render.viewport import Viewport
from landgis.zones.reshaping import (
    Corner,
    CornerTable,
    corners_of,
    is_drawable,
    with_added,
    with_moved,
    without,
)
from landgis_ui.canvas.paths import place
from landgis_ui.canvas.tool import DRAG_PX, Drawing, Pointer, Points, to_screen
from landgis_ui.canvas.zoning.catching import Catching
from landgis_ui.canvas.zoning.outline_layer import path_on
from landgis_ui.canvas.zoning.strokes import HALO_PX, LINE_PX, line_pen, paint_snap
from landgis_ui.canvas.zoning.zone_tool import ZoneTool
from landgis_ui.theme.look import Look

GRIP_PX = 9.0
CORNER_PX, MIDDLE_PX, HOT_PX = 3.6, 2.8, 5.4
ROOM_PX = 26.0
"""The middle of a side is offered if the side is so long on screen."""
MOST_GRIPS = 1200
DELETE_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@dataclass(frozen=True, kw_only=True)
class Grip:
    """What the pointer is on: a corner, or the middle of the side after it."""

    row: int
    is_middle: bool = False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Hold:
    """A corner in the hand: the outline it is moved in, and where it was taken."""

    outline: shapely.Geometry
    corner: Corner
    start: Pointer


class ReshapeTool(ZoneTool):
    """Changes the outline that it is given, one corner at a time.

    Signals
    -------
    drafted(object, object)
        While a corner is dragged: the outline as it was, and as it would be; None
        for the latter when it stays as it was.
    outline_changed(object, object)
        The outline as it was, and as it is now.
    refused(str)
        Nothing was changed: the outline would have crossed itself ("crosses"), or
        too few corners would have been left ("too_few").
    """

    drafted = pyqtSignal(object, object)
    outline_changed = pyqtSignal(object, object)
    refused = pyqtSignal(str)

    id = "zone_reshape"
    cursor = Qt.CursorShape.ArrowCursor
    drawing = Drawing.BY_DRAG

    def __init__(self, catching: Catching, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catching = catching
        self._outline: shapely.Geometry | None = None
        self._table: CornerTable = corners_of(shapely.Polygon())
        self._hot: Grip | None = None
        self._held: Hold | None = None
        self._draft: shapely.Geometry | None = None

    @property
    def outline(self) -> shapely.Geometry | None:
        """The outline as it is, without what is being dragged."""
        return self._outline

    @property
    def hot(self) -> Grip | None:
        """The corner or middle that the pointer is on."""
        return self._hot

    def set_outline(self, outline: shapely.Geometry | None) -> None:
        """Change this outline from now on; None: no outline."""
        self._held = self._draft = self._hot = None
        self._outline = outline
        self._table = corners_of(shapely.Polygon() if outline is None else outline)
        self.changed.emit()

    def press(self, at: Pointer) -> None:
        """Take the corner below the pointer, or make one in the middle of a side."""
        self.follow(at)
        grip, outline = self._grip_at(at), self._outline
        if grip is None or outline is None:
            return
        corner = self._table.corner(grip.row)
        if grip.is_middle:
            corner = Corner(
                part=corner.part, ring=corner.ring, number=corner.number + 1
            )
            x, y = self._table.middles[grip.row].tolist()
            outline = with_added(outline, corner, (x, y))
        self._held = Hold(outline=outline, corner=corner, start=at)

    def move(self, at: Pointer) -> None:
        """Move the corner in the hand; else show what could be taken."""
        self.follow(at)
        held = self._held
        if held is None:
            self._hot = self._grip_at(at)
            self.hovered.emit(at.x, at.y)
        elif self._draft is not None or at.distance_px(held.start) >= DRAG_PX:
            snap = self._catching.find(at)
            spot = snap.place if snap is not None else (at.x, at.y)
            self._draft = with_moved(held.outline, held.corner, spot)
            self.drafted.emit(self._outline, self._draft)
        self.changed.emit()

    def release(self, at: Pointer) -> None:
        """Let the corner go where it is."""
        if self._held is None:
            return
        self.move(at)
        draft, self._held, self._draft = self._draft, None, None
        if draft is not None:
            self._change(draft)
        self.changed.emit()

    def key(self, key: Qt.Key) -> bool:
        """Delete takes away the corner below the pointer."""
        hot = self._hot
        if key not in DELETE_KEYS or hot is None or hot.is_middle or self._held:
            return super().key(key)
        self._delete(self._table.corner(hot.row))
        return True

    def cancel(self) -> bool:
        """Put the corner back."""
        was_dragging = self._held is not None
        self._held = self._draft = None
        if was_dragging:
            self.drafted.emit(self._outline, None)
        self.changed.emit()
        return was_dragging

    def leave(self) -> None:
        """Offer nothing while the pointer is elsewhere."""
        self._hot = None
        super().leave()

    def paint(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        """Paint the outline as it would be, and what can be taken."""
        shown = self._draft if self._draft is not None else self._outline
        if shown is None or shown.is_empty:
            return
        path = path_on(shown, viewport)
        is_wrong = self._draft is not None and not is_drawable(self._draft)
        ink = look.colour("bad") if is_wrong else self.colour(look)
        painter.strokePath(path, QPen(look.colour("panel"), HALO_PX))
        painter.strokePath(path, line_pen(ink, is_dashed=self._draft is not None))
        if self._draft is None:
            self._paint_grips(painter, viewport, look)
        elif self._hand is not None:
            snap = self._catching.find(self._hand)
            if snap is not None:
                paint_snap(painter, viewport, snap, look=look)

    def _delete(self, corner: Corner) -> None:
        self._hot = None
        if self._outline is None:
            return
        rest = without(self._outline, corner)
        if rest is None:
            self.refused.emit("too_few")
        else:
            self._change(rest)
        self.changed.emit()

    def _change(self, outline: shapely.Geometry) -> None:
        before = self._outline
        if not is_drawable(outline):
            self.drafted.emit(before, None)
            self.refused.emit("crosses")
            return
        self.set_outline(outline)
        self.outline_changed.emit(before, outline)

    def _grip_at(self, at: Pointer) -> Grip | None:
        """Return the corner within reach, or else the middle of a long side."""
        reach = GRIP_PX * self._catching.m_per_px
        row = _nearest(self._table.places, at, reach)
        if row >= 0:
            return Grip(row=row)
        row = _nearest(self._table.middles, at, reach)
        if row < 0 or not self._is_long(row):
            return None
        return Grip(row=row, is_middle=True)

    def _is_long(self, row: int) -> bool:
        half = np.hypot(*(self._table.middles[row] - self._table.places[row]))
        return bool(2 * half >= ROOM_PX * self._catching.m_per_px)

    def _paint_grips(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        corners = _seen(self._table.places, viewport)
        if len(corners) > MOST_GRIPS:
            return
        painter.setPen(QPen(self.colour(look), LINE_PX))
        painter.setBrush(look.colour("panel"))
        half = np.hypot(*(self._table.middles - self._table.places).T)
        long = 2 * half >= ROOM_PX * viewport.m_per_px
        for x, y in _seen(self._table.middles[long], viewport).tolist():
            painter.drawEllipse(QPointF(x, y), MIDDLE_PX, MIDDLE_PX)
        for x, y in corners.tolist():
            painter.drawRect(_square(QPointF(x, y), CORNER_PX))
        hot = self._hot
        if hot is not None and hot.row < len(self._table.places):
            spots = self._table.middles if hot.is_middle else self._table.places
            x, y = spots[hot.row].tolist()
            painter.setBrush(self.colour(look))
            painter.drawRect(_square(to_screen(viewport, x, y), HOT_PX))


def _nearest(places: Points, at: Pointer, reach: float) -> int:
    if not len(places):
        return -1
    away = np.hypot(places[:, 0] - at.x, places[:, 1] - at.y)
    row = int(away.argmin())
    return row if away[row] <= reach else -1


def _seen(places: Points, viewport: Viewport) -> Points:
    on_picture = place(places, viewport)
    size = (viewport.width_px, viewport.height_px)
    inside = ((on_picture >= 0) & (on_picture <= size)).all(axis=1)
    return np.asarray(on_picture[inside])


def _square(middle: QPointF, half: float) -> QRectF:
    return QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)
