# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cells as offices write them, turned into text, numbers and dates."""

from __future__ import annotations

from landgis.values.dates import ParsedDates, parse_dates
from landgis.values.names import change_joined, name_key
from landgis.values.numbers import ParsedNumbers, parse_numbers
from landgis.values.quantities import Unit, conversion, find_unit
from landgis.values.texts import fold, is_missing, to_text

__all__ = [
    "ParsedDates",
    "ParsedNumbers",
    "Unit",
    "change_joined",
    "conversion",
    "find_unit",
    "fold",
    "is_missing",
    "name_key",
    "parse_dates",
    "parse_numbers",
    "to_text",
]
