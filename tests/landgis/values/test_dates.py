# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates in every form of XLS-07."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.values import parse_dates

DAY = pd.Timestamp("2018-03-05")
HANZI = "〇一二三四五六七八九"


def read(*cells, **options):
    return parse_dates(pd.Series(list(cells), dtype=object), **options)


def chinese_number(number):
    tens, ones = divmod(number, 10)
    if not tens:
        return HANZI[ones]
    return (HANZI[tens] if tens > 1 else "") + "十" + (HANZI[ones] if ones else "")


def chinese_date(day):
    year = "".join(HANZI[int(digit)] for digit in f"{day.year:04}")
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"


FORMS = {
    "iso": lambda d: d.isoformat(),
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "points": lambda d: f"{d.year}.{d.month}.{d.day}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "compact number": lambda d: float(f"{d:%Y%m%d}"),
    "hanzi and digits": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "hanzi alone": chinese_date,
    "full width": lambda d: f"{d:%Y-%m-%d}".translate(
        str.maketrans("0123456789-", "０１２３４５６７８９－")
    ),
    "spaces": lambda d: f" {d.year} 年 {d.month} 月 {d.day} 日 ",
    "date and time": lambda d: f"{d:%Y-%m-%d} 00:00:00",
    "short clock": lambda d: f"{d.year}-{d.month}-{d.day} 10:20",
    "iso with T": lambda d: f"{d:%Y-%m-%d}T08:30:00",
    "datetime cell": lambda d: dt.datetime.combine(d, dt.time(8, 30)),
    "date cell": lambda d: d,
    "timestamp": pd.Timestamp,
    "numpy": lambda d: np.datetime64(d.isoformat()),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@given(day=st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
def test_a_whole_date_is_read_in_every_form(form, day):
    found = read(form(day), "x")

    assert found.value[0] == pd.Timestamp(day)
    assert found.bad.tolist() == [False, True]
    assert not found.ambiguous.any()


@given(day=st.dates(dt.date(1954, 10, 3), dt.date(2064, 4, 8)))
def test_serials_of_a_spreadsheet_are_dates(day):
    serial = (day - dt.date(1899, 12, 30)).days

    found = read(serial, float(serial) + 0.5, str(serial))

    assert (found.value == pd.Timestamp(day)).all()


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2018年3月", "2018-03-01", "2018-03-31"),
        ("2018.03", "2018-03-01", "2018-03-31"),
        ("2018-3", "2018-03-01", "2018-03-31"),
        ("201802", "2018-02-01", "2018-02-28"),
        (201802, "2018-02-01", "2018-02-28"),
        (2018.11, "2018-11-01", "2018-11-30"),
        ("二〇一八年十二月", "2018-12-01", "2018-12-31"),
        ("2018年3月中旬", "2018-03-11", "2018-03-20"),
        ("2018", "2018-01-01", "2018-12-31"),
        (2018, "2018-01-01", "2018-12-31"),
        ("2018年上半年", "2018-01-01", "2018-06-30"),
        ("2018年底", "2018-12-01", "2018-12-31"),
        ("2018年第二季度", "2018-04-01", "2018-06-30"),
    ],
)
def test_a_date_without_a_day_is_its_first_or_last_and_said_to_be_unsure(
    cell, first, last
):
    early, late = read(cell), read(cell, partial="last")

    assert early.value[0] == pd.Timestamp(first)
    assert late.value[0] == pd.Timestamp(last)
    assert early.ambiguous[0]
    assert not early.bad[0]


@pytest.mark.parametrize("cell", ["18-3-5", "18.3.5", "'18/3/5", "3/5/2018"])
def test_short_years_and_american_order_are_read_and_said_to_be_unsure(cell):
    found = read(cell)

    assert found.value[0] == DAY
    assert found.ambiguous[0]


def test_a_day_beyond_twelve_tells_the_order():
    found = read("25/3/2018", "3/25/2018")

    assert (found.value == pd.Timestamp("2018-03-25")).all()
    assert not found.ambiguous.any()


def test_october_typed_as_a_number_is_told_by_its_neighbours():
    alone, among = read(2018.1), read(2018.1, 2018.03)

    assert alone.value[0] == pd.Timestamp("2018-01-01")
    assert among.value[0] == pd.Timestamp("2018-10-01")


@pytest.mark.parametrize(
    "cell",
    [
        "1900-01-01",
        "1901/1/1",
        "1900-01-01 00:00:00",
        "1/1/1900",
        0,
        1,
        "0",
        "0000-00-00",
    ],
)
def test_the_dates_of_empty_cells_are_missing_and_no_fault(cell):
    found = read(cell, DAY)

    assert pd.isna(found.value[0])
    assert not found.bad[0]


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        None,
        np.nan,
        pd.NaT,
        "-",
        "/",
        "无",
        "—",
        "未开工",
        "未竣工",
        dt.time(0, 0),
    ],
)
def test_nothing_and_not_yet_are_missing_and_no_fault(cell):
    found = read(cell, DAY)

    assert pd.isna(found.value[0])
    assert not found.bad[0]


@pytest.mark.parametrize(
    "cell",
    [
        "2018-02-30",
        "2018-13-01",
        "2018年2月29日",
        "合同签订后一年内",
        "12345678",
        "9999-12-31",
        99.5,
    ],
)
def test_what_is_no_possible_date_is_bad(cell):
    found = read(cell)

    assert pd.isna(found.value[0])
    assert found.bad[0]


def test_a_note_behind_a_date_leaves_the_date_but_unsure():
    found = read("2018年3月5日（延期）")

    assert found.value[0] == DAY
    assert found.ambiguous[0]


def test_index_and_name_are_kept_and_dates_have_seconds():
    cells = pd.Series(["2018-3-5"], index=[7], name="投产日期")

    found = parse_dates(cells)

    assert found.value.index.tolist() == [7]
    assert found.value.name == "投产日期"
    assert found.value.dtype == "datetime64[s]"


def test_a_column_of_dates_passes_unchanged():
    cells = pd.Series(pd.to_datetime(["2018-03-05", None])).astype("datetime64[s]")

    found = parse_dates(cells)

    pd.testing.assert_series_equal(found.value, cells)
    assert not found.bad.any()
