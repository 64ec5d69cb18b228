# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mend shapes that cross themselves, and say what that changed (SHP-07)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.geometry.arrays import (
    EMPTY,
    POLYGONAL,
    Geometries,
    Mask,
    flat_parts,
    gather,
    is_polygonal,
)
from landgis.geometry.tiles import move_back, move_near


@dataclass(frozen=True, kw_only=True)
class Repair:
    """Shapes that all analyses may use, and what had to be done for it.

    Attributes
    ----------
    geometry
        Valid polygons and multipolygons; None where there was no shape or
        none with an area; an empty polygon where nothing was left.
    changed
        Which shapes were invalid and have been mended.
    collapsed
        Which of these have no area left.
    not_polygon
        Which shapes are points, lines or mixed collections; only polygons are
        kept of them.
    before_m2, after_m2
        Area before (by the shoelace formula, so parts may cancel out) and
        after; 0 where there is none, NaN where it cannot be computed.
    reasons
        GEOS's reason with its place, ``""`` for shapes that were valid.
    dropped_parts
        How many points and lines were left out of each shape.
    """

    geometry: Geometries
    changed: Mask
    collapsed: Mask
    not_polygon: Mask
    before_m2: NDArray[np.float64]
    after_m2: NDArray[np.float64]
    reasons: NDArray[np.object_]
    dropped_parts: NDArray[np.int64]


def repair(geometry: Geometries) -> Repair:
    """Mend the invalid shapes; valid polygons are handed on untouched.

    A part that is drawn over twice is land once, and a hole is no land even
    where it leaves its shell: GEOS's "structure" method.  Its "linework"
    method takes every second layer out and so turns overlaps into holes.
    """
    missing = shapely.is_missing(geometry)
    not_polygon = ~missing & ~np.isin(shapely.get_type_id(geometry), POLYGONAL)
    land, dropped = _polygons_only(geometry, not_polygon)
    invalid = is_polygonal(land) & ~shapely.is_valid(land)
    mended = land.copy()
    mended[invalid] = _make_valid(land[invalid])
    mended, dropped_too = _polygons_only(mended, invalid)
    reasons = np.full(len(geometry), "", dtype=object)
    reasons[invalid] = shapely.is_valid_reason(land[invalid])
    return Repair(
        geometry=mended,
        changed=invalid,
        collapsed=invalid & shapely.is_empty(mended),
        not_polygon=not_polygon,
        before_m2=_area_m2(geometry),
        after_m2=_area_m2(mended),
        reasons=reasons,
        dropped_parts=dropped + dropped_too,
    )


def to_valid(geometry: Geometries) -> Geometries:
    """Return shapes fit for overlays: `repair` without its account."""
    polygons = is_polygonal(geometry)
    if polygons.all() and shapely.is_valid(geometry).all():
        return geometry
    return repair(geometry).geometry


def _make_valid(geometry: Geometries) -> Geometries:
    """Mend invalid shapes; GEOS needs two turns for one in a thousand.

    Of several parts with a side in common it first makes a shape that is
    invalid again (GEOS 3.14), and a whole one of that.
    """
    mended = _try_make_valid(geometry)
    again = ~shapely.is_valid(mended)
    mended[again] = _try_make_valid(mended[again])
    hopeless = ~shapely.is_valid(mended)
    mended[hopeless] = shapely.make_valid(mended[hopeless])
    return mended


def _try_make_valid(geometry: Geometries) -> Geometries:
    near, origins = move_near(geometry)
    try:
        valid: Geometries = _make_structure_valid(near)
    except shapely.GEOSException:
        # One hopeless shape fails the whole call: only then go one by one.
        valid = np.array([_make_one_valid(shape) for shape in near])
    return move_back(valid, origins)


def _make_one_valid(shape: shapely.Geometry) -> shapely.Geometry:
    try:
        return _make_structure_valid(shape)
    except shapely.GEOSException:
        return EMPTY


def _make_structure_valid(geometry: Any) -> Any:
    return shapely.make_valid(geometry, method="structure", keep_collapsed=False)


def _polygons_only(
    geometry: Geometries, suspects: Mask
) -> tuple[Geometries, NDArray[np.int64]]:
    """Keep the polygons of the suspects, and count what is left out."""
    result = geometry.copy()
    dropped = np.zeros(len(geometry), dtype=np.int64)
    rows = np.flatnonzero(suspects)
    parts, owner = flat_parts(geometry[rows])
    keep = is_polygonal(parts)
    kept = gather(parts[keep], owner[keep], size=len(rows))
    polygons = np.isin(shapely.get_type_id(geometry[rows]), POLYGONAL)
    kept[polygons & shapely.is_missing(kept)] = EMPTY
    result[rows] = kept
    lost = ~keep & ~shapely.is_empty(parts)
    dropped[rows] = np.bincount(owner[lost], minlength=len(rows))
    return result, dropped


def _area_m2(geometry: Geometries) -> NDArray[np.float64]:
    """Return the areas, 0 for None, NaN where corners are no finite numbers."""
    area = np.where(shapely.is_missing(geometry), 0.0, shapely.area(geometry))
    return np.where(np.isfinite(area), area, np.nan)
