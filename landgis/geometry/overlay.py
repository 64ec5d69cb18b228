# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Overlays that GEOS works out near zero, whatever the coordinates.

An easting with its zone number (40 million metres) leaves 7 nm between one number
and the next.  Where a corner lies that close to another border, GEOS may then give
no land for land that lies wholly inside, or keep land that was taken away.  Moved
near zero the same shapes leave it 8,000 times as many places for new corners.

Only whole tiles are moved by, so that every given corner comes back to the last
digit, and shapes that share a corner still do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.geometry.arrays import EMPTY, Geometries
from landgis.geometry.repair import to_valid
from landgis.geometry.tiles import move_back, move_near

LOG = logging.getLogger(__name__)

# Last resort where an overlay fails: corners move by less than this, in m.
SNAP_M = 1e-6

Overlay = Callable[..., Any]


def intersection(first: Geometries, second: Geometries) -> Geometries:
    """Return the land that the shapes of each pair have in common."""
    return _overlay_pairs(shapely.intersection, first, second)


def difference(land: Geometries, taken: Geometries) -> Geometries:
    """Subtract pairwise; what is wholly covered becomes an empty polygon."""
    return _overlay_pairs(shapely.difference, land, taken)


def shared_m2(first: Geometries, second: Geometries) -> NDArray[np.float64]:
    """Return the area that the shapes of each pair have in common."""
    return np.asarray(shapely.area(shared_near(first, second)), dtype=np.float64)


def shared_near(first: Geometries, second: Geometries) -> Geometries:
    """Return the common land of each pair moved near zero: only to be measured."""
    return _overlay_near(shapely.intersection, first, second)[0]


def union(shapes: Geometries) -> shapely.Geometry:
    """Return the land of all of them as one shape."""
    if len(shapes) < 2:  # noqa: PLR2004 -- nothing to unite
        return shapely.union_all(shapes)
    near, origin = move_near(shapes, as_one=True)
    united = np.array([_union_near(near)], dtype=object)
    whole: shapely.Geometry = move_back(united, origin[:1])[0]
    return whole


def covered_m2(shape: shapely.Geometry, others: Geometries) -> float:
    """Return how much of a shape lies under any of the others."""
    together = np.array([shape, *others], dtype=object)
    near, _ = move_near(together, as_one=True)
    covers = np.array([_union_near(near[1:])], dtype=object)
    return float(shapely.area(_overlay(shapely.intersection, near[:1], covers))[0])


def _overlay_pairs(
    function: Overlay, first: Geometries, second: Geometries
) -> Geometries:
    near, origins = _overlay_near(function, first, second)
    near[shapely.is_empty(near)] = EMPTY
    return move_back(near, origins)


def _overlay_near(
    function: Overlay, first: Geometries, second: Geometries
) -> tuple[Geometries, NDArray[np.float64]]:
    """Overlay each pair in the tile of its first shape."""
    here, origins = move_near(first)
    there, _ = move_near(second, origins=origins)
    return _overlay(function, here, there), origins


def _overlay(function: Overlay, first: Geometries, second: Geometries) -> Geometries:
    """Overlay; where GEOS fails, mend both and work on a grid of 1 µm."""
    try:
        found: Geometries = function(first, second)
    except shapely.GEOSException:
        # One bad pair fails the whole call: only then go one by one.
        found = np.empty(len(first), dtype=object)
        for row, (one, other) in enumerate(zip(first, second, strict=True)):
            found[row] = _overlay_two(function, one, other)
    return found


def _overlay_two(
    function: Overlay, one: shapely.Geometry, other: shapely.Geometry
) -> shapely.Geometry:
    try:
        return function(one, other)
    except shapely.GEOSException:
        LOG.info("overlay failed, done on a grid of %g m", SNAP_M)
        return function(*to_valid(np.array([one, other])), grid_size=SNAP_M)


def _union_near(near: Geometries) -> shapely.Geometry:
    try:
        return shapely.union_all(near)
    except shapely.GEOSException:
        LOG.info("union failed, done on a grid of %g m", SNAP_M)
        return shapely.union_all(to_valid(near), grid_size=SNAP_M)
