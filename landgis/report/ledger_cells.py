# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cells of a long list as spreadsheet XML, safe to open and fast to write.

Written cell by cell through a library, a county's lists take a minute; written
column by column, seconds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from xlsxwriter.utility import xl_col_to_name

from landgis.messages import text
from landgis.report.names import to_texts

CELL_LENGTH = 32_767  # characters; a spreadsheet refuses the file beyond that
CHUNK_ROWS = 20_000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# What a spreadsheet takes for a formula, also when the sheet is saved as csv
# and opened again; the full-width forms count where Chinese input is set.
_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
# One look tells the plain text, nearly all of it, from what needs care.
_NOT_PLAIN = re.compile(
    r"^[\s=+\-@＝＋－＠\u200b\ufeff]|\s$|\s\s|[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff&<>]"
    r"|_x[0-9A-Fa-f]{4}_"
)
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FIRST_SERIAL = np.datetime64("1900-03-01")  # before it spreadsheets count wrong
_DAY_ZERO = np.datetime64("1899-12-30")


@dataclass(frozen=True, kw_only=True)
class CellColumn:
    """One column of a sheet, numbers or texts, as long as the sheet's rows.

    Numbers are shown as they are given (already rounded); NaN is a blank cell.
    Texts are safe ones; each different text stands once in `texts`, and `codes`
    says which one a row has, -1 for a blank cell.
    """

    numbers: NDArray[np.float64] | None = None
    texts: tuple[str, ...] = ()
    codes: NDArray[np.intp] | None = None

    def __len__(self) -> int:
        found = self.codes if self.numbers is None else self.numbers
        return 0 if found is None else len(found)

    def head(self, count: int) -> list[str]:
        """Return the first texts that are not blank, `count` rows deep."""
        if self.codes is None:
            return []
        return [self.texts[code] for code in self.codes[:count] if code >= 0]


def to_safe_text(value: str) -> str:
    """Return text that no spreadsheet runs, refuses or cuts by itself.

    Control characters go; an apostrophe stands before text that would start a
    formula; text beyond the limit of a cell is cut, and says so.
    """
    clean = _CONTROL.sub("", value).replace("\r\n", "\n").replace("\r", "\n")
    if _FORMULA.match(clean):
        clean = "'" + clean
    if len(clean) > CELL_LENGTH:
        ending = text("report.cut")
        clean = clean[: CELL_LENGTH - len(ending)] + ending
    return clean


def to_text_cells(column: pd.Series) -> CellColumn:
    """Return a column as safe texts; missing and empty ones as blank cells."""
    codes, uniques = pd.factorize(to_texts(column))
    found = uniques.to_numpy(dtype=object).tolist()
    texts = tuple(
        to_safe_text(value)
        if _NOT_PLAIN.search(value) or len(value) > CELL_LENGTH
        else value
        for value in found
    )
    if "" in texts:
        empty = np.array([value == "" for value in texts] + [False])
        codes = np.where(empty[codes], -1, codes)
    return CellColumn(texts=texts, codes=codes)


def to_blank_cells(count: int) -> CellColumn:
    """Return a column of blank cells."""
    return CellColumn(codes=np.full(count, -1))


def to_day_numbers(column: pd.Series) -> NDArray[np.float64]:
    """Return dates as a spreadsheet counts days; NaN where missing or too early."""
    days = column.to_numpy(dtype="datetime64[D]")
    numbers = (days - _DAY_ZERO).astype(np.float64)
    return np.where(np.isnat(days) | (days < _FIRST_SERIAL), np.nan, numbers)


def make_rows(
    columns: Sequence[CellColumn],
    *,
    styles: Sequence[str],
    heights: NDArray[np.float64],
    rows: slice,
    first_row: int,
) -> Iterator[bytes]:
    """Yield rows of a list as XML, some thousands at a time.

    Parameters
    ----------
    styles
        Style number of each column, as it stands in the file.
    heights
        Height of each row of the list, in points.
    rows
        Which rows of the list.
    first_row
        Row number in the sheet of the first of them, counted from 1.
    """
    letters = [xl_col_to_name(place) for place in range(len(columns))]
    tails = [
        _text_tails(column, style)
        for column, style in zip(columns, styles, strict=True)
    ]
    for start in range(rows.start, rows.stop, CHUNK_ROWS):
        chunk = slice(start, min(start + CHUNK_ROWS, rows.stop))
        shift = first_row - rows.start
        numbers = range(chunk.start + shift, chunk.stop + shift)
        cells = []
        for column, letter, style, texts in zip(
            columns, letters, styles, tails, strict=True
        ):
            ends = (
                texts[column.codes[chunk]].tolist()
                if column.numbers is None and column.codes is not None
                else _number_tails(column, chunk, style)
            )
            opening = f'<c r="{letter}'
            cells.append(
                [
                    f"{opening}{number}{end}"
                    for number, end in zip(numbers, ends, strict=True)
                ]
            )
        tops = heights[chunk].tolist()
        yield "".join(
            f'<row r="{number}" ht="{top:g}" customHeight="1">{"".join(row)}</row>'
            for number, top, row in zip(
                numbers, tops, zip(*cells, strict=True), strict=True
            )
        ).encode("utf-8")


def _text_tails(column: CellColumn, style: str) -> NDArray[np.object_]:
    """Return what follows the row number in each different cell, the blank one last."""
    opening = f'" s="{style}" t="inlineStr"><is>'
    tails = [f"{opening}{_inline(value)}</is></c>" for value in column.texts]
    return np.array([*tails, f'" s="{style}"/>'], dtype=object)


def _number_tails(column: CellColumn, rows: slice, style: str) -> list[str]:
    if column.numbers is None:
        return []
    blank = f'" s="{style}"/>'
    opening = f'" s="{style}"><v>'
    return [
        blank if math.isnan(value) else f"{opening}{value:.15g}</v></c>"
        for value in column.numbers[rows].tolist()
    ]


def _inline(value: str) -> str:
    if not _NOT_PLAIN.search(value):
        return f"<t>{value}</t>"
    coded = _CODED.sub("_x005F_", value)
    escaped = coded.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<t xml:space="preserve">{escaped}</t>'
