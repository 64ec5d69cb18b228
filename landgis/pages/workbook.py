# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables as a workbook: the same figures as on paper, numbers as numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from landgis.pages.tables import ROW, TableData

_STRICT = {
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
_SHEET_ROWS = 1_048_576 - 8
_CELL = 32_767
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_WIDEST, _NARROWEST = 46.0, 6.0
_NAME = 31
_A3, _A4 = 8, 9


def write_workbook(
    tables: Sequence[TableData], out: BytesIO, *, page_word: str, is_large: bool = True
) -> None:
    """Write each table on a sheet of its own: title, head, rows, sums.

    `page_word` has {n} and {m} for the number of a page and of all pages.
    """
    book = xlsxwriter.Workbook(out, {**_STRICT, "in_memory": True})
    for number, table in enumerate(tables, start=1):
        name = _FORBIDDEN.sub(" ", table.name or f"{number}")[: _NAME - 4]
        for part, start in enumerate(range(0, max(len(table.rows), 1), _SHEET_ROWS)):
            called = name if part == 0 else f"{name} {part + 1}"
            sheet = book.add_worksheet(called)
            _fill(book, sheet, table, rows=slice(start, start + _SHEET_ROWS))
            sheet.set_paper(_A3 if is_large else _A4)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            sheet.set_footer("&C" + page_word.replace("{n}", "&P").replace("{m}", "&N"))
    book.close()


def _fill(book: Any, sheet: Any, table: TableData, *, rows: slice) -> None:
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    head = book.add_format(
        {
            "bold": True,
            "border": 1,
            "bg_color": "#EDF0F4",
            "align": "center",
            "valign": "vcenter",
            "text_wrap": True,
        }
    )
    last = len(table.columns) - 1
    if last > 0:
        sheet.merge_range(0, 0, 0, last, _safe(table.title), title)
    else:
        sheet.write_string(0, 0, _safe(table.title), title)
    for place, column in enumerate(table.columns):
        sheet.write_string(1, place, _safe(column.heading), head)
        sheet.set_column(place, place, _width(table, place))
    formats = {
        (place, bold): _format(book, column.places, bold=bold)
        for place, column in enumerate(table.columns)
        for bold in (False, True)
    }
    for line, row in enumerate(table.rows[rows], start=2):
        for place, cell in enumerate(row.cells):
            style = formats[place, row.kind != ROW]
            if isinstance(cell, Decimal):
                sheet.write_number(line, place, float(cell), style)
            elif cell:
                sheet.write_string(line, place, _safe(cell), style)
            else:
                sheet.write_blank(line, place, None, style)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)


def _format(book: Any, places: int | None, *, bold: bool) -> Any:
    style: dict[str, Any] = {"border": 1, "valign": "vcenter", "text_wrap": True}
    if places is not None:
        style["num_format"] = "#,##0" + ("." + "0" * places if places else "")
    else:
        style["num_format"] = "@"
    if bold:
        style |= {"bold": True, "bg_color": "#EDF0F4"}
    return book.add_format(style)


def _width(table: TableData, place: int) -> float:
    sample = [row.cells[place] for row in table.rows[:200]]
    longest = max(
        (
            len(str(cell)) * (1.1 if isinstance(cell, Decimal) else 1.7)
            for cell in sample
        ),
        default=0.0,
    )
    head = len(table.columns[place].heading) * 1.1
    return min(max(longest + 2, head, _NARROWEST), _WIDEST)


def _safe(text: str) -> str:
    """Return a text that no spreadsheet runs or refuses."""
    clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _FORMULA.match(clean):
        clean = "'" + clean
    return clean[:_CELL]
