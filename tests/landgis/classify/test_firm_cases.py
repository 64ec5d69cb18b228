# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole counties with known answers, where the case folder lies beside the project."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from landgis.classify.firms import judge
from landgis.classify.official import match_lists
from landgis.rules.library import read_profile

CASES = Path(__file__).resolve().parents[4] / "shared" / "data"
HEADER_ROWS = {"county_small": 0, "county": 2}
FIELDS = {
    "企业名称": "name",
    "企业规模": "scale",
    "用地面积(亩)": "land_mu",
    "实缴税金": "tax_wan",
}


def read_case(case):
    table = pd.read_excel(
        CASES / case / "企业效益.xlsx",
        header=HEADER_ROWS[case],
        engine="calamine",
        dtype=object,
    )
    table.columns = [name.replace("(万元)", "") for name in table.columns]
    firms = table.rename(columns=FIELDS)[list(FIELDS.values())]
    firms = firms[firms["scale"].notna()].reset_index(drop=True)
    for field in ("land_mu", "tax_wan"):
        firms[field] = pd.to_numeric(firms[field], errors="coerce")
    return firms


def check_case(case):
    firms = read_case(case)
    expected = json.loads((CASES / case / "expected.json").read_text("utf-8"))
    profile = read_profile("ouhai_2021")
    frame = judge(firms, profile=profile, lists=match_lists(firms, None)).frame
    frame = frame.set_index(firms["name"])
    # Land that the table lacks comes from the parcels, which are not read here.
    own_land = firms.set_index("name")["land_mu"].notna()
    known = {name: want for name, want in expected["firms"].items() if own_land[name]}
    words = {True: "TRUE", False: "FALSE"}
    low = frame["low"].astype(object)

    assert {name: words.get(low[name], "UNKNOWN") for name in known} == {
        name: want["low"] for name, want in known.items()
    }
    assert {
        name: frame["tax_per_mu"][name]
        for name, want in known.items()
        if "tax_per_mu" in want
    } == {
        name: pytest.approx(want["tax_per_mu"], rel=1e-6)
        for name, want in known.items()
        if "tax_per_mu" in want
    }
    assert frame["low"].sum() == expected["summary"]["low_efficiency"]["firms"]


if CASES.is_dir():

    @pytest.mark.parametrize("case", list(HEADER_ROWS))
    def test_firms_of_a_known_county_get_their_known_verdict(case):
        check_case(case)
