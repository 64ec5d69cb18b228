# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ground that is worth more when it is freed whole: contiguous parcels, or zones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from landgis.analysis import Analysis
from landgis.relocation.wishes import PlanWishes

ZONE, GROUND = "z", "c"
Rows = NDArray[np.int64]


def find_clusters(
    analysis: Analysis,
    needs: pd.DataFrame,
    wishes: PlanWishes,
    *,
    zones: Mapping[int, str],
) -> pd.Series:
    """Return the cluster of each firm of `needs`; "" where it is in none.

    A cluster counts only where everybody on it moves or closes: a parcel on which
    somebody stays never comes free as a whole.

    Parameters
    ----------
    zones
        Zone of each parcel, by row, of the zoning that is the plan.
    """
    leaving = (needs["is_candidate"] | needs["closes"]).to_numpy(dtype=bool)
    staying = _parcels_of_others(analysis, needs.index[leaving])
    rows = needs["parcel_rows"].tolist()
    if wishes.cluster_by == "zones":
        label = _by_zone(zones, staying)
    elif wishes.cluster_by == "contiguous":
        mine = [
            parcel
            for own, leaves in zip(rows, leaving, strict=True)
            if leaves
            for parcel in own
        ]
        label = _by_ground(analysis, sorted(set(mine) - staying), wishes)
    else:
        label = {}
    found = [
        _of_firm(own, label) if candidate else ""
        for own, candidate in zip(rows, needs["is_candidate"], strict=True)
    ]
    return pd.Series(found, index=needs.index, dtype="str")


def _of_firm(parcels: Sequence[int], label: Mapping[int, str]) -> str:
    return next((label[parcel] for parcel in parcels if parcel in label), "")


def _parcels_of_others(analysis: Analysis, leaving: pd.Index) -> set[int]:
    """Return the parcels on which somebody is who does not leave."""
    links = analysis.links
    if not len(links):
        return set()
    others = ~links["firm"].isin(leaving)
    return {int(parcel) for parcel in links.loc[others, "parcel"]}


def _by_zone(zones: Mapping[int, str], staying: set[int]) -> dict[int, str]:
    """Return the zone of each parcel, of the zones where nobody stays."""
    kept = {zone for parcel, zone in zones.items() if parcel in staying}
    return {
        parcel: f"{ZONE}:{zone}" for parcel, zone in zones.items() if zone not in kept
    }


def _by_ground(
    analysis: Analysis, free: Sequence[int], wishes: PlanWishes
) -> dict[int, str]:
    """Return the stretch of ground of each parcel that comes free, if large enough."""
    rows: Rows = np.array(free, dtype=np.int64)
    shapes = analysis.parcel_geometry[rows]
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    rows, shapes = rows[drawn], shapes[drawn]
    if not len(rows):
        return {}
    first, second = shapely.STRtree(shapes).query(
        shapes, predicate="dwithin", distance=wishes.cluster_gap_m
    )
    graph = coo_array((np.ones(len(first)), (first, second)), shape=2 * (len(rows),))
    _, group = connected_components(graph, directed=False)
    mu = analysis.parcels["mu"].fillna(0.0).to_numpy()[rows]
    total = np.bincount(group, weights=mu)
    first_row = np.full(len(total), np.iinfo(np.int64).max)
    np.minimum.at(first_row, group, rows)
    return {
        int(row): f"{GROUND}:{first_row[own]}"
        for row, own in zip(rows, group, strict=True)
        if total[own] >= wishes.cluster_min_mu
    }
