# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Corners of land (界址点): J1, J2 … from the north-west, with side lengths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

DECIMALS = 3
"""Millimetres: what survey files hold."""

_LEAST_CORNERS = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class CornerRing:
    """The corners of one ring, each once, in their order.

    Attributes
    ----------
    ring
        Its number in the parcel, from 1.
    first
        The number of its first corner: corners are counted through all rings.
    is_hole
        Whether the land lies outside of it.
    points
        n × 2, easting and northing, rounded; outer rings run clockwise, holes the
        other way, from the north-western corner.
    """

    ring: int
    first: int
    is_hole: bool
    points: NDArray[np.float64]

    @property
    def names(self) -> list[str]:
        """J1, J2 … of the corners."""
        return [f"J{self.first + at}" for at in range(len(self.points))]

    @property
    def sides_m(self) -> NDArray[np.float64]:
        """Length of the side from each corner to the next; the last one closes."""
        ahead = np.roll(self.points, -1, axis=0)
        return np.asarray(np.hypot(*(ahead - self.points).T))


def corner_rings(
    shape: shapely.Geometry, *, decimals: int = DECIMALS
) -> tuple[CornerRing, ...]:
    """Return the rings of land with their corners, parts from the north-west on.

    Each part's outer ring comes first, its holes after it.  Corners that rounding
    makes one are one; parts that vanish by it are left out.
    """
    rings: list[CornerRing] = []
    first = 1
    for points, is_hole in _ordered_rings(shape, decimals):
        ring = CornerRing(
            ring=len(rings) + 1, first=first, is_hole=is_hole, points=points
        )
        rings.append(ring)
        first += len(points)
    return tuple(rings)


def polygon_of(rings: tuple[CornerRing, ...]) -> shapely.Geometry:
    """Return the land that corners enclose."""
    parts: list[tuple[NDArray[np.float64], list[NDArray[np.float64]]]] = []
    for ring in rings:
        if ring.is_hole:
            parts[-1][1].append(ring.points)
        else:
            parts.append((ring.points, []))
    return shapely.MultiPolygon([shapely.Polygon(*part) for part in parts])


def _ordered_rings(
    shape: shapely.Geometry, decimals: int
) -> Iterator[tuple[NDArray[np.float64], bool]]:
    polygons = [
        part
        for part in shapely.get_parts(
            shapely.get_parts(shapely.set_precision(shape, 10.0**-decimals))
        )
        if part.geom_type == "Polygon" and not part.is_empty
    ]
    found = []
    for polygon in polygons:
        outer = _corners(polygon.exterior, decimals, clockwise=True)
        if len(outer) >= _LEAST_CORNERS:
            inner = (_corners(r, decimals, clockwise=False) for r in polygon.interiors)
            holes = [hole for hole in inner if len(hole) >= _LEAST_CORNERS]
            found.append((outer, sorted(holes, key=_from_north_west)))
    for outer, holes in sorted(found, key=lambda part: _from_north_west(part[0])):
        yield outer, False
        for hole in holes:
            yield hole, True


def _corners(
    ring: shapely.LinearRing, decimals: int, *, clockwise: bool
) -> NDArray[np.float64]:
    """Return the corners of a ring, each once, from the north-western one on."""
    points = np.round(shapely.get_coordinates(ring), decimals)[:-1]
    points = points[(points != np.roll(points, 1, axis=0)).any(axis=1)]
    if len(points) < _LEAST_CORNERS:
        return np.empty((0, 2))
    x, y = (points - points[0]).T
    turn = float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())
    if (turn < 0) != clockwise:
        points = np.flipud(points)
    x, y = points.T
    start = int(np.lexsort((x, x - y))[0])
    return np.asarray(np.roll(points, -start, axis=0))


def _from_north_west(points: NDArray[np.float64]) -> tuple[float, float]:
    """Return a key by which rings that begin in the north-west come first."""
    x, y = points[0].tolist()
    return (x - y, x)
