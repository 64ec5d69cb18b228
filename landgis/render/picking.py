# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rows are meant: under the mouse, in a box, a lasso, a stroke, next door."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from landgis.render.raster import IndexImage
from landgis.render.shapes import Rows, Shapes
from landgis.render.viewport import Bounds

Inside = Literal["touched", "centre", "whole"]
Direction = Literal["left", "right", "up", "down"]
Corners = NDArray[np.float64]
"""Points on the ground, shape (n, 2)."""


def row_at(image: IndexImage, shapes: Shapes, px: float, py: float) -> int:
    """Return the row at a point of the picture exactly, -1 if none is there."""
    raise NotImplementedError


def rows_at(shapes: Shapes, x: float, y: float) -> Rows:
    """Return every row that covers a place on the ground, the upper ones last."""
    raise NotImplementedError


def rows_in_box(shapes: Shapes, bounds: Bounds, *, inside: Inside = "touched") -> Rows:
    """Return the rows in a rectangle."""
    raise NotImplementedError


def rows_in_polygon(
    shapes: Shapes, corners: Corners, *, inside: Inside = "touched"
) -> Rows:
    """Return the rows in a polygon or lasso, which closes itself."""
    raise NotImplementedError


def rows_in_stroke(shapes: Shapes, path: Corners, radius: float) -> Rows:
    """Return the rows that a round brush touches on its way; one point is a disc."""
    raise NotImplementedError


def neighbour(shapes: Shapes, row: int, direction: Direction) -> int:
    """Return the row that lies next in a direction, -1 if none does."""
    raise NotImplementedError
