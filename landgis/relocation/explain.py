# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a firm has no place: for each park what is in the way, and by how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis import messages
from landgis.relocation.fit import FIT_REASONS, TOLERANCE, Fit, fit_of
from landgis.relocation.problem import Assignment, Explanation, Problem, Unplaced

NUMBERED = ("capacity", "energy", "emission", "leading_share", "budget")
"""Kinds that miss by an amount."""
SENTENCE_PARKS = 2
"""Parks that the short reason of a firm names."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """The parks with a plan's firms in them, and the money that it takes."""

    floor: NDArray[np.float64]
    energy: NDArray[np.float64]
    emission: NDArray[np.float64]
    leading: NDArray[np.int64]
    everyone: NDArray[np.int64]
    spent: float
    spent_in: dict[int, float]


class Reasons:
    """Answers why not, for one plan."""

    def __init__(self, problem: Problem, assignments: Iterable[Assignment]) -> None:
        self._problem = problem
        self._fit = fit_of(problem)
        self._park_of = {move.firm: move for move in assignments}
        self._filled = _filled(problem, self._fit, self._park_of)

    def of(self, firm_id: str) -> tuple[Explanation, ...]:
        """Return what is in the way in each park; worth: nothing is but the gain."""
        row = self._problem.firm_rows[firm_id]
        kinds, short = self._misses(row)
        return tuple(
            self._line(row, column, (str(kinds[column]), float(short[column])))
            for column in range(len(kinds))
        )

    def to(self, firm_id: str, park_id: str) -> tuple[Explanation, ...]:
        """Return what is in the way of one park; nothing if the firm can go there."""
        row = self._problem.firm_rows[firm_id]
        column = self._problem.park_rows[park_id]
        lines = []
        for kind, short in self._all_misses(row, column):
            lines.append(self._line(row, column, (kind, short)))
        return tuple(lines)

    def short(self, firm_id: str) -> str:
        """Return the reason in a sentence: the nearest misses, and how many parks."""
        row = self._problem.firm_rows[firm_id]
        kinds, short = self._misses(row)
        counts = Counter(str(kind) for kind in kinds)
        share = np.where(np.isin(kinds, NUMBERED), short, np.inf)
        if "worth" in counts:
            column = int(np.flatnonzero(kinds == "worth")[0])
            return self._line(row, column, ("worth", 0.0)).text
        order = np.argsort(share, kind="stable")[:SENTENCE_PARKS]
        named = [
            self._line(
                row, int(column), (str(kinds[column]), float(short[column]))
            ).text
            for column in order
        ]
        rest = len(kinds) - len(named)
        if rest:
            ways = messages.joined(
                messages.text(
                    "relocation.so_many",
                    kind=messages.text(f"relocation.kind_{kind}"),
                    count=count,
                )
                for kind, count in sorted(counts.items())
            )
            named.append(messages.text("relocation.all_parks", ways=ways))
        return messages.said(*named)

    def _misses(self, row: int) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
        """Return for each park the first thing in the way, and by how much."""
        columns = range(len(self._problem.parks))
        found = [next(iter(self._all_misses(row, c)), ("worth", 0.0)) for c in columns]
        return np.array([kind for kind, _ in found]), np.array([s for _, s in found])

    def _all_misses(self, row: int, column: int) -> list[tuple[str, float]]:
        problem, fit, filled = self._problem, self._fit, self._filled
        firm, park = problem.firms[row], problem.parks[column]
        found: list[tuple[str, float]] = []
        code = int(fit.reason[row, column])
        kind = FIT_REASONS[code]
        if code and kind not in NUMBERED:
            found.append((kind, 0.0))
        now = self._park_of.get(firm.id)
        out = 0 if now is None or now.park != park.id else 1
        limits = (
            ("capacity", filled.floor[column], fit.use[row, column], park.floor_m2),
            ("energy", filled.energy[column], firm.energy_tce, park.energy_tce),
            ("emission", filled.emission[column], firm.emission_t, park.emission_t),
        )
        for name, used, need, limit in limits:
            if limit is None:
                continue
            missing = float(used) + need * (1 - out) - limit
            if missing > TOLERANCE * max(1.0, limit):
                found.append((name, missing))
        leads = bool(fit.leads[row, column])
        leading = int(filled.leading[column]) + (leads and not out)
        everyone = int(filled.everyone[column]) + (1 - out)
        share = park.leading_share_min
        if leading < share * everyone - 1e-9 * everyone:
            found.append(("leading_share", _leaders_missing(leading, everyone, share)))
        over = self._money_missing(row, column)
        if over > 0:
            found.append(("budget", over))
        return found

    def _money_missing(self, row: int, column: int) -> float:
        """Return by how much the move costs more than what is left to spend."""
        problem, filled = self._problem, self._filled
        firm = problem.firms[row]
        cost = float(self._fit.cost[row, column])
        now = self._park_of.get(firm.id)
        back = 0.0
        if now is not None:
            back = float(self._fit.cost[row, problem.park_rows[now.park]])
        over = 0.0
        if problem.budget is not None:
            over = filled.spent - back + cost - problem.budget
        budgets = [
            filled.spent_in.get(phase.year, 0.0) + cost - phase.budget
            for phase in problem.phases
            if phase.budget is not None
        ]
        if now is None and budgets and len(budgets) == len(problem.phases):
            over = max(over, min(budgets))
        return over if over > TOLERANCE * max(1.0, abs(cost)) else 0.0

    def _line(self, row: int, column: int, miss: tuple[str, float]) -> Explanation:
        problem, filled = self._problem, self._filled
        kind, short = miss
        firm, park = problem.firms[row], problem.parks[column]
        message = f"relocation.why_{kind}"
        if kind == "worth" and self._value(row, column) > 0:
            message = "relocation.why_unused"
        leads = bool(self._fit.leads[row, column])
        words = messages.text(
            message,
            park=park.title,
            firm=firm.title,
            industry=firm.industry,
            short=shown(short),
            leading=int(filled.leading[column]) + leads,
            everyone=int(filled.everyone[column]) + 1,
            share=f"{park.leading_share_min:.0%}",
            year=park.open_year,
        )
        return Explanation(
            kind=kind,
            text=words,
            park=park.id,
            firm=firm.id,
            short=short,
            short_m2=short if kind == "capacity" else 0.0,
        )

    def _value(self, row: int, column: int) -> float:
        problem = self._problem
        weights = problem.objective
        cost = float(self._fit.cost[row, column])
        if not self._filled.floor[column]:
            cost += problem.parks[column].open_cost
        land = weights.freed_mu * problem.firms[row].freed_mu
        return land + weights.cost * cost + float(self._fit.worth[row, column])


def shown(number: float) -> str:
    """Return an amount as it stands in a sentence: 3,750 or 12.5, never 1e+06."""
    if abs(number) < 1:
        return f"{number:.6g}"
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def _leaders_missing(leading: int, everyone: int, share: float) -> float:
    """Return how many more leading firms would be needed."""
    if share >= 1:
        return float(everyone - leading)
    return float(np.ceil((share * everyone - leading) / (1 - share) - 1e-9))


def _filled(problem: Problem, fit: Fit, moves: dict[str, Assignment]) -> Filled:
    n_parks = len(problem.parks)
    floor, energy, emission = (np.zeros(n_parks) for _ in range(3))
    leading = np.array([park.existing_leading for park in problem.parks])
    everyone = leading + np.array([park.existing_other for park in problem.parks])
    spent, spent_in = 0.0, Counter[int]()
    for move in moves.values():
        row, column = problem.firm_rows[move.firm], problem.park_rows[move.park]
        firm = problem.firms[row]
        floor[column] += fit.use[row, column]
        energy[column] += firm.energy_tce
        emission[column] += firm.emission_t
        leading[column] += int(fit.leads[row, column])
        everyone[column] += 1
        spent += float(fit.cost[row, column])
        if move.year is not None:
            spent_in[move.year] += float(fit.cost[row, column])  # type: ignore[assignment]
    return Filled(
        floor=floor,
        energy=energy,
        emission=emission,
        leading=leading,
        everyone=everyone,
        spent=spent,
        spent_in=dict(spent_in),
    )


def why_not(
    problem: Problem, assignments: Iterable[Assignment], firm_id: str
) -> tuple[Explanation, ...]:
    """Return for each park what keeps a firm out of it."""
    return Reasons(problem, assignments).of(firm_id)


def unplaced_of(
    problem: Problem, assignments: tuple[Assignment, ...]
) -> tuple[Unplaced, ...]:
    """Return the firms without a place, each with its reason."""
    placed = {move.firm for move in assignments}
    reasons = Reasons(problem, assignments)
    return tuple(
        Unplaced(firm=firm.id, reason=reasons.short(firm.id))
        for firm in problem.firms
        if firm.id not in placed
    )


def tight_parks(
    problem: Problem, assignments: tuple[Assignment, ...]
) -> tuple[Explanation, ...]:
    """Return the parks of which a little more would give another firm a place."""
    placed = {move.firm for move in assignments}
    reasons = Reasons(problem, assignments)
    nearest: dict[tuple[str, str], Explanation] = {}
    for firm in problem.firms:
        if firm.id in placed:
            continue
        for line in reasons.of(firm.id):
            key = (line.kind, line.park or "")
            if line.kind in NUMBERED and (
                key not in nearest or line.short < nearest[key].short
            ):
                nearest[key] = line
    return tuple(nearest[key] for key in sorted(nearest))
