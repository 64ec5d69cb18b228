# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Atlases and documents: facts, grounds, corners, and one number from one source."""

import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely
from defusedxml import ElementTree
from docx.oxml.ns import qn
from page_county import make_source
from page_texts import text_of
from PIL import Image
from report_builders import CITATION, make_analysis, make_evidence, make_squares

from landgis.errors import CallError, DataError
from landgis.messages import sentence
from landgis.operations.report_card_facts import evidence_table, firm_score_table
from landgis.operations.report_files import preview_of, write_pages, write_reports
from landgis.operations.report_plan import prepare_plan
from landgis.operations.stored_records import from_json, to_json
from landgis.pages import cards
from landgis.pages.cards import corners_of, neighbours
from landgis.pages.lettering import text_width
from landgis.pages.paper import Frame
from landgis.pages.request import (
    Kind,
    Move,
    PageRequest,
    ParkUse,
    RelocationPlan,
    SheetWords,
    ZoneShape,
)
from landgis.pages.tables import ROW
from landgis.rules.library import read_profile

PLAN = RelocationPlan(
    name="方案 A",
    verdict="可行，至多还能好 0.7 %。",
    moves=(
        Move(
            firm="甲鞋厂",
            treatment="搬迁入园",
            origin="东镇",
            target="一号园",
            phase="2024 年",
            freed_mu=3.5,
            floor_m2=1200.0,
            compensation_wan=10.0,
            start=(560_050.0, 3_090_050.0),
            end=(560_450.0, 3_090_060.0),
        ),
        Move(
            firm="乙电镀厂",
            treatment="搬迁入园",
            origin="西镇",
            target="一号园",
            phase="2025 年",
            freed_mu=1.25,
        ),
    ),
    parks=(
        ParkUse(
            name="一号园",
            floor_m2=5000.0,
            used_m2=None,
            planned_m2=1200.0,
            firms=2,
            leading_share=0.75,
            open_year=2024,
            place=(560_450.0, 3_090_060.0),
        ),
    ),
    unplaced=(("丙厂", "厂房差 320 ㎡"),),
    figures=(("搬迁企业", 2.0, "家"),),
)


def words_of(document):
    """Return all text of a DOCX, tables in their place."""
    parts = [p.text for p in document.paragraphs]
    for table in document.tables:
        parts += [cell.text for row in table.rows for cell in row.cells]
    return "".join("".join(parts).split())


def test_a_card_says_what_is_known_and_why(pages):
    request = PageRequest(kind=Kind.PARCEL_CARDS, rows=(0, 2, 6))
    made, document = pages(request)
    found = text_of(document)
    assert made.pages == 3
    for words in (
        "宗地330304001001GB00001",
        "甲公司",
        "疑似闲置（满二年）",
        "满二年未动工",
        "判定依据",
        "成立",
        "四至",
        "界址点坐标",
        "待核实",
        "缺约定动工日期、实际交地日期",
        "批次浙土字A〔2015〕-0001",
        "批准后未供应15.00亩",
    ):
        assert words in found, words


def test_corners_and_sides_of_a_square_are_those_of_the_ground(pages):
    _, document = pages(PageRequest(kind=Kind.PARCEL_CARDS, rows=(1,)))
    found = text_of(document)
    # 100 m square: its north-west corner first, then clockwise
    assert "J13090100.000560100.000100.00" in found
    assert "J23090100.000560200.000100.00" in found


def test_corners_run_clockwise_from_the_north_west():
    ring = shapely.Polygon([(0, 0), (30, 0), (30, 40), (0, 40)])
    for shape in (ring, shapely.reverse(ring)):
        corners = corners_of(shape)
        assert [(c.east, c.north) for c in corners] == [
            (0, 40),
            (30, 40),
            (30, 0),
            (0, 0),
        ]
        assert [c.side for c in corners] == [30, 40, 30, 40]


def test_the_four_sides_are_the_parcels_that_lie_there():
    squares = make_squares(3)
    found = neighbours(squares[1], squares[[0, 2]], ["甲", "丙"])
    assert found == {"east": "丙", "west": "甲", "north": "", "south": ""}


def test_a_firm_card_has_its_treatment_and_scores(pages):
    _, document = pages(PageRequest(kind=Kind.FIRM_CARDS, rows=(0,)))
    found = text_of(document)
    for words in ("一号鞋厂", "91330304MA2AB12C34", "搬迁入园", "处置措施", "责任单位"):
        assert words in found


def test_a_share_stands_in_percent_on_a_firm_card():
    analysis = make_analysis()
    analysis = replace(
        analysis,
        project=replace(analysis.project, profile=read_profile("huangyan_2021")),
        firm_scores=pd.DataFrame(
            {
                "firm": [0, 0],
                "indicator": ["rd_share", "tax_per_mu"],
                "value": [0.0246, 13.005],
                "base": [0.0305, 26.01],
                "weight": [10.0, 30.0],
                "score": [8.07, 15.0],
            }
        ),
    )

    rows = {row[1]: row for row in firm_score_table(analysis, 0)["rows"]}

    assert rows["%"][2:4] == ["2.46", "3.05"]
    assert rows["万元/亩"][2:4] == ["13.01", "26.01"]


def test_a_zone_card_lists_the_land_inside(pages, source):
    squares = source.land[:2]
    zone = ZoneShape(name="甲片区", shape_wkb=shapely.union_all(squares).wkb_hex)
    _, document = pages(PageRequest(kind=Kind.ZONE_CARDS, zones=(zone,)))
    found = text_of(document)
    for words in ("甲片区", "330304001001GB00001", "330304001001GB00002", "疑似闲置"):
        assert words in found
    assert "330304001001GB00004" not in found
    assert "四至" in found
    # two squares of 100 m beside each other: the north-west corner comes first
    north, west = shapely.bounds(squares[0])[[3, 0]]
    assert f"J1{north:.3f}{west:.3f}" in found


def test_land_that_a_zone_cuts_counts_with_its_part(pages, source):
    west, south, east, north = shapely.bounds(source.land[0]).tolist()
    half = shapely.box(west, south, (west + east) / 2, north)
    zone = ZoneShape(name="半片", shape_wkb=half.wkb_hex, rows=(0,))
    _, document = pages(PageRequest(kind=Kind.ZONE_CARDS, zones=(zone,)))
    found = text_of(document)
    mu = float(source.figures["mu"].iloc[0]) / 2
    assert f"合计1{mu:,.2f}" in found
    assert "1宗被片区线切开" in found
    # what goes on beyond the line is the neighbour in the east
    owner = source.analysis.parcels["owner"].iloc[0]
    assert f"四至东南西北{owner}" in found


def test_a_photo_is_on_the_card_and_a_bad_one_is_said(pages, tmp_path):
    photo = tmp_path / "照片.png"
    Image.new("RGB", (40, 30), "#123456").save(photo)
    name = "330304001001GB00001"
    request = PageRequest(
        kind=Kind.PARCEL_CARDS, rows=(0,), photos=((name, str(photo)),)
    )
    _, document = pages(request)
    picture = np.concatenate(
        [
            np.asarray(p.render(scale=1).to_pil().convert("RGB")).reshape(-1, 3)
            for p in document
        ]
    )
    assert (np.abs(picture.astype(int) - (0x12, 0x34, 0x56)) < 6).all(
        axis=1
    ).sum() > 500
    lost = replace(request, photos=((name, str(tmp_path / "无.png")),))
    with pytest.raises(DataError) as caught:
        pages(lost)
    assert "无.png" in sentence(caught.value)


@pytest.mark.parametrize("kind", [Kind.PARCEL_CARDS, Kind.FIRM_CARDS])
def test_a_card_is_one_sheet(pages, kind):
    made, document = pages(PageRequest(kind=kind, paper="A4", rows=(0, 1, 2, 3)))
    assert len(document) == 4
    assert made.pages == 4
    for page in document:
        assert "编制" in page.get_textpage().get_text_range()


def test_tests_that_do_not_hold_are_said_in_short():
    evidence = (
        make_evidence()
        .iloc[:3]
        .assign(result=["FALSE", "TRUE", "FALSE"], value=["9.12345678", "7", "10"])
    )
    table = evidence_table(evidence)
    assert [row[0] for row in table["rows"]] == ["成立"]
    assert table["rows"][0][2:4] == ["7", "≤ 8"]
    note = "".join(table["note"])
    assert note.startswith("不成立：")
    assert "疑似闲置（满二年；9.1235，界线 ≤ 8）；" in note
    assert "；10，界线 ≤ 8）。" in note
    assert CITATION not in note


def test_a_failed_page_is_named_and_the_others_are_kept(pages, tmp_path):
    broken = tmp_path / "坏.png"
    broken.write_bytes(b"no picture at all")
    name = "330304001001GB00001"
    request = PageRequest(
        kind=Kind.PARCEL_CARDS, rows=(0, 1), photos=((name, str(broken)),)
    )
    made, document = pages(request)
    assert len(document) == 1
    assert "330304001001GB00002" in text_of(document)
    (note,) = made.notes
    assert name in note
    assert "坏.png" in note


def test_nothing_chosen_is_said(pages):
    for kind in (Kind.PARCEL_CARDS, Kind.FIRM_CARDS, Kind.ZONE_CARDS):
        with pytest.raises(CallError) as caught:
            pages(PageRequest(kind=kind))
        assert caught.value.code == "pages.no_rows"
    with pytest.raises(CallError) as caught:
        pages(PageRequest(kind=Kind.RELOCATION))
    assert caught.value.code == "pages.no_plan"


def test_one_number_stands_the_same_in_pdf_docx_xlsx_and_summary(
    source, pages, tmp_path
):
    request = PageRequest(kind=Kind.SUMMARY, paper="A4")
    _, document = pages(request)
    pdf = text_of(document)
    word = words_of(
        docx.Document(str(write_pages(source, request, tmp_path / "报.docx").path))
    )
    book = openpyxl.load_workbook(
        write_pages(source, request, tmp_path / "报.xlsx").path
    )
    cells = {c.value for sheet in book for row in sheet.iter_rows() for c in row}
    summary = json.loads(json.dumps(dict(source.summary)))
    sums = summary["reclaimable"]
    for figure in ("total_mu", "firm_mu", "potential_mu"):
        shown = f"{sums[figure]:,.2f}"
        assert shown in pdf
        assert shown in word
    for category in ("suspect_idle_2y", "underused", "approved_unsupplied"):
        amounts = sums["by_category"][category]
        assert f"{amounts['firm_mu']:,.2f}" in pdf
        assert f"{amounts['firm_mu']:,.2f}" in word
        assert amounts["firm_mu"] in cells
    head = (
        "可腾出土地合计101.00亩，其中确定67.00亩、潜在35.00亩，已扣除相互重叠的1.00亩"
    )
    assert head in pdf
    assert head in word


def test_word_has_headings_captions_and_page_numbers(source, tmp_path):
    write_reports(source, tmp_path)
    document = docx.Document(str(tmp_path / "报告.docx"))
    styles = [p.style.name for p in document.paragraphs]
    assert styles.count("Heading 1") >= 5
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    assert len(captions) >= 5
    xml = document.element.xml + document.sections[0].footer._element.xml
    for field in ("PAGE", "NUMPAGES", "SEQ 表", "SEQ 图"):
        assert f'w:instr="{field}' in xml
    numbers = re.findall(r"SEQ 表 [^>]*>\s*<w:r>\s*<w:t>(\d+)", xml)
    assert numbers == [str(n + 1) for n in range(len(numbers))]
    assert len(document.inline_shapes) >= 1
    assert Path(tmp_path / "报告.pdf").read_bytes().startswith(b"%PDF")


def test_a_relocation_plan_has_phases_with_sums_and_reasons(pages, tmp_path, source):
    request = PageRequest(kind=Kind.RELOCATION, paper="A4", plan=PLAN)
    _, document = pages(request)
    found = text_of(document)
    for words in (
        "方案A",
        "安排2家企业迁入1个园区，腾出土地4.75亩",
        "至多还能好0.7%",
        "2024年小计（1）3.501,200.0010.00",
        "合计（2）4.75",
        "丙厂厂房差320㎡",
        "补偿金额为测算，不作为补偿依据",
        "企业搬迁去向",
        "75.0",
    ):
        assert words in found, words
    made = write_pages(source, request, tmp_path / "方案.docx")
    assert "乙电镀厂" in words_of(docx.Document(str(made.path)))


def test_the_firms_of_a_plan_are_numbered_through(source):
    prepared = prepare_plan(
        source, PageRequest(kind=Kind.RELOCATION, paper="A4", plan=PLAN)
    )
    table = next(
        each.table for each in prepared.document.tables if "分期" in each.caption
    )
    numbers = [row.cells[0] for row in table.rows if row.kind == ROW]
    assert numbers == [1, 2]


def test_the_legend_of_a_plan_says_what_circles_and_arrows_are(pages):
    request = PageRequest(kind=Kind.RELOCATION, paper="A4", plan=PLAN)
    found = text_of(pages(request)[1])
    for words in ("企业现址", "搬迁去向", "承接园区"):
        assert words in found, words
    assert "一级工业区块线" not in found  # it is not drawn


def test_a_plan_with_a_place_for_all_does_not_speak_of_the_others(pages):
    plan = replace(PLAN, unplaced=())
    _, document = pages(PageRequest(kind=Kind.RELOCATION, paper="A4", plan=plan))
    found = text_of(document)
    assert "腾出土地4.75亩。可行" in found
    assert "暂无去处" not in found


def test_names_of_corners_that_lie_close_do_not_meet():
    # two corners cut off: 2 m on the ground are 0.4 mm at 1 : 5000
    shape = shapely.Polygon([(2, 100), (0, 98), (0, 2), (2, 0), (100, 0), (100, 100)])
    frame = Frame(centre=(50.0, 50.0), scale=5000.0, width=100.0, height=80.0)
    corners = corners_of(shape)
    _, letters = cards._corners(corners, np.array([shape], dtype=object), frame)
    boxes = [
        shapely.box(
            each.x - text_width(each.text, each.size_pt) / 2,
            each.y - 0.9,
            each.x + text_width(each.text, each.size_pt) / 2,
            each.y + 0.9,
        )
        for each in letters
    ]
    assert {each.text for each in letters} == {corner.name for corner in corners}
    for place, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in boxes[:place])


def test_word_has_the_fonts_of_official_papers(source, tmp_path):
    path = tmp_path / "报告.docx"
    write_pages(source, PageRequest(kind=Kind.SUMMARY, paper="A4"), path)
    file = docx.Document(str(path))
    fonts = {
        name: file.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Title", "Heading 1", "Caption")
    }
    assert fonts == {
        "Normal": "仿宋",
        "Title": "宋体",
        "Heading 1": "黑体",
        "Caption": "黑体",
    }
    assert file.styles["Normal"].font.size.pt == 16
    assert file.styles["Title"].font.size.pt == 22
    with zipfile.ZipFile(path) as parts:
        table = ElementTree.fromstring(parts.read("word/fontTable.xml"))
    names = {
        node.get(qn("w:name")): node.find(qn("w:altName")).get(qn("w:val"))
        for node in table
        if node.find(qn("w:altName")) is not None
    }
    assert names["仿宋"].startswith("FangSong")
    assert names["宋体"].startswith("SimSun")
    assert names["黑体"].startswith("SimHei")
    for picture in file.inline_shapes:
        section = file.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        assert picture.width <= room


def test_a_plan_sums_what_is_known_and_leaves_the_unknown(pages):
    # three times 1.006 are 3.018, where each rounded alone gives 3.03
    moves = tuple(
        replace(PLAN.moves[1], firm=f"{n}厂", freed_mu=1.006, phase="2024")
        for n in "甲乙丙"
    )
    plan = replace(PLAN, moves=moves)
    _, document = pages(PageRequest(kind=Kind.RELOCATION, paper="A4", plan=plan))
    found = text_of(document)
    assert "2024小计（3）3.02——" in found
    assert "合计（3）3.02——" in found


def test_a_request_comes_back_from_its_recipe():
    request = PageRequest(
        kind=Kind.LIST,
        rows=(1, 2),
        words=SheetWords(unit="某局", notice_days=5),
        plan=PLAN,
        zones=(ZoneShape(name="甲", shape_wkb="00", rows=(3,)),),
    )
    recipe = json.loads(json.dumps(to_json(request), ensure_ascii=False))
    assert from_json(PageRequest, recipe) == request


@pytest.mark.parametrize("kind", [Kind.MAP, Kind.LIST, Kind.SUMMARY, Kind.PARCEL_CARDS])
def test_every_kind_has_a_preview(source, kind):
    rows = (0, 1) if kind is Kind.PARCEL_CARDS else ()
    seen = preview_of(source, PageRequest(kind=kind, rows=rows, paper="A4"), ppi=30)
    assert seen.png.startswith(b"\x89PNG")
    assert seen.pages >= 1


def test_a_county_without_firms_or_towns_has_a_report(tmp_path):
    analysis = make_analysis()
    bare = make_source(firms=analysis.firms.iloc[:0], targets=analysis.targets.iloc[:0])
    write_reports(bare, tmp_path)
    assert (tmp_path / "报告.pdf").exists()
