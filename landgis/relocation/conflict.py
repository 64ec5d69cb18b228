# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why not everybody can have a place: what conflicts, and the least change that helps.

The least change is found by solving the problem with every limit for sale.  The
conflict is what is left when conditions are dropped one by one as long as it stays one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from landgis import messages
from landgis.relocation.clock import Clock
from landgis.relocation.explain import shown
from landgis.relocation.fit import FIT_REASONS, Fit, fit_of
from landgis.relocation.mip import Limits, branch
from landgis.relocation.model import (
    NONE,
    Ints,
    Model,
    model_of,
    narrowed,
    towns_of,
)
from landgis.relocation.problem import Explanation, Objective, Problem
from landgis.relocation.program import Places
from landgis.relocation.score import excess_of
from landgis.relocation.search import Planner

PRICES = {
    "allowed": 2.0,
    "banned": 2.0,
    "forbidden": 2.0,
    "special": 2.0,
    "open_year": 1.0,
    "pin": 2.0,
}
"""What it costs to let a firm in against a condition, in floors of a usual firm."""
CHECK_NODES = 300
MOST_NAMES = 12


@dataclass(frozen=True, kw_only=True)
class Elastic:
    """The problem with every limit for sale."""

    model: Model
    reason: Ints


def explain_conflict(problem: Problem, seconds: float) -> tuple[Explanation, ...]:
    """Return the least change and a smallest conflict, change first."""
    fit = fit_of(problem)
    changes = least_change(problem, fit, seconds * 0.5)
    return (*changes, *smallest_conflict(problem, fit, seconds * 0.5))


def least_change(problem: Problem, fit: Fit, seconds: float) -> tuple[Explanation, ...]:
    """Return what has to change at the least so that everybody has a place."""
    elastic = elastic_of(problem, fit)
    planner = Planner(elastic.model, limit_s=seconds, on_better=lambda *_: None)
    outcome = planner.run()
    if outcome.choice is None:
        return ()
    model, choice = elastic.model, outcome.choice
    lines = []
    for item in np.flatnonzero(choice >= 0):
        code = int(elastic.reason[choice[item]])
        if FIT_REASONS[code] in PRICES:
            park = problem.parks[model.park[choice[item]]]
            firm = problem.firms[item]
            kind = FIT_REASONS[code]
            words = messages.text(
                f"relocation.change_{kind}",
                park=park.title,
                firm=firm.title,
                industry=firm.industry,
                year=park.open_year,
            )
            lines.append(
                Explanation(
                    kind=kind, text=words, park=park.id, firm=firm.id, role="change"
                )
            )
    over, is_over = excess_of(model, choice)
    lines += [
        _row_line(problem, model, int(row), over=float(over[row]))
        for row in np.flatnonzero(is_over & (model.rows.fine > 0))
    ]
    return tuple(lines)


def elastic_of(problem: Problem, fit: Fit) -> Elastic:
    """Return the model in which every limit can be bought."""
    first_year = np.full(len(problem.parks), -np.inf)
    last = problem.phases[-1].year if problem.phases else None
    if last is not None:
        first_year = np.minimum(fit.first_year, last)
    opened = replace(fit, reason=np.zeros_like(fit.reason), first_year=first_year)
    everybody = replace(
        problem,
        objective=Objective(freed_mu=0.0),
    )
    model = model_of(everybody, opened)
    floors = fit.use[fit.use > 0]
    usual = float(np.median(floors)) if len(floors) else 1.0
    reason = fit.reason[model.item, model.park]
    price = np.array([PRICES.get(name, 0.0) for name in FIT_REASONS]) * usual
    rows = model.rows
    taken = np.bincount(model.row, weights=abs(model.amount), minlength=model.n_rows)
    counts = np.maximum(1, np.bincount(model.row, minlength=model.n_rows))
    mean = np.maximum(taken / counts, 1e-9)
    is_floor = np.array([kind == "capacity" for kind in rows.kind], dtype=bool)
    fine = np.where(is_floor, 1.0, usual / mean)
    fine[np.isfinite(rows.fine)] = 0.0  # a target that is only wished for
    return Elastic(
        model=replace(model, value=-price[reason], rows=replace(rows, fine=fine)),
        reason=reason.astype(np.int32),
    )


def smallest_conflict(
    problem: Problem, fit: Fit, seconds: float
) -> tuple[Explanation, ...]:
    """Return conditions that cannot hold together, none of which is needless."""
    clock = Clock(seconds)
    model = model_of(replace(problem, objective=Objective(freed_mu=0.0)), fit)
    firms = np.flatnonzero(model.must)
    rows = np.arange(model.n_rows)
    barred = firms[np.diff(model.start)[firms] == 0]
    if len(barred):
        return _barred(problem, fit, int(barred[0]))
    test = _Test(model, clock)
    rows = test.needed(rows, lambda kept: test.fails(firms, kept))
    firms = test.needed(firms, lambda kept: test.fails(kept, rows))
    rows = test.needed(rows, lambda kept: test.fails(firms, kept))
    names = messages.joined(problem.firms[row].title for row in firms[:MOST_NAMES])
    parks = np.unique(model.park[np.isin(model.item, firms)])
    where = messages.joined(problem.parks[p].title for p in parks[:MOST_NAMES])
    lines = [
        Explanation(
            kind="require_all",
            role="conflict",
            text=messages.text(
                "relocation.conflict_firms",
                count=len(firms),
                names=names,
                parks=where,
                more="…" if max(len(firms), len(parks)) > MOST_NAMES else "",
            ),
        )
    ]
    for row in rows:
        line = _row_line(problem, model, int(row), over=None)
        lines.append(replace(line, role="conflict"))
    return tuple(lines)


class _Test:
    """Tells whether some firms and rows alone are in conflict."""

    def __init__(self, model: Model, clock: Clock) -> None:
        self._model, self._clock = model, clock

    def needed(self, things: Places, fails: Callable[[Places], bool]) -> Places:
        """Drop what can be dropped, in ever smaller pieces."""
        kept = things
        size = max(1, len(kept) // 2)
        while True:
            place = 0
            while place < len(kept) and self._clock.left() > 0:
                without = np.concatenate([kept[:place], kept[place + size :]])
                if fails(without):
                    kept = without
                else:
                    place += size
            if size == 1 or self._clock.left() <= 0:
                return kept
            size = max(1, size // 2)

    def fails(self, firms: Places, rows: Places) -> bool:
        """Tell whether it is proved that these firms cannot all have a place."""
        model = self._model
        reduced = _only(model, firms, rows)
        every = np.ones(reduced.n_options, dtype=bool)
        limits = Limits(seconds=self._clock.left(), nodes=CHECK_NODES)
        return branch(reduced, every, limits=limits).is_impossible


def _only(model: Model, firms: Places, rows: Places) -> Model:
    """Return the model with some firms and rows only."""
    kept = np.zeros(model.n_items, dtype=bool)
    kept[firms] = True
    smaller, _ = narrowed(model, kept[model.item])
    in_rows = np.zeros(model.n_rows, dtype=bool)
    in_rows[rows] = True
    amount = np.where(in_rows[smaller.row], smaller.amount, 0.0)
    capacity = np.where(in_rows, model.rows.capacity, 0.0)
    return replace(
        smaller,
        amount=amount,
        must=model.must & kept,
        rows=replace(model.rows, capacity=capacity, gated=model.rows.gated & in_rows),
        park_value=np.zeros(len(model.park_value)),
        cluster=np.full(model.n_items, NONE, np.int32),
        cluster_value=np.zeros(0),
    )


def _barred(problem: Problem, fit: Fit, row: int) -> tuple[Explanation, ...]:
    """Return why one firm fits no park at all."""
    firm = problem.firms[row]
    words = messages.text("relocation.conflict_firm", firm=firm.title)
    lines = [Explanation(kind="require_all", text=words, firm=firm.id, role="conflict")]
    for column, park in enumerate(problem.parks):
        kind = FIT_REASONS[int(fit.reason[row, column])]
        short = _alone_short(
            problem, row, column, need=float(fit.use[row, column]), kind=kind
        )
        words = messages.text(
            f"relocation.why_{kind}",
            park=park.title,
            firm=firm.title,
            industry=firm.industry,
            short=shown(short),
            year=park.open_year,
            leading=0,
            everyone=0,
            share="",
        )
        lines.append(
            Explanation(
                kind=kind, text=words, park=park.id, firm=firm.id, role="conflict"
            )
        )
    return tuple(lines)


def _alone_short(
    problem: Problem, row: int, column: int, *, need: float, kind: str
) -> float:
    firm, park = problem.firms[row], problem.parks[column]
    if kind == "capacity":
        return need - park.floor_m2
    if kind == "energy":
        return firm.energy_tce - (park.energy_tce or 0.0)
    if kind == "emission":
        return firm.emission_t - (park.emission_t or 0.0)
    return 0.0


def _row_line(
    problem: Problem, model: Model, row: int, *, over: float | None
) -> Explanation:
    """Return a row in words: as a condition, or with what it lacks."""
    rows = model.rows
    kind, park = rows.kind[row], int(rows.park[row])
    here = problem.parks[park] if park != NONE else None
    short = over or 0.0
    if kind == "leading_share" and over and here is not None:
        share = here.leading_share_min
        short = float(np.ceil(over / (1 - share) - 1e-9)) if share < 1 else over
    year = int(rows.year[row])
    town = towns_of(problem)[year] if kind == "town" else ""
    part = "change" if over is not None else "conflict"
    span = "_year" if kind == "budget" and year != NONE else ""
    words = messages.text(
        f"relocation.{part}_{kind}{span}",
        park=here.title if here is not None else "",
        short=shown(short),
        limit=shown(abs(float(rows.capacity[row]))),
        share=f"{here.leading_share_min:.0%}" if here is not None else "",
        year="" if year == NONE else year,
        town=town,
    )
    return Explanation(
        kind=kind,
        text=words,
        park=here.id if here is not None else None,
        role="change",
        short=short,
        short_m2=short if kind == "capacity" else 0.0,
        year=None if year == NONE or kind == "town" else year,
    )
