# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shapefiles, whole or damaged: all that can be read, and a list of the rest."""

import struct

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landgis.errors import LandGISError
from landgis.io.vector import list_layers, read_layer

SQUARE = [(0, 0), (0, 10), (10, 10), (10, 0), (0, 0)]
HOLE = [(2, 2), (4, 2), (4, 4), (2, 4), (2, 2)]
ELSEWHERE = [(20, 0), (20, 5), (25, 5), (25, 0), (20, 0)]


def kinds(raw):
    return {fault.kind: fault for fault in raw.faults}


def lost_numbers(raw):
    return [lost.number for lost in raw.lost]


def patch(path, at, new):
    data = bytearray(path.read_bytes())
    data[at : at + len(new)] = new
    path.write_bytes(bytes(data))


def test_a_whole_shapefile_is_read_with_all_that_is_known_about_it(files):
    path = files.shapefile(rows=[["鞋业"], ["印染"], ["平台"]])

    raw = read_layer(path)

    assert (raw.driver, raw.layer, raw.path) == ("ESRI Shapefile", "宗地", path)
    assert raw.columns["DKBH"].tolist() == ["鞋业", "印染", "平台"]
    assert raw.record_numbers.tolist() == [1, 2, 3]
    assert raw.geometry_types == {"Polygon": 3}
    assert shapely.area(raw.geometry).tolist() == [10_000.0] * 3
    assert raw.encoding.value == "GB18030"
    assert raw.declared_crs_source == "prj"
    assert "CGCS2000_3_Degree_GK_CM_120E" in raw.declared_crs
    assert (raw.lost, raw.faults, raw.notes) == ((), (), ())
    assert list_layers(path) == ("宗地",)


def test_shapes_and_attributes_are_those_that_gdal_reads(files):
    rng = np.random.default_rng(7)
    centres = shapely.points(rng.uniform([5e5, 3e6], [6e5, 3.1e6], (60, 2)))
    discs = shapely.buffer(centres, 300, quad_segs=3)
    holed = shapely.difference(discs, shapely.buffer(centres, 90, quad_segs=2))
    far = shapely.transform(holed, lambda p: p + np.array([2e5, 0]))
    geometry = np.concatenate(
        [discs[:20], holed[20:40], shapely.union(holed, far)[40:]]
    )
    path = files.gdal(
        "多.shp",
        geometry,
        {"名称": [f"温州{i}厂" for i in range(60)], "面积": rng.uniform(0, 1e6, 60)},
        encoding="GBK",
        driver="ESRI Shapefile",
    )
    _, _, wkb, (names, areas) = pyogrio.raw.read(path)

    raw = read_layer(path)

    same = [
        ours.normalize().equals_exact(theirs.normalize())
        for ours, theirs in zip(raw.geometry, shapely.from_wkb(wkb), strict=True)
    ]
    assert all(same)
    assert raw.geometry_types == {"Polygon": 40, "MultiPolygon": 20}
    assert raw.columns["名称"].tolist() == names.tolist()
    assert raw.columns["面积"].tolist() == areas.tolist()


@pytest.mark.parametrize("reverse", [False, True])
def test_rings_within_rings_are_holes_however_they_are_drawn(files, reverse):
    hole = HOLE[::-1] if reverse else HOLE
    island = [(2.5, 2.5), (2.5, 3.5), (3.5, 3.5), (3.5, 2.5), (2.5, 2.5)]
    path = files.shapefile(geometry=[[SQUARE, hole], [hole, ELSEWHERE, SQUARE, island]])

    raw = read_layer(path)

    assert shapely.area(raw.geometry).tolist() == [96.0, 122.0]
    assert shapely.is_valid(raw.geometry).all()


def test_open_rings_are_closed_and_rings_of_two_points_left_out(files):
    path = files.shapefile(geometry=[[SQUARE[:-1]], [SQUARE, HOLE[:2]], [SQUARE]])

    raw = read_layer(path)

    assert shapely.area(raw.geometry).tolist() == [100.0, 100.0, 100.0]
    assert kinds(raw)["ring"].count == 2
    assert kinds(raw)["ring"].ids == ("第1条", "第2条")
    assert len(raw.notes) == 2


def test_a_record_of_two_points_is_lost_and_one_without_a_shape_is_kept(files):
    path = files.shapefile(geometry=[[SQUARE], [HOLE[:2]], None])

    raw = read_layer(path)

    assert lost_numbers(raw) == [2]
    assert raw.record_numbers.tolist() == [1, 3]
    assert raw.columns["DKBH"].tolist() == ["D0", "D2"]
    assert raw.geometry[1] is None
    assert raw.null_geometry == 1
    assert kinds(raw)["null_geometry"].ids == ("第3条",)
    assert kinds(raw)["lost_record"].count == 1


@pytest.mark.parametrize(
    ("suffixes", "missing"),
    [
        ([".shx"], (".shx",)),
        ([".prj"], (".prj",)),
        ([".dbf"], (".dbf",)),
        ([".shx", ".dbf", ".prj"], (".shx", ".dbf", ".prj")),
    ],
)
def test_a_missing_part_is_a_fault_and_the_rest_is_read(files, suffixes, missing):
    path = files.shapefile()
    for suffix in suffixes:
        path.with_suffix(suffix).unlink()

    raw = read_layer(path)

    assert len(raw.geometry) == 3
    assert kinds(raw)["missing_part"].ids == missing
    assert ("DKBH" in raw.columns) == (".dbf" not in suffixes)
    assert (raw.declared_crs is None) == (".prj" in suffixes)


def test_parts_are_found_whatever_the_case_of_their_names(files):
    path = files.shapefile(cpg="GBK", rows=[["鞋业"], ["b"], ["c"]])
    for suffix in (".shx", ".dbf", ".prj", ".cpg"):
        path.with_suffix(suffix).rename(path.with_suffix(suffix.upper()))
    path = path.rename(path.with_suffix(".SHP"))

    raw = read_layer(path)

    assert raw.encoding.source == "cpg"
    assert not raw.faults


def test_nothing_is_changed_or_written_beside_the_file(files):
    path = files.shapefile()
    path.with_suffix(".shx").unlink()
    before = {
        p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in path.parent.iterdir()
    }

    read_layer(path)

    after = {
        p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in path.parent.iterdir()
    }
    assert after == before


def test_rows_deleted_in_the_table_are_left_out_with_a_note(files):
    path = files.shapefile(rows=[["a"], ["b"], ["c"]], deleted=[1])

    raw = read_layer(path)

    assert raw.record_numbers.tolist() == [1, 3]
    assert raw.lost == ()
    assert "1 条已打删除标记" in raw.notes[0]


def test_more_rows_than_shapes_are_lost_records(files):
    path = files.shapefile(rows=[["a"], ["b"], ["c"], ["d"], ["e"]])

    raw = read_layer(path)

    assert raw.columns["DKBH"].tolist() == ["a", "b", "c"]
    assert lost_numbers(raw) == [4, 5]
    assert "图形 3 条" in raw.notes[0]


def test_more_shapes_than_rows_stay_without_attributes(files):
    path = files.shapefile(rows=[["a"]])

    raw = read_layer(path)

    assert raw.columns["DKBH"].isna().tolist() == [False, True, True]
    assert len(raw.geometry) == 3
    assert any("2、3" in note for note in raw.notes)


def test_a_row_count_that_lies_does_not_hide_rows_that_are_there(files):
    path = files.shapefile(rows=[["a"], ["b"], ["c"]], stated_rows=1)

    assert read_layer(path).columns["DKBH"].tolist() == ["a", "b", "c"]


@pytest.mark.parametrize("with_index", [True, False])
def test_a_file_cut_short_gives_the_records_before_the_cut(files, with_index):
    path = files.shapefile(geometry=[[SQUARE]] * 5)
    path.write_bytes(path.read_bytes()[:-200])
    if not with_index:
        path.with_suffix(".shx").unlink()

    raw = read_layer(path)

    assert raw.record_numbers.tolist() == [1, 2, 3]
    assert lost_numbers(raw) == [4, 5]


# A square's record: 8 bytes of header, 4 of type, 32 of frame, 4 + 4 of counts,
# 4 of parts, 80 of points.
RECORD = 8 + 4 + 32 + 8 + 4 + 80


@pytest.mark.parametrize("with_index", [True, False])
@pytest.mark.parametrize(
    ("offset", "new"),
    [
        (8, struct.pack("<i", 77)),
        (8, struct.pack("<i", 3)),
        (44, struct.pack("<i", -1)),
        (44, struct.pack("<i", 90_000)),
        (48, struct.pack("<i", 2**30)),
        (52, struct.pack("<i", 3)),
        (56, struct.pack("<d", float("nan"))),
        (56, struct.pack("<d", 1e300)),
    ],
)
def test_a_record_damaged_inside_costs_only_itself(files, offset, new, with_index):
    path = files.shapefile(geometry=[[SQUARE]] * 5)
    patch(path, 100 + 2 * RECORD + offset, new)
    if not with_index:
        path.with_suffix(".shx").unlink()

    raw = read_layer(path)

    assert raw.record_numbers.tolist() == [1, 2, 4, 5]
    assert raw.columns["DKBH"].tolist() == ["D0", "D1", "D3", "D4"]
    assert lost_numbers(raw) == [3]
    assert raw.lost[0].reason.endswith("。")


@pytest.mark.parametrize("with_index", [True, False])
@pytest.mark.parametrize(
    ("offset", "new"),
    [
        (0, struct.pack(">i", 9_999_999)),
        (4, struct.pack(">i", 7)),
        (4, struct.pack(">i", 2**29)),
        (0, struct.pack(">2i", -5, -5)),
    ],
)
def test_a_damaged_record_head_costs_nothing(files, offset, new, with_index):
    path = files.shapefile(geometry=[[SQUARE]] * 5)
    patch(path, 100 + 2 * RECORD + offset, new)
    if not with_index:
        path.with_suffix(".shx").unlink()

    raw = read_layer(path)

    assert raw.record_numbers.tolist() == [1, 2, 3, 4, 5]
    assert shapely.area(raw.geometry).tolist() == [100.0] * 5


def test_a_record_longer_than_it_needs_to_be_is_read(files):
    path = files.shapefile(geometry=[[SQUARE]] * 3)
    data = path.read_bytes()
    record = data[100 : 100 + RECORD]
    padded = struct.pack(">2i", 1, (RECORD - 8 + 24) // 2) + record[8:] + bytes(24)
    path.write_bytes(data[:100] + padded + data[100 + RECORD :])
    path.with_suffix(".shx").unlink()

    assert shapely.area(read_layer(path).geometry).tolist() == [100.0] * 3


def test_an_index_that_points_nowhere_is_not_believed(files):
    path = files.shapefile(geometry=[[SQUARE]] * 4)
    patch(path.with_suffix(".shx"), 100 + 8, struct.pack(">2i", 2**20, 5))

    raw = read_layer(path)

    assert len(raw.geometry) == 4
    assert raw.lost == ()


def test_a_point_outside_the_frame_of_its_record_is_reported(files):
    path = files.shapefile(geometry=[[SQUARE]] * 30)
    patch(path, 100 + 2 * RECORD + 56 + 16, struct.pack("<d", 9_000.0))

    raw = read_layer(path)

    assert len(raw.geometry) == 30
    assert any("第 3 条" in note for note in raw.notes)


def test_a_table_damaged_beyond_use_leaves_the_shapes(files):
    path = files.shapefile()
    path.with_suffix(".dbf").write_bytes(b"\0" * 300)

    raw = read_layer(path)

    assert len(raw.geometry) == 3
    assert kinds(raw)["missing_part"].ids == (".dbf",)


@pytest.mark.parametrize(
    ("kind", "geometry", "name"),
    [
        ("Point", [shapely.Point(1, 2), shapely.Point(3, 4)], "Point"),
        ("LineString", [shapely.LineString([(0, 0), (1, 1)])] * 2, "LineString"),
        ("MultiPoint", [shapely.MultiPoint([(0, 0), (1, 1)])] * 2, "MultiPoint"),
    ],
)
def test_layers_of_points_and_lines_are_read_and_called_no_parcels(
    files, kind, geometry, name
):
    path = files.gdal(
        "x.shp",
        np.array(geometry),
        {"n": [1, 2]},
        geometry_type=kind,
        driver="ESRI Shapefile",
    )

    raw = read_layer(path)

    assert raw.geometry_types == {name: 2}
    assert shapely.equals(raw.geometry, np.array(geometry)).all()
    assert kinds(raw)["not_polygon"].count == 2


def test_heights_are_dropped_and_reported(files):
    flat = files.squares(2)
    path = files.gdal(
        "z.shp",
        shapely.force_3d(flat, 12.5),
        {"n": [1, 2]},
        geometry_type="Polygon Z",
        driver="ESRI Shapefile",
    )

    raw = read_layer(path)

    assert not shapely.has_z(raw.geometry).any()
    assert shapely.equals(raw.geometry, flat).all()
    assert kinds(raw)["zm"].count == 2


@pytest.mark.parametrize("content", [b"\0" * 300, b"a" * 300, b"\x27\x0a" * 150])
def test_what_is_no_shapefile_gets_one_sentence(files, content):
    path = files.folder / "假.shp"
    path.write_bytes(content)

    with pytest.raises(LandGISError):
        read_layer(path)


def test_a_layer_without_records_and_one_without_readable_ones_are_refused(files):
    empty = files.shapefile("空.shp", geometry=[], rows=[])
    hopeless = files.shapefile("坏.shp", geometry=[[HOLE[:2]]] * 2)

    with pytest.raises(LandGISError, match=r"io\.no_features"):
        read_layer(empty)
    with pytest.raises(LandGISError, match=r"io\.nothing_readable"):
        read_layer(hopeless)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    record=st.integers(0, 7),
    offset=st.integers(0, RECORD - 1),
    flip=st.integers(1, 255),
    with_index=st.booleans(),
)
def test_a_flipped_byte_never_touches_the_other_records(
    files, record, offset, flip, with_index
):
    path = files.shapefile(geometry=[[SQUARE]] * 8)
    at = 100 + record * RECORD + offset
    patch(path, at, bytes([path.read_bytes()[at] ^ flip]))
    if not with_index:
        path.with_suffix(".shx").unlink()

    raw = read_layer(path)

    others = [number for number in range(1, 9) if number != record + 1]
    found = dict(zip(raw.record_numbers.tolist(), raw.geometry, strict=True))
    assert all(found[number].equals(shapely.Polygon(SQUARE)) for number in others)
    assert set(found) | set(lost_numbers(raw)) == set(range(1, 9))


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    suffix=st.sampled_from([".shp", ".shx", ".dbf", ".prj", ".cpg"]),
    where=st.floats(0, 1),
    new=st.binary(max_size=12),
    cut=st.booleans(),
)
def test_damage_anywhere_ends_in_a_layer_or_a_sentence(files, suffix, where, new, cut):
    path = files.shapefile(
        geometry=[[SQUARE, HOLE], None, [SQUARE], [ELSEWHERE]],
        fields=[("名称", "C", 12, 0), ("面积", "N", 9, 2), ("日期", "D", 8, 0)],
        rows=[["鞋业", "12.5", "20210305"]] * 4,
        cpg="GBK",
    )
    side = path.with_suffix(suffix)
    data = side.read_bytes()
    at = int(where * len(data))
    rest = b"" if cut else data[at + len(new) :]
    side.write_bytes(data[:at] + new + rest)

    try:
        raw = read_layer(path)
    except LandGISError:
        return
    assert len(raw.columns) == len(raw.geometry) == len(raw.record_numbers)


def test_a_record_overwritten_with_zeros_is_lost_and_not_taken_for_an_empty_one(files):
    path = files.shapefile(rows=[["鞋业"], ["印染"], ["平台"]])
    patch(path, 100 + 136, bytes(136))

    raw = read_layer(path)

    assert lost_numbers(raw) == [2]
    assert raw.columns["DKBH"].tolist() == ["鞋业", "平台"]
