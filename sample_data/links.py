# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and codes as the two offices write them: what joins, and what does not.

The land office and the tax office each have part of the codes, and write names in
their own way.  Some firms cannot be found by any sure mark.
"""

from __future__ import annotations

import names
import numpy as np
import pandas as pd
from land import NOT_STARTED
from numpy.random import Generator
from shapely import affinity

DAMAGED = 8
"""Credit codes that a spreadsheet has turned into numbers."""
EXPANDING = 14
"""Firms at work that hold unbuilt land besides."""


def name_everybody(
    owners: pd.DataFrame, firms: pd.DataFrame, rng: Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return holders and firms with names and codes; no name occurs twice."""
    brands = names.make_brands(rng)
    count = len(owners) + len(firms)
    codes = names.make_credit_codes(count, rng)
    supply = iter(brands * 3)
    used: set[str] = set()

    def fresh(trade: str, *, small: bool) -> str:
        name = names.firm_name(next(supply), trade, rng, small=small)
        while name in used:
            name = names.firm_name(next(supply), trade, rng, small=small)
        used.add(name)
        return name

    firms = firms.copy()
    firms["name"] = [
        fresh(trade, small=scale == "规下")
        for trade, scale in zip(firms["trade"], firms["scale"], strict=True)
    ]
    firms["code"] = codes[: len(firms)]
    plain = names.make_credit_codes(DAMAGED, rng, digits_only=True)
    own = firms.index[(firms["tenure"] == "自有") & (firms["fate"] == "normal")]
    damaged = rng.choice(own[~firms.loc[own, "broken"]], DAMAGED, replace=False)
    firms.loc[damaged, "code"] = plain
    firms["damaged"] = firms.index.isin(damaged)
    owners = owners.copy()
    village = owners["collective"] & ~owners["listed"]
    owners["name"] = [
        f"{town}{n % 90 + 10}村股份经济合作社" if jointly else fresh(trade, small=False)
        for n, (town, jointly, trade) in enumerate(
            zip(owners["town"], village, owners["trade"], strict=True)
        )
    ]
    owners["code"] = codes[len(firms) :]
    mine = firms[firms["tenure"] == "自有"].set_index("holder")
    owners.loc[mine.index, "name"] = mine["name"]
    owners.loc[mine.index, "code"] = mine["code"]
    return owners, firms


def rewrite(name: str, rng: Generator) -> str:
    """Return a name as another clerk might type it; the firm stays the same."""
    draw = rng.integers(0, 4)
    if draw == 0:
        return name.replace("(", "（").replace(")", "）")
    if draw == 1:
        return name.replace("云浦", "云浦 ", 1)
    if draw == 2:
        return f"{name}\u3000"
    return f" {name.replace('(', '（')}"


def former(name: str, rng: Generator) -> str:
    """Return a name that no longer is, or is not quite, that of the firm."""
    if "有限责任公司" in name:
        return name.replace("有限责任公司", "有限公司")
    if "股份有限公司" in name:
        return name.replace("股份有限公司", "有限公司")
    if rng.random() < 0.6 and "有限公司" in name:
        return name.replace("有限公司", "有限责任公司")
    brand = names.make_brands(rng)[0]
    return f"云浦{brand}实业有限公司"


def write_owners(
    parcels: pd.DataFrame, owners: pd.DataFrame, *, firms: pd.DataFrame, rng: Generator
) -> pd.DataFrame:
    """Return owner and owner code as the land office has them."""
    frame = pd.DataFrame(index=parcels.index)
    name = parcels["holder"].map(owners["name"])
    frame["owner"] = [rewrite(n, rng) if rng.random() < 0.07 else n for n in name]
    code = parcels["holder"].map(owners["code"])
    blank = rng.random(len(owners)) < np.where(owners["early"], 0.34, 0.12)
    blank = blank[parcels["holder"]]
    frame["owner_code"] = code.mask(blank)
    frame = expanding(frame, parcels, firms=firms, rng=rng)
    lost = firms[firms["broken"]]
    for holder, firm_name in zip(lost["holder"], lost["name"], strict=True):
        mine = parcels["holder"] == holder
        frame.loc[mine, "owner"] = former(firm_name, rng)
        frame.loc[mine, "owner_code"] = None
    return frame


def expanding(
    frame: pd.DataFrame, parcels: pd.DataFrame, *, firms: pd.DataFrame, rng: Generator
) -> pd.DataFrame:
    """Return the owners with some unbuilt land in the hands of firms at work."""
    empty = parcels.index[parcels["fate"].isin(NOT_STARTED)]
    strong = (firms["scale"] == "规上") & (firms["fate"] == "normal")
    strong &= (firms["tenure"] == "自有") & ~firms["broken"] & ~firms["damaged"]
    strong &= firms["holder"].map(parcels.groupby("holder")["agreed"].max()).isna()
    places = rng.choice(empty, EXPANDING, replace=False)
    chosen = firms.loc[rng.choice(firms.index[strong], EXPANDING, replace=False)]
    changed = frame.copy()
    changed.loc[places, "owner"] = chosen["name"].to_numpy()
    changed.loc[places, "owner_code"] = chosen["code"].to_numpy()
    return changed


def write_marks(
    firms: pd.DataFrame, parcels: pd.DataFrame, rng: Generator
) -> pd.DataFrame:
    """Return what the tax office's table says about where a firm is."""
    frame = pd.DataFrame(index=firms.index)
    lost = firms["broken"] | firms["loose"]
    chance = np.where(firms["tenure"] == "自有", 0.45, 0.25)
    shown = (rng.random(len(firms)) < chance) & ~lost
    ids = parcels["parcel_id"].to_numpy()
    frame["parcel_id"] = [
        "、".join(ids[places]) if show else None
        for places, show in zip(firms["parcels"], shown, strict=True)
    ]
    frame["address"] = [
        spot if rng.random() < 0.93 else None for spot in firms["location"]
    ]
    located = rng.random(len(firms)) < np.where(lost, 0.4, 0.3)
    middles = parcels["shape"].map(lambda shape: shape.representative_point())
    points = [middles.iloc[own[0]] for own in firms["parcels"]]
    shift = rng.uniform(-4, 4, (len(firms), 2))
    frame["spot"] = [
        affinity.translate(point, *move) if here else None
        for point, move, here in zip(points, shift, located, strict=True)
    ]
    codeless = (rng.random(len(firms)) < 0.05) & ~firms["damaged"] & ~firms["loose"]
    frame["written_code"] = firms["code"].mask(codeless)
    return frame


def make_leases(
    firms: pd.DataFrame, parcels: pd.DataFrame, *, owners: pd.DataFrame, rng: Generator
) -> pd.DataFrame:
    """Return the leases; every tenant that can be found has one."""
    tenants = firms[(firms["tenure"] == "承租") & ~firms["loose"]]
    places = [own[0] for own in tenants["parcels"]]
    holder = parcels["holder"].iloc[places]
    frame = pd.DataFrame(
        {
            "tenant_name": tenants["name"].to_numpy(),
            "tenant_code": tenants["code"].to_numpy(),
            "owner_name": owners["name"].loc[holder].to_numpy(),
            "owner_code": owners["code"].loc[holder].to_numpy(),
            "parcel_id": parcels["parcel_id"].iloc[places].to_numpy(),
            "leased_mu": tenants["land_mu"].to_numpy(),
            "floor_m2": tenants["floor_m2"].to_numpy(),
            "town": tenants["town"].to_numpy(),
        }
    )
    blank = rng.random(len(frame)) < 0.12
    frame["tenant_code"] = frame["tenant_code"].mask(blank)
    begin = tenants["founded_date"].clip(lower=pd.Timestamp(2017, 1, 1)).to_numpy()
    wait = pd.to_timedelta(rng.integers(0, 900, len(frame)), unit="D")
    start = pd.Series(begin + wait).clip(upper=pd.Timestamp(2023, 6, 30))
    frame["start"] = start.dt.normalize()
    term = pd.Series(rng.choice([3, 5, 5, 8, 10], len(frame)))
    frame["end"] = [
        max(day + pd.DateOffset(years=int(years)), pd.Timestamp(2024, 5, 31))
        for day, years in zip(frame["start"], term, strict=True)
    ]
    order = {town: n for n, town in enumerate(names.STREETS)}
    frame["order"] = frame["town"].map(order)
    return frame.sort_values(["order", "parcel_id"], kind="stable", ignore_index=True)
