# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The land that can be put into a zone: one unit for each row of the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis.tables import Geometries
from landgis.units import MU_PER_M2
from landgis.zones.overlay import shared_m2

Rows = NDArray[np.int64]
Figures = NDArray[np.float64]

FIGURES = (
    "land_m2",
    "drawn_m2",
    "firm_m2",
    "potential_m2",
    "tax_wan",
    "landed_tax_wan",
    "tax_land_m2",
    "jobs",
    "built_m2",
    "built_land_m2",
    "bare_m2",
)
"""Extensive figures of a unit: a piece has its share of them.

`land_m2` is the area that counts (registered where there is one, else drawn),
`firm_m2` and `potential_m2` what can be reclaimed, `tax_wan` and `jobs` what is known
of the firms on it, `landed_tax_wan` and `tax_land_m2` tax and land of those firms of
which both are known, `built_m2` the floors and `built_land_m2` the land of parcels
whose floors are known, `bare_m2` land not supplied yet.
"""

MEASURES = (
    "ground_m2",
    "first_m2",
    "second_m2",
    "excluded_m2",
    "park_m2",
    "vacated_m2",
)
"""Figures measured on the ground, of a piece on the piece itself: its area, and what
of it lies in the industrial lines (一级, 二级), land left out, parks, 腾空 land."""

COLUMNS = (*FIGURES, *MEASURES)

COUNTS = ("parcel", "residual", "registered", "to_verify", "no_floor", "has_firm")
"""What a held unit counts for, whole or in pieces: columns of `Units.marks`."""

UNKNOWN_TENURE = "unknown"
TENURES = (UNKNOWN_TENURE, "granted", "allocated", "leased", "state", "collective")
"""Whose the land is and how it was supplied: 不明, 出让, 划拨, 国有租赁, 国有 (mode
unknown), 集体; `Units.tenure` counts in this order."""

STATE_TENURES = ("granted", "allocated", "leased", "state")

DORMITORY = ("residual", "park", "grade", "small", "low_grade", "no_grade")
"""Why DORM-01 does or does not apply to a unit: not supplied yet; in a park; outside,
of grade A or B and large enough; too small; of another grade; without a grade.
`Units.dormitory` counts in this order."""

DORMITORY_ELIGIBLE = ("park", "grade")

GRADES = ("", "A", "B", "C", "D")
"""Grades of firms; "" is a firm without one.  `Firms.grade` counts in this order."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Firms:
    """The firms, and on which units each of them sits.

    `ptr` and `of` are in step with the units: the firms on unit ``r`` are
    ``of[ptr[r]:ptr[r + 1]]``, each once.  `employees` and `tax_wan` are of the whole
    firm and NaN where unknown, `low` 1, 0 or −1 (unknown), `grade` counts in `GRADES`.
    """

    names: NDArray[np.object_]
    employees: Figures
    tax_wan: Figures
    low: NDArray[np.int8]
    grade: NDArray[np.uint8]
    ptr: Rows
    of: NDArray[np.int32]

    @property
    def count(self) -> int:
        """Number of firms, those without a unit too."""
        return len(self.names)

    def on(self, rows: Rows) -> NDArray[np.int32]:
        """Return the firms on these units, one entry for each firm and unit."""
        return self.of[spans(self.ptr, rows)]

    def rows_of(self, firms: Iterable[int]) -> Rows:
        """Return the units on which any of these firms sits, ascending."""
        wanted = np.isin(self.of, np.fromiter(firms, dtype=np.int32))
        owner = np.repeat(np.arange(len(self.ptr) - 1), np.diff(self.ptr))
        return np.unique(owner[wanted])


@dataclass(frozen=True, kw_only=True, eq=False)
class Overlaps:
    """Which units lie over each other, both ways: CSR with the area in common."""

    ptr: Rows
    other: NDArray[np.int32]
    area_m2: Figures


@dataclass(frozen=True, kw_only=True)
class DormitoryCaps:
    """The shares of DORM-01 for offices, services and dormitories."""

    base_land: float
    base_floor: float
    land: float
    floor: float
    least_mu: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Units:
    """All units of a result, rows as on the map: parcels, then residual pieces.

    Attributes
    ----------
    keys, names
        How documents and people call each unit.  Keys never change while the
        parcel's name or the approval's number stays.
    status_codes, statuses
        Status of each unit, as a number into the names `statuses`.
    shapes, grounds
        The drawn shape, and what of it no earlier unit covers: grounds never
        overlap.  None or empty where a unit has no land of its own.
    values
        float64, a row for each unit, columns `COLUMNS`; what is unknown is 0 there
        and counted by `marks`.
    marks
        Booleans, a row for each unit, columns `COUNTS`.
    tenure, dormitory, town_codes
        Numbers into `TENURES`, `DORMITORY` and `towns`.
    measured
        For each of `MEASURES` but the first, the areas that it is measured in, none
        over another; a name is missing where the project has no such layer.
    cluster_min_mu
        The aim for the area of a zone: 100 亩 by the rules.
    result_id
        The result that they were made from.
    """

    keys: NDArray[np.object_]
    names: NDArray[np.object_]
    status_codes: NDArray[np.uint8]
    statuses: tuple[str, ...]
    shapes: Geometries
    grounds: Geometries
    values: Figures
    marks: NDArray[np.bool_]
    tenure: NDArray[np.uint8]
    dormitory: NDArray[np.uint8]
    town_codes: NDArray[np.int32]
    towns: tuple[str, ...]
    firms: Firms
    overlaps: Overlaps
    measured: Mapping[str, Geometries]
    caps: DormitoryCaps
    cluster_min_mu: float
    result_id: str = ""
    parcel_count: int = 0

    @property
    def count(self) -> int:
        """Number of units."""
        return len(self.keys)

    def prepared(self) -> Units:
        """Make every index at once, so that nobody waits for one later."""
        for index in (
            "rows_by_key",
            "tree",
            "boxes",
            "first_corners",
            "density",
            "measure_trees",
        ):
            getattr(self, index)
        return self

    def row_of(self, key: str) -> int:
        """Return the row of a unit, −1 if there is none of that key."""
        return self.rows_by_key.get(key, -1)

    @cached_property
    def rows_by_key(self) -> dict[str, int]:
        """Rows by key."""
        return dict(zip(self.keys.tolist(), range(self.count), strict=True))

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Index of `grounds`; its numbers are rows."""
        return shapely.STRtree(self.grounds)

    @cached_property
    def boxes(self) -> Figures:
        """Bounding boxes of `grounds` (x0, y0, x1, y1), NaN where there is none."""
        return np.asarray(shapely.bounds(self.grounds))

    @cached_property
    def first_corners(self) -> Figures:
        """A corner of each of `grounds`, NaN where there is none."""
        points, owner = shapely.get_coordinates(self.grounds, return_index=True)
        rows, firsts = np.unique(owner, return_index=True)
        found = np.full((self.count, 2), np.nan)
        found[rows] = points[firsts]
        return found

    @cached_property
    def density(self) -> Figures:
        """How much of each drawn shape can be reclaimed, as a share of its area."""
        amount = self.column("firm_m2") + self.column("potential_m2")
        drawn = self.column("drawn_m2")
        return np.divide(amount, drawn, out=np.zeros_like(amount), where=drawn > 0)

    @cached_property
    def measure_trees(self) -> Mapping[str, shapely.STRtree]:
        """Index of each of `measured`."""
        return {name: shapely.STRtree(parts) for name, parts in self.measured.items()}

    def column(self, name: str) -> Figures:
        """Return one figure of all units, such as ``firm_m2``."""
        return self.values[:, COLUMNS.index(name)]

    def mark(self, name: str) -> NDArray[np.bool_]:
        """Return which units count for one of `COUNTS`."""
        return self.marks[:, COUNTS.index(name)]

    def status(self, row: int) -> str:
        """Return the status of a unit."""
        return self.statuses[int(self.status_codes[row])]

    def town(self, row: int) -> str:
        """Return the town of a unit."""
        return self.towns[int(self.town_codes[row])]

    def mu(self, rows: Rows) -> float:
        """Return the land of whole units in 亩: registered, else drawn."""
        return float(self.values[rows, 0].sum()) * MU_PER_M2

    def with_status(self, names: Iterable[str]) -> NDArray[np.bool_]:
        """Tell which units have one of these statuses."""
        wanted = np.isin(np.array(self.statuses, dtype=object), list(names))
        return np.asarray(wanted[self.status_codes])

    def measure(self, shape: shapely.Geometry) -> Figures:
        """Return `MEASURES` of any land: its area, what of it lies in each layer."""
        found = np.zeros(len(MEASURES))
        found[0] = shape.area
        for name, tree in self.measure_trees.items():
            parts = self.measured[name][tree.query(shape, predicate="intersects")]
            inside = shared_m2(parts, shape)
            found[MEASURES.index(name)] = min(float(inside.sum()), found[0])
        return found


def spans(ptr: Rows, rows: Rows) -> Rows:
    """Return the places of the entries that belong to these rows, in their order."""
    counts = ptr[rows + 1] - ptr[rows]
    total = int(counts.sum())
    if not total:
        return np.empty(0, dtype=np.int64)
    starts = np.repeat(ptr[rows] - np.cumsum(counts) + counts, counts)
    return np.asarray(starts + np.arange(total))


def make_keys(
    parcel_names: pd.Series, approval_names: pd.Series
) -> NDArray[np.object_]:
    """Return the keys of parcels and residual pieces: ``p|name`` and ``r|number|n``.

    A parcel whose name an earlier one has gets ``p|name|2``, ``p|name|3`` …
    """
    keys = [
        *_numbered([f"p|{name}" for name in parcel_names.tolist()]),
        *_numbered([f"r|{name}" for name in approval_names.tolist()], always=True),
    ]
    found: NDArray[np.object_] = np.empty(len(keys), dtype=object)
    found[:] = keys
    return found


def _numbered(names: list[str], *, always: bool = False) -> list[str]:
    seen: dict[str, int] = {}
    keys = []
    for name in names:
        seen[name] = number = seen.get(name, 0) + 1
        keys.append(f"{name}|{number}" if always or number > 1 else name)
    return keys
