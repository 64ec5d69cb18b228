# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones are drawn with mouse and keyboard, weighed, undone, and found again."""

import numpy as np
import pytest
import shapely
from PyQt6.QtCore import QPoint
from PyQt6.QtTest import QTest
from window_driver import chord
from zone_hand import (
    Held,
    Key,
    Left,
    drag,
    glide,
    go_near,
    held,
    let_go,
    narrow_brush,
    neighbours_in_town,
    paint,
    press,
    settle,
    show_zones,
    spot,
)

from landgis.units import MU_PER_M2
from landgis.zones.book import recount
from landgis_ui.steps.base import StepKind


@pytest.fixture
def at_parcels(zoned, qtbot):
    """The step with the map upon parcels that touch: (desktop, their rows)."""
    rows = neighbours_in_town(zoned.zones.session)
    go_near(qtbot, zoned, rows[0])
    narrow_brush(zoned)
    return zoned, rows


def number(cell):
    return float(cell.shown.number.replace(",", ""))


def begin(desktop, qtbot):
    """Take every zone away again, without another window for each test."""
    store = desktop.context.workspace.store
    while store.documents("zoning"):
        desktop.context.workspace.undo()
    desktop.zones._set_statuses(None)
    desktop.zones.bar.tools.modes["whole"].click()
    narrow_brush(desktop)
    qtbot.keyClick(desktop.map.canvas, Key.Key_V)


def test_the_step_says_how_to_begin_and_a_first_click_makes_a_zone(at_parcels, qtbot):
    desktop, rows = at_parcels
    step, window = desktop.zones, desktop.window

    assert window.step_ids[3] == "zones"
    assert window.rail.item("zones").text().startswith("4 ")
    assert step.state().kind is StepKind.EMPTY
    assert step.left.empty.isVisible()
    assert step.left.first.isVisible()
    qtbot.mouseClick(step.left.first, Left)
    assert [zone.name for zone in step.session.zoning.zones] == ["片区 1"]
    assert step.session.zoning.name == "方案 A"
    assert step.state().kind is StepKind.DONE
    assert not step.left.empty.isVisible()
    begin(desktop, qtbot)

    paint(qtbot, desktop, rows[0])

    assert held(desktop) == [rows[0]]
    mu = step.session.units.column("land_m2")[rows[0]] * MU_PER_M2
    assert number(step.panel.totals.cells[0]) == pytest.approx(mu, abs=0.051)
    assert step.panel.totals.cells[1].shown.number == "1"
    card = step.left.cards.card(step.session.zone.id)
    assert card.shown.area == step.panel.totals.cells[0].shown.number
    history = [entry.text for entry in desktop.context.workspace.store.history()]
    assert len(history[-2:]) == 2
    assert history[-1].startswith("zones.")


def test_before_and_while_the_mouse_is_down_it_is_said_what_will_happen(
    at_parcels, qtbot
):
    desktop, rows = at_parcels
    step, canvas = desktop.zones, desktop.map.canvas
    paint(qtbot, desktop, rows[0])
    before = desktop.context.workspace.store.history()

    press(canvas, spot(desktop, rows[1]))
    cells = step.panel.totals.cells
    qtbot.waitUntil(lambda: cells[0].shown.change != "")
    mu = step.session.units.column("land_m2")[rows[1]] * MU_PER_M2
    assert float(cells[0].shown.change) == pytest.approx(mu, abs=0.051)
    assert cells[1].shown.change == "+1"
    assert step.panel.blue.isVisible()
    card = desktop.map.zone_paint.card
    assert "松手将划入 1 宗" in card.title
    assert desktop.map.zone_paint.preview.taken.tolist() == [rows[1]]
    assert held(desktop) == [rows[0]]
    let_go(canvas, spot(desktop, rows[1]))
    assert held(desktop) == sorted(rows[:2])
    assert len(desktop.context.workspace.store.history()) == len(before) + 1
    qtbot.waitUntil(lambda: cells[0].shown.change == "")
    begin(desktop, qtbot)
    desktop.zones.edits.new_zone()
    qtbot.keyClick(desktop.map.canvas, Key.Key_B)

    QTest.mouseMove(desktop.map.canvas, spot(desktop, rows[0]))
    QTest.mouseMove(desktop.map.canvas, spot(desktop, rows[1]))

    assert desktop.map.zone_paint.preview.taken.tolist() == [rows[1]]
    assert "点一下划入 1 宗" in desktop.map.zone_paint.card.title
    assert held(desktop) == []
    begin(desktop, qtbot)
    paint(qtbot, desktop, rows[0])

    press(canvas, spot(desktop, rows[1]))
    qtbot.keyClick(canvas, Key.Key_Escape)
    let_go(canvas, spot(desktop, rows[1]))

    assert held(desktop) == [rows[0]]
    assert desktop.map.zone_paint.preview is None


def test_alt_and_the_eraser_take_out(at_parcels, qtbot):
    desktop, rows = at_parcels
    canvas = desktop.map.canvas
    paint(qtbot, desktop, rows[0])
    paint(qtbot, desktop, rows[1])

    QTest.mouseMove(canvas, spot(desktop, rows[1]))
    qtbot.keyPress(canvas, Key.Key_Alt, Held.AltModifier)
    QTest.mousePress(canvas, Left, Held.AltModifier, spot(desktop, rows[1]))
    let_go(canvas, spot(desktop, rows[1]), Held.AltModifier)
    qtbot.keyRelease(canvas, Key.Key_Alt)

    assert held(desktop) == [rows[0]]
    begin(desktop, qtbot)
    paint(qtbot, desktop, rows[0])
    paint(qtbot, desktop, rows[1])

    qtbot.keyClick(canvas, Key.Key_E)
    press(canvas, spot(desktop, rows[0]))
    let_go(canvas, spot(desktop, rows[0]))

    assert held(desktop) == [rows[1]]


def test_strokes_are_undone_gone_back_to_and_kept_when_reopened(
    at_parcels, zone_county, qtbot
):
    desktop, rows = at_parcels
    for row in rows[:2]:
        paint(qtbot, desktop, row)

    chord(qtbot, desktop, Key.Key_Z)
    assert held(desktop) == [rows[0]]
    chord(qtbot, desktop, Key.Key_Y)
    assert held(desktop) == sorted(rows[:2])
    begin(desktop, qtbot)
    steps = desktop.zones.panel.steps
    for row in rows[:2]:
        paint(qtbot, desktop, row)
    assert [line.shown.is_now for line in steps.rows][:3] == [True, False, False]

    steps.rows[1].click()

    assert held(desktop) == [rows[0]]
    assert [line.shown.is_undone for line in steps.rows][:3] == [True, False, False]
    assert [line.shown.is_now for line in steps.rows][:3] == [False, True, False]
    desktop.zones.edits.change(desktop.zones.session.zone.id, name="老厂区")
    settle(qtbot, desktop)

    desktop.context.workspace.detach()
    assert desktop.zones.session.zonings == ()
    show_zones(qtbot, desktop, zone_county)

    assert held(desktop) == [rows[0]]
    assert desktop.zones.session.zone.name == "老厂区"


def test_land_of_other_zones_moves_locked_zones_and_other_statuses_are_skipped(
    at_parcels, qtbot
):
    desktop, rows = at_parcels
    step, canvas = desktop.zones, desktop.map.canvas
    paint(qtbot, desktop, rows[0])
    first = step.session.zone.id
    qtbot.mouseClick(step.left.add, Left)
    second = step.session.zone.id

    press(canvas, spot(desktop, rows[0]))
    lines = " ".join(line.text for line in desktop.map.zone_paint.card.lines)
    assert "片区 1 将为" in lines
    assert "片区 2 将为" in lines
    change = step.left.cards.card(first).change
    qtbot.waitUntil(lambda: change.text().startswith("−"))
    let_go(canvas, spot(desktop, rows[0]))

    assert held(desktop, first) == []
    assert held(desktop, second) == [rows[0]]
    begin(desktop, qtbot)
    told = []
    desktop.context.workspace.noticed.connect(told.append)
    paint(qtbot, desktop, rows[0])
    first = step.session.zone.id
    qtbot.mouseClick(step.left.cards.card(first).lock, Left)
    qtbot.mouseClick(step.left.add, Left)

    paint(qtbot, desktop, rows[0])

    assert held(desktop, first) == [rows[0]]
    assert held(desktop) == []
    assert "跳过 1 宗" in told[-1].text
    assert "片区 1" in told[-1].text
    begin(desktop, qtbot)
    units = step.session.units
    others = frozenset(units.statuses) - {units.status(rows[0])}
    step._set_statuses(others)

    paint(qtbot, desktop, rows[0])

    assert held(desktop) == []


def test_a_zone_is_made_with_the_keyboard_alone(at_parcels, qtbot):
    desktop, rows = at_parcels
    step, canvas = desktop.zones, desktop.map.canvas
    qtbot.keyClick(canvas, Key.Key_V)
    qtbot.keyClick(canvas, Key.Key_Right)
    first = int(desktop.context.workspace.selection.rows[0])

    qtbot.keyClick(canvas, Key.Key_B)
    assert held(desktop) == [first]
    qtbot.keyClick(canvas, Key.Key_Right)
    second = int(desktop.context.workspace.selection.rows[0])
    qtbot.keyClick(canvas, Key.Key_Return)
    assert second != first
    assert held(desktop) == sorted([first, second])
    assert desktop.window.step is step
    qtbot.keyClick(canvas, Key.Key_Return)
    assert held(desktop) == [first]
    begin(desktop, qtbot)
    paint(qtbot, desktop, rows[0])
    touching = step.session.land.neighbours.of(rows[0]).tolist()

    qtbot.keyClick(canvas, Key.Key_G)
    grown = held(desktop)
    assert set(grown) == {rows[0], *touching}
    qtbot.keyClick(canvas, Key.Key_G, Held.ShiftModifier)
    assert set(held(desktop)) <= set(grown)
    begin(desktop, qtbot)
    slider = step.bar.tools.width_slider
    qtbot.keyClick(canvas, Key.Key_B)
    before = desktop.map.zone_tools.brush.width_m

    qtbot.keyClick(canvas, Key.Key_BracketRight)
    assert desktop.map.zone_tools.brush.width_m > before
    assert slider.width_m == desktop.map.zone_tools.brush.width_m
    slider.step(6)
    assert desktop.map.zone_tools.brush.width_m == slider.width_m


def test_a_box_takes_whole_parcels_or_cuts_them_after_a_look(at_parcels, qtbot):
    desktop, rows = at_parcels
    canvas = desktop.map.canvas
    desktop.zones.edits.new_zone()
    qtbot.keyClick(canvas, Key.Key_R)
    middle = spot(desktop, rows[0])

    drag(canvas, middle - QPoint(6, 6), middle + QPoint(6, 6))

    assert held(desktop) == [rows[0]]
    begin(desktop, qtbot)
    step = desktop.zones
    step.edits.new_zone()
    step.bar.tools.modes["cut"].click()
    qtbot.keyClick(canvas, Key.Key_R)

    drag(canvas, middle - QPoint(8, 8), middle + QPoint(8, 8))
    assert step.bar.cut.isVisible()
    assert "划入" in step.bar.cut.lines.text()
    assert "留下" in step.bar.cut.lines.text()
    assert held(desktop) == []
    qtbot.keyClick(canvas, Key.Key_Return)

    assert not step.bar.cut.isVisible()
    pieces = step.session.zoning.pieces[rows[0]]
    per_px = canvas.viewport.m_per_px
    assert pieces[0].shape.area == pytest.approx((16 * per_px) ** 2, rel=0.15)
    assert pieces[0].shape.area < shapely.area(step.session.units.grounds[rows[0]])
    assert number(step.panel.totals.cells[0]) > 0
    begin(desktop, qtbot)
    step.edits.new_zone()
    step.bar.tools.modes["cut"].click()
    qtbot.keyClick(canvas, Key.Key_R)
    drag(canvas, middle - QPoint(8, 8), middle + QPoint(8, 8))

    qtbot.mouseClick(step.bar.cut.cancel, Left)

    assert held(desktop) == []
    assert not step.bar.cut.isVisible()
    assert desktop.map.zone_paint.preview is None


def test_totals_shown_equal_a_recount_after_any_strokes(at_parcels, qtbot):
    desktop, rows = at_parcels
    step, canvas = desktop.zones, desktop.map.canvas
    desktop.map.zone_tools.brush.set_width(60.0)
    for row in rows:
        paint(qtbot, desktop, row)
    qtbot.keyClick(canvas, Key.Key_E)
    press(canvas, spot(desktop, rows[0]))
    glide(canvas, spot(desktop, rows[0]), spot(desktop, rows[1]))
    let_go(canvas, spot(desktop, rows[1]))
    chord(qtbot, desktop, Key.Key_Z)
    session = step.session
    zone = session.zone.id

    shown = session.book(session.zoning.id).of(zone)
    fresh = recount(session.zoning, session.units, zone)
    for name in ("land_m2", "firm_m2", "potential_m2", "tax_wan", "jobs", "ground_m2"):
        assert np.isclose(getattr(shown, name), getattr(fresh, name), rtol=1e-9)
    assert shown.firms == fresh.firms
