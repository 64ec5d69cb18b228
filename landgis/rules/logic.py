# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""True, false and unknown: how tests are joined when figures are missing.

A verdict is a Series of dtype ``boolean``; NA is unknown.  Joining follows
Kleene: an unknown decides nothing by itself and is never taken for false.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_

import numpy as np
import pandas as pd


def all_of(*verdicts: pd.Series) -> pd.Series:
    """Join by "and": false if any is false, else unknown if any is unknown."""
    return reduce(and_, (verdict.astype("boolean") for verdict in verdicts))


def any_of(*verdicts: pd.Series) -> pd.Series:
    """Join by "or": true if any is true, else unknown if any is unknown."""
    return reduce(or_, (verdict.astype("boolean") for verdict in verdicts))


def negate(verdict: pd.Series) -> pd.Series:
    """Turn true into false and back; unknown stays unknown."""
    return ~verdict.astype("boolean")


def make_verdict(holds: pd.Series, *, known: pd.Series) -> pd.Series:
    """Make a verdict from plain truth, unknown where `known` is false."""
    answers = pd.arrays.BooleanArray(
        holds.to_numpy(dtype=bool, na_value=False), ~known.to_numpy(dtype=bool)
    )
    return pd.Series(answers, index=holds.index, name=holds.name)


def make_constant(verdict: bool | None, *, index: pd.Index) -> pd.Series:  # noqa: FBT001 - a truth value is what it is about
    """Return the same verdict for every row; None is unknown."""
    value = pd.NA if verdict is None else verdict
    return pd.Series(value, index=index, dtype="boolean")


def equals(values: pd.Series, wanted: object) -> pd.Series:
    """Tell where a value is `wanted`; a missing one is unknown."""
    return make_verdict(values == wanted, known=values.notna())


def missing_fields(verdict: pd.Series, fields: Mapping[str, pd.Series]) -> pd.Series:
    """Name the fields for want of which a test is unknown, joined by ",".

    Of `fields`, by name, those are named whose value is missing in that row;
    rows with a verdict get "".
    """
    unknown = verdict.isna()
    return join_names(
        {name: unknown & values.isna() for name, values in fields.items()}
    )


def join_names(masks: Mapping[str, pd.Series]) -> pd.Series:
    """Return for each row the names whose mask is true, joined by ","."""
    names = list(masks)
    if not names:
        raise ValueError("no names to join")
    index = masks[names[0]].index
    # Rows have few different sets of names: each set is spelled out once.
    table = np.stack([mask.to_numpy(dtype=bool) for mask in masks.values()], axis=1)
    codes = table @ (1 << np.arange(len(names), dtype=np.int64))
    sets, row_sets = np.unique(codes, return_inverse=True)
    spelled = np.array(
        [
            ",".join(name for bit, name in enumerate(names) if code >> bit & 1)
            for code in sets.tolist()
        ],
        dtype=object,
    )
    return pd.Series(spelled[row_sets], index=index, dtype="str")
