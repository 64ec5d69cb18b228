# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which unit a column is in, from its header and from how big its numbers are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from landgis.schema.fields import StandardField
from landgis.values.quantities import Unit, conversion, likely_units

FEWEST = 5
"""Numbers below which a median proves nothing."""
SURELY_OTHER = 4.0
"""How many times the drawn area an area must differ before its unit is doubted."""
NEARLY_SAME = 2.0


@dataclass(frozen=True, kw_only=True)
class UnitFound:
    """The unit of a column.

    `reason` is a message id where the unit was assumed against or without the
    header, or ``unclear`` where none fits; else it is empty.
    """

    unit: Unit
    reason: str = ""
    median: float = math.nan
    times: float = math.nan


def find_column_unit(
    field: StandardField,
    values: pd.Series,
    *,
    stated: Unit | None,
    peers: Mapping[str, pd.Series],
    drawn_m2: pd.Series | None = None,
) -> UnitFound:
    """Find the unit of a column of numbers (XLS-02).

    The header comes first; it is overruled only where the drawn area, the usual
    size, or the ratio to a peer column in its standard unit cannot be right and
    another unit is.  `field` must have a unit.
    """
    assert field.unit is not None  # noqa: S101  for the type checker; callers choose such fields
    unit = field.unit if stated is None else stated
    present = values[values.notna() & (values != 0)].abs()
    if len(present) < FEWEST:
        return UnitFound(unit=unit)
    median = float(present.median())
    if field.like_drawn and drawn_m2 is not None:
        found = _unit_of_drawn(values, drawn_m2, unit=unit, target=field.unit)
        if found is not None:
            return UnitFound(
                unit=found.unit, reason=found.reason, median=median, times=found.times
            )
    if field.typical is None or _is_usual(field, values, unit=unit, peers=peers):
        return UnitFound(unit=unit)
    others = [
        other
        for other in likely_units(field.unit.dimension)
        if other != unit and _is_usual(field, values, unit=other, peers=peers)
    ]
    if not others:
        return UnitFound(unit=unit, reason="unclear", median=median)
    middle = math.sqrt(field.typical[0] * field.typical[1])
    nearest = min(
        others,
        key=lambda other: abs(math.log(median * _factor(other, field) / middle)),
    )
    return UnitFound(unit=nearest, reason="schema.reason_typical", median=median)


def _factor(unit: Unit, field: StandardField) -> float:
    return float(conversion(unit, field.unit)) if field.unit is not None else 1.0


def _is_usual(
    field: StandardField,
    values: pd.Series,
    *,
    unit: Unit,
    peers: Mapping[str, pd.Series],
) -> bool:
    """Tell whether the numbers, taken in a unit, are as big as such numbers are."""
    factor = _factor(unit, field)
    sizes = (values.where(values != 0) * factor).abs()
    if field.typical is not None and not (
        field.typical[0] <= sizes.median() <= field.typical[1]
    ):
        return False
    for peer in field.per:
        if peer.field not in peers:
            continue
        ratios = (sizes / peers[peer.field].where(peers[peer.field] > 0)).dropna()
        if len(ratios) >= FEWEST and not peer.low <= ratios.median() <= peer.high:
            return False
    return True


def _unit_of_drawn(
    values: pd.Series, drawn_m2: pd.Series, *, unit: Unit, target: Unit
) -> UnitFound | None:
    """Return the unit in which areas agree with the drawing, if that is plain."""
    ratios = (values.where(values > 0) / drawn_m2.where(drawn_m2 > 0)).dropna()
    if len(ratios) < FEWEST:
        return None
    middle = float(ratios.median())

    def distance(other: Unit) -> float:
        return abs(float(np.log(middle * float(conversion(other, target)))))

    if distance(unit) <= math.log(SURELY_OTHER):
        return UnitFound(unit=unit)
    nearest = min(likely_units(target.dimension), key=distance)
    if distance(nearest) > math.log(NEARLY_SAME):
        return None
    times = middle * float(conversion(unit, target))
    return UnitFound(unit=nearest, reason="schema.reason_drawn", times=times)
