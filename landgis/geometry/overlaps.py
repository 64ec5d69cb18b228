# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where land lies under several shapes: pairs, totals that count it once, shares."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis.geometry.arrays import Geometries, Rows, is_polygonal
from landgis.geometry.overlay import shared_m2, shared_near, union
from landgis.geometry.repair import to_valid
from landgis.geometry.threads import map_pairs

# DE-9IM: the interiors meet, for polygons always in an area; neighbours that
# only touch are left out.
INTERIORS_MEET = "T********"


def overlapping_pairs(
    geometry: Geometries, *, above_m2: float = 0.0
) -> tuple[Rows, Rows]:
    """Return the rows of all pairs that have land in common, the lower row first.

    Shapes that only touch are no pair.  Pairs whose bounding boxes share no
    more than `above_m2` are left out, others with less may remain.  `geometry`
    is valid.
    """
    rows = np.flatnonzero(is_polygonal(geometry))
    land = geometry[rows]
    first, second = shapely.STRtree(land).query(land)
    once = first < second
    first, second = first[once], second[once]
    boxes = shapely.bounds(land)
    roomy = _shared_box_m2(boxes[first], boxes[second]) > above_m2
    first, second = first[roomy], second[roomy]
    meet = map_pairs(
        partial(shapely.relate_pattern, pattern=INTERIORS_MEET),
        land[first],
        land[second],
    )
    return rows[first[meet]], rows[second[meet]]


def _shared_box_m2(
    first: NDArray[np.float64], second: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the area that pairs of boxes (x0, y0, x1, y1) have in common."""
    sides = np.minimum(first[:, 2:], second[:, 2:]) - np.maximum(
        first[:, :2], second[:, :2]
    )
    shared: NDArray[np.float64] = sides.clip(min=0).prod(axis=1)
    return shared


def overlap_pairs(geometry: Geometries, *, above_m2: float = 0.0) -> pd.DataFrame:
    """Return each pair of shapes that overlaps by more than `above_m2`.

    Columns `i`, `j` (rows, i < j), `area_m2` and `width_m`, the mean width of
    the overlap (twice its area over its perimeter): hairlines along a border
    are narrow, whatever their area.  `geometry` is valid.
    """
    first, second = overlapping_pairs(geometry, above_m2=above_m2)
    shared = map_pairs(shared_near, geometry[first], geometry[second])
    area_m2 = shapely.area(shared)
    length_m = shapely.length(shared)
    width_m = np.divide(
        2 * area_m2, length_m, out=np.zeros_like(area_m2), where=length_m > 0
    )
    pairs = pd.DataFrame(
        {"i": first, "j": second, "area_m2": area_m2, "width_m": width_m}
    )
    kept = pairs[pairs["area_m2"] > above_m2]
    return kept.sort_values(["i", "j"], ignore_index=True)


def union_area_m2(geometry: Geometries) -> float:
    """Return the area of the land under any of the shapes, each land once.

    Invalid shapes are repaired first; missing and empty ones add nothing.
    """
    land = to_valid(geometry)
    land = land[is_polygonal(land)]
    area_m2 = shapely.area(land)
    first, second = overlapping_pairs(land)
    cluster = _clusters(first, second, size=len(land))
    overlapping = np.union1d(first, second)
    by_cluster = overlapping[np.argsort(cluster[overlapping], kind="stable")]
    starts = np.flatnonzero(np.diff(cluster[by_cluster], prepend=-1))
    united = [union(land[rows]) for rows in np.split(by_cluster, starts[1:])]
    alone = np.delete(area_m2, overlapping)
    return float(alone.sum() + shapely.area(united).sum())


def _clusters(first: Rows, second: Rows, *, size: int) -> Rows:
    """Label rows that hang together by pairs with the lowest row among them."""
    label = np.arange(size)
    while True:
        lower = label.copy()
        np.minimum.at(lower, first, label[second])
        np.minimum.at(lower, second, label[first])
        lower = lower[lower]
        if (lower == label).all():
            return label
        label = lower


def shares(parts: Geometries, zones: Geometries) -> pd.DataFrame:
    """Return how much of each part lies in each zone.

    Columns `part`, `zone` (row numbers) and `area_m2` (> 0), ordered by part
    and zone.  Most parts lie wholly in one zone, which is found without
    overlaying.  Both sides are valid.
    """
    part_rows = np.flatnonzero(is_polygonal(parts))
    zone_rows = np.flatnonzero(is_polygonal(zones))
    tree = shapely.STRtree(parts[part_rows])
    zone, part = tree.query(zones[zone_rows], predicate="intersects")
    inside_zone, inside_part = tree.query(zones[zone_rows], predicate="covers")
    pair = zone * len(part_rows) + part
    inside = np.isin(pair, inside_zone * len(part_rows) + inside_part)
    zone, part = zone_rows[zone], part_rows[part]
    area_m2 = shapely.area(parts[part])
    across = ~inside
    area_m2[across] = map_pairs(shared_m2, parts[part[across]], zones[zone[across]])
    found = pd.DataFrame({"part": part, "zone": zone, "area_m2": area_m2})
    return found[found["area_m2"] > 0].sort_values(["part", "zone"], ignore_index=True)


def largest_share(parts: Geometries, zones: Geometries) -> Rows:
    """Return for each part the zone that holds most of it, -1 where none does.

    Of equal shares the first zone's counts.  Both sides are valid.
    """
    held = shares(parts, zones).sort_values(
        ["part", "area_m2", "zone"], ascending=[True, False, True]
    )
    most = held.drop_duplicates("part")
    zone = np.full(len(parts), -1, dtype=np.int64)
    zone[most["part"].to_numpy()] = most["zone"].to_numpy()
    return zone
