# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is selected and hovered, and how far each sample is from it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from landgis.render.bands import in_bands
from landgis.render.raster import IndexImage
from landgis.render.styles import SMALL_PX, Palette, View, pack, rgb

SELECTED, HOVERED, FILLED = 1, 2, 4
"""Flags of a row: outlined as selected, hovered, or filled since it is too small."""

ACCENT_PX = 3
HALO_PX = 6
HOVER_PX = 2

_FEW_SELECTED = 400
"""More selected rows than this that are small are filled instead of outlined."""


class Marks(NamedTuple):
    """Distances, in samples and squared, to what is picked out, within a frame."""

    marks: NDArray[np.uint8]
    selected: NDArray[np.uint16]
    hovered: NDArray[np.uint16]
    accent: int
    halo: int
    ink: int
    limits: NDArray[np.int64]


def marks_of(image: IndexImage, palette: Palette, view: View) -> Marks:
    """Find how far every sample near the selected and hovered rows is from them."""
    per_px = view.pixel_ratio * image.supersample
    halo = int(np.ceil(HALO_PX / 2 * per_px))
    flags = _flags(image, view)
    marks = np.empty((0, 0), dtype=np.uint8)
    selected = hovered = np.empty((0, 0), dtype=np.uint16)
    frame = (0, 0, 0, 0)
    if flags is not None:
        marks = np.empty(image.rows.shape, dtype=np.uint8)
        frame = _mark(image, flags, marks, margin=halo + 1)
        west, north, east, south = frame
        marks = marks[north:south, west:east]
        kinds = np.bitwise_or.reduce(flags)
        if kinds & SELECTED:
            selected = _near(marks, SELECTED, reach=halo)
        if kinds & HOVERED:
            hovered = _near(marks, HOVERED, reach=halo)
    colours = pack(
        np.array([(*rgb(c), 1) for c in (palette.accent, palette.halo, palette.hover)])
    )
    limits = (
        *frame,
        int(np.ceil(ACCENT_PX / 2 * per_px)) ** 2,
        int(ACCENT_PX / 2 * per_px) ** 2,
        halo**2,
        int(np.ceil(HOVER_PX / 2 * per_px)) ** 2,
    )
    return Marks(
        marks=marks,
        selected=selected,
        hovered=hovered,
        accent=colours[0],
        halo=colours[1],
        ink=colours[2],
        limits=np.array(limits, dtype=np.int64),
    )


def _flags(image: IndexImage, view: View) -> NDArray[np.uint8] | None:
    """Return what is picked out by row, None if nothing in sight is."""
    count = len(image.sizes)
    rows = view.selected[(view.selected >= 0) & (view.selected < count)]
    rows = rows[image.sizes[rows] > 0]
    is_hovering = 0 <= view.hovered < count and image.sizes[view.hovered] > 0
    if not len(rows) and not is_hovering:
        return None
    flags = np.zeros(count, dtype=np.uint8)
    flags[rows] = SELECTED
    if len(rows) > _FEW_SELECTED:
        flags[rows[image.sizes[rows] < SMALL_PX * view.pixel_ratio]] = FILLED
    if is_hovering:
        flags[view.hovered] |= HOVERED
    return flags


def _mark(
    image: IndexImage,
    flags: NDArray[np.uint8],
    marks: NDArray[np.uint8],
    *,
    margin: int,
) -> tuple[int, int, int, int]:
    """Write the flags of each sample; return the frame of those that have any."""
    from landgis.render.shade_kernels import mark  # noqa: PLC0415 - compiles

    height, width = marks.shape
    found: list[tuple[int, int, int, int]] = []

    def work(first: int, last: int) -> None:
        found.append(mark(image.rows, flags, (first, last), marks))

    in_bands(work, height)
    low, high = np.array(found)[:, :2].min(0), np.array(found)[:, 2:].max(0)
    west, north = np.maximum(low - margin, 0).tolist()
    east, south = np.minimum(high + margin + 1, (width, height)).tolist()
    return west, north, max(east, west), max(south, north)


def _near(marks: NDArray[np.uint8], flag: int, *, reach: int) -> NDArray[np.uint16]:
    from landgis.render.shade_kernels import distances  # noqa: PLC0415 - compiles

    near = np.empty(marks.shape, dtype=np.uint16)

    def work(first: int, last: int) -> None:
        # The lines above and below decide, too; each band looks a little farther.
        low, high = max(first - reach - 1, 0), min(last + reach + 1, len(marks))
        part = np.empty((high - low, marks.shape[1]), dtype=np.uint16)
        distances(marks[low:high], flag, reach, part)
        near[first:last] = part[first - low : last - low]

    in_bands(work, len(marks))
    return near
