# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where letters and names stand on a map: inside what they name, never meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.pages.drawing import Item, Look, in_frame, rings_mm
from landgis.pages.fonts import MM_PER_POINT, advance, glyph_rings
from landgis.pages.paper import Frame
from landgis.tables import Geometries

SMALLEST_PT, LARGE_PT = 6.5, 8.0
_LARGE_MM = 12.0
_HEIGHT = 1.1
_MOST_SOUGHT = 3000
_CELL_MM = 4.0
_BASELINE = 0.37  # of the size, from the middle of a Chinese character down

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A text with its middle at a place of the frame, in mm from the lower left."""

    text: str
    x: float
    y: float
    size_pt: float
    ink: str = "#000000"
    halo_mm: float = 0.35
    spread: float = 0.0


def place_letters(
    shapes: Geometries, texts: Sequence[str], frame: Frame, *, ink: str
) -> list[Letter]:
    """Place the letters of shapes where the whole letter fits inside, larger first."""
    near = in_frame(shapes, frame, margin_mm=0.0)
    near = near[[bool(texts[k]) for k in near.tolist()]] if len(near) else near
    if not len(near):
        return []
    boxes = shapely.bounds(shapes[near])
    widths = np.array([text_width(texts[k], SMALLEST_PT) for k in near.tolist()])
    high = SMALLEST_PT * MM_PER_POINT * _HEIGHT
    size_mm = (boxes[:, 2:] - boxes[:, :2]) / frame.m_per_mm
    room = (size_mm[:, 0] >= widths) & (size_mm[:, 1] >= high)
    near, widths, size_mm = near[room], widths[room], size_mm[room]
    spots, fits = _spots(shapes[near], frame, widths=widths, high=high)
    near, spots, size_mm = near[fits], spots[fits], size_mm[fits]
    order = np.argsort(-size_mm.min(axis=1), kind="stable")
    taken = Taken()
    found: list[Letter] = []
    for k in order.tolist():
        row = int(near[k])
        is_large = size_mm[k].min() >= _LARGE_MM
        letter = Letter(
            text=texts[row],
            x=float(spots[k, 0]),
            y=float(spots[k, 1]),
            size_pt=LARGE_PT if is_large else SMALLEST_PT,
            ink=ink,
        )
        if _is_inside(letter, frame) and taken.claim(letter):
            found.append(letter)
    return found


def text_width(text: str, size_pt: float, spread: float = 0.0) -> float:
    """Return how wide a text on the map is, in millimetres."""
    return sum(advance(sign) + spread for sign in text) * size_pt * MM_PER_POINT


def halo(letters: Sequence[Letter], *, colour: str = "#FFFFFF") -> list[Item]:
    """Return white outlines of letters, to lie below them."""
    items = []
    for width in sorted({letter.halo_mm for letter in letters}):
        rings = [
            ring
            for letter in letters
            if letter.halo_mm == width
            for ring in _rings(letter)
        ]
        look = Look(fill=colour, ink=colour, width_mm=2 * width)
        items.append(Item(outlines=rings_mm(rings), look=look))
    return items


def _rings(letter: Letter) -> list[list[tuple[float, float]]]:
    size = letter.size_pt * MM_PER_POINT
    x = letter.x - text_width(letter.text, letter.size_pt, letter.spread) / 2
    y = letter.y - _BASELINE * size
    rings = []
    for sign in letter.text:
        x += letter.spread * size / 2
        rings += [
            [(x + a * size, y + b * size) for a, b in ring]
            for ring in glyph_rings(sign)
        ]
        x += (advance(sign) + letter.spread / 2) * size
    return rings


class Taken:
    """Places that letters have claimed, so that no two meet."""

    def __init__(self) -> None:
        self._boxes: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def claim(self, letter: Letter) -> bool:
        """Take the place of a letter; False if another one is there."""
        half_x = text_width(letter.text, letter.size_pt, letter.spread) / 2
        half_y = letter.size_pt * MM_PER_POINT * _HEIGHT / 2
        box = (
            letter.x - half_x,
            letter.y - half_y,
            letter.x + half_x,
            letter.y + half_y,
        )
        cells = [
            (column, row)
            for column in range(int(box[0] // _CELL_MM), int(box[2] // _CELL_MM) + 1)
            for row in range(int(box[1] // _CELL_MM), int(box[3] // _CELL_MM) + 1)
        ]
        for cell in cells:
            for other in self._boxes.get(cell, ()):
                if (
                    box[0] < other[2]
                    and box[2] > other[0]
                    and box[1] < other[3]
                    and box[3] > other[1]
                ):
                    return False
        for cell in cells:
            self._boxes.setdefault(cell, []).append(box)
        return True


def _is_inside(letter: Letter, frame: Frame) -> bool:
    half = text_width(letter.text, letter.size_pt) / 2 + 0.5
    high = letter.size_pt * MM_PER_POINT
    return (
        half <= letter.x <= frame.width - half
        and high <= letter.y <= frame.height - high
    )


def _spots(
    shapes: Geometries, frame: Frame, *, widths: Floats, high: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return a place in each shape (mm), and whether a letter fits there."""
    unit = frame.m_per_mm
    middles = shapely.centroid(shapes)
    x, y = shapely.get_x(middles), shapely.get_y(middles)
    half_x, half_y = widths * unit / 2, high * unit / 2
    frames = shapely.box(x - half_x, y - half_y, x + half_x, y + half_y)
    fits = _contains(shapes, frames)
    others = np.flatnonzero(~fits)[:_MOST_SOUGHT]
    if len(others):
        circles = shapely.maximum_inscribed_circle(shapes[others], tolerance=unit / 4)
        spots = shapely.get_point(circles, 0)
        x[others], y[others] = shapely.get_x(spots), shapely.get_y(spots)
        frames = shapely.box(
            x[others] - half_x[others],
            y[others] - half_y,
            x[others] + half_x[others],
            y[others] + half_y,
        )
        fits[others] = _contains(shapes[others], frames)
    west, south, _, _ = frame.bounds
    return np.stack(((x - west) / unit, (y - south) / unit), axis=1), fits


def _contains(shapes: Geometries, frames: Geometries) -> NDArray[np.bool_]:
    return np.asarray(shapely.contains_properly(shapes, frames), dtype=np.bool_)
