# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Land under several shapes: found in pairs, counted once, given to its zone."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.geometry import largest_share, overlap_pairs, shares, union_area_m2

corner = st.integers(0, 30)
size = st.integers(1, 15)
boxes = st.lists(
    st.builds(
        lambda x, y, w, h: shapely.box(x, y, x + w, y + h), corner, corner, size, size
    ),
    max_size=12,
)


def array(*shapes):
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def rows(pairs):
    return list(zip(pairs["i"], pairs["j"], strict=True))


def test_touching_neighbours_do_not_overlap():
    pairs = overlap_pairs(
        array(
            shapely.box(0, 0, 10, 10),
            shapely.box(10, 0, 20, 10),
            shapely.box(10, 10, 20, 20),
        )
    )

    assert pairs.empty


def test_an_overlap_is_told_once_with_its_area_and_width():
    pairs = overlap_pairs(
        array(None, shapely.box(8, 0, 18, 100), shapely.box(0, 0, 10, 100))
    )

    assert rows(pairs) == [(1, 2)]
    assert pairs["area_m2"].tolist() == pytest.approx([200])
    # Twice 200 m² over the perimeter of 2 × 100 m, 204 m: a little under 2 m.
    assert pairs["width_m"].tolist() == pytest.approx([400 / 204])


def test_overlaps_up_to_the_limit_are_left_out():
    shapes = array(
        shapely.box(0, 0, 10, 10),
        shapely.box(9, 0, 20, 10),  # 10 m²
        shapely.box(0, 9.5, 10, 20),  # 5 m² with the first, 0.5 with the second
    )

    assert rows(overlap_pairs(shapes, above_m2=10)) == []
    assert rows(overlap_pairs(shapes, above_m2=4)) == [(0, 1), (0, 2)]
    assert rows(overlap_pairs(shapes)) == [(0, 1), (0, 2), (1, 2)]


def test_a_shape_inside_another_one_overlaps_it():
    pairs = overlap_pairs(array(shapely.box(0, 0, 9, 9), shapely.box(2, 2, 4, 4)))

    assert pairs["area_m2"].tolist() == [4]


def test_a_shape_in_the_hole_of_another_one_does_not_overlap_it():
    ring = shapely.box(0, 0, 9, 9) - shapely.box(2, 2, 4, 4)

    assert overlap_pairs(array(ring, shapely.box(2, 2, 4, 4))).empty


@given(boxes)
def test_pairs_are_those_that_a_look_at_every_pair_finds(shapes):
    found = overlap_pairs(array(*shapes))

    expected = [
        (i, j)
        for i in range(len(shapes))
        for j in range(i + 1, len(shapes))
        if shapes[i].intersection(shapes[j]).area > 0
    ]
    assert rows(found) == expected


def test_land_under_two_shapes_counts_once():
    total = union_area_m2(
        array(
            shapely.box(0, 0, 10, 10),
            shapely.box(5, 0, 15, 10),
            shapely.box(15, 0, 20, 10),
            None,
            shapely.Polygon(),
        )
    )

    assert total == pytest.approx(200)


def test_nothing_has_no_area():
    assert union_area_m2(array()) == 0
    assert union_area_m2(array(None)) == 0


@settings(deadline=None)
@given(boxes)
def test_a_union_is_never_more_than_the_sum_and_never_less_than_the_largest(shapes):
    area_m2 = shapely.area(array(*shapes))

    total = union_area_m2(array(*shapes))

    assert total <= area_m2.sum() + 1e-9
    assert total >= area_m2.max(initial=0) - 1e-9
    assert total == pytest.approx(shapely.union_all(array(*shapes)).area)


def test_a_parcel_belongs_to_the_town_that_holds_most_of_it():
    towns = array(shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100))
    parcels = array(
        shapely.box(10, 10, 20, 20),
        shapely.box(70, 0, 110, 10),
        shapely.box(95, 0, 120, 10),
        shapely.box(300, 0, 310, 10),
        None,
    )

    assert largest_share(parcels, towns).tolist() == [0, 0, 1, -1, -1]


def test_a_parcel_that_only_touches_a_town_is_outside_it():
    towns = array(shapely.box(0, 0, 10, 10))

    assert largest_share(array(shapely.box(10, 0, 20, 10)), towns).tolist() == [-1]


def test_of_equal_shares_the_first_town_has_the_parcel():
    towns = array(shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10))

    assert largest_share(array(shapely.box(5, 0, 15, 10)), towns).tolist() == [0]


def test_towns_are_counted_in_the_given_array_even_if_some_have_no_shape():
    towns = array(None, shapely.box(0, 0, 10, 10))

    assert largest_share(array(shapely.box(1, 1, 2, 2)), towns).tolist() == [1]


def test_without_towns_every_parcel_is_outside():
    assert largest_share(array(shapely.box(1, 1, 2, 2)), array()).tolist() == [-1]


def test_shares_say_how_much_lies_in_each_zone():
    zones = array(shapely.box(0, 0, 10, 10), shapely.box(10, 0, 30, 10))

    found = shares(array(shapely.box(8, 0, 13, 10), shapely.box(1, 1, 2, 2)), zones)

    assert found["part"].tolist() == [0, 0, 1]
    assert found["zone"].tolist() == [0, 1, 0]
    assert found["area_m2"].tolist() == pytest.approx([20, 30, 1])


@settings(deadline=None)
@given(boxes, boxes)
def test_shares_are_the_common_areas(parts, zones):
    found = shares(array(*parts), array(*zones))

    expected = {
        (i, j): part.intersection(zone).area
        for i, part in enumerate(parts)
        for j, zone in enumerate(zones)
        if part.intersection(zone).area > 0
    }
    keys = zip(found["part"], found["zone"], strict=True)
    assert dict(zip(keys, found["area_m2"], strict=True)) == pytest.approx(expected)
