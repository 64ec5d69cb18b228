# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans of a project file: shown, searched and kept; for the second process.

What a search found is a data set of the project; it becomes the plan's once the
edit of `keep_solution` is committed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from landgis import messages
from landgis.analysis import Analysis
from landgis.errors import CallError, ProjectError
from landgis.operations.plan_documents import (
    MOVE,
    PLAN,
    StoredPlan,
    drop_loose_moves,
    find_plan,
    read_moves,
)
from landgis.operations.relocation_problem import problem_of
from landgis.operations.stored_analysis import open_result
from landgis.operations.stored_freshness import RESULT
from landgis.operations.stored_project import CURRENT
from landgis.progress import SILENT, Progress
from landgis.project import Edit, ProjectStore, Put, read_dataset, write_dataset
from landgis.relocation.compare import PlanTable, compare_views
from landgis.relocation.curve import CurvePoint, trade_off
from landgis.relocation.planning import HandMove
from landgis.relocation.problem import Plan
from landgis.relocation.solve import solve
from landgis.relocation.view import PlanView, Solution, make_view

SOLUTION = "plan_solution"
MEMBER, PARCEL = "member/", "p|"
CURVE_S = 60.0
KEPT = ("status", "objective", "bound", "gap", "seconds", "stopped_by")


@dataclass(frozen=True, kw_only=True)
class SolvedPlan:
    """What a search found, and the data set in which it is kept."""

    dataset: str
    basis: str
    plan: Plan
    view: PlanView


@dataclass(frozen=True, kw_only=True)
class OpenPlan:
    """A plan with what it rests on, read from a project file."""

    plan: StoredPlan
    moves: Mapping[str, HandMove]
    zones: Mapping[str, str]
    result: str
    basis: str


def open_plan(store_path: Path, plan: str) -> OpenPlan:
    """Read a plan and what it rests on.

    Raises
    ------
    CallError
        If there is no such plan, or no result yet.
    """
    with ProjectStore.open(store_path, read_only=True) as store:
        if plan not in store.documents(PLAN):
            raise CallError("plan.gone")
        current = store.document(RESULT, CURRENT)
        if not current:
            raise CallError("plan.no_result")
        return OpenPlan(
            plan=find_plan(store, plan),
            moves=read_moves(store, plan),
            zones=plan_zones(store),
            result=current["dataset"],
            basis=plan_basis(store, plan),
        )


def plan_zones(store: ProjectStore) -> dict[str, str]:
    """Return the zone of each parcel, by name, of the zoning that is the plan."""
    zonings = store.documents("zoning").items()
    chosen = next((key for key, value in zonings if value.get("is_plan")), None)
    if chosen is None:
        return {}
    return {
        unit.removeprefix(PARCEL): zone
        for unit, zone in store.documents(MEMBER + chosen).items()
        if unit.startswith(PARCEL) and isinstance(zone, str)
    }


def plan_basis(store: ProjectStore, plan: str) -> str:
    """Return a hash of every document on which the search of a plan rests."""
    value = store.document(PLAN, plan) or {}
    moves = {
        firm: move
        for firm, move in store.documents(MOVE + plan).items()
        if move.get("pinned") or not move.get("park") or move.get("banned")
    }
    parts = [
        (store.document(RESULT, CURRENT) or {}).get("dataset"),
        value.get("wishes") or {},
        moves,
        plan_zones(store),
    ]
    words = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def is_solved(store: ProjectStore, plan: str) -> bool:
    """Tell whether the last search of a plan rests on the documents as they are."""
    solved = (store.document(PLAN, plan) or {}).get("solved") or {}
    return bool(solved) and solved.get("basis") == plan_basis(store, plan)


def plan_view(store_path: Path, plan: str, *, progress: Progress = SILENT) -> PlanView:
    """Return a plan as it is shown: what was found, then what hands have changed.

    Raises
    ------
    CallError
        If there is no such plan, or no result yet.
    """
    progress.step(0, 2, stage=messages.text("plan.stage_problem"))
    opened = open_plan(store_path, plan)
    analysis = read_analysis(store_path, opened.result)
    progress.step(1, 2)
    view = view_of(store_path, opened, analysis)
    progress.step(2, 2)
    return view


def view_of(store_path: Path, opened: OpenPlan, analysis: Analysis) -> PlanView:
    """Return a plan that was read as it is shown."""
    problem = problem_of(
        analysis, opened.plan.wishes, moves=opened.moves, zones=opened.zones
    )
    solved = opened.plan.solved
    found = Solution()
    if solved is not None:
        found = read_solution(store_path, solved.dataset)
    return make_view(problem, found, plan_id=opened.plan.id, name=opened.plan.name)


@lru_cache(maxsize=1)
def read_analysis(store_path: Path, dataset: str) -> Analysis:
    """Return a stored result; the last one is kept in the process."""
    return open_result(store_path, dataset).analysis


def solve_plan(
    store_path: Path, plan: str, *, progress: Progress = SILENT
) -> SolvedPlan:
    """Search a plan; keep what was found as a data set of the project.

    Where it is told to stop early the best plan so far is returned.

    Raises
    ------
    CallError
        If there is no such plan, or no result yet.
    """
    progress.step(0, 1000, stage=messages.text("plan.stage_problem"))
    opened = open_plan(store_path, plan)
    analysis = read_analysis(store_path, opened.result)
    problem = problem_of(
        analysis, opened.plan.wishes, moves=opened.moves, zones=opened.zones
    )
    found = solve(problem.problem, opened.plan.wishes.time_limit_s, progress=progress)
    solution = Solution.of(found)
    tables, meta = pack_solution(solution)
    dataset = write_dataset(
        store_path, SOLUTION, tables, meta=meta | {"basis": opened.basis}
    )
    kept = {
        firm: HandMove(
            park=move.park if move.pinned else None,
            pinned=move.pinned,
            banned=move.banned,
            year=move.year,
            treatment=move.treatment,
        )
        for firm, move in opened.moves.items()
    }
    settled = problem_of(analysis, opened.plan.wishes, moves=kept, zones=opened.zones)
    return SolvedPlan(
        dataset=dataset,
        basis=opened.basis,
        plan=found,
        view=make_view(settled, solution, plan_id=plan, name=opened.plan.name),
    )


def compare_plans(
    store_path: Path, plans: Sequence[str], *, progress: Progress = SILENT
) -> PlanTable:
    """Return plans of a project side by side.

    Raises
    ------
    CallError
        If one of them is gone, or there is no result yet.
    """
    views = []
    for number, plan in enumerate(plans):
        progress.step(number, len(plans), stage=messages.text("plan.stage_problem"))
        views.append(plan_view(store_path, plan))
    progress.step(len(plans), len(plans))
    return compare_views(views)


def plan_trade_off(
    store_path: Path,
    plan: str,
    *,
    seconds: float = CURVE_S,
    progress: Progress = SILENT,
) -> tuple[CurvePoint, ...]:
    """Return plans from no money to all that helps: freed 亩 against cost.

    None without any unit price: then no plan costs anything that is known.

    Raises
    ------
    CallError
        If there is no such plan, or no result yet.
    """
    progress.step(0, 1000, stage=messages.text("plan.stage_problem"))
    opened = open_plan(store_path, plan)
    analysis = read_analysis(store_path, opened.result)
    money = replace(opened.plan.wishes, weight_km=0.0, weight_energy=0.0)
    problem = problem_of(analysis, money, moves=opened.moves, zones=opened.zones)
    if not problem.costs.is_priced:
        return ()
    return trade_off(problem.problem, seconds=seconds, progress=progress)


def keep_solution(store: ProjectStore, plan: str, solved: SolvedPlan) -> Edit:
    """Return the edit that makes a search the plan's.

    Firms that a hand had put somewhere without a pin go where the search puts them.
    """
    found = solved.view.solution
    value = dict(store.documents(PLAN)[plan])
    value["solved"] = {
        "dataset": solved.dataset,
        "basis": solved.basis,
        **{name: getattr(found, name) for name in KEPT},
    }
    return Edit(
        text="plan.history.solved",
        params={"name": value.get("name") or plan, "n": len(found.parks)},
        puts=(Put(PLAN, plan, value), *drop_loose_moves(store, plan)),
    )


def pack_solution(solution: Solution) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    """Return what a search found as tables, and the rest of it as JSON."""
    firms = list(solution.parks)
    tables = {
        "moves": pa.table(
            {
                "firm": pa.array(firms, pa.string()),
                "park": pa.array([solution.parks[f] for f in firms], pa.string()),
                "year": pa.array([solution.years.get(f) for f in firms], pa.int32()),
            }
        ),
        "reasons": pa.table(
            {
                "firm": pa.array(list(solution.reasons), pa.string()),
                "text": pa.array(list(solution.reasons.values()), pa.string()),
            }
        ),
    }
    meta = {name: getattr(solution, name) for name in KEPT}
    return tables, meta | {"explain": list(solution.explain)}


def read_solution(store_path: Path, dataset: str) -> Solution:
    """Return what a search found; nothing where the project does not hold it."""
    try:
        kept = read_dataset(store_path, dataset)
    except ProjectError:
        return Solution()
    moves = kept.table("moves").to_pylist()
    return Solution(
        parks={row["firm"]: row["park"] for row in moves},
        years={r["firm"]: r["year"] for r in moves if r["year"] is not None},
        reasons={r["firm"]: r["text"] for r in kept.table("reasons").to_pylist()},
        explain=tuple(kept.meta["explain"]),
        **{name: kept.meta[name] for name in KEPT},
    )
