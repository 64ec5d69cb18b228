# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A zoning while a stroke is worked out: land moves, locks hold, nothing overlaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import shapely

from landgis.geometry.arrays import EMPTY
from landgis.zones.overlay import (
    MIN_PIECE_M2,
    both,
    is_land,
    together,
    without,
)
from landgis.zones.units import Rows, Units
from landgis.zones.zoning import FREE, IN_PIECES, Piece, Zone, Zoning

NO_ROWS: Rows = np.empty(0, dtype=np.int64)


class Draft:
    """Moves land into one zone, or out of the zones, on a copy of a zoning.

    Parameters
    ----------
    zone
        Who gets the land; None gives it back.
    of
        Only land of these zones moves; None for any land that is not locked.
    """

    def __init__(
        self,
        zoning: Zoning,
        units: Units,
        *,
        zone: str | None,
        of: frozenset[str] | None = None,
    ) -> None:
        self._before, self._units = zoning, units
        self._zone, self._of = zone, of
        self._place = FREE if zone is None else zoning.places[zone]
        self._holder = zoning.holder.copy()
        self._pieces = dict(zoning.pieces)
        self._grounds = {each.id: each.ground for each in zoning.zones}
        locked = [each.is_locked for each in zoning.zones]
        stays = [not self._may_move(each) for each in zoning.zones]
        # The last two places are those of IN_PIECES (−2) and FREE (−1).
        self._is_locked = np.array([*locked, False, False])
        self._stays = np.array([*stays, True, of is not None])
        self._moved: list[Rows] = []
        self._locked: list[Rows] = []
        self._places = np.zeros(len(stays) + 2, dtype=bool)
        self._others: set[str] = set()

    @property
    def is_blocked(self) -> bool:
        """Whether the zone that shall get the land is locked."""
        return self._zone is not None and self._before.zone(self._zone).is_locked

    @property
    def locked_rows(self) -> Rows:
        """Units that stay because a locked zone holds them."""
        return _sorted(self._locked)

    def take(self, rows: Rows) -> Rows:
        """Move whole units; return those that have moved."""
        if self.is_blocked:
            return NO_ROWS
        holder = self._holder[rows]
        locked = rows[self._is_locked[holder]]
        if len(locked):
            self._locked.append(locked)
        moving = rows[~self._stays[holder] & (holder != self._place)]
        self._places[self._holder[moving]] = True
        self._holder[moving] = self._place
        if len(moving):
            self._moved.append(np.sort(moving))
        in_pieces = rows[holder == IN_PIECES].tolist()
        cut = [row for row in in_pieces if self.take_part(row, None)]
        if cut:
            return np.union1d(moving, np.array(cut, dtype=np.int64))
        return np.asarray(moving)

    def take_part(self, row: int, inside: shapely.Geometry | None) -> bool:
        """Move the part of a unit inside a shape (None for all of it)."""
        if self.is_blocked:
            return False
        ground, pieces = self._units.grounds[row], self._parts(row)
        region = ground if inside is None else inside
        kept: dict[str, shapely.Geometry] = {}
        gains, stays = [], []
        for name, shape in pieces.items():
            if name == self._zone:
                continue
            if not self._may_move(self._before.zone(name)):
                kept[name] = shape
                stays.append(shape)
                continue
            left = EMPTY if inside is None else without(shape, inside)
            if is_land(left):
                kept[name] = left
            if self._of is not None:
                gains.append(shape if inside is None else both(shape, inside))
        self._note_locked(row, region, names=kept)
        if self._zone is not None:
            if self._of is None:
                gains = [_less(region, stays)]
            own = together([pieces.get(self._zone, EMPTY), *gains])
            if is_land(own):
                kept[self._zone] = own
        return self._put(row, kept, before=pieces)

    def take_ground(self, region: shapely.Geometry | None, *, free: bool) -> None:
        """Move other ground inside a region (None for all of it).

        `free` moves land there that is nobody's too; units must be taken off before.
        """
        if self.is_blocked:
            return
        gains, stays = [], []
        for zone in self._before.zones:
            ground = self._grounds[zone.id]
            if ground is None or zone.id == self._zone:
                continue
            if not self._may_move(zone):
                stays.append(ground)
                continue
            moving = ground if region is None else both(ground, region)
            if not is_land(moving):
                continue
            left = EMPTY if region is None else without(ground, region)
            self._put_ground(zone.id, left)
            gains.append(moving)
        if self._zone is None:
            return
        if free and region is not None:
            gains = [_less(region, stays)]
        if any(is_land(gain) for gain in gains):
            own = self._grounds[self._zone] or EMPTY
            self._put_ground(self._zone, together([own, *gains]))

    def drop(self, zone: str) -> None:
        """Take a zone away; it must not hold land any more."""
        del self._grounds[zone]
        self._others.add(zone)

    @property
    def rows(self) -> Rows:
        """Units whose holding differs from before, ascending."""
        return _sorted(self._moved)

    @property
    def zones(self) -> frozenset[str]:
        """Zones with other land than before."""
        places = np.flatnonzero(self._places[: len(self._before.zones)])
        names = {self._before.zones[place].id for place in places} | self._others
        if self._zone is not None and any(map(len, self._moved)):
            names.add(self._zone)
        return frozenset(names)

    def finish(self) -> Zoning:
        """Return the zoning as it is now; the one before if nothing has moved."""
        if not any(map(len, self._moved)) and not self._others:
            return self._before
        after = replace(
            self._before, holder=self._holder.copy(), pieces=dict(self._pieces)
        )
        if not self._others:
            return after
        kept: Iterable[Zone] = (
            zone
            if zone.ground is self._grounds[zone.id]
            else replace(zone, ground=self._grounds[zone.id])
            for zone in self._before.zones
            if zone.id in self._grounds
        )
        return after.with_zones(kept)

    def _may_move(self, zone: Zone) -> bool:
        return not zone.is_locked and (self._of is None or zone.id in self._of)

    def _note_locked(
        self, row: int, region: shapely.Geometry, *, names: dict[str, shapely.Geometry]
    ) -> None:
        for name, shape in names.items():
            if self._before.zone(name).is_locked and is_land(both(shape, region)):
                self._locked.append(np.array([row], dtype=np.int64))

    def _parts(self, row: int) -> dict[str, shapely.Geometry]:
        """Return who holds what of a unit."""
        place = self._holder[row]
        if place == IN_PIECES:
            return {piece.zone: piece.shape for piece in self._pieces[row]}
        if place == FREE:
            return {}
        return {self._before.zones[place].id: self._units.grounds[row]}

    def _put(
        self,
        row: int,
        parts: dict[str, shapely.Geometry],
        *,
        before: dict[str, shapely.Geometry],
    ) -> bool:
        """Write who holds what of a unit; return whether that is different."""
        if _same(parts, before):
            return False
        ground_m2 = self._units.grounds[row].area
        whole = [
            name
            for name, shape in parts.items()
            if shape.area > ground_m2 - MIN_PIECE_M2
        ]
        self._pieces.pop(row, None)
        if whole:
            place = self._before.places[whole[0]]
            if self._holder[row] == place:
                return False
            self._holder[row] = place
        elif parts:
            self._holder[row] = IN_PIECES
            self._pieces[row] = tuple(
                Piece(zone=name, row=row, shape=shape) for name, shape in parts.items()
            )
        else:
            self._holder[row] = FREE
        for name in {*parts, *before}:
            if not _is_same(parts.get(name), before.get(name)):
                self._places[self._before.places[name]] = True
        self._moved.append(np.array([row], dtype=np.int64))
        return True

    def _put_ground(self, zone: str, ground: shapely.Geometry) -> None:
        self._grounds[zone] = ground if is_land(ground) else None
        self._others.add(zone)


def _sorted(several: list[Rows]) -> Rows:
    """Return rows ascending, each once; the list then holds them as one."""
    if len(several) > 1:
        several[:] = [np.unique(np.concatenate(several))]
    return several[0] if several else NO_ROWS


def _less(
    land: shapely.Geometry, others: Iterable[shapely.Geometry]
) -> shapely.Geometry:
    """Return land without any of the others."""
    for shape in others:
        land = without(land, shape)
    return land


def _same(
    first: dict[str, shapely.Geometry], second: dict[str, shapely.Geometry]
) -> bool:
    """Tell whether the same zones hold the same land."""
    if first.keys() != second.keys():
        return False
    return all(_is_same(shape, second[name]) for name, shape in first.items())


def _is_same(first: shapely.Geometry | None, second: shapely.Geometry | None) -> bool:
    """Tell whether two shapes are the same land; None is no land."""
    if first is second:
        return True
    if first is None or second is None:
        return False
    return abs(first.area - second.area) <= MIN_PIECE_M2 and bool(
        shapely.equals(first, second)
    )


def locked_zones(zoning: Zoning, rows: Rows) -> frozenset[str]:
    """Return the locked zones that hold any of these units."""
    held = zoning.holder[rows]
    names = {zoning.zones[place].id for place in np.unique(held[held >= 0]).tolist()}
    for row in rows[held == IN_PIECES].tolist():
        names |= {piece.zone for piece in zoning.pieces[row]}
    return frozenset(name for name in names if zoning.zone(name).is_locked)
