# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The model, or a part of it, as a program for HiGHS: columns, rows and bounds.

Columns are the options kept, then the switches of parks, the clusters, the fined
excess of soft rows and, where asked for, "no place" for items that must have one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from landgis.relocation.model import NONE, Floats, Model

Mask = NDArray[np.bool_]
Places = NDArray[np.signedinteger[Any]]
MOST_LINKS = 60_000
"""So many options may each have a row of their own that ties them to their park."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """A linear program, minimised; the constant part is left out.

    Parameters
    ----------
    options
        Options of the model that the first columns are.
    switches, clusters, soft, skipped
        Parks, clusters, rows and items of the columns that follow, in this order.
    n_linked
        The last rows tie options to switches: places of these options.
    """

    options: Places
    switches: Places
    clusters: Places
    soft: Places
    skipped: Places
    linked: Places
    members: Places
    cost: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    starts: Places
    index: Places
    amount: Floats

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return len(self.cost)

    def load(self, solver: highspy.Highs, *, integer: bool) -> None:
        """Give the program to a solver."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.cost), len(self.row_lower)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = self.cost, self.lower, self.upper
        lp.row_lower_, lp.row_upper_ = self.row_lower, self.row_upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = self.starts
        lp.a_matrix_.index_ = self.index
        lp.a_matrix_.value_ = self.amount
        if integer:
            kinds = [highspy.HighsVarType.kInteger] * len(self.cost)
            first = len(self.options) + len(self.switches) + len(self.clusters)
            for place in range(first, first + len(self.soft)):
                kinds[place] = highspy.HighsVarType.kContinuous
            lp.integrality_ = kinds
        solver.passModel(lp)


def quiet_solver(seconds: float, **options: float) -> highspy.Highs:
    """Return a solver that prints nothing and works on one core."""
    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    fixed: dict[str, float | str] = {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
    }
    for name, value in {**fixed, "time_limit": seconds, **options}.items():
        solver.setOptionValue(name, value)
    return solver


class _Columns:
    """Entries of a program, gathered in any order."""

    def __init__(self) -> None:
        self._row: list[Places] = []
        self._column: list[Places] = []
        self._amount: list[Floats] = []

    def put(self, row: Places, column: Places, amount: Floats | float) -> None:
        self._row.append(row)
        self._column.append(column)
        self._amount.append(np.broadcast_to(np.asarray(amount, float), row.shape))

    def compressed(self, n_columns: int) -> tuple[Places, Places, Floats]:
        column = np.concatenate(self._column)
        order = np.argsort(column, kind="stable")
        counts = np.bincount(column, minlength=n_columns)
        starts = np.concatenate([[0], np.cumsum(counts)])
        return (
            starts.astype(np.int32),
            np.concatenate(self._row)[order].astype(np.int32),
            np.concatenate(self._amount)[order],
        )


def program_of(
    model: Model,
    kept: Mask,
    *,
    skip_fine: float | None = None,
    has_links: bool = True,
) -> Program:
    """Return the program with the options kept.

    Parameters
    ----------
    skip_fine
        Items that must be placed may stay without a place, at this fine each.
    has_links
        Each option is tied to its park's switch by a row of its own, where the
        options are not too many.
    """
    options = np.flatnonzero(kept)
    switches = np.flatnonzero(model.has_switch)
    clusters = np.arange(len(model.cluster_value))
    soft = np.flatnonzero(np.isfinite(model.rows.fine))
    must = np.flatnonzero(model.must)
    skipped = must if skip_fine is not None else must[:0]
    sizes = [len(part) for part in (options, switches, clusters, soft, skipped)]
    at = [slice(a, b) for a, b in pairwise(np.concatenate([[0], np.cumsum(sizes)]))]
    cost = np.zeros(sum(sizes))
    lower, upper = np.zeros(len(cost)), np.ones(len(cost))
    cost[at[0]] = -model.value[options]
    cost[at[1]] = -model.park_value[switches]
    cost[at[2]] = -model.cluster_value
    cost[at[3]], upper[at[3]] = model.rows.fine[soft], np.inf
    cost[at[4]] = skip_fine or 0.0
    entries = _Columns()
    columns = [np.arange(part.start, part.stop) for part in at]
    column_of_park = np.full(len(model.park_value), NONE)
    column_of_park[switches] = columns[1]
    entries.put(model.item[options], columns[0], 1.0)
    entries.put(skipped, columns[4], 1.0)
    entries.put(model.n_items + soft, columns[3], -1.0)
    row_upper = _put_rows(entries, model, options, switch=column_of_park)
    members = np.flatnonzero(model.cluster != NONE)
    linked = _linked(model, options, has_links=has_links)
    _put_ties(entries, model, options, ties=(linked, column_of_park))
    _put_clusters(entries, model, options, ties=(members, linked, at[2].start))
    n_more = len(linked) + len(model.park_value) + len(members)
    starts, index, amount = entries.compressed(len(cost))
    free = np.full(model.n_rows + n_more, -np.inf)
    return Program(
        options=options,
        switches=switches,
        clusters=clusters,
        soft=soft,
        skipped=skipped,
        linked=linked,
        members=members,
        cost=cost,
        lower=lower,
        upper=upper,
        row_lower=np.concatenate([np.where(model.must, 1.0, -np.inf), free]),
        row_upper=np.concatenate([np.ones(model.n_items), row_upper, np.zeros(n_more)]),
        starts=starts,
        index=index,
        amount=amount,
    )


def _put_rows(
    entries: _Columns, model: Model, options: Places, *, switch: Places
) -> Floats:
    """Put what options take of the rows; return the rows' capacities.

    A park with a switch has its capacities only where it is switched on.
    """
    rows = model.rows
    sizes = np.diff(model.first)[options]
    first = np.concatenate([[0], np.cumsum(sizes)])
    entry = np.repeat(model.first[options] - first[:-1], sizes) + np.arange(first[-1])
    column = np.repeat(np.arange(len(options)), sizes)
    entries.put(model.n_items + model.row[entry], column, model.amount[entry])
    tied = np.flatnonzero((rows.park != NONE) & (switch[rows.park] != NONE))
    capacity = rows.capacity.copy()
    entries.put(model.n_items + tied, switch[rows.park[tied]], -capacity[tied])
    capacity[tied] = 0.0
    return capacity


def _linked(model: Model, options: Places, *, has_links: bool) -> Places:
    """Return the options, by place, that need a row to tie them to their switch."""
    switched = np.flatnonzero(model.has_switch[model.park[options]])
    if has_links and len(switched) <= MOST_LINKS:
        return switched
    floors = np.array([kind == "capacity" for kind in model.rows.kind], dtype=bool)
    takes = np.zeros(model.n_options, dtype=bool)
    owner = np.repeat(np.arange(model.n_options), np.diff(model.first))
    takes[owner[floors[model.row]]] = True
    return switched[~takes[options[switched]]]


def _put_ties(
    entries: _Columns, model: Model, options: Places, *, ties: tuple[Places, Places]
) -> None:
    """Tie options to switches, and switches that pay to a firm that comes in."""
    linked, switch = ties
    first = model.n_items + model.n_rows
    link_rows = first + np.arange(len(linked))
    park = model.park[options]
    entries.put(link_rows, linked, 1.0)
    entries.put(link_rows, switch[park[linked]], -1.0)
    pays = model.park_value > 0
    used = first + len(linked) + np.arange(len(pays))
    entries.put(used[pays], switch[pays], 1.0)
    inside = np.flatnonzero(pays[park])
    entries.put(used[park[inside]], inside, -1.0)


def _put_clusters(
    entries: _Columns,
    model: Model,
    options: Places,
    *,
    ties: tuple[Places, Places, int],
) -> None:
    """Count a cluster only when each of its items has a place."""
    members, linked, first_column = ties
    first = model.n_items + model.n_rows + len(linked) + len(model.park_value)
    row = np.full(model.n_items, NONE)
    row[members] = first + np.arange(len(members))
    entries.put(row[members], first_column + model.cluster[members], 1.0)
    inside = np.flatnonzero(row[model.item[options]] != NONE)
    entries.put(row[model.item[options[inside]]], inside, -1.0)
