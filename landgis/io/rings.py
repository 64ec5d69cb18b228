# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From rings of points to polygons, many records at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.tables import Geometries

Rows = NDArray[np.int64]

_LEAST_POINTS = 4
"""Points of the smallest ring, the first repeated at the end."""

_FARTHEST = 1e10
_NEAREST = 1e-100
"""Beyond the one, or nearer to zero than the other, bytes are damaged."""


@dataclass(frozen=True, kw_only=True)
class Rings:
    """Rings as flat arrays, in the order of their records.

    Attributes
    ----------
    points
        n x 2, all rings one after the other.
    sizes
        How many points each ring has.
    rows
        The record of each ring, ascending from 0.
    polygons
        The polygon of each ring, ascending; the first ring of each is its
        outer one.  None where the file does not say: then rings within rings
        are holes.
    """

    points: NDArray[np.float64]
    sizes: Rows
    rows: Rows
    polygons: Rows | None = None


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """Geometry for each record, None where nothing was left of it.

    `closed`, `shortened`: records of which a ring was closed, or left out for
    having too few points; `broken`: records with coordinates that are none.
    """

    geometry: Geometries
    closed: Rows
    shortened: Rows
    broken: Rows


def is_coordinate(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell for each point whether it can be a place in any coordinate system."""
    size = np.abs(points)
    found = (size < _FARTHEST) & ((size > _NEAREST) | (size == 0))
    return np.asarray(found.all(axis=1))


def build_polygons(rings: Rings, *, count: int) -> Shapes:
    """Build a polygon or multipolygon for each of `count` records.

    Rings that do not end where they began are closed; rings that then have
    fewer than four points are left out, with their holes.
    """
    usable = is_coordinate(rings.points)
    ring_of_point = np.repeat(np.arange(len(rings.sizes)), rings.sizes)
    broken = np.unique(rings.rows[np.unique(ring_of_point[~usable])])
    points, sizes, is_closed = _close(rings.points, rings.sizes)
    is_short = sizes < _LEAST_POINTS
    is_left_out = is_short | np.isin(rings.rows, broken)
    if rings.polygons is not None:
        shell = np.unique(rings.polygons, return_index=True)[1]
        is_left_out |= np.isin(
            rings.polygons, rings.polygons[shell[is_left_out[shell]]]
        )
    kept = ~is_left_out
    linear = _linear_rings(points, sizes, kept)
    rows = rings.rows[kept]
    if rings.polygons is None:
        polygons, order = _nest(linear, rows)
        linear, rows, polygons = linear[order], rows[order], polygons[order]
    else:
        polygons = rings.polygons[kept]
    return Shapes(
        geometry=_assemble(linear, rows, polygons=polygons, count=count),
        closed=np.setdiff1d(rings.rows[~is_closed & kept], broken),
        shortened=np.setdiff1d(rings.rows[is_short], broken),
        broken=broken,
    )


def _close(
    points: NDArray[np.float64], sizes: Rows
) -> tuple[NDArray[np.float64], Rows, NDArray[np.bool_]]:
    """Repeat the first point at the end of rings that lack it."""
    ends = np.cumsum(sizes)
    starts = ends - sizes
    is_closed = np.ones(len(sizes), dtype=bool)
    full = sizes > 0
    is_closed[full] = (points[starts[full]] == points[ends[full] - 1]).all(axis=1)
    if is_closed.all():
        return points, sizes, is_closed
    at = ends[~is_closed]
    points = np.insert(points, at, points[starts[~is_closed]], axis=0)
    return points, sizes + ~is_closed, is_closed


def _linear_rings(
    points: NDArray[np.float64], sizes: Rows, kept: NDArray[np.bool_]
) -> Geometries:
    if not kept.any():
        return np.empty(0, dtype=object)
    mask = np.repeat(kept, sizes)
    indices = np.repeat(np.arange(int(kept.sum())), sizes[kept])
    return np.asarray(shapely.linearrings(points[mask], indices=indices))


def _nest(linear: Geometries, rows: Rows) -> tuple[Rows, Rows]:
    """Find which rings are holes: those within an odd number of others.

    The direction of drawing, which should tell, is wrong in many files.

    Returns the polygon of each ring, and the order that brings the rings of
    a polygon together, the outer one first.
    """
    count = len(linear)
    polygons = np.arange(count)
    several = np.flatnonzero(np.bincount(rows, minlength=1)[rows] > 1)
    if not len(several):
        return polygons, polygons
    areas_of = shapely.polygons(linear[several])
    area = shapely.area(areas_of)
    tree = shapely.STRtree(areas_of)
    inside = shapely.point_on_surface(areas_of)
    inner, outer = tree.query(inside, predicate="intersects")
    pairs = (rows[several][inner] == rows[several][outer]) & (area[outer] > area[inner])
    # Parts that merely overlap are no holes of one another.
    box = shapely.bounds(areas_of)
    pairs &= (box[inner, :2] >= box[outer, :2]).all(axis=1)
    pairs &= (box[inner, 2:] <= box[outer, 2:]).all(axis=1)
    inner, outer = inner[pairs], outer[pairs]
    depth = np.bincount(inner, minlength=len(several))
    is_parent = (depth[inner] % 2 == 1) & (depth[outer] == depth[inner] - 1)
    inner, outer = inner[is_parent], outer[is_parent]
    # Written from the largest to the smallest, the smallest parent stays.
    by_size = np.argsort(-area[outer], kind="stable")
    parent = np.arange(len(several))
    parent[inner[by_size]] = outer[by_size]
    polygons[several] = several[parent]
    is_hole = polygons != np.arange(count)
    order = np.lexsort((is_hole, polygons, rows))
    return polygons, order


def _assemble(
    linear: Geometries, rows: Rows, *, polygons: Rows, count: int
) -> Geometries:
    """Put rings together to polygons, and these to one geometry for each record."""
    geometry = np.full(count, None, dtype=object)
    if not len(linear):
        return geometry
    new = np.append(True, (polygons[1:] != polygons[:-1]) | (rows[1:] != rows[:-1]))
    surfaces = np.asarray(shapely.polygons(linear, indices=np.cumsum(new) - 1))
    owners = rows[new]
    first = np.append(True, owners[1:] != owners[:-1])
    sizes = np.diff(np.append(np.flatnonzero(first), len(owners)))
    alone = np.repeat(sizes == 1, sizes)
    geometry[owners[alone]] = surfaces[alone]
    if not alone.all():
        several = owners[~alone]
        members = np.cumsum(np.append(True, several[1:] != several[:-1])) - 1
        geometry[np.unique(several)] = shapely.multipolygons(
            surfaces[~alone], indices=members
        )
    return geometry
