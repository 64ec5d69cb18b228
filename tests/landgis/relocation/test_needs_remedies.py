# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The least change that gives a firm a place, worked out by hand."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_county import KEYS, make_analysis, make_small, view_with

from landgis.relocation.drops import check_move
from landgis.relocation.planning import HandMove, Inputs, make_problem
from landgis.relocation.remedies import single_changes
from landgis.relocation.view import Solution, make_view


def with_change(view, change):
    problem = make_problem(
        make_analysis(),
        change.wishes,
        Inputs(keys=KEYS, moves={**view.problem.moves, **change.moves}),
    )
    return make_view(problem, view.solution)


def test_missing_floor_is_added_to_the_very_square_metre():
    view = view_with({"甲鞋厂": "P1"}, self_hold_ratio=0.5)  # 1500 m², 300 left

    changes = {each.park: each for each in single_changes(view, "乙鞋厂")}

    assert changes["P1"].kinds == ("capacity",)
    assert changes["P1"].wishes.extra_floor_m2["P1"] == pytest.approx(500, abs=0.01)
    after = with_change(view, changes["P1"])
    assert after.totals.placed == 2
    assert after.parks.set_index("key").loc["P1", "left_m2"] >= 0


def test_a_firm_that_is_not_admitted_needs_it_and_leading_firms_too():
    view = view_with({})

    changes = {each.park: each for each in single_changes(view, "甲鞋厂")}
    change = changes["P2"]

    # P2 has no firm yet: with a shoe factory 0 of 1, so 3 of 4 have to lead.
    assert change.kinds == ("forbidden", "leading_share")
    assert change.wishes.admitted == {"P2": ("1952",)}
    assert change.wishes.extra_leading == {"P2": 3.0}
    assert check_move(with_change(view, change), "甲鞋厂", "P2").allowed


def test_a_park_that_opens_too_late_makes_the_plan_longer():
    view = make_view(make_small(years=1), Solution())

    changes = {each.park: each for each in single_changes(view, "丙印染")}

    assert changes["P2"].wishes.years == 2
    assert with_change(view, changes["P2"]).years["year"].tolist() == [2024, 2025]


def test_a_ban_and_the_longest_move_are_lifted_together():
    problem = make_small(
        moves={"甲鞋厂": HandMove(banned=frozenset({"P1"}))}, most_km=1.0
    )
    view = make_view(problem, Solution())

    changes = {each.park: each for each in single_changes(view, "甲鞋厂")}

    assert changes["P1"].kinds == ("banned", "allowed")
    assert changes["P1"].wishes.most_km == pytest.approx(3.9)  # 3 km × 1.3
    assert check_move(with_change(view, changes["P1"]), "甲鞋厂", "P1").allowed


def test_what_is_not_known_cannot_be_changed_away():
    view = view_with({})

    assert {each.park for each in single_changes(view, "甲鞋厂")} == {"P1", "P2"}
    assert single_changes(view, "丁服装") == ()


def test_the_smallest_change_comes_first():
    view = view_with({"甲鞋厂": "P1"}, self_hold_ratio=0.5)

    sizes = [each.size for each in single_changes(view, "乙鞋厂")]

    assert sizes == sorted(sizes)
