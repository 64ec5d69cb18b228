# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What findings call things: rows, layers, areas, dates."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis import messages
from landgis.checks.limits import Limits
from landgis.messages import text
from landgis.units import AreaUnit, round_half_up

# A sentence that lists more rows than this cannot be read any more.
MOST_NAMED = 5


def name_rows(
    frame: pd.DataFrame,
    role: str,
    limits: Limits,
    *,
    places: NDArray[np.int64] | None = None,
) -> NDArray[np.object_]:
    """Return what the user calls each row: its code or name, else 第n条.

    The first of the role's key columns that has a value counts.  Only the rows at
    some `places` are named, where these are given.
    """
    if places is None:
        places = np.arange(len(frame))
    names = pd.Series(None, index=frame.index[places], dtype="object")
    for column in limits.keys.get(role, ()):
        if column in frame:
            cells = frame[column].iloc[places].astype("object")
            names = names.where(names.notna(), cells)
    found = np.array(names, dtype=object)
    for number in np.flatnonzero(names.isna()):
        found[number] = text("check.row", number=places[number] + 1)
    return found


def name_role(role: str) -> str:
    """Return the office's word for one row of a layer or table."""
    return messages.catalogue().get(f"check.noun_{role}", text("check.noun"))


def name_column(column: str) -> str:
    """Return the office's word for a standard field."""
    return messages.catalogue().get(f"check.field_{column}", column)


def name_groups(places: NDArray[np.int64], groups: NDArray[np.int64]) -> list[str]:
    """Return for each row "第3、9条": all rows that share its group.

    `places` are row positions, from 0.
    """
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    words = np.empty(len(places), dtype=object)
    for members in np.split(order, starts[1:]) if len(order) else []:
        listed = "、".join(str(place + 1) for place in places[members[:MOST_NAMED]])
        more = "check.rows" if len(members) <= MOST_NAMED else "check.rows_and_more"
        words[members] = text(more, rows=listed, count=len(members))
    return [str(word) for word in words]


def format_mu(area_m2: float) -> str:
    """Return an area in 亩 with two decimals (ROUND), four if it is less than 0.01.

    A missing area is 不明.
    """
    if np.isnan(area_m2):
        return text("check.unknown_area")
    mu = AreaUnit.MU.from_m2(float(area_m2))
    places = 2 if abs(mu) >= 0.01 or mu == 0 else 4  # noqa: PLR2004 -- the last printed digit
    return str(round_half_up(mu, places=places))
