# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates in the order in which things happen, and in a believable time (PIPE-01)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.checks.limits import read_limits
from landgis.checks.naming import name_column, name_rows
from landgis.checks.register import Rows, make_findings, row_check
from landgis.findings import Finding, Severity
from landgis.messages import text


def check_order(
    frame: pd.DataFrame, *, role: str, reference_date: date | None = None
) -> list[Finding]:
    """Run the checks of this module on one table: order, future, long past."""
    limits = read_limits()
    rows = Rows(
        role=role,
        frame=frame,
        names=name_rows(frame, role, limits),
        limits=limits,
        reference_date=reference_date,
    )
    return [
        *check_date_order(rows),
        *check_future_dates(rows),
        *check_early_dates(rows),
    ]


@row_check("date_order")
def check_date_order(rows: Rows) -> list[Finding]:
    """Find dates that lie before something that comes first.

    批准 ≤ 供应 ≤ 交地 ≤ 动工 ≤ 竣工 ≤ 投产, each against the nearest known one
    before it; and the pairs of ``limits.toml``.  Equal dates are in order,
    missing ones are not compared.
    """
    found = pd.DataFrame(_out_of_order(rows), columns=["place", "words"])
    by_row = found.groupby("place")["words"].agg("；".join)
    return make_findings(
        rows,
        "date_order",
        severity=Severity.WARNING,
        places=by_row.index.to_numpy(),
        details=by_row,
    )


@row_check("date_future")
def check_future_dates(rows: Rows) -> list[Finding]:
    """Find things said to have happened after the reference date."""
    if rows.reference_date is None:
        return []
    day = np.datetime64(rows.reference_date, "s")
    columns = [name for name in rows.limits.happened if name in rows.frame]
    return _dates_beyond(
        rows,
        "date_future",
        severity=Severity.NOTE,
        beyond={name: _dates(rows.frame, name) > day for name in columns},
    )


@row_check("date_early")
def check_early_dates(rows: Rows) -> list[Finding]:
    """Find dates from before land was supplied for money: mostly typing errors."""
    year = int(rows.limits.numbers.earliest_year)
    columns = rows.frame.select_dtypes("datetime").columns
    return _dates_beyond(
        rows,
        "date_early",
        severity=Severity.WARNING,
        beyond={
            str(name): _dates(rows.frame, name) < np.datetime64(f"{year}-01-01", "s")
            for name in columns
        },
    )


def check_approved_before_supplied(
    approved_date: pd.Series, contract_date: pd.Series, *, names: pd.Series
) -> list[Finding]:
    """Find parcels supplied before the approval that they lie in (PIPE-01).

    `approved_date` is that of the approval that holds most of each parcel,
    missing where there is none.  All three run in step, one row per parcel.
    """
    places = np.flatnonzero((contract_date < approved_date).to_numpy())
    rows = Rows(
        role="supply",
        frame=contract_date.to_frame(),
        names=names.to_numpy(dtype=object),
        limits=read_limits(),
    )
    return make_findings(
        rows,
        "supplied_before_approval",
        severity=Severity.WARNING,
        places=places,
        details=[
            _before(
                ("contract_date", contract_date.iloc[place]),
                ("approved_date", approved_date.iloc[place]),
            )
            for place in places
        ],
    )


def _out_of_order(rows: Rows) -> Iterator[tuple[int, str]]:
    """Yield row and sentence for every pair of dates in the wrong order."""
    frame = rows.frame
    nearest = np.full(len(frame), np.datetime64("NaT", "s"))
    whose = np.full(len(frame), "", dtype=object)
    for column in rows.limits.date_chain:
        if column not in frame:
            continue
        days = _dates(frame, column)
        for place in np.flatnonzero(days < nearest):
            yield (
                int(place),
                _before((column, days[place]), (whose[place], nearest[place])),
            )
        known = ~np.isnat(days)
        nearest[known] = days[known]
        whose[known] = column
    for first, second in rows.limits.date_pairs:
        if first in frame and second in frame:
            earlier, later = _dates(frame, first), _dates(frame, second)
            for place in np.flatnonzero(later < earlier):
                yield (
                    int(place),
                    _before((second, later[place]), (first, earlier[place])),
                )


def _dates_beyond(
    rows: Rows,
    kind: str,
    *,
    severity: Severity,
    beyond: Mapping[str, NDArray[np.bool_]],
) -> list[Finding]:
    """Return one finding with a sentence per row that names its dates."""
    said: list[tuple[int, str]] = []
    for name, mask in beyond.items():
        days = _dates(rows.frame, name)
        title = name_column(name)
        said += [
            (int(place), f"{title} {_day(days[place])}")
            for place in np.flatnonzero(mask)
        ]
    found = pd.DataFrame(said, columns=["place", "words"])
    by_row = found.groupby("place")["words"].agg("、".join)
    return make_findings(
        rows,
        kind,
        severity=severity,
        places=by_row.index.to_numpy(),
        details=by_row,
    )


def _before(
    later: tuple[str, np.datetime64], earlier: tuple[str, np.datetime64]
) -> str:
    """Say that the date that should come later comes first."""
    return text(
        "check.date_order",
        later=name_column(later[0]),
        later_day=_day(later[1]),
        earlier=name_column(earlier[0]),
        earlier_day=_day(earlier[1]),
    )


def _dates(frame: pd.DataFrame, column: str) -> NDArray[np.datetime64]:
    days: NDArray[np.datetime64] = frame[column].to_numpy(dtype="datetime64[s]")
    return days


def _day(day: np.datetime64) -> str:
    return pd.Timestamp(day).date().isoformat()
