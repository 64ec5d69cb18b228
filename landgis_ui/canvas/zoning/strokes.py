# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How areas and lines being drawn look: light below, the zone's colour above."""

from __future__ import annotations

import math

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from landgis.render.viewport import Viewport
from landgis.zones.snapping import Snap, SnapKind
from landgis_ui.canvas.shape_tools import on_screen
from landgis_ui.canvas.tool import Points, to_screen
from landgis_ui.theme.look import Look

LINE_PX, HALO_PX = 1.8, 4.2
TINT = 0.12
DASHES = (5.0, 3.5)
MARK_PX = 6.0
NOTE_OFF = QPointF(16.0, 18.0)


def paint_area(
    painter: QPainter,
    viewport: Viewport,
    corners: Points,
    *,
    colour: QColor,
    halo: QColor,
    is_dashed: bool,
) -> None:
    """Paint a closed area; one that takes out is dashed and without tint."""
    shape = on_screen(viewport, corners)
    tint = QColor(colour)
    tint.setAlphaF(0.0 if is_dashed else TINT)
    painter.setPen(QPen(halo, HALO_PX))
    painter.setBrush(tint)
    painter.drawPolygon(shape)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(line_pen(colour, is_dashed=is_dashed))
    painter.drawPolygon(shape)


def paint_line(
    painter: QPainter, places: QPolygonF, *, colour: QColor, halo: QColor
) -> None:
    """Paint an open line."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(halo, HALO_PX))
    painter.drawPolyline(places)
    painter.setPen(line_pen(colour, is_dashed=False))
    painter.drawPolyline(places)


def line_pen(colour: QColor, *, is_dashed: bool) -> QPen:
    """Return the pen of what is being drawn."""
    pen = QPen(colour, LINE_PX)
    if is_dashed:
        pen.setDashPattern(list(DASHES))
    return pen


def paint_dots(
    painter: QPainter, places: QPolygonF, *, colour: QColor, look: Look
) -> None:
    """Paint a round mark on each corner."""
    painter.setPen(QPen(colour, LINE_PX))
    painter.setBrush(look.colour("panel"))
    for number in range(places.count()):
        painter.drawEllipse(places.at(number), 3.5, 3.5)


def paint_snap(
    painter: QPainter, viewport: Viewport, snap: Snap, *, look: Look
) -> None:
    """Paint what was caught on: a square on a corner, a slanted cross on a side."""
    at = to_screen(viewport, snap.x, snap.y)
    r = MARK_PX
    is_corner = snap.kind is SnapKind.CORNER
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in ((look.colour("panel"), 4.6), (look.colour("bad"), 2.0)):
        painter.setPen(QPen(ink, width))
        if is_corner:
            painter.drawRect(QRectF(at.x() - r, at.y() - r, 2 * r, 2 * r))
        else:
            painter.drawLine(at + QPointF(-r, -r), at + QPointF(r, r))
            painter.drawLine(at + QPointF(-r, r), at + QPointF(r, -r))
            painter.drawLine(at + QPointF(-r, -r), at + QPointF(r, -r))
            painter.drawLine(at + QPointF(-r, r), at + QPointF(r, r))


def paint_note(
    painter: QPainter, viewport: Viewport, place: QPointF, *, text: str, look: Look
) -> None:
    """Paint a line of text beside the pointer, inside the picture."""
    font = look.font(12)
    metrics = QFontMetricsF(font)
    width = math.ceil(metrics.horizontalAdvance(text)) + 14
    height = math.ceil(metrics.height()) + 4
    corner = place + NOTE_OFF
    x = min(corner.x(), viewport.width_px - width - 4.0)
    y = min(corner.y(), viewport.height_px - height - 4.0)
    box = QRectF(x, y, width, height)
    painter.setPen(QPen(look.colour("line2"), 1.0))
    painter.setBrush(look.colour("panel"))
    painter.drawRoundedRect(box, 5, 5)
    painter.setFont(font)
    painter.setPen(look.colour("ink"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
