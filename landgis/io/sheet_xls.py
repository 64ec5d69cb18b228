# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sheets of an .xls, with what it merges and hides.

xlrd reads them: the reader of the other formats ends the whole program on some
damaged .xls files, which must cost no more than a sentence.
"""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from pathlib import Path

import xlrd  # type: ignore[import-untyped]  # ships no types

from landgis.errors import DataError
from landgis.io.refused import read_bytes
from landgis.io.sheet_grid import Grid, Merge, make_grid

_DAMAGED = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    xlrd.formula.FormulaError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)
"""What xlrd raises on files that are not what they say."""

_LOCKED = "encrypted"  # xlrd's word for it


def open_xls(path: Path) -> xlrd.Book:
    """Open an .xls; its bytes are in memory and the file is closed.

    Raises
    ------
    DataError
        If it is locked or damaged.
    """
    content = read_bytes(path)
    try:
        return xlrd.open_workbook(
            file_contents=content,
            logfile=io.StringIO(),
            on_demand=True,
            formatting_info=True,
        )
    except _DAMAGED as error:
        locked = _LOCKED in str(error).lower()
        raise DataError(
            "sheet.password" if locked else "sheet.broken", file=path.name
        ) from error


def read_xls_grid(path: Path, book: xlrd.Book, name: str) -> Grid:
    """Read the cells of a sheet, what it merges, and how much it hides.

    Raises
    ------
    DataError
        If the sheet is damaged.
    """
    try:
        sheet = book.sheet_by_name(name)
        rows = [
            [_value(cell, book.datemode) for cell in sheet.row(number)]
            for number in range(sheet.nrows)
        ]
        merges = tuple(
            Merge(top=top, left=left, bottom=bottom - 1, right=right - 1)
            for top, bottom, left, right in sheet.merged_cells
        )
        hidden_rows = sum(bool(row.hidden) for row in sheet.rowinfo_map.values())
        hidden_columns = sum(
            bool(column.hidden)
            for number, column in sheet.colinfo_map.items()
            if number < sheet.ncols
        )
        visibility = sheet.visibility
        book.unload_sheet(name)
    except _DAMAGED as error:
        raise DataError("sheet.broken", file=path.name) from error
    return replace(
        make_grid(name, rows, merges),
        is_hidden=bool(visibility),
        hidden_rows=hidden_rows,
        hidden_columns=hidden_columns,
    )


def _value(cell: xlrd.sheet.Cell, datemode: int) -> object:
    if cell.ctype in {xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER}:
        return cell.value
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate.xldate_as_datetime(cell.value, datemode)
        except (OverflowError, ValueError):
            return cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return None
