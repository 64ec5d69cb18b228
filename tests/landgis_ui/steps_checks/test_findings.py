# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The worklist through its widgets and keys, on the sample county."""

import time
from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import Qt

from landgis.findings import Finding, Severity
from landgis.operations.worklist import State, make_worklist
from landgis_ui.steps.base import StepKind
from landgis_ui.steps.checks.model import Column, KindLine, RowLine

Key = Qt.Key
FRAME_S = 0.05


def group(step, kind, role="supply"):
    groups = step.facts.worklist.groups
    return next(g for g in groups if (g.kind, g.role) == (kind, role))


def go_to(step, kind):
    """Open a kind and look at its first row."""
    view = step.findings.view
    view.set_open(group(step, kind), is_open=True)
    view.show_line(view.currentIndex().row() + 1)
    return view.current_line()


def state_of(step, line):
    return State(int(step.findings.model.states[line.position]))


def test_kinds_stand_closed_the_worst_first(step):
    model = step.findings.model
    lines = [model.line(row) for row in range(model.rowCount())]

    assert all(isinstance(line, KindLine) for line in lines)
    severities = [line.severity for line in lines]
    assert severities == sorted(severities, reverse=True)
    assert sum(line.shown for line in lines) == len(step.facts.worklist)


def test_right_opens_a_kind_and_left_closes_it(qtbot, step):
    view, model = step.findings.view, step.findings.model
    kinds = model.rowCount()
    first = model.line(0)

    qtbot.keyClick(view, Key.Key_Right)
    assert model.rowCount() == kinds + first.shown
    assert isinstance(model.line(1), RowLine)

    qtbot.keyClick(view, Key.Key_Left)
    assert model.rowCount() == kinds


def test_enter_flies_to_the_parcel_and_selects_it(qtbot, context, step, flights):
    line = go_to(step, "self_intersection")

    qtbot.keyClick(step.findings.view, Key.Key_Return)

    parcels = step.facts.frames.parcels
    rows = context.workspace.selection.rows.tolist()
    assert parcels.loc[rows, "parcel_id"].tolist() == [line.name]
    left, bottom, right, top = flights[-1].bounds
    assert left < 559_038.07 < right
    assert bottom < 3_093_660.56 < top


def test_a_double_click_flies_as_well(qtbot, step, flights):
    go_to(step, "overlap")
    view = step.findings.view
    place = view.visualRect(view.currentIndex()).center()

    for click in (qtbot.mouseClick, qtbot.mouseDClick):
        click(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert len(flights) == 1


def test_a_finding_of_a_firm_flies_to_its_land(qtbot, step, flights):
    firms = step.facts.frames.firms
    joined = set(firms.loc[firms["parcel_ids"].notna(), "name"])
    own = group(step, "official_differs", "enterprise")
    names = step.facts.worklist.names[own.first : own.last]
    first = next(n for n, name in enumerate(names) if name in joined)
    view = step.findings.view
    view.set_open(own, is_open=True)
    view.show_line(view.currentIndex().row() + 1 + first)

    qtbot.keyClick(view, Key.Key_Space)

    assert len(flights[-1].rows) >= 1


def test_what_has_no_place_says_so(qtbot, step, flights, notices):
    own = group(step, "dropped_row", "enterprise")
    view = step.findings.view
    view.set_open(own, is_open=True)
    view.show_line(view.currentIndex().row() + 1)

    qtbot.keyClick(view, Key.Key_Return)

    assert flights == []
    assert "图上看不到" in notices[-1]


def test_a_accepts_a_row_as_a_document_and_goes_on(qtbot, context, step):
    line = go_to(step, "overlap")
    before = step.findings.pending()

    qtbot.keyClick(step.findings.view, Key.Key_A)

    documents = context.workspace.store.documents("finding")
    assert documents[f"supply|overlap|{line.name}"] == {"accepted": True}
    assert step.findings.pending() == before - 1
    assert step.findings.current_line().position == line.position + 1


def test_undo_makes_it_pending_again(qtbot, context, step):
    line = go_to(step, "overlap")
    qtbot.keyClick(step.findings.view, Key.Key_A)
    assert state_of(step, line) == State.ACCEPTED

    context.workspace.undo()

    assert state_of(step, line) == State.PENDING


def test_shift_a_accepts_the_whole_kind_in_one_step(qtbot, context, step):
    line = go_to(step, "overlap")
    qtbot.keyClick(step.findings.view, Key.Key_K)
    assert state_of(step, line) == State.LEFT

    qtbot.keyClick(step.findings.view, Key.Key_A, Qt.KeyboardModifier.ShiftModifier)

    own = group(step, "overlap")
    states = step.findings.model.states[own.first : own.last]
    assert set(states.tolist()) == {State.ACCEPTED}
    assert list(context.workspace.store.documents("finding")) == ["supply|overlap"]
    context.workspace.undo()
    assert state_of(step, line) == State.LEFT


def test_a_repair_without_which_there_is_no_area_cannot_be_declined(
    qtbot, context, step, notices
):
    go_to(step, "self_intersection")

    qtbot.keyClick(step.findings.view, Key.Key_K)

    assert dict(context.workspace.store.documents("finding")) == {}
    assert "只能采用修复后的图形" in notices[-1]


def test_typing_narrows_the_list_and_clearing_brings_it_back(qtbot, step):
    model, filters = step.findings.model, step.findings.filters
    name = go_to(step, "self_intersection").name

    qtbot.keyClicks(filters.search, name[-9:])
    qtbot.waitUntil(lambda: filters.query.text == name[-9:])
    assert {str(step.facts.worklist.names[p]) for p in model.positions} == {name}

    filters.search.clear()
    assert len(model.positions) == len(step.facts.worklist)


def test_no_hit_offers_to_clear_the_filters(qtbot, step):
    filters = step.findings.filters
    qtbot.keyClicks(filters.search, "xyz")
    qtbot.waitUntil(lambda: len(step.findings.model.positions) == 0)

    assert step.findings._pages.currentIndex() == 1
    filters.clear()
    assert step.findings._pages.currentIndex() == 0


def test_lists_filter_by_severity_input_kind_and_state(qtbot, step):
    filters, model = step.findings.filters, step.findings.model
    for box, wanted in (
        (filters.severity, Severity.WARNING),
        (filters.role, "supply"),
        (filters.kind, "area_mismatch"),
        (filters.state, State.PENDING),
    ):
        box.setCurrentIndex(box.findData(wanted))
        box.activated.emit(box.currentIndex())

    rows = model.positions
    worklist = step.facts.worklist
    assert len(rows) == 27
    assert {worklist.group_of(int(p)).kind for p in rows} == {"area_mismatch"}


def test_a_click_on_a_head_sorts_and_the_third_one_groups_again(step):
    view, model = step.findings.view, step.findings.model
    area = step.facts.worklist.area_m2

    view.sort_asked.emit(Column.AREA)
    shown = np.abs(area[model.positions])
    known = shown[np.isfinite(shown)]
    assert (np.diff(known) <= 0).all()
    assert isinstance(model.line(0), RowLine)

    view.sort_asked.emit(Column.AREA)
    view.sort_asked.emit(Column.AREA)
    assert isinstance(model.line(0), KindLine)


def test_the_card_shows_the_repair_with_its_change_of_area(step):
    go_to(step, "self_intersection")

    shape = step.detail.repair._shape
    assert shape.after_m2 - shape.before_m2 == pytest.approx(
        float(step.facts.worklist.area_m2[group(step, "self_intersection").first])
    )
    assert shape.spot == pytest.approx((559_038.07, 3_093_660.56), abs=0.01)
    picture = step.detail.repair.grab().toImage()
    assert picture.width() > 100


def test_a_value_is_corrected_with_its_reason_and_can_be_undone(
    qtbot, context, step, notices
):
    line = go_to(step, "area_mismatch")
    editor = step.detail.editor
    editor.value.insert("４．２")
    assert not editor.save_button.isEnabled()
    editor.reason.insert("不动产权证")

    qtbot.keyClick(editor.reason, Key.Key_Return)

    key = f"supply|{line.name}|registered_m2"
    saved = context.workspace.store.document("correction", key)
    assert saved["value"] == pytest.approx(2800)
    assert saved["reason"] == "不动产权证"
    assert saved["was"] == pytest.approx(3.8152 * 2000 / 3, rel=1e-3)
    assert line.name in notices[-1]
    assert step.state().kind == StepKind.STALE
    context.workspace.undo()
    assert context.workspace.store.document("correction", key) is None


def test_a_value_that_cannot_be_read_is_not_saved(qtbot, step):
    go_to(step, "date_order")
    editor = step.detail.editor

    qtbot.keyClicks(editor.value, "2020-13-01")
    editor.reason.insert("合同")

    assert editor.problem.text()
    assert not editor.save_button.isEnabled()


def test_what_only_an_analysis_can_tell_is_said_so_before_saving(qtbot, step):
    go_to(step, "area_mismatch")
    editor = step.detail.editor

    qtbot.keyClicks(editor.value, "5")

    qtbot.waitUntil(lambda: bool(editor.effect.text()), timeout=60_000)
    assert "重新分析" in editor.effect.text()


def test_a_hundred_thousand_rows_never_stop_the_window(qtbot, step):
    rows = 100_000
    worklist = make_worklist(
        [
            Finding(
                kind="area_mismatch",
                severity=Severity.WARNING,
                role="supply",
                rows=tuple(range(rows)),
                ids=tuple(f"330304001001GB{n:05d}" for n in range(rows)),
                details=tuple(f"登记面积 {n} 亩" for n in range(rows)),
                area_m2=tuple(float(n) for n in range(rows)),
            )
        ]
    )
    worklist.prepare()
    facts = replace(step.facts, worklist=worklist)
    findings, view, model = step.findings, step.findings.view, step.findings.model
    step.detail.set_facts(facts)
    spent = []
    for act in (
        lambda: findings.set_facts(facts),
        lambda: view.set_open(worklist.groups[0], is_open=True),
        view.grab,
        lambda: view.show_line(rows - 1),
        view.grab,
        lambda: qtbot.keyClick(view, Key.Key_A),
        lambda: model.set_positions(np.arange(0, rows, 7), grouped=True),
    ):
        began = time.thread_time()
        act()
        spent.append(time.thread_time() - began)

    # Time of this thread alone: the machine may be busy with other things.
    assert max(spent) < 2 * FRAME_S, spent
