# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums of reclaimable land that follow a few changed parcels, overlaps included."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis.geometry.arrays import is_polygonal
from landgis.operations.rejudge_values import LandSums
from landgis.operations.stored_analysis import StoredResult
from landgis.reclaim.overlaps import add_up, find_overlaps
from landgis.tables import Geometries

AMOUNTS = ["firm_mu", "potential_mu"]
LAND = (
    ("parcels", "parcel_geometry"),
    ("residual", "residual_geometry"),
    ("vacated", "vacated_geometry"),
)


class LandLedger:
    """The pieces of reclaimable land of a result: parcels, residuals, vacated."""

    def __init__(self, result: StoredResult) -> None:
        self._result = result
        self.amounts = pd.concat(
            [result.frame(name, AMOUNTS) for name, _ in LAND], ignore_index=True
        )
        self.overlaps = result.frame("overlaps")

    @cached_property
    def geometry(self) -> Geometries:
        """The shapes of all pieces."""
        return np.concatenate([self._result.shapes(name) for _, name in LAND])

    @cached_property
    def _tree(self) -> shapely.STRtree:
        land = self.geometry.copy()
        land[~is_polygonal(land)] = None
        return shapely.STRtree(land)

    def prepare(self) -> None:
        """Read the shapes now, so that the first change need not wait for them."""
        _ = self._tree

    def sums(self, changed: pd.DataFrame) -> LandSums:
        """Return the sums if some parcels (the index) had other amounts."""
        if not len(changed):
            return LandSums(**self._result.dataset.meta["sums"])
        amounts = self.amounts.copy()
        amounts.loc[changed.index, AMOUNTS] = changed[AMOUNTS]
        total = amounts["firm_mu"] + amounts["potential_mu"]
        was = self.amounts["firm_mu"] + self.amounts["potential_mu"]
        moved = changed.index[
            (total[changed.index] != was[changed.index]).to_numpy(dtype=bool)
        ].to_numpy(dtype=np.int64)
        overlaps = self.overlaps
        if len(moved):
            overlaps = self._overlaps(moved, total.to_numpy(dtype=np.float64))
        return LandSums(
            firm_mu=float(amounts["firm_mu"].sum()),
            potential_mu=float(amounts["potential_mu"].sum()),
            overlap_removed_mu=add_up(overlaps),
        )

    def _overlaps(
        self, moved: NDArray[np.int64], amount: NDArray[np.float64]
    ) -> pd.DataFrame:
        """Work out anew what the moved pieces and those that they touch lose."""
        affected = np.union1d(moved, self._around(moved))
        within = np.union1d(affected, self._around(affected))
        local = find_overlaps(self.geometry[within], amount[within])
        local = local.assign(piece=within[local["piece"].to_numpy()])
        fresh = local[local["piece"].isin(affected)]
        kept = self.overlaps[~self.overlaps["piece"].isin(affected)]
        return pd.concat([kept, fresh]).sort_values("piece", ignore_index=True)

    def _around(self, pieces: NDArray[np.int64]) -> NDArray[np.int64]:
        _, found = self._tree.query(self.geometry[pieces])
        return np.unique(found).astype(np.int64)
