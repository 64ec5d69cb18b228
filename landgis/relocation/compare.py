# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans side by side: one row for each figure, and the firms that differ."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from landgis import messages
from landgis.relocation.view import PlanView
from landgis.relocation.view_tables import LEAVING, PLACED

ALWAYS = "always"
FOUND = ("optimal", "feasible")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of a plan: how it is counted, and which value is the better.

    `better` is 1 where more is better, −1 where less is, 0 where neither.  `column`
    is the column of `PlanView.firms` whose firms make it, "" where none do.
    """

    id: str
    unit: str
    places: int
    better: int
    of: Callable[[PlanView], float]
    column: str = ""


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """One figure of several plans; NaN is unknown."""

    id: str
    title: str
    unit: str
    places: int
    better: int
    values: tuple[float, ...]
    best: tuple[bool, ...]


@dataclass(frozen=True, kw_only=True)
class PlanTable:
    """Plans side by side; `plans` and `names` in step with the values of each row."""

    plans: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    views: tuple[PlanView, ...]

    def differing(self, figure: str, first: str, second: str) -> pd.DataFrame:
        """Return the firms that make the difference of a figure between two plans.

        ``key``, ``name``, ``outcome`` and ``park_name`` of each, and ``value`` of the
        figure, ``_first`` and ``_second``; largest difference first.
        """
        column = next(each.column for each in FIGURES if each.id == figure)
        one, other = (self.views[self.plans.index(plan)] for plan in (first, second))
        return _differing(one.firms, other.firms, column)


def compare_views(views: Sequence[PlanView]) -> PlanTable:
    """Return plans side by side."""
    return PlanTable(
        plans=tuple(view.plan_id for view in views),
        names=tuple(view.name for view in views),
        rows=tuple(_row(figure, views) for figure in FIGURES),
        views=tuple(views),
    )


def has_plan(view: PlanView) -> bool:
    """Tell whether a search or a hand has placed anybody: else nothing can be said."""
    found = view.solution
    return bool(found.parks) or found.status in FOUND or view.is_changed


def _row(figure: Figure, views: Sequence[PlanView]) -> FigureRow:
    values = tuple(
        float(figure.of(view)) if has_plan(view) else math.nan for view in views
    )
    return FigureRow(
        id=figure.id,
        title=messages.text(f"plan.figure.{figure.id}"),
        unit=messages.text(f"plan.unit.{figure.unit}") if figure.unit else "",
        places=figure.places,
        better=figure.better,
        values=values,
        best=_best(values, figure),
    )


def _best(values: tuple[float, ...], figure: Figure) -> tuple[bool, ...]:
    """Tell which values are the best as shown; none where all are alike."""
    shown = [
        math.nan if math.isnan(value) else round(value, figure.places)
        for value in values
    ]
    known = [value for value in shown if not math.isnan(value)]
    if figure.better == 0 or len(set(known)) < 2:  # noqa: PLR2004 - nothing to compare
        return (False,) * len(values)
    top = max(known) if figure.better > 0 else min(known)
    return tuple(value == top for value in shown)


def _differing(one: pd.DataFrame, other: pd.DataFrame, column: str) -> pd.DataFrame:
    first, second = (_figures(firms, column) for firms in (one, other))
    both = first.merge(
        second,
        how="outer",
        left_index=True,
        right_index=True,
        suffixes=("_first", "_second"),
    )
    names = pd.concat([one.set_index("key")["name"], other.set_index("key")["name"]])
    both.insert(0, "name", names[~names.index.duplicated()].reindex(both.index))
    gap = both["value_first"].fillna(0.0) - both["value_second"].fillna(0.0)
    moved = both["outcome_first"] != both["outcome_second"]
    moved |= both["park_name_first"] != both["park_name_second"]
    kept = both[(gap != 0) | (moved if not column else False)]
    order = gap[kept.index].abs().sort_values(ascending=False, kind="stable").index
    return kept.loc[order].reset_index(names="key")


def _figures(firms: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return outcome, park and the firm's part of a figure, by firm."""
    placed = firms["outcome"].isin(LEAVING if column == "energy_tce" else PLACED)
    value = placed.astype("float64") if column in {"", ALWAYS} else firms[column]
    return pd.DataFrame(
        {
            "outcome": firms["outcome"],
            "park_name": firms["park_name"],
            "value": value.fillna(0.0).where(placed, 0.0),
        }
    ).set_index(firms["key"])


def _gap_percent(view: PlanView) -> float:
    gap = view.solution.gap
    return math.nan if gap is None or view.is_changed else 100.0 * gap


def _shortfall(view: PlanView) -> float:
    short = view.years["short_mu"].dropna()
    return float(short.sum()) if len(short) else math.nan


FIGURES = (
    Figure(
        id="freed_mu",
        unit="mu",
        places=1,
        better=1,
        of=lambda view: view.totals.freed_mu,
        column="freed_mu",
    ),
    Figure(
        id="placed",
        unit="firms",
        places=0,
        better=1,
        of=lambda view: view.totals.placed,
        column=ALWAYS,
    ),
    Figure(
        id="unplaced",
        unit="firms",
        places=0,
        better=-1,
        of=lambda view: view.totals.unplaced,
        column=ALWAYS,
    ),
    Figure(
        id="closed_mu",
        unit="mu",
        places=1,
        better=0,
        of=lambda view: view.totals.closed_mu,
    ),
    Figure(
        id="floor_m2",
        unit="m2",
        places=0,
        better=-1,
        of=lambda view: view.totals.floor_m2,
        column="use_m2",
    ),
    Figure(
        id="energy_tce",
        unit="tce",
        places=1,
        better=1,
        of=lambda view: view.totals.energy_tce,
        column="energy_tce",
    ),
    Figure(
        id="cost_wan",
        unit="wan",
        places=0,
        better=-1,
        of=lambda view: view.totals.cost_wan,
        column="cost_wan",
    ),
    Figure(
        id="mean_km",
        unit="km",
        places=2,
        better=-1,
        of=lambda view: view.totals.mean_km,
        column="distance_km",
    ),
    Figure(
        id="parks_used",
        unit="parks",
        places=0,
        better=0,
        of=lambda view: view.totals.parks_used,
    ),
    Figure(
        id="parks_share_ok",
        unit="parks",
        places=0,
        better=0,
        of=lambda view: view.totals.parks_share_ok,
    ),
    Figure(
        id="least_town_share",
        unit="percent",
        places=1,
        better=1,
        of=lambda view: 100.0 * float(view.towns["share"].min()),
    ),
    Figure(id="short_mu", unit="mu", places=1, better=-1, of=_shortfall),
    Figure(id="gap", unit="percent", places=2, better=-1, of=_gap_percent),
)
