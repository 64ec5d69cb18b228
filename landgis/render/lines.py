# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outlines made light enough for a picture: cut to its edge, corners thinned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.render.shapes import Rows, Shapes
from landgis.render.viewport import Viewport


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
    """Return the outlines in sight, with as few corners as look the same."""
    raise NotImplementedError
