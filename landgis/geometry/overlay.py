# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Overlays of pairs of shapes, each checked against an area measured without it.

An easting with its zone number (40 million metres) leaves 7 nm between one number
and the next.  Where a corner lies that close to another border, GEOS may then give
no land for land that lies wholly inside, or keep land that was taken away.  Moved
near zero the same shapes leave it 8,000 times as many places for new corners.

Even there it may take one side of a border for the other where two borders all but
coincide, and say nothing.  So the area of every overlay is compared with the one of
`common_m2`; what does not agree is done again on a grid, on which all borders that
come close are one.

Only whole tiles are moved by, so that every given corner comes back to the last
digit, and shapes that share a corner still do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.geometry.arrays import (
    EMPTY,
    Geometries,
    is_polygonal,
    keep_polygons,
)
from landgis.geometry.common_land import common_m2
from landgis.geometry.repair import to_valid
from landgis.geometry.tiles import move_back, move_near

LOG = logging.getLogger(__name__)

# Last resorts where an overlay is wrong or fails: corners move by less, in m.
# Corners stored far from zero lie on the first of these grids as they are.
GRIDS_M = (2.0**-31, 2.0**-24, 1e-6)

# Areas measured in two ways that are the same: what the last digits may do.
SAME_M2 = 1e-5
SAME_SHARE = 1e-11

Overlay = Callable[..., Any]
Pairs = tuple[Any, Any]
"""Shapes, or single ones, of both sides."""

AREA_FROM: Mapping[Overlay, tuple[float, float, float]] = MappingProxyType(
    {
        shapely.intersection: (0.0, 0.0, 1.0),
        shapely.difference: (1.0, 0.0, -1.0),
        shapely.union: (1.0, 1.0, -1.0),
    }
)
"""Area of each overlay: times the first, times the second, times the common land."""


def intersection(first: Geometries, second: Geometries) -> Geometries:
    """Return the land that the shapes of each pair have in common."""
    return _overlay_pairs(shapely.intersection, first, second)


def difference(land: Geometries, taken: Geometries) -> Geometries:
    """Subtract pairwise; what is wholly covered becomes an empty polygon."""
    return _overlay_pairs(shapely.difference, land, taken)


def shared_m2(first: Geometries, second: Geometries) -> NDArray[np.float64]:
    """Return the area that the shapes of each pair have in common, in m²."""
    here, origins = move_near(first)
    there, _ = move_near(second, origins=origins)
    return common_m2(here, there)


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
    return float(common_m2(near[:1], covers)[0])


def _overlay_pairs(
    function: Overlay, first: Geometries, second: Geometries
) -> Geometries:
    near, origins = _overlay_near(function, first, second)
    near = keep_polygons(near)
    near[shapely.is_empty(near)] = EMPTY
    return move_back(near, origins)


def _overlay_near(
    function: Overlay, first: Geometries, second: Geometries
) -> tuple[Geometries, NDArray[np.float64]]:
    """Overlay each pair in the tile of its first shape."""
    here, origins = move_near(first)
    there, _ = move_near(second, origins=origins)
    return _overlay(function, here, there), origins


def _union_near(near: Geometries) -> shapely.Geometry:
    """Unite neighbours two by two, until one shape is left."""
    land = keep_polygons(near)
    land = land[is_polygonal(land)]
    land = land[_as_tiles(land)]
    while len(land) > 1:
        even = len(land) // 2 * 2
        joined = _overlay(shapely.union, land[0:even:2], land[1:even:2])
        land = np.concatenate([joined, land[even:]])
    return land[0] if len(land) else EMPTY


def _as_tiles(land: Geometries) -> NDArray[np.int64]:
    """Return an order in which neighbours stand together: columns of equal number."""
    boxes = shapely.bounds(land)
    columns = max(1, round(len(land) ** 0.5))
    column = np.argsort(np.argsort(boxes[:, 0])) * columns // max(len(land), 1)
    return np.lexsort((boxes[:, 1], column))


def _overlay(function: Overlay, first: Geometries, second: Geometries) -> Geometries:
    """Overlay; what GEOS fails on, or has wrong, is done again on a grid."""
    try:
        found: Geometries = function(first, second)
    except shapely.GEOSException:
        # One bad pair fails the whole call: only then go one by one.
        pairs = zip(first, second, strict=True)
        found = np.array([_try(function, one, two) for one, two in pairs], dtype=object)
    for row in np.flatnonzero(~_is_right(function, found, (first, second))):
        found[row] = _overlay_on_grid(function, first[row], second[row])
    return found


def _try(
    function: Overlay, one: shapely.Geometry, other: shapely.Geometry
) -> shapely.Geometry | None:
    try:
        return function(one, other)
    except shapely.GEOSException:
        return None


def _overlay_on_grid(
    function: Overlay, one: shapely.Geometry, other: shapely.Geometry
) -> shapely.Geometry:
    """Overlay two mended shapes on finer and coarser grids until the area is right."""
    pair = tuple(to_valid(np.array([one, other])))
    tried, misfits = [], []
    for grid_m in GRIDS_M:
        found = function(*pair, grid_size=grid_m)
        misfits.append(_misfit_m2(function, found, pair).item())
        tried.append(found)
        if misfits[-1] <= _tolerance_m2(pair):
            break
    LOG.info("overlay done again on a grid of %g m, %g m² off", grid_m, min(misfits))
    return tried[int(np.argmin(misfits))]


def _is_right(function: Overlay, found: Geometries, pairs: Pairs) -> NDArray[np.bool_]:
    """Tell which overlays have the area that they must have."""
    misfit_m2 = _misfit_m2(function, found, pairs)
    right: NDArray[np.bool_] = misfit_m2 <= _tolerance_m2(pairs)
    right |= shapely.is_missing(pairs[0]) | shapely.is_missing(pairs[1])
    return right


def _tolerance_m2(pairs: Pairs) -> Any:
    first, second = pairs
    return SAME_M2 + SAME_SHARE * (shapely.area(first) + shapely.area(second))


def _misfit_m2(function: Overlay, found: Any, pairs: Pairs) -> Any:
    """Return how far the area of each overlay is off; NaN where GEOS gave none."""
    first, second = pairs
    ours, theirs, both = AREA_FROM[function]
    common = common_m2(np.atleast_1d(first), np.atleast_1d(second))
    expected = (
        both * common + ours * shapely.area(first) + theirs * shapely.area(second)
    )
    return np.abs(shapely.area(found) - expected)
