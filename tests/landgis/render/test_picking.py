# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows that are meant, against GEOS and by hand."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.render.picking import (
    centres_of,
    neighbour,
    row_at,
    rows_at,
    rows_in_box,
    rows_in_polygon,
    rows_in_stroke,
)
from landgis.render.raster import draw_index
from landgis.render.shapes import shapes_of
from landgis.render.viewport import Viewport

ORIGIN = np.array((40_540_000.0, 3_080_000.0))


def county(seed, count=120):
    """Return crooked cells, some with a hole, some of two parts."""
    rng = np.random.default_rng(seed)
    sites = shapely.MultiPoint(rng.uniform(0, 200, (count, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(sites))
    cells = shapely.intersection(cells, shapely.box(0, 0, 200, 200))
    third = len(cells) // 3
    inner = shapely.buffer(cells[:third], -3)
    cells[:third] = shapely.difference(cells[:third], inner)
    pair = shapely.union(cells[third], shapely.box(300, 0, 310, 9))
    cells[third] = pair
    return shapely.transform(cells, lambda xy: xy + ORIGIN)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 20), st.floats(-10, 210), st.floats(-10, 210))
def test_the_rows_at_a_place_are_those_that_contain_it(seed, x, y):
    cells = county(seed)
    place = shapely.Point(ORIGIN[0] + x, ORIGIN[1] + y)
    near = shapely.dwithin(shapely.boundary(cells), place, 1e-6)

    found = rows_at(shapes_of(cells), place.x, place.y)

    expected = np.flatnonzero(shapely.contains(cells, place) & ~near)
    assert set(expected) <= set(found) <= set(expected) | set(np.flatnonzero(near))


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 20),
    st.lists(
        st.tuples(st.floats(-20, 220), st.floats(-20, 220)), min_size=3, max_size=8
    ),
)
def test_a_lasso_takes_what_geos_says(seed, corners):
    cells = county(seed)
    shapes = shapes_of(cells)
    lasso = np.round(np.array(corners), 3) + ORIGIN
    area = shapely.make_valid(shapely.Polygon(lasso))

    touched = rows_in_polygon(shapes, lasso)
    whole = rows_in_polygon(shapes, lasso, inside="whole")
    centre = rows_in_polygon(shapes, lasso, inside="centre")

    assert set(np.flatnonzero(shapely.intersects(area, cells))) == set(touched)
    assert set(np.flatnonzero(shapely.covers(area, cells))) == set(whole)
    middles = shapely.centroid(cells)
    near = shapely.dwithin(shapely.boundary(area), middles, 1e-4)
    expected = shapely.contains(area, middles)
    is_found = np.isin(np.arange(len(cells)), centre)
    np.testing.assert_array_equal(is_found[~near], expected[~near])


def test_a_box_may_be_drawn_from_any_corner():
    cells = county(3)
    shapes = shapes_of(cells)
    (x, y) = ORIGIN

    one = rows_in_box(shapes, (x + 20, y + 30, x + 90, y + 110))
    other = rows_in_box(shapes, (x + 90, y + 110, x + 20, y + 30))

    frame = shapely.box(x + 20, y + 30, x + 90, y + 110)
    np.testing.assert_array_equal(one, np.flatnonzero(shapely.intersects(frame, cells)))
    np.testing.assert_array_equal(one, other)


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 20),
    st.lists(
        st.tuples(st.floats(-20, 220), st.floats(-20, 220)), min_size=1, max_size=5
    ),
    st.floats(0.01, 40),
)
def test_a_brush_takes_what_comes_as_near_as_its_radius(seed, path, radius):
    cells = county(seed)
    way = np.array(path) + ORIGIN
    line = shapely.LineString(way) if len(way) > 1 else shapely.Point(way[0])

    found = rows_in_stroke(shapes_of(cells), way, radius)

    away = shapely.distance(cells, line)
    assert set(np.flatnonzero(away < radius - 1e-6)) <= set(found)
    assert set(found) <= set(np.flatnonzero(away < radius + 1e-6))


def test_an_empty_stroke_and_a_lasso_of_two_points_take_nothing():
    shapes = shapes_of(county(1))

    assert rows_in_stroke(shapes, np.empty((0, 2)), 5).tolist() == []
    assert rows_in_polygon(shapes, np.array([(0, 0), (1, 1)])).tolist() == []


def test_centres_of_gravity_are_those_of_geos_whatever_way_a_hole_runs():
    outer, inner = (
        [(0, 0), (10, 0), (10, 10), (0, 10)],
        [(1, 1), (1, 4), (4, 4), (4, 1)],
    )
    one = shapely.Polygon(outer, [inner])
    other = shapely.Polygon(outer, [inner[::-1]])
    cells = np.concatenate((county(4), [one, other]))

    found = centres_of(shapes_of(cells), np.arange(len(cells)))

    expected = shapely.get_coordinates(shapely.centroid(cells))
    np.testing.assert_allclose(found, expected, atol=1e-5)


@settings(deadline=None, max_examples=40)
@given(st.floats(0, 99.9), st.floats(0, 99.9), st.sampled_from([0.3, 1.0, 7.0, 40.0]))
def test_the_row_under_the_mouse_is_exact_at_any_scale(px, py, m_per_px):
    cells = county(2)
    shapes = shapes_of(cells)
    viewport = Viewport(
        centre_x=ORIGIN[0] + 100,
        centre_y=ORIGIN[1] + 100,
        m_per_px=m_per_px,
        width_px=100,
        height_px=100,
    )
    place = shapely.Point(viewport.to_map(px, py))
    near = shapely.dwithin(shapely.boundary(cells), place, 1e-6)
    if near.any():
        return

    found = row_at(draw_index(shapes, viewport), shapes, px, py)

    expected = np.flatnonzero(shapely.contains(cells, place))
    assert found in expected or (not len(expected) and found == -1) or m_per_px > 1


def test_outside_of_the_picture_there_is_no_row():
    shapes = shapes_of(county(2))
    viewport = Viewport(
        centre_x=ORIGIN[0], centre_y=ORIGIN[1], m_per_px=1, width_px=9, height_px=9
    )

    image = draw_index(shapes, viewport)

    assert row_at(image, shapes, -3, 4) == -1
    assert row_at(image, shapes, 4, 900) == -1


@pytest.mark.parametrize(
    ("direction", "expected"), [("left", 3), ("right", 5), ("up", 7), ("down", 1)]
)
def test_arrow_keys_go_to_the_square_next_door(direction, expected):
    squares = np.array(
        [shapely.box(x, y, x + 9, y + 9) for y in (0, 10, 20) for x in (0, 10, 20)]
    )
    shapes = shapes_of(squares)

    assert neighbour(shapes, 4, direction) == expected


def test_a_far_parcel_is_reached_and_beyond_the_last_there_is_none():
    shapes = shapes_of(np.array([shapely.box(0, 0, 1, 1), shapely.box(90, 3, 95, 9)]))

    assert neighbour(shapes, 0, "right") == 1
    assert neighbour(shapes, 1, "left") == 0
    assert neighbour(shapes, 1, "right") == -1
    assert neighbour(shapes, 0, "up") == -1
