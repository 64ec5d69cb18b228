# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The counties with known answers, read here without the program's own readers."""

import json
from datetime import date
from pathlib import Path

import geopandas
import openpyxl
import pandas as pd
import pytest

from landgis.join import allocate, join_firms
from landgis.values import name_key

COUNTIES = Path(__file__).parents[4] / "shared" / "data"
CASES = [
    COUNTIES / name
    for name in ("county_small", "county")
    if (COUNTIES / name / "expected.json").exists()
]
DAY = date(2023, 12, 31)
FIRM_FIELDS = {
    "企业名称": "name",
    "统一社会信用代码": "code",
    "宗地代码": "parcel_id",
    "用地性质": "tenure",
    "用地面积(亩)": "land_mu",
    "厂房建筑面积(㎡)": "floor_m2",
    "实缴税金(万元)": "tax_wan",
    "实缴税金": "tax_wan",
}
PARCEL_FIELDS = {
    "宗地代码": "parcel_id",
    "不动产单元": "unit_no",
    "土地使用权": "owner",
    "统一社会信": "owner_code",
    "登记面积": "registered_m2",
    "建筑面积": "built_m2",
}
NUMBERS = ["land_mu", "floor_m2", "tax_wan"]


def read_firms(path):
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    head = next(i for i, row in enumerate(rows) if row[0] == "企业名称")
    table = pd.DataFrame(rows[head + 1 :], columns=rows[head])
    table = table.loc[:, [name for name in table if name in FIRM_FIELDS]]
    table = table.rename(columns=FIRM_FIELDS)
    is_note = table["name"].str.contains("合计|填表人|备注")
    table = table[~is_note].replace({"无": None, "-": None, "/": None})
    damaged = table["code"].map(lambda cell: isinstance(cell, float | int))
    text = table.drop(columns=NUMBERS).astype("str")
    figures = table[NUMBERS].astype("float64")
    return pd.concat([text, figures], axis=1).assign(code_damaged=damaged)


def read_parcels(folder):
    path = next(
        folder / name for name in ("宗地.gpkg", "宗地.shp") if (folder / name).exists()
    )
    frame = geopandas.read_file(
        path, encoding="GB18030" if path.suffix == ".shp" else None
    )
    frame = frame.drop_duplicates("宗地代码").reset_index(drop=True)
    fields = {
        next(name for name in frame if str(name).startswith(short)): standard
        for short, standard in PARCEL_FIELDS.items()
    }
    table = pd.DataFrame(frame[list(fields)]).rename(columns=fields)
    area = table["registered_m2"].where(table["registered_m2"] > 0)
    return table.assign(mu=area.fillna(frame.area) * 3 / 2000)


@pytest.fixture(params=CASES, ids=lambda path: path.name, scope="module")
def case(request):
    expected = json.loads((request.param / "expected.json").read_text("utf-8"))
    firms = read_firms(request.param / "企业效益.xlsx")
    parcels = read_parcels(request.param)
    joined = join_firms(firms, parcels, reference_date=DAY)
    return expected, firms, parcels, joined


def test_every_firm_is_joined_as_expected(case):
    expected, firms, _, joined = case
    answers = joined.firms.set_index(name_key(firms["name"]))
    keys = name_key(pd.Series(list(expected["firms"])))

    for key, want in zip(keys, expected["firms"].values(), strict=True):
        got = answers.loc[key]
        ids = [] if pd.isna(got["parcel_ids"]) else got["parcel_ids"].split(",")
        method = None if pd.isna(got["match_method"]) else got["match_method"]
        assert (method, sorted(ids)) == (want["match_method"], want["parcel_ids"])


def test_the_counts_are_the_expected_ones(case):
    expected, _, _, joined = case
    want = dict(expected["summary"]["join"])
    want |= expected["proposed"]["summary"].get("join", {})
    methods = want.pop("by_method")

    assert {name: joined.summary[name] for name in want} == want
    by_method = joined.summary["by_method"]
    assert {name: count for name, count in by_method.items() if count} == methods


def test_land_and_tax_per_mu_of_every_firm_are_the_expected_ones(case):
    expected, firms, parcels, joined = case
    shares = allocate(
        joined.links,
        firms=firms,
        parcels=parcels,
        lease=None,
        tenants="lease",
        reference_date=DAY,
    )
    land = shares.firms["land_mu"].set_axis(name_key(firms["name"]))
    tax = firms["tax_wan"].set_axis(land.index)
    keys = name_key(pd.Series(list(expected["firms"])))

    for key, want in zip(keys, expected["firms"].values(), strict=True):
        if want.get("land_mu") is not None:
            assert land[key] == pytest.approx(want["land_mu"], abs=1e-3)
        if want.get("tax_per_mu") is not None:
            assert tax[key] / land[key] == pytest.approx(want["tax_per_mu"], rel=1e-6)
