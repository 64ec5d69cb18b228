# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole evaluation: groups apart, who is set aside, what is told."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from landgis.grading.evaluation import grade
from landgis.grading.renting import count_tenants
from landgis.rules.library import read_profile

DAY = date(2023, 12, 31)
COMMON = read_profile("ouhai_2021").evaluation


def table(count, *, scale="规下", **columns):
    """Make firms of falling tax, all else equal."""
    plain = {
        "name": [f"甲{number}厂" for number in range(count)],
        "scale": pd.Series([scale] * count, dtype="str"),
        "tax_wan": np.arange(count, 0, -1) * 10.0,
        "land_mu": 10.0,
        "power_wan_kwh": 100.0,
        "revenue_wan": 1000.0,
    }
    return pd.DataFrame(plain | columns)


def evaluate(firms, scheme=COMMON):
    return grade(firms, scheme=scheme, reference_date=DAY)


def test_each_scale_is_ranked_by_itself():
    firms = pd.concat(
        [table(5, scale="规下"), table(5, scale="服务业"), table(5, scale="规上")],
        ignore_index=True,
    )

    result = evaluate(firms)

    assert result.firms["group"].tolist()[::5] == [
        "below_scale",
        "service",
        "above_scale",
    ]
    assert result.firms["place"].tolist() == [1, 2, 3, 4, 5] * 3
    assert result.summary.loc["service"].tolist() == [5, 1, 3, 1, 0]
    assert result.summary["n"].sum() == 15


def test_the_shares_are_those_of_the_firms_of_that_scale():
    result = evaluate(table(20))

    assert "".join(result.firms["grade"]) == "A" * 4 + "B" * 12 + "C" * 3 + "D"
    assert result.firms["reason"].eq("").all()


def test_open_bases_make_the_average_firm_score_100():
    firms = table(3, tax_wan=[20.0, 20.0, 20.0])

    assert evaluate(firms).firms["score"].tolist() == pytest.approx([100.0] * 3)


def test_a_firm_of_unknown_scale_is_not_ranked_and_told():
    firms = table(3)
    firms.loc[1, "scale"] = np.nan

    result = evaluate(firms)

    assert result.firms["evaluated"].tolist() == [True, False, True]
    assert np.isnan(result.firms["grade"][1])
    assert "企业规模" in result.firms["reason"][1]
    (finding,) = result.findings
    assert (finding.kind, finding.rows, finding.ids) == (
        "scale_unknown",
        (1,),
        ("甲1厂",),
    )


def test_a_veto_gives_d_with_its_reason_and_the_first_grade_is_kept():
    plain = evaluate(table(10))
    vetoed = evaluate(table(10, veto=["环境污染事故"] + [None] * 9))

    assert vetoed.firms["first_grade"].tolist() == plain.firms["grade"].tolist()
    assert vetoed.firms["grade"].tolist()[0] == "D"
    assert vetoed.firms["grade"].tolist()[1:] == plain.firms["grade"].tolist()[1:]
    assert vetoed.firms["reason"][0] == "一票否决：环境污染事故"


def test_a_weak_veto_bars_from_a_and_b_only():
    scheme = replace(COMMON, weak_vetoes=("节能未达标",))

    result = evaluate(table(10, veto=["节能未达标"] + [None] * 9), scheme)

    assert result.firms["grade"][0] == "C"
    assert "不得列入A、B类" in result.firms["reason"][0]


def test_new_firms_are_evaluated_unless_the_profile_sets_them_aside():
    founded = pd.to_datetime(["2020-12-31", "2021-01-01", None]).astype("datetime64[s]")
    firms = table(3, founded_date=founded)

    assert evaluate(firms).firms["evaluated"].all()

    result = evaluate(firms, replace(COMMON, new_firm_years=3))
    assert result.firms["evaluated"].tolist() == [True, False, True]
    assert "不满3年" in result.firms["reason"][1]
    assert result.summary.loc["below_scale", "n"] == 2
    assert [finding.kind for finding in result.findings] == ["founded_date_missing"]


def test_a_state_or_an_industry_may_be_set_aside():
    scheme = replace(
        COMMON, set_aside_status=("在建",), excluded_industries=("44", "46")
    )
    firms = table(
        4,
        status=["正常", "在建（一期）", None, "正常"],
        industry=["1952", None, "4610", "C4412"],
    )

    result = evaluate(firms, scheme)

    assert result.firms["evaluated"].tolist() == [True, False, False, False]


def test_small_land_may_be_set_aside_in_one_group():
    groups = dict(COMMON.groups)
    groups["below_scale"] = replace(groups["below_scale"], min_land_mu=3.0)
    firms = table(4, land_mu=[3.0, 2.999, np.nan, 10.0])

    result = evaluate(firms, replace(COMMON, groups=groups))

    assert result.firms["evaluated"].tolist() == [True, False, True, True]
    assert "3亩" in result.firms["reason"][1]


def test_points_added_or_taken_off_count_before_ranking():
    result = evaluate(table(5, adjustment=[-1000.0, np.nan, 0.0, 0.0, 5.0]))

    assert result.firms["place"].tolist() == [5, 1, 2, 3, 4]
    rows = result.scores[result.scores["indicator"] == "adjustment"]
    assert rows["score"].tolist() == [-1000.0, 5.0]
    added = result.scores.groupby("firm")["score"].sum()
    assert added.tolist() == pytest.approx(result.firms["score"].tolist())


def test_an_indicator_that_no_column_gives_is_told():
    result = evaluate(table(3).drop(columns="power_wan_kwh"))

    assert result.firms["score"].notna().all()
    (finding,) = result.findings
    assert finding.kind == "indicator_unscored"
    assert "单位用电税收" in finding.details[0]


def test_firms_without_any_figure_in_their_group_are_not_graded():
    result = evaluate(table(2, tax_wan=np.nan))

    assert not result.firms["evaluated"].any()
    assert result.summary["n"].sum() == 0
    assert "not_graded" in [finding.kind for finding in result.findings]


def test_a_firm_that_lacks_a_figure_is_counted_and_graded_with_the_mean():
    result = evaluate(table(5, tax_wan=[50.0, 40.0, np.nan, 20.0, 10.0]))

    assert result.firms["evaluated"].all()
    assert result.firms["score"][2] == pytest.approx(100.0)
    assert result.summary.loc["below_scale", "n"] == 5


def test_an_empty_table_gives_empty_results():
    result = evaluate(table(0))

    assert len(result.firms) == 0
    assert len(result.scores) == 0
    assert result.summary["n"].tolist() == [0, 0, 0]
    assert result.findings == ()


def test_the_table_is_not_changed_and_its_rows_keep_their_names():
    firms = table(4).set_index(pd.Index([7, 3, 11, 5]))
    before = firms.copy()

    result = evaluate(firms)

    pd.testing.assert_frame_equal(firms, before)
    assert result.firms.index.tolist() == [7, 3, 11, 5]
    assert set(result.scores["firm"]) == {7, 3, 11, 5}


def test_the_platforms_are_told_that_the_city_s_d_share_is_wanted():
    scheme = read_profile("wenzhou_platforms_2018").evaluation

    (finding,) = evaluate(table(20), scheme).findings

    assert finding.kind == "d_share_unknown"
    assert "5—10" in finding.details[0]


@pytest.mark.parametrize(("count", "told"), [(200, []), (3, ["d_share_off"])])
def test_a_d_share_outside_the_wanted_range_is_told(tmp_path, count, told):
    shipped = read_profile("wenzhou_platforms_2018")
    own = tmp_path / "own.toml"
    own.write_text(
        shipped.path.read_text("utf-8").replace("# city = 0.05", "city = 0.05"), "utf-8"
    )
    scheme = read_profile(str(own)).evaluation

    result = evaluate(table(count), scheme)

    assert [finding.kind for finding in result.findings] == told


TEXTS = dict.fromkeys(["owner_name", "owner_code", "tenant_name", "tenant_code"], "str")
LEASES = pd.DataFrame(
    {
        "owner_name": ["甲0厂"] * 5 + ["甲1厂", "甲1厂"],
        "owner_code": None,
        "tenant_name": ["甲2厂", "甲2厂", "甲3厂", "外地厂", "甲0厂", "甲2厂", "甲3厂"],
        "tenant_code": None,
        "start": pd.to_datetime(["2020-01-01"] * 7).astype("datetime64[s]"),
        "end": pd.to_datetime(
            [None, None, "2025-01-01", None, None, "2023-12-30", "2023-12-31"]
        ).astype("datetime64[s]"),
    }
).astype(
    dict.fromkeys(["owner_name", "owner_code", "tenant_name", "tenant_code"], "str")
)


def test_tenants_are_counted_once_and_while_the_lease_runs():
    firms = table(4, scale="规下")

    counted = count_tenants(firms, leases=LEASES, reference_date=DAY)

    assert counted["tenants"].tolist() == [3, 1, 0, 0]
    assert counted["tenants_below_scale"].tolist() == [2, 1, 0, 0]
    assert counted["tenants_unknown"].tolist() == [1, 0, 0, 0]


def test_wenling_takes_points_off_for_renting():
    scheme = read_profile("wenling_2022").evaluation
    firms = table(4, scale="规下")
    firms = firms.join(count_tenants(firms, leases=LEASES, reference_date=DAY))

    result = evaluate(firms, scheme)

    rows = result.scores[result.scores["indicator"] == "renting"]
    assert rows["score"].tolist() == [-20.0, -10.0]
    assert rows["note"].tolist() == ["出租扣分（3家）", "出租扣分（1家）"]


def test_without_leases_wenling_says_that_nothing_was_taken_off():
    result = evaluate(table(3), read_profile("wenling_2022").evaluation)

    assert [finding.kind for finding in result.findings] == ["tenants_unknown"]
