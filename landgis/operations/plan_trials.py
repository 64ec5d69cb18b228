# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What if: a plan searched with other wishes, and nothing of it kept.

Also what a screen asks first: the plan as it is, and whether its search rests on
the documents of now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from landgis import messages
from landgis.operations.relocation_problem import problem_of
from landgis.operations.stored_plan import (
    OpenPlan,
    open_plan,
    read_analysis,
    view_of,
)
from landgis.progress import SILENT, Progress
from landgis.relocation.curve import CurvePoint
from landgis.relocation.planning import HandMove
from landgis.relocation.solve import solve
from landgis.relocation.view import PlanView, Solution, make_view
from landgis.relocation.wishes import PlanWishes

TRIAL_S = 8.0
"""A hand on a slider does not wait longer; the verdict says how good it is."""


@dataclass(frozen=True, kw_only=True)
class SeenPlan:
    """A plan as it is shown.

    `is_current` is False where something has changed since it was searched.
    """

    view: PlanView
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class PlanTrial:
    """What a plan would be with other wishes."""

    wishes: PlanWishes
    view: PlanView


def see_plan(store_path: Path, plan: str, *, progress: Progress = SILENT) -> SeenPlan:
    """Return a plan as it is shown, and whether its search is up to date.

    Raises
    ------
    CallError
        If there is no such plan, or no result yet.
    """
    progress.step(0, 1, stage=messages.text("plan.stage_problem"))
    opened = open_plan(store_path, plan)
    view = view_of(store_path, opened, read_analysis(store_path, opened.result))
    progress.step(1, 1)
    solved = opened.plan.solved
    is_current = solved is not None and solved.basis == opened.basis
    return SeenPlan(view=view, is_current=is_current)


def try_wishes(
    store_path: Path,
    plan: str,
    wishes: PlanWishes,
    *,
    seconds: float = TRIAL_S,
    progress: Progress = SILENT,
) -> PlanTrial:
    """Search a plan with other wishes; the project stays as it is.

    What is pinned stays, as it does when the plan itself is searched.

    Raises
    ------
    CallError
        If there is no such plan, or no result yet.
    """
    progress.step(0, 1000, stage=messages.text("plan.stage_problem"))
    opened = open_plan(store_path, plan)
    analysis = read_analysis(store_path, opened.result)
    problem = problem_of(analysis, wishes, moves=_pinned(opened), zones=opened.zones)
    found = Solution.of(solve(problem.problem, seconds, progress=progress))
    view = make_view(problem, found, plan_id=plan, name=opened.plan.name)
    return PlanTrial(wishes=wishes, view=view)


def wishes_at(wishes: PlanWishes, point: CurvePoint) -> PlanWishes:
    """Return the wishes that lead to a point of the curve: land alone, its budget."""
    return replace(
        wishes,
        weight_freed_mu=1.0,
        weight_cost=0.0,
        weight_km=0.0,
        weight_energy=0.0,
        budget_wan=point.budget,
    )


def _pinned(opened: OpenPlan) -> dict[str, HandMove]:
    return {
        firm: replace(move, park=move.park if move.pinned else None)
        for firm, move in opened.moves.items()
    }
