# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Panning, zooming at the cursor, snapping to round scales."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.render.scale import m_per_px_at
from landgis.render.viewport import Viewport
from landgis_ui.canvas.navigator import Navigator, between
from landgis_ui.canvas.view_state import Bookmark, bookmark_of, state_of, viewport_from

START = Viewport(
    centre_x=540_000.0,
    centre_y=3_078_000.0,
    m_per_px=m_per_px_at(10_000),
    width_px=800,
    height_px=600,
)
places = st.floats(-1e5, 1e5)
sizes = st.floats(0.05, 500)


@pytest.fixture
def navigator(qapp):
    made = Navigator()
    made.motion_ms = 0
    made.jump(START)
    return made


def test_a_notch_of_the_wheel_snaps_and_keeps_the_ground_under_the_cursor(navigator):
    before = navigator.viewport.to_map(200, 150)

    navigator.turn_wheel(120, 200, 150)

    assert navigator.scale == pytest.approx(6000)
    assert navigator.viewport.to_map(200, 150) == pytest.approx(before)


def test_notches_there_and_back_change_nothing(navigator):
    navigator.turn_wheel(240, 700, 20)
    navigator.turn_wheel(-240, 700, 20)

    assert navigator.viewport.m_per_px == pytest.approx(START.m_per_px)
    assert navigator.viewport.centre_x == pytest.approx(START.centre_x)


def test_a_touchpad_zooms_by_any_factor_and_comes_to_rest_on_a_round_scale(
    qtbot, navigator
):
    navigator.turn_wheel(17, 400, 300)
    assert 8000 < navigator.scale < 10_000

    qtbot.waitUntil(lambda: round(navigator.scale) in {8000, 10_000})
    navigator.stop()


def test_a_motion_ends_where_it_was_to_go_and_says_the_scale_at_once(qtbot, navigator):
    navigator.motion_ms = 60
    with qtbot.waitSignal(navigator.scale_changed) as told:
        navigator.set_scale(5000)

    assert told.args == [pytest.approx(5000)]
    assert navigator.viewport.m_per_px > navigator.target.m_per_px
    qtbot.waitUntil(lambda: navigator.viewport == navigator.target)
    assert navigator.scale == pytest.approx(5000)


def test_stopping_a_motion_leaves_it_at_its_end(navigator):
    navigator.motion_ms = 1000
    navigator.set_scale(2000)
    navigator.stop()

    assert navigator.viewport.m_per_px == pytest.approx(m_per_px_at(2000))


def test_the_scale_has_ends(navigator):
    navigator.set_scale(1e12)
    assert navigator.scale == pytest.approx(20_000_000)
    navigator.set_scale(0.001)
    assert navigator.scale == pytest.approx(50)


def test_resizing_keeps_middle_and_scale(navigator):
    navigator.resize(1234, 321)

    assert navigator.viewport.centre_x == START.centre_x
    assert navigator.viewport.m_per_px == START.m_per_px
    assert (navigator.viewport.width_px, navigator.viewport.height_px) == (1234, 321)


@given(places, places, sizes, st.floats(0, 1))
def test_on_the_way_some_point_of_the_ground_stands_still(x, y, m_per_px, share):
    start = START.centred(0, 0).at_scale(1.0)
    end = start.centred(x, y).at_scale(m_per_px)
    if abs(m_per_px - 1) < 0.01:
        return
    still_x, still_y = x / (1 - m_per_px), y / (1 - m_per_px)

    on_the_way = between(start, end, share)

    px = start.to_screen(still_x, still_y)
    assert on_the_way.to_screen(still_x, still_y) == pytest.approx(
        px, rel=1e-6, abs=1e-3
    )


@given(places, places, sizes)
def test_where_the_map_was_looking_is_found_again(x, y, m_per_px):
    view = START.centred(x, y).at_scale(m_per_px)

    found = viewport_from(state_of(view), START.resized(300, 200))

    assert (found.centre_x, found.centre_y, found.m_per_px) == (x, y, m_per_px)
    assert (found.width_px, found.height_px) == (300, 200)


@pytest.mark.parametrize(
    "state",
    [
        None,
        [],
        {},
        {"centre": [1], "m_per_px": 1},
        {"centre": [1, None], "m_per_px": 1},
        {"centre": [1, float("nan")], "m_per_px": 1},
        {"centre": [1, 2], "m_per_px": 0},
        {"centre": [1, 2], "m_per_px": "x"},
    ],
)
def test_a_state_that_says_nothing_is_none(state):
    assert viewport_from(state, START) is None


def test_a_bookmark_survives_its_document():
    mark = Bookmark(name="下沙", bounds=(1.0, 2.0, 3.0, 4.5))

    assert bookmark_of(mark.to_json()) == mark
    assert bookmark_of({"name": "坏", "bounds": [1, 2]}) is None
