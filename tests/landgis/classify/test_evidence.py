# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Evidence rows: one for each subject and test, with figures as they were compared."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.classify.evidence import (
    COLUMNS,
    Test,
    make_test,
    name_missing,
    to_evidence,
    to_number_text,
    to_short_texts,
    to_texts,
)
from landgis.rules.profile import Threshold

LINE = Threshold(
    id="low",
    value=8.0,
    word="upto",
    unit="万元/亩",
    rule="LOW-E2",
    citation="某文件 第一条",
)
NAMES = pd.Series(["甲厂", "乙厂", "丙厂"])


def low_test(values, **more):
    return make_test(
        LINE, pd.Series(values), subject_kind="firm", missing="tax_wan,land_mu", **more
    )


def test_every_subject_has_a_row_for_every_test_false_ones_included():
    evidence = to_evidence(
        [low_test([8.0, 8.004, None]), low_test([1.0, 9.0, 2.0])], subject_ids=NAMES
    )

    assert list(evidence.columns) == list(COLUMNS)
    assert evidence["subject_id"].tolist() == ["甲厂"] * 2 + ["乙厂"] * 2 + ["丙厂"] * 2
    assert evidence["result"].tolist() == [
        "TRUE",
        "TRUE",
        "FALSE",
        "FALSE",
        "UNKNOWN",
        "TRUE",
    ]


def test_a_row_shows_value_operator_threshold_and_clause():
    row = to_evidence([low_test([8.004])], subject_ids=pd.Series(["甲厂"])).iloc[0]

    assert row.to_dict() == {
        "subject_kind": "firm",
        "subject_id": "甲厂",
        "rule": "LOW-E2",
        "result": "FALSE",
        "value": "8.004",
        "operator": "≤",
        "threshold": "8",
        "citation": "某文件 第一条",
        "missing": "",
    }


def test_an_unknown_names_the_fields_it_lacks():
    evidence = to_evidence([low_test([8.0, None, 9.0])], subject_ids=NAMES)

    assert evidence["missing"].tolist() == ["", "tax_wan,land_mu", ""]
    assert evidence["value"].tolist() == ["8", "", "9"]


def test_a_test_that_does_not_concern_a_subject_gives_it_no_row():
    mine = pd.Series([True, False, True])

    evidence = to_evidence([low_test([1.0, 2.0, 3.0], applies=mine)], subject_ids=NAMES)

    assert evidence["subject_id"].tolist() == ["甲厂", "丙厂"]
    assert evidence["value"].tolist() == ["1", "3"]


def test_each_subject_may_have_its_own_limit():
    own = Test(
        rule="YEWJ",
        subject_kind="parcel",
        result=pd.Series([True, False, None], dtype="boolean"),
        value=pd.Series([0.5, 1.0, 0.7]),
        operator="<",
        threshold=pd.Series([0.8, 1.0, None]),
        citation="",
        missing=pd.Series(["", "", "far_min"]),
    )

    evidence = to_evidence([own, low_test([1.0, 2.0, 3.0])], subject_ids=NAMES)

    assert evidence["threshold"].tolist() == ["0.8", "8", "1", "8", "", "8"]


def test_no_tests_give_no_rows_but_every_column():
    evidence = to_evidence([], subject_ids=NAMES)

    assert evidence.empty
    assert list(evidence.columns) == list(COLUMNS)


def test_a_test_out_of_step_with_its_subjects_is_refused():
    with pytest.raises(ValueError, match="LOW-E2"):
        to_evidence([low_test([1.0])], subject_ids=NAMES)


def test_subjects_with_the_same_name_keep_their_own_rows():
    evidence = to_evidence([low_test([1.0, 9.0])], subject_ids=pd.Series(["甲", "甲"]))

    assert evidence["result"].tolist() == ["TRUE", "FALSE"]


def test_dates_are_iso_and_truth_values_words():
    days = pd.Series(["2023-03-01", None]).astype("datetime64[s]")

    assert to_texts(days).tolist() == ["2023-03-01", ""]
    assert to_texts(pd.Series([True, False, None], dtype="boolean")).tolist() == [
        "TRUE",
        "FALSE",
        "",
    ]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (8.0, "8"),
        (7.996, "7.996"),
        (-0.5, "-0.5"),
        (0.0, "0"),
        (0.00001, "0.00001"),
        (1e16, "10000000000000000"),
        (123456.75, "123456.75"),
    ],
)
def test_numbers_have_no_trailing_zeros_and_no_exponent(number, text):
    assert to_number_text(number) == text


@given(
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12)
)
def test_a_number_text_reads_back_as_the_very_number(number):
    assert float(to_number_text(number)) == number


def test_sentences_show_two_decimals():
    assert to_short_texts(pd.Series([7.126436, 8.0, None])).tolist() == [
        "7.13",
        "8",
        "",
    ]


def test_missing_fields_are_named_only_where_the_answer_is_missing():
    answer = pd.Series([True, None, None], dtype="boolean")
    lacks = {
        "tax_wan": pd.Series([True, True, False]),
        "land_mu": pd.Series([True, True, True]),
    }

    assert name_missing(answer, lacks).tolist() == ["", "tax_wan,land_mu", "land_mu"]
