# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one stroke would do to the zones, worked out before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely

from landgis.zones.draft import NO_ROWS, Draft, locked_zones
from landgis.zones.overlay import (
    MIN_PIECE_M2,
    both,
    drop_hairlines,
    together,
    without,
)
from landgis.zones.units import Rows, Units
from landgis.zones.zoning import FREE, IN_PIECES, Zoning

TOUCHED_M2 = 1.0
TOUCHED_SHARE = 0.01
"""A region that holds no more of a unit than this only runs along its border."""

MAJORITY = 0.5


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
        if self.zone is None:
            return {}
        holder = self.before.holder[self.rows]
        groups: dict[str | None, list[Rows]] = {}
        for place in np.unique(holder).tolist():
            rows = self.rows[holder == place]
            if place >= 0 and self.before.zones[place].id == self.zone:
                continue
            if place != IN_PIECES:
                name = None if place == FREE else self.before.zones[place].id
                groups.setdefault(name, []).append(rows)
                continue
            for row in rows.tolist():
                groups.setdefault(self._loser(row), []).append(np.array([row]))
        return {name: np.sort(np.concatenate(rows)) for name, rows in groups.items()}

    @cached_property
    def given(self) -> Rows:
        """Units of which some land becomes free."""
        rows = self.rows[self.before.holder[self.rows] != FREE]
        is_given = np.array([self._is_given(row) for row in rows.tolist()], dtype=bool)
        return np.asarray(rows[is_given])

    @cached_property
    def cut_rows(self) -> Rows:
        """Units that are held in pieces afterwards."""
        return np.asarray(self.rows[self.after.holder[self.rows] == IN_PIECES])

    def _loser(self, row: int) -> str | None:
        """Return which other zone had land of a cut unit that it has no more."""
        after = {
            piece.zone: piece.shape.area for piece in self.after.pieces.get(row, ())
        }
        for piece in self.before.pieces[row]:
            if piece.zone != self.zone and after.get(piece.zone) != piece.shape.area:
                return piece.zone
        return None

    def _is_given(self, row: int) -> bool:
        if self.after.holder[row] == FREE:
            return True
        if self.after.holder[row] != IN_PIECES:
            return False
        if self.before.holder[row] != IN_PIECES:
            return True
        sums = [
            sum(piece.shape.area for piece in zoning.pieces[row])
            for zoning in (self.before, self.after)
        ]
        return bool(sums[1] < sums[0] - MIN_PIECE_M2)


def effect_of(zoning: Zoning, units: Units, stroke: Stroke) -> Effect:
    """Work out what a stroke does; nothing is changed by it."""
    draft = Draft(zoning, units, zone=stroke.zone, of=stroke.of)
    if draft.is_blocked:
        return blocked(zoning, stroke.zone)
    touched = _touched(units, stroke)
    rows, others = _of_status(units, touched.rows, stroke.only_statuses)
    inside = dict(touched.parts)
    whole = rows[~np.isin(rows, np.fromiter(inside, np.int64, len(inside)))]
    draft.take(whole)
    for row in rows.tolist():
        if row in inside:
            draft.take_part(row, inside[row])
    if stroke.region is not None and stroke.only_statuses is None:
        _take_other_ground(draft, units, stroke)
    return effect_from(draft, zoning, zone=stroke.zone, others=others)


def effect_from(
    draft: Draft, zoning: Zoning, *, zone: str | None, others: Rows = NO_ROWS
) -> Effect:
    """Return what a draft has come to."""
    locked = draft.locked_rows
    return Effect(
        before=zoning,
        after=draft.finish(),
        rows=draft.rows,
        zones=draft.zones,
        zone=zone,
        locked_rows=locked,
        locked_zones=locked_zones(zoning, locked),
        other_status_rows=others,
    )


def blocked(zoning: Zoning, *names: str | None) -> Effect:
    """Return the effect of a stroke into a locked zone: none."""
    return Effect(
        before=zoning,
        after=zoning,
        rows=NO_ROWS,
        zones=frozenset(),
        zone=names[0],
        locked_rows=NO_ROWS,
        locked_zones=frozenset(
            name for name in names if name and zoning.zone(name).is_locked
        ),
        other_status_rows=NO_ROWS,
    )


class Touched(NamedTuple):
    """Units that a stroke takes; `parts` has those of which only a part is inside."""

    rows: Rows
    parts: Mapping[int, shapely.Geometry]


def rows_in(units: Units, region: shapely.Geometry, mode: CutMode) -> Rows:
    """Return the units that a region takes in a mode, before locks and statuses."""
    return _inside(units, region, mode).rows


def _touched(units: Units, stroke: Stroke) -> Touched:
    if stroke.region is None:
        rows = NO_ROWS if stroke.rows is None else np.unique(stroke.rows)
        return Touched(rows.astype(np.int64), {})
    return _inside(units, stroke.region, stroke.mode)


def _inside(units: Units, region: shapely.Geometry, mode: CutMode) -> Touched:
    """Find the units that a region takes, and the parts of those on its line."""
    shapely.prepare(region)
    near = np.sort(units.tree.query(region, predicate="intersects"))
    covered = shapely.covers(region, units.grounds[near])
    line = near[~covered]
    parts = np.array(
        [both(units.grounds[row], region) for row in line.tolist()], dtype=object
    )
    part_m2 = shapely.area(parts) if len(parts) else np.empty(0)
    ground_m2 = shapely.area(units.grounds[line])
    if mode is CutMode.WHOLE:
        taken = part_m2 > np.minimum(TOUCHED_M2, TOUCHED_SHARE * ground_m2)
    elif mode is CutMode.MAJORITY:
        taken = part_m2 > MAJORITY * ground_m2
    else:
        taken = part_m2 > MIN_PIECE_M2
    rows = np.sort(np.concatenate([near[covered], line[taken]]))
    if mode is not CutMode.CUT:
        return Touched(rows, {})
    cut = taken & (part_m2 <= ground_m2 - MIN_PIECE_M2)
    return Touched(rows, dict(zip(line[cut].tolist(), parts[cut], strict=True)))


def _of_status(
    units: Units, rows: Rows, only_statuses: frozenset[str] | None
) -> tuple[Rows, Rows]:
    """Part rows into those of the statuses and the others."""
    if only_statuses is None:
        return rows, NO_ROWS
    wanted = units.with_status(only_statuses)[rows]
    return rows[wanted], rows[~wanted]


def _take_other_ground(draft: Draft, units: Units, stroke: Stroke) -> None:
    """Move the other ground inside the region, and take up what is nobody's."""
    free = stroke.zone is not None and stroke.of is None
    if not free:
        draft.take_ground(stroke.region, free=False)
    elif stroke.mode is CutMode.CUT:
        draft.take_ground(other_ground(units, stroke.region), free=True)


def other_ground(units: Units, region: shapely.Geometry) -> shapely.Geometry:
    """Return what of a region is no unit's: roads, water; without hairlines."""
    near = units.tree.query(region, predicate="intersects")
    rest = without(region, together(units.grounds[near]))
    return drop_hairlines(rest, least_m2=TOUCHED_M2)
