# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Common land measured without an overlay: by hand, in fractions, by GEOS."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landgis.geometry.common_land import common_m2
from tests.landgis.geometry.exact import (
    IN_TWO_PARTS,
    NEARLY_ON_ITS_SIDE,
    exact_common_m2,
    signed_area,
)

TURN = np.array([[0.96, 0.28], [-0.28, 0.96]])


def array(*shapes):
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def common(one, other):
    return common_m2(array(one), array(other))[0]


def test_hand_values():
    plate = shapely.box(0, 0, 10, 10)
    holed = plate.difference(shapely.box(2, 2, 5, 5))
    two = shapely.MultiPolygon([holed, shapely.box(20, 0, 30, 10)])
    tent = shapely.Polygon([(0, 0), (10, 0), (5, 10)])

    assert common(holed, shapely.box(1, 1, 3, 3)) == pytest.approx(4 - 1)
    assert common(two, two) == pytest.approx(100 - 9 + 100)
    assert common(two, shapely.box(4, 4, 25, 6)) == pytest.approx(12 - 1 + 10)
    assert common(tent, shapely.box(0, 0, 10, 5)) == pytest.approx(37.5)
    assert common(plate.reverse(), holed.reverse()) == pytest.approx(91)


def test_what_only_touches_or_lies_apart_shares_nothing():
    land = shapely.box(0.1, 0.3, 9.7, 9.9)
    turned = shapely.transform(land, lambda places: places @ TURN)
    corner = shapely.transform(
        shapely.box(9.7, 0.3, 20.1, 9.9), lambda places: places @ TURN
    )

    assert common(land, shapely.box(9.7, 0.3, 20, 9.9)) == 0
    assert common(land, shapely.box(9.7, 9.9, 20, 20)) == 0
    assert common(land, shapely.box(50, 0, 60, 9)) == 0
    assert common(turned, corner) == 0


def test_missing_and_empty_shapes_share_nothing():
    land, nothing = shapely.box(0, 0, 1, 1), shapely.Polygon()
    line = shapely.LineString([(0, 0), (1, 1)])

    found = common_m2(array(None, nothing, land, line), array(land, land, None, land))

    assert found.tolist() == [0, 0, 0, 0]
    assert common_m2(array(), array()).tolist() == []


def test_borders_that_all_but_coincide_do_no_harm():
    exact = exact_common_m2(IN_TWO_PARTS, NEARLY_ON_ITS_SIDE)

    assert common(IN_TWO_PARTS, NEARLY_ON_ITS_SIDE) == pytest.approx(exact, abs=1e-9)


def test_many_corners_are_swept_as_few_are_tried():
    angle = np.linspace(0, 2 * np.pi, 2_001)[:-1]
    star = 100 + 20 * np.cos(17 * angle)
    wheel = shapely.Polygon(np.column_stack([np.cos(angle), np.sin(angle)]) * 100)
    cog = shapely.Polygon(
        np.column_stack([star * np.cos(angle), star * np.sin(angle)]) + 30
    )

    assert common(wheel, cog) == pytest.approx(
        shapely.intersection(wheel, cog).area, rel=1e-12
    )


number = st.integers(-40, 40).map(lambda n: n * 1.01)
triangle = st.lists(st.tuples(number, number), min_size=3, max_size=3).filter(
    lambda corners: abs(signed_area(corners)) > 1
)


@given(triangle, triangle)
def test_triangles_share_what_exact_fractions_say(one, other):
    shapes = shapely.Polygon(one), shapely.Polygon(other)

    assert common(*shapes) == pytest.approx(exact_common_m2(*shapes), abs=1e-8)


@given(triangle, st.lists(triangle, min_size=1, max_size=5))
def test_parts_of_a_fan_add_up(one, others):
    land = array(*[shapely.Polygon(corners) for corners in others])
    shape = np.full(len(land), shapely.Polygon(one))

    there, back = common_m2(land, shape), common_m2(shape, land)

    assert there == pytest.approx(back, abs=1e-9)
    assert (there <= shapely.area(land) + 1e-9).all()
