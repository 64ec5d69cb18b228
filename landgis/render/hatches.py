# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hatches as small tiles that repeat: how much of each pixel is ink."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Tile = NDArray[np.uint8]

LEVELS = 32
"""Ink in steps from 0 (none) to 32 (all of the pixel)."""

_FINE = 8
_HALF_TURN = 180
_DIAGONAL = 45
_SMALLEST_PERIOD = 2


@dataclass(frozen=True, kw_only=True)
class Hatch:
    """Lines at angles (degrees, counter-clockwise; 45 is "/"), or a marker, at a pitch.

    Angles are rounded to eighths of a turn, so that tiles close. `marker` is
    "circle", "cross" or ""; pixels are logical ones.
    """

    lines: tuple[float, ...] = ()
    marker: str = ""
    pitch_px: float = 7.0
    size_px: float = 1.0


@lru_cache(maxsize=64)
def tile_of(hatch: Hatch, ratio: float) -> Tile:
    """Return the tile of a hatch for so many device pixels in a logical one."""
    angles = [
        round(angle / _DIAGONAL) * _DIAGONAL % _HALF_TURN for angle in hatch.lines
    ]
    is_slanted = any(angle % (2 * _DIAGONAL) for angle in angles)
    pitch, size = hatch.pitch_px * ratio, hatch.size_px * ratio
    period = round(pitch * math.sqrt(2)) if is_slanted else round(pitch)
    period = max(period, _SMALLEST_PERIOD)
    middles = (np.arange(period * _FINE) + 0.5) / _FINE
    x, y = np.meshgrid(middles, middles)
    ink = np.zeros(x.shape, dtype=bool)
    for angle in angles:
        ink |= _is_on_line(x, y, angle=angle, period=period, size=size)
    if hatch.marker:
        # Lines of a marker are as thin as those of a hatch.
        across, up = np.abs(x - period / 2), np.abs(y - period / 2)
        if hatch.marker == "circle":
            ink |= np.hypot(across, up) <= size / 2
        else:
            stroke = max(ratio, 1.0) / 2
            ink |= (np.minimum(across, up) <= stroke) & (
                np.maximum(across, up) <= size / 2
            )
    share = ink.reshape(period, _FINE, period, _FINE).mean(axis=(1, 3))
    tile = np.round(share * LEVELS).astype(np.uint8)
    tile.flags.writeable = False
    return np.asarray(tile)


def _is_on_line(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    *,
    angle: float,
    period: int,
    size: float,
) -> NDArray[np.bool_]:
    """Tell which points of a tile lie on the lines through its middles."""
    if angle == 0:
        along, spacing = y, float(period)
    elif angle == 2 * _DIAGONAL:
        along, spacing = x, float(period)
    else:
        spacing = period / math.sqrt(2)
        sign = 1 if angle == _DIAGONAL else -1
        along = (x + sign * y) / math.sqrt(2)
    from_line = np.abs(np.mod(along, spacing) - spacing / 2)
    return np.asarray(from_line <= size / 2)
