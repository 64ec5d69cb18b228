# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Typed words become conditions, and conditions become rows and words again."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.report.names import status_titles
from landgis.search.filters import Condition, Filter, Vocabulary
from landgis.search.queries import find_pasted, is_pasted_list, parse_query

WORDS = Vocabulary(
    fields={
        "mu": "面积",
        "registered_m2": "登记面积",
        "owner": "权利人",
        "status": "状态",
        "town": "镇街",
        "agreed_start": "约定动工日",
    },
    units={"mu": "亩", "registered_m2": "平方米"},
    statuses=status_titles(),
    towns=("下沙街道", "白杨街道"),
)
LOW = "low_efficiency"
FRAME = pd.DataFrame(
    {
        "mu": [49.0, 50.0, 51.0, 80.0, np.nan],
        "registered_m2": [100.0, 40_000.0, 30_000.0, np.nan, 1.0],
        "owner": ["翔程塑料", "ABC公司", None, "翔程鞋业", "甲"],
        "status": [
            "low_efficiency",
            "overdue",
            "low_efficiency",
            "low_efficiency",
            None,
        ],
        "town": ["下沙街道", "下沙街道", "白杨街道", "下沙街道", "梧田街道"],
        "agreed_start": pd.to_datetime(
            ["2014-05-01", "2015-01-01", "2015-12-31", "2016-01-01", None]
        ),
    }
)


def rows(text):
    query = parse_query(text, WORDS)
    assert query.rest == ""
    return np.flatnonzero(query.filter.mask(FRAME)).tolist()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("面积>50 低效 下沙", [3]),
        ("面积>=50", [1, 2, 3]),
        ("面积 ≥ 50 亩".replace(" 亩", "亩"), [1, 2, 3]),
        ("面积＜50", [0]),
        ("面积不小于51", [2, 3]),
        ("面积50-51亩", [1, 2]),
        ("面积=50", [1]),
        ("面积≠50", [0, 2, 3]),
        ("面积>3.4公顷", [3]),
        ("登记面积>50亩", [1]),
        ("登记面积大于30,000㎡", [1]),
        ("权利人=翔程", [0, 3]),
        ("权利人包含abc", [1]),
        ("约定动工日<2015", [0]),
        ("约定动工日=2015", [1, 2]),
        ("约定动工日>2015-06-01", [2, 3]),
        ("下沙 白杨 低效", [0, 2, 3]),
        ("供而未用", [1]),
        ("状态=低效", [0, 2, 3]),
        ("逾期，下沙", [1]),
    ],
)
def test_a_query_finds_the_rows_that_it_says(text, wanted):
    assert rows(text) == wanted


def test_words_that_mean_no_condition_are_left_for_the_search():
    query = parse_query("翔程 低效 颜色>5", WORDS)

    assert query.rest == "翔程 颜色>5"
    assert [one.field for one in query.filter.conditions] == ["status"]


def test_a_filter_says_itself_in_words():
    query = parse_query("面积>50 权利人包含翔程 低效 下沙", WORDS)

    assert query.filter.describe(WORDS) == (
        "面积 > 50\u2009亩",
        "权利人含“翔程”",
        "状态：低效",
        "镇街：下沙街道",
    )
    unknown = Condition(field="mu", operator="unknown")
    assert unknown.describe(WORDS) == "面积未填"
    between = Condition(field="mu", operator="between", values=(3.0, 50_000.0))
    assert between.describe(WORDS) == "面积 3–50,000\u2009亩"


def test_a_filter_survives_its_document():
    for text in ("面积>50 低效 下沙", "约定动工日=2015", "面积50-100"):
        kept = parse_query(text, WORDS).filter
        assert Filter.from_json(json.loads(json.dumps(kept.to_json()))) == kept


def test_a_closed_chip_takes_its_condition_away():
    kept = parse_query("面积>50 低效", WORDS).filter

    assert [one.field for one in kept.without(0).conditions] == ["status"]


@given(
    st.sampled_from(["=", "≠", ">", "≥", "<", "≤"]),
    st.lists(st.one_of(st.none(), st.integers(-3, 3).map(float)), max_size=9),
    st.integers(-3, 3),
)
def test_an_unknown_value_fits_no_comparison(operator, values, limit):
    frame = pd.DataFrame({"mu": pd.Series(values, dtype="float64")})
    plain = {
        "=": lambda v: v == limit,
        "≠": lambda v: v != limit,
        ">": lambda v: v > limit,
        "≥": lambda v: v >= limit,
        "<": lambda v: v < limit,
        "≤": lambda v: v <= limit,
    }[operator]

    found = Condition(field="mu", operator=operator, values=(limit,)).mask(frame)

    assert found.tolist() == [v is not None and plain(v) for v in values]


def test_flags_and_missing_columns():
    frame = pd.DataFrame({"low": pd.array([True, False, pd.NA], dtype="boolean")})
    low = Condition(field="low", operator="=", values=(True,))

    assert low.mask(frame).tolist() == [True, False, False]
    gone = Condition(field="nix", operator=">", values=(1,))
    assert not gone.mask(frame).any()
    assert Condition(field="nix", operator="unknown").mask(frame).all()


def test_a_pasted_list_finds_its_parcels_and_names_the_others():
    parcels = pd.DataFrame(
        {
            "parcel_id": ["330304GB1", "330304GB2", None, "330304GB4", "330304GB2"],
            "unit_no": [None, None, "330304W9", "330304GB1", None],
        }
    ).astype("str")
    text = "330304gb2\r\n３３０３０４ＧＢ１\n330304W9\t330304GB7\n330304GB2\n"

    found = find_pasted(text, parcels)

    assert is_pasted_list(text)
    assert found.rows.tolist() == [0, 1, 2, 4]
    assert found.not_found == ("330304GB7",)


@pytest.mark.parametrize("text", ["面积>50 低效", "翔程塑料", "330304GB1", "", "12 34"])
def test_what_is_typed_is_no_list(text):
    assert not is_pasted_list(text)
