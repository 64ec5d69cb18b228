# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits that differ by group of firm: by scale (规上/规下), by year of building."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from landgis.classify.evidence import Test
from landgis.rules.logic import all_of, any_of, make_constant
from landgis.rules.profile import Threshold


@dataclass(frozen=True, kw_only=True)
class Line:
    """A limit, and the group of firms that it is for; None: every firm."""

    threshold: Threshold
    group: str | None = None


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The figure that is compared with the lines.

    Attributes
    ----------
    values
        The figure of each firm.
    missing
        Fields that a missing figure lacks, joined by ",".
    groups
        Group of each firm; missing where it is not known.
    group_field
        The field that an unknown group lacks.
    """

    values: pd.Series
    missing: pd.Series
    groups: pd.Series
    group_field: str


@dataclass(frozen=True, kw_only=True)
class LineVerdict:
    """Whether a firm is past any line of its group, and the tests that say so.

    `line` is the position of the line that the firm is measured by: the one it
    is past, else the first of its group; missing where none is for it.
    """

    result: pd.Series
    line: pd.Series
    tests: tuple[Test, ...]


def judge_lines(lines: Sequence[Line], *, measured: Measured) -> LineVerdict:
    """Compare each firm's figure with the lines of its group.

    A firm of unknown group is judged only where every group would give the same
    answer; else it is UNKNOWN for want of the group.  A firm of a group without
    lines is past none; without any line everything is UNKNOWN.
    """
    groups = measured.groups
    if not lines:
        return LineVerdict(
            result=make_constant(None, index=groups.index),
            line=pd.Series(np.nan, index=groups.index),
            tests=(),
        )
    holds = [line.threshold.holds(measured.values) for line in lines]
    result = _any(lines, holds, group=None)
    named = sorted({line.group for line in lines if line.group is not None})
    if named:
        verdicts = {name: _any(lines, holds, group=name) for name in named}
        for name, verdict in verdicts.items():
            result = result.mask(groups == name, verdict)
        everywhere = all_of(*verdicts.values())
        somewhere = any_of(*verdicts.values())
        differ = (~everywhere & somewhere).fillna(value=False).astype(bool)
        agreed = everywhere.mask(differ)
        result = result.mask(groups.isna(), agreed)
    tests = tuple(
        _make_test(line, held, result=result, measured=measured)
        for line, held in zip(lines, holds, strict=True)
    )
    return LineVerdict(
        result=result,
        line=_deciding_lines(tests, index=groups.index).mask(
            groups.isna() & result.isna() & bool(named)
        ),
        tests=tests,
    )


def _any(
    lines: Sequence[Line], holds: Sequence[pd.Series], *, group: str | None
) -> pd.Series:
    """Tell who is past a line that is for `group` or for every firm."""
    fitting = [
        held
        for line, held in zip(lines, holds, strict=True)
        if line.group in (None, group)
    ]
    return any_of(make_constant(verdict=False, index=holds[0].index), *fitting)


def _make_test(
    line: Line, held: pd.Series, *, result: pd.Series, measured: Measured
) -> Test:
    threshold = line.threshold
    if line.group is None:
        applies, undecided = None, pd.Series(data=False, index=held.index)
    else:
        applies = (measured.groups == line.group) | measured.groups.isna()
        undecided = measured.groups.isna() & result.isna() & held.notna()
    verdict = held.mask(undecided)
    return Test(
        rule=threshold.rule,
        subject_kind="firm",
        result=verdict,
        value=measured.values,
        operator=threshold.symbol,
        threshold=threshold.shown,
        citation=threshold.citation,
        missing=measured.missing.mask(undecided, measured.group_field).where(
            verdict.isna(), other=""
        ),
        applies=applies,
    )


def _deciding_lines(tests: Sequence[Test], *, index: pd.Index) -> pd.Series:
    decided = pd.Series(np.nan, index=index)
    everyone = pd.Series(data=True, index=index)
    for position, test in reversed(list(enumerate(tests))):
        mine = everyone if test.applies is None else test.applies
        decided = decided.mask(mine, float(position))
    for position, test in reversed(list(enumerate(tests))):
        past = test.result.fillna(value=False).astype(bool)
        mine = past if test.applies is None else past & test.applies
        decided = decided.mask(mine, float(position))
    return decided
