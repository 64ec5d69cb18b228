# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where letters and names stand: inside, apart, the larger parcel first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.render.raster import IndexImage
from landgis.render.shapes import Shapes
from landgis.render.viewport import Bounds


@dataclass(frozen=True, kw_only=True)
class Label:
    """A text with its middle at a point of the picture, in device pixels."""

    row: int
    text: str
    x: float
    y: float
    size_px: float


def place_labels(  # the signature is settled; see the module
    image: IndexImage,
    shapes: Shapes,
    texts: Sequence[str] | NDArray[np.object_],
    *,
    codes: NDArray[np.uint8] | NDArray[np.uint16] | None = None,
    blocked: Sequence[Bounds] = (),
    pixel_ratio: float = 1.0,
) -> tuple[Label, ...]:
    """Place texts inside the rows in sight."""
    raise NotImplementedError
