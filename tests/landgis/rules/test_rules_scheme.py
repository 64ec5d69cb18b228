# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scores and cuts by the published formulas and shares."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.rules.library import read_profile
from landgis.rules.scheme import GradeShares, GroupScheme, Missing, Renting, Rounding

MU_T1 = {
    "tax_per_mu": 8.0,
    "value_added_per_mu": 60.0,
    "value_added_per_tce": 1.5,
    "value_added_per_t": 3000.0,
    "value_added_per_worker": 15.0,
    "rd_share": 0.0200,
}
MU_T2 = {**MU_T1, "tax_per_mu": 120.0, "rd_share": -0.01}
WITHIN = 5e-5


def shares(a=0.20, b=0.80, c=0.95, rounding=Rounding.HALF_UP):
    a, b, c = (Fraction(str(share)) for share in (a, b, c))
    return GradeShares(a=a, b=b, c=c, rounding=rounding)


def huangyan_2022(*, cap, floor):
    shipped = read_profile("huangyan_2022").evaluation.groups["above_scale"]
    return GroupScheme(
        id=shipped.id,
        scale=shipped.scale,
        indicators=shipped.indicators,
        cap=cap,
        floor=floor,
        missing=Missing.GROUP_MEAN_SCORE,
        shares=shares(),
    )


def points_of(scheme, values):
    return [
        scheme.points(
            indicator, pd.Series([values[indicator.id]]), base=indicator.base
        ).iloc[0]
        for indicator in scheme.indicators
    ]


def test_mu_t1_indicator_by_indicator():
    points = points_of(huangyan_2022(cap=None, floor=0.0), MU_T1)

    expected = [9.9597, 8.8132, 11.1359, 6.0854, 8.2690, 6.6225]
    assert points == pytest.approx(expected, abs=WITHIN)
    assert sum(points) == pytest.approx(50.8857, abs=1e-4)


@pytest.mark.parametrize(
    ("cap", "floor", "score"),
    [(None, None, 180.3884), (None, 0.0, 183.6997), (1.5, 0.0, 79.3035)],
)
def test_mu_t2_with_and_without_cap_and_floor(cap, floor, score):
    points = points_of(huangyan_2022(cap=cap, floor=floor), MU_T2)

    assert sum(points) == pytest.approx(score, abs=1e-4)


def test_mu_t3_below_scale():
    scheme = read_profile("huangyan_2022").evaluation.groups["below_scale"]

    points = points_of(scheme, {"tax_per_mu": 5.0, "tax_per_power": 0.15})

    assert sum(points) == pytest.approx(53.4521, abs=1e-4)


def test_a_missing_value_scores_nothing_yet():
    scheme = huangyan_2022(cap=1.5, floor=0.0)

    assert (
        scheme.points(scheme.indicators[0], pd.Series([np.nan]), base=1.0).isna().all()
    )


def test_eight_per_cent_of_1248_firms_are_100():
    assert shares(c=0.92).counts(1248)["D"] == 100


def test_shares_are_exact_where_binary_fractions_are_not():
    assert shares(a=0.29).cuts(50)[0] == 15
    assert shares(a=0.1, b=0.35).cuts(10) == (1, 4, 10)


def test_small_groups_round_half_up():
    assert shares().cuts(7) == (1, 6, 7)
    assert shares().cuts(9) == (2, 7, 9)
    assert shares().cuts(1) == (0, 1, 1)
    assert shares().cuts(0) == (0, 0, 0)


def test_cuts_may_be_rounded_up_or_down_instead():
    assert shares(rounding=Rounding.CEIL).cuts(7) == (2, 6, 7)
    assert shares(rounding=Rounding.FLOOR).cuts(7) == (1, 5, 6)


@given(
    st.integers(0, 100_000),
    st.lists(st.integers(0, 100), min_size=3, max_size=3).map(sorted),
    st.sampled_from(list(Rounding)),
)
def test_shares_add_up(firms, percents, rounding):
    a, b, c = (Fraction(percent, 100) for percent in percents)
    counts = GradeShares(a=a, b=b, c=c, rounding=rounding).counts(firms)

    assert sum(counts.values()) == firms
    assert min(counts.values()) >= 0


def test_wenling_gives_a_to_fewer_small_firms():
    groups = read_profile("wenling_2022").evaluation.groups

    assert groups["above_scale"].shares.counts(100) == {
        "A": 20,
        "B": 60,
        "C": 15,
        "D": 5,
    }
    assert groups["below_scale"].shares.counts(100) == {
        "A": 5,
        "B": 70,
        "C": 20,
        "D": 5,
    }


def test_wenling_takes_points_off_for_every_further_tenant():
    groups = read_profile("wenling_2022").evaluation.groups
    tenants = pd.Series([np.nan, 0, 1, 2, 4])

    above = groups["above_scale"].renting.points(tenants)
    below = groups["below_scale"].renting.points(tenants)

    assert above.tolist() == [0, 0, 0, -5, -15]
    assert below.tolist() == [0, 0, -10, -15, -25]
    assert isinstance(groups["above_scale"].renting, Renting)
    assert groups["above_scale"].renting.column == "tenants_below_scale"


def test_a_profile_of_other_matters_evaluates_by_the_common_scheme():
    groups = read_profile("ouhai_2021").evaluation.groups

    weights = {
        name: [indicator.weight for indicator in group.indicators]
        for name, group in groups.items()
    }
    assert weights == {
        "above_scale": [30, 20, 20, 10, 10, 10],
        "below_scale": [50, 50],
        "service": [50, 50],
    }
    assert all(
        indicator.base is None
        for group in groups.values()
        for indicator in group.indicators
    )
    assert read_profile("ouhai_2021").evaluation.confidence == "I"


def test_the_platforms_have_more_d_firms_once_the_city_s_share_is_known(tmp_path):
    shipped = read_profile("wenzhou_platforms_2018")
    text = shipped.path.read_text("utf-8").replace("# city = 0.05", "city = 0.05")
    own = tmp_path / "own.toml"
    own.write_text(text, "utf-8")

    counts = read_profile(str(own)).evaluation.groups["service"].shares.counts(200)

    assert counts["D"] == 20
    assert shipped.evaluation.groups["service"].shares.counts(200)["D"] == 10
