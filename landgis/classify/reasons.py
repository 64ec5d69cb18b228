# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a parcel has its status, in one sentence with its own figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd

from landgis import messages
from landgis.classify.occupants import Occupants
from landgis.units import round_half_up

Words = Callable[[pd.DataFrame], list[str]]
NOT_STARTED = ("suspect_idle_2y", "suspect_idle_1y", "overdue", "not_due")
UNKNOWN = "—"


def write_reasons(
    parcels: pd.DataFrame,
    occupants: Occupants,
    *,
    status: pd.Series,
    reference_date: date,
    field_titles: Mapping[str, str],
) -> pd.Series:
    """Return one sentence for each parcel, empty for normal ones.

    `parcels` has the standard fields, area_m2, mu, due_date and missing;
    `field_titles` names each standard field in words.
    """
    table = parcels.assign(
        tax=occupants.tax_wan / parcels["mu"],
        far=_column(parcels, "built_m2") / parcels["area_m2"],
        firm_names=occupants.names,
        low_count=occupants.low_count,
        low_land_mu=occupants.low_land_mu,
        overdue_days=(pd.Timestamp(reference_date) - parcels["due_date"]).dt.days,
        missing_words=_in_words(parcels["missing"], field_titles),
    )
    sentences = []
    for name, rows in table.groupby(status):
        message = f"reason.{name}"
        if message in messages.catalogue():
            said = [messages.text(message, **values) for values in _values(rows)]
            sentences.append(pd.Series(said, index=rows.index, dtype="str"))
    if not sentences:
        return pd.Series("", index=parcels.index, dtype="str")
    return pd.concat(sentences).reindex(parcels.index, fill_value="")


def _values(rows: pd.DataFrame) -> list[dict[str, str]]:
    columns = {
        "due": _days(rows["due_date"]),
        "overdue": _numbers(rows["overdue_days"], places=0),
        "ruling": _texts(rows, "idle_ruling"),
        "stop": _days(_column(rows, "stop_date")),
        "finish": _days(_column(rows, "actual_finish")),
        "far": _numbers(rows["far"], places=2),
        "far_min": _numbers(_column(rows, "far_min"), places=2),
        "tax": _numbers(rows["tax"], places=2),
        "agreed": _numbers(_column(rows, "agreed_tax_per_mu"), places=2),
        "firms": rows["firm_names"].fillna("").tolist(),
        "low_count": _numbers(rows["low_count"], places=0),
        "low_land": _numbers(rows["low_land_mu"], places=2),
        "missing": rows["missing_words"].tolist(),
    }
    return [
        dict(zip(columns, row, strict=True))
        for row in zip(*columns.values(), strict=True)
    ]


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    found: pd.Series = frame.get(name, pd.Series(pd.NA, index=frame.index))
    return found


def _texts(frame: pd.DataFrame, name: str) -> list[str]:
    return [UNKNOWN if pd.isna(text) else str(text) for text in _column(frame, name)]


def _days(days: pd.Series) -> list[str]:
    return [UNKNOWN if pd.isna(day) else f"{day:%Y-%m-%d}" for day in days]


def _numbers(numbers: pd.Series, *, places: int) -> list[str]:
    return [
        UNKNOWN if pd.isna(number) else str(round_half_up(number, places=places))
        for number in numbers
    ]


def _in_words(missing: pd.Series, titles: Mapping[str, str]) -> pd.Series:
    """Turn "agreed_start,delivered_date" into words; few combinations occur."""
    codes, unique = pd.factorize(missing.fillna(""))
    words = [
        "、".join(titles.get(name, name) for name in str(names).split(",") if name)
        for names in unique
    ]
    return pd.Series([words[code] for code in codes], index=missing.index, dtype="str")
