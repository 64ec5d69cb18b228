# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Round lengths, scales, and where north is."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.render.scale import (
    denominator,
    m_per_px_at,
    north_angle,
    round_denominator,
    scale_bar,
)
from landgis.render.viewport import Viewport


@given(st.floats(1e-4, 1e5), st.floats(20, 500))
def test_a_bar_is_round_and_at_least_two_fifths_of_what_there_is(m_per_px, longest):
    bar = scale_bar(m_per_px, longest_px=longest)

    leading = bar.metres / 10 ** math.floor(math.log10(bar.metres) + 1e-9)
    assert round(leading, 6) in (1, 2, 5)
    assert longest * 0.399 <= bar.length_px <= longest * (1 + 1e-6)
    assert bar.length_px * m_per_px == pytest.approx(bar.metres)


@pytest.mark.parametrize(
    ("m_per_px", "metres"),
    [(1.0, 100), (1.9, 100), (2.0, 200), (0.01, 1), (33.4, 2000)],
)
def test_bars_worked_out_by_hand(m_per_px, metres):
    assert scale_bar(m_per_px, longest_px=100).metres == metres


def test_a_metre_a_pixel_is_one_to_3780_on_an_ordinary_screen():
    assert denominator(1.0) == pytest.approx(3779.5, abs=0.1)
    assert m_per_px_at(5000) == pytest.approx(1.3229, abs=1e-4)
    assert denominator(m_per_px_at(12_345, dpi=192), dpi=192) == pytest.approx(12_345)


@pytest.mark.parametrize(
    ("found", "nearest"), [(4800, 5000), (1, 100), (9e9, 5_000_000), (22_000, 20_000)]
)
def test_scales_are_rounded_to_those_of_maps(found, nearest):
    assert round_denominator(found) == nearest


def at(x, y):
    return Viewport(centre_x=x, centre_y=y, m_per_px=1, width_px=9, height_px=9)


def test_on_the_central_meridian_north_is_up():
    assert north_angle(at(500_000, 3_100_000), "EPSG:4549") == pytest.approx(
        0, abs=1e-6
    )


def test_off_the_meridian_north_leans_by_the_convergence():
    # Zone of 120° E: one degree east at 28° N leans by 1° × sin 28° = 0.4695°;
    # there the meridian runs towards the middle, so north is left of up.
    x = 500_000 + 98_365.0

    angle = north_angle(at(x, 3_099_600), "EPSG:4549")

    assert angle == pytest.approx(-math.sin(math.radians(28.0)), abs=0.005)


def test_in_degrees_north_is_up_and_beyond_the_earth_unknown():
    assert north_angle(at(120, 28), "EPSG:4490") == pytest.approx(0)
    assert math.isnan(north_angle(at(9e6, 9e11), "EPSG:4549"))
