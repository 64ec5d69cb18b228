# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much reclaimable land would be counted twice (RECL, step 3)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis.geometry import covered_m2, overlap_pairs
from landgis.tables import Geometries


def compute_overlap_removed(geometry: Geometries, mu: NDArray[np.float64]) -> float:
    """Return the 亩 to take off Σ `mu` so that no ground counts twice.

    `mu` may differ from the drawn area of a shape: it is the registered area,
    or only the part that can be reclaimed.  It is taken as spread evenly over
    the shape; ground under several shapes counts once, at the densest of them.
    """
    return add_up(find_overlaps(geometry, mu))


def add_up(overlaps: pd.DataFrame) -> float:
    """Return the sum of what overlapping pieces lose, always in the same order."""
    removed = 0.0
    for amount in overlaps["removed_mu"].tolist():
        removed += amount
    return removed


def find_overlaps(geometry: Geometries, mu: NDArray[np.float64]) -> pd.DataFrame:
    """Return what each piece loses to denser ones: `piece` (row) and `removed_mu`.

    A row stands for each piece that lies under a denser one, in order.
    """
    drawn = shapely.area(geometry)
    used = (mu > 0) & (drawn > 0)
    shapes, amount = geometry[used], mu[used]
    density = amount / drawn[used]
    pairs = overlap_pairs(shapes)
    rank = np.empty(len(shapes), dtype=np.int64)
    rank[np.argsort(-density, kind="stable")] = np.arange(len(shapes))
    first, second = pairs["i"].to_numpy(), pairs["j"].to_numpy()
    swap = rank[first] > rank[second]
    denser, thinner = np.where(swap, second, first), np.where(swap, first, second)
    order = np.argsort(thinner, kind="stable")
    places, starts = np.unique(thinner[order], return_index=True)
    covers = np.split(denser[order], starts[1:])
    removed = np.zeros(len(places))
    for number, (place, above) in enumerate(zip(places, covers, strict=False)):
        # Only land that overlaps comes here, a few pieces in a thousand.
        removed[number] = covered_m2(shapes[place], shapes[above]) * density[place]
    pieces = np.flatnonzero(used)[places].astype(np.int64)
    return pd.DataFrame({"piece": pieces, "removed_mu": removed})
