# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a place is worth beside land and money: distance and energy count in points."""

import json
import math
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_county import make_small

from landgis import messages
from landgis.errors import DataError
from landgis.relocation.problem import Assignment, Firm, Park, Problem
from landgis.relocation.reading import problem_of, problem_to_json
from landgis.relocation.solve import solve
from landgis.relocation.verify import objective_of
from tests.landgis.relocation.small import solved

NEAR_AND_FAR = Problem(
    firms=(
        Firm(
            id="f",
            floor_m2=10,
            freed_mu=3,
            cost={"near": 9.0, "far": 9.0},
            worth={"near": -0.5, "far": -2.0},
        ),
    ),
    parks=(Park(id="far", floor_m2=10), Park(id="near", floor_m2=10)),
    budget=9.0,
)


def test_the_search_goes_by_what_each_place_is_worth():
    plan = solve(NEAR_AND_FAR, 5)

    assert plan.status == "optimal"
    assert plan.assignments == (Assignment(firm="f", park="near"),)
    assert plan.objective == pytest.approx(2.5)
    assert objective_of(NEAR_AND_FAR, plan.assignments) == pytest.approx(2.5)


def test_worth_is_none_of_the_money_that_a_budget_counts():
    poor = replace(NEAR_AND_FAR, budget=8.9)

    assert solved(poor)[1] == ()


def test_worth_is_written_and_read_again():
    document = json.loads(json.dumps(problem_to_json(NEAR_AND_FAR)))

    assert problem_of(document) == NEAR_AND_FAR


@pytest.mark.parametrize("worth", [{"none": 1.0}, {"near": float("nan")}])
def test_a_worth_that_cannot_be_meant_names_the_firm(worth):
    document = json.loads(json.dumps(problem_to_json(NEAR_AND_FAR)))
    document["firms"][0]["worth"] = worth

    with pytest.raises(DataError) as caught:
        problem_of(document)

    assert "「f」" in messages.sentence(caught.value)


def test_distance_counts_although_there_is_a_budget():
    near = make_small(weight_km=0.5, budget_wan=1e6, moving_yuan_per_m2=50.0)
    without = make_small(weight_km=0.0, budget_wan=1e6, moving_yuan_per_m2=50.0)
    firm = near.problem.firms[0]
    place = near.planned[0]

    for park, km in zip(near.rooms["key"], near.distance_km[place], strict=True):
        assert firm.cost[park] == without.problem.firms[0].cost[park]
        points = 0.0 if math.isnan(km) else -0.5 * km
        assert firm.worth[park] == pytest.approx(points)


def test_freed_energy_is_worth_its_weight():
    small = make_small(weight_km=0.0, weight_energy=0.25)
    firm = small.problem.firms[small.problem.firm_rows["甲鞋厂"]]
    unknown = small.problem.firms[small.problem.firm_rows["丙印染"]]

    # 10 tonnes at 0.25 points each, wherever it goes.
    assert set(firm.worth.values()) == {2.5}
    assert not any(unknown.worth.values())


def test_firms_without_energy_are_counted_where_energy_is_worth_points():
    notes = make_small(weight_energy=0.25).notes

    assert any("没有计分" in note for note in notes)
    assert not any("没有计分" in note for note in make_small().notes)
