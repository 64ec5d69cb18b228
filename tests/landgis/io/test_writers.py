# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables, GeoJSON and drawings at the edges of what their formats hold."""

import json
from datetime import date

import ezdxf
import numpy as np
import pyogrio
import pytest
import shapely

from landgis.io.corner_tables import write_corner_sheet
from landgis.io.dbf_out import DbfColumn, write_dbf
from landgis.io.dxf_out import DrawnZone, write_dxf
from landgis.io.geojson_out import write_geojson

DAY = date(2023, 12, 31)


def array(*shapes):
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def read_dbf(path):
    return pyogrio.read_dataframe(path, read_geometry=False)


def test_what_is_not_known_is_blank_in_a_table(tmp_path):
    path = tmp_path / "x.dbf"
    columns = [
        DbfColumn(name="名称", cells=["甲", None]),
        DbfColumn(name="面积", cells=[1.25, float("nan")], decimals=2),
        DbfColumn(name="宗数", cells=[None, 7], decimals=0),
    ]
    lost = write_dbf(path, columns, day=DAY)
    assert (lost.cut, lost.rare) == (0, 0)
    found = read_dbf(path)
    assert found["名称"].tolist()[0] == "甲"
    assert found["面积"].isna().tolist() == [False, True]
    assert found["宗数"].isna().tolist() == [True, False]
    raw = path.read_bytes()
    assert raw[1:4] == bytes([123, 12, 31])
    assert len(raw) == 32 * 4 + 1 + 2 * (1 + 2 + 19 + 19) + 1


def test_a_table_may_have_no_rows_or_no_columns(tmp_path):
    path = tmp_path / "x.dbf"
    write_dbf(path, [DbfColumn(name="名称", cells=[])], day=DAY)
    assert len(read_dbf(path)) == 0
    write_dbf(path, [], day=DAY)
    assert path.read_bytes()[4:8] == b"\0\0\0\0"


@pytest.mark.parametrize("name", ["", "图上平方米数", "AREA_IN_MU_1"])
def test_a_name_that_would_be_cut_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="name"):
        write_dbf(tmp_path / "x.dbf", [DbfColumn(name=name, cells=[])], day=DAY)
    assert not (tmp_path / "x.dbf").exists()


def test_a_name_cannot_be_there_twice(tmp_path):
    columns = [DbfColumn(name="名称", cells=[])] * 2
    with pytest.raises(ValueError, match="twice"):
        write_dbf(tmp_path / "x.dbf", columns, day=DAY)


def test_lines_in_a_cell_become_one(tmp_path):
    path = tmp_path / "x.dbf"
    write_dbf(path, [DbfColumn(name="备注", cells=["一\r\n二"])], day=DAY)
    assert read_dbf(path)["备注"].tolist() == ["一 二"]


def test_geojson_has_null_for_what_is_not_known_and_several_parts(tmp_path):
    path = tmp_path / "x.geojson"
    two = shapely.MultiPolygon(
        [shapely.box(500_000, 3e6, 500_010, 3e6 + 10), shapely.box(0, 3e6, 9, 3e6 + 9)]
    )
    rows = [
        {"a": np.float64("nan"), "b": np.int64(3), "c": "甲"},
        {"a": 1.5, "b": None, "c": ""},
    ]
    write_geojson(path, rows, array(two, None), crs="EPSG:4549", projected=True)
    first, second = json.loads(path.read_text("utf-8"))["features"]
    assert first["properties"] == {"a": None, "b": 3, "c": "甲"}
    assert first["geometry"]["type"] == "MultiPolygon"
    assert second["geometry"] is None


def test_geojson_without_rows_is_a_collection_without_features(tmp_path):
    path = tmp_path / "x.geojson"
    write_geojson(path, [], array(), crs="EPSG:4549")
    document = json.loads(path.read_text("utf-8"))
    assert document["features"] == []
    assert "bbox" not in document


def test_geojson_names_a_system_that_no_registry_has(tmp_path):
    path = tmp_path / "x.geojson"
    crs = "+proj=tmerc +lat_0=0 +lon_0=120.6 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80"
    write_geojson(path, [], array(), crs=crs, projected=True)
    name = json.loads(path.read_text("utf-8"))["crs"]["properties"]["name"]
    assert "+lon_0=120.6" in name


def test_a_drawing_is_readable_whatever_a_zone_is_called(tmp_path):
    path = tmp_path / "x.dxf"
    zone = DrawnZone(
        shape=shapely.box(500_000, 3e6, 500_004, 3e6 + 4),
        colour="#1F5FBF",
        name="东\n片 𬇕",
        area="0.0 亩",
        label_at=(500_002.0, 3e6 + 2),
    )
    parcels = array(None, shapely.Point(0, 0), shapely.Polygon(), zone.shape)
    write_dxf(path, [zone], parcels)
    drawing = ezdxf.readfile(path)
    assert drawing.audit().errors == []
    texts = drawing.modelspace().query("TEXT")
    assert texts[0].dxf.text == "东 片 〓"
    assert texts[0].dxf.height == 3.0  # never too small to be found
    assert len(drawing.modelspace().query("LWPOLYLINE")) == 2


def test_a_drawing_without_zones_is_a_drawing(tmp_path):
    path = tmp_path / "x.dxf"
    write_dxf(path, [], array())
    assert len(ezdxf.readfile(path).modelspace()) == 0


def test_a_table_of_no_corners_is_a_workbook(tmp_path):
    path = tmp_path / "x.xlsx"
    write_corner_sheet(path, [], east=0.0)
    assert path.read_bytes().startswith(b"PK")
