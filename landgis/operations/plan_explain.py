# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a firm has no place, and the least change that is shown to work."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from landgis import messages
from landgis.analysis import Analysis
from landgis.operations.plan_documents import MOVE, PLAN, move_put, new_plan
from landgis.operations.relocation_problem import problem_of
from landgis.operations.stored_plan import (
    OpenPlan,
    open_plan,
    read_analysis,
    view_of,
)
from landgis.progress import SILENT, Progress
from landgis.project import Edit, ProjectStore
from landgis.relocation.planning import HandMove
from landgis.relocation.problem import Plan, Problem
from landgis.relocation.remedies import (
    Change,
    FirmExplanation,
    park_lines,
    single_changes,
)
from landgis.relocation.solve import solve
from landgis.relocation.verify import verify
from landgis.relocation.view import PlanView, make_view

MOST_CHANGES = 4
SEARCH_S = 15.0
text = messages.text


def explain_firm(
    store_path: Path, plan: str, firm: str, *, progress: Progress = SILENT
) -> FirmExplanation:
    """Return why a firm has no place park by park, and changes that would give one.

    Every change is tried out: what is returned keeps all conditions.

    Raises
    ------
    CallError
        If there is no such plan, or no result yet.
    KeyError
        If the plan has no such firm.
    """
    stage = text("plan.stage_explain")
    progress.step(0, 1000, stage=stage)
    opened = open_plan(store_path, plan)
    analysis = read_analysis(store_path, opened.result)
    view = view_of(store_path, opened, analysis)
    row = view.firm_rows[view.problem.position[firm]]
    changes = list(_working(view, firm, analysis=analysis, opened=opened))
    complete = True
    if firm in view.problem.problem.firm_rows and row["park_row"] < 0:
        found, complete = _rearranged(view, firm, progress)
        changes = [*([found] if found is not None else []), *changes]
    return FirmExplanation(
        firm=firm,
        name=row["name"],
        lines=park_lines(view, firm),
        changes=tuple(changes),
        is_complete=complete,
    )


def try_change(
    store: ProjectStore, plan: str, change: Change, *, name: str
) -> tuple[str, Edit]:
    """Return the id of a new plan with a change, and the edit that makes it.

    The plan that was explained stays as it is.  `name` is that of the firm.
    """
    old = store.documents(PLAN)[plan]
    called = text("plan.try_name", name=old.get("name") or plan, firm=name)
    new, edit = new_plan(store, called, wishes=change.wishes, copy_of=plan)
    puts = {(put.kind, put.id): put for put in edit.puts}
    for firm, move in change.moves.items():
        puts[MOVE + new, firm] = move_put(new, firm, move)
    return new, replace(edit, text="plan.history.try", puts=tuple(puts.values()))


def _working(
    view: PlanView, firm: str, *, analysis: Analysis, opened: OpenPlan
) -> Iterator[Change]:
    """Yield the smallest changes with which the plan, and the firm in it, is right."""
    found = 0
    for change in single_changes(view, firm):
        changed = problem_of(
            analysis,
            change.wishes,
            moves={**view.problem.moves, **change.moves},
            zones=opened.zones,
        )
        after = make_view(changed, view.solution)
        if not verify(changed.problem, after.assignments()):
            yield change
            found += 1
        if found == MOST_CHANGES:
            return


def _rearranged(
    view: PlanView, firm: str, progress: Progress
) -> tuple[Change | None, bool]:
    """Return how others could make room for a firm, and whether all was searched."""
    problem = view.problem.problem
    plan = solve(wanted(problem, firm), SEARCH_S, progress=progress)
    park = next((each.park for each in plan.assignments if each.firm == firm), None)
    if park is None:
        return None, plan.status == "optimal"
    return _rearrangement(view, firm, plan), True


def wanted(problem: Problem, firm: str) -> Problem:
    """Return the problem in which a place for one firm is worth more than all else.

    It gets points for its place, so that targets, budgets and the towns' parts stay
    as they are.
    """
    points = 1.0 + 2.0 * _most_points(problem)
    firms = tuple(
        replace(
            each,
            worth={
                park.id: each.worth.get(park.id, 0.0) + points for park in problem.parks
            },
        )
        if each.id == firm
        else each
        for each in problem.firms
    )
    return replace(problem, firms=firms)


def _most_points(problem: Problem) -> float:
    """Return points that no plan of a problem gains or loses more than."""
    weights = problem.objective
    years = [phase.year for phase in problem.phases] or [0]
    late = abs(weights.delay) * (years[-1] - years[0])
    return math.fsum(
        (
            *(
                (abs(weights.freed_mu) + late) * each.freed_mu
                + abs(weights.cost) * max(map(abs, each.cost.values()), default=0.0)
                + max(map(abs, each.worth.values()), default=0.0)
                + abs(weights.cluster)
                for each in problem.firms
            ),
            *(abs(weights.cost * park.open_cost) for park in problem.parks),
            *(abs(weights.target) * (p.target_mu or 0.0) for p in problem.phases),
        )
    )


def _rearrangement(view: PlanView, firm: str, plan: Plan) -> Change:
    before = {each.firm: each.park for each in view.assignments()}
    after = {each.firm: each.park for each in plan.assignments}
    freed = {row["key"]: row["freed_mu"] for row in view.firm_rows}
    lost = _land(before, freed) - _land(after, freed)
    moved = [
        key
        for key in before.keys() | after.keys()
        if key != firm and before.get(key) != after.get(key)
    ]
    park = after[firm]
    name = view.park_rows[view.problem.park_position[park]]["name"]
    hand = view.problem.moves.get(firm, HandMove())
    return Change(
        text=text("plan.change.rearrange", park=name, mu=max(0.0, lost), n=len(moved)),
        park=park,
        kinds=("worth",),
        wishes=view.problem.wishes,
        moves={firm: replace(hand, park=park, pinned=True)},
        size=0.0,
        needs_search=True,
    )


def _land(parks: dict[str, str], freed: dict[str, float]) -> float:
    known = (freed.get(firm, math.nan) for firm in parks)
    return math.fsum(mu for mu in known if not math.isnan(mu))
