# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Take land away from land: approved minus supplied, later minus earlier."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.geometry.arrays import Geometries, Rows, is_polygonal
from landgis.geometry.overlaps import overlapping_pairs
from landgis.geometry.overlay import difference
from landgis.geometry.repair import to_valid
from landgis.geometry.unions import unite_groups
from landgis.progress import SILENT, Progress

# One task: enough work for a thread, small enough to be given up soon.
PAIRS_PER_TASK = 8_000


def subtract(
    minuend: Geometries, *others: Geometries, progress: Progress = SILENT
) -> Geometries:
    """Return each minuend polygon without the land of all the others (PEWG-02).

    The others may overlap each other, be invalid, empty or missing.  A missing
    minuend stays None, one that is wholly covered becomes an empty polygon.
    Overlaid in full precision; a piece on which the overlay fails is mended and
    done again on a grid of 1 µm, and logged.
    """
    land = to_valid(minuend)
    taken = to_valid(np.concatenate([np.empty(0, dtype=object), *others]))
    number, other = _meeting_pairs(land, taken)
    return _subtract_pairs(land, taken, (number, other), progress=progress)


def cut_by_earlier(
    geometry: Geometries, order: NDArray[np.int64], *, progress: Progress = SILENT
) -> Geometries:
    """Return each shape without the land of those that come before it.

    `order` holds every row once, the first first.  A shape is cut by the whole
    area of the earlier ones, whatever was cut from these, so that land under
    several shapes is left to the first.
    """
    land = to_valid(geometry)
    first, second = overlapping_pairs(land)
    rank = np.empty(len(land), dtype=np.int64)
    rank[order] = np.arange(len(order))
    later = np.where(rank[first] > rank[second], first, second)
    earlier = np.where(rank[first] > rank[second], second, first)
    return _subtract_pairs(land, land, (later, earlier), progress=progress)


def _meeting_pairs(land: Geometries, taken: Geometries) -> tuple[Rows, Rows]:
    """Return which pairs meet; the rarer side is prepared, the other looked up."""
    land_rows = np.flatnonzero(is_polygonal(land))
    taken_rows = np.flatnonzero(is_polygonal(taken))
    if len(taken_rows) < len(land_rows):
        other, number = shapely.STRtree(land[land_rows]).query(
            taken[taken_rows], predicate="intersects"
        )
    else:
        number, other = shapely.STRtree(taken[taken_rows]).query(
            land[land_rows], predicate="intersects"
        )
    return land_rows[number], taken_rows[other]


def _subtract_pairs(
    land: Geometries, taken: Geometries, pairs: tuple[Rows, Rows], *, progress: Progress
) -> Geometries:
    """Subtract from `land` the shapes of `taken` that it is paired with."""
    by_land = np.argsort(pairs[0], kind="stable")
    number, other = pairs[0][by_land], pairs[1][by_land]
    starts = _task_starts(number)
    spans = list(zip(starts, [*starts[1:], len(number)], strict=False))
    result = land.copy()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        futures = [
            pool.submit(_remainders, land, taken, (number[a:b], other[a:b]))
            for a, b in spans
        ]
        try:
            for (start, end), future in zip(spans, futures, strict=True):
                progress.step(start, len(number), stage="subtract")
                result[np.unique(number[start:end])] = future.result()
        finally:
            pool.shutdown(cancel_futures=True)
    progress.step(len(number), len(number), stage="subtract")
    return result


def _task_starts(number: Rows) -> list[int]:
    """Return where tasks begin: groups stay whole, tasks are of like size."""
    firsts = np.flatnonzero(np.diff(number, prepend=-1))
    _, chosen = np.unique(firsts // PAIRS_PER_TASK, return_index=True)
    return [int(start) for start in firsts[chosen]]


def _remainders(
    land: Geometries, taken: Geometries, pairs: tuple[Rows, Rows]
) -> Geometries:
    """Return what remains of each distinct first row of `pairs`, ascending."""
    rows, starts = np.unique(pairs[0], return_index=True)
    others, local = np.unique(pairs[1], return_inverse=True)
    pieces = unite_groups(taken[others], np.split(local, starts[1:]))
    remains = land[rows]
    for turn in range(max(map(len, pieces))):
        has = np.array([len(found) > turn for found in pieces])
        remains[has] = difference(
            remains[has],
            np.array([found[turn] for found in pieces if len(found) > turn]),
        )
    return remains
