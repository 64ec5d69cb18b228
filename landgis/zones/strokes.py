# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a stroke would do to the zones, worked out before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import shapely

from landgis.tables import Geometries
from landgis.zones.neighbours import Neighbours
from landgis.zones.units import Rows, Units
from landgis.zones.zoning import Zone, Zoning


class CutMode(StrEnum):
    """What becomes of units on the line: 整宗, 过半才算, 切割."""

    WHOLE = "whole"
    MAJORITY = "majority"
    CUT = "cut"


@dataclass(frozen=True, kw_only=True, eq=False)
class Stroke:
    """Land that shall go into a zone, or out of the zones.

    Parameters
    ----------
    zone
        The zone that gets the land; None gives it back (the eraser).
    rows
        Whole units; or
    region
        an area: in mode `CUT` the parts of units inside it and the other ground, else
        the units that it touches or holds more than half of.
    of
        Only land of these zones is given back or moved; None for land of any.
    only_statuses
        Only units of these statuses; None for any.
    """

    zone: str | None
    rows: Rows | None = None
    region: shapely.Geometry | None = None
    mode: CutMode = CutMode.WHOLE
    of: frozenset[str] | None = None
    only_statuses: frozenset[str] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Change:
    """A zoning before and after, and what differs.

    `rows` are the units whose holding differs, ascending; `zones` the ids of the zones
    that have other land, came or went.
    """

    before: Zoning
    after: Zoning
    rows: Rows
    zones: frozenset[str]

    def __bool__(self) -> bool:
        """Tell whether anything changes."""
        return self.before is not self.after


@dataclass(frozen=True, kw_only=True, eq=False)
class Effect(Change):
    """What a stroke would do, and what it leaves alone.

    `locked_rows` are units skipped because a locked zone holds them, `locked_zones`
    those zones (the stroke's own zone if that is locked), `other_status_rows` units
    skipped by `only_statuses`.
    """

    zone: str | None
    locked_rows: Rows
    locked_zones: frozenset[str] = frozenset()
    other_status_rows: Rows

    @cached_property
    def taken(self) -> Mapping[str | None, Rows]:
        """Units that `zone` gets more of, by who held them; None is nobody."""
        raise NotImplementedError

    @cached_property
    def given(self) -> Rows:
        """Units of which some land becomes free."""
        raise NotImplementedError

    @cached_property
    def cut_rows(self) -> Rows:
        """Units that are held in pieces afterwards."""
        raise NotImplementedError


def effect_of(zoning: Zoning, units: Units, stroke: Stroke) -> Effect:
    """Work out what a stroke does; nothing is changed by it."""
    raise NotImplementedError


def rows_in(units: Units, region: shapely.Geometry, mode: CutMode) -> Rows:
    """Return the units that a region takes in a mode, before locks and statuses."""
    raise NotImplementedError


def grow(
    zoning: Zoning,
    units: Units,
    neighbours: Neighbours,
    *,
    zone: str,
    within_m: float = 0.0,
    only_statuses: frozenset[str] | None = None,
) -> Effect:
    """Take the free units beside a zone."""
    raise NotImplementedError


def shrink(
    zoning: Zoning,
    units: Units,
    neighbours: Neighbours,
    *,
    zone: str,
    within_m: float = 0.0,
) -> Effect:
    """Give back the units of a zone that lie beside land of another sort."""
    raise NotImplementedError


def merge(zoning: Zoning, units: Units, *, into: str, other: str) -> Effect:
    """Put all land of a zone into another one; the zone is gone afterwards."""
    raise NotImplementedError


def split(
    zoning: Zoning,
    units: Units,
    *,
    zone: str,
    region: shapely.Geometry,
    new: Zone,
    mode: CutMode = CutMode.CUT,
) -> Effect:
    """Make a new zone of the land of a zone that lies inside a region."""
    raise NotImplementedError


def side_of(line: shapely.LineString, *, around: shapely.Geometry) -> shapely.Geometry:
    """Return the land left of a line that crosses `around`, as a region to split by."""
    raise NotImplementedError


def copy_zone(zoning: Zoning, units: Units, *, land: Geometries, new: Zone) -> Effect:
    """Make a new zone of land that a zone of another zoning holds.

    Units wholly within that land are taken whole, others are cut; land that a
    locked zone holds is left to it.
    """
    raise NotImplementedError
