# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each number of a profile changes at all, and that many change nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from landgis import messages

STATUS, LAND, RESIDUAL = "status", "land", "residual"
AGEING, FEE, FIRMS, FINDINGS, NONE = "ageing", "fee", "firms", "findings", "none"
EFFECTS = (STATUS, LAND, RESIDUAL, AGEING, FEE, FIRMS, FINDINGS, NONE)
"""What a number may change; only the first three move the sum of 亩."""

LOW_PREFIX = "low["


def effect_of(parameter: str) -> str:
    """Return what a threshold changes: a member of `EFFECTS`."""
    if parameter.startswith(LOW_PREFIX):
        return STATUS
    return _effects().get(parameter, NONE)


def describe_effect(parameter: str) -> str:
    """Return in one sentence what a threshold changes, or that it changes nothing."""
    return messages.text(f"scenario.effect.{effect_of(parameter)}")


@cache
def _effects() -> Mapping[str, str]:
    path = files("landgis.scenario") / "effects.toml"
    content = tomllib.loads(path.read_text("utf-8"))
    return {
        name: effect
        for effect, names in content.items()
        if isinstance(names, list)
        for name in names
    }
