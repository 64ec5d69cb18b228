# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Units of measure as they are spelt in headers, and exact conversions between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from landgis.values.texts import fold, read_data

_PER = re.compile(r"[/每]")


@dataclass(frozen=True)
class Unit:
    """A unit of measure: its usual name, what it measures, its size.

    `size` counts in the first unit of the dimension (㎡, 万元, 吨标准煤 …).
    """

    name: str
    dimension: str
    size: Fraction


@cache
def units() -> dict[str, tuple[Unit, ...]]:
    """Return every spelling of every unit; 度 may be power or an angle."""
    found: dict[str, tuple[Unit, ...]] = {}
    for dimension, table in read_data("units").items():
        if not isinstance(table, dict) or dimension == "guess":
            continue
        for name, entry in table.items():
            unit = Unit(name, dimension, Fraction(entry["size"]))
            for spelling in {name, *entry["names"]}:
                key = fold(spelling).lower()
                found[key] = (*found.get(key, ()), unit)
    return found


def find_units(text: str) -> tuple[Unit, ...]:
    """Return the units that a text names: none, one, or two for an ambiguous word."""
    key = fold(text).lower()
    if key in units():
        # ㎡ and m² are two spellings that fold to one.
        return tuple(dict.fromkeys(units()[key]))
    parts = _PER.split(key)
    if len(parts) != 2 or not all(part in units() for part in parts):  # noqa: PLR2004  a ratio has two terms
        return ()
    over, under = (units()[part][0] for part in parts)
    return (
        Unit(
            f"{over.name}/{under.name}",
            f"{over.dimension}/{under.dimension}",
            over.size / under.size,
        ),
    )


def find_unit(text: str, *, dimension: str | None = None) -> Unit | None:
    """Return the unit that a text names, or None if it names none of `dimension`."""
    for unit in find_units(text):
        if dimension is None or unit.dimension == dimension:
            return unit
    return None


def likely_units(dimension: str) -> tuple[Unit, ...]:
    """Return the units worth trying where a header states none (XLS-02)."""
    guess = read_data("units")["guess"]
    names = guess.get(dimension, []) if isinstance(guess, dict) else []
    found = (find_unit(name, dimension=dimension) for name in names)
    return tuple(unit for unit in found if unit is not None)


def conversion(source: Unit, target: Unit) -> Fraction:
    """Return by what a number in `source` is multiplied to stand in `target`.

    Raises
    ------
    ValueError
        If the two do not measure the same.
    """
    if source.dimension != target.dimension:
        raise ValueError(f"{source.name} and {target.name} measure different things")
    return source.size / target.size
