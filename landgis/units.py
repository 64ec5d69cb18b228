# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Area units and rounding.  Areas are square metres everywhere but at the edges."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from fractions import Fraction

MU_PER_M2 = 3 / 2000  # 1 亩 = 2000/3 m² exactly (GEN-02); never 666.67


class AreaUnit(Enum):
    """A unit the user may see; the value is its size in square metres (GEN-02)."""

    SQUARE_METRE = Fraction(1)
    MU = Fraction(2000, 3)  # 亩: 15 mu = 1 hectare, exactly
    HECTARE = Fraction(10_000)
    SQUARE_KILOMETRE = Fraction(1_000_000)

    def from_m2(self, area_m2: float) -> float:
        """Convert an area in square metres to this unit."""
        return area_m2 * self.value.denominator / self.value.numerator

    def to_m2(self, area: float) -> float:
        """Convert an area in this unit to square metres."""
        return area * self.value.numerator / self.value.denominator


def round_half_up(value: float, *, places: int) -> Decimal:
    """Round as the survey tables do (ROUND): half away from zero, fixed places."""
    return Decimal(repr(float(value))).quantize(
        Decimal(1).scaleb(-places), ROUND_HALF_UP
    )


def round_to_total(
    parts: Sequence[float], total: float, *, places: int
) -> list[Decimal]:
    """Round `parts` so that they add up to the rounded `total` (尾差调平).

    The residue goes to the largest part.

    Raises
    ------
    ValueError
        If `parts` do not make up `total`, whatever the rounding.
    """
    rounded = [round_half_up(part, places=places) for part in parts]
    residue = round_half_up(total, places=places) - sum(rounded, Decimal(0))
    if abs(residue) > Decimal(1).scaleb(-places) * (len(parts) + 1):
        raise ValueError(f"parts {sum(parts)!r} do not make up total {total!r}")
    if residue:
        rounded[max(range(len(parts)), key=parts.__getitem__)] += residue
    return rounded
