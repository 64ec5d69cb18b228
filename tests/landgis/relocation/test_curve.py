# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What-if questions: more money frees more land, step by step."""

from landgis.relocation.curve import CurvePoint, rising, scaled, trade_off
from landgis.relocation.problem import Firm, Objective, Park, Plan, Problem

PROBLEM = Problem(
    firms=(
        Firm(id="a", floor_m2=10, freed_mu=5, cost={"p": 4}),
        Firm(id="b", floor_m2=10, freed_mu=3, cost={"p": 1}),
    ),
    parks=(Park(id="p", floor_m2=20, leading_share_min=0.0),),
    objective=Objective(freed_mu=1.0, cost=-0.1),
)


class Told:
    """Keeps what is reported."""

    def __init__(self):
        self.shares, self.stages = [], []

    def step(self, done, total, *, stage=""):
        self.shares.append(done / total)
        self.stages.append(stage)


def test_the_curve_holds_the_best_plan_for_each_budget():
    told = Told()
    points = trade_off(PROBLEM, budgets=(4, 1), seconds=60, progress=told)

    assert told.shares == sorted(told.shares)  # one way from the first to the last
    assert list(dict.fromkeys(told.stages)) == [
        f"曲线第 {n} 点，共 3 点" for n in (1, 2, 3)
    ]

    assert [(point.cost, point.freed_mu) for point in points] == [
        (1, 3),
        (4, 5),
        (5, 8),
    ]


def test_sliders_change_what_they_say_and_nothing_else():
    half = scaled(PROBLEM, capacity=0.5, share=0.9, budget=7)

    assert half.parks[0].floor_m2 == 10
    assert half.parks[0].leading_share_min == 0  # no share was asked for
    assert half.budget == 7
    assert half.firms == PROBLEM.firms
    assert scaled(PROBLEM) == PROBLEM


def test_a_point_that_frees_no_more_than_a_cheaper_one_is_no_part_of_the_curve():
    points = [
        CurvePoint(
            budget=None,
            freed_mu=mu,
            cost=cost,
            open_cost=0,
            plan=Plan(status="optimal"),
        )
        for mu, cost in [(9, 30), (5, 10), (5, 20), (4, 12), (0, 0), (7, 20)]
    ]

    assert [(point.freed_mu, point.cost) for point in rising(points)] == [
        (0, 0),
        (5, 10),
        (7, 20),
        (9, 30),
    ]
