# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiled loops that tell which rows a point, a polygon or a stroke meets."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from landgis.jit import jit

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_CORNERS = 3


@jit
def ring_has(ring: Floats, x: float, y: float) -> bool:
    """Tell whether a ring runs round a point, by the crossings to its right."""
    is_in = False
    before = len(ring) - 1
    for k in range(len(ring)):
        xk, yk, xb, yb = ring[k, 0], ring[k, 1], ring[before, 0], ring[before, 1]
        if (yk > y) != (yb > y):
            # The lower end first, so that neighbours agree on a shared border.
            if yk < yb:
                cross = xk + (y - yk) / (yb - yk) * (xb - xk)
            else:
                cross = xb + (y - yb) / (yk - yb) * (xk - xb)
            if x < cross:
                is_in = not is_in
        before = k
    return is_in


@jit
def row_has(points: Floats, ends: Ints, x: float, y: float) -> bool:
    """Tell whether a row covers a point: in an odd number of its rings."""
    is_in = False
    for ring in range(len(ends) - 1):
        if ends[ring + 1] - ends[ring] >= _CORNERS and ring_has(
            points[ends[ring] : ends[ring + 1]], x, y
        ):
            is_in = not is_in
    return is_in


@jit
def rows_with(points: Floats, rings: Ints, parts: Ints, rows: Ints, at: Floats) -> Ints:
    """Return those rows that cover a point."""
    kept = np.empty(len(rows), np.int64)
    count = 0
    for row in rows:
        if row_has(points, rings[parts[row] : parts[row + 1] + 1], at[0], at[1]):
            kept[count] = row
            count += 1
    return kept[:count].copy()


@jit
def squared_gap(a: Floats, b: Floats, c: Floats, d: Floats) -> Any:
    """Return the squared distance of two line pieces, 0 where they cross."""
    if crosses(a, b, c, d):
        return 0.0
    ends = min(squared_from(a, c, d), squared_from(b, c, d))
    others = min(squared_from(c, a, b), squared_from(d, a, b))
    return min(ends, others)


@jit
def side(a: Floats, b: Floats, c: Floats) -> Any:
    """Return on which side of a line a point lies, by its sign."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@jit
def crosses(a: Floats, b: Floats, c: Floats, d: Floats) -> bool:
    """Tell whether two line pieces cross; those that only touch do not here."""
    return bool(side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0)


@jit
def squared_from(p: Floats, a: Floats, b: Floats) -> Any:
    """Return the squared distance of a point from a line piece."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = 0.0
    if length > 0:
        t = min(max(((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length, 0.0), 1.0)
    ex, ey = a[0] + t * dx - p[0], a[1] + t * dy - p[1]
    return ex * ex + ey * ey


@jit
def rows_near(
    points: Floats,
    rings: Ints,
    parts: Ints,
    boxes: Floats,
    rows: Ints,
    path: Floats,
    radius: float,
) -> Ints:
    """Return those rows that come as near to a path as a radius, or cover a part."""
    kept = np.empty(len(rows), np.int64)
    count = 0
    limit = radius * radius
    for row in rows:
        ends = rings[parts[row] : parts[row + 1] + 1]
        is_met = row_has(points, ends, path[0, 0], path[0, 1])
        for step in range(max(len(path) - 1, 1)):
            if is_met:
                break
            a, b = path[step], path[min(step + 1, len(path) - 1)]
            if (
                boxes[row, 0] <= max(a[0], b[0]) + radius
                and boxes[row, 2] >= min(a[0], b[0]) - radius
                and boxes[row, 1] <= max(a[1], b[1]) + radius
                and boxes[row, 3] >= min(a[1], b[1]) - radius
            ):
                is_met = _is_near(points, ends, a, b, limit)
        if is_met:
            kept[count] = row
            count += 1
    return kept[:count].copy()


@jit
def _is_near(points: Floats, ends: Ints, a: Floats, b: Floats, limit: float) -> bool:
    for ring in range(len(ends) - 1):
        before = ends[ring + 1] - 1
        for k in range(ends[ring], ends[ring + 1]):
            if squared_gap(points[before], points[k], a, b) <= limit:
                return True
            before = k
    return False
