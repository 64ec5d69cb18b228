# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Corners of land: their order, numbers and sides, and files of them read back."""

from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.errors import DataError
from landgis.io.boundary_txt import is_boundary_text, read_boundary_txt
from landgis.io.boundary_txt_out import (
    SurveyedLand,
    false_east,
    survey_zone,
    write_boundary_txt,
)
from landgis.io.corner_tables import corner_rows, write_corner_csv
from landgis.io.corners import corner_rings, polygon_of
from landgis.messages import sentence

CRS = "EPSG:4549"
EAST, NORTH = 500_000, 3_090_000
DAY = date(2023, 12, 31)


def at(*points):
    return [(EAST + x, NORTH + y) for x, y in points]


def land(shape, name="甲片", number="1"):
    return SurveyedLand(
        number=number, name=name, use="连片改造", rings=corner_rings(shape)
    )


def points_of(ring):
    return (ring.points - [EAST, NORTH]).tolist()


def test_corners_run_clockwise_from_the_north_west():
    square = shapely.Polygon(at((100, 0), (100, 100), (0, 100), (0, 0)))
    (ring,) = corner_rings(square)
    assert points_of(ring) == [[0, 100], [100, 100], [100, 0], [0, 0]]
    assert ring.names == ["J1", "J2", "J3", "J4"]
    assert ring.sides_m.tolist() == [100, 100, 100, 100]


def test_sides_are_those_between_neighbouring_corners():
    triangle = shapely.Polygon(at((0, 40), (30, 0), (0, 0)))
    (ring,) = corner_rings(triangle)
    assert points_of(ring) == [[0, 40], [30, 0], [0, 0]]
    assert ring.sides_m.tolist() == pytest.approx([50, 30, 40])


def test_a_hole_is_numbered_on_and_runs_the_other_way():
    outer = at((0, 0), (0, 100), (100, 100), (100, 0))
    inner = at((40, 40), (40, 60), (60, 60), (60, 40))
    first, second = corner_rings(shapely.Polygon(outer, [inner]))
    assert (first.is_hole, second.is_hole) == (False, True)
    assert (first.ring, second.ring, second.first) == (1, 2, 5)
    assert points_of(second) == [[40, 60], [40, 40], [60, 40], [60, 60]]
    assert second.names == ["J5", "J6", "J7", "J8"]


def test_parts_come_from_the_north_west_on():
    west, east = (shapely.Polygon(at((x, 0), (x, 9), (x + 9, 9), (x + 9, 0)))
                  for x in (0, 50))  # fmt: skip
    rings = corner_rings(shapely.MultiPolygon([east, west]))
    assert [points_of(ring)[0] for ring in rings] == [[0, 9], [50, 9]]


def test_corners_nearer_than_a_millimetre_are_one():
    shape = shapely.Polygon(at((0, 0), (0, 10), (0.0003, 10.0002), (10, 10), (10, 0)))
    (ring,) = corner_rings(shape)
    assert len(ring.points) == 4


def test_land_that_vanishes_by_rounding_has_no_corners():
    assert corner_rings(shapely.box(0, 0, 0.0001, 50)) == ()
    assert corner_rings(shapely.Polygon()) == ()


def test_a_survey_file_says_what_the_rulebook_shows(tmp_path):
    outer = at((0, 0), (0, 100), (100, 100), (100, 0))
    inner = at((40, 40), (40, 60), (60, 60), (60, 40))
    path = tmp_path / "片区.txt"
    shape = shapely.Polygon(outer, [inner])
    write_boundary_txt(path, [land(shape)], crs=CRS, day=DAY)
    raw = path.read_bytes()
    assert is_boundary_text(raw[:4096])
    lines = raw.decode("gbk").split("\r\n")
    assert lines[0] == "[属性描述]"
    for stated in (
        "格式版本号=1.01版本", "坐标系=2000国家大地坐标系", "几度分带=3",
        "投影类型=高斯克吕格", "计量单位=米", "带号=40", "精度=0.001",
        "转换参数=,,,,,,", "数据产生日期=2023-12-31",
    ):  # fmt: skip
        assert stated in lines
    start = lines.index("[地块坐标]")
    assert lines[start + 1 : start + 3] == [
        "10,0.9600,1,甲片,面,,连片改造,,@",
        "J1,1,3090100.000,40500000.000",
    ]
    assert lines[start + 6] == "J1,1,3090100.000,40500000.000"
    assert lines[start + 7] == "J5,2,3090060.000,40500040.000"
    assert lines[start + 11] == "J5,2,3090060.000,40500040.000"
    assert lines[start + 12 :] == [""]


def test_a_survey_file_is_read_back_without_a_remark(tmp_path):
    hole = shapely.Polygon(
        at((0, 0), (0, 100), (100, 100), (100, 0)),
        [at((40, 40), (40, 60), (60, 60), (60, 40))],
    )
    two = shapely.union(hole, shapely.box(EAST + 200, NORTH, EAST + 300, NORTH + 50))
    path = tmp_path / "片区.txt"
    lands = [land(hole), land(two, "乙,片@", "2")]
    write_boundary_txt(path, lands, crs=CRS, day=DAY)
    found = read_boundary_txt(path)
    assert (found.notes, found.faults, found.lost) == ((), (), ())
    assert found.declared_crs == "EPSG:4528"  # with the number of the zone
    assert found.columns["地块名称"].tolist() == ["甲片", "乙、片"]
    assert found.columns["地块用途"].tolist() == ["连片改造"] * 2
    assert found.columns["面积(公顷)"].tolist() == [0.96, 1.46]
    back = shapely.transform(found.geometry, lambda p: p - [40_000_000, 0])
    assert shapely.equals(back, [hole, two]).all()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 400), st.floats(0, 400), st.floats(1, 120)),
        min_size=1,
        max_size=6,
    )
)
def test_any_land_comes_back_within_a_millimetre_of_each_corner(
    tmp_path_factory, discs
):
    parts = [
        shapely.Point(EAST + x, NORTH + y).buffer(r, quad_segs=4) for x, y, r in discs
    ]
    shape = shapely.difference(
        shapely.union_all(parts), parts[0].centroid.buffer(discs[0][2] / 3)
    )
    path = tmp_path_factory.mktemp("txt") / "x.txt"
    write_boundary_txt(path, [land(shape)], crs=CRS, day=DAY)
    (back,) = shapely.transform(
        read_boundary_txt(path).geometry, lambda p: p - [40_000_000, 0]
    )
    assert back.is_valid
    # A corner moves by at most half a millimetre each way, so a side by as much.
    assert abs(back.area - shape.area) <= shape.length * 0.001
    # Eastings of eight digits leave 7 nm to a double.
    written = polygon_of(corner_rings(shape)).area
    assert abs(back.area - written) <= shape.length * 1e-7


def test_a_system_that_has_no_zone_is_refused_with_a_sentence(tmp_path):
    path = tmp_path / "x.txt"
    with pytest.raises(DataError) as caught:
        write_boundary_txt(path, [], crs="EPSG:3857", day=DAY)
    assert "带号" in sentence(caught.value)
    assert not path.exists()


def test_eastings_that_carry_the_zone_already_are_left_as_they_are():
    assert false_east(survey_zone("EPSG:4528")) == 0
    assert false_east(survey_zone("EPSG:4549")) == 40_000_000


def test_rare_letters_are_kept(tmp_path):
    path = tmp_path / "x.txt"
    shape = shapely.box(EAST, NORTH, EAST + 10, NORTH + 10)
    write_boundary_txt(path, [land(shape, "㙟坑𬇕片")], crs=CRS, day=DAY)
    found = read_boundary_txt(path, encoding="GB18030")
    assert found.columns["地块名称"].tolist() == ["㙟坑𬇕片"]


def test_the_table_has_each_corner_with_the_side_before_it(tmp_path):
    triangle = shapely.Polygon(at((0, 40), (30, 0), (0, 0)))
    rows = list(corner_rows([land(triangle)], east=40_000_000))
    assert [row[2] for row in rows] == ["J1", "J2", "J3", "J1"]
    assert rows[0] == ("甲片", "1", "J1", 3_090_040.0, 40_500_000.0, None)
    assert [row[5] for row in rows[1:]] == pytest.approx([50, 30, 40])
    path = tmp_path / "x.csv"
    write_corner_csv(path, [land(triangle, "=甲")], east=0)
    lines = path.read_bytes().decode("utf-8-sig").splitlines()
    assert lines[0] == "片区,环,点号,X（北，m）,Y（东，m）,边长（m）"
    assert lines[1] == "'=甲,1,J1,3090040.000,500000.000,"
    assert lines[2] == "'=甲,1,J2,3090000.000,500030.000,50.000"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_side_is_as_long_as_its_corners_are_apart():
    shape = shapely.Point(EAST, NORTH).buffer(37.7, quad_segs=5)
    (ring,) = corner_rings(shape)
    assert ring.sides_m.sum() == pytest.approx(shape.length, abs=0.02)
    closed = np.vstack([ring.points, ring.points[:1]])
    assert shapely.LineString(closed).length == pytest.approx(ring.sides_m.sum())
