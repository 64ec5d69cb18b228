# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Search by ejection chains, for models in which an option takes of one row at most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landgis.relocation.chain_kernels import (
    CLOSED,
    COLUMNS,
    EMPTY,
    EXCESS,
    LIMIT,
    OPENED,
)
from landgis.relocation.model import NONE, Floats, Ints, Model
from landgis.relocation.prices import Priced
from landgis.relocation.program import Places
from landgis.relocation.relink_kernels import relink

WIDTH = 20
"""Good parks of each firm that chains lead to."""
MOST_CELLS = 2_000_000
MOST_PLANS = 40
"""Good plans that a search keeps in its pool."""
FIRST = 0.5
"""Part of the usual price of too much to begin with."""
SAFE = 1.0
"""Too much costs at least so much of the usual loss per unit, beside its price."""


def is_plain(model: Model) -> bool:
    """Tell whether each option takes of one hard row at most, each item's of others."""
    rows = model.rows
    sizes = np.diff(model.first)
    if (sizes > 1).any() or not np.isinf(rows.fine).all() or rows.gated.any():
        return False
    if len(model.cluster_value) or (model.amount < 0).any() or not _opens_by_row(model):
        return False
    if model.n_items * (model.n_rows + 2) > MOST_CELLS or not model.n_options:
        return False
    pairs = model.item.astype(np.int64) * (model.n_rows + 2) + _row_of(model)
    return len(np.unique(pairs)) == len(pairs) and bool((rows.capacity >= 0).all())


def _opens_by_row(model: Model) -> bool:
    """Tell whether what parks cost as such can be seen from the rows that are used."""
    row, is_dear = _row_of(model), model.park_value[model.park] != 0
    if (row[is_dear] >= model.n_rows).any():
        return False
    pairs = np.unique(np.stack([model.park, row])[:, is_dear], axis=1)
    alone = np.unique(np.stack([model.park, row])[:, np.isin(row, pairs[1])], axis=1)
    n_parks, n_rows = len(np.unique(pairs[0])), len(np.unique(pairs[1]))
    return bool(n_parks == n_rows == alone.shape[1])


def _row_of(model: Model) -> Places:
    """Return the row of each option; one past the last where it takes of none."""
    found = np.full(model.n_options, model.n_rows)
    has = np.diff(model.first) > 0
    found[has] = model.row[model.first[:-1][has]]
    return found


@dataclass(frozen=True, kw_only=True)
class Chained:
    """The best choice of a run, whether one was met, and the work that it took."""

    choice: Ints
    is_plan: bool
    work: int


class Chains:
    """A search by ejection chains on one model, which goes on where it stopped.

    The last two rooms are for options that take of no row, and for no option at all.
    """

    def __init__(self, model: Model, top: Priced, *, seed: int = 1) -> None:
        self._model = model
        n_rooms = model.n_rows + 2
        shape = (model.n_items, n_rooms)
        self._option = np.full(shape, NONE, np.int32)
        self._option[model.item, _row_of(model)] = np.arange(model.n_options)
        worth = np.full(shape, -np.inf)
        has = self._option >= 0
        price = np.append(top.prices.row, 0.0)[_row_of(model)]
        taken = np.flatnonzero(np.diff(model.first) > 0)
        amount = np.zeros(model.n_options)
        amount[taken] = model.amount[model.first[:-1][taken]]
        worth[has] = (model.value - price * amount)[self._option[has]]
        worth[~model.must, -1] = 0.0
        self._need: Floats = np.zeros(shape)
        self._need[model.item[taken], model.row[model.first[:-1][taken]]] = amount[
            taken
        ]
        best = worth.max(axis=1, keepdims=True)
        self._loss: Floats = np.maximum(0.0, best - worth)
        order = np.argsort(self._loss, axis=1, kind="stable")[:, :WIDTH]
        near = order.astype(np.int32)
        near[np.isinf(np.take_along_axis(self._loss, order, axis=1))] = NONE
        self._near = near
        self._since, self._guest = _guests(near, self._loss)
        self.usual = _usual(np.take_along_axis(self._loss, order, axis=1))
        self._room = np.zeros((n_rooms, COLUMNS))
        self._room[:-2, LIMIT] = model.rows.capacity
        self._room[:-2, EMPTY] = top.prices.row
        worth_empty = self._room[:, LIMIT] * self._room[:, EMPTY]
        opens = np.zeros(n_rooms)
        dear = taken[model.park_value[model.park[taken]] != 0]
        opens[_row_of(model)[dear]] = -model.park_value[model.park[dear]]
        self._room[:, OPENED] = np.where(opens != 0, opens - worth_empty, 0.0)
        self._room[:, CLOSED] = np.where(opens != 0, 0.0, worth_empty)
        self._switched = np.flatnonzero(opens)
        count = np.maximum(1, has[:, :-2].sum(axis=0))
        mean = np.maximum(1e-12, self._need[:, :-2].sum(axis=0) / count)
        self._least = np.zeros(n_rooms)
        self._least[:-2] = SAFE * (top.prices.row + self.usual / mean)
        self._room[:, EXCESS] = FIRST * self._least
        dice = np.random.default_rng(seed)
        self._dice = dice.integers(1, 2**63, 1, dtype=np.uint64)
        self._store = (
            np.zeros((MOST_PLANS, model.n_items), np.int64),
            np.zeros((MOST_PLANS, n_rooms)),
            np.zeros(MOST_PLANS),
            np.zeros(3, np.int64),
        )

    def run(self, choice: Ints, *, work: int) -> Chained:
        """Search on from a choice; return the best plan met, or it if none was met."""
        where = np.full(self._model.n_items, len(self._room) - 1, np.int64)
        placed = np.flatnonzero(choice >= 0)
        where[placed] = _row_of(self._model)[choice[placed]]
        lost = ~np.isfinite(self._loss[np.arange(len(where)), where])
        where[lost] = self._near[lost, 0]
        best = where.copy()
        cost, done = relink(
            (self._loss, self._need),
            ((self._near, self._since, self._guest), self._switched),
            (where, self._room),
            self._store,
            (self._dice, work, self._least),
            best,
        )
        found = np.isfinite(cost)
        chosen = self._option[np.arange(len(best)), best]
        return Chained(
            choice=chosen if found else choice, is_plan=bool(found), work=int(done)
        )


def _guests(near: Ints, loss: Floats) -> tuple[Ints, Ints]:
    """Return the items to which each room is a good one, as a compressed table."""
    item, place = np.nonzero(near >= 0)
    room = near[item, place]
    order = np.lexsort((loss[item, room], room))
    counts = np.bincount(room, minlength=loss.shape[1])
    since = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return since, item[order].astype(np.int32)


def _usual(losses: Floats) -> float:
    """Return what an item usually loses in its third best place."""
    third = losses[:, min(2, losses.shape[1] - 1)]
    known = third[np.isfinite(third) & (third > 0)]
    return float(np.median(known)) if len(known) else 1.0
