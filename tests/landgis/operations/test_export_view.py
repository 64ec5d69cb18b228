# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a table shows, written and read back by other programs."""

import csv
import pickle
import sqlite3
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import fiona
import geopandas
import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))

from report_builders import make_analysis

from landgis.errors import CallError, CancelledError
from landgis.messages import sentence
from landgis.operations.export_view import (
    FORMATS,
    ViewRequest,
    export_stored_view,
    export_view,
)
from landgis.operations.stored_analysis import analyse_stored
from landgis.operations.stored_freshness import loaded_puts, result_puts
from landgis.operations.stored_load import load_stored
from landgis.operations.stored_open import create_from_project_file
from landgis.project import Edit, ProjectStore
from landgis.report import view_files
from landgis.report.parcel_figures import parcel_figures
from landgis.report.view_files import Seen, to_short_names
from landgis.report.views import VIEWS, Kind, make_view, to_view

COLUMNS = ("parcel_id", "owner", "status", "mu", "agreed_start", "missing", "far")


def seen_of(view, names, rows):
    return Seen(
        view=view,
        rows=np.asarray(rows, dtype=np.int64),
        columns=tuple(view.by_name[name] for name in names),
        crs="EPSG:4549",
        day=date(2023, 12, 31),
    )


@pytest.fixture
def parcels():
    analysis = make_analysis()
    built = pd.Series([None, 30_000.0, None, None, None, None], dtype="float64")
    frame = analysis.parcels.assign(
        built_m2=built, area_m2=analysis.parcels["registered_m2"]
    )
    return make_view(replace(analysis, parcels=frame), "parcel")


@pytest.fixture
def seen(parcels):
    """Three parcels in an order that no file has."""
    return seen_of(parcels, COLUMNS, [2, 0, 1])


def day(*numbers):
    """Return a day as a spreadsheet has it: midnight, in no time zone."""
    return datetime(*numbers)  # noqa: DTZ001


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_a_workbook_has_headings_with_units_and_real_numbers_and_days(seen, tmp_path):
    done = export_view(seen, tmp_path / "宗地.xlsx")

    book = openpyxl.load_workbook(tmp_path / "宗地.xlsx")
    sheet = book["宗地"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows == [
        [
            "宗地代码",
            "土地使用权人",
            "状态",
            "面积（亩）",
            "约定动工日期",
            "缺少资料",
            "容积率",
        ],
        [
            "330304001001GB00003",
            "丙公司",
            "待核实",
            15,
            None,
            "约定动工日期、实际交地日期",
            None,
        ],
        [
            "330304001001GB00001",
            "甲公司",
            "疑似闲置（满二年）",
            30,
            day(2020, 1, 1),
            None,
            None,
        ],
        [
            "330304001001GB00002",
            "乙公司",
            "疑似闲置（满一年）",
            30,
            day(2022, 6, 1),
            None,
            1.5,
        ],
    ]
    assert sheet["D2"].number_format == "#,##0.00"
    assert sheet["E3"].number_format == "yyyy-mm-dd"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G4"
    assert (done.rows, done.notes) == (3, ())


def test_a_text_file_opens_as_chinese_in_excel_with_numbers_unrounded(tmp_path):
    frame = pd.DataFrame({"owner": ["甲", "=1+1"], "mu": [1 / 3, None]})
    view = to_view(frame, "parcel")

    export_view(seen_of(view, ("owner", "mu"), [0, 1]), tmp_path / "表.csv")

    assert (tmp_path / "表.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_csv(tmp_path / "表.csv") == [
        ["土地使用权人", "面积（亩）"],
        ["甲", repr(1 / 3)],
        ["'=1+1", ""],
    ]


def test_a_shapefile_has_short_names_an_encoding_and_a_dictionary(seen, tmp_path):
    done = export_view(seen, tmp_path / "宗地.shp")

    with fiona.open(tmp_path / "宗地.shp") as layer:
        names = list(layer.schema["properties"])
        rows = [dict(feature.properties) for feature in layer]
        epsg = layer.crs.to_epsg()
        areas = [shapely.geometry.shape(feature.geometry).area for feature in layer]
    assert all(name.isascii() and len(name) <= 10 for name in names)
    assert (tmp_path / "宗地.cpg").read_text() == "UTF-8"
    assert epsg == 4549
    assert areas == [10_000.0] * 3
    assert [row["owner"] for row in rows] == ["丙公司", "甲公司", "乙公司"]
    assert rows[0]["status"] == "to_verify"
    assert rows[0]["status_tit"] == "待核实"
    assert rows[0]["far"] is None
    assert str(rows[1]["agreed_sta"]) == "2020-01-01"
    words = {line[0]: line[1:] for line in read_csv(tmp_path / "宗地_字段说明.csv")}
    assert words["mu"][:3] == ["mu", "面积", "亩"]
    assert words["agreed_sta"][0] == "agreed_start"
    assert words["status_tit"][1] == "状态（文字）"
    assert "UTF-8" in done.notes[0]


def test_a_text_too_long_for_a_shapefile_is_cut_between_characters_and_counted(
    tmp_path,
):
    frame = pd.DataFrame({"owner": ["宗" * 100, "短"]})
    view = to_view(frame, "parcel", geometry=shapely.box([0, 2], 0, [1, 3], 1))

    done = export_view(seen_of(view, ("owner",), [0, 1]), tmp_path / "长.shp")

    kept = geopandas.read_file(tmp_path / "长.shp")["owner"].tolist()
    assert kept == ["宗" * 84, "短"]
    assert "1 格" in done.notes[1]


def test_a_geopackage_keeps_headings_shapes_and_the_colours_of_the_map(seen, tmp_path):
    export_view(seen, tmp_path / "宗地.gpkg")

    found = geopandas.read_file(tmp_path / "宗地.gpkg", layer="parcel")
    db = sqlite3.connect(tmp_path / "宗地.gpkg")
    titles = dict(db.execute("SELECT column_name, title FROM gpkg_data_columns"))
    [[style]] = db.execute("SELECT styleQML FROM layer_styles")
    db.close()
    assert found["owner"].tolist() == ["丙公司", "甲公司", "乙公司"]
    assert found.crs.to_epsg() == 4549
    assert found.geometry.area.tolist() == [10_000.0] * 3
    assert titles["mu"] == "面积（亩）"
    assert "suspect_idle_2y" in style


def test_points_stay_points(tmp_path):
    frame = pd.DataFrame({"name": ["一号园", "二号园"]})
    spots = np.array([shapely.Point(500_000, 3_000_000), None], dtype=object)
    view = to_view(frame, "park", geometry=spots)

    export_view(seen_of(view, ("name",), [0, 1]), tmp_path / "园.gpkg")

    found = geopandas.read_file(tmp_path / "园.gpkg", layer="park")
    assert found.geometry.iloc[0].equals(spots[0])
    assert found.geometry.iloc[1] is None


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_goes_wrong_leaves_the_old_file_and_nothing_else(
    seen, tmp_path, suffix, monkeypatch
):
    class GivesUp:
        def step(self, _done, _total, *, stage=""):
            if not stage:
                raise CancelledError

    target = tmp_path / f"旧{suffix}"
    target.write_text("旧的内容", "utf-8")

    with pytest.raises(CancelledError):
        export_view(seen, target, progress=GivesUp())

    assert target.read_text("utf-8") == "旧的内容"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_old_file_is_replaced_only_by_a_whole_new_one(seen, tmp_path, suffix):
    target = tmp_path / f"表{suffix}"
    target.write_text("旧的内容", "utf-8")

    export_view(seen, target)

    assert target.read_bytes()[:4] != "旧的内容".encode()[:4]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_files_of_an_older_shapefile_do_not_stay_beside_a_new_one(seen, tmp_path):
    for ending in (".sbn", ".qix", ".shp.xml"):
        (tmp_path / f"宗地{ending}").write_text("旧的索引", "utf-8")
    (tmp_path / "宗地.xlsx").write_text("别的文件", "utf-8")

    export_view(seen, tmp_path / "宗地.shp")

    names = {path.name for path in tmp_path.iterdir()}
    assert names == {
        *(
            f"宗地{ending}"
            for ending in (".shp", ".shx", ".dbf", ".prj", ".cpg", ".xlsx")
        ),
        "宗地_字段说明.csv",
    }


def test_a_file_open_in_excel_gets_a_sentence_and_stays(seen, tmp_path, monkeypatch):
    target = tmp_path / "表.xlsx"
    target.write_text("旧的内容", "utf-8")
    whole = Path.open

    def held(path, mode="r", *args, **kwargs):
        if path == target and "+" in mode:
            raise PermissionError(13, "Permission denied")
        return whole(path, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(CallError) as caught:
        export_view(seen, target)

    assert "正在别的程序" in sentence(caught.value)
    assert target.read_text("utf-8") == "旧的内容"


def test_a_folder_that_is_not_there_and_a_strange_ending_get_a_sentence(seen, tmp_path):
    with pytest.raises(CallError) as caught:
        export_view(seen, tmp_path / "没有" / "表.csv")
    assert "写不出去" in sentence(caught.value)

    with pytest.raises(CallError) as caught:
        export_view(seen, tmp_path / "表.docx")
    assert ".xlsx、.csv、.shp、.gpkg" in sentence(caught.value)


def test_rows_beyond_a_sheet_go_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(view_files, "SHEET_ROWS", 4)
    view = to_view(pd.DataFrame({"mu": np.arange(10.0)}), "parcel")

    export_view(seen_of(view, ("mu",), range(10)), tmp_path / "多.xlsx")

    book = openpyxl.load_workbook(tmp_path / "多.xlsx")
    found = [[cell.value for cell in sheet["A"]] for sheet in book]
    assert book.sheetnames == ["宗地", "宗地2", "宗地3"]
    assert found == [
        ["面积（亩）", 0, 1, 2, 3],
        ["面积（亩）", 4, 5, 6, 7],
        ["面积（亩）", 8, 9],
    ]


def test_a_table_without_rows_is_written_with_its_headings(parcels, tmp_path):
    for suffix in FORMATS:
        export_view(seen_of(parcels, ("owner", "mu"), []), tmp_path / f"空{suffix}")

    sheet = openpyxl.load_workbook(tmp_path / "空.xlsx").active
    assert [cell.value for cell in sheet[1]] == ["土地使用权人", "面积（亩）"]
    assert len(geopandas.read_file(tmp_path / "空.gpkg", layer="parcel")) == 0


@given(st.lists(st.text(max_size=20), max_size=40))
def test_short_names_are_ascii_short_and_none_twice(names):
    short = to_short_names(names)

    assert len(short) == len(names)
    assert len({name.lower() for name in short}) == len(names)
    assert all(name and len(name) <= 10 and name.isascii() for name in short)


def test_figures_of_parcels_are_sums_of_their_firms_and_unknown_where_one_is():
    analysis = make_analysis()
    links = pd.DataFrame(
        {
            "firm": [0, 1, 2, 3],
            "parcel": [3, 3, 4, 4],
            "tax_wan": [10.0, 12.0, 120.0, None],
        }
    )

    found = parcel_figures(replace(analysis, links=links))

    assert found["has_firm"].tolist() == [False] * 3 + [True, True, False]
    assert found.loc[3, "tax_wan"] == 22.0
    assert found.loc[3, "tax_per_mu"] == pytest.approx(22 / 7.5)
    assert found["tax_wan"].isna().tolist() == [True, True, True, False, True, True]


def test_every_view_of_a_result_tells_each_column_in_words():
    analysis = make_analysis()

    for name in VIEWS:
        view = make_view(analysis, name)
        assert view.columns, name
        assert len({column.name for column in view.columns}) == len(view.columns)
        assert set(view.sums) <= set(view.frame.columns)
        assert all(column.title for column in view.columns)


def test_shares_are_percent_and_a_verdict_stands_beside_its_override_only():
    analysis = make_analysis()
    parcels = analysis.parcels.assign(
        computed_status="normal",
        override_reason=pd.Series([None, "协议", None, None, None, None], dtype="str"),
        overdue_days=[-5.0, 3.0, 0.0, 1.0, 1.0, 1.0],
    )

    residual = make_view(analysis, "residual")
    view = make_view(replace(analysis, parcels=parcels), "parcel")

    assert residual.frame["supply_percent"].tolist() == pytest.approx([50.0, 1700 / 30])
    assert view.frame["computed_status"].notna().tolist() == [False, True] + [False] * 4
    assert (
        view.frame["overdue_days"].isna().tolist() == [True, False, True] + [False] * 3
    )
    assert view.by_name["status"].kind is Kind.STATUS


PROJECT = """
[project]
name = "甲县"
region = "330304"
reference_date = 2023-12-31
profile = "ouhai_2021"
crs = "EPSG:4549"
[layers]
supply = "宗地.gpkg"
"""


def commit(store, puts):
    store.commit(Edit(text="test", puts=tuple(puts)))


@pytest.fixture
def project(tmp_path):
    """A project file of two parcels of 30 亩 each, analysed."""
    rows = {
        "宗地代码": ["330304001001GB00001", "330304001001GB00002"],
        "约定动工日期": ["2020-01-01", "2030-01-01"],
        "实际动工日期": [None, None],
    }
    shapes = [
        shapely.box(560_000 + x, 3_090_000, 560_100 + x, 3_090_200) for x in (0, 200)
    ]
    layer = geopandas.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4549")
    layer.to_file(tmp_path / "宗地.gpkg", driver="GPKG")
    (tmp_path / "project.toml").write_text(PROJECT, "utf-8")
    path = create_from_project_file(tmp_path / "project.toml").store_path
    with ProjectStore.open(path) as store:
        loaded = load_stored(path)
        commit(store, loaded_puts(store, loaded))
        result = analyse_stored(path)
        commit(store, result_puts(store, result))
        yield path, loaded, result


def test_a_second_process_writes_what_the_window_asked_for(project, tmp_path):
    path, _, result = project
    request = ViewRequest(
        store=path,
        dataset=result,
        view="parcel",
        rows=np.array([1, 0]),
        columns=("parcel_id", "status", "mu"),
        has_shapes=True,
    )
    crossed = pickle.loads(pickle.dumps(request))  # noqa: S301 - our own bytes

    export_stored_view(crossed, tmp_path / "表.csv")
    export_stored_view(crossed, tmp_path / "表.shp")

    assert read_csv(tmp_path / "表.csv")[1:] == [
        ["330304001001GB00002", "供而未用（未到期）", "30"],
        ["330304001001GB00001", "疑似闲置（满二年）", "30"],
    ]
    assert (
        geopandas.read_file(tmp_path / "表.shp").geometry.area.tolist()
        == [20_000.0] * 2
    )


def test_grounds_and_parcels_before_any_analysis_are_written_too(project, tmp_path):
    path, loaded, result = project
    grounds = ViewRequest(
        store=path,
        dataset=result,
        view="evidence",
        rows=np.array([0]),
        columns=("rule", "result"),
        subject=("parcel", "330304001001GB00001"),
    )
    unread = ViewRequest(
        store=path,
        dataset=loaded,
        is_judged=False,
        view="parcel",
        rows=np.array([0, 1]),
        columns=("parcel_id",),
    )

    export_stored_view(grounds, tmp_path / "依据.xlsx")
    export_stored_view(unread, tmp_path / "宗地.csv")

    sheet = openpyxl.load_workbook(tmp_path / "依据.xlsx")["判定依据"]
    assert [cell.value for cell in sheet[1]] == ["规则编号", "结果"]
    assert sheet["A2"].value.startswith("IDLE")
    assert [row[0] for row in read_csv(tmp_path / "宗地.csv")] == [
        "宗地代码",
        "330304001001GB00001",
        "330304001001GB00002",
    ]
