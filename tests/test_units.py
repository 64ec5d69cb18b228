# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Areas in 亩 and rounding as official tables do."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.units import MU_PER_M2, AreaUnit, round_half_up, round_to_total


def test_ten_thousand_square_metres_are_fifteen_mu_exactly():
    assert 10_000 * MU_PER_M2 == 15.0
    assert AreaUnit.MU.from_m2(10_000) == 15.0
    assert AreaUnit.MU.to_m2(15.0) == 10_000.0
    assert AreaUnit.HECTARE.to_m2(1.0) == AreaUnit.MU.to_m2(15.0)
    assert AreaUnit.SQUARE_KILOMETRE.to_m2(1.0) == AreaUnit.MU.to_m2(1500.0)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (2.675, 2, "2.68"),  # Python's round gives 2.67
        (0.125, 2, "0.13"),
        (-0.125, 2, "-0.13"),
        (7.996, 2, "8.00"),
        (1.00005, 4, "1.0001"),
        (5, 0, "5"),
    ],
)
def test_half_is_rounded_away_from_zero(value, places, rounded):
    assert round_half_up(value, places=places) == Decimal(rounded)


def test_the_residue_goes_to_the_largest_part():
    parts = round_to_total([1.114, 2.224, 3.334], 6.672, places=2)

    assert parts == [Decimal("1.11"), Decimal("2.22"), Decimal("3.34")]


def test_parts_that_do_not_make_up_the_total_are_refused():
    with pytest.raises(ValueError, match="do not make up"):
        round_to_total([1.0, 2.0], 4.0, places=2)


def test_no_parts_make_up_nothing():
    assert round_to_total([], 0.0, places=2) == []


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50), st.integers(0, 4))
def test_rounded_parts_add_up_to_the_rounded_total(parts, places):
    total = sum(parts)

    rounded = round_to_total(parts, total, places=places)

    assert sum(rounded) == round_half_up(total, places=places)
    off = [abs(float(r) - p) for r, p in zip(rounded, parts, strict=True)]
    assert sorted(off)[:-1] == [d for d in sorted(off)[:-1] if d <= 0.51 * 10**-places]
