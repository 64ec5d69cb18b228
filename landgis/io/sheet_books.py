# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workbooks opened: xlsx, xlsm, xlsb, xls and ods, sheet by sheet."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

import python_calamine
from defusedxml import DefusedXmlException, ElementTree  # type: ignore[import-untyped]  # ships no types

from landgis.errors import DataError
from landgis.io.refused import read_bytes
from landgis.io.sheet_biff import hidden_parts, is_locked
from landgis.io.sheet_grid import Grid, Merge, make_cells
from landgis.io.sheet_ods import OdsLayout, read_ods_layout

MOST_COLUMNS = 2000

_CHUNK = 2**20
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\bhidden=\"(?:1|true)\"")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b[^>]*?>")
_HIDDEN = re.compile(rb"\bhidden=\"(?:1|true)\"")
_SPAN = re.compile(rb"\b(min|max)=\"(\d+)\"")
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True, kw_only=True)
class Book:
    """An open workbook; its bytes are in memory and the file is closed."""

    path: Path
    kind: str
    workbook: python_calamine.CalamineWorkbook
    names: tuple[str, ...]
    hidden: frozenset[str]


def open_book(path: Path, *, kind: str) -> Book:
    """Open a workbook of a kind that `table_kind` found.

    Raises
    ------
    DataError
        If it is locked or damaged.
    """
    if kind == "xls" and _is_locked(path):
        raise DataError("sheet.password", file=path.name)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(
            io.BytesIO(read_bytes(path))
        )
        sheets = workbook.sheets_metadata
    except python_calamine.PasswordError as error:
        raise DataError("sheet.password", file=path.name) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise DataError("sheet.broken", file=path.name) from error
    cells = python_calamine.SheetTypeEnum.WorkSheet
    shown = python_calamine.SheetVisibleEnum.Visible
    return Book(
        path=path,
        kind=kind,
        workbook=workbook,
        names=tuple(sheet.name for sheet in sheets if sheet.typ == cells),
        hidden=frozenset(sheet.name for sheet in sheets if sheet.visible != shown),
    )


def read_grid(book: Book, name: str) -> Grid:
    """Read the cells and merged ranges of a sheet.

    Raises
    ------
    DataError
        If the sheet is damaged.
    """
    try:
        sheet = book.workbook.get_sheet_by_name(name)
        if sheet.width > MOST_COLUMNS:
            raise DataError(
                "sheet.too_many_columns",
                file=book.path.name,
                sheet=name,
                columns=sheet.width,
            )
        rows = sheet.to_python(skip_empty_area=False)
        ranges = sheet.merged_cell_ranges or []
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise DataError("sheet.broken", file=book.path.name) from error
    layout = _ods_layout(book.path, name) if book.kind == "ods" else OdsLayout()
    merges = tuple(
        Merge(top=top, left=left, bottom=bottom, right=right)
        for (top, left), (bottom, right) in ranges
    )
    return Grid(
        name=name,
        cells=make_cells(rows),
        merges=merges or layout.merges,
        is_hidden=name in book.hidden,
        hidden_rows=layout.hidden_rows,
        hidden_columns=layout.hidden_columns,
    )


def hidden_counts(book: Book, grid: Grid) -> tuple[int, int]:
    """Return how many rows and columns of a sheet are hidden, as far as can be told."""
    try:
        if book.kind == "xls":
            return hidden_parts(book.path, book.workbook.sheet_names.index(grid.name))
        if book.kind == "xlsx":
            return _hidden_in_xlsx(book.path, grid.name)
    except (ParseError, DefusedXmlException, KeyError, OSError, ValueError):
        return 0, 0  # counts are a courtesy: the cells have been read
    return grid.hidden_rows, grid.hidden_columns


def _is_locked(path: Path) -> bool:
    try:
        return is_locked(path)
    except (OSError, ValueError) as error:
        raise DataError("sheet.broken", file=path.name) from error


def _ods_layout(path: Path, name: str) -> OdsLayout:
    try:
        return read_ods_layout(path, name)
    except (ParseError, DefusedXmlException, KeyError, OSError) as error:
        raise DataError("sheet.broken", file=path.name) from error


def _hidden_in_xlsx(path: Path, name: str) -> tuple[int, int]:
    """Count hidden rows and columns in the sheet's part, read in pieces."""
    with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as archive:
        part = _part_of_sheet(archive, name)
        rows = columns = 0
        tail = b""
        with archive.open(part) as source:
            while piece := source.read(_CHUNK):
                whole, mark, tail = (tail + piece).rpartition(b">")
                text = whole + mark
                if b"hidden=" not in text:
                    continue
                rows += len(_HIDDEN_ROW.findall(text))
                for column in _COLUMNS.findall(text):
                    ends = dict(_SPAN.findall(column))
                    if _HIDDEN.search(column) and len(ends) == 2:  # noqa: PLR2004  min and max
                        span = int(ends[b"max"]) - int(ends[b"min"]) + 1
                        columns += span if span < MOST_COLUMNS else 0
    return rows, columns


def _part_of_sheet(archive: zipfile.ZipFile, name: str) -> str:
    """Return the name of the archive's part that holds a sheet.

    Raises
    ------
    KeyError
        If the workbook's lists do not lead there.
    """
    book = _parse(archive, "xl/workbook.xml")
    ids = {
        sheet.get("name"): sheet.get(f"{_RELATIONS}id")
        for sheet in book.iter()
        if sheet.tag.endswith("}sheet")
    }
    links = {
        link.get("Id"): link.get("Target") or ""
        for link in _parse(archive, "xl/_rels/workbook.xml.rels")
    }
    target = links[ids[name]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _parse(archive: zipfile.ZipFile, part: str) -> Element:
    root: Element = ElementTree.fromstring(archive.read(part))
    return root
