# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small pure parts: outlines, lengths, shares, numbers as typed, remembered columns."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landgis_ui.steps.data.datum_form import read_numbers
from landgis_ui.steps.data.drops import paths_of
from landgis_ui.steps.data.evidence import percent
from landgis_ui.steps.data.outlines import from_state, to_outlines, to_state
from landgis_ui.steps.data.preview_map import round_length
from landgis_ui.words import Words, placeholders, read_texts

SQUARE = shapely.box(120.0, 28.0, 120.01, 28.01)
HOLE = shapely.box(120.002, 28.002, 120.004, 28.004)


@given(st.floats(min_value=1e-3, max_value=1e7))
def test_a_round_length_is_at_most_the_length_and_more_than_a_third(metres):
    found = round_length(metres)

    assert found <= metres * (1 + 1e-9)
    assert found > metres / 3
    assert f"{found:e}"[0] in "125"


def test_outlines_hold_every_ring_and_skip_what_is_nothing():
    shapes = [shapely.to_wkb(SQUARE - HOLE), shapely.to_wkb(shapely.Polygon())]

    found = to_outlines(shapes)

    assert found.is_area
    assert found.starts.tolist() == [0, 5]
    assert len(found.points) == 10


@pytest.mark.parametrize(
    "shape",
    [shapely.Point(120, 28), shapely.LineString([(120, 28), (121, 29), (122, 29)])],
)
def test_points_and_lines_are_outlines_too(shape):
    found = to_outlines([shapely.to_wkb(shape)])

    assert not found.is_area
    assert found.starts.tolist() == [0]


def test_kept_outlines_come_back_to_a_metre():
    found = to_outlines([shapely.to_wkb(SQUARE)])

    again = from_state(to_state(found))

    assert again.starts.tolist() == found.starts.tolist()
    assert np.abs(again.points - found.points).max() < 1e-5


@pytest.mark.parametrize("state", [None, 1, {}, {"points": "?", "starts": "?"}])
def test_kept_outlines_that_are_damaged_are_none(state):
    assert from_state(state) is None


@pytest.mark.parametrize(
    ("share", "shown"),
    [(1.0, "100 %"), (0.9996, "99 %"), (0.5, "50 %"), (0.001, "1 %"), (0.0, "0 %")],
)
def test_only_all_is_a_hundred_per_cent_and_only_none_is_zero(share, shown):
    assert percent(Words(), share) == shown


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("1 2,3", (1.0, 2.0, 3.0)),
        ("１．５，－２；3。5", (1.5, -2.0, 3.5)),
        ("", ()),
        ("1 x", None),
        ("nan", None),
    ],
)
def test_numbers_are_read_as_they_are_meant(typed, numbers):
    assert read_numbers(typed) == numbers


def test_a_drag_without_files_carries_nothing():
    assert paths_of(None) == ()


def test_both_languages_say_the_same_with_the_same_values():
    chinese, english = read_texts("zh_CN"), read_texts("en")
    own = {key for key in chinese if key.startswith("data.")}

    assert own == {key for key in english if key.startswith("data.")}
    assert all(placeholders(chinese[key]) == placeholders(english[key]) for key in own)
