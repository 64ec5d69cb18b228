# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Treatments follow the table of §3.4 in order, and each says why."""

from __future__ import annotations

import pandas as pd
import pytest

from landgis.classify.firm_growth import compute_growth
from landgis.classify.firms import judge
from landgis.classify.official import match_lists
from landgis.classify.treatments import Surroundings, propose, treatment_rows
from landgis.rules.library import read_profile

OUHAI = read_profile("ouhai_2021")
HUZHOU = read_profile("huzhou_2021")

# A low firm of which everything is known and that no row but the last fits.
PLAIN = {
    "name": "甲厂",
    "industry": "3599",
    "scale": "规上",
    "tenure": "自有",
    "status": "正常",
    "land_mu": 20.0,
    "floor_m2": 40_000.0,
    "tax_wan": 60.0,
    "power_wan_kwh": 100.0,
    "revenue_wan": 3000.0,
    "veto": "否",
}
PARKS = pd.DataFrame(
    {
        "name": ["鞋业园", "综合园", "电镀园"],
        "leading": ["195", "35,38", "3360"],
        "forbidden": [None, "3360", None],
        "special": [None, None, "3360"],
    }
)


def proposal(*, official=None, profile=OUHAI, around=None, **changed):
    firms = pd.DataFrame([{**PLAIN, **changed}])
    lists = match_lists(firms, official)
    verdicts = judge(firms, profile=profile, lists=lists)
    surroundings = {
        "block_level": pd.Series(["二级"]),
        "growth": pd.Series([0.0]),
        "parks": PARKS,
        **(around or {}),
    }
    return propose(
        firms,
        verdicts=verdicts.frame,
        profile=profile,
        lists=lists,
        around=Surroundings(**surroundings),
    ).iloc[0]


def listed(category):
    return pd.DataFrame({"name": ["甲厂"], "category": [category]})


def test_a_firm_that_is_neither_low_nor_stopped_nor_listed_gets_no_proposal():
    assert proposal(tax_wan=900.0).isna().all()


def test_a_low_firm_that_no_row_fits_is_upgraded_firm_by_firm():
    row = proposal()

    assert (row["treatment"], row["treatment_rule"]) == ("改造提升", "TREAT-9")


def test_an_officially_obsolete_firm_is_closed_before_anything_else():
    row = proposal(official=listed("淘汰落后"), status="停产", tax_wan=900.0)

    assert (row["treatment"], row["treatment_rule"]) == ("关停退出", "TREAT-1")
    assert "淘汰落后" in row["treatment_reason"]


def test_an_industry_of_the_catalogue_alone_closes_nobody():
    row = proposal(industry="3120")

    assert row["treatment"] != "关停退出"
    assert "与淘汰落后产能目录核对的结果" in row["treatment_reason"]


def test_a_low_firm_with_a_violation_is_closed_after_a_deadline():
    row = proposal(veto="环保处罚")

    assert (row["treatment"], row["treatment_rule"]) == ("关停退出", "TREAT-2")
    assert "限期整改" in row["treatment_reason"]


def test_a_stopped_firm_is_merged_or_wound_up():
    row = proposal(status="停产", tax_wan=900.0)

    assert (row["treatment"], row["treatment_rule"]) == ("兼并重组", "TREAT-3")
    assert "经营状态为停产" in row["treatment_reason"]


def test_an_officially_stopped_firm_is_treated_as_stopped():
    row = proposal(official=listed("停产僵尸"), tax_wan=900.0)

    assert row["treatment_rule"] == "TREAT-3"
    assert "官方名单" in row["treatment_reason"]


def test_tax_too_small_for_the_power_used_comes_before_any_land_action():
    others = [{**PLAIN, "name": f"第{n}厂", "tax_wan": 900.0} for n in range(10)]
    firms = pd.DataFrame([PLAIN, *others])
    lists = match_lists(firms, None)

    row = propose(
        firms,
        verdicts=judge(firms, profile=OUHAI, lists=lists).frame,
        profile=OUHAI,
        lists=lists,
        around=Surroundings(),
    ).iloc[0]

    assert (row["treatment"], row["treatment_rule"]) == ("税收辅导", "TREAT-4")
    assert "0.07 倍" in row["treatment_reason"]


@pytest.mark.parametrize(
    ("changed", "around"),
    [
        ({}, {"growth": pd.Series([0.10])}),
        ({"scale": "规下", "revenue_wan": 1600.0}, {}),
    ],
)
def test_an_encouraged_firm_that_grows_or_nears_the_scale_is_upgraded(changed, around):
    row = proposal(industry="3812", around=around, **changed)

    assert (row["treatment"], row["treatment_rule"]) == ("改造提升", "TREAT-5")


def test_growth_just_under_the_limit_is_not_enough():
    row = proposal(industry="3812", around={"growth": pd.Series([0.0999])})

    assert row["treatment_rule"] == "TREAT-9"


def test_own_land_in_a_level_1_block_with_a_low_plot_ratio_is_built_denser():
    row = proposal(floor_m2=19_999.0, around={"block_level": pd.Series(["一级"])})

    assert (row["treatment"], row["treatment_rule"]) == ("改造提升", "TREAT-6")
    assert "容积率 1.499925 低于 1.5" in row["treatment_reason"]


def test_the_plot_ratio_of_the_parcel_goes_before_that_of_the_table():
    row = proposal(
        floor_m2=1.0,
        around={"block_level": pd.Series(["一级"]), "far": pd.Series([1.5])},
    )

    assert row["treatment_rule"] == "TREAT-9"


@pytest.mark.parametrize("changed", [{"tenure": "承租"}, {"land_mu": 4.99}])
def test_a_tenant_or_a_small_firm_moves_into_a_park_that_fits(changed):
    row = proposal(**{"tax_wan": 6.0, **changed})

    assert (row["treatment"], row["treatment_rule"]) == ("搬迁入园", "TREAT-7")
    assert "与综合园的主导产业或特色产业相符" in row["treatment_reason"]


def test_five_mu_is_not_small():
    assert proposal(land_mu=5.0, tax_wan=6.0)["treatment_rule"] == "TREAT-9"


def test_a_park_that_permits_but_is_not_led_by_the_industry_is_said_to_be_so():
    row = proposal(tenure="承租", industry="2927")

    assert row["treatment"] == "搬迁入园"
    assert "不是主导产业" in row["treatment_reason"]


def test_a_special_industry_moves_only_to_a_park_for_it():
    row = proposal(tenure="承租", industry="3360")

    assert row["treatment"] == "搬迁入园"
    assert "电镀园" in row["treatment_reason"]
    assert "综合园" not in row["treatment_reason"]


def test_a_special_industry_without_a_park_for_it_closes_or_leaves():
    row = proposal(tenure="承租", industry="1910")

    assert (row["treatment"], row["treatment_rule"]) == ("关停退出", "PARK-SPEC")
    assert "外迁" in row["treatment_reason"]


def test_a_firm_outside_the_industrial_lines_is_vacated():
    row = proposal(around={"block_level": pd.Series(["线外"])})

    assert (row["treatment"], row["treatment_rule"]) == ("整体腾退", "TREAT-8")


def test_a_listed_firm_above_the_line_may_be_struck_off_the_list():
    row = proposal(official=listed("高耗低效"), tax_wan=900.0)

    assert (row["treatment"], row["treatment_rule"]) == ("达标销号", "TREAT-10")
    assert "45 万元/亩" in row["treatment_reason"]


def test_the_official_list_stands_where_our_own_figures_are_missing():
    row = proposal(official=listed("高耗低效"), tax_wan=None, tenure="承租")

    assert row["treatment"] == "搬迁入园"
    assert row["treatment_reason"].startswith("列入官方名单：高耗低效；")


def test_an_unknown_row_does_not_stop_a_later_one_but_is_mentioned():
    row = proposal(
        tenure="承租",
        industry="3812",
        around={"growth": pd.Series([None], dtype=float)},
    )

    assert row["treatment"] == "搬迁入园"
    assert "尚缺往年营业收入" in row["treatment_reason"]


def test_where_nothing_holds_and_something_is_unknown_it_is_to_be_verified():
    row = proposal(around={"block_level": None})

    assert (row["treatment"], row["treatment_rule"]) == ("待核实", "TREAT")
    assert "尚缺是否在工业区块线内" in row["treatment_reason"]


def test_without_parks_nobody_is_moved_and_the_reason_says_so():
    row = proposal(tenure="承租", around={"parks": None})

    assert row["treatment"] == "待核实"
    assert "小微企业园资料" in row["treatment_reason"]


def test_a_reason_has_figure_line_and_clause():
    assert proposal(around={"block_level": pd.Series(["线外"])})[
        "treatment_reason"
    ] == (
        "亩均税收 3 万元/亩，低效线为 ≤ 8 万元/亩（温瓯政发〔2021〕217号 三（一）2）；"
        "在工业区块线外，宜整体腾退，可安排入园（温瓯政发〔2021〕217号："
        "通过整体腾退等方式，一企一策；工业区块线外宜腾退为默认值）。"
    )


def test_a_figure_is_not_rounded_onto_the_other_side_of_its_line():
    row = proposal(official=listed("低效"), tax_wan=160.08)

    assert (
        "亩均税收 8.004 万元/亩，不在低效线 ≤ 8 万元/亩 之内" in row["treatment_reason"]
    )


def test_another_regions_document_is_cited_as_a_model_only():
    row = proposal(profile=HUZHOU, around={"block_level": pd.Series(["线外"])})

    assert "参照温瓯政发〔2021〕217号" in row["treatment_reason"]


def test_every_row_of_the_table_has_its_rule_treatment_and_message():
    rules = [row.rule for row in treatment_rows()]

    assert rules == [
        "TREAT-1",
        "TREAT-2",
        "TREAT-3",
        "TREAT-4",
        "TREAT-5",
        "TREAT-6",
        "PARK-SPEC",
        "TREAT-7",
        "TREAT-8",
        "TREAT-10",
    ]


def test_a_table_without_low_firms_gives_an_empty_proposal():
    firms = pd.DataFrame([{**PLAIN, "tax_wan": 900.0}] * 3)
    lists = match_lists(firms, None)

    frame = propose(
        firms,
        verdicts=judge(firms, profile=OUHAI, lists=lists).frame,
        profile=OUHAI,
        lists=lists,
        around=Surroundings(parks=PARKS),
    )

    assert list(frame.columns) == ["treatment", "treatment_reason", "treatment_rule"]
    assert frame.isna().all(axis=None)


def test_growth_is_the_mean_over_the_years_there_are():
    current = pd.DataFrame(
        {"name": ["甲厂", "乙厂", "新厂"], "revenue_wan": [121.0, 90.0, 50.0]}
    )
    history = pd.DataFrame(
        {
            "name": ["甲厂", "甲厂", "乙厂", "乙厂"],
            "year": [2021.0, 2022.0, 2019.0, 2022.0],
            "revenue_wan": [100.0, 300.0, 1.0, 100.0],
        }
    )

    growth = compute_growth(current, history, year=2023)

    assert growth.tolist()[:2] == pytest.approx([0.10, -0.10])
    assert pd.isna(growth[2])


def test_growth_is_unknown_without_earlier_years():
    current = pd.DataFrame({"name": ["甲厂"], "revenue_wan": [121.0]})

    assert compute_growth(current, current.iloc[:0], year=None).isna().all()
