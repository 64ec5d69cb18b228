# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firm and potential land of a parcel by its status."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from landgis.classify.occupants import compute_occupants
from landgis.reclaim.land import compute_reclaimable, sum_by, sum_by_line
from landgis.rules.library import read_profile

OUHAI = read_profile("ouhai_2021")
REFERENCE = date(2023, 12, 31)


def reclaim(status, *, low_land_mu=0.0, due="2015-01-01", **fields):
    parcels = pd.DataFrame(
        {
            "status": pd.Series([status], dtype="str"),
            "area_m2": [20_000.0],
            "mu": [30.0],
            "due_date": pd.Series([pd.Timestamp(due)]).astype("datetime64[s]"),
        }
        | {name: [value] for name, value in fields.items()}
    )
    links = pd.DataFrame(
        {"firm": [0], "parcel": [0], "land_mu": [low_land_mu], "tax_wan": [1.0]}
    )
    firms = pd.DataFrame(
        {"name": ["甲"], "low": pd.Series([low_land_mu > 0], dtype="boolean")}
    )
    occupants = compute_occupants(parcels.index, links=links, firms=firms)
    land = compute_reclaimable(
        parcels, occupants, profile=OUHAI, reference_date=REFERENCE
    )
    return tuple(land.loc[0, ["firm_mu", "potential_mu"]]), land.loc[0, "missing"]


@pytest.mark.parametrize(
    ("status", "fields", "land"),
    [
        ("built_not_producing", {}, (30.0, 0.0)),
        ("suspect_idle_2y", {"cause": "企业"}, (30.0, 0.0)),
        ("suspect_idle_2y", {"cause": "政府"}, (0.0, 30.0)),
        ("idle_ruled", {"cause": "企业"}, (30.0, 0.0)),
        ("idle_ruled", {"cause": "企业", "due": "2022-01-01"}, (0.0, 30.0)),
        ("idle_ruled", {"cause": "政府"}, (0.0, 30.0)),
        ("suspect_idle_1y", {"cause": "企业"}, (0.0, 30.0)),
        ("stalled", {}, (0.0, 30.0)),
        ("overdue", {}, (0.0, 30.0)),
        ("not_due", {}, (0.0, 30.0)),
        ("below_standard", {}, (0.0, 0.0)),
        ("to_verify", {}, (0.0, 0.0)),
        ("normal", {}, (0.0, 0.0)),
        ("low_efficiency", {"low_land_mu": 14.4}, (0.0, 14.4)),
        ("low_efficiency", {"low_land_mu": 99.0}, (0.0, 30.0)),
    ],
)
def test_each_status_gives_its_land(status, fields, land):
    assert reclaim(status, **fields)[0] == pytest.approx(land)


def test_a_missing_cause_counts_as_potential_and_is_named():
    assert reclaim("suspect_idle_2y", cause=np.nan) == ((0.0, 30.0), "cause")
    assert reclaim("suspect_idle_2y") == ((0.0, 30.0), "cause")


@pytest.mark.parametrize(
    ("footprint", "built", "far_min", "firm"),
    [
        (3_000.0, 5_000.0, 0.5, 15.0),  # by footprint: 3000/0.3 = 10000 m² needed
        (1_000.0, 9_000.0, 0.5, 3.0),  # by floor: 9000/0.5 = 18000 m², 3 亩 left
        (1_000.0, 9_001.0, 0.5, 0.0),  # under 3 亩 is not a piece of its own
        (9_000.0, 9_000.0, 0.5, 0.0),  # 30000 m² needed, more than there is
    ],
)
def test_underused_gives_what_its_buildings_do_not_need(
    footprint, built, far_min, firm
):
    land, missing = reclaim(
        "underused", footprint_m2=footprint, built_m2=built, far_min=far_min
    )

    assert land == pytest.approx((firm, 0.0))
    assert missing == ""


def test_underused_without_footprint_gives_nothing_and_says_why():
    land, missing = reclaim("underused", built_m2=5_000.0, far_min=0.5)

    assert (land, missing) == ((0.0, 0.0), "footprint_m2")


def test_sums_by_town_and_by_line_keep_every_mu():
    land = pd.DataFrame({"firm_mu": [10.0, 20.0], "potential_mu": [1.0, 2.0]})
    shares = pd.DataFrame(
        {"一级": [0.25, 0.0], "二级": [0.0, 1.0], "线外": [0.75, 0.0]}
    )

    by_town = sum_by(pd.Series(["东镇", "东镇"]), land)
    by_line = sum_by_line(shares, land)

    assert by_town.loc["东镇"].tolist() == [30.0, 3.0]
    assert by_line["firm_mu"].tolist() == [2.5, 20.0, 7.5]
    assert by_line["potential_mu"].tolist() == [0.25, 2.0, 0.75]


def test_a_piece_of_exactly_the_least_size_counts():
    # 36180 / 2.01 is 18000 m², which leaves 3 亩; in binary a little less
    land, _ = reclaim("underused", footprint_m2=1.0, built_m2=36_180.0, far_min=2.01)

    assert land == pytest.approx((3.0, 0.0))
