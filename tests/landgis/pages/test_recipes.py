# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recipes: kept this month, run on next month's result, with and without a window."""

import json

import geopandas
import pypdfium2
import pytest
from page_county import make_source
from page_texts import text_of
from report_builders import make_squares

from landgis.cli.__main__ import main
from landgis.errors import CallError
from landgis.messages import sentence
from landgis.operations.page_recipes import (
    completed,
    kept,
    request_of,
    usual_recipe,
)
from landgis.operations.report_again import kind_called, report_pages, wish_of
from landgis.pages.request import Area, AreaKind, Kind, PageRequest, Subject

PROJECT = """
[project]
name = "某县2023年度"
region = "330304"
reference_date = 2023-12-31
profile = "ouhai_2021"
crs = "EPSG:4549"

[layers]
supply = "宗地.gpkg"
"""


@pytest.fixture
def described(tmp_path):
    """Return a project of two parcels, one of which was never built on."""
    frame = geopandas.GeoDataFrame(
        {
            "宗地代码": ["330304001001GB00000", "330304001001GB00001"],
            "土地使用权人": ["甲", "乙"],
            "约定动工日期": ["2020-01-01"] * 2,
            "实际动工日期": [None, "2020-01-01"],
        },
        geometry=make_squares(2),
        crs="EPSG:4549",
    )
    frame.to_file(tmp_path / "宗地.gpkg")
    (tmp_path / "project.toml").write_text(PROJECT, "utf-8")
    return tmp_path


def kept_again(request, analysis):
    """Return what a recipe says after it was written into a file."""
    return request_of(json.loads(json.dumps(kept(request, analysis))))


def test_a_recipe_finds_its_parcels_where_they_have_moved_to(source):
    names = source.analysis.parcel_names
    request = PageRequest(kind=Kind.PARCEL_CARDS, rows=(4, 1))
    recipe = kept_again(request, source.analysis)
    assert recipe.rows == ()

    turned = make_source(parcel_names=names[::-1].reset_index(drop=True))
    last = len(names) - 1
    assert completed(recipe, source.analysis).rows == (4, 1)
    assert completed(recipe, turned.analysis).rows == (last - 4, last - 1)


def test_an_area_of_parcels_is_kept_by_their_names(source):
    area = Area(kind=AreaKind.ROWS, rows=(2,))
    recipe = kept_again(PageRequest(area=area), source.analysis)
    assert recipe.area.names == (str(source.analysis.parcel_names.iloc[2]),)
    assert completed(recipe, source.analysis).area == area


def test_a_recipe_of_low_firms_means_those_that_are_low_then(source):
    request = PageRequest(kind=Kind.FIRM_CARDS, subject=Subject.LOW, rows=(0, 1, 2))
    recipe = kept_again(request, source.analysis)
    assert (recipe.rows, recipe.names) == ((), ())
    low = source.analysis.firms["low"]
    expected = [row for row, is_low in enumerate(low.tolist()) if is_low is True]
    assert list(completed(recipe, source.analysis).rows) == expected

    none = source.analysis.firms.assign(low=False)
    other = make_source(firms=none)
    assert completed(recipe, other.analysis).rows == ()


def test_parcels_that_are_all_gone_are_said(source):
    request = PageRequest(kind=Kind.PARCEL_CARDS, names=("没有了", "也没有了"))
    with pytest.raises(CallError) as caught:
        completed(request, source.analysis)
    assert "2 个对象" in sentence(caught.value)


def test_every_kind_is_called_by_its_chinese_title_too():
    assert {kind_called(usual_recipe(kind).name) for kind in Kind} == set(Kind)
    assert {kind_called(str(kind)) for kind in Kind} == set(Kind)
    with pytest.raises(CallError) as caught:
        kind_called("明信片")
    assert "专题图" in sentence(caught.value)


def test_kinds_and_formats_are_written_without_a_window(described, capsys):
    out = described / "出"
    words = ["report", str(described), "-o", str(out)]
    for kind in ("专题图", "清单", "汇总报告", "公示表", "一宗一图"):
        words += ["--kind", kind]
    for form in ("pdf", "docx", "xlsx", "png", "svg", "tif"):
        words += ["--format", form]
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 0
    assert {file.name for file in out.iterdir()} == {
        "专题图.pdf",
        "专题图.png",
        "专题图.pgw",
        "专题图.svg",
        "专题图.tif",
        "一宗一图.pdf",
        *(
            f"{kind}.{form}"
            for kind in ("清单", "公示表", "汇总报告")
            for form in ("pdf", "docx", "xlsx")
        ),
    }
    assert "某县" in text_of(pypdfium2.PdfDocument(out / "专题图.pdf"))
    assert str(out / "清单.xlsx") in capsys.readouterr().out


def test_what_cannot_be_made_is_named_and_the_others_are_kept(described, capsys):
    out = described / "出"
    kinds = ["--kind", "一区一图", "--kind", "搬迁方案", "--kind", "清单"]
    with pytest.raises(SystemExit) as left:
        main(["report", str(described), "-o", str(out), *kinds])
    assert left.value.code == 1
    shown = "".join(capsys.readouterr().out.split())
    assert "「一区一图」没有写出" in shown
    assert "「搬迁方案」没有写出：还没有搬迁方案" in shown
    assert [file.name for file in out.iterdir()] == ["清单.pdf"]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (wish_of([], ["专题图"], ["docx"]), "pages.format"),
        (wish_of([], ["专题图", "清单"], ["pdf", "doc"]), "pages.format"),
        (wish_of(["月报"], [], []), "pages.recipes_need_project"),
    ],
)
def test_a_call_that_makes_no_sense_writes_nothing(described, wish, code):
    with pytest.raises(CallError) as caught:
        report_pages(described, wish, out=described / "出")
    assert caught.value.code == code
    assert not (described / "出").exists()
