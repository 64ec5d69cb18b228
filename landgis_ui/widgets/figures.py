# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How figures are written: grouped, rounded for the eye only, never without unit."""

from __future__ import annotations

import math

from landgis.units import round_half_up
from landgis_ui.context import Context
from landgis_ui.widgets.basics import THIN_SPACE

UNKNOWN = "—"
MINUS = "−"
M2_PER_MU = 2000 / 3
HECTARES_PER_MU = 1 / 15
PLACES = {"mu": 1, "m2": 0, "hectare": 2}
FACTORS = {"mu": 1.0, "m2": M2_PER_MU, "hectare": HECTARES_PER_MU}


def write_number(value: float | None, places: int = 1) -> str:
    """Return 6,133.1 or −0.5, with a true minus sign; `—` for what is not known."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    return f"{round_half_up(value, places=places) + 0:,}".replace("-", MINUS)


def write_value(value: float) -> str:
    """Return a number as short as it is, and as it is typed: 8, 8.5, 0.25."""
    return f"{value:.10g}"


def write_signed(value: float, places: int = 1) -> str:
    """Return +24.7 or −24.7, with a true minus sign; 0 has no sign."""
    text = write_number(abs(value), places)
    if float(text.replace(",", "")) == 0:
        return text
    return f"{'+' if value > 0 else MINUS}{text}"


class AreaWriter:
    """Writes areas in the unit that the user has chosen; 亩 unless something else."""

    def __init__(self, context: Context, *, kind: str | None = None) -> None:
        self._context = context
        self._fixed = kind

    def as_now(self) -> AreaWriter:
        """Return one that keeps the present unit, for a thread."""
        return AreaWriter(self._context, kind=self._kind)

    @property
    def unit(self) -> str:
        """The unit's name."""
        return self._context.words(f"unit.{self._kind}")

    @property
    def _kind(self) -> str:
        return self._fixed or str(self._context.settings.get("preference.area_unit"))

    def number(self, mu: float | None) -> str:
        """Return the number without its unit."""
        kind = self._kind
        return write_number(None if mu is None else mu * FACTORS[kind], PLACES[kind])

    def text(self, mu: float | None) -> str:
        """Return number and unit, which never part over two lines."""
        if mu is None or not math.isfinite(mu):
            return UNKNOWN
        return f"{self.number(mu)}{THIN_SPACE}{self.unit}"

    def change(self, mu: float) -> str:
        """Return a difference with its sign and unit."""
        kind = self._kind
        number = write_signed(mu * FACTORS[kind], PLACES[kind])
        return f"{number}{THIN_SPACE}{self.unit}"

    def in_all_units(self, mu: float | None) -> str:
        """Return the area in every unit, for hovering."""
        if mu is None or not math.isfinite(mu):
            return UNKNOWN
        words = self._context.words
        return " ＝ ".join(
            f"{write_number(mu * FACTORS[kind], PLACES[kind] + 1)}{THIN_SPACE}"
            f"{words(f'unit.{kind}')}"
            for kind in FACTORS
        )
