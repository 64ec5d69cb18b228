# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole years after a day, as the law counts them."""

from datetime import date

import pandas as pd
import pytest

from landgis.classify.anniversaries import add_months, is_reached


def days(*texts):
    return pd.Series(pd.to_datetime(list(texts))).astype("datetime64[s]")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2022-03-01", 12, "2023-03-01"),
        ("2021-06-01", 12, "2022-06-01"),
        ("2020-02-29", 12, "2021-02-28"),  # no such day: the month's last one
        ("2020-02-29", 48, "2024-02-29"),
        ("2021-01-31", 1, "2021-02-28"),
        ("2021-12-31", 2, "2022-02-28"),
    ],
)
def test_the_same_day_of_a_later_month_counts(start, months, end):
    assert add_months(days(start), months).dt.strftime("%Y-%m-%d").tolist() == [end]


def test_a_missing_day_stays_missing():
    assert add_months(days(None), 12).isna().all()


def test_the_anniversary_itself_is_reached():
    reached = is_reached(days("2023-03-01", "2023-03-02", None), date(2023, 3, 1))

    assert reached.tolist() == [True, False, pd.NA]
