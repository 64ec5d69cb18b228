# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outlines of what is selected and hovered, over a coloured picture."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from landgis.render.bands import in_bands
from landgis.render.borders import FARTHEST, distances
from landgis.render.raster import SMALL_PX, IndexImage
from landgis.render.shapes import Rows
from landgis.render.styles import Argb, Palette, View, pack, rgb

ACCENT_PX = 3
HALO_PX = 6
HOVER_PX = 2

_FEW_SELECTED = 400
"""More selected rows than this that are small are filled instead of outlined."""

Flags = NDArray[np.bool_]


def split_selected(image: IndexImage, view: View) -> tuple[Rows, Flags]:
    """Return the selected rows that are outlined, and flags of those that are filled.

    Only rows in sight count; no flags mean that none is filled.
    """
    count = len(image.sizes)
    rows = view.selected[(view.selected >= 0) & (view.selected < count)]
    rows = rows[image.sizes[rows] > 0]
    filled = np.zeros(0, dtype=np.bool_)
    if len(rows) > _FEW_SELECTED:
        is_small = image.sizes[rows] < SMALL_PX * view.pixel_ratio
        filled = np.zeros(count, dtype=np.bool_)
        filled[rows[is_small]] = True
        rows = rows[~is_small]
    return rows, filled


def draw_marks(
    image: IndexImage, outlined: Rows, palette: Palette, *, view: View, out: Argb
) -> None:
    """Draw the outlines of what is selected and hovered over a coloured picture."""
    colours = pack(
        np.array([(*rgb(c), 1) for c in (palette.accent, palette.halo, palette.hover)])
    )
    accent, halo, ink = colours.tolist()
    per_px = view.pixel_ratio * image.supersample
    line, around = ACCENT_PX / 2 * per_px, HALO_PX / 2 * per_px
    widths = (math.ceil(line), int(line), math.ceil(around))
    if len(outlined):
        _outline(image, outlined, widths, colours=(accent, halo), out=out)
    if 0 <= view.hovered < len(image.sizes) and image.sizes[view.hovered]:
        width = math.ceil(HOVER_PX / 2 * per_px)
        row = np.array([view.hovered])
        _outline(image, row, (width, width, width), colours=(ink, ink), out=out)


def _outline(
    image: IndexImage,
    rows: Rows,
    widths: tuple[int, int, int],
    *,
    colours: tuple[int, int],
    out: Argb,
) -> None:
    from landgis.render import shade_kernels as kernels  # noqa: PLC0415 - compiles

    fine = image.supersample
    reach = min(widths[2], FARTHEST)
    west, north, east, south = _window(image, rows, margin=-(-reach // fine) + 1)
    if east <= west or south <= north:
        return
    flags = np.zeros(len(image.sizes), dtype=np.bool_)
    flags[rows] = True
    shape = ((south - north) * fine, (east - west) * fine)
    marks = np.empty(shape, dtype=np.uint8)

    def mark(first: int, last: int) -> None:
        corner = (north * fine + first, west * fine)
        kernels.mark(image.rows, flags, corner, marks[first:last])

    in_bands(mark, shape[0])
    near = distances(marks, reach=reach)
    inner, outer, far = (min(width, reach) ** 2 for width in widths)
    limits = (inner, outer, far)
    part = out[north:south, west:east]

    def lay(first: int, last: int) -> None:
        fully = slice(first * fine, last * fine)
        lines = part[first:last]
        kernels.overlay(marks[fully], near[fully], limits, colours, fine, lines)

    in_bands(lay, len(part))


def _window(image: IndexImage, rows: Rows, *, margin: int) -> tuple[int, int, int, int]:
    """Return the pixels that rows may cover: west, north, and behind the last."""
    port = image.viewport
    min_x, min_y, max_x, max_y = image.shapes.bounds_of(rows)
    west, north = port.to_screen(min_x, max_y)
    east, south = port.to_screen(max_x, min_y)
    return (
        max(math.floor(west) - margin, 0),
        max(math.floor(north) - margin, 0),
        min(math.ceil(east) + margin, port.width_px),
        min(math.ceil(south) + margin, port.height_px),
    )
