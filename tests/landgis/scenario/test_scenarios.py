# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios are kept as plain documents and set side by side."""

import json

import numpy as np
import pytest

from landgis.rules.library import read_profile
from landgis.scenario.scenarios import Scenario, compare_scenarios, figures_of
from landgis.scenario.whatif import prepare_tax_trial

NOW = Scenario(
    id="a",
    name="现行",
    profile="ouhai_2021",
    values={},
    figures={"low_firms": 132, "total_mu": 6133.1},
)
TRIAL = Scenario(
    id="b",
    name="提到 12",
    profile="ouhai_2021",
    values={"low[1]": 12.0, "idle_years_2": 3.0},
    figures={"low_firms": 289, "total_mu": 8717.7, "firm_mu": float("nan")},
)


def test_a_scenario_survives_its_document():
    for one in (NOW, TRIAL):
        again = Scenario.from_json(json.loads(json.dumps(one.to_json())))
        assert again.id == one.id
        assert again.values == one.values
        assert again.figures == pytest.approx(dict(one.figures), nan_ok=True)


def test_scenarios_stand_side_by_side_with_their_differences():
    table = compare_scenarios([NOW, TRIAL], profile=read_profile("ouhai_2021"))
    rows = table.set_index("id")

    line = rows.loc["low[1]"]
    assert (line["kind"], line["title"]) == ("value", "亩均税收（全部企业）")
    assert (line["value_1"], line["value_2"], line["difference_2"]) == (8.0, 12.0, 4.0)
    assert rows.loc["idle_years_2", "difference_2"] == 1.0
    firms = rows.loc["low_firms"]
    assert (firms["title"], firms["unit"], firms["difference_2"]) == (
        "低效企业",
        "户",
        157.0,
    )
    assert rows.loc["total_mu", "difference_2"] == pytest.approx(2584.6)
    assert np.isnan(rows.loc["firm_mu", "value_1"])


def test_no_scenarios_are_an_empty_table():
    table = compare_scenarios([], profile=read_profile("ouhai_2021"))

    assert table.empty
    assert {"kind", "id", "title", "unit"} <= set(table.columns)


def test_the_figures_of_a_trial_are_those_that_a_scenario_keeps(sample_result):
    now = prepare_tax_trial(sample_result).now

    figures = figures_of(now)

    land = sample_result.reclaimable
    assert figures["total_mu"] == pytest.approx(land.total_mu)
    assert figures["low_firms"] == int(sample_result.firms["low"].sum())
