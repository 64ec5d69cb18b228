# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones in a project file: read them, follow its changes, and say each edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np

from landgis.operations.zone_documents import (
    CURRENT_PRICES,
    MEMBER,
    PRICES,
    ZONE,
    ZONING,
    read_zone,
    with_clear_grounds,
    with_heading,
    with_members,
)
from landgis.operations.zone_edits import (
    change_zone,
    copy_zoning,
    delete_zone,
    delete_zoning,
    new_zone,
    new_zoning,
    next_zone,
    order_zones,
    puts_of,
    rename_zoning,
    set_prices,
    stroke_edit,
    take_as_plan,
)
from landgis.project import Changes, ProjectStore
from landgis.zones.prices import Prices
from landgis.zones.strokes import Change
from landgis.zones.units import Rows, Units
from landgis.zones.zoning import IN_PIECES, Zone, Zoning

__all__ = [
    "CURRENT_PRICES",
    "MEMBER",
    "PRICES",
    "ZONE",
    "ZONING",
    "change_zone",
    "copy_zoning",
    "delete_zone",
    "delete_zoning",
    "follow",
    "new_zone",
    "new_zoning",
    "next_zone",
    "order_zones",
    "puts_of",
    "read_prices",
    "read_zonings",
    "rename_zoning",
    "set_prices",
    "stroke_edit",
    "take_as_plan",
]

_NO_ROWS: Rows = np.empty(0, dtype=np.int64)


def read_zonings(store: ProjectStore, units: Units) -> tuple[Zoning, ...]:
    """Return all zonings of a project in their order.

    Units that the result no longer has stay among `Zoning.orphans`.  Pieces and other
    ground are kept to where they may lie, should the land have been drawn anew.
    """
    zones: dict[str, list[Zone]] = {}
    for zone_id, value in store.documents(ZONE).items():
        zones.setdefault(value["zoning"], []).append(read_zone(zone_id, value))
    found = []
    for zoning_id, value in store.documents(ZONING).items():
        empty = with_heading(Zoning.empty(zoning_id, "", units=units), value)
        zoning = empty.with_zones(zones.get(zoning_id, []))
        members = store.documents(f"{MEMBER}{zoning_id}")
        zoning, _ = with_members(zoning, units, members.items())
        names = [zone.id for zone in zoning.zones]
        found.append(with_clear_grounds(zoning, units, names))
    return _in_order(found)


def read_prices(store: ProjectStore) -> Prices:
    """Return the user's unit prices."""
    return Prices.from_document(store.document(PRICES, CURRENT_PRICES))


def follow(
    zonings: Sequence[Zoning], units: Units, changes: Changes
) -> tuple[tuple[Zoning, ...], dict[str, Change]]:
    """Return the zonings after an edit, undo or redo, and what changed in each.

    Only what changed is looked at.  A zoning that is new has no entry in the second
    value, nor has one that is gone.
    """
    sorted_puts = _Puts(zonings, changes)
    before = {zoning.id: zoning for zoning in zonings}
    after, moved = dict(before), {}
    for zoning_id, value in sorted_puts.zonings.items():
        if value is None:
            after.pop(zoning_id, None)
        else:
            was = after.get(zoning_id) or Zoning.empty(zoning_id, "", units=units)
            after[zoning_id] = with_heading(was, value)
    followed: dict[str, Change] = {}
    for zoning_id in sorted_puts.touched:
        if zoning_id in after:
            change = _follow_one(after[zoning_id], units, sorted_puts)
            after[zoning_id], followed[zoning_id] = change.after, change
    for zoning_id in after.keys() & before.keys():
        old, new = before[zoning_id], after[zoning_id]
        if old is not new:
            # Another heading of a zoning is no change of its land or its zones.
            land = followed.get(zoning_id) or _change(old, new, _NO_ROWS)
            moved[zoning_id] = replace(land, before=old)
    return _in_order(after.values()), moved


class _Puts:
    """The documents of zones among changes, by the zoning that they concern."""

    def __init__(self, zonings: Sequence[Zoning], changes: Changes) -> None:
        home = {zone.id: zoning.id for zoning in zonings for zone in zoning.zones}
        self.zonings: dict[str, Any] = {}
        self.zones: dict[str, dict[str, Any]] = {}
        self.members: dict[str, list[tuple[str, Any]]] = {}
        for kind, puts in groupby(changes.puts, itemgetter(0)):
            if kind == ZONING:
                self.zonings |= {name: value for _, name, value in puts}
            elif kind == ZONE:
                for _, name, value in puts:
                    zoning = home.get(name) if value is None else value["zoning"]
                    if zoning is not None:
                        self.zones.setdefault(zoning, {})[name] = value
            elif kind.startswith(MEMBER):
                members = self.members.setdefault(kind.removeprefix(MEMBER), [])
                members += map(itemgetter(1, 2), puts)

    @property
    def touched(self) -> list[str]:
        """Zonings with other zones or members."""
        return sorted(self.zones.keys() | self.members.keys())


def _follow_one(zoning: Zoning, units: Units, puts: _Puts) -> Change:
    """Return what other documents make of one zoning."""
    after = zoning
    changed = puts.zones.get(zoning.id, {})
    if changed:
        zones = {zone.id: zone for zone in zoning.zones}
        for zone_id, value in changed.items():
            if value is None:
                zones.pop(zone_id, None)
            else:
                zones[zone_id] = _read_again(zone_id, value, zones.get(zone_id))
        after = after.with_zones(zones.values())
    rows = _NO_ROWS
    members = puts.members.get(zoning.id, [])
    if members:
        after, rows = with_members(after, units, members)
    grounds = {zone.id: zone.ground for zone in zoning.zones}
    other = [
        zone.id
        for zone in after.zones
        if zone.ground is not None and zone.ground is not grounds.get(zone.id)
    ]
    if other:
        after = with_clear_grounds(after, units, other)
    return _change(zoning, after, rows)


def _read_again(zone_id: str, value: Any, was: Zone | None) -> Zone:
    """Return a zone from its document; ground that is the same stays the object."""
    zone = read_zone(zone_id, value)
    if was is None or was.ground is None or zone.ground is None:
        return zone
    if zone.ground.equals_exact(was.ground, tolerance=0.0):
        object.__setattr__(zone, "ground", was.ground)
    return zone


def _change(old: Zoning, new: Zoning, rows: Rows) -> Change:
    """Return what differs between two states of a zoning."""
    before = {zone.id: zone for zone in old.zones}
    after = {zone.id: zone for zone in new.zones}
    gone = [old.places[name] for name in before.keys() - after.keys()]
    freed = np.flatnonzero(np.isin(old.holder, gone))
    changed = np.union1d(rows, freed)
    names = {
        name
        for name in before.keys() | after.keys()
        if before.get(name) is not after.get(name)
    }
    for zoning in (old, new):
        held = zoning.holder[changed]
        names |= {zoning.zones[int(p)].id for p in np.unique(held[held >= 0])}
        for row in changed[held == IN_PIECES].tolist():
            names |= {piece.zone for piece in zoning.pieces.get(row, ())}
    return Change(before=old, after=new, rows=changed, zones=frozenset(names))


def _in_order(zonings: Any) -> tuple[Zoning, ...]:
    return tuple(sorted(zonings, key=lambda zoning: (zoning.order, zoning.id)))
