# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining verdicts follows Kleene, and unknown ones say what they lack."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.rules.logic import (
    all_of,
    any_of,
    equals,
    make_constant,
    make_verdict,
    missing_fields,
    negate,
)

VERDICTS = st.sampled_from([True, False, None])
ROWS = st.lists(st.tuples(VERDICTS, VERDICTS, VERDICTS), min_size=1, max_size=30)


def columns(rows):
    return [
        pd.Series([row[place] for row in rows], dtype="boolean") for place in range(3)
    ]


def same(left, right):
    pd.testing.assert_series_equal(left, right, check_names=False)


def test_false_decides_and_unknown_does_not():
    true, false, unknown = (
        make_constant(verdict, index=pd.RangeIndex(1))
        for verdict in (True, False, None)
    )

    assert all_of(unknown, false).tolist() == [False]
    assert all_of(unknown, true).isna().all()
    assert any_of(unknown, true).tolist() == [True]
    assert any_of(unknown, false).isna().all()
    assert negate(unknown).isna().all()


@given(ROWS)
def test_and_and_or_commute_and_associate(rows):
    a, b, c = columns(rows)

    same(all_of(a, b), all_of(b, a))
    same(any_of(a, b), any_of(b, a))
    same(all_of(a, all_of(b, c)), all_of(a, b, c))
    same(any_of(any_of(a, b), c), any_of(a, b, c))


@given(ROWS)
def test_and_and_or_distribute_and_absorb(rows):
    a, b, c = columns(rows)

    same(all_of(a, any_of(b, c)), any_of(all_of(a, b), all_of(a, c)))
    same(any_of(a, all_of(b, c)), all_of(any_of(a, b), any_of(a, c)))
    same(all_of(a, any_of(a, b)), a)
    same(any_of(a, all_of(a, b)), a)


@given(ROWS)
def test_negation_turns_and_into_or(rows):
    a, b, _ = columns(rows)

    same(negate(negate(a)), a)
    same(negate(all_of(a, b)), any_of(negate(a), negate(b)))
    same(negate(any_of(a, b)), all_of(negate(a), negate(b)))


@given(ROWS)
def test_what_becomes_known_never_overturns_a_known_verdict(rows):
    a, b, c = columns(rows)
    before = any_of(all_of(a, b), c)

    after = any_of(all_of(a.fillna(value=True), b), c.fillna(value=False))

    known = before.notna() & after.notna()
    same(before[known], after[known])


def test_comparing_with_a_missing_value_is_unknown():
    scale = pd.Series(["规上", "规下", None], dtype="str")

    assert equals(scale, "规上").tolist() == [True, False, pd.NA]


def test_a_verdict_is_unknown_where_nothing_is_known():
    holds = pd.Series([True, True, False])

    verdict = make_verdict(holds, known=pd.Series([True, False, True]))

    assert verdict.tolist() == [True, pd.NA, False]


def test_unknown_verdicts_name_the_fields_they_lack():
    verdict = pd.Series([None, None, True, None], dtype="boolean")
    fields = {
        "tax_wan": pd.Series([None, 1.0, None, None]),
        "land_mu": pd.Series([2.0, None, None, None]),
    }

    names = missing_fields(verdict, fields)

    assert names.tolist() == ["tax_wan", "land_mu", "", "tax_wan,land_mu"]
    assert names.dtype == "str"


def test_naming_needs_names():
    with pytest.raises(ValueError, match="no names"):
        missing_fields(pd.Series([None], dtype="boolean"), {})
