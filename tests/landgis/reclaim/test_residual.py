# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""批而未供: valid approvals minus supply minus exclusions, each ground once."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import shapely

from landgis.reclaim.places import (
    Zones,
    compute_line_shares,
    find_town,
    make_zones,
    name_level,
)
from landgis.reclaim.residual import compute_residual
from landgis.rules.library import read_profile

OUHAI = read_profile("ouhai_2021")
NONE = np.empty(0, dtype=object)


def box(x, width=100, y=0, height=100):
    return shapely.box(x, y, x + width, y + height)


def residual(*rows, supplied=(), excluded=(), on=date(2023, 12, 31)):
    frame = pd.DataFrame(
        [row[:-1] for row in rows], columns=["approval_no", "approved_date", "valid"]
    )
    frame["approved_date"] = pd.to_datetime(frame["approved_date"]).astype(
        "datetime64[s]"
    )
    found = compute_residual(
        frame.astype({"approval_no": "str", "valid": "str"}),
        np.array([row[-1] for row in rows], dtype=object),
        supplied=np.array([*supplied, None], dtype=object)[:-1],
        excluded=np.array([*excluded, None], dtype=object)[:-1],
        profile=OUHAI,
        reference_date=on,
    )
    return found.frame.set_index("approval_no")


def test_supplied_and_excluded_land_is_taken_off():
    found = residual(
        ("A1", "2015-05-01", "有效", box(0)),
        supplied=[box(0, width=40)],
        excluded=[box(90, width=50)],
    )

    assert found.loc["A1", "mu"] == pytest.approx(50 * 100 * 0.0015)
    assert found.loc["A1", "supplied_m2"] == pytest.approx(4000)
    assert found.loc["A1", "supply_rate"] == pytest.approx(0.4)


def test_overlapping_supply_is_not_taken_off_twice():
    found = residual(
        ("A1", "2015-05-01", "有效", box(0)),
        supplied=[box(0, width=40), box(20, width=40)],
    )

    assert found.loc["A1", "mu"] == pytest.approx(6.0)


def test_lapsed_approvals_count_nothing_and_cut_nothing():
    found = residual(
        ("A0", "2010-05-01", "失效", box(0)), ("A1", "2015-05-01", None, box(0))
    )

    assert found["mu"].to_dict() == {"A1": pytest.approx(15.0)}


def test_where_approvals_overlap_the_land_counts_for_the_earlier():
    found = residual(
        ("A2", "2016-05-01", "有效", box(50)), ("A1", "2015-05-01", "有效", box(0))
    )

    assert found["mu"].to_dict() == {
        "A1": pytest.approx(15.0),
        "A2": pytest.approx(7.5),
    }


def test_the_whole_area_of_the_earlier_one_cuts_even_where_it_is_supplied():
    found = residual(
        ("A1", "2015-05-01", "有效", box(0)),
        ("A2", "2016-05-01", "有效", box(0, width=150)),
        supplied=[box(0, width=60)],
    )

    assert found["mu"].to_dict() == {
        "A1": pytest.approx(6.0),
        "A2": pytest.approx(7.5),
    }


def test_on_one_day_the_number_decides_which_is_earlier():
    found = residual(
        ("B2", "2015-05-01", "有效", box(0)), ("B1", "2015-05-01", "有效", box(0))
    )

    assert list(found.index) == ["B1"]


def test_rows_of_one_number_are_one_approval():
    found = residual(
        ("A1", "2015-05-01", "有效", box(0)), ("A1", "2015-05-01", "有效", box(300))
    )

    assert found["mu"].tolist() == [pytest.approx(30.0)]


def test_approvals_without_a_number_stand_for_themselves():
    found = residual(
        (None, "2015-05-01", "有效", box(0)), (None, "2016-05-01", "有效", box(300))
    )

    assert len(found) == 2


@pytest.mark.parametrize(
    ("width", "height", "is_kept"),
    [(14, 14, False), (20, 10, True), (1.99, 200, False), (2.1, 200, True)],
)
def test_pieces_too_small_or_too_thin_are_dropped(width, height, is_kept):
    found = residual(("A1", "2015-05-01", "有效", box(0, width, 0, height)))

    assert (len(found) == 1) == is_kept


@pytest.mark.parametrize(
    ("approved", "ageing"),
    [
        ("2023-06-01", "不满1年"),
        ("2022-06-01", "1–2年"),
        ("2020-06-01", "2–5年"),
        ("2010-06-01", "5年以上"),
        (None, None),
    ],
)
def test_approvals_age(approved, ageing):
    found = residual(("A1", approved, "有效", box(0)))

    got = found.loc["A1", "ageing"]
    assert pd.isna(got) if ageing is None else got == ageing


def test_a_parcel_belongs_to_the_town_that_holds_most_of_it():
    towns = make_zones(
        pd.Series(["东镇", "西镇", "东镇"]), np.array([box(100), box(0), box(200)])
    )

    found = find_town(np.array([box(70), box(40), box(900), box(0)]), towns)

    assert found.tolist() == ["东镇", "西镇", "（未划定）", "西镇"]


def test_shares_in_industrial_lines_add_up_and_level_one_comes_first():
    lines = Zones(
        names=("二级", "一级"), geometry=np.array([box(0, width=80), box(0, width=30)])
    )

    shares = compute_line_shares(np.array([box(0), box(500)]), lines)

    assert shares.loc[0].tolist() == pytest.approx([0.3, 0.5, 0.2])
    assert shares.loc[1].tolist() == [0.0, 0.0, 1.0]
    assert name_level(shares).tolist() == ["二级", "线外"]


def test_approvals_without_a_column_of_dates_have_unknown_days():
    found = compute_residual(
        pd.DataFrame({"approval_no": ["A1"]}),
        np.array([box(0)], dtype=object),
        supplied=np.empty(0, dtype=object),
        excluded=np.empty(0, dtype=object),
        profile=OUHAI,
        reference_date=date(2023, 12, 31),
    ).frame

    assert found["approved_date"].dtype == "datetime64[s]"
    assert found[["approved_date", "years", "ageing"]].isna().all(axis=None)


def test_one_number_written_with_other_brackets_is_one_approval():
    found = residual(
        ("浙土字A〔2015〕-0001", "2015-05-01", "有效", box(0)),
        ("浙土字A[2015]-0001", "2015-05-01", "有效", box(300)),
    )

    assert found["mu"].tolist() == [pytest.approx(30.0)]


def test_every_valid_approval_is_accounted_for_with_what_was_left_out():
    frame = pd.DataFrame({"approval_no": ["A1", "A2"]}, dtype="str")

    found = compute_residual(
        frame.assign(approved_date=pd.Series(dtype="datetime64[s]")),
        np.array([box(0), box(300)]),
        supplied=np.array([box(0), box(310)]),  # A2 keeps a strip of 10 m
        excluded=np.array([shapely.box(300, 0, 310, 90)]),  # and of it 100 m²
        profile=OUHAI,
        reference_date=date(2023, 12, 31),
    )

    assert found.approvals["residual_m2"].tolist() == [0.0, 0.0]
    assert found.approvals["dropped_m2"].tolist() == pytest.approx([0.0, 100.0])
    assert len(found.frame) == 0
