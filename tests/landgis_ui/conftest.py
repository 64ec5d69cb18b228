# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Guards for every test of the window: nothing modal, nothing left, nothing logged."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc
import logging
import shutil
import sys
import threading
import time
from functools import partialmethod
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import pytest
import pytest_cov.engine  # noqa: F401  # coverage copies `sys`: before a window's hook is in it
from PyQt6.QtCore import QTimer
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot
from window_driver import wait_for_county

from landgis.operations.stored_analysis import analyse_stored
from landgis.operations.stored_freshness import loaded_puts, result_puts
from landgis.operations.stored_layers import mirror_layers
from landgis.operations.stored_load import load_stored
from landgis.operations.stored_open import make_demo_project
from landgis.project import Edit, ProjectStore
from landgis_ui.app import Desktop, Places
from landgis_ui.context import Context
from landgis_ui.theme.look import Look
from landgis_ui.words import Words
from landgis_ui.work.flows import MIRRORED, Flows
from landgis_ui.work.jobs import MODULES, JobRunner
from landgis_ui.work.settings import Settings
from landgis_ui.work.worker import Worker
from landgis_ui.work.workspace import Workspace

NOT_OURS = "This plugin does not support"
"""What the offscreen screen says of every window; no fault of the window."""

LONG_S = 300.0

OURS = ("job", "look", "read", "map")
"""Beginnings of the names of threads that our own code starts."""


def refuse(*_args, **_kwargs):
    raise AssertionError("a modal dialog was opened")


@pytest.fixture(autouse=True)
def no_modal_dialog(monkeypatch):
    monkeypatch.setattr(QDialog, "exec", refuse)
    monkeypatch.setattr(QMenu, "exec", refuse)
    for name in ("question", "information", "warning", "critical", "about"):
        monkeypatch.setattr(QMessageBox, name, refuse)


@pytest.fixture(autouse=True)
def no_unexpected_log(caplog):
    yield
    loud = [
        f"{record.name}: {record.getMessage()}"
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING and NOT_OURS not in record.getMessage()
    ]
    assert loud == []


@pytest.fixture(scope="module", autouse=True)
def searches_pass_over_what_lasts():
    """Modules and shared fixtures are no garbage: half of the time went into them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def nothing_left_behind(request):
    """No window, thread or running timer of ours outlives a test."""
    yield
    if "qtbot" not in request.fixturenames:
        return
    QTest.qWait(0)
    gc.collect()
    app = QApplication.instance()
    if app is None:
        return
    windows = [
        widget
        for widget in app.topLevelWidgets()
        if widget.isVisible() and widget.parent() is None
    ]
    threads = [
        thread.name
        for thread in threading.enumerate()
        if thread.is_alive() and thread.name.startswith(OURS)
    ]
    for widget in windows:
        widget.close()
    assert [type(widget).__name__ for widget in windows if widget.isVisible()] == []
    assert threads == []


@pytest.fixture(scope="session")
def analysed(tmp_path_factory, worker_id):
    """Return the path of the sample county, checked and analysed once for all workers.

    Other programs see its layers already, else each opening would write them.
    """
    alone = worker_id == "master"
    base = tmp_path_factory.getbasetemp()
    folder = (base if alone else base.parent) / "analysed"
    path = folder / "county.landgis.gpkg"
    if not _is_first(folder):
        _wait_for(path)
        return path
    made = make_demo_project(tmp_path_factory.mktemp("demo") / "county")
    for make, to_puts in ((load_stored, loaded_puts), (analyse_stored, result_puts)):
        dataset = make(made)
        with ProjectStore.open(made) as store:
            puts = tuple(to_puts(store, dataset))
            store.commit(Edit(text="history.loaded", puts=puts))
    mirror_layers(made, dataset)
    with ProjectStore.open(made) as store:
        store.set_state(MIRRORED, dataset)
    shutil.copy(made, folder / "copy")
    (folder / "copy").rename(path)  # whole as soon as it is there
    return path


def _is_first(folder):
    """Tell whether this is the worker that makes what lies in the folder."""
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    return True


def _wait_for(path):
    """Wait until the other worker has made a file."""
    until = time.monotonic() + LONG_S
    while not path.exists():
        assert time.monotonic() < until, f"nobody made {path}"
        time.sleep(0.2)


@pytest.fixture
def county(analysed, tmp_path):
    """Return the path of a copy that the test may change."""
    return Path(shutil.copy(analysed, tmp_path / "county.landgis.gpkg"))


@pytest.fixture
def words():
    return Words("zh_CN")


class PatientBot(QtBot):
    """Waits long where a test says nothing: a busy machine is no fault."""


for _name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive"):
    setattr(PatientBot, _name, partialmethod(getattr(QtBot, _name), timeout=60_000))


@pytest.fixture
def qtbot(qapp, request):
    return PatientBot(request)


class SharedJobs(JobRunner):
    """Ends its threads with the test, and leaves the process for the next one."""

    def __init__(self, workers):
        super().__init__()
        self._worker, self._looker = workers

    def shut_down(self):
        # Never started: it is these that are closed.
        self._worker, self._looker = Worker(), Worker()
        super().shut_down()


@pytest.fixture(scope="session")
def worker():
    """The second and the third process, which take seconds to start."""
    found = Worker(MODULES), Worker(MODULES)
    yield found
    for each in found:
        each.close()


@pytest.fixture
def context(qtbot, qapp, worker, tmp_path):
    """A whole context on settings of its own; its jobs are ended afterwards."""
    look = Look("light")
    look.apply(qapp)
    jobs = SharedJobs(worker)
    workspace, words = Workspace(jobs), Words("zh_CN")
    settings = Settings(tmp_path / "settings.ini")
    settings.set("preference.show_tour", value=False)
    yield Context(
        workspace=workspace,
        flows=Flows(workspace, words),
        words=words,
        look=look,
        settings=settings,
    )
    workspace.detach()
    jobs.shut_down()
    qtbot.wait(0)


class Starter:
    """Starts the program, each time on the same settings, and ends it."""

    def __init__(self, qtbot, workers, folder):
        self._qtbot, self._workers = qtbot, workers
        self._places = Places(settings=folder / "program.ini", logs=folder / "logs")
        self._started = []

    def __call__(self):
        app = QApplication.instance()
        desktop = Desktop(app, self._places, SharedJobs(self._workers))
        self._started.append(desktop)
        desktop.context.settings.set("preference.show_tour", value=False)
        desktop.window.resize(1600, 1000)
        desktop.start()
        desktop.map.navigator.motion_ms = 0
        self._qtbot.waitExposed(desktop.window)
        desktop.window.activateWindow()
        return desktop

    def end(self):
        """End whatever was started."""
        while self._started:
            desktop = self._started.pop()
            if desktop.window.isVisible():
                desktop.window.close()
            desktop.window.deleteLater()
            desktop.deleteLater()
        self._qtbot.wait(0)


@pytest.fixture
def start(qtbot, qapp, worker, tmp_path):
    """Return a function that starts the program, each time on the same settings."""
    starter = Starter(qtbot, worker, tmp_path)
    yield starter
    starter.end()  # the windows go first: another look would be given to each of them
    Look("light").apply(qapp)


@pytest.fixture
def desktop(start):
    """The whole program on its start page."""
    return start()


@pytest.fixture
def opened(desktop, county, qtbot):
    """The whole program on the analysed county, its picture drawn."""
    desktop.context.flows.open_path(county)
    wait_for_county(qtbot, desktop)
    return desktop


def active_timers(widget):
    """Return the timers below a widget that run."""
    return [timer for timer in widget.findChildren(QTimer) if timer.isActive()]
