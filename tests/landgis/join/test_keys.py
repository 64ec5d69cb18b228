# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from landgis.join.keys import (
    code_key,
    parcel_key,
    review_key,
    split_cells,
)
from landgis.join.tokens import PARCEL_SEPARATORS
from landgis.values import name_key


def text(*cells):
    return pd.Series(cells, dtype="str")


@pytest.mark.parametrize(
    "written",
    [
        "远山阀门（海城）有限公司",
        "远山阀门(海城)有限公司",
        " 远山阀门 (海城) 有限公司\n",
        "远山阀门\u200b（海城）有限\u00a0公司",
        "远山阀门【海城】有限公司。",
        "远山阀门（海城）有限公司（个体工商户）",
    ],
)
def test_ways_of_writing_a_name_have_one_key(written):
    keys = name_key(text(written, "远山阀门海城有限公司"))

    assert keys[0] == keys[1]


def test_width_and_case_of_letters_make_no_difference():
    assert name_key(text("ＡＢＣ光学厂", "abc光学厂")).tolist() == ["abc光学厂"] * 2


def test_the_two_ways_of_writing_limited_company_differ_until_review():
    keys = name_key(text("远山阀门有限公司", "远山阀门有限责任公司"))

    assert keys[0] != keys[1]
    assert review_key(keys).tolist() == ["远山阀门有限公司"] * 2


def test_a_name_without_letters_and_a_missing_name_have_no_key():
    assert name_key(text("——", "", None)).isna().all()


def test_a_firm_that_is_called_nothing_but_its_form_keeps_its_name():
    assert name_key(text("个体工商户"))[0] == "个体工商户"


def test_an_empty_column_of_numbers_has_no_keys():
    assert name_key(pd.Series([np.nan, np.nan])).isna().all()


@example(["甲\x00乙", "丙"])
@given(st.lists(st.text(max_size=12), max_size=8))
def test_keys_stay_in_step_with_the_names_whatever_they_hold(names):
    keys = name_key(pd.Series(names, dtype="str"))
    alone = [name_key(text(name))[0] for name in names]

    assert keys.fillna("").tolist() == pd.Series(alone, dtype="str").fillna("").tolist()


@pytest.mark.parametrize(
    "code",
    ["9.1330000142912E+17", "913300001429120000", "913301100795584000.0"],
)
def test_a_code_that_was_a_number_has_no_key(code):
    assert code_key(text(code)).isna().all()


def test_a_code_read_back_from_a_floating_point_number_has_no_key():
    damaged = str(int(9.13301102910309e17))

    assert code_key(text(damaged)).isna().all()


def test_a_code_that_the_reader_calls_damaged_has_no_key():
    damaged = pd.Series([True, False])
    keys = code_key(text("91330304MA12345671", "91330304MA12345671"), damaged=damaged)

    assert keys.isna().tolist() == [True, False]


def test_a_row_of_zeros_is_no_code():
    assert code_key(text("000000000000000000", "0", "-")).isna().all()


def test_codes_differ_not_by_width_case_or_spaces():
    keys = code_key(text("９１330304ma12345671", "91330304 MA12345671"))

    assert keys.tolist() == ["91330304MA12345671"] * 2


def test_hyphens_tell_parcels_apart():
    assert parcel_key(text("a-1-2", "A-12", "Ａ-1-2 ")).tolist() == [
        "A-1-2",
        "A-12",
        "A-1-2",
    ]


def test_a_cell_of_several_codes_gives_itself_and_each_of_them():
    cells = text("甲1、乙2;丙3\n丁4", None, "戊5").set_axis([7, 8, 9])
    table = split_cells(cells, PARCEL_SEPARATORS)

    parts = table[table["is_part"]]
    assert parts[["row", "part"]].to_numpy().tolist() == [
        [9, "戊5"],
        [7, "甲1"],
        [7, "乙2"],
        [7, "丙3"],
        [7, "丁4"],
    ]
    assert table.loc[~table["is_part"], "part"].tolist() == ["甲1、乙2;丙3\n丁4"]
