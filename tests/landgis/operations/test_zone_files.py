# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones written into files, and read back by our readers and by other programs."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import ezdxf
import fiona
import geopandas
import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parents[1] / "zones"))

from finding_builders import make_units, square, zoning_of

from landgis.crs.transform import to_working
from landgis.errors import CallError, CancelledError, DataError
from landgis.io.boundary_txt import read_boundary_txt
from landgis.io.vector import read_layer
from landgis.messages import catalogue, sentence, speaking
from landgis.operations.zone_files import (
    ENDINGS,
    ZoneForm,
    corner_table_of,
    form_of,
    write_zone_files,
    write_zones,
)
from landgis.operations.zone_sheets import COLOURS, DECIMALS, make_zone_set

CRS = "EPSG:4549"
DAY = date(2023, 12, 31)
LOW, USED = "low_efficiency", "normal"


@pytest.fixture(scope="module")
def zones():
    """A ring of parcels with a hole, a round cut with other ground, an empty zone."""
    places = [(c, r) for r in range(3) for c in range(3) if (c, r) != (1, 1)]
    grounds = [*(square(c, r) for c, r in places), square(10, 0)]
    units = make_units(grounds, [LOW] * 8 + [USED])
    round_cut = square(10, 0).centroid.buffer(70, quad_segs=6)
    piece = shapely.intersection(units.grounds[8], round_cut)
    other = shapely.difference(round_cut, units.grounds[8])
    zoning = zoning_of(
        units,
        {"甲": range(8), "乙": [], "丙": []},
        pieces=[("乙", 8, piece)],
        grounds={"乙": other},
    )
    noted = replace(zoning.zones[0], note="临河，先做")
    zoning = replace(zoning, zones=(noted, *zoning.zones[1:]))
    return make_zone_set(zoning, units, crs=CRS, day=DAY)


def areas(zones):
    return shapely.area(zones.shapes)


def written(zones, folder, form):
    target = folder / f"方案A{ENDINGS[form]}"
    return target, write_zones(zones, target, form)


def test_a_set_says_of_each_zone_what_it_holds(zones):
    assert zones.zones["name"].tolist() == ["甲片", "乙片"]
    assert zones.empty == ("丙片",)
    first, second = zones.zones.to_dict("records")
    assert (first["mu"], first["win_mu"]) == pytest.approx((120, 120))
    assert (first["parcels"], first["note"]) == (8, "临河，先做")
    piece = float(areas(zones)[1])
    circle = square(10, 0).centroid.buffer(70, quad_segs=6).area
    assert second["ground_m2"] == pytest.approx(piece) == pytest.approx(circle)
    assert len(zones.members) == 9
    cut = zones.members.iloc[8]
    assert cut["part"] == "部分"
    inside = square(10, 0).centroid.buffer(70, quad_segs=6).intersection(square(10, 0))
    assert cut["ground_m2"] == pytest.approx(inside.area)
    assert cut["mu"] == pytest.approx(inside.area * 3 / 2000)


@pytest.mark.parametrize("form", list(ZoneForm))
def test_every_form_is_written_and_nothing_is_left_beside_it(zones, tmp_path, form):
    target, exported = written(zones, tmp_path, form)
    assert exported.files[0] == target
    assert exported.zones == 2
    assert {file.name for file in tmp_path.iterdir()} == {
        file.name for file in exported.files
    }
    assert "丙片 里还没有地" in exported.notes[-1]
    again = write_zones(zones, target, form)  # takes the place of its own kind
    assert again.files == exported.files


def test_a_geopackage_is_read_by_others_with_titles_and_styles(zones, tmp_path):
    target, _ = written(zones, tmp_path, ZoneForm.GPKG)
    found = geopandas.read_file(target, layer="zone")
    assert found.crs.to_epsg() == 4549
    assert found.geometry.area.tolist() == areas(zones).tolist()
    assert found["name"].tolist() == ["甲片", "乙片"]
    members = geopandas.read_file(target, layer="zone_unit")
    assert len(members) == 9
    assert members["zone"].tolist() == ["甲片"] * 8 + ["乙片"]
    db = sqlite3.connect(target)
    styles = dict(db.execute("SELECT f_table_name, styleQML FROM layer_styles"))
    assert set(styles) == {"zone", "zone_unit"}
    assert "甲片" in styles["zone"]
    assert "format_number" in styles["zone"]
    titles = dict(db.execute("SELECT column_name, title FROM gpkg_data_columns"))
    assert titles["win_mu"] == "可腾出合计（去重，亩）"
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
    ours = read_layer(target, layer="zone")
    assert shapely.area(ours.geometry).tolist() == areas(zones).tolist()


def test_a_shapefile_is_gbk_with_names_that_are_whole(zones, tmp_path):
    target, exported = written(zones, tmp_path, ZoneForm.SHP)
    assert {file.suffix for file in exported.files} == {
        ".shp", ".shx", ".dbf", ".prj", ".cpg"
    }  # fmt: skip
    assert target.with_suffix(".cpg").read_bytes() == b"GBK"
    assert b"CGCS2000_3_Degree_GK_CM_120E" in target.with_suffix(".prj").read_bytes()
    raw = target.with_suffix(".dbf").read_bytes()
    assert raw[29] == 0x4D
    assert "图上平方米".encode("gbk") in raw[:512]
    with fiona.open(target) as source:
        rows = [dict(feature["properties"]) for feature in source]
        assert source.crs.to_epsg() == 4549
    assert rows[0]["片区名称"] == "甲片"
    assert rows[0]["面积_亩"] == pytest.approx(120)
    assert rows[0]["宗地数"] == 8
    assert rows[0]["备注"] == "临河，先做"
    assert rows[1]["图上平方米"] == pytest.approx(float(areas(zones)[1]), abs=1e-6)
    found = pyogrio.read_dataframe(target)
    assert found.geometry.area.tolist() == pytest.approx(areas(zones), rel=1e-12)
    ours = read_layer(target)
    assert ours.encoding.value.upper() in {"GBK", "GB18030"}
    assert list(ours.columns.columns) == list(rows[0])
    assert ours.columns["片区名称"].tolist() == ["甲片", "乙片"]
    assert shapely.area(ours.geometry).tolist() == pytest.approx(areas(zones))
    assert ours.faults == ()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_names_of_fields_fit_into_ten_bytes(language):
    short = {
        name: words
        for name, words in catalogue(language).items()
        if name.startswith("zone_files.short.")
    }
    assert {name.rsplit(".", 1)[1] for name in short} >= set(DECIMALS)
    assert all(len(words.encode("gbk")) <= 10 for words in short.values())
    assert len(set(short.values())) == len(short)


def test_text_that_a_shapefile_cannot_hold_is_told(zones, tmp_path):
    frame = zones.zones.assign(note=["㙟" + "长" * 200, "𬇕"])
    target = tmp_path / "x.shp"
    exported = write_zones(replace(zones, zones=frame), target, ZoneForm.SHP)
    assert any("1 格文字太长" in note for note in exported.notes)
    assert any("2 格含有 GBK 没有的生僻字" in note for note in exported.notes)
    notes = pyogrio.read_dataframe(target)["备注"].tolist()
    assert notes == ["〓" + "长" * 126, "〓"]


def test_geojson_is_in_degrees_and_as_rfc_7946_wants_it(zones, tmp_path):
    target, _ = written(zones, tmp_path, ZoneForm.GEOJSON)
    document = json.loads(target.read_text("utf-8"))
    assert "crs" not in document
    assert document["bbox"][0] == pytest.approx(120.0, abs=0.01)
    assert document["features"][0]["properties"]["片区名称"] == "甲片"
    (outer, inner) = document["features"][0]["geometry"]["coordinates"]
    assert shapely.is_ccw(shapely.LinearRing(outer))
    assert not shapely.is_ccw(shapely.LinearRing(inner))
    found = geopandas.read_file(target)
    assert found.crs.to_epsg() == 4326
    back = found.set_crs(4490, allow_override=True).to_crs(4549)
    # Ten decimals of a degree are 0.01 mm.
    assert back.geometry.area.tolist() == pytest.approx(areas(zones), abs=0.02)
    ours = read_layer(target)
    moved = to_working(ours.geometry, source=ours.declared_crs, target=CRS)
    assert shapely.area(moved).tolist() == pytest.approx(areas(zones), abs=0.02)


def test_geojson_may_stay_projected_and_says_so(zones, tmp_path):
    target, _ = written(zones, tmp_path, ZoneForm.GEOJSON_PROJECTED)
    found = geopandas.read_file(target)
    assert found.crs.to_epsg() == 4549
    assert found.geometry.area.tolist() == pytest.approx(areas(zones), abs=1e-3)
    ours = read_layer(target)
    assert "4549" in ours.declared_crs
    assert shapely.area(ours.geometry).tolist() == pytest.approx(areas(zones), abs=1e-3)


def drawn_area(lines):
    """Return the area of closed lines: the outer ones less those inside."""
    rings = [shapely.Polygon(line.get_points("xy")) for line in lines]
    whole = rings[0]
    for ring in rings[1:]:
        whole = shapely.symmetric_difference(whole, ring)
    return whole.area


def test_a_drawing_has_layers_names_and_areas(zones, tmp_path):
    target, _ = written(zones, tmp_path, ZoneForm.DXF)
    drawing = ezdxf.readfile(target)
    assert drawing.audit().errors == []
    assert drawing.dxfversion == "AC1018"  # R2004
    assert drawing.header["$INSUNITS"] == 6
    assert drawing.header["$DWGCODEPAGE"] == "ANSI_936"
    assert "片区名称".encode("gbk") in target.read_bytes()
    layers = {layer.dxf.name for layer in drawing.layers}
    assert {"片区界线", "片区名称", "片区面积", "宗地界线"} <= layers
    space = drawing.modelspace()
    outlines = list(space.query('LWPOLYLINE[layer=="片区界线"]'))
    assert len(outlines) == 3  # one ring with a hole, one without
    assert all(line.closed for line in outlines)
    assert drawn_area(outlines) == pytest.approx(areas(zones).sum(), rel=1e-9)
    words = [entity.dxf.text for entity in space.query("TEXT")]
    assert words[:2] == ["甲片", "120.0 亩"]
    assert outlines[0].rgb == tuple(bytes.fromhex(COLOURS[0][1:]))
    style = drawing.styles.get(space.query("TEXT").first.dxf.style)
    assert style.dxf.font == "simhei.ttf"
    with fiona.open(target) as source:  # and by GDAL
        kinds = {feature["properties"]["Layer"] for feature in source}
    assert kinds == {"片区界线", "片区名称", "片区面积", "宗地界线"}


def test_a_survey_file_comes_back_as_it_was_with_its_table(zones, tmp_path):
    target, exported = written(zones, tmp_path, ZoneForm.TXT)
    found = read_boundary_txt(target)
    assert (found.notes, found.faults, found.lost) == ((), (), ())
    assert found.columns["地块名称"].tolist() == ["甲片", "乙片"]
    most = 0.001 * shapely.length(zones.shapes)
    assert (np.abs(shapely.area(found.geometry) - areas(zones)) <= most).all()
    # Corners of the first zone are whole metres, which the format holds exactly.
    assert shapely.area(found.geometry[0]) == pytest.approx(areas(zones)[0], abs=1e-6)
    moved = to_working(found.geometry, source=found.declared_crs, target=CRS)
    assert shapely.equals(moved[0], zones.shapes[0])
    assert "0.001 m" in exported.notes[0]
    table = corner_table_of(target)
    assert exported.files[1] == table
    rows = list(openpyxl.load_workbook(table).active.values)
    assert rows[0][2:] == ("点号", "X（北，m）", "Y（东，m）", "边长（m）")
    first = [row for row in rows[1:] if row[:2] == ("甲片", "1")]
    assert first[0] == ("甲片", "1", "J1", 3_090_300.0, 40_500_000.0, None)
    assert sum(row[5] for row in first[1:]) == pytest.approx(1200)
    assert first[-1][:5] == first[0][:5]
    assert [row[1] for row in rows if row[1] == "2（内环）"]


def test_the_table_alone_may_be_text(zones, tmp_path):
    target, _ = written(zones, tmp_path, ZoneForm.CORNERS_CSV)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    sheet, _ = written(zones, tmp_path, ZoneForm.CORNERS_XLSX)
    cells = list(openpyxl.load_workbook(sheet).active.values)
    assert [row[2] for row in rows] == [row[2] for row in cells]


def test_files_are_in_the_language_of_the_process(zones, tmp_path):
    with speaking("en"):
        target, _ = written(zones, tmp_path, ZoneForm.SHP)
    assert "AREA_MU" in pyogrio.read_info(target)["fields"]


@pytest.mark.parametrize("form", list(ZoneForm))
def test_what_is_of_another_kind_is_never_replaced(zones, tmp_path, form):
    target = tmp_path / f"x{ENDINGS[form]}"
    target.write_text("会议记录", "utf-8")
    with pytest.raises(CallError) as caught:
        write_zones(zones, target, form)
    assert "不是同一类文件，没有覆盖" in sentence(caught.value)
    assert target.read_text("utf-8") == "会议记录"
    assert list(tmp_path.iterdir()) == [target]


def test_a_table_that_is_not_ours_is_not_replaced_beside_a_survey_file(zones, tmp_path):
    target = tmp_path / "x.txt"
    table = corner_table_of(target)
    book = openpyxl.Workbook()
    book.active.append(["别的", "表"])
    book.save(table)
    with pytest.raises(CallError):
        write_zones(zones, target, ZoneForm.TXT)
    assert not target.exists()


def test_a_lone_dbf_is_not_taken_for_part_of_a_shapefile(zones, tmp_path):
    other = tmp_path / "x.dbf"
    other.write_bytes(b"\x03 somebody's table")
    with pytest.raises(CallError) as caught:
        write_zones(zones, tmp_path / "x.shp", ZoneForm.SHP)
    assert "x.dbf 已经存在" in sentence(caught.value)
    assert other.read_bytes() == b"\x03 somebody's table"


def test_a_project_file_is_never_the_target(zones, tmp_path):
    target = tmp_path / "x.landgis.gpkg"
    with pytest.raises(CallError) as caught:
        write_zones(zones, target, ZoneForm.GPKG)
    assert "工程文件的名字" in sentence(caught.value)
    renamed = tmp_path / "x.gpkg"
    from landgis.project import ProjectStore

    ProjectStore.create(target).close()
    target.rename(renamed)
    with pytest.raises(CallError) as caught:
        write_zones(zones, renamed, ZoneForm.GPKG)
    assert "没有覆盖" in sentence(caught.value)


def test_a_folder_or_another_ending_is_refused(zones, tmp_path):
    folder = tmp_path / "x.dxf"
    folder.mkdir()
    with pytest.raises(CallError, match="folder"):
        write_zones(zones, folder, ZoneForm.DXF)
    with pytest.raises(CallError) as caught:
        write_zones(zones, tmp_path / "x.txt", ZoneForm.DXF)
    assert "扩展名应是 .dxf" in sentence(caught.value)


def test_a_set_without_land_cannot_be_written(zones, tmp_path):
    empty = replace(zones, zones=zones.zones.iloc[:0])
    with pytest.raises(CallError) as caught:
        write_zones(empty, tmp_path / "x.gpkg", ZoneForm.GPKG)
    assert "还没有地" in sentence(caught.value)


def test_a_survey_file_needs_a_national_zone(zones, tmp_path):
    with pytest.raises(DataError) as caught:
        write_zones(replace(zones, crs="EPSG:3857"), tmp_path / "x.txt", ZoneForm.TXT)
    assert "带号" in sentence(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_gets_a_sentence(zones, tmp_path):
    with pytest.raises(CallError) as caught:
        write_zones(zones, tmp_path / "没有" / "x.dxf", ZoneForm.DXF)
    assert "文件夹不存在" in sentence(caught.value)


@pytest.mark.parametrize("form", list(ZoneForm))
def test_giving_up_leaves_everything_as_it_was(zones, tmp_path, form):
    class GivenUp:
        def step(self, done, total, *, stage=""):  # noqa: ARG002
            if done == 1:
                raise CancelledError

    target, _ = written(zones, tmp_path, form)
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(CancelledError):
        write_zones(zones, target, form, progress=GivenUp())
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


SAME_EVERY_TIME = {ZoneForm.SHP, ZoneForm.GEOJSON, ZoneForm.TXT, ZoneForm.CORNERS_CSV}


def targets(folder):
    """One file of each form, as one export writes them."""
    names = {form: f"{form.value}{ENDINGS[form]}" for form in ZoneForm}
    return {folder / name: form for form, name in names.items()}


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_files_of_one_export_are_written_together(zones, tmp_path):
    wanted = targets(tmp_path)

    exported = write_zone_files(zones, wanted)

    assert exported.files[: len(wanted)] == tuple(wanted)
    assert {file.name for file in exported.files} == contents(tmp_path).keys()
    assert len(exported.notes) == len(set(exported.notes))
    for target, form in wanted.items():
        if form in SAME_EVERY_TIME:
            alone = tmp_path / "alone" / target.name
            alone.parent.mkdir(exist_ok=True)
            write_zones(zones, alone, form)
            assert alone.read_bytes() == target.read_bytes()


def test_nothing_appears_if_one_file_of_an_export_cannot(zones, tmp_path):
    wanted = targets(tmp_path)
    last = list(wanted)[-1]
    last.write_text("somebody's list", encoding="utf-8")

    with pytest.raises(CallError) as caught:
        write_zone_files(zones, wanted)

    assert last.name in sentence(caught.value)
    assert contents(tmp_path) == {last.name: b"somebody's list"}


@pytest.mark.parametrize("stop", range(len(ZoneForm) + 1))
def test_giving_up_an_export_leaves_all_files_as_they_were(zones, tmp_path, stop):
    class GivenUp:
        def step(self, done, total, *, stage=""):  # noqa: ARG002
            if done == stop:
                raise CancelledError

    wanted = targets(tmp_path)
    (older, form), *_ = wanted.items()
    write_zones(zones, older, form)
    before = contents(tmp_path)
    with pytest.raises(CancelledError):
        write_zone_files(zones, wanted, progress=GivenUp())
    assert contents(tmp_path) == before


FULL_DISK = """
import pickle, resource, signal, sys
from pathlib import Path
from landgis.errors import LandGISError
from landgis.messages import sentence
from landgis.operations.zone_files import ZoneForm, write_zones
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
zones = pickle.loads(Path(sys.argv[1]).read_bytes())
resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))
for form, target in zip(sys.argv[2::2], sys.argv[3::2]):
    try:
        write_zones(zones, Path(target), ZoneForm(form))
    except LandGISError as error:
        sys.stdout.write(sentence(error) + chr(10))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_leaves_the_older_files_and_says_so(zones, tmp_path):
    import pickle

    kept = tmp_path / "zones.pickle"
    kept.write_bytes(pickle.dumps(zones))
    arguments = []
    for form in ZoneForm:
        folder = tmp_path / form.value
        folder.mkdir()
        arguments += [form.value, str(written(zones, folder, form)[0])]
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    before = {file: file.read_bytes() for file in files}
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, kept, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    said = done.stdout.splitlines()
    assert len(said) == len(ZoneForm), done.stderr[-2000:]
    assert all("原文件没有动" in line for line in said), said
    assert "磁盘已满" in said[list(ZoneForm).index(ZoneForm.TXT)]
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {file: file.read_bytes() for file in files} == before


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_read_only_folder_gets_a_sentence(zones, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(CallError) as caught:
        write_zones(zones, tmp_path / "x.dxf", ZoneForm.DXF)
    assert "只读" in sentence(caught.value)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.gpkg", ZoneForm.GPKG),
        ("a.SHP", ZoneForm.SHP),
        ("a.json", ZoneForm.GEOJSON),
        ("a.geojson", ZoneForm.GEOJSON),
        ("a.dxf", ZoneForm.DXF),
        ("a.txt", ZoneForm.TXT),
        ("a.xlsx", ZoneForm.CORNERS_XLSX),
        ("a.csv", ZoneForm.CORNERS_CSV),
    ],
)
def test_the_ending_tells_the_form(name, form):
    assert form_of(Path(name)) is form


def test_an_ending_of_no_form_is_refused():
    with pytest.raises(CallError) as caught:
        form_of(Path("a.pdf"))
    assert ".gpkg、.shp、.geojson、.dxf、.txt" in sentence(caught.value)


def test_colours_are_those_of_the_window():
    import tomllib

    tokens = Path(__file__).parents[3] / "landgis_ui" / "theme" / "tokens.toml"
    assert tuple(tomllib.loads(tokens.read_text("utf-8"))["zones"]["light"]) == COLOURS
