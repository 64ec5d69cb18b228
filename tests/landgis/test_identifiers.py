# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credit codes, parcel codes and their like (rulebook §5.1, §5.2)."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.identifiers import (
    CREDIT_ALPHABET,
    approval_key,
    credit_check_digit,
    has_organisation_check,
    is_credit_code,
    is_damaged_code,
    is_parcel_code,
    is_unit_number,
    parcel_of_unit,
    parse_parcel_code,
    split_codes,
    tidy_code,
    tidy_industry,
    tidy_parcel_list,
)

VALID = [
    "91350100M000100Y43",
    "91330100799655058B",
    "91440300708461136T",
    "914403001922038216",
    "91110108551385082Q",
    "91330304MA2AB12C34",
]
INVALID = {
    "91330100799655058A": "B",
    "91330100799655085B": "5",
    "913300001429120000": "H",
}
BODIES = st.text(CREDIT_ALPHABET, min_size=17, max_size=17)


def series(*cells):
    return pd.Series(list(cells), dtype="str")


@pytest.mark.parametrize("code", VALID)
def test_the_codes_of_the_rulebook_are_valid(code):
    assert is_credit_code(series(code)).all()
    assert credit_check_digit(code) == code[-1]


@pytest.mark.parametrize(("code", "digit"), INVALID.items())
def test_the_wrong_codes_of_the_rulebook_are_invalid(code, digit):
    assert not is_credit_code(series(code)).any()
    assert credit_check_digit(code) == digit


@given(BODIES)
def test_a_code_is_valid_with_its_own_check_digit_only(body):
    codes = series(*(body + digit for digit in CREDIT_ALPHABET))

    assert is_credit_code(codes).sum() == 1
    assert codes[is_credit_code(codes)].item() == body + credit_check_digit(body)


@given(BODIES, st.integers(0, 16), st.sampled_from(CREDIT_ALPHABET))
def test_one_wrong_character_is_always_noticed(body, place, other):
    code = body + credit_check_digit(body)
    wrong = code[:place] + other + code[place + 1 :]

    assert is_credit_code(series(wrong))[0] == (wrong == code)


@pytest.mark.parametrize(
    "cell", ["", "9133", "91330304MA2AB12C3I", "９1330304MA2AB12C34", "甲" * 18]
)
def test_what_is_no_code_is_not_valid(cell):
    assert not is_credit_code(series(cell, None)).any()


def test_a_code_of_19_characters_is_not_valid():
    assert not is_credit_code(series(VALID[0] + "0")).any()


def test_the_organisation_code_inside_is_checked():
    assert has_organisation_check(series(*VALID[1:])).all()
    assert not has_organisation_check(series("91330304MA2AB12D34", None)).any()


@pytest.mark.parametrize(
    "cell",
    ["913300001429120000", "9.1330000142912E+17", "9.13E+17", "913300001429120051.0"],
)
def test_codes_that_a_spreadsheet_spoilt_are_noticed(cell):
    assert is_damaged_code(series(cell))[0]


@pytest.mark.parametrize("cell", [*VALID, "330304000012345", None])
def test_codes_that_are_whole_are_not_called_damaged(cell):
    assert not is_damaged_code(series(cell)).any()


def test_codes_are_tidied():
    cells = series(" ９１ab\u200b12 ", '="0012"', "\u00a0", None, "3303\n04")

    assert tidy_code(cells).fillna("空").tolist() == [
        "91AB12",
        "0012",
        "空",
        "空",
        "330304",
    ]


CELLS = st.text("0189abZ甲〔［(９Ａ　 -、/\n\u200b\x1f", max_size=20)


@given(st.lists(CELLS, min_size=1, max_size=6))
def test_tidying_twice_is_tidying_once(texts):
    once = tidy_code(pd.Series(texts, dtype="str"))

    pd.testing.assert_series_equal(tidy_code(once), once)


@pytest.mark.parametrize(
    ("cell", "is_parcel"),
    [
        ("330304001001GB00001", True),
        ("330304001001JC00001", True),
        ("330304001001KB00001", False),
        ("330304001001GM00001", False),
        ("330304001001GB0001", False),
        (None, False),
    ],
)
def test_parcel_codes_have_their_pattern(cell, is_parcel):
    assert is_parcel_code(series(cell, "x"))[0] == is_parcel


def test_a_parcel_code_is_taken_apart():
    found = parse_parcel_code("330304001002GB00017")

    assert (found.county, found.cadastral_district, found.cadastral_block) == (
        "330304",
        "001",
        "002",
    )
    assert (found.ownership, found.right, found.number) == ("G", "B", "00017")
    assert parse_parcel_code("330304") is None


def test_unit_numbers_hold_a_parcel_code():
    units = tidy_parcel_list(
        series("330304 001001 GB00001 F00010001", "330304001001GB00001W00000000", "x")
    )

    assert is_unit_number(units).tolist() == [True, True, False]
    assert parcel_of_unit(units).fillna("空").tolist() == [
        "330304001001GB00001",
        "330304001001GB00001",
        "空",
    ]


@pytest.mark.parametrize("separator", ["、", "，", "/", ";", "\n", " / "])
def test_several_codes_in_a_cell_are_told_apart(separator):
    cell = tidy_parcel_list(
        series(f"330304001001GB00001{separator}330304001001GB00002")
    )[0]

    assert split_codes(cell) == ("330304001001GB00001", "330304001001GB00002")


def test_approval_numbers_agree_whatever_their_brackets():
    keys = approval_key(
        series(
            "浙土字A〔2018〕-0123",
            "浙土字A[2018]-0123",
            "浙土字A（2018）－0123号",
            "浙土字A【2018】第0123号",
        )
    )

    assert set(keys) == {keys[0]}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("C3811", "3811"),
        ("3811", "3811"),
        ("3811电动机制造", "3811"),
        ("06", "06"),
        ("纺织业", "17"),
        ("皮革、毛皮、羽毛及其制品和制鞋业", "19"),
    ],
)
def test_industry_codes_are_tidied(cell, code):
    assert tidy_industry(series(cell))[0] == code


def test_zeros_that_a_number_lost_come_back():
    assert tidy_industry(series("610", "3811", "1952"), from_numbers=True).tolist() == [
        "0610",
        "3811",
        "1952",
    ]
    assert tidy_industry(series("6", "13"), from_numbers=True).tolist() == ["06", "13"]
