# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A part of the problem: some firms may move, the others stay where a plan has them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from landgis.relocation.model import NONE, Floats, Ints, Model, narrowed
from landgis.relocation.price_kernels import usage_of
from landgis.relocation.prices import options_of
from landgis.relocation.program import Mask, Places


@dataclass(frozen=True, kw_only=True)
class Part:
    """A model of the items that may move, and how it lies in the whole.

    Parameters
    ----------
    items, options
        Item and option of the whole for each of the part's.
    """

    model: Model
    items: Places
    options: Places

    def own(self, choice: Ints) -> Ints:
        """Return a plan of the whole as the part's: options of its items."""
        place = np.full(int(choice.max(initial=0)) + 1, NONE, np.int32)
        known = self.options[self.options < len(place)]
        place[known] = np.arange(len(known))
        wanted = choice[self.items]
        return np.where(wanted >= 0, place[wanted], NONE).astype(np.int32)

    def whole(self, choice: Ints, own: Ints) -> Ints:
        """Return the whole plan, with what the part says."""
        changed = choice.copy()
        changed[self.items] = np.where(own >= 0, self.options[own], NONE)
        return changed


def part_of(model: Model, choice: Ints, items: Places, *, kept: Mask) -> Part:
    """Return the part in which `items` may take the options kept; others stay."""
    moves = np.zeros(model.n_items, dtype=bool)
    moves[items] = True
    staying = np.where(moves, NONE, choice)
    used = usage_of(options_of(model), staying, model.n_rows)
    smaller, options = narrowed(model, kept & moves[model.item])
    number = np.full(model.n_items, NONE)
    number[items] = np.arange(len(items))
    stays = staying[staying >= 0]
    busy = np.bincount(model.park[stays], minlength=len(model.park_value)) > 0
    rows = model.rows
    in_use = (rows.park != NONE) & busy[rows.park]
    counts = np.bincount(smaller.item, minlength=model.n_items)[items]
    whole = _whole_clusters(model, staying, moves)
    return Part(
        model=replace(
            smaller,
            start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            item=number[smaller.item].astype(np.int32),
            rows=replace(
                rows,
                capacity=rows.capacity - used,
                gated=rows.gated & ~in_use,
            ),
            must=model.must[items],
            park_value=np.where(busy, 0.0, model.park_value),
            cluster=model.cluster[items],
            cluster_value=whole,
            fixed=0.0,
        ),
        items=items,
        options=options,
    )


def _whole_clusters(model: Model, staying: Ints, moves: NDArray[np.bool_]) -> Floats:
    """Return the worth of each cluster that can still be placed whole."""
    worth = model.cluster_value.copy()
    lost = (model.cluster != NONE) & ~moves & (staying < 0)
    worth[model.cluster[lost]] = 0.0
    movable = np.zeros(len(worth), dtype=bool)
    movable[model.cluster[moves & (model.cluster != NONE)]] = True
    return np.where(movable, worth, 0.0)
