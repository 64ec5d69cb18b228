# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions that jobs run in the second process."""

import multiprocessing
import os
import time

from landgis.errors import CancelledError, DataError
from landgis_ui.work.worker import PATIENCE_S


def add_up(numbers, *, progress):
    for place in range(len(numbers)):
        progress.step(place, len(numbers), stage="adding")
    return sum(numbers)


def process_number(*, progress):
    progress.step(0, 1)
    return os.getpid()


def wait_for_cancel(*, progress):
    while True:
        progress.step(0, 0, stage="waiting")
        time.sleep(0.01)


def never_look(*, progress):
    time.sleep(60)


def look_late(*, progress):
    time.sleep(PATIENCE_S + 1)
    progress.step(0, 1)


def fail_expectedly(*, progress):
    raise DataError("load.missing_file", file="a.shp")


def fail_unexpectedly(*, progress):
    return 1 / 0


def read_length(text):
    return len(text)


def count_until_stopped(*, progress):
    found = 0
    try:
        while True:
            found += 1
            progress.step(found, 0, stage="counting")
            time.sleep(0.01)
    except CancelledError:
        return found


def work_in_a_process_of_its_own(*, progress):
    child = multiprocessing.get_context("spawn").Process(target=os.getpid)
    child.start()
    child.join()
    return child.exitcode
