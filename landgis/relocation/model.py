# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The problem as the solver sees it: items, options, and rows that options fill.

An item is a firm, an option one park (in one year).  A row is whatever can run short:
a park's floor, energy, emission, share of leading firms; a year's money, a town's part.
Every condition reads Σ amounts ≤ capacity.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from landgis.relocation.fit import Fit, fit_of
from landgis.relocation.problem import Problem

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
HARD = np.inf
NONE = -1
SLACK = 1e-9
"""Share of a capacity that adding up may take too much."""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What can run short; `fine` is the price of each unit too many, inf: never.

    A row that is `gated` has its capacity only where its park is used, and none else:
    it is below zero, as where too many other firms are in the park already.
    """

    kind: list[str]
    park: Ints
    year: Ints
    capacity: Floats
    fine: Floats
    gated: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Model:
    """Options of each item and what they take.

    Parameters
    ----------
    start
        First option of each item, and one past the last [items + 1].
    item, park, phase
        Of each option.
    value
        What choosing the option brings.
    first, row, amount
        Entries of each option in the rows, as a compressed table.
    must
        The item needs an option.
    park_value
        What using a park at all brings, mostly below zero.
    cluster
        Cluster of each item, −1 none; `cluster_value` for each one placed whole.
    fixed
        Constant part of the objective.
    """

    start: Ints
    item: Ints
    park: Ints
    phase: Ints
    value: Floats
    first: Ints
    row: Ints
    amount: Floats
    rows: Rows
    must: NDArray[np.bool_]
    park_value: Floats
    cluster: Ints
    cluster_value: Floats
    fixed: float = 0.0

    @property
    def n_items(self) -> int:
        """Number of firms."""
        return len(self.start) - 1

    @property
    def n_options(self) -> int:
        """Number of options of all firms together."""
        return len(self.item)

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.rows.capacity)

    @property
    def has_switch(self) -> NDArray[np.bool_]:
        """Parks of which it matters whether they are used at all."""
        needed = np.asarray(self.park_value != 0)
        gated = self.rows.gated
        needed[self.rows.park[gated]] = True
        return needed


@dataclass
class _Entries:
    """Entries of options in rows, gathered row by row."""

    option: list[NDArray[np.int64]] = field(default_factory=list)
    row: list[NDArray[np.int64]] = field(default_factory=list)
    amount: list[Floats] = field(default_factory=list)
    rows: list[tuple[str, int, int, float, float, bool]] = field(default_factory=list)

    def open(
        self, kind: str, *, park: int = NONE, year: int = NONE, capacity: float
    ) -> int:
        self.rows.append((kind, park, year, capacity, HARD, False))
        return len(self.rows) - 1

    def put(self, options: NDArray[np.int64], row: int, amounts: Floats) -> None:
        kept = amounts != 0
        self.option.append(options[kept])
        self.row.append(np.full(int(kept.sum()), row))
        self.amount.append(amounts[kept])


@dataclass(frozen=True, kw_only=True)
class _Options:
    """Options of all items: firm, park and phase of each, by park too."""

    firm: NDArray[np.int64]
    park: NDArray[np.int64]
    phase: NDArray[np.int64]
    of_park: list[NDArray[np.int64]]


def model_of(problem: Problem, fit: Fit | None = None) -> Model:
    """Return the problem's model."""
    fit = fit or fit_of(problem)
    options = _options(problem, fit)
    entries = _Entries()
    _fill_parks(entries, problem, fit, options=options)
    _fill_money(entries, problem, fit, options=options)
    _fill_land(entries, problem, options)
    freed = np.array([firm.freed_mu for firm in problem.firms])
    weights = problem.objective
    value = (
        weights.freed_mu * freed[options.firm]
        + weights.cost * fit.cost[options.firm, options.park]
        + fit.worth[options.firm, options.park]
    )
    if problem.phases and weights.delay:
        years = np.array([phase.year for phase in problem.phases])
        value -= weights.delay * freed[options.firm] * (years - years[0])[options.phase]
    cluster, cluster_value = _clusters(problem)
    counts = np.bincount(options.firm, minlength=len(problem.firms))
    first, row, amount = _compressed(entries, len(options.firm))
    must = np.array([problem.require_all or f.pin is not None for f in problem.firms])
    return Model(
        start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        item=options.firm.astype(np.int32),
        park=options.park.astype(np.int32),
        phase=options.phase.astype(np.int32),
        value=value,
        first=first,
        row=row,
        amount=amount,
        rows=_rows(entries),
        must=must,
        park_value=weights.cost * np.array([p.open_cost for p in problem.parks]),
        cluster=cluster,
        cluster_value=cluster_value,
    )


def _options(problem: Problem, fit: Fit) -> _Options:
    firm, park = np.nonzero(fit.permitted)
    phase = np.zeros(len(firm), dtype=np.int64)
    if problem.phases:
        years = np.array([phase.year for phase in problem.phases])
        earliest = np.array(
            [
                -np.inf if f.earliest_year is None else f.earliest_year
                for f in problem.firms
            ]
        )
        since = np.maximum(fit.first_year[park], earliest[firm])
        pair, phase = np.nonzero(years[None, :] >= since[:, None])
        firm, park = firm[pair], park[pair]
    order = np.argsort(park, kind="stable")
    ends = np.searchsorted(park[order], np.arange(len(problem.parks) + 1))
    of_park = [order[a:b] for a, b in pairwise(ends)]
    return _Options(firm=firm, park=park, phase=phase, of_park=of_park)


def _fill_parks(
    entries: _Entries, problem: Problem, fit: Fit, *, options: _Options
) -> None:
    """Floor, energy, emission and the share of leading firms of each park."""
    energy = np.array([firm.energy_tce for firm in problem.firms])
    emission = np.array([firm.emission_t for firm in problem.firms])
    for column, park in enumerate(problem.parks):
        here = options.of_park[column]
        firms = options.firm[here]
        row = entries.open("capacity", park=column, capacity=park.floor_m2)
        entries.put(here, row, fit.use[firms, column])
        for kind, needs, limit in (
            ("energy", energy, park.energy_tce),
            ("emission", emission, park.emission_t),
        ):
            if limit is not None:
                row = entries.open(kind, park=column, capacity=limit)
                entries.put(here, row, needs[firms])
        share = park.leading_share_min
        if share > 0:
            spare = (1 - share) * park.existing_leading - share * park.existing_other
            row = entries.open("leading_share", park=column, capacity=spare)
            taken = np.where(fit.leads[firms, column], share - 1, share)
            entries.put(here, row, taken)
            if spare < 0:
                entries.rows[row] = (*entries.rows[row][:5], True)


def _fill_money(
    entries: _Entries, problem: Problem, fit: Fit, *, options: _Options
) -> None:
    """Budgets of the whole plan and of each year."""
    cost = fit.cost[options.firm, options.park]
    every = np.arange(len(options.firm))
    if problem.budget is not None:
        entries.put(every, entries.open("budget", capacity=problem.budget), cost)
    for place, phase in enumerate(problem.phases):
        if phase.budget is not None:
            row = entries.open("budget", year=phase.year, capacity=phase.budget)
            now = np.flatnonzero(options.phase == place)
            entries.put(now, row, cost[now])


def _fill_land(entries: _Entries, problem: Problem, options: _Options) -> None:
    """Targets of the years and the towns' parts: land to be freed, below zero."""
    freed = np.array([firm.freed_mu for firm in problem.firms])
    for place, phase in enumerate(problem.phases):
        if phase.target_mu is not None:
            row = entries.open("target", year=phase.year, capacity=-phase.target_mu)
            now = np.flatnonzero(options.phase <= place)
            entries.put(now, row, -freed[options.firm[now]])
            if not problem.hard_targets:
                fine = problem.objective.target
                entries.rows[row] = (*entries.rows[row][:4], fine, False)
    if problem.town_share_min > 0:
        for number, town in enumerate(towns_of(problem)):
            here = np.array([firm.town == town for firm in problem.firms])
            wanted = problem.town_share_min * freed[here].sum()
            row = entries.open("town", year=number, capacity=-wanted)
            now = np.flatnonzero(here[options.firm])
            entries.put(now, row, -freed[options.firm[now]])


def towns_of(problem: Problem) -> list[str]:
    """Return the towns of the firms, in order of their names."""
    return sorted({firm.town for firm in problem.firms if firm.town is not None})


def _compressed(entries: _Entries, n_options: int) -> tuple[Ints, Ints, Floats]:
    if not entries.option:
        return np.zeros(n_options + 1, np.int32), np.zeros(0, np.int32), np.zeros(0)
    option = np.concatenate(entries.option)
    order = np.argsort(option, kind="stable")
    counts = np.bincount(option, minlength=n_options)
    return (
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        np.concatenate(entries.row)[order].astype(np.int32),
        np.concatenate(entries.amount)[order],
    )


def _rows(entries: _Entries) -> Rows:
    columns = list(zip(*entries.rows, strict=True)) or [()] * 6
    return Rows(
        kind=list(columns[0]),
        park=np.array(columns[1], dtype=np.int32),
        year=np.array(columns[2], dtype=np.int32),
        capacity=np.array(columns[3], dtype=np.float64),
        fine=np.array(columns[4], dtype=np.float64),
        gated=np.array(columns[5], dtype=bool),
    )


def _clusters(problem: Problem) -> tuple[Ints, Floats]:
    """Return each firm's cluster and what each cluster is worth when placed whole."""
    names = sorted({f.cluster for f in problem.firms if f.cluster is not None})
    worth = problem.objective.cluster
    if not worth:
        return np.full(len(problem.firms), NONE, np.int32), np.zeros(0)
    rows = {name: row for row, name in enumerate(names)}
    return (
        np.array(
            [NONE if f.cluster is None else rows[f.cluster] for f in problem.firms],
            dtype=np.int32,
        ),
        np.full(len(names), worth),
    )


def narrowed(model: Model, kept: NDArray[np.bool_]) -> tuple[Model, NDArray[np.int64]]:
    """Return the model with some options only, and which of the old ones they are."""
    options = np.flatnonzero(kept)
    counts = np.bincount(model.item[options], minlength=model.n_items)
    sizes = np.diff(model.first)[options]
    first = np.concatenate([[0], np.cumsum(sizes)])
    entry = np.repeat(model.first[options] - first[:-1], sizes) + np.arange(first[-1])
    changed = replace(
        model,
        start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        item=model.item[options],
        park=model.park[options],
        phase=model.phase[options],
        value=model.value[options],
        first=first.astype(np.int32),
        row=model.row[entry],
        amount=model.amount[entry],
    )
    return changed, options
