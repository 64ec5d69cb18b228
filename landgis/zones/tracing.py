# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shortest way along the boundaries of parcels from one place to another."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from landgis.zones.snapping import Coords, Place, Sides, SnapIndex

SAME_M = 0.01
"""Corners nearer than this are one; a corner so near to a side lies on it."""
MOST_ROWS = 1_500
MARGIN = 0.5
"""How far ways may lead out of the rectangle of both ends, as a share of its size."""
_NONE = -9999  # scipy's word for no predecessor


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Ways:
    """The shortest ways from one place over a part of the ground.

    Attributes
    ----------
    nodes
        Corners, those that lie on another parcel's side included.
    pieces
        Pairs of nodes: the sides, cut at each node on them.
    """

    start: Place
    bounds: tuple[float, float, float, float]
    nodes: Coords
    pieces: NDArray[np.int64]
    lengths: NDArray[np.float64]
    before: NDArray[np.int32]
    tree: shapely.STRtree

    def to(self, end: Place) -> Coords | None:
        """Return the corners of the shortest way, both ends included, if there is one.

        The end has to lie on a boundary.
        """
        number = int(self.tree.nearest(shapely.Point(end)))
        ends = self.nodes[self.pieces[number]]
        if shapely.distance(shapely.LineString(ends), shapely.Point(end)) > SAME_M:
            return None
        rest = np.hypot(*(ends - end).T)
        total = self.lengths[self.pieces[number]] + rest
        if not np.isfinite(total).any():
            return None
        node = int(self.pieces[number][int(total.argmin())])
        way = [node]
        while (node := int(self.before[node])) != _NONE:
            way.append(node)
        corners = [self.start, *map(tuple, self.nodes[way[::-1]].tolist()), end]
        return np.array(without_repeats(corners))


class Tracer:
    """Finds ways along boundaries; what was built for one start is kept."""

    def __init__(self, index: SnapIndex) -> None:
        self._index = index
        self._ways: Ways | None = None

    def trace(self, start: Place, end: Place) -> Coords | None:
        """Return the corners of the shortest way along boundaries, both ends included.

        None means that no boundary leads there, or that the ends lie so far apart
        that nobody means to trace: more than some thousand parcels.
        """
        bounds = _frame(start, end)
        ways = self._ways
        if ways is None or ways.start != start or not _holds(ways.bounds, end):
            if self._index.count_in(bounds) > MOST_ROWS:
                return None
            ways = ways_from(start, self._index.sides_in(bounds), bounds)
            self._ways = ways
        return ways.to(end) if ways is not None else None


def ways_from(
    start: Place, sides: Sides, bounds: tuple[float, float, float, float]
) -> Ways | None:
    """Return the shortest ways along sides from a place that lies on one of them."""
    if not len(sides):
        return None
    corners = np.concatenate((sides.reshape(-1, 2), np.array([start])))
    nodes, of_corner = _merged(corners)
    pieces = _cut(nodes, of_corner[:-1].reshape(-1, 2))
    if not len(pieces):
        return None
    first = int(of_corner[-1])
    lengths = np.hypot(*(nodes[pieces[:, 0]] - nodes[pieces[:, 1]]).T)
    size = (len(nodes), len(nodes))
    graph = csr_array((lengths, (pieces[:, 0], pieces[:, 1])), shape=size)
    away, before = dijkstra(
        graph, directed=False, indices=first, return_predecessors=True
    )
    return Ways(
        start=start,
        bounds=bounds,
        nodes=nodes,
        pieces=pieces,
        lengths=away,
        before=before,
        tree=shapely.STRtree(shapely.linestrings(nodes[pieces])),
    )


def without_repeats(corners: list[Place]) -> list[Place]:
    """Return the corners without those that lie on the one before."""
    kept: list[Place] = []
    for corner in corners:
        if not kept or math.dist(kept[-1], corner) > SAME_M:
            kept.append(corner)
    return kept


def _merged(corners: Coords) -> tuple[Coords, NDArray[np.int64]]:
    """Return the corners that differ, and for each corner which of them it is."""
    keys = np.round(corners / SAME_M).astype(np.int64)
    words = np.ascontiguousarray(keys).view(np.dtype((np.void, 16))).ravel()
    _, first, number = np.unique(words, return_index=True, return_inverse=True)
    return corners[first], number.astype(np.int64)


def _cut(nodes: Coords, sides: NDArray[np.int64]) -> NDArray[np.int64]:
    """Cut sides at the nodes that lie on them; return each piece once."""
    tree = shapely.STRtree(shapely.points(nodes))
    lines = shapely.linestrings(nodes[sides])
    on_side, node = tree.query(lines, predicate="dwithin", distance=SAME_M)
    start, end = nodes[sides[on_side, 0]], nodes[sides[on_side, 1]]
    along = ((nodes[node] - start) * (end - start)).sum(axis=1)
    order = np.lexsort((along, on_side))
    on_side, node = on_side[order], node[order]
    together = on_side[1:] == on_side[:-1]
    pairs = np.stack((node[:-1][together], node[1:][together]), axis=1)
    pairs = np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1)
    return np.asarray(np.unique(pairs, axis=0))


def _frame(start: Place, end: Place) -> tuple[float, float, float, float]:
    """Return the rectangle of both ends with room for ways round about."""
    width, height = abs(end[0] - start[0]), abs(end[1] - start[1])
    room = max(width, height, 1.0) * MARGIN
    return (
        min(start[0], end[0]) - room,
        min(start[1], end[1]) - room,
        max(start[0], end[0]) + room,
        max(start[1], end[1]) + room,
    )


def _holds(bounds: tuple[float, float, float, float], place: Place) -> bool:
    west, south, east, north = bounds
    return west <= place[0] <= east and south <= place[1] <= north
