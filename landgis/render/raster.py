# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An image whose pixels say which parcel covers them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.render.shapes import Shapes
from landgis.render.viewport import Viewport

NONE = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class IndexImage:
    """The row that covers each sample of a picture.

    Attributes
    ----------
    rows
        int32, shape (height × supersample, width × supersample); -1 where no row is.
    sizes
        Smaller side of each row's box in pixels, at most 255; 0 for rows out of sight.
    """

    rows: NDArray[np.int32]
    sizes: NDArray[np.uint8]
    viewport: Viewport
    supersample: int

    def row_at(self, px: float, py: float) -> int:
        """Return the row at a point of the picture, -1 if none is there."""
        x, y = int(px * self.supersample), int(py * self.supersample)
        height, width = self.rows.shape
        if px < 0 or py < 0 or x >= width or y >= height:
            return NONE
        return int(self.rows[y, x])


def draw_index(
    shapes: Shapes,
    viewport: Viewport,
    *,
    supersample: int = 2,
    threads: int = 2,
    hidden: NDArray[np.bool_] | None = None,
) -> IndexImage:
    """Find the row under every sample of a picture; the later row lies on top.

    Runs without the GIL.  A row too small to cover the middle of any sample still
    gets one if that is free.

    Parameters
    ----------
    supersample
        Samples along each side of a pixel: 2 smooths the edges.
    hidden
        Rows that are not there at all, e.g. those that the filter of the view leaves out.
    """
    raise NotImplementedError
