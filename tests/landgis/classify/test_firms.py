# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firms are low, listed, wasteful or stopped by the profile's own words."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from landgis.classify.evidence import to_evidence
from landgis.classify.firms import judge, split_years
from landgis.classify.official import match_lists
from landgis.rules.library import read_profile

OUHAI = read_profile("ouhai_2021")
HUZHOU = read_profile("huzhou_2021")
END_OF_2023 = date(2023, 12, 31)


def make_firms(**columns):
    frame = pd.DataFrame(columns)
    return frame.assign(name=[f"第{number}厂" for number in range(len(frame))])


def judged(firms, profile=OUHAI):
    return judge(firms, profile=profile, lists=match_lists(firms, None))


def answers(firms, column, profile=OUHAI):
    return (
        judged(firms, profile)
        .frame[column]
        .astype(object)
        .where(lambda answer: answer.notna(), other=None)
        .tolist()
    )


def test_eight_exactly_is_low_because_below_includes_the_number():
    firms = make_firms(tax_wan=[240.0, 239.88, 240.12], land_mu=[30.0, 30.0, 30.0])

    verdicts = judged(firms)

    assert verdicts.frame["tax_per_mu"].tolist() == [8.0, 7.996, 8.004]
    assert verdicts.frame["low"].tolist() == [True, True, False]


@pytest.mark.parametrize("hundredths", [23, 46, 57, 69, 115])
def test_a_figure_equal_to_the_line_in_decimals_is_equal_to_it(hundredths):
    platforms = read_profile("wenzhou_platforms_2018")
    firms = make_firms(tax_wan=[hundredths * 5 / 100], land_mu=[hundredths / 100])

    assert judged(firms, platforms).frame["tax_per_mu"].tolist() == [5.0]
    assert answers(firms, "low", platforms) == [True]


def test_missing_tax_or_land_leaves_low_unknown_and_says_so():
    firms = make_firms(
        tax_wan=[None, 100.0, None, 100.0], land_mu=[30.0, None, None, 0.0]
    )

    verdicts = judged(firms)

    assert verdicts.frame["low"].isna().all()
    assert verdicts.frame["low_missing"].tolist() == [
        "tax_wan",
        "land_mu",
        "tax_wan,land_mu",
        "land_mu",
    ]


def test_land_that_is_not_positive_is_a_finding():
    firms = make_firms(tax_wan=[10.0, 10.0], land_mu=[-2.0, 5.0])

    (finding,) = judged(firms).findings

    assert (finding.kind, finding.rows, finding.ids) == (
        "land_not_positive",
        (0,),
        ("第0厂",),
    )


def test_a_tax_refund_is_a_figure_and_makes_a_firm_low():
    assert answers(make_firms(tax_wan=[-3.0], land_mu=[10.0]), "low") == [True]


def test_tenants_are_judged_by_their_leased_land_like_owners():
    firms = make_firms(
        tax_wan=[36.0, 180.0], land_mu=[6.0, 15.0], tenure=["承租", "自有"]
    )

    assert judged(firms).frame["tax_per_mu"].tolist() == [6.0, 12.0]
    assert answers(firms, "low") == [True, False]


def test_size_never_decides_who_is_low():
    firms = make_firms(tax_wan=[7.0], land_mu=[1.0], scale=["规下"])

    assert answers(firms, "low") == [True]


def test_a_merged_group_shares_the_figure_of_all_its_firms():
    firms = make_firms(
        tax_wan=[30.0, 130.0, 10.0],
        land_mu=[10.0, 10.0, 10.0],
        merged_group=["甲地", "甲地", None],
    )

    frame = judged(firms).frame

    assert frame["tax_per_mu"].tolist() == [8.0, 8.0, 1.0]
    assert frame["low"].tolist() == [True, True, True]


def test_one_member_without_tax_leaves_the_whole_group_unknown():
    firms = make_firms(
        tax_wan=[30.0, None], land_mu=[10.0, 10.0], merged_group=["甲地", "甲地"]
    )

    frame = judged(firms).frame

    assert frame["low"].isna().all()
    assert frame["low_missing"].tolist() == ["tax_wan", "tax_wan"]


def test_each_scale_has_its_own_line_in_huzhou():
    firms = make_firms(
        tax_wan=[6.0, 6.0, 3.0, 3.01],
        land_mu=[1.0, 1.0, 1.0, 1.0],
        scale=["规上", "规下", "规下", "规下"],
    )

    verdicts = judged(firms, HUZHOU).frame

    assert verdicts["low"].tolist() == [True, False, True, False]
    assert verdicts["low_threshold"].tolist() == [6.0, 3.0, 3.0, 3.0]


def test_unknown_scale_is_judged_only_where_both_lines_agree():
    firms = make_firms(
        tax_wan=[2.0, 5.0, 7.0], land_mu=[1.0, 1.0, 1.0], scale=[None, None, None]
    )

    verdicts = judged(firms, HUZHOU).frame

    assert answers(firms, "low", HUZHOU) == [True, None, False]
    assert verdicts["low_missing"].tolist() == ["", "scale", ""]


def test_a_line_of_another_scale_leaves_no_evidence_row():
    firms = make_firms(tax_wan=[6.0], land_mu=[1.0], scale=["规下"])

    verdicts = judged(firms, HUZHOU)
    evidence = to_evidence(verdicts.tests, subject_ids=firms["name"])
    rows = evidence[(evidence["rule"] == "LOW-E6") & (evidence["operator"] == "≤")]

    assert rows[["threshold", "result"]].to_numpy().tolist() == [["3", "FALSE"]]


def test_services_have_no_line_where_lines_are_for_industry_only():
    firms = make_firms(tax_wan=[1.0], land_mu=[1.0], scale=["规上服务业"])

    assert answers(firms, "low", HUZHOU) == [False]


def test_a_profile_without_a_line_tests_nobody():
    huangyan = read_profile("huangyan_2022")
    firms = make_firms(tax_wan=[1.0], land_mu=[1.0], scale=["规下"])

    verdicts = judged(firms, huangyan)

    assert answers(firms, "low", huangyan) == [None]
    assert verdicts.frame["low_missing"].tolist() == [""]


def test_figures_within_a_tenth_of_the_line_are_near_it():
    firms = make_firms(
        tax_wan=[7.2, 8.8, 7.1, 8.9, None], land_mu=[1.0, 1.0, 1.0, 1.0, 1.0]
    )

    assert answers(firms, "near_low") == [True, True, False, False, None]


def test_the_survey_is_the_union_of_its_groups():
    firms = make_firms(
        scale=["规上", "规下", "规下", "规下", "规下", None],
        land_mu=[1.0, 3.0, 2.99, 2.0, None, 3.0],
        tax_wan=[100.0, 300.0, 299.0, 16.0, None, 300.0],
    )

    assert answers(firms, "listed") == [True, True, False, True, None, None]


def test_a_survey_row_names_the_fields_of_the_table_that_are_missing():
    firms = make_firms(scale=["规下"], land_mu=[2.0], tax_wan=[None])

    evidence = to_evidence(judged(firms).tests, subject_ids=firms["name"])
    row = evidence[evidence["threshold"] == "亩均税收8万元以下企业"].iloc[0]

    assert (row["result"], row["missing"]) == ("UNKNOWN", "tax_wan")


def test_energy_per_value_must_be_over_the_limit_not_equal_to_it():
    firms = make_firms(
        energy_tce=[49.0, 49.1, 10.0, None], value_added_wan=[100.0, 100.0, 0.0, 5.0]
    )

    assert answers(firms, "high_energy") == [False, True, None, None]


def test_two_high_lines_depend_on_the_year_of_building():
    day = ["2018-01-01", "2017-12-31", "2017-12-31", None, None, None]
    firms = make_firms(
        energy_tce=[1000.0, 4999.9, 5000.0, 999.0, 1000.0, 5000.0],
        founded_date=pd.to_datetime(pd.Series(day)).astype("datetime64[s]"),
    )

    assert answers(firms, "two_high") == [True, False, True, False, None, True]


def test_an_industry_of_the_catalogue_is_a_candidate_and_never_certain():
    firms = make_firms(industry=["3120", "C3041", "30", "3812", None])

    verdicts = judged(firms).frame

    assert answers(firms, "obsolete") == [None, None, None, False, None]
    assert verdicts["obsolete_sector"].fillna("").tolist() == [
        "钢铁",
        "平板玻璃",
        "",
        "",
        "",
    ]


def test_a_firm_is_stopped_by_status_or_without_power_and_tax():
    firms = make_firms(
        status=["停产", "正常", "正常", "半停产", "已注销", None, None],
        power_wan_kwh=[50.0, 0.1, 0.11, 20.0, 5.0, 0.0, None],
        tax_wan=[9.0, 0.0, 0.0, 9.0, 9.0, None, 9.0],
    )

    assert answers(firms, "zombie") == [True, True, False, False, True, None, False]


def test_without_power_a_firm_without_tax_may_be_stopped():
    firms = make_firms(status=["正常"], tax_wan=[0.0])

    evidence = to_evidence(judged(firms).tests, subject_ids=firms["name"])
    row = evidence[evidence["rule"] == "DB-3"].iloc[0]

    assert (row["result"], row["missing"]) == ("UNKNOWN", "power_wan_kwh")


def test_tax_far_under_the_median_of_the_industry_is_implausible():
    firms = make_firms(
        industry=["3812"] * 12,
        tax_wan=[100.0] * 10 + [24.0, 25.0],
        power_wan_kwh=[100.0] * 12,
    )

    assert answers(firms, "implausible_tax")[-2:] == [True, False]


def test_energy_takes_the_place_of_missing_power():
    firms = make_firms(
        industry=["3812"] * 12,
        tax_wan=[100.0] * 11 + [10.0],
        power_wan_kwh=[100.0] * 10 + [None, None],
        energy_tce=[50.0] * 10 + [None, 50.0],
    )

    assert answers(firms, "implausible_tax")[-2:] == [None, True]


def test_an_empty_cell_of_a_column_to_tick_is_no_veto():
    firms = make_firms(veto=["是", None, "否", "环保处罚"])

    assert answers(firms, "has_veto") == [True, False, False, True]


def test_without_a_veto_column_nothing_is_known_of_vetoes():
    assert answers(make_firms(tax_wan=[1.0]), "has_veto") == [None]


def test_a_table_without_rows_gives_no_verdicts():
    empty = make_firms(tax_wan=[1.0], land_mu=[1.0]).iloc[:0]

    assert judged(empty).frame.empty


def test_the_last_year_not_after_the_reference_date_is_judged():
    firms = make_firms(year=[2021.0, 2022.0, 2023.0, 2024.0])
    firms["name"] = "甲厂"

    years = split_years(firms, reference_date=END_OF_2023)

    assert years.year == 2023
    assert years.current.index.tolist() == [2]
    assert years.history.index.tolist() == [0, 1]
    assert [f.kind for f in years.findings] == ["later_year_left_out"]


def test_a_firm_absent_in_the_last_year_is_history_and_a_finding():
    firms = pd.DataFrame(
        {
            "name": ["甲厂", "乙厂", "甲（温州）厂", "丙厂", "丙厂"],
            "code": [None, "91330304MA2AB12C34", None, None, None],
            "year": [2022.0, 2022.0, 2023.0, 2021.0, 2022.0],
        }
    )

    years = split_years(firms, reference_date=END_OF_2023)
    (finding,) = years.findings

    assert years.current.index.tolist() == [2]
    assert finding.kind == "not_in_last_year"
    assert finding.rows == (0, 1, 4)


def test_a_firm_is_the_same_by_code_or_by_name_written_otherwise():
    firms = pd.DataFrame(
        {
            "name": ["老名厂", "乙（温州）厂", "新名厂", "乙(温州) 厂"],
            "code": ["91330304MA2AB12C34", None, "91330304MA2AB12C34", None],
            "year": [2022.0, 2022.0, 2023.0, 2023.0],
        }
    )

    assert split_years(firms, reference_date=END_OF_2023).findings == ()


def test_the_same_firm_twice_in_one_year_stays_twice():
    firms = pd.DataFrame({"name": ["甲厂", "甲厂"], "year": [2023.0, 2023.0]})

    assert len(split_years(firms, reference_date=END_OF_2023).current) == 2


def test_a_table_without_years_is_judged_as_it_is():
    firms = make_firms(tax_wan=[1.0, 2.0])

    years = split_years(firms, reference_date=END_OF_2023)

    assert years.year is None
    assert len(years.current) == 2
    assert years.history.empty


def test_a_table_of_one_later_year_is_judged_with_a_warning():
    firms = make_firms(year=[2024.0, 2024.0])

    years = split_years(firms, reference_date=END_OF_2023)

    assert len(years.current) == 2
    assert [f.kind for f in years.findings] == ["year_after_reference"]


def test_a_table_of_later_years_only_has_nothing_to_judge():
    firms = make_firms(year=[2024.0, 2025.0])

    years = split_years(firms, reference_date=END_OF_2023)

    assert years.current.empty
    assert [f.kind for f in years.findings] == ["no_year_to_judge"]


def test_a_row_without_year_is_judged_with_a_warning():
    firms = make_firms(year=[2022.0, 2023.0, None])
    firms["name"] = "甲厂"

    years = split_years(firms, reference_date=END_OF_2023)

    assert years.current.index.tolist() == [1, 2]
    assert [f.kind for f in years.findings] == ["year_missing"]
