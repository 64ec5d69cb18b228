# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An image whose pixels say which parcel covers them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.render.bands import in_bands
from landgis.render.borders import distances
from landgis.render.shapes import Shapes
from landgis.render.viewport import Viewport

NONE = -1

SMALL_PX = 8
"""Below this size a parcel is a plain fill."""

DEPTH = 4
"""How deep, in samples, borders are looked for: outlines are at most one wider."""

_FEW = 200


@dataclass(frozen=True, kw_only=True, eq=False)
class IndexImage:
    """The row that covers each sample of a picture.

    Attributes
    ----------
    rows
        int32, shape (height × supersample, width × supersample); -1 where no row is.
    sizes
        Smaller side of each row's box in pixels, at most 255; 0 for rows out of sight.
    depth
        Squared distance of each sample to the next border, see `borders.distances`;
        empty where all rows are small.
    """

    rows: NDArray[np.int32]
    sizes: NDArray[np.uint8]
    depth: NDArray[np.uint8]
    shapes: Shapes
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
        Samples along each side of a pixel, 1 or 2; 2 smooths the edges.
    hidden
        Rows that are not there at all, e.g. those that a filter leaves out.
    """
    from landgis.render import fill_kernels as kernels  # noqa: PLC0415 - compiles

    if supersample not in {1, 2}:
        raise ValueError("a pixel has one sample or two by two")
    height = viewport.height_px * supersample
    image = np.empty((height, viewport.width_px * supersample), dtype=np.int32)
    none_hidden = np.empty(0, dtype=np.bool_) if hidden is None else hidden
    x, y = shapes.origin
    frame = np.array(viewport.bounds) - (x, y, x, y)
    hits = kernels.touching(shapes.boxes, frame, none_hidden)
    per_metre = 1 / viewport.m_per_px
    place = (viewport.left - x, viewport.top - y, supersample * per_metre)
    layer = (shapes.points, shapes.rings, shapes.parts, shapes.boxes)
    painted = np.zeros(len(hits), dtype=np.uint8)

    def fill(first: int, last: int) -> None:
        image[first:last] = NONE
        kernels.fill_band(*layer, hits, place, (first, last), image, painted)

    in_bands(fill, height, threads=threads if len(hits) > _FEW else 1)
    kernels.place_tiny(*layer, hits, place, painted, image)
    sizes = kernels.measure_sizes(shapes.boxes, hits, per_metre)
    depth = np.empty((0, 0), dtype=np.uint8)
    if sizes.max(initial=0) >= SMALL_PX:
        depth = distances(image, reach=DEPTH, threads=threads)
    return IndexImage(
        rows=image,
        sizes=sizes,
        depth=depth,
        shapes=shapes,
        viewport=viewport,
        supersample=supersample,
    )
