# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet as cells in rows and columns, before anyone knows what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from landgis.values.texts import fold, is_blank

Cells = NDArray[np.object_]
"""Cells in rows and columns; None where there is nothing."""


@dataclass(frozen=True, kw_only=True)
class Merge:
    """A merged range of cells, counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """How many rows it covers."""
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        """How many columns it covers."""
        return self.right - self.left + 1


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A sheet's cells, the first row being the sheet's row 1.

    `merges` is empty where the format keeps none; `hidden_rows` and
    `hidden_columns` count what the file hides and is read all the same.
    """

    name: str
    cells: Cells
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0

    def head(self, rows: int) -> Grid:
        """Return the first rows alone."""
        return replace(self, cells=self.cells[:rows])


def make_grid(
    name: str, rows: Sequence[Sequence[object]], merges: Iterable[Merge] = ()
) -> Grid:
    """Return a sheet of these rows; of merged ranges, the part inside the cells."""
    cells = make_cells(rows)
    height, width = cells.shape
    inside = (
        replace(
            merge,
            bottom=min(merge.bottom, height - 1),
            right=min(merge.right, width - 1),
        )
        for merge in merges
        if 0 <= merge.top <= merge.bottom and 0 <= merge.left <= merge.right
    )
    kept = tuple(each for each in inside if each.top < height and each.left < width)
    return Grid(name=name, cells=cells, merges=kept)


def make_cells(rows: Sequence[Sequence[object]]) -> Cells:
    """Return rows of any length as one rectangle, blank cells as None."""
    width = max((len(row) for row in rows), default=0)
    cells = np.full((len(rows), width), None, dtype=object)
    if all(len(row) == width for row in rows):
        if rows and width:
            cells[:] = rows
    else:
        for i, row in enumerate(rows):
            cells[i, : len(row)] = row
    cells[cells == ""] = None
    return cells


@lru_cache(maxsize=8192)
def plain_text(text: str) -> str:
    """Return a cell's text for comparing; cached, since heads are asked often."""
    return fold(text)


def cell_word(cell: object) -> str:
    """Return what a cell says, for comparing; empty if it says nothing."""
    if isinstance(cell, str):
        return plain_text(cell)
    if is_blank(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return fold(str(cell))
