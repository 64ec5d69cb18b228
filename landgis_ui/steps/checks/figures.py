# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures as the step shows them: rounded here and nowhere before."""

from __future__ import annotations

import math

from landgis.units import MU_PER_M2
from landgis_ui.widgets.basics import THIN_SPACE
from landgis_ui.widgets.figures import MINUS, UNKNOWN, write_number

PLACES = 2
SMALLEST = 0.01
MORE_PLACES = 4


def show_mu(area_m2: float | None) -> str:
    """Return an area in 亩 without its unit; a blank where there is no area."""
    if area_m2 is None or not math.isfinite(area_m2):
        return ""
    return show_number(area_m2 * MU_PER_M2)


def show_signed_mu(area_m2: float) -> str:
    """Return a change of area in 亩 with its sign."""
    shown = show_number(abs(area_m2) * MU_PER_M2)
    if not area_m2:
        return shown
    return f"{'+' if area_m2 > 0 else MINUS}{shown}"


def show_number(value: float | None, *, places: int = PLACES) -> str:
    """Return a number with separators; one near 0 with more places; — for unknown."""
    is_near = value is not None and 0 < abs(value) < SMALLEST
    return write_number(value, MORE_PLACES if is_near else places)


def with_unit(number: str, unit: str) -> str:
    """Return a number and its unit, which never part."""
    return f"{number}{THIN_SPACE}{unit}" if number != UNKNOWN else number
