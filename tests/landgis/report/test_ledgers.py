# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""台账.xlsx can be handed in: right sheets, right figures, safe and printable."""

import math
from dataclasses import replace
from decimal import Decimal

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from report_builders import (
    make_analysis,
    make_finding,
    make_firms,
    make_parcels,
    make_profile,
    make_reclaimable,
)

from landgis.errors import DataError
from landgis.findings import Severity
from landgis.report.ledgers import write_ledgers

SHEETS = [
    "汇总",
    "淘汰落后",
    "低效产出",
    "停产僵尸",
    "批而未供",
    "供而未用",
    "腾空改造",
    "高耗低效整治企业清单",
    "亩均评价结果",
    "停工和用而未尽等",
    "待核实",
    "匹配待核",
    "未匹配企业",
    "无企业宗地",
    "数据问题",
    "判定依据",
    "判定标准",
    "字段对照",
    "字段说明",
]

# What the documents ask for, in their order; others may stand between.
DOCUMENT_COLUMNS = {
    "供而未用": """
        电子监管号 合同号 宗地代码 受让人 受让人统一社会信用代码 供地方式 面积
        成交价款 签订日期 约定交地 实际交地 约定动工 实际动工 约定竣工 实际竣工
        约定投资 已投资 应动工面积 已动工面积 中止日期 原因 政府原因条款 判定
        认定书文号 处置方式 闲置费 备注
    """,
    "高耗低效整治企业清单": """
        序号 镇街 企业名称 统一社会信用代码 行业代码 行业名称 规模 用地面积 自有或承租
        坐落 工业区块线 上年税收 上年亩均税收 上上年亩均税收 近三年平均亩均税收 增加值
        综合能耗 单位增加值能耗 亩均等级 经营状态 现状用途 低效类型 违法违规事项
        处置方式 一企一策文号 责任单位 责任人 计划完成时间 当前进展 处置面积 剩余面积
        腾出用能 减碳 是否销号 销号日期 备注
    """,
    "低效产出": """
        用地面积 自有或承租 出租方 上年税收 上上年亩均税收 违法违规事项 处置方式
        当前进展 是否销号 性质 正常生产但税收不合理 成长潜力 措施
    """,
    "批而未供": """
        批准文号 批准年份 批次 批准面积 已供面积 未供面积 未供原因 责任人 计划供地时间
        公开招商情况
    """,
}


@pytest.fixture
def opened(tmp_path):
    def write(*, row_limit=1_048_576, layouts=None, **changes):
        path = tmp_path / "台账.xlsx"
        write_ledgers(
            make_analysis(**changes), path, row_limit=row_limit, layouts=layouts
        )
        return openpyxl.load_workbook(path)

    return write


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    path = tmp_path_factory.mktemp("county") / "台账.xlsx"
    write_ledgers(make_analysis(), path)
    return openpyxl.load_workbook(path)


def head_row(sheet):
    """Return the number of the row that holds the column heads."""
    return int(sheet.auto_filter.ref.split(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def table(sheet):
    """Return the rows of a list under their heads, the total row among them."""
    heads, *rows = sheet.iter_rows(min_row=head_row(sheet), values_only=True)
    heads = [head.replace("\n（", "（") for head in heads]  # the unit's own line
    return [dict(zip(heads, row, strict=True)) for row in rows]


def all_cells(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


def test_sheets_are_those_of_the_contract_in_order(county):
    assert county.sheetnames == SHEETS


def test_no_cell_is_a_formula_and_no_text_would_become_one(opened):
    evil = '=HYPERLINK("x","y")'
    parcels = make_parcels().assign(owner=[evil, "+1", "-1", "@x", "\t=1", "甲"])
    findings = (make_finding(ids=(evil, "a"), details=("\r=1", "@b")),)

    book = opened(parcels=parcels, findings=findings)

    cells = all_cells(book)
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert not any(text.startswith(tuple("=+-@\t\r\n")) for text in texts)
    assert f"'{evil}" in texts


def test_a_county_name_that_is_a_formula_is_only_a_name(opened):
    project = make_analysis().project

    book = opened(project=replace(project, name="=1+1&县"))

    assert book["汇总"]["A1"].value.startswith("'=1+1&县")


def test_overview_shows_head_figures_that_add_up(county):
    values = {row[0]: row[1] for row in county["汇总"].iter_rows(values_only=True)}

    assert values["可腾出合计（确定＋潜在－重叠已扣）"] == 101
    assert values["确定可腾出"] == 67
    assert values["潜在可腾出"] == 35
    assert values["重叠已扣"] == 1


def test_overview_adds_up_as_shown_whatever_the_fractions(opened):
    reclaimable = replace(
        make_reclaimable(),
        firm_mu=10.004,
        potential_mu=10.004,
        overlap_removed_mu=0.0051,
    )

    sheet = opened(reclaimable=reclaimable)["汇总"]

    values = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
    shown = [
        Decimal(repr(values[name])) for name in ("确定可腾出", "潜在可腾出", "重叠已扣")
    ]
    total = Decimal(repr(values["可腾出合计（确定＋潜在－重叠已扣）"]))
    assert shown[0] + shown[1] - shown[2] == total == Decimal("20.0")


def test_overview_prints_the_line_with_its_sign_and_clause(county):
    texts = [str(cell.value) for cell in county["汇总"]["A"]]

    assert any("≤8万元/亩（LOW-E2，某政发〔2021〕1号" in text for text in texts)


def test_a_profile_without_a_line_says_so(opened):
    project = replace(make_analysis().project, profile=make_profile(low=()))

    texts = [str(cell.value) for cell in opened(project=project)["汇总"]["A"]]

    assert any("不设低效线" in text for text in texts)


def test_a_day_outside_the_profiles_time_is_pointed_out(opened):
    project = make_analysis().project
    late = replace(project, reference_date=project.reference_date.replace(year=2024))

    texts = [str(cell.value) for cell in opened(project=late)["汇总"]["A"]]

    assert any("不在规则方案的有效期内" in text for text in texts)


def test_overview_paints_statuses_like_the_map(county):
    sheet = county["汇总"]

    letters = {row[0].value: row[2].value for row in sheet.iter_rows(max_col=3)}
    cells = {row[0].value: row[1] for row in sheet.iter_rows(max_col=2)}
    assert letters["批而未供"] == "批"
    assert cells["批而未供"].fill.bgColor.rgb == "FF009E73"
    assert cells["批而未供"].fill.patternType == "lightUp"
    assert cells["正常"].fill.fgColor.rgb == "FFE9E2D8"


def test_rows_are_as_high_as_their_longest_text(county):
    sheet = county["供而未用"]
    heads = [cell.value for cell in sheet[4]]
    reason = heads.index("理由")
    width = sheet.column_dimensions[get_column_letter(reason + 1)].width

    for row in sheet.iter_rows(min_row=5, max_row=sheet.max_row - 1):
        wide = 2 * len(str(row[reason].value or ""))
        lines = max(1, math.ceil(wide / width))
        assert sheet.row_dimensions[row[0].row].height >= 14 * min(lines, 2)
    assert sheet.row_dimensions[4].height > 14


def test_a_whole_parcel_reads_the_same_as_area_and_as_reclaimable_land(opened):
    reclaimable = make_reclaimable()
    area = make_analysis().residual["mu"].sum()
    by_category = reclaimable.by_category.copy()
    by_category["firm_mu"] = 0.004
    by_category.loc["approved_unsupplied", "firm_mu"] = area
    firm = by_category["firm_mu"].sum()

    sheet = opened(
        reclaimable=replace(reclaimable, by_category=by_category, firm_mu=firm)
    )["汇总"]

    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    assert rows["批而未供"][3] == rows["批而未供"][4]


def test_each_source_is_listed_with_its_hash(county):
    rows = list(county["汇总"].iter_rows(values_only=True))

    assert ("宗地.shp", "宗地", 6, 1, 1, "GB18030", "EPSG:4549", "a" * 64) in rows


def test_every_list_says_day_rules_and_line_above_its_heads(county):
    sheet = county["批而未供"]

    assert sheet["A1"].value == "批而未供土地数据库"
    assert "基准日 2023-12-31" in sheet["A2"].value
    assert "某政发〔2021〕1号" in sheet["A2"].value
    assert "≤8万元/亩" in sheet["A2"].value


def test_lists_print_on_a3_across_with_heads_on_every_page(county):
    for sheet in county.worksheets[1:]:
        head = head_row(sheet)
        assert sheet.page_setup.paperSize == 8
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth in (None, 1)  # one is what is left out
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == f"$1:${head}"
        assert sheet.freeze_panes.endswith(str(head + 1))
        assert "&P" in sheet.oddFooter.center.text.replace("&[Page]", "&P")
        assert sheet.print_area


def test_approvals_are_listed_with_areas_in_mu_and_a_total(county):
    first, second, total = table(county["批而未供"])

    assert first["批准文号"] == "浙土字A〔2015〕-0001"
    assert first["批准面积（亩）"] == 30
    assert first["已供面积（亩）"] == 15
    assert first["未供面积（亩）"] == 15
    assert first["供地率（%）"] == 50
    assert first["批准日期"].date().isoformat() == "2015-03-01"
    assert second["供地率（%）"] == 56.67
    assert total["序号"] == "合计"
    assert total["未供面积（亩）"] == 34.5


def test_columns_that_the_program_has_nothing_for_are_there_to_be_filled(county):
    first = table(county["批而未供"])[0]

    assert first["责任人"] is None
    assert first["计划供地时间"] is None


@pytest.mark.parametrize("sheet", DOCUMENT_COLUMNS)
def test_the_documents_columns_are_all_there_in_order(county, sheet):
    heads = iter(
        str(cell.value)
        for row in county[sheet].iter_rows(min_row=3, max_row=4)
        for cell in row
    )
    for column in DOCUMENT_COLUMNS[sheet].split():
        assert any(head.startswith(column) for head in heads), column


def test_supplied_unused_takes_the_five_stages_and_says_suspected(county):
    *rows, total = table(county["供而未用"])

    assert [row["判定"] for row in rows] == [
        "疑似闲置（满二年）",
        "疑似闲置（满一年）",
    ]
    assert total["面积（亩）"] == 60


def test_every_listed_status_has_its_parcels_in_one_list(opened):
    parcels = make_parcels().assign(
        status=[
            "stalled",
            "overdue",
            "to_verify",
            "low_efficiency",
            "underused",
            "normal",
        ]
    )

    book = opened(parcels=parcels)

    assert len(table(book["供而未用"])) == 1 + 1
    assert len(table(book["停工和用而未尽等"])) == 3 + 1
    assert len(table(book["待核实"])) == 1 + 1


def test_what_is_to_verify_says_in_chinese_what_is_missing(county):
    row = table(county["待核实"])[0]

    assert row["缺少资料"] == "约定动工日期、实际交地日期"
    assert row["已成立的其他判定"] == "低效"


def test_codes_stay_text_with_every_digit(county):
    sheet = county["低效产出"]

    cells = [cell for row in sheet.iter_rows() for cell in row]
    code = next(cell for cell in cells if cell.value == "913303040000000001")
    assert code.data_type in ("s", "inlineStr")
    assert code.number_format == "@"


def test_numbers_have_separators_and_fixed_places(county):
    sheet = county["批而未供"]

    row = head_row(sheet) + 1
    formats = [cell.number_format for cell in sheet[row]]
    assert formats.count("#,##0.00") == 4
    assert "yyyy-mm-dd" in formats


def test_empty_lists_say_so_under_their_heads(county):
    sheet = county["腾空改造"]

    rows = table(sheet)
    assert len(rows) == 1
    assert rows[0]["序号"] == "无"


def test_candidates_stand_beside_each_other(county):
    row = table(county["匹配待核"])[0]

    assert row["企业名称"] == "'=1+1公司"
    assert row["对方名称"] == "1+1公司"
    assert row["候选依据"] == "名称"
    assert row["宗地使用权人"] == "己公司"
    assert row["宗地面积（亩）"] == 4.5


def test_both_sides_that_did_not_match_are_listed(county):
    assert [row["企业名称"] for row in table(county["未匹配企业"])] == ["'=1+1公司"]
    parcels = table(county["无企业宗地"])[:-1]
    assert [row["宗地代码"][-1] for row in parcels] == list("1236")


def test_findings_have_one_row_for_each_row_they_are_about_worst_first(opened):
    note = make_finding(
        severity=Severity.NOTE, kind="duplicate_id", rows=(5,), ids=("x",)
    )
    note = replace(note, details=(), area_m2=())

    rows = table(opened(findings=(note, make_finding()))["数据问题"])

    assert [row["严重程度"] for row in rows] == ["注意", "注意", "提示"]
    assert rows[0]["说明"] == "与下一宗重叠。"
    assert rows[0]["文件"] == "宗地.shp"
    assert rows[2]["涉及面积（㎡）"] is None


def test_grounds_are_the_tests_that_hold_and_what_is_open_for_verification(county):
    rows = table(county["判定依据"])

    found = [(row["对象"][-5:], row["规则编号"], row["结果"]) for row in rows]
    assert found == [
        ("00001", "IDLE-05", "成立"),
        ("00002", "IDLE-04", "成立"),
        ("00003", "IDLE-04", "未知"),
        ("00003", "IDLE-05", "未知"),
        ("一号鞋厂"[-5:], "LOW-E2", "成立"),
    ]


def test_thresholds_are_listed_with_sign_unit_and_clause(county):
    row = table(county["判定标准"])[0]

    assert (row["比较"], row["数值"], row["单位"]) == ("≤", "8", "万元/亩")
    assert row["出处把握"] == "见文件"


def test_source_columns_are_listed_with_what_they_were_taken_for(county):
    first, second = table(county["字段对照"])[:2]

    assert (first["资料中的列名"], first["中文名"]) == ("ZDDM", "宗地代码")
    assert second["中文名"] is None


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(opened):
    parcels = pd.concat([make_parcels()] * 5, ignore_index=True).assign(
        status="to_verify"
    )

    book = opened(parcels=parcels, row_limit=20)

    names = [name for name in book.sheetnames if name.startswith("待核实")]
    first, second, third = (table(book[name]) for name in names)
    assert names == ["待核实", "待核实 (2)", "待核实 (3)"]
    assert [len(rows) for rows in (first, second, third)] == [13, 13, 7]
    assert first[-1]["序号"] == "（续下表：待核实 (2)）"
    assert second[0]["序号"] == 13
    assert third[-1]["序号"] == "合计"
    assert third[-1]["面积（亩）"] == 93 * 5
    assert all(sheet.max_row <= 20 for sheet in book.worksheets[10:13])


def test_an_office_can_rename_and_drop_columns(opened, tmp_path):
    (tmp_path / "15_vacated.toml").write_text(
        'format = 1\nsheet = "腾空"\ntitle = "我县腾空地"\nrows = "vacated"\n'
        '[[column]]\ntitle = "亩数"\nfield = "mu"\nplaces = 1\ntotal = true\n',
        "utf-8",
    )

    book = opened(
        layouts=tmp_path,
        vacated=pd.DataFrame({"mu": [1.25, 2.25]}),
        vacated_geometry=np.array([None, None], dtype=object),
    )

    assert [row["亩数"] for row in table(book["腾空"])] == [1.3, 2.2, 3.5]


def test_the_same_run_writes_the_same_file(tmp_path):
    paths = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for path in paths:
        write_ledgers(make_analysis(), path)

    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_folder_that_is_not_there_is_an_error_with_words(tmp_path):
    with pytest.raises(DataError) as caught:
        write_ledgers(make_analysis(), tmp_path / "没有" / "台账.xlsx")

    assert caught.value.code == "report.cannot_write"


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.floats(0, 1e6, allow_nan=False),
            st.integers(0, 10**6).map(lambda square_metres: square_metres * 0.0015),
        ),
        min_size=4,
        max_size=4,
    )
)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_totals_are_the_sums_of_the_rows_as_shown(opened, areas):
    firms = make_firms().assign(
        land_mu=pd.array(areas, dtype="Float64").astype("float64"),
        low=pd.array([True] * 4, dtype="boolean"),
    )

    *rows, total = table(opened(firms=firms)["低效产出"])

    shown = [row["用地面积（亩）"] for row in rows]
    known = [area for area in areas if area is not None]
    assert [value is None for value in shown] == [area is None for area in areas]
    if known:
        added = sum(Decimal(repr(value)) for value in shown if value is not None)
        assert added == Decimal(repr(total["用地面积（亩）"]))
        assert float(added) == pytest.approx(math.fsum(known), abs=0.005001)


def test_a_verdict_is_shown_beside_the_decision_that_changed_it(opened):
    parcels = make_parcels().assign(
        computed_status="normal",
        override_reason=[None, None, None, "现场核实", None, None],
    )

    rows = table(opened(parcels=parcels)["停工和用而未尽等"])[:-1]

    found = {row["宗地代码"][-1]: (row["改判前状态"], row["改判理由"]) for row in rows}
    assert found == {"4": ("正常", "现场核实"), "5": (None, None)}


def test_days_overdue_are_shown_only_once_the_day_has_passed(opened):
    parcels = make_parcels().assign(
        status="overdue", overdue_days=[30, -5, 0, None, None, None]
    )

    rows = table(opened(parcels=parcels)["供而未用"])[:-1]

    days = {row["宗地代码"][-1]: row["逾期（天）"] for row in rows}
    assert [days[number] for number in "123"] == [30, None, None]


def test_readers_that_stream_see_every_row(tmp_path):
    path = tmp_path / "台账.xlsx"
    write_ledgers(make_analysis(), path)

    whole = openpyxl.load_workbook(path)
    streamed = openpyxl.load_workbook(path, read_only=True)

    rows = {sheet.title: len(list(sheet.values)) for sheet in streamed}
    streamed.close()
    assert rows == {sheet.title: sheet.max_row for sheet in whole}
