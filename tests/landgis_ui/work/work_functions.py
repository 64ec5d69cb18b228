# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions that jobs run in the second process."""

import os
import time

from landgis.errors import DataError


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


def fail_expectedly(*, progress):
    raise DataError("load.missing_file", file="a.shp")


def fail_unexpectedly(*, progress):
    return 1 / 0


def read_length(text):
    return len(text)
