# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lives of the parcels: what became of each, and the dates and figures of it.

The fate is chosen first, where it would be found on the ground (low output in the
old quarters, idle land in the new ones); dates and figures then follow from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streets
import terrain
from numpy.random import Generator
from shapely import Point

REFERENCE = pd.Timestamp(2023, 12, 31)
SIGNED_BY = pd.Timestamp(2023, 12, 18)
MU_M2 = 2000 / 3
PARCELS = 3_000
NOT_STARTED = ("not_due", "overdue", "suspect_idle_1y", "suspect_idle_2y", "idle_ruled",
               "verify_due")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Fate:
    """How many parcels take a course, where, and how old they may be."""

    count: int
    opened: tuple[float, float]
    old: float = 0.0
    village: float = 0.0
    mid: float = 0.0
    new: float = 0.0
    clustered: float = 0.0


FATES = {
    "not_due": Fate(count=56, opened=(2017.5, 2023.3), mid=0.4, new=1),
    "overdue": Fate(count=38, opened=(2016, 2021.4), mid=0.7, new=1),
    "suspect_idle_1y": Fate(count=34, opened=(2014, 2020.5), mid=0.7, new=1),
    "suspect_idle_2y": Fate(count=26, opened=(2010, 2019), mid=0.7, new=1),
    "idle_ruled": Fate(count=20, opened=(2009, 2017), mid=0.8, new=1),
    "verify_due": Fate(count=30, opened=(2010, 2020), mid=0.7, new=1),
    "stalled": Fate(count=18, opened=(2009, 2018), mid=0.7, new=1),
    "below_standard": Fate(count=60, opened=(2011, 2018.6), mid=0.5, new=1),
    "verify_agreed": Fate(count=12, opened=(2011, 2018.4), mid=0.6, new=1),
    "built_not_producing": Fate(count=44, opened=(2006, 2017), mid=0.8, new=1),
    "underused": Fate(
        count=150, opened=(0, 2016.5), old=0.4, mid=1.2, new=1.1, clustered=0.5
    ),
    "low_efficiency": Fate(
        count=330, opened=(0, 2016), old=1, village=1.5, mid=0.5, new=0.1, clustered=1.7
    ),
    "verify_built": Fate(
        count=48, opened=(0, 2016.5), old=1, village=1.5, mid=0.8, new=0.4
    ),
    "verify_tax": Fate(count=15, opened=(0, 2016), old=1, mid=1, new=0.5),
}
"""Courses besides the normal one; the ``verify`` ones lack something needed."""


def plot_table(
    blocks: list[streets.Block], years: np.ndarray, group: np.ndarray
) -> pd.DataFrame:
    """Return all plots with their district, town, year of opening and batch."""
    rows = [
        (plot, number, block.area.name, block.area.era, block.area.trade)
        for number, block in enumerate(blocks)
        for plot in block.plots
    ]
    plots = pd.DataFrame(rows, columns=["shape", "block", "area", "era", "trade"])
    plots["opened"] = years[plots["block"]]
    plots["batch"] = group[plots["block"]]
    middles = streets.centre(list(plots["shape"]))
    plots["x"], plots["y"] = middles[:, 0], middles[:, 1]
    towns = terrain.towns()
    plots["town"] = [
        next((name for name, town in towns.items() if town.contains(Point(spot))), "")
        for spot in middles
    ]
    return plots


def thin_out(plots: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Leave out older plots at random until the wanted number is supplied."""
    surplus = int((~plots["open"]).sum()) - PARCELS
    older = plots.index[plots["batch"] < 0]
    gone = rng.choice(older, size=surplus, replace=False)
    return plots.drop(index=gone).reset_index(drop=True)


def quarter_noise(plots: pd.DataFrame, rng: Generator) -> np.ndarray:
    """Return a smooth field, so that neighbours fare alike."""
    total = np.zeros(len(plots))
    for wave in (420.0, 640.0, 900.0, 1400.0):
        turn, phase = rng.uniform(0, 2 * np.pi, 2)
        total += np.sin(
            (plots["x"] * np.cos(turn) + plots["y"] * np.sin(turn)) / wave * 2 + phase
        )
    return total / np.sqrt(2)


def choose_fates(plots: pd.DataFrame, rng: Generator) -> pd.Series:
    """Return the course of each supplied plot."""
    fate = pd.Series("normal", index=plots.index, dtype="str")
    late = (plots["opened"] > 2022.8).to_numpy()
    fate[late] = "not_due"
    noise = quarter_noise(plots, rng)
    size = np.sqrt([shape.area for shape in plots["shape"]])
    for name, rule in FATES.items():
        free = (fate == "normal").to_numpy()
        weight = (
            plots["era"]
            .map(
                {
                    "old": rule.old,
                    "village": rule.village,
                    "mid": rule.mid,
                    "new": rule.new,
                }
            )
            .to_numpy(dtype=float)
        )
        weight = weight * np.exp(rule.clustered * noise) * free
        weight = weight * plots["opened"].between(*rule.opened).to_numpy()
        if name in {"underused", "idle_ruled", "suspect_idle_2y"}:
            weight = weight * size
        wanted = max(0, rule.count - int((fate == name).sum()))
        chosen = rng.choice(
            len(plots), size=wanted, replace=False, p=weight / weight.sum()
        )
        fate.iloc[chosen] = name
    return fate


def days_after(
    start: pd.Series, rng: Generator, *, low: float, high: float
) -> pd.Series:
    """Return dates some days after others."""
    days = rng.integers(int(low), int(high) + 1, len(start))
    return start + pd.to_timedelta(days, unit="D")


def due_days(fate: pd.Series, rng: Generator) -> pd.Series:
    """Return the day on which work had to begin, for land where it has not."""
    windows = {
        "not_due": ("2024-01-12", "2024-12-10"),
        "overdue": ("2023-01-09", "2023-12-20"),
        "suspect_idle_1y": ("2022-01-10", "2022-12-28"),
        "suspect_idle_2y": ("2018-09-01", "2021-12-20"),
        "idle_ruled": ("2017-03-01", "2021-11-30"),
        "verify_due": ("2019-01-01", "2022-06-30"),
    }
    due = pd.Series(pd.NaT, index=fate.index, dtype="datetime64[s]")
    for name, (first, last) in windows.items():
        mine = fate == name
        span = (pd.Timestamp(last) - pd.Timestamp(first)).days
        days = rng.integers(0, span + 1, int(mine.sum()))
        due[mine] = pd.Timestamp(first) + pd.to_timedelta(days, unit="D")
    return due


def opening_days(plots: pd.DataFrame, batches: pd.DataFrame) -> pd.Series:
    """Return the first day on which a plot could be supplied."""
    days = np.round((plots["opened"] - 1990) * 365.25).astype(int)
    grown = pd.Timestamp(1990, 1, 1) + pd.to_timedelta(days, unit="D")
    approved = plots["batch"].map(batches["date"]) + pd.Timedelta(days=45)
    return approved.fillna(grown).astype("datetime64[s]")


def make_dates(
    plots: pd.DataFrame, batches: pd.DataFrame, rng: Generator
) -> pd.DataFrame:
    """Return the nine dates of every parcel's life, in their lawful order."""
    fate = plots["fate"]
    opening = opening_days(plots, batches)
    due = due_days(fate, rng)
    wait = pd.to_timedelta(rng.exponential(260, len(plots)).astype(int), unit="D")
    contract = opening + wait
    contract = contract.clip(upper=pd.Timestamp(2019, 5, 31)).clip(lower=opening)
    young = fate.isin(["below_standard", "verify_agreed"])
    recent = days_after(
        pd.Series(pd.Timestamp(2018, 1, 1), index=fate.index), rng, low=0, high=480
    )
    contract = contract.where(~young, recent.clip(lower=opening))
    unbuilt = fate.isin(NOT_STARTED)
    due = due.clip(lower=opening + pd.Timedelta(days=270)).where(due.notna())
    before = days_after(due, rng, low=-430, high=-260).clip(lower=opening)
    contract = contract.where(~unbuilt, before.clip(upper=SIGNED_BY))
    frame = pd.DataFrame({"contract_date": contract.astype("datetime64[s]")})
    frame["delivered_date"] = days_after(contract, rng, low=40, high=110)
    frame["agreed_start"] = days_after(frame["delivered_date"], rng, low=170, high=300)
    frame["agreed_start"] = frame["agreed_start"].where(~unbuilt, due)
    slip = days_after(frame["agreed_start"], rng, low=-60, high=190)
    frame["actual_start"] = slip.where(~unbuilt)
    frame["agreed_finish"] = days_after(frame["agreed_start"], rng, low=540, high=740)
    frame["actual_finish"] = days_after(frame["actual_start"], rng, low=400, high=800)
    frame["production_date"] = days_after(frame["actual_finish"], rng, low=30, high=220)
    frame["extended_start"] = pd.NaT
    frame["stop_date"] = pd.NaT
    return waiting_days(ending(frame, fate, rng), fate, opening=opening, rng=rng)


def ending(frame: pd.DataFrame, fate: pd.Series, rng: Generator) -> pd.DataFrame:
    """Return the dates with what has not happened by the reference day taken out."""
    dates = frame.copy()
    stalled = fate == "stalled"
    stop = days_after(dates["actual_start"], rng, low=60, high=420)
    dates["stop_date"] = stop.where(stalled)
    building = (dates["actual_finish"] > REFERENCE - pd.Timedelta(days=40)) | stalled
    unready = building | (fate == "built_not_producing")
    unready |= dates["production_date"] > REFERENCE - pd.Timedelta(days=20)
    dates.loc[unready, "production_date"] = pd.NaT
    dates.loc[building, "actual_finish"] = pd.NaT
    late = dates["actual_start"] > REFERENCE
    dates.loc[late, "actual_start"] = REFERENCE - pd.Timedelta(days=33)
    return dates


def waiting_days(
    frame: pd.DataFrame, fate: pd.Series, *, opening: pd.Series, rng: Generator
) -> pd.DataFrame:
    """Return the dates with the ways in which the day to begin may be agreed.

    It is put off by consent, follows from the day of delivery, or is not known.
    """
    dates = frame.copy()
    waiting = fate.isin(["not_due", "overdue", "suspect_idle_1y", "suspect_idle_2y"])
    draw = rng.random(len(fate))
    early = ["contract_date", "delivered_date", "agreed_start"]
    slack = dates["contract_date"] - opening
    extended = waiting & (draw < 0.25) & (slack > pd.Timedelta(days=300))
    dates.loc[extended, "extended_start"] = dates.loc[extended, "agreed_start"]
    dates.loc[extended, early] -= pd.Timedelta(days=300)
    year_before = dates["agreed_start"] - pd.DateOffset(years=1)
    room = year_before - opening > pd.Timedelta(days=90)
    plain = waiting & (draw > 0.8) & room
    dates.loc[plain, "delivered_date"] = year_before[plain]
    dates.loc[plain, "contract_date"] = year_before[plain] - pd.Timedelta(days=62)
    dates.loc[plain, "agreed_start"] = pd.NaT
    unknown = fate == "verify_due"
    dates.loc[unknown, [*early[1:], "agreed_finish"]] = pd.NaT
    to_come = dates["delivered_date"] > REFERENCE
    dates.loc[to_come, "delivered_date"] = pd.NaT
    return dates
