# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Round scales, and what people type for one."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis_ui.canvas import scales


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("5000", 5000.0),
        ("1:5000", 5000.0),
        ("1 : 5 000", 5000.0),
        ("１：５０００", 5000.0),
        ("1：12，000", 12_000.0),
        ("2.5万", 25_000.0),
        ("1/500", 500.0),
    ],
)
def test_a_scale_is_taken_as_it_is_meant(text, scale):
    assert scales.read_scale(text) == scale


@pytest.mark.parametrize("text", ["", "abc", "0", "-5", "1:", "1:2:3"])
def test_what_is_no_scale_is_none(text):
    assert scales.read_scale(text) is None


def test_steps_run_through_the_round_scales():
    assert scales.stepped(10_000, 1) == pytest.approx(8000)
    assert scales.stepped(10_000, -1) == pytest.approx(12_000)
    assert scales.stepped(8000, 2) == pytest.approx(5000)
    assert scales.stepped(1000, 10) == pytest.approx(100)


def test_a_scale_that_is_not_round_goes_to_the_next_round_one():
    assert scales.stepped(11_000, 1) == pytest.approx(10_000)
    assert scales.stepped(11_000, -1) == pytest.approx(12_000)


@given(st.floats(60, 1e7))
def test_a_step_nearer_is_finer_and_round(scale):
    finer = scales.stepped(scale, 1)
    digits = finer / 10 ** math.floor(math.log10(finer) + 1e-9)

    assert finer < scale
    assert min(abs(digits - step) for step in scales.STEPS) < 1e-6


@given(st.floats(60, 1e7), st.integers(-3, 3).filter(bool))
def test_steps_there_and_back_end_where_a_round_scale_began(scale, steps):
    start = scales.nearest_round(scale)
    there = scales.stepped(start, steps)

    if scales.FINEST < there < scales.COARSEST:
        assert scales.stepped(there, -steps) == pytest.approx(start)


def test_groups_of_three_are_set_apart_by_thin_spaces():
    assert scales.grouped(12_000) == "12\u2009000"
