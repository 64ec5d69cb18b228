# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans on the step 安置: searched, changed by hand, tried, compared, accepted."""

import math
import time

import pytest
from plan_hand import (
    carry,
    drag_rows,
    drop_rows,
    enter,
    hold_rows,
    is_free_dot,
    pairs,
    park_of,
    settle,
    show_plans,
    spot_of_park,
)
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from window_driver import click

from landgis.project import ProjectStore

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


def solve(qtbot, desktop):
    session = desktop.relocation.session
    click(qtbot, desktop.relocation.pill.solve)
    assert session.jobs.is_solving
    qtbot.waitUntil(lambda: not session.jobs.is_solving)
    settle(qtbot, desktop)


def stop_with_a_plan(qtbot, step):
    """Stop a search once it has found something; return how long that takes."""
    jobs, more = step.session.jobs, step.pill.more
    qtbot.waitUntil(lambda: "目前最好" in more.text() or not jobs.is_solving)
    begun = time.monotonic()
    click(qtbot, step.pill.stop)
    qtbot.waitUntil(lambda: not jobs.is_solving)
    return time.monotonic() - begun


def enter_number(qtbot, field, text):
    """Type into a number field as a person does."""
    field.line.setFocus()
    field.line.selectAll()
    field.line.del_()
    field.line.insert(text)  # QTest knows no full-width keys
    qtbot.keyClick(field.line, Key.Key_Return)


def test_the_first_visit_makes_a_plan_and_a_search_fills_it(opened, qtbot):
    step, session = opened.relocation, opened.relocation.session
    enter(qtbot, opened)

    assert [plan.solved for plan in session.plans] == [None]
    assert session.view.totals.placed == 0
    assert step.pill.status == ""
    field = step.right.wishes.editors["time_limit_s"].line
    step.right.open("wishes")
    enter_number(qtbot, field, "９０")  # full-width digits are taken as meant
    qtbot.waitUntil(lambda: session.plan.wishes.time_limit_s == 90)
    settle(qtbot, opened)

    click(qtbot, step.pill.solve)
    took = stop_with_a_plan(qtbot, step)
    settle(qtbot, opened)

    assert session.view.totals.placed > 0  # the best plan so far is kept
    assert session.plan.solved.stopped_by in ("user", "proof")
    assert step.pill.status in ("feasible", "optimal")
    assert took < 10  # a second, and more on a machine that is busy
    assert step.firms.placed.text().startswith(f"入园 {session.view.totals.placed} 户")


def test_a_dot_dropped_on_a_park_moves_the_firm_and_pins_it(moving, qtbot):
    step, session = moving.relocation, moving.relocation.session
    step.flows.fit()
    settle(qtbot, moving)
    firm, park = next(
        pair
        for pair in pairs(session.view, allowed=True)
        if is_free_dot(moving, pair[0])
    )
    before = park_of(session.view, firm)

    end = carry(moving, firm, park)
    assert step.flows.tool._aim.is_allowed
    assert park_of(session.view, firm) == before
    QTest.mouseRelease(moving.map.canvas, Left, pos=end)
    assert park_of(session.view, firm) == park  # at once
    settle(qtbot, moving)

    assert step.pill.status == "changed"
    assert step.next_act().text == "重算"
    store = moving.context.workspace.store
    assert store.document(f"plan_move/{session.plan.id}", firm)["pinned"]
    solve(qtbot, moving)
    assert park_of(session.view, firm) == park  # the rest moved round it
    assert step.pill.status in ("feasible", "optimal")

    for _ in range(2):
        moving.context.workspace.undo()
    settle(qtbot, moving)
    assert park_of(session.view, firm) == before
    moving.context.workspace.redo()
    settle(qtbot, moving)
    assert park_of(session.view, firm) == park


def test_rows_of_the_list_are_refused_or_taken_by_map_and_cards(moving, qtbot):
    step, session = moving.relocation, moving.relocation.session
    step.flows.fit()
    settle(qtbot, moving)
    canvas, layer = moving.map.canvas, step.flows.layer
    firm, park = next(pairs(session.view, allowed=False))
    data = drag_rows(step.firms.model, [firm])

    at = spot_of_park(moving, park)
    assert hold_rows(canvas, at, data).isAccepted()
    assert layer.aimed == park
    aim, _ = layer._held
    assert not aim.is_allowed
    assert len(aim.lines) >= 3  # why not, floor, leading firms
    bare = hold_rows(canvas, QPoint(5, canvas.height() // 2), data)
    assert not bare.isAccepted()
    assert layer.aimed == ""

    card = next(card for card in step.right.parks.cards if card.shown.key == park)
    hold_rows(card, card.rect().center(), data)
    assert card.property("card") == "bad"
    assert not card.trial.isHidden()

    firm, park = next(pairs(session.view, allowed=True))
    home = park_of(session.view, firm)
    data = drag_rows(step.firms.model, [firm])
    at = spot_of_park(moving, park)
    hold_rows(canvas, at, data)
    drop_rows(canvas, at, data)
    assert park_of(session.view, firm) == park
    settle(qtbot, moving)
    card = next(card for card in step.right.parks.cards if card.shown.key == home)
    hold_rows(card, card.rect().center(), data)
    drop_rows(card, card.rect().center(), data)
    settle(qtbot, moving)
    assert park_of(session.view, firm) == home
    row = step.firms.model.row_at(step.firms.model.line_of(firm))
    assert row.pinned
    assert "钉住 1 户" in step.firms.pinned.text()


def test_a_firm_without_a_place_says_why_and_what_would_help(moving, qtbot):
    step, session = moving.relocation, moving.relocation.session
    first = session.plan.id
    table, model = step.firms.table, step.firms.model
    firm = next(row.key for row in model.rows if row.park)
    table.setFocus()
    table.look_at(model.line_of(firm))
    assert session.firm == firm
    assert step.right.sheet.title.text()
    session.move((firm,), None)
    settle(qtbot, moving)
    reasons = step.right.parks.reasons

    assert reasons.isVisible()
    assert "为什么没有去处" in reasons.title.text()
    assert len(reasons.reasons) == len(session.view.parks)
    seen = [line for line in reasons.reasons if line.isVisible()]
    assert len(seen) == 4  # the nearest; the others are a click away
    click(qtbot, reasons.more)
    assert all(line.isVisible() for line in reasons.reasons)
    qtbot.waitUntil(lambda: not session.jobs.is_running("explain"))
    tries = [
        button
        for button in reasons.findChildren(type(step.pill.solve))
        if button.text() == "试一下" and button.isVisible()
    ]
    assert tries
    click(qtbot, tries[0])
    qtbot.waitUntil(lambda: len(session.plans) == 2)
    qtbot.waitUntil(lambda: not session.jobs.is_solving and not session.jobs.is_reading)
    settle(qtbot, moving)

    assert session.plan.id != first
    assert park_of(session.view, firm)
    qtbot.keyClick(table, Key.Key_Return)
    assert step.right.page == "sheet"


def test_nonsense_is_refused_beside_the_field_and_wishes_grey_the_plan(moving, qtbot):
    step, session = moving.relocation, moving.relocation.session
    step.right.open("wishes")
    editor = step.right.wishes.editors["leading_share_min"]

    enter_number(qtbot, editor.line, "abc")
    assert session.plan.wishes.leading_share_min == pytest.approx(0.7)
    enter_number(qtbot, editor.line, "170")
    assert not editor.fault.isHidden()
    assert session.plan.wishes.leading_share_min == pytest.approx(0.7)
    enter_number(qtbot, editor.line, "60")
    settle(qtbot, moving)

    assert editor.fault.isHidden()
    assert session.plan.wishes.leading_share_min == pytest.approx(0.6)
    assert session.is_stale
    assert step.pill.status == "stale"
    assert not step.firms.placed.isEnabled()
    moving.context.workspace.undo()
    settle(qtbot, moving)
    assert not session.is_stale


def test_a_trial_changes_nothing_until_it_is_kept(moving, qtbot):
    step, session = moving.relocation, moving.relocation.session
    trial = step.right.trial
    step.right.open("trial")
    before, now = session.plan, session.view.totals.placed
    slider = trial.sliders.sliders["capacity_factor"].slider
    slider.setFocus()
    qtbot.keyClick(slider, Key.Key_Home)  # no floor at all
    assert trial.tried.capacity_factor == 0
    qtbot.keyClick(slider, Key.Key_PageUp)  # a fifth of it
    assert trial.tried.capacity_factor == pytest.approx(0.2)
    qtbot.waitUntil(lambda: "→" in trial.figures.text_of("placed")[0])

    shown, change = trial.figures.text_of("placed")
    was, then = shown.split(" → ")
    assert int(was) == now
    assert int(then) < now
    assert change == f"−{now - int(then)}"
    assert session.plan == before
    assert session.view.totals.placed == now
    assert not trial.curve.isEnabled()  # nobody entered a price

    click(qtbot, trial.keep)
    qtbot.waitUntil(lambda: len(session.plans) == 2)
    qtbot.waitUntil(lambda: session.jobs.is_solving)
    stop_with_a_plan(qtbot, step)
    qtbot.waitUntil(lambda: not session.jobs.is_solving and not session.jobs.is_reading)
    settle(qtbot, moving)
    assert session.plan.wishes.capacity_factor == pytest.approx(0.2)
    assert session.view.totals.placed <= now
    assert session.plans[0] == before
    assert step.sheet.model.columnCount() == 3
    step.sheet.plan_chosen.emit(before.id)
    settle(qtbot, moving)
    assert session.plan == before


def test_an_accepted_plan_lists_its_land_and_undo_takes_it_back(moving, qtbot):
    step, session = moving.relocation, moving.relocation.session
    land, store = step.right.land, moving.context.workspace.store
    freed = session.view.firms["outcome"].isin(["moved", "temporary", "closed"])
    act = step.next_act()
    assert act.text == "定为正式方案"
    act.act()
    qtbot.waitUntil(lambda: session.plan.is_record)
    settle(qtbot, moving)
    step.right.open("land")

    model = land.models["freed_land"]
    assert model.rowCount() == freed.sum()
    known = session.view.firms.loc[freed, "freed_mu"]
    assert model.total_mu == pytest.approx(math.fsum(known.dropna()))
    index = model.index(0, 4)
    assert model.setData(index, "已签约")
    assert "已签约" in [
        value.get("progress") for value in store.documents("freed_land").values()
    ]
    for _ in range(2):
        moving.context.workspace.undo()
    settle(qtbot, moving)
    assert not session.plan.is_record
    assert land.lists.isHidden()


def test_a_project_that_another_holds_can_be_looked_at(desktop, plan_county, qtbot):
    with ProjectStore.open(plan_county):
        show_plans(qtbot, desktop, plan_county)
        step, session = desktop.relocation, desktop.relocation.session

        assert desktop.context.workspace.store.read_only
        assert session.view.totals.placed > 0
        assert step.next_act() is None
        assert step.pill.solve.isHidden()
        assert not step.firms.head.new.isEnabled()
        assert not step.right.wishes.isEnabled()
        assert step.right.trial.isEnabled()  # to try changes nothing
        assert not step.right.trial.keep.isEnabled()
        firm, park = next(pairs(session.view, allowed=True))
        before = park_of(session.view, firm)
        session.move((firm,), park)
        settle(qtbot, desktop)
        assert park_of(session.view, firm) == before
