# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outlines with fewer corners that look the same."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.render.lines import outlines
from landgis.render.shapes import shapes_of
from landgis.render.viewport import Viewport


def port(m_per_px=1.0):
    return Viewport(
        centre_x=0, centre_y=0, m_per_px=m_per_px, width_px=200, height_px=100
    )


def crooked(seed, corners=400):
    rng = np.random.default_rng(seed)
    turns = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radius = 150 + np.cumsum(rng.normal(0, 1, corners))
    edge = np.stack((radius * np.cos(turns), radius * np.sin(turns)), axis=1)
    return shapely.Polygon(edge)


def on_screen(shape, viewport):
    return shapely.transform(
        shape, lambda xy: np.stack(viewport.to_screen(xy[:, 0], xy[:, 1]), axis=1)
    )


def pieces(found):
    return [
        shapely.LineString(found.points[a:b])
        for a, b in zip(found.starts[:-1], found.starts[1:], strict=True)
    ]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 500), st.floats(0.2, 30))
def test_what_is_seen_is_off_by_less_than_the_tolerance(seed, m_per_px):
    viewport = port(m_per_px)
    shape = crooked(seed)

    found = outlines(shapes_of(np.array([shape])), viewport, tolerance_px=0.4)

    frame = shapely.box(0, 0, 200, 100)
    true = shapely.intersection(on_screen(shape.exterior, viewport), frame)
    whole = shapely.MultiLineString(pieces(found))
    drawn = shapely.intersection(whole, frame)
    assert shapely.is_empty(true - whole.buffer(0.41))
    assert shapely.is_empty(drawn - on_screen(shape.exterior, viewport).buffer(0.41))


def test_a_far_outline_has_few_corners_and_stays_closed():
    found = outlines(shapes_of(np.array([crooked(1, 5000)])), port(20.0))

    assert len(found.points) < 100
    np.testing.assert_array_equal(found.points[0], found.points[-1])


def test_what_is_not_in_sight_is_left_out():
    shapes = shapes_of(
        np.array([shapely.box(900, 900, 990, 990), shapely.box(0, 0, 9, 9)])
    )

    found = outlines(shapes, port())

    assert found.rows.tolist() == [1]


def test_only_the_rows_asked_for_are_drawn():
    shapes = shapes_of(np.array([shapely.box(k, 0, k + 9, 9) for k in (0, 20, 40)]))

    found = outlines(shapes, port(), rows=np.array([0, 2]))

    assert found.rows.tolist() == [0, 2]


def test_lines_stay_open():
    shapes = shapes_of(np.array([shapely.LineString([(0, 0), (10, 0), (10, 10)])]))

    found = outlines(shapes, port())

    assert found.points.tolist() == [[100, 50], [110, 50], [110, 40]]
    assert found.starts.tolist() == [0, 3]


@pytest.mark.parametrize("shape", [None, shapely.Polygon()])
def test_nothing_gives_nothing(shape):
    found = outlines(shapes_of(np.array([shape], dtype=object)), port())

    assert len(found.points) == 0
    assert found.starts.tolist() == [0]
