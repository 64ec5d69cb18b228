# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long work reports in chunks and stops where it is told to."""

import pytest

from landgis.errors import CancelledError
from landgis.progress import SILENT, in_chunks


class Recorder:
    def __init__(self, *, give_up_at=None):
        self.steps = []
        self.give_up_at = give_up_at

    def step(self, done, total, *, stage=""):
        self.steps.append((done, total, stage))
        if done == self.give_up_at:
            raise CancelledError


def test_every_item_comes_once_and_the_end_is_reported():
    recorder = Recorder()

    chunks = list(in_chunks(range(5), 2, progress=recorder, stage="读取"))

    assert [list(chunk) for chunk in chunks] == [[0, 1], [2, 3], [4]]
    assert recorder.steps == [
        (0, 5, "读取"),
        (2, 5, "读取"),
        (4, 5, "读取"),
        (5, 5, "读取"),
    ]


def test_cancelling_takes_effect_within_one_chunk():
    chunks = in_chunks(range(6), 2, progress=Recorder(give_up_at=4))

    assert [*next(chunks), *next(chunks)] == [0, 1, 2, 3]
    with pytest.raises(CancelledError):
        next(chunks)


def test_silence_says_nothing():
    assert list(in_chunks([], 3, progress=SILENT)) == []
