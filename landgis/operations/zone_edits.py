# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every edit of zones, with its sentence for the history."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import Any
from uuid import uuid4

import numpy as np

from landgis.errors import ProjectError
from landgis.operations.zone_documents import (
    CURRENT_PRICES,
    MEMBER,
    PRICES,
    ZONE,
    ZONING,
    member_document,
    zone_document,
)
from landgis.project import Edit, ProjectStore, Put
from landgis.project.values import to_put
from landgis.units import MU_PER_M2, round_half_up
from landgis.zones.prices import Prices
from landgis.zones.strokes import Change, Effect
from landgis.zones.sums import piece_share
from landgis.zones.units import Units
from landgis.zones.zoning import FREE, IN_PIECES, Zone, Zoning

COLOURS = 8
"""Number of colours that zones take in turn."""

STROKES = (
    "brush",
    "box",
    "lasso",
    "polygon",
    "pick",
    "erase",
    "reshape",
    "grow",
    "shrink",
    "merge",
    "split",
    "copy",
    "suggestion",
)


def puts_of(change: Change, units: Units) -> tuple[Put, ...]:
    """Return the documents that make a change (an `Effect`), and no others."""
    before, after = change.before, change.after
    zoning = after.id
    kind = f"{MEMBER}{zoning}"
    # The last two places are those of IN_PIECES (−2) and FREE (−1).
    names = np.array([*(zone.id for zone in after.zones), None, None], dtype=object)
    holder = after.holder[change.rows]
    values = names[holder].tolist()
    for place in np.flatnonzero(holder == IN_PIECES).tolist():
        values[place] = member_document(after, int(change.rows[place]))
    keys = units.keys[change.rows].tolist()
    puts = list(map(to_put, zip(repeat(kind), keys, values)))
    old = {zone.id: zone for zone in before.zones}
    new = {zone.id: zone for zone in after.zones}
    puts += [
        Put(ZONE, name, zone_document(zone, zoning))
        for name, zone in new.items()
        if zone is not old.get(name)
    ]
    gone = old.keys() - new.keys()
    puts += [Put(ZONE, name, None) for name in old if name in gone]
    if gone:
        puts += _orphan_puts(after, gone, heir=getattr(change, "zone", None))
    return tuple(puts)


def _orphan_puts(zoning: Zoning, gone: set[str], *, heir: str | None) -> list[Put]:
    """Return the documents of units no longer there of which a zone goes."""
    puts = []
    for key, value in zoning.orphans.items():
        if isinstance(value, dict):
            pieces = [
                [heir if zone in gone else zone, shape]
                for zone, shape in value["pieces"]
                if zone not in gone or heir is not None
            ]
            after: Any = {"pieces": pieces} if pieces else None
        else:
            after = heir if value in gone else value
        if after != value:
            puts.append(Put(f"{MEMBER}{zoning.id}", key, after))
    return puts


def stroke_edit(kind: str, effect: Effect, units: Units) -> Edit:
    """Return the edit of a stroke, with its sentence for the history.

    `kind` is ``brush``, ``box``, ``lasso``, ``polygon``, ``pick``, ``erase``,
    ``reshape``, ``grow``, ``shrink``, ``merge``, ``split``, ``copy`` or ``suggestion``.
    """
    if kind not in STROKES:
        raise ValueError(kind)
    rows = effect.rows.tolist()
    zone = effect.after.zone(effect.zone).name if effect.zone else ""
    gone = [each.name for each in effect.before.zones if each.id in _gone(effect)]
    params = {
        "n": len(rows),
        "name": str(units.names[rows[0]]) if rows else "",
        "mu": signed_mu(land_moved_m2(effect, units)),
        "zone": zone,
        "other": gone[0] if gone else "",
    }
    one = "_one" if kind in {"pick", "erase"} and len(rows) == 1 else ""
    return Edit(
        text=f"zones.did_{kind}{one}", params=params, puts=puts_of(effect, units)
    )


def _gone(change: Change) -> set[str]:
    return {zone.id for zone in change.before.zones} - change.after.places.keys()


def land_moved_m2(effect: Effect, units: Units) -> float:
    """Return by how much the land of the effect's zone grows, or of all zones."""
    return sum(
        sign * _held_m2(zoning, effect, units)
        for zoning, sign in ((effect.before, -1.0), (effect.after, 1.0))
    )


def _held_m2(zoning: Zoning, effect: Effect, units: Units) -> float:
    """Return the land of the changed units that the zone, or any zone, holds."""
    rows = effect.rows
    holder = zoning.holder[rows]
    land = units.column("land_m2")
    if effect.zone is None:
        whole = holder > FREE
    else:
        whole = holder == zoning.places.get(effect.zone, FREE)
        whole &= holder > FREE
    total = float(land[rows[whole]].sum())
    for row in rows[holder == IN_PIECES].tolist():
        for piece in zoning.pieces[row]:
            if effect.zone in {None, piece.zone}:
                total += float(land[row]) * piece_share(units, piece)
    return total


def signed_mu(area_m2: float) -> str:
    """Return an area in 亩 with its sign, as the history shows it."""
    mu = round_half_up(area_m2 * MU_PER_M2, places=1)
    return f"{mu:+,}".replace("-", "−")


def new_zoning(store: ProjectStore, name: str) -> tuple[str, Edit]:
    """Return the id of a new, empty zoning and the edit that makes it."""
    zoning = uuid4().hex
    value = _heading(store, name)
    edit = _edit("zoning", {"name": name}, Put(ZONING, zoning, value))
    return zoning, edit


def _heading(store: ProjectStore, name: str) -> dict[str, Any]:
    orders = [value.get("order", 0) for value in store.documents(ZONING).values()]
    order = max(orders, default=-1) + 1
    return {"name": name, "order": order, "remark": "", "is_plan": False}


def copy_zoning(store: ProjectStore, zoning: str, name: str) -> tuple[str, Edit]:
    """Return the id of a copy with all its zones, and the edit that makes it."""
    copy, was = uuid4().hex, _document(store, ZONING, zoning)
    value = _heading(store, name) | {"remark": was.get("remark", "")}
    puts = [Put(ZONING, copy, value)]
    ids: dict[str, str] = {}
    for zone, document in store.documents(ZONE).items():
        if document["zoning"] == zoning:
            ids[zone] = uuid4().hex
            puts.append(Put(ZONE, ids[zone], {**document, "zoning": copy}))
    for key, held in store.documents(f"{MEMBER}{zoning}").items():
        if isinstance(held, dict):
            pieces = [[ids.get(zone, zone), shape] for zone, shape in held["pieces"]]
            puts.append(Put(f"{MEMBER}{copy}", key, {"pieces": pieces}))
        else:
            puts.append(Put(f"{MEMBER}{copy}", key, ids.get(held, held)))
    params = {"name": name, "was": was["name"]}
    return copy, _edit("zoning_copy", params, *puts)


def rename_zoning(
    store: ProjectStore, zoning: str, name: str, *, remark: str = ""
) -> Edit:
    """Return the edit that gives a zoning another name and remark."""
    was = _document(store, ZONING, zoning)
    value = {**was, "name": name, "remark": remark}
    text = "zoning_remark" if name == was["name"] else "zoning_rename"
    params = {"name": name, "was": was["name"]}
    return _edit(text, params, Put(ZONING, zoning, value))


def delete_zoning(store: ProjectStore, zoning: str) -> Edit:
    """Return the edit that takes a zoning away with all its zones."""
    name = _document(store, ZONING, zoning)["name"]
    puts = [Put(ZONING, zoning, None)]
    puts += [
        Put(ZONE, zone, None)
        for zone, value in store.documents(ZONE).items()
        if value["zoning"] == zoning
    ]
    kind = f"{MEMBER}{zoning}"
    puts += [Put(kind, key, None) for key in store.documents(kind)]
    return _edit("zoning_gone", {"name": name}, *puts)


def take_as_plan(store: ProjectStore, zoning: str | None) -> Edit:
    """Return the edit that makes a zoning the plan, and no other; None for none."""
    puts = [
        Put(ZONING, name, {**value, "is_plan": name == zoning})
        for name, value in store.documents(ZONING).items()
    ]
    if zoning is None:
        return _edit("no_plan", {}, *puts)
    name = _document(store, ZONING, zoning)["name"]
    return _edit("plan", {"name": name}, *puts)


def new_zone(store: ProjectStore, zoning: str, name: str) -> tuple[Zone, Edit]:
    """Return a new, empty zone at the end, in the next colour, and its edit."""
    zone = next_zone(store, zoning, name)
    put = Put(ZONE, zone.id, zone_document(zone, zoning))
    return zone, _edit("zone", {"zone": name}, put)


def next_zone(store: ProjectStore, zoning: str, name: str) -> Zone:
    """Return a zone that would come next: to split into, or to copy into."""
    there = [
        value for value in store.documents(ZONE).values() if value["zoning"] == zoning
    ]
    used = [value.get("colour", 0) for value in there]
    colour = min(range(COLOURS), key=lambda number: (used.count(number), number))
    order = max((value.get("order", 0) for value in there), default=-1) + 1
    return Zone(id=uuid4().hex, name=name, colour=colour, order=order)


def change_zone(store: ProjectStore, zone: str, **values: object) -> Edit:
    """Return the edit of name, colour, note, locked, order or target_far of a zone.

    Raises
    ------
    ValueError
        If a zone has no such value.
    """
    was = _document(store, ZONE, zone)
    for name in values:
        if name not in {"name", "colour", "note", "locked", "order", "target_far"}:
            raise ValueError(name)
    text = "zone_change"
    if set(values) == {"locked"}:
        text = "zone_lock" if values["locked"] else "zone_unlock"
    elif set(values) == {"name"}:
        text = "zone_rename"
    elif set(values) == {"note"}:
        text = "zone_note"
    elif set(values) == {"colour"}:
        text = "zone_colour"
    elif set(values) == {"target_far"}:
        text = "zone_far" if values["target_far"] is not None else "zone_no_far"
    params = {
        "zone": values.get("name", was["name"]),
        "was": was["name"],
        "far": values.get("target_far"),
    }
    return _edit(text, params, Put(ZONE, zone, {**was, **values}))


def order_zones(store: ProjectStore, zones: Sequence[str]) -> Edit:
    """Return the edit that puts the zones of a zoning in this order."""
    puts = [
        Put(ZONE, zone, {**_document(store, ZONE, zone), "order": number})
        for number, zone in enumerate(zones)
    ]
    return _edit("zone_order", {}, *puts)


def delete_zone(zoning: Zoning, zone: str, units: Units) -> Edit:
    """Return the edit that takes a zone away; its land becomes free.

    Raises
    ------
    ProjectError
        If it is locked.
    """
    gone = zoning.zone(zone)
    if gone.is_locked:
        raise ProjectError("zones.locked", zone=gone.name)
    change = Change(
        before=zoning,
        after=zoning.with_zones(each for each in zoning.zones if each.id != zone),
        rows=zoning.rows(zone),
        zones=frozenset({zone}),
    )
    params = {"zone": gone.name, "n": len(change.rows)}
    return _edit("zone_gone", params, *puts_of(change, units))


def set_prices(store: ProjectStore, prices: Prices) -> Edit:
    """Return the edit of the unit prices."""
    was = Prices.from_document(store.document(PRICES, CURRENT_PRICES))
    text = "prices" if prices.to_document() else "no_prices"
    put = Put(PRICES, CURRENT_PRICES, prices.to_document() or None)
    return _edit(text, {"n": _differing(was, prices)}, put)


def _differing(was: Prices, now: Prices) -> int:
    old, new = was.to_document(), now.to_document()
    return sum(old.get(name) != new.get(name) for name in old | new)


def _document(store: ProjectStore, kind: str, name: str) -> dict[str, Any]:
    value = store.document(kind, name)
    if value is None:
        raise KeyError(name)
    return dict(value)


def _edit(what: str, params: dict[str, Any], *puts: Put) -> Edit:
    return Edit(text=f"zones.did_{what}", params=params, puts=puts)
