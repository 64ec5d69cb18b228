# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards, scenarios, suggestions, prices, the sheet and files of the step 划区."""

import numpy as np
import pytest
from PyQt6.QtCore import QPoint
from PyQt6.QtTest import QTest
from zone_hand import Held, Key, Left, held, neighbours_in_town, settle, show_zones

from landgis.project import ProjectStore
from landgis.units import MU_PER_M2
from landgis_ui.steps.zones.export_panel import ExportWanted
from landgis_ui.steps.zones.session import Readiness


def zone_of(step, rows, name=None):
    """Make a zone of parcels, without drawing; return its id."""
    name = name or step.edits.free_zone_name()
    assert step.edits.zone_of(np.array(sorted(rows), dtype=np.int64), name)
    return step.session.zone.id


def names(step):
    return [zone.name for zone in step.session.zoning.zones]


def drag_card(card, target, share):
    """Drag a card by its middle to a height of another one, as a hand does."""
    start = QPoint(card.width() // 2, card.height() - 6)
    place = QPoint(target.width() // 2, round(target.height() * share))
    end = card.mapFromGlobal(target.mapToGlobal(place))
    QTest.mousePress(card, Left, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(card, start + (end - start) * step / 5)
    QTest.mouseRelease(card, Left, pos=end)


def test_cards_are_renamed_locked_ordered_merged_and_deleted(zoned, qtbot):
    step = zoned.zones
    rows = neighbours_in_town(step.session)
    cards = step.left.cards
    first, second, third = (zone_of(step, [row]) for row in rows)
    assert cards.ids == (first, second, third)
    qtbot.wait(50)  # the cards find their places

    qtbot.mouseDClick(cards.card(first), Left, pos=cards.card(first).name.pos())
    field = cards.card(first).name_field
    assert field.isVisible()
    field.setText("老厂区")
    qtbot.keyClick(field, Key.Key_Return)
    assert names(step)[0] == "老厂区"
    assert zoned.context.workspace.store.document("zone", first)["name"] == "老厂区"

    qtbot.wait(50)
    drag_card(cards.card(third), cards.card(first), 0.05)
    assert cards.ids == (third, first, second)
    qtbot.keyClick(cards.card(third), Key.Key_Down, Held.ControlModifier)
    assert cards.ids == (first, third, second)

    qtbot.wait(50)
    drag_card(cards.card(second), cards.card(first), 0.5)
    assert cards.ids == (first, third)
    assert held(zoned, first) == sorted([rows[0], rows[1]])
    zoned.context.workspace.undo()
    assert cards.ids == (first, third, second)

    qtbot.mouseClick(cards.card(second).lock, Left)
    qtbot.keyClick(cards.card(second), Key.Key_Delete)
    assert second in cards.ids
    qtbot.mouseClick(cards.card(second).lock, Left)
    qtbot.keyClick(cards.card(second), Key.Key_Delete)
    assert second not in cards.ids
    assert (
        rows[1] in step.edits.parcels_free()
        or step.session.units.column("firm_m2")[rows[1]]
        + step.session.units.column("potential_m2")[rows[1]]
        == 0
    )


def test_figures_open_their_rows_and_prices_and_far_count_at_once(zoned, qtbot):
    step, panel = zoned.zones, zoned.zones.panel
    units = step.session.units
    wanted = []
    zoned.context.workspace.table_requested.connect(wanted.append)
    rows = neighbours_in_town(step.session)
    zone_of(step, rows)

    qtbot.mouseClick(panel.totals.cells[0], Left)
    assert wanted[-1].table == "parcel"
    assert sorted(wanted[-1].rows.tolist()) == sorted(rows)
    assert zoned.context.workspace.selection.rows.tolist() == sorted(rows)
    qtbot.mouseClick(panel.totals.cells[2], Left)
    assert wanted[-1].table == "enterprise"
    assert len(wanted[-1].rows) == int(panel.totals.cells[2].shown.number)

    land = panel.groups["pay"].lines
    assert all(line.shown.number == "—" for line in land if line.shown.tone)
    granted = step.session.totals().tenures["granted"] * MU_PER_M2
    field = step.prices.fields["granted"].field
    field.line.setText("３０。5")  # full-width, as an input method writes
    field.line.setModified(True)
    field.line.editingFinished.emit()
    assert step.session.prices.granted == 30.5
    priced = [line.shown for line in panel.groups["pay"].lines]
    if granted:
        number = float(priced[0].number.replace(",", ""))
        assert number == pytest.approx(granted * 30.5, abs=0.06)
    field.line.clear()
    field.line.setModified(True)
    field.line.editingFinished.emit()
    assert step.session.prices.granted is None

    panel.groups["room"].open()
    panel.far.line.setText("2.5")
    panel.far.line.setModified(True)
    panel.far.line.editingFinished.emit()
    totals = step.session.totals()
    assert totals.target_far == 2.5
    assert totals.floor_possible_m2 == pytest.approx(
        2.5 * units.column("land_m2")[rows].sum()
    )
    assert "不作为补偿依据" in zoned.context.words("zones.pay_note")
    qtbot.waitUntil(lambda: len(panel.checks.rows) == 5)
    assert {row.shown.kind for row in panel.checks.rows} <= {
        "ok", "look", "verify", "unchecked",
    }  # fmt: skip


def test_scenarios_are_copied_compared_and_one_is_taken_over(zoned, qtbot):
    step = zoned.zones
    rows = neighbours_in_town(step.session)
    zone_of(step, rows[:1])
    first = step.session.zoning.id
    step.edits.copy_scenario()
    second = step.session.zoning.id
    assert [one.name for one in step.session.zonings] == ["方案 A", "方案 B"]
    assert held(zoned) == rows[:1]
    zone_of(step, rows[1:])

    step._set_compares(on=True)
    settle(qtbot, zoned)
    qtbot.waitUntil(lambda: step.compare.shown is not None)
    assert step.compare.isVisible()
    sheet = {row.id: row for row in step.compare.shown.rows}
    assert step.compare.shown.names == ("方案 A", "方案 B")
    assert sheet["zones"].cells == ("1", "2")
    assert sheet["parcels"].cells == ("1", str(len(rows)))

    step.compare.other.setCurrentIndex(1)
    settle(qtbot, zoned)
    qtbot.waitUntil(lambda: len(zoned.map.zone_paint._suggestions) == 1)
    step.compare.plan.click()
    documents = zoned.context.workspace.store.documents("zoning")
    assert documents[second]["is_plan"]
    assert not documents[first].get("is_plan")

    qtbot.mouseClick(step.left.switch.buttons[first], Left)
    assert step.session.zoning.id == first
    step.edits.delete_scenario()
    assert [one.id for one in step.session.zonings] == [second]
    zoned.context.workspace.undo()
    assert len(step.session.zonings) == 2
    settle(qtbot, zoned)


def test_suggestions_are_shown_accepted_and_dropped_and_open_land_is_walked(
    zoned, qtbot
):
    step = zoned.zones
    left = step.left
    assert int(left.unassigned.count.text().split()[0].replace(",", "")) > 0
    qtbot.mouseClick(left.suggestions.search, Left)
    settle(qtbot, zoned)
    qtbot.waitUntil(lambda: len(left.suggestions.rows) > 1)
    found = step.suggester.found
    before = len(step.edits.parcels_free())

    left.suggestions.pointed.emit(0)
    assert len(zoned.map.zone_paint._suggestions) == 1
    left.suggestions.pointed.emit(-1)
    assert len(zoned.map.zone_paint._suggestions) == 0
    qtbot.mouseClick(left.suggestions.rows[0].accept, Left)
    assert held(zoned) == found[0].rows.tolist()
    assert len(step.edits.parcels_free()) < before
    assert len(left.suggestions.rows) == len(found) - 1
    qtbot.mouseClick(left.suggestions.rows[0].drop, Left)
    assert len(left.suggestions.rows) == len(found) - 2

    qtbot.keyClick(zoned.map.canvas, Key.Key_N)
    settle(qtbot, zoned)
    qtbot.waitUntil(lambda: step.walk.shown is not None)
    shown = step.walk.shown
    assert zoned.context.workspace.selection.rows.tolist() == shown.rows.tolist()
    qtbot.keyClick(zoned.map.canvas, Key.Key_N)
    assert step.walk.shown is not shown
    settle(qtbot, zoned)


def test_zones_are_written_as_files(zoned, qtbot, tmp_path):
    step = zoned.zones
    zone_of(step, neighbours_in_town(step.session))
    wanted = ExportWanted(
        scenario=step.session.zoning.id, zone="", formats=("gpkg", "geojson", "txt")
    )

    step.exporting.write(wanted, tmp_path)
    settle(qtbot, zoned)

    endings = {path.suffix for path in tmp_path.iterdir() if "方案 A" in path.name}
    assert {".gpkg", ".geojson", ".txt"} <= endings
    assert "已写好" in step.export.state.text()


def test_without_project_or_result_it_is_said_and_what_is_read_only_stays(
    desktop, zone_county, qtbot
):
    step = desktop.zones
    desktop.window.show_step("zones")
    assert step.session.readiness is Readiness.NO_PROJECT
    assert step.waiting.title.text() == desktop.context.words("zones.no_data")
    qtbot.mouseClick(step.waiting.button, Left)
    assert desktop.window.step.id == "data"

    with ProjectStore.open(zone_county):  # another one writes: here it is only read
        show_zones(qtbot, desktop, zone_county)
        assert not step.session.can_edit
        assert not step.left.add.isEnabled()
        assert not step.left.first.isVisible()
        assert not step.bar.tools.items["zone_brush"].isEnabled()
        assert "只能看" in step.left.note.text()
        overlay = desktop.map.overlay
        assert step.bar.tools.isVisible()
        assert overlay.tool_buttons.isHidden()
        overlay.colours.setVisible(True)  # as when another result comes
        assert overlay.colours.isHidden()
        desktop.window.show_step("analysis")
        assert not step.bar.tools.isVisible()
        assert overlay.tool_buttons.isVisible()
        assert overlay.colours.isVisible()
        settle(qtbot, desktop)
