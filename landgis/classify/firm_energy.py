# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which firms use much energy (高耗), and whose tax does not fit what they use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from landgis import messages
from landgis.classify.evidence import Test, make_test, name_missing
from landgis.classify.firm_columns import (
    compute_ratio,
    to_industry_codes,
    to_numbers,
    to_words,
)
from landgis.classify.firm_limits import get_limit
from landgis.classify.firm_lines import Line, LineVerdict, Measured, judge_lines
from landgis.rules.profile import Profile

SINCE_2018 = "since_2018"
BEFORE_2018 = "before_2018"

_BUILT_SINCE = pd.Timestamp(date(2018, 1, 1))
_DIVISION_DIGITS = 2


def compute_energy_per_value(firms: pd.DataFrame) -> pd.Series:
    """Return 单位工业增加值能耗 in tce/万元; missing unless value added is above 0."""
    return compute_ratio(
        to_numbers(firms, "energy_tce"), to_numbers(firms, "value_added_wan")
    )


def make_energy_test(firms: pd.DataFrame, *, profile: Profile) -> Test:
    """Compare 单位工业增加值能耗 with the limit for the list (R-10: over 0.49)."""
    values = compute_energy_per_value(firms)
    return make_test(
        profile.threshold("energy_per_value"),
        values,
        subject_kind="firm",
        missing=name_missing(
            values,
            {
                "energy_tce": to_numbers(firms, "energy_tce").isna(),
                "value_added_wan": ~(to_numbers(firms, "value_added_wan") > 0),
            },
        ),
    )


def judge_two_high(firms: pd.DataFrame, *, profile: Profile) -> LineVerdict:
    """Tell who is to be examined as 两高: 1000 tce since 2018, 5000 tce before.

    The day of founding stands for the day of building.
    """
    energy = to_numbers(firms, "energy_tce")
    founded = firms.get("founded_date", pd.Series(pd.NaT, index=firms.index))
    since = founded >= _BUILT_SINCE
    groups = pd.Series(BEFORE_2018, index=firms.index, dtype="str").mask(
        since, SINCE_2018
    )
    return judge_lines(
        [
            Line(threshold=profile.threshold(f"two_high_tce_{group}"), group=group)
            for group in (SINCE_2018, BEFORE_2018)
        ],
        measured=Measured(
            values=energy,
            missing=name_missing(
                energy,
                {"energy_tce": energy.isna()},
            ),
            groups=groups.where(founded.notna()),
            group_field="founded_date",
        ),
    )


def make_implausible_tax_test(firms: pd.DataFrame, *, profile: Profile) -> Test:
    """Tell whose tax is far too small for the power used (TREAT row 4).

    The tax for each kWh is set against the median of the firms of the same
    industry division, or of all firms where too few can be compared; energy
    takes the place of power where that is missing.  UNKNOWN without either, or
    where no median above 0 can be formed.
    """
    tax = to_numbers(firms, "tax_wan")
    least = int(get_limit(profile, "plausible_group_min").value)
    division = to_industry_codes(to_words(firms, "industry")).str[:_DIVISION_DIGITS]
    shares = [
        _share_of_median(
            compute_ratio(tax, to_numbers(firms, used)), division=division, least=least
        )
        for used in ("power_wan_kwh", "energy_tce")
    ]
    values = shares[0].fillna(shares[1])
    threshold = get_limit(profile, "plausible_tax_share")
    test = make_test(
        threshold,
        values,
        subject_kind="firm",
        missing=name_missing(
            values, {"tax_wan": tax.isna(), "power_wan_kwh": tax.notna()}
        ),
    )
    limit = messages.text("evidence.near_median", share=threshold.shown)
    return replace(test, threshold=limit)


def _share_of_median(
    figure: pd.Series, *, division: pd.Series, least: int
) -> pd.Series:
    by_division = figure.groupby(division)
    median = by_division.transform("median").where(
        by_division.transform("count") >= least
    )
    return compute_ratio(figure, median.fillna(figure.median()))
