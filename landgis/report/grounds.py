# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a parcel, firm or approval is what it is: its tests, ready to be shown."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from landgis.messages import unit_title
from landgis.rules.catalogue import clauses

HOLDS, UNKNOWN, FAILS = "TRUE", "UNKNOWN", "FALSE"
ORDER = {HOLDS: 0, UNKNOWN: 1, FAILS: 2}
THIN_SPACE = "\u2009"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_FRACTION = re.compile(r"^(\d+)/(\d+)")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One test: the value, the threshold, the clause, what is missing.

    `number` and `limit` are there where value and threshold are plain numbers
    that can be set on one scale; `day` where the value is a date.
    """

    rule: str
    title: str
    clause: str
    result: str
    value: str
    operator: str
    threshold: str
    citation: str
    missing: tuple[str, ...]
    number: float | None
    limit: float | None
    day: date | None

    @property
    def unit(self) -> str:
        """The unit that the threshold is written with."""
        bare = _FRACTION.sub("", self.threshold)
        return _NUMBER.sub("", bare, count=1) if bare == self.threshold else bare

    @property
    def shown_unit(self) -> str:
        """The same unit in words of the language of the process."""
        return unit_title(self.unit)

    @property
    def shown_threshold(self) -> str:
        """The threshold with its unit in words of the language of the process."""
        bare = self.threshold.removesuffix(self.unit)
        if not self.unit or self.shown_unit == self.unit:
            return self.threshold
        return f"{bare}{THIN_SPACE}{self.shown_unit}"


def make_grounds(evidence: pd.DataFrame) -> tuple[Ground, ...]:
    """Return the tests of one subject: those that hold, unknown ones, the others."""
    found = [_ground(row) for row in evidence.to_dict("records")]
    return tuple(sorted(found, key=lambda ground: ORDER[ground.result]))


def _ground(row: Mapping[Any, object]) -> Ground:
    rule = _text(row["rule"])
    clause = clauses().get(rule)
    value, threshold = _text(row["value"]), _text(row["threshold"])
    day = _date(value)
    return Ground(
        rule=rule,
        title=clause.title if clause else rule,
        clause=clause.text if clause else "",
        result=_text(row["result"]),
        value=value,
        operator=_text(row["operator"]),
        threshold=threshold,
        citation=_text(row["citation"]),
        missing=tuple(name for name in _text(row["missing"]).split(",") if name),
        number=None if day else _number(value),
        limit=None if day else _limit(threshold),
        day=day,
    )


def _text(value: object) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)  # noqa: PLR0124 - NaN


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _limit(text: str) -> float | None:
    fraction = _FRACTION.match(text)
    if fraction:
        return int(fraction[1]) / int(fraction[2])
    found = _NUMBER.match(text)
    return float(found[0]) if found else None
