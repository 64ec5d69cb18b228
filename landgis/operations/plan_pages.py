# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan in the plain values that are printed."""

from __future__ import annotations

import math
from collections.abc import Iterator

from landgis import messages
from landgis.operations.plan_outputs import outcome_title
from landgis.pages.request import Move, ParkUse, RelocationPlan
from landgis.relocation.compare import compare_views
from landgis.relocation.view import PlanView
from landgis.relocation.view_tables import LEAVING, UNKNOWN, UNPLACED

NEAR = 0.001
"""A gap below this is shown as no figure: it would read as 0.0 %."""


def pages_of(view: PlanView) -> RelocationPlan:
    """Return a plan as the printed pages take it."""
    rows = compare_views([view]).rows
    staying = [row for row in view.firm_rows if row["outcome"] in (UNPLACED, UNKNOWN)]
    return RelocationPlan(
        name=view.name,
        verdict=verdict_of(view),
        moves=tuple(_moves(view)),
        parks=tuple(_parks(view)),
        unplaced=tuple(
            (row["name"], row["reason"] or messages.text("plan.unplaced_unsaid"))
            for row in staying
        ),
        figures=tuple((row.title, _or_none(row.values[0]), row.unit) for row in rows),
        notes=(messages.text("plan.money_note"), *view.notes),
    )


def verdict_of(view: PlanView) -> str:
    """Return in one sentence how good a plan is."""
    found = view.solution
    if view.is_changed:
        return messages.text("plan.verdict.changed")
    if found.status == "feasible" and found.gap is not None:
        if found.gap < NEAR:
            return messages.text("plan.verdict.near")
        return messages.text("plan.verdict.feasible", gap=found.gap)
    return messages.text(f"plan.verdict.{found.status or 'none'}")


def _moves(view: PlanView) -> Iterator[Move]:
    for row in view.firm_rows:
        if row["outcome"] not in LEAVING:
            continue
        park = view.park_rows[row["park_row"]] if row["park"] else None
        yield Move(
            firm=row["name"],
            treatment=row["treatment"],
            origin=row["town"],
            target=row["park_name"] or outcome_title(row["outcome"]),
            phase=str(row["leaves"]),
            freed_mu=_or_none(row["freed_mu"]),
            floor_m2=_or_none(row["use_m2"]),
            compensation_wan=_or_none(row["cost_wan"]),
            reason=row["floor_text"],
            start=_place(row["x"], row["y"]),
            end=None if park is None else _place(park["x"], park["y"]),
        )


def _parks(view: PlanView) -> Iterator[ParkUse]:
    for park in view.park_rows:
        yield ParkUse(
            name=park["name"],
            floor_m2=park["floor_m2"] if park["has_floor"] else None,
            used_m2=None,
            planned_m2=park["taken_m2"],
            firms=park["firms"],
            leading_share=_or_none(park["share"]),
            open_year=park["open_year"] or None,
            place=_place(park["x"], park["y"]),
        )


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _place(x: float, y: float) -> tuple[float, float] | None:
    return None if math.isnan(x) or math.isnan(y) else (float(x), float(y))
