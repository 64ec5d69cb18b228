# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiled loops that colour an image of row numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from landgis.jit import jit
from landgis.render.styles import Tables

Image = NDArray[np.int32]
Flags = NDArray[np.uint8]
Colours = NDArray[np.uint32]
Window = tuple[int, int, int, int]

_LONGEST = 12


@jit
def shade_band(
    rows: Image,
    looks: Any,
    depth: Flags,
    styles: Tables,
    lines: tuple[int, int],
    out: Colours,
) -> None:
    """Colour the pixels from line `lines[0]` up to `lines[1]`.

    `looks` has the look of each row.  Samples are added up as four channels in one
    word, 16 bits each, which holds the sum of a pixel's samples.
    """
    # Taken out of their tuple once: each access would count references.
    body, edge, limits, halves = styles.body, styles.edge, styles.limit, styles.half
    dashes, hatches, tiles = styles.dash, styles.hatch, styles.tiles
    periods, phases, columns = styles.periods, styles.phase, styles.columns
    fine = rows.shape[1] // out.shape[1]
    none = len(edge) - 2
    shift, half = np.uint64(2 * (fine - 1)), np.uint64(0x0002000200020002 * (fine - 1))
    # So far from a border, the other samples of the pixel are no border either.
    far_inside = max(limits.max(), 1) + 4
    has_depth = len(depth) > 0
    last_row = -1
    look: Any = none
    tile_lines = np.zeros(len(periods), np.int64)
    for y in range(lines[0], lines[1]):
        for tile in range(len(periods)):
            tile_lines[tile] = (y + phases[tile]) % periods[tile]
        for x in range(out.shape[1]):
            total = np.uint64(0)
            for sub in range(fine * fine):
                sy, sx = y * fine + sub // fine, x * fine + sub % fine
                row = rows[sy, sx]
                if row != last_row:
                    last_row = row
                    look = np.int64(looks[row]) if row >= 0 else none
                if not has_depth:
                    total += body[look, 0]
                elif depth[sy, sx] < limits[look] and is_drawn(
                    rows, (sy, sx), halves[look], dashes[look]
                ):
                    total += edge[look]
                else:
                    tile = hatches[look]
                    ink = tiles[tile, tile_lines[tile], columns[tile, x]]
                    total += body[look, ink]
                    if sub == 0 and depth[sy, sx] >= far_inside:
                        total = total * np.uint64(fine * fine)
                        break
            total = ((total + half) >> shift) & np.uint64(0x00FF00FF00FF00FF)
            total = (total | (total >> np.uint64(8))) & np.uint64(0x0000FFFF0000FFFF)
            out[y, x] = (total | (total >> np.uint64(16))) & np.uint64(0xFFFFFFFF)


@jit
def is_drawn(rows: Image, at: tuple[int, int], half: int, period: int) -> bool:
    """Tell whether an outline is drawn here: dashes have gaps, half lines one side.

    Dashes run along the side that is next: across beside a level border, down
    beside an upright one.
    """
    if half == 0 and period == 0:
        return True
    y, x = at
    height, width = rows.shape
    row = rows[y, x]
    if half and not (
        (x + 1 < width and rows[y, x + 1] != row)
        or (y + 1 < height and rows[y + 1, x] != row)
    ):
        return False
    if period == 0:
        return True
    for step in range(1, _LONGEST):
        up, down = max(y - step, 0), min(y + step, height - 1)
        if rows[up, x] != row or rows[down, x] != row:
            return bool(x % period < (period * 5) // 8)
        left, right = max(x - step, 0), min(x + step, width - 1)
        if rows[y, left] != row or rows[y, right] != row:
            return bool(y % period < (period * 5) // 8)
    return bool(x % period < (period * 5) // 8)


@jit
def mark(
    rows: Image, flags: NDArray[np.bool_], corner: tuple[int, int], marks: Flags
) -> None:
    """Write 1 for each sample of a window whose row is flagged, else 0."""
    north, west = corner
    last_row, flag = -1, np.uint8(0)
    for y in range(len(marks)):
        line = rows[y + north]
        for x in range(marks.shape[1]):
            row = line[x + west]
            if row != last_row:
                last_row = row
                flag = np.uint8(row >= 0 and flags[row])
            marks[y, x] = flag


@jit
def overlay(
    marks: Flags,
    near: Flags,
    limits: tuple[int, int, int],
    colours: tuple[int, int],
    fine: int,
    out: Colours,
) -> None:
    """Lay line and halo over the pixels of a window.

    Below `limits[0]` samples inside, and below `limits[1]` those outside, have the
    first colour; below `limits[2]` both have the second.
    """
    samples = fine * fine
    for y in range(len(out)):
        for x in range(out.shape[1]):
            line = halo = 0
            for sub in range(samples):
                sy, sx = y * fine + sub // fine, x * fine + sub % fine
                away = near[sy, sx]
                if away < limits[2]:
                    # Of an odd width the inner side has the greater half.
                    if away < (limits[0] if marks[sy, sx] else limits[1]):
                        line += 1
                    else:
                        halo += 1
            if line or halo:
                rest = samples - line - halo
                mixed = 0
                for shift in (0, 8, 16, 24):
                    value = (
                        ((out[y, x] >> shift) & 255) * rest
                        + ((colours[0] >> shift) & 255) * line
                        + ((colours[1] >> shift) & 255) * halo
                    )
                    mixed |= ((value + samples // 2) // samples) << shift
                out[y, x] = mixed
