# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An orthophoto or scanned plan below the map, read by window and overview."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landgis.render.viewport import Bounds, Viewport


@dataclass(frozen=True, kw_only=True)
class BaseImage:
    """A picture file that knows its place; `bounds` are in the map's system."""

    path: Path
    crs: str
    bounds: Bounds
    m_per_px: float


def open_base_image(path: Path, crs: str) -> BaseImage:
    """Look at a GeoTIFF or MBTiles file and say where it lies in the map's system.

    Raises
    ------
    DataError
        If it cannot be read, or does not know its place.
    """
    raise NotImplementedError


def draw_base_image(image: BaseImage, viewport: Viewport) -> NDArray[np.uint32]:
    """Return its part in sight: 0xAARRGGBB, premultiplied, shape (height, width).

    Raises
    ------
    DataError
        If it can no longer be read.
    """
    raise NotImplementedError
