# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of a profile that can be tried: their order, axis, steps and words."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.rules.profile import Profile
from landgis.scenario.effects import NONE, describe_effect, effect_of
from landgis.scenario.profiles import low_parameter, thresholds_of

GRID_POINTS = 24
FIRST_POINTS = 9
ROOM = 3.0
LADDER = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
LAND_EFFECTS = ("status", "land", "residual")


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A number of the profile as it can be tried; `line` is its place among the lines.

    `axis_max` ends its axis; `step` is what an arrow key moves.
    """

    id: str
    title: str
    unit: str
    symbol: str
    value: float
    citation: str
    effect: str
    effect_words: str
    axis_max: float
    rule: str = ""
    line: int | None = None

    @property
    def step(self) -> float:
        """What an arrow key moves."""
        return step_of(self.axis_max)

    @property
    def changes_anything(self) -> bool:
        """Whether a sweep shows any difference: land, ageing or the fee."""
        return self.effect in (*LAND_EFFECTS, "ageing", "fee")

    @property
    def changes_land(self) -> bool:
        """Whether another value can change status or 亩 at all."""
        return self.effect in LAND_EFFECTS


def tried_numbers(profile: Profile) -> tuple[Tried, ...]:
    """Return the lines of 亩均税收, then what changes land, then all other numbers."""
    scales = {low_parameter(n): test.scale or "" for n, test in enumerate(profile.low)}
    places = {name: place for place, name in enumerate(scales)}
    found = []
    for name, one in thresholds_of(profile).items():
        title = f"{one.title or one.id}"
        if name in scales and scales[name] and scales[name] not in title:
            title = f"{scales[name]}{title}"
        found.append(
            Tried(
                id=name,
                title=title,
                unit=one.unit,
                symbol=one.symbol,
                value=one.value,
                citation=one.citation,
                effect=effect_of(name),
                effect_words=describe_effect(name),
                axis_max=axis_end(one.value),
                rule=one.rule,
                line=places.get(name),
            )
        )
    return tuple(sorted(found, key=_rank))


def _rank(number: Tried) -> tuple[int, int]:
    if number.line is not None:
        return (0, number.line)
    if number.changes_land:
        return (1, LAND_EFFECTS.index(number.effect))
    return (3 if number.effect == NONE else 2, 0)


def axis_end(value: float) -> float:
    """Return a round end of an axis with room beyond a value."""
    if value <= 0:
        return 1.0
    needed = value * ROOM
    power = 10.0 ** math.floor(math.log10(needed))
    found = (one * power for one in LADDER if one * power >= needed * (1 - 1e-9))
    return float(round(next(found), 9))


def step_of(axis_max: float) -> float:
    """Return a step of about a hundredth of an axis: 0.1 for an axis to 30."""
    return float(10.0 ** (math.floor(math.log10(axis_max)) - 2))


def grid_of(number: Tried) -> tuple[tuple[float, ...], ...]:
    """Return the values of a sweep in the order of asking: coarse first, then between.

    The value in force is among the first.
    """
    points = np.linspace(0.0, number.axis_max, GRID_POINTS + 1)
    digits = max(0, 3 - math.floor(math.log10(number.axis_max)))
    every = [float(round(one, digits)) for one in points]
    coarse = {*every[:: GRID_POINTS // (FIRST_POINTS - 1)], number.value}
    return (
        tuple(sorted(coarse)),
        tuple(one for one in every if one not in coarse),
    )


def parse_value(text: str) -> float | None:
    """Read a number as people type it: full-width digits, 。 for the point.

    None for what is no number, or below 0.
    """
    plain = unicodedata.normalize("NFKC", text.strip().replace("。", "."))
    plain = plain.replace(",", "").replace(" ", "")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def ticks_of(axis_max: float, most: int = 6) -> NDArray[np.float64]:
    """Return round places on an axis from 0."""
    raw = axis_max / most
    power = 10 ** math.floor(math.log10(raw))
    width = next(
        one * power for one in (1, 2, 5, 10) if one * power >= raw * (1 - 1e-9)
    )
    return np.arange(0.0, axis_max + width * 1e-6, width)
