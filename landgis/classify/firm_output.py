# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""亩均税收 and whether it makes a firm 低效 or puts it on the survey list (LOW-E)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from landgis import messages
from landgis.classify.evidence import Test, name_missing, to_texts
from landgis.classify.firm_columns import (
    compute_ratio,
    to_numbers,
    to_scales,
    to_words,
)
from landgis.classify.firm_lines import Line, LineVerdict, Measured, judge_lines
from landgis.rules.firms import belongs_to, compute_listed
from landgis.rules.profile import LowTest, SurveyGroup, Threshold


@dataclass(frozen=True, kw_only=True)
class Output:
    """万元 of tax for each 亩, and which firms lack which field for it."""

    tax_per_mu: pd.Series
    lacks: Mapping[str, pd.Series]

    @property
    def missing(self) -> pd.Series:
        """Names of the fields that a missing figure lacks, joined by ","."""
        return name_missing(self.tax_per_mu, self.lacks)


@dataclass(frozen=True, kw_only=True)
class SurveyVerdict:
    """Which firms are to be surveyed, and one test for each group of the document."""

    result: pd.Series
    tests: tuple[Test, ...]


def compute_output(firms: pd.DataFrame) -> Output:
    """Divide tax by land (MU-02), both of the whole group for merged firms (遂昌).

    A refund (negative tax) is a figure like any other.  Land that is missing or
    not above 0 leaves the figure missing, and so does one member of a merged
    group whose tax or land is missing.
    """
    tax = to_numbers(firms, "tax_wan")
    land = to_numbers(firms, "land_mu")
    group = to_words(firms, "merged_group")
    if group.notna().any():
        alone = pd.Series(np.arange(len(firms)), index=firms.index).astype("str")
        key = group.where(group.notna(), other="·" + alone)
        tax, land = (_sum_known(figure, key) for figure in (tax, land))
    return Output(
        tax_per_mu=compute_ratio(tax, land),
        lacks={"tax_wan": tax.isna(), "land_mu": ~(land > 0)},
    )


def judge_low(
    tests: Sequence[LowTest], *, output: Output, scale: pd.Series
) -> LineVerdict:
    """Tell which firms are 低效 (LOW-E); without tests nobody can be told to be."""
    lines = [Line(threshold=test.threshold, group=test.scale) for test in tests]
    return judge_lines(
        lines,
        measured=Measured(
            values=output.tax_per_mu,
            missing=output.missing,
            groups=to_scales(scale),
            group_field="scale",
        ),
    )


def compute_near(
    tests: Sequence[LowTest],
    *,
    verdict: LineVerdict,
    tax_per_mu: pd.Series,
    share: Threshold,
) -> pd.Series:
    """Tell whose 亩均税收 is so near to the line that measures it (临界)."""
    limits = np.array([test.threshold.value for test in tests] + [np.nan])
    line = verdict.line.fillna(len(tests)).to_numpy(dtype=np.int64)
    limit = pd.Series(limits[line], index=tax_per_mu.index)
    return share.holds(compute_ratio((tax_per_mu - limit).abs(), limit))


def judge_listed(
    groups: Sequence[SurveyGroup], *, firms: pd.DataFrame, output: Output
) -> SurveyVerdict:
    """Tell which firms the document wants surveyed (排摸): the union of its groups."""
    judged = firms.assign(
        scale=to_scales(to_words(firms, "scale")), tax_per_mu=output.tax_per_mu
    )
    return SurveyVerdict(
        result=compute_listed(groups, firms=judged),
        tests=tuple(
            _make_survey_test(group, firms=judged, lacks=output.lacks)
            for group in groups
        ),
    )


def _sum_known(figure: pd.Series, key: pd.Series) -> pd.Series:
    total = figure.groupby(key).transform("sum")
    return total.mask(figure.isna().groupby(key).transform("any"))


def _make_survey_test(
    group: SurveyGroup, *, firms: pd.DataFrame, lacks: Mapping[str, pd.Series]
) -> Test:
    result = belongs_to(group, firms)
    present = {field: _column(firms, field) for field in group.fields}
    masks = {field: values.isna() for field, values in present.items()}
    if masks.pop("tax_per_mu", None) is not None:
        masks |= lacks
    value = np.full(len(firms), "", dtype=object)
    for number, values in enumerate(present.values()):
        value = value + ("，" if number else "") + to_texts(values)
    return Test(
        rule=group.rule,
        subject_kind="firm",
        result=result,
        value=pd.Series(value, index=firms.index, dtype="str"),
        operator=messages.text("evidence.belongs_to"),
        threshold=group.title,
        citation=group.citation,
        missing=name_missing(result, masks),
    )


def _column(firms: pd.DataFrame, field: str) -> pd.Series:
    return firms[field] if field in firms else pd.Series(np.nan, index=firms.index)
