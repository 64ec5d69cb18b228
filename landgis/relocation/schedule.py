# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""In which year each firm leaves, and whether it waits in a temporary place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.relocation.money import MONTHS, WAN
from landgis.relocation.planning import HandMove, PlanProblem

Years = NDArray[np.int64]
SLACK = 1e-9


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Years by position in `needs`; 0 where a firm does not leave.

    Attributes
    ----------
    leaves
        Year in which its land comes free.
    enters
        Year in which it moves into its park; later than `leaves`: it waits in a
        temporary place.  0 for firms that close.
    """

    leaves: Years
    enters: Years

    @property
    def waits(self) -> NDArray[np.bool_]:
        """Which firms wait in a temporary place."""
        found: NDArray[np.bool_] = (self.enters > self.leaves) & (self.leaves > 0)
        return found


def make_schedule(
    problem: PlanProblem, *, park: NDArray[np.int64], chosen: Years
) -> Schedule:
    """Return when each firm moves.

    Parameters
    ----------
    park
        Position of the park of each firm, −1 none.
    chosen
        Year that the search gave each firm, 0 none: then as early as its park is
        open.
    """
    first = problem.years[0]
    placed = park >= 0
    opening = problem.rooms["open_year"].to_numpy(dtype=np.int64)
    wanted = np.array(
        [
            problem.moves.get(key, HandMove()).year or first
            for key in problem.needs["key"]
        ],
        dtype=np.int64,
    )
    ready = np.maximum(wanted, first)
    enters = np.zeros(len(park), dtype=np.int64)
    enters[placed] = np.maximum(ready[placed], opening[park[placed]])
    told = placed & (chosen > 0)
    enters[told] = np.maximum(chosen[told], opening[park[told]])
    leaves = np.where(placed, enters, 0)
    closes = problem.needs["closes"].to_numpy(dtype=bool)
    leaves[closes] = ready[closes]
    _wait_elsewhere(problem, leaves, enters=enters, ready=ready, park=park)
    return Schedule(leaves=leaves, enters=enters)


def _wait_elsewhere(
    problem: PlanProblem,
    leaves: Years,
    *,
    enters: Years,
    ready: Years,
    park: NDArray[np.int64],
) -> None:
    """Let firms leave before their park opens, as far as temporary floor goes.

    Those that free the most land for the floor they take go first; nobody goes
    where the budget of the year, or of the whole plan, would not bear it.
    """
    room = problem.wishes.temporary_floor_m2
    late = np.flatnonzero((park >= 0) & (enters > ready))
    if room <= 0 or not len(late):
        return
    floor = problem.needs["floor_m2"].to_numpy(dtype=np.float64)
    freed = np.nan_to_num(problem.needs["freed_mu"].to_numpy(dtype=np.float64))
    spent = _spent(problem, leaves, park=park)
    money = problem.costs.known_wan()
    whole = problem.wishes.budget_wan
    left = np.inf if whole is None else whole - sum(spent.values())
    taken: dict[int, float] = {}
    order = late[np.argsort(-freed[late] / floor[late], kind="stable")]
    for firm in order.tolist():
        cost = float(money[firm, park[firm]])
        for year in range(int(ready[firm]), int(enters[firm])):
            waiting = range(year, int(enters[firm]))
            fits = all(
                taken.get(each, 0.0) + floor[firm] <= room + SLACK for each in waiting
            )
            budget = problem.budgets_wan.get(year, np.inf)
            rent = waiting_wan(problem, float(floor[firm]), len(waiting))
            extra = cost + rent
            affordable = spent.get(year, 0.0) + extra <= budget + SLACK
            if fits and affordable and rent <= left + SLACK:
                left -= rent
                for each in waiting:
                    taken[each] = taken.get(each, 0.0) + float(floor[firm])
                before = int(leaves[firm])
                spent[before] = spent.get(before, 0.0) - cost
                spent[year] = spent.get(year, 0.0) + extra
                leaves[firm] = year
                break


def _spent(
    problem: PlanProblem, leaves: Years, *, park: NDArray[np.int64]
) -> dict[int, float]:
    money = problem.costs.known_wan()
    spent: dict[int, float] = {}
    for firm in np.flatnonzero(park >= 0).tolist():
        year = int(leaves[firm])
        spent[year] = spent.get(year, 0.0) + float(money[firm, park[firm]])
    return spent


def waiting_wan(problem: PlanProblem, floor_m2: float, years: int) -> float:
    """Return the rent of a temporary place, 万元; 0 without a price."""
    price = problem.wishes.temporary_yuan_per_m2_month or 0.0
    return floor_m2 * price * MONTHS * years / WAN
