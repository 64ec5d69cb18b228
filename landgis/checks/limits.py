# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a fault is worth telling: the numbers and lists of ``limits.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files

from landgis.rules.profile import Threshold


@dataclass(frozen=True, kw_only=True)
class UnitSlip:
    """A factor between drawn and registered area that tells of a mixed-up unit."""

    factor: float
    unit: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """A column that may not be larger than `times` another one."""

    part: str
    whole: str
    times: float


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The limits that a profile may set; see the file for sources."""

    area_warn_ratio: float
    area_error_ratio: float
    overlap_min_m2: float
    overlap_min_width_m: float
    sliver_min_m2: float
    sliver_buffer_m: float
    sliver_thinness: float
    speck_m2: float
    unit_slip_tolerance: float
    excess_ratio: float
    earliest_year: float


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Everything that decides whether a check reports something."""

    numbers: Numbers
    keys: Mapping[str, tuple[str, ...]]
    unique: Mapping[str, str]
    registered: Mapping[str, str]
    usual_overlaps: frozenset[str]
    points_allowed: frozenset[str]
    unit_slips: tuple[UnitSlip, ...]
    date_chain: tuple[str, ...]
    date_pairs: tuple[tuple[str, str], ...]
    happened: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    not_negative: tuple[str, ...]
    parts: tuple[Part, ...]


@cache
def read_limits() -> Limits:
    """Read the shipped limits."""
    path = files("landgis.checks") / "limits.toml"
    content = tomllib.loads(path.read_text("utf-8"))
    return Limits(
        numbers=Numbers(**content["limits"]),
        keys={role: tuple(names) for role, names in content["keys"].items()},
        unique=content["unique"],
        registered=content["registered"],
        usual_overlaps=frozenset(content["overlap"]["usual"]),
        points_allowed=frozenset(content["points"]["allowed"]),
        unit_slips=tuple(UnitSlip(**slip) for slip in content["unit_slips"]),
        date_chain=tuple(content["dates"]["chain"]),
        date_pairs=tuple(
            (earlier, later) for earlier, later in content["dates"]["pairs"]
        ),
        happened=tuple(content["dates"]["happened"]),
        words={name: tuple(words) for name, words in content["values"].items()},
        not_negative=tuple(content["numbers"]["not_negative"]),
        parts=tuple(Part(**part) for part in content["parts"]),
    )


def make_limits(parameters: Mapping[str, Threshold]) -> Limits:
    """Return the shipped limits with the numbers that a profile sets itself."""
    limits = read_limits()
    names = {field.name for field in fields(Numbers)}
    own = {
        name: threshold.value for name, threshold in parameters.items() if name in names
    }
    return replace(limits, numbers=replace(limits.numbers, **own))
