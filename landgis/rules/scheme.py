# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How firms are evaluated (亩均论英雄): indicators, weights, shares of each grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import ceil, floor

import numpy as np
import pandas as pd

GROUP_OF_SCALE = {"规上": "above_scale", "规下": "below_scale", "服务业": "service"}
"""Which group ranks firms of which scale; groups never rank against each other."""

GRADES = ("A", "B", "C", "D")

NUMERIC_FIELDS = (
    "land_mu",
    "floor_m2",
    "tax_wan",
    "value_added_wan",
    "revenue_wan",
    "energy_tce",
    "emission_t",
    "rd_wan",
    "employees",
    "power_wan_kwh",
)
"""Figures of the enterprise table that an indicator may be made of."""


class Missing(Enum):
    """What an indicator counts that a firm does not have (MU-03)."""

    ZERO = "zero"
    GROUP_MEAN_SCORE = "group_mean_score"
    REWEIGHT = "reweight"


class Rounding(Enum):
    """How the number of firms up to a share is made whole (MU-04)."""

    HALF_UP = "half_up"
    CEIL = "ceil"
    FLOOR = "floor"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator of a group: numerator ÷ denominator ÷ base × weight (MU-03).

    Attributes
    ----------
    numerator, denominator
        Standard fields of the enterprise table.
    base
        Value that earns exactly the weight; None: Σ numerators ÷ Σ
        denominators of the group.
    """

    id: str
    title: str
    unit: str
    numerator: str
    denominator: str
    weight: float
    base: float | None = None


@dataclass(frozen=True, kw_only=True)
class GradeShares:
    """Up to which share of a group, best first, a grade reaches (MU-04)."""

    a: Fraction
    b: Fraction
    c: Fraction
    rounding: Rounding = Rounding.HALF_UP

    def cuts(self, firms: int) -> tuple[int, int, int]:
        """Return up to which place A, B and C reach among `firms` firms.

        The shares are exact fractions, so 0.29 of 50 is 14.5, not 14.4999….
        """
        a, b, c = (self._whole(share * firms) for share in (self.a, self.b, self.c))
        return a, b, c

    def counts(self, firms: int) -> dict[str, int]:
        """Return how many firms get each grade where no two have the same score."""
        a, b, c = self.cuts(firms)
        return {"A": a, "B": b - a, "C": c - b, "D": firms - c}

    def _whole(self, share: Fraction) -> int:
        if self.rounding is Rounding.CEIL:
            return ceil(share)
        if self.rounding is Rounding.FLOOR:
            return floor(share)
        return floor(share + Fraction(1, 2))


@dataclass(frozen=True, kw_only=True)
class Renting:
    """Points taken off for letting land or halls to others (温岭 2022).

    `first` counts for the first tenant, `further` for each one after it; both
    are 0 or negative, and there is no limit.  `below_scale_only`: only 规下
    tenants are counted.
    """

    first: float
    further: float
    below_scale_only: bool

    @property
    def column(self) -> str:
        """The column that holds the number of tenants that count."""
        return "tenants_below_scale" if self.below_scale_only else "tenants"

    def points(self, tenants: pd.Series) -> pd.Series:
        """Return the points for that many tenants; a missing number gives 0."""
        number = tenants.fillna(0).clip(lower=0)
        return self.first * (number >= 1) + self.further * (number - 1).clip(lower=0)


@dataclass(frozen=True, kw_only=True)
class GroupScheme:
    """How the firms of one scale are scored and graded.

    Attributes
    ----------
    cap
        An indicator scores at most this many times its weight; None: no limit.
    floor
        An indicator scores at least this many times its weight; None: no limit.
    min_land_mu
        Firms with less land are not evaluated (MU-01); None: all are.
    """

    id: str
    scale: str
    indicators: tuple[Indicator, ...]
    cap: float | None
    floor: float | None
    missing: Missing
    shares: GradeShares
    renting: Renting | None = None
    min_land_mu: float | None = None
    citation: str = ""

    def points(
        self, indicator: Indicator, values: pd.Series, *, base: float
    ) -> pd.Series:
        """Return clamp(x ÷ base × weight, floor, cap) for one indicator (MU-03).

        A missing value gives a missing score.
        """
        low = -np.inf if self.floor is None else self.floor * indicator.weight
        high = np.inf if self.cap is None else self.cap * indicator.weight
        return (values / base * indicator.weight).clip(low, high)


@dataclass(frozen=True, kw_only=True)
class CityShare:
    """How much larger the share of D must be than that of the whole city.

    All are shares, 0 to 1; `city` is None where the office has not given it
    (温政办〔2018〕107号 三（二）2).
    """

    city: Fraction | None
    plus_min: Fraction
    plus_max: Fraction


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """How the firms of a county are evaluated in one year (MU).

    Attributes
    ----------
    groups
        By `above_scale`, `below_scale`, `service`.
    weak_vetoes
        Words in the veto column that bar a firm from A and B only; any other
        word, or 是, gives D.
    new_firm_years
        Firms founded less than this many years before the reference date are
        set aside (暂缓评价); None: they are evaluated.
    set_aside_status
        Firms in one of these states (未投产 …) are set aside.
    excluded_industries
        Beginnings of the industry codes that are not evaluated.
    d_share
        A condition on the share of D, or None.
    """

    title: str
    groups: Mapping[str, GroupScheme]
    weak_vetoes: tuple[str, ...] = ()
    new_firm_years: int | None = None
    set_aside_status: tuple[str, ...] = ()
    excluded_industries: tuple[str, ...] = ()
    d_share: CityShare | None = None
    citation: str = ""
    confidence: str = ""
