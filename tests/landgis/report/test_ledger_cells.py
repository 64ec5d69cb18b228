# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""No cell runs as a formula, breaks the file, or changes what it says."""

import io
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.report.ledger_cells import (
    CELL_LENGTH,
    CellColumn,
    make_rows,
    to_day_numbers,
    to_safe_text,
    to_text_cells,
)

FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


def shown(column, *, first_row=4):
    """Return what the cells of a column say, as a reader of the file sees it."""
    body = b"".join(
        make_rows(
            [column],
            styles=["7"],
            heights=np.full(len(column), 18.0),
            rows=slice(0, len(column)),
            first_row=first_row,
        )
    )
    root = ET.parse(io.BytesIO(b"<d>" + body + b"</d>")).getroot()  # noqa: S314  a text of our own
    return [
        (cell.get("r"), cell.get("s"), cell.findtext("is/t") or cell.findtext("v"))
        for cell in root.iter("c")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86577",
        "-cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1+1",
        "\u200b=1",
        "＝1+1",
        "\x01=1+1",
    ],
)
def test_text_that_would_run_gets_an_apostrophe(text):
    assert to_safe_text(text).startswith("'")


@given(st.text(alphabet=st.characters(), max_size=40))
def test_no_text_starts_a_formula_or_holds_what_xml_refuses(text):
    safe = to_safe_text(text)

    assert not safe.startswith(FORMULA_STARTS)
    assert all(char in "\t\n" or char >= " " for char in safe)
    safe.encode("utf-8")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_harmless_text_is_written_as_it_is(text):
    (cell,) = shown(to_text_cells(pd.Series([f"甲{text}乙"], dtype="str")))

    # XML readers turn these two separators into nothing else; Excel's own code
    # for a character must come back as the text that it was.
    assert (cell[2] or "").replace("_x005F_", "_") == f"甲{text}乙".replace(
        "\ufffe", ""
    ).replace("\uffff", "")


def test_text_that_looks_like_a_coded_character_is_kept():
    (cell,) = shown(to_text_cells(pd.Series(["a_x000D_b"])))

    assert cell[2] == "a_x005F_x000D_b"


def test_text_too_long_for_a_cell_is_cut_and_says_so():
    safe = to_safe_text("长" * 40_000)

    assert len(safe) == CELL_LENGTH
    assert safe.endswith("全文见 result.gpkg）")


def test_missing_and_empty_texts_are_blank_cells():
    cells = shown(to_text_cells(pd.Series(["甲", None, "", "\x00"])))

    assert cells == [
        ("A4", "7", "甲"),
        ("A5", "7", None),
        ("A6", "7", None),
        ("A7", "7", None),
    ]


def test_numbers_are_written_without_loss_and_nan_is_blank():
    cells = shown(CellColumn(numbers=np.array([1.0, 0.1, 12_345_678.91, np.nan])))

    assert [cell[2] for cell in cells] == ["1", "0.1", "12345678.91", None]


def test_days_are_counted_as_spreadsheets_count_them():
    days = pd.Series(pd.to_datetime(["1900-03-01", "2023-12-31", None, "1899-01-01"]))

    found = to_day_numbers(days)

    assert found[:2].tolist() == [61.0, 45_291.0]
    assert np.isnan(found[2:]).all()
