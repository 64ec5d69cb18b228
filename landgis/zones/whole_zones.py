# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole zones at once: grow, shrink, merge, split, copy; worked out like a stroke."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import shapely

from landgis.tables import Geometries
from landgis.zones.draft import NO_ROWS, Draft
from landgis.zones.effects import (
    CutMode,
    Effect,
    Stroke,
    blocked,
    effect_from,
    effect_of,
)
from landgis.zones.neighbours import Neighbours
from landgis.zones.overlay import together
from landgis.zones.units import Units
from landgis.zones.zoning import FREE, Zone, Zoning

ON_LINE_M, ASIDE_M = 1e-6, 1e-3
BEYOND = 3.0  # how far past the land a line is drawn out, in sizes of the land


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
    near = neighbours.around(zoning.rows(zone), within_m=within_m)
    free = near[zoning.holder[near] == FREE]
    stroke = Stroke(zone=zone, rows=free, only_statuses=only_statuses)
    return effect_of(zoning, units, stroke)


def shrink(
    zoning: Zoning,
    units: Units,
    neighbours: Neighbours,
    *,
    zone: str,
    within_m: float = 0.0,
) -> Effect:
    """Give back the units of a zone that have a neighbour outside it.

    Cut units are on the line of the zone and always go.
    """
    if zoning.zone(zone).is_locked:
        return blocked(zoning, None, zone)
    rows = zoning.rows(zone)
    inside = np.zeros(units.count, dtype=bool)
    inside[zoning.whole_rows(zone)] = True
    beside = [
        row
        for row in rows.tolist()
        if not inside[row] or not inside[neighbours.of(row, within_m=within_m)].all()
    ]
    stroke = Stroke(
        zone=None, rows=np.array(beside, dtype=np.int64), of=frozenset({zone})
    )
    return effect_of(zoning, units, stroke)


def merge(zoning: Zoning, units: Units, *, into: str, other: str) -> Effect:
    """Put all land of a zone into another one; the zone is gone afterwards."""
    if zoning.zone(into).is_locked or zoning.zone(other).is_locked:
        return blocked(zoning, into, other)
    draft = Draft(zoning, units, zone=into, of=frozenset({other}))
    draft.take(zoning.rows(other))
    draft.take_ground(None, free=False)
    draft.drop(other)
    return effect_from(draft, zoning, zone=into)


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
    if zoning.zone(zone).is_locked:
        return blocked(zoning, None, zone)
    stroke = Stroke(zone=new.id, region=region, mode=mode, of=frozenset({zone}))
    return _into_new(zoning, units, new=new, stroke=stroke)


def side_of(line: shapely.LineString, *, around: shapely.Geometry) -> shapely.Geometry:
    """Return the land left of a line that crosses `around`, as a region to split by.

    The line is drawn out at both ends; it must not cross itself.
    """
    west, south, east, north = shapely.total_bounds(
        np.array([around, line], dtype=object)
    )
    far = BEYOND * max(east - west, north - south, 1.0)
    points = shapely.get_coordinates(line)
    first = points[0] - far * _direction(points[0], points[1])
    last = points[-1] + far * _direction(points[-2], points[-1])
    drawn_out = shapely.LineString([first, *points, last])
    frame = shapely.box(
        west - far / 2, south - far / 2, east + far / 2, north + far / 2
    )
    lines = shapely.union_all([frame.exterior, drawn_out])
    faces = shapely.get_parts(shapely.polygonize([lines]))
    inner = shapely.get_coordinates(shapely.intersection(drawn_out, frame))
    return together(
        face for face in faces if frame.covers(face) and _is_left(face, inner)
    )


def copy_zone(zoning: Zoning, units: Units, *, land: Geometries, new: Zone) -> Effect:
    """Make a new zone of land that a zone of another zoning holds.

    Units wholly within that land are taken whole, others are cut; land that a
    locked zone holds is left to it.
    """
    stroke = Stroke(zone=new.id, region=together(land), mode=CutMode.CUT)
    return _into_new(zoning, units, new=new, stroke=stroke)


def _into_new(zoning: Zoning, units: Units, *, new: Zone, stroke: Stroke) -> Effect:
    """Make a zone and work out a stroke into it as one effect."""
    unlocked = replace(new, is_locked=False, ground=None)
    wider = zoning.with_zones([*zoning.zones, unlocked])
    effect = effect_of(wider, units, stroke)
    return Effect(
        before=zoning,
        after=effect.after,
        rows=effect.rows,
        zones=effect.zones | {new.id},
        zone=new.id,
        locked_rows=effect.locked_rows,
        locked_zones=effect.locked_zones,
        other_status_rows=NO_ROWS,
    )


def _direction(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    way = end - start
    return np.asarray(way / max(float(np.hypot(*way)), 1e-9))


def _is_left(face: shapely.Geometry, line: np.ndarray) -> bool:
    """Tell whether a face lies left of the part of a line along its border."""
    ring = shapely.LinearRing(face.exterior.coords)
    for start, end in pairwise(line):
        middle = shapely.Point((start + end) / 2)
        if ring.distance(middle) < ON_LINE_M:
            way = _direction(start, end)
            aside = (start + end) / 2 + np.array([-way[1], way[0]]) * ASIDE_M
            return bool(face.covers(shapely.Point(aside)))
    return False
