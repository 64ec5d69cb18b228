# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reclaimable land under several units of a zone counts once (RECL, step 3)."""

from __future__ import annotations

import numpy as np
import shapely

from landgis.tables import Geometries
from landgis.zones.overlay import both, together
from landgis.zones.units import Rows, Units


class Doubles:
    """What has to be taken off the sum of a zone's units, kept up to date.

    The land to be reclaimed of a unit is taken as spread evenly over what the zone
    holds of it; ground under several units counts once, at the densest of them (of
    equal ones, the first).  `removed_m2` is Σ over the units of what denser ones cover.
    """

    def __init__(
        self, units: Units, known: dict[tuple[int, ...], float] | None = None
    ) -> None:
        self._units = units
        self._known = {} if known is None else known
        self._claims: dict[int, shapely.Geometry] = {}
        self._removed: dict[int, float] = {}
        self._stale: set[int] = set()

    def copy(self) -> Doubles:
        """Return one that changes apart from this one."""
        other = Doubles(self._units, self._known)
        other._claims = dict(self._claims)
        other._removed = dict(self._removed)
        other._stale = set(self._stale)
        return other

    def put(self, rows: Rows, shapes: Geometries | None) -> None:
        """Hold these shapes of units; None lets the units go."""
        ptr = self._units.overlaps.ptr
        lies_over = np.flatnonzero(ptr[rows + 1] > ptr[rows])
        for place in lies_over.tolist():
            row = int(rows[place])
            if self._units.density[row] <= 0:
                continue
            if shapes is None:
                self._claims.pop(row, None)
                self._removed.pop(row, None)
            else:
                self._claims[row] = shapes[place]
            self._stale.add(row)
            self._stale.update(self._others(row))

    @property
    def removed_m2(self) -> float:
        """Area to take off."""
        return sum(self.by_row().values())

    def by_row(self) -> dict[int, float]:
        """Return what each unit loses to denser ones, by row ascending."""
        for row in self._stale:
            if row in self._claims:
                self._removed[row] = self._work_out(row)
        self._stale.clear()
        return {row: self._removed[row] for row in sorted(self._removed)}

    def claims(self) -> dict[int, shapely.Geometry]:
        """Return what is held of units that lie over others."""
        return self._claims

    def _work_out(self, row: int) -> float:
        own = (-self._density(row), row)
        denser = [
            other
            for other in self._others(row)
            if other in self._claims and (-self._density(other), other) < own
        ]
        if not denser:
            return 0.0
        if self._is_whole(row) and all(map(self._is_whole, denser)):
            return self._density(row) * self._covered_m2(row, denser)
        covers = together(self._claims[other] for other in denser)
        return self._density(row) * float(both(self._claims[row], covers).area)

    def _covered_m2(self, row: int, denser: list[int]) -> float:
        """Return what whole units cover of another; worked out once."""
        if len(denser) == 1:
            return self._shared_m2(row, denser[0])
        key = (row, *denser)
        if key not in self._known:
            shapes = self._units.shapes
            covers = together(shapes[denser])
            self._known[key] = float(both(shapes[row], covers).area)
        return self._known[key]

    def _is_whole(self, row: int) -> bool:
        return self._claims[row] is self._units.shapes[row]

    def _density(self, row: int) -> float:
        """Return how much of the ground that is held of a unit can be reclaimed."""
        units = self._units
        density = float(units.density[row])
        if self._is_whole(row):
            return density
        drawn_m2 = float(units.column("drawn_m2")[row])
        ground_m2 = float(units.column("ground_m2")[row])
        return density * drawn_m2 / ground_m2 if ground_m2 else 0.0

    def _others(self, row: int) -> list[int]:
        overlaps = self._units.overlaps
        found: list[int] = overlaps.other[
            overlaps.ptr[row] : overlaps.ptr[row + 1]
        ].tolist()
        return found

    def _shared_m2(self, row: int, other: int) -> float:
        overlaps = self._units.overlaps
        start, end = overlaps.ptr[row], overlaps.ptr[row + 1]
        place = start + int(np.flatnonzero(overlaps.other[start:end] == other)[0])
        return float(overlaps.area_m2[place])
