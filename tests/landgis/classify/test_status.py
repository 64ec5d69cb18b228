# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The status of a parcel: every test true, false or unknown, in the law's order."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.classify.occupants import compute_occupants
from landgis.classify.status import classify_parcels
from landgis.classify.statuses import STATUSES, TESTED_STATUSES
from landgis.rules.library import read_profile

DATES = (
    "delivered_date",
    "agreed_start",
    "extended_start",
    "actual_start",
    "actual_finish",
    "production_date",
    "stop_date",
)
NUMBERS = (
    "should_dev_m2",
    "dev_m2",
    "total_invest_wan",
    "invested_wan",
    "built_m2",
    "far_min",
    "agreed_tax_per_mu",
)
RULED = "idle_ruling"
OUHAI = read_profile("ouhai_2021")
BUILT = {  # a parcel that works as agreed
    "agreed_start": "2015-01-01",
    "actual_start": "2015-01-01",
    "actual_finish": "2016-01-01",
    "production_date": "2016-06-01",
    "built_m2": 20_000.0,
    "far_min": 1.0,
}


def parcels(*rows, without=()):
    """Build parcels of 30 亩 with every column of a supply layer but `without`."""
    frame = pd.DataFrame(list(rows), columns=[*DATES, *NUMBERS, RULED])
    for name in DATES:
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    for name in NUMBERS:
        frame[name] = frame[name].astype(float)
    frame[RULED] = frame[RULED].astype("str")
    frame["area_m2"] = 20_000.0
    frame["mu"] = 30.0
    return frame.drop(columns=list(without))


def firms(*rows):
    """Build firms of (parcel, tax_wan, low) with 30 亩 each."""
    table = pd.DataFrame(
        {
            "name": [f"企业{n}" for n in range(len(rows))],
            "tax_wan": pd.Series([row[1] for row in rows], dtype=float),
            "low": pd.Series([row[2] for row in rows], dtype="boolean"),
        }
    )
    links = pd.DataFrame(
        {
            "firm": np.arange(len(rows)),
            "parcel": [row[0] for row in rows],
            "land_mu": 30.0,
            "tax_wan": table["tax_wan"],
        }
    )
    return table, links


def classify(frame, *firm_rows, on=date(2023, 12, 31), has_firms=True, profile=OUHAI):
    table, links = firms(*firm_rows)
    occupants = compute_occupants(frame.index, links=links, firms=table)
    return classify_parcels(
        frame, occupants, profile=profile, reference_date=on, has_firms=has_firms
    )


def status_of(row, *firm_rows, **options):
    without = options.pop("without", ())
    verdicts = classify(parcels(row, without=without), *firm_rows, **options)
    return verdicts.frame.loc[0, "status"]


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2022, 2, 28), "not_due"),
        (date(2022, 3, 1), "not_due"),
        (date(2022, 3, 2), "overdue"),
        (date(2023, 2, 28), "overdue"),
        (date(2023, 3, 1), "suspect_idle_1y"),
        (date(2024, 2, 29), "suspect_idle_1y"),
        (date(2024, 3, 1), "suspect_idle_2y"),
    ],
)
def test_years_of_not_starting_count_from_the_anniversary(on, status):
    assert status_of({"agreed_start": "2022-03-01"}, on=on) == status


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2022, 6, 1), "not_due"),
        (date(2023, 5, 31), "overdue"),
        (date(2023, 6, 1), "suspect_idle_1y"),
    ],
)
def test_without_an_agreed_start_work_is_due_a_year_after_delivery(on, status):
    assert status_of({"delivered_date": "2021-06-01"}, on=on) == status


def test_an_extension_replaces_the_agreed_start():
    row = {"agreed_start": "2020-01-01", "extended_start": "2023-06-01"}

    assert status_of(row) == "overdue"


def test_neither_agreed_start_nor_delivery_leaves_the_stage_unknown():
    verdicts = classify(parcels({}))

    assert verdicts.frame.loc[0, "status"] == "to_verify"
    assert verdicts.frame.loc[0, "missing"] == "agreed_start,delivered_date"
    assert verdicts.unknown == {"agreed_start": 1, "delivered_date": 1}


def test_without_a_column_for_the_start_nobody_can_say_it_did_not_start():
    verdicts = classify(
        parcels({"agreed_start": "2015-01-01"}, without=["actual_start"])
    )

    assert verdicts.frame.loc[0, "status"] == "to_verify"
    assert "actual_start" in verdicts.frame.loc[0, "missing"]


def test_buildings_show_a_start_even_without_a_date():
    row = {"agreed_start": "2015-01-01", "built_m2": 5.0}

    assert status_of(row) == "normal"


def test_a_start_after_the_reference_date_is_not_a_start_yet():
    row = {"agreed_start": "2022-12-31", "actual_start": "2024-02-01"}

    assert status_of(row) == "suspect_idle_1y"


def test_a_ruling_comes_before_everything():
    row = {**BUILT, RULED: "闲置认定〔2023〕1号", "built_m2": 10_000.0}

    verdicts = classify(parcels(row), (0, 1.0, True))

    assert verdicts.frame.loc[0, "status"] == "idle_ruled"
    assert verdicts.frame.loc[0, "flags"] == "underused,low_efficiency"


@pytest.mark.parametrize(
    ("dev", "invested", "stop", "status"),
    [
        (3330.0, 9000.0, "2022-10-31", "stalled"),  # 0.333 < 1/3
        (3340.0, 9000.0, "2022-10-31", "normal"),
        (3340.0, 2499.0, "2022-10-31", "stalled"),  # 24.99 % < 25 %
        (3340.0, 2500.0, "2022-10-31", "normal"),
        (3330.0, 9000.0, "2022-12-31", "stalled"),  # the anniversary itself
        (3330.0, 9000.0, "2023-01-01", "normal"),
    ],
)
def test_stalled_needs_a_year_and_little_built_or_invested(dev, invested, stop, status):
    row = {
        "agreed_start": "2020-01-01",
        "actual_start": "2020-01-01",
        "stop_date": stop,
        "dev_m2": dev,
        "should_dev_m2": 10_000.0,
        "invested_wan": invested,
        "total_invest_wan": 10_000.0,
    }

    assert status_of(row) == status


def test_one_ratio_is_enough_to_be_stalled_and_not_enough_to_be_sure_of_not():
    row = {
        "actual_start": "2020-01-01",
        "stop_date": "2021-01-01",
        "invested_wan": 1000.0,
        "total_invest_wan": 10_000.0,
    }
    unsure = {**row, "invested_wan": 5000.0}

    verdicts = classify(parcels(row, unsure))

    assert verdicts.frame["status"].tolist() == ["stalled", "to_verify"]
    assert verdicts.frame["missing"].tolist() == ["", "dev_m2,should_dev_m2"]


def test_built_not_producing_needs_twelve_months_and_nobody_paying_tax():
    row = {"actual_start": "2021-01-01", "actual_finish": "2022-12-31"}
    late = {**row, "actual_finish": "2023-01-01"}
    frame = parcels({**row, "far_min": 0.1, "built_m2": 20_000.0}, late)

    assert classify(frame).frame.loc[0, "status"] == "built_not_producing"
    assert classify(frame).frame.loc[1, "status"] != "built_not_producing"
    assert classify(frame, (0, 0.01, False)).frame.loc[0, "status"] == "normal"
    assert classify(frame, (0, np.nan, None)).frame.loc[0, "status"] == "to_verify"
    assert classify(frame, has_firms=False).frame.loc[0, "status"] == "to_verify"


def test_underused_is_a_floor_area_ratio_under_the_agreed_one():
    low = {**BUILT, "built_m2": 19_999.0}

    assert status_of(low) == "underused"
    assert status_of(BUILT) == "normal"
    assert status_of({**BUILT, "built_m2": np.nan}) == "to_verify"
    assert (
        status_of({**low, "actual_finish": None, "production_date": None}) == "normal"
    )


def test_below_standard_compares_tax_with_what_was_agreed():
    row = {**BUILT, "agreed_tax_per_mu": 10.0}

    assert status_of(row, (0, 299.0, False)) == "below_standard"
    assert status_of(row, (0, 300.0, False)) == "normal"
    assert status_of(row) == "to_verify"  # no joined firm
    assert status_of(BUILT, (0, 1.0, False)) == "normal"  # nothing was agreed


def test_one_low_firm_makes_a_parcel_low_whatever_the_others_are():
    assert status_of(BUILT, (0, 400.0, False), (0, 1.0, True)) == "low_efficiency"
    assert status_of(BUILT, (0, np.nan, None), (0, 1.0, True)) == "low_efficiency"
    assert status_of(BUILT, (0, np.nan, None)) == "to_verify"
    assert status_of(BUILT) == "normal"


def test_an_unknown_test_does_not_stop_a_later_one():
    row = {**BUILT, "built_m2": np.nan}

    verdicts = classify(parcels(row), (0, 1.0, True))

    assert verdicts.frame.loc[0, "status"] == "low_efficiency"
    assert verdicts.frame.loc[0, "missing"] == "built_m2"


def test_a_profile_without_a_line_for_low_firms_does_not_test_them():
    huangyan = read_profile("huangyan_2022")

    verdicts = classify(parcels(BUILT), (0, 1.0, None), profile=huangyan)

    assert verdicts.frame.loc[0, "status"] == "normal"
    assert "LOW-L" not in {test.rule for test in verdicts.tests}


DAY = st.none() | st.dates(date(2010, 1, 1), date(2025, 1, 1)).map(str)
NUMBER = st.none() | st.floats(0, 1e5)
ROW = st.fixed_dictionaries(
    dict.fromkeys(DATES, DAY)
    | dict.fromkeys(NUMBERS, NUMBER)
    | {RULED: st.none() | st.just("认定〔2020〕1号")}
)


@given(st.lists(ROW, min_size=1, max_size=5), st.sets(st.sampled_from(DATES)))
def test_status_flags_and_unknowns_agree_with_the_tests(rows, absent):
    verdicts = classify(parcels(*rows, without=absent), (0, 5.0, True))
    names = [name for name in TESTED_STATUSES if name in STATUSES]

    for place in range(len(rows)):
        results = {
            name: test.result.iloc[place]
            for name, test in zip(names, verdicts.tests, strict=True)
        }
        true = [name for name, r in results.items() if r is not pd.NA and r]
        unknown = any(result is pd.NA for result in results.values())
        got = verdicts.frame.iloc[place]
        assert got["status"] == (
            true[0] if true else "to_verify" if unknown else "normal"
        )
        assert [name for name in got["flags"].split(",") if name] == true[1:]
        assert bool(got["missing"]) == unknown
        stages = {"suspect_idle_2y", "suspect_idle_1y", "overdue", "not_due"}
        assert len(stages & set(true)) <= 1


def test_a_ratio_exactly_on_its_limit_is_not_below_it_whatever_binary_says():
    # 14804.4 / 18505.5 is 0.8, in binary a little less
    row = {**BUILT, "built_m2": 14_804.4, "far_min": 0.8}
    frame = parcels(row).assign(area_m2=18_505.5)

    assert classify(frame).frame.loc[0, "status"] == "normal"


def test_tax_exactly_as_agreed_is_not_below_it_where_the_area_was_drawn():
    row = {**BUILT, "agreed_tax_per_mu": 6.0}
    frame = parcels(row).assign(mu=30.0 * (1 + 2e-11))

    assert classify(frame, (0, 180.0, False)).frame.loc[0, "status"] == "normal"
