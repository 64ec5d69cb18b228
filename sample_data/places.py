# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parks, block lines, vacated land, the survey, and the lists from above."""

from __future__ import annotations

import names
import numpy as np
import pandas as pd
import shapely
import streets
import terrain
from land import REFERENCE
from numpy.random import Generator

LINE_LEVEL = {"mid": "一级", "new": "一级", "old": "二级"}
UNLINED = "鹭汀城北工业区"
"""A district next to the centre that shall not stay industrial."""


def choose_park_land(parcels: pd.DataFrame, rng: Generator) -> list[int]:
    """Return the parcels on which the parks stand, one for each park of the list.

    A park that is not yet open is being built.
    """
    fit = (parcels["fate"] == "normal") & parcels["mu"].between(12, 70)
    alone = parcels["holder"].map(parcels["holder"].value_counts()) == 1
    fit &= ~parcels["collective"] & alone
    built = parcels["production_date"].notna()
    chosen: list[int] = []
    for park in names.WORDS["parks"]:
        here = fit & (parcels["town"] == park["town"])
        here &= built == (park["open_year"] <= REFERENCE.year)
        here &= ~parcels.index.isin(chosen)
        size = (parcels["mu"] - park["mu"]).abs() + rng.uniform(0, 3, len(parcels))
        chosen.append(int(size[here].idxmin()))
    return chosen


def run_by_operators(parcels: pd.DataFrame, places: list[int]) -> pd.Series:
    """Return the owners, those of the parks' land being their operators."""
    owner = parcels["owner"].copy()
    owner[places] = [f"云浦{park['name']}运营有限公司" for park in names.WORDS["parks"]]
    return owner


def make_parks(parcels: pd.DataFrame, places: list[int]) -> pd.DataFrame:
    """Return the parks with their figures and sites."""
    parks = pd.DataFrame(names.WORDS["parks"])
    parks["park_id"] = [f"YP{n:02d}" for n in range(1, len(parks) + 1)]
    parks["shape"] = [parcels["shape"][place] for place in places]
    parks["state"] = np.where(parks["open_year"] > REFERENCE.year, "在建中", "已投运")
    return parks


def make_block_lines(blocks: list[streets.Block]) -> pd.DataFrame:
    """Return the industrial block lines: districts by level, small places left out."""
    rows = []
    number = 0
    for area in terrain.WORKS_AREAS:
        if area.era == "village" or area.name == UNLINED:
            continue
        own = shapely.union_all([b.shape for b in blocks if b.area is area])
        ground = own.buffer(75, join_style="mitre").buffer(-60, join_style="mitre")
        for part in streets.polygons_of(ground.simplify(4)):
            if part.area < 120_000:
                continue
            number += 1
            filled = shapely.Polygon(part.exterior)
            rows.append((f"QKX{number:02d}", LINE_LEVEL[area.era], area.name, filled))
    return pd.DataFrame(rows, columns=["id", "level", "area", "shape"])


def make_vacated(
    parcels: pd.DataFrame, spare: pd.DataFrame, rng: Generator
) -> pd.DataFrame:
    """Return vacated land: emptied parcels, a few of them also counted otherwise.

    ``spare`` is old works land that was never registered.
    """
    free = (~parcels["listed"]) & (parcels["fate"] == "normal")
    free &= parcels["era"].isin(["old", "mid"]) & (parcels["tenants"] == 0)
    free &= parcels["production_date"].notna() & (parcels["agreed"].isna())
    empty = rng.choice(parcels.index[free], 17, replace=False)
    twice = np.concatenate(
        [
            rng.choice(parcels.index[parcels["fate"] == fate], 2, replace=False)
            for fate in ("built_not_producing", "low_efficiency")
        ]
    )
    shapes = [*parcels["shape"][empty], *parcels["shape"][twice], *spare["shape"]]
    count = len(shapes)
    days = pd.to_timedelta(rng.integers(0, 900, count), unit="D")
    brands = names.make_brands(rng)
    reuse = rng.choice(names.WORDS["reuse"], count)
    frame = pd.DataFrame({"shape": shapes, "reuse": reuse})
    frame["vacated_date"] = (pd.Timestamp(2021, 3, 1) + days).normalize()
    known = list(parcels["owner"][empty]) + list(parcels["owner"][twice])
    known = [name.strip() for name in known]
    frame["former_firm"] = known + [
        f"云浦{brand}皮件有限公司" for brand in brands[: len(spare)]
    ]
    return frame


def make_survey(parcels: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return the survey units of low-efficiency land in the old quarters."""
    old = parcels["era"].isin(["old", "village"])
    low = parcels["fate"] == "low_efficiency"
    draw = rng.random(len(parcels))
    units = parcels[old & ((low & (draw < 0.85)) | (draw < 0.17))]
    is_low = (units["fate"] == "low_efficiency") & (rng.random(len(units)) < 0.92)
    is_low |= rng.random(len(units)) < 0.12
    frame = pd.DataFrame(
        {
            "DCDYBH": [f"{names.REGION}D{n:04d}" for n in range(1, len(units) + 1)],
            "XZMC": units["town"].to_numpy(),
            "ZDBH": units["parcel_id"].to_numpy(),
            "MJ": units["drawn_m2"].round(2).to_numpy(),
            "SFDX": np.where(is_low, "是", "否"),
            "SFSD": "否",
            "SFCHTD": "否",
            "CQR": units["owner"].str.strip().to_numpy(),
            "QSXZ": np.where(units["collective"], "集体", "国有"),
            "XZYT": "工业",
            "RJL": (units["built_m2"] / units["area_m2"]).round(2).to_numpy(),
            "shape": units["shape"].to_numpy(),
        }
    )
    return frame.reset_index(drop=True)


def make_official(firms: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return the list of firms that the county has named for treatment."""
    low = firms[firms["low"] & ~firms["loose"]]
    heavy = (firms["energy_tce"] > 0.62 * firms["value_added_wan"]) & ~firms["low"]
    still = low[low["status"] == "停产"]
    poor = low[low["status"] == "正常"]
    dated = poor["trade"].isin(["鞋革", "五金"])
    parts = [
        (still.sample(12, random_state=rng), "停产僵尸"),
        (poor.sample(64, random_state=rng), "低效产出"),
        (firms[heavy & ~firms["loose"]].sample(18, random_state=rng), "高耗"),
        (poor[dated].sample(8, random_state=rng), "淘汰落后"),
    ]
    rows = [part.assign(category=category) for part, category in parts]
    table = pd.concat(rows).drop_duplicates("code", keep="first")
    order = {town: n for n, town in enumerate(names.STREETS)}
    table["order"] = table["town"].map(order)
    return table.sort_values(["order", "number"], kind="stable")
