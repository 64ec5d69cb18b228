# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far each sample of an image is from the border of what it shows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landgis.render.bands import in_bands

FARTHEST = 11
"""Squares of greater distances do not fit into a byte together with what is far."""


def distances(
    image: NDArray[np.int32] | NDArray[np.uint8], *, reach: int, threads: int = 2
) -> NDArray[np.uint8]:
    """Return the squared distance of each sample to the next border, up to `reach`.

    Both samples beside a border are at distance 0.  What is farther away than
    `reach` has a number above its square.
    """
    from landgis.render.border_kernels import border_distances  # noqa: PLC0415 - compiles

    near = np.empty(image.shape, dtype=np.uint8)

    def work(first: int, last: int) -> None:
        border_distances(image, (first, last), reach, near)

    in_bands(work, len(near), threads=threads)
    return near
