# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds now and what would hold: one shape for lines and for other numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.analysis import STATUSES
from landgis.scenario.scenarios import figures_of
from landgis.scenario.sweep import Sweep
from landgis.scenario.tax_line import TaxOutcome

LOW = STATUSES.index("low_efficiency")
NOT_PICKED = (STATUSES.index("normal"), STATUSES.index("to_verify"))
STAYS, CAME, GONE, OTHER, PLAIN = range(5)
SWEEP_FIGURES = ("total_mu", "firm_mu", "potential_mu", "residual_mu", "idle_fee_wan")


def no_rows() -> NDArray[np.int64]:
    """Return no row."""
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Answer:
    """What a trial answers.

    Attributes
    ----------
    value, exact
        The value asked for, and whether it is answered itself: between the points
        of a sweep the nearest one stands in until it is worked out.
    now, then
        Figures by name, as they are and as they would be.
    classes
        For each parcel `STAYS`, `CAME`, `GONE`, `OTHER` or `PLAIN`.
    status_now, status
        Places in `STATUSES` for each parcel.
    came, left, near
        Rows of firms; empty for numbers that are no line of 亩均税收.
    """

    value: float
    exact: bool
    now: Mapping[str, float]
    then: Mapping[str, float]
    classes: NDArray[np.uint8]
    status_now: NDArray[np.uint8]
    status: NDArray[np.uint8]
    came: NDArray[np.int64] = field(default_factory=no_rows)
    left: NDArray[np.int64] = field(default_factory=no_rows)
    near: NDArray[np.int64] = field(default_factory=no_rows)


def answer_of_line(outcome: TaxOutcome, now: TaxOutcome, *, value: float) -> Answer:
    """Put a trial of a line into the common shape."""
    return Answer(
        value=value,
        exact=True,
        now=figures_of(now),
        then=figures_of(outcome),
        classes=classes_of(now.status == LOW, outcome.status == LOW),
        status_now=now.status,
        status=outcome.status,
        came=outcome.new_firms,
        left=outcome.left_firms,
        near=outcome.near_firms,
    )


def answer_of_sweep(found: Sweep, *, own: float, value: float) -> Answer:
    """Answer from the points of a sweep; the nearest one where it is not among them."""
    values = np.array(found.values)
    place, now = (int(np.abs(values - one).argmin()) for one in (value, own))
    before, after = found.status[now], found.status[place]
    picked = [~np.isin(codes, NOT_PICKED) for codes in (before, after)]
    classes = classes_of(*picked)
    classes[(classes != CAME) & (classes != GONE) & (before != after)] = OTHER
    names = [name for name in SWEEP_FIGURES if name in found.table]
    then, base = (
        {name: float(found.table[name].iloc[row]) for name in names}
        for row in (place, now)
    )
    return Answer(
        value=value,
        exact=bool(values[place] == value),
        now=base,
        then=then,
        classes=classes,
        status_now=before,
        status=after,
    )


def classes_of(
    before: NDArray[np.bool_], after: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """Return what became of each parcel that was, or is, picked out."""
    table = np.array([[PLAIN, CAME], [GONE, STAYS]], dtype=np.uint8)
    return table[before.astype(np.int8), after.astype(np.int8)]


def merge(one: Sweep | None, other: Sweep) -> Sweep:
    """Return the points of both, in order of their values."""
    if one is None:
        return other
    values = np.array([*one.values, *other.values])  # noqa: PD011 - no Series
    order = np.unique(values, return_index=True)[1]
    return Sweep(
        parameter=other.parameter,
        values=tuple(values[order].tolist()),
        effect=other.effect,
        table=_stack(one, other).iloc[order],
        status=np.concatenate([one.status, other.status])[order],
    )


def _stack(one: Sweep, other: Sweep) -> pd.DataFrame:
    return pd.concat([one.table, other.table])
