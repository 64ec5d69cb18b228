# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One list of the ledgers as a sheet that can be filtered, frozen and printed."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from landgis.messages import text
from landgis.report.ledger_cells import (
    CellColumn,
    to_blank_cells,
    to_day_numbers,
    to_safe_text,
    to_text_cells,
)
from landgis.report.ledger_layouts import NUMBER, Column, Layout
from landgis.report.names import to_field_words, to_status_words, to_words, to_yes_no
from landgis.report.rounding import round_column, round_column_to_total

A3 = 8
WIDTHS = (6.0, 26.0)  # characters: narrowest and widest column set by its content
HEAD_LINES = 3  # a heading may wrap into so many lines
LINE_HEIGHT = 14.0  # points, of the lists' 10-point type
ROOM_HEIGHT = 4.0  # points, above and below the lines of a cell
MOST_LINES = 28  # a row is at most 409 points high
WIDTH_SAMPLE = 500
HEADER_LENGTH = 100  # a sheet's header takes 255 characters, & counting twice
TITLE_HEIGHT = 30
INK = "#17202B"
EDGE = "#8A94A2"
HEAD = "#E9F0FB"
PADDING = 3  # characters: indent and the edges of a cell
_UNIT = re.compile(r"(（[^（）]+）)$")


@dataclass(frozen=True, kw_only=True)
class ListColumn:
    """One column ready to be written; `total` NaN where nothing is added up."""

    heading: str
    cells: CellColumn
    number_format: str
    align: str
    width: float
    total: float


@dataclass(frozen=True, kw_only=True)
class ListPart:
    """The rows of a list that one sheet holds: from `start` to `stop`.

    `first_row` is the sheet's row of the first of them, from 1; `extent` the
    cells of the whole sheet (A1:Z9); `heights` how high each row of the list is.
    """

    columns: tuple[ListColumn, ...]
    first_row: int
    start: int
    stop: int
    extent: str
    heights: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Heads:
    """What stands above the rows of one sheet, and which rows of the list it has.

    `basis` says by which rules and as of which day; `next_sheet` is where the
    list goes on ("" where it does not).
    """

    project: str
    title: str
    basis: str
    note: str
    start: int
    stop: int
    next_sheet: str = ""

    @property
    def is_last(self) -> bool:
        """Whether the list ends on this sheet."""
        return not self.next_sheet


class Formats:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        """Return the format with these properties on top of the common ones."""
        common = {
            "font_name": text("report.font"),
            "font_size": 10,
            "valign": "vcenter",
        }
        whole = {**common, "font_color": INK, **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]

    def cell(self, **properties: Any) -> Format:
        """Return a bordered, wrapped format."""
        return self.get(border=1, border_color=EDGE, text_wrap=True, **properties)

    def head(self) -> Format:
        """Return the format of column heads."""
        return self.cell(bold=True, align="center", bg_color=HEAD)


def make_list_columns(layout: Layout, rows: pd.DataFrame) -> tuple[ListColumn, ...]:
    """Return the columns of a layout, filled, rounded and with their totals."""
    return tuple(_list_column(column, rows) for column in layout.columns)


def sort_rows(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the rows in order of those columns, equal ones as they were."""
    known = [name for name in by if name in rows]
    if not known:
        return rows.reset_index(drop=True)
    return rows.sort_values(known, kind="stable", na_position="last", ignore_index=True)


def write_list(
    sheet: Worksheet, columns: Sequence[ListColumn], *, formats: Formats, heads: Heads
) -> ListPart:
    """Write everything of a list's sheet but its rows, for which one stands in.

    The stand-in row, in the styles of the columns, is the first of the rows to
    come; the total is already below the last of them.
    """
    last = len(columns) - 1
    first = _write_heads(sheet, columns, formats=formats, heads=heads)
    count = heads.stop - heads.start
    end = first + max(count, 1)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        if count:
            style = formats.cell(
                num_format=column.number_format,
                align=column.align,
                indent=int(column.align == "left"),  # off the figures before it
            )
            sheet.write_blank(first, place, None, style)
    if not count:
        _write_nothing(sheet, first, last, formats=formats)
    elif heads.is_last and any(not math.isnan(column.total) for column in columns):
        _write_total(sheet, end, columns, formats=formats)
        end += 1
    elif not heads.is_last:
        note = text("report.goes_on", sheet=heads.next_sheet)
        sheet.write_string(end, 0, note, formats.get(italic=True))
        end += 1
    sheet.autofilter(first - 1, 0, first - 1 + max(count, 1), last)
    sheet.freeze_panes(first, min(3, last))
    sheet.repeat_rows(0, first - 1)
    sheet.print_area(0, 0, end - 1, last)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{end}"})
    set_page(sheet, heads.project)
    return ListPart(
        columns=tuple(columns),
        first_row=first + 1,
        start=heads.start,
        stop=heads.stop,
        extent=xl_range(0, 0, end - 1, last),
        heights=row_heights(columns),
    )


def row_heights(columns: Sequence[ListColumn]) -> NDArray[np.float64]:
    """Return how high each row must be, in points, to show its texts whole.

    Not every spreadsheet program fits the rows by itself when it opens a file.
    """
    lines = np.ones(len(columns[0].cells))
    for column in columns:
        cells = column.cells
        if cells.codes is None or not cells.texts:
            continue
        needed = [count_lines(value, width=column.width) for value in cells.texts]
        lines = np.maximum(lines, np.array([*needed, 1])[cells.codes])
    return to_height(lines)


def to_height(lines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the height of rows with so many lines of text, in points."""
    return np.minimum(lines, MOST_LINES) * LINE_HEIGHT + ROOM_HEIGHT


def count_lines(value: str, *, width: float) -> int:
    """Return how many lines a text takes in a column of this width."""
    room = _room(width)
    if 2 * len(value) <= room and "\n" not in value:
        return 1
    return sum(
        max(1, math.ceil(display_width(line) / room)) for line in value.split("\n")
    )


def set_page(sheet: Worksheet, project: str) -> None:
    """Make a sheet print on A3 across, as wide as the paper, with page numbers."""
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_header("&R" + project[:HEADER_LENGTH].replace("&", "&&"))
    sheet.set_footer(text("report.footer"))


def to_head(heading: str, *, width: float) -> str:
    """Return a heading with its unit on a line of its own where it must wrap."""
    first, *rest = heading.split("\n")
    if display_width(first) > _room(width):
        first = _UNIT.sub(r"\n\1", first)
    return "\n".join([first, *rest])


def display_width(value: str) -> int:
    """Return how many narrow characters wide a text is; 汉字 count twice."""
    # GB18030 takes two bytes for a wide character, four for a rare one.
    return max(len(line.encode("gb18030", "replace")) for line in value.split("\n"))


def _list_column(column: Column, rows: pd.DataFrame) -> ListColumn:
    if column.field == NUMBER:
        numbers = np.arange(1, len(rows) + 1, dtype=np.float64)
        return _numeric(column, numbers, number_format="0", align="center")
    if column.field is None or column.field not in rows:
        return _textual(column, to_blank_cells(len(rows)))
    values = rows[column.field]
    if column.words:
        return _textual(column, to_text_cells(_to_words(values, column.words)))
    if pd.api.types.is_bool_dtype(values.dtype):
        return _textual(column, to_text_cells(to_yes_no(values)), align="center")
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        days = to_day_numbers(values)
        return _numeric(column, days, number_format="yyyy-mm-dd", align="center")
    return _measured(column, values)


def _measured(column: Column, values: pd.Series) -> ListColumn:
    if not pd.api.types.is_numeric_dtype(values.dtype):
        return _textual(column, to_text_cells(values))
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    if column.places is None:
        return _numeric(column, numbers, number_format="General", align="right")
    return _rounded(column, numbers, places=column.places)


def _rounded(column: Column, numbers: Any, *, places: int) -> ListColumn:
    number_format = "#,##0" + ("." + "0" * places if places else "")
    if not column.total:
        shown = round_column(numbers, places=places)
        return _numeric(column, shown, number_format=number_format, align="right")
    leveled = round_column_to_total(numbers, places=places)
    return _numeric(
        column,
        leveled.values,
        number_format=number_format,
        align="right",
        total=leveled.total,
    )


def _to_words(values: pd.Series, words: str) -> pd.Series:
    if words == "status":
        return to_status_words(values)
    if words == "fields":
        return to_field_words(values)
    return to_words(values, words)


def _numeric(
    column: Column,
    numbers: Any,
    *,
    number_format: str,
    align: str,
    total: float = math.nan,
) -> ListColumn:
    head = numbers[:WIDTH_SAMPLE]
    sample = [f"{value:,.2f}" for value in head[~np.isnan(head)]]
    if not math.isnan(total):
        sample.append(f"{total:,.2f}")
    return ListColumn(
        heading=column.heading,
        cells=CellColumn(numbers=np.where(np.isfinite(numbers), numbers, np.nan)),
        number_format=number_format,
        align=align,
        width=column.width or _width(column.heading, sample),
        total=total,
    )


def _textual(column: Column, cells: CellColumn, *, align: str = "left") -> ListColumn:
    return ListColumn(
        heading=column.heading,
        cells=cells,
        number_format="@",
        align=align,
        width=column.width or _width(column.heading, cells.head(WIDTH_SAMPLE)),
        total=math.nan,
    )


def _width(heading: str, sample: Sequence[str]) -> float:
    """Return a width for the content, under a heading of a few lines."""
    widest = max((display_width(value) for value in sample), default=0)
    head = max(
        math.ceil(display_width(heading) / HEAD_LINES),
        *map(display_width, _UNIT.findall(heading)),
        0,
    )
    needed = max(widest, head) + PADDING
    return float(min(max(needed, WIDTHS[0]), WIDTHS[1]))


def _write_heads(
    sheet: Worksheet, columns: Sequence[ListColumn], *, formats: Formats, heads: Heads
) -> int:
    """Write title, basis, note and column heads; return the row of the first datum."""
    last = len(columns) - 1
    title = formats.get(bold=True, font_size=16, align="center")
    sheet.set_row(0, TITLE_HEIGHT)
    _merge(sheet, 0, last=last, line=heads.title, style=title)
    lines = [line for line in (heads.basis, heads.note) if line]
    for row, line in enumerate(lines, start=1):
        _merge(sheet, row, last=last, line=line, style=formats.get(text_wrap=True))
        width = sum(column.width for column in columns)
        sheet.set_row(row, 15 * math.ceil(display_width(line) / max(width, 1)) + 3)
    row = len(lines) + 1
    titles = [to_head(column.heading, width=column.width) for column in columns]
    deepest = max(
        count_lines(title, width=column.width)
        for title, column in zip(titles, columns, strict=True)
    )
    sheet.set_row(row, float(to_height(np.array([deepest]))[0]))
    for place, title in enumerate(titles):
        sheet.write_string(row, place, title, formats.head())
    return row + 1


def _room(width: float) -> int:
    """Return how many narrow characters fit beside each other in a column."""
    return max(math.floor(width) - PADDING + 1, 2)


def _merge(sheet: Worksheet, row: int, *, last: int, line: str, style: Format) -> None:
    if last:
        sheet.merge_range(row, 0, row, last, "", style)
    sheet.write_string(row, 0, to_safe_text(line), style)


def _write_nothing(sheet: Worksheet, row: int, last: int, *, formats: Formats) -> None:
    style = formats.cell(align="center")
    _merge(sheet, row, last=last, line=text("report.nothing"), style=style)


def _write_total(
    sheet: Worksheet, row: int, columns: Sequence[ListColumn], *, formats: Formats
) -> None:
    plain = formats.cell(bold=True, align="center", bg_color=HEAD)
    for place, column in enumerate(columns):
        if not math.isnan(column.total):
            style = formats.cell(
                bold=True,
                align="right",
                bg_color=HEAD,
                num_format=column.number_format,
            )
            sheet.write_number(row, place, column.total, style)
        elif place == 0:
            sheet.write_string(row, 0, text("report.total"), plain)
        else:
            sheet.write_blank(row, place, None, plain)
