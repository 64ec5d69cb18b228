# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person types for a field, as a correction keeps it, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from landgis.messages import unit_title
from landgis.operations.worklist import read_rules
from landgis.report.fields import field_title
from landgis.schema import StandardField, read_schema
from landgis.schema.cells import convert_cells
from landgis.units import MU_PER_M2, round_half_up
from landgis.values.dates import parse_dates
from landgis.values.numbers import parse_numbers
from landgis.values.quantities import Unit, conversion, find_unit
from landgis.values.texts import fold

MU = "亩"
PLACES = 4

Value = str | float | None


class EntryError(ValueError):
    """What was typed is no value of the field."""


def entry_heading(role: str, field: str) -> str:
    """Return the title of a field with the unit in which it is entered."""
    words = field_title(field, table=role)
    if field in read_rules()["entry"]["mu"]:
        return replace(words, unit=unit_title(MU)).heading
    return words.heading


def read_entry(role: str, field: str, typed: str) -> Value:
    """Return what was typed as the field keeps it: ISO date, number, text.

    A unit behind a number counts; a date needs its day.  Nothing typed is None.

    Raises
    ------
    EntryError
        If it is no possible value.
    """
    text = fold(typed).strip()
    if not text:
        return None
    entry = read_schema(role).fields[field]
    cell = pd.Series([text], name=field, dtype="str")
    if entry.kind == "date":
        return _read_date(cell)
    if entry.kind == "number":
        return _read_number(cell, entry)
    found = convert_cells(pd.Series([typed.strip()], name=field, dtype="str"), entry)
    if any(remark.kind in {"bad_code", "damaged_code"} for remark in found.remarks):
        raise EntryError(typed)
    value = found.series.iloc[0]
    if pd.isna(value) or (
        entry.choices and value not in {choice.value for choice in entry.choices}
    ):
        raise EntryError(typed)
    return str(value)


def _read_date(cell: pd.Series) -> str:
    parsed = parse_dates(cell)
    day = parsed.value.iloc[0]
    if pd.isna(day) or parsed.bad.iloc[0] or parsed.ambiguous.iloc[0]:
        raise EntryError(cell.iloc[0])
    found: date = day.date()
    return found.isoformat()


def _read_number(cell: pd.Series, entry: StandardField) -> float:
    parsed = parse_numbers(cell)
    number = float(parsed.value.iloc[0])
    if parsed.bad.iloc[0] or not np.isfinite(number):
        raise EntryError(cell.iloc[0])
    said = str(parsed.unit.iloc[0])
    unit = _entry_unit(entry)
    if said:
        unit = find_unit(said, dimension=entry.unit.dimension) if entry.unit else None
        if unit is None:
            raise EntryError(cell.iloc[0])
    if unit is None or entry.unit is None:
        return number
    factor = conversion(unit, entry.unit)
    return number * factor.numerator / factor.denominator


def _entry_unit(entry: StandardField) -> Unit | None:
    if entry.name in read_rules()["entry"]["mu"]:
        return find_unit(MU, dimension="area")
    return entry.unit


def show_entry(role: str, field: str, value: Any) -> str:
    """Return a field's value as a person would type it; "" where there is none."""
    if value is None or pd.isna(value):
        return ""
    entry = read_schema(role).fields[field]
    if entry.kind == "date":
        return str(pd.Timestamp(value).date().isoformat())
    if entry.kind == "number":
        number = float(value)
        if field in read_rules()["entry"]["mu"]:
            number *= MU_PER_M2
        return f"{round_half_up(number, places=PLACES):f}".rstrip("0").rstrip(".")
    return str(value)
