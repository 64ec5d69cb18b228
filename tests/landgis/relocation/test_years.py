# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Years with targets and budgets, and room made for one firm, by hand."""

from dataclasses import replace

import pytest

from landgis.operations.plan_explain import wanted
from landgis.relocation.problem import Firm, Objective, Park, Phase, Problem
from landgis.relocation.verify import objective_of, verify
from tests.landgis.relocation.small import best_by_trying, solved

# 200 亩 in 2021 and 600 亩 by 2023; a year pays for 300 万元 of moves.
COUNTY = Problem(
    firms=(
        Firm(id="a", floor_m2=100, freed_mu=200, cost={"old": 300, "new": 100}),
        Firm(id="b", floor_m2=100, freed_mu=250, cost={"old": 300, "new": 300}),
        Firm(id="c", floor_m2=100, freed_mu=150, cost={"new": 200}),
        Firm(id="d", floor_m2=100, freed_mu=90, cost={"new": 290}),
    ),
    parks=(
        Park(id="old", floor_m2=100),
        Park(id="new", floor_m2=300, open_year=2022),
    ),
    objective=Objective(freed_mu=1.0, delay=0.01, target=10.0),
    phases=(
        Phase(year=2021, budget=300, target_mu=200),
        Phase(year=2022, budget=300, target_mu=None),
        Phase(year=2023, budget=300, target_mu=600),
    ),
)


@pytest.mark.parametrize("is_hard", [True, False])
def test_targets_by_year_are_met_within_the_budget_of_each_year(is_hard):
    # 2021: the old park alone, with room for one: b (250 亩) for 300.  2022: a and c
    # cost 300 together.  2023: d.  250 + 200 + 150 + 90 = 690 亩, less the delay of
    # 0.01·(350 + 2·90) = 5.3.
    problem = replace(COUNTY, hard_targets=is_hard)
    outcome, moves = solved(problem)

    assert outcome.status == "optimal"
    assert {(m.firm, m.park, m.year) for m in moves} == {
        ("b", "old", 2021),
        ("a", "new", 2022),
        ("c", "new", 2022),
        ("d", "new", 2023),
    }
    assert outcome.objective == pytest.approx(690 - 5.3)
    assert best_by_trying(problem) == pytest.approx(690 - 5.3)


def test_a_target_that_cannot_be_met_is_infeasible_if_hard_and_costs_points_if_not():
    phases = (replace(COUNTY.phases[0], target_mu=251), *COUNTY.phases[1:])
    hard = replace(COUNTY, phases=phases, hard_targets=True)
    soft = replace(hard, hard_targets=False)

    assert solved(hard)[0].status == "infeasible"
    # One 亩 short of 251 costs 10 points.
    assert solved(soft)[0].objective == pytest.approx(690 - 5.3 - 10)


def test_room_for_one_firm_is_found_where_there_are_years_and_towns_to_serve():
    # Firm d has no place: the new park holds two; a town wants half of its land.
    firms = tuple(replace(each, town="t") for each in COUNTY.firms)
    problem = replace(
        COUNTY,
        firms=firms,
        parks=(COUNTY.parks[0], replace(COUNTY.parks[1], floor_m2=200)),
        town_share_min=0.5,
    )
    _, before = solved(problem)
    outcome, after = solved(wanted(problem, "d"))

    assert "d" not in {move.firm for move in before}
    assert outcome.status == "optimal"
    assert "d" in {move.firm for move in after}
    assert not verify(problem, after)
    # b stays for 2021; of a (200) and c (150) c has to go: 540 亩, 60 short of 600,
    # less the delay of 0.01·(200 + 2·90).
    assert objective_of(problem, after) == pytest.approx(540 - 600 - 3.8)
