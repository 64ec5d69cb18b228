# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long units touch: borders drawn through the same corners, for all at once."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.geometry.overlay import shared_near
from landgis.geometry.threads import map_pairs
from landgis.tables import Geometries
from landgis.zones.units import Figures, Rows

GRID_PER_M = 1_000.0  # corners less than a millimetre apart are one
_MIX = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0xD6E8FEB86659FD93),
)
_SHIFT = np.uint64(31)


def shared_lengths(grounds: Geometries, first: Rows, second: Rows) -> Figures:
    """Return the length of the border that pairs of touching shapes have in common.

    Borders through the same corners are found by their edges; where a pair has none
    and does not just meet in one corner, the shapes are overlaid.
    """
    count = len(grounds)
    owner, corner, edge, length = _edges(grounds)
    pair = first * count + second
    order = np.argsort(pair, kind="stable")
    shared = np.zeros(len(pair))
    found = _pairs_of_equal(edge, owner, count=count)
    _add_to(shared, pair[order], keys=found[0], amounts=length[found[1]], order=order)
    corners = np.zeros(len(pair))
    met, places = _pairs_of_equal(corner, owner, count=count)
    _add_to(corners, pair[order], keys=met, amounts=np.ones(len(places)), order=order)
    unclear = np.flatnonzero((shared == 0) & (corners != 1))
    shared[unclear] = shapely.length(
        map_pairs(shared_near, grounds[first[unclear]], grounds[second[unclear]])
    )
    return shared


def _edges(
    grounds: Geometries,
) -> tuple[Rows, NDArray[np.uint64], NDArray[np.uint64], Figures]:
    """Return whose each edge is, hashes of its first corner and of it, its length."""
    parts, part_owner = shapely.get_parts(grounds, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    owner = part_owner[ring_part][ring]
    inside = ring[1:] == ring[:-1]
    corner = _hash(np.rint(points * GRID_PER_M).astype(np.int64))
    step = np.diff(points, axis=0)[inside]
    edge = corner[:-1][inside] + corner[1:][inside]
    return owner[:-1][inside], corner[:-1][inside], edge, np.hypot(*step.T)


def _hash(points: NDArray[np.int64]) -> NDArray[np.uint64]:
    mixed = points[:, 0].astype(np.uint64) * _MIX[0]
    mixed ^= points[:, 1].astype(np.uint64) * _MIX[1]
    mixed ^= mixed >> _SHIFT
    mixed *= _MIX[2]
    mixed ^= mixed >> _SHIFT
    return mixed


def _pairs_of_equal(
    keys: NDArray[np.uint64], owner: Rows, *, count: int
) -> tuple[Rows, Rows]:
    """Return pairs (lower × count + higher) of owners of equal keys, and a place each.

    A pair that has a key in common twice is named once for it.
    """
    order = np.argsort(keys, kind="stable")
    ordered, owners = keys[order], owner[order]
    pairs, places = [], []
    ahead = 1
    while True:
        same = np.flatnonzero(ordered[ahead:] == ordered[:-ahead])
        if not len(same):
            break
        low = np.minimum(owners[same], owners[same + ahead])
        high = np.maximum(owners[same], owners[same + ahead])
        apart = low != high
        pairs.append((low * count + high)[apart])
        places.append(order[same][apart])
        ahead += 1
    if not pairs:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    return np.concatenate(pairs), np.concatenate(places)


def _add_to(
    sums: Figures, ordered: Rows, *, keys: Rows, amounts: Figures, order: Rows
) -> None:
    """Add amounts to the sums of their pairs; pairs that are not asked for are none."""
    if not len(ordered):
        return
    places = np.searchsorted(ordered, keys).clip(max=len(ordered) - 1)
    known = ordered[places] == keys
    np.add.at(sums, order[places[known]], amounts[known])
