# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which firms come in or fall out, and which parcels change, as rows of a list."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.analysis import STATUSES, Analysis
from landgis.operations.stored_trial import Sheet
from landgis.report.names import status_titles
from landgis.report.subjects import subject_names
from landgis_ui.context import Context
from landgis_ui.whatif.answer import Answer
from landgis_ui.whatif.rows import Column, RowsShown
from landgis_ui.widgets.figures import UNKNOWN, AreaWriter, write_number

Rows = NDArray[np.int64]


def write_text(value: object) -> str:
    """Return a text; — where there is none."""
    return value if isinstance(value, str) and value else UNKNOWN


def firm_rows(context: Context, analysis: Analysis, answer: Answer) -> RowsShown:
    """List the firms that come in or fall out, the nearest to the line first."""
    rows = np.concatenate([answer.came, answer.left])
    tax = analysis.firms["tax_per_mu"].to_numpy(dtype=float, na_value=np.nan)[rows]
    rows = rows[np.argsort(np.abs(tax - answer.value), kind="stable")]
    return RowsShown(
        rows=rows, columns=_firm_columns(context, analysis, answer, rows=rows)
    )


def _firm_columns(
    context: Context, analysis: Analysis, answer: Answer, *, rows: Rows
) -> tuple[Column, ...]:
    words, areas, firms = context.words, AreaWriter(context), analysis.firms
    land, tax = (
        firms[name].to_numpy(dtype=float, na_value=np.nan)[rows]
        for name in ("land_mu", "tax_per_mu")
    )
    return (
        Column(
            head=words("whatif.firm"),
            values=_texts(firms, "name", rows),
            write=write_text,
        ),
        Column(
            head=words("whatif.scale"),
            values=_texts(firms, "scale", rows),
            write=write_text,
            width_px=54,
        ),
        Column(
            head=words("whatif.land", unit=areas.unit),
            values=land,
            write=areas.number,
            is_number=True,
        ),
        Column(
            head=words("whatif.tax"),
            values=tax,
            write=lambda value: write_number(value, 2),
            is_number=True,
        ),
        Column(
            head=words("whatif.change"),
            values=_firm_changes(context, answer, rows),
            violet=True,
            width_px=92,
        ),
    )


def _texts(frame: pd.DataFrame, name: str, rows: Rows) -> NDArray[np.object_]:
    """Return a column of texts; nothing where there is no such column."""
    if name not in frame:
        return np.full(len(rows), None, dtype=object)
    found: NDArray[np.object_] = frame[name].to_numpy(dtype=object)[rows]
    return found


def _firm_changes(context: Context, answer: Answer, rows: Rows) -> NDArray[np.str_]:
    """Return what becomes of each firm, and whether it is near the line."""
    words = context.words
    left, came = words("whatif.firm_left"), words("whatif.firm_came")
    mark = words("whatif.near")
    told = np.array([left, came, f"{left}·{mark}", f"{came}·{mark}"])
    is_came, is_near = np.isin(rows, answer.came), np.isin(rows, answer.near)
    found: NDArray[np.str_] = told[is_came.astype(int) + 2 * is_near.astype(int)]
    return found


def parcel_rows(context: Context, analysis: Analysis, answer: Answer) -> RowsShown:
    """List the parcels whose status changes, the largest first."""
    words = context.words
    rows = np.flatnonzero(answer.status != answer.status_now).astype(np.int64)
    mu = analysis.parcels["mu"].to_numpy(dtype=float, na_value=np.nan)[rows]
    order = np.argsort(-mu, kind="stable")
    rows, areas = rows[order], AreaWriter(context)
    titles = np.array([status_titles()[one] for one in STATUSES], dtype=object)
    names = subject_names(analysis, "parcel").to_numpy(dtype=object)
    return RowsShown(
        rows=rows,
        columns=(
            Column(head=words("whatif.parcel"), values=names[rows], write=write_text),
            Column(
                head=words("whatif.land", unit=areas.unit),
                values=mu[order],
                write=areas.number,
                is_number=True,
            ),
            Column(
                head=words("whatif.now"),
                values=titles[answer.status_now[rows]],
                width_px=104,
            ),
            Column(
                head=words("whatif.then"),
                values=titles[answer.status[rows]],
                violet=True,
                width_px=104,
            ),
        ),
    )


def parcels_of_firm(analysis: Analysis, firms: int | Rows) -> Rows:
    """Return the parcels that a firm, or several, are linked with."""
    links = analysis.links
    own = np.isin(links["firm"].to_numpy(dtype=np.int64), firms)
    found: Rows = links["parcel"].to_numpy(dtype=np.int64)[own]
    return np.unique(found[found >= 0])


def trial_sheets(
    context: Context, answer: Answer, shown: RowsShown, *, said: str
) -> list[Sheet]:
    """Return the figures of a trial and the list below them as tables for Excel."""
    words = context.words
    figures = [
        (
            words(f"whatif.figure.{name}"),
            answer.now[name],
            then,
            then - answer.now[name],
        )
        for name, then in answer.then.items()
    ]
    heads = (said, *(words(f"whatif.{name}") for name in ("now", "then", "difference")))
    cells = [_plain(column) for column in shown.columns]
    return [
        Sheet(name=words("whatif.sheet_figures"), heads=heads, rows=figures),
        Sheet(
            name=words("whatif.sheet_list"),
            heads=tuple(column.head for column in shown.columns),
            rows=list(zip(*cells, strict=True)),
        ),
    ]


def _plain(column: Column) -> list[str | float | None]:
    """Return values as Excel takes them: numbers whole, texts as text."""
    values = np.asarray(column.values).tolist()
    if column.is_number:
        return [value if math.isfinite(value) else None for value in values]
    return [value if isinstance(value, str) else None for value in values]
