# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the head of a sheet is, and how many rows it has (XLS-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from landgis.io.sheet_grid import Cells, Grid, cell_word
from landgis.io.sheet_levels import (
    column_names,
    is_data,
    is_lower,
    is_numeric,
    is_units_row,
    is_upper,
    is_year,
    units_of_row,
)
from landgis.io.sheet_words import is_total
from landgis.schema.aliases import is_known_name

SEARCHED = 80
"""Rows from the top among which the head is looked for."""
TEXT_SHARE = 0.6
"""Share of text in a row that may be a head (XLS-01)."""

_MOST_LEVELS = 5


@dataclass(frozen=True, kw_only=True)
class Header:
    """The head of a table.

    Attributes
    ----------
    row
        The row that names most columns, counted from 0; what the user is told.
    top, bottom
        First and last row of the head.
    names
        One name for each column with something in it, by its position.
    known
        How many names are known columns of any role.
    stated_units
        Column position to the unit that stands in a row of units below it.
    """

    row: int
    top: int
    bottom: int
    names: dict[int, str]
    known: int
    stated_units: dict[int, str]


def find_header(grid: Grid, *, row: int | None = None) -> Header | None:
    """Find the head of a table, or take the rows around `row` if it is given.

    Returns None if no row looks like a head.
    """
    head = grid.head(SEARCHED if row is None else row + _MOST_LEVELS + 1)
    words = [[cell_word(cell) for cell in cells] for cells in head.cells]
    anchor = _anchor(head.cells, words) if row is None else row
    if anchor is None or anchor >= len(words) or not any(words[anchor]):
        return None
    top = anchor
    while top > 0 and anchor - top < _MOST_LEVELS and is_upper(head, words, top - 1):
        top -= 1
    bottom = anchor
    while bottom - top < _MOST_LEVELS and is_lower(head, words, bottom + 1, top=top):
        bottom += 1
    levels = list(range(top, bottom + 1))
    units: dict[int, str] = {}
    if bottom > anchor and is_units_row(words[bottom]):
        units = units_of_row(words[levels.pop()])
    names = column_names(grid, words, levels)
    return Header(
        row=anchor,
        top=top,
        bottom=bottom,
        names=names,
        known=sum(map(is_known_name, names.values())),
        stated_units=units,
    )


def _anchor(cells: Cells, words: Sequence[Sequence[str]]) -> int | None:
    """Return the row with the most known names, else the first that looks a head."""
    known = [_known_names(row) if _is_texts(row) else 0 for row in words]
    width = max((sum(map(bool, row)) for row in words), default=0)
    most = max(known, default=0)
    if most >= min(2, width):  # two known names, or the only one there is
        return known.index(most)
    likely = [
        number
        for number, row in enumerate(words)
        if sum(map(bool, row)) >= max(2, width / 2)
        and _is_texts(row)
        and not any(map(is_total, row))
        and not is_data(cells[number])
    ]
    if likely:
        return likely[0]
    return known.index(most) if most else None


def _known_names(row: Sequence[str]) -> int:
    return len({word for word in row if word and is_known_name(word)})


def _is_texts(row: Sequence[str]) -> bool:
    """Tell whether a row holds different texts and hardly any numbers."""
    present = [word for word in row if word]
    if not present:
        return False
    texts = [word for word in present if not is_numeric(word) or is_year(word)]
    return (
        len(texts) >= TEXT_SHARE * len(present) and len(set(present)) > len(present) / 2
    )
