# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers as people type them, and axes that people can read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.rules.library import profiles, read_profile
from landgis.scenario.profiles import thresholds_of
from landgis_ui.whatif.axis import Axis
from landgis_ui.whatif.numbers import (
    axis_end,
    grid_of,
    parse_value,
    step_of,
    ticks_of,
    tried_numbers,
)
from landgis_ui.widgets.figures import write_number, write_signed, write_value


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12", 12.0),
        (" 8.5 ", 8.5),
        ("１２。５", 12.5),
        ("8。5", 8.5),
        ("1,200", 1200.0),
        ("１，２００", 1200.0),
        ("", None),
        ("八", None),
        ("-3", None),
        ("nan", None),
    ],
)
def test_a_number_is_read_as_it_is_meant(typed, meant):
    assert parse_value(typed) == meant


def test_an_axis_to_thirty_is_walked_in_tenths():
    assert step_of(30.0) == pytest.approx(0.1)
    assert axis_end(8.0) == 30.0
    assert axis_end(2.0) == 6.0


@given(st.floats(min_value=1e-4, max_value=1e7))
def test_an_axis_has_room_beyond_its_value_and_few_ticks(value):
    end = axis_end(value)

    assert value * 2.9 < end < value * 5
    ticks = ticks_of(end)
    assert 3 <= len(ticks) <= 8
    assert ticks[0] == 0


@given(st.floats(min_value=0, max_value=60))
def test_a_place_on_the_axis_and_its_value_belong_together(value):
    axis = Axis(left=40, right=340, maximum=60)

    assert axis.value_at(axis.x_of(value)) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("profile", [profile.id for profile in profiles()])
def test_lines_come_first_and_every_number_of_the_profile_is_there(profile):
    found = tried_numbers(read_profile(profile))

    assert {one.id for one in found} == set(thresholds_of(read_profile(profile)))
    lines = [one.line for one in found if one.line is not None]
    assert [one.line for one in found[: len(lines)]] == lines == sorted(lines)
    assert all(one.effect_words for one in found)


def test_a_sweep_asks_for_the_present_value_first_and_for_none_twice():
    number = next(
        one
        for one in tried_numbers(read_profile("ouhai_2021"))
        if one.id == "idle_years_2"
    )

    first, rest = grid_of(number)

    assert number.value in first
    assert 0.0 in first
    assert number.axis_max in first
    assert len({*first, *rest}) == len(first) + len(rest) >= 25
    assert write_value(2.0) == "2"


def test_a_number_below_nothing_has_a_true_minus_sign():
    assert write_number(-1234.56) == "−1,234.6"
    assert write_signed(-1234.56) == "−1,234.6"
    assert write_number(-0.01) == "0.0"
    assert write_number(None) == write_number(float("nan")) == "—"
