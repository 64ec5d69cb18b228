# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrays of shapes: only what has an area counts as land."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Geometries = NDArray[Any]
"""An array of shapely geometries (dtype object; None where there is none)."""

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]

POLYGONAL = (3, 6)  # shapely's type ids of polygon and multipolygon
EMPTY = shapely.Polygon()


def is_polygonal(geometry: Geometries) -> Mask:
    """Tell which shapes are polygons with at least one corner."""
    mask: Mask = np.isin(shapely.get_type_id(geometry), POLYGONAL)
    mask &= ~shapely.is_empty(geometry)
    return mask


def flat_parts(geometry: Geometries) -> tuple[Geometries, Rows]:
    """Return the single parts of all shapes, and whose part each is."""
    parts, owner = shapely.get_parts(geometry, return_index=True)
    while (shapely.get_type_id(parts) >= 4).any():  # noqa: PLR2004 -- multi types are 4 to 7
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    return parts, owner


def gather(polygons: Geometries, owner: Rows, *, size: int) -> Geometries:
    """Put polygons together by owner: a polygon if single, else a multipolygon.

    `owner` must be ascending; owners without any polygon give None.
    """
    result: Geometries = np.full(size, None, dtype=object)
    if not len(polygons):
        return result
    counts = np.bincount(owner, minlength=size)
    several = counts[owner] > 1
    result[owner[~several]] = polygons[~several]
    if several.any():
        shapely.multipolygons(polygons[several], indices=owner[several], out=result)
    return result


def keep_polygons(geometry: Geometries) -> Geometries:
    """Leave lines and points out of shapes: an empty polygon where nothing is left.

    Overlays and roundings leave them behind where land has no width any more.
    """
    mixed = ~np.isin(shapely.get_type_id(geometry), POLYGONAL)
    mixed &= ~shapely.is_missing(geometry)
    if not mixed.any():
        return geometry
    result = geometry.copy()
    parts, owner = flat_parts(geometry[mixed])
    land = is_polygonal(parts)
    kept = gather(parts[land], owner[land], size=int(mixed.sum()))
    kept[shapely.is_missing(kept)] = EMPTY
    result[mixed] = kept
    return result
