# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Boundary points in text files (rulebook §5.7)."""

import pytest
import shapely

from landgis.errors import DataError
from landgis.io.vector import read_layer

HEAD = """[属性描述]
格式版本号=1.01版本
坐标系={crs}
几度分带={width}
投影类型=高斯克吕格
计量单位=米
带号={zone}
精度=0.001
转换参数=,,,,,,
[地块坐标]
"""
ROUND = [(0, 0), (0, 100), (100, 100), (100, 0), (0, 0)]
HOLE = [(20, 20), (20, 40), (40, 40), (40, 20), (20, 20)]
BESIDE = [(0, 200), (0, 250), (50, 250), (50, 200), (0, 200)]


def block(*rings, count=None, name="一号地块", shape="面", area="1.0000"):
    total = sum(len(ring) for ring in rings) if count is None else count
    lines = [f"{total},{area},1,{name},{shape},I-50-1,工业用地,0601,@"]
    lines += [
        f"J{i},{number},{3_095_000 + north:.3f},{40_563_000 + east:.3f}"
        for number, ring in enumerate(rings, start=1)
        for i, (north, east) in enumerate(ring, start=1)
    ]
    return "\n".join(lines) + "\n"


def write(files, *blocks, crs="2000国家大地坐标系", width=3, zone=40, encoding="gbk"):
    path = files.folder / "勘测定界.txt"
    text = HEAD.format(crs=crs, width=width, zone=zone) + "".join(blocks)
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("encoding", "value"),
    [("gbk", "GB18030"), ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8")],
)
def test_a_parcel_is_read_with_north_and_east_in_their_places(files, encoding, value):
    raw = read_layer(write(files, block(ROUND), encoding=encoding))

    assert shapely.bounds(raw.geometry[0]).tolist() == [
        40_563_000,
        3_095_000,
        40_563_100,
        3_095_100,
    ]
    assert raw.columns.iloc[0].to_dict() == {
        "点数": 5,
        "面积(公顷)": 1.0,
        "地块编号": "1",
        "地块名称": "一号地块",
        "图形属性": "面",
        "图幅号": "I-50-1",
        "地块用途": "工业用地",
        "地类编码": "0601",
    }
    assert (raw.declared_crs, raw.declared_crs_source) == ("EPSG:4528", "file")
    assert raw.encoding.value == value
    assert (raw.lost, raw.faults, raw.notes) == ((), (), ())


@pytest.mark.parametrize(
    ("crs", "width", "zone", "declared"),
    [
        ("80国家大地坐标系", 3, 40, "EPSG:2364"),
        ("北京54", 6, 20, "EPSG:21420"),
        ("", 3, 40, None),
        ("温州城市坐标系", 3, 40, None),
    ],
)
def test_the_head_states_the_system(files, crs, width, zone, declared):
    raw = read_layer(write(files, block(ROUND), crs=crs, width=width, zone=zone))

    assert raw.declared_crs == declared


def test_a_ring_within_is_a_hole_and_one_beside_is_a_second_part(files):
    raw = read_layer(write(files, block(ROUND, HOLE, BESIDE)))

    assert raw.geometry_types == {"MultiPolygon": 1}
    assert shapely.area(raw.geometry)[0] == 100 * 100 - 20 * 20 + 50 * 50


def test_columns_in_the_wrong_order_are_put_right_and_told(files):
    path = write(files, block(ROUND))
    lines = path.read_bytes().decode("gbk").splitlines()
    crossed = [
        ",".join([*line.split(",")[:2], *line.split(",")[:1:-1]])
        if line.startswith("J")
        else line
        for line in lines
    ]
    path.write_bytes("\n".join(crossed).encode("gbk"))

    raw = read_layer(path)

    assert shapely.bounds(raw.geometry[0])[0] == 40_563_000
    assert len(raw.notes) == 1


def test_a_ring_that_does_not_return_is_closed(files):
    raw = read_layer(write(files, block(ROUND[:-1]), block(BESIDE)))

    assert shapely.area(raw.geometry).tolist() == [10_000.0, 2_500.0]
    assert [(f.kind, f.ids) for f in raw.faults] == [("ring", ("第1条",))]


@pytest.mark.parametrize(
    "bad",
    [
        block(ROUND).replace("3095100.000", "三百零九"),
        block(ROUND).replace(",40563100.000", ""),
        block(),
        block(ROUND[:2]),
    ],
)
def test_a_parcel_that_cannot_be_read_is_lost_and_the_others_are_kept(files, bad):
    raw = read_layer(write(files, block(BESIDE), bad, block(BESIDE, name="三号")))

    assert raw.record_numbers.tolist() == [1, 3]
    assert [lost.number for lost in raw.lost] == [2]
    assert raw.columns["地块名称"].tolist() == ["一号地块", "三号"]


def test_a_wrong_number_of_points_is_told(files):
    raw = read_layer(write(files, block(ROUND, count=9), block(BESIDE)))

    assert len(raw.geometry) == 2
    assert "第 1 个" in raw.notes[0]


def test_lines_are_read_and_called_no_parcels(files):
    raw = read_layer(write(files, block(ROUND), block(BESIDE, shape="线")))

    assert raw.geometry_types == {"LineString": 1, "Polygon": 1}
    assert [fault.kind for fault in raw.faults] == ["not_polygon"]


def test_blanks_instead_of_commas_and_no_ring_number_are_understood(files):
    points = "\n".join(
        f"J{i} {3_095_000 + n} {563_000 + e}" for i, (n, e) in enumerate(ROUND)
    )
    raw = read_layer(write(files, "5,1.0,1,甲,面,,工业,0601,@\n" + points))

    assert shapely.area(raw.geometry).tolist() == [10_000.0]
    assert raw.declared_crs == "EPSG:4549"
    assert raw.columns["图幅号"].isna().all()


@pytest.mark.parametrize("text", ["", "会议记录\n第一条", "[属性描述]\n[地块坐标]\n"])
def test_other_texts_are_refused(files, text):
    path = files.folder / "x.txt"
    path.write_text(text, encoding="gbk")

    with pytest.raises(DataError):
        read_layer(path)
