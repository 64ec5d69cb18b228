# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workbooks as offices make them: the head found, totals and notes set aside."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from landgis.errors import DataError
from landgis.io.sheets import list_sheets, read_table
from landgis.messages import sentence
from landgis.schema import match_fields, standardise

SHARED = Path(__file__).parents[4] / "shared" / "data"
HEAD = ["企业名称", "统一社会信用代码", "用地面积(亩)", "实缴税金(万元)"]
FIRMS = [
    ["温州甲乙鞋业有限公司", "91330304MA2AB12C34", 12.5, 100.0],
    ["温州丙丁五金厂", "91330100799655058B", 3.0, 20.0],
]


@pytest.fixture
def book(tmp_path):
    """Write a workbook: sheets of rows, with merged ranges like "A1:C1"."""

    def write(rows, *, merges=(), name="表.xlsx", sheet="企业", more=None, hide=()):
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as workbook:
            date = workbook.add_format({"num_format": "yyyy-mm-dd"})
            for title, cells in {sheet: rows, **(more or {})}.items():
                page = workbook.add_worksheet(title)
                for number, row in enumerate(cells):
                    for column, cell in enumerate(row):
                        if isinstance(cell, dt.date):
                            page.write_datetime(number, column, cell, date)
                        elif cell is not None:
                            page.write(number, column, cell)
                if title in hide:
                    page.hide()
            for area in merges:
                place = workbook.get_worksheet_by_name(sheet)
                first, last = area.split(":")
                top, left = int(first[1:]) - 1, ord(first[0]) - ord("A")
                place.merge_range(
                    top,
                    left,
                    int(last[1:]) - 1,
                    ord(last[0]) - ord("A"),
                    rows[top][left],
                )
        return path

    return write


def reasons(table):
    return {row.number: row.reason for row in table.dropped_rows}


def test_a_plain_table_is_read_as_it_is(book):
    table = read_table(book([HEAD, *FIRMS]))

    assert table.sheet == "企业"
    assert table.header_row == 1
    assert table.row_numbers.tolist() == [2, 3]
    assert table.columns.columns.tolist() == HEAD
    assert table.columns["用地面积(亩)"].tolist() == [12.5, 3.0]
    assert table.units == {"用地面积(亩)": "亩", "实缴税金(万元)": "万元"}
    assert table.dropped_rows == ()
    assert table.notes == ()


def test_title_unit_line_totals_and_notes_are_not_data(book):
    rows = [
        ["2023年度工业企业亩均效益基础数据表"],
        ["填报单位：某区亩均办", None, None, "单位：万元"],
        ["企业名称", "统一社会信用代码", "用地面积(亩)", "实缴税金"],
        *FIRMS,
        ["合 计", None, 15.5, 120.0],
        ["填表人：张某", "审核人：李某"],
        ["备注：税收为实际入库数，负数为退税。"],
    ]

    table = read_table(book(rows, merges=["A1:D1"]))

    assert table.header_row == 3
    assert table.row_numbers.tolist() == [4, 5]
    assert table.units["实缴税金"] == "万元"
    assert list(reasons(table)) == [6, 7, 8]
    assert "合计" in reasons(table)[6]
    assert "15.5" in table.dropped_rows[0].content


def test_a_firm_whose_name_holds_a_total_stays(book):
    rows = [
        HEAD,
        ["浙江合计电子有限公司", "", 5.0, 1.0],
        ["温州小计量具厂", "", 5.0, 1.0],
        ["总计", None, 10.0, 2.0],
    ]

    table = read_table(book(rows))

    assert table.row_numbers.tolist() == [2, 3]


@pytest.mark.parametrize(
    "word",
    [
        "合计",
        "小计",
        "总计",
        "累计",
        "合 计",
        "合计：",
        "梧田街道小计",
        "规上企业合计",
        "合计(120家)",
        "总 计",
    ],
)
@pytest.mark.parametrize("column", [0, 1])
def test_totals_are_told_by_any_of_their_words(book, word, column):
    total = [None, None, 15.5, 120.0]
    total[column] = word

    table = read_table(book([HEAD, *FIRMS, total]))

    assert list(reasons(table)) == [4]


def test_indicators_may_be_called_totals(book):
    rows = [
        ["指标", "单位", "目标值"],
        ["规上工业增加值合计", "亿元", 100.0],
        ["腾出用地", "亩", 600.0],
    ]

    assert len(read_table(book(rows)).columns) == 2


def test_levels_of_a_merged_head_are_joined(book):
    rows = [
        ["亩均效益表"],
        ["序号", "企 业\n名 称", "用地面积", None, "税收", None, "备注"],
        [None, None, "合计", "承租", "2022年", "2023年", None],
        [1, "甲有限公司", 3.0, 1.0, 10.0, 12.0, None],
        [2, "乙有限公司", 4.0, 0.0, 20.0, 22.0, None],
    ]
    merges = ["A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3"]

    table = read_table(book(rows, merges=merges))

    assert table.columns.columns.tolist() == [
        "序号",
        "企业名称",
        "用地面积/合计",
        "用地面积/承租",
        "税收/2022年",
        "税收/2023年",
        "备注",
    ]
    assert table.header_row == 2
    assert table.row_numbers.tolist() == [4, 5]


def test_a_year_among_the_names_of_a_head_is_a_level_of_it(book):
    path = book(
        [
            ["填报单位：某局", None, None, "填报日期：2024年3月"],
            ["企业名称", "统一信用代码", "2023年度", None],
            [None, None, "土地", "税收"],
            [None, None, "用地面积(亩)", "实缴税金(万元)"],
            *FIRMS,
        ],
        merges=["A2:A4", "B2:B4", "C2:D2"],
    )

    raw = read_table(path)

    assert list(raw.columns) == [
        "企业名称",
        "统一信用代码",
        "2023年度/土地/用地面积(亩)",
        "2023年度/税收/实缴税金(万元)",
    ]
    assert len(raw.columns) == len(FIRMS)


def test_levels_are_joined_where_the_cells_are_blank_instead_of_merged(book):
    rows = [
        ["序号", "企业名称", "用地面积", None, "税收", None],
        [None, None, "合计", "承租", "2022年", "2023年"],
        [1, "甲有限公司", 3.0, 1.0, 10.0, 12.0],
    ]

    table = read_table(book(rows))

    assert table.columns.columns.tolist()[2:] == [
        "用地面积/合计",
        "用地面积/承租",
        "税收/2022年",
        "税收/2023年",
    ]
    assert table.row_numbers.tolist() == [3]


def test_group_names_above_the_head_are_part_of_it(book):
    rows = [
        ["基本情况", None, "经济指标", None],
        ["企业名称", "行业", "税收(元)", "主营业务收入(元)"],
        ["甲有限公司", "3811", 5.0, 6.0],
    ]

    table = read_table(book(rows, merges=["A1:B1", "C1:D1"]))

    assert table.header_row == 2
    assert table.columns.columns.tolist() == [
        "基本情况/企业名称",
        "基本情况/行业",
        "经济指标/税收(元)",
        "经济指标/主营业务收入(元)",
    ]
    assert [f.standard for f in match_fields(table.columns, role="enterprise")] == [
        "name",
        "industry",
        "tax_wan",
        "revenue_wan",
    ]


def test_a_head_of_five_levels_is_read(book):
    rows = [
        ["企业", None, "指标", None],
        ["名称", "代码", "效益", None],
        [None, None, "税收", None],
        [None, None, "实缴", None],
        [None, None, "2022年", "2023年"],
        ["甲有限公司", "91330304MA2AB12C34", 1.0, 2.0],
    ]
    merges = ["A1:B1", "C1:D1", "A2:A5", "B2:B5", "C2:D2", "C3:D3", "C4:D4"]

    table = read_table(book(rows, merges=merges))

    assert table.columns.columns.tolist()[2:] == [
        "指标/效益/税收/实缴/2022年",
        "指标/效益/税收/实缴/2023年",
    ]
    assert table.row_numbers.tolist() == [6]


def test_a_row_of_units_below_the_head_gives_the_units(book):
    rows = [
        ["企业名称", "用地面积", "税收"],
        [None, "(亩)", "(万元)"],
        ["甲有限公司", 3.0, 5.0],
    ]

    table = read_table(book(rows))

    assert table.columns.columns.tolist() == ["企业名称", "用地面积", "税收"]
    assert table.units == {"用地面积": "亩", "税收": "万元"}


def test_the_unit_line_holds_for_columns_without_a_unit_of_their_own(book):
    rows = [
        ["单位：万元、亩"],
        ["企业名称", "用地面积", "税收(元)", "其他应收补贴款", "亩均税收"],
        ["甲有限公司", 3.0, 5.0, 6.0, 1.0],
    ]

    table = read_table(book(rows))

    assert table.units == {"用地面积": "亩", "税收(元)": "元", "其他应收补贴款": "万元"}


def test_column_numbers_and_repeated_heads_are_not_data(book):
    numbers = ["甲", "乙", 1, 2]
    rows = [
        ["统计表"],
        HEAD,
        numbers,
        FIRMS[0],
        ["统计表"],
        HEAD,
        numbers,
        FIRMS[1],
        ["第1页，共2页"],
    ]

    table = read_table(book(rows))

    assert table.row_numbers.tolist() == [4, 8]
    assert list(reasons(table)) == [3, 5, 6, 7, 9]


def test_headings_within_the_data_become_a_column(book):
    rows = [
        ["序号", *HEAD],
        ["一", "规上企业", None, 12.5, 100.0],
        [1, *FIRMS[0]],
        ["二", "规下企业", None, 3.0, 20.0],
        [2, *FIRMS[1]],
    ]

    table = read_table(book(rows))

    assert table.row_numbers.tolist() == [3, 5]
    assert table.columns["分组"].tolist() == ["规上企业", "规下企业"]
    fields = match_fields(table.columns, role="enterprise")
    assert standardise(table.columns, fields, role="enterprise").frame[
        "scale"
    ].tolist() == ["规上", "规下"]


@pytest.mark.parametrize("head", [["镇街名称"], ["镇街名称", "备注", "联系人", "电话"]])
def test_a_list_of_towns_is_no_list_of_headings(book, head):
    table = read_table(book([head, ["东镇"], ["西街道"]]))

    assert table.columns["镇街名称"].tolist() == ["东镇", "西街道"]


def test_blank_rows_and_columns_are_left_out_in_silence(book):
    rows = [
        ["序号", None, *HEAD],
        [1, None, *FIRMS[0]],
        [],
        [" "],
        [2, None, *FIRMS[1]],
        [3],
        [4],
    ]

    table = read_table(book(rows))

    assert table.row_numbers.tolist() == [2, 5]
    assert table.columns.columns.tolist() == ["序号", *HEAD]
    assert table.dropped_rows == ()


def test_a_column_without_a_head_is_called_by_its_letter(book):
    table = read_table(book([[*HEAD, None], [*FIRMS[0], "补充"]]))

    assert table.columns.columns.tolist() == [*HEAD, "E列"]


def test_a_column_with_a_head_and_no_cells_is_kept(book):
    table = read_table(book([[*HEAD, "投产日期"], *FIRMS]))

    assert table.columns["投产日期"].isna().all()


def test_names_that_stand_twice_are_told_apart(book):
    table = read_table(book([["企业名称", "面积", "面积"], ["甲有限公司", 1.0, 2.0]]))

    assert table.columns.columns.tolist() == ["企业名称", "面积", "面积_2"]


def test_merged_texts_are_filled_and_merged_numbers_count_once(book):
    rows = [
        ["所属镇街", "企业名称", "宗地代码", "用地面积(亩)"],
        ["梧田街道", "甲有限公司", "330304001001GB00001", 8.0],
        [None, None, "330304001001GB00002", None],
    ]

    table = read_table(book(rows, merges=["A2:A3", "B2:B3", "D2:D3"]))

    assert table.columns["企业名称"].tolist() == ["甲有限公司", "甲有限公司"]
    assert table.columns["用地面积(亩)"].sum() == 8.0
    assert len(table.notes) == 2


def test_an_unknown_table_is_read_by_its_shape(book):
    rows = [
        ["某某情况一览表"],
        ["甲项", "乙项", "丙项"],
        ["某物", 1.0, 2.0],
        ["他物", 3.0, 4.0],
    ]

    table = read_table(book(rows, merges=["A1:C1"]))

    assert table.header_row == 2
    assert table.columns["乙项"].tolist() == [1.0, 3.0]


def test_the_row_of_the_head_may_be_given(book):
    rows = [["某物", "他物"], ["甲项", "乙项"], ["x", 1.0]]

    table = read_table(book(rows), header_row=2)

    assert table.columns.columns.tolist() == ["甲项", "乙项"]


def test_dates_numbers_and_texts_keep_their_kind(book):
    rows = [
        ["企业名称", "成立日期", "用地面积(亩)", "统一社会信用代码"],
        ["甲有限公司", dt.date(2018, 3, 5), "-", 913300001429120051],
        ["乙有限公司", None, 2.0, "91330304MA2AB12C34"],
    ]

    columns = read_table(book(rows)).columns

    assert columns["成立日期"].tolist() == [pd.Timestamp("2018-03-05"), pd.NaT]
    assert columns["用地面积(亩)"].tolist() == ["-", 2.0]
    assert columns["统一社会信用代码"].tolist()[0] == pytest.approx(9.1330000142912e17)


def test_the_sheet_that_looks_like_data_is_chosen(book):
    path = book(
        [["说明"], ["本表由某科填写"]],
        sheet="填表说明",
        more={"明细": [HEAD, *FIRMS], "其他": [["甲项", "乙项"], ["x", 1.0]]},
    )

    table = read_table(path)

    assert table.sheet == "明细"
    assert "其他" in table.notes[0]
    assert list_sheets(path) == ("填表说明", "明细", "其他")


def test_of_sheets_alike_the_latest_year_is_chosen_and_the_others_named(book):
    path = book(
        [HEAD, *FIRMS], sheet="2022年", more={"2023年": [HEAD, FIRMS[0]], "空": []}
    )

    table = read_table(path)

    assert table.sheet == "2023年"
    assert "2022年" in table.notes[1]
    assert list_sheets(path) == ("2022年", "2023年")


def test_a_sheet_may_be_named_and_a_wrong_name_is_answered_with_the_right_ones(book):
    path = book([HEAD, *FIRMS], sheet="甲", more={"乙": [HEAD, FIRMS[1]]})

    assert read_table(path, sheet="乙").row_numbers.tolist() == [2]
    with pytest.raises(DataError) as caught:
        read_table(path, sheet="丙")
    assert "甲、乙" in sentence(caught.value)


def test_hidden_sheets_rows_and_columns_are_read_and_counted(tmp_path):
    path = tmp_path / "隐藏.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("封面").write(0, 0, "封面")
        page = workbook.add_worksheet("企业")
        for number, row in enumerate([HEAD, *FIRMS]):
            page.write_row(number, 0, row)
        page.set_row(2, None, None, {"hidden": True})
        page.set_column("B:C", None, None, {"hidden": True})
        page.hide()

    table = read_table(path)

    assert len(table.columns) == 2
    assert [note for note in table.notes if "隐藏" in note] == [
        "工作表“企业”是隐藏的，照常读取。",
        "有 1 行被隐藏或筛选掉，照常读取。",
        "有 2 列被隐藏，照常读取。",
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "sheet.no_cells"),
        ([HEAD], "sheet.no_rows"),
        ([[1.0, 2.0], [3.0, 4.0]], "sheet.no_header"),
    ],
)
def test_what_is_no_table_is_said_in_a_sentence(book, rows, code):
    with pytest.raises(DataError) as caught:
        read_table(book(rows))

    assert caught.value.code == code
    assert "企业" in sentence(caught.value)


def test_reading_leaves_the_file_alone(book):
    path = book([HEAD, *FIRMS])
    before = path.read_bytes()

    read_table(path)
    path.rename(path.with_name("改名.xlsx"))

    assert path.with_name("改名.xlsx").read_bytes() == before


def test_a_damaged_workbook_is_said_in_a_sentence(book):
    path = book([HEAD, *FIRMS])
    path.write_bytes(path.read_bytes()[:-400])

    with pytest.raises(DataError) as caught:
        read_table(path)

    assert path.name in sentence(caught.value)


if SHARED.exists():

    @pytest.mark.parametrize(
        ("path", "role", "rows", "header"),
        [
            ("county/企业效益.xlsx", "enterprise", 440, 3),
            ("county/小微园.xlsx", "park", 8, 1),
            ("county_small/企业效益.xlsx", "enterprise", 16, 1),
            ("county_small/小微园.xlsx", "park", 3, 1),
        ],
    )
    def test_sample_tables_are_read_whole(path, role, rows, header):
        table = read_table(SHARED / path)
        fields = match_fields(table.columns, role=role, units=table.units)

        assert (len(table.columns), table.header_row) == (rows, header)
        assert all(field.standard for field in fields)


def test_formulas_that_nobody_has_computed_are_told(tmp_path):
    path = tmp_path / "表.xlsx"
    workbook = openpyxl.Workbook()
    for number, row in enumerate([HEAD, *FIRMS], start=1):
        tax = f"=C{number}*2" if number > 1 else row[3]
        workbook.active.append([*row[:3], tax])
    workbook.save(path)

    raw = read_table(path)

    assert raw.columns["实缴税金(万元)"].isna().all()
    assert any("2 个公式" in note for note in raw.notes)


def test_formulas_whose_result_is_an_empty_text_are_computed(tmp_path):
    draft, path = tmp_path / "草稿.xlsx", tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(draft)) as workbook:
        page = workbook.add_worksheet("企业")
        for number, row in enumerate([HEAD, *FIRMS]):
            page.write_row(number, 0, row)
        page.write_formula("D2", "=C2*8", None, 100)
        page.write_formula("D3", '=IF(C3>9,1,"")', None, "-")
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b"<v>-</v>", b"<v></v>"))

    raw = read_table(path)

    assert raw.columns["实缴税金(万元)"].tolist()[0] == 100
    assert raw.notes == ()
