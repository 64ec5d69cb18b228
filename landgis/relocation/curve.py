# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What if: other capacities, shares, budgets and weights, and freed 亩 against cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from landgis.errors import CancelledError
from landgis.messages import text
from landgis.progress import SILENT, Progress
from landgis.relocation.problem import Objective, Park, Plan, Problem
from landgis.relocation.solve import solve

POINTS = 7
STEPS = 1000
LEAST_SECONDS = 2.0


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """A plan on the curve, with what it frees and what it costs.

    Parameters
    ----------
    budget
        Most that the plan might cost; None: no limit.
    cost
        Cost of the moves; opening parks is in `open_cost`.
    """

    budget: float | None
    freed_mu: float
    cost: float
    open_cost: float
    plan: Plan


def scaled(
    problem: Problem,
    *,
    capacity: float = 1.0,
    share: float | None = None,
    budget: float | None = None,
    weights: Objective | None = None,
) -> Problem:
    """Return the problem as the what-if sliders change it.

    Parameters
    ----------
    capacity
        Factor of every park's floor.
    share
        Least share of leading firms in parks that ask for one.
    budget
        Most that all moves may cost; the problem's own where left out.
    """
    return replace(
        problem,
        parks=tuple(_scaled_park(park, capacity, share) for park in problem.parks),
        budget=problem.budget if budget is None else budget,
        objective=problem.objective if weights is None else weights,
    )


def _scaled_park(park: Park, capacity: float, share: float | None) -> Park:
    asked = park.leading_share_min
    return replace(
        park,
        floor_m2=park.floor_m2 * capacity,
        leading_share_min=asked if share is None or not asked else share,
    )


def figures_of(problem: Problem, plan: Plan) -> tuple[float, float, float]:
    """Return what a plan frees, what its moves cost, and what opening parks costs."""
    firms, parks = problem.firm_rows, problem.park_rows
    freed = sum(problem.firms[firms[move.firm]].freed_mu for move in plan.assignments)
    cost = sum(
        problem.firms[firms[move.firm]].cost.get(move.park, 0.0)
        for move in plan.assignments
    )
    used = {move.park for move in plan.assignments}
    opening = sum(problem.parks[parks[park]].open_cost for park in sorted(used))
    return float(freed), float(cost), float(opening)


@dataclass(frozen=True)
class _Stretch:
    """Progress of one of several points: a part of the way of all."""

    whole: Progress
    place: int
    of: int

    def step(self, done: int, total: int, *, stage: str = "") -> None:
        """Report how far all points are; the stage of a single one is left out."""
        del stage
        far = round(STEPS * (self.place + done / total) / self.of)
        told = text("relocation.stage_curve", n=self.place + 1, of=self.of)
        self.whole.step(far, STEPS, stage=told)


def trade_off(
    problem: Problem,
    *,
    budgets: Sequence[float] = (),
    seconds: float = 30.0,
    progress: Progress = SILENT,
) -> tuple[CurvePoint, ...]:
    """Return plans from no money to all that helps, each freeing as much as it can.

    Parameters
    ----------
    budgets
        Budgets to try; left out: even parts of what the plan without limit costs.
    seconds
        Time for all of them together; half of it may go to the plan without limit,
        on which the others rest.

    Returns
    -------
    tuple
        The cheapest first, each freeing more than the one before; none where there
        was no time to find a plan.
    """
    freely = replace(
        problem, objective=replace(problem.objective, freed_mu=1.0, cost=0.0)
    )
    count = len(budgets) + 1 if budgets else POINTS
    each = max(LEAST_SECONDS, seconds / count)
    ways = [_Stretch(progress, place, count) for place in range(count)]
    points: list[CurvePoint] = []
    try:
        # All others rest on this one; proven early, it takes a small part of its time.
        most = max(each, seconds / 2)
        top = _point(replace(freely, budget=None), None, most, progress=ways[0])
        points.append(top)
        parts = budgets or [
            top.cost * part / (POINTS - 1) for part in range(POINTS - 2, -1, -1)
        ]
        if top.plan.objective is None:
            parts = ()
        for budget, way in zip(parts, ways[1:], strict=False):
            limited = replace(freely, budget=budget)
            points.append(_point(limited, budget, each, progress=way))
    except CancelledError:
        pass  # the points so far are true
    return rising([point for point in points if point.plan.objective is not None])


def rising(points: Iterable[CurvePoint]) -> tuple[CurvePoint, ...]:
    """Return the points that free more than every cheaper one, the cheapest first."""
    found: list[CurvePoint] = []
    for point in sorted(points, key=lambda each: (each.cost, -each.freed_mu)):
        if not found or point.freed_mu > found[-1].freed_mu:
            found.append(point)
    return tuple(found)


def _point(
    problem: Problem, budget: float | None, seconds: float, *, progress: Progress
) -> CurvePoint:
    plan = solve(problem, seconds, progress=progress)
    if plan.stopped_by == "user":
        raise CancelledError
    freed, cost, opening = figures_of(problem, plan)
    return CurvePoint(
        budget=budget, freed_mu=freed, cost=cost, open_cost=opening, plan=plan
    )
