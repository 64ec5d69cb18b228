# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The body of a sheet turned into columns: merged cells filled, cells typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.io.sheet_grid import Cells, Merge
from landgis.schema.aliases import roles_of_name
from landgis.schema.fields import read_schema

_EXACT = 2**53
"""Whole numbers from here on lose digits as floats."""


@dataclass(frozen=True, kw_only=True)
class FilledBody:
    """A body whose merged cells are filled; how many, and how many were left.

    `numbers_left` counts merged numbers, which stay in their first row: an area
    over three rows is one area, not three.
    """

    cells: Cells
    filled: int
    numbers_left: int


def fill_merges(
    body: Cells, merges: Iterable[Merge], *, names: Mapping[int, str], first_row: int
) -> FilledBody:
    """Fill merged cells downwards with the text they show (XLS-01).

    A number is filled only in a column that is known to hold no quantity, such
    as a code or a year.  `first_row` is the body's first row in the sheet.
    """
    cells = body
    filled = left = 0
    for merge in merges:  # one by one: ranges are ragged and few beside the cells
        top, bottom = merge.top - first_row, merge.bottom - first_row
        column = merge.left
        if top < 0 or merge.height == 1 or bottom >= len(body) or column not in names:
            continue
        cell = body[top, column]
        if cell is None:
            continue
        if not isinstance(cell, str | dt.date) and not _is_label(names[column]):
            left += 1
            continue
        if cells is body:
            cells = body.copy()
        cells[top + 1 : bottom + 1, column] = cell
        filled += bottom - top
    return FilledBody(cells=cells, filled=filled, numbers_left=left)


def _is_label(name: str) -> bool:
    """Tell whether a column is known, and holds codes or years, not quantities."""
    types = {
        read_schema(role).fields[field].type for role, field in roles_of_name(name)
    }
    return bool(types) and "number" not in types


def make_columns(body: Cells, names: Mapping[int, str]) -> pd.DataFrame:
    """Return the named columns, each as text, numbers, dates or a mixture."""
    return pd.DataFrame(
        {name: _typed(body[:, column]) for column, name in names.items()},
        index=pd.RangeIndex(len(body)),
    )


def _typed(cells: NDArray[np.object_]) -> pd.Series:
    """Return cells in the narrowest type that loses nothing."""
    kind = pd.api.types.infer_dtype(cells, skipna=True)
    if kind == "string":
        return _texts(cells)
    if kind in {"floating", "integer", "mixed-integer-float"}:
        numbers = pd.to_numeric(pd.Series(cells), errors="coerce").astype("float64")
        exact = kind == "floating" or bool((numbers.abs() < _EXACT).all())
        return numbers if exact else pd.Series(cells, dtype=object)
    if kind in {"date", "datetime"}:
        try:
            return pd.Series(pd.to_datetime(pd.Series(cells)).to_numpy("datetime64[s]"))
        except (ValueError, OverflowError):
            return pd.Series(cells, dtype=object)
    if kind == "empty":
        return pd.Series(np.full(len(cells), np.nan), dtype="str")
    return pd.Series(cells, dtype=object)


def _texts(cells: NDArray[np.object_]) -> pd.Series:
    """Return texts without outer spaces; only spaces are nothing."""
    texts = pd.Series(cells, dtype="str").str.strip()
    return texts.mask(texts == "")
