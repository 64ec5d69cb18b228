# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Earlier results to compare with, wherever they lie, and tables of what differs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from landgis import messages
from landgis.analysis import Analysis
from landgis.errors import CallError, ProjectError
from landgis.operations.export_view import replacing
from landgis.operations.out_folder import OutFolder, is_out_folder, open_out_folder
from landgis.operations.stored_analysis import open_result
from landgis.operations.stored_freshness import RESULT
from landgis.operations.stored_open import open_any
from landgis.operations.stored_project import CURRENT
from landgis.operations.stored_trials import StoredId
from landgis.progress import SILENT, Progress
from landgis.project import ProjectStore
from landgis.report.names import status_titles
from landgis.scenario.compare import Comparison, compare_results

MOST_PUTS = 16
WIDTH = 16.0
FIRST_WIDTH = 28.0


@dataclass(frozen=True, kw_only=True)
class KeptResult:
    """A result of a project's history that is still there."""

    dataset: str
    time: datetime
    person: str
    profile: str
    reference_date: str


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A result to compare with: of a project file, or (no `dataset`) an OUT folder."""

    path: Path
    dataset: str = ""


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What a result says of itself: its name, its day, its sums in 亩."""

    name: str
    reference_date: date
    parcels: int
    mu: float
    firm_mu: float
    potential_mu: float
    total_mu: float


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A comparison with the sums of both results, which it adds up to."""

    comparison: Comparison
    before: Totals
    after: Totals


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table for Excel; `rows` hold texts, numbers or None for unknown."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[str | float | None]]


def kept_results(store: ProjectStore) -> tuple[KeptResult, ...]:
    """Return the earlier results of a project, the newest first, not the present one.

    One whose data were cleared away is left out.
    """
    present = (store.document(RESULT, CURRENT) or {}).get("dataset")
    found: dict[str, KeptResult] = {}
    for entry in reversed(store.history()):
        if entry.documents > MOST_PUTS:
            continue  # a result comes with few documents: the rest need not be read
        for change in store.changes_of(entry.step):
            value = change.after
            if change.kind != RESULT or not isinstance(value, Mapping):
                continue
            dataset = str(value.get("dataset"))
            if dataset == present or dataset in found or not _is_there(store, dataset):
                continue
            found[dataset] = KeptResult(
                dataset=dataset,
                time=entry.time,
                person=entry.person,
                profile=str(value.get("profile", "")),
                reference_date=str(value.get("reference_date", "")),
            )
    return tuple(found.values())


def _is_there(store: ProjectStore, dataset: str) -> bool:
    try:
        store.dataset(dataset)
    except ProjectError:
        return False
    return True


def find_earlier(path: Path) -> Earlier:
    """Return the result behind a path: an OUT folder, or a project's present one.

    Raises
    ------
    CallError
        If nothing of ours is there, or the project has no result yet.
    ProjectError
        If the project file cannot be opened.
    """
    if path.is_dir() and is_out_folder(path):
        return Earlier(path=path)
    found = open_any(path).store_path
    if found is None:
        raise CallError("stored.not_ours", path=str(path))
    with ProjectStore.open(found, read_only=True) as store:
        dataset = (store.document(RESULT, CURRENT) or {}).get("dataset")
    if not dataset:
        raise CallError("trial.no_result", file=found.name)
    return Earlier(path=found, dataset=str(dataset))


def compare_with(
    earlier: Earlier | Path, after: StoredId, *, progress: Progress = SILENT
) -> Compared:
    """Compare an earlier result with a stored one; a path is looked into first.

    Raises
    ------
    CallError, DataError, ProjectError
        If the earlier one cannot be read.
    """
    stage = messages.text("trial.comparing")
    progress.step(0, 3, stage=stage)
    if isinstance(earlier, Path):
        earlier = find_earlier(earlier)
    was: OutFolder | Analysis
    if earlier.dataset:
        was = open_result(earlier.path, earlier.dataset).analysis
        before = totals_of(was)
    else:
        was = open_out_folder(earlier.path)
        before = _totals_of_folder(was)
    progress.step(1, 3, stage=stage)
    now = open_result(*after).analysis
    progress.step(2, 3, stage=stage)
    found = Compared(
        comparison=compare_results(was, now), before=before, after=totals_of(now)
    )
    progress.step(3, 3, stage=stage)
    return found


def totals_of(analysis: Analysis) -> Totals:
    """Return the sums of a result."""
    sums = analysis.reclaimable
    return Totals(
        name=analysis.project.name,
        reference_date=analysis.project.reference_date,
        parcels=len(analysis.parcels),
        mu=math.fsum(analysis.parcels["mu"].dropna()),
        firm_mu=sums.firm_mu,
        potential_mu=sums.potential_mu,
        total_mu=sums.total_mu,
    )


def _totals_of_folder(folder: OutFolder) -> Totals:
    project, sums = folder.summary["project"], folder.summary["reclaimable"]
    mu = folder.parcels["mu"].dropna() if len(folder.parcels) else ()
    return Totals(
        name=str(project["name"]),
        reference_date=date.fromisoformat(project["reference_date"]),
        parcels=len(folder.parcels),
        mu=math.fsum(mu),
        firm_mu=float(sums["firm_mu"]),
        potential_mu=float(sums["potential_mu"]),
        total_mu=float(sums["total_mu"]),
    )


def write_sheets(
    sheets: Sequence[Sheet], path: Path, *, progress: Progress = SILENT
) -> Path:
    """Write tables into one workbook; it is whole afterwards or as it was.

    Raises
    ------
    CallError
        If the file is open in another program or cannot be written.
    """
    progress.step(0, len(sheets))
    with replacing(path) as target:
        book = xlsxwriter.Workbook(
            target, {"strings_to_formulas": False, "strings_to_urls": False}
        )
        head = book.add_format({"bold": True, "bg_color": "#E9F0FB", "border": 1})
        number = book.add_format({"num_format": "#,##0.00"})
        whole = book.add_format({"num_format": "#,##0"})
        for place, sheet in enumerate(sheets):
            _write_sheet(book.add_worksheet(sheet.name), sheet, (head, number, whole))
            progress.step(place + 1, len(sheets))
        book.close()
    return path


def _write_sheet(page: Any, sheet: Sheet, formats: tuple[Any, Any, Any]) -> None:
    head, number, whole = formats
    page.set_column(0, 0, FIRST_WIDTH)
    page.set_column(1, max(1, len(sheet.heads) - 1), WIDTH)
    page.freeze_panes(1, 1)
    page.write_row(0, 0, sheet.heads, head)
    for line, cells in enumerate(sheet.rows, start=1):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                page.write_string(line, column, value)
            elif value is not None and math.isfinite(value):
                page.write_number(
                    line, column, value, whole if isinstance(value, int) else number
                )


def export_comparison(
    found: Compared, path: Path, *, progress: Progress = SILENT
) -> Path:
    """Write what differs between two results: sums, matrices, parcels, firms.

    Raises
    ------
    CallError
        If the file is open in another program or cannot be written.
    """
    comparison = found.comparison
    sheets = [
        _totals_sheet(found),
        _matrix_sheet("count", comparison.count),
        _matrix_sheet("mu_before", comparison.mu_before),
        _matrix_sheet("mu_after", comparison.mu_after),
        _list_sheet("parcels", comparison.parcels),
        _list_sheet("firms", comparison.firms),
    ]
    return write_sheets(sheets, path, progress=progress)


def _totals_sheet(found: Compared) -> Sheet:
    text = messages.text
    rows: list[tuple[str | float | None, ...]] = [
        (
            text("trial.total.reference_date"),
            found.before.reference_date.isoformat(),
            found.after.reference_date.isoformat(),
            None,
        )
    ]
    for name in ("parcels", "mu", "firm_mu", "potential_mu", "total_mu"):
        old, new = getattr(found.before, name), getattr(found.after, name)
        rows.append((text(f"trial.total.{name}"), old, new, new - old))
    return Sheet(
        name=text("trial.sheet.totals"),
        heads=(
            text("trial.head.figure"),
            text("trial.head.before", name=found.before.name),
            text("trial.head.after", name=found.after.name),
            text("trial.head.difference"),
        ),
        rows=rows,
    )


def _matrix_sheet(name: str, matrix: pd.DataFrame) -> Sheet:
    """Return a matrix of statuses with sums at its right and lower edge."""
    text, sums = messages.text, messages.text("trial.head.sum")
    columns = [_status(code) for code in matrix.columns]
    numbers = matrix.to_numpy()
    rows: list[list[str | float | None]] = [
        [_status(code), *line.tolist(), line.sum().item()]
        for code, line in zip(matrix.index, numbers, strict=True)
    ]
    rows.append([sums, *numbers.sum(axis=0).tolist(), numbers.sum().item()])
    return Sheet(
        name=text(f"trial.sheet.{name}"),
        heads=(text("trial.head.matrix"), *columns, sums),
        rows=rows,
    )


def _list_sheet(name: str, table: pd.DataFrame) -> Sheet:
    """Return what differs, row by row, in the words of the office."""
    differs = table[table["change"] != "same"]
    passed_over = ("row_before", "row_after", "matched_by", "change")
    columns = ["change", *(one for one in table.columns if one not in passed_over)]
    shown = {column: _say(column, name, differs[column]) for column in columns}
    return Sheet(
        name=messages.text(f"trial.sheet.{name}"),
        heads=tuple(messages.text(f"trial.column.{column}") for column in columns),
        rows=list(zip(*shown.values(), strict=True)),
    )


def _say(column: str, table: str, values: pd.Series) -> list[str | float | None]:
    """Return the cells of a column: words for codes, None for what is unknown."""
    plain = [None if pd.isna(value) else value for value in values.tolist()]
    if column == "change":
        return [messages.text(f"trial.change.{table}.{code}") for code in plain]
    if column.startswith("status_"):
        return [None if code is None else _status(code) for code in plain]
    if column.startswith("low_"):
        return [
            None if code is None else messages.text(f"trial.low.{bool(code)}".lower())
            for code in plain
        ]
    return plain


def _status(code: object) -> str:
    known = status_titles()
    return known[str(code)] if code in known else messages.text("trial.not_there")
