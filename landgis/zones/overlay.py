# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Overlays of single pieces of land: polygons in, polygons out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.geometry.arrays import POLYGONAL
from landgis.tables import Geometries

LOG = logging.getLogger(__name__)

EMPTY = shapely.Polygon()
MIN_PIECE_M2 = 0.01
"""What is smaller is no land: it stays with the rest of its unit."""

HAIRLINE_M = 0.1
"""Other ground not wider than twice this lies between borders drawn twice."""

_GRID_M = 1e-6


def both(first: shapely.Geometry, second: shapely.Geometry) -> shapely.Geometry:
    """Return the land that two have in common."""
    return _overlay(shapely.intersection, first, second)


def without(land: shapely.Geometry, taken: shapely.Geometry) -> shapely.Geometry:
    """Return the land that is not taken."""
    return _overlay(shapely.difference, land, taken)


def together(shapes: Iterable[shapely.Geometry | None]) -> shapely.Geometry:
    """Return the land of all of them as one shape."""
    several = [shape for shape in shapes if shape is not None and not shape.is_empty]
    if len(several) < 2:  # noqa: PLR2004 - nothing to unite
        return several[0] if several else EMPTY
    local, origin = _near_zero(np.array(several, dtype=object))
    try:
        united = shapely.union_all(local)
    except shapely.GEOSException:
        united = shapely.union_all(shapely.make_valid(local), grid_size=_GRID_M)
    return _back(polygons_of(united), origin)


def shared_m2(shapes: Geometries, land: shapely.Geometry) -> NDArray[np.float64]:
    """Return the area that each shape has in common with some land."""
    if not len(shapes):
        return np.empty(0)
    local, _ = _near_zero(np.array([land, *shapes], dtype=object))
    try:
        shared = shapely.intersection(local[1:], local[0])
    except shapely.GEOSException:
        local = shapely.make_valid(local)
        shared = shapely.intersection(local[1:], local[0], grid_size=_GRID_M)
    return np.asarray(shapely.area(shared))


def polygons_of(shape: shapely.Geometry) -> shapely.Geometry:
    """Return what of a shape is land: lines and points that an overlay left go."""
    if shape.is_empty:
        return EMPTY
    if shapely.get_type_id(shape) in POLYGONAL:
        return shape
    parts = shapely.get_parts(shape)
    while (shapely.get_type_id(parts) > max(POLYGONAL)).any():
        parts = shapely.get_parts(parts)
    return _joined(
        part for part in shapely.get_parts(parts) if part.geom_type == "Polygon"
    )


def drop_hairlines(shape: shapely.Geometry, *, least_m2: float) -> shapely.Geometry:
    """Leave out parts that are small, or no wider than a border drawn twice."""
    parts = shapely.get_parts(polygons_of(shape))
    parts = parts[shapely.area(parts) >= least_m2]
    wide = ~shapely.is_empty(shapely.buffer(parts, -HAIRLINE_M))
    return _joined(parts[wide])


def is_land(shape: shapely.Geometry | None) -> bool:
    """Tell whether a shape is large enough to be land."""
    return shape is not None and bool(shape.area > MIN_PIECE_M2)


def _joined(parts: Iterable[shapely.Geometry]) -> shapely.Geometry:
    polygons = list(parts)
    if len(polygons) == 1:
        return polygons[0]
    return shapely.MultiPolygon(polygons) if polygons else EMPTY


def _overlay(
    function: Callable[..., shapely.Geometry],
    first: shapely.Geometry,
    second: shapely.Geometry,
) -> shapely.Geometry:
    """Overlay; where GEOS fails, mend both and work on a grid of 1 µm."""
    if first.is_empty:
        return EMPTY
    pair, origin = _near_zero(np.array([first, second], dtype=object))
    try:
        found = function(*pair)
    except shapely.GEOSException:
        LOG.info("overlay failed near %s, done on a grid", first.bounds)
        found = function(*shapely.make_valid(pair), grid_size=_GRID_M)
    return _back(polygons_of(found), origin)


def _near_zero(shapes: Geometries) -> tuple[Geometries, NDArray[np.float64]]:
    """Move shapes to a corner of the first; moving loses no digit.

    With eastings of 40 million GEOS has too few digits left for lines that almost
    coincide, and may then give land where there is none, or none where there is.
    """
    origin = np.floor(np.array(shapes[0].bounds[:2]))
    return shapely.transform(shapes, lambda places: places - origin), origin


def _back(shape: shapely.Geometry, origin: NDArray[np.float64]) -> shapely.Geometry:
    if shape.is_empty:
        return EMPTY
    moved = shapely.transform(shape, lambda places: places + origin)
    if moved.is_valid:
        return moved
    # Far from zero the digits end earlier: what was almost touching now crosses.
    return polygons_of(shapely.make_valid(moved))
