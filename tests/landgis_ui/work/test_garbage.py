# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests for the search for garbage."""

import gc
import weakref

import pytest

from landgis_ui.work import garbage


@pytest.fixture(autouse=True)
def as_before():
    yield
    gc.unfreeze()
    gc.enable()


class Knot:
    """Something that refers to itself."""

    def __init__(self):
        self.self = self


def test_nothing_is_looked_for_until_the_window_has_settled():
    garbage.hold_back()
    assert not gc.isenabled()

    garbage.settle()

    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_what_comes_after_is_still_cleared_away():
    garbage.settle()
    knot = weakref.ref(Knot())

    gc.collect()

    assert knot() is None
