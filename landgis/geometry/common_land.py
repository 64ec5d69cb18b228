# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much land pairs of shapes have in common, measured without overlaying them.

A shape is the sum of the strips between its edges and a level line, those under
its upper edges counted in, those under its lower edges counted out.  Two such
strips share the area under the lower edge of the two, which is a closed formula;
the land in common is the sum over all pairs of edges.

No crossing is computed, no side is decided.  So lines that all but coincide, on
which an overlay may take one side for the other and be wrong by half a shape
without warning, cost no more than the last digits here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.geometry.arrays import POLYGONAL, Geometries, flat_parts
from landgis.geometry.strip_kernels import LEFT_X, RIGHT_X, sum_common_strips


@dataclass(frozen=True)
class _Edges:
    """The edges of distinct shapes, and which shape stands in each row.

    `table` has a line for each edge that is not upright: x and y of its left
    and right end, +1 where land lies below it and -1 where it lies above.
    The edges of shape `k` are the lines from `start[k]` to `start[k + 1]`.
    """

    table: NDArray[np.float64]
    start: NDArray[np.int64]
    shape: NDArray[np.int64]


def common_m2(first: Geometries, second: Geometries) -> NDArray[np.float64]:
    """Return the area that the shapes of each pair have in common, in m².

    Shapes are valid and near zero (`landgis.geometry.tiles`); only their
    polygons count, and what is missing shares nothing.
    """
    one, other = _edges_of(first), _edges_of(second)
    return sum_common_strips(
        one.table, one.start, one.shape, other.table, other.start, other.shape
    )


def _edges_of(shapes: Geometries) -> _Edges:
    known = np.fromiter(map(id, shapes), dtype=np.int64, count=len(shapes))
    _, rows, place = np.unique(known, return_index=True, return_inverse=True)
    parts, owner = flat_parts(shapes[rows])
    land = np.isin(shapely.get_type_id(parts), POLYGONAL)
    rings, part = shapely.get_rings(parts[land], return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    is_edge = ring[1:] == ring[:-1]
    start, end = corners[:-1][is_edge], corners[1:][is_edge]
    of_ring = ring[1:][is_edge]
    runs_left = _directions(rings, part)
    table = np.concatenate([start, end], axis=1)
    leftwards = start[:, 0] > end[:, 0]
    table[leftwards] = table[leftwards][:, [2, 3, 0, 1]]
    sign = np.where(leftwards, 1.0, -1.0) * runs_left[of_ring]
    table = np.column_stack([table, sign])
    slanted = table[:, LEFT_X] < table[:, RIGHT_X]
    of_shape = owner[land][part[of_ring[slanted]]]
    return _Edges(
        table=table[slanted],
        start=np.searchsorted(of_shape, np.arange(len(rows) + 1)),
        shape=place.astype(np.int64),
    )


def _directions(rings: Geometries, part: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return +1 for each ring that has its land on the left, else -1."""
    is_shell = np.diff(part, prepend=-1) != 0
    return np.where(is_shell == shapely.is_ccw(rings), 1.0, -1.0)
