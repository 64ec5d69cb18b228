# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines that catch on corners and sides, and ways along boundaries."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.render.shapes import shapes_of
from landgis.zones.snapping import (
    SnapIndex,
    SnapKind,
    azimuth_of,
    distinct,
    orthogonal,
    placed,
)
from landgis.zones.tracing import Tracer

EAST, NORTH = 540_000.0, 3_078_000.0


def box(west, south, east, north):
    """Return a rectangle given in metres from a corner of the town."""
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def index_of(*shapes):
    return SnapIndex([shapes_of(np.array(shapes))])


def at(x, y):
    return (EAST + x, NORTH + y)


def shifted(places):
    return [(round(x - EAST, 6), round(y - NORTH, 6)) for x, y in places.tolist()]


def test_a_corner_is_caught_on_before_a_side_that_is_nearer():
    found = index_of(box(0, 0, 100, 50)).nearest(*at(97, 1), 5.0)

    assert found.kind is SnapKind.CORNER
    assert found.place == at(100, 0)


def test_away_from_corners_the_foot_on_the_side_is_caught_on():
    found = index_of(box(0, 0, 100, 50)).nearest(*at(40, -3), 5.0)

    assert found.kind is SnapKind.EDGE
    assert found.place == at(40, 0)


def test_out_of_reach_nothing_is_caught_on():
    assert index_of(box(0, 0, 100, 50)).nearest(*at(40, -6), 5.0) is None
    assert index_of().nearest(*at(0, 0), 5.0) is None


def test_the_side_that_closes_a_ring_counts():
    found = index_of(box(0, 0, 100, 50)).nearest(*at(-2, 25), 5.0)

    assert found.place == at(0, 25)


def test_holes_and_every_part_are_caught_on():
    holed = box(0, 0, 100, 100).difference(box(40, 40, 60, 60))
    both = shapely.union_all([holed, box(200, 0, 220, 20)])
    index = index_of(both)

    assert index.nearest(*at(41, 41), 3.0).place == at(40, 40)
    assert index.nearest(*at(201, 21), 3.0).place == at(200, 20)


def test_corners_of_the_line_being_drawn_are_caught_on_as_well():
    own = np.array([at(300, 300)])

    found = index_of(box(0, 0, 10, 10)).nearest(*at(302, 300), 5.0, also=own)

    assert found.place == at(300, 300)
    assert found.kind is SnapKind.CORNER


def test_a_row_without_shape_is_passed_over():
    found = index_of(None, box(0, 0, 10, 10)).nearest(*at(11, 11), 5.0)

    assert found.place == at(10, 10)


@settings(max_examples=60, deadline=None)
@given(
    x=st.floats(-30, 330), y=st.floats(-30, 230), reach=st.sampled_from((1.0, 8.0, 25))
)
def test_the_nearest_is_the_one_that_a_search_through_all_finds(x, y, reach):
    shapes = [
        box(100 * c, 100 * r, 100 * c + 80, 100 * r + 70)
        for c in range(3)
        for r in range(2)
    ]
    here = shapely.Point(at(x, y))
    corners = shapely.get_coordinates(shapes)
    to_corner = float(np.hypot(*(corners - at(x, y)).T).min())
    to_side = min(shape.exterior.distance(here) for shape in shapes)

    found = index_of(*shapes).nearest(*at(x, y), reach)

    if abs(to_corner - reach) < 1e-6 or abs(to_side - reach) < 1e-6:
        return
    if to_side > reach:
        assert found is None
        return
    away = math.dist(found.place, at(x, y))
    expected = to_corner if to_corner <= reach else to_side
    assert away == pytest.approx(expected, abs=1e-6)


def test_a_side_shared_by_two_parcels_is_there_once():
    sides = np.array([[0.0, 0, 5, 5], [5, 5, 0, 0], [0, 0, 0, 9], [0, 9, 0, 0]])

    assert len(distinct(sides)) == 2


@pytest.mark.parametrize(
    ("to", "expected"),
    [((50, 8), (50, 0)), ((7, -60), (0, -60)), ((-40, 3), (-40, 0))],
)
def test_without_a_side_the_directions_are_those_of_the_map(to, expected):
    assert orthogonal((0.0, 0.0), to) == pytest.approx(expected)


def test_a_line_is_kept_square_to_its_last_side():
    found = orthogonal((30.0, 40.0), (20.0, 60.0), before=(0.0, 0.0))

    # Square to (3, 4) is (-4, 3); (-10, 20) reaches 20 along it.
    assert found == pytest.approx((30 - 16, 40 + 12))


def test_azimuths_run_clockwise_from_north():
    assert azimuth_of((0, 0), (0, 10)) == pytest.approx(0)
    assert azimuth_of((0, 0), (10, 0)) == pytest.approx(90)
    assert azimuth_of((0, 0), (-10, 0)) == pytest.approx(270)
    assert placed((1.0, 2.0), length=10, azimuth=180) == pytest.approx((1.0, -8.0))


@given(length=st.floats(0.01, 9e4), azimuth=st.floats(0, 359.9))
def test_a_place_at_an_azimuth_has_that_azimuth_and_length(length, azimuth):
    end = placed((0.0, 0.0), length=length, azimuth=azimuth)

    assert math.hypot(*end) == pytest.approx(length)
    turned = abs(azimuth_of((0.0, 0.0), end) - azimuth) % 360
    assert min(turned, 360 - turned) < 1e-6


def test_a_way_follows_the_boundary_the_shorter_way_round():
    tracer = Tracer(index_of(box(0, 0, 100, 50)))

    assert shifted(tracer.trace(at(0, 0), at(100, 30))) == [(0, 0), (100, 0), (100, 30)]
    assert shifted(tracer.trace(at(0, 0), at(30, 50))) == [(0, 0), (0, 50), (30, 50)]


def test_a_way_turns_where_a_corner_lies_on_the_side_of_a_neighbour():
    # The upper parcels touch the lower one's side away from its corners.
    tracer = Tracer(
        index_of(box(0, 0, 100, 50), box(0, 50, 40, 90), box(40, 50, 100, 90))
    )

    way = tracer.trace(at(40, 90), at(60, 50))

    assert shifted(way) == [(40, 90), (40, 50), (60, 50)]


def test_both_ends_may_lie_on_one_side():
    tracer = Tracer(index_of(box(0, 0, 100, 50)))

    assert shifted(tracer.trace(at(20, 0), at(70, 0))) == [(20, 0), (70, 0)]


def test_there_is_no_way_across_a_street_or_to_open_ground():
    tracer = Tracer(index_of(box(0, 0, 100, 50), box(120, 0, 200, 50)))

    assert tracer.trace(at(0, 0), at(120, 50)) is None
    assert tracer.trace(at(0, 0), at(110, 20)) is None
    assert Tracer(index_of()).trace(at(0, 0), at(1, 1)) is None


@settings(max_examples=40, deadline=None)
@given(
    start=st.tuples(st.integers(0, 4), st.integers(0, 4)),
    end=st.tuples(st.integers(0, 4), st.integers(0, 4)),
)
def test_on_a_grid_a_way_is_as_long_as_the_blocks_between(start, end):
    grid = [
        box(50 * c, 50 * r, 50 * c + 50, 50 * r + 50)
        for c in range(4)
        for r in range(4)
    ]
    a, b = (at(50 * x, 50 * y) for x, y in (start, end))

    way = Tracer(index_of(*grid)).trace(a, b)

    blocks = abs(start[0] - end[0]) + abs(start[1] - end[1])
    assert np.hypot(*np.diff(way, axis=0).T).sum() == pytest.approx(50 * blocks)
