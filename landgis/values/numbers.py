# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers as people type them: separators, 约, units behind them, brackets (XLS-11)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from landgis.values.quantities import find_units
from landgis.values.texts import fold, is_missing, map_cells

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+"
_CELL = re.compile(
    rf"(?:约|大约|近|共|共计|计|合计|¥|￥)?(?P<sign>[+\-−–]?)(?:¥|￥)?"
    rf"(?P<number>{_NUMBER})(?P<exponent>e[+\-]?\d+)?"
    r"(?P<unit>[^\d.,()\-~]*?(?:m\^?2)?)(?:左右|余|多)?(?:\([^()]*\D[^()]*\))?"
)
_NEGATIVE = re.compile(rf"\((?P<number>{_NUMBER})\)")
_LOWER_BOUND = re.compile(
    rf"(?:≥|>=|>|⩾|≧|不低于|不小于|不少于|大于等于|大于|高于|至少)?"
    rf"(?P<number>{_NUMBER})"
    rf"(?:(?:≤|<=|<|⩽)[a-z容积率]+)?"
    rf"(?:(?:≤|<=|<|⩽|[-~—–至到])+(?:{_NUMBER}))?(?P<unit>[^\d]*(?:m2)?)"
)


class _Number(NamedTuple):
    value: float
    unit: str
    bad: bool


_EMPTY = _Number(np.nan, "", bad=False)
_BAD = _Number(np.nan, "", bad=True)


@dataclass(frozen=True, kw_only=True)
class ParsedNumbers:
    """Numbers read from cells, all indexed as the cells were.

    `unit` is what a cell itself said behind its number, else ""; `bad` marks
    cells that hold something and yet no number.
    """

    value: pd.Series
    unit: pd.Series
    bad: pd.Series


def parse_numbers(cells: pd.Series, *, lower_bound: bool = False) -> ParsedNumbers:
    """Read numbers from cells of any kind.

    Missing cells and words for them (XLS-08) give NaN and are not bad; "(123)"
    is -123 as accountants write it.  With `lower_bound`, "≥1.2" and "1.2-2.0"
    give 1.2, the least that was agreed.
    """
    index, name = cells.index, cells.name
    if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
        value = cells.astype("float64").replace([np.inf, -np.inf], np.nan)
        return ParsedNumbers(
            value=value,
            unit=pd.Series("", index=index, name=name, dtype="str"),
            bad=pd.Series(data=False, index=index, name=name, dtype=bool),
        )

    def parse(cell: object) -> _Number:
        found = _parse_number(cell)
        if found.bad and lower_bound and isinstance(cell, str):
            return _parse_lower_bound(cell)
        return found

    codes, numbers = map_cells(cells, parse, empty=_EMPTY)
    return ParsedNumbers(
        value=pd.Series(
            np.array([each.value for each in numbers])[codes], index=index, name=name
        ),
        unit=pd.Series(
            np.array([each.unit for each in numbers], dtype=object)[codes],
            index=index,
            name=name,
            dtype="str",
        ),
        bad=pd.Series(
            np.array([each.bad for each in numbers])[codes], index=index, name=name
        ),
    )


def _parse_number(cell: object) -> _Number:
    if isinstance(cell, bool | np.bool_ | dt.date | dt.time):
        return _BAD
    if isinstance(cell, int | float | np.integer | np.floating):
        value = float(cell)
        return _Number(value, "", bad=False) if np.isfinite(value) else _EMPTY
    if is_missing(cell, kind="number"):
        return _EMPTY
    plain = fold(str(cell)).lower()
    negative = _NEGATIVE.fullmatch(plain)
    if negative:
        return _Number(-_to_float(negative["number"]), "", bad=False)
    found = _CELL.fullmatch(plain.lstrip("'"))
    if found is None or (found["unit"] and not find_units(found["unit"])):
        return _BAD
    size = _to_float(found["number"] + (found["exponent"] or ""))
    negated = bool(found["sign"]) and found["sign"] != "+"
    return _Number(-size if negated else size, found["unit"], bad=not np.isfinite(size))


def _parse_lower_bound(cell: str) -> _Number:
    found = _LOWER_BOUND.fullmatch(fold(cell).lower())
    if found is None or (found["unit"] and not find_units(found["unit"])):
        return _BAD
    return _Number(_to_float(found["number"]), found["unit"], bad=False)


def _to_float(text: str) -> float:
    return float(text.replace(",", ""))
