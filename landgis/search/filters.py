# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conditions on rows, in words: what the table filters by and the box understands."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis import messages

Mask = NDArray[np.bool_]

COMPARISONS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq,
    ">": operator.gt,
    "≥": operator.ge,
    "<": operator.lt,
    "≤": operator.le,
}
OPERATORS = (*COMPARISONS, "≠", "between", "in", "contains", "known", "unknown")

GROUPED_FROM = 10_000  # below it a number may be a year

_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Words that a query may use, and a filter describes itself in.

    `fields` maps columns to their titles, `units` to their units, `statuses`
    status codes to their titles; `towns` are the towns of the project.
    """

    fields: Mapping[str, str]
    units: Mapping[str, str]
    statuses: Mapping[str, str]
    towns: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition on one column.

    An unknown value fits `unknown` alone: it is neither above nor below, neither
    equal nor different.  Numbers compare as numbers, days as days (a year of
    four digits as that year), texts without regard to case.
    """

    field: str
    operator: str
    values: tuple[Any, ...] = ()

    def mask(self, frame: pd.DataFrame) -> Mask:
        """Tell which rows fit; a column that is not there is unknown everywhere."""
        if self.field not in frame:
            return np.full(len(frame), self.operator == "unknown")
        column = frame[self.field]
        known = column.notna().to_numpy()
        if self.operator in ("known", "unknown"):
            found: Mask = known if self.operator == "known" else ~known
            return found
        return self._compare(column, known)

    def describe(self, words: Vocabulary) -> str:
        """Return the condition in words: 面积 > 50 亩."""
        title = words.fields.get(self.field, self.field)
        unit = words.units.get(self.field, "")
        shown = [_shown(value, field=self.field, words=words) for value in self.values]
        if self.operator in ("in", "known", "unknown", "contains"):
            return messages.text(
                f"search.chip.{self.operator}",
                field=title,
                values=messages.text("search.or").join(shown),
            )
        if self.operator == "between":
            value = "–".join(shown)
        else:
            value = shown[0] if shown else ""
        # A thin space keeps number and unit together.
        stated = f"{value}\u2009{unit}" if unit else value
        sign = "" if self.operator == "between" else f"{self.operator} "
        return f"{title} {sign}{stated}"

    def to_json(self) -> dict[str, Any]:
        """Return what a project remembers."""
        return {
            "field": self.field,
            "operator": self.operator,
            "values": list(self.values),
        }

    def _compare(self, column: pd.Series, known: Mask) -> Mask:
        values, wanted = _comparable(column, self.values)
        if self.operator == "contains":
            texts = column.astype("str").str.casefold()
            hit = texts.str.contains(str(self.values[0]).casefold(), regex=False)
            return hit.to_numpy(dtype=bool, na_value=False) & known
        if self.operator == "in":
            return np.asarray(values.isin(list(wanted)), dtype=np.bool_) & known
        if self.operator == "between":
            low, high = wanted[0], wanted[1]
            return _true(values >= low) & _true(values <= high) & known
        if self.operator == "≠":
            return ~_true(values == wanted[0]) & known
        return _true(COMPARISONS[self.operator](values, wanted[0])) & known


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Conditions that must all hold."""

    conditions: tuple[Condition, ...] = ()

    def mask(self, frame: pd.DataFrame) -> Mask:
        """Tell which rows fit all conditions."""
        found = np.ones(len(frame), dtype=np.bool_)
        for condition in self.conditions:
            found &= condition.mask(frame)
        return found

    def describe(self, words: Vocabulary) -> tuple[str, ...]:
        """Return each condition in words, one chip each."""
        return tuple(condition.describe(words) for condition in self.conditions)

    def to_json(self) -> list[dict[str, Any]]:
        """Return what a project remembers."""
        return [condition.to_json() for condition in self.conditions]

    @classmethod
    def from_json(cls, document: Sequence[Mapping[str, Any]]) -> Filter:
        """Read what `to_json` wrote."""
        return cls(
            conditions=tuple(
                Condition(
                    field=str(entry["field"]),
                    operator=str(entry["operator"]),
                    values=tuple(entry["values"]),
                )
                for entry in document
            )
        )

    def without(self, place: int) -> Filter:
        """Return the filter without the condition at a place: its chip is closed."""
        rest = (*self.conditions[:place], *self.conditions[place + 1 :])
        return Filter(conditions=rest)


def _true(verdict: Any) -> Mask:
    return np.asarray(
        pd.Series(verdict).to_numpy(dtype=bool, na_value=False), dtype=np.bool_
    )


def _comparable(
    column: pd.Series, values: tuple[Any, ...]
) -> tuple[pd.Series, tuple[Any, ...]]:
    """Return the column and the wanted values in one type that can be compared."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        if all(_YEAR.fullmatch(_plain(value)) for value in values):
            return column.dt.year, tuple(int(_plain(value)) for value in values)
        days = pd.to_datetime([_plain(value) for value in values], errors="coerce")
        return column, tuple(days)
    if pd.api.types.is_bool_dtype(column.dtype):
        return column.astype("boolean"), tuple(bool(value) for value in values)
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column, tuple(_number(value) for value in values)
    texts = column.astype("str").str.casefold()
    return texts, tuple(str(value).casefold() for value in values)


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _number(value: Any) -> float:
    try:
        return float(value)
    except ValueError:
        return float("nan")  # a word is equal to no number


def _shown(value: Any, *, field: str, words: Vocabulary) -> str:
    if field == "status":
        return words.statuses.get(str(value), str(value))
    if isinstance(value, bool):
        return messages.text("search.yes" if value else "search.no")
    if isinstance(value, (int, float)):
        return f"{value:,.10g}" if abs(value) >= GROUPED_FROM else f"{value:.10g}"
    return str(value)
