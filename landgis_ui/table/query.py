# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rows a table shows, in which order, and what they add up to."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from landgis.report.views import Kind
from landgis.search.filters import Filter
from landgis_ui.table.data import TableData

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
_SEARCHED = (Kind.TEXT, Kind.CODE, Kind.STATUS, Kind.STATUSES, Kind.FIELDS)
# A ratio is of sums, not of ratios: what stands above and below in each view.
_RATIOS: Mapping[str, tuple[str, str, str]] = {
    "parcel": ("tax_per_mu", "tax_wan", "mu"),
    "enterprise": ("tax_per_mu", "tax_wan", "land_mu"),
}


@dataclass(frozen=True, kw_only=True)
class SortKey:
    """One column to sort by."""

    name: str
    descending: bool = False


@dataclass(frozen=True, kw_only=True)
class TableQuery:
    """What is asked of a table.

    Attributes
    ----------
    text
        Words typed; each must stand in one of the columns `searched`.
    filter
        Conditions that must all hold.
    rows
        Only these rows, None for all: those behind a figure.
    keys
        Columns to sort by, the first deciding; none: as in the file.
    """

    text: str = ""
    searched: tuple[str, ...] = ()
    filter: Filter = field(default_factory=Filter)
    rows: Rows | None = None
    keys: tuple[SortKey, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether it leaves any row out."""
        return bool(
            self.text.strip() or self.filter.conditions or self.rows is not None
        )


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """Sum over sum of the rows where both are known, and how many those are."""

    name: str
    value: float
    known: int
    unknown: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The rows that a table shows, in order, out of `total`, and their sums."""

    order: Rows
    total: int
    sums: Mapping[str, float]
    ratio: Ratio | None = None


def answer(data: TableData, query: TableQuery) -> Answer:
    """Find, sort and add up the rows; runs in a reading thread."""
    rows = find_rows(data, query)
    return Answer(
        order=sort_rows(data, query.keys, rows),
        total=len(data),
        sums=add_up(data, rows),
        ratio=divide_sums(data, rows),
    )


def find_rows(data: TableData, query: TableQuery) -> Rows:
    """Return the rows that fit, in the order of the file."""
    mask = np.ones(len(data), dtype=bool)
    if query.rows is not None:
        mask[:] = False
        mask[query.rows] = True
    if query.filter.conditions:
        mask &= query.filter.mask(data.view.frame)
    for word in _words(query.text):
        mask &= _holding(data, word, query.searched)
    return np.flatnonzero(mask).astype(np.int64, copy=False)


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFKC", text).lower().split()


def _holding(data: TableData, word: str, names: tuple[str, ...]) -> Mask:
    """Tell which rows have a word in one of the columns."""
    found = np.zeros(len(data), dtype=bool)
    for name in names:
        if data.view.by_name[name].kind not in _SEARCHED:
            continue
        texts = data.texts(name)
        hits = pc.match_substring(texts.lowered, word)
        holds = np.append(hits.to_numpy(zero_copy_only=False), np.False_)
        found |= holds[texts.codes]
    return found


def sort_rows(data: TableData, keys: tuple[SortKey, ...], rows: Rows) -> Rows:
    """Return rows sorted; equal ones stay in order, missing values come last."""
    order = rows
    for key in reversed(keys):
        values = data.sort_key(key.name)[order]
        order = order[np.argsort(-values if key.descending else values, kind="stable")]
    return order


def add_up(data: TableData, rows: Rows) -> Mapping[str, float]:
    """Return the sums of the view's columns over the rows, missing ones left out."""
    sums = {name: _sum(data.numbers(name)[rows]) for name in data.view.sums}
    return MappingProxyType(sums)


def divide_sums(data: TableData, rows: Rows) -> Ratio | None:
    """Return the ratio that belongs to the view; None if it has none."""
    if data.view.name not in _RATIOS:
        return None
    name, above, below = _RATIOS[data.view.name]
    if not {above, below} <= data.view.by_name.keys():
        return None
    upper, lower = data.numbers(above)[rows], data.numbers(below)[rows]
    known = np.isfinite(upper) & (lower > 0)
    count = int(known.sum())
    return Ratio(
        name=name,
        value=_sum(upper[known]) / _sum(lower[known]) if count else np.nan,
        known=count,
        unknown=len(rows) - count,
    )


def _sum(values: NDArray[np.float64]) -> float:
    return float(np.nansum(values, dtype=np.longdouble))
