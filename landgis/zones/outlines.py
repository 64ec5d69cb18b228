# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outlines of zones for the eye: streets and small bites closed, nothing measured."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.tables import Geometries

GAP_M = 30.0
TOLERANCE_M = 0.5
"""Corners may move by so much, which no screen shows and makes drawing quick."""
_GRID_M = 0.001
_TIP_M = 0.5
_POLYGONS = (3, 6)


def outline_of(
    grounds: Geometries | Sequence[shapely.Geometry | None], gap_m: float = GAP_M
) -> shapely.Geometry:
    """Return the outline of a zone for drawing only, an empty one without ground.

    Gaps narrower than `gap_m` (streets, a small parcel left out) are closed; all
    ground stays inside.  Areas and exports take the exact union instead.
    """
    shapes = np.asarray(grounds, dtype=object)
    shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    if not len(shapes):
        return shapely.Polygon()
    if gap_m <= 0:
        return polygons_only(shapely.union_all(shapes))
    # Each shape is grown by itself: one buffer of all of them takes a hundred times
    # as long, and few corners are left to be merged.
    half = gap_m / 2
    grown = shapely.buffer(
        shapely.simplify(shapes, TOLERANCE_M / 2), half, join_style="mitre"
    )
    closed = shapely.buffer(shapely.union_all(grown), -half, join_style="mitre")
    outline = polygons_only(_with_tips(closed, shapes))
    simple = shapely.make_valid(shapely.simplify(outline, TOLERANCE_M))
    return _without_pinholes(polygons_only(simple), gap_m * gap_m)


def label_place(outline: shapely.Geometry) -> tuple[float, float] | None:
    """Return where the name of a zone stands: deep inside its largest part."""
    parts = shapely.get_parts(polygons_only(outline))
    if not len(parts) or outline.is_empty:
        return None
    largest = parts[int(shapely.area(parts).argmax())]
    west, south, east, north = largest.bounds
    tolerance = max(east - west, north - south, 1.0) / 50
    inside = shapely.maximum_inscribed_circle(largest, tolerance=tolerance)
    x, y = shapely.get_coordinates(inside)[0].tolist()
    return (x, y)


def polygons_only(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of a shape; lines and points that were left over go."""
    if shapely.get_type_id(shape) in _POLYGONS:
        return shape
    parts = shapely.get_parts(shape)
    kept: NDArray[np.object_] = parts[np.isin(shapely.get_type_id(parts), _POLYGONS)]
    return shapely.union_all(kept) if len(kept) else shapely.Polygon()


def _with_tips(
    closed: shapely.Geometry, shapes: NDArray[np.object_]
) -> shapely.Geometry:
    """Add the shapes whose sharp tips were cut off on the way."""
    room = shapely.buffer(closed, _TIP_M)
    shapely.prepare(room)
    cut = shapes[~shapely.covers(room, shapes)]
    if not len(cut):
        return closed
    return shapely.union_all([closed, *cut], grid_size=_GRID_M)


def _without_pinholes(shape: shapely.Geometry, smallest: float) -> shapely.Geometry:
    """Fill holes smaller than an area in square metres."""
    kept = []
    for part in shapely.get_parts(shape):
        holes = [
            ring for ring in part.interiors if shapely.Polygon(ring).area >= smallest
        ]
        kept.append(shapely.Polygon(part.exterior, holes))
    if not kept:
        return shape
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)
