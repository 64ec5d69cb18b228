# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""GeoPackage, file geodatabase and what else is read through GDAL."""

import sqlite3
from contextlib import closing

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landgis.errors import DataError, LandGISError
from landgis.io.vector import list_layers, read_layer


def kinds(raw):
    return {fault.kind: fault for fault in raw.faults}


def gpkg(files, name="库.gpkg", *, count=4, layer="宗地", **options):
    columns = {
        "名称": [f"鞋业{i}" if i else None for i in range(count)],
        "面积": [1.5 * i for i in range(count)],
        "日期": np.array(["2021-03-05"] * count, dtype="datetime64[ms]"),
    }
    return files.gdal(
        name, files.squares(count), columns, layer=layer, driver="GPKG", **options
    )


def change(path, *statements):
    """Change a GeoPackage behind the back of its own triggers."""
    with closing(sqlite3.connect(path)) as base:
        triggers = base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (trigger,) in triggers.fetchall():
            base.execute(f'DROP TRIGGER "{trigger}"')
        for statement, values in statements:
            base.execute(statement, values)
        base.commit()


def test_a_geopackage_is_read_with_types_and_system(files):
    raw = read_layer(gpkg(files))

    assert (raw.driver, raw.layer) == ("GPKG", "宗地")
    assert (raw.declared_crs, raw.declared_crs_source) == ("EPSG:4549", "file")
    assert (raw.encoding.value, raw.encoding.source) == ("UTF-8", "file")
    assert raw.columns["名称"].isna().tolist() == [True, False, False, False]
    assert raw.columns["面积"].tolist() == [0.0, 1.5, 3.0, 4.5]
    assert raw.columns["日期"].tolist() == [pd.Timestamp("2021-03-05")] * 4
    assert raw.record_numbers.tolist() == [1, 2, 3, 4]
    assert raw.geometry_types == {"Polygon": 4}
    assert (raw.lost, raw.faults) == ((), ())


def test_one_of_several_layers_must_be_named(files):
    path = gpkg(files)
    gpkg(files, count=2, layer="批次", append=True)

    assert list_layers(path) == ("宗地", "批次")
    with pytest.raises(DataError, match=r"io\.which_layer"):
        read_layer(path)
    with pytest.raises(DataError, match=r"io\.no_such_layer"):
        read_layer(path, layer="红线")
    assert len(read_layer(path, layer="批次").geometry) == 2


def test_long_codes_beside_empty_cells_keep_their_digits(files):
    path = gpkg(files)
    change(
        path,
        ('ALTER TABLE "宗地" ADD COLUMN code INTEGER', ()),
        ('UPDATE "宗地" SET code = 3303040010010000123 WHERE fid = 2', ()),
    )

    codes = read_layer(path).columns["code"]

    assert codes.tolist()[1] == "3303040010010000123"
    assert codes.isna().tolist() == [True, False, True, True]


def test_a_row_without_shape_is_kept_and_one_with_a_damaged_shape_is_lost(files):
    path = gpkg(files)
    change(
        path,
        ('UPDATE "宗地" SET geom = NULL WHERE fid = 2', ()),
        ('UPDATE "宗地" SET geom = ? WHERE fid = 3', (b"GP\0\x01rubbish",)),
    )

    raw = read_layer(path)

    assert raw.record_numbers.tolist() == [1, 2, 4]
    assert raw.geometry[1] is None
    assert [lost.number for lost in raw.lost] == [3]
    assert kinds(raw)["null_geometry"].ids == ("第2条",)


def test_rings_left_open_are_closed_and_reported(files):
    path = gpkg(files)
    ring = np.array([[0, 0], [0, 10], [10, 10], [10, 0]], dtype="<f8")
    wkb = b"\x01\x03\0\0\0\x01\0\0\0\x04\0\0\0" + ring.tobytes()
    blob = b"GP\0\x01" + (4549).to_bytes(4, "little") + wkb
    change(path, ('UPDATE "宗地" SET geom = ? WHERE fid = 2', (blob,)))

    raw = read_layer(path)

    assert shapely.area(raw.geometry[1]) == 100
    assert kinds(raw)["ring"].ids == ("第2条",)


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_nothing_is_left_beside_a_geopackage(files, mode):
    path = gpkg(files)
    with closing(sqlite3.connect(path)) as base:
        base.execute(f"PRAGMA journal_mode = {mode}")
    before = {p.name: p.read_bytes() for p in files.folder.iterdir()}

    list_layers(path)
    read_layer(path)

    assert {p.name: p.read_bytes() for p in files.folder.iterdir()} == before


def test_rows_still_in_the_journal_are_read(files):
    path = gpkg(files)
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("CREATE TABLE note (n)")
        base.commit()
        assert path.with_name(path.name + "-wal").exists()

        assert len(read_layer(path).geometry) == 4


def test_a_damaged_page_costs_only_the_rows_on_it(files):
    count = 4_000
    names = {"名称": [f"企业{i:05d}" * 5 for i in range(count)]}
    path = files.gdal("大.gpkg", files.squares(count), names, layer="a", driver="GPKG")
    data = bytearray(path.read_bytes())
    at = data.find("企业02000".encode()) // 4096 * 4096
    data[at : at + 4096] = b"\xff" * 4096
    path.write_bytes(bytes(data))

    raw = read_layer(path)

    assert 0 < len(raw.lost) < 400
    assert len(raw.geometry) + len(raw.lost) <= count
    assert raw.columns["名称"][0] == "企业00000" * 5


def test_a_file_geodatabase_is_read_by_its_folder(files):
    path = files.gdal(
        "调查.gdb",
        files.squares(2),
        {"名称": ["鞋业", "印染"], "SFDX": [1, 0]},
        layer="DCDYTB",
        driver="OpenFileGDB",
        geometry_type="MultiPolygon",
    )
    before = {p.name: p.read_bytes() for p in path.iterdir()}

    raw = read_layer(path, layer="DCDYTB")

    assert raw.driver == "OpenFileGDB"
    assert raw.columns["名称"].tolist() == ["鞋业", "印染"]
    assert raw.declared_crs == "EPSG:4549"
    assert {p.name: p.read_bytes() for p in path.iterdir()} == before


def test_closed_outlines_of_a_drawing_are_parcels(files):
    square = shapely.get_exterior_ring(files.squares(1))
    lines = np.array(
        [shapely.LineString(square[0].coords), shapely.LineString([(0, 0), (1, 1)])]
    )
    path = files.folder / "图.dxf"
    shapes = "".join(
        f"0\nLWPOLYLINE\n8\nZD\n90\n{len(line.coords)}\n70\n0\n"
        + "".join(f"10\n{x}\n20\n{y}\n" for x, y in line.coords)
        for line in lines
    )
    path.write_text(f"0\nSECTION\n2\nENTITIES\n{shapes}0\nENDSEC\n0\nEOF\n")

    raw = read_layer(path)

    assert raw.driver == "DXF"
    assert raw.geometry_types == {"LineString": 1, "Polygon": 1}
    assert shapely.area(raw.geometry).tolist() == [10_000.0, 0.0]


@pytest.mark.parametrize(
    "content", [b"SQLite format 3\0" + b"\0" * 500, b"rubbish" * 99]
)
@pytest.mark.parametrize("name", ["x.gpkg", "x.kml", "x.dxf", "x.fgb"])
def test_damaged_files_get_one_sentence(files, name, content):
    path = files.folder / name
    path.write_bytes(content)

    with pytest.raises(LandGISError):
        read_layer(path)


def test_a_folder_that_is_no_geodatabase_gets_one_sentence(files):
    path = files.folder / "空.gdb"
    path.mkdir()

    with pytest.raises(DataError, match=r"io\.damaged"):
        read_layer(path)


def test_a_layer_without_rows_and_a_file_without_layers_are_refused(files):
    empty = gpkg(files, count=1)
    change(empty, ('DELETE FROM "宗地"', ()))
    bare = gpkg(files, "表.gpkg")
    change(
        bare,
        ("DELETE FROM gpkg_geometry_columns", ()),
        ("DELETE FROM gpkg_contents", ()),
    )

    with pytest.raises(DataError, match=r"io\.no_features"):
        read_layer(empty)
    with pytest.raises(LandGISError):
        read_layer(bare)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(where=st.floats(0, 1), new=st.binary(min_size=1, max_size=64), cut=st.booleans())
def test_damage_anywhere_ends_in_a_layer_or_a_sentence(files, where, new, cut):
    path = gpkg(files, count=3)
    data = path.read_bytes()
    at = int(where * len(data))
    path.write_bytes(data[:at] + new + (b"" if cut else data[at + len(new) :]))

    try:
        raw = read_layer(path)
    except LandGISError:
        return
    finally:
        path.unlink()
    assert len(raw.columns) == len(raw.geometry) == len(raw.record_numbers)
