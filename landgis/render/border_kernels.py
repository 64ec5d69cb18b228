# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiled loops that find how far each sample is from the border of what it shows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from landgis.jit import jit

Near = NDArray[np.uint8]


@jit
def border_distances(
    image: Any, lines: tuple[int, int], reach: int, near: Near
) -> None:
    """Write the squared distances to the next border, for lines from a up to b.

    Both samples beside a border are at distance 0; what is farther than `reach` has
    255 less its square, so `reach` is at most 11.
    """
    first, last = lines
    low, high = max(first - reach, 0), min(last + reach, len(image))
    beside = np.empty((high - low, image.shape[1]), np.uint8)
    _find_borders(image, low, np.uint8(255 - reach * reach), beside)
    across = np.empty_like(beside)
    for y in range(len(beside)):
        line = beside[y]
        width = len(line)
        across[y] = line
        for step in range(1, min(reach, width - 1) + 1):
            added = np.uint8(step * step)
            _lower(across[y, : width - step], line[step:], added)
            _lower(across[y, step:], line[: width - step], added)
    for y in range(first, last):
        here = y - low
        near[y] = across[here]
        for step in range(1, reach + 1):
            added = np.uint8(step * step)
            if here >= step:
                _lower(near[y], across[here - step], added)
            if here + step < len(across):
                _lower(near[y], across[here + step], added)


@jit
def _find_borders(image: Any, low: int, far: Any, beside: Near) -> None:
    """Write 0 where a sample differs from one of the four next to it, else `far`."""
    height, width = image.shape
    for y in range(len(beside)):
        row = image[y + low]
        up, down = image[max(y + low - 1, 0)], image[min(y + low + 1, height - 1)]
        line = beside[y]
        # Slices of equal length, so that many samples are compared at once.
        own, left, right = row[1 : width - 1], row[: width - 2], row[2:]
        above, below = up[1 : width - 1], down[1 : width - 1]
        inner = line[1 : width - 1]
        for x in range(len(own)):
            differs = (
                (own[x] != left[x])
                | (own[x] != right[x])
                | (own[x] != above[x])
                | (own[x] != below[x])
            )
            inner[x] = np.uint8(0) if differs else np.uint8(far)
        for x in (0, width - 1):
            beyond = row[min(1, width - 1) if x == 0 else width - 2]
            differs = (row[x] != beyond) | (row[x] != up[x]) | (row[x] != down[x])
            line[x] = np.uint8(0) if differs else np.uint8(far)


@jit
def _lower(target: Near, source: Near, added: Any) -> None:
    """Lower each value to another one plus a number, where that is less."""
    for x in range(len(target)):
        value = np.uint8(source[x] + added)
        target[x] = min(target[x], value)
