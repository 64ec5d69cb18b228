# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From rows to colours: fills, hatches, outlines, what is selected and hovered."""

from __future__ import annotations

import numpy as np

from landgis.render.bands import in_bands
from landgis.render.hatches import Hatch
from landgis.render.marks import draw_marks, split_selected
from landgis.render.raster import SMALL_PX, IndexImage
from landgis.render.styles import (
    Argb,
    Classes,
    ClassStyle,
    Palette,
    View,
    looks_of,
    tables_of,
)

__all__ = ["Argb", "ClassStyle", "Classes", "Hatch", "Palette", "View", "shade"]


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
    outlined, filled = split_selected(image, view)
    is_small = image.sizes < min(round(SMALL_PX * view.pixel_ratio), 255)
    looks = looks_of(classes, is_small, filled, count=len(palette.classes))

    def work(first: int, last: int) -> None:
        kernels.shade_band(image.rows, looks, image.depth, tables, (first, last), out)

    in_bands(work, port.height_px)
    draw_marks(image, outlined, palette, view=view, out=out)
    return out
