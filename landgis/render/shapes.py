# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The outlines of a layer as flat arrays, from which millions are drawn at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from landgis.render.viewport import Bounds
from landgis.tables import Geometries

Rows = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Shapes:
    """Rings (or open lines) of a layer's rows.

    Attributes
    ----------
    points
        Corners of all rings one after the other, less `origin`; shape (n, 2).
    rings
        Where each ring begins in `points`, and the end: one more than there are rings.
    parts
        Where each row begins in `rings`, and the end: one more than there are rows.
    boxes
        min x, min y, max x, max y of each row, less `origin`; NaN for a row without shape.
    origin
        East and north of the point from which the corners are counted.
    """

    points: NDArray[np.float64]
    rings: Rows
    parts: Rows
    boxes: NDArray[np.float64]
    origin: tuple[float, float]

    @property
    def count(self) -> int:
        """How many rows, those without shape included."""
        return len(self.parts) - 1

    @cached_property
    def bounds(self) -> Bounds:
        """The ground that all rows cover; NaN if there is none."""
        raise NotImplementedError

    def bounds_of(self, rows: Rows) -> Bounds:
        """Return the ground that some rows cover; NaN if there is none."""
        raise NotImplementedError

    def rows_in(self, bounds: Bounds) -> Rows:
        """Return the rows whose boxes touch a rectangle, in order."""
        raise NotImplementedError


def shapes_of(geometries: Geometries) -> Shapes:
    """Return the rings of shapely polygons or lines; rows with None have none."""
    raise NotImplementedError


def shapes_from_wkb(column: pa.Array | pa.ChunkedArray) -> Shapes:
    """Return the rings of polygons or lines in WKB or as a GeoPackage keeps them.

    Heights and measures are passed over.
    """
    raise NotImplementedError
