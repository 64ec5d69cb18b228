# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan as the files of a run take it: figures, tables, and lines for the map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely

from landgis import messages
from landgis.analysis import Relocation
from landgis.relocation.view import PlanView
from landgis.relocation.view_tables import LEAVING, UNKNOWN, UNPLACED
from landgis.tables import Geometries

text = messages.text
MOVE_COLUMNS = (
    "name",
    "firm_key",
    "industry",
    "town",
    "treatment",
    "outcome",
    "park_id",
    "park_name",
    "freed_mu",
    "need_m2",
    "floor_text",
    "use_m2",
    "energy_tce",
    "distance_km",
    "cost_wan",
    "leaves_year",
    "enters_year",
    "is_pinned",
)
UNPLACED_COLUMNS = (
    "name",
    "firm_key",
    "industry",
    "town",
    "treatment",
    "freed_mu",
    "need_m2",
    "floor_text",
    "unplaced_reason",
)


def relocation_of(
    view: PlanView,
    *,
    freed: pd.DataFrame | None = None,
    reserve: pd.DataFrame | None = None,
) -> Relocation:
    """Return a plan as files take it.

    `freed` and `reserve` are what it frees once it is accepted.
    """
    firms = _named(view.firms)
    leaving = firms[firms["outcome_code"].isin(LEAVING)]
    staying = firms[firms["outcome_code"].isin((UNPLACED, UNKNOWN))]
    return Relocation(
        figures=plan_figures(view),
        moves=leaving[list(MOVE_COLUMNS)].reset_index(drop=True),
        move_geometry=_lines(view, leaving),
        parks=_parks(view),
        unplaced=staying[list(UNPLACED_COLUMNS)].reset_index(drop=True),
        years=_years(view),
        freed=pd.DataFrame() if freed is None else freed,
        reserve=pd.DataFrame() if reserve is None else reserve,
        notes=(*view.solution.explain, *view.notes),
    )


def plan_figures(view: PlanView) -> dict[str, Any]:
    """Return the part ``relocation`` of summary.json."""
    totals, found = view.totals, view.solution
    return {
        "candidates": totals.candidates,
        "placed": totals.placed,
        "unplaced": totals.unplaced,
        "freed_mu": totals.freed_mu,
        "floor_m2": totals.floor_m2,
        "gap": None if view.is_changed else found.gap,
        "status": found.status or "no_solution_found",
        "objective": found.objective,
        "bound": found.bound,
        "stopped_by": found.stopped_by,
        "closed": totals.closed,
        "closed_mu": totals.closed_mu,
        "wanted_mu": totals.wanted_mu,
        "energy_tce": totals.energy_tce,
        "cost_wan": totals.cost_wan,
        "mean_km": totals.mean_km,
        "parks_used": totals.parks_used,
    }


def outcome_title(outcome: str) -> str:
    """Return what becomes of a firm, in words."""
    return text(f"plan.outcome.{outcome}")


def _named(firms: pd.DataFrame) -> pd.DataFrame:
    """Return the firms with the columns of the files."""
    years = {
        name: firms[column].astype("Int64").mask(firms[column] == 0)
        for name, column in (("leaves_year", "leaves"), ("enters_year", "enters"))
    }
    titles = {code: outcome_title(code) for code in firms["outcome"].unique()}
    return firms.assign(
        firm_key=firms["key"],
        need_m2=firms["floor_m2"],
        park_id=firms["park"].replace("", np.nan),
        park_name=firms["park_name"].replace("", np.nan),
        industry=firms["industry"].replace("", np.nan),
        outcome_code=firms["outcome"],
        outcome=firms["outcome"].map(titles),
        is_pinned=firms["pinned"].astype("boolean"),
        unplaced_reason=_reasons(firms),
        **years,
    )


def _reasons(firms: pd.DataFrame) -> pd.Series:
    unsaid = (firms["reason"] == "") & (firms["outcome"] == UNPLACED)
    return firms["reason"].mask(unsaid, text("plan.unplaced_unsaid"))


def _lines(view: PlanView, firms: pd.DataFrame) -> Geometries:
    """Return the line of each firm to its park; None where a place is not known."""
    lines: Geometries = np.full(len(firms), None, dtype=object)
    row = firms["park_row"].to_numpy(dtype=np.int64)
    there = np.full((len(firms), 2), np.nan)
    places = view.parks[["x", "y"]].to_numpy(dtype=np.float64)
    there[row >= 0] = places[row[row >= 0]]
    here = firms[["x", "y"]].to_numpy(dtype=np.float64)
    ends = np.stack([here, there], axis=1)
    known = np.isfinite(ends).all(axis=(1, 2))
    lines[known] = shapely.linestrings(ends[known])
    return lines


def _parks(view: PlanView) -> pd.DataFrame:
    parks = view.parks
    return pd.DataFrame(
        {
            "park_id": parks["key"],
            "park_name": parks["name"],
            "town": parks["town"].replace("", np.nan),
            "leading_codes": [
                messages.joined(codes) for codes in parks["leading_codes"]
            ],
            "open_year": parks["open_year"]
            .astype("Int64")
            .mask(parks["open_year"] == 0),
            "floor_m2": parks["floor_m2"].where(parks["has_floor"]),
            "firms_in": parks["firms"],
            "taken_m2": parks["taken_m2"],
            "left_m2": parks["left_m2"].where(parks["has_floor"]),
            "freed_mu": parks["freed_mu"],
            "leading_count": parks["leading"],
            "firm_total": parks["total"],
            "leading_percent": parks["share"] * 100.0,
            "is_share_ok": _share_verdicts(parks),
        }
    )


def _share_verdicts(parks: pd.DataFrame) -> pd.Series:
    """Return whether the share is kept; unknown where none can be asked for."""
    kept = parks["is_share_ok"].astype("boolean")
    return kept.mask(parks["share_min"].isna() | (parks["firms"] == 0))


def _years(view: PlanView) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "year": view.years["year"],
            "firms_in": view.years["firms"],
            "closed_firms": view.years["closed"],
            "temporary_firms": view.years["temporary"],
            "freed_mu": view.years["freed_mu"],
            "cumulative_mu": view.years["cumulative_mu"],
            "target_mu": view.years["target_mu"],
            "short_mu": view.years["short_mu"],
            "cost_wan": view.years["cost_wan"],
            "budget_wan": view.years["budget_wan"],
            "opening_parks": [
                messages.joined(names) for names in view.years["opening"]
            ],
        }
    )


def rows_of(documents: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Return documents of freed or reserved land as rows, in their order."""
    if not documents:
        return pd.DataFrame()
    rows = [
        {
            key: messages.joined(value) if isinstance(value, list) else value
            for key, value in document.items()
        }
        for document in documents.values()
    ]
    return pd.DataFrame(rows)
