# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiled loops that colour an image of row numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from landgis.render.jit import jit
from landgis.render.marks import FILLED, SELECTED, Marks
from landgis.render.styles import Tables

Image = NDArray[np.int32]
Flags = NDArray[np.uint8]
Near = NDArray[np.uint16]
Colours = NDArray[np.uint32]

FAR = 10_000


@jit
def mark(
    rows: Image, flags: Flags, lines: tuple[int, int], marks: Flags
) -> tuple[int, int, int, int]:
    """Copy the rows' flags to the samples; return the frame of those with any."""
    first, last = lines
    low_x, low_y, high_x, high_y = rows.shape[1], rows.shape[0], -1, -1
    for y in range(first, last):
        for x in range(rows.shape[1]):
            row = rows[y, x]
            flag = flags[row] if row >= 0 else np.uint8(0)
            marks[y, x] = flag
            if flag:
                low_x, high_x = min(low_x, x), max(high_x, x)
                low_y, high_y = min(low_y, y), max(high_y, y)
    return low_x, low_y, high_x, high_y


@jit
def distances(marks: Flags, flag: int, reach: int, near: Near) -> None:
    """Find the squared distance of each sample to the border of what has a flag.

    Both samples beside a border are at distance 0; beyond `reach` all is far.
    """
    height, width = marks.shape
    across = np.empty((height, width), np.uint16)
    line = np.empty(width, np.uint16)
    is_busy = np.zeros(height, np.bool_)
    for y in range(height):
        line[:] = FAR
        for x in range(width):
            own = marks[y, x] & flag
            if (
                (x > 0 and marks[y, x - 1] & flag != own)
                or (x + 1 < width and marks[y, x + 1] & flag != own)
                or (y > 0 and marks[y - 1, x] & flag != own)
                or (y + 1 < height and marks[y + 1, x] & flag != own)
            ):
                line[x] = 0
                is_busy[y] = True
        across[y] = line
        if is_busy[y]:
            for step in range(1, reach + 1):
                added = np.uint16(step * step)
                for x in range(width - step):
                    across[y, x] = min(across[y, x], np.uint16(line[x + step] + added))
                for x in range(step, width):
                    across[y, x] = min(across[y, x], np.uint16(line[x - step] + added))
    for y in range(height):
        near[y] = across[y]
        for other in range(max(y - reach, 0), min(y + reach + 1, height)):
            if is_busy[other] and other != y:
                added = np.uint16((other - y) * (other - y))
                for x in range(width):
                    near[y, x] = min(near[y, x], np.uint16(across[other, x] + added))


@jit
def is_edge(rows: Image, y: int, x: int, reach: int) -> bool:
    """Tell whether another row lies within so many samples."""
    height, width = rows.shape
    row = rows[y, x]
    if reach < 0:
        return bool(
            (x + 1 < width and rows[y, x + 1] != row)
            or (y + 1 < height and rows[y + 1, x] != row)
        )
    left, right = max(x - reach, 0), min(x + reach, width - 1)
    up, down = max(y - reach, 0), min(y + reach, height - 1)
    if (
        rows[y, left] != row
        or rows[y, right] != row
        or rows[up, x] != row
        or rows[down, x] != row
    ):
        return True
    if reach == 1:
        return False
    slant = (reach * 3) // 4
    left, right = max(x - slant, 0), min(x + slant, width - 1)
    up, down = max(y - slant, 0), min(y + slant, height - 1)
    return bool(
        rows[up, left] != row
        or rows[up, right] != row
        or rows[down, left] != row
        or rows[down, right] != row
    )


@jit
def is_gap(rows: Image, y: int, x: int, reach: int, period: int) -> bool:
    """Tell whether a dashed outline is interrupted here.

    Dashes run along the side that is next: across under a level border, down beside
    an upright one.
    """
    height, width = rows.shape
    row = rows[y, x]
    far = abs(reach)
    is_level = (
        rows[max(y - far, 0), x] != row or rows[min(y + far, height - 1), x] != row
    )
    along = x if is_level else y
    return bool(along % period >= (period * 5) // 8)


@jit
def shade_band(  # noqa: C901, PLR0912, PLR0913, PLR0917 - one pass over pixels
    rows: Image,
    classes: Any,
    sizes: Flags,
    styles: Tables,
    picked: Marks,
    lines: tuple[int, int],
    small: int,
    out: Colours,
) -> None:
    """Colour the pixels from line `lines[0]` up to `lines[1]`."""
    fine = rows.shape[1] // out.shape[1]
    none = len(styles.plain) - 1
    samples = fine * fine
    last_row, last_class, is_small = -1, none, True
    west, north, east, south = picked.limits[:4]
    for y in range(lines[0], lines[1]):
        for x in range(out.shape[1]):
            alpha = red = green = blue = 0
            same, first = True, np.uint32(0)
            for sub in range(samples):
                sy, sx = y * fine + sub // fine, x * fine + sub % fine
                row = rows[sy, sx]
                if row != last_row:
                    last_row = row
                    last_class = classes[row] if row >= 0 else none
                    is_small = row < 0 or sizes[row] < small
                kind = last_class
                if is_small:
                    colour = styles.plain[kind]
                else:
                    reach = styles.reach[kind]
                    dash = styles.dash[kind]
                    if (
                        reach != 0
                        and is_edge(rows, sy, sx, reach)
                        and (dash == 0 or not is_gap(rows, sy, sx, reach, dash))
                    ):
                        colour = styles.edge[kind]
                    elif styles.hatch[kind] >= 0:
                        tile = styles.hatch[kind]
                        period = styles.periods[tile]
                        ty = (y + styles.phase[tile, 1]) % period
                        tx = (x + styles.phase[tile, 0]) % period
                        colour = styles.body[kind, styles.tiles[tile, ty, tx]]
                    else:
                        colour = styles.body[kind, 0]
                if north <= sy < south and west <= sx < east:
                    colour = overlay(picked, sy - north, sx - west, colour)
                if sub == 0:
                    first = colour
                elif colour != first:
                    same = False
                alpha += colour >> 24
                red += (colour >> 16) & 255
                green += (colour >> 8) & 255
                blue += colour & 255
            if same:
                out[y, x] = first
            else:
                half = samples // 2
                out[y, x] = (
                    ((alpha + half) // samples << 24)
                    | ((red + half) // samples << 16)
                    | ((green + half) // samples << 8)
                    | ((blue + half) // samples)
                )


@jit
def overlay(picked: Marks, y: int, x: int, colour: int) -> int:
    """Return the colour with what is picked out above it."""
    own = picked.marks[y, x]
    if len(picked.selected):
        away = picked.selected[y, x]
        # Of an odd width the inner side has the greater half.
        if away < (picked.limits[4] if own & SELECTED else picked.limits[5]):
            colour = picked.accent
        elif away < picked.limits[6]:
            colour = picked.halo
    if own & FILLED:
        colour = picked.accent
    if len(picked.hovered) and picked.hovered[y, x] < picked.limits[7]:
        colour = picked.ink
    return colour
