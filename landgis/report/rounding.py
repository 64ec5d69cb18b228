# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Round whole columns as official tables do, so that totals agree with their rows."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.units import round_half_up

_NEAR_TIE = 1e-6  # of the last place: nearer to a tie than this is decided in decimals
_EXACT = 2.0**52  # from here on a float64 has no fraction to round


@dataclass(frozen=True, kw_only=True)
class RoundedColumn:
    """Rounded values (NaN where missing) and their total, NaN if all are missing."""

    values: NDArray[np.float64]
    total: float


def round_column(values: NDArray[np.float64], *, places: int) -> NDArray[np.float64]:
    """Round half away from zero (ROUND), as `round_half_up` does for one value.

    Missing and infinite values become NaN.
    """
    return _to_floats(_units(values, places=places), places=places)


def round_column_to_total(values: NDArray[np.float64], *, places: int) -> RoundedColumn:
    """Round so that the rows add up to the rounded total (尾差调平).

    The residue goes to the largest rows, one unit of the last place to each:
    in a long list the residue is many units, and no row may be shown further
    from its value than that.
    """
    units = _units(values, places=places)
    known = np.isfinite(units)
    if not known.any():
        return RoundedColumn(values=_to_floats(units, places=places), total=math.nan)
    total = round_half_up(math.fsum(values[known]), places=places)
    residue = int(total.scaleb(places)) - int(sum(map(int, units[known])))
    if residue:
        order = np.argsort(-np.abs(np.where(known, units, 0)), kind="stable")
        units[order[: abs(residue)]] += math.copysign(1, residue)
    return RoundedColumn(values=_to_floats(units, places=places), total=float(total))


def _units(values: NDArray[np.float64], *, places: int) -> NDArray[np.float64]:
    """Return values as whole numbers of the last place; NaN where not finite."""
    finite = np.where(np.isfinite(values), values, np.nan)
    scaled = np.abs(finite) * 10.0**places
    whole = np.floor(scaled)
    units = whole + (scaled - whole >= 1 / 2)
    # Binary fractions lie beside the tie that the decimal digits are on.
    doubtful = np.abs(scaled - whole - 1 / 2) < _NEAR_TIE * np.maximum(1, scaled / 1e6)
    doubtful |= scaled >= _EXACT
    for row in np.flatnonzero(doubtful):  # ties are rare in measured figures
        units[row] = abs(
            float(round_half_up(finite[row], places=places).scaleb(places))
        )
    return units * np.where(finite < 0, -1.0, 1.0)


def _to_floats(units: NDArray[np.float64], *, places: int) -> NDArray[np.float64]:
    return units / 10.0**places + 0.0
