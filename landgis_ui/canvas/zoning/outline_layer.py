# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones and suggestions drawn once for a picture of the map, then only painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from landgis.render.viewport import Viewport
from landgis_ui.canvas.painting import painting
from landgis_ui.canvas.paths import make_path, place
from landgis_ui.canvas.picture import ARGB, Picture
from landgis_ui.canvas.zoning.marks import ZoneMark
from landgis_ui.theme.tokens import Theme
from landgis_ui.theme.zone_colours import TINT, zone_colour

LINE_PX, CURRENT_PX, HALO_PX = 2.2, 3.2, 2.4
DASHES = (7.0, 5.0)
BEYOND_PX = 40.0
SIMPLER_PX = 0.35

Suggestion = tuple[shapely.Geometry, str]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OutlineImage:
    """What was drawn, for which picture, and the pixels that have anything on them."""

    image: QImage
    picture: Picture
    theme: Theme
    window: QRectF


def draw_outlines(
    picture: Picture,
    theme: Theme,
    *,
    zones: Sequence[ZoneMark],
    suggestions: Sequence[Suggestion],
) -> OutlineImage:
    """Draw tint and outline of each zone, the current one last; suggestions dashed."""
    port, ratio = picture.viewport, picture.ratio
    image = QImage(port.width_px, port.height_px, ARGB)
    image.fill(Qt.GlobalColor.transparent)
    window = QRectF()
    with painting(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in sorted(zones, key=lambda mark: mark.is_current):
            colour = QColor(zone_colour(mark.colour, is_dark=theme.is_dark))
            width = (CURRENT_PX if mark.is_current else LINE_PX) * ratio
            window |= _draw(
                painter,
                mark.outline,
                port,
                pens=_pens(theme, colour, width=width, ratio=ratio),
            )
        for outline, _ in suggestions:
            pens = _pens(theme, QColor(theme.link), width=LINE_PX * ratio, ratio=ratio)
            pens[-1].setDashPattern([part / LINE_PX for part in DASHES])
            window |= _draw(painter, outline, port, pens=pens)
    frame = QRectF(image.rect())
    return OutlineImage(
        image=image, picture=picture, theme=theme, window=window & frame
    )


def path_on(outline: shapely.Geometry, viewport: Viewport) -> QPainterPath:
    """Return the rings of polygons on screen, those parts near the picture only."""
    beyond = BEYOND_PX * viewport.m_per_px
    west, south, east, north = viewport.bounds
    seen = shapely.clip_by_rect(
        outline, west - beyond, south - beyond, east + beyond, north + beyond
    )
    simple = shapely.simplify(
        seen, SIMPLER_PX * viewport.m_per_px, preserve_topology=False
    )
    parts = shapely.get_parts(simple)
    rings = shapely.get_rings(parts[shapely.get_type_id(parts) == 3])  # noqa: PLR2004 - polygons
    points, of_ring = shapely.get_coordinates(rings, return_index=True)
    starts = np.concatenate(
        ([0], np.cumsum(np.bincount(of_ring, minlength=len(rings))))
    )
    return make_path(place(points, viewport), starts)


def _pens(theme: Theme, colour: QColor, *, width: float, ratio: float) -> list[QPen]:
    halo = QColor(theme.panel)
    halo.setAlphaF(0.85)
    pens = [QPen(halo, width + HALO_PX * ratio), QPen(colour, width)]
    for pen in pens:
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pens


def _draw(
    painter: QPainter,
    outline: shapely.Geometry | None,
    viewport: Viewport,
    *,
    pens: list[QPen],
) -> QRectF:
    """Draw one outline; return the pixels that it takes up."""
    if outline is None or outline.is_empty:
        return QRectF()
    path = path_on(outline, viewport)
    if path.isEmpty():
        return QRectF()
    tint = QColor(pens[-1].color())
    tint.setAlphaF(TINT)
    painter.fillPath(path, tint)
    for pen in pens:
        painter.strokePath(path, pen)
    edge = pens[0].widthF()
    return path.boundingRect().adjusted(-edge, -edge, edge, edge)
