# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What offices write of a firm's state of business."""

import pandas as pd
import pytest

from landgis.classify.firm_columns import to_states


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("正常生产", "running"),
        ("已投产", "running"),
        ("未投产", "not_yet"),
        ("筹建中", "not_yet"),
        ("停产", "stopped"),
        ("半停产", "partial"),
        ("未停产", "running"),
    ],
)
def test_a_word_inside_its_opposite_is_not_taken_for_it(words, state):
    assert to_states(pd.Series([words], dtype="str")).tolist() == [state]
