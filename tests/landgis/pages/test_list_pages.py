# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists on paper: no row lost, heads everywhere, sums that agree, texts as given."""

import re
from decimal import Decimal

import docx
import numpy as np
import openpyxl
import pandas as pd
import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_county import make_source
from page_texts import text_of
from report_builders import make_firms, make_parcels, make_squares

from landgis.errors import CallError
from landgis.messages import sentence
from landgis.operations import report_formats
from landgis.operations.report_files import preview_of, write_pages
from landgis.pages.fonts import width_mm, wrap
from landgis.pages.request import Kind, ListChoice, PageRequest, SheetWords
from landgis.pages.tables import (
    ROW,
    Room,
    TableColumn,
    TableData,
    TableRow,
    break_pages,
    with_sums,
)

COLUMNS = ("parcel_id", "owner", "town", "mu", "firm_mu", "potential_mu")


def county_of(owners):
    """Return a county with a parcel of 1.5 亩 for each owner."""
    count = len(owners)
    parcels = pd.DataFrame(
        {
            "parcel_id": [f"P{n:06d}" for n in range(count)],
            "owner": owners,
            "town": [f"{n % 4}镇" for n in range(count)],
            "status": ["overdue"] * count,
            "flags": [""] * count,
            "mu": [1.5] * count,
            "drawn_m2": [1000.0] * count,
            "firm_mu": [0.0] * count,
            "potential_mu": [1.5] * count,
            "missing": [""] * count,
            "block_level": ["一级"] * count,
            "reason": [""] * count,
        }
    )
    return make_source(
        parcels=parcels,
        parcel_geometry=make_squares(count),
        links=pd.DataFrame({"firm": [], "parcel": []}),
    )


def request_of(**changes):
    values = {
        "kind": Kind.LIST,
        "paper": "A4",
        "lists": ListChoice(only="", columns=COLUMNS),
        **changes,
    }
    return PageRequest(**values)


def test_a_long_list_has_every_row_once_and_heads_on_every_page(pages):
    source = county_of([f"企业{n}号" for n in range(600)])
    made, document = pages(request_of(), of=source)
    texts = [page.get_textpage().get_text_range() for page in document]
    found = re.findall(r"P\d{6}", "".join(texts))
    assert sorted(found) == [f"P{n:06d}" for n in range(600)]
    assert made.pages == len(texts)
    for number, words in enumerate(texts, start=1):
        plain = "".join(words.split())
        assert "宗地代码" in plain
        assert "土地使用权人" in plain
        assert f"第{number}页共{len(texts)}页" in plain
    assert "".join(texts[-1].split()).count("合计（600）") == 1
    assert "900.00" in texts[-1]  # 600 × 1.5 亩


@pytest.mark.big
def test_twenty_thousand_rows_are_all_there(pages):
    source = county_of([f"企业{n}号" for n in range(20_000)])
    _, document = pages(request_of(paper="A3"), of=source)
    found = [
        word
        for page in document
        for word in re.findall(r"P\d{6}", page.get_textpage().get_text_range())
    ]
    assert sorted(found) == [f"P{n:06d}" for n in range(20_000)]


def test_subtotals_follow_each_town_and_agree_with_the_total(pages):
    source = county_of([f"企业{n}" for n in range(10)])
    _, document = pages(request_of(), of=source)
    found = text_of(document)
    for town, count in (("0镇", 3), ("1镇", 3), ("2镇", 2), ("3镇", 2)):
        assert f"{town}小计（{count}）{1.5 * count:.2f}" in found
    assert "合计（10）15.00" in found


@pytest.mark.parametrize(
    "name",
    [
        "#emph[甲] $x^2$ *乙* _丙_ @丁 \\ 戊",
        "“引号”\"quotes\"‘单’'single'`raw`",
        "//注释 /* 块 */ <标签> ~ -- ---",
        '#read("/etc/passwd") #import "@preview/a:1.0.0"',
        "= 标题 + 列表 - 项 / 词: 解",
        "\\u{1F600} &amp; <b>粗</b> %s {0}",
        "䶮㙍𬭼㐂堃",
    ],
)
def test_a_name_is_printed_as_it_is(pages, name):
    source = county_of([name, "乙公司"])
    _, document = pages(request_of(), of=source)
    plain = "".join(name.split())
    assert plain in text_of(document)


def test_a_name_of_many_lines_is_printed_line_by_line(pages):
    source = county_of(["第一行\n第二行\r\n第三行", "乙公司"])
    _, document = pages(request_of(), of=source)
    assert "第一行第二行第三行" in text_of(document)


@pytest.mark.parametrize("sign", ["长", "W", "字A"])
def test_a_name_of_three_hundred_signs_stays_in_its_column(pages, sign):
    name = (sign * 300)[:300]
    source = county_of([name, "乙公司"])
    _, document = pages(request_of(), of=source)
    assert name in text_of(document)
    page = document[0]
    texts = page.get_textpage()
    width = page.get_width()
    boxes = [texts.get_charbox(k) for k in range(texts.count_chars())]
    assert max(box[2] for box in boxes) < width - 15


def test_a_sign_that_no_font_has_is_named_and_never_a_box(source, tmp_path):
    rare = "\U000310c6"
    county = county_of([f"{rare}氏工厂", "乙公司"])
    made = write_pages(county, request_of(), tmp_path / "页.pdf")
    assert len(made.notes) == 1
    assert "U+310C6" in made.notes[0]
    assert rare in made.notes[0]
    seen = preview_of(county, request_of(), ppi=20)
    assert seen.notes == made.notes


def test_control_characters_do_not_reach_the_page(pages):
    source = county_of(["甲\x00\x07乙\x1b公司", "丙"])
    _, document = pages(request_of(), of=source)
    assert "甲乙公司" in text_of(document)


def test_the_same_figures_stand_in_pdf_docx_and_workbook(source, tmp_path):
    request = request_of(lists=ListChoice(only="reclaimable", columns=COLUMNS))
    files = {
        ending: write_pages(source, request, tmp_path / f"单{ending}").path
        for ending in (".pdf", ".docx", ".xlsx")
    }
    sheet = openpyxl.load_workbook(files[".xlsx"]).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    table = docx.Document(str(files[".docx"])).tables[0]
    words = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert len(rows) == len(words)
    for numbers, texts in zip(rows, words, strict=True):
        for value, said in zip(numbers, texts, strict=True):
            if isinstance(value, float):
                assert f"{value:,.2f}" == said
    # of five parcels, by hand: 30+30+7.5+6 亩, 32.5 sure, 35 potential
    assert rows[-1][-3:] == [73.5, 32.5, 35.0]


def test_a_workbook_never_runs_what_a_name_says(tmp_path):
    county = county_of(["=cmd|'/c calc'!A1", "+1"])
    made = write_pages(county, request_of(), tmp_path / "单.xlsx")
    sheet = openpyxl.load_workbook(made.path).worksheets[0]
    assert sheet["C3"].value == "'=cmd|'/c calc'!A1"
    assert sheet["C3"].data_type == "s"


def test_heads_repeat_in_word_and_cells_keep_their_lines(tmp_path):
    county = county_of(["甲\n乙 & <丙>", "丁"])
    made = write_pages(county, request_of(), tmp_path / "单.docx")
    table = docx.Document(str(made.path)).tables[0]
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert table.rows[1].cells[2].text.split() == ["甲", "乙", "&", "<丙>"]


def test_a_notice_says_for_how_long_and_to_whom(pages):
    firms = make_firms()
    source = make_source(firms=firms, parcels=make_parcels())
    request = PageRequest(
        kind=Kind.NOTICE,
        paper="A4",
        lists=ListChoice(view="enterprise", only="low", group_by=""),
        words=SheetWords(unit="某县亩均办", contact="0577-1", notice_days=5),
    )
    _, document = pages(request, of=source)
    found = text_of(document)
    for words in ("公示", "公示期5天", "某县亩均办", "0577-1", "一号鞋厂", "二号鞋厂"):
        assert words in found
    assert "三号阀门" not in found


@settings(max_examples=60)
@given(
    text=st.text(alphabet="甲乙AaW1 ，。（）-/\n😀", max_size=60),
    width=st.floats(8, 60),
)
def test_broken_lines_hold_every_sign_and_fit(text, width):
    lines = wrap(text, width=width, size_pt=8)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert width_mm(line, 8) <= width + 0.01 or len(line) == 1


@settings(max_examples=40)
@given(
    counts=st.lists(st.integers(1, 9), max_size=80),
    first=st.floats(30, 120),
    rest=st.floats(30, 160),
)
def test_pages_hold_all_rows_in_order_and_none_overflows(counts, first, rest):
    columns = (TableColumn(heading="名称"), TableColumn(heading="面积", places=2))
    cells = [("字" * count * 6, Decimal("1.50")) for count in counts]
    rows = tuple(TableRow(cells=each) for each in cells)
    table = TableData(columns=columns, rows=rows)
    paged = break_pages(table, Room(width=60, first=first, rest=rest))
    texts = [
        "".join(row.cells[0]) if isinstance(row.cells[0], list) else row.cells[0]
        for page in paged.pages
        for row in page
    ]
    assert texts == [name for name, _ in cells]
    for number, page in enumerate(paged.pages):
        used = paged.head_height + sum(row.height for row in page)
        assert used <= (rest if number else first) + 0.01 or len(page) <= 1


@given(values=st.lists(st.decimals(-100, 100, places=2), min_size=1, max_size=30))
def test_subtotals_add_up_to_the_total(values):
    columns = (
        TableColumn(heading="镇"),
        TableColumn(heading="面积", places=2, is_summed=True),
    )
    groups = sorted(str(int(abs(value)) % 3) for value in values)
    cells = [(group, value) for group, value in zip(groups, values, strict=True)]
    rows = with_sums(cells, columns, groups=groups, words=lambda g, n: f"{g}{n}")
    total = rows[-1].cells[1]
    assert total == sum(values)
    parts = [row.cells[1] for row in rows[:-1] if row.kind != ROW]
    assert not parts or sum(parts) == total


def test_unknown_numbers_are_dashes_not_zeros(pages):
    source = county_of(["甲", "乙"])
    source.analysis.parcels["mu"] = [np.nan, 1.5]
    _, document = pages(request_of(), of=source)
    assert "P0000000镇甲" not in text_of(document)
    assert "—" in text_of(document)


def test_a_list_set_in_parts_is_one_document(source, tmp_path, monkeypatch):
    """Parts are set in other processes; their pages follow each other."""
    monkeypatch.setattr("landgis.pages.parts.AT_ONCE", 2)
    monkeypatch.setattr("landgis.pages.parts._PART", 4)
    county = county_of([f"企业{n}号" for n in range(220)])
    made = write_pages(county, request_of(), tmp_path / "单.pdf")
    document = pypdfium2.PdfDocument(made.path)
    texts = [page.get_textpage().get_text_range() for page in document]
    found = re.findall(r"P\d{6}", "".join(texts))
    assert sorted(found) == [f"P{n:06d}" for n in range(220)]
    for number, words in enumerate(texts, start=1):
        assert f"第{number}页共{len(texts)}页" in "".join(words.split())


def test_a_long_atlas_is_set_in_parts_and_numbered_throughout(
    source, tmp_path, monkeypatch
):
    monkeypatch.setattr("landgis.operations.report_atlas.AT_ONCE", 2)
    monkeypatch.setattr("landgis.operations.report_atlas._PART", 3)
    request = PageRequest(kind=Kind.PARCEL_CARDS, rows=(0, 1, 2, 3, 4))
    made = write_pages(source, request, tmp_path / "册.pdf")
    document = pypdfium2.PdfDocument(made.path)
    texts = ["".join(p.get_textpage().get_text_range().split()) for p in document]
    assert len(texts) == made.pages
    for number, words in enumerate(texts, start=1):
        assert f"第{number}页共{len(texts)}页" in words
    found = re.findall(r"宗地330304001001GB(\d+)", "".join(texts))
    assert found == ["00001", "00002", "00003", "00004", "00005"]


def test_a_code_stays_in_one_piece_where_names_have_to_give_way():
    columns = (
        TableColumn(heading="序号", places=0, is_ordinal=True),
        TableColumn(heading="宗地代码"),
        TableColumn(heading="土地使用权人"),
        TableColumn(heading="缺少资料"),
        *(TableColumn(heading="确定可腾出（亩）", places=2) for _ in range(6)),
    )
    row = (Decimal(1), "330304904001GB00017", "很长很长的名称有限公司" * 3, "")
    cells = (*row, *[Decimal("1234.50")] * 6)
    table = TableData(columns=columns, rows=(TableRow(cells=cells),) * 3)
    paged = break_pages(table, Room(width=178.0, first=200.0, rest=200.0))
    (line, *_) = paged.pages[0]
    assert line.cells[1] == "330304904001GB00017"
    assert isinstance(line.cells[2], list)
    assert paged.head[0] == ["序号"]
    assert paged.head[3] in (["缺少资料"], ["缺少", "资料"])
    assert sum(paged.widths) == pytest.approx(178.0)


def test_an_archive_that_memory_cannot_hold_is_refused_before_it_is_set(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(report_formats, "MOST_ARCHIVED", 2)
    source = county_of([f"第{n}号工厂" for n in range(120)])
    request = request_of(archive=True)
    with pytest.raises(CallError) as caught:
        write_pages(source, request, tmp_path / "档.pdf")
    assert "最多 2 页" in sentence(caught.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("sign", ["䶮", "㙍", "𬭼", "𫔰", "㼆"])
def test_a_rare_sign_is_printed_from_a_font_or_named(sign, tmp_path):
    source = county_of([f"陈{sign}记工厂", "乙公司"])
    made = write_pages(source, request_of(), tmp_path / "页.pdf")
    document = pypdf.PdfReader(made.path)
    found = "".join(document.pages[0].extract_text().split())
    if made.notes:
        assert sign in made.notes[0]
        assert f"陈〔U+{ord(sign):04X}〕记工厂" in found
    else:
        assert f"陈{sign}记工厂" in found
        assert sign in signs_with_outlines(document.pages[0])


def signs_with_outlines(page):
    """Return the characters that the embedded fonts of a page draw, not as a box."""
    found = set()
    for name in page["/Resources"]["/Font"]:
        font = page["/Resources"]["/Font"][name].get_object()
        below = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        file = below.get("/FontFile3") or below.get("/FontFile2")
        assert file is not None, font["/BaseFont"]
        codes = font["/ToUnicode"].get_object().get_data().decode("ascii", "replace")
        for code, text in re.findall(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", codes):
            if int(code, 16) != 0:  # 0 is the box
                found.add(bytes.fromhex(text).decode("utf-16-be", "replace"))
    return found
