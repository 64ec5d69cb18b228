# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two results: who came, who left, what changed, and sums that add up."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.analysis import STATUSES
from landgis.scenario.compare import (
    _matrix,
    compare_firms,
    compare_parcels,
    compare_results,
)
from landgis.scenario.profiles import changed_profile


def parcels(*rows):
    columns = ["parcel_id", "unit_no", "status", "mu", "potential_mu"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(firm_mu=0.0, owner="甲厂", town="梧田街道")


def squares(*places):
    return np.array([shapely.box(x, 0, x + 10, 10) for x in places], dtype=object)


def test_parcels_are_matched_by_code_then_unit_then_shape():
    before = parcels(
        ("A1", None, "normal", 10.0, 0.0),
        ("A2", "U2", "overdue", 20.0, 20.0),
        (None, None, "normal", 30.0, 0.0),
        ("A4", None, "low_efficiency", 40.0, 7.0),
    )
    after = parcels(
        (None, None, "to_verify", 30.0, 0.0),
        ("A1", None, "low_efficiency", 10.0, 4.0),
        ("B2", "U2", "overdue", 21.0, 21.0),
        ("A5", None, "not_due", 50.0, 50.0),
    )

    found = compare_parcels(
        before, after, shapes=(squares(0, 20, 40, 60), squares(40, 0, 20, 80))
    )

    rows = {
        (row.row_before, row.row_after): (row.change, row.matched_by)
        for row in found.itertuples()
    }
    assert rows == {
        (2, 0): ("status", "shape"),
        (0, 1): ("status", "parcel_id"),
        (1, 2): ("mu", "unit_no"),
        (-1, 3): ("came", ""),
        (3, -1): ("left", ""),
    }
    left = found[found["change"] == "left"].iloc[0]
    assert (left["parcel_id"], left["mu_before"]) == ("A4", 40.0)
    assert np.isnan(left["mu_after"])


def test_firms_are_matched_by_code_then_by_name():
    codes = ["91330304MA2AA0001X", "91330304MA2AA0002X", None, None]
    before = pd.DataFrame(
        {
            "name": ["甲有限公司", "乙有限公司", "丙厂", "丁厂"],
            "code": codes,
            "low": pd.array([False, True, True, pd.NA], dtype="boolean"),
            "grade": ["A", "D", "C", "B"],
        }
    )
    after = pd.DataFrame(
        {
            "name": ["甲实业有限公司", "丙厂", "戊厂", "丁厂"],
            "code": [codes[0], None, None, None],
            "low": pd.array([True, False, True, pd.NA], dtype="boolean"),
            "grade": ["A", "C", "D", "A"],
        }
    )

    found = compare_firms(before, after).set_index("name")["change"]

    assert found.to_dict() == {
        "甲实业有限公司": "low",
        "丙厂": "not_low",
        "戊厂": "came",
        "丁厂": "grade",
        "乙有限公司": "left",
    }


row = st.tuples(
    st.one_of(st.none(), st.sampled_from(["A", "B", "C", "D"])),
    st.sampled_from(STATUSES),
    st.one_of(st.just(float("nan")), st.integers(0, 50).map(float)),
)


@settings(max_examples=20)
@given(st.lists(row, max_size=8), st.lists(row, max_size=8))
def test_the_sums_of_rows_and_columns_are_those_of_the_results(one, other):
    frames = [
        parcels(*((code, None, status, mu, 0.0) for code, status, mu in drawn)).astype(
            {"mu": "float64", "parcel_id": "str", "status": "str"}
        )
        for drawn in (one, other)
    ]
    shapes = tuple(squares(*range(0, 20 * len(drawn), 20)) for drawn in (one, other))

    found = compare_parcels(*frames, shapes=shapes)
    count = _matrix(found, None)
    mu_before, mu_after = _matrix(found, "mu_before"), _matrix(found, "mu_after")

    assert sorted(found["row_before"][found["row_before"] >= 0]) == list(
        range(len(one))
    )
    assert sorted(found["row_after"][found["row_after"] >= 0]) == list(
        range(len(other))
    )
    for status in STATUSES:
        before, after = (frame[frame["status"] == status] for frame in frames)
        assert count.loc[status].sum() == len(before)
        assert count[status].sum() == len(after)
        assert mu_before.loc[status].sum() == pytest.approx(before["mu"].sum())
        assert mu_after[status].sum() == pytest.approx(after["mu"].sum())


def test_the_same_land_by_another_line_differs_in_status_alone(sample, sample_result):
    later = sample.analyse(changed_profile(sample.profile, {"low[1]": 12.0}))

    found = compare_results(sample_result, later)

    assert set(found.parcels["change"]) <= {"same", "status", "land"}
    differs = (sample_result.parcels["status"] != later.parcels["status"]).sum()
    assert (found.parcels["change"] == "status").sum() == differs
    off_diagonal = found.count.to_numpy().sum() - np.trace(found.count.to_numpy())
    assert off_diagonal == differs
    assert found.count.loc["normal", "low_efficiency"] > 0


def test_results_without_firms_are_compared_too():
    firms = pd.DataFrame({"name": ["甲厂"], "code": [None]}).astype("str")

    came = compare_firms(pd.DataFrame(), firms)
    left = compare_firms(firms, pd.DataFrame())

    assert (came["change"].tolist(), came["name"].tolist()) == (["came"], ["甲厂"])
    assert (left["change"].tolist(), left["name"].tolist()) == (["left"], ["甲厂"])
