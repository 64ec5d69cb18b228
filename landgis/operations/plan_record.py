# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of record: what it frees goes to 腾空改造 and to the reserve list.

``freed_land``/<firm> holds what each firm leaves, ``reserve_land``/<parcel> what then
can be given out again.  A result that is worked out afterwards counts the land of
these low firms as firm land.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from landgis import messages
from landgis.analysis import Analysis
from landgis.operations.plan_documents import (
    FREED,
    PLAN,
    RESERVE,
    freed_puts,
    record_of,
    stored_plans,
)
from landgis.operations.plan_outputs import relocation_of, rows_of
from landgis.operations.stored_plan import open_plan, read_analysis, view_of
from landgis.progress import SILENT, Progress
from landgis.project import Edit, ProjectStore, Put
from landgis.relocation.view import PlanView
from landgis.relocation.view_tables import LEAVING

LOW = "low_efficiency"
WRITTEN = ("reuse_mode", "progress", "intended", "note")
"""What people write into the documents of freed and reserved land."""


def accept_plan(store_path: Path, plan: str, *, progress: Progress = SILENT) -> Edit:
    """Return the edit that makes a plan the plan of record, and no other.

    Raises
    ------
    CallError
        If there is no such plan, or no result yet.
    """
    progress.step(0, 2, stage=messages.text("plan.stage_problem"))
    opened = open_plan(store_path, plan)
    analysis = read_analysis(store_path, opened.result)
    view = view_of(store_path, opened, analysis)
    progress.step(1, 2)
    freed, reserve = freed_land(view, analysis)
    with ProjectStore.open(store_path, read_only=True) as store:
        puts = [
            Put(PLAN, key, {**value, "is_record": key == plan})
            for key, value in store.documents(PLAN).items()
        ]
        before = frozenset(store.documents(FREED))
        puts += freed_puts(store, freed, reserve)
    progress.step(2, 2)
    return Edit(
        text="plan.history.accept",
        params={
            "name": view.name,
            "mu": math.fsum(e["mu"] or 0 for e in freed.values()),
        },
        puts=tuple(puts),
        effect_mu=firm_land_mu(view, analysis, frozenset(freed))
        - firm_land_mu(view, analysis, before),
    )


def freed_land(
    view: PlanView, analysis: Analysis
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return what a plan frees, by firm, and what that makes of each parcel."""
    leaving = view.firms[view.firms["outcome"].isin(LEAVING)]
    names = analysis.parcel_names.to_numpy()
    freed = {}
    for row in leaving.to_dict("records"):
        freed[row["key"]] = {
            "plan": view.plan_id,
            "former_firm": row["name"],
            "parcels": [str(names[parcel]) for parcel in row["parcel_rows"]],
            "town": row["town"],
            "block_level": row["block_level"],
            "year": int(row["leaves"]),
            "way": row["treatment"],
            "park": row["park"],
            "park_name": row["park_name"],
            "mu": _known(row["freed_mu"]),
            "floor_m2": _known(row["present_m2"]),
        }
    return freed, _reserve(view, analysis, leaving)


def _reserve(
    view: PlanView, analysis: Analysis, leaving: pd.DataFrame
) -> dict[str, dict[str, Any]]:
    """Return the parcels that come free, wholly or in part."""
    links = analysis.links
    if not len(links):
        return {}
    mine = links["firm"].isin(leaving.index)
    staying = set(links.loc[~mine, "parcel"])
    years = links.loc[mine, "firm"].map(leaving["leaves"])
    parcels = analysis.parcels
    found = {}
    for _, rows in links[mine].groupby("parcel", sort=True):
        place = int(rows["parcel"].iloc[0])
        row = parcels.iloc[place].to_dict()
        whole = place not in staying
        mu = row["mu"] if whole else rows["land_mu"].sum(min_count=len(rows))
        found[str(analysis.parcel_names.iloc[place])] = {
            "plan": view.plan_id,
            "parcel_id": str(analysis.parcel_names.iloc[place]),
            "location": _words(row, "location"),
            "town": _words(row, "town"),
            "block_level": _words(row, "block_level"),
            "mu": _known(mu),
            "is_whole": whole,
            "source": messages.text("plan.source_vacated"),
            "year": int(years[rows.index].max()),
        }
    return found


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _words(row: Mapping[Any, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def firm_land_mu(view: PlanView, analysis: Analysis, leaving: frozenset[str]) -> float:
    """Return how much potential land becomes firm land when these firms leave."""
    links, firms = analysis.links, analysis.firms
    if not len(links) or not leaving:
        return 0.0
    needs = view.problem.needs
    rows = needs.index[needs["key"].isin(leaving)]
    low = firms["low"].astype("boolean").fillna(value=False).astype(bool)
    mine = links[links["firm"].map(low).to_numpy(dtype=bool)]
    land = mine["land_mu"].fillna(0.0)
    total = land.groupby(mine["parcel"]).sum()
    part = land[mine["firm"].isin(rows)].groupby(mine["parcel"]).sum()
    parcels = analysis.parcels.loc[part.index]
    low_mu = np.minimum(total[part.index], parcels["mu"].fillna(0.0))
    share = (part / total[part.index]).where(total[part.index] > 0, 0.0)
    counted = (parcels["status"] == LOW).to_numpy(dtype=bool)
    return float((low_mu * share)[counted].sum())


def write_land(
    store: ProjectStore, kind: str, key: str, *, values: Mapping[str, str]
) -> Edit:
    """Return the edit of what people write on freed (or reserved) land.

    Raises
    ------
    KeyError
        If there is no such land, or a value is none of `WRITTEN`.
    """
    old = store.documents(kind)[key]
    unknown = values.keys() - set(WRITTEN)
    if kind not in {FREED, RESERVE} or unknown:
        raise KeyError(kind, *sorted(unknown))
    name = old.get("former_firm") or old.get("parcel_id") or key
    return Edit(
        text="plan.history.land",
        params={"name": name},
        puts=(Put(kind, key, {**old, **values}),),
    )


def attach_record(store_path: Path, analysis: Analysis) -> Analysis:
    """Return a result with the plan of record of its project, if there is one."""
    with ProjectStore.open(store_path, read_only=True) as store:
        record = record_of(store) if stored_plans(store) else None
        if record is None:
            return analysis
        freed = rows_of(store.documents(FREED))
        reserve = rows_of(store.documents(RESERVE))
    view = view_of(store_path, open_plan(store_path, record.id), analysis)
    return replace(
        analysis, relocation=relocation_of(view, freed=freed, reserve=reserve)
    )
