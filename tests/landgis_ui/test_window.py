# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole window as a person uses it: from the start page to a decision."""

import geopandas
import numpy as np
import pytest
from pypinyin import Style, lazy_pinyin
from PyQt6.QtCore import QDate
from PyQt6.QtGui import QGuiApplication
from window_driver import (
    COUNTY,
    PATIENCE_MS,
    Held,
    Key,
    Left,
    chord,
    click,
    drop,
    search,
    spot_of,
    wait_for_rest,
)

from landgis_ui.steps.base import StepKind


def test_from_the_start_page_to_the_figures_of_the_sample_county(
    qtbot, desktop, monkeypatch, tmp_path
):
    monkeypatch.setenv("HOME", str(tmp_path))
    window, workspace = desktop.window, desktop.context.workspace
    assert window.step.id == "data"
    assert window.top.blue.isHidden()
    assert {desktop.data.state().kind, desktop.analysis.state().kind} == {
        StepKind.EMPTY
    }

    click(qtbot, desktop.data.start.sample)
    qtbot.waitUntil(lambda: workspace.store is not None, timeout=PATIENCE_MS)
    assert workspace.store.path.is_relative_to(tmp_path)
    assert window.top.demo.isVisible()
    done = window.rail.item("data")
    qtbot.waitUntil(lambda: done.badge == "ok", timeout=PATIENCE_MS)
    assert window.top.blue.text() == "下一步 体检"

    click(qtbot, window.top.blue)
    assert window.step.id == "checks"
    assert window.rail.item("checks").badge == "accent"
    qtbot.waitUntil(lambda: desktop.checks.facts is not None, timeout=PATIENCE_MS)
    assert window.rail.item("checks").badge == "verify"
    assert window.top.blue.text() == "下一步 分析"

    click(qtbot, window.top.blue)
    qtbot.waitUntil(window.top.blue.isEnabled, timeout=PATIENCE_MS)
    assert window.step.id == "analysis"
    click(qtbot, window.top.blue)
    qtbot.waitUntil(lambda: workspace.result is not None, timeout=PATIENCE_MS)
    headline = workspace.result.headline
    assert desktop.analysis.strip.cells[0].shown.number == f"{headline.total_mu:,.1f}"
    assert "2,997" in window.status.text
    wait_for_rest(qtbot, desktop)


def test_a_dropped_file_asks_for_a_project_and_becomes_its_input(
    qtbot, desktop, tmp_path
):
    parcels = tmp_path / "宗地.gpkg"
    frame = geopandas.read_file(COUNTY / "宗地.shp", rows=40, encoding="GB18030")
    frame.to_file(parcels)
    data, window = desktop.data, desktop.window

    drop(window, parcels)
    form = data.start.form
    assert form.isVisible()
    form.name.setText("云浦")
    form.set_folder(tmp_path)
    form.region.setEditText("330304")
    click(qtbot, form.create_button)

    qtbot.waitUntil(lambda: data.shelf.current is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not data.intake.is_busy, timeout=PATIENCE_MS)
    assert not window.top.blue.isEnabled()
    click(qtbot, data.centre.wizard.foot.use)
    qtbot.waitUntil(lambda: data.shelf.current.is_used, timeout=PATIENCE_MS)
    assert window.top.blue.isEnabled()
    assert data.preview.map._layer is not None

    chord(qtbot, desktop, Key.Key_Z)
    assert not desktop.context.workspace.store.documents("input")
    chord(qtbot, desktop, Key.Key_Y)
    assert len(desktop.context.workspace.store.documents("input")) == 1
    wait_for_rest(qtbot, desktop)


def test_findings_and_joins_are_decided_by_keys_and_undone(qtbot, opened):
    store = opened.context.workspace.store
    chord(qtbot, opened, Key.Key_2)
    checks = opened.checks
    qtbot.waitUntil(
        lambda: checks.facts is not None and checks.facts.review is not None,
        timeout=PATIENCE_MS,
    )
    view, before = checks.findings.view, checks.findings.pending()

    view.setFocus()
    qtbot.keyClick(view, Key.Key_Right)
    qtbot.keyClick(view, Key.Key_Down)
    qtbot.keyClick(view, Key.Key_A)
    assert len(store.documents("finding")) == 1
    assert checks.findings.pending() == before - 1
    chord(qtbot, opened, Key.Key_Z)
    assert checks.findings.pending() == before

    checks.show_tab(2)
    qtbot.keyClick(checks.review.queue, Key.Key_A)
    assert len(store.documents("join")) == 1
    assert opened.window.rail.item("analysis").badge == "warn"
    chord(qtbot, opened, Key.Key_Z)
    assert not store.documents("join")
    assert opened.window.rail.item("analysis").badge == "verify"


def test_a_figure_its_rows_and_their_sum_are_the_same_number(qtbot, opened):
    cell = opened.analysis.strip.cells[4]
    control = opened.drawer.control

    with qtbot.waitSignal(control.answered, timeout=5000):
        click(qtbot, cell)

    count = int(cell.shown.number.replace(",", ""))
    assert len(control.answer.order) == count
    assert opened.window.body.is_drawer_open()
    assert opened.drawer.foot.isVisible()


def test_the_map_the_inspector_and_an_override(qtbot, opened):
    workspace = opened.context.workspace
    parcels = workspace.result.analysis.parcels
    low = parcels["status"].eq("low_efficiency").to_numpy()
    row = int(np.flatnonzero(low)[0])
    spot = spot_of(opened, row)
    qtbot.waitUntil(lambda: opened.map.canvas.is_settled, timeout=PATIENCE_MS)

    qtbot.mouseClick(opened.map.canvas, Left, pos=spot)
    assert workspace.selection.rows.tolist() == [row]
    wait_for_rest(qtbot, opened)
    inspector, panel = opened.analysis.inspector, opened.analysis.override
    assert inspector.title.whole() == parcels["parcel_id"].iloc[row]

    click(qtbot, inspector.override)
    qtbot.keyClicks(panel.reason, "signed")
    panel.status.setCurrentIndex(panel.status.findData("normal"))
    click(qtbot, panel.apply)
    assert len(workspace.store.documents("override")) == 1
    assert opened.window.toast.isVisible()
    chord(qtbot, opened, Key.Key_Z)
    assert not workspace.store.documents("override")
    wait_for_rest(qtbot, opened)

    line = opened.analysis.legend.classes.row("underused")
    click(qtbot, line)
    assert len(workspace.selection.rows) == int(line.shown.count)


def test_the_table_is_narrowed_sorted_copied_and_written(qtbot, opened, tmp_path):
    drawer, control = opened.drawer, opened.drawer.control
    opened.window.body.open_drawer(is_open=True)
    chord(qtbot, opened, Key.Key_T)
    assert not opened.window.body.is_drawer_open()
    assert drawer.foot.isHidden()
    chord(qtbot, opened, Key.Key_T)
    assert opened.window.body.is_drawer_open()

    total = len(control.answer.order)
    with qtbot.waitSignal(control.answered, timeout=5000):
        drawer.focus_find()
        drawer.head.find_box.insert("皮件")
    found = control.answer.order
    assert 0 < len(found) < total

    rows = drawer.body.rows
    rows.setFocus()
    with qtbot.waitSignal(control.answered, timeout=5000):
        drawer.body.sort_asked.emit("mu", True)  # noqa: FBT003 - a signal's value
    mu = opened.context.workspace.result.analysis.parcels["mu"]
    assert mu.iloc[control.answer.order].is_monotonic_decreasing

    qtbot.keyClick(rows, Key.Key_A, Held.ControlModifier)
    qtbot.keyClick(rows, Key.Key_C, Held.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == len(found) + 1

    target = tmp_path / "表.csv"
    job = drawer.exporter.write(drawer.request(), target)
    with qtbot.waitSignal(job.finished, timeout=PATIENCE_MS):
        pass
    assert len(target.read_text("utf-8-sig").splitlines()) == len(found) + 1


def test_one_box_finds_parcels_firms_conditions_lists_and_places(qtbot, opened):
    workspace = opened.context.workspace
    analysis = workspace.result.analysis
    selection = workspace.selection
    codes = analysis.parcels["parcel_id"]
    code = codes[~codes.duplicated(keep=False)].iloc[40]

    search(qtbot, opened, code)
    assert codes.iloc[selection.rows].tolist() == [code]

    name = analysis.firms["name"].iloc[10]
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))[:6]
    opened.search.box.setText(initials)
    assert name in [offer.title for offer in opened.search.offers]

    search(qtbot, opened, "面积>50 低效")
    narrowed = analysis.parcels[workspace.filter.mask(analysis.parcels)]
    assert narrowed["mu"].min() > 50
    assert set(narrowed["status"]) == {"low_efficiency"}

    wanted = codes[~codes.duplicated(keep=False)].iloc[[3, 5]].tolist()
    search(qtbot, opened, f"{wanted[0]}\n{wanted[1]}\nNIX-1")
    assert codes.iloc[selection.rows].tolist() == wanted
    assert "NIX-1" in opened.window.toast.label.text()

    point = analysis.parcel_geometry[7].representative_point()
    search(qtbot, opened, f"{point.x:.2f},{point.y:.2f}")
    left, low, right, high = opened.map.navigator.target.bounds
    assert left < point.x < right
    assert low < point.y < high


def test_another_date_shows_its_effect_before_it_is_taken(qtbot, opened):
    workspace, window = opened.context.workspace, opened.window
    click(qtbot, window.top.date)
    panel = opened.utilities.open("project")
    panel.day.setDate(QDate(2022, 12, 31))
    click(qtbot, panel.effect.reckon)
    qtbot.waitUntil(lambda: "→" in panel.effect.text.text(), timeout=PATIENCE_MS)

    click(qtbot, panel.effect.take)
    assert "2022-12-31" in window.top.date.text()
    chord(qtbot, opened, Key.Key_Z)
    assert "2023-12-31" in window.top.date.text()
    for job in workspace.jobs.running:
        job.cancel()
    wait_for_rest(qtbot, opened)


def test_history_and_bookmarks_take_one_back(qtbot, opened):
    workspace, navigator = opened.context.workspace, opened.map.navigator
    chord(qtbot, opened, Key.Key_B)
    marks = opened.utilities.open("bookmarks")
    seen = navigator.target.bounds
    qtbot.keyClicks(marks.name, "mitte")
    qtbot.keyClick(marks.name, Key.Key_Return)
    assert marks.list.count() == 1

    spot_of(opened, 5)
    assert navigator.target.bounds != seen
    item = marks.list.item(0)
    spot = marks.list.visualItemRect(item).center()
    qtbot.mouseClick(marks.list.viewport(), Left, pos=spot)
    left, low, right, high = navigator.target.bounds
    middle = ((left + right) / 2, (low + high) / 2)
    was = ((seen[0] + seen[2]) / 2, (seen[1] + seen[3]) / 2)
    assert middle == pytest.approx(was, abs=100)
    assert (right - left) == pytest.approx(seen[2] - seen[0], rel=0.2)

    chord(qtbot, opened, Key.Key_H)
    assert opened.utilities.open_name == "history"
    history = opened.utilities.open("history")
    history.list.setCurrentRow(1)
    click(qtbot, history.restore)
    assert not workspace.store.documents("bookmark")


def test_settings_hold_at_once(qtbot, opened):
    settings, look = opened.context.settings, opened.context.look
    cell = opened.analysis.strip.cells[0]
    chord(qtbot, opened, Key.Key_Comma)
    fields = opened.utilities.open("settings").fields

    def choose(name, value):
        box = fields[f"preference.{name}"]
        box.setFocus()
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())

    choose("theme", "dark")
    assert look.theme.is_dark
    height = opened.window.top.height()
    choose("text_size", 125)
    assert opened.window.top.height() == pytest.approx(height * 1.25, abs=1)
    choose("area_unit", "hectare")
    assert cell.shown.unit == "公顷"
    choose("language", "en")
    assert settings.get("preference.language") == "en"
    qtbot.waitUntil(lambda: opened.map.canvas.is_settled, timeout=PATIENCE_MS)
