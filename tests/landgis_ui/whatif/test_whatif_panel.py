# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dragging a line moves firms, 亩 and map; nothing changes until it is taken."""

import openpyxl
import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtTest import QTest

from landgis.operations.stored_analysis import open_result
from landgis.project import ProjectStore
from landgis.rules.library import parse_profile
from landgis_ui.whatif.panel import WhatIfPanel
from landgis_ui.widgets.figures import write_value

SECONDS = 60_000


@pytest.fixture
def workspace(context, county):
    store = ProjectStore.open(county)
    context.workspace.attach(store)
    dataset = store.document("result", "current")["dataset"]
    context.workspace.set_result(open_result(store, dataset))
    return context.workspace


@pytest.fixture
def panel(qtbot, context, workspace):
    panel = WhatIfPanel(context)
    qtbot.addWidget(panel)
    panel.resize(460, 900)
    panel.show()
    qtbot.waitUntil(lambda: panel.session.answer is not None, timeout=SECONDS)
    return panel


def firms_up_to(workspace, line):
    """Count the firms at or under a line; those of unknown tax are none of them."""
    firms = workspace.result.analysis.firms
    return int((firms["tax_per_mu"] <= line).sum())


def drag_to(panel, value):
    slider = panel.view.slider
    y = slider.height() - 10
    place = QPointF(slider.axis().x_of(value), y).toPoint()
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=place)


def test_without_result_it_says_what_to_do(qtbot, context):
    panel = WhatIfPanel(context)
    qtbot.addWidget(panel)
    panel.show()

    assert "先运行分析" in panel.view.sentence.text()
    assert panel.view.run_button.isVisible()
    assert not panel.view.pane.isVisible()


def test_what_holds_stands_in_the_result(panel, workspace):
    answer, sums = panel.session.answer, workspace.result.analysis.reclaimable

    assert answer.now["total_mu"] == pytest.approx(sums.total_mu)
    assert answer.now == answer.then
    assert not panel.view.save.isEnabled()
    assert "不变" in panel.view.figures.said("firm_mu")


def test_dragging_counts_the_firms_up_to_the_line(panel, workspace):
    drag_to(panel, 12.0)

    value = panel.session.value
    assert value == pytest.approx(12.0, abs=0.5)
    assert panel.session.answer.then["low_firms"] == firms_up_to(workspace, value)
    assert panel.view.box.text() == write_value(value)


def test_keys_move_by_a_tenth_and_by_one_with_shift(panel):
    slider = panel.view.slider
    start = panel.session.value

    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert panel.session.value == pytest.approx(start + 0.1)
    QTest.keyClick(slider, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert panel.session.value == pytest.approx(start + 1.1)
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert panel.session.value == start


def test_full_width_digits_in_the_box_are_understood(panel, workspace):
    panel.view.box.setText("１０。５")
    QTest.keyClick(panel.view.box, Qt.Key.Key_Return)

    assert panel.session.value == 10.5
    assert panel.session.answer.then["low_firms"] == firms_up_to(workspace, 10.5)


def test_the_map_shows_old_and_new_with_a_class_for_each_row(panel, workspace):
    panel.session.set_value(12.0)

    analysis, colouring = workspace.result.analysis, workspace.map_state.trial
    assert len(colouring.classes) == len(analysis.parcels) + len(analysis.residual)
    old = (analysis.parcels["status"] == "low_efficiency").sum()
    ids = [entry.id for entry in colouring.legend]
    counts = {name: (colouring.classes == n).sum() for n, name in enumerate(ids)}
    assert counts["stays"] == old
    assert counts["came"] > 0
    assert counts["gone"] == 0


def test_present_and_swipe_change_what_the_map_shows(panel, workspace):
    panel.session.set_value(12.0)
    state, switch = workspace.map_state, panel.view.map_switch

    switch.buttons.button(2).click()
    assert state.swipes
    switch.buttons.button(0).click()
    assert state.trial is None
    switch.buttons.button(1).click()
    assert state.trial is not None
    assert not state.swipes


def test_closing_ends_the_trial_on_the_map(panel, workspace):
    panel.session.set_value(12.0)
    panel.hide()

    assert workspace.map_state.trial is None


def test_the_firm_nearest_to_the_line_stands_first_and_selects_its_land(
    qtbot, panel, workspace
):
    panel.session.set_value(12.0)
    listed = panel.view.list
    qtbot.waitUntil(lambda: listed.rows.rowCount() > 0)

    analysis = workspace.result.analysis
    firms = analysis.firms
    new = firms[(firms["tax_per_mu"] > 8) & (firms["tax_per_mu"] <= 12)]
    assert listed.rows.rowCount() == len(new)
    first = listed.rows.row_of(0)
    assert firms["tax_per_mu"].iloc[first] == new["tax_per_mu"].max()
    listed.picked.emit(first)
    own = analysis.links.loc[analysis.links["firm"] == first, "parcel"]
    assert workspace.selection.rows.tolist() == sorted(set(own))


def test_another_number_is_swept_and_its_present_value_changes_nothing(
    qtbot, panel, workspace
):
    assert panel.show_subject("idle_years_2")
    session = panel.session
    qtbot.waitUntil(
        lambda: session.job is None and session.sweep is not None, timeout=SECONDS
    )

    assert len(session.sweep.values) >= 25
    assert session.answer.now == session.answer.then
    total = workspace.result.analysis.reclaimable.total_mu
    assert session.answer.now["total_mu"] == pytest.approx(total)


def test_a_value_between_the_points_is_worked_out_when_let_go(qtbot, panel):
    panel.show_subject("idle_years_2")
    session = panel.session
    qtbot.waitUntil(
        lambda: session.job is None and session.sweep is not None, timeout=SECONDS
    )

    session.set_value(2.03)
    assert not session.answer.exact
    assert "松手" in panel.view.stand_in.text()
    session.settle()
    qtbot.waitUntil(lambda: session.answer.exact, timeout=SECONDS)
    assert 2.03 in session.sweep.values


def test_a_number_that_changes_nothing_says_so(panel):
    number = next(one for one in panel.session.numbers if one.effect == "none")

    panel.session.choose(number.id)

    assert "不改变" in panel.view.effect.text()
    assert not panel.view.slider.isVisible()
    assert panel.session.job is None


def test_two_scenarios_stand_side_by_side_and_can_be_deleted_and_undone(
    panel, workspace
):
    box = panel.view.scenarios
    for value, name in ((10.0, "十"), (5.0, "五")):
        panel.session.set_value(value)
        box.name.setText(name)
        QTest.keyClick(box.name, Qt.Key.Key_Return)
    items = [box.list.item(place) for place in range(2)]
    for item in items:
        item.setCheckState(Qt.CheckState.Checked)

    assert box.table.columnCount() == 3
    lines = {
        box.table.item(line, 0).text(): line for line in range(box.table.rowCount())
    }
    total = lines["可腾出合计（去重）（亩）"]
    column = 1 + [one.name for one in box.ticked()].index("十")
    assert box.table.item(total, column).font().bold()
    assert not box.table.item(total, 3 - column).font().bold()

    box.list.setCurrentRow(0)
    QTest.keyClick(box.list, Qt.Key.Key_Delete)
    assert box.list.count() == 1
    workspace.undo()
    assert box.list.count() == 2


def test_a_rule_set_of_ones_own_is_a_dated_copy_and_one_step(panel, workspace):
    panel.session.set_value(10.0)
    panel.view.save.click()
    form = panel.view.form
    assert not form.only.isEnabled()
    form.document.setText("瓯政〔2024〕12 号")
    before = len(workspace.store.history())
    form.only.click()

    assert len(workspace.store.history()) == before + 1
    documents = workspace.store.documents("profile")
    name = next(id_ for id_ in documents if id_.startswith("ouhai_2021_"))
    profile = parse_profile(
        documents[name]["toml"], path=workspace.path().with_name(f"{name}.toml")
    )
    assert profile.low[0].threshold.value == 10.0
    assert profile.document == "瓯政〔2024〕12 号"
    assert workspace.store.document("project", "project")["profile"] == "ouhai_2021"
    workspace.undo()
    assert name not in workspace.store.documents("profile")


def test_the_table_for_excel_holds_figures_and_firms(qtbot, panel, tmp_path):
    panel.session.set_value(12.0)
    job = panel.export_to(tmp_path / "试算.xlsx")
    with qtbot.waitSignal(job.succeeded, timeout=SECONDS):
        pass

    book = openpyxl.load_workbook(tmp_path / "试算.xlsx")
    assert book.sheetnames == ["指标", "清单"]
    rows = {row[0]: row[1:] for row in book["指标"].iter_rows(values_only=True)}
    now, then, difference = rows["可腾出合计（去重）"]
    assert then - now == pytest.approx(difference)
    assert book["清单"].max_row - 1 == panel.view.list.rows.rowCount()


def test_back_to_what_holds_undoes_every_trial(panel):
    panel.session.set_value(12.0)
    panel.view.reset.click()

    assert panel.session.value == 8.0
    assert not panel.session.is_changed


def test_a_rule_that_is_no_number_is_not_tried(panel):
    assert not panel.show_subject("no.such.rule")
