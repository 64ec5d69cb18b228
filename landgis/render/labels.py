# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where letters and names stand: inside what they name, clear of everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.render.raster import IndexImage
from landgis.render.shapes import Rows, Shapes
from landgis.render.viewport import Bounds

LETTER_PX = 11
"""No text on the map is smaller."""

LARGE_PX = 13
_LARGE_ROOM_PX = 40
_SMALLEST_ROOM_PX = 10
_HEIGHT = 1.15
_NARROW = 0.56
"""Width of a figure or Latin letter against that of a Chinese character."""

_FIRST_WIDE = 0x2E80


@dataclass(frozen=True, kw_only=True)
class Label:
    """A text with its middle at a point of the picture, in device pixels."""

    row: int
    text: str
    x: float
    y: float
    size_px: float


def place_labels(
    image: IndexImage,
    shapes: Shapes,
    texts: Sequence[str] | NDArray[np.object_],
    *,
    codes: NDArray[np.uint8] | NDArray[np.uint16] | None = None,
    blocked: Sequence[Bounds] = (),
    pixel_ratio: float = 1.0,
) -> tuple[Label, ...]:
    """Place texts inside the rows in sight, the larger rows first.

    A text stands where the seen part of its row is widest, and only if it fits in
    there as a whole; so texts never meet, nor cover an outline.  Where it does not
    fit it is left out, never made smaller than 11 pixels.

    Parameters
    ----------
    texts
        The text of each row or, with `codes`, of each code.
    codes
        Each row's place in `texts`, e.g. its class.
    blocked
        Rectangles of the picture, in pixels, where no text may stand.
    pixel_ratio
        Device pixels in a logical pixel; sizes are in logical ones.
    """
    from landgis.render import place_kernels as kernels  # noqa: PLC0415 - compiles

    rows = _eligible(image, texts, codes, room_px=_SMALLEST_ROOM_PX * pixel_ratio)
    if not len(rows):
        return ()
    numbers = np.full(len(image.sizes), -1, dtype=np.int32)
    numbers[rows] = np.arange(len(rows))
    pixels = np.ascontiguousarray(
        image.rows[:: image.supersample, :: image.supersample]
    )
    depth = np.empty(pixels.shape, dtype=np.uint16)
    kernels.measure_depth(pixels, depth)
    spots = kernels.find_spots(pixels, depth, numbers, len(rows))
    kept = spots[:, 2] * 2 >= _SMALLEST_ROOM_PX * pixel_ratio
    rows, spots = rows[kept], spots[kept]
    said = [
        str(texts[int(row)]) if codes is None else str(texts[codes[row]])
        for row in rows
    ]
    is_large = spots[:, 2] * 2 >= _LARGE_ROOM_PX * pixel_ratio
    size = np.where(is_large, LARGE_PX, LETTER_PX) * pixel_ratio
    frames = np.stack(
        (np.array([width_of(text) for text in said]) * size, _HEIGHT * size), axis=1
    )
    is_free = kernels.fits(pixels, spots, rows, frames)
    middles = spots[:, :2] + 0.5
    is_free &= ~_is_blocked(middles, frames, blocked)
    boxes = shapes.boxes[rows]
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    order = np.lexsort((rows, -area))
    return tuple(
        Label(
            row=int(rows[k]),
            text=said[k],
            x=float(middles[k, 0]),
            y=float(middles[k, 1]),
            size_px=float(size[k]),
        )
        for k in order[is_free[order]].tolist()
    )


def width_of(text: str) -> float:
    """Return about how wide a text is, in heights of its letters."""
    return sum(1.0 if ord(sign) >= _FIRST_WIDE else _NARROW for sign in text)


def _eligible(
    image: IndexImage,
    texts: Sequence[str] | NDArray[np.object_],
    codes: NDArray[np.uint8] | NDArray[np.uint16] | None,
    *,
    room_px: float,
) -> Rows:
    """Return the rows in sight that are not too small and have a text."""
    rows = np.flatnonzero(image.sizes >= min(max(room_px, 1.0), 255.0))
    if codes is not None:
        has_text = np.array([bool(text) for text in texts], dtype=bool)
        return np.asarray(rows[has_text[codes[rows]]])
    return rows[[bool(texts[row]) for row in rows.tolist()]] if len(rows) else rows


def _is_blocked(
    middles: NDArray[np.float64],
    frames: NDArray[np.float64],
    blocked: Sequence[Bounds],
) -> NDArray[np.bool_]:
    found = np.zeros(len(middles), dtype=bool)
    low, high = middles - frames / 2, middles + frames / 2
    for west, north, east, south in blocked:
        found |= (
            (low[:, 0] < east)
            & (high[:, 0] > west)
            & (low[:, 1] < south)
            & (high[:, 1] > north)
        )
    return found
