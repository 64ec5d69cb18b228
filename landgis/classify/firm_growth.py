# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast a firm's revenue has grown over the last years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from landgis.classify.firm_columns import to_firm_keys, to_numbers

SPAN_YEARS = 3
"""How far back growth is looked for (TREAT row 5: 近三年)."""


def compute_growth(
    current: pd.DataFrame, history: pd.DataFrame, *, year: int | None
) -> pd.Series:
    """Return the mean yearly growth of revenue (0.1 is 10 %), for each current row.

    It runs from the earliest of the last three years in which the firm had
    revenue to `year`.  Missing without such a year, or without revenue now.
    """
    revenue = to_numbers(current, "revenue_wan")
    if year is None or history.empty:
        return pd.Series(np.nan, index=current.index, name="growth")
    past = history.assign(
        _year=to_numbers(history, "year"), _revenue=to_numbers(history, "revenue_wan")
    )
    past = past[past["_year"].ge(year - SPAN_YEARS) & past["_revenue"].gt(0)]
    past = past.sort_values("_year", kind="stable").reset_index(drop=True)
    row = _find_firms(current, past)
    base = past["_revenue"].reindex(row).to_numpy()
    years = year - past["_year"].reindex(row).to_numpy()
    with np.errstate(invalid="ignore"):
        growth = np.power(revenue.to_numpy() / base, 1 / years) - 1
    return pd.Series(growth, index=current.index, name="growth")


def _find_firms(current: pd.DataFrame, past: pd.DataFrame) -> pd.Series:
    """Return the first row of `past` for each firm, by code, else by name."""
    found = pd.Series(np.nan, index=current.index)
    for mine, theirs in zip(to_firm_keys(current), to_firm_keys(past), strict=True):
        first = theirs.dropna().drop_duplicates()
        rows = pd.Series(first.index.astype(float), index=first.to_numpy())
        found = found.fillna(mine.map(rows))
    return found
