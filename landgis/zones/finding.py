# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is still open in a set of zones: land left out, land apart, slivers, holes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.messages import joined, text
from landgis.progress import SILENT, Progress
from landgis.units import MU_PER_M2, round_half_up
from landgis.zones.neighbours import Neighbours
from landgis.zones.overlay import shared_m2, together, without
from landgis.zones.units import Rows, Units
from landgis.zones.verdicts import JOINS_M, contiguity_of
from landgis.zones.walking import walking_order
from landgis.zones.zoning import FREE, IN_PIECES, Zoning

_NOISE_M2 = 0.01
_MOSTLY = 0.5
_TOUCHING_M = 0.01
_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


class OpenKind(StrEnum):
    """Kinds of open land: 还没划入, 不相连, 碎块, 空洞."""

    FREE = "free"
    APART = "apart"
    SLIVER = "sliver"
    HOLE = "hole"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What counts as open land.

    Attributes
    ----------
    kinds
        Which kinds are looked for.
    statuses
        Only free units of these statuses; None: all of which something can be
        reclaimed.
    joins_m
        Land of a zone no farther apart hangs together.
    sliver_m2, sliver_width_m
        What a cut leaves is a sliver if it is smaller, or nowhere as wide.
    hole_m2
        What zones leave out between them is a hole if it is no larger.
    titles
        What statuses are called, for the reasons.
    """

    kinds: frozenset[OpenKind] = frozenset(OpenKind)
    statuses: frozenset[str] | None = None
    joins_m: float = JOINS_M
    sliver_m2: float = 100.0
    sliver_width_m: float = 2.0
    hole_m2: float = 10_000.0
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class OpenLand:
    """A piece of open land.

    `rows` are the units concerned, `zones` the ids of the zones; `place` is a point
    inside, `bounds` the box to fly to; `win_m2` what of it can be reclaimed.
    """

    kind: OpenKind
    rows: Rows
    zones: tuple[str, ...]
    area_m2: float
    win_m2: float
    place: tuple[float, float]
    bounds: tuple[float, float, float, float]
    reason: str


@dataclass(frozen=True, kw_only=True)
class _Search:
    """One look over a set of zones."""

    units: Units
    zoning: Zoning
    neighbours: Neighbours
    limits: Limits

    def all(self, progress: Progress) -> Iterator[OpenLand]:
        """Yield everything of the kinds looked for, kind by kind."""
        kinds = self.limits.kinds
        progress.step(0, 3, stage=text("zone_finding.stage_free"))
        if OpenKind.FREE in kinds:
            yield from self.free()
        if kinds & {OpenKind.FREE, OpenKind.SLIVER}:
            yield from (land for land in self.cut_units() if land.kind in kinds)
        if OpenKind.SLIVER in kinds:
            yield from self.pieces()
        if OpenKind.APART in kinds:
            progress.step(1, 3, stage=text("zone_finding.stage_apart"))
            yield from self.apart()
        if OpenKind.HOLE in kinds:
            progress.step(2, 3, stage=text("zone_finding.stage_holes"))
            yield from self.holes()

    def free(self) -> Iterator[OpenLand]:
        """Yield the units that no zone holds anything of."""
        rows = np.flatnonzero((self.zoning.holder == FREE) & self.is_wanted())
        grounds = self.units.grounds[rows]
        solid = ~(shapely.is_missing(grounds) | shapely.is_empty(grounds))
        rows, grounds = rows[solid], grounds[solid]
        points = shapely.get_coordinates(shapely.point_on_surface(grounds))
        bounds = shapely.bounds(grounds)
        area = self.units.column("land_m2")[rows]
        win = self.win_m2()[rows]
        for at, row in enumerate(rows.tolist()):
            yield OpenLand(
                kind=OpenKind.FREE,
                rows=rows[at : at + 1],
                zones=(),
                area_m2=float(area[at]),
                win_m2=float(win[at]),
                place=(float(points[at, 0]), float(points[at, 1])),
                bounds=tuple(bounds[at].tolist()),
                reason=text(
                    "zone_finding.free",
                    name=self.units.names[row],
                    status=self.status(row),
                    area=_mu(area[at]),
                    win=_mu(win[at]),
                ),
            )

    def cut_units(self) -> Iterator[OpenLand]:
        """Yield what zones have left of the units that they cut."""
        is_wanted, win = self.is_wanted(), self.win_m2()
        for row in np.flatnonzero(self.zoning.holder == IN_PIECES).tolist():
            taken = [piece.shape for piece in self.zoning.pieces[row]]
            zones = tuple(piece.zone for piece in self.zoning.pieces[row])
            ground = self.units.grounds[row]
            rest = without(ground, together(taken))
            share = rest.area / ground.area if ground.area else 0.0
            name = self.units.names[row]
            for part in _parts(rest, least_m2=_NOISE_M2):
                if self.is_sliver(part):
                    words = text(
                        "zone_finding.remnant", name=name, area=_square(part.area)
                    )
                    yield self.made(
                        part,
                        kind=OpenKind.SLIVER,
                        rows=[row],
                        zones=zones,
                        reason=words,
                    )
            if is_wanted[row] and not self.is_sliver(rest):
                words = text(
                    "zone_finding.rest",
                    name=name,
                    status=self.status(row),
                    area=_mu(rest.area),
                    win=_mu(win[row] * share),
                )
                yield self.made(
                    rest,
                    kind=OpenKind.FREE,
                    rows=[row],
                    zones=zones,
                    reason=words,
                    win_m2=win[row] * share,
                )

    def pieces(self) -> Iterator[OpenLand]:
        """Yield the pieces of units in zones that are too small to be of use."""
        for row, pieces in self.zoning.pieces.items():
            for piece in pieces:
                for part in _parts(piece.shape, least_m2=0.0):
                    if self.is_sliver(part):
                        words = text(
                            "zone_finding.piece",
                            zone=self.zoning.zone(piece.zone).name,
                            name=self.units.names[row],
                            area=_square(part.area),
                        )
                        yield self.made(
                            part,
                            kind=OpenKind.SLIVER,
                            rows=[row],
                            zones=(piece.zone,),
                            reason=words,
                        )

    def apart(self) -> Iterator[OpenLand]:
        """Yield the parts of a zone that lie apart from its largest one."""
        for zone in self.zoning.zones:
            found = contiguity_of(
                self.zoning,
                self.units,
                self.neighbours,
                zone=zone.id,
                joins_m=self.limits.joins_m,
            )
            nearest = {
                part: min(
                    (g.distance_m for g in found.gaps if part in (g.first, g.second)),
                    default=0.0,
                )
                for part in range(len(found.parts))
            }
            for number, part in enumerate(found.parts[1:], start=1):
                land = self.land_of(zone.id, part.rows)
                if land.is_empty:
                    continue
                words = text(
                    "zone_finding.apart",
                    zone=zone.name,
                    n=len(part.rows),
                    area=_mu(part.ground_m2),
                    gap=round_half_up(nearest[number], places=0),
                )
                win = float(self.win_m2()[part.rows].sum())
                yield self.made(
                    land,
                    kind=OpenKind.APART,
                    rows=part.rows,
                    zones=(zone.id,),
                    reason=words,
                    win_m2=win,
                )

    def holes(self) -> Iterator[OpenLand]:
        """Yield small land that zones enclose without holding it."""
        outlines = [self.zoning.outline(z.id, self.units) for z in self.zoning.zones]
        whole = together(outlines)
        reach = self.limits.sliver_width_m / 2
        closed = shapely.buffer(whole, reach, join_style="mitre")
        tree = shapely.STRtree(outlines)
        for ring in _inner_rings(closed):
            void = shapely.buffer(shapely.Polygon(ring), reach, join_style="mitre")
            for part in _parts(without(void, whole), least_m2=1.0):
                if part.area <= self.limits.hole_m2:
                    yield self.hole(part, tree.query(part, "dwithin", _TOUCHING_M))

    def hole(self, part: shapely.Geometry, beside: NDArray[np.int64]) -> OpenLand:
        """Describe a hole: the zones about it, and the free units in it."""
        units, zones = self.units, [self.zoning.zones[at] for at in sorted(beside)]
        near = np.sort(units.tree.query(part, "intersects"))
        near = near[self.zoning.holder[near] == FREE]
        grounds = units.grounds[near]
        inside = shared_m2(grounds, part)
        rows = near[inside > _MOSTLY * shapely.area(grounds)]
        words = text(
            "zone_finding.hole_units" if len(rows) else "zone_finding.hole",
            zones=joined(zone.name for zone in zones),
            area=_square(part.area),
            names=joined(units.names[rows].tolist()),
        )
        win = float(self.win_m2()[rows].sum())
        ids = tuple(zone.id for zone in zones)
        return self.made(
            part, kind=OpenKind.HOLE, rows=rows, zones=ids, reason=words, win_m2=win
        )

    def land_of(self, zone: str, rows: Rows) -> shapely.Geometry:
        """Return the land that a zone holds of some units."""
        whole = rows[self.zoning.holder[rows] != IN_PIECES]
        held = [*self.units.grounds[whole].tolist()]
        for row in rows[self.zoning.holder[rows] == IN_PIECES].tolist():
            pieces = self.zoning.pieces[row]
            held.extend(piece.shape for piece in pieces if piece.zone == zone)
        return together(held)

    def is_wanted(self) -> NDArray[np.bool_]:
        """Tell which units are looked for while they are free."""
        if self.limits.statuses is None:
            return np.asarray(self.win_m2() > 0)
        return self.units.with_status(self.limits.statuses)

    def win_m2(self) -> NDArray[np.float64]:
        """Return what can be reclaimed of each unit."""
        found = self.units.column("firm_m2") + self.units.column("potential_m2")
        return np.asarray(found)

    def is_sliver(self, shape: shapely.Geometry) -> bool:
        """Tell whether land is too small or too thin to be of use."""
        if shape.area < self.limits.sliver_m2:
            return True
        inner = shapely.buffer(shape, -self.limits.sliver_width_m / 2)
        return bool(shapely.is_empty(inner))

    def status(self, row: int) -> str:
        """Return what the status of a unit is called."""
        code = self.units.status(row)
        return self.limits.titles.get(code, code)

    @staticmethod
    def made(
        shape: shapely.Geometry,
        *,
        kind: OpenKind,
        rows: Rows | list[int],
        zones: tuple[str, ...],
        reason: str,
        win_m2: float = 0.0,
    ) -> OpenLand:
        """Return open land of a shape."""
        inside = shapely.point_on_surface(shape)
        return OpenLand(
            kind=kind,
            rows=np.asarray(rows, dtype=np.int64),
            zones=zones,
            area_m2=float(shape.area),
            win_m2=float(win_m2),
            place=(float(inside.x), float(inside.y)),
            bounds=shape.bounds,
            reason=reason,
        )


def find_open_land(
    units: Units,
    zoning: Zoning,
    neighbours: Neighbours,
    *,
    limits: Limits | None = None,
    start: tuple[float, float] | None = None,
    progress: Progress = SILENT,
) -> tuple[OpenLand, ...]:
    """Find what is open in a set of zones, in the order of a walk: the nearest next.

    It begins near `start`, the middle of the map, or else in the north-west.
    """
    search = _Search(
        units=units,
        zoning=zoning,
        neighbours=neighbours,
        limits=limits or Limits(),
    )
    found = list(search.all(progress))
    places = np.array([each.place for each in found]).reshape(-1, 2)
    order = walking_order(places, start=start, progress=progress)
    return tuple(found[at] for at in order.tolist())


def _parts(shape: shapely.Geometry, *, least_m2: float) -> Iterator[shapely.Geometry]:
    """Yield the polygons of a shape that are larger than noise."""
    for part in shapely.get_parts(shapely.get_parts(shape)):
        if shapely.get_type_id(part) in _POLYGONS and part.area > least_m2:
            yield part


def _inner_rings(shape: shapely.Geometry) -> Iterator[shapely.LinearRing]:
    for part in _parts(shape, least_m2=0.0):
        yield from part.interiors


def _mu(area_m2: float) -> str:
    return f"{round_half_up(area_m2 * MU_PER_M2, places=1):,}"


def _square(area_m2: float) -> str:
    """Return a small area in m², as exactly as it is of use."""
    return f"{round_half_up(area_m2, places=1 if area_m2 < 10 else 0):,}"  # noqa: PLR2004 - m²
