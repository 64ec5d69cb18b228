# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of the step 安置 by themselves: curve, conflict, what a plan says of itself."""

from dataclasses import replace

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QPushButton
from window_driver import click

from landgis.operations.plan_documents import stored_plans
from landgis.operations.plan_trials import see_plan, try_wishes, wishes_at
from landgis.project import ProjectStore
from landgis.relocation.curve import CurvePoint
from landgis.relocation.problem import Plan
from landgis.relocation.view import Solution
from landgis.relocation.wishes import PlanWishes
from landgis_ui.steps.relocation.conflict_card import ConflictCard
from landgis_ui.steps.relocation.curve_chart import CurveChart
from landgis_ui.steps.relocation.verdict_pill import pill_text

Key = Qt.Key


@pytest.fixture(scope="module")
def seen(planned):
    """Return the county's plan as it is shown."""
    with ProjectStore.open(planned, read_only=True) as store:
        return see_plan(planned, stored_plans(store)[0].id)


def point(cost, freed):
    plan = Plan(
        status="optimal",
        objective=freed,
        bound=freed,
        seconds=1.0,
        stopped_by="proof",
        assignments=(),
        unplaced=(),
        explain=(),
    )
    return CurvePoint(budget=cost, freed_mu=freed, cost=cost, open_cost=0.0, plan=plan)


def test_every_point_of_the_curve_is_reached_with_keys_and_with_the_mouse(
    qtbot, context
):
    chart = CurveChart(context)
    qtbot.addWidget(chart)
    chart.resize(320, 170)
    points = [point(0, 10), point(100, 60), point(400, 80)]
    chart.show_points(points)
    taken = []
    chart.taken.connect(taken.append)

    assert chart.point is points[2]  # what frees most
    qtbot.keyClick(chart, Key.Key_Left)
    assert chart.point is points[1]
    for _ in range(3):
        qtbot.keyClick(chart, Key.Key_Left)
    assert chart.point is points[0]
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.place_of(1).toPoint())
    assert chart.point is points[1]
    qtbot.keyClick(chart, Key.Key_Return)
    assert taken == [1]
    chart.show_points(())
    assert chart.point is None
    chart.grab()  # nothing to draw is drawn without fault


def test_more_money_is_farther_right_and_more_land_farther_up(qtbot, context):
    chart = CurveChart(context)
    qtbot.addWidget(chart)
    chart.resize(320, 170)
    chart.show_points([point(0, 10), point(100, 60), point(400, 80)])
    places = [chart.place_of(number) for number in range(3)]

    assert places[0].x() < places[1].x() < places[2].x()
    assert places[0].y() > places[1].y() > places[2].y()
    assert (places[1].x() - places[0].x()) * 4 == pytest.approx(
        places[2].x() - places[0].x()
    )


def test_a_point_of_the_curve_becomes_a_plan_with_its_budget():
    wishes = wishes_at(PlanWishes(weight_km=2.0, years=5), point(120.0, 60.0))

    assert (wishes.budget_wan, wishes.weight_km, wishes.weight_cost) == (120.0, 0, 0)
    assert wishes.years == 5  # all else stays


def test_a_conflict_is_told_with_conditions_that_can_be_dropped(qtbot, context, seen):
    sentences = ("厂房只有 0 ㎡。", "全部企业都要安置。")
    wrong = replace(
        seen.view, solution=Solution(status="infeasible", explain=sentences)
    )
    card = ConflictCard(context)
    qtbot.addWidget(card)
    chosen = []
    card.way_chosen.connect(lambda name, wishes: chosen.append((name, wishes)))

    card.show_view(seen.view, PlanWishes(require_all=True))
    assert card.isHidden()  # this plan was found
    card.show_view(wrong, PlanWishes(require_all=True, budget_wan=5.0))
    card.show()
    qtbot.wait(0)
    tries = [each for each in card.findChildren(QPushButton) if not each.isHidden()]
    assert len(tries) == 2
    for button in tries:
        assert button.accessibleName() != button.text()  # which one, for the blind
        click(qtbot, button)

    assert chosen == [
        ("drop_all", PlanWishes(budget_wan=5.0)),
        ("drop_budget", PlanWishes(require_all=True)),
    ]


def test_what_was_proven_is_said_only_while_it_holds(words, seen):
    assert seen.is_current
    proven = pill_text(seen.view, words, is_stale=False)
    assert proven.status == "optimal"
    assert "再算也不会更好" in proven.more
    assert pill_text(seen.view, words, is_stale=True).status == "stale"

    moved = seen.view.with_move(seen.view.firms["key"].iloc[0], None)
    kept = replace(seen.view, is_changed=True)
    assert pill_text(kept, words, is_stale=True).status == "changed"
    assert moved.solution == seen.view.solution
    late = replace(seen.view, solution=Solution(status="no_solution_found"))
    wrong = replace(seen.view, solution=Solution(status="infeasible"))
    texts = {pill_text(each, words, is_stale=False).verdict for each in (late, wrong)}
    assert texts == {"时间到，还没找到", "条件互相冲突"}  # never mixed up


def test_without_floor_nobody_has_a_place_and_nothing_is_kept(planned, seen):
    with ProjectStore.open(planned, read_only=True) as store:
        before = stored_plans(store)
    wishes = replace(before[0].wishes, capacity_factor=0.0)

    trial = try_wishes(planned, before[0].id, wishes)

    assert trial.view.totals.placed == 0
    assert trial.view.totals.candidates == seen.view.totals.candidates
    with ProjectStore.open(planned, read_only=True) as store:
        assert stored_plans(store) == before
