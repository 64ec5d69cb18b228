# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""GeoJSON: one bad feature costs only itself."""

import json

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landgis.errors import DataError, LandGISError
from landgis.io.vector import read_layer

RING = [[120.0, 28.0], [120.1, 28.0], [120.1, 28.1], [120.0, 28.1], [120.0, 28.0]]
HOLE = [[120.02, 28.02], [120.04, 28.02], [120.04, 28.04], [120.02, 28.02]]


def feature(geometry=None, **properties):
    shape = {"type": "Polygon", "coordinates": [RING]} if geometry is None else geometry
    return {"type": "Feature", "properties": properties, "geometry": shape}


def collection(*features, **members):
    return {"type": "FeatureCollection", "features": list(features), **members}


def write(files, content, *, name="镇街.geojson", encoding="utf-8"):
    path = files.folder / name
    text = (
        content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    )
    path.write_bytes(text.encode(encoding))
    return path


def kinds(raw):
    return {fault.kind: fault for fault in raw.faults}


def test_features_become_rows_with_typed_columns(files):
    path = write(
        files,
        collection(
            feature(名称="梧田街道", 户数=3, 面积=1.5, 有效=True),
            feature(名称="", 户数=None, 面积=2, 有效=None, 备注={"甲": 1}),
        ),
    )

    raw = read_layer(path)

    assert (raw.driver, raw.layer) == ("GeoJSON", "镇街")
    assert raw.columns["名称"].tolist()[0] == "梧田街道"
    assert raw.columns["名称"].isna().tolist() == [False, True]
    assert raw.columns["户数"].dtype == np.float64
    assert raw.columns["面积"].tolist() == [1.5, 2.0]
    assert raw.columns["有效"].dtype == "boolean"
    assert raw.columns["备注"].tolist()[1] == '{"甲": 1}'
    assert raw.geometry_types == {"Polygon": 2}
    assert raw.encoding.value == "UTF-8"


def test_long_codes_keep_their_digits(files):
    path = write(files, collection(feature(code=3303040010010000123), feature()))

    assert read_layer(path).columns["code"][0] == "3303040010010000123"


@pytest.mark.parametrize(
    ("encoding", "value", "source"),
    [
        ("utf-8-sig", "UTF-8", "file"),
        ("utf-16", "UTF-16", "file"),
        ("gbk", "GB18030", "bytes"),
    ],
)
def test_other_encodings_than_the_prescribed_one_are_read(
    files, encoding, value, source
):
    path = write(files, collection(feature(名称="鞋业")), encoding=encoding)

    raw = read_layer(path)

    assert raw.columns["名称"].tolist() == ["鞋业"]
    assert (raw.encoding.value, raw.encoding.source) == (value, source)


@pytest.mark.parametrize(
    ("member", "declared"),
    [
        (
            {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4549"}},
            "urn:ogc:def:crs:EPSG::4549",
        ),
        ({"type": "EPSG", "properties": {"code": 4490}}, "EPSG:4490"),
        (None, "EPSG:4326"),
        ("EPSG:4549", "EPSG:4326"),
    ],
)
def test_the_crs_member_is_honoured_and_without_one_degrees_are_wgs84(
    files, member, declared
):
    raw = read_layer(write(files, collection(feature(), crs=member)))

    assert (raw.declared_crs, raw.declared_crs_source) == (declared, "file")


def test_metres_without_a_crs_member_are_not_called_wgs84(files):
    metres = [[x * 1e4, y * 1e5] for x, y in RING]
    path = write(
        files, collection(feature({"type": "Polygon", "coordinates": [metres]}))
    )

    assert read_layer(path).declared_crs is None


@pytest.mark.parametrize(
    "bad",
    [
        None,
        5,
        {"type": "Feature", "properties": {}},
        feature("Polygon"),
        feature({"type": "Polygon"}),
        feature({"type": "Polygon", "coordinates": RING}),
        feature({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}),
        feature({"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}),
        feature({"type": "Polygon", "coordinates": [[[1e99, 2], [3, 4], [5, 6]]]}),
        feature({"type": "Dodecahedron", "coordinates": [1, 2]}),
        feature({"type": "LineString", "coordinates": [[1, 2]]}),
        feature({"type": "MultiPolygon", "coordinates": [5]}),
        feature({"type": "GeometryCollection", "geometries": 5}),
    ],
)
def test_a_bad_feature_is_lost_and_the_others_are_read(files, bad):
    path = write(files, collection(feature(n=1), bad, feature(n=3)))

    raw = read_layer(path)

    assert raw.record_numbers.tolist() == [1, 3]
    assert [lost.number for lost in raw.lost] == [2]
    assert raw.lost[0].reason.endswith("。")


def test_a_feature_without_a_shape_is_kept(files):
    raw = read_layer(
        write(files, collection(feature(), {**feature(), "geometry": None}))
    )

    assert raw.geometry[1] is None
    assert raw.lost == ()
    assert kinds(raw)["null_geometry"].ids == ("第2条",)


def test_open_rings_are_closed_and_short_holes_left_out(files):
    open_ring = {"type": "Polygon", "coordinates": [RING[:-1]]}
    short_hole = {"type": "Polygon", "coordinates": [RING, HOLE[:2]]}
    whole = {"type": "Polygon", "coordinates": [RING, HOLE]}

    raw = read_layer(
        write(
            files, collection(feature(open_ring), feature(short_hole), feature(whole))
        )
    )

    assert shapely.area(raw.geometry) == pytest.approx([0.01, 0.01, 0.0098])
    assert kinds(raw)["ring"].ids == ("第1条", "第2条")


def test_multipolygons_keep_their_own_holes(files):
    shape = {"type": "MultiPolygon", "coordinates": [[RING, HOLE], [HOLE]]}

    raw = read_layer(write(files, collection(feature(shape))))

    assert raw.geometry_types == {"MultiPolygon": 1}
    assert shapely.area(raw.geometry)[0] == pytest.approx(0.01)


def test_of_a_collection_the_surfaces_are_taken(files):
    mixed = {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "Point", "coordinates": [120, 28]},
            {"type": "GeometryCollection", "geometries": [feature()["geometry"]]},
        ],
    }

    raw = read_layer(write(files, collection(feature(mixed))))

    assert raw.geometry_types == {"Polygon": 1}


def test_heights_are_dropped_and_reported(files):
    high = {"type": "Polygon", "coordinates": [[[*point, 9.5] for point in RING]]}

    raw = read_layer(write(files, collection(feature(high), feature())))

    assert kinds(raw)["zm"].count == 1
    assert not shapely.has_z(raw.geometry).any()


def test_points_and_lines_are_read_and_called_no_parcels(files):
    raw = read_layer(
        write(
            files,
            collection(
                feature({"type": "Point", "coordinates": [120, 28]}),
                feature({"type": "MultiPoint", "coordinates": [[120, 28], [121, 28]]}),
                feature({"type": "LineString", "coordinates": RING}),
                feature({"type": "MultiLineString", "coordinates": [RING, HOLE]}),
                feature(),
            ),
        )
    )

    assert set(raw.geometry_types) == {
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
    }
    assert kinds(raw)["not_polygon"].count == 4


def test_a_file_cut_short_gives_the_features_before_the_cut(files):
    text = json.dumps(collection(*[feature(n=n) for n in range(5)]))
    cut = text[: text.rindex('"coordinates"') + 20]

    raw = read_layer(write(files, cut))

    assert raw.columns["n"].tolist() == [0, 1, 2, 3]
    assert [lost.number for lost in raw.lost] == [5]
    assert "中断" in raw.lost[0].reason


def test_one_feature_that_is_no_json_costs_only_itself(files):
    parts = [json.dumps(feature(n=n)) for n in range(4)]
    parts[1] = parts[1].replace('"coordinates"', '"coordinates')
    crs = '"crs": {"type": "name", "properties": {"name": "EPSG:4490"}}'
    text = f'{{"type": "FeatureCollection", {crs}, "features": [{",".join(parts)}]}}'

    raw = read_layer(write(files, text))

    assert raw.columns["n"].tolist() == [0, 2, 3]
    assert [lost.number for lost in raw.lost] == [2]
    assert raw.declared_crs == "EPSG:4490"


def test_features_line_by_line_are_read(files):
    text = "\n".join(json.dumps(feature(n=n)) for n in range(3))

    assert read_layer(write(files, text)).columns["n"].tolist() == [0, 1, 2]


def test_a_bare_geometry_and_a_single_feature_are_layers_of_one(files):
    bare = read_layer(write(files, feature()["geometry"], name="a.json"))
    single = read_layer(write(files, feature(n=1), name="b.json"))

    assert bare.geometry_types == single.geometry_types == {"Polygon": 1}


def test_properties_that_are_none_leave_a_feature_without_attributes(files):
    raw = read_layer(
        write(files, collection(feature(n=1), {**feature(), "properties": [5]}))
    )

    assert raw.columns["n"].isna().tolist() == [False, True]
    assert len(raw.notes) == 1


def test_other_json_of_shapes_is_read_through_gdal(files):
    esri = {
        "geometryType": "esriGeometryPolygon",
        "spatialReference": {"wkid": 4326},
        "fields": [{"name": "n", "type": "esriFieldTypeInteger", "alias": "n"}],
        "features": [{"attributes": {"n": 7}, "geometry": {"rings": [RING[::-1]]}}],
    }

    raw = read_layer(write(files, esri, name="esri.json"))

    assert raw.columns["n"].tolist() == [7]
    assert shapely.area(raw.geometry)[0] == pytest.approx(0.01)


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{}",
        "{",
        '"text"',
        "[" * 100_000,
        '{"type": "FeatureCollection"}',
        '{"type": "FeatureCollection", "features": {}}',
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "FeatureCollection", "features": [null, 5]}',
        '{"type": "Unknown", "features": []}',
    ],
)
def test_a_file_without_a_readable_feature_gets_one_sentence(files, content):
    with pytest.raises(DataError):
        read_layer(write(files, content))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(where=st.floats(0, 1), new=st.binary(max_size=8), cut=st.booleans())
def test_damage_anywhere_ends_in_a_layer_or_a_sentence(files, where, new, cut):
    data = json.dumps(
        collection(*[feature(名称="鞋业", n=n) for n in range(3)]), ensure_ascii=False
    ).encode()
    at = int(where * len(data))
    path = files.folder / "x.geojson"
    path.write_bytes(data[:at] + new + (b"" if cut else data[at + len(new) :]))

    try:
        raw = read_layer(path)
    except LandGISError:
        return
    assert len(raw.columns) == len(raw.geometry) == len(raw.record_numbers)
