# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole window closes quickly, whatever runs, and lets go of the project."""

import gc
import os
import time
import weakref

import pytest
from PyQt6.QtTest import QTest

from landgis.messages import LANGUAGE_VARIABLE
from landgis.operations.stored_analysis import StoredResult
from landgis.project import Edit, ProjectStore, Put
from landgis_ui.app import Desktop, Places
from landgis_ui.work.flows import RESULT

PATIENCE_MS = 60_000


@pytest.fixture
def desktop(qtbot, qapp, tmp_path, monkeypatch):
    monkeypatch.setenv(LANGUAGE_VARIABLE, os.environ.get(LANGUAGE_VARIABLE, "zh_CN"))
    places = Places(settings=tmp_path / "settings.ini", logs=tmp_path / "logs")
    found = Desktop(qapp, places)
    found.context.settings.set("preference.show_tour", value=False)
    found.start()
    yield found
    found.window.close()
    qtbot.wait(0)
    found.window.deleteLater()
    qtbot.wait(0)


def open_and_rest(qtbot, desktop, path):
    desktop.context.flows.open_store(path)
    rest(qtbot, desktop)
    assert desktop.context.workspace.result is not None


def rest(qtbot, desktop):
    jobs = desktop.context.workspace.jobs
    qtbot.waitUntil(lambda: not jobs.running, timeout=PATIENCE_MS)


def test_closing_in_the_middle_of_an_analysis_changes_nothing_and_takes_no_time(
    qtbot, desktop, county
):
    open_and_rest(qtbot, desktop, county)
    steps = len(desktop.context.workspace.store.history())
    desktop.context.flows.run_analysis()
    qtbot.wait(300)

    start = time.monotonic()
    desktop.window.close()
    desktop.window.close()
    assert time.monotonic() - start < 2

    with ProjectStore.open(county) as store:
        assert store.recovered is None
        assert len(store.history()) == steps
    assert list(county.parent.glob("*-wal")) == []


def test_closing_while_a_project_is_opened_leaves_it_alone(qtbot, desktop, county):
    desktop.context.flows.open_path(county)
    desktop.window.close()
    qtbot.wait(200)

    assert desktop.context.workspace.store is None
    with ProjectStore.open(county) as store:
        assert not store.read_only


def test_closing_on_a_disk_that_is_gone_ends_everything(qtbot, desktop, county):
    open_and_rest(qtbot, desktop, county)
    away = county.with_name("away")
    county.rename(away)

    desktop.window.close()

    assert not desktop.window.isVisible()
    away.rename(county)
    with ProjectStore.open(county) as store:
        assert not store.read_only


def test_every_part_of_the_window_shows_what_was_before_after_undo(
    qtbot, desktop, county
):
    open_and_rest(qtbot, desktop, county)
    workspace, flows = desktop.context.workspace, desktop.context.flows
    desktop.window.show_step("analysis")
    parcels = workspace.result.analysis.parcels
    firm = float(workspace.result.analysis.reclaimable.firm_mu)
    row = int((parcels["status"] == "normal").to_numpy().argmax())
    workspace.selection.set([row])
    name = str(workspace.result.analysis.parcel_names.iloc[row])
    value = {"status": "low_efficiency", "reason": "现场", "date": "", "person": ""}
    workspace.do(
        Edit(
            text="history.override",
            params={"name": name, "status": "低效"},
            puts=(Put("override", name, value),),
        )
    )
    flows.run_analysis()
    rest(qtbot, desktop)
    assert workspace.result.analysis.parcels["status"].iloc[row] == "low_efficiency"

    workspace.undo()
    workspace.undo()
    rest(qtbot, desktop)

    assert workspace.result.analysis.parcels["status"].iloc[row] == "normal"
    assert float(workspace.result.analysis.reclaimable.firm_mu) == firm
    assert not flows.is_out_of_date(RESULT)
    assert desktop.analysis.inspector.shown.status == "normal"
    shown = desktop.map.canvas.scene
    assert shown.shapes.count == len(shown.colouring.classes)


def test_two_projects_one_after_another_do_not_mix(
    qtbot, desktop, county, analysed, tmp_path
):
    other = tmp_path / "乙 县.landgis.gpkg"
    other.write_bytes(analysed.read_bytes())
    workspace = desktop.context.workspace
    desktop.context.flows.open_store(county)
    desktop.context.flows.open_store(other)
    desktop.context.flows.open_store(county)
    desktop.context.flows.open_store(other)
    rest(qtbot, desktop)

    assert workspace.store.path == other
    assert workspace.result.dataset.path == other
    with ProjectStore.open(county) as store:
        assert not store.read_only


def test_results_that_were_shown_before_are_let_go(qtbot, desktop, county):
    open_and_rest(qtbot, desktop, county)
    workspace = desktop.context.workspace
    desktop.window.show_step("analysis")
    dataset = workspace.result.dataset
    shown = []
    for _ in range(6):
        result = StoredResult(dataset)
        shown.append(weakref.ref(result))
        workspace.set_result(result)
        workspace.selection.set([1])
        del result
        rest(qtbot, desktop)
    QTest.qWait(50)
    gc.collect()

    assert sum(each() is not None for each in shown) <= 2
