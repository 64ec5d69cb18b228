# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tints and dashed outlines of rows above a picture, a piece of it at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.render.bands import in_bands
from landgis.render.raster import IndexImage
from landgis.render.shapes import Rows

Codes = NDArray[np.uint8]
Pixels = NDArray[np.uint32]
Window = tuple[int, int, int, int]
"""First line and column, and those after the last."""

_SPARE_PX = 2
_FEW_LINES = 120


@dataclass(frozen=True, kw_only=True, eq=False)
class MarkStyles:
    """How rows of each code look; code 0 is not marked at all.

    Attributes
    ----------
    body, dash, gap
        Premultiplied ARGB inside, on the dashes of the outline, and between them.
    width_px
        Width of the outline in pixels, inside the row; 0 for none.
    period_px
        Length of dash and gap in pixels; 0 for a solid outline.
    """

    body: NDArray[np.uint32]
    dash: NDArray[np.uint32]
    gap: NDArray[np.uint32]
    width_px: NDArray[np.float64]
    period_px: NDArray[np.int64]


def window_of(image: IndexImage, rows: Rows) -> Window:
    """Return the pixels on which some rows can lie; empty if they are out of sight."""
    port = image.viewport
    nothing = (0, 0, 0, 0)
    boxes = image.shapes.boxes[rows]
    boxes = boxes[~np.isnan(boxes[:, 0])]
    if not len(boxes):
        return nothing
    origin = np.array(image.shapes.origin)
    west, south = (boxes[:, :2].min(axis=0) + origin).tolist()
    east, north = (boxes[:, 2:].max(axis=0) + origin).tolist()
    left, top = port.to_screen(west, north)
    right, bottom = port.to_screen(east, south)
    window = (
        max(int(top) - _SPARE_PX, 0),
        max(int(left) - _SPARE_PX, 0),
        min(int(bottom) + 1 + _SPARE_PX, port.height_px),
        min(int(right) + 1 + _SPARE_PX, port.width_px),
    )
    return window if window[0] < window[2] and window[1] < window[3] else nothing


def join(one: Window, other: Window) -> Window:
    """Return the smallest window that holds both; an empty one does not count."""
    if one[2] <= one[0]:
        return other
    if other[2] <= other[0]:
        return one
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def draw_marks(
    image: IndexImage,
    codes: Codes,
    styles: MarkStyles,
    *,
    window: Window,
    out: Pixels,
) -> None:
    """Draw the marked rows of a window; the rest of it becomes transparent.

    Outlines need the distances of the image, so rows too small for them have a tint
    only.
    """
    from landgis.render.mark_kernels import mark_band  # noqa: PLC0415 - compiles

    fine = image.supersample
    limits = np.ceil(np.maximum(styles.width_px * fine - 0.5, 0.0) ** 2)
    tables = (styles.body, styles.dash, styles.gap)
    rules = (limits.astype(np.int64), styles.period_px * fine)
    top, left, bottom, right = window

    def draw(first: int, last: int) -> None:
        part = (top + first, left, top + last, right)
        mark_band(image.rows, codes, image.depth, tables, rules, part, out)

    in_bands(draw, bottom - top, fewest=_FEW_LINES)
