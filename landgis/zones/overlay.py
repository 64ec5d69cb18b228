# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Overlays of single pieces of land: polygons in, polygons out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis import geometry
from landgis.geometry import difference, intersection, union
from landgis.geometry.arrays import EMPTY, POLYGONAL
from landgis.tables import Geometries

MIN_PIECE_M2 = 0.01
"""What is smaller is no land: it stays with the rest of its unit."""

HAIRLINE_M = 0.1
"""Other ground not wider than twice this lies between borders drawn twice."""


def both(first: shapely.Geometry, second: shapely.Geometry) -> shapely.Geometry:
    """Return the land that two have in common."""
    land: shapely.Geometry = intersection(_one(first), _one(second))[0]
    return land


def without(land: shapely.Geometry, taken: shapely.Geometry) -> shapely.Geometry:
    """Return the land that is not taken."""
    rest: shapely.Geometry = difference(_one(land), _one(taken))[0]
    return rest


def together(shapes: Iterable[shapely.Geometry | None]) -> shapely.Geometry:
    """Return the land of all of them as one shape."""
    several = [shape for shape in shapes if shape is not None and not shape.is_empty]
    if len(several) < 2:  # noqa: PLR2004 - nothing to unite
        return several[0] if several else EMPTY
    return union(np.array(several, dtype=object))


def shared_m2(shapes: Geometries, land: shapely.Geometry) -> NDArray[np.float64]:
    """Return the area that each shape has in common with some land."""
    return geometry.shared_m2(shapes, np.full(len(shapes), land))


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


def _one(shape: shapely.Geometry) -> Geometries:
    return np.array([shape], dtype=object)
