# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Change an outline by hand: corner by corner, or by a line drawn across it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.zones.outlines import polygons_only
from landgis.zones.snapping import Coords, Place

FEWEST = 3
SMALLEST_M2 = 0.01
"""Slivers below this are left by arithmetic, not meant by anybody."""


@dataclass(frozen=True, kw_only=True)
class Corner:
    """A corner of an outline: its part, the ring of that part (0 outside), and where.

    As the place of a new corner it means: before this one.
    """

    part: int
    ring: int
    number: int


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CornerTable:
    """All corners of an outline as arrays, and the middles of the sides after them."""

    places: Coords
    middles: Coords
    numbers: NDArray[np.int64]

    def corner(self, row: int) -> Corner:
        """Return the corner in a row of the arrays."""
        part, ring, number = self.numbers[row].tolist()
        return Corner(part=part, ring=ring, number=number)

    def row_of(self, corner: Corner) -> int:
        """Return the row of a corner, -1 if the outline has none such."""
        wanted = (corner.part, corner.ring, corner.number)
        found = np.flatnonzero((self.numbers == wanted).all(axis=1))
        return int(found[0]) if len(found) else -1


def corners_of(outline: shapely.Geometry) -> CornerTable:
    """Return the corners of all rings of a polygon or several."""
    places, middles, numbers = [], [], []
    for part, rings in enumerate(_rings_of(outline)):
        for ring, corners in enumerate(rings):
            places.append(corners)
            middles.append((corners + np.roll(corners, -1, axis=0)) / 2)
            count = np.arange(len(corners))
            numbers.append(
                np.stack(
                    (np.full_like(count, part), np.full_like(count, ring), count),
                    axis=1,
                )
            )
    if not places:
        none = np.empty((0, 2))
        return CornerTable(
            places=none, middles=none, numbers=np.empty((0, 3), dtype=np.int64)
        )
    return CornerTable(
        places=np.concatenate(places),
        middles=np.concatenate(middles),
        numbers=np.concatenate(numbers),
    )


def with_moved(
    outline: shapely.Geometry, corner: Corner, place: Place
) -> shapely.Geometry:
    """Return the outline with a corner at another place."""
    rings = _rings_of(outline)
    rings[corner.part][corner.ring][corner.number] = place
    return _from_rings(rings)


def with_added(
    outline: shapely.Geometry, before: Corner, place: Place
) -> shapely.Geometry:
    """Return the outline with one corner more, before another."""
    rings = _rings_of(outline)
    ring = rings[before.part][before.ring]
    rings[before.part][before.ring] = np.insert(ring, before.number, place, axis=0)
    return _from_rings(rings)


def without(outline: shapely.Geometry, corner: Corner) -> shapely.Geometry | None:
    """Return the outline without a corner; a hole of three goes with its last.

    None if nothing would be left of a part's outer ring.
    """
    rings = _rings_of(outline)
    part = rings[corner.part]
    if len(part[corner.ring]) > FEWEST:
        part[corner.ring] = np.delete(part[corner.ring], corner.number, axis=0)
    elif corner.ring > 0:
        del part[corner.ring]
    else:
        return None
    return _from_rings(rings)


def is_drawable(outline: shapely.Geometry) -> bool:
    """Tell whether an outline encloses ground and never crosses itself."""
    return bool(outline.is_valid and outline.area > SMALLEST_M2)


def split_by_line(
    outline: shapely.Geometry, line: Coords
) -> tuple[shapely.Geometry, ...]:
    """Return the parts into which a line cuts an outline, the largest first.

    A line that does not cut anything leaves the one outline as it is.
    """
    parts: list[shapely.Geometry] = []
    for part in shapely.get_parts(polygons_only(outline)):
        edges = shapely.union_all([part.boundary, shapely.LineString(line)])
        faces = shapely.get_parts(shapely.polygonize([edges]))
        inside = shapely.covers(
            shapely.buffer(part, SMALLEST_M2), shapely.point_on_surface(faces)
        )
        kept = faces[inside & (shapely.area(faces) > SMALLEST_M2)]
        parts.extend([part] if len(kept) < 2 else kept)  # noqa: PLR2004 - two halves
    order = np.argsort([-part.area for part in parts], kind="stable")
    return tuple(parts[number] for number in order.tolist())


def reshape_by_line(outline: shapely.Geometry, line: Coords) -> shapely.Geometry | None:
    """Return the outline running along a line that crosses it at least twice.

    Where the line leads through the inside, the smaller side is taken off; where it
    leads outside, the ground between is added.  A line that does both does both, in
    the order in which it was drawn.  None if the line meets the outline too seldom.
    """
    changed = polygons_only(outline)
    found = False
    for way in _stretches(changed, line):
        after = _with_stretch(changed, way)
        if after is not None:
            changed, found = after, True
    return changed if found else None


def _stretches(outline: shapely.Geometry, line: Coords) -> list[shapely.Geometry]:
    """Return the pieces of a line between two meetings with the boundary."""
    way = shapely.LineString(line)
    noded = shapely.get_parts(shapely.difference(way, outline.boundary))
    near = shapely.buffer(outline.boundary, SMALLEST_M2 / 10)
    kept = []
    for piece in noded:
        start, end = shapely.get_point(piece, 0), shapely.get_point(piece, -1)
        if near.intersects(start) and near.intersects(end) and piece.length > 0:
            kept.append((way.project(piece.interpolate(0.5, normalized=True)), piece))
    return [piece for _, piece in sorted(kept, key=lambda pair: pair[0])]


def _with_stretch(
    outline: shapely.Geometry, stretch: shapely.Geometry
) -> shapely.Geometry | None:
    middle = stretch.interpolate(0.5, normalized=True)
    if outline.covers(middle):
        return _cut_off(outline, stretch)
    edges = shapely.union_all([outline.boundary, stretch])
    faces = shapely.get_parts(shapely.polygonize([edges]))
    beside = [
        face
        for face in faces
        if face.area > SMALLEST_M2
        and not outline.covers(face.point_on_surface())
        and face.boundary.distance(middle) < SMALLEST_M2
    ]
    if not beside:
        return None
    smallest = min(beside, key=lambda face: float(face.area))
    return polygons_only(shapely.union_all([outline, smallest]))


def _cut_off(
    outline: shapely.Geometry, stretch: shapely.Geometry
) -> shapely.Geometry | None:
    """Take the smaller side of the part that a line runs through away."""
    middle = stretch.interpolate(0.5, normalized=True)
    parts = shapely.get_parts(outline)
    through = [part for part in parts if part.distance(middle) < SMALLEST_M2]
    halves = split_by_line(through[0], shapely.get_coordinates(stretch))
    if len(halves) < 2:  # noqa: PLR2004 - two halves
        return None
    rest = [part for part in parts if part is not through[0]]
    return polygons_only(shapely.union_all([*rest, halves[0]]))


def _rings_of(outline: shapely.Geometry) -> list[list[Coords]]:
    """Return the rings of each part without the last corner, which is the first."""
    return [
        [
            shapely.get_coordinates(ring)[:-1]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in shapely.get_parts(polygons_only(outline))
        if not part.is_empty
    ]


def _from_rings(rings: list[list[Coords]]) -> shapely.Geometry:
    parts = [shapely.Polygon(part[0], part[1:]) for part in rings]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
