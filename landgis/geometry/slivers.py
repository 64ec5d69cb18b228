# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leave out what an overlay leaves behind: pieces too small or too thin (PEWG-02)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.geometry.arrays import EMPTY, Geometries, flat_parts, gather, is_polygonal
from landgis.geometry.tiles import move_near

AREA_NOISE = 1e-9  # what an overlay leaves of a piece that is just large enough


@dataclass(frozen=True, kw_only=True)
class KeptPieces:
    """Shapes without their slivers, and how much each lost by that.

    `geometry` is None where there was no shape, an empty polygon where no
    piece was kept.
    """

    geometry: Geometries
    dropped_m2: NDArray[np.float64]
    dropped_pieces: NDArray[np.int64]


def drop_slivers(
    geometry: Geometries, *, min_area_m2: float, inward_buffer_m: float
) -> KeptPieces:
    """Drop the pieces under an area, and those that an inward buffer makes vanish.

    A piece of exactly `min_area_m2` is kept (不满 does not include the number).
    """
    pieces, owner = flat_parts(geometry)
    polygons = is_polygonal(pieces)
    pieces, owner = pieces[polygons], owner[polygons]
    area_m2 = shapely.area(pieces)
    keep = area_m2 >= min_area_m2 * (1 - AREA_NOISE)
    keep[keep] = _outlasts(pieces[keep], inward_buffer_m)
    kept = gather(pieces[keep], owner[keep], size=len(geometry))
    kept[shapely.is_missing(kept) & ~shapely.is_missing(geometry)] = EMPTY
    return KeptPieces(
        geometry=kept,
        dropped_m2=np.bincount(
            owner[~keep], weights=area_m2[~keep], minlength=len(geometry)
        ).astype(np.float64),
        dropped_pieces=np.bincount(owner[~keep], minlength=len(geometry)),
    )


def _outlasts(pieces: Geometries, inward_buffer_m: float) -> NDArray[np.bool_]:
    """Tell which pieces are not wholly within the distance of their border."""
    near, _ = move_near(pieces)
    remains = shapely.buffer(near, -inward_buffer_m)
    return ~np.asarray(shapely.is_empty(remains), dtype=np.bool_)
