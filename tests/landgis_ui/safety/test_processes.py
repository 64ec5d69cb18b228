# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window outlives its second process, and that does not outlive the window."""

import multiprocessing
import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from landgis.errors import LandGISError
from landgis_ui.words import Words
from landgis_ui.work import jobs as jobs_module
from landgis_ui.work.jobs import JobRunner

sys.path.insert(0, str(Path(__file__).parent))
import lost_functions as functions  # the second process imports it by this name

SLOW_MS = 30_000


@pytest.fixture
def runner(qtbot, monkeypatch):
    monkeypatch.setattr(jobs_module, "MODULES", ())
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    found = JobRunner()
    yield found
    found.shut_down()
    qtbot.wait(0)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_killed_process_is_told_in_a_sentence_and_the_next_job_works(
    qtbot, runner, language
):
    job = runner.start(functions.be_killed)
    with qtbot.waitSignal(job.failed, timeout=SLOW_MS) as failed:
        pass
    error = failed.args[0]
    assert isinstance(error, LandGISError)
    assert Words(language).sentence(error)

    job = runner.start(functions.add, 1, 2)
    with qtbot.waitSignal(job.succeeded, timeout=SLOW_MS) as done:
        pass
    assert done.args == [3]


def test_a_process_that_was_killed_between_two_jobs_is_started_again(qtbot, runner):
    job = runner.start(functions.add, 1, 2)
    with qtbot.waitSignal(job.succeeded, timeout=SLOW_MS):
        pass
    for child in multiprocessing.active_children():
        child.kill()
        child.join()

    job = runner.start(functions.add, 3, 4)
    with qtbot.waitSignal(job.succeeded, timeout=SLOW_MS) as done:
        pass
    assert done.args == [7]


def test_closing_waits_no_longer_than_a_moment_for_what_never_looks(
    qtbot, runner, tmp_path
):
    note = tmp_path / "note"
    runner.start(functions.work_for_long, note)
    qtbot.waitUntil(lambda: has_begun(note), timeout=SLOW_MS)

    start = time.monotonic()
    runner.shut_down()
    assert time.monotonic() - start < 2
    assert not psutil.pid_exists(int(note.read_text()))


def test_a_job_that_is_asked_for_while_the_window_closes_is_cancelled(qtbot, runner):
    runner.shut_down()
    for start in (runner.start, runner.read):
        job = start(functions.add, 1, 2)
        with qtbot.waitSignal(job.cancelled, timeout=SLOW_MS):
            pass


def test_closing_twice_does_no_harm(runner):
    runner.shut_down()
    runner.shut_down()


def test_a_fault_that_nobody_asked_about_is_reported(qtbot, runner):
    with qtbot.captureExceptions() as caught:
        job = runner.start(functions.fail)
        with qtbot.waitSignal(job.finished, timeout=SLOW_MS):
            pass
    assert [type(error).__name__ for _, error, _ in caught] == ["WorkerError"]


@pytest.mark.skipif(os.name == "nt", reason="a window is ended in another way there")
def test_the_second_process_ends_when_the_window_is_killed_in_the_middle(
    qtbot, tmp_path, monkeypatch
):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    note = tmp_path / "note"
    context = multiprocessing.get_context("spawn")
    window = context.Process(
        target=functions.work_for_long_in_a_window, args=(note,), daemon=False
    )
    window.start()
    qtbot.waitUntil(lambda: has_begun(note), timeout=SLOW_MS)

    window.kill()
    window.join()

    number = int(note.read_text())
    qtbot.waitUntil(lambda: is_gone(number), timeout=10_000)


def is_gone(number):
    try:
        return psutil.Process(number).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def has_begun(note):
    return note.exists() and bool(note.read_text())
