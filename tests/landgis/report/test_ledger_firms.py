# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of firms say what the office asks for, and nothing that is not known."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from report_builders import make_analysis, make_firms, make_parcels, make_profile

from landgis.report.ledger_firms import (
    indicators,
    make_evaluation_rows,
    make_firm_rows,
    make_rectification_rows,
)
from landgis.rules.scheme import GradeShares, GroupScheme, Indicator, Missing, Scheme


def test_tax_of_earlier_years_comes_from_the_years_before():
    rows = make_firm_rows(make_analysis())

    assert rows["tax_per_mu_before"][0] == 4.0
    assert rows["tax_per_mu_mean3"][0] == pytest.approx((5 + 4 + 3) / 3)
    assert rows["tax_per_mu_before"][1:].isna().all()


def test_a_mean_of_three_years_needs_all_three():
    history = make_analysis().firm_history.iloc[:1]

    rows = make_firm_rows(make_analysis(firm_history=history))

    assert rows["tax_per_mu_before"][0] == 4.0
    assert np.isnan(rows["tax_per_mu_mean3"][0])


def test_kinds_of_low_firms_are_named_and_unknown_is_none_of_them():
    rows = make_firm_rows(make_analysis())

    assert rows["low_kinds"].tolist() == ["低效、高耗", "低效、停产僵尸", "", ""]


def test_firms_to_be_put_right_are_low_high_in_energy_or_on_an_official_list():
    firms = make_firms().assign(official_category=[None, None, "高耗低效", None])

    rows = make_rectification_rows(make_firm_rows(make_analysis(firms=firms)))

    assert rows["name"].tolist() == ["一号鞋厂", "二号鞋厂", "三号阀门"]


def test_a_tenant_has_a_lessor_and_an_owner_has_none():
    firms = make_firms().assign(tenure=["承租", "自有", "自有", None])

    rows = make_firm_rows(make_analysis(firms=firms))

    assert rows["lessor"][0] == "丁公司"
    assert rows["lessor"][1:].isna().all()


def test_uses_of_several_parcels_are_joined_once_each():
    parcels = make_parcels().assign(
        land_use=["工业", "工业", "工业", "仓储", "工业", "工业"]
    )
    links = make_analysis().links
    more = links.iloc[[0]].assign(parcel=4)

    rows = make_firm_rows(
        make_analysis(
            parcels=parcels, links=pd.concat([links, more], ignore_index=True)
        )
    )

    assert rows["land_uses"].tolist()[:2] == ["仓储、工业", "仓储"]


def test_evaluated_firms_stand_by_group_and_score():
    analysis = make_analysis()

    rows = make_evaluation_rows(make_firm_rows(analysis), analysis)

    assert rows["name"].tolist() == ["三号阀门", "一号鞋厂", "二号鞋厂", "=1+1公司"]
    assert rows["value_tax_per_mu"].tolist()[:3] == [12.0, 5.0, 4.0]
    assert rows["score_tax_per_mu"].tolist()[:3] == [36.0, 15.0, 20.0]


def test_points_added_or_taken_off_are_no_indicator():
    scores = make_analysis().firm_scores
    points = scores.iloc[[0]].assign(indicator="renting", score=-5.0)
    analysis = make_analysis(firm_scores=pd.concat([scores, points], ignore_index=True))

    rows = make_evaluation_rows(make_firm_rows(analysis), analysis)

    assert [indicator.id for indicator in indicators(analysis)] == ["tax_per_mu"]
    assert rows.loc[0, "indicator_score"] == 15.0
    assert rows.loc[0, "adjustment"] == -5.0
    assert np.isnan(rows.loc[1, "adjustment"])


def test_without_an_evaluation_the_tax_per_mu_is_still_listed():
    analysis = make_analysis(firm_scores=pd.DataFrame())

    rows = make_evaluation_rows(make_firm_rows(analysis), analysis)

    assert rows["value_tax_per_mu"].dropna().tolist() == [12.0, 5.0, 4.0]
    assert rows["score_tax_per_mu"].isna().all()


def test_a_share_of_the_scheme_is_shown_in_percent():
    share = Indicator(
        id="rd_share",
        title="R&D占比",
        unit="",
        numerator="rd_wan",
        denominator="revenue_wan",
        weight=10.0,
    )
    group = GroupScheme(
        id="above_scale",
        scale="规上",
        indicators=(share,),
        cap=None,
        floor=0.0,
        missing=Missing.ZERO,
        shares=GradeShares(a=Fraction(1, 5), b=Fraction(4, 5), c=Fraction(19, 20)),
    )
    profile = make_profile(
        evaluation=Scheme(title="方案", groups={"above_scale": group})
    )
    analysis = make_analysis(
        project=replace(make_analysis().project, profile=profile),
        firm_scores=make_analysis().firm_scores.assign(
            indicator="rd_share", value=0.0302
        ),
    )

    rows = make_evaluation_rows(make_firm_rows(analysis), analysis)

    assert indicators(analysis)[0].unit == "%"
    assert rows["value_rd_share"].dropna().tolist() == pytest.approx([3.02] * 3)


def test_a_firm_without_a_town_is_where_its_parcels_are():
    rows = make_firm_rows(make_analysis())

    assert rows["town"].tolist()[:3] == ["西镇", "西镇", "（未划定）"]
