# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scales of the map as people read and type them: 1 : n, in round steps."""

from __future__ import annotations

import math
import re
import unicodedata
from itertools import pairwise

FINEST, COARSEST = 50.0, 20_000_000.0
ROUND_ENOUGH = 0.02  # of a step
STEPS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
_NUMBER = re.compile(r"(?:1\s*[:/]\s*)?(\d+(?:\.\d+)?)\s*(万)?")


def clamp(scale: float) -> float:
    """Keep a scale within what the map can show."""
    return min(max(scale, FINEST), COARSEST)


def stepped(scale: float, steps: int) -> float:
    """Return the round scale so many steps finer (negative: coarser).

    A scale that is not round counts as lying half way to the next.
    """
    position = _position(scale)
    nearest = round(position)
    if abs(position - nearest) < ROUND_ENOUGH:
        position = float(nearest)
    target = math.ceil(position) - steps if steps > 0 else math.floor(position) - steps
    return clamp(_at(target))


def nearest_round(scale: float) -> float:
    """Return the round scale nearest to this one."""
    return clamp(_at(round(_position(scale))))


def read_scale(text: str) -> float | None:
    """Read what a person types: 5000, 1:5 000, 1：5，000, 2.5万; None if it is none."""
    plain = unicodedata.normalize("NFKC", text).replace("。", ".")
    plain = re.sub(r"[\s,，']", "", plain)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    value = float(found[1]) * (10_000 if found[2] else 1)
    return clamp(value) if value > 0 else None


def grouped(value: float) -> str:
    """Return a whole number in groups of three, set apart by thin spaces."""
    return f"{round(value):,}".replace(",", "\u2009")


def _position(scale: float) -> float:
    """Return where a scale lies in the series of round ones, between two of them."""
    decade = math.floor(math.log10(scale) + 1e-12)
    rest = scale / 10.0**decade
    ends = (*STEPS, 10.0)
    for number, (low, high) in enumerate(pairwise(ends)):
        if rest < high:
            share = math.log(max(rest, low) / low) / math.log(high / low)
            return decade * len(STEPS) + number + share
    return float((decade + 1) * len(STEPS))


def _at(position: int) -> float:
    decade, number = divmod(position, len(STEPS))
    return float(STEPS[number] * 10.0**decade)
