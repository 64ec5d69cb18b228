# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cells of fixed lists: 有效/失效, 规上/规下, 是/否, and all the words for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from landgis.schema.fields import Choice, StandardField
from landgis.values.texts import fold, is_blank, is_missing, map_cells

YES, NO = "是", "否"
_YES_WORDS = frozenset(
    {"是", "有", "对", "y", "yes", "true", "t", "1", "1.0", "√", "✓", "✔", "☑"}
)
_NO_WORDS = frozenset(
    {
        "否",
        "不是",
        "没有",
        "非",
        "n",
        "no",
        "false",
        "f",
        "0",
        "0.0",
        "×",
        "x",
        "✗",
        "☐",
    }
)


def read_choices(
    cells: pd.Series,
    choices: Sequence[Choice],
    *,
    first_wins: bool = False,
    is_inverted: bool = False,
) -> tuple[pd.Series, pd.Series]:
    """Return the listed value of each cell, and which cells name none or several.

    Missing cells give neither.  With `is_inverted` the column asks for the
    opposite (是否失效), so of two values the other one counts.
    """
    opposite = {}
    if is_inverted and len(choices) == 2:  # noqa: PLR2004  only of two values is there an opposite
        one, other = choices
        opposite = {one.value: other.value, other.value: one.value}

    def read(cell: object) -> str | None:
        if is_missing(cell):
            return None
        found = _choice(fold(_plain(cell)).lower(), choices, first_wins=first_wins)
        return "" if found is None else opposite.get(found, found)

    codes, values = map_cells(cells, read, empty=None)
    found = np.array(values, dtype=object)[codes]
    read_values = pd.Series(found, index=cells.index, name=cells.name, dtype="str")
    unknown = (read_values == "").fillna(value=False).astype(bool)
    return read_values.mask(unknown), unknown


def read_flags(cells: pd.Series, field: StandardField) -> tuple[pd.Series, pd.Series]:
    """Return 是, 否 or missing for each cell, and which cells say neither."""

    def read(cell: object) -> str | None:
        if is_blank(cell):
            return None
        word = fold(_plain(cell)).lower()
        if word in _YES_WORDS:
            return YES
        if word in _NO_WORDS:
            return NO
        if is_missing(cell):
            return field.none
        return field.other or ""

    codes, values = map_cells(cells, read, empty=None)
    found = np.array(values, dtype=object)[codes]
    read_values = pd.Series(found, index=cells.index, name=cells.name, dtype="str")
    unknown = (read_values == "").fillna(value=False).astype(bool)
    return read_values.mask(unknown), unknown


def _plain(cell: object) -> str:
    """Return 1 for True and for 1.0, so that all three read the same."""
    if isinstance(cell, bool | np.bool_ | int | float | np.number):
        return str(int(cell)) if float(cell).is_integer() else str(cell)
    return str(cell)


def _choice(word: str, choices: Sequence[Choice], *, first_wins: bool) -> str | None:
    for choice in choices:
        if word in choice.words:
            return choice.value
    found = []
    rest = word
    for choice in choices:
        shorter = rest
        for part in choice.parts:
            # Cut out, so that 非政府 is not found again as 政府.
            shorter = shorter.replace(part, "|")
        if shorter != rest:
            found.append(choice.value)
            rest = shorter
    if len(found) == 1 or (found and first_wins):
        return found[0]
    return None
