# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Move shapes near zero and back, without losing a digit of any corner."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.geometry.arrays import Geometries, keep_polygons

TILE_M = 4096.0
"""Shapes move by whole tiles; inside one, numbers lie 1 pm apart."""

NEAR_M = 2.0**17
"""Coordinates up to this are near enough: numbers lie 15 pm apart."""

Origins = NDArray[np.float64]


def move_near(
    shapes: Geometries, *, origins: Origins | None = None, as_one: bool = False
) -> tuple[Geometries, Origins]:
    """Move each shape by its own tile, or all by one; return the tiles' corners.

    With `origins`, one for each shape, the shapes are moved by these.  What is
    near zero already does not move.
    """
    if origins is None:
        origins = _tiles_of(shapes, as_one=as_one)
    if not origins.any():
        return shapes, origins
    first, place = _distinct(shapes, origins)
    moved = _moved(shapes[first], -origins[first])
    return moved[place], origins


def move_back(shapes: Geometries, origins: Origins) -> Geometries:
    """Move shapes to where they were; new corners are rounded, shapes stay valid."""
    if not origins.any():
        return shapes
    moved = _moved(shapes, origins)
    broken = ~shapely.is_valid(moved)
    broken[broken] = shapely.is_valid(shapes[broken])
    if broken.any():
        # Far from zero the digits end earlier: what was almost touching crosses.
        on_grid = _on_far_numbers(shapes[broken], origins[broken])
        moved[broken] = _moved(on_grid, origins[broken])
    return moved


def _tiles_of(shapes: Geometries, *, as_one: bool) -> Origins:
    """Return the lower left corner of the tile in which each shape has its middle."""
    boxes = shapely.bounds(shapes)
    if as_one and len(shapes):
        boxes = np.broadcast_to(shapely.total_bounds(shapes), boxes.shape)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    far = np.abs(boxes).reshape(-1, 2, 2).max(axis=1) > NEAR_M
    usable = far & np.isfinite(middle)
    tiles = np.floor(np.divide(middle, TILE_M, out=np.zeros_like(middle), where=usable))
    return np.asarray(tiles * TILE_M)


def _distinct(
    shapes: Geometries, origins: Origins
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each shape with its tile comes first, and which each is.

    A town that meets a thousand parcels moves once for each tile, not each parcel.
    """
    same = np.fromiter(map(id, shapes), dtype=np.int64, count=len(shapes))
    _, number = np.unique(same, return_inverse=True)
    _, column = np.unique(origins[:, 0], return_inverse=True)
    _, row = np.unique(origins[:, 1], return_inverse=True)
    key = (number * (column.max() + 1) + column) * (row.max() + 1) + row
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    return first, place


def _moved(shapes: Geometries, by: Origins) -> Geometries:
    corners, owner = shapely.get_coordinates(shapes, return_index=True)
    corners += by[owner]
    return np.asarray(shapely.set_coordinates(shapes.copy(), corners), dtype=object)


def _on_far_numbers(shapes: Geometries, origins: Origins) -> Geometries:
    """Put corners near zero where far numbers lie, and borders that meet there in one.

    Mended far from zero a shape would be rounded to tenths of a millimetre.
    """
    spacing = np.spacing(np.abs(origins).max(axis=1) + TILE_M)
    return keep_polygons(shapely.set_precision(shapes, spacing))
