# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole counties with published answers, where their data lies beside the project."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from landgis.grading.evaluation import grade
from landgis.rules.library import read_profile
from landgis.rules.scheme import NUMERIC_FIELDS

DATA = Path(__file__).parents[4] / "shared" / "data"
CASES = [("county_small", 0), ("county", 2)] if DATA.is_dir() else []
COLUMNS = {
    "企业名称": "name",
    "企业规模": "scale",
    "用地面积(亩)": "land_mu",
    "实缴税金": "tax_wan",
    "工业增加值": "value_added_wan",
    "主营业务收入": "revenue_wan",
    "综合能耗(吨标准煤)": "energy_tce",
    "主要污染物排放量(吨)": "emission_t",
    "R&D经费支出": "rd_wan",
    "年平均职工人数(人)": "employees",
    "用电量(万千瓦时)": "power_wan_kwh",
    "一票否决": "veto",
}


def read_firms(folder, *, header):
    sheet = pd.read_excel(folder / "企业效益.xlsx", header=header, engine="calamine")
    sheet.columns = [name.removesuffix("(万元)") for name in sheet.columns]
    firms = sheet.rename(columns=COLUMNS)[list(COLUMNS.values())]
    firms = firms[firms["scale"].notna()].reset_index(drop=True)
    for name in set(NUMERIC_FIELDS) & set(firms):
        firms[name] = pd.to_numeric(firms[name], errors="coerce")
    answers = json.loads((folder / "expected.json").read_text("utf-8"))["firms"]
    land = {name: firm["land_mu"] for name, firm in answers.items()}
    # Land that the table lacks comes from the parcels: another part's work.
    return firms.assign(land_mu=firms["land_mu"].fillna(firms["name"].map(land)))


@pytest.mark.parametrize(("case", "header"), CASES)
def test_a_county_scored_with_the_bases_of_huangyan_gives_the_known_answers(
    case, header
):
    expected = json.loads((DATA / case / "expected_huangyan.json").read_text("utf-8"))
    firms = read_firms(DATA / case, header=header)

    result = grade(
        firms,
        scheme=read_profile("huangyan_2022").evaluation,
        reference_date=date(2023, 12, 31),
    )

    found = result.firms.set_index(firms["name"])
    wanted = pd.DataFrame(expected["firms"]).T.combine_first(
        pd.DataFrame(expected["proposed"]["firms"]).T
    )
    assert found["score"][wanted.index].tolist() == pytest.approx(
        wanted["score"].astype(float).tolist(), rel=1e-6
    )
    assert found["grade"][wanted.index].tolist() == wanted["grade"].tolist()
    assert {
        group: row
        for group, row in result.summary.to_dict("index").items()
        if group != "service"
    } == expected["proposed"]["summary"]["evaluation"]
