# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which column is which standard field."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyogrio
import pytest

from landgis.errors import DataError
from landgis.schema import ROLES, guess_role, match_fields, read_schema
from landgis.schema.aliases import alias_table
from landgis.schema.headers import comparable, parse_header

SHARED = Path(__file__).parents[4] / "shared" / "data"

SUPPLY = {
    "parcel_id": "宗地代码",
    "unit_no": "不动产单元号",
    "supervision_no": "电子监管号",
    "owner": "土地使用权人",
    "owner_code": "统一社会信用代码",
    "location": "坐落",
    "land_use": "土地用途",
    "supply_mode": "供地方式",
    "contract_date": "合同签订日期",
    "price_wan": "成交价款",
    "registered_m2": "登记面积",
    "delivered_date": "实际交地日期",
    "agreed_start": "约定动工日期",
    "extended_start": "延期动工日期",
    "actual_start": "实际动工日期",
    "agreed_finish": "约定竣工日期",
    "actual_finish": "实际竣工日期",
    "production_date": "投产日期",
    "stop_date": "停工日期",
    "should_dev_m2": "应动工面积",
    "dev_m2": "已动工面积",
    "total_invest_wan": "总投资额",
    "invested_wan": "已投资额",
    "built_m2": "建筑面积",
    "footprint_m2": "建筑占地面积",
    "far_min": "容积率下限",
    "agreed_tax_per_mu": "约定亩均税收",
    "agreed_invest_per_mu": "约定投资强度",
    "cause": "闲置原因",
    "idle_ruling": "闲置认定文号",
}
CODES = {
    "parcel_id": "330304001001GB00001",
    "unit_no": "330304001001GB00001W00000000",
    "owner": "温州甲乙鞋业有限公司",
    "owner_code": "91330304MA2AB12C34",
    "cause": "企业",
}


def sample(standard):
    kind = read_schema("supply").fields[standard].kind
    plain = {"number": 12.5, "date": "2018-3-5", "text": "文字"}[kind]
    return CODES.get(standard, plain)


def match(columns, role, **options):
    frame = pd.DataFrame({name: [value] for name, value in columns.items()})
    fields = match_fields(frame, role=role, **options)
    assert [field.name for field in fields] == list(columns)
    return {field.standard: field.name for field in fields if field.standard}


def why(columns, role, name):
    frame = pd.DataFrame({key: [value] for key, value in columns.items()})
    return {field.name: field.why for field in match_fields(frame, role=role)}[name]


@pytest.mark.parametrize("role", ROLES)
def test_no_two_fields_of_a_role_share_a_name(role):
    owner = {}
    for field in read_schema(role).fields.values():
        for name in (
            field.name,
            *field.names,
            *field.codes,
            *field.weak,
            *field.inverted,
        ):
            assert owner.setdefault(comparable(name), field.name) == field.name, name


@pytest.mark.parametrize("role", ROLES)
def test_every_field_has_the_unit_and_peers_it_names(role):
    fields = read_schema(role).fields
    for field in fields.values():
        parts = (*field.derived[0], *field.derived[1]) if field.derived else ()
        assert {peer.field for peer in field.per} | set(parts) <= fields.keys()
        assert field.typical is None or field.unit is not None


@pytest.mark.parametrize("role", ROLES)
def test_english_names_and_titles_are_recognised(role):
    table = alias_table(role).whole
    for field in read_schema(role).fields.values():
        for name in (field.name, field.title):
            found = [table[key] for key in parse_header(name).keys if key in table]
            assert field.name in {alias.field for alias in found[0]}


def test_whole_names_are_recognised():
    columns = {name: sample(field) for field, name in SUPPLY.items()}

    assert match(columns, "supply") == SUPPLY


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_cut_at_ten_bytes_are_recognised(encoding):
    cut = {
        field: name.encode(encoding)[:10].decode(encoding, "ignore")
        for field, name in SUPPLY.items()
    }
    columns = {name: sample(field) for field, name in cut.items()}

    assert match(columns, "supply") == cut


def test_pinyin_codes_are_recognised():
    codes = {
        "parcel_id": "ZDDM",
        "unit_no": "BDCDYH",
        "owner": "QLR",
        "owner_code": "ZJH",
        "location": "ZL",
        "land_use": "YT",
        "registered_m2": "SYQMJ",
        "supply_mode": "GDFS",
        "supervision_no": "DZJGH",
        "contract_date": "QDRQ",
        "delivered_date": "SJJDSJ",
        "agreed_start": "YDKGSJ",
        "actual_start": "SJKGSJ",
        "agreed_finish": "YDJGSJ",
        "actual_finish": "SJJGSJ",
        "dev_m2": "YKGMJ",
        "built_m2": "ZJZMJ",
        "footprint_m2": "JZJDMJ",
        "cause": "XZYY",
    }
    columns = {name: sample(field) for field, name in codes.items()}

    assert (
        match(columns | {"BSM": 1, "WKGMJ": 2.0, "YDJDSJ": "2018-1-1"}, "supply")
        == codes
    )


def test_an_export_of_the_land_market_site_is_recognised():
    columns = {
        "行政区": "330304",
        "电子监管号": "3303042018B00012",
        "项目位置": "某路",
        "面积(公顷)": 2.5,
        "土地用途": "工业用地",
        "供地方式": "挂牌出让",
        "土地使用年限": 50,
        "成交价格(万元)": 100,
        "土地使用权人": "甲有限公司",
        "约定容积率下限": 1.2,
        "约定容积率上限": 2.0,
        "约定交地时间": "2018-01-01",
        "约定开工时间": "2018-06-01",
        "约定竣工时间": "2020-01-01",
        "实际开工时间": "2018-06-05",
        "实际竣工时间": "",
        "合同签订日期": "2017-12-01",
    }

    assert match(columns, "supply") == {
        "supervision_no": "电子监管号",
        "location": "项目位置",
        "registered_m2": "面积(公顷)",
        "land_use": "土地用途",
        "supply_mode": "供地方式",
        "price_wan": "成交价格(万元)",
        "owner": "土地使用权人",
        "far_min": "约定容积率下限",
        "agreed_start": "约定开工时间",
        "agreed_finish": "约定竣工时间",
        "actual_start": "实际开工时间",
        "actual_finish": "实际竣工时间",
        "contract_date": "合同签订日期",
    }


def test_drawn_areas_are_never_registered_ones():
    columns = {"Shape_Area": 1.0, "图形面积": 1.0, "图斑面积": 1.0, "计算面积": 1.0}

    assert match(columns, "supply") == {}


def test_the_registered_area_goes_before_the_parcel_area_and_a_bare_one():
    columns = {"面积": 1.0, "宗地面积(㎡)": 1.0, "登记面积(㎡)": 1.0}

    assert match(columns, "supply") == {"registered_m2": "登记面积(㎡)"}
    assert "登记面积" in why(columns, "supply", "宗地面积(㎡)")


def test_a_bare_area_is_taken_for_want_of_a_better_one_and_said_so():
    assert match({"面积": 1.0}, "supply") == {"registered_m2": "面积"}
    assert "核对" in why({"面积": 1.0}, "supply", "面积")


def test_ratios_are_not_the_figures_they_are_made_of():
    columns = {
        "企业名称": "甲有限公司",
        "约定亩均税收": 1.0,
        "亩均税收": 1.0,
        "税收(万元/亩)": 1.0,
        "单位用电税收": 1.0,
        "R&D经费支出占比(%)": 1.0,
    }

    assert match(columns, "enterprise") == {"name": "企业名称"}


def test_the_latest_year_is_taken():
    columns = {
        "2021年税收(万元)": 1.0,
        "2023年实缴税金": 3.0,
        "2022年实缴税金(万元)": 2.0,
    }

    assert match(columns, "enterprise") == {"tax_wan": "2023年实缴税金"}
    assert match(columns, "enterprise", reference_year=2022) == {
        "tax_wan": "2022年实缴税金(万元)"
    }


def test_last_year_goes_before_the_year_before_and_means_are_left():
    columns = {"上上年度税收": 1.0, "上年度税收": 2.0, "近三年平均税收": 3.0}

    assert match(columns, "enterprise") == {"tax_wan": "上年度税收"}


def test_levels_of_a_head_are_read_together():
    columns = {
        "承租方/统一社会信用代码": "91330304MA2AB12C34",
        "承租方/企业名称": "甲有限公司",
        "出租方/统一社会信用代码": "91330100799655058B",
        "出租方/企业名称": "乙有限公司",
        "租期/起": "2022-1-1",
        "租期/止": "2024-1-1",
    }

    assert list(match(columns, "lease")) == [
        "tenant_code",
        "tenant_name",
        "owner_code",
        "owner_name",
        "start",
        "end",
    ]


def test_the_total_of_a_group_stands_for_the_group():
    columns = {
        "用地面积(亩)/合计": 3.0,
        "用地面积(亩)/自有": 2.0,
        "用地面积(亩)/承租": 1.0,
    }

    assert match(columns, "enterprise") == {
        "land_mu": "用地面积(亩)/合计",
        "own_mu": "用地面积(亩)/自有",
        "leased_mu": "用地面积(亩)/承租",
    }


def test_codes_and_firm_names_are_recognised_by_what_they_hold():
    columns = {
        "甲": "330304001001GB00001",
        "乙": "330304001001GB00001W00000000",
        "丙": "91330304MA2AB12C34",
        "丁": "温州甲乙鞋业有限公司",
    }

    assert match(columns, "supply") == {
        "parcel_id": "甲",
        "unit_no": "乙",
        "owner_code": "丙",
        "owner": "丁",
    }
    assert "100%" in why(columns, "supply", "甲")


def test_a_list_with_other_words_is_not_taken_by_its_name():
    assert match(
        {"批准文号": "浙土字A〔2018〕-0123", "状态": "已报省厅"}, "approval"
    ) == {"approval_no": "批准文号"}
    assert match({"企业规模": "中型"}, "enterprise") == {}


def test_a_similar_name_is_suggested_and_not_taken():
    columns = {"投资总额度(亿美元)": 1.0}

    assert match(columns, "supply") == {}
    assert "总投资额" in why(columns, "supply", "投资总额度(亿美元)")


def test_what_the_user_says_beats_everything():
    columns = {
        "宗地代码": "330304001001GB00001",
        "DKBH": "A1",
        "约定动工日": "2018-1-1",
    }

    found = match(
        columns,
        "supply",
        overrides={"parcel_id": "DKBH", "agreed_start": "约定动工日期"},
    )

    assert found == {"parcel_id": "DKBH", "agreed_start": "约定动工日"}


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        ({"parcel_id": "没有"}, "schema.no_column"),
        ({"parcel": "宗地代码"}, "schema.no_field"),
    ],
)
def test_what_the_user_says_wrongly_is_an_error(overrides, code):
    with pytest.raises(DataError) as caught:
        match({"宗地代码": "x"}, "supply", overrides=overrides)

    assert caught.value.code == code


def test_the_unit_comes_from_the_head_and_else_from_the_sheet():
    frame = pd.DataFrame(
        {"用地面积（平方米）": [1.0], "实缴税金": [1.0], "用电量(度)": [1.0]}
    )

    fields = match_fields(frame, role="enterprise", units={"实缴税金": "元"})

    assert [field.unit for field in fields] == ["㎡", "元", "千瓦时"]


def test_a_role_nobody_knows_has_no_fields():
    assert match({"宗地代码": "x"}, "unknown") == {}


@pytest.mark.parametrize(
    ("columns", "has_geometry", "role"),
    [
        (SUPPLY.values(), True, "supply"),
        (["批准文号", "批准日期", "批准面积"], True, "approval"),
        (
            ["企业名称", "统一社会信用代码", "用地面积(亩)", "实缴税金"],
            False,
            "enterprise",
        ),
        (["园区编号", "园区名称", "主导产业", "禁入产业"], False, "park"),
        (["镇街名称"], True, "town"),
        (["核减原因"], True, "exclude"),
        (["区块线级别"], True, "block_line"),
        (["原企业", "腾空日期", "再利用方式"], True, "vacated"),
        (["DCDYBH", "SFDX"], True, "survey"),
        (["指标", "单位", "年度", "目标值"], False, "target"),
        (["企业名称", "统一社会信用代码", "名单类别"], False, "official"),
        (["承租方企业名称", "出租方企业名称", "承租用地面积(亩)"], False, "lease"),
        (["甲项", "乙项"], False, None),
    ],
)
def test_the_role_of_a_file_is_guessed(columns, has_geometry, role):
    frame = pd.DataFrame({name: [None] for name in columns})

    assert guess_role(frame, has_geometry=has_geometry) == role


SAMPLES = {"宗地": "supply", "批次红线": "approval", "核减": "exclude", "镇街": "town"}

if SHARED.exists():

    @pytest.mark.parametrize(
        "path",
        [
            path
            for part in SAMPLES
            for pattern in (f"county*/{part}.shp", f"county*/{part}.g*")
            for path in SHARED.glob(pattern)
        ],
        ids=lambda path: f"{path.parent.name}/{path.name}",
    )
    def test_every_column_of_the_sample_counties_is_recognised(path):
        role = SAMPLES[path.stem]
        encoding = "GB18030" if path.suffix == ".shp" else None
        frame = pyogrio.read_dataframe(path, read_geometry=False, encoding=encoding)

        found = {
            f.standard: f.name.split("(")[0] for f in match_fields(frame, role=role)
        }

        assert None not in found
        assert guess_role(frame, has_geometry=True) == role
        if role == "supply":
            assert all(SUPPLY[field].startswith(name) for field, name in found.items())


@pytest.mark.parametrize(
    ("column", "standard", "unit"),
    [
        ("约定亩均税收_万元_亩_", "agreed_tax_per_mu", "万元/亩"),
        ("登记面积_亩_", "registered_m2", "亩"),
        ("成交价款_万元_", "price_wan", "万元"),
    ],
)
def test_units_are_found_where_a_filegdb_wrote_underscores_for_brackets(
    column, standard, unit
):
    (field,) = match_fields(pd.DataFrame({column: [30.0]}), role="supply")

    assert (field.standard, field.unit) == (standard, unit)


def test_square_metres_are_one_unit_however_they_are_written():
    for column in ("登记面积(㎡)", "登记面积(m²)", "登记面积(平方米)"):
        (field,) = match_fields(pd.DataFrame({column: [30.0]}), role="supply")

        assert field.unit == "㎡"
