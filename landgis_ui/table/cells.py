# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How one cell is told: its words, and whether it is nothing, zero or unknown."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pandas as pd

from landgis.messages import joined
from landgis.report.fields import to_titles
from landgis.report.names import status_titles, to_word
from landgis.report.views import Kind, ViewColumn
from landgis.units import round_half_up
from landgis_ui.words import Words

NOTHING = "—"
THIN = "\u2009"


class Tone(Enum):
    """How a cell is coloured."""

    PLAIN = "ink"
    FAINT = "ink3"  # not applicable, or nothing
    UNKNOWN = "verify"  # a field is missing


@dataclass(frozen=True)
class Cell:
    """One cell as it is shown."""

    text: str
    tone: Tone = Tone.PLAIN


EMPTY = Cell(NOTHING, Tone.FAINT)
_BLANK = Cell("")


def show_number(value: float, places: int, *, grouped: bool = True) -> str:
    """Return a number as official tables show it, rounded half away from zero."""
    if not math.isfinite(value):
        return NOTHING
    rounded = round_half_up(value, places=places)
    if not rounded:
        rounded = abs(rounded)  # never "-0.0"
    return f"{rounded:,f}" if grouped else f"{rounded:f}"


class CellReader:
    """Turns values of columns into cells, in the words of one language."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._readers: Mapping[Kind, Callable[[Any, ViewColumn], Cell]] = {
            Kind.NUMBER: self._number,
            Kind.DATE: self._date,
            Kind.FLAG: self._flag,
            Kind.CODE: self._code,
            Kind.STATUS: self._status,
            Kind.STATUSES: self._statuses,
            Kind.FIELDS: self._fields,
        }

    def read(self, value: Any, column: ViewColumn) -> Cell:
        """Return the cell of a value; a missing one is a dash."""
        if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
            return _BLANK if column.kind is Kind.FIELDS else EMPTY
        reader = self._readers.get(column.kind)
        if reader is not None:
            return reader(value, column)
        return Cell(str(value)) if str(value) else EMPTY

    def explain(self, value: Any, column: ViewColumn) -> str:
        """Return what a cell says when pointed at; empty if no more than it shows."""
        if column.kind is Kind.FIELDS and isinstance(value, str) and value:
            return self._words(
                "table.missing_fields", fields=to_titles(value.split(","))
            )
        return ""

    def _number(self, value: float, column: ViewColumn) -> Cell:
        shown = show_number(float(value), column.places, grouped=not column.is_ordinal)
        is_zero = value == 0 and not column.is_ordinal
        return Cell(shown, Tone.FAINT if is_zero or shown == NOTHING else Tone.PLAIN)

    def _date(self, value: Any, _: ViewColumn) -> Cell:
        return Cell(pd.Timestamp(value).strftime("%Y-%m-%d"))

    def _flag(self, value: Any, _: ViewColumn) -> Cell:
        return Cell(to_word("flag", "yes" if bool(value) else "no"))

    def _code(self, value: str, column: ViewColumn) -> Cell:
        return Cell(to_word(column.group, value)) if value else EMPTY

    def _status(self, value: str, _: ViewColumn) -> Cell:
        tone = Tone.UNKNOWN if value == "to_verify" else Tone.PLAIN
        return Cell(status_titles().get(value, value), tone) if value else EMPTY

    def _statuses(self, value: str, _: ViewColumn) -> Cell:
        titles = status_titles()
        codes = [code.strip() for code in value.split(",") if code.strip()]
        return Cell(joined(titles.get(code, code) for code in codes)) or EMPTY

    def _fields(self, value: str, _: ViewColumn) -> Cell:
        count = len([name for name in value.split(",") if name])
        if not count:
            return _BLANK
        return Cell(self._words("table.missing_count", n=count), Tone.UNKNOWN)
