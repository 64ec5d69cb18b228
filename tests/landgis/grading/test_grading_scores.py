# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Indicators, bases, caps and missing figures of one group."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.grading.scoring import compute_base, score_group
from landgis.rules.library import read_profile
from landgis.rules.scheme import GradeShares, GroupScheme, Indicator, Missing

TAX = Indicator(
    id="tax_per_mu",
    title="亩均税收",
    unit="万元/亩",
    numerator="tax_wan",
    denominator="land_mu",
    weight=60.0,
    base=10.0,
)
POWER = Indicator(
    id="tax_per_power",
    title="单位用电税收",
    unit="",
    numerator="tax_wan",
    denominator="power_wan_kwh",
    weight=40.0,
    base=2.0,
)
SCHEME = GroupScheme(
    id="below_scale",
    scale="规下",
    indicators=(TAX, POWER),
    cap=None,
    floor=0.0,
    missing=Missing.GROUP_MEAN_SCORE,
    shares=GradeShares(a=Fraction(1, 5), b=Fraction(4, 5), c=Fraction(19, 20)),
)


def firms(tax, land, power):
    return pd.DataFrame(
        {"tax_wan": tax, "land_mu": land, "power_wan_kwh": power}, dtype="float64"
    )


def test_the_score_is_value_over_base_times_weight():
    scored = score_group(firms([30, 100], [3, 20], [15, 100]), scheme=SCHEME)

    assert scored.total.tolist() == [60 + 40, 30 + 20]
    assert scored.rows["indicator"].tolist() == ["tax_per_mu", "tax_per_power"] * 2
    assert scored.rows["firm"].tolist() == [0, 0, 1, 1]
    assert scored.rows["value"].tolist() == [10, 2, 5, 1]
    assert scored.rows["note"].tolist() == [""] * 4


def test_a_refund_scores_nothing_where_the_floor_is_0():
    scored = score_group(firms([-30], [3], [15]), scheme=SCHEME)

    assert scored.total.tolist() == [0]
    assert set(scored.rows["note"]) == {"按下限计"}


def test_without_a_floor_a_refund_takes_points_off():
    scored = score_group(firms([-30], [3], [15]), scheme=replace(SCHEME, floor=None))

    assert scored.total.tolist() == [-100]


def test_a_cap_holds_for_each_indicator():
    scored = score_group(firms([300], [3], [15]), scheme=replace(SCHEME, cap=1.5))

    assert scored.total.tolist() == [150]
    assert set(scored.rows["note"]) == {"封顶"}


def test_an_open_base_is_the_ratio_of_the_sums():
    table = firms([30, 10, 99, np.nan], [3, 7, 0, 50], [1, 1, 1, 1])

    assert compute_base(replace(TAX, base=None), firms=table) == 4.0
    assert compute_base(TAX, firms=table) == 10.0


def test_what_is_missing_or_has_no_denominator_takes_the_mean_score_of_the_others():
    table = firms([30, 60, 30, np.nan], [3, 3, 3, 3], [15, 30, 0, 10])

    scored = score_group(table, scheme=SCHEME)

    assert scored.total.tolist() == [100, 160, 60 + 40, (60 + 120 + 60) / 3 + 40]
    notes = scored.rows.set_index(["firm", "indicator"])["note"]
    assert "平均得分" in notes[2, "tax_per_power"]
    assert "平均得分" in notes[3, "tax_per_mu"]


def test_what_is_missing_may_count_nothing():
    table = firms([30, 30], [3, np.nan], [15, 15])

    scored = score_group(table, scheme=replace(SCHEME, missing=Missing.ZERO))

    assert scored.total.tolist() == [100, 40]


def test_what_is_missing_may_be_carried_by_the_others():
    table = firms([30, 15, np.nan], [3, np.nan, 3], [15, 15, 15])

    scored = score_group(table, scheme=replace(SCHEME, missing=Missing.REWEIGHT))

    assert scored.total[:2].tolist() == [100, pytest.approx(0.5 * 100)]
    assert np.isnan(scored.total[2])


def test_an_indicator_nobody_has_is_left_out_and_named():
    table = firms([30, 15], [3, 3], [0, 0])

    scored = score_group(table, scheme=SCHEME)

    assert scored.total.tolist() == [60, 30]
    assert scored.unscored == (POWER,)


def test_a_table_without_the_columns_scores_nobody():
    scored = score_group(pd.DataFrame({"name": ["甲"]}), scheme=SCHEME)

    assert scored.total.isna().all()
    assert scored.unscored == (TAX, POWER)


@given(
    st.lists(
        st.tuples(st.floats(-100, 100), st.floats(0, 50), st.floats(0, 50)),
        min_size=2,
        max_size=12,
    ),
    st.floats(0.01, 100),
)
def test_more_tax_never_lowers_the_score(rows, more):
    table = firms(*zip(*rows, strict=True))
    richer = table.assign(tax_wan=table["tax_wan"] + more * (table.index == 0))

    before = score_group(table, scheme=SCHEME).total
    after = score_group(richer, scheme=SCHEME).total

    assert after[0] >= before[0] or np.isnan(before[0])


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.floats(-100, 100)),
            st.one_of(st.none(), st.floats(0, 50)),
            st.one_of(st.none(), st.floats(0, 50)),
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(list(Missing)),
    st.sampled_from([None, 1.5, 2.0]),
)
def test_the_scores_of_a_firm_add_up_to_its_total(rows, missing, cap):
    table = firms(*zip(*rows, strict=True))

    scored = score_group(table, scheme=replace(SCHEME, missing=missing, cap=cap))

    added = scored.rows.groupby("firm")["score"].sum(min_count=1)
    pd.testing.assert_series_equal(
        added, scored.total, check_names=False, check_index_type=False
    )


def test_huangyan_2022_scores_the_published_vectors_from_the_office_s_figures():
    groups = read_profile("huangyan_2022").evaluation.groups
    above = pd.DataFrame(
        {
            "tax_wan": [80.0],
            "land_mu": [10.0],
            "value_added_wan": [600.0],
            "energy_tce": [400.0],
            "emission_t": [0.2],
            "employees": [40.0],
            "rd_wan": [40.0],
            "revenue_wan": [2000.0],
        }
    )

    total = score_group(above, scheme=groups["above_scale"]).total
    below = score_group(
        firms([15.0], [3.0], [100.0]), scheme=groups["below_scale"]
    ).total

    assert total[0] == pytest.approx(50.8857, abs=1e-4)
    assert below[0] == pytest.approx(53.4521, abs=1e-4)
