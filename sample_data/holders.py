# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who holds the parcels and who rents on them."""

from __future__ import annotations

import names
import numpy as np
import pandas as pd
import shapely
from land import MU_M2, NOT_STARTED
from numpy.random import Generator

FIRMS = 2_500
LISTED = {
    "normal": 0.88, "underused": 0.9, "low_efficiency": 1.0, "below_standard": 1.0,
    "verify_tax": 1.0, "verify_built": 0.9, "verify_agreed": 0.0, "stalled": 0.2,
    "built_not_producing": 0.3,
}  # fmt: skip
"""Share of the holders that stand in the table of firms, by what became of the land."""
SINGLE = {"verify_tax", "verify_agreed", "stalled", "built_not_producing"}
UNMATCHED_OWNERS = 52
UNMATCHED_TENANTS = 34
OVERSTATED = 5
"""Tenants that report more land than the parcel has left."""


def hold(parcels: pd.DataFrame, rng: Generator) -> np.ndarray:
    """Return the number of the holder of each parcel; some hold two to four."""
    holder = np.arange(len(parcels))
    tree = shapely.STRtree(list(parcels["shape"]))
    shapes = shapely.buffer(np.array(parcels["shape"]), 0.5)
    first, second = tree.query(shapes, predicate="intersects")
    fate, block = parcels["fate"].to_numpy(), parcels["block"].to_numpy()
    pairs = (first < second) & (fate[first] == fate[second])
    pairs &= block[first] == block[second]
    pairs &= ~np.isin(fate[first], [*SINGLE, *NOT_STARTED])
    for one, other in zip(first[pairs], second[pairs], strict=True):
        mine, theirs = holder == holder[one], holder == holder[other]
        if mine.sum() + theirs.sum() <= 4 and rng.random() < 0.24:
            holder[theirs] = holder[one]
    return np.unique(holder, return_inverse=True)[1]


def make_owners(parcels: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return the holders: name, code, trade, and whether they are evaluated."""
    groups = parcels.groupby("holder", sort=True)
    owners = pd.DataFrame(
        {
            "fate": groups["fate"].first(),
            "trade": [
                names.pick_trade(trade, rng) for trade in groups["trade"].first()
            ],
            "land_mu": groups["mu"].sum(),
            "town": groups["town"].first(),
            "location": groups["location"].first(),
            "parcels": pd.Series(groups.indices),
            "collective": groups["collective"].first(),
            "early": groups["contract_date"].min().dt.year < 2006,
        }
    )
    chance = owners["fate"].map(LISTED).fillna(0.0).to_numpy(dtype=float)
    owners["listed"] = rng.random(len(owners)) < chance
    return owners


def choose_landlords(
    parcels: pd.DataFrame, owners: pd.DataFrame, *, count: int, rng: Generator
) -> np.ndarray:
    """Return the number of tenants on each parcel, in all the wanted count."""
    single = parcels["holder"].map(owners["parcels"].map(len)) == 1
    fit = single & parcels["fate"].isin(["normal", "low_efficiency"])
    fit &= parcels["actual_finish"].notna() & (parcels["mu"] > 7)
    weight = np.where(parcels["era"].isin(["old", "village"]), 2.2, 1.0) * fit
    weight = weight * np.sqrt(parcels["mu"])
    order = rng.choice(
        len(parcels), size=int(fit.sum()), replace=False, p=weight / weight.sum()
    )
    tenants = np.zeros(len(parcels), dtype=int)
    left = count
    for place in order:
        room = int(parcels["mu"].iloc[place] // 3)
        number = min(left, 1 + int(rng.integers(0, max(1, min(room, 6)))))
        tenants[place] = number
        left -= number
        if left == 0:
            return tenants
    raise ValueError(left)


def make_tenants(
    parcels: pd.DataFrame, owners: pd.DataFrame, *, count: int, rng: Generator
) -> pd.DataFrame:
    """Return the tenants with the land they rent."""
    number = choose_landlords(parcels, owners, count=count - UNMATCHED_TENANTS, rng=rng)
    rows = []
    for place in np.flatnonzero(number):
        parcel = parcels.iloc[place]
        shares = rng.dirichlet(np.full(number[place], 4.0)) * rng.uniform(0.35, 0.75)
        rows += [(place, round(share * parcel["mu"], 3)) for share in shares]
    loose = rng.choice(np.flatnonzero(number), UNMATCHED_TENANTS, replace=False)
    rows += [(place, round(rng.uniform(1.2, 5), 3)) for place in loose]
    tenants = pd.DataFrame(rows, columns=["place", "land_mu"])
    tenants["loose"] = np.arange(len(tenants)) >= count - UNMATCHED_TENANTS
    tenants["trade"] = [
        "服务" if rng.random() < 0.34 else names.pick_trade(trade, rng)
        for trade in parcels["trade"].iloc[tenants["place"]]
    ]
    for name in ("town", "location"):
        tenants[name] = parcels[name].iloc[tenants["place"]].to_numpy()
    return tenants


def make_firms(
    parcels: pd.DataFrame, owners: pd.DataFrame, rng: Generator
) -> pd.DataFrame:
    """Return the firms of the table: listed holders first, then tenants."""
    own = owners[owners["listed"]].copy()
    own["tenure"] = "自有"
    own["holder"] = own.index
    tenants = make_tenants(parcels, owners, count=FIRMS - len(own), rng=rng)
    tenants["tenure"] = "承租"
    let = tenants[~tenants["loose"]].groupby("place")["land_mu"].sum()
    let.index = parcels["holder"].iloc[let.index].to_numpy()
    own["land_mu"] = (own["land_mu"] - own["holder"].map(let).fillna(0)).round(3)
    overstated = rng.choice(
        np.flatnonzero(~tenants["loose"]), OVERSTATED, replace=False
    )
    tenants.loc[overstated, "land_mu"] = (
        tenants.loc[overstated, "land_mu"] * 1.6
    ).round(3)
    tenants["fate"] = parcels["fate"].iloc[tenants["place"]].to_numpy()
    tenants["parcels"] = [np.array([place]) for place in tenants["place"]]
    firms = pd.concat([own, tenants], ignore_index=True)
    firms["loose"] = firms["loose"].eq(other=True)
    service = (firms["tenure"] == "自有") & (rng.random(len(firms)) < 0.05)
    firms.loc[service & firms["fate"].eq("normal"), "trade"] = "服务"
    plain = firms.index[(firms["tenure"] == "自有") & (firms["fate"] == "normal")]
    one = firms.loc[plain, "parcels"].map(len) == 1
    landlords = firms.loc[plain, "holder"].isin(let.index)
    broken = rng.choice(plain[one & ~landlords], UNMATCHED_OWNERS, replace=False)
    firms["broken"] = firms.index.isin(broken)
    return firms


def floor_share(parcels: pd.DataFrame, firms: pd.DataFrame) -> np.ndarray:
    """Return the floor area of each firm, by its part of its parcels' land.

    Missing where no parcel's is known.
    """
    floor, area = parcels["built_m2"].to_numpy(), parcels["area_m2"].to_numpy()
    built = [
        np.nan if np.isnan(floor[own]).all() else np.nansum(floor[own])
        for own in firms["parcels"]
    ]
    land = [area[own].sum() for own in firms["parcels"]]
    share = firms["land_mu"].to_numpy() * MU_M2 / np.array(land)
    return np.round(np.array(built) * np.minimum(share, 1.0), 0)
