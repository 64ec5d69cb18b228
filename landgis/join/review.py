# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pairs that a person should look at: similar names, coordinates inside a parcel."""

from __future__ import annotations

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from landgis.join.fuzzy import similar_names
from landgis.join.keys import review_key
from landgis.join.spatial import points_in_parcels
from landgis.progress import Progress
from landgis.tables import Geometries

MOST_NAMES = 5
"""So many similar names of a firm are proposed, the best ones."""
MOST_PAIRS = 50
"""So many pairs of a firm: an owner may have hundreds of parcels."""

COLUMNS = ("firm", "parcel", "method", "score", "other")


def name_candidates(
    firm_names: pd.DataFrame, owner_names: pd.DataFrame, *, progress: Progress
) -> pd.DataFrame:
    """Propose the parcels whose owner's name is nearly that of a firm.

    Both frames have the columns `row` and `key` (see `keys.name_key`).  Names are
    near with a `ratio` of 92 or more, or where 有限公司 and 有限责任公司 alone
    differ.  Columns: those of `COLUMNS`, `other` being the key of the owner.
    """
    firms = firm_names["key"].drop_duplicates().reset_index(drop=True)
    owners = owner_names["key"].drop_duplicates().reset_index(drop=True)
    near = pd.concat(
        [similar_names(firms, owners, progress=progress), _of_other_form(firms, owners)]
    ).drop_duplicates(["query", "choice"])
    near = pd.DataFrame(
        {
            "key": firms.loc[near["query"]].to_numpy(),
            "other": owners.loc[near["choice"]].to_numpy(),
            "score": near["score"].to_numpy(),
        }
    )
    pairs = near.merge(firm_names.rename(columns={"row": "firm"}), on="key").merge(
        owner_names.rename(columns={"row": "parcel", "key": "other"}), on="other"
    )
    return pairs.assign(method="name")[list(COLUMNS)]


def point_candidates(
    firms: pd.Index, *, points: Geometries, geometry: Geometries
) -> pd.DataFrame:
    """Propose the parcels in which the firms at these positions say they are."""
    places = firms.to_numpy(dtype=np.int64)
    found = points_in_parcels(points[places], geometry)
    return pd.DataFrame(
        {
            "firm": places[found["point"]],
            "parcel": found["parcel"],
            "method": "point",
            "score": np.nan,
            "other": pd.Series(np.nan, index=found.index, dtype="str"),
        }
    )


def best_candidates(candidates: pd.DataFrame) -> pd.DataFrame:
    """Keep what a person can look through, best first; no firm loses its last one."""
    table = candidates.sort_values(
        ["firm", "score", "other", "parcel"],
        ascending=[True, False, True, True],
        ignore_index=True,
    ).drop_duplicates(["firm", "parcel", "method"], ignore_index=True)
    names = table.drop_duplicates(["firm", "method", "other"])
    rank = names.groupby(["firm", "method"]).cumcount().rename("rank")
    ranked = table.merge(
        names[["firm", "method", "other"]].assign(rank=rank),
        on=["firm", "method", "other"],
        how="left",
    )
    table = table[(ranked["rank"] < MOST_NAMES).to_numpy()]
    return table[table.groupby("firm").cumcount() < MOST_PAIRS].reset_index(drop=True)


def _of_other_form(firms: pd.Series, owners: pd.Series) -> pd.DataFrame:
    """Return names that only their legal form tells apart, with their `ratio`."""
    left = pd.DataFrame({"query": firms.index, "key": review_key(firms).to_numpy()})
    right = pd.DataFrame({"choice": owners.index, "key": review_key(owners).to_numpy()})
    both = left.merge(right, on="key")[["query", "choice"]]
    score = process.cpdist(
        firms.loc[both["query"]].tolist(),
        owners.loc[both["choice"]].tolist(),
        scorer=fuzz.ratio,
        dtype=np.float64,
    )
    return both.assign(score=score)
