# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long work runs in a second process, tells how far it is, and can be stopped."""

import os
import sys
import threading
from pathlib import Path

import pytest
from PyQt6.QtCore import QTimer

from landgis.errors import DataError
from landgis_ui.work import jobs as jobs_module
from landgis_ui.work.jobs import JobRunner
from landgis_ui.work.worker import WorkerError

sys.path.insert(0, str(Path(__file__).parent))
import work_functions as functions  # the second process imports it by this name

SLOW_MS = 30_000


@pytest.fixture
def runner(qtbot, monkeypatch):
    monkeypatch.setattr(jobs_module, "MODULES", ())
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    found = JobRunner()
    yield found
    found.shut_down()
    qtbot.wait(0)


def test_a_result_arrives_on_the_main_thread(qtbot, runner):
    job = runner.start(functions.add_up, [1, 2, 3])
    where = []
    job.succeeded.connect(lambda _: where.append(threading.current_thread()))

    with qtbot.waitSignal(job.succeeded, timeout=SLOW_MS) as done:
        pass

    assert done.args == [6]
    assert where == [threading.main_thread()]


def test_the_work_is_done_in_another_process(qtbot, runner):
    job = runner.start(functions.process_number)

    with qtbot.waitSignal(job.succeeded, timeout=SLOW_MS) as done:
        pass

    assert done.args != [os.getpid()]


def test_stages_are_told_while_it_works(qtbot, runner):
    job = runner.start(functions.add_up, list(range(5)))
    stages = []
    job.progressed.connect(lambda _done, _total, stage: stages.append(stage))

    with qtbot.waitSignal(job.succeeded, timeout=SLOW_MS):
        pass

    assert set(stages) == {"adding"}


def test_cancelling_takes_effect_at_the_next_step(qtbot, runner):
    job = runner.start(functions.wait_for_cancel)
    with qtbot.waitSignal(job.progressed, timeout=SLOW_MS):
        pass

    with qtbot.waitSignal(job.cancelled, timeout=SLOW_MS):
        job.cancel()


def test_stopping_early_brings_what_was_found_so_far(qtbot, runner):
    job = runner.start(functions.count_until_stopped)
    with qtbot.waitSignal(job.progressed, timeout=SLOW_MS):
        pass

    with qtbot.waitSignal(job.succeeded, timeout=SLOW_MS) as done:
        job.stop_early()

    assert done.args[0] >= 1


def test_stopping_early_before_it_began_is_cancelling(qtbot, runner):
    first = runner.start(functions.wait_for_cancel)
    waiting = runner.start(functions.count_until_stopped)
    with qtbot.waitSignal(first.progressed, timeout=SLOW_MS):
        pass

    waiting.stop_early()
    with qtbot.waitSignals([first.cancelled, waiting.cancelled], timeout=SLOW_MS):
        first.cancel()


def test_what_is_looked_at_does_not_wait_for_the_long_work(qtbot, runner):
    long = runner.start(functions.wait_for_cancel)
    with qtbot.waitSignal(
        runner.look(functions.add_up, [1, 2]).succeeded, timeout=SLOW_MS
    ) as done:
        pass

    assert done.args == [3]
    with qtbot.waitSignal(long.cancelled, timeout=SLOW_MS):
        long.cancel()


def test_a_look_that_is_given_up_leaves_what_was_read_for_the_next_one(qtbot, runner):
    def process():
        job = runner.look(functions.process_number)
        with qtbot.waitSignal(job.succeeded, timeout=SLOW_MS) as done:
            pass
        return done.args[0]

    before = process()
    slow = runner.look(functions.look_late)
    with qtbot.waitSignal(slow.cancelled, timeout=SLOW_MS):
        QTimer.singleShot(200, slow.cancel)
    assert process() == before


def test_a_function_may_use_a_process_of_its_own(qtbot, runner):
    with qtbot.waitSignal(
        runner.start(functions.work_in_a_process_of_its_own).succeeded,
        timeout=SLOW_MS,
    ) as done:
        pass

    assert done.args == [0]


def test_a_function_that_never_looks_is_ended_and_the_next_one_works(qtbot, runner):
    with qtbot.waitSignal(
        runner.start(functions.process_number).succeeded, timeout=SLOW_MS
    ):
        pass
    stuck = runner.start(functions.never_look)
    qtbot.wait(200)

    with qtbot.waitSignal(stuck.cancelled, timeout=SLOW_MS):
        stuck.cancel()
    job = runner.start(functions.add_up, [4])
    with qtbot.waitSignal(job.succeeded, timeout=SLOW_MS) as done:
        pass

    assert done.args == [4]


def test_an_expected_failure_arrives_as_what_it_was(qtbot, runner):
    job = runner.start(functions.fail_expectedly)

    with qtbot.waitSignal(job.failed, timeout=SLOW_MS) as done:
        pass

    error = done.args[0]
    assert isinstance(error, DataError)
    assert (error.code, dict(error.params)) == ("load.missing_file", {"file": "a.shp"})


def test_a_fault_of_ours_brings_its_traceback(qtbot, runner):
    job = runner.start(functions.fail_unexpectedly)

    with qtbot.waitSignal(job.failed, timeout=SLOW_MS) as done:
        pass

    assert isinstance(done.args[0], WorkerError)
    assert "ZeroDivisionError" in str(done.args[0])


def test_short_reads_run_in_a_thread(qtbot, runner):
    job = runner.read(functions.read_length, "four")

    with qtbot.waitSignal(job.succeeded, timeout=SLOW_MS) as done:
        pass

    assert done.args == [4]


def test_ended_jobs_are_forgotten(qtbot, runner):
    job = runner.start(functions.add_up, [1])

    with qtbot.waitSignal(job.finished, timeout=SLOW_MS):
        pass
    qtbot.wait(0)

    assert runner.running == ()
