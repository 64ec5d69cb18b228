# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a made county consists of, and how codes and dates are drawn.

Numbers are kept as exact fractions and shapes in the plane of EPSG:4549, so that what
must come out can be computed from the true values and not from the files.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from shapely import make_valid

PROFILES = {
    "ouhai_2021": [(None, 8)],
    "wenzhou_platforms_2018": [(None, 5)],
    "huzhou_2021": [("规上", 6), ("规下", 3)],
    "huangyan_2022": [],
}
MU = Fraction(2000, 3)
CELL = 260
WEST, SOUTH = 557000, 3090000
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [pow(3, i, 31) for i in range(17)]
SURNAMES = [
    "远立",
    "润建",
    "嘉创",
    "辰锐",
    "宏源",
    "盛光",
    "泰腾",
    "科达",
    "顺安",
    "丰润",
]
SECOND = [
    "飞轮",
    "海陆",
    "明阳",
    "金桥",
    "立信",
    "通达",
    "中孚",
    "北辰",
    "联创",
    "启元",
]
TRADES = [
    "阀门",
    "鞋业",
    "服装",
    "电气",
    "泵业",
    "印刷",
    "食品",
    "轴承",
    "家具",
    "五金",
]
SUPPLY_OPTIONAL = ("actual_start", "stop_date", "actual_finish", "production_date")


@dataclass(kw_only=True)
class County:
    """True values of one county; a row of a list is a row of a file."""

    seed: int
    profile: str
    ref: date
    habits: dict[str, Any]
    absent: set[str] = field(default_factory=set)
    parcels: list[dict[str, Any]] = field(default_factory=list)
    approvals: list[dict[str, Any]] = field(default_factory=list)
    excludes: list[dict[str, Any]] = field(default_factory=list)
    towns: list[dict[str, Any]] = field(default_factory=list)
    blocks: list[dict[str, Any]] = field(default_factory=list)
    vacated: list[dict[str, Any]] = field(default_factory=list)
    firms: list[dict[str, Any]] = field(default_factory=list)
    leases: list[dict[str, Any]] = field(default_factory=list)
    officials: list[dict[str, Any]] = field(default_factory=list)
    faults: set[str] = field(default_factory=set)

    @property
    def last_year(self) -> int:
        return max(f["year"] for f in self.firms if f["year"] <= self.ref.year)


def credit_code(rng: random.Random, *, digits: bool = False) -> str:
    """Make a valid code; with `digits` one of figures only, that a sheet can spoil."""
    pool = "0123456789" if digits else ALPHABET
    while True:
        body = "91330304" + "".join(rng.choice(pool) for _ in range(9))
        if digits:
            body = body[:-2] + rng.choice("123456789") + rng.choice("123456789")
        total = sum(ALPHABET.index(c) * w for c, w in zip(body, WEIGHTS, strict=True))
        code = body + ALPHABET[(31 - total % 31) % 31]
        if not digits or code.isdigit():
            return code


def true_area(row: dict[str, Any]) -> Fraction:
    """Give the registered area, else the drawn one, of a twisted ring too."""
    return row["registered_m2"] or Fraction(make_valid(row["shape"]).area)


def years(day: date, n: int) -> date:
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year + n)


def near(rng: random.Random, day: date, *, before: int, after: int) -> date:
    got = day + timedelta(days=rng.randint(-before, after))
    return got.replace(day=28) if (got.month, got.day) == (2, 29) else got
