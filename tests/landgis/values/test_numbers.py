# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers as people type them (XLS-08, XLS-11), and units."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.values import conversion, find_unit, parse_numbers, to_text


def read(*cells, **options):
    return parse_numbers(pd.Series(list(cells), dtype=object), **options)


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        ("约12.5亩", 12.5, "亩"),
        ("12.5亩", 12.5, "亩"),
        ("１２．５", 12.5, ""),
        ("1,234.5", 1234.5, ""),
        ("(123)", -123.0, ""),
        ("（１２３）", -123.0, ""),
        ("-3.2", -3.2, ""),
        ("−3.2", -3.2, ""),
        ("¥350万元", 350.0, "万元"),
        ("12.5(暂估)", 12.5, ""),
        ("12%", 12.0, "%"),
        ("5万元/亩", 5.0, "万元/亩"),
        ("3 000", 3000.0, ""),
        ("8左右", 8.0, ""),
        ("0", 0.0, ""),
        (0, 0.0, ""),
        ("1.2e3", 1200.0, ""),
    ],
)
def test_a_number_is_read_with_what_people_write_around_it(cell, value, unit):
    found = read(cell)

    assert found.value[0] == value
    assert found.unit[0] == unit
    assert not found.bad[0]


@pytest.mark.parametrize(
    "cell", ["", None, np.nan, "-", "/", "无", "—", "空", "N/A", "－"]
)
def test_words_for_nothing_are_missing_and_no_fault(cell):
    found = read(cell, 1)

    assert np.isnan(found.value[0])
    assert not found.bad[0]


@pytest.mark.parametrize(
    "cell", ["见附件", "1,23", "12.5苹果", "1.2-2.0", "≥1.2", True]
)
def test_what_is_no_number_is_bad_and_missing(cell):
    found = read(cell)

    assert np.isnan(found.value[0])
    assert found.bad[0]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("≥1.2", 1.2),
        ("1.2-2.0", 1.2),
        ("1.0≤R≤2.5", 1.0),
        ("不低于20万元/亩", 20.0),
        ("1.2～2", 1.2),
    ],
)
def test_the_least_that_was_agreed_counts_where_a_bound_is_meant(cell, value):
    assert read(cell, lower_bound=True).value[0] == value


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_any_number_survives_being_written_with_separators(number):
    found = read(f"{number:,.6f}")

    assert found.value[0] == float(f"{number:.6f}")


@given(st.lists(st.text(max_size=12), max_size=8))
def test_no_text_makes_the_reader_fail(texts):
    found = read(*texts, 1)

    assert len(found.value) == len(texts) + 1
    assert not (found.bad & found.value.notna()).any()


def test_number_columns_pass_unchanged():
    cells = pd.Series([1.5, np.nan, 0.0], index=[3, 4, 5], name="税收")

    found = parse_numbers(cells)

    pd.testing.assert_series_equal(found.value, cells)


@pytest.mark.parametrize(
    ("text", "name", "dimension"),
    [
        ("亩", "亩", "area"),
        ("㎡", "㎡", "area"),
        ("m2", "㎡", "area"),
        ("平方米", "㎡", "area"),
        ("公顷", "公顷", "area"),
        ("平方公里", "平方公里", "area"),
        ("亿元", "亿元", "money"),
        ("吨标煤", "吨标准煤", "energy"),
        ("万kWh", "万千瓦时", "power"),
        ("万元/亩", "万元/亩", "money/area"),
        ("元/平方米", "元/㎡", "money/area"),
    ],
)
def test_units_are_known_in_their_spellings(text, name, dimension):
    unit = find_unit(text)

    assert (unit.name, unit.dimension) == (name, dimension)


def test_a_word_with_two_meanings_is_told_by_what_is_measured():
    assert find_unit("度", dimension="power").name == "千瓦时"
    assert find_unit("度", dimension="angle").name == "度"
    assert find_unit("苹果") is None


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [
        ("亩", "㎡", Fraction(2000, 3)),
        ("公顷", "亩", Fraction(15)),
        ("平方公里", "亩", Fraction(1500)),
        ("元", "万元", Fraction(1, 10000)),
        ("亿元", "万元", Fraction(10000)),
        ("万元/公顷", "万元/亩", Fraction(1, 15)),
        ("元/㎡", "万元/亩", Fraction(1, 15)),
        ("千瓦时", "万千瓦时", Fraction(1, 10000)),
    ],
)
def test_conversions_are_exact(source, target, factor):
    assert conversion(find_unit(source), find_unit(target)) == factor


def test_units_of_different_things_do_not_convert():
    with pytest.raises(ValueError, match="different things"):
        conversion(find_unit("亩"), find_unit("万元"))


def test_text_of_cells_has_no_trailing_zero_and_no_words_for_nothing():
    cells = pd.Series(
        [330304001001.0, " a\u200bb ", "/", None, "无", 9.13300001429120051e17, 1.5]
    )

    assert to_text(cells).fillna("空").tolist() == [
        "330304001001",
        "ab",
        "空",
        "空",
        "空",
        "913300001429120000",
        "1.5",
    ]
