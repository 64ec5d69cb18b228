# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Map sheets: true to scale, with the words, figures and symbols that they need."""

import io
import re
from dataclasses import replace

import numpy as np
import pypdf
import pypdfium2
import pytest
import shapely
from page_county import make_source
from page_texts import text_of
from PIL import Image
from report_builders import make_parcels

from landgis.errors import CallError
from landgis.operations.report_figures import place_and_year
from landgis.operations.report_files import preview_of, write_pages
from landgis.operations.report_maps import map_content
from landgis.operations.report_sheets import prepare_map
from landgis.pages.paper import PAPERS, SCALES, fit_scale
from landgis.pages.request import Area, AreaKind, Contents, PageRequest, SheetWords
from landgis.report.symbols import shipped_symbols

MM_PER_POINT = 25.4 / 72
ORANGE = (0xD5, 0x5E, 0x00)
WORDS = SheetWords(
    title="某县用地图", unit="某县资源局", number="甲-01", day="2024-01-15"
)


def mm_of(points):
    return points * MM_PER_POINT


def scale_bar_mm(page):
    """Return the length of the bar: the row of black and white boxes."""
    boxes = [
        part.get_bounds()
        for part in page.get_objects()
        if part.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH
    ]
    flat = [b for b in boxes if 3.4 < b[3] - b[1] < 4.4 and 8 < b[2] - b[0] < 200]
    assert flat, "no scale bar"
    line = 0.35  # points, half of which the bounds hold on either side
    left, right = min(b[0] for b in flat), max(b[2] for b in flat)
    return mm_of(right - left - line)


@pytest.mark.parametrize("scale", [2000, 5000, 25_000])
def test_the_scale_bar_is_as_long_as_its_number_says(pages, scale):
    request = PageRequest(scale=scale, centre=(560_300, 3_090_050), words=WORDS)
    _, document = pages(request)
    words = document[0].get_textpage().get_text_range()
    number, unit = re.search(r"(\d+) (米|千米)", words).groups()
    metres = float(number) * (1000 if unit == "千米" else 1)
    assert scale_bar_mm(document[0]) == pytest.approx(metres * 1000 / scale, abs=0.15)
    assert f"1:{scale:,}".replace(",", "") in text_of(document)


@pytest.mark.parametrize("paper", ["A4", "A3", "A1"])
def test_a_side_of_a_hundred_metres_is_as_long_on_paper_as_the_scale_says(pages, paper):
    made, document = pages(PageRequest(paper=paper, words=WORDS))
    dpi = 150
    picture = np.asarray(document[0].render(scale=dpi / 72).to_pil().convert("RGB"))
    height, width = picture.shape[:2]
    part = picture[:, : int(width * 0.68)].astype(int)  # the legend lies beside
    near = (np.abs(part - ORANGE) < 12).all(axis=2)
    columns = np.flatnonzero(near.sum(axis=0) > 8)
    length = (columns.max() - columns.min() + 1) / dpi * 25.4
    assert length == pytest.approx(100_000 / made.scale, abs=0.45)
    assert height < width


@pytest.mark.parametrize("paper", list(PAPERS))
@pytest.mark.parametrize("landscape", [True, False])
def test_a_sheet_has_the_size_of_its_paper(pages, paper, landscape):
    _, document = pages(PageRequest(paper=paper, landscape=landscape))
    short, long = PAPERS[paper]
    size = tuple(mm_of(side) for side in document[0].get_size())
    assert size == pytest.approx((long, short) if landscape else (short, long), abs=0.1)


def test_a_fitted_scale_is_round_and_no_larger_one_would_do(pages):
    made, _ = pages(PageRequest(paper="A4"))
    assert made.scale in SCALES
    with pytest.raises(CallError) as caught:
        pages(PageRequest(paper="A4", scale=SCALES[SCALES.index(made.scale) - 1]))
    assert caught.value.code == "pages.too_small"
    assert caught.value.params["fits"] == made.scale


@pytest.mark.parametrize("metres", [50.0, 777.0, 18_000.0, 250_000.0])
def test_what_is_fitted_lies_inside_of_the_frame(metres):
    scale = fit_scale((0.0, 0.0, metres, metres / 2), width=250.0, height=180.0)
    assert metres / scale * 1000 <= 250.0
    assert metres / 2 / scale * 1000 <= 180.0


def test_every_word_of_the_sheet_is_in_the_text_of_the_pdf(pages):
    _, document = pages(PageRequest(words=WORDS))
    found = text_of(document)
    for words in (
        "某县用地图",
        "某县资源局",
        "甲-01",
        "2024-01-15",
        "内部资料注意保存",
        "2000国家大地坐标系",
        "中央经线120°",
        "截止日期2023-12-31",
        "疑似闲置",
        "编制",
        "审核",
        "北",
        "图例",
        "第1幅共1幅",
    ):
        assert words.replace(" ", "") in found


def test_the_last_line_of_the_table_is_the_headline(pages, source):
    _, document = pages(PageRequest())
    found = text_of(document)
    # 67 + 35 - 1 = 101 亩, by hand
    assert "可腾出合计（去重）101.00亩" in found
    assert "−1.00" in found
    assert source.headline.total_mu == pytest.approx(101.0)


def test_the_legend_holds_the_classes_that_can_be_seen_and_no_others(pages):
    _, document = pages(PageRequest(contents=Contents(statistics=False)))
    found = text_of(document)
    there = {*make_parcels()["status"], "approved_unsupplied"}
    for name, symbol in shipped_symbols().items():
        assert (symbol.title in found) == (name in there), name


def test_the_legend_counts_parcels(pages):
    parcels = make_parcels().assign(status="overdue")
    _, document = pages(
        PageRequest(contents=Contents(statistics=False)),
        of=make_source(parcels=parcels),
    )
    assert "供而未用（逾期未动工）6" in text_of(document)


def test_a_class_outside_of_the_view_is_not_in_the_legend(pages, source):
    west, south, _, north = shapely.total_bounds(source.land[:1])
    area = Area(kind=AreaKind.VIEW, bounds=(west + 5, south + 5, west + 60, north - 5))
    request = PageRequest(
        area=area, scale=200, contents=Contents(statistics=False, inset=False)
    )
    _, document = pages(request)
    found = text_of(document)
    assert "疑似闲置（满二年）" in found
    assert "用而未尽" not in found


def test_a_town_map_counts_its_own_parcels(pages):
    request = PageRequest(area=Area(kind=AreaKind.TOWN, name="西镇"))
    _, document = pages(request)
    found = text_of(document)
    assert "西镇统计" in found
    # 19.5 of the approval and 0 sure, 5 potential of 丁公司: by hand
    assert "低效17.50—5.00" in found
    assert "疑似闲置（满二年）130.00" not in found


def test_the_table_of_a_view_counts_what_the_sheet_shows(pages, source):
    west, south, east, north = shapely.total_bounds(source.land[:1])
    area = Area(kind=AreaKind.VIEW, bounds=(west + 5, south + 5, east - 5, north - 5))
    request = PageRequest(area=area, scale=500, paper="A3")
    shown = shapely.box(*preview_of(source, request, ppi=20).bounds)
    inside = shapely.contains(shown, shapely.centroid(source.land))
    assert 0 < inside.sum() < len(inside)
    _, document = pages(request)
    found = text_of(document)
    assert "图内统计" in found
    assert "全域统计" not in found
    quiet = np.isin(source.statuses, ("normal", "to_verify"))
    names, counts = np.unique(
        source.statuses[inside & ~quiet].astype(str), return_counts=True
    )
    for name, count in zip(names, counts, strict=True):
        assert f"{shipped_symbols()[name].title}{count}" in found


def test_an_area_of_no_rows_is_said(pages):
    with pytest.raises(CallError) as caught:
        pages(PageRequest(area=Area(kind=AreaKind.ROWS)))
    assert caught.value.code == "pages.no_rows"


def test_a_town_that_is_not_there_is_said(pages):
    with pytest.raises(CallError) as caught:
        pages(PageRequest(area=Area(kind=AreaKind.TOWN, name="无此镇")))
    assert caught.value.code == "pages.no_town"


def test_fonts_are_embedded(pages):
    made, _ = pages(PageRequest(words=WORDS))
    fonts = set()
    for page in pypdf.PdfReader(made.path).pages:
        for font in page["/Resources"]["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = below["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            fonts.add(str(below["/BaseFont"]))
    assert all("Noto" in name for name in fonts)


def test_the_map_is_vectors(pages):
    _, document = pages(PageRequest())
    kinds = {part.type for part in document[0].get_objects(max_depth=9)}
    assert pypdfium2.raw.FPDF_PAGEOBJ_PATH in kinds
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds


def test_tiles_cover_the_area_and_overlap(source):
    request = PageRequest(paper="A4", scale=500, tiles=True)
    seen = [preview_of(source, request, page=k, ppi=20) for k in range(2)]
    assert seen[0].pages > 1
    views = [
        shapely.box(*preview_of(source, request, page=k, ppi=20).bounds)
        for k in range(seen[0].pages)
    ]
    area = shapely.union_all(source.land)
    assert shapely.union_all(views).covers(area)
    overlap = shapely.intersection(views[0], views[1])
    width = overlap.bounds[2] - overlap.bounds[0]
    assert width == pytest.approx(5.0, abs=0.01)  # 10 mm at 1:500


def test_sheets_without_any_land_are_not_printed(source):
    land = shapely.union_all(source.land)
    west, south, east, north = land.bounds
    corner = shapely.box(west, south, east, north + 10 * (north - south))
    request = PageRequest(
        paper="A4",
        scale=500,
        tiles=True,
        area=Area(kind=AreaKind.VIEW, bounds=corner.bounds),
    )
    count = preview_of(source, request, ppi=20).pages
    views = [
        shapely.box(*preview_of(source, request, page=k, ppi=20).bounds)
        for k in range(count)
    ]
    assert all(view.intersects(land) for view in views)
    assert shapely.union_all(views).covers(land)
    prepared = prepare_map(source, request)
    (cells,) = {tuple(sheet["tile"]["cells"]) for sheet in prepared.job.data["sheets"]}
    assert [number for number in cells if number] == list(range(1, count + 1))


def test_brackets_in_a_title_are_as_wide_as_its_signs():
    assert place_and_year("云浦县(演示)2023年度") == ("云浦县（演示）", "2023年度")
    assert place_and_year("Yunpu (demo) 2023年度") == ("Yunpu (demo)", "2023年度")


def test_nothing_taken_away_has_no_sign(pages):
    _, document = pages(PageRequest(paper="A4"))
    assert "\u22120.00" not in text_of(document)


def test_a_preview_says_where_its_map_lies(source):
    seen = preview_of(source, PageRequest(paper="A4"), ppi=60)
    picture = Image.open(io.BytesIO(seen.png))
    assert picture.width == pytest.approx(297 / 25.4 * 60, abs=1)
    left, top, width, height = seen.frame_mm
    west, south, east, north = seen.bounds
    assert (east - west) / width * 1000 == pytest.approx(seen.scale)
    assert (north - south) / height * 1000 == pytest.approx(seen.scale)
    assert left > 25
    assert top > 8


def test_a_map_dragged_in_its_frame_keeps_its_scale(source):
    seen = preview_of(source, PageRequest(paper="A4"), ppi=30)
    x, y = seen.bounds[0], seen.bounds[1]
    moved = replace(PageRequest(paper="A4"), scale=seen.scale, centre=(x, y))
    again = preview_of(source, moved, ppi=30)
    assert again.scale == seen.scale
    middle = (again.bounds[0] + again.bounds[2]) / 2
    assert middle == pytest.approx(x)


def test_a_black_and_white_copy_tells_the_classes_apart(pages):
    """Hatches differ where colours do not: no two classes give the same grey field."""
    _, document = pages(
        PageRequest(paper="A4", contents=Contents(letters=False, grid="none"))
    )
    picture = np.asarray(document[0].render(scale=150 / 72).to_pil().convert("L"))
    assert picture.std() > 10


@pytest.mark.parametrize("theme", ["grade", "tax_per_mu", "town", "column:mu"])
def test_other_themes_have_a_legend_of_their_own(pages, theme):
    made, document = pages(PageRequest(contents=Contents(theme=theme)))
    assert made.pages == 1
    assert "图例" in text_of(document)


def test_an_archive_is_pdf_a(source, tmp_path):
    made = write_pages(source, PageRequest(archive=True), tmp_path / "档.pdf")
    packet = pypdf.PdfReader(made.path).trailer["/Root"]["/Metadata"].get_data()
    assert b"pdfaid" in packet
    assert b">2<" in packet


def test_a_park_is_not_told_from_a_block_line_by_its_colour_alone(source):
    layers = {layer.id: layer for layer in map_content(source).layers}
    assert layers["park"].letter == "园"
