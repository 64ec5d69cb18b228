# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Land-use codes that mean different things in different schemes (CODE-01)."""

from __future__ import annotations

import pandas as pd
import pytest

from landgis.schema import classify_land_use


def classify(*cells, names=None):
    given = None if names is None else pd.Series(names, dtype="str")
    return classify_land_use(pd.Series(list(cells), dtype="str"), names=given)


def industrial(result):
    return ["?" if pd.isna(each) else bool(each) for each in result.industrial]


@pytest.mark.parametrize("cell", ["1001", "0601"])
def test_a_code_that_two_schemes_share_stays_unknown(cell):
    result = classify(cell)

    assert result.scheme is None
    assert industrial(result) == ["?"]
    assert result.findings[0].kind == "land_use_unclear"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1001", "100102", "070101"], [True, True, False]),
        (["0601", "05H1", "1001"], [True, False, False]),
        (["061", "071"], [True, False]),
        (["221", "222"], [True, False]),
        (["M1", "W"], [True, False]),
        (["工业用地", "铁路用地", "工矿仓储用地"], [True, False, True]),
        (["1001工业用地", "1001"], [True, True]),
        (["0601工业用地", "0601"], [True, True]),
    ],
)
def test_neighbours_and_names_tell_the_scheme(cells, expected):
    result = classify(*cells)

    assert industrial(result) == expected
    assert result.findings == ()


def test_names_beside_the_codes_count_where_they_disagree():
    result = classify(
        "1001", "1001", "100101", names=["工业用地", "铁路用地", "一类工业用地"]
    )

    assert industrial(result) == [True, False, True]
    assert result.findings[0].kind == "land_use_conflict"
    assert result.findings[0].rows == (1,)


def test_missing_land_use_is_unknown():
    assert industrial(classify(None, "工业用地")) == ["?", True]
