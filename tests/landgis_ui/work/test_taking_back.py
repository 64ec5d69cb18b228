# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One undo takes back what the user did, with the analysis that followed by itself."""

import pytest

from landgis.project import Edit, ProjectStore, Put
from landgis_ui.work.taking_back import redo_with_followers, undo_with_followers


@pytest.fixture
def workspace(context, tmp_path):
    store = ProjectStore.create(tmp_path / "a.landgis.gpkg")
    context.workspace.attach(store)
    return context.workspace


def step(workspace, text, value):
    put = Put("note", "one", value)
    workspace.do(Edit(text=text, params={}, puts=(put,)))


def value(workspace):
    return workspace.store.document("note", "one")


def test_an_override_and_its_analysis_go_and_come_back_together(workspace):
    step(workspace, "history.rename", "start")
    step(workspace, "history.override", "override")
    step(workspace, "history.result", "analysed")

    undo_with_followers(workspace)
    assert value(workspace) == "start"

    redo_with_followers(workspace)
    assert value(workspace) == "analysed"


def test_an_analysis_that_was_asked_for_is_a_step_of_its_own(workspace):
    step(workspace, "history.rename", "start")
    step(workspace, "history.result", "analysed")

    undo_with_followers(workspace)

    assert value(workspace) == "start"


def test_the_first_step_of_a_project_is_taken_back_alone(workspace):
    step(workspace, "history.override", "only")
    step(workspace, "history.result", "analysed")

    undo_with_followers(workspace)

    assert value(workspace) == "only"


def test_redo_stops_at_the_next_thing_that_the_user_did(workspace):
    step(workspace, "history.rename", "start")
    step(workspace, "history.override", "override")
    step(workspace, "history.result", "analysed")
    step(workspace, "history.rename", "later")
    undo_with_followers(workspace)
    undo_with_followers(workspace)
    assert value(workspace) == "start"

    redo_with_followers(workspace)

    assert value(workspace) == "analysed"
