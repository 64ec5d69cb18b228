# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions for the second process that do not come to their end."""

import os
import signal
import time


def add(first, second, *, progress):
    progress.step(0, 1)
    return first + second


def be_killed(*, progress):
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    time.sleep(60)


def work_for_long(note, *, progress):
    note.write_text(str(os.getpid()))
    time.sleep(60)


def fail(*, progress):
    return 1 / 0


def work_for_long_in_a_window(note):
    """Stand for a window that is ended by force while its process works."""
    from landgis_ui.work.worker import Task, Worker

    worker = Worker()
    task = Task(function=work_for_long, args=(note,), kwargs={})
    worker.run(task, report=print)
