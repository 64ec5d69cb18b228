# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ground that is worth more when it is freed whole: contiguous parcels, or zones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

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
        label = _by_ground(analysis, sorted(set(mine) - staying), wishes, firms=rows)
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
    analysis: Analysis,
    free: Sequence[int],
    wishes: PlanWishes,
    *,
    firms: Sequence[Sequence[int]],
) -> dict[int, str]:
    """Return the stretch of ground of each parcel that comes free, if large enough.

    The parcels of one of `firms` belong together wherever they are.
    """
    rows: Rows = np.array(free, dtype=np.int64)
    shapes = analysis.parcel_geometry[rows]
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    rows, shapes = rows[drawn], shapes[drawn]
    if not len(rows):
        return {}
    first, second = shapely.STRtree(shapes).query(
        shapes, predicate="dwithin", distance=wishes.cluster_gap_m
    )
    near = first < second
    place = {int(row): own for own, row in enumerate(rows)}
    pairs = [
        *zip(first[near].tolist(), second[near].tolist(), strict=True),
        *(
            (place[one], place[other])
            for own in firms
            for one, other in pairwise([row for row in own if row in place])
        ),
    ]
    group = _join_up(len(rows), pairs)
    mu = analysis.parcels["mu"].fillna(0.0).to_numpy()[rows]
    total = np.bincount(group, weights=mu)
    first_row = np.full(len(total), np.iinfo(np.int64).max)
    np.minimum.at(first_row, group, rows)
    return {
        int(row): f"{GROUND}:{first_row[own]}"
        for row, own in zip(rows, group, strict=True)
        if total[own] >= wishes.cluster_min_mu
    }


def _join_up(count: int, pairs: Iterable[tuple[int, int]]) -> Rows:
    """Return the number of the group of each of `count` things joined by pairs."""
    leader = list(range(count))

    def lead(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for first, second in pairs:
        leader[lead(second)] = lead(first)
    led = np.array([lead(one) for one in range(count)], dtype=np.int64)
    return np.unique(led, return_inverse=True)[1].astype(np.int64)
