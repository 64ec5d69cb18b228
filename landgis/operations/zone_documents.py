# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How zones stand in the documents of a project file, and back."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from landgis.zones.overlay import (
    MIN_PIECE_M2,
    both,
    is_land,
    shared_m2,
    together,
    without,
)
from landgis.zones.units import Rows, Units
from landgis.zones.zoning import FREE, IN_PIECES, Piece, Zone, Zoning

ZONING, ZONE, MEMBER, PRICES = "zoning", "zone", "member/", "zone_prices"
CURRENT_PRICES = "prices"

OVERLAP_M2 = 1e-6
"""Land of two zones may have no more in common than arithmetic leaves."""


def encode(shape: shapely.Geometry | None) -> str | None:
    """Return a shape as base64 of its WKB."""
    if shape is None:
        return None
    return base64.b64encode(shapely.to_wkb(shape)).decode("ascii")


def decode(text: str | None) -> shapely.Geometry | None:
    """Return the shape that `encode` was given."""
    return None if text is None else shapely.from_wkb(base64.b64decode(text))


def zone_document(zone: Zone, zoning: str) -> dict[str, Any]:
    """Return the document of a zone."""
    return {
        "zoning": zoning,
        "name": zone.name,
        "colour": zone.colour,
        "locked": zone.is_locked,
        "order": zone.order,
        "note": zone.note,
        "ground": encode(zone.ground),
        "target_far": zone.target_far,
    }


def read_zone(zone_id: str, value: Mapping[str, Any]) -> Zone:
    """Return a zone from its document."""
    return Zone(
        id=zone_id,
        name=value["name"],
        colour=value.get("colour", 0),
        is_locked=bool(value.get("locked")),
        order=value.get("order", 0),
        note=value.get("note", ""),
        ground=decode(value.get("ground")),
        target_far=value.get("target_far"),
    )


def with_heading(zoning: Zoning, value: Mapping[str, Any]) -> Zoning:
    """Return a zoning with what its document says of it."""
    return replace(
        zoning,
        name=value["name"],
        order=value.get("order", 0),
        remark=value.get("remark", ""),
        is_plan=bool(value.get("is_plan")),
    )


def member_document(zoning: Zoning, row: int) -> str | dict[str, Any] | None:
    """Return the document of a unit: who holds it; None if nobody does."""
    place = int(zoning.holder[row])
    if place == FREE:
        return None
    if place == IN_PIECES:
        pieces = zoning.pieces[row]
        return {"pieces": [[piece.zone, encode(piece.shape)] for piece in pieces]}
    return zoning.zones[place].id


def with_members(
    zoning: Zoning, units: Units, members: Iterable[tuple[str, Any]]
) -> tuple[Zoning, Rows]:
    """Return a zoning with these documents of units, and the rows that they are of.

    Documents of units that the result does not have are kept as `orphans`.  Zones
    that are not there hold nothing.
    """
    holder, pieces = zoning.holder.copy(), dict(zoning.pieces)
    orphans = dict(zoning.orphans)
    keys, values = _columns(members)
    rows = np.array([units.rows_by_key.get(key, -1) for key in keys], dtype=np.int64)
    for place in np.flatnonzero(rows < 0).tolist():
        orphans.pop(keys[place], None)
        if values[place] is not None:
            orphans[keys[place]] = values[place]
    is_cut = [type(value) is dict for value in values]
    plain = {value for value, cut in zip(values, is_cut, strict=True) if not cut}
    places: dict[Any, int] = {value: zoning.places.get(value, FREE) for value in plain}
    holds = [
        IN_PIECES if cut else places[value]
        for value, cut in zip(values, is_cut, strict=True)
    ]
    for row in pieces.keys() & set(rows.tolist()):
        del pieces[row]
    for place in np.flatnonzero(np.array(is_cut, dtype=bool) & (rows >= 0)).tolist():
        row = int(rows[place])
        parts = _mended(_read_pieces(values[place], row, zoning.places), units)
        holds[place] = _whole_or_pieces(parts, units, zoning.places)
        if holds[place] == IN_PIECES:
            pieces[row] = parts
    is_there = rows >= 0
    changed = rows[is_there]
    holder[changed] = np.array(holds, dtype=np.int32)[is_there]
    after = replace(zoning, holder=holder, pieces=pieces, orphans=orphans)
    return after, changed


def _columns(members: Iterable[tuple[str, Any]]) -> tuple[list[str], list[Any]]:
    """Return keys and values; of two values of one key the last counts."""
    last = dict(members)
    return list(last), list(last.values())


def _read_pieces(
    value: Mapping[str, Any], row: int, places: Mapping[str, int]
) -> tuple[Piece, ...]:
    shapes: dict[str, list[shapely.Geometry]] = {}
    for zone, text in value["pieces"]:
        if zone in places:
            shapes.setdefault(zone, []).append(decode(text))
    return tuple(
        Piece(zone=zone, row=row, shape=together(several))
        for zone, several in shapes.items()
    )


def _mended(pieces: tuple[Piece, ...], units: Units) -> tuple[Piece, ...]:
    """Keep pieces within their unit and apart, should the land be drawn anew."""
    kept: list[Piece] = []
    for piece in pieces:
        ground = units.grounds[piece.row]
        if ground is None:
            continue
        shape = piece.shape
        if without(shape, ground).area > OVERLAP_M2:
            shape = both(shape, ground)
        for other in kept:
            if both(shape, other.shape).area > OVERLAP_M2:
                shape = without(shape, other.shape)
        if is_land(shape):
            is_same = shape is piece.shape
            kept.append(piece if is_same else replace(piece, shape=shape))
    return tuple(kept)


def _whole_or_pieces(
    pieces: tuple[Piece, ...], units: Units, places: Mapping[str, int]
) -> int:
    """Return what stands in `Zoning.holder` for a unit with these pieces."""
    if not pieces:
        return FREE
    if len(pieces) == 1:
        (piece,) = pieces
        if piece.shape.area > units.grounds[piece.row].area - MIN_PIECE_M2:
            return places[piece.zone]
    return IN_PIECES


def with_clear_grounds(zoning: Zoning, units: Units, names: Iterable[str]) -> Zoning:
    """Keep other ground of these zones off all units and other zones' ground."""
    clear: dict[str, Zone] = {}
    named = frozenset(names)
    for place, zone in enumerate(zoning.zones):
        if zone.ground is None or zone.id not in named:
            continue
        ground = _off(zone.ground, units.grounds[units.tree.query(zone.ground)])
        others = [
            clear.get(other.id, other).ground
            for number, other in enumerate(zoning.zones)
            if number < place or other.id not in named
        ]
        there = [each for each in others if each is not None and each is not ground]
        shapes = np.empty(len(there), dtype=object)
        shapes[:] = there
        ground = _off(ground, shapes)
        if ground is not zone.ground:
            clear[zone.id] = replace(zone, ground=ground if is_land(ground) else None)
    if not clear:
        return zoning
    return zoning.with_zones(clear.get(zone.id, zone) for zone in zoning.zones)


def _off(ground: shapely.Geometry, shapes: Any) -> shapely.Geometry:
    """Take off what ground has in common with others, if it is more than nothing."""
    if not len(shapes):
        return ground
    over = shapes[shared_m2(shapes, ground) > OVERLAP_M2]
    return without(ground, together(over)) if len(over) else ground
