# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiled loops that fill rings into an image of row numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landgis.jit import jit

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Image = NDArray[np.int32]

_WORD = 63
"""Widest row, in samples, whose scan lines fit into single words."""


@jit
def touching(boxes: Floats, frame: Floats, hidden: NDArray[np.bool_]) -> Ints:
    """Return the rows whose boxes touch a frame and that are not hidden.

    Looking at a million boxes takes 2 ms, less than a tree would need to be asked.
    """
    found = np.empty(len(boxes), np.int64)
    count = 0
    west, south, east, north = frame
    for row in range(len(boxes)):
        if (
            boxes[row, 0] <= east
            and boxes[row, 2] >= west
            and boxes[row, 1] <= north
            and boxes[row, 3] >= south
            and (len(hidden) == 0 or not hidden[row])
        ):
            found[count] = row
            count += 1
    return found[:count].copy()


@jit
def measure_sizes(boxes: Floats, hits: Ints, per_metre: float) -> NDArray[np.uint8]:
    """Return the smaller side of each hit's box in pixels, 1 to 255; 0 for others."""
    sizes = np.zeros(len(boxes), np.uint8)
    for row in hits:
        side = min(boxes[row, 2] - boxes[row, 0], boxes[row, 3] - boxes[row, 1])
        sizes[row] = min(max(np.ceil(side * per_metre), 1.0), 255.0)
    return sizes


@jit
def fill_band(
    points: Floats,
    rings: Ints,
    parts: Ints,
    boxes: Floats,
    hits: Ints,
    place: tuple[float, float, float],
    lines: tuple[int, int],
    image: Image,
    painted: NDArray[np.uint8],
) -> None:
    """Write the hits' rows into the scan lines from `lines[0]` up to `lines[1]`.

    `place` is left, top, and samples per metre.  A sample belongs to a row if its
    middle does; of two neighbours the one to the right or below has the border.
    """
    left, top, scale = place
    first, last = lines
    words = np.zeros(last - first + 1, np.uint64)
    for hit in range(len(hits)):
        row = hits[hit]
        low = np.ceil((top - boxes[row, 3]) * scale - 0.5)
        high = np.ceil((top - boxes[row, 1]) * scale - 0.5)
        if low >= last or high <= first or low >= high:
            continue
        begin, end = max(low, first), min(high, last)
        column = np.ceil((boxes[row, 0] - left) * scale - 0.5)
        width = np.ceil((boxes[row, 2] - left) * scale - 0.5) - column
        if width <= 0:
            continue
        span = (int(begin), int(end))
        ends = rings[parts[row] : parts[row + 1] + 1]
        if width <= _WORD:
            if _fill_small(points, ends, row, place, span, int(column), words, image):
                painted[hit] = 1
        elif _fill_large(points, ends, row, place, span, image):
            painted[hit] = 1


@jit
def _fill_small(
    points: Floats,
    ends: Ints,
    row: int,
    place: tuple[float, float, float],
    span: tuple[int, int],
    column: int,
    words: NDArray[np.uint64],
    image: Image,
) -> bool:
    """Fill a row whose lines are single words: an edge flips all to its right."""
    left, top, scale = place
    begin, end = span
    words[: end - begin] = 0
    for ring in range(len(ends) - 1):
        a, b = ends[ring], ends[ring + 1]
        if b - a < 3:
            continue
        x0 = (points[b - 1, 0] - left) * scale
        y0 = (top - points[b - 1, 1]) * scale
        for k in range(a, b):
            x1 = (points[k, 0] - left) * scale
            y1 = (top - points[k, 1]) * scale
            # The same edge seen from both neighbours must cross at the same place.
            if y0 < y1:
                ax, ay, bx, by = x0, y0, x1, y1
            else:
                ax, ay, bx, by = x1, y1, x0, y0
            y_first = int(max(np.ceil(ay - 0.5), begin))
            y_last = int(min(np.ceil(by - 0.5), end))
            if y_first < y_last:
                slope = (bx - ax) / (by - ay)
                for y in range(y_first, y_last):
                    x = ax + (y + 0.5 - ay) * slope
                    shift = min(max(int(np.ceil(x - 0.5)) - column, 0), _WORD)
                    words[y - begin] ^= np.uint64(0xFFFFFFFFFFFFFFFF) << np.uint64(
                        shift
                    )
            x0, y0 = x1, y1
    return _write_words(words, span, column, row, image)


@jit
def _write_words(
    words: NDArray[np.uint64],
    span: tuple[int, int],
    column: int,
    row: int,
    image: Image,
) -> bool:
    """Write the bits that are set; tell whether there were any."""
    begin, end = span
    is_painted = False
    for y in range(begin, end):
        word = words[y - begin]
        x = column
        while word:
            if word & np.uint64(1) and 0 <= x < image.shape[1]:
                image[y, x] = row
                is_painted = True
            word >>= np.uint64(1)
            x += 1
            if x - column >= _WORD:
                break
    return is_painted


@jit
def _fill_large(
    points: Floats,
    ends: Ints,
    row: int,
    place: tuple[float, float, float],
    span: tuple[int, int],
    image: Image,
) -> bool:
    """Fill a row by the sorted crossings of its edges with each scan line."""
    begin, end = span
    width = image.shape[1]
    starts = np.zeros(end - begin + 1, np.int64)
    nothing = np.empty(0, np.int32)
    _cross(points, ends, place, span, width, starts, nothing)
    total = 0
    for line in range(end - begin + 1):
        count = starts[line]
        starts[line] = total
        total += count
    crossings = np.empty(total, np.int32)
    _cross(points, ends, place, span, width, starts, crossings)
    # Each start has moved on to where the next line begins.
    is_painted = False
    a = 0
    for line in range(end - begin):
        b = starts[line]
        for k in range(a + 1, b):
            value = crossings[k]
            at = k
            while at > a and crossings[at - 1] > value:
                crossings[at] = crossings[at - 1]
                at -= 1
            crossings[at] = value
        for k in range(a, b - 1, 2):
            for x in range(crossings[k], crossings[k + 1]):
                image[begin + line, x] = row
                is_painted = True
        a = b
    return is_painted


@jit
def _cross(
    points: Floats,
    ends: Ints,
    place: tuple[float, float, float],
    span: tuple[int, int],
    width: int,
    starts: Ints,
    crossings: Image,
) -> None:
    """Count the crossings with each scan line, or write them if there is room."""
    left, top, scale = place
    begin, end = span
    is_counting = len(crossings) == 0
    for ring in range(len(ends) - 1):
        a, b = ends[ring], ends[ring + 1]
        if b - a < 3:
            continue
        x0 = (points[b - 1, 0] - left) * scale
        y0 = (top - points[b - 1, 1]) * scale
        for k in range(a, b):
            x1 = (points[k, 0] - left) * scale
            y1 = (top - points[k, 1]) * scale
            if y0 < y1:
                ax, ay, bx, by = x0, y0, x1, y1
            else:
                ax, ay, bx, by = x1, y1, x0, y0
            y_first = int(max(np.ceil(ay - 0.5), begin))
            y_last = int(min(np.ceil(by - 0.5), end))
            if y_first < y_last:
                slope = (bx - ax) / (by - ay)
                for y in range(y_first, y_last):
                    if is_counting:
                        starts[y - begin] += 1
                    else:
                        x = np.ceil(ax + (y + 0.5 - ay) * slope - 0.5)
                        crossings[starts[y - begin]] = int(min(max(x, 0), width))
                        starts[y - begin] += 1
            x0, y0 = x1, y1


@jit
def place_tiny(
    points: Floats,
    rings: Ints,
    parts: Ints,
    boxes: Floats,
    hits: Ints,
    place: tuple[float, float, float],
    painted: NDArray[np.uint8],
    image: Image,
) -> None:
    """Give a free sample to each hit that covers the middle of none."""
    left, top, scale = place
    height, width = image.shape
    for hit in range(len(hits)):
        if painted[hit]:
            continue
        row = hits[hit]
        x = (boxes[row, 0] + boxes[row, 2]) / 2
        y = (boxes[row, 1] + boxes[row, 3]) / 2
        longer = max(boxes[row, 2] - boxes[row, 0], boxes[row, 3] - boxes[row, 1])
        if longer * scale >= 1:
            # Thin and perhaps bent: a point of its own border is surely its own.
            corner = rings[parts[row]]
            following = min(corner + 1, rings[parts[row + 1]] - 1)
            x = (points[corner, 0] + points[following, 0]) / 2
            y = (points[corner, 1] + points[following, 1]) / 2
        px = np.floor((x - left) * scale)
        py = np.floor((top - y) * scale)
        if 0 <= px < width and 0 <= py < height and image[int(py), int(px)] < 0:
            image[int(py), int(px)] = row
