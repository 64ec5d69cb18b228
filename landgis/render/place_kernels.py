# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiled loops that find the middles of rows, on the ground and in a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landgis.jit import jit
from landgis.render.pick_kernels import ring_has

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Image = NDArray[np.int32]
Depth = NDArray[np.uint16]

_CORNERS = 3
_STRAIGHT, _SLANTED = 3, 4
_NEARLY = 0.85


@jit
def gravity_centres(
    points: Floats, rings: Ints, parts: Ints, boxes: Floats, rows: Ints
) -> Floats:
    """Return each row's centre of gravity; that of its box if it has no area."""
    centres = np.empty((len(rows), 2), np.float64)
    for place in range(len(rows)):
        row = rows[place]
        middle_x = (boxes[row, 0] + boxes[row, 2]) / 2
        middle_y = (boxes[row, 1] + boxes[row, 3]) / 2
        area = moment_x = moment_y = 0.0
        first, behind = parts[row], parts[row + 1]
        for ring in range(first, behind):
            a, b = rings[ring], rings[ring + 1]
            if b - a < _CORNERS:
                continue
            ring_area = ring_x = ring_y = 0.0
            before = b - 1
            for k in range(a, b):
                x0, y0 = points[before, 0] - middle_x, points[before, 1] - middle_y
                x1, y1 = points[k, 0] - middle_x, points[k, 1] - middle_y
                cross = x0 * y1 - x1 * y0
                ring_area += cross
                ring_x += (x0 + x1) * cross
                ring_y += (y0 + y1) * cross
                before = k
            sign = 1.0 if ring_area >= 0 else -1.0
            if behind - first > 1 and _is_hole(points, rings, (first, behind), ring):
                sign = -sign
            area += sign * ring_area
            moment_x += sign * ring_x
            moment_y += sign * ring_y
        centres[place, 0], centres[place, 1] = middle_x, middle_y
        if area > 0:
            centres[place, 0] += moment_x / (3 * area)
            centres[place, 1] += moment_y / (3 * area)
    return centres


@jit
def _is_hole(points: Floats, rings: Ints, span: tuple[int, int], ring: int) -> bool:
    """Tell whether a ring lies in an odd number of the others."""
    is_hole = False
    # The middle of an edge: corners may be shared with the ring around.
    k = rings[ring]
    x = (points[k, 0] + points[k + 1, 0]) / 2
    y = (points[k, 1] + points[k + 1, 1]) / 2
    for other in range(span[0], span[1]):
        if (
            other != ring
            and rings[other + 1] - rings[other] >= _CORNERS
            and ring_has(points[rings[other] : rings[other + 1]], x, y)
        ):
            is_hole = not is_hole
    return is_hole


@jit
def measure_depth(rows: Image, depth: Depth) -> None:
    """Find how deep each pixel lies in its row, in thirds of a pixel.

    Beyond the edge of the picture nothing belongs to any row.
    """
    height, width = rows.shape
    for y in range(height):
        for x in range(width):
            row = rows[y, x]
            best = 0
            if y > 0 and x > 0 and rows[y, x - 1] == row and rows[y - 1, x] == row:
                best = min(depth[y, x - 1], depth[y - 1, x]) + _STRAIGHT
                if rows[y - 1, x - 1] == row:
                    best = min(best, depth[y - 1, x - 1] + _SLANTED)
                else:
                    best = min(best, _SLANTED)
                if x + 1 < width and rows[y - 1, x + 1] == row:
                    best = min(best, depth[y - 1, x + 1] + _SLANTED)
                else:
                    best = min(best, _SLANTED)
            else:
                best = _STRAIGHT
            depth[y, x] = min(best, 65_000)
    for y in range(height - 1, -1, -1):
        for x in range(width - 1, -1, -1):
            row = rows[y, x]
            best = int(depth[y, x])
            if (
                y + 1 < height
                and x + 1 < width
                and rows[y, x + 1] == row
                and rows[y + 1, x] == row
            ):
                best = min(best, min(depth[y, x + 1], depth[y + 1, x]) + _STRAIGHT)
                if rows[y + 1, x + 1] == row:
                    best = min(best, depth[y + 1, x + 1] + _SLANTED)
                if x > 0 and rows[y + 1, x - 1] == row:
                    best = min(best, depth[y + 1, x - 1] + _SLANTED)
            else:
                best = _STRAIGHT
            depth[y, x] = best


@jit
def find_spots(rows: Image, depth: Depth, numbers: Image, count: int) -> Floats:
    """Return x, y and depth of the best place in each of the numbered rows.

    Of the places that are nearly the deepest, the one next to the middle of what
    is seen of the row; depth 0 for rows not seen.
    """
    deepest = np.zeros(count, np.int64)
    sums = np.zeros((count, 3), np.float64)
    height, width = rows.shape
    for y in range(height):
        for x in range(width):
            row = rows[y, x]
            if row < 0 or numbers[row] < 0:
                continue
            number = numbers[row]
            deepest[number] = max(deepest[number], depth[y, x])
            sums[number, 0] += x
            sums[number, 1] += y
            sums[number, 2] += 1
    spots = np.zeros((count, 3), np.float64)
    nearest = np.full(count, np.inf)
    for y in range(height):
        for x in range(width):
            row = rows[y, x]
            if row < 0 or numbers[row] < 0:
                continue
            number = numbers[row]
            if depth[y, x] < deepest[number] * _NEARLY:
                continue
            away_x = x - sums[number, 0] / sums[number, 2]
            away_y = y - sums[number, 1] / sums[number, 2]
            away = away_x * away_x + away_y * away_y
            if away < nearest[number]:
                nearest[number] = away
                spots[number, 0], spots[number, 1] = x, y
                spots[number, 2] = depth[y, x] / _STRAIGHT
    return spots


@jit
def fits(rows: Image, spots: Floats, owners: Ints, sizes: Floats) -> NDArray[np.bool_]:
    """Tell where a frame of a width and height around a spot has no other row."""
    height, width = rows.shape
    found = np.zeros(len(spots), np.bool_)
    for number in range(len(spots)):
        half_x, half_y = sizes[number, 0] / 2, sizes[number, 1] / 2
        west = int(np.floor(spots[number, 0] + 0.5 - half_x))
        east = int(np.ceil(spots[number, 0] + 0.5 + half_x))
        north = int(np.floor(spots[number, 1] + 0.5 - half_y))
        south = int(np.ceil(spots[number, 1] + 0.5 + half_y))
        if west < 0 or north < 0 or east > width or south > height:
            continue
        is_free = True
        for y in range(north, south):
            for x in range(west, east):
                if rows[y, x] != owners[number]:
                    is_free = False
                    break
            if not is_free:
                break
        found[number] = is_free
    return found
