# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones (片区) and sets of zones (方案): what land each of them holds.

Values that are never changed: an edit makes another `Zoning`.  Zones of a zoning do
not overlap; `landgis.zones.strokes` keeps it so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.tables import Geometries
from landgis.zones.overlay import together
from landgis.zones.units import Rows, Units

FREE = -1
IN_PIECES = -2
"""`Zoning.holder` of a unit that no zone holds, and of one that is cut."""

Holder = NDArray[np.int32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Zone:
    """What is said of a zone; the units that it holds stand in the zoning.

    `ground` is the other ground that it holds (no unit's: roads, water), or None;
    `colour` a number, `order` where it stands among the others.
    """

    id: str
    name: str
    colour: int = 0
    is_locked: bool = False
    order: float = 0.0
    note: str = ""
    ground: shapely.Geometry | None = None
    target_far: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Piece:
    """The part of a unit that a zone holds; at most one of a unit in each zone."""

    zone: str
    row: int
    shape: shapely.Geometry


@dataclass(frozen=True, kw_only=True, eq=False)
class Zoning:
    """One set of zones, in their order.

    Attributes
    ----------
    holder
        int32 for each unit: the place in `zones` of the zone that holds all of it, else
        `FREE` or `IN_PIECES`.
    pieces
        The pieces of each unit that is cut, by row.
    orphans
        Documents of units that the result no longer has, by key, as they are.
    """

    id: str
    name: str
    order: float = 0.0
    remark: str = ""
    is_plan: bool = False
    zones: tuple[Zone, ...] = ()
    holder: Holder
    pieces: Mapping[int, tuple[Piece, ...]] = field(default_factory=dict)
    orphans: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def empty(cls, zoning_id: str, name: str, *, units: Units) -> Zoning:
        """Return a zoning without zones."""
        holder = np.full(units.count, FREE, dtype=np.int32)
        return cls(id=zoning_id, name=name, holder=holder)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Place in `zones` by id."""
        return {zone.id: place for place, zone in enumerate(self.zones)}

    @cached_property
    def pieces_of(self) -> Mapping[str, tuple[Piece, ...]]:
        """All pieces that a zone holds, by its id, rows ascending."""
        found: dict[str, list[Piece]] = {zone.id: [] for zone in self.zones}
        for row in sorted(self.pieces):
            for piece in self.pieces[row]:
                found[piece.zone].append(piece)
        return {zone: tuple(pieces) for zone, pieces in found.items()}

    def zone(self, zone_id: str) -> Zone:
        """Return a zone; KeyError if there is none of that id."""
        return self.zones[self.places[zone_id]]

    def whole_rows(self, zone_id: str) -> Rows:
        """Return the units that a zone holds wholly, ascending."""
        return np.flatnonzero(self.holder == self.places[zone_id])

    def rows(self, zone_id: str) -> Rows:
        """Return the units that a zone holds, wholly or in part, ascending."""
        cut = [piece.row for piece in self.pieces_of[zone_id]]
        return np.sort(np.concatenate([self.whole_rows(zone_id), cut]).astype(np.int64))

    def shapes(self, zone_id: str, units: Units) -> Geometries:
        """Return all land of a zone: grounds of whole units, pieces, other ground."""
        zone = self.zone(zone_id)
        found = [piece.shape for piece in self.pieces_of[zone_id]]
        if zone.ground is not None:
            found.append(zone.ground)
        more: Geometries = np.empty(len(found), dtype=object)
        more[:] = found
        return np.concatenate([units.grounds[self.whole_rows(zone_id)], more])

    def outline(self, zone_id: str, units: Units) -> shapely.Geometry:
        """Return the land of a zone as one shape."""
        return together(self.shapes(zone_id, units))

    def with_zones(self, zones: Iterable[Zone]) -> Zoning:
        """Return the same with other zones; land of zones that are gone is free."""
        ordered = tuple(sorted(zones, key=lambda zone: (zone.order, zone.id)))
        places = {zone.id: place for place, zone in enumerate(ordered)}
        moved = [places.get(zone.id, FREE) for zone in self.zones]
        table = np.array([*moved, IN_PIECES, FREE], dtype=np.int32)
        kept = {
            row: left
            for row, pieces in self.pieces.items()
            if (left := tuple(piece for piece in pieces if piece.zone in places))
        }
        holder = table[self.holder]
        holder[[row for row in self.pieces if row not in kept]] = FREE
        return replace(self, zones=ordered, holder=holder, pieces=kept)
