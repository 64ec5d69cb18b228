# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paints flows above the map: lines below, firms and parks on top."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSizeF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from landgis.render.viewport import Viewport
from landgis_ui.canvas.flows.curves import Curves, bundle, widths_px
from landgis_ui.canvas.flows.labels import place_labels
from landgis_ui.canvas.flows.values import NOWHERE, FlowLine, FlowPlan, ParkMark
from landgis_ui.theme.look import Look
from landgis_ui.theme.zone_colours import zone_colour

DOT_PX, PARK_PX = 5.0, 26.0
LABEL_END_PX, EDGE_PX = 12.0, 4.0
FAINT = 0.14
PLAIN = 0.78


def park_colour(number: int, *, look: Look) -> QColor:
    """Return the colour of a park, the same in list, bar, line and label."""
    return QColor(zone_colour(number, is_dark=look.theme.is_dark))


def trace_lines(
    viewport: Viewport, plan: FlowPlan
) -> tuple[tuple[FlowLine, ...], Curves]:
    """Return the lines that lead to a park, and their curves on screen."""
    parks = plan.parks
    shown = tuple(line for line in plan.lines if line.park != NOWHERE)
    starts = _places(viewport, [(line.x, line.y) for line in shown])
    ends = _places(viewport, [(parks[at.park].x, parks[at.park].y) for at in shown])
    return shown, bundle(starts, ends)


def paint_lines(
    painter: QPainter,
    plan: FlowPlan,
    *,
    traces: tuple[tuple[FlowLine, ...], Curves],
    strong: frozenset[str],
    look: Look,
) -> None:
    """Paint the lines; with `strong` firms all lines but theirs step back."""
    parks = plan.parks
    shown, curves = traces
    painter.setBrush(Qt.BrushStyle.NoBrush)
    widths = widths_px([line.weight for line in shown], plan.heaviest)
    for line, points, width in zip(shown, curves.tolist(), widths, strict=True):
        ink = park_colour(parks[line.park].colour, look=look)
        is_faint = bool(strong) and not strong.intersection(line.firms)
        ink.setAlphaF(FAINT if is_faint else PLAIN)
        path = QPainterPath(QPointF(*points[0]))
        path.cubicTo(*(QPointF(*point) for point in points[1:]))
        pen = QPen(ink, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.strokePath(path, pen)


def paint_firms(
    painter: QPainter,
    viewport: Viewport,
    plan: FlowPlan,
    *,
    strong: frozenset[str],
    look: Look,
) -> None:
    """Paint a dot on each firm in its park's colour; one with no place is crossed."""
    firms, parks = plan.firms, plan.parks
    places = _places(viewport, [(firm.x, firm.y) for firm in firms])
    for firm, (px, py) in zip(firms, places.tolist(), strict=True):
        if not (-DOT_PX < px < viewport.width_px + DOT_PX):
            continue
        is_strong = firm.key in strong
        at, radius = QPointF(px, py), DOT_PX + (2.0 if is_strong else 0.0)
        if firm.is_waiting:
            painter.setPen(QPen(look.colour("ink3"), 1.6))
            painter.setBrush(look.colour("panel"))
            painter.drawEllipse(at, radius - 1.0, radius - 1.0)
            continue
        if firm.park == NOWHERE:
            paint_crossed(painter, at, radius + 1.0, look=look)
            continue
        painter.setPen(QPen(look.colour("panel"), 1.6))
        painter.setBrush(park_colour(parks[firm.park].colour, look=look))
        painter.drawEllipse(at, radius, radius)
        if firm.is_pinned:
            painter.setPen(QPen(look.colour("ink"), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, radius + 3.0, radius + 3.0)


def place_parks(
    viewport: Viewport,
    parks: tuple[ParkMark, ...],
    *,
    taken: Sequence[QRectF],
    look: Look,
) -> list[QRectF]:
    """Return where the labels of the parks go; empty for those out of sight."""
    metrics = QFontMetricsF(look.font(13, bold=True))
    height = look.px(PARK_PX)
    anchors: list[QPointF | None] = []
    sizes = []
    for park in parks:
        width = metrics.horizontalAdvance(park.name) + height + LABEL_END_PX
        sizes.append(QSizeF(width, height))
        px, py = viewport.to_screen(park.x, park.y)
        is_known = math.isfinite(park.x) and math.isfinite(park.y)
        anchors.append(QPointF(float(px), float(py)) if is_known else None)
    within = QRectF(0, 0, viewport.width_px, viewport.height_px).adjusted(
        EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX
    )
    return place_labels(anchors, sizes, within, taken=taken)


def paint_parks(
    painter: QPainter,
    viewport: Viewport,
    parks: tuple[ParkMark, ...],
    *,
    boxes: Sequence[QRectF],
    aimed: str,
    look: Look,
) -> None:
    """Paint the label of each park in its box; the one that is `aimed` at is lifted."""
    painter.setFont(look.font(13, bold=True))
    shown = [
        (park, box) for park, box in zip(parks, boxes, strict=True) if not box.isEmpty()
    ]
    for park, box in shown:
        px, py = viewport.to_screen(park.x, park.y)
        at = QPointF(float(px), float(py))
        if not box.contains(at):
            painter.setPen(QPen(look.colour("panel"), 4.0))
            painter.drawLine(at, box.center())
            painter.setPen(QPen(park_colour(park.colour, look=look), 2.0))
            painter.drawLine(at, box.center())
    for park, box in shown:
        colour = park_colour(park.colour, look=look)
        rim = 4.0 if park.key == aimed else 2.0
        painter.setPen(QPen(look.colour("panel"), rim))
        painter.setBrush(colour)
        radius = box.height() / 2
        painter.drawRoundedRect(box, radius, radius)
        badge = QRectF(box.x() + 4, box.y() + 4, box.height() - 8, box.height() - 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("panel"))
        painter.drawEllipse(badge)
        painter.setPen(colour)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, park.mark)
        painter.setPen(look.colour("panel"))
        text = box.adjusted(box.height() + 1, 0, -8, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, park.name)


def paint_drag(
    painter: QPainter,
    start: QPointF,
    end: QPointF,
    *,
    is_allowed: bool | None,
    look: Look,
) -> None:
    """Paint the line of a firm that is being dragged: green, red, or not yet known."""
    tone = {None: "accent", True: "ok", False: "bad"}[is_allowed]
    painter.setPen(QPen(look.colour("panel"), 5.0))
    painter.drawLine(start, end)
    painter.setPen(QPen(look.colour(tone), 2.4, Qt.PenStyle.DashLine))
    painter.drawLine(start, end)


def paint_aim(
    painter: QPainter,
    viewport: Viewport,
    at: QPointF,
    *,
    lines: tuple[str, ...],
    is_allowed: bool,
    look: Look,
) -> None:
    """Paint the card that says what dropping here would do."""
    bold, plain = look.font(13, bold=True), look.font(12)
    metrics = QFontMetricsF(bold)
    height = metrics.height() * len(lines) + 16
    width = max(metrics.horizontalAdvance(line) for line in lines) + 24
    x, y = at.x() + 18, at.y() + 18
    x = x if x + width < viewport.width_px else at.x() - 18 - width
    y = y if y + height < viewport.height_px else at.y() - 18 - height
    box = QRectF(x, y, width, height)
    painter.setPen(QPen(look.colour("ok" if is_allowed else "bad"), 1.4))
    painter.setBrush(look.colour("panel"))
    painter.drawRoundedRect(box, 6, 6)
    line_box = QRectF(x + 12, y + 8, width - 24, metrics.height())
    for number, line in enumerate(lines):
        painter.setFont(plain if number else bold)
        tone = "ink2" if number else ("ok" if is_allowed else "bad")
        painter.setPen(look.colour(tone))
        painter.drawText(line_box, Qt.AlignmentFlag.AlignVCenter, line)
        line_box.translate(0, metrics.height())


def paint_crossed(painter: QPainter, at: QPointF, radius: float, *, look: Look) -> None:
    """Paint the sign of a firm that has no place."""
    painter.setPen(QPen(look.colour("panel"), 4.0))
    painter.setBrush(look.colour("panel"))
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QPen(look.colour("bad"), 1.8))
    painter.drawEllipse(at, radius, radius)
    reach = radius * 0.7
    painter.drawLine(at + QPointF(-reach, -reach), at + QPointF(reach, reach))


def _places(
    viewport: Viewport, places: list[tuple[float, float]]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array(
        [viewport.to_screen(x, y) for x, y in places], dtype=np.float64
    ).reshape(-1, 2)
