# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rows of a sheet are data, and which are totals, notes and headings (XLS-01)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis import messages
from landgis.io import sheet_words
from landgis.io.sheet_grid import Cells, cell_word
from landgis.schema.aliases import roles_of_name
from landgis.schema.fields import read_schema
from landgis.tables import DroppedRow
from landgis.values.texts import cell_text, fold, is_blank

KEY_COLUMNS = 5
"""Columns from the left whose cells may say that a row is a total."""

_NUMBERED_SHARE = 0.6
_HEAD_SHARE = 0.5
_FEW = 3
_MOST_COLUMNS = 100
_NUMBER = "#"
_REMARK = 12  # letters from which a lone cell below the data is a remark
_LONGEST = 120
_KEY_TYPES = frozenset({"firm_name", "credit_code", "parcel_code", "code"})
_WORDS_OF_FIRMS = ("公司", "厂", "集团", "社", "中心", "店", "部", "院", "所")

Rows = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class SortedRows:
    """The rows of a table's body, sorted.

    `is_data` marks the rows to keep; `dropped` lists the others but blank ones;
    `sections` is the heading each row stands under, empty if there are none.
    """

    is_data: Rows
    dropped: tuple[DroppedRow, ...]
    sections: pd.Series


def sort_rows(
    body: Cells, *, names: Mapping[int, str], heads: Cells, above: Cells, first_row: int
) -> SortedRows:
    """Tell data rows from totals, notes, headings, repeated heads and blank rows.

    `body` are the cells below the head, `heads` those of the head, `above` those
    over it; `first_row` is the body's first row as the sheet numbers it.
    """
    columns = _Columns(body, names)
    filled = columns.filled
    count = filled.sum(axis=1)
    nothing = (count == 0) | ((count == 1) & columns.numbered)
    single = count <= 1
    few = count <= _FEW
    first = columns.first_words(filled)
    repeated = _repeats(columns, heads, least=2)
    reasons: dict[str, Rows] = {
        "head": repeated | (few & _repeats(columns, above)),
        "numbering": _numbering(columns, filled, heads=repeated),
        "total": columns.any_key(sheet_words.is_total),
        "page": few & _test(first, sheet_words.is_page),
        "note": few & _test(first, sheet_words.is_note),
        "example": _test(first, sheet_words.is_example),
    }
    sections = _sections(columns, first=first, single=single)
    reasons["section"] = sections
    reasons["note"] |= _trailing_notes(columns, filled, single=single, first=first)
    is_dropped = nothing.copy()
    dropped = []
    for reason, rows in reasons.items():
        hit = rows & ~is_dropped
        dropped += [
            DroppedRow(
                number=first_row + int(row),
                reason=messages.text(f"sheet.dropped_{reason}"),
                content=_content(body[row]),
            )
            for row in np.flatnonzero(hit)
        ]
        is_dropped |= hit
        if reason == "section":
            sections = hit
    return SortedRows(
        is_data=~is_dropped,
        dropped=tuple(sorted(dropped, key=lambda row: row.number)),
        sections=_section_names(columns, sections),
    )


class _Columns:
    """The columns of a table's body, each different cell looked at once.

    Parameters
    ----------
    body, names
        The cells, and the names of the columns that have one.
    """

    def __init__(self, body: Cells, names: Mapping[int, str]) -> None:
        self.positions = list(names)
        self.names = names
        self.codes: dict[int, NDArray[np.intp]] = {}
        self.words: dict[int, NDArray[np.object_]] = {}
        for column in self.positions:
            codes, different = pd.factorize(body[:, column])
            # Numbers are told at once: they are most of the different cells.
            shorts = [
                "#"
                if type(cell) is float and cell > _MOST_COLUMNS
                else _short_word(cell)
                for cell in different
            ]
            places, words = pd.factorize(np.array([*shorts, ""], dtype=object))
            self.codes[column] = places[codes]
            self.words[column] = words
        self.filled = self._matrix(bool)
        self.serial = next(
            (
                place
                for place, column in enumerate(self.positions)
                if sheet_words.is_serial_head(names[column])
            ),
            None,
        )

    @property
    def numbered(self) -> Rows:
        """Which rows have a running number."""
        if self.serial is None:
            return np.zeros(len(self.filled), dtype=bool)
        return self.test(self.serial, _is_running_number)

    def _matrix(self, test: Callable[[str], bool]) -> Rows:
        """Return where the words of cells pass a test: rows × columns."""
        return np.column_stack([self.test(place, test) for place in range(len(self))])

    def __len__(self) -> int:
        return len(self.positions)

    def test(self, place: int, test: Callable[[str], bool]) -> Rows:
        """Return which rows pass a test in one column."""
        column = self.positions[place]
        passed = np.array([test(word) for word in self.words[column]], dtype=bool)
        return passed[self.codes[column]]

    def any_key(self, test: Callable[[str], bool]) -> Rows:
        """Return which rows pass a test in one of the columns that tell rows apart."""
        keys = [
            place
            for place, column in enumerate(self.positions)
            if (place < KEY_COLUMNS or _is_key(self.names[column]))
            and not _is_indicator(self.names[column])
        ]
        found = np.zeros(len(self.filled), dtype=bool)
        for place in keys:
            found |= self.test(place, test)
        return found

    def word(self, place: int) -> NDArray[np.object_]:
        """Return the words of a column."""
        column = self.positions[place]
        return self.words[column][self.codes[column]]

    def cell(self, place: int, row: int) -> str:
        """Return the word of one cell."""
        column = self.positions[place]
        return str(self.words[column][self.codes[column][row]])

    def first_words(self, filled: Rows) -> NDArray[np.object_]:
        """Return the word of each row's first cell that holds something."""
        first = filled.argmax(axis=1)
        words = np.full(len(filled), "", dtype=object)
        for place in range(len(self)):
            rows = (first == place) & filled[:, place]
            words[rows] = self.word(place)[rows]
        return words


def _short_word(cell: object) -> str:
    """Return a cell's word; numbers too great to number a column are one."""
    if isinstance(cell, str):
        return "".join(cell.split()) if cell.isascii() else fold(cell)
    if isinstance(cell, float | int) and 0 < cell <= _MOST_COLUMNS:
        return cell_word(cell)
    return "" if is_blank(cell) else _NUMBER


def _is_running_number(word: str) -> bool:
    return word == _NUMBER or word.isdigit()


def _is_key(name: str) -> bool:
    return any(
        read_schema(role).fields[field].type in _KEY_TYPES or field == "town"
        for role, field in roles_of_name(name)
    )


def _is_indicator(name: str) -> bool:
    """Tell whether a column names indicators, some of which are totals."""
    return any(field == "indicator" for _, field in roles_of_name(name))


def _test(words: NDArray[np.object_], test: Callable[[str], bool]) -> Rows:
    codes, different = pd.factorize(words)
    return np.array([test(word) for word in different], dtype=bool)[codes]


def _repeats(columns: _Columns, rows: Cells, *, least: int = 1) -> Rows:
    """Return which rows say again what a row of the head, or a title, says."""
    found = np.zeros(len(columns.filled), dtype=bool)
    for row in rows:
        said = [cell_word(row[column]) for column in columns.positions]
        same = np.column_stack(
            [
                columns.test(place, partial(_is_same, head))
                for place, head in enumerate(said)
            ]
        )
        hits = same.sum(axis=1)
        enough = hits >= np.maximum(least, _HEAD_SHARE * columns.filled.sum(axis=1))
        found |= enough & (hits > 0)
    return found


def _is_same(head: str, word: str) -> bool:
    return bool(word) and word == head


def _numbering(columns: _Columns, filled: Rows, *, heads: Rows) -> Rows:
    """Return the rows that number the columns: 1, 2, 3 … or 甲, 乙, 1, 2 ….

    Such a row stands right below a head.
    """
    rows = np.zeros(len(filled), dtype=bool)
    near = heads.copy()
    near[:_FEW] = True
    for shift in range(1, _FEW):
        near[shift:] |= heads[:-shift]
    wide = filled.sum(axis=1) >= max(_FEW, _NUMBERED_SHARE * len(columns))
    for row in np.flatnonzero(near & wide):  # a handful
        words = [columns.cell(place, int(row)) for place in range(len(columns))]
        rows[row] = _is_numbering(words)
    return rows


def _is_numbering(words: Sequence[str]) -> bool:
    if not all(not word or sheet_words.is_numbering(word) for word in words):
        return False
    digits = ("".join(filter(str.isdigit, word.split("=")[0])) for word in words)
    numbers = [int(number) for number in digits if number]
    return (
        len(numbers) > 1
        and numbers[0] <= _FEW
        and all(b - a == 1 for a, b in itertools.pairwise(numbers))
    )


def _sections(columns: _Columns, *, first: NDArray[np.object_], single: Rows) -> Rows:
    """Return the rows that are headings within the data: 一、规上企业.

    A heading stands alone in its row, or behind a Chinese numeral in the column
    of running numbers, with the subtotals of what follows beside it.
    """
    alone = single & _test(first, _is_heading)
    if len(columns) < _FEW or single.all():
        alone[:] = False  # a list of towns has a town alone in each row
    if columns.serial is None:
        return alone
    numerals = columns.test(columns.serial, sheet_words.is_numeral)
    if numerals.sum() > columns.numbered.sum():
        return alone  # the rows themselves are numbered so
    return alone | numerals


def _is_heading(word: str) -> bool:
    return sheet_words.is_section(word) and not word.endswith(_WORDS_OF_FIRMS)


def _trailing_notes(
    columns: _Columns, filled: Rows, *, single: Rows, first: NDArray[np.object_]
) -> Rows:
    """Return single cells below the last full row: remarks without a heading word."""
    rows = np.zeros(len(filled), dtype=bool)
    if len(columns) <= _FEW:
        return rows
    full = np.flatnonzero(filled.sum(axis=1) > _FEW)
    if not len(full):
        return rows
    rows[full[-1] + 1 :] = True
    return rows & single & _test(first, _is_remark)


def _is_remark(word: str) -> bool:
    return (len(word) >= _REMARK or ":" in word) and not word.endswith(_WORDS_OF_FIRMS)


def _section_names(columns: _Columns, sections: Rows) -> pd.Series:
    """Return the heading above each row: the longest text of the heading's row."""
    if not sections.any():
        return pd.Series(dtype="str")
    names: list[str | None] = [None] * len(sections)
    for row in np.flatnonzero(sections):  # headings are few
        words = (columns.cell(place, int(row)) for place in range(len(columns)))
        texts = [word for word in words if word and not word.replace(".", "").isdigit()]
        names[row] = max(texts, key=len, default="")
    return pd.Series(names, dtype="str").ffill()


def _content(cells: NDArray[np.object_]) -> str:
    texts = (cell_text(cell) for cell in cells)
    return " | ".join(text for text in texts if text)[:_LONGEST]
