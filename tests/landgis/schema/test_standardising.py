# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns in standard units and types, with every doubt listed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.findings import Severity
from landgis.schema import match_fields, standardise


def run(role, columns, units=None, **options):
    frame = pd.DataFrame(columns)
    fields = match_fields(frame, role=role, units=units or {})
    return standardise(frame, fields, role=role, **options)


def kinds(result):
    return {finding.kind: finding for finding in result.findings}


@pytest.mark.parametrize(
    ("name", "value", "standard", "expected"),
    [
        ("登记面积(亩)", 30.0, "registered_m2", 20000.0),
        ("登记面积(公顷)", 2.0, "registered_m2", 20000.0),
        ("登记面积(㎡)", 20000.0, "registered_m2", 20000.0),
        ("登记面积(平方公里)", 0.02, "registered_m2", 20000.0),
        ("成交价款(元)", 8100000.0, "price_wan", 810.0),
        ("成交价款(亿元)", 0.5, "price_wan", 5000.0),
        ("成交价款(万元)", 810.0, "price_wan", 810.0),
        ("约定投资强度(万元/公顷)", 5250.0, "agreed_invest_per_mu", 350.0),
        ("约定亩均税收(元/㎡)", 300.0, "agreed_tax_per_mu", 20.0),
    ],
)
def test_values_are_converted_exactly(name, value, standard, expected):
    frame = run("supply", {name: [value]}).frame

    assert frame[standard].tolist() == [expected]


@pytest.mark.parametrize(
    ("name", "value", "standard", "expected"),
    [
        ("用电量(千瓦时)", 25000.0, "power_wan_kwh", 2.5),
        ("综合能耗(千克标准煤)", 1500.0, "energy_tce", 1.5),
        ("用地面积(平方米)", 20000.0, "land_mu", 30.0),
        ("主要污染物排放量(千克)", 500.0, "emission_t", 0.5),
    ],
)
def test_values_of_firms_are_converted_exactly(name, value, standard, expected):
    assert run("enterprise", {name: [value]}).frame[standard].tolist() == [expected]


@given(st.lists(st.floats(-1e4, 1e5), min_size=1, max_size=8))
def test_a_column_in_its_standard_unit_is_not_touched(values):
    frame = run("enterprise", {"实缴税金(万元)": [*values]}).frame

    np.testing.assert_array_equal(frame["tax_wan"], values)


def test_the_unit_of_the_sheet_holds_where_the_head_has_none():
    result = run("enterprise", {"实缴税金": [1200000.0]}, units={"实缴税金": "元"})

    assert result.frame["tax_wan"].tolist() == [120.0]


def test_square_metres_under_a_head_that_says_mu_are_noticed():
    result = run(
        "enterprise", {"用地面积(亩)": [3000.0, 8000.0, 20000.0, 6000.0, 12000.0]}
    )

    assert result.frame["land_mu"].tolist() == [4.5, 12.0, 30.0, 9.0, 18.0]
    assert kinds(result)["unit_assumed"].severity == Severity.WARNING
    assert "亩" in kinds(result)["unit_assumed"].details[0]
    assert result.fields[0].unit == "㎡"


def test_yuan_without_a_unit_are_noticed():
    result = run(
        "enterprise", {"实缴税金": [780000.0, 1200000.0, 350000.0, 90000.0, 5e6]}
    )

    assert result.frame["tax_wan"].tolist() == [78.0, 120.0, 35.0, 9.0, 500.0]
    assert "unit_assumed" in kinds(result)


def test_usual_sizes_raise_no_doubt():
    result = run(
        "enterprise",
        {
            "实缴税金": [78.0, 120.0, 35.0, 9.0, -5.0],
            "用地面积(亩)": [3.0, 8.0, 20.0, 6.0, 0.0],
        },
    )

    assert result.findings == ()
    assert [field.unit for field in result.fields] == ["万元", "亩"]


def test_employees_tell_that_taxes_are_in_yuan():
    result = run(
        "enterprise",
        {
            "实缴税金": [21000.0, 9000.0, 15000.0, 30000.0, 12000.0],
            "职工人数": [20.0, 8.0, 15.0, 30.0, 11.0],
        },
    )

    assert result.frame["tax_wan"].tolist() == [2.1, 0.9, 1.5, 3.0, 1.2]


def test_the_drawn_area_tells_the_unit():
    drawn = pd.Series([20000.0, 10000.0, 5000.0, 8000.0, 12000.0])
    result = run("supply", {"登记面积": [30.0, 15.1, 7.5, 12.0, 18.0]}, drawn_m2=drawn)

    assert result.frame["registered_m2"].round().tolist() == [
        20000,
        10067,
        5000,
        8000,
        12000,
    ]
    assert kinds(result)["unit_assumed"].ids


def test_a_cell_may_have_a_unit_of_its_own():
    result = run(
        "enterprise", {"用地面积(亩)": ["12.5亩", "20000㎡", "约3亩", "5万元"]}
    )

    assert result.frame["land_mu"].fillna(-1).tolist() == [12.5, 30.0, 3.0, -1.0]
    assert kinds(result)["bad_number"].rows == (3,)


def test_cells_with_units_give_the_column_its_unit():
    assert run("supply", {"登记面积": ["30亩", "15亩"]}).frame[
        "registered_m2"
    ].tolist() == [20000.0, 10000.0]


def test_what_is_no_number_is_missing_and_listed_with_its_row():
    result = run(
        "enterprise",
        {
            "企业名称": ["甲有限公司", "乙有限公司", "丙有限公司"],
            "实缴税金(万元)": [5.0, "见附件", "-"],
        },
    )

    finding = kinds(result)["bad_number"]
    assert result.frame["tax_wan"].isna().tolist() == [False, True, True]
    assert finding.rows == (1,)
    assert finding.ids == ("乙有限公司",)
    assert "见附件" in finding.details[0]


def test_names_of_rows_may_be_given():
    result = run("enterprise", {"实缴税金(万元)": ["x"]}, row_names=["第4行"])

    assert kinds(result)["bad_number"].ids == ("第4行",)


def test_a_registered_area_of_zero_is_missing_and_other_zeros_are_not():
    frame = run(
        "supply", {"登记面积(㎡)": [0.0, 5.0], "建筑面积(㎡)": [0.0, 5.0]}
    ).frame

    assert frame["registered_m2"].isna().tolist() == [True, False]
    assert frame["built_m2"].tolist() == [0.0, 5.0]


def test_impossible_dates_are_missing_and_listed():
    result = run(
        "supply",
        {
            "宗地代码": ["330304001001GB00001", "330304001001GB00002"],
            "投产日期": ["2018-02-30", "2018.3.5"],
        },
    )

    finding = kinds(result)["bad_date"]
    assert result.frame["production_date"].isna().tolist() == [True, False]
    assert finding.ids == ("330304001001GB00001",)
    assert "2018-02-30" in finding.details[0]


def test_a_deadline_without_a_day_is_its_last_and_an_event_its_first():
    result = run(
        "supply", {"约定动工日期": ["2018年3月"], "实际动工日期": ["2018年3月"]}
    )

    assert result.frame["agreed_start"][0] == pd.Timestamp("2018-03-31")
    assert result.frame["actual_start"][0] == pd.Timestamp("2018-03-01")
    assert kinds(result)["ambiguous_date"].count == 2
    assert kinds(result)["ambiguous_date"].severity == Severity.NOTE


def test_damaged_codes_are_marked_and_kept():
    result = run(
        "enterprise",
        {
            "企业名称": list("甲乙丙丁"),
            "统一社会信用代码": [
                9.13300001429120051e17,
                "913300001429120000",
                "91330304MA2AB12C34",
                None,
            ],
        },
    )

    assert result.frame["code"].fillna("").tolist() == [
        "913300001429120000",
        "913300001429120000",
        "91330304MA2AB12C34",
        "",
    ]
    assert result.frame["code_damaged"].tolist() == [True, True, False, False]
    assert kinds(result)["damaged_code"].rows == (0, 1)


def test_wrong_and_old_codes_are_told_apart():
    result = run(
        "enterprise",
        {"统一社会信用代码": ["91330100799655058A", "330304000012345", "无"]},
    )

    found = {finding.severity: finding.rows for finding in result.findings}
    assert found == {Severity.WARNING: (0,), Severity.NOTE: (1,)}
    assert {finding.kind for finding in result.findings} == {"bad_code"}


def test_parcel_codes_are_tidied_and_wrong_ones_listed():
    result = run(
        "supply",
        {
            "宗地代码": [
                "330304 001001 GB00001",
                "３３０３０４００１００１gb00002",
                "330304001001GB0003",
            ]
        },
    )

    assert result.frame["parcel_id"].tolist() == [
        "330304001001GB00001",
        "330304001001GB00002",
        "330304001001GB0003",
    ]
    assert kinds(result)["bad_code"].rows == (2,)


def test_a_numbering_of_ones_own_is_one_remark():
    result = run("supply", {"地块编号": [f"HZ{i:05}" for i in range(30)]})

    assert kinds(result)["own_codes"].count == 1
    assert "bad_code" not in kinds(result)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("规模以上", "规上"),
        ("规上工业", "规上"),
        ("是", "规上"),
        ("规下", "规下"),
        ("非规上", "规下"),
        ("规上服务业", "服务业"),
        ("0", "规下"),
        (1.0, "规上"),
    ],
)
def test_words_for_scale_are_understood(cell, value):
    assert run("enterprise", {"企业规模": [cell]}).frame["scale"].tolist() == [value]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("企业原因", "企业"),
        ("自身原因", "企业"),
        ("非政府原因", "企业"),
        ("政府原因", "政府"),
        ("因规划调整", "政府"),
        ("不可抗力", "政府"),
    ],
)
def test_words_for_the_cause_are_understood(cell, value):
    assert run("supply", {"闲置原因": [cell]}).frame["cause"].tolist() == [value]


def test_a_word_that_is_neither_is_missing_and_listed():
    result = run("supply", {"闲置原因": ["企业", "政府", "政府和企业共同原因"]})

    assert result.frame["cause"].isna().tolist() == [False, False, True]
    assert kinds(result)["unknown_value"].rows == (2,)


def test_a_column_that_asks_the_opposite_is_turned_round():
    assert run("approval", {"是否失效": ["是", "否"]}).frame["valid"].tolist() == [
        "失效",
        "有效",
    ]
    assert run("approval", {"是否有效": ["是", "否"]}).frame["valid"].tolist() == [
        "有效",
        "失效",
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("一级", "一级"), (1.0, "一级"), ("Ⅱ级", "二级"), ("二级工业区块线", "二级")],
)
def test_levels_of_lines_are_understood(cell, value):
    assert run("block_line", {"级别": [cell]}).frame["level"].tolist() == [value]


def test_flags_are_yes_or_no_and_a_reason_is_a_veto():
    survey = run("survey", {"SFDX": ["是", "0", "Y", "√", None]}).frame
    firms = run("enterprise", {"一票否决": ["否", "环境污染事故", "无", None]}).frame

    assert survey["is_low"].fillna("空").tolist() == ["是", "否", "是", "是", "空"]
    assert firms["veto"].fillna("空").tolist() == ["否", "是", "否", "空"]


def test_lists_of_industries_are_tidied():
    frame = run(
        "park", {"园区编号": ["P1", "P2"], "主导产业": ["C18、17", 195.0]}
    ).frame

    assert frame["leading"].tolist() == ["18,17", "195"]


def test_years_are_numbers_however_written():
    frame = run("park", {"投用年份": ["2019年", 2020.0, "2021-05-01", "未知"]}).frame

    assert frame["open_year"].fillna(0).tolist() == [2019.0, 2020.0, 2021.0, 0.0]


def test_land_is_made_up_from_own_leased_and_let():
    result = run(
        "enterprise",
        {
            "登记土地面积(亩)": [10.0, 5.0, np.nan],
            "承租土地面积(亩)": [2.0, np.nan, np.nan],
            "出租土地面积(亩)": [3.0, np.nan, np.nan],
        },
    )

    assert result.frame["land_mu"].fillna(-1).tolist() == [9.0, 5.0, -1.0]
    assert "computed_value" in kinds(result)


def test_places_outside_the_country_are_missing():
    result = run("enterprise", {"经度": [120.6, 27.9, 0.0], "纬度": [27.9, 120.6, 0.0]})

    assert result.frame["lon"].isna().tolist() == [False, True, True]
    assert kinds(result)["bad_number"].count == 2


def test_text_is_cleaned_of_breaks_and_spaces_between_hanzi():
    frame = run("enterprise", {"企业名称": [" 温州 甲乙\n鞋业\u200b有限公司 "]}).frame

    assert frame["name"].tolist() == ["温州甲乙鞋业有限公司"]


def test_the_index_is_kept_and_named_in_findings():
    frame = pd.DataFrame({"投产日期": ["2018-3-5", "x"]}, index=[10, 20])
    fields = match_fields(frame, role="supply")

    result = standardise(frame, fields, role="supply")

    assert result.frame.index.tolist() == [10, 20]
    assert kinds(result)["bad_date"].rows == (20,)


def test_frames_without_rows_are_standardised_too():
    frame = pd.DataFrame(
        {"宗地代码": pd.Series(dtype="str"), "登记面积(㎡)": pd.Series(dtype=float)}
    )

    result = standardise(frame, match_fields(frame, role="supply"), role="supply")

    assert result.frame.columns.tolist() == ["parcel_id", "registered_m2"]
    assert result.findings == ()
