# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys, reopening, a second opener, what is dropped by mistake, and our own faults."""

from itertools import pairwise
from pathlib import Path

import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication
from window_driver import (
    PATIENCE_MS,
    Held,
    Key,
    chord,
    click,
    drop,
    wait_for_county,
    wait_for_rest,
)

from landgis_ui.frame.actions import definitions
from landgis_ui.steps.data.entries import FileState

BROKEN = Path(__file__).parents[3] / "shared" / "data" / "broken"


def test_steps_and_panels_are_reached_by_keys_alone(qtbot, opened):
    window = opened.window
    for key, step in (
        (Key.Key_1, "data"),
        (Key.Key_2, "checks"),
        (Key.Key_3, "analysis"),
    ):
        chord(qtbot, opened, key)
        assert window.step.id == step
    panels = []
    for _ in range(5):
        qtbot.keyClick(window, Key.Key_F6)
        focus = window.focusWidget()
        panels.append(
            next(
                name
                for name, panel in (
                    ("rail", window.rail),
                    ("strip", window.body.strips),
                    ("left", window.body.lefts),
                    ("map", window.body.pages),
                    ("right", window.body.rights),
                )
                if panel.isAncestorOf(focus)
            )
        )
    assert set(panels) == {"rail", "strip", "left", "map", "right"}
    assert all(one != other for one, other in pairwise(panels))
    wait_for_rest(qtbot, opened)


def test_help_keys_rules_and_meeting_open_and_close_by_their_keys(qtbot, opened):
    window, utilities = opened.window, opened.utilities
    for key, held, name in (
        (Key.Key_F1, Held.NoModifier, "help"),
        (Key.Key_Question, Held.NoModifier, "keys"),
        (Key.Key_I, Held.ControlModifier, "whatif"),
        (Key.Key_C, Held.ControlModifier | Held.ShiftModifier, "charts"),
    ):
        chord(qtbot, opened, key, held)
        assert utilities.open_name == name
        chord(qtbot, opened, key, held)
        assert utilities.open_name == ""

    chord(qtbot, opened, Key.Key_F11, Held.NoModifier)
    assert window.isFullScreen()
    assert not window.rail.isVisible()
    assert opened.analysis.strip.isVisible()
    assert opened.analysis.legend.isVisible()
    chord(qtbot, opened, Key.Key_F11, Held.NoModifier)
    assert not window.isFullScreen()
    assert window.rail.isVisible()
    assert opened.context.look.scale == 1.0
    wait_for_rest(qtbot, opened)


def test_every_command_of_the_menus_has_words_and_none_fails_without_a_project(
    qtbot, desktop
):
    left_out = {
        "quit", "open_project", "open_folder", "open_sample", "add_files", "add_image",
        "log_folder", "tour", "meeting", "save_as", "take_over", "export_results",
        "export_plain",
    }  # fmt: skip
    actions = desktop.window.actions_
    for each in definitions():
        assert actions[each.id].text()
        if each.id not in left_out:
            actions[each.id].trigger()
            qtbot.wait(1)


def test_a_project_opens_where_it_was_left(qtbot, opened, start, county):
    workspace = opened.context.workspace
    chord(qtbot, opened, Key.Key_2)
    chord(qtbot, opened, Key.Key_3)
    opened.window.body.open_drawer(is_open=False)
    opened.map.navigator.set_scale(5000)
    workspace.selection.set([7, 9])
    opened.context.settings.set("preference.theme", "dark")
    wait_for_rest(qtbot, opened)
    bounds = opened.map.navigator.target.bounds
    opened.window.close()

    again = start()
    assert again.context.look.theme.is_dark
    click(qtbot, again.data.start.recent.buttons[0])
    wait_for_county(qtbot, again)
    assert again.context.workspace.store.path == county
    assert again.window.step.id == "analysis"
    assert again.context.workspace.selection.rows.tolist() == [7, 9]
    assert not again.window.body.is_drawer_open()
    assert again.map.navigator.target.bounds == pytest.approx(bounds, rel=1e-6)


def test_who_opens_second_may_look_and_change_nothing(qtbot, opened, start, county):
    second = start()
    second.context.flows.open_path(county)
    wait_for_county(qtbot, second)

    assert second.context.workspace.store.read_only
    assert second.window.toast.isVisible()
    assert "只读" in second.window.top.saved.text()
    second.context.workspace.selection.set([3])
    wait_for_rest(qtbot, second)
    click(qtbot, second.analysis.inspector.override)
    panel = second.analysis.override
    qtbot.keyClicks(panel.reason, "signed")
    assert not panel.apply.isEnabled()
    assert not second.context.workspace.store.documents("override")
    wait_for_rest(qtbot, second)
    wait_for_rest(qtbot, opened)


def make_bad_files(folder):
    """Return files and folders that are not what they seem."""
    made = {
        "空.shp": b"",
        "空.xlsx": b"",
        "空.csv": b"",
        "断.gpkg": b"SQLite format 3\x00" + b"\x01" * 300,
        "乱.xlsx": bytes(range(256)) * 8,
        "信.docx": b"PK\x03\x04letter",
        "图.jpg": b"\xff\xd8\xff\xe0",
        "半.geojson": b'{"type": "FeatureCollection", "features": [{"type"',
        "头.shp": b"\x00\x00\x27\x0a" + b"\x00" * 96,
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    (folder / "空文件夹").mkdir()
    return [folder / name for name in (*made, "空文件夹", "没有.shp")]


@pytest.fixture
def new_project(qtbot, desktop, tmp_path):
    """The program on a new, empty project."""
    document = {"name": "甲", "region": "330304", "reference_date": "2023-12-31"}
    desktop.context.flows.create(
        tmp_path / "甲.landgis.gpkg", {**document, "profile": "ouhai_2021"}, None
    )
    return desktop


def test_wrong_empty_locked_and_damaged_files_get_a_sentence_each(
    qtbot, new_project, tmp_path
):
    folder = tmp_path / "来文"
    folder.mkdir()
    bad = make_bad_files(folder)
    locked = folder / "锁.csv"
    locked.write_text("编号\n1\n", "utf-8")
    locked.chmod(0)
    if BROKEN.exists():
        bad += sorted(p for p in BROKEN.rglob("*.shp"))[:4]
    data = new_project.data

    drop(new_project.window, *bad, locked)
    qtbot.waitUntil(lambda: bool(data.shelf.entries), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not data.intake.is_busy, timeout=PATIENCE_MS)
    locked.chmod(0o600)

    reached = {entry.path for entry in data.shelf.entries}
    assert set(bad) - {folder / "空文件夹"} <= reached
    for entry in data.shelf.entries:
        assert entry.error or entry.state is FileState.READ, entry.path
        assert "Traceback" not in entry.error
        assert "Error" not in entry.error
    wait_for_rest(qtbot, new_project)


@pytest.mark.parametrize("name", ["坏.landgis.gpkg", "坏.toml", "无.landgis.gpkg"])
def test_a_project_that_is_none_gets_a_sentence_and_the_open_one_stays(
    qtbot, new_project, tmp_path, name
):
    path = tmp_path / name
    if not name.startswith("无"):
        path.write_bytes(b"\x00not a project\xff")
    before = new_project.context.workspace.store

    with qtbot.waitSignal(
        new_project.context.workspace.noticed, timeout=PATIENCE_MS
    ) as told:
        drop(new_project.window, path)

    assert told.args[0].tone == "failed"
    assert told.args[0].text.strip()
    assert new_project.context.workspace.store is before
    wait_for_rest(qtbot, new_project)


def test_a_dropped_project_is_opened(qtbot, new_project, county):
    drop(new_project.window, county)

    wait_for_county(qtbot, new_project)
    assert new_project.context.workspace.store.path == county


def test_a_fault_of_ours_is_reported_and_loses_nothing(qtbot, opened, caplog, tmp_path):
    workspace = opened.context.workspace
    workspace.selection.set([4])
    steps = len(workspace.store.history())

    def fail():
        raise ZeroDivisionError("on purpose")

    QTimer.singleShot(0, fail)
    reports = tmp_path / "logs"
    qtbot.waitUntil(lambda: any(reports.glob("report-*.txt")), timeout=5000)
    caplog.clear()

    text = next(reports.glob("report-*.txt")).read_text("utf-8")
    assert "ZeroDivisionError: on purpose" in text
    assert opened.window.toast.isVisible()
    assert "没丢" in opened.window.toast.label.text()
    assert opened.window.toast.button.isVisible()
    assert len(workspace.store.history()) == steps
    assert workspace.selection.rows.tolist() == [4]


def test_closing_leaves_no_timer_running(qtbot, opened):
    opened.window.close()
    qtbot.wait(50)

    app = QApplication.instance()
    running = [
        timer
        for widget in (opened, opened.window, app)
        for timer in widget.findChildren(QTimer)
        if timer.isActive()
    ]
    assert running == []
    assert opened.context.workspace.store is None
