# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of the map are those of the data that are shown, also while these change."""

from dataclasses import replace

import numpy as np
import pytest

from landgis.operations.stored_analysis import StoredResult
from landgis.operations.stored_picture import read_picture
from landgis.report.headline import land_statuses
from landgis.search.filters import Condition, Filter
from landgis_ui.canvas.colouring import plain_colouring, status_colouring
from landgis_ui.canvas.map_view import MapView
from landgis_ui.canvas.tool import PickMode
from landgis_ui.frame.map_controller import MapController

PATIENCE_MS = 60_000


@pytest.fixture
def controller(qtbot, context, county):
    view = MapView(context.look, context.words)
    qtbot.addWidget(view)
    view.resize(600, 400)
    found = MapController(context, view)
    view.show()
    context.flows.open_store(county)
    rest(qtbot, context)
    yield found
    context.workspace.detach()
    view.shut_down()
    view.close()


def rest(qtbot, context):
    qtbot.waitUntil(lambda: not context.workspace.jobs.running, timeout=PATIENCE_MS)


def test_rows_beyond_the_picture_are_not_drawn(qtbot, context, controller):
    count = controller.view.canvas.scene.shapes.count
    context.workspace.selection.set([0, count + 3])
    context.workspace.show_on_map(rows=[0, count + 3])
    controller.view.grab()

    assert list(controller.view.canvas.marks.selected) == [0]


def test_a_click_into_the_picture_of_other_data_selects_nothing(
    qtbot, context, controller
):
    result = context.workspace.result
    fewer = result.with_land({}, {})
    fewer.__dict__["analysis"] = replace(
        result.analysis, residual=result.analysis.residual.iloc[:0]
    )
    context.workspace.set_result(fewer)
    last = controller.view.canvas.scene.shapes.count - 1
    controller.view.rows_picked.emit(np.array([last]), PickMode.REPLACE)

    assert len(context.workspace.selection.rows) == 0
    rest(qtbot, context)


def test_a_trial_of_other_data_is_not_shown(qtbot, context, controller):
    count = controller.view.canvas.scene.shapes.count
    context.workspace.map_state.set_trial(plain_colouring(count + 5))

    assert len(controller.view.canvas.scene.colouring.classes) == count


def test_a_filter_holds_for_the_next_result(qtbot, context, controller):
    condition = Condition(field="commitment_date", operator="known")
    context.workspace.set_filter(Filter(conditions=(condition,)))
    rest(qtbot, context)
    before = controller.view.canvas.scene.hidden_rows.copy()
    dataset = context.workspace.result.dataset
    context.workspace.set_data(None)
    context.workspace.set_result(None)
    rest(qtbot, context)
    assert controller.view.canvas.scene.hidden_rows is None

    context.workspace.set_result(StoredResult(dataset))
    rest(qtbot, context)

    assert np.array_equal(controller.view.canvas.scene.hidden_rows, before)


def test_the_picture_comes_before_the_result_is_read_and_stays(
    qtbot, context, controller
):
    path = context.workspace.path()
    context.workspace.detach()
    rest(qtbot, context)
    seen = []
    view, workspace = controller.view, context.workspace

    def look(_layers=None):
        scene = view.canvas.scene
        if scene.shapes is not None and scene.colouring is not None:
            seen.append((workspace.result, scene.shapes, scene.colouring.classes))

    controller.themed.connect(look)
    context.flows.open_store(path)
    rest(qtbot, context)

    assert seen[0][0] is None
    assert workspace.result is not None
    assert view.canvas.scene.shapes is seen[0][1]  # nothing is drawn anew
    statuses = land_statuses(workspace.result.analysis)
    assert list(seen[0][2]) == list(status_colouring(statuses).classes)


def test_a_picture_that_comes_late_changes_nothing(qtbot, context, controller):
    result = context.workspace.result
    shapes = controller.view.canvas.scene.shapes

    context.workspace.picture_found.emit(read_picture(result.dataset))
    rest(qtbot, context)

    assert controller.view.canvas.scene.shapes is shapes


def test_the_rows_of_the_first_picture_are_those_of_the_result(context, controller):
    result = context.workspace.result

    picture = read_picture(result.dataset)

    assert list(picture.statuses) == list(land_statuses(result.analysis))
    shown = controller.view.canvas.scene.shapes
    assert np.array_equal(picture.shapes.points, shown.points)
    assert np.array_equal(picture.shapes.parts, shown.parts)
