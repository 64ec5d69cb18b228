# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a measured way looks: its sides, their lengths, and a card with the sums."""

from __future__ import annotations

import math

import numpy as np
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from landgis.render.viewport import Viewport
from landgis_ui.canvas.shape_tools import MIN_CORNERS, on_screen
from landgis_ui.canvas.tool import Points
from landgis_ui.theme.look import Look
from landgis_ui.words import Words

KILOMETRE = 1000.0
SHORTEST_LABELLED_PX = 56.0
CARD_OFFSET_PX = 14.0


def length_of(places: Points) -> float:
    """Return the length of a way in metres, on the plane of the working system."""
    return float(np.hypot(*np.diff(places, axis=0).T).sum()) if len(places) else 0.0


def area_of(places: Points) -> float:
    """Return the land inside a way that closes itself, in square metres."""
    if len(places) < MIN_CORNERS:
        return 0.0
    x, y = (places - places[0]).T
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2


def length_text(metres: float, words: Words) -> str:
    """Return a length as people say it: metres, from 1 km on kilometres."""
    if metres < KILOMETRE:
        return words("map.metres", n=f"{metres:,.1f}")
    return words("map.kilometres", n=f"{metres / KILOMETRE:,.3f}")


def paint_way(
    painter: QPainter, viewport: Viewport, places: Points, *, look: Look
) -> None:
    """Paint the way, and the land inside lightly tinted."""
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


def paint_side(
    painter: QPainter, viewport: Viewport, side: Points, *, text: str, look: Look
) -> None:
    """Paint the length of a side in its middle, if it is long enough to read."""
    ends = on_screen(viewport, side)
    start, end = ends.at(0), ends.at(1)
    if math.hypot(end.x() - start.x(), end.y() - start.y()) < SHORTEST_LABELLED_PX:
        return
    metrics = QFontMetricsF(painter.font())
    width, height = metrics.horizontalAdvance(text) + 10, metrics.height() + 2
    middle = (start + end) / 2
    box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("panel"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(look.colour("ink2"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_note(
    painter: QPainter,
    viewport: Viewport,
    place: Points,
    *,
    lines: list[str],
    look: Look,
) -> None:
    """Paint a small card with lines of text beside a place, inside the picture."""
    at = on_screen(viewport, place.reshape(1, 2)).at(0)
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
    box = QRectF(x, y, width, height)
    painter.setPen(QPen(look.colour("line2"), 1.0))
    painter.setBrush(look.colour("panel"))
    painter.drawRoundedRect(box, 6, 6)
    painter.setFont(bold)
    painter.setPen(look.colour("ink"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))
