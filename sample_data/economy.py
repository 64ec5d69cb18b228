# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the firms earn: size class, tax, value added, energy, over three years."""

from __future__ import annotations

from statistics import NormalDist

import names
import numpy as np
import pandas as pd
from numpy.random import Generator

YEARS = (2021, 2022, 2023)
LOW_LINE = 8.0
MEDIAN = {"规上": (26.0, 0.70), "规下": (12.4, 0.46), "服务业": (16.0, 0.55)}
"""Middle and spread of tax per mu, 10,000 yuan, by size class."""
HEAVY = ("3360", "3391", "1713", "1762", "2231")
BIG_REVENUE_WAN = 2_000
EXACT = 3
"""Firms that stand exactly on the line."""


def draw_between(
    low: np.ndarray, high: np.ndarray, *, classes: pd.Series, rng: Generator
) -> np.ndarray:
    """Return lognormal draws between two bounds, middle and spread by size class."""
    normal = NormalDist()
    draws = rng.random(len(classes))
    values = np.empty(len(classes))
    for n, (name, draw) in enumerate(zip(classes, draws, strict=True)):
        middle, spread = np.log(MEDIAN[name][0]), MEDIAN[name][1]
        ends = [normal.cdf((np.log(v[n]) - middle) / spread) for v in (low, high)]
        place = ends[0] + draw * (ends[1] - ends[0])
        values[n] = np.exp(middle + spread * normal.inv_cdf(min(place, 0.9995)))
    return values


def is_low(firms: pd.DataFrame, rng: Generator) -> np.ndarray:
    """Tell which firms pay too little tax for their land."""
    draw = rng.random(len(firms))
    fate, tenant = firms["fate"], firms["tenure"] == "承租"
    low = (fate == "low_efficiency") & ~tenant
    low |= (fate == "low_efficiency") & tenant & (draw < 0.35)
    low |= (fate == "underused") & (draw < 0.20)
    low &= ~firms["loose"]
    low |= firms["loose"] & (draw < 0.18)
    low |= firms["broken"] & (draw < 0.10)
    return low.to_numpy()


def size_class(firms: pd.DataFrame, rng: Generator) -> pd.Series:
    """Return above scale, below scale or service, by land and tenure."""
    chance = 1 / (1 + np.exp(-(np.log(firms["land_mu"].clip(lower=0.5)) - 3.0) * 1.3))
    chance *= np.where(firms["low"], 0.45, 1.0)
    above = rng.random(len(firms)) < chance
    return pd.Series(
        np.where(firms["trade"] == "服务", "服务业", np.where(above, "规上", "规下")),
        index=firms.index,
    )


def make_tax(
    firms: pd.DataFrame, agreed: pd.Series, rng: Generator
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return last year's tax per mu, land and state of business.

    ``agreed`` is the contract's tax per mu, where it is not reached.  A few firms
    stand exactly on the line, a few have had tax refunded, and some lie still.
    """
    low = firms["low"].to_numpy()
    bottom = np.where(low, 0.4, 1.03 * LOW_LINE)
    top = np.where(low, 0.985 * LOW_LINE, 400.0)
    tax = pd.Series(
        draw_between(bottom, top, classes=firms["scale"], rng=rng), index=firms.index
    )
    short = agreed.fillna(0) * rng.uniform(0.25, 0.9, len(firms))
    tax = tax.where(agreed.isna(), short)
    tax = tax.mask(firms["fate"] == "built_not_producing", 0.0)
    some = firms.index[low & (firms["tenure"] == "自有").to_numpy()]
    picked = rng.choice(some, 30, replace=False)
    tax[picked[:4]] *= -0.1
    tax[picked[4:]] *= 0.04
    status = firms["status"].mask(firms.index.isin(picked[4:]), "停产")
    large = some[(firms.loc[some, "land_mu"] > 18) & ~some.isin(picked)]
    exact = rng.choice(large, EXACT, replace=False)
    tax[exact] = LOW_LINE
    land = firms["land_mu"].copy()
    land[exact] = (land[exact] * 2).round() / 2
    return tax, land, status


def make_accounts(firms: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return the accounts of the last year, in the units of the table's head."""
    count = len(firms)
    frame = pd.DataFrame(index=firms.index)
    frame["tax_wan"] = (firms["tax_per_mu"] * firms["land_mu"]).round(2)
    base = (0.8 * firms["tax_per_mu"].clip(lower=0.3) + 4.5) * firms["land_mu"]
    still = np.where(firms["status"] == "停产", 0.05, 1.0)
    above = firms["scale"] == "规上"
    value = base * rng.lognormal(np.log(6.6), 0.28, count) * still
    revenue = value * rng.lognormal(np.log(3.6), 0.2, count)
    least = rng.uniform(2010, 3100, count)
    revenue = np.where(above, np.maximum(revenue, least), revenue)
    revenue = np.where(
        firms["scale"] == "规下",
        np.minimum(revenue, rng.uniform(900, 1990, count)),
        revenue,
    )
    frame["revenue_wan"] = revenue.round(2)
    frame["value_added_wan"] = np.minimum(value, 0.55 * revenue).round(2)
    value = frame["value_added_wan"]
    heavy = np.where(firms["industry"].isin(HEAVY), 2.3, 1.0)
    energy = value * 0.30 * heavy * rng.lognormal(0, 0.42, count)
    frame["energy_tce"] = energy.round(2)
    clean = rng.random(count) < 0.4
    emission = (value / 4900 * heavy * rng.lognormal(0, 0.6, count)).round(4)
    frame["emission_t"] = emission.mask(clean)
    research = (revenue * rng.lognormal(np.log(0.026), 0.5, count)).round(2)
    without = rng.random(count) < np.where(above, 0.05, 0.7)
    frame["rd_wan"] = pd.Series(research, index=firms.index).mask(without)
    frame["employees"] = np.maximum(2, value / rng.lognormal(np.log(17.5), 0.25, count))
    frame["employees"] = frame["employees"].round(0)
    power = frame["tax_wan"].clip(lower=0.5) / rng.lognormal(np.log(0.27), 0.45, count)
    frame["power_wan_kwh"] = (power * still).round(2)
    small = (firms["scale"] == "规下") & (rng.random(count) < 0.35)
    frame.loc[small, "energy_tce"] = np.nan
    frame.loc[firms["fate"] == "verify_tax", "tax_wan"] = np.nan
    idle = firms["fate"] == "built_not_producing"
    money = ["tax_wan", "revenue_wan", "value_added_wan", "power_wan_kwh"]
    frame.loc[idle, money] = 0.0
    frame.loc[idle, ["energy_tce", "emission_t", "rd_wan"]] = np.nan
    return frame


def back_years(firms: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return the rows of all years; a new firm has none from before its founding."""
    flows = ["tax_wan", "value_added_wan", "revenue_wan", "energy_tce", "emission_t",
             "rd_wan", "power_wan_kwh", "employees"]  # fmt: skip
    rows = [firms.assign(year=YEARS[-1])]
    factor = np.ones(len(firms))
    for year in YEARS[-2::-1]:
        factor = factor * rng.lognormal(-0.05, 0.13, len(firms))
        past = firms.assign(year=year)
        for name in flows:
            wobble = factor * rng.lognormal(0, 0.05, len(firms))
            places = 4 if name == "emission_t" else 0 if name == "employees" else 2
            past[name] = (past[name] * wobble).round(places)
        rows.append(past[firms["founded_date"].dt.year <= year])
    order = {town: n for n, town in enumerate(names.STREETS)}
    table = pd.concat(rows, ignore_index=True)
    table["order"] = table["town"].map(order)
    table = table.sort_values(["year", "order", "number"], kind="stable")
    return table.reset_index(drop=True)


def make_standing(firms: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return founding day, industry and state of business."""
    frame = pd.DataFrame(index=firms.index)
    frame["industry"] = [
        str(rng.choice(names.TRADES[trade]["codes"])) for trade in firms["trade"]
    ]
    first = np.where(firms["tenure"] == "自有", 1992, 2004)
    year = rng.integers(first, first + 16)
    draw = rng.random(len(firms))
    new = ((firms["tenure"] == "承租") & ~firms["low"]).to_numpy()
    year = np.where(new & (draw < 0.10), 2022, year)
    year = np.where(new & (draw < 0.04), 2023, year)
    day = rng.integers(0, 360, len(firms))
    start = pd.to_datetime(pd.Series(year, index=firms.index).astype("str") + "-01-01")
    frame["founded_date"] = start + pd.to_timedelta(day, unit="D")
    frame["status"] = np.where(firms["fate"] == "built_not_producing", "未投产", "正常")
    able = firms.index[(firms["scale"] != "服务业") & (firms["fate"] == "normal")]
    frame["veto"] = None
    vetoed = rng.choice(able, 11, replace=False)
    frame.loc[vetoed[:8], "veto"] = "是"
    frame.loc[vetoed[8:], "veto"] = "环保违法未整改"
    return frame
