# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a choice of options is worth, and whether it keeps every limit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.relocation.model import NONE, SLACK, Floats, Ints, Model
from landgis.relocation.price_kernels import usage_of
from landgis.relocation.prices import options_of


@dataclass(frozen=True, kw_only=True)
class Score:
    """A choice's worth, the items it leaves out that it must not, and its faults."""

    value: float
    missing: int
    overfull: int

    @property
    def is_plan(self) -> bool:
        """Every limit is kept and everybody who must has a place."""
        return not self.missing and not self.overfull

    def beats(self, other: Score | None) -> bool:
        """Tell whether this is the better one; faults count first."""
        if other is None:
            return True
        mine = (-self.overfull, -self.missing, self.value)
        return mine > (-other.overfull, -other.missing, other.value)


def excess_of(model: Model, choice: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """Return by how much each row is overfull, and whether that counts as such."""
    rows = model.rows
    used = usage_of(options_of(model), choice, model.n_rows)
    chosen = choice[choice >= 0]
    in_park = np.bincount(model.park[chosen], minlength=len(model.park_value)) > 0
    capacity = rows.capacity.copy()
    capacity[rows.gated & ~in_park[rows.park]] = 0.0
    excess = used - capacity
    return excess, excess > SLACK * np.maximum(1.0, abs(capacity))


def overfull_parks(model: Model, choice: Ints) -> NDArray[np.bool_]:
    """Return the parks that hold more than they may."""
    _, is_over = excess_of(model, choice)
    found = np.zeros(len(model.park_value), dtype=bool)
    over = is_over & (model.rows.park != NONE) & np.isinf(model.rows.fine)
    found[model.rows.park[over]] = True
    return found


def score(model: Model, choice: Ints) -> Score:
    """Return what a choice is worth, added up anew."""
    rows = model.rows
    chosen = choice[choice >= 0]
    in_park = np.bincount(model.park[chosen], minlength=len(model.park_value)) > 0
    excess, is_over = excess_of(model, choice)
    soft = np.isfinite(rows.fine)
    value = float(model.value[chosen].sum() + model.park_value[in_park].sum())
    value -= float((rows.fine[soft] * np.maximum(0.0, excess[soft])).sum())
    if len(model.cluster_value):
        out = model.cluster[(choice < 0) & (model.cluster != NONE)]
        whole = np.ones(len(model.cluster_value), dtype=bool)
        whole[out] = False
        value += float(model.cluster_value[whole].sum())
    return Score(
        value=value + model.fixed,
        missing=int((model.must & (choice < 0)).sum()),
        overfull=int((is_over & ~soft).sum()),
    )
