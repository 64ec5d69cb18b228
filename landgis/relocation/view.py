# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan as it is shown: every firm, park, town and year with its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.relocation import view_tables as tables
from landgis.relocation.planning import HandMove, PlanProblem, to_records
from landgis.relocation.problem import Assignment, Plan
from landgis.relocation.schedule import Schedule, make_schedule


@dataclass(frozen=True, kw_only=True)
class Solution:
    """What a search left: who goes where, when, and how good that is.

    `status` is "" where nothing has been searched yet.
    """

    parks: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    seconds: float = 0.0
    stopped_by: str = ""
    explain: tuple[str, ...] = ()

    @classmethod
    def of(cls, plan: Plan) -> Solution:
        """Return what the solver's plan says."""
        return cls(
            parks={each.firm: each.park for each in plan.assignments},
            years={e.firm: e.year for e in plan.assignments if e.year is not None},
            reasons={each.firm: each.reason for each in plan.unplaced},
            status=plan.status,
            objective=plan.objective,
            bound=plan.bound,
            gap=plan.gap,
            seconds=plan.seconds,
            stopped_by=plan.stopped_by,
            explain=tuple(each.text for each in plan.explain),
        )


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """A plan with everything that a screen or a sheet shows of it; picklable.

    Attributes
    ----------
    firms, parks
        See `view_tables`; `firms` in the order of ``problem.needs``.
    is_changed
        A hand has changed it since the search: what was proven holds no longer.
    """

    plan_id: str
    name: str
    problem: PlanProblem
    solution: Solution
    is_changed: bool
    firms: pd.DataFrame
    parks: pd.DataFrame

    @cached_property
    def towns(self) -> pd.DataFrame:
        """What the plan does for each town."""
        return tables.town_table(self.firms)

    @cached_property
    def years(self) -> pd.DataFrame:
        """What the plan does in each year."""
        return tables.year_table(self.problem, self.firms)

    @cached_property
    def bars(self) -> tuple[tables.Bar, ...]:
        """The plan in years, as bars."""
        return tables.make_bars(self.problem, self.firms)

    @cached_property
    def totals(self) -> tables.Totals:
        """The sums; NaN is unknown."""
        return tables.make_totals(self.firms, self.parks)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is assumed or not known, in words."""
        return self.problem.notes

    @cached_property
    def park_of(self) -> NDArray[np.int64]:
        """Position of each firm's park in `parks`, −1 none."""
        return self.firms["park_row"].to_numpy(dtype=np.int64)

    @cached_property
    def park_rows(self) -> list[dict[str, Any]]:
        """The rows of `parks`, quick to look at one by one."""
        return to_records(self.parks)

    @cached_property
    def firm_rows(self) -> list[dict[str, Any]]:
        """The rows of `firms`, quick to look at one by one."""
        return to_records(self.firms)

    def assignments(self) -> tuple[Assignment, ...]:
        """Return who goes where, as the solver and the verifier take it."""
        placed = self.firms[self.firms["park_row"] >= 0]
        phased = bool(self.problem.problem.phases)
        return tuple(
            Assignment(firm=key, park=park, year=int(year) if phased else None)
            for key, park, year in zip(
                placed["key"], placed["park"], placed["enters"], strict=True
            )
        )

    def with_move(self, firm: str, park: str | None) -> PlanView:
        """Return the plan with a firm in another park, or in none."""
        moves = dict(self.problem.moves)
        moves[firm] = replace(moves.get(firm, HandMove()), park=park, pinned=True)
        return make_view(
            replace(self.problem, moves=moves),
            self.solution,
            plan_id=self.plan_id,
            name=self.name,
        )


def make_view(
    problem: PlanProblem, solution: Solution, *, plan_id: str = "", name: str = ""
) -> PlanView:
    """Return a plan as it is shown: what was found, then what hands have changed."""
    park, changed = _places(problem, solution)
    keys = problem.needs["key"].tolist()
    given = np.array([solution.years.get(key, 0) for key in keys], dtype=np.int64)
    searched = np.array([solution.parks.get(key, "") for key in keys], dtype=object)
    now = np.array(["", *problem.rooms["key"]], dtype=object)[park + 1]
    chosen: NDArray[np.int64] = np.zeros(len(park), dtype=np.int64)
    chosen[searched == now] = given[searched == now]
    schedule = make_schedule(problem, park=park, chosen=chosen)
    return _view(
        problem, solution, park=park, schedule=schedule, words=(plan_id, name, changed)
    )


def _view(
    problem: PlanProblem,
    solution: Solution,
    *,
    park: NDArray[np.int64],
    schedule: Schedule,
    words: tuple[str, str, bool],
) -> PlanView:
    plan_id, name, changed = words
    firms = tables.firm_table(
        problem, park=park, schedule=schedule, reasons=solution.reasons
    )
    return PlanView(
        plan_id=plan_id,
        name=name,
        problem=problem,
        solution=solution,
        is_changed=changed,
        firms=firms,
        parks=tables.park_table(problem, firms),
    )


def _places(problem: PlanProblem, solution: Solution) -> tuple[NDArray[np.int64], bool]:
    """Return each firm's park, and whether a hand has put one elsewhere."""
    park = np.full(len(problem.needs), -1, dtype=np.int64)
    changed = False
    for place in problem.planned.tolist():
        key = problem.needs["key"].iloc[place]
        found = solution.parks.get(key)
        hand = problem.moves.get(key)
        if hand is not None and (hand.pinned or hand.park is not None):
            changed |= hand.park != found
            found = hand.park
        park[place] = -1 if found is None else problem.park_position.get(found, -1)
    return park, changed
