# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks while a zone is drawn: does it hang together, is it large enough, and more."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import shapely

from landgis.zones.neighbours import Neighbours
from landgis.zones.totals import Totals
from landgis.zones.units import Rows, Units
from landgis.zones.zoning import Zoning

JOINS_M = 30.0
"""Land no farther apart hangs together: a street does not part a zone."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """A part of a zone that lies apart from the rest: its units and ground area."""

    rows: Rows
    ground_m2: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Gap:
    """What lies between two parts of a zone: the nearest line from one to the other."""

    first: int
    second: int
    distance_m: float
    line: shapely.LineString


@dataclass(frozen=True, kw_only=True, eq=False)
class Contiguity:
    """How a zone hangs together.

    `parts` come largest first; `gaps` are the shortest ones that join them all, one
    less than there are parts.  `compactness` is the ground as a share of its convex
    hull: 1 is as compact as can be, None for an empty zone.
    """

    parts: tuple[Part, ...]
    gaps: tuple[Gap, ...]
    compactness: float | None


class Outcome(StrEnum):
    """How a check ended; `NOT_CHECKED` where the layer for it is absent."""

    PASSED = "passed"
    LOOK = "look"
    UNKNOWN = "unknown"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, kw_only=True, eq=False)
class Verdict:
    """One check: its id, how it ended, its figure, and where to look.

    `id` is one of ``contiguous`` (value: number of parts), ``large_enough`` (亩),
    ``excluded`` (m² in land left out), ``grade_a`` (firms of grade A),
    ``to_verify`` (units).
    """

    id: str
    outcome: Outcome
    value: float
    rows: Rows
    gap_m: float | None = None


def contiguity_of(
    zoning: Zoning,
    units: Units,
    neighbours: Neighbours,
    *,
    zone: str,
    joins_m: float = JOINS_M,
) -> Contiguity:
    """Find the parts of a zone and what lies between them."""
    raise NotImplementedError


def verdicts_of(
    zoning: Zoning, units: Units, *, totals: Totals, contiguity: Contiguity
) -> tuple[Verdict, ...]:
    """Check a zone, in the order in which the checks are shown."""
    raise NotImplementedError
