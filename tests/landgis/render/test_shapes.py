# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rings as flat arrays, from whatever well-known binary there is."""

import struct

import numpy as np
import pyarrow as pa
import pytest
import shapely

from landgis.render.shapes import shapes_from_wkb, shapes_of

SQUARE = shapely.Polygon(
    [(0, 0), (10, 0), (10, 10), (0, 10)], [[(2, 2), (4, 2), (4, 4), (2, 4)]]
)
FAR = shapely.box(40_500_000.25, 3_100_000.5, 40_500_010.75, 3_100_020.125)
KINDS = [
    SQUARE,
    shapely.MultiPolygon([SQUARE, shapely.box(20, 20, 30, 30)]),
    shapely.GeometryCollection(
        [shapely.box(1, 1, 2, 2), shapely.LineString([(0, 0), (1, 5)])]
    ),
    shapely.LineString([(0, 0), (5, 5), (9, 1)]),
    shapely.MultiLineString([[(0, 0), (5, 5)], [(7, 7), (8, 9)]]),
    shapely.Point(3, 4),
]


def array(*shapes):
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def rings_of(shape):
    if hasattr(shape, "geoms"):
        return [ring for part in shape.geoms for ring in rings_of(part)]
    if shape.geom_type == "Polygon":
        return [shape.exterior, *shape.interiors]
    return [shape]


def assert_same(shapes, row, expected):
    rings = shapes.corners_of(row)
    wanted = [shapely.get_coordinates(ring) for ring in rings_of(expected)]
    assert len(rings) == len(wanted)
    for ring, corners in zip(rings, wanted, strict=True):
        np.testing.assert_array_equal(ring, corners)


@pytest.mark.parametrize("big", [False, True], ids=["little-endian", "big-endian"])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("shape", KINDS, ids=lambda s: s.geom_type)
def test_every_kind_of_shape_is_read(shape, flavor, big):
    raised = shapely.force_3d(shape, 7)
    columns = [
        shapely.to_wkb(s, byte_order=0 if big else 1, flavor=flavor)
        for s in (shape, raised)
    ]

    shapes = shapes_from_wkb(pa.array(columns, pa.binary()))

    assert_same(shapes, 0, shape)
    assert_same(shapes, 1, shape)
    assert shapes.bounds == shape.bounds


@pytest.mark.parametrize(("kind", "size"), [(0, 0), (1, 32), (2, 48), (3, 48), (4, 64)])
def test_the_head_of_a_geopackage_is_passed_over(kind, size):
    head = b"GP\0" + bytes([1 | kind << 1]) + struct.pack("<i", 4528) + b"\0" * size

    shapes = shapes_from_wkb(pa.array([head + SQUARE.wkb], pa.large_binary()))

    assert_same(shapes, 0, SQUARE)


def test_a_number_of_the_system_in_the_bytes_is_passed_over():
    stated = shapely.to_wkb(shapely.set_srid(SQUARE, 4528), include_srid=True)

    assert_same(shapes_from_wkb(pa.array([stated], pa.binary())), 0, SQUARE)


def test_rows_without_shape_keep_their_place():
    shapes = shapes_of(array(None, SQUARE, shapely.Polygon(), FAR))

    assert shapes.count == 4
    assert np.isnan(shapes.boxes[0]).all()
    assert np.isnan(shapes.boxes[2]).all()
    assert_same(shapes, 1, SQUARE)
    assert shapes.rows_in((-1, -1, 5, 5)).tolist() == [1]


def test_large_coordinates_are_kept_exactly():
    shapes = shapes_of(array(FAR))

    assert_same(shapes, 0, FAR)
    assert shapes.bounds == FAR.bounds


def test_damaged_bytes_are_a_row_without_shape():
    whole = SQUARE.wkb
    cuts = [whole[:n] for n in range(len(whole))]
    wild = [whole[:5] + b"\xff\xff\xff\x7f" + whole[9:], b"\x01\x63\0\0\0" + whole[5:]]

    shapes = shapes_from_wkb(pa.array([*cuts, *wild, whole], pa.binary()))

    assert np.isnan(shapes.boxes[:-1]).all()
    assert_same(shapes, shapes.count - 1, SQUARE)


def test_a_corner_that_is_no_number_makes_a_row_without_shape():
    broken = SQUARE.wkb[:-8] + struct.pack("<d", np.nan)

    shapes = shapes_from_wkb(pa.array([broken, SQUARE.wkb], pa.binary()))

    assert np.isnan(shapes.boxes[0]).all()
    assert shapes.bounds == SQUARE.bounds


def test_chunks_and_slices_of_a_column_are_read_in_order():
    column = pa.array([SQUARE.wkb, FAR.wkb, None], pa.binary())
    chunked = pa.chunked_array([column[1:2], column[:1], column[2:]])

    shapes = shapes_from_wkb(chunked)

    assert_same(shapes, 0, FAR)
    assert_same(shapes, 1, SQUARE)
    assert shapes.count == 3


def test_no_rows_at_all_are_allowed():
    shapes = shapes_of(array())

    assert shapes.count == 0
    assert np.isnan(shapes.bounds).all()
    assert shapes.rows_in((0, 0, 1, 1)).tolist() == []
