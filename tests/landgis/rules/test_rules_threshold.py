# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A number with its word: which values it includes (GEN-01)."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.rules.profile import Threshold

NUMBERS = st.lists(
    st.one_of(st.none(), st.floats(-1e9, 1e9, allow_nan=False)), min_size=1, max_size=20
)


def threshold(value, word):
    return Threshold(
        id="t", value=value, word=word, unit="", rule="GEN-01", citation="某条"
    )


@pytest.mark.parametrize(
    ("word", "symbol", "below", "equal", "above"),
    [
        ("atleast", "≥", False, True, True),
        ("over", ">", False, False, True),
        ("upto", "≤", True, True, False),
        ("under", "<", True, False, False),
        ("exactly", "=", False, True, False),
    ],
)
def test_words_include_the_number_as_the_law_says(word, symbol, below, equal, above):
    limit = threshold(8.0, word)

    assert limit.holds(pd.Series([7.999, 8.0, 8.001])).tolist() == [below, equal, above]
    assert limit.symbol == symbol


def test_values_are_compared_unrounded():
    low = threshold(8.0, "upto")

    assert low.holds(pd.Series([7.996, 8.004])).tolist() == [True, False]


def test_binary_noise_does_not_move_a_value_over_the_line():
    tax_per_mu = pd.Series([0.69 / 0.23, 115.2 / 14.4, 0.1 * 3 / 0.1])

    assert (tax_per_mu != pd.Series([3.0, 8.0, 3.0])).any()
    assert threshold(3.0, "upto").holds(tax_per_mu.iloc[[0, 2]]).all()
    assert not threshold(3.0, "over").holds(tax_per_mu.iloc[[0, 2]]).any()
    assert threshold(8.0, "upto").holds(tax_per_mu.iloc[[1]]).all()


def test_missing_values_of_any_kind_are_unknown():
    limit = threshold(1.0, "over")

    assert limit.holds(pd.Series([None, 2.0])).tolist() == [pd.NA, True]
    assert limit.holds(pd.Series([pd.NA, 2], dtype="Int64")).tolist() == [pd.NA, True]
    assert limit.holds(pd.Series([], dtype="float64")).dtype == "boolean"


def test_a_ratio_is_shown_as_the_document_writes_it():
    from fractions import Fraction

    third = Threshold(
        id="t", value=1 / 3, exact=Fraction(1, 3), word="under", unit="", rule="",
        citation="",
    )  # fmt: skip

    assert third.shown == "1/3"
    assert threshold(8.0, "upto").shown == "8"
    assert threshold(0.25, "under").shown == "0.25"


@given(NUMBERS, st.floats(-1e9, 1e9, allow_nan=False))
def test_opposite_words_give_opposite_verdicts(values, limit):
    figures = pd.Series(values, dtype="float64")

    for word, opposite in (("atleast", "under"), ("over", "upto")):
        holds = threshold(limit, word).holds(figures)
        pd.testing.assert_series_equal(
            holds, ~threshold(limit, opposite).holds(figures)
        )
        assert holds.isna().tolist() == figures.isna().tolist()
