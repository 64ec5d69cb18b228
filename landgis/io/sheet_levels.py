# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Heads of several rows: which rows belong to one, and what each column is called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from landgis import messages
from landgis.io.sheet_grid import Cells, Grid, cell_word
from landgis.io.sheet_words import is_info, is_note, is_title, is_total
from landgis.values.quantities import find_unit
from landgis.values.texts import is_blank

_WIDE_TITLE = 0.7
_LONGEST_HEAD = 40
_CODE = re.compile(r"[0-9A-Z]{15,}")
_YEAR = re.compile(r"(?:19|20)\d{2}年?度?")
_WIDE = "\u4e00-\u9fff"
_INNER_SPACE = re.compile(rf"(?<=[{_WIDE}（）(]) +(?=[{_WIDE}（）()])")
_ALL_SPACE = re.compile(r"\s+")

Words = Sequence[Sequence[str]]
Place = tuple[int, int]
"""Row and column of a cell, from 0."""


def used_columns(cells: Cells) -> set[int]:
    """Return the columns that hold anything at all."""
    filled = pd.notna(cells)
    return {int(column) for column in np.flatnonzero(filled.any(axis=0))}


def is_year(word: str) -> bool:
    """Tell whether a head says no more than a year: 2023年."""
    return _YEAR.fullmatch(word) is not None


def is_numeric(word: str) -> bool:
    """Tell whether a cell's word is a number."""
    try:
        float(word.replace(",", ""))
    except ValueError:
        return False
    return True


def is_data(cells: Sequence[object]) -> bool:
    """Tell whether a row holds what no head holds: numbers, dates, codes, long text."""
    for cell in cells:
        if is_blank(cell):
            continue
        word = cell_word(cell)
        if not isinstance(cell, str) and not is_year(word):
            return True
        if _CODE.search(word) or (is_numeric(word) and not is_year(word)):
            return True
    return False


def is_upper(grid: Grid, words: Words, row: int) -> bool:
    """Tell whether a row above the head belongs to it and is no title."""
    present = {column: word for column, word in enumerate(words[row]) if word}
    if not present or is_data(grid.cells[row]) or _is_caption(grid, present):
        return False
    if any(merge.top <= row < merge.bottom for merge in grid.merges):
        return len(present) > 1
    below = words[row + 1]
    spans = [merge for merge in grid.merges if merge.top == row and merge.width > 1]
    if spans:
        width = len(used_columns(grid.cells))
        return all(
            any(below[span.left : span.right + 1]) and span.width < _WIDE_TITLE * width
            for span in spans
        )
    return len(present) > 1 and all(
        not below[column] or _has_gap(words[row], column) for column in present
    )


def _is_caption(grid: Grid, present: Mapping[int, str]) -> bool:
    """Tell whether a row is a title, or says who, when and in what unit."""
    alone = len(present) == 1
    if any(
        (is_info(word) and (alone or not is_year(word))) or len(word) > _LONGEST_HEAD
        for word in present.values()
    ):
        return True
    first = min(used_columns(grid.cells))
    return alone and (first in present or any(map(is_title, present.values())))


def _has_gap(row: Sequence[str], column: int) -> bool:
    """Tell whether the cell to the right is blank, so that a name may span it."""
    return column + 1 < len(row) and not row[column + 1]


def is_lower(grid: Grid, words: Words, row: int, *, top: int) -> bool:
    """Tell whether a row below the head still belongs to it."""
    if row >= len(words) or not any(words[row]):
        return False
    from_head = any(
        top <= merge.top < row <= merge.bottom and merge.height > 1
        for merge in grid.merges
    )
    if from_head or is_units_row(words[row]):
        return True
    present = [column for column, word in enumerate(words[row]) if word]
    first = words[row][present[0]]
    is_leftmost = not any(words[row - 1][: present[0]])
    if is_data(grid.cells[row]) or (is_leftmost and is_total(first)) or is_note(first):
        return False
    spans = [
        merge
        for merge in grid.merges
        if merge.top == row - 1 >= top and merge.width > 1
    ]
    if spans:
        return all(
            any(span.left <= column <= span.right for span in spans)
            for column in present
        )
    return _is_under_gaps(words[row - 1], present)


def _is_under_gaps(above: Sequence[str], present: Sequence[int]) -> bool:
    """Tell whether names stand only below blank cells and the name left of them.

    So look two levels of heads without merged cells: the columns with a name of
    their own, the first among them, are blank in the second.
    """
    under_gap = [not above[column] for column in present]
    return (
        any(under_gap)
        and any(above[: present[0]])
        and all(
            gap or (_has_gap(above, column) and len(present) > 1)
            for gap, column in zip(under_gap, present, strict=True)
        )
    )


def is_units_row(row: Sequence[str]) -> bool:
    """Tell whether a row holds nothing but units: (亩) | (万元)."""
    present = [word for word in row if word]
    return bool(present) and all(
        find_unit(word.strip("()")) is not None for word in present
    )


def units_of_row(row: Sequence[str]) -> dict[int, str]:
    """Return the unit of each column in a row of units."""
    return {
        column: unit.name
        for column, word in enumerate(row)
        if word and (unit := find_unit(word.strip("()"))) is not None
    }


def column_names(grid: Grid, words: Words, levels: Sequence[int]) -> dict[int, str]:
    """Return the name of each column in use, its levels joined with "/"."""
    shown = _shown_cells(grid, words, levels)
    names: dict[int, str] = {}
    for column in sorted(used_columns(grid.cells)):
        sources = dict.fromkeys(
            shown[row, column] for row in levels if (row, column) in shown
        )
        texts = dict.fromkeys(_head_text(grid.cells[source]) for source in sources)
        names[column] = "/".join(texts) or messages.text(
            "sheet.column", letter=column_letter(column)
        )
    return _distinct(names)


def _shown_cells(grid: Grid, words: Words, levels: Sequence[int]) -> dict[Place, Place]:
    """Return, for each cell of the head, the cell whose text it shows.

    Merged cells show their first one.  Where a level has no merges at all, a
    name goes on to the right over blank cells that have names below them.
    """
    shown = {
        (row, column): (row, column)
        for row in levels
        for column, word in enumerate(words[row])
        if word
    }
    merged_rows = set()
    for merge in grid.merges:
        if merge.top not in levels or not words[merge.top][merge.left]:
            continue
        if merge.width > 1:
            merged_rows.add(merge.top)
        for row in range(merge.top, min(merge.bottom, levels[-1]) + 1):
            for column in range(merge.left, merge.right + 1):
                shown[row, column] = (merge.top, merge.left)
    for row in levels[:-1]:
        if row not in merged_rows:
            shown = _spread_right(words, row, levels=levels) | shown
    return shown


def _spread_right(
    words: Words, row: int, *, levels: Sequence[int]
) -> dict[Place, Place]:
    """Return the blank cells of a level that go on the name left of them."""
    spread: dict[Place, Place] = {}
    group: int | None = None
    for column, word in enumerate(words[row]):
        below = any(words[lower][column] for lower in levels if lower > row)
        if word or not below:
            group = column if word and below else None
        elif group is not None:
            spread[row, column] = (row, group)
    return spread


def _head_text(cell: object) -> str:
    """Return a head cell's text on one line: 企 业 名 称 is 企业名称."""
    text = cell_word(cell) if not isinstance(cell, str) else cell
    lines = [_ALL_SPACE.sub(" ", line).strip() for line in text.splitlines()]
    return _INNER_SPACE.sub("", "".join(lines))


def column_letter(column: int) -> str:
    """Return a column's letters as a spreadsheet shows them; 0 is A."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _distinct(names: dict[int, str]) -> dict[int, str]:
    """Return names with a number where one stands twice: 面积, 面积_2."""
    seen: dict[str, int] = {}
    found: dict[int, str] = {}
    taken = set(names.values())
    for column, name in names.items():
        seen[name] = seen.get(name, 0) + 1
        if seen[name] == 1:
            found[column] = name
            continue
        numbered = f"{name}_{seen[name]}"
        while numbered in taken:
            seen[name] += 1
            numbered = f"{name}_{seen[name]}"
        taken.add(numbered)
        found[column] = numbered
    return found
