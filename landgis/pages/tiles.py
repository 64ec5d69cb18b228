# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hatches as tiles that close at their edges, in millimetres of paper."""

from __future__ import annotations

import math
from dataclasses import dataclass

from landgis.pages.drawing import Hatch

_RIGHT_ANGLE = 90
_DIAGONAL = 45
_THIN_MM = 0.2

Line = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A square that repeats: lines, and dots as middle and radius."""

    side_mm: float
    pen_mm: float
    lines: tuple[Line, ...] = ()
    dots: tuple[tuple[float, float, float], ...] = ()


def make_tile(hatch: Hatch) -> Tile:
    """Return the tile of a hatch; angles are taken to eighths of a turn."""
    if hatch.marker:
        return _marked(hatch)
    angles = {round(angle / _DIAGONAL) * _DIAGONAL % 180 for angle in hatch.lines}
    is_slanted = any(angle % _RIGHT_ANGLE for angle in angles)
    side = hatch.pitch_mm * (math.sqrt(2) if is_slanted else 1.0)
    lines: list[Line] = []
    for angle in sorted(angles):
        lines += _lines(angle, side)
    return Tile(side_mm=side, pen_mm=hatch.size_mm, lines=tuple(lines))


def _lines(angle: int, side: float) -> list[Line]:
    """Return the lines of one direction that pass through a tile, with its corners."""
    over, half = side / 2, side / 2
    if angle == 0:
        return [(-over, half, side + over, half)]
    if angle == _RIGHT_ANGLE:
        return [(half, -over, half, side + over)]
    if angle == _DIAGONAL:
        return [
            (-over + shift, -over - shift, side + over + shift, side + over - shift)
            for shift in (-half, 0.0, half)
        ]
    return [
        (-over + shift, side + over + shift, side + over + shift, -over + shift)
        for shift in (-half, 0.0, half)
    ]


def _marked(hatch: Hatch) -> Tile:
    """Return markers in quincunx: rows are shifted by half a pitch."""
    side = hatch.pitch_mm * math.sqrt(2)
    spots = ((side / 4, side / 4), (side * 3 / 4, side * 3 / 4))
    half = hatch.size_mm / 2
    if hatch.marker == "circle":
        dots = tuple((x, y, half) for x, y in spots)
        return Tile(side_mm=side, pen_mm=0.0, dots=dots)
    lines: list[Line] = []
    for x, y in spots:
        lines += [(x - half, y, x + half, y), (x, y - half, x, y + half)]
    return Tile(side_mm=side, pen_mm=_THIN_MM, lines=tuple(lines))
