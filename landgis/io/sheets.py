# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables as offices have them: xlsx, xls, ods, csv, with titles, merges and notes.

The head is found, units are taken from heads and from "单位:万元" lines, totals,
notes and repeated heads are set aside and listed (XLS-01, XLS-02, XLS-10).
Sources are read into memory at once, never locked and never changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from landgis.errors import DataError
from landgis.io.sheet_books import Book, count_unseen, open_book, read_grid
from landgis.io.sheet_columns import FilledBody, fill_merges, make_columns
from landgis.io.sheet_csv import delimiter_name, read_text_table
from landgis.io.sheet_grid import Cells, Grid
from landgis.io.sheet_header import SEARCHED, Header, find_header
from landgis.io.sheet_html import read_html_grid
from landgis.io.sheet_kinds import table_kind
from landgis.io.sheet_levels import column_letter, used_columns
from landgis.io.sheet_rows import SortedRows, sort_rows
from landgis.io.sheet_units import column_units
from landgis.messages import text
from landgis.progress import SILENT, Progress
from landgis.tables import EncodingEvidence, RawTable

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv")
"""Endings of files that are tables; what they really are, their bytes tell."""

_DRIVERS = {
    "xlsx": "XLSX",
    "xlsb": "XLSB",
    "xls": "XLS",
    "ods": "ODS",
    "html": "HTML",
    "text": "CSV",
}
_UNICODE = EncodingEvidence(value="UTF-8", source="file")
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """A sheet that was chosen, its head, and what to tell about the choice."""

    grid: Grid
    header: Header
    driver: str
    encoding: EncodingEvidence = _UNICODE
    notes: tuple[str, ...] = ()


def list_sheets(path: Path) -> tuple[str, ...]:
    """Return the sheets of a workbook that hold anything, in order.

    A file of one nameless table, such as a csv, gives one empty name.

    Raises
    ------
    DataError
        If the file cannot be read as a table.
    """
    kind = table_kind(path)
    if kind in {"text", "html"}:
        return ("",)
    book = open_book(path, kind=kind)
    if len(book.names) == 1:
        return book.names
    filled = tuple(name for name in book.names if read_grid(book, name).cells.size)
    return filled or book.names[:1]


def read_table(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    header_row: int | None = None,
    progress: Progress = SILENT,
) -> RawTable:
    """Read one sheet of a file as a table.

    Parameters
    ----------
    sheet
        Which sheet; left out, the one whose head has most known names.
    encoding
        Of a text file, where the user knows better than its bytes.
    header_row
        The row of the head as the sheet numbers it, where it is not found.

    Raises
    ------
    DataError
        If the file, the sheet or its head cannot be read; the sentence says
        where and what to do.
    """
    progress.step(0, 2, stage=text("sheet.stage"))
    kind = table_kind(path)
    row = None if header_row is None else header_row - 1
    if kind in {"text", "html"}:
        chosen = _read_single(path, kind=kind, encoding=encoding, row=row)
    else:
        book = open_book(path, kind=kind)
        chosen = _choose_sheet(book, wanted=sheet or None, row=row)
    progress.step(1, 2, stage=text("sheet.stage"))
    table = _make_table(path, chosen)
    progress.step(2, 2, stage=text("sheet.stage"))
    return table


def _read_single(
    path: Path, *, kind: str, encoding: str | None, row: int | None
) -> _Sheet:
    """Read a file that holds one table without a name."""
    notes: list[str] = []
    if kind == "html":
        grid, found = read_html_grid(path)
        evidence = EncodingEvidence(value=found.upper(), source="file")
        notes.append(text("sheet.note_html"))
    else:
        table = read_text_table(path, encoding=encoding)
        grid, evidence = table.grid, table.encoding
        if path.suffix.lower() not in {".csv", ".tsv", ".txt"}:
            name = delimiter_name(table.delimiter)
            notes.append(text("sheet.note_text", delimiter=name))
        if table.replaced:
            notes.append(
                text(
                    "sheet.note_replaced", count=table.replaced, encoding=evidence.value
                )
            )
    return _Sheet(
        grid=grid,
        header=_require_header(path, grid, row=row),
        driver=_DRIVERS[kind],
        encoding=evidence,
        notes=tuple(notes),
    )


def _choose_sheet(book: Book, *, wanted: str | None, row: int | None) -> _Sheet:
    """Read the wanted sheet, else the one that looks most like known data."""
    if wanted is not None:
        name = _find_name(book, wanted)
        grid = read_grid(book, name)
        header = _require_header(book.path, grid, row=row)
        return _with_notes(book, grid, header, others={})
    if not book.names:
        raise DataError("sheet.no_cells", file=book.path.name, sheet="")
    heads: dict[str, Header] = {}
    best: Grid | None = None
    for name in book.names:
        grid = read_grid(book, name)
        found = find_header(grid, row=row) if grid.cells.size else None
        if found is None:
            continue
        heads[name] = found
        if best is None or _rank(grid, found) > _rank(best, heads[best.name]):
            best = grid
    if best is None:
        grid = read_grid(book, book.names[0])
        return _with_notes(
            book, grid, _require_header(book.path, grid, row=row), others={}
        )
    others = {name: head for name, head in heads.items() if name != best.name}
    return _with_notes(book, best, heads[best.name], others=others)


def _rank(grid: Grid, header: Header) -> tuple[int, bool, int, int]:
    """Return how likely a sheet is the data: known heads, shown, latest year, rows."""
    years = [int(year) for year in _YEAR.findall(grid.name)]
    rows = len(grid.cells) - header.bottom
    return (header.known, not grid.is_hidden, max(years, default=0), rows)


def _find_name(book: Book, wanted: str) -> str:
    if wanted in book.names:
        return wanted
    alike = [
        name for name in book.names if name.strip().lower() == wanted.strip().lower()
    ]
    if len(alike) == 1:
        return alike[0]
    raise DataError(
        "sheet.no_sheet",
        file=book.path.name,
        sheet=wanted,
        sheets="、".join(book.names),
    )


def _with_notes(
    book: Book, grid: Grid, header: Header, *, others: Mapping[str, Header]
) -> _Sheet:
    rows, columns, formulas = count_unseen(book, grid)
    notes = []
    if others:
        listed = "、".join(f"“{name}”" for name in others)
        notes.append(text("sheet.note_chosen", sheet=grid.name, others=listed))
    same = [
        f"“{name}”"
        for name, head in others.items()
        if list(head.names.values()) == list(header.names.values())
    ]
    if same:
        notes.append(
            text("sheet.note_same_head", others="、".join(same), sheet=grid.name)
        )
    if grid.is_hidden:
        notes.append(text("sheet.note_hidden_sheet", sheet=grid.name))
    if rows:
        notes.append(text("sheet.note_hidden_rows", count=rows))
    if columns:
        notes.append(text("sheet.note_hidden_columns", count=columns))
    if formulas:
        notes.append(text("sheet.note_uncomputed", count=formulas))
    return _Sheet(
        grid=grid, header=header, driver=_DRIVERS[book.kind], notes=tuple(notes)
    )


def _require_header(path: Path, grid: Grid, *, row: int | None) -> Header:
    if not grid.cells.size or not pd.notna(grid.cells[: SEARCHED * 10]).any():
        raise DataError("sheet.no_cells", file=path.name, sheet=grid.name)
    found = find_header(grid, row=row)
    if found is not None:
        return found
    if row is None:
        raise DataError("sheet.no_header", file=path.name, sheet=grid.name)
    raise DataError("sheet.no_header_row", file=path.name, sheet=grid.name, row=row + 1)


def _make_table(path: Path, chosen: _Sheet) -> RawTable:
    grid, header = chosen.grid, chosen.header
    start = header.bottom + 1
    body = grid.cells[start:]
    names = _named_columns(header, body)
    filled = fill_merges(body, grid.merges, names=names, first_row=start)
    rows = sort_rows(
        filled.cells,
        names=names,
        heads=grid.cells[header.top : start],
        above=grid.cells[: header.top],
        first_row=start + 1,
    )
    kept = np.flatnonzero(rows.is_data)
    if not len(kept):
        raise DataError("sheet.no_rows", file=path.name, sheet=grid.name)
    columns = make_columns(filled.cells[kept], names)
    columns, section = _add_sections(columns, rows, kept=kept)
    units = column_units(
        names, below=header.stated_units, above=grid.cells[: header.top]
    )
    return RawTable(
        path=path,
        sheet=grid.name,
        driver=chosen.driver,
        columns=columns,
        row_numbers=kept.astype(np.int64) + start + 1,
        encoding=chosen.encoding,
        header_row=header.row + 1,
        units=units,
        dropped_rows=rows.dropped,
        notes=(
            *chosen.notes,
            *_notes(header, filled, dropped_columns=len(header.names) - len(names)),
            *section,
        ),
    )


def _named_columns(header: Header, body: Cells) -> dict[int, str]:
    """Leave out columns that have neither a head nor a cell."""
    filled = used_columns(body)
    return {
        column: name
        for column, name in header.names.items()
        if column in filled
        or name != text("sheet.column", letter=column_letter(column))
    }


def _add_sections(
    columns: pd.DataFrame,
    rows: SortedRows,
    *,
    kept: np.ndarray[tuple[int], np.dtype[np.intp]],
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Add the headings within the data as a column of their own."""
    names = rows.sections
    if not len(names):
        return columns, ()
    column = text("sheet.section_column")
    while column in columns:
        column += "_2"
    under = names.iloc[kept].reset_index(drop=True)
    note = text("sheet.note_sections", count=names.dropna().nunique(), column=column)
    return columns.assign(**{column: under}), (note,)


def _notes(
    header: Header, filled: FilledBody, *, dropped_columns: int
) -> tuple[str, ...]:
    levels = header.bottom - header.top + 1
    notes = []
    if levels > 1:
        notes.append(text("sheet.note_levels", levels=levels))
    if filled.filled:
        notes.append(text("sheet.note_filled", count=filled.filled))
    if filled.numbers_left:
        notes.append(text("sheet.note_merged_numbers", count=filled.numbers_left))
    if dropped_columns:
        notes.append(text("sheet.note_empty_columns", count=dropped_columns))
    return tuple(notes)
