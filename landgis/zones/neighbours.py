# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which units lie beside each other, how far apart, and how long they touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.geometry import is_polygonal
from landgis.geometry.threads import map_pairs
from landgis.progress import SILENT, Progress
from landgis.tables import Geometries
from landgis.zones.borders import shared_lengths
from landgis.zones.units import Rows, spans

WITHIN_M = 50.0
"""How far apart units may lie and still be neighbours."""

TOUCH_M = 1e-3
"""Units less than a millimetre apart touch."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Neighbours:
    """Neighbours of each unit, both ways, by row ascending (CSR).

    The neighbours of ``r`` are ``other[ptr[r]:ptr[r + 1]]``; `gap_m` is the distance
    (0 where they touch), `shared_m` the length of the border in common.
    """

    ptr: Rows
    other: NDArray[np.int32]
    gap_m: NDArray[np.float32]
    shared_m: NDArray[np.float32]
    within_m: float

    def of(self, row: int, *, within_m: float = 0.0) -> NDArray[np.int32]:
        """Return the neighbours of a unit that lie no farther away."""
        start, end = self.ptr[row], self.ptr[row + 1]
        near = self.gap_m[start:end] <= within_m
        return np.asarray(self.other[start:end][near])

    def around(self, rows: Rows, *, within_m: float = 0.0) -> Rows:
        """Return the units beside these, without them, ascending."""
        entries = spans(self.ptr, rows)
        near = self.other[entries[self.gap_m[entries] <= within_m]]
        return np.setdiff1d(near.astype(np.int64), rows)

    def links(self, rows: Rows, *, within_m: float) -> tuple[Rows, Rows]:
        """Return the pairs among these units, as places in `rows`, both ways."""
        place = np.full(len(self.ptr) - 1, -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        entries = spans(self.ptr, rows)
        source = np.repeat(
            np.arange(len(rows)), (self.ptr[rows + 1] - self.ptr[rows]).astype(int)
        )
        target = place[self.other[entries]]
        inside = (target >= 0) & (self.gap_m[entries] <= within_m)
        return source[inside], target[inside]


def build_neighbours(
    grounds: Geometries, *, within_m: float = WITHIN_M, progress: Progress = SILENT
) -> Neighbours:
    """Find all pairs that lie no more than `within_m` apart."""
    first, second, gap = _near_pairs(grounds, within_m)
    progress.step(1, 2)
    shared = np.zeros(len(first))
    touching = np.flatnonzero(gap == 0.0)
    shared[touching] = shared_lengths(grounds, first[touching], second[touching])
    progress.step(2, 2)
    source = np.concatenate([first, second])
    target = np.concatenate([second, first])
    order = np.lexsort((target, source))
    counts = np.bincount(source, minlength=len(grounds))
    return Neighbours(
        ptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        other=target[order].astype(np.int32),
        gap_m=np.tile(gap, 2)[order].astype(np.float32),
        shared_m=np.tile(shared, 2)[order].astype(np.float32),
        within_m=within_m,
    )


def _near_pairs(
    grounds: Geometries, within_m: float
) -> tuple[Rows, Rows, NDArray[np.float64]]:
    """Return pairs of rows, the lower first, and the distance between them."""
    rows = np.flatnonzero(is_polygonal(grounds))
    land = grounds[rows]
    boxes = shapely.bounds(land) + np.array([-1, -1, 1, 1]) * within_m
    one, two = shapely.STRtree(land).query(shapely.box(*boxes.T))
    once = one < two
    one, two = one[once], two[once]
    gap = map_pairs(shapely.distance, land[one], land[two])
    gap[gap < TOUCH_M] = 0.0
    near = gap <= within_m
    return rows[one[near]], rows[two[near]], gap[near]
