# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests that the window lets go of what it no longer shows."""

import gc
import shutil
import weakref

from PyQt6.QtTest import QTest
from window_driver import wait_for_county, wait_for_rest


def still_there(watched):
    """Name what lives although nobody should need it any more."""
    for _ in range(5):  # what is deleted later may delete more, later still
        QTest.qWait(10)
        gc.collect()
    return [name for name, found in watched.items() if found() is not None]


def watch(**objects):
    return {name: weakref.ref(each) for name, each in objects.items()}


def show_everything(qtbot, desktop):
    for step in desktop.steps:
        desktop.window.show_step(step.id)
        wait_for_rest(qtbot, desktop)
    workspace = desktop.context.workspace
    desktop.window.show_step("analysis")
    workspace.selection.set([0], current=0)
    wait_for_rest(qtbot, desktop)


def test_a_closed_window_is_gone_with_all_its_data(qtbot, start, county):
    desktop = start()
    desktop.context.flows.open_path(county)
    wait_for_county(qtbot, desktop)
    workspace = desktop.context.workspace
    watched = watch(
        desktop=desktop,
        window=desktop.window,
        map=desktop.map,
        workspace=workspace,
        look=desktop.context.look,
        loaded=workspace.loaded,
        result=workspace.result,
        **{f"step {step.id}": step for step in desktop.steps},
    )

    del desktop, workspace
    start.end()

    assert still_there(watched) == []


def test_another_project_takes_the_place_of_the_first(qtbot, start, county, tmp_path):
    desktop = start()
    desktop.context.flows.open_path(county)
    wait_for_county(qtbot, desktop)
    show_everything(qtbot, desktop)
    workspace = desktop.context.workspace
    watched = watch(loaded=workspace.loaded, result=workspace.result)

    other = shutil.copy(county, tmp_path / "other.landgis.gpkg")
    desktop.context.flows.open_path(type(county)(other))
    qtbot.waitUntil(lambda: workspace.store.path.name == "other.landgis.gpkg")
    wait_for_county(qtbot, desktop)
    show_everything(qtbot, desktop)

    assert still_there(watched) == []
