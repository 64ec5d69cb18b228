# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run with [plan]: figures, lines, sheets and the log; without it nothing changes."""

import json
import math
import shutil
from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest
from python_calamine import CalamineWorkbook

from landgis.errors import RuleError
from landgis.messages import text
from landgis.operations.analyse import analyse, read_hand_decisions
from landgis.operations.loading import load_project
from landgis.operations.plan_run import make_plan
from landgis.operations.project_file import read_project
from landgis.operations.run import write_outputs
from landgis.operations.run_log import make_log
from landgis.relocation.wishes import PlanWishes
from landgis.report.ledger_rows import FREED_LISTS, PLAN_LISTS, make_ledger_rows
from landgis.report.result_tables import make_result_tables
from landgis.report.summary import to_summary
from landgis.rules.library import read_profile

COUNTY = Path(__file__).parents[3] / "sample_data" / "county"
SHEETS = ["搬迁方案", "园区", "未安置原因", "分年安排"]
PLAN = """
[plan]
time_limit_s = 60
most_km = 4
weight_km = 0.1
moving_yuan_per_m2 = 50
budgets_wan = { 2024 = 500, 2025 = 500 }
"""


@pytest.fixture(scope="module")
def plain():
    """The analysed sample county."""
    project = read_project(COUNTY / "project.toml")
    profile = read_profile(project.profile, relative_to=COUNTY)
    return analyse(
        load_project(project, profile=profile),
        project=project,
        profile=profile,
        decisions=read_hand_decisions(project),
    )


@pytest.fixture(scope="module")
def planned(plain, tmp_path_factory):
    folder = tmp_path_factory.mktemp("planned")
    wishes = PlanWishes(most_km=4.0, weight_km=0.1, moving_yuan_per_m2=50.0)
    analysis = replace(plain, relocation=make_plan(plain, wishes))
    write_outputs(analysis, folder)
    return analysis, folder


def test_the_plan_part_of_a_description_is_read_and_wrong_keys_are_named(tmp_path):
    for file in COUNTY.iterdir():
        shutil.copy(file, tmp_path)
    description = tmp_path / "project.toml"
    words = description.read_text("utf-8").split("[plan]")[0]
    description.write_text(words + PLAN, "utf-8")
    wishes = read_project(description).plan
    description.write_text(words, "utf-8")
    without = read_project(description).plan
    description.write_text(words + "[plan]\ntime_limit = 60\n", "utf-8")

    with pytest.raises(RuleError) as caught:
        read_project(description)

    assert wishes.budgets_wan == {2024: 500.0, 2025: 500.0}
    assert without is None
    assert caught.value.params["key"] == "plan.time_limit"
    assert "time_limit_s" in caught.value.params["hint"]


def test_the_summary_has_the_figures_of_the_contract(planned):
    analysis, folder = planned
    found = json.loads((folder / "summary.json").read_text("utf-8"))["relocation"]
    moves = analysis.relocation.moves

    assert found.keys() >= {
        "candidates",
        "placed",
        "unplaced",
        "freed_mu",
        "floor_m2",
        "gap",
    }
    assert found["candidates"] == found["placed"] + found["unplaced"]
    assert found["placed"] == len(moves)
    assert found["freed_mu"] == pytest.approx(math.fsum(moves["freed_mu"]))
    assert found["floor_m2"] == pytest.approx(math.fsum(moves["use_m2"]))
    assert found["status"] == "optimal"
    assert found["gap"] <= 1e-6


def test_a_plan_of_a_run_is_a_proposal_and_changes_no_land(plain, planned):
    analysis, _ = planned

    assert analysis.reclaimable is plain.reclaimable
    assert "leaving" not in analysis.firms


def test_lines_go_from_each_firm_to_its_park(planned):
    analysis, folder = planned
    lines = pyogrio.read_dataframe(folder / "result.gpkg", layer="move")
    parks = pyogrio.read_dataframe(folder / "result.gpkg", layer="park")
    areas = parks.set_index("park_id").geometry

    assert len(lines) == len(analysis.relocation.moves)
    for line, park in zip(lines.geometry, lines["park_id"], strict=True):
        if line is not None:
            assert areas[park].covers(line.boundary.geoms[1])
    drawn = lines.geometry.notna()
    assert (lines.loc[drawn, "distance_km"] >= lines.length[drawn] / 1000).all()
    styled = pyogrio.read_dataframe(folder / "result.gpkg", layer="layer_styles")
    assert "move" in set(styled["f_table_name"])


def test_the_ledgers_have_a_sheet_for_moves_parks_reasons_and_years(planned):
    analysis, folder = planned
    book = CalamineWorkbook.from_path(folder / "台账.xlsx")
    reasons = book.get_sheet_by_name("未安置原因").to_python()

    assert [name for name in book.sheet_names if name in SHEETS] == SHEETS
    heads = next(row for row in reasons if "未安置原因" in row)
    place = heads.index("未安置原因")
    told = [row[place] for row in reasons[reasons.index(heads) + 1 :] if row[place]]
    assert len(told) == len(analysis.relocation.unplaced)


def test_the_log_says_how_good_the_plan_is_and_what_it_assumes(planned):
    _, folder = planned
    log = (folder / "run.log").read_text("utf-8")

    assert text("plan.status.optimal") in log
    assert "不是道路里程" in log


def test_without_a_plan_nothing_of_it_is_written(plain):
    layers = {table.name for table in make_result_tables(plain)}

    assert "relocation" not in to_summary(plain)
    assert not layers & {"move", "unplaced"}
    assert not make_ledger_rows(plain).keys() & {*PLAN_LISTS, *FREED_LISTS}
    assert "搬迁方案（" not in make_log(plain, ())
