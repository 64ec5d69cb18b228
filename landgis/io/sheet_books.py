# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workbooks opened: xlsx, xlsm, xlsb, xls and ods, sheet by sheet."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import python_calamine
from defusedxml import DefusedXmlException, ElementTree  # type: ignore[import-untyped]  # ships no types

from landgis.errors import DataError
from landgis.io.refused import read_bytes
from landgis.io.sheet_grid import Grid, Merge, make_grid
from landgis.io.sheet_kinds import BAD_ZIP
from landgis.io.sheet_ods import OdsLayout, read_ods_layout
from landgis.io.sheet_xls import open_xls, read_xls_grid

MOST_COLUMNS = 2000

_DAMAGED = (python_calamine.CalamineError, OSError, ValueError)
_PANIC = "PanicException"
_BAD_PARTS = (ParseError, DefusedXmlException, KeyError, *BAD_ZIP)

_CHUNK = 2**20
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\bhidden=\"(?:1|true)\"")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b[^>]*?>")
_HIDDEN = re.compile(rb"\bhidden=\"(?:1|true)\"")
_SPAN = re.compile(rb"\b(min|max)=\"(\d+)\"")
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c\b(?![^>]*\bt=\"str\")[^>]*>\s*"
    rb"<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class _Translated:
    """Turns what the reader of cells raises on damaged files into a sentence.

    Its panics have no class that could be imported, so they go by their name.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        """Begin to watch."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            return
        if issubclass(kind, python_calamine.PasswordError):
            raise DataError("sheet.password", file=self.path.name) from error
        if issubclass(kind, _DAMAGED) or kind.__name__ == _PANIC:
            raise DataError("sheet.broken", file=self.path.name) from error


@dataclass(frozen=True, kw_only=True)
class Book:
    """An open workbook; its bytes are in memory and the file is closed.

    `sheets` is what its reader calls a workbook: xlrd's for an .xls.
    """

    path: Path
    kind: str
    sheets: Any
    names: tuple[str, ...]
    hidden: frozenset[str] = frozenset()


def open_book(path: Path, *, kind: str) -> Book:
    """Open a workbook of a kind that `table_kind` found.

    Raises
    ------
    DataError
        If it is locked or damaged.
    """
    if kind == "xls":
        book = open_xls(path)
        return Book(path=path, kind=kind, sheets=book, names=tuple(book.sheet_names()))
    with _Translated(path):
        workbook = python_calamine.CalamineWorkbook.from_filelike(
            io.BytesIO(read_bytes(path))
        )
        sheets = workbook.sheets_metadata
    cells = python_calamine.SheetTypeEnum.WorkSheet
    shown = python_calamine.SheetVisibleEnum.Visible
    return Book(
        path=path,
        kind=kind,
        sheets=workbook,
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
    if book.kind == "xls":
        return read_xls_grid(book.path, book.sheets, name)
    with _Translated(book.path):
        sheet = book.sheets.get_sheet_by_name(name)
    if sheet.width > MOST_COLUMNS:
        raise DataError(
            "sheet.too_many_columns",
            file=book.path.name,
            sheet=name,
            columns=sheet.width,
        )
    with _Translated(book.path):
        rows = sheet.to_python(skip_empty_area=False)
        ranges = sheet.merged_cell_ranges or []
    layout = _ods_layout(book.path, name) if book.kind == "ods" else OdsLayout()
    merges = tuple(
        Merge(top=top, left=left, bottom=bottom, right=right)
        for (top, left), (bottom, right) in ranges
    )
    return replace(
        make_grid(name, rows, merges or layout.merges),
        is_hidden=name in book.hidden,
        hidden_rows=layout.hidden_rows,
        hidden_columns=layout.hidden_columns,
    )


def count_unseen(book: Book, grid: Grid) -> tuple[int, int, int]:
    """Count what a sheet's cells do not show, as far as can be told.

    Returns hidden rows, hidden columns, and formulas that no program has
    computed yet: their cells are read as empty (XLS-10).
    """
    if book.kind != "xlsx":
        return grid.hidden_rows, grid.hidden_columns, 0
    try:
        return _unseen_in_xlsx(book.path, grid.name)
    except _BAD_PARTS:
        return 0, 0, 0  # counts are a courtesy: the cells have been read


def _ods_layout(path: Path, name: str) -> OdsLayout:
    try:
        return read_ods_layout(path, name)
    except _BAD_PARTS as error:
        raise DataError("sheet.broken", file=path.name) from error


def _unseen_in_xlsx(path: Path, name: str) -> tuple[int, int, int]:
    """Count in the sheet's part, read in pieces of whole rows."""
    rows = columns = formulas = 0
    with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as archive:
        part = _part_of_sheet(archive, name)
        tail = b""
        with archive.open(part) as source:
            while piece := source.read(_CHUNK):
                whole, mark, tail = (tail + piece).rpartition(b"row>")
                text = whole + mark
                rows += len(_HIDDEN_ROW.findall(text)) if b"hidden=" in text else 0
                columns += _hidden_columns(text)
                formulas += len(_UNCOMPUTED.findall(text)) if b"f>" in text else 0
    rows += len(_HIDDEN_ROW.findall(tail))
    return rows, columns + _hidden_columns(tail), formulas


def _hidden_columns(text: bytes) -> int:
    if b"hidden=" not in text:
        return 0
    columns = 0
    for column in _COLUMNS.findall(text):
        ends = dict(_SPAN.findall(column))
        if _HIDDEN.search(column) and len(ends) == 2:  # noqa: PLR2004  min and max
            span = int(ends[b"max"]) - int(ends[b"min"]) + 1
            columns += span if span < MOST_COLUMNS else 0
    return columns


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
