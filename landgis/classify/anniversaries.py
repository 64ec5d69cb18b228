# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole years and months after a day, as the law counts them."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

DAY: Final = "datetime64[s]"


def add_months(days: pd.Series, months: int) -> pd.Series:
    """Return the same day `months` later; a missing day stays missing.

    Where the month has no such day its last day counts (民法典 第二百零二条).
    """
    start = days.to_numpy(dtype="datetime64[D]")
    month = start.astype("datetime64[M]")
    later = month + np.timedelta64(months, "M")
    last = (later + np.timedelta64(1, "M")).astype("datetime64[D]")
    moved = later.astype("datetime64[D]") + (start - month.astype("datetime64[D]"))
    moved = np.minimum(moved, last - np.timedelta64(1, "D"))
    return pd.Series(moved.astype(DAY), index=days.index, name=days.name)


def is_reached(days: pd.Series, reference_date: date) -> pd.Series:
    """Tell whether `reference_date` is that day or later; NA where it is missing."""
    reached = days <= pd.Timestamp(reference_date)
    return reached.astype("boolean").mask(days.isna())


def is_recorded_by(days: pd.Series, reference_date: date) -> pd.Series:
    """Tell whether the event had happened by `reference_date`; missing is "not yet"."""
    return (days <= pd.Timestamp(reference_date)).astype("boolean")
