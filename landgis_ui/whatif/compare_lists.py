# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs between two results, as sentences, rows of lists, and classes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis import messages
from landgis.operations.stored_trial import Compared
from landgis.report.names import status_titles
from landgis.scenario.compare import NOT_THERE
from landgis_ui.context import Context
from landgis_ui.whatif.answer import CAME, OTHER, PLAIN, STAYS
from landgis_ui.whatif.lists import write_text
from landgis_ui.whatif.rows import Column, RowsShown
from landgis_ui.widgets.figures import UNKNOWN, AreaWriter, write_number

PARCELS, FIRMS = "parcels", "firms"
PARCEL_CHANGES = ("came", "left", "status", "mu", "land")
FIRM_CHANGES = ("came", "left", "low", "not_low", "grade")
CLASS_OF = {"came": STAYS, "status": CAME, "mu": OTHER, "land": OTHER}


def status_word(code: str) -> str:
    """Return what a status is called, or that a parcel is not there."""
    known = status_titles()
    return messages.text("trial.not_there") if code == NOT_THERE else known[code]


def change_count(context: Context, found: Compared, *, kind: str, change: str) -> str:
    """Return how many changed so, and their 亩 (of the side where they are)."""
    table = getattr(found.comparison, kind)
    mine = table[table["change"] == change]
    side = "before" if change == "left" else "after"
    amount = mine[f"mu_{side}" if kind == PARCELS else f"land_mu_{side}"].sum()
    unit = context.words("unit.parcels" if kind == PARCELS else "unit.firms")
    return f"{len(mine):,} {unit}　{AreaWriter(context).text(float(amount))}"


def classes_after(found: Compared, *, count: int) -> NDArray[np.uint8]:
    """Return the class of each parcel of the later result."""
    table = found.comparison.parcels
    classes = np.full(count, PLAIN, dtype=np.uint8)
    there = table[table["row_after"] >= 0]
    codes = there["change"].map(CLASS_OF).fillna(PLAIN).to_numpy(dtype=np.uint8)
    classes[there["row_after"].to_numpy()] = codes
    return classes


def of_change(table: pd.DataFrame, change: str) -> NDArray[np.int64]:
    """Return the rows of a comparison that changed so."""
    return np.flatnonzero((table["change"] == change).to_numpy()).astype(np.int64)


def of_cell(table: pd.DataFrame, before: str, after: str) -> NDArray[np.int64]:
    """Return the rows of a comparison that a cell of the matrix counts."""
    sides = [table[f"status_{when}"].fillna(NOT_THERE) for when in ("before", "after")]
    mask = (sides[0] == before) & (sides[1] == after)
    return np.flatnonzero(mask.to_numpy(dtype=bool)).astype(np.int64)


def list_of(
    context: Context, found: Compared, rows: NDArray[np.int64], *, kind: str
) -> RowsShown:
    """Return rows of a comparison as a list."""
    table = getattr(found.comparison, kind)
    chosen = table.iloc[rows]
    make = _parcel_columns if kind == PARCELS else _firm_columns
    return RowsShown(rows=rows, columns=make(context, chosen))


def _parcel_columns(context: Context, table: pd.DataFrame) -> tuple[Column, ...]:
    words, areas = context.words, AreaWriter(context)
    names = table["parcel_id"].where(table["parcel_id"].notna(), table["owner"])
    sides = [
        np.array([status_word(code) for code in table[f"status_{when}"].fillna("")])
        for when in ("before", "after")
    ]
    mu = [table[f"mu_{when}"].to_numpy(dtype=float) for when in ("before", "after")]
    return (
        Column(
            head=words("compare.parcel"),
            values=names.to_numpy(dtype=object),
            write=write_text,
        ),
        Column(head=words("compare.before"), values=sides[0], width_px=92),
        Column(head=words("compare.after"), values=sides[1], width_px=92, violet=True),
        Column(
            head=words("compare.mu_before"),
            values=mu[0],
            write=areas.number,
            is_number=True,
        ),
        Column(
            head=words("compare.mu_after"),
            values=mu[1],
            write=areas.number,
            is_number=True,
        ),
    )


def _firm_columns(context: Context, table: pd.DataFrame) -> tuple[Column, ...]:
    words = context.words

    def number(head: str, name: str) -> Column:
        return Column(
            head=words(head),
            values=table[name].to_numpy(dtype=float, na_value=np.nan),
            write=lambda value: write_number(value, 2),
            is_number=True,
        )

    grades = [
        f"{was if isinstance(was, str) else UNKNOWN} → "
        f"{now if isinstance(now, str) else UNKNOWN}"
        for was, now in zip(table["grade_before"], table["grade_after"], strict=True)
    ]
    return (
        Column(
            head=words("compare.firm"),
            values=table["name"].to_numpy(dtype=object),
            write=write_text,
        ),
        number("compare.tax_before", "tax_per_mu_before"),
        number("compare.tax_after", "tax_per_mu_after"),
        Column(
            head=words("compare.grade"),
            values=np.array(grades, dtype=object),
            width_px=76,
            violet=True,
        ),
    )
