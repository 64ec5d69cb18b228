# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Worked examples inside rule files: what a rule must say about a given case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from landgis.rules.building import FLAGS
from landgis.rules.firms import (
    compute_listed,
    compute_low,
    name_listed_missing,
    name_low_missing,
)
from landgis.rules.profile import Profile, Threshold
from landgis.rules.reading import Section, make_hint
from landgis.rules.scheme import GRADES, GROUP_OF_SCALE, GroupScheme

VERDICTS = ("TRUE", "FALSE", "UNKNOWN")

Given = Mapping[str, bool | str | Fraction]


@dataclass(frozen=True, kw_only=True)
class Example:
    """A case and what must come of it.

    Attributes
    ----------
    test
        `low`, `listed`, `score`, `grades`, or the id of a number.
    given
        Values by field; what a number is compared with is called `value`.
    expect
        The answer in words: TRUE, ``UNKNOWN(tax_per_mu)``, a score with four
        decimals, or ``A20 B60 C15 D5``.
    group
        Group of firms, for `score` and `grades`.
    """

    title: str
    test: str
    given: Given
    expect: str
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an example should give and what it gave, in words."""

    title: str
    test: str
    expected: str
    found: str

    @property
    def passed(self) -> bool:
        """Tell whether the rules say what the example expects."""
        return self.expected == self.found


def run_examples(
    top: Section, *, parameters: Mapping[str, Threshold], profile: Profile | None
) -> tuple[Outcome, ...]:
    """Read the examples of a rule file and put each to the rules.

    Without a profile only numbers can be tested.

    Raises
    ------
    RuleError
        If an example is written wrongly.
    """
    kinds = (*(_PROFILE_TESTS if profile is not None else ()), *parameters)
    outcomes = []
    for section in top.tables("example"):
        example = _read(section, kinds)
        if profile is not None and example.test in _PROFILE_TESTS:
            found = _PROFILE_TESTS[example.test](example, profile)
        else:
            found = _test_number(example, parameters[example.test])
        outcomes.append(
            Outcome(
                title=example.title,
                test=example.test,
                expected=example.expect,
                found=found,
            )
        )
    return tuple(outcomes)


def _read(section: Section, kinds: Sequence[str]) -> Example:
    section.allow("title", "test", "given", "expect", "missing", "group")
    test = section.text("test")
    if test not in kinds:
        raise section.error(
            "rules.example_kind", "test", found=test, hint=make_hint(test, kinds)
        )
    if test == "grades":
        section.table("given").whole("firms")
    return Example(
        title=section.text("title"),
        test=test,
        given=_read_given(section.table("given")),
        expect=_read_expect(section, test),
        group=(
            section.choice("group", tuple(GROUP_OF_SCALE.values()))
            if test in ("score", "grades")
            else ""
        ),
    )


def _read_given(section: Section) -> Given:
    return {name: _read_value(section, name) for name in section.entries}


def _read_value(section: Section, name: str) -> bool | str | Fraction:
    if name == "scale":
        return section.text(name)
    if name in FLAGS:
        return section.flag(name)
    return section.number(name)


def _read_expect(section: Section, test: str) -> str:
    if test == "score":
        return _score_text(float(section.number("expect")))
    if test == "grades":
        counts = section.table("expect")
        counts.allow(*GRADES)
        return _grades_text({grade: counts.whole(grade) for grade in GRADES})
    verdict = section.choice("expect", VERDICTS)
    return _verdict_text(verdict, ",".join(section.texts("missing")))


def _test_number(example: Example, threshold: Threshold) -> str:
    values = pd.Series([_number(example.given.get("value"))])
    holds = threshold.holds(values)
    return _answer(holds, "value" if holds.isna().iloc[0] else "")


def _test_low(example: Example, profile: Profile) -> str:
    firm = _one_firm(example.given)
    tax = firm.get("tax_per_mu", pd.Series([np.nan]))
    scale = firm.get("scale", pd.Series([np.nan], dtype="str"))
    low = compute_low(profile.low, tax_per_mu=tax, scale=scale)
    missing = name_low_missing(profile.low, tax_per_mu=tax, scale=scale)
    return _answer(low, missing.iloc[0])


def _test_listed(example: Example, profile: Profile) -> str:
    firm = _one_firm(example.given)
    missing = name_listed_missing(profile.survey, firms=firm)
    return _answer(compute_listed(profile.survey, firms=firm), missing.iloc[0])


def _test_score(example: Example, profile: Profile) -> str:
    group = _group(example, profile)
    points = [
        group.points(
            indicator,
            pd.Series([_number(example.given.get(indicator.id))]),
            base=np.nan if indicator.base is None else indicator.base,
        ).iloc[0]
        for indicator in group.indicators
    ]
    return _score_text(float(np.sum(points)))


def _test_grades(example: Example, profile: Profile) -> str:
    firms = int(_number(example.given.get("firms")))
    return _grades_text(_group(example, profile).shares.counts(firms))


_PROFILE_TESTS: Mapping[str, Callable[[Example, Profile], str]] = {
    "low": _test_low,
    "listed": _test_listed,
    "score": _test_score,
    "grades": _test_grades,
}


def _group(example: Example, profile: Profile) -> GroupScheme:
    return profile.evaluation.groups[example.group]


def _one_firm(given: Given) -> pd.DataFrame:
    values: dict[str, Any] = {
        name: value if isinstance(value, (bool, str)) else float(value)
        for name, value in given.items()
    }
    return pd.DataFrame(values, index=[0])


def _number(value: bool | str | Fraction | None) -> float:  # noqa: FBT001 - a value
    return np.nan if value is None else float(value)


def _answer(verdict: pd.Series, missing: str) -> str:
    found = verdict.iloc[0]
    return _verdict_text("UNKNOWN" if found is pd.NA else str(found).upper(), missing)


def _verdict_text(verdict: str, missing: str) -> str:
    return f"{verdict}({missing})" if missing else verdict


def _score_text(score: float) -> str:
    return f"{score:.4f}"


def _grades_text(counts: Mapping[str, int]) -> str:
    return " ".join(f"{grade}{counts[grade]}" for grade in GRADES)
