# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same shape is recognised however it is drawn."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landgis.geometry import identical_rows, shape_groups

CORNERS = [(0, 0), (10, 0), (12, 7), (3, 9)]


def array(*shapes):
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


@given(st.integers(0, 3), st.booleans())
def test_start_and_direction_do_not_matter(start, turned):
    corners = CORNERS[start:] + CORNERS[:start]
    if turned:
        corners = corners[::-1]

    shapes = array(shapely.Polygon(CORNERS), shapely.Polygon(corners))

    assert identical_rows(shapes).tolist() == [0, 1]


def test_the_order_of_parts_and_heights_do_not_matter():
    first, second = shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)
    raised = shapely.force_3d(shapely.MultiPolygon([second, first]), 7)

    groups = shape_groups(array(shapely.MultiPolygon([first, second]), first, raised))

    assert groups[0] == groups[2]
    assert groups[0] != groups[1]


def test_a_shape_moved_by_a_millimetre_is_another_one():
    moved = shapely.transform(shapely.Polygon(CORNERS), lambda xy: xy + 0.001)

    assert identical_rows(array(shapely.Polygon(CORNERS), moved)).tolist() == []


def test_shapes_of_one_box_are_told_apart():
    shapes = array(
        shapely.Polygon([(0, 0), (9, 0), (9, 9)]),
        shapely.Polygon([(0, 0), (9, 9), (0, 9)]),
        shapely.box(0, 0, 9, 9),
    )

    assert identical_rows(shapes).tolist() == []


def test_missing_and_empty_shapes_are_not_identical():
    shapes = array(None, None, shapely.Polygon(), shapely.Polygon())

    assert identical_rows(shapes).tolist() == []
    assert shape_groups(shapes).tolist() == [-1, -1, -1, -1]
