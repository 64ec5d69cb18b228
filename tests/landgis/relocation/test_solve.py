# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans as they are handed on: checked, explained, and cancelled at once."""

import json
import time
from dataclasses import replace

import numpy as np
import pytest

from landgis.cli.__main__ import main
from landgis.errors import CancelledError
from landgis.relocation.conflict import explain_conflict
from landgis.relocation.explain import Reasons, unplaced_of, why_not
from landgis.relocation.problem import Assignment, Firm, Objective, Park, Problem
from landgis.relocation.reading import problem_to_json
from landgis.relocation.solve import solve
from landgis.relocation.verify import verify
from tests.landgis.relocation.small import solved


def knapsacks(n_firms, n_parks, seed=1):
    """Return a tight problem: as hard for its size as such problems are."""
    chance = np.random.default_rng(seed)
    need = chance.integers(1, 101, (n_firms, n_parks))
    cost = 111 - need + chance.integers(-10, 11, (n_firms, n_parks))
    floor = np.floor(0.8 * need.sum(axis=0) / n_parks)
    parks = [f"p{column}" for column in range(n_parks)]
    return Problem(
        firms=tuple(
            Firm(
                id=f"f{row}",
                floor_m2=0,
                freed_mu=0,
                use=dict(zip(parks, need[row].tolist(), strict=True)),
                cost=dict(zip(parks, cost[row].tolist(), strict=True)),
            )
            for row in range(n_firms)
        ),
        parks=tuple(
            Park(id=park, floor_m2=float(size))
            for park, size in zip(parks, floor, strict=True)
        ),
        objective=Objective(freed_mu=0.0, cost=-1.0),
        require_all=True,
    )


FIRMS = (
    Firm(id="a", floor_m2=600, freed_mu=3, industry="1952"),
    Firm(id="b", floor_m2=500, freed_mu=2, industry="1952"),
)
NARROW = Problem(firms=FIRMS, parks=(Park(id="p", floor_m2=1000),), require_all=True)


class GiveUp:
    """Progress of a user who has seen a plan and has enough."""

    def __init__(self):
        self.at = None
        self.plan = None

    def step(self, *_, **__):
        if self.plan is not None:
            self.at = time.monotonic()
            raise CancelledError


def test_cancelling_takes_less_than_a_second_and_leaves_the_best_plan():
    problem = knapsacks(200, 20)
    user = GiveUp()
    plan = solve(
        problem, 60, progress=user, on_better=lambda plan: setattr(user, "plan", plan)
    )

    assert time.monotonic() - user.at < 1
    assert plan.stopped_by == "user"
    assert plan.objective >= user.plan.objective
    assert not verify(problem, plan.assignments)


def test_the_same_problem_and_work_give_the_same_plan():
    problem = knapsacks(60, 8)
    first, second = solved(problem, 0.3), solved(problem, 0.3)

    assert first[1] == second[1]
    assert first[0].objective == second[0].objective


def test_the_least_change_is_what_makes_it_possible():
    changes = [e for e in explain_conflict(NARROW, 4) if e.role == "change"]

    assert [(e.kind, e.park, e.short_m2) for e in changes] == [("capacity", "p", 100)]
    wider = replace(NARROW, parks=(Park(id="p", floor_m2=1100),))
    assert solved(wider)[0].status == "optimal"


def test_a_conflict_names_no_condition_that_is_not_needed():
    idle = Park(id="q", floor_m2=1, energy_tce=5)
    extra = Firm(id="c", floor_m2=1, freed_mu=1, allowed=frozenset({"q"}))
    problem = replace(NARROW, firms=(*FIRMS, extra), parks=(*NARROW.parks, idle))
    lines = [e for e in explain_conflict(problem, 6) if e.role == "conflict"]

    assert [(e.kind, e.park) for e in lines] == [
        ("require_all", None),
        ("capacity", "p"),
    ]
    assert "a" in lines[0].text
    assert "b" in lines[0].text
    assert "3 家" not in lines[0].text


def test_a_firm_that_no_park_admits_gets_the_cheapest_way_in():
    firm = Firm(id="c", floor_m2=10, freed_mu=1, industry="3360")
    park = Park(id="p", floor_m2=100, forbidden=("336",))
    problem = Problem(firms=(firm,), parks=(park,), require_all=True)
    lines = explain_conflict(problem, 4)

    assert solved(problem)[0].status == "infeasible"
    assert {(e.kind, e.role) for e in lines} == {
        ("forbidden", "change"),
        ("require_all", "conflict"),
        ("forbidden", "conflict"),
    }


def test_why_not_says_for_each_park_what_is_missing_and_how_much():
    parks = (
        Park(id="full", floor_m2=700),
        Park(id="leading", floor_m2=9000, leading=("38",), leading_share_min=0.7),
        Park(id="closed", floor_m2=9000, forbidden=("19",)),
        Park(id="special", floor_m2=9000, energy_tce=1),
    )
    firm = replace(FIRMS[1], energy_tce=4)
    problem = Problem(firms=(FIRMS[0], firm), parks=parks)
    lines = why_not(problem, [Assignment(firm="a", park="full")], "b")

    assert [(e.park, e.kind, e.short) for e in lines] == [
        ("full", "capacity", 400),
        ("leading", "leading_share", 3),
        ("closed", "forbidden", 0),
        ("special", "energy", 3),
    ]
    assert "400" in lines[0].text


def test_a_firm_can_be_dropped_where_it_fits_and_nowhere_else():
    reasons = Reasons(NARROW, [Assignment(firm="a", park="p")])

    assert [e.kind for e in reasons.to("b", "p")] == ["capacity"]
    assert Reasons(NARROW, []).to("b", "p") == ()
    assert reasons.to("a", "p") == ()


def test_every_firm_without_a_place_has_a_reason():
    unplaced = unplaced_of(NARROW, (Assignment(firm="a", park="p"),))

    assert [entry.firm for entry in unplaced] == ["b"]
    assert "100" in unplaced[0].reason


@pytest.mark.parametrize("require_all", [True, False])
def test_the_command_writes_the_plan_of_the_contract(tmp_path, capsys, require_all):
    path, out = tmp_path / "p.json", tmp_path / "plan.json"
    problem = replace(NARROW, require_all=require_all)
    path.write_text(json.dumps(problem_to_json(problem)), "utf-8")
    with pytest.raises(SystemExit) as left:
        main(["plan", str(path), "-o", str(out), "--time-limit", "10", "--json"])

    assert left.value.code == 0
    document = json.loads(out.read_text("utf-8"))
    assert json.loads(capsys.readouterr().out) == document
    assert document["format"] == "landgis-plan/1"
    if require_all:
        assert document["status"] == "infeasible"
        assert document["explain"][0]["short_m2"] == pytest.approx(100)
    else:
        assert document["status"] == "optimal"
        assert document["objective"] == document["bound"] == 3
        assert document["assignments"] == [{"firm": "a", "park": "p"}]
        assert document["unplaced"][0]["firm"] == "b"


def test_a_problem_without_firms_is_done():
    assert solve(replace(NARROW, firms=())).status == "optimal"
