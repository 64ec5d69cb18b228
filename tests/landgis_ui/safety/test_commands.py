# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies, compacting and taking over: nothing is lost, everything is said."""

import pytest
from PyQt6.QtWidgets import QPushButton

from landgis.project import ProjectStore
from landgis_ui.frame.panels.conflicts import ConflictsPanel
from landgis_ui.frame.panels.history import HistoryPanel
from landgis_ui.frame.panels.project import ProjectPanel
from landgis_ui.wiring.project_commands import ProjectCommands

PATIENCE_MS = 30_000


class Answer:
    """A user who chooses one file, whatever is asked."""

    def __init__(self):
        self.path = None

    def ask(self, _wish, then):
        then((self.path,))


@pytest.fixture
def answer():
    return Answer()


@pytest.fixture
def conflicts():
    return []


@pytest.fixture
def commands(context, answer, conflicts):
    return ProjectCommands(
        context,
        answer,
        show_conflicts=lambda taken, other: conflicts.append((taken, other)),
    )


def rest(qtbot, context):
    qtbot.waitUntil(lambda: not context.workspace.jobs.running, timeout=PATIENCE_MS)


def test_a_copy_is_gone_on_in(qtbot, context, commands, answer, path, tmp_path):
    context.flows.open_store(path)
    answer.path = tmp_path / "副本 {0}"
    commands.save_as()
    rest(qtbot, context)

    store = context.workspace.store
    assert store.path.name == "副本 {0}.landgis.gpkg"
    assert not store.read_only
    assert [entry.text for entry in store.history()] == ["history.rename"]


def test_a_project_whose_file_was_taken_away_can_still_be_saved(
    qtbot, context, commands, answer, path, tmp_path
):
    context.flows.open_store(path)
    path.unlink()
    answer.path = tmp_path / "gerettet"
    commands.save_as()
    rest(qtbot, context)

    assert context.workspace.store.document("project", "project")["name"] == "一"


def test_a_copy_into_a_folder_that_is_not_there_is_told(
    qtbot, context, commands, answer, path, tmp_path, told
):
    context.flows.open_store(path)
    answer.path = tmp_path / "nowhere" / "x"
    commands.save_as()
    rest(qtbot, context)

    assert [note.tone for note in told] == ["failed"]
    assert context.workspace.store.path == path


def test_compacting_comes_back_to_the_same_project(
    qtbot, context, commands, path, told
):
    context.flows.open_store(path)
    commands.compact()
    rest(qtbot, context)

    assert context.workspace.store.path == path
    assert not context.workspace.store.read_only
    assert [note.tone for note in told] == ["done"]


def test_a_project_opened_while_another_is_compacted_stays_open(
    qtbot, context, commands, path, tmp_path
):
    other = tmp_path / "other.landgis.gpkg"
    ProjectStore.create(other).close()
    context.flows.open_store(path)
    commands.compact()
    context.flows.open_store(other)
    rest(qtbot, context)

    assert context.workspace.store.path == other


@pytest.mark.parametrize("command", ["compact", "take_over"])
def test_what_needs_to_write_says_why_it_cannot(
    context, commands, answer, path, told, command
):
    answer.path = path
    with ProjectStore.open(path, person="王五"):
        context.flows.open_store(path)
        told.clear()
        getattr(commands, command)()

        assert ["王五" in note.text for note in told] == [True]
        assert context.workspace.store is not None


def test_what_both_copies_changed_is_decided_side_by_side(
    qtbot, context, commands, answer, conflicts, path, tmp_path, named
):
    other = tmp_path / "town.landgis.gpkg"
    other.write_bytes(path.read_bytes())
    with ProjectStore.open(other) as store:
        store.commit(named("镇里"))
    context.flows.open_store(path)
    context.workspace.do(named("县里"))
    answer.path = other
    commands.take_over()

    [(taken, _)] = conflicts
    panel = ConflictsPanel(context)
    qtbot.addWidget(panel)
    panel.show_conflicts(taken, other)
    (take,) = [
        button
        for button in panel.findChildren(QPushButton)
        if button.text() == "用那一份的"
    ]
    take.click()
    assert context.workspace.store.document("project", "project")["name"] == "镇里"


def test_taking_over_a_file_that_is_no_project_is_told(
    context, commands, answer, path, tmp_path, told
):
    answer.path = tmp_path / "x.gpkg"
    answer.path.write_text("no project")
    context.flows.open_store(path)
    commands.take_over()

    assert [note.tone for note in told] == ["failed"]


def test_panels_do_not_offer_what_a_reader_cannot_do(qtbot, context, path):
    project, history = ProjectPanel(context), HistoryPanel(context)
    qtbot.addWidget(project)
    qtbot.addWidget(history)
    with ProjectStore.open(path):
        context.flows.open_store(path)
        history.list.setCurrentRow(0)

        assert not project.name.isEnabled()
        assert not history.restore.isEnabled()
        project.name.setText("x")
        project.name.editingFinished.emit()
        assert context.workspace.store.document("project", "project")["name"] == "一"


def test_a_field_that_loses_the_keyboard_without_a_project_writes_nothing(
    qtbot, context, path
):
    panel = ProjectPanel(context)
    qtbot.addWidget(panel)
    panel.name.setText("x")
    panel.name.editingFinished.emit()
    panel.region.editingFinished.emit()

    assert context.workspace.store is None


def test_the_history_of_a_file_that_is_gone_does_not_stop_the_window(
    qtbot, context, path
):
    context.flows.open_store(path)
    panel = HistoryPanel(context)
    qtbot.addWidget(panel)
    path.unlink()
    panel.list.setCurrentRow(0)
    panel.show_history()
