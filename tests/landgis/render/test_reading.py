# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files straight into the arrays that are drawn."""

import geopandas
import numpy as np
import pytest
import shapely

from landgis.errors import DataError
from landgis.messages import sentence
from landgis.render.reading import read_shapes

SHAPES = [
    shapely.Polygon(
        [(0, 0), (10, 0), (10, 10), (0, 10)], [[(2, 2), (2, 4), (4, 4), (4, 2)]]
    ),
    shapely.MultiPolygon([shapely.box(20, 20, 30, 30), shapely.box(40, 0, 50, 9.5)]),
    None,
    shapely.box(40_500_000, 3_100_000, 40_500_100, 3_100_050),
]


def frame(shapes):
    return geopandas.GeoDataFrame(
        {"n": range(len(shapes))}, geometry=shapes, crs="EPSG:4549"
    )


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.geojson"])
def test_outlines_are_those_that_were_written(tmp_path, name):
    frame(SHAPES).to_file(tmp_path / name)

    shapes = read_shapes(tmp_path / name)

    assert shapes.count == 4
    for row, shape in enumerate(SHAPES):
        if shape is None:
            assert np.isnan(shapes.boxes[row]).all()
            continue
        found = {
            frozenset(map(tuple, ring.tolist())) for ring in shapes.corners_of(row)
        }
        rings = shapely.get_parts(shapely.boundary(shape))
        expected = {frozenset(map(tuple, shapely.get_coordinates(r))) for r in rings}
        assert found == expected


def test_the_layer_that_is_named_is_read(tmp_path):
    path = tmp_path / "two.gpkg"
    frame(SHAPES).to_file(path, layer="first")
    frame(SHAPES[:1]).to_file(path, layer="second")

    assert read_shapes(path, "second").count == 1


def test_a_shapefile_without_index_and_one_with_heights_are_read(tmp_path):
    raised = [shapely.force_3d(s, 5) for s in SHAPES if s is not None]
    frame(raised).to_file(tmp_path / "high.shp")
    (tmp_path / "high.shx").unlink()

    shapes = read_shapes(tmp_path / "high.shp")

    assert shapes.count == 3
    assert shapes.bounds_of(np.array([0])) == (0, 0, 10, 10)


def test_lines_are_read_from_both(tmp_path):
    lines = [shapely.LineString([(0, 0), (5, 5)]), shapely.LineString([(1, 0), (9, 5)])]
    for name in ("a.shp", "a.gpkg"):
        frame(lines).to_file(tmp_path / name)

        assert read_shapes(tmp_path / name).bounds == (0, 0, 9, 5)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.gpkg", b"SQLite format 3\0" + b"\0" * 600),
        ("a.shp", b"no shapefile"),
        ("a.gpkg", b""),
        ("a.xyzzy", b"what is this"),
    ],
)
def test_files_that_cannot_be_read_give_a_sentence(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(DataError) as caught:
        read_shapes(tmp_path / name)

    assert sentence(caught.value).endswith("。")


def test_a_table_without_shapes_says_so(tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text("a,b\n1,2\n")

    with pytest.raises(DataError) as caught:
        read_shapes(path)

    assert "plain.csv" in sentence(caught.value)


def test_a_missing_file_gives_a_sentence(tmp_path):
    with pytest.raises(DataError) as caught:
        read_shapes(tmp_path / "none.gpkg")

    assert "none.gpkg" in sentence(caught.value)
