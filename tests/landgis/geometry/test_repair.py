# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Repairing shapes: what changes, what does not, and that nothing is silent."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.geometry import repair, to_valid

BOW_TIE = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
SQUARE = shapely.box(0, 0, 10, 10)

coordinate = st.integers(0, 12)
corners = st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=9)


def array(*shapes):
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def test_both_halves_of_a_bow_tie_are_land():
    mended = repair(array(BOW_TIE))

    assert mended.changed.tolist() == [True]
    assert mended.before_m2[0] == 0  # the halves cancel out in the shoelace formula
    assert mended.after_m2[0] == pytest.approx(50)
    assert mended.reasons[0].startswith("Self-intersection[5 5]")


def test_valid_polygons_are_handed_on_as_they_are():
    shapes = array(SQUARE, BOW_TIE, None)

    mended = repair(shapes)

    assert mended.geometry[0] is SQUARE
    assert mended.geometry[2] is None
    assert mended.changed.tolist() == [False, True, False]


def test_the_given_shapes_stay_as_they_were():
    shapes = array(BOW_TIE)

    repair(shapes)

    assert shapes[0] is BOW_TIE


@pytest.mark.parametrize(
    ("wkt", "area_m2"),
    [
        # Two overlapping parts: 100 + 100 - 25, land once and no hole.
        (
            "MULTIPOLYGON (((0 0,10 0,10 10,0 10,0 0)),((5 5,15 5,15 15,5 15,5 5)))",
            175,
        ),
        # A part inside another one is no hole.
        ("MULTIPOLYGON (((0 0,10 0,10 10,0 10,0 0)),((2 2,4 2,4 4,2 4,2 2)))", 100),
        # A hole that leaves its shell takes away only what lies inside: 2 × 6.
        ("POLYGON ((0 0,10 0,10 10,0 10,0 0),(8 2,12 2,12 8,8 8,8 2))", 88),
        # A hole in a hole changes nothing: 81 - 49.
        (
            "POLYGON ((0 0,9 0,9 9,0 9,0 0),(1 1,8 1,8 8,1 8,1 1),(2 2,3 2,3 3,2 2))",
            32,
        ),
        # A spike out and back has no area.
        ("POLYGON ((0 0,10 0,10 10,5 10,5 20,5 10,0 10,0 0))", 100),
    ],
)
def test_land_counts_once_and_holes_do_not_count(wkt, area_m2):
    mended = repair(array(shapely.from_wkt(wkt)))

    assert mended.changed[0]
    assert mended.after_m2[0] == pytest.approx(area_m2)
    assert shapely.is_valid(mended.geometry[0])


def test_a_shape_without_area_becomes_an_empty_polygon_and_is_flagged():
    flat = shapely.Polygon([(0, 0), (10, 0), (5, 0)])

    mended = repair(array(flat, SQUARE))

    assert mended.collapsed.tolist() == [True, False]
    assert mended.geometry[0].is_empty
    assert mended.geometry[0].geom_type == "Polygon"


def test_corners_that_are_no_numbers_do_not_stop_the_others():
    broken = shapely.polygons([[0, 0], [np.inf, 0], [10, 10], [0, 0]])

    mended = repair(array(broken, BOW_TIE))

    assert mended.collapsed.tolist() == [True, False]
    assert np.isnan(mended.before_m2[0])
    assert mended.after_m2.tolist() == pytest.approx([0, 50])


def test_points_and_lines_are_no_land():
    mended = repair(
        array(shapely.Point(1, 1), shapely.LineString([(0, 0), (1, 1)]), SQUARE)
    )

    assert mended.not_polygon.tolist() == [True, True, False]
    assert mended.geometry[0] is None
    assert mended.geometry[1] is None
    assert mended.dropped_parts.tolist() == [1, 1, 0]


def test_a_collection_keeps_its_polygons_and_counts_the_rest():
    nested = shapely.GeometryCollection(
        [
            shapely.Point(3, 3),
            shapely.MultiPolygon([SQUARE, shapely.box(5, 5, 15, 15)]),
        ]
    )

    mended = repair(array(nested))

    assert mended.not_polygon[0]
    assert mended.dropped_parts[0] == 1
    assert shapely.is_valid(mended.geometry[0])
    assert mended.after_m2[0] == pytest.approx(175)


def test_nothing_at_all_is_repaired_to_nothing():
    assert len(repair(array()).geometry) == 0


@settings(deadline=None)
@given(corners)
def test_whatever_is_drawn_becomes_valid_land(points):
    mended = repair(array(shapely.Polygon(points)))

    land = mended.geometry[0]
    assert land.geom_type in {"Polygon", "MultiPolygon"}
    assert land.is_valid
    assert mended.after_m2[0] <= shapely.MultiPoint(points).convex_hull.area + 1e-9


@settings(deadline=None)
@given(corners)
def test_repairing_twice_changes_nothing_more(points):
    once = repair(array(shapely.Polygon(points))).geometry

    twice = repair(once)

    assert not twice.changed.any()
    assert twice.geometry[0] is once[0]


def test_land_fit_for_overlays_is_not_copied():
    shapes = array(SQUARE)

    assert to_valid(shapes) is shapes


def test_halves_that_touch_along_a_side_become_one_shape():
    # GEOS first gives two triangles with a side in common: not valid itself.
    ring = [(2, 0), (1, 1), (1, 0), (0, 0), (1, 1), (1, 0)]

    mended = repair(array(shapely.Polygon(ring)))

    assert mended.geometry[0].equals(shapely.Polygon([(0, 0), (2, 0), (1, 1)]))
