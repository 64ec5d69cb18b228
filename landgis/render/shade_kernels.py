# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiled loops that colour an image of row numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from landgis.render.jit import jit
from landgis.render.styles import Tables

Image = NDArray[np.int32]
Flags = NDArray[np.uint8]
Colours = NDArray[np.uint32]
Window = tuple[int, int, int, int]

_LONGEST = 12


@jit
def shade_band(
    rows: Image,
    classes: Any,
    sizes: Flags,
    depth: Flags,
    filled: NDArray[np.bool_],
    styles: Tables,
    lines: tuple[int, int],
    small: int,
    out: Colours,
) -> None:
    """Colour the pixels from line `lines[0]` up to `lines[1]`.

    `filled` are the rows that are shown by the accent alone, or empty.
    """
    # Taken out of their tuple once: each access would count references.
    body, plain, edge, limits = styles.body, styles.plain, styles.edge, styles.limit
    halves, dashes, hatches = styles.half, styles.dash, styles.hatch
    tiles, periods, phases = styles.tiles, styles.periods, styles.phase
    columns = styles.columns
    fine = rows.shape[1] // out.shape[1]
    accent = len(plain) - 1
    none = accent - 1
    samples = fine * fine
    half = samples // 2
    # So far from a border, the other samples of the pixel are no border either.
    far_inside = max(limits.max(), 1) + 4 if fine == 2 else 0
    has_depth, has_filled = len(depth) > 0, len(filled) > 0
    last_row, kind, is_small = -1, none, True
    tile_lines = np.zeros(len(periods), np.int64)
    for y in range(lines[0], lines[1]):
        for tile in range(len(periods)):
            tile_lines[tile] = (y + phases[tile]) % periods[tile]
        for x in range(out.shape[1]):
            alpha = red = green = blue = 0
            is_same, first = True, np.uint32(0)
            for sub in range(samples):
                sy, sx = y * fine + sub // fine, x * fine + sub % fine
                row = rows[sy, sx]
                if row != last_row:
                    last_row = row
                    kind, is_small = none, True
                    if row >= 0:
                        kind, is_small = np.int64(classes[row]), sizes[row] < small
                        if has_filled and filled[row]:
                            kind, is_small = accent, True
                if is_small or not has_depth:
                    colour = plain[kind]
                elif depth[sy, sx] < limits[kind] and is_drawn(
                    rows, (sy, sx), halves[kind], dashes[kind]
                ):
                    colour = edge[kind]
                else:
                    tile = hatches[kind]
                    ink = tiles[tile, tile_lines[tile], columns[tile, x]]
                    colour = body[kind, ink]
                if sub == 0:
                    first = colour
                    if has_depth and depth[sy, sx] >= far_inside:
                        break
                elif colour != first:
                    is_same = False
                alpha += colour >> 24
                red += (colour >> 16) & 255
                green += (colour >> 8) & 255
                blue += colour & 255
            if is_same:
                out[y, x] = first
            else:
                out[y, x] = (
                    ((alpha + half) // samples << 24)
                    | ((red + half) // samples << 16)
                    | ((green + half) // samples << 8)
                    | ((blue + half) // samples)
                )


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
