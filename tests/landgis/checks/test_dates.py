# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates in the wrong order, in the future, or too long ago (PIPE-01)."""

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.checks import check_approved_before_supplied, check_order

DAY = date(2023, 12, 31)
CHAIN = [
    "approved_date",
    "contract_date",
    "delivered_date",
    "actual_start",
    "actual_finish",
    "production_date",
]
days = st.dates(date(1990, 1, 1), date(2023, 12, 31))


def dates(*values):
    return pd.Series(pd.to_datetime(list(values))).astype("datetime64[s]")


def found_in(reference_date=DAY, **columns):
    frame = pd.DataFrame({name: dates(*days) for name, days in columns.items()})
    return check_order(frame, role="supply", reference_date=reference_date)


@given(st.lists(days, min_size=6, max_size=6))
def test_dates_in_order_are_never_a_finding(several):
    columns = {name: [day] for name, day in zip(CHAIN, sorted(several), strict=True)}

    assert found_in(**columns) == []


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(CHAIN)))
def test_each_step_before_the_one_it_follows_is_told(earlier, later):
    (found,) = found_in(**{earlier: ["2018-05-02"], later: ["2018-05-01"]})

    assert found.kind == "date_order"
    assert found.ids == ("第1条",)
    assert "2018-05-01 早于" in found.details[0]


def test_the_sentence_names_both_dates():
    (found,) = found_in(actual_start=["2018-05-02"], actual_finish=["2017-01-01"])

    assert found.details == ("实际竣工日期 2017-01-01 早于实际动工日期 2018-05-02",)


def test_a_missing_step_is_passed_over():
    (found,) = found_in(
        contract_date=["2018-01-01"], actual_start=[None], actual_finish=["2017-01-01"]
    )

    assert "早于供应" in found.details[0]


def test_the_nearest_known_step_is_the_one_compared_with():
    # Delivery before the contract is one fault, not two with the start after both.
    (found,) = found_in(
        contract_date=["2018-06-01"],
        delivered_date=["2018-01-01"],
        actual_start=["2018-03-01"],
    )

    assert found.details[0].count("早于") == 1


def test_equal_and_missing_dates_are_in_order():
    assert (
        found_in(
            contract_date=["2018-01-01", None],
            actual_start=["2018-01-01", "2010-01-01"],
        )
        == []
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [("agreed_start", "agreed_finish"), ("agreed_start", "extended_start")],
)
def test_agreed_dates_have_an_order_too(first, second):
    (found,) = found_in(**{first: ["2018-05-02"], second: ["2018-05-01"]})

    assert found.kind == "date_order"


def test_several_faults_of_one_row_are_one_line():
    (found,) = found_in(
        contract_date=["2018-01-01", "2019-01-01"],
        actual_start=["2018-02-01", "2018-01-01"],
        actual_finish=["2018-03-01", "2017-01-01"],
    )

    assert found.rows == (1,)
    assert found.details[0].count("早于") == 2


def test_what_happened_after_the_reference_date_is_noted():
    (found,) = found_in(
        actual_start=["2023-12-31", "2024-01-01"],
        agreed_finish=["2030-01-01", "2030-01-01"],
    )

    assert found.kind == "date_future"
    assert found.rows == (1,)
    assert found.details == ("实际动工日期 2024-01-01",)


def test_without_a_reference_date_nothing_is_in_the_future():
    assert found_in(reference_date=None, actual_start=["2999-01-01"]) == []


def test_dates_before_1980_are_told():
    (found,) = found_in(agreed_start=["1979-12-31", "1980-01-01"])

    assert found.kind == "date_early"
    assert found.rows == (0,)


def test_a_table_without_dates_has_nothing_to_check():
    assert check_order(pd.DataFrame({"name": ["甲"]}), role="supply") == []


def test_parcels_supplied_before_their_approval_are_told():
    found = check_approved_before_supplied(
        dates("2018-05-02", "2018-05-02", None, "2018-05-02"),
        dates("2018-05-01", "2018-05-02", "2000-01-01", None),
        names=pd.Series(["甲", "乙", "丙", "丁"]),
    )

    assert [(f.kind, f.ids) for f in found] == [("supplied_before_approval", ("甲",))]
    assert "早于批准日期 2018-05-02" in found[0].details[0]
