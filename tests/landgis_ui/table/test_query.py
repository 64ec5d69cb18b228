# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sorting, searching and adding up, against plain Python."""

import math
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.report.views import make_view, to_view
from landgis.search.filters import Condition, Filter
from landgis_ui.table.data import TableData
from landgis_ui.table.query import SortKey, TableQuery, answer, find_rows, sort_rows


def data_of(**columns):
    return TableData(to_view(pd.DataFrame(columns), "parcel"))


def everything(data):
    return np.arange(len(data), dtype=np.int64)


def texts(values):
    return pd.Series(values, dtype="str")


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.floats(-5, 5).map(lambda x: round(x, 1))),
            st.one_of(st.none(), st.sampled_from(["甲", "乙", "丙", "A", ""])),
        ),
        max_size=30,
    ),
    st.booleans(),
    st.booleans(),
)
def test_two_keys_sort_as_python_sorts_and_missing_comes_last(rows, down, also_down):
    data = data_of(
        mu=pd.Series([a for a, _ in rows], dtype="float64"),
        owner=texts([b for _, b in rows]),
    )
    keys = (
        SortKey(name="mu", descending=down),
        SortKey(name="owner", descending=also_down),
    )

    order = sort_rows(data, keys, everything(data)).tolist()

    def place(value, descending, number):
        if value is None or value == "":
            return (1, 0)
        return (0, -number(value) if descending else number(value))

    ranks = {
        text: n
        for n, text in enumerate(sorted("甲乙丙A", key=lambda t: t.encode("gb18030")))
    }
    expected = sorted(
        range(len(rows)),
        key=lambda row: (
            place(rows[row][0], down, lambda x: x),
            place(rows[row][1], also_down, ranks.get),
        ),
    )
    assert order == expected


def test_common_characters_sort_by_pinyin():
    data = data_of(owner=texts(["中", "阿", "北", "丁", "abc"]))

    order = sort_rows(data, (SortKey(name="owner"),), everything(data))

    assert [["中", "阿", "北", "丁", "abc"][row] for row in order] == [
        "abc",
        "阿",
        "北",
        "丁",
        "中",
    ]


def test_dates_flags_and_whole_numbers_sort_with_missing_last():
    data = data_of(
        due_date=pd.to_datetime(["2023-01-01", None, "1960-05-01"]).astype(
            "datetime64[s]"
        ),
        is_started=pd.array([True, None, False], dtype="boolean"),
        place=pd.array([3, None, 1], dtype="Int64"),
    )

    for name in ("due_date", "is_started", "place"):
        up = sort_rows(data, (SortKey(name=name),), everything(data)).tolist()
        down = sort_rows(
            data, (SortKey(name=name, descending=True),), everything(data)
        ).tolist()
        assert (up, down) == ([2, 0, 1], [0, 2, 1])


def test_every_typed_word_must_stand_in_a_column_that_is_seen():
    data = data_of(
        owner=texts(["翔程塑料ABC", "翔程印刷", "三程机械", None]),
        town=texts(["下沙街道", "白杨街道", "下沙街道", "下沙街道"]),
        status=texts(["low_efficiency", "normal", "low_efficiency", "to_verify"]),
    )
    seen = ("owner", "town", "status")

    def found(text, searched=seen):
        return find_rows(data, TableQuery(text=text, searched=searched)).tolist()

    assert found("程") == [0, 1, 2]
    assert found("程 下沙") == [0, 2]
    assert found("abc") == found("ＡＢＣ") == [0]
    assert found("低效") == [0, 2]  # the word that is shown, not its code
    assert found("low") == []
    assert found("下沙", searched=("owner",)) == []
    assert found("  ") == [0, 1, 2, 3]
    assert found("(") == []  # no pattern language


def test_filters_rows_and_words_narrow_together():
    data = data_of(mu=[1.0, 5.0, 7.0, 9.0], owner=texts(["甲", "甲", "乙", "甲"]))
    query = TableQuery(
        text="甲",
        searched=("owner",),
        filter=Filter(conditions=(Condition(field="mu", operator="≥", values=(5.0,)),)),
        rows=np.array([0, 1, 2]),
    )

    assert find_rows(data, query).tolist() == [1]
    assert query.narrows
    assert not TableQuery(keys=(SortKey(name="mu"),)).narrows


def test_the_sums_are_those_of_the_rows_and_the_ratio_is_of_sums(analysis):
    data = TableData(make_view(analysis, "parcel"))
    low = Condition(
        field="status", operator="in", values=("low_efficiency", "underused")
    )

    found = answer(data, TableQuery(filter=Filter(conditions=(low,))))

    assert found.total == 6
    assert found.order.tolist() == [3, 4]
    assert dict(found.sums) == {"mu": 13.5, "firm_mu": 2.5, "potential_mu": 5.0}
    # Parcel 4: firms with 10 and 12; parcel 5: one with 120 (万元).
    assert found.ratio.value == pytest.approx((22 + 120) / (7.5 + 6.0))
    assert (found.ratio.known, found.ratio.unknown) == (2, 0)


def test_what_is_unknown_is_left_out_of_the_ratio_and_counted(analysis):
    found = answer(TableData(make_view(analysis, "parcel")), TableQuery())
    firms = answer(TableData(make_view(analysis, "enterprise")), TableQuery())

    assert (found.ratio.known, found.ratio.unknown) == (2, 4)
    assert firms.ratio.value == pytest.approx(142 / 15)
    assert (firms.ratio.known, firms.ratio.unknown) == (3, 1)


def test_the_sum_of_a_million_areas_is_exact_to_what_is_shown():
    areas = np.random.default_rng(1).uniform(0.1, 90.0, 1_000_000)
    data = data_of(mu=areas)

    found = answer(data, TableQuery())

    assert found.sums["mu"] == pytest.approx(math.fsum(areas), abs=1e-6)


def test_sorting_and_searching_a_million_rows_costs_little_more_than_reading_them():
    count = 1_000_000
    chance = np.random.default_rng(2)
    frame = pd.DataFrame(
        {
            "parcel_id": texts([f"3303{number:09d}" for number in range(count)]),
            "town": texts(chance.choice(["下沙街道", "白杨街道"], count)),
            "mu": chance.uniform(0.1, 90, count),
        }
    )
    data = TableData(to_view(frame, "parcel"))
    query = TableQuery(
        text="白杨 77",
        searched=("parcel_id", "town"),
        keys=(SortKey(name="town"), SortKey(name="mu", descending=True)),
    )
    answer(data, query)

    began = time.perf_counter()
    found = answer(data, query)
    again = time.perf_counter() - began
    began = time.perf_counter()
    frame.sort_values(["town", "mu"], ascending=[True, False], kind="stable")
    pandas_sort = time.perf_counter() - began

    assert 0 < len(found.order) < count
    assert again < 2 * pandas_sort
