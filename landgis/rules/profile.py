# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a county's policy documents say in numbers, each with word and clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd

from landgis.errors import RuleError
from landgis.messages import unit_title
from landgis.rules.logic import make_verdict
from landgis.rules.reading import make_hint
from landgis.rules.scheme import Scheme

SYMBOLS = {"atleast": "≥", "over": ">", "upto": "≤", "under": "<", "exactly": "="}
"""Comparison words of rule files (GEN-01, 民法典 1259): 以上 includes the number,
超过 does not, 以下 includes it, 不满 does not; `exactly` is a number that is
used as it is (a rate, a period) and not a limit."""

TENANTS = ("lease", "floor_area", "merged")
"""How land is given to tenants: by lease table, by floor area, merged per parcel."""

# Ratios are computed in binary: 115.2 / 14.4 need not be exactly 8.  Figures of
# the tables have at most six decimals, so nothing real comes nearer to a limit
# than this without being equal to it.
NOISE = 1e-12

# Drawn areas come out of projections and overlays with a little more of it.
DRAWN_NOISE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A number of a policy document with its comparison word.

    Attributes
    ----------
    value, exact
        The same number for computing and without loss (1/3).
    word
        A key of `SYMBOLS`.
    rule, citation
        The rulebook's ID, and the clause in Chinese.
    confidence
        How sure the source is: F found, S seed document, M-H … M-L from
        memory, I our own default.
    """

    id: str
    value: float
    word: str
    unit: str
    rule: str
    citation: str
    title: str = ""
    confidence: str = ""
    exact: Fraction | None = None

    @property
    def symbol(self) -> str:
        """The comparison as a sign."""
        return SYMBOLS[self.word]

    @property
    def shown(self) -> str:
        """The number as the document writes it: 8, 0.25, 1/3."""
        exact = Fraction(str(self.value)) if self.exact is None else self.exact
        decimal = f"{self.value:.12g}"
        return decimal if Fraction(decimal) == exact else str(exact)

    @property
    def shown_unit(self) -> str:
        """The unit in words of the language of the process."""
        return unit_title(self.unit)

    def holds(self, values: pd.Series) -> pd.Series:
        """Compare each value, unrounded, with the number; missing gives NA."""
        numbers = values.to_numpy(dtype="float64", na_value=np.nan)
        equal = np.abs(numbers - self.value) <= NOISE * abs(self.value)
        if self.word in ("atleast", "over"):
            verdict = numbers > self.value
        elif self.word in ("upto", "under"):
            verdict = numbers < self.value
        else:
            verdict = equal
        if self.word in ("over", "under"):
            verdict &= ~equal
        else:
            verdict |= equal
        return make_verdict(
            pd.Series(verdict, index=values.index, name=values.name),
            known=values.notna(),
        )


def is_below(values: pd.Series, limits: pd.Series | float) -> pd.Series:
    """Tell which values lie under their limit by more than noise; missing gives NA.

    For limits that are no `Threshold`: each parcel has its own, or the value
    rests on a drawn area.
    """
    margin = DRAWN_NOISE * np.abs(limits)
    below = (values < limits - margin).astype("boolean")
    unknown = values.isna()
    if isinstance(limits, pd.Series):
        unknown |= limits.isna()
    return below.mask(unknown)


@dataclass(frozen=True, kw_only=True)
class LowTest:
    """One line of 亩均税收 under which a firm is 低效; `scale` None: any firm."""

    threshold: Threshold
    scale: str | None = None


@dataclass(frozen=True, kw_only=True)
class SurveyGroup:
    """One group of firms that the document wants surveyed (排摸).

    A firm belongs to it if it has that scale, every condition holds for the
    column of that name, and every flag column is true.
    """

    id: str
    title: str
    rule: str
    citation: str
    confidence: str = ""
    scale: str | None = None
    conditions: Mapping[str, Threshold] = field(default_factory=dict)
    flags: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every column that the group looks at."""
        scale = () if self.scale is None else ("scale",)
        return (*scale, *self.conditions, *self.flags)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One county's (or platform's) rules in force from one day to another.

    Attributes
    ----------
    low
        Lines of 亩均税收; empty: no firm is tested and `low` stays missing.
    survey
        Groups whose union is to be surveyed.
    parameters
        Every other number: the common ones, overridden by the document's own.
    far_min
        Least plot ratio by beginning of the industry code (GB/T 4754-2017);
        the longest beginning that fits counts.
    sha256
        Of the file, so that a result can say by what it was judged.
    """

    id: str
    title: str
    region: str
    document: str
    source: str
    valid_from: date
    valid_to: date | None
    path: Path
    sha256: str
    low: tuple[LowTest, ...]
    survey: tuple[SurveyGroup, ...]
    parameters: Mapping[str, Threshold]
    tenants: str
    evaluation: Scheme
    far_min: Mapping[str, Threshold] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def threshold(self, parameter_id: str) -> Threshold:
        """Return the parameter of that id.

        Raises
        ------
        RuleError
            If there is none; the message names the nearest one.
        """
        found = self.parameters.get(parameter_id)
        if found is None:
            raise RuleError(
                "rules.unknown_parameter",
                file=self.path.name,
                key=parameter_id,
                hint=make_hint(parameter_id, self.parameters),
            )
        return found

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the document was in force on that day."""
        return self.valid_from <= day and (
            self.valid_to is None or day <= self.valid_to
        )
