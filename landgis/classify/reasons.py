# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a parcel has its status, in one sentence with its own figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from string import Formatter

import numpy as np
import pandas as pd

from landgis import messages
from landgis.classify.occupants import Occupants
from landgis.units import round_half_up

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
        far=_figures_of(parcels, "built_m2") / parcels["area_m2"],
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
            said = _sentences(messages.catalogue()[message], rows)
            sentences.append(pd.Series(said, index=rows.index, dtype="str"))
    if not sentences:
        return pd.Series("", index=parcels.index, dtype="str")
    return pd.concat(sentences).reindex(parcels.index, fill_value="")


def _sentences(template: str, rows: pd.DataFrame) -> list[str]:
    """Fill a sentence for each row; only the figures that it shows are written out."""
    makers: Mapping[str, Callable[[], list[str]]] = {
        "due": lambda: _days(rows["due_date"]),
        "overdue": lambda: _numbers(rows["overdue_days"], places=0),
        "ruling": lambda: _texts(rows, "idle_ruling"),
        "stop": lambda: _days(_told(rows, "stop_date")),
        "finish": lambda: _days(_told(rows, "actual_finish")),
        "far": lambda: _numbers(rows["far"], places=2),
        "far_min": lambda: _numbers(_figures_of(rows, "far_min"), places=2),
        "tax": lambda: _numbers(rows["tax"], places=2),
        "agreed": lambda: _numbers(_figures_of(rows, "agreed_tax_per_mu"), places=2),
        "firms": lambda: rows["firm_names"].fillna("").tolist(),
        "low_count": lambda: _numbers(rows["low_count"], places=0),
        "low_land": lambda: _numbers(rows["low_land_mu"], places=2),
        "missing": rows["missing_words"].tolist,
    }
    shown = [name for _, name, _, _ in Formatter().parse(template) if name]
    columns = [makers[name]() for name in shown]
    return [
        template.format(**dict(zip(shown, figures, strict=True)))
        for figures in zip(*columns, strict=True)
    ]


def _told(frame: pd.DataFrame, name: str) -> pd.Series:
    if name in frame:
        return frame[name]
    return pd.Series(np.datetime64("NaT", "s"), index=frame.index)


def _figures_of(frame: pd.DataFrame, name: str) -> pd.Series:
    if name in frame:
        return frame[name]
    return pd.Series(np.nan, index=frame.index)


def _texts(frame: pd.DataFrame, name: str) -> list[str]:
    return [UNKNOWN if pd.isna(text) else str(text) for text in _told(frame, name)]


def _days(days: pd.Series) -> list[str]:
    written: list[str] = days.dt.strftime("%Y-%m-%d").fillna(UNKNOWN).tolist()
    return written


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
