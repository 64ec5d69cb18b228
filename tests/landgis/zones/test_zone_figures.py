# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tenure, DORM-01, floors and compensation by hand."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from finding_builders import make_units, square

from landgis.zones.book import recount
from landgis.zones.prices import Prices, compensation_of
from landgis.zones.tenure import find_tenure
from landgis.zones.units import COLUMNS, COUNTS, DORMITORY, TENURES, make_keys
from landgis.zones.zoning import Zone, Zoning

MU = 2000 / 3


def tenures(frame, raw=None):
    parcels = pd.DataFrame(frame)
    raw = pd.DataFrame(index=parcels.index) if raw is None else pd.DataFrame(raw)
    return [TENURES[code] for code in find_tenure(parcels, raw)]


def test_the_letter_of_the_code_decides_whose_the_land_is():
    codes = ["330304001001GB00001", "330304001001JB00002", "330304001001ZB00003", None]

    assert tenures({"parcel_id": codes}) == ["state", "collective"] + ["unknown"] * 2
    assert tenures({"parcel_id": codes, "supply_mode": ["划拨"] * 4}) == (
        ["allocated", "collective", "allocated", "allocated"]
    )


def test_supply_mode_tells_how_state_land_was_supplied():
    modes = ["挂牌出让", "协议出让", "划拨", "租赁", "集体建设用地入市", "作价出资", ""]

    assert tenures({"supply_mode": modes}) == [
        "granted",
        "granted",
        "allocated",
        "leased",
        "collective",
        "granted",
        "unknown",
    ]


def test_a_column_about_it_counts_and_names_of_owners_do_not():
    parcels = {"owner": ["某村股份经济合作社"] * 3}

    assert tenures(parcels) == ["unknown"] * 3
    raw = {"权属性质": ["国有", "集体", None]}
    assert tenures(parcels, raw) == ["state", "collective", "unknown"]
    assert tenures(parcels, {"QSXZ": [20, 30, 99]}) == [
        "state",
        "collective",
        "unknown",
    ]


def test_keys_stay_apart_where_names_are_the_same():
    names, approvals = pd.Series(["1", "1", "2"]), pd.Series(["批", "批"])

    assert make_keys(names, approvals).tolist() == (
        ["p|1", "p|1|2", "p|2", "r|批|1", "r|批|2"]
    )


@pytest.fixture
def units():
    """Return three squares of 15 亩: in a park, of grade A and large, without one."""
    found = make_units([square(n, 0) for n in range(3)], ["normal"] * 3)
    values, marks = np.array(found.values), found.marks.copy()
    values[:, COLUMNS.index("built_m2")] = [8_000, 12_000, 0]
    values[:, COLUMNS.index("built_land_m2")] = [10_000, 10_000, 0]
    marks[2, COUNTS.index("no_floor")] = True
    limbs = [DORMITORY.index(name) for name in ("park", "grade", "no_grade")]
    tenure = [TENURES.index(name) for name in ("granted", "allocated", "unknown")]
    return replace(
        found,
        values=values,
        marks=marks,
        dormitory=np.array(limbs, dtype=np.uint8),
        tenure=np.array(tenure, dtype=np.uint8),
        caps=replace(found.caps, land=0.15, floor=0.3),
    )


def totals(units, rows, *, target_far=None):
    zoning = Zoning(
        id="z",
        name="",
        zones=(Zone(id="a", name="", target_far=target_far),),
        holder=np.where(np.isin(np.arange(3), rows), 0, -1).astype(np.int32),
    )
    return recount(zoning, units, "a")


def test_dormitories_go_by_the_raised_share_where_the_rule_holds(units):
    found = totals(units, [0, 1, 2], target_far=2.0).dormitory

    assert found.eligible_m2 == pytest.approx(20_000)
    assert found.unknown_m2 == pytest.approx(10_000)
    assert found.land_cap_m2 == pytest.approx(0.15 * 20_000 + 0.07 * 10_000)
    assert found.floor_cap_now_m2 is None
    assert found.floor_cap_target_m2 == pytest.approx(
        2.0 * (0.30 * 20_000 + 0.15 * 10_000)
    )
    known = totals(units, [0, 1]).dormitory
    assert known.floor_cap_now_m2 == pytest.approx(0.30 * 20_000)
    assert known.floor_cap_target_m2 is None


def test_floors_count_the_parcels_whose_floors_are_known(units):
    found = totals(units, [0, 1, 2], target_far=2.0)

    assert found.far_now == pytest.approx(1.0)
    assert found.units_without_floor == 1
    assert found.floor_possible_m2 == pytest.approx(60_000)
    assert found.floor_added_m2 == pytest.approx(2.0 * 20_000 - 20_000)
    assert totals(units, [2]).far_now is None


def test_layers_that_are_absent_are_unknown_and_not_zero(units):
    found = totals(units, [0])

    assert found.first_m2 is None
    assert found.excluded_m2 is None
    assert found.outside_lines_m2 is None
    assert found.share(found.first_m2) is None


def test_compensation_multiplies_and_adds(units):
    prices = Prices(
        granted=50.0,
        allocated=20.0,
        building=1_000.0,
        stoppage=0.05,
        moving=30.0,
        equipment=10.0,
        reward=0.1,
    )
    found = compensation_of(totals(units, [0, 1]), prices)

    land = 15 * 50 + 15 * 20
    floors = 20_000 * 1_000 / 10_000
    parts = land + floors + 0.05 * floors + 20_000 * 30 / 10_000
    assert found.total_wan == pytest.approx(1.1 * parts)


def test_compensation_is_unknown_where_a_price_owner_or_floor_is(units):
    found = compensation_of(totals(units, [0, 1, 2]), Prices(granted=50.0, reward=0.1))
    missing = {line.id: line.missing for line in found.lines}

    assert missing == {
        "granted": "",
        "allocated": "price",
        "unknown": "owner",
        "building": "floor",
        "stoppage": "price",
        "moving": "floor",
        "equipment": "",
        "reward": "others",
    }
    assert found.total_wan is None
    assert found.known_wan == pytest.approx(750)


def test_prices_survive_their_document():
    prices = Prices(granted=1.5, reward=0.0)

    assert Prices.from_document(prices.to_document()) == prices
    assert Prices.from_document(None) == Prices()
