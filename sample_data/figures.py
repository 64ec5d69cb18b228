# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Areas, buildings, investment and papers of the parcels."""

from __future__ import annotations

import numpy as np
import pandas as pd
from land import MU_M2, NOT_STARTED
from names import REGION, STREETS, parcel_codes
from numpy.random import Generator


def far_minimum(year: pd.Series, rng: Generator) -> np.ndarray:
    """Return the least floor-area ratio that a contract of a year asks for."""
    steps = [
        (year < 2008, (0.6, 0.7, 0.8)),
        (year < 2014, (0.8, 1.0, 1.0)),
        (year < 2019, (1.0, 1.2, 1.2)),
        (year < 2021, (1.5, 1.2, 1.5)),
    ]
    draw = rng.integers(0, 3, len(year))
    return np.select(
        [test.to_numpy() for test, _ in steps],
        [np.array(values)[draw] for _, values in steps],
        default=np.array((1.5, 1.8, 2.0))[draw],
    )


def make_areas(parcels: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return drawn and registered area, and the area in mu that counts."""
    frame = pd.DataFrame(index=parcels.index)
    frame["drawn_m2"] = [shape.area for shape in parcels["shape"]]
    registered = frame["drawn_m2"] * (1 + rng.normal(0, 0.0011, len(frame)))
    paperless = rng.random(len(frame)) < np.where(parcels["era"] == "new", 0.01, 0.035)
    frame["registered_m2"] = registered.round(2).mask(paperless)
    frame["area_m2"] = frame["registered_m2"].fillna(frame["drawn_m2"])
    frame["mu"] = frame["area_m2"] / MU_M2
    return frame


def make_buildings(parcels: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return floor area, footprint and the least floor-area ratio."""
    count = len(parcels)
    year = parcels["contract_date"].dt.year
    frame = pd.DataFrame({"far_min": far_minimum(year, rng)}, index=parcels.index)
    full = rng.uniform(1.04, 1.75, count)
    scant = np.where(
        rng.random(count) < 0.75,
        rng.uniform(0.22, 0.68, count),
        rng.uniform(0.7, 0.94, count),
    )
    share = np.where(parcels["fate"] == "underused", scant, full)
    built = parcels["area_m2"] * frame["far_min"] * share
    storeys = rng.uniform(1.4, 2.6, count) + 0.9 * (frame["far_min"] - 0.6)
    footprint = np.minimum(built / storeys, 0.62 * parcels["area_m2"])
    unfinished = parcels["actual_finish"].isna()
    part = np.where(unfinished, rng.uniform(0.05, 0.6, count), 1.0)
    nothing = parcels["fate"].isin(NOT_STARTED) | (parcels["fate"] == "stalled")
    frame["built_m2"] = (built * part).round(0).mask(nothing)
    frame["footprint_m2"] = (footprint * part).round(0).mask(nothing)
    frame.loc[parcels["fate"] == "verify_built", "built_m2"] = np.nan
    return frame


def make_works(parcels: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return the land developed and the money invested."""
    count = len(parcels)
    frame = pd.DataFrame(index=parcels.index)
    frame["should_dev_m2"] = (parcels["area_m2"] * rng.uniform(0.85, 1, count)).round(0)
    year = parcels["contract_date"].dt.year
    per_mu = np.interp(year, [1994, 2004, 2012, 2023], [45, 90, 190, 340])
    per_mu = per_mu * rng.lognormal(0, 0.22, count)
    frame["agreed_invest_per_mu"] = np.where(
        year >= 2010, np.clip(np.round(per_mu * 0.9 / 10) * 10, 100, 450), np.nan
    )
    frame["total_invest_wan"] = (parcels["mu"] * per_mu).round(0)
    done = np.minimum(rng.uniform(0.84, 1.06, count), 1.0)
    building = parcels["actual_finish"].isna().to_numpy()
    done = np.where(building, rng.uniform(0.35, 0.8, count), done)
    stalled = (parcels["fate"] == "stalled").to_numpy()
    by_area = stalled & (rng.random(count) < 0.7)
    laid = np.where(building, rng.uniform(0.4, 0.95, count), 1.0)
    laid = np.where(stalled, rng.uniform(0.36, 0.55, count), laid)
    laid = np.where(by_area, rng.uniform(0.05, 0.31, count), laid)
    done = np.where(stalled & ~by_area, rng.uniform(0.06, 0.23, count), done)
    none = parcels["fate"].isin(NOT_STARTED)
    frame["dev_m2"] = (frame["should_dev_m2"] * laid).round(0).mask(none)
    frame["invested_wan"] = (frame["total_invest_wan"] * done).round(0)
    frame["invested_wan"] = frame["invested_wan"].mask(none)
    price = np.interp(year, [1994, 2003, 2010, 2023], [6, 11, 24, 42])
    price = parcels["mu"] * price * rng.lognormal(0, 0.15, count)
    frame["price_wan"] = price.round(2)
    return frame


def make_papers(parcels: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return codes, address, use and way of supply."""
    count = len(parcels)
    year = parcels["contract_date"].dt.year
    old = parcels["era"].isin(["old", "village"]).to_numpy()
    joint = np.where(parcels["era"] == "village", 0.3, np.where(old, 0.05, 0.0))
    collective = rng.random(count) < joint
    frame = pd.DataFrame(index=parcels.index)
    frame["collective"] = collective
    frame["parcel_id"] = parcel_codes(list(parcels["town"]), collective)
    thing = np.where(parcels["built_m2"].notna(), "F00010001", "W00000000")
    frame["unit_no"] = frame["parcel_id"] + thing
    serial = rng.permutation(count) % 90000 + 1
    electronic = [
        f"{REGION}{y}B{n:05d}" if y >= 2008 else None
        for y, n in zip(year, serial, strict=True)
    ]
    frame["supervision_no"] = electronic
    frame["location"] = [
        f"{town}{STREETS[town][k % len(STREETS[town])]}{n}号"
        for town, k, n in zip(
            parcels["town"],
            rng.integers(0, 12, count),
            rng.integers(1, 980, count),
            strict=True,
        )
    ]
    frame["land_use"] = np.where(rng.random(count) < 0.975, "工业用地", "仓储用地")
    draw = rng.random(count)
    after = np.where(draw < 0.84, "挂牌出让", np.where(draw < 0.93, "拍卖出让", "租赁"))
    before = np.where(draw < 0.82, "协议出让", "划拨")
    frame["supply_mode"] = np.where(year >= 2007, after, before)
    frame.loc[collective, "supply_mode"] = "划拨"
    return frame


def make_causes(parcels: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return who caused the delay and the number of the ruling, where there is one."""
    late = parcels["fate"].isin(
        ["overdue", "suspect_idle_1y", "suspect_idle_2y", "idle_ruled", "stalled"]
    )
    draw = rng.random(len(parcels))
    cause = pd.Series(np.where(draw < 0.68, "企业", "政府"), index=parcels.index)
    unsaid = (draw > 0.94) & (parcels["fate"] != "idle_ruled")
    frame = pd.DataFrame({"cause": cause.where(late & ~unsaid)})
    ruled = parcels["fate"] == "idle_ruled"
    number = ruled.cumsum()
    frame["idle_ruling"] = ("云闲认〔2023〕" + number.astype("str") + "号").where(ruled)
    return frame


def forget(parcels: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return the parcels with what nobody wrote down in the early years left empty."""
    kept = parcels.copy()
    year = kept["contract_date"].dt.year
    early = (year < 2004) & kept["actual_finish"].notna()
    never = (
        ["agreed_start", "agreed_finish"],
        ["delivered_date"],
        ["should_dev_m2", "dev_m2"],
        ["total_invest_wan", "invested_wan"],
    )
    for pair in never:
        kept.loc[early & (rng.random(len(kept)) < 0.8), pair] = None
    some = early & (kept["fate"] != "underused") & (rng.random(len(kept)) < 0.35)
    kept.loc[some & (kept["fate"] != "verify_built"), "actual_finish"] = pd.NaT
    kept.loc[early & (rng.random(len(kept)) < 0.5), "actual_start"] = pd.NaT
    paid = early & kept["fate"].eq("normal") & kept["listed"] & ~kept["reserved"]
    kept.loc[paid & (rng.random(len(kept)) < 0.4), "production_date"] = pd.NaT
    return kept
