# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compile or load all machine code of the window before anybody waits for it."""

from __future__ import annotations

import numpy as np
import shapely

from landgis.geometry import shared_m2
from landgis.render.labels import place_labels
from landgis.render.lines import outlines
from landgis.render.picking import (
    centres_of,
    neighbour,
    row_at,
    rows_at,
    rows_in_box,
    rows_in_stroke,
)
from landgis.render.raster import IndexImage, draw_index
from landgis.render.row_marks import MarkStyles, draw_marks
from landgis.render.shading import ClassStyle, Hatch, Palette, View, shade
from landgis.render.shapes import Piece, assemble, shapes_of
from landgis.render.viewport import Viewport

_SIDE_PX = 64
_MANY = 200
"""So many classes that their looks need two bytes."""


def warm_up() -> None:
    """Draw, shade, label, pick and measure two parcels, so that nothing compiles later.

    Takes half a minute on a machine's first start and a fraction of a second then.
    Meant for a thread or a child process right after the start.
    """
    rows = np.array([0, 1])
    land = np.array([shapely.box(0, 0, 50, 60), shapely.box(50, 0, 60, 60)])
    shapes = shapes_of(land)
    shared_m2(land, land)
    viewport = Viewport(
        centre_x=30, centre_y=30, m_per_px=1, width_px=_SIDE_PX, height_px=_SIDE_PX
    )
    style = ClassStyle(fill="#000000", ink="#000000", hatch=Hatch(lines=(45,)))
    view = View(selected=rows, hovered=1)
    image = draw_index(shapes, viewport)
    for count in (1, _MANY):
        many = Palette(classes=(style,) * count)
        shade(image, np.zeros(2, dtype=np.uint8), many, view)
    place_labels(image, shapes, ["1", "2"])
    outlines(shapes, viewport)
    row_at(image, shapes, _SIDE_PX / 2, _SIDE_PX / 2)
    rows_at(shapes, 1.0, 1.0)
    rows_in_box(shapes, (0, 0, 1, 1))
    rows_in_stroke(shapes, np.zeros((2, 2)), 1.0)
    _warm_marks(image)
    centres_of(shapes, rows)
    neighbour(shapes, 0, "right")
    _warm_shp()


def _warm_marks(image: IndexImage) -> None:
    """Mark a row."""
    inks = np.zeros(2, dtype=np.uint32)
    styles = MarkStyles(
        body=inks,
        dash=inks,
        gap=inks,
        width_px=np.ones(2),
        period_px=np.full(2, 8),
    )
    out = np.zeros((_SIDE_PX, _SIDE_PX), dtype=np.uint32)
    codes = np.ones(2, dtype=np.uint8)
    draw_marks(image, codes, styles, window=(0, 0, _SIDE_PX, _SIDE_PX), out=out)


def _warm_shp() -> None:
    """Read a record without shape."""
    from landgis.render.wkb_kernels import fill_shp  # noqa: PLC0415 - compiles

    none = np.zeros(1, dtype=np.int64)
    record = Piece(np.frombuffer(b"\0", dtype=np.uint8), none, first=0, size=1)
    assemble([record], corners=none, parts=none, fill=fill_shp)
