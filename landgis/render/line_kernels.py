# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiled loops that thin the corners of lines for a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landgis.jit import jit
from landgis.render.pick_kernels import squared_from

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@jit
def thin_lines(
    points: Floats,
    rings: Ints,
    parts: Ints,
    rows: Ints,
    place: tuple[float, float, float],
    frame: tuple[float, float, float, float],
    tolerance: float,
) -> tuple[Floats, Ints, Ints]:
    """Return the lines of rows in pixels, cut roughly to a frame, corners thinned.

    A line that leaves the frame is broken there; the pieces that reach outside go
    on to their next corner, so that no end is seen.
    """
    total = lines = 0
    for row in rows:
        total += rings[parts[row + 1]] - rings[parts[row]]
        lines += parts[row + 1] - parts[row]
    # A piece that is cut begins and ends with a corner that another may have, too.
    out = np.empty((2 * total + 1, 2), np.float64)
    starts = np.empty(total + lines + 1, np.int64)
    owners = np.empty(total + lines, np.int64)
    left, top, scale = place
    count = made = 0
    for row in rows:
        for ring in range(parts[row], parts[row + 1]):
            a, b = rings[ring], rings[ring + 1]
            line = np.empty((b - a, 2), np.float64)
            for k in range(b - a):
                line[k, 0] = (points[a + k, 0] - left) * scale
                line[k, 1] = (top - points[a + k, 1]) * scale
            begin = 0
            while begin + 1 < len(line):
                while begin + 1 < len(line) and is_beyond(line, begin, frame):
                    begin += 1
                end = begin
                while end + 1 < len(line) and not is_beyond(line, end, frame):
                    end += 1
                if end > begin:
                    kept = thin(line[begin : end + 1], tolerance)
                    starts[made], owners[made] = count, row
                    made += 1
                    for k in range(end + 1 - begin):
                        if kept[k]:
                            out[count] = line[begin + k]
                            count += 1
                begin = max(end, begin + 1)
    starts[made] = count
    return out[:count].copy(), starts[: made + 1].copy(), owners[:made].copy()


@jit
def is_beyond(line: Floats, k: int, frame: tuple[float, float, float, float]) -> bool:
    """Tell whether a piece of a line lies wholly on the far side of an edge."""
    west, north, east, south = frame
    return bool(
        (line[k, 0] < west and line[k + 1, 0] < west)
        or (line[k, 0] > east and line[k + 1, 0] > east)
        or (line[k, 1] < north and line[k + 1, 1] < north)
        or (line[k, 1] > south and line[k + 1, 1] > south)
    )


@jit
def thin(line: Floats, tolerance: float) -> NDArray[np.bool_]:
    """Tell which corners must stay so that none that goes was off by more."""
    kept = np.zeros(len(line), np.bool_)
    kept[0] = kept[-1] = True
    stack = np.empty((len(line) + 1, 2), np.int64)
    stack[0, 0], stack[0, 1] = 0, len(line) - 1
    depth = 1
    limit = tolerance * tolerance
    while depth > 0:
        depth -= 1
        a, b = stack[depth, 0], stack[depth, 1]
        farthest, at = limit, -1
        for k in range(a + 1, b):
            away = squared_from(line[k], line[a], line[b])
            if away > farthest:
                farthest, at = away, k
        if at >= 0:
            kept[at] = True
            stack[depth, 0], stack[depth, 1] = a, at
            stack[depth + 1, 0], stack[depth + 1, 1] = at, b
            depth += 2
    return kept
