# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiled loops that take well-known binary and .shp records apart."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from landgis.jit import jit

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]
Bits = NDArray[np.uint64]

_POINT, _LINE, _POLYGON, _COLLECTION = 1, 2, 3, 7
_EWKB_Z, _EWKB_M, _EWKB_SRID = 0x80000000, 0x40000000, 0x20000000
_SHP_HEAD = 44


@jit
def whole(data: Bytes, at: int, little: bool) -> Any:
    """Read four bytes as a number without sign."""
    a, b = np.int64(data[at]), np.int64(data[at + 1])
    c, d = np.int64(data[at + 2]), np.int64(data[at + 3])
    if little:
        return a | (b << 8) | (c << 16) | (d << 24)
    return d | (c << 8) | (b << 16) | (a << 24)


@jit
def bits(data: Bytes, at: int, little: bool) -> Any:
    """Read eight bytes as they are; seen as a float64 they are a coordinate."""
    found = np.uint64(0)
    if little:
        for k in range(8):
            found |= np.uint64(data[at + k]) << np.uint64(8 * k)
    else:
        for k in range(8):
            found |= np.uint64(data[at + k]) << np.uint64(56 - 8 * k)
    return found


@jit
def skip_geopackage_head(data: Bytes, at: int, end: int) -> int:
    """Return where the WKB begins behind a GeoPackage's own header, if there is one."""
    if end - at < 8 or data[at] != 0x47 or data[at + 1] != 0x50:
        return at
    kind = (data[at + 3] >> 1) & 7
    if kind == 0:
        return at + 8
    if kind == 1:
        return at + 40
    return at + 56 if kind < 4 else at + 72


@jit
def read_row(
    data: Bytes, span: tuple[int, int], points: Bits, rings: Ints, n: int, r: int
) -> tuple[int, int]:
    """Append a row's corners and ring ends; -1 if the bytes make no sense.

    With empty arrays they are only counted.  Parts of a whole follow each other,
    so a counter of what is still to come replaces recursion.
    """
    at, end = span
    at = skip_geopackage_head(data, at, end)
    is_counting = len(points) == 0
    left = 1
    while left > 0:
        left -= 1
        if at + 5 > end:
            return -1, -1
        little = data[at] == 1
        kind = whole(data, at + 1, little)
        at += 5
        dims = 2
        if kind & _EWKB_Z:
            dims += 1
        if kind & _EWKB_M:
            dims += 1
        if kind & _EWKB_SRID:
            at += 4
        kind &= 0xFFFF
        dims += (kind // 1000 + 1) // 2 if kind < 3000 else 2
        kind %= 1000
        size = 8 * dims
        if kind == _POINT:
            count = 1
        elif at + 4 > end:
            return -1, -1
        else:
            count = whole(data, at, little)
            at += 4
        if 4 <= kind <= _COLLECTION:
            if count > (end - at) // 5:
                return -1, -1
            left += count
            continue
        if kind > _COLLECTION or kind == 0:
            return -1, -1
        for _ in range(count if kind == _POLYGON else 1):
            corners = count
            if kind == _POLYGON:
                if at + 4 > end:
                    return -1, -1
                corners = whole(data, at, little)
                at += 4
            if corners > (end - at) // size:
                return -1, -1
            if not is_counting:
                for k in range(corners):
                    points[2 * (n + k)] = bits(data, at + k * size, little)
                    points[2 * (n + k) + 1] = bits(data, at + k * size + 8, little)
                rings[r] = n + corners
            n += corners
            r += 1
            at += corners * size
    return n, r


@jit
def count_rows(data: Bytes, offsets: Ints, corners: Ints, parts: Ints) -> None:
    """Count each row's corners and rings; 0 for those that make no sense."""
    nothing, no_rings = np.empty(0, np.uint64), np.empty(0, np.int64)
    for row in range(len(offsets) - 1):
        n = r = 0
        if offsets[row + 1] > offsets[row]:
            span = (offsets[row], offsets[row + 1])
            n, r = read_row(data, span, nothing, no_rings, 0, 0)
        corners[row] = max(n, 0)
        parts[row] = max(r, 0)


@jit
def fill_rows(
    data: Bytes,
    offsets: Ints,
    first_corner: Ints,
    first_part: Ints,
    points: Bits,
    ring_ends: Ints,
) -> None:
    """Write the corners and ring ends of the rows counted before."""
    for row in range(len(offsets) - 1):
        if first_part[row + 1] > first_part[row]:
            span = (offsets[row], offsets[row + 1])
            read_row(data, span, points, ring_ends, first_corner[row], first_part[row])


@jit
def fill_shp(
    data: Bytes,
    starts: Ints,
    first_corner: Ints,
    first_part: Ints,
    points: Bits,
    ring_ends: Ints,
) -> None:
    """Write the corners and ring ends of .shp records, whose heads were counted."""
    for row in range(len(starts)):
        count = first_corner[row + 1] - first_corner[row]
        parts = first_part[row + 1] - first_part[row]
        n = first_corner[row]
        head = starts[row] + _SHP_HEAD
        for part in range(parts):
            end = count
            if part + 1 < parts:
                end = whole(data, head + 4 * (part + 1), True)
            ring_ends[first_part[row] + part] = n + min(max(end, 0), count)
        body = head + 4 * parts
        for k in range(2 * count):
            points[2 * n + k] = bits(data, body + 8 * k, True)


@jit
def shift_and_measure(
    points: NDArray[np.float64],
    first_corner: Ints,
    origin: NDArray[np.float64],
    boxes: NDArray[np.float64],
) -> None:
    """Take the origin off the corners of rows, and find the box of each.

    It is NaN without corners or with one that is no number.
    """
    for row in range(len(first_corner) - 1):
        low_x = low_y = np.inf
        high_x = high_y = -np.inf
        is_sound = True
        for k in range(first_corner[row], first_corner[row + 1]):
            x, y = points[k, 0] - origin[0], points[k, 1] - origin[1]
            points[k, 0], points[k, 1] = x, y
            if not (np.isfinite(x) and np.isfinite(y)):
                is_sound = False
            low_x, high_x = min(low_x, x), max(high_x, x)
            low_y, high_y = min(low_y, y), max(high_y, y)
        if is_sound and low_x <= high_x:
            boxes[row, 0], boxes[row, 1] = low_x, low_y
            boxes[row, 2], boxes[row, 3] = high_x, high_y
        else:
            boxes[row, :] = np.nan
