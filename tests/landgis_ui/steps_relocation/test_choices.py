# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What hands decide about single firms, and what they are told when they may not."""

from dataclasses import replace
from itertools import pairwise

from plan_hand import carry, is_free_dot, pairs, park_of, settle
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QMenu, QPushButton
from window_driver import click

from landgis.relocation.drops import check_move
from landgis_ui.steps.relocation.firm_table import TREATMENT

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
FEW = 5


def open_menu(table):
    """Return the list that has opened on a table."""
    return next(menu for menu in table.findChildren(QMenu) if menu.isVisible())


def take(qtbot, menu, text):
    """Take an entry of a list by its beginning, with the mouse."""
    entry = next(each for each in menu.actions() if each.text().startswith(text))
    qtbot.mouseClick(menu, Left, pos=menu.actionGeometry(entry).center())


def test_a_drop_that_may_not_be_changes_nothing_and_says_why(moving, qtbot):
    step, session = moving.relocation, moving.relocation.session
    step.flows.fit()
    settle(qtbot, moving)
    told = []
    moving.context.workspace.noticed.connect(told.append)
    firm, park = next(
        (firm, park)
        for firm, park in pairs(session.view, allowed=False)
        if is_free_dot(moving, firm)
        and check_move(session.view, firm, park).kinds == ("capacity",)
    )
    before, plan = park_of(session.view, firm), session.plan
    reasons = check_move(session.view, firm, park).reasons

    end = carry(moving, firm, park)
    aim = step.flows.tool._aim
    assert not aim.is_allowed
    assert set(reasons) <= set(aim.lines)  # said before the hand opens
    QTest.mouseRelease(moving.map.canvas, Left, pos=end)
    assert park_of(session.view, firm) == before
    assert not moving.context.workspace.store.documents(f"plan_move/{plan.id}")
    (notice,) = told
    assert reasons[0] in notice.text

    notice.action()  # others make room, in a plan of its own
    qtbot.waitUntil(lambda: len(session.plans) == 2)
    qtbot.waitUntil(lambda: not session.jobs.is_solving and not session.jobs.is_reading)
    settle(qtbot, moving)
    assert session.plan.id != plan.id
    assert park_of(session.view, firm) == park
    step.sheet.plan_chosen.emit(plan.id)
    settle(qtbot, moving)
    assert park_of(session.view, firm) == before


def test_treatment_and_destination_are_chosen_in_the_rows(moving, qtbot):
    step, session = moving.relocation, moving.relocation.session
    table, model = step.firms.table, step.firms.model
    chips = step.firms.chips.findChildren(QPushButton)
    click(qtbot, next(chip for chip in chips if chip.text().startswith("全部")))
    settle(qtbot, moving)  # how each is treated is a column then
    assert not table.isColumnHidden(TREATMENT)
    firm, home = next(pairs(session.view, allowed=True))
    table.look_at(model.line_of(firm))
    table.setFocus()
    qtbot.keyClick(table, Key.Key_F2)
    menu = open_menu(table)
    ticked = [each.text() for each in menu.actions() if each.isChecked()]
    assert len(ticked) == 1  # where it goes now
    name = session.view.parks.set_index("key").at[home, "name"]
    entry = next(each for each in menu.actions() if name in each.text())
    take(qtbot, menu, entry.text())
    settle(qtbot, moving)
    assert park_of(session.view, firm) == home

    table.look_at(model.line_of(firm))
    at = table.visualRect(model.index(model.line_of(firm), TREATMENT))
    arrow = QPoint(at.right() - 4, at.center().y())
    QTest.mouseMove(table.viewport(), arrow)
    qtbot.mouseClick(table.viewport(), Left, pos=arrow)
    take(qtbot, open_menu(table), "改造提升")
    settle(qtbot, moving)
    row = session.view.firms.set_index("key").loc[firm]
    assert row["treatment"] == "改造提升"
    assert not row["is_candidate"]
    for _ in range(2):
        moving.context.workspace.undo()
    settle(qtbot, moving)
    assert session.view.firms.set_index("key").at[firm, "treatment"] == "搬迁入园"


def test_lines_of_a_town_come_apart_where_the_pointer_is(moving, qtbot):
    step, session = moving.relocation, moving.relocation.session
    layer, table = step.flows.layer, step.firms.table
    one_by_one = layer.plan.lines
    step.flows.most_lines = FEW
    session.view_changed.emit()
    settle(qtbot, moving)

    bundled = layer.plan.lines
    assert len(bundled) < len(one_by_one)
    assert {f for line in bundled for f in line.firms} == {
        f for line in one_by_one for f in line.firms
    }
    town = max(bundled, key=lambda line: len(line.firms)).town
    step.flows.tool.town_hovered.emit(town)
    apart = layer.plan.lines
    mine = [line for line in apart if line.town == town]
    assert len(mine) > sum(line.town == town for line in bundled)
    assert [line for line in apart if line.town != town] == [
        line for line in bundled if line.town != town
    ]
    step.flows.tool.town_hovered.emit("")
    assert layer.plan.lines == bundled
    table.hovered.emit(mine[0].firms[0])  # a row of the list does the same
    assert layer.plan.lines == apart


def test_land_against_money_is_drawn(moving, qtbot):
    step, session = moving.relocation, moving.relocation.session
    trial = step.right.trial
    step.right.open("trial")
    wishes = session.plan.wishes
    few = {"most_km": 2.0, "leading_share_min": 0.0}  # quickly proven
    step.edits.set_wishes(replace(wishes, moving_yuan_per_m2=100.0, **few))
    settle(qtbot, moving)
    click(qtbot, trial.curve)
    assert not trial.curve.isEnabled()
    assert "正在算" in trial.point.text()
    qtbot.waitUntil(lambda: not session.jobs.is_running("curve"), timeout=90_000)
    settle(qtbot, moving)

    points = trial.chart.points
    assert len(points) > 2
    assert trial.chart.isVisible()
    assert trial.curve.isEnabled()
    for cheap, dear in pairwise(points):
        assert cheap.cost < dear.cost
        assert cheap.freed_mu < dear.freed_mu
    trial.chart.setFocus()
    qtbot.keyClick(trial.chart, Key.Key_Left)
    assert trial.chart.point == points[-2]
    assert f"入园 {len(points[-2].plan.assignments)} 户" in trial.point.text()


def test_a_plan_that_could_not_be_read_can_be_read_again(moving, qtbot):
    step, session = moving.relocation, moving.relocation.session
    session.jobs.cancel("view")
    session._begin_anew()
    assert session.view is None
    session._current = session._current or session.plans[0].id

    session._miss()  # as the end of a worker leaves it
    assert step.pill.status == "missed"
    assert not step.pill.again.isHidden()
    click(qtbot, step.pill.again)
    qtbot.waitUntil(lambda: session.view is not None)
    settle(qtbot, moving)
    assert step.pill.status == "optimal"
    assert step.pill.again.isHidden()


def test_a_plan_made_for_an_end_says_so_and_the_next_one_takes_the_next_letter(
    moving, qtbot
):
    step, session = moving.relocation, moving.relocation.session
    head = step.firms.head
    entry = next(each for each in head.menu().actions() if "少搬远" in each.text())
    entry.trigger()
    settle(qtbot, moving)
    assert session.plan.name == "方案 B 少搬远"
    click(qtbot, head.new)
    settle(qtbot, moving)

    assert [plan.name for plan in session.plans][1:] == ["方案 B 少搬远", "方案 C"]
    row = step.firms.model.rows[0]  # nobody has searched a place for it yet
    assert step.firms.model.destination(row) == "还没算"
    assert step.right.parks.reasons.isHidden()
    session.look_at_firm(row.key)
    assert step.right.parks.reasons.isHidden()
    mark = next(m for m in step.flows.layer.plan.firms if m.key == row.key)
    assert mark.is_waiting
