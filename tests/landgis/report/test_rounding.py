# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns are rounded as official tables are, and their totals agree."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.report.rounding import round_column, round_column_to_total
from landgis.units import round_half_up, round_to_total

FIGURES = st.lists(
    st.one_of(
        st.floats(-1e7, 1e7, allow_nan=False),
        st.integers(-(10**7), 10**7).map(lambda thousandths: thousandths / 1000),
    ),
    min_size=1,
    max_size=60,
)


@given(FIGURES, st.integers(0, 4))
def test_each_value_is_rounded_as_a_single_one_is(figures, places):
    rounded = round_column(np.array(figures), places=places)

    assert [Decimal(repr(value)) for value in rounded.tolist()] == [
        round_half_up(value, places=places) for value in figures
    ]


@given(FIGURES, st.integers(0, 4))
def test_rows_add_up_to_the_rounded_total_exactly(figures, places):
    found = round_column_to_total(np.array(figures), places=places)

    shown = sum((Decimal(repr(value)) for value in found.values.tolist()), Decimal(0))
    assert shown == Decimal(repr(found.total))
    assert shown == round_half_up(math.fsum(figures), places=places)


@given(FIGURES, st.integers(0, 4))
def test_no_row_is_moved_by_more_than_one_unit_of_the_last_place(figures, places):
    found = round_column_to_total(np.array(figures), places=places)

    unit = Decimal(1).scaleb(-places)
    for value, shown in zip(figures, found.values.tolist(), strict=True):
        moved = abs(Decimal(repr(shown)) - round_half_up(value, places=places))
        assert moved in (0, unit)


def test_a_residue_of_one_goes_to_the_largest_row():
    parts = [0.335, 0.335, 1.335]

    found = round_column_to_total(np.array(parts), places=2)

    by_units = round_to_total(parts, math.fsum(parts), places=2)
    assert found.values.tolist() == [float(part) for part in by_units]
    assert found.values.tolist() == [0.34, 0.34, 1.33]
    assert found.total == 2.01


@pytest.mark.parametrize(
    ("value", "shown"), [(2.675, 2.68), (0.125, 0.13), (-0.125, -0.13)]
)
def test_ties_of_the_decimal_digits_go_away_from_zero(value, shown):
    assert round_column(np.array([value]), places=2).tolist() == [shown]


def test_missing_values_stay_missing_and_do_not_count():
    found = round_column_to_total(np.array([1.004, np.nan, np.inf]), places=2)

    assert found.values[0] == 1.0
    assert np.isnan(found.values[1:]).all()
    assert found.total == 1.0


def test_a_column_without_any_value_has_no_total():
    assert math.isnan(round_column_to_total(np.array([np.nan]), places=2).total)
