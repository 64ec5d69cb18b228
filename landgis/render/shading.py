# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From rows to colours: fills, hatches, outlines, what is selected and hovered."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landgis.render.bands import in_bands
from landgis.render.hatches import Hatch
from landgis.render.marks import draw_marks, split_selected
from landgis.render.raster import SMALL_PX, IndexImage
from landgis.render.styles import (
    Argb,
    ClassStyle,
    Palette,
    View,
    tables_of,
)

__all__ = ["Argb", "ClassStyle", "Classes", "Hatch", "Palette", "View", "shade"]

Classes = NDArray[np.uint8] | NDArray[np.uint16]


def shade(  # noqa: PLR0917 - what, in which class, how, and what of it
    image: IndexImage, classes: Classes, palette: Palette, view: View | None = None
) -> Argb:
    """Colour a picture: 0xAARRGGBB, premultiplied, shape (height, width).

    The array is contiguous, so that QImage can use it as
    ``Format_ARGB32_Premultiplied`` (or ``RGB32`` over an opaque ground) without a
    copy.  Each row's class is a number into `palette.classes`.  Runs without the GIL.
    """
    from landgis.render import shade_kernels as kernels  # noqa: PLC0415 - compiles

    view = view or View()
    port = image.viewport
    out = np.empty((port.height_px, port.width_px), dtype=np.uint32)
    tables = tables_of(palette, view, port, supersample=image.supersample)
    small = min(round(SMALL_PX * view.pixel_ratio), 255)
    outlined, filled = split_selected(image, view)
    layers = (image.rows, classes, image.sizes, image.depth, filled, tables)

    def work(first: int, last: int) -> None:
        kernels.shade_band(*layers, (first, last), small, out)

    in_bands(work, port.height_px)
    draw_marks(image, outlined, palette, view=view, out=out)
    return out
