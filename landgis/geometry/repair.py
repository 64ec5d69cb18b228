# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mend shapes that cross themselves, and say what that changed (SHP-07)."""

from __future__ import annotations

from dataclasses import dataclass

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
    present = ~shapely.is_missing(geometry) & ~shapely.is_empty(geometry)
    invalid = present & ~shapely.is_valid(geometry)
    mended = geometry.copy()
    mended[invalid] = shapely.make_valid(
        geometry[invalid], method="structure", keep_collapsed=False
    )
    not_polygon = ~shapely.is_missing(geometry) & ~np.isin(
        shapely.get_type_id(geometry), POLYGONAL
    )
    mended, dropped = _without_lines(mended, invalid | not_polygon)
    reasons = np.full(len(geometry), "", dtype=object)
    reasons[invalid] = shapely.is_valid_reason(geometry[invalid])
    return Repair(
        geometry=mended,
        changed=invalid,
        collapsed=invalid & shapely.is_empty(mended),
        not_polygon=not_polygon,
        before_m2=_area_m2(geometry),
        after_m2=_area_m2(mended),
        reasons=reasons,
        dropped_parts=dropped,
    )


def to_valid(geometry: Geometries) -> Geometries:
    """Return shapes fit for overlays: `repair` without its account."""
    polygons = is_polygonal(geometry)
    if polygons.all() and shapely.is_valid(geometry).all():
        return geometry
    return repair(geometry).geometry


def _without_lines(
    geometry: Geometries, suspects: Mask
) -> tuple[Geometries, NDArray[np.int64]]:
    """Keep the polygons of the suspects, and count what is left out."""
    result = geometry.copy()
    dropped = np.zeros(len(geometry), dtype=np.int64)
    rows = np.flatnonzero(suspects)
    if not len(rows):
        return result, dropped
    parts, owner = flat_parts(geometry[rows])
    keep = is_polygonal(parts)
    kept = gather(parts[keep], owner[keep], size=len(rows))
    polygons = np.isin(shapely.get_type_id(geometry[rows]), POLYGONAL)
    kept[polygons & shapely.is_missing(kept)] = EMPTY
    result[rows] = kept
    lines = ~keep & ~shapely.is_empty(parts)
    dropped[rows] = np.bincount(owner[lines], minlength=len(rows))
    return result, dropped


def _area_m2(geometry: Geometries) -> NDArray[np.float64]:
    area = shapely.area(geometry)
    return np.where(shapely.is_missing(geometry), 0.0, area)
