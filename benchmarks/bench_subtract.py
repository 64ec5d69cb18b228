# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Approved minus supplied land for a county: ours against geopandas.overlay.

Made-up street blocks: parcels share crooked borders, streets run between the
blocks, one parcel in seven is not supplied, one in fifty is drawn over its
neighbours, and each batch covers a block and its streets, a little displaced.
Both compute every batch's residual; the ratio of seconds and the difference of
areas are printed.  Run it on an otherwise idle machine.
"""

from __future__ import annotations

import argparse
import time

import geopandas
import numpy as np
import shapely

from landgis.geometry import subtract

PARCEL_M = 60.0  # about 5 亩 each
STREET_M = 24.0
BLOCK = 10  # parcels along each side of a block
ORIGIN = (40_540_000.0, 3_080_000.0)  # an easting with its zone number
SUPPLIED = 0.85


def make_parcels(
    blocks: tuple[int, int], rng: np.random.Generator, *, overlapping: float
) -> np.ndarray:
    """Return parcels of 13 corners on blocks of ten by ten, some drawn too large."""
    nodes = BLOCK + 1
    pitch = BLOCK * PARCEL_M + STREET_M
    line = np.arange(nodes) * PARCEL_M
    x0 = ORIGIN[0] + pitch * np.arange(blocks[0])[:, None, None, None]
    y0 = ORIGIN[1] + pitch * np.arange(blocks[1])[None, :, None, None]
    grid = np.stack(
        np.broadcast_arrays(x0 + line[:, None], y0 + line[None, :]), axis=-1
    )
    grid = grid + rng.uniform(-6, 6, grid.shape)
    across = crooked(grid[:, :, :-1], grid[:, :, 1:], rng)
    along = crooked(grid[:, :, :, :-1], grid[:, :, :, 1:], rng)
    ring = [
        grid[:, :, :-1, :-1],
        *(points[:, :, :, :-1] for points in across),
        grid[:, :, 1:, :-1],
        *(points[:, :, 1:] for points in along),
        grid[:, :, 1:, 1:],
        *(points[:, :, :, 1:] for points in across[::-1]),
        grid[:, :, :-1, 1:],
        *(points[:, :, :-1] for points in along[::-1]),
    ]
    corners = np.stack([*ring, ring[0]], axis=-2).reshape(-1, 13, 2)
    middle = corners[:, :-1].mean(axis=1, keepdims=True)
    drawn_over = rng.random(len(corners)) < overlapping
    corners[drawn_over] = (middle + (corners - middle) * 1.03)[drawn_over]
    return shapely.polygons(np.round(corners, 3))


def crooked(
    start: np.ndarray, end: np.ndarray, rng: np.random.Generator
) -> list[np.ndarray]:
    """Return two more corners on each border, a little off the straight line."""
    return [
        start + (end - start) * share + rng.uniform(-1.5, 1.5, start.shape)
        for share in (1 / 3, 2 / 3)
    ]


def make_batches(blocks: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Return one approved area for each block, displaced by up to 20 m."""
    size = BLOCK * PARCEL_M + STREET_M
    x, y = np.meshgrid(
        ORIGIN[0] + size * np.arange(blocks[0]) - STREET_M / 2,
        ORIGIN[1] + size * np.arange(blocks[1]) - STREET_M / 2,
        indexing="ij",
    )
    x, y = x.ravel() + rng.uniform(-20, 20, x.size), y.ravel()
    return shapely.box(x, y, x + size, y + size * rng.uniform(0.9, 1.05, y.size))


def main() -> None:
    """Time both and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--blocks", type=int, nargs=2, default=(50, 40))
    parser.add_argument("--overlapping", type=float, default=0.02)
    options = parser.parse_args()
    rng = np.random.default_rng(20231231)
    blocks = tuple(options.blocks)
    parcels = make_parcels(blocks, rng, overlapping=options.overlapping)
    supplied = parcels[rng.random(len(parcels)) < SUPPLIED]
    batches = make_batches(blocks, rng)
    print(f"{len(parcels)} parcels, {len(supplied)} supplied, {len(batches)} batches")

    start = time.perf_counter()
    ours = subtract(batches, supplied)
    our_seconds = time.perf_counter() - start

    left = geopandas.GeoDataFrame(geometry=batches)
    right = geopandas.GeoDataFrame(geometry=supplied)
    start = time.perf_counter()
    theirs = geopandas.overlay(left, right, how="difference")
    their_seconds = time.perf_counter() - start

    area_m2 = shapely.area(ours).sum()
    off = abs(area_m2 / theirs.area.sum() - 1)
    print(f"landgis.geometry.subtract {our_seconds:8.2f} s")
    print(f"geopandas.overlay         {their_seconds:8.2f} s")
    print(f"ratio                     {their_seconds / our_seconds:8.1f}")
    print(f"residual                  {area_m2 * 0.0015:8.1f} mu, differs by {off:.1e}")


if __name__ == "__main__":
    main()
