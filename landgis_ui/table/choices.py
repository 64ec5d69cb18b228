# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a condition on a column may say: operators by kind, values that occur."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from landgis.report.names import status_titles
from landgis.report.views import Kind, View, ViewColumn, to_shown_texts
from landgis.search.filters import Condition, Vocabulary
from landgis_ui.table.data import TableData

MOST = 60
"""More different values than this nobody looks through; they are typed."""

_SOUGHT = ("known", "unknown")
OPERATORS: Mapping[Kind, tuple[str, ...]] = {
    Kind.NUMBER: ("≥", "≤", ">", "<", "between", "=", "≠", *_SOUGHT),
    Kind.DATE: ("≥", "≤", "between", *_SOUGHT),
    Kind.FLAG: ("=", *_SOUGHT),
    Kind.TEXT: ("contains", "in", "≠", *_SOUGHT),
    Kind.CODE: ("in", "≠", *_SOUGHT),
    Kind.STATUS: ("in", "≠", *_SOUGHT),
    Kind.STATUSES: ("contains", *_SOUGHT),
    Kind.FIELDS: ("contains", *_SOUGHT),
}
_SEVERAL = (Kind.STATUSES, Kind.FIELDS)
_NO_VALUES = frozenset(_SOUGHT)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A value that occurs, its word, and in how many rows."""

    value: str
    word: str
    count: int


def vocabulary(view: View) -> Vocabulary:
    """Return the words in which conditions on a view describe themselves."""
    return Vocabulary(
        fields={column.name: column.title for column in view.columns},
        units={column.name: column.unit for column in view.columns},
        statuses=status_titles(),
        towns=(),
    )


def find_choices(data: TableData, name: str) -> tuple[Choice, ...]:
    """Return the values of a column, most frequent first; none if they are many.

    Runs in a reading thread.
    """
    column = data.view.by_name[name]
    if column.kind in (Kind.NUMBER, Kind.DATE, Kind.FLAG):
        return ()
    counted = _count(data.view.frame[name])
    if column.kind in _SEVERAL:
        counted = _split(counted)
    if len(counted) > MOST:
        return ()
    values = [value for value, _ in counted.most_common()]
    shown = to_shown_texts(pd.Series(values, dtype="str"), column).tolist()
    return tuple(
        Choice(value=value, word=str(word), count=counted[value])
        for value, word in zip(values, shown, strict=True)
    )


def _count(values: pd.Series) -> Counter[str]:
    """Count the different texts; stops where they are too many to be shown."""
    texts = pa.array(values.astype("str"), pa.large_string(), from_pandas=True)
    counts = pc.value_counts(texts.drop_null())
    if len(counts) > 20 * MOST:
        return Counter({str(n): 1 for n in range(MOST + 1)})
    found = zip(counts.field(0).to_pylist(), counts.field(1).to_pylist(), strict=True)
    return Counter({value: count for value, count in found if value})


def _split(counted: Counter[str]) -> Counter[str]:
    singles: Counter[str] = Counter()
    for value, count in counted.items():
        for part in value.split(","):
            if part.strip():
                singles[part.strip()] += count
    return singles


def wants_value(operator: str) -> bool:
    """Tell whether an operator compares with anything."""
    return operator not in _NO_VALUES


def wants_two(operator: str) -> bool:
    """Tell whether an operator wants a lower and an upper bound."""
    return operator == "between"


def to_number(text: str) -> float | None:
    """Return a typed number; full-width digits and 。 are taken as meant."""
    plain = unicodedata.normalize("NFKC", text).replace("。", ".").replace(",", "")
    try:
        value = float(plain.strip())
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def to_day(text: str) -> str | None:
    """Return a typed day as the filter keeps it, or None if it is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    for sign in "./年月":
        plain = plain.replace(sign, "-")
    parts = plain.rstrip("日-").split("-")
    try:
        numbers = [int(part) for part in parts]
        return date(*[*numbers, 1, 1][:3]).isoformat()
    except (ValueError, TypeError):
        return None


def make_conditions(
    column: ViewColumn, operator: str, typed: tuple[str, ...]
) -> tuple[Condition, ...] | None:
    """Return the conditions that were put together; None if something is amiss."""
    if not wants_value(operator):
        return (Condition(field=column.name, operator=operator),)
    values = _values(column, typed)
    if values is None or (wants_two(operator) and len(values) != 2):  # noqa: PLR2004
        return None
    if operator in ("in", "between"):
        return (Condition(field=column.name, operator=operator, values=values),)
    return tuple(
        Condition(field=column.name, operator=operator, values=(value,))
        for value in values
    )


def _values(column: ViewColumn, typed: tuple[str, ...]) -> tuple[Any, ...] | None:
    if column.kind is Kind.FLAG:
        return tuple(text == "yes" for text in typed) or None
    read = {Kind.NUMBER: to_number, Kind.DATE: to_day}.get(column.kind, _to_text)
    values = tuple(read(text) for text in typed)
    return None if not values or None in values else values


def _to_text(text: str) -> str | None:
    return text.strip() or None
