# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loops over pairs of edges: the area below both, added up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landgis.jit import jit

LEFT_X, LEFT_Y, RIGHT_X, RIGHT_Y, SIGN = range(5)
"""Columns of a table of edges, each from its left end to its right end."""

Edges = NDArray[np.float64]
Rows = NDArray[np.int64]

NOISE = 1e-14
"""What the last digits make of common land, for each m² of the box it may lie in."""

LEAST_M2 = 1e-9
"""Less is no land but rounding, whatever the box."""

# So many pairs of edges are sooner tried all than put in order.
FEW_PAIRS = 2_000


@jit
def sum_common_strips(  # noqa: PLR0917 -- compiled code takes plain arrays
    one: Edges,
    one_start: Rows,
    one_shape: Rows,
    other: Edges,
    other_start: Rows,
    other_shape: Rows,
) -> NDArray[np.float64]:
    """Return the common area of the two shapes in each row, in m²."""
    found = np.zeros(len(one_shape))
    for row in range(len(one_shape)):
        a, b = one_shape[row], other_shape[row]
        found[row] = _common_area(
            one[one_start[a] : one_start[a + 1]],
            other[other_start[b] : other_start[b + 1]],
        )
    return found


@jit
def _common_area(one: Edges, other: Edges) -> float:
    if len(one) == 0 or len(other) == 0:
        return 0.0
    left, bottom, right, top = _box(one)
    left_2, bottom_2, right_2, top_2 = _box(other)
    left, right = max(left, left_2), min(right, right_2)
    low, high = max(bottom, bottom_2), min(top, top_2)
    if left >= right or low >= high:
        return 0.0
    ours = _edges_within(one, left, right, bottom_2)
    theirs = _edges_within(other, left, right, bottom)
    if len(ours) * len(theirs) <= FEW_PAIRS:
        area = _sum_all(one, ours, other, theirs, low)
    else:
        area = _sum_sweeping(one, ours, other, theirs, low)
    noise = max(NOISE * (right - left) * (high - low), LEAST_M2)
    return area if area > noise else 0.0


@jit
def _box(edges: Edges) -> tuple[float, float, float, float]:
    left, bottom, right, top = np.inf, np.inf, -np.inf, -np.inf
    for k in range(len(edges)):
        left = min(left, edges[k, LEFT_X])
        right = max(right, edges[k, RIGHT_X])
        bottom = min(bottom, edges[k, LEFT_Y], edges[k, RIGHT_Y])
        top = max(top, edges[k, LEFT_Y], edges[k, RIGHT_Y])
    return left, bottom, right, top


@jit
def _edges_within(  # noqa: PLR0917 -- compiled code takes plain numbers
    edges: Edges, left: float, right: float, bottom: float
) -> Rows:
    """Return the edges over a range of x that rise above the other's lowest corner.

    What lies lower is below all edges of the other shape, and these cancel out.
    """
    kept = np.empty(len(edges), dtype=np.int64)
    count = 0
    for k in range(len(edges)):
        is_over = edges[k, RIGHT_X] > left and edges[k, LEFT_X] < right
        if is_over and max(edges[k, LEFT_Y], edges[k, RIGHT_Y]) > bottom:
            kept[count] = k
            count += 1
    return kept[:count]


@jit
def _sum_all(  # noqa: PLR0917 -- compiled code takes plain arrays
    one: Edges, ours: Rows, other: Edges, theirs: Rows, level: float
) -> float:
    total = 0.0
    for i in ours:
        for j in theirs:
            total += _below_both(one[i], other[j], level)
    return total


@jit
def _sum_sweeping(  # noqa: PLR0917 -- compiled code takes plain arrays
    one: Edges, ours: Rows, other: Edges, theirs: Rows, level: float
) -> float:
    """Add up like `_sum_all`, from left to right: only edges over the same x meet."""
    ours = ours[np.argsort(one[ours, LEFT_X])]
    theirs = theirs[np.argsort(other[theirs, LEFT_X])]
    our_open, their_open = np.empty_like(ours), np.empty_like(theirs)
    our_count, their_count, i, j = 0, 0, 0, 0
    total = 0.0
    while i < len(ours) or j < len(theirs):
        takes_ours = j == len(theirs) or (
            i < len(ours) and one[ours[i], LEFT_X] <= other[theirs[j], LEFT_X]
        )
        if takes_ours:
            edge = one[ours[i]]
            their_count = _close(other, their_open, their_count, edge[LEFT_X])
            for k in range(their_count):
                total += _below_both(edge, other[their_open[k]], level)
            our_open[our_count] = ours[i]
            our_count += 1
            i += 1
        else:
            edge = other[theirs[j]]
            our_count = _close(one, our_open, our_count, edge[LEFT_X])
            for k in range(our_count):
                total += _below_both(one[our_open[k]], edge, level)
            their_open[their_count] = theirs[j]
            their_count += 1
            j += 1
    return total


@jit
def _close(  # noqa: PLR0917 -- compiled code takes plain arrays
    edges: Edges, still_open: Rows, count: int, x: float
) -> int:
    """Drop the edges that end before `x`; return how many are left."""
    kept = 0
    for k in range(count):
        if edges[still_open[k], RIGHT_X] > x:
            still_open[kept] = still_open[k]
            kept += 1
    return kept


@jit
def _below_both(
    one: NDArray[np.float64], other: NDArray[np.float64], level: float
) -> float:
    """Return the signed area between a level and the lower of two edges."""
    left = max(one[LEFT_X], other[LEFT_X])
    right = min(one[RIGHT_X], other[RIGHT_X])
    if right <= left:
        return 0.0
    one_left, one_right = _height(one, left), _height(one, right)
    other_left, other_right = _height(other, left), _height(other, right)
    ahead, behind = one_left - other_left, one_right - other_right
    mean = (one_left + other_left + one_right + other_right) / 4 - level
    if ahead * behind >= 0:
        apart = abs(ahead + behind) / 4
    else:
        apart = (ahead * ahead + behind * behind) / (abs(ahead) + abs(behind)) / 4
    area: float = one[SIGN] * other[SIGN] * (mean - apart) * (right - left)
    return area


@jit
def _height(edge: NDArray[np.float64], x: float) -> float:
    along = (x - edge[LEFT_X]) / (edge[RIGHT_X] - edge[LEFT_X])
    height: float = edge[LEFT_Y] + along * (edge[RIGHT_Y] - edge[LEFT_Y])
    return height
