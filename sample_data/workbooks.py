# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The workbooks, as offices lay them out: titles, merged heads, totals and notes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import xlsxwriter
from numpy.random import Generator

if TYPE_CHECKING:
    from collections.abc import Iterator

MADE_AT = datetime(2024, 1, 12, 9, 0)  # noqa: DTZ001 - a workbook's clock has no zone
Spot = tuple[int, int]
"""Row and column of a cell, from nought."""
MISSING = ("-", "/", "无", "—")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its group head, its own head, and the key in the table."""

    key: str
    head: str
    group: str = ""
    width: int = 12
    style: str = "text"
    total: bool = False


@contextmanager
def workbook(path: Path) -> Iterator[tuple[xlsxwriter.Workbook, dict[str, Any]]]:
    """Open a workbook whose bytes do not depend on the clock; yield it with styles."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": MADE_AT, "author": "LandGIS sample data"})
    edge = {"border": 1, "font_name": "宋体", "font_size": 10}
    middle = {"align": "center", "valign": "vcenter", "text_wrap": True}
    styles = {
        "title": book.add_format({"font_name": "黑体", "font_size": 16, **middle}),
        "note": book.add_format({"font_name": "宋体", "font_size": 10}),
        "unit": book.add_format(
            {"font_name": "宋体", "font_size": 10, "align": "right"}
        ),
        "head": book.add_format(edge | middle | {"bold": True, "bg_color": "#EFEFEF"}),
        "text": book.add_format(edge),
        "town": book.add_format(edge | middle),
        "number": book.add_format(edge | {"num_format": "0.00"}),
        "plain": book.add_format(edge),
        "date": book.add_format(edge | {"num_format": "yyyy-mm-dd"}),
        "sum": book.add_format(edge | {"bold": True, "num_format": "0.00"}),
    }
    yield book, styles
    book.close()


def write_heads(
    sheet: Any, styles: dict[str, Any], *, row: int, columns: Sequence[Column]
) -> int:
    """Write one or two rows of heads, groups merged; return the row after them."""
    two = any(column.group for column in columns)
    place = 0
    while place < len(columns):
        group = columns[place].group
        end = place
        while group and end + 1 < len(columns) and columns[end + 1].group == group:
            end += 1
        if not group and two:
            sheet.merge_range(
                row, place, row + 1, place, columns[place].head, styles["head"]
            )
        elif not two:
            sheet.write(row, place, columns[place].head, styles["head"])
        elif end > place:
            sheet.merge_range(row, place, row, end, group, styles["head"])
        else:
            sheet.write(row, place, group, styles["head"])
        for n in range(place, end + 1):
            sheet.set_column(n, n, columns[n].width)
            if group:
                sheet.write(row + 1, n, columns[n].head, styles["head"])
        place = end + 1
    return row + (2 if two else 1)


def write_top(
    sheet: Any, styles: dict[str, Any], *, width: int, texts: tuple[str, str]
) -> int:
    """Write title and unit line over the whole width; return the next row."""
    title, unit = texts
    sheet.merge_range(0, 0, 0, width - 1, title, styles["title"])
    sheet.set_row(0, 28)
    if not unit:
        return 1
    sheet.merge_range(1, 0, 1, width - 1, unit, styles["unit"])
    return 2


def write_cell(
    sheet: Any, styles: dict[str, Any], *, spot: Spot, value: object, style: str
) -> None:
    """Write one cell; a missing value leaves an empty framed cell."""
    row, column = spot
    if value is None or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN
        sheet.write_blank(row, column, None, styles[style])
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, styles["date"])
    elif isinstance(value, str):
        sheet.write_string(row, column, value, styles[style])
    else:
        sheet.write_number(row, column, float(value), styles[style])


def write_rows(
    sheet: Any,
    styles: dict[str, Any],
    row: int,
    *,
    columns: Sequence[Column],
    table: pd.DataFrame,
) -> int:
    """Write the rows of a table; return the row after them."""
    for record in table[[column.key for column in columns]].to_dict("records"):
        for place, column in enumerate(columns):
            value = record[column.key]
            spot = (row, place)
            write_cell(sheet, styles, spot=spot, value=value, style=column.style)
        row += 1
    return row


def write_sums(
    sheet: Any,
    styles: dict[str, Any],
    row: int,
    *,
    columns: Sequence[Column],
    sums: dict[str, float],
) -> None:
    """Write a row of sums; its label stands where the caller has written it."""
    for place, column in enumerate(columns):
        if column.total:
            sheet.write_number(row, place, round(sums[column.key], 2), styles["sum"])


def with_dashes(
    values: pd.Series, rng: Generator, *, marks: Sequence[str] = MISSING
) -> pd.Series:
    """Return values with missing ones as the dashes and words people type."""
    typed = values.astype(object).where(values.notna(), None)
    gaps = values.isna()
    draw = rng.random(len(values))
    chosen = rng.choice(marks, len(values))
    return typed.mask(gaps & (draw < 0.7), pd.Series(chosen, index=values.index))
