# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ground under a picture, there and back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.render.viewport import Viewport

viewports = st.builds(
    Viewport,
    centre_x=st.floats(-1e7, 5e7),
    centre_y=st.floats(-1e7, 1e7),
    m_per_px=st.floats(0.001, 10_000),
    width_px=st.integers(1, 8000),
    height_px=st.integers(1, 5000),
)
pixels = st.floats(-10_000, 10_000)


def close(a, b, viewport):
    return math.isclose(a, b, abs_tol=1e-3 + 2e-7 / viewport.m_per_px)


@given(viewports, pixels, pixels)
def test_from_the_screen_to_the_ground_and_back_is_the_same_point(viewport, px, py):
    back = viewport.to_screen(*viewport.to_map(px, py))

    assert close(back[0], px, viewport)
    assert close(back[1], py, viewport)


@given(viewports, st.floats(0.1, 10), pixels, pixels)
def test_the_ground_under_the_mouse_stays_while_zooming(viewport, factor, px, py):
    place = viewport.to_map(px, py)

    zoomed = viewport.zoomed(factor, px, py)

    back = zoomed.to_screen(*place)
    assert close(back[0], px, zoomed)
    assert close(back[1], py, zoomed)


@given(viewports, pixels, pixels)
def test_panning_moves_what_is_seen_by_as_much(viewport, dx, dy):
    place = viewport.to_map(0, 0)

    moved = viewport.panned(dx, dy).to_screen(*place)

    assert close(moved[0], dx, viewport)
    assert close(moved[1], dy, viewport)


@given(viewports, st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(1, 1e6))
def test_all_of_a_rectangle_is_in_sight_after_fitting(viewport, x, y, side):
    fitted = viewport.fitted((x, y, x + side, y + side / 3))

    west, south, east, north = fitted.bounds
    slack = side * 1e-6
    assert west <= x + slack
    assert south <= y + slack
    assert east >= x + side - slack
    assert north >= y + side / 3 - slack


def test_north_is_up():
    viewport = Viewport(centre_x=0, centre_y=0, m_per_px=2, width_px=10, height_px=10)

    assert viewport.to_map(0, 0) == (-10, 10)
    assert viewport.bounds == (-10, -10, 10, 10)


def test_a_rectangle_without_size_keeps_the_scale():
    viewport = Viewport(centre_x=0, centre_y=0, m_per_px=2, width_px=10, height_px=10)

    fitted = viewport.fitted((5, 6, 5, 6))

    assert (fitted.centre_x, fitted.centre_y, fitted.m_per_px) == (5, 6, 2)


def test_a_rectangle_that_is_not_finite_changes_nothing():
    viewport = Viewport(centre_x=0, centre_y=0, m_per_px=2, width_px=10, height_px=10)

    assert viewport.fitted((math.nan, 0, 1, 1)) == viewport


@pytest.mark.parametrize("values", [(0, 10), (-1, 10), (math.nan, 10), (1, 0)])
def test_a_picture_without_pixels_or_scale_is_refused(values):
    m_per_px, width = values

    with pytest.raises(ValueError, match="pixel"):
        Viewport(centre_x=0, centre_y=0, m_per_px=m_per_px, width_px=width, height_px=1)
