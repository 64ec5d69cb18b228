# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One selection for map, table and inspector."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis_ui.work.selection import Selection

ROWS = st.lists(st.integers(0, 50), max_size=20)


def test_one_row_alone_is_the_current_one(qtbot):
    selection = Selection()

    selection.set([7])

    assert selection.current == 7


def test_several_rows_have_no_current_one(qtbot):
    selection = Selection()
    selection.set([7])

    selection.add([3])

    assert selection.current == -1
    assert selection.rows.tolist() == [3, 7]


def test_setting_the_same_again_says_nothing(qtbot):
    selection = Selection()
    selection.set([1, 2])

    with qtbot.assertNotEmitted(selection.changed):
        selection.set([2, 1, 1])


def test_who_changed_it_is_told(qtbot):
    selection, me = Selection(), object()

    with qtbot.waitSignal(selection.changed) as told:
        selection.set([1], origin=me)

    assert told.args == [me]


def test_rows_cannot_be_written_to(qtbot):
    selection = Selection()
    selection.set([1, 2])

    with pytest.raises(ValueError, match="read-only"):
        selection.rows[0] = 9


@given(first=ROWS, second=ROWS)
def test_toggling_twice_gives_back_what_was(first, second):
    selection = Selection()
    selection.set(first)
    before = selection.rows.copy()

    selection.toggle(second)
    selection.toggle(second)

    assert np.array_equal(selection.rows, before)
    assert selection.rows.tolist() == sorted(set(first))
