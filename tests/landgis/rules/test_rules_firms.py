# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which firms are 低效 and which are to be surveyed, profile by profile."""

import numpy as np
import pandas as pd

from landgis.rules.firms import (
    compute_listed,
    compute_low,
    name_listed_missing,
    name_low_missing,
)
from landgis.rules.library import read_profile


def low_of(profile_id, *, tax_per_mu, scale):
    return compute_low(
        read_profile(profile_id).low,
        tax_per_mu=pd.Series(tax_per_mu, dtype="float64"),
        scale=pd.Series(scale, dtype="str"),
    )


def test_8_wan_is_low_in_ouhai_whatever_the_size():
    low = low_of(
        "ouhai_2021",
        tax_per_mu=[8.0, 8.0, 8.001, np.nan],
        scale=["规上", None, "规下", "规上"],
    )

    assert low.tolist() == [True, True, False, pd.NA]


def test_huzhou_has_one_line_above_scale_and_another_below():
    low = low_of(
        "huzhou_2021",
        tax_per_mu=[6.0, 6.0, 3.0, 7.0, 4.0, 1.0],
        scale=["规上", "规下", "规下", None, None, "服务业"],
    )

    assert low.tolist() == [True, False, True, False, pd.NA, False]


def test_ten_mu_of_a_small_firm_in_huzhou_lists_it_and_makes_it_not_low():
    profile = read_profile("huzhou_2021")
    firms = pd.DataFrame(
        {"scale": ["规下", "规上"], "land_mu": [10.0, 10.0], "tax_per_mu": [20.0, 20.0]}
    )

    listed = compute_listed(profile.survey, firms=firms)
    low = compute_low(profile.low, tax_per_mu=firms["tax_per_mu"], scale=firms["scale"])

    assert listed.tolist() == [True, False]
    assert low.tolist() == [False, False]


def test_without_a_line_nobody_is_tested():
    low = low_of("huangyan_2022", tax_per_mu=[0.0, 100.0], scale=["规上", "规下"])

    assert low.isna().all()
    assert low.dtype == "boolean"


def test_a_firm_that_cannot_be_tested_says_what_it_lacks():
    names = name_low_missing(
        read_profile("huzhou_2021").low,
        tax_per_mu=pd.Series([np.nan, 4.0, 7.0, np.nan]),
        scale=pd.Series(["规上", None, None, None], dtype="str"),
    )

    assert names.tolist() == ["tax_per_mu", "scale", "", "tax_per_mu,scale"]


def test_ouhai_surveys_the_union_of_three_groups():
    firms = pd.DataFrame(
        {
            "scale": ["规上", "规下", "规下", "规下", "规下", None],
            "land_mu": [1.0, 3.0, 2.99, 2.99, np.nan, 1.0],
            "tax_per_mu": [50.0, 50.0, 50.0, 8.0, 50.0, 50.0],
        }
    )
    survey = read_profile("ouhai_2021").survey

    listed = compute_listed(survey, firms=firms)
    missing = name_listed_missing(survey, firms=firms)

    assert listed.tolist() == [True, True, False, True, pd.NA, pd.NA]
    assert missing.tolist() == ["", "", "", "", "land_mu", "scale"]


def test_only_what_the_answer_hangs_on_is_named_as_missing():
    firms = pd.DataFrame(
        {"scale": ["规上"], "land_mu": [np.nan], "tax_per_mu": [np.nan]}
    )

    missing = name_listed_missing(read_profile("huzhou_2021").survey, firms=firms)

    assert missing.tolist() == ["tax_per_mu"]


def test_a_column_that_the_table_lacks_makes_the_survey_unknown():
    firms = pd.DataFrame({"scale": ["规上", "规上"], "tax_per_mu": [30.0, 9.0]})

    listed = compute_listed(read_profile("pinghu_2022").survey, firms=firms)

    assert listed.tolist() == [pd.NA, True]


def test_without_groups_the_survey_is_unknown():
    firms = pd.DataFrame({"scale": ["规上"]})

    assert compute_listed((), firms=firms).isna().all()
    assert name_listed_missing((), firms=firms).tolist() == [""]
