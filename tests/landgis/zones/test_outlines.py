# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outlines for the eye, and outlines changed by hand."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.zones.outlines import label_place, outline_of
from landgis.zones.reshaping import (
    Corner,
    corners_of,
    is_drawable,
    reshape_by_line,
    split_by_line,
    with_added,
    with_moved,
    without,
)

SQUARE = shapely.box(0, 0, 100, 100)


def line(*places):
    return np.array(places, dtype=np.float64)


def test_a_street_under_thirty_metres_is_closed_and_a_wider_one_is_not():
    narrow = outline_of([shapely.box(0, 0, 100, 100), shapely.box(120, 0, 220, 100)])
    wide = outline_of([shapely.box(0, 0, 100, 100), shapely.box(140, 0, 240, 100)])

    assert narrow.area == pytest.approx(220 * 100)
    assert len(shapely.get_parts(wide)) == 2


def test_a_small_parcel_left_out_inside_leaves_no_bite():
    around = shapely.box(0, 0, 200, 200).difference(shapely.box(90, 90, 110, 110))
    large = shapely.box(0, 0, 200, 200).difference(shapely.box(60, 60, 140, 140))

    assert outline_of([around]).area == pytest.approx(200 * 200)
    assert outline_of([large]).area == pytest.approx(200 * 200 - 80 * 80)


def test_nothing_and_empty_ground_have_an_empty_outline():
    assert outline_of([]).is_empty
    assert outline_of([None, shapely.Polygon()]).is_empty
    assert label_place(shapely.Polygon()) is None


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 300),
            st.integers(0, 300),
            st.integers(5, 90),
            st.integers(5, 90),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_all_ground_stays_inside_and_nothing_far_away_is_taken(places):
    grounds = [shapely.box(x, y, x + w, y + h) for x, y, w, h in places]

    outline = outline_of(grounds)

    whole = shapely.union_all(grounds)
    assert outline.is_valid
    assert whole.difference(outline.buffer(1.0)).area == pytest.approx(0, abs=1e-6)
    assert whole.buffer(32).covers(outline)


def test_the_name_stands_deep_inside_the_largest_part():
    parts = shapely.union_all([shapely.box(0, 0, 10, 10), shapely.box(50, 0, 150, 60)])

    x, y = label_place(parts)

    assert shapely.box(50, 0, 150, 60).exterior.distance(shapely.Point(x, y)) > 28


def test_corners_of_holes_and_parts_are_told_apart():
    holed = SQUARE.difference(shapely.box(40, 40, 60, 60))
    table = corners_of(shapely.MultiPolygon([holed, shapely.box(200, 0, 210, 10)]))

    assert len(table.places) == 12
    hole = int(np.flatnonzero((table.places == (40, 40)).all(axis=1))[0])
    assert (table.corner(hole).part, table.corner(hole).ring) == (0, 1)
    assert table.row_of(table.corner(hole)) == hole
    assert table.row_of(Corner(part=9, ring=0, number=0)) == -1


def test_a_corner_is_moved_added_and_taken_away():
    table = corners_of(SQUARE)
    row = int(np.flatnonzero((table.places == (100, 100)).all(axis=1))[0])
    corner = table.corner(row)

    assert with_moved(SQUARE, corner, (150, 100)).area == pytest.approx(12_500)
    assert without(SQUARE, corner).area == pytest.approx(5_000)
    before = table.places[row - 1]
    middle = (table.places[row] + before) / 2
    assert with_added(SQUARE, corner, tuple(middle)).area == pytest.approx(10_000)


def test_a_triangle_keeps_its_corners_and_a_hole_of_three_goes_whole():
    triangle = shapely.Polygon([(0, 0), (90, 0), (0, 90)])
    small = shapely.Polygon([(10, 10), (30, 10), (10, 30)])
    holed = triangle.difference(small)
    table = corners_of(holed)
    in_hole = int(np.flatnonzero(table.numbers[:, 1] == 1)[0])

    assert without(triangle, Corner(part=0, ring=0, number=0)) is None
    assert without(holed, table.corner(in_hole)).area == pytest.approx(4_050)


def test_an_outline_that_crosses_itself_cannot_be_drawn():
    bow = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])

    assert not is_drawable(bow)
    assert is_drawable(SQUARE)


def test_a_line_across_splits_and_one_that_ends_inside_does_not():
    parts = split_by_line(SQUARE, line((30, -10), (30, 110)))

    assert [part.area for part in parts] == pytest.approx([7_000, 3_000])
    assert len(split_by_line(SQUARE, line((30, -10), (30, 60)))) == 1


def test_a_line_through_a_hole_splits_only_where_it_goes_all_the_way():
    holed = SQUARE.difference(shapely.box(40, 40, 60, 60))

    assert len(split_by_line(holed, line((50, -10), (50, 50)))) == 1
    assert len(split_by_line(holed, line((50, -10), (50, 110)))) == 2


def test_a_line_outside_adds_and_a_line_inside_takes_off_the_smaller_side():
    bulge = reshape_by_line(SQUARE, line((90, 20), (120, 20), (120, 60), (90, 60)))
    notch = reshape_by_line(SQUARE, line((110, 20), (80, 20), (80, 60), (110, 60)))

    assert bulge.area == pytest.approx(10_000 + 20 * 40)
    assert notch.area == pytest.approx(10_000 - 20 * 40)


def test_a_line_that_does_both_does_both():
    wave = line((-10, 50), (20, 50), (20, 120), (40, 120), (40, 90))

    changed = reshape_by_line(SQUARE, wave)

    # The corner of 20 x 50 goes; outside, 20 x 20 comes above the upper side.
    assert changed.area == pytest.approx(10_000 - 20 * 50 + 20 * 20)


def test_a_line_that_meets_the_outline_once_or_never_changes_nothing():
    assert reshape_by_line(SQUARE, line((50, 50), (150, 50))) is None
    assert reshape_by_line(SQUARE, line((150, 50), (190, 50))) is None


@settings(max_examples=40, deadline=None)
@given(st.floats(-20, 120), st.floats(-20, 120))
def test_the_parts_of_a_split_make_up_the_whole(low, high):
    parts = split_by_line(SQUARE, line((low, -30), (high, 130)))

    assert sum(part.area for part in parts) == pytest.approx(10_000)
