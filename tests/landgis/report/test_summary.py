# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""summary.json says what the contract says it says."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from report_builders import make_analysis, make_firms, make_parcels, make_reclaimable

from landgis.analysis import STATUSES, Reclaimable
from landgis.report.summary import to_json, to_summary


def test_summary_has_the_keys_of_the_contract_and_no_plan():
    assert list(to_summary(make_analysis())) == [
        "format",
        "project",
        "inputs",
        "land",
        "reclaimable",
        "join",
        "evaluation",
        "low_efficiency",
        "energy",
        "targets",
        "unknown",
    ]


def test_project_names_profile_day_and_coordinate_system():
    assert to_summary(make_analysis())["project"] == {
        "name": "某县2023年度",
        "region": "330304",
        "reference_date": "2023-12-31",
        "profile": "county_2021",
        "crs": "EPSG:4549",
    }


def test_every_input_says_what_was_lost_and_repaired():
    supply, enterprise = to_summary(make_analysis())["inputs"]

    assert supply["lost"] == 1
    assert supply["repaired"] == 1
    assert supply["encoding"] == "GB18030"
    assert supply["crs"] == "EPSG:4549"
    assert supply["notes"] == ["没有 .cpg"]
    assert enterprise["crs"] is None


def test_land_has_each_parcel_once_under_its_status():
    land = to_summary(make_analysis())["land"]

    assert set(land) == {*STATUSES, "approved_unsupplied", "supplied_unused"}
    assert land["suspect_idle_2y"] == {"count": 1, "mu": 30.0}
    assert land["idle_ruled"] == {"count": 0, "mu": 0.0}
    assert sum(land[status]["count"] for status in STATUSES) == 6
    assert sum(land[status]["mu"] for status in STATUSES) == 93.0


def test_supplied_unused_adds_up_the_five_stages_without_stalled_land():
    parcels = make_parcels().assign(
        status=[
            "idle_ruled",
            "suspect_idle_2y",
            "overdue",
            "not_due",
            "stalled",
            "normal",
        ]
    )

    land = to_summary(make_analysis(parcels=parcels))["land"]

    assert land["supplied_unused"] == {"count": 4, "mu": 30 + 30 + 15 + 7.5}
    assert land["stalled"] == {"count": 1, "mu": 6.0}


def test_approved_unsupplied_counts_approvals_with_a_residual():
    land = to_summary(make_analysis())["land"]

    assert land["approved_unsupplied"] == {"count": 2, "mu": 34.5}


def test_reclaimable_has_every_category_but_the_subtotal():
    found = to_summary(make_analysis())["reclaimable"]

    assert set(found["by_category"]) == {*STATUSES, "approved_unsupplied", "vacated"}
    assert found["by_category"]["underused"] == {"firm_mu": 2.5, "potential_mu": 0.0}
    assert found["by_category"]["vacated"] == {"firm_mu": 0.0, "potential_mu": 0.0}
    assert found["total_mu"] == 101.0


def test_block_lines_that_nothing_lies_in_are_zero():
    found = to_summary(make_analysis())["reclaimable"]["by_block_line"]

    assert list(found) == ["一级", "二级", "线外"]
    assert found["二级"] == {"firm_mu": 0.0, "potential_mu": 0.0}


def test_without_block_lines_nothing_is_said_about_them():
    reclaimable = replace(
        make_reclaimable(),
        by_block_line=pd.DataFrame(columns=["firm_mu", "potential_mu"]),
    )

    summary = to_summary(make_analysis(reclaimable=reclaimable))

    assert summary["reclaimable"]["by_block_line"] == {}


def test_land_outside_all_towns_is_under_its_own_key():
    towns = pd.DataFrame(
        {"firm_mu": [1.0, 2.0], "potential_mu": [0.0, 4.0]},
        index=pd.Index(["东镇", None], dtype="object"),
    )
    reclaimable = replace(make_reclaimable(), by_town=towns)

    found = to_summary(make_analysis(reclaimable=reclaimable))["reclaimable"]["by_town"]

    assert found["（未划定）"] == {"firm_mu": 2.0, "potential_mu": 4.0}


def test_unmatched_firms_include_those_to_review():
    found = to_summary(make_analysis())["join"]

    assert found["enterprises"] == 4
    assert found["matched"] == 3
    assert found["unmatched"] == 1
    assert found["to_review"] == 1
    assert found["parcels_without_enterprise"] == 4
    assert found["by_method"]["code"] == 1
    assert sum(found["by_method"].values()) == found["matched"]


def test_a_lease_is_no_candidate_and_a_firm_with_two_counts_once():
    base = {
        "parcel": 5,
        "score": 95.0,
        "firm_name": "",
        "other_name": "",
        "parcel_id": "",
    }
    candidates = pd.DataFrame(
        [{"firm": 3, "method": method, **base} for method in ("name", "point")]
        + [{"firm": 0, "method": "name", **base}]
    )
    leases = pd.DataFrame([{"firm": 3, "method": "lease", **base}])

    assert to_summary(make_analysis(candidates=candidates))["join"]["to_review"] == 1
    assert to_summary(make_analysis(candidates=leases))["join"]["to_review"] == 0


def test_grades_are_counted_group_by_group():
    found = to_summary(make_analysis())["evaluation"]

    assert found["above_scale"] == {"n": 2, "A": 1, "B": 0, "C": 1, "D": 0}
    assert found["below_scale"] == {"n": 1, "A": 0, "B": 0, "C": 0, "D": 1}
    assert found["service"]["n"] == 0


def test_all_low_firms_count_matched_or_not():
    firms = make_firms()
    firms["low"] = pd.array([True, True, False, True], dtype="boolean")

    found = to_summary(make_analysis(firms=firms))["low_efficiency"]

    assert found == {"firms": 3, "mu": 5.0}


def test_fields_whose_want_leaves_tests_open_come_most_frequent_first():
    found = to_summary(make_analysis(unknown={"b": 1, "c": 2, "a": 1}))["unknown"]

    assert list(found.items()) == [("c", 2), ("a", 1), ("b", 1)]


def test_what_is_not_finite_is_null_in_valid_json():
    reclaimable = replace(
        make_reclaimable(), firm_mu=float("nan"), potential_mu=float("inf")
    )

    text = to_json(to_summary(make_analysis(reclaimable=reclaimable)))
    found = json.loads(text, parse_constant=pytest.fail)

    assert found["reclaimable"]["firm_mu"] is None
    assert found["reclaimable"]["potential_mu"] is None


def test_json_keeps_chinese_and_says_the_same_twice():
    texts = [to_json(to_summary(make_analysis())) for _ in range(2)]

    assert "东镇" in texts[0]
    assert texts[0] == texts[1]


def test_a_county_without_firms_approvals_or_lines_still_has_a_summary():
    nothing = pd.DataFrame()
    reclaimable = Reclaimable(
        firm_mu=0.0,
        potential_mu=0.0,
        overlap_removed_mu=0.0,
        by_category=nothing,
        by_town=nothing,
        by_block_line=nothing,
    )

    summary = to_summary(
        make_analysis(
            residual=nothing,
            residual_geometry=np.array([], dtype=object),
            firms=nothing,
            firm_scores=nothing,
            links=nothing,
            candidates=nothing,
            reclaimable=reclaimable,
        )
    )

    assert summary["join"]["enterprises"] == 0
    assert summary["low_efficiency"] == {"firms": 0, "mu": 0.0}
    assert summary["land"]["approved_unsupplied"] == {"count": 0, "mu": 0.0}
    assert summary["reclaimable"]["by_category"]["normal"]["firm_mu"] == 0.0


def test_targets_stand_beside_what_is_done_and_unknown_stays_null():
    targets = to_summary(make_analysis())["targets"]

    assert targets[0] == {
        "indicator": "腾出低效工业用地",
        "year": 2023,
        "unit": "亩",
        "target": 600.0,
        "done": 150.0,
        "share": 0.25,
    }
    assert targets[1]["unit"] == "万元/亩"  # of another kind, kept as it came
    assert targets[1]["done"] is None
    assert targets[1]["year"] is None


def test_energy_of_leaving_firms_is_what_they_reported():
    assert to_summary(make_analysis())["energy"] == {
        "leaving_wan_tce": 0.25,
        "firms": 3,
        "unreported": 1,
    }
