# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small project from its files to its verdicts."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from landgis.operations.analyse import HandDecisions, analyse, read_hand_decisions
from landgis.operations.loading import load_project
from landgis.operations.project_file import read_project
from landgis.rules.library import read_profile

PROJECT = """
[project]
name = "甲县2023年度"
region = "330304"
reference_date = 2023-12-31
profile = "ouhai_2021"
crs = "EPSG:4549"

[layers]
supply = "宗地.gpkg"
"""
CODE = "330304001001GB00001"
IDLE = {"约定动工日期": "2020-01-01", "实际动工日期": None}
BUILT = {
    "实际动工日期": "2018-01-01",
    "实际竣工日期": "2021-06-01",
    "投产日期": None,
}


@pytest.fixture
def analysed(tmp_path):
    """Return a function that analyses one parcel of 30 亩."""

    def run(parcel, **files):
        frame = pd.DataFrame([{"宗地代码": CODE, "登记面积": 20_000.0, **parcel}])
        shape = shapely.box(560_000, 3_090_000, 560_100, 3_090_200)
        layer = gpd.GeoDataFrame(frame, geometry=[shape], crs="EPSG:4549")
        layer.to_file(tmp_path / "宗地.gpkg", driver="GPKG")
        text = PROJECT
        for section, content in files.items():
            (tmp_path / f"{section}.csv").write_text(content, "utf-8")
            role = {"tables": "enterprise", "decisions": "overrides"}[section]
            text += f'[{section}]\n{role} = "{section}.csv"\n'
        (tmp_path / "project.toml").write_text(text, "utf-8")
        project = read_project(tmp_path / "project.toml")
        profile = read_profile(project.profile)
        loaded = load_project(project, profile=profile)
        return analyse(
            loaded,
            project=project,
            profile=profile,
            decisions=read_hand_decisions(project),
        )

    return run


def test_a_status_set_by_hand_leaves_the_test_that_held_among_the_flags(analysed):
    decision = f"宗地代码,改判为,理由\n{CODE},正常,已在办理延期\n"

    parcel = analysed(IDLE, decisions=decision).parcels.loc[0]

    assert (parcel["status"], parcel["flags"]) == ("normal", "suspect_idle_2y")
    assert parcel["computed_status"] == "suspect_idle_2y"


def test_a_table_of_later_years_says_nothing_of_taxes_paid(analysed):
    table = (
        "企业名称,宗地代码,规模,用地面积（亩）,入库税收（万元）,年度\n"
        f"甲阀门有限公司,{CODE},规上,30,100,2024\n"
        f"甲阀门有限公司,{CODE},规上,30,120,2025\n"
    )

    result = analysed(BUILT, tables=table)

    assert result.firms.empty
    assert result.parcels.loc[0, "status"] == "to_verify"
    assert result.unknown["tax_wan"] == 1
    assert result.reclaimable.total_mu == 0


def test_a_parcel_without_code_is_called_by_its_row_in_the_file(tmp_path):
    shapes = [
        shapely.box(560_000 + x, 3_090_000, 560_100 + x, 3_090_200)
        for x in (0, 0, 200, 400)
    ]
    layer = gpd.GeoDataFrame(
        {"宗地代码": [CODE, CODE, None, CODE[:-1] + "2"], "登记面积": 20_000.0},
        geometry=shapes,
        crs="EPSG:4549",
    )
    layer.to_file(tmp_path / "宗地.gpkg", driver="GPKG")
    (tmp_path / "project.toml").write_text(PROJECT, "utf-8")
    project = read_project(tmp_path / "project.toml")
    profile = read_profile(project.profile)

    result = analyse(
        load_project(project, profile=profile),
        project=project,
        profile=profile,
        decisions=HandDecisions(),
    )

    subjects = result.evidence["subject_id"].unique().tolist()
    assert subjects == [CODE, "第3条", CODE[:-1] + "2"]


def test_a_layer_of_shapes_alone_is_judged_as_far_as_it_goes(analysed):
    parcel = analysed({"宗地代码": None, "登记面积": None}).parcels.loc[0]

    assert parcel["status"] == "to_verify"
    assert parcel["mu"] == pytest.approx(30.0)
    assert parcel["reason"] != ""
