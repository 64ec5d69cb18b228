# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outlines made light enough for a picture: cut to its edge, corners thinned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.render.shapes import Rows, Shapes
from landgis.render.viewport import Viewport

_MARGIN_PX = 32.0
"""Wide enough for any pen, so that no cut end is seen."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Polylines:
    """Lines in device pixels, one after the other.

    Attributes
    ----------
    points
        float64, shape (n, 2).
    starts
        Where each line begins, and the end: one more than there are lines.
    rows
        The row that each line belongs to.
    """

    points: NDArray[np.float64]
    starts: Rows
    rows: Rows


def outlines(
    shapes: Shapes,
    viewport: Viewport,
    *,
    tolerance_px: float = 0.4,
    rows: Rows | None = None,
) -> Polylines:
    """Return the outlines in sight, with as few corners as look the same.

    What lies well outside of the picture is left out, and lines are broken there;
    a ring that is wholly in sight begins and ends with the same point.

    Parameters
    ----------
    tolerance_px
        How far, in pixels, a corner that is left out may lie from the line.
    rows
        Only these rows; all otherwise.
    """
    from landgis.render.line_kernels import thin_lines  # noqa: PLC0415 - compiles

    margin = _MARGIN_PX * viewport.m_per_px
    west, south, east, north = viewport.bounds
    seen = shapes.rows_in(
        (west - margin, south - margin, east + margin, north + margin)
    )
    if rows is not None:
        seen = seen[np.isin(seen, rows)]
    x, y = shapes.origin
    place = (viewport.left - x, viewport.top - y, 1 / viewport.m_per_px)
    frame = (
        -_MARGIN_PX,
        -_MARGIN_PX,
        viewport.width_px + _MARGIN_PX,
        viewport.height_px + _MARGIN_PX,
    )
    layer = (shapes.points, shapes.rings, shapes.parts)
    points, starts, owners = thin_lines(*layer, seen, place, frame, tolerance_px)
    return Polylines(points=points, starts=starts, rows=owners)
