# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which units lie beside each other, how far apart, and how long they touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.progress import SILENT, Progress
from landgis.tables import Geometries
from landgis.zones.units import Rows

WITHIN_M = 50.0
"""How far apart units may lie and still be neighbours."""


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
        raise NotImplementedError

    def around(self, rows: Rows, *, within_m: float = 0.0) -> Rows:
        """Return the units beside these, without them, ascending."""
        raise NotImplementedError


def build_neighbours(
    grounds: Geometries, *, within_m: float = WITHIN_M, progress: Progress = SILENT
) -> Neighbours:
    """Find all pairs that lie no more than `within_m` apart."""
    raise NotImplementedError
