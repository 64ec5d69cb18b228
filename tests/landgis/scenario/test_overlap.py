# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What overlaps take off is the same figure as that of the analysis."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.reclaim.overlaps import compute_overlap_removed
from landgis.scenario.overlap import find_overlaps

sides = st.integers(min_value=0, max_value=12)
boxes = st.tuples(sides, sides, st.integers(1, 9), st.integers(1, 9))
amounts = st.sampled_from([0.0, 0.5, 1.0, 2.0, 7.5])


@settings(max_examples=60)
@given(st.lists(st.tuples(boxes, amounts, amounts), min_size=1, max_size=14))
def test_looking_up_gives_what_overlaying_gives(drawn):
    shapes = np.array(
        [shapely.box(x, y, x + w, y + h) for (x, y, w, h), _, _ in drawn], dtype=object
    )
    overlaps = find_overlaps(shapes, np.ones(len(shapes), dtype=bool))

    for place in (1, 2):
        amount = np.array([entry[place] for entry in drawn])
        assert overlaps.removed_mu(amount) == pytest.approx(
            compute_overlap_removed(shapes, amount), abs=1e-9
        )


def test_a_stack_of_many_copies_counts_once():
    shapes = np.array([shapely.box(0, 0, 10, 10)] * 9, dtype=object)
    overlaps = find_overlaps(shapes, np.ones(9, dtype=bool))

    assert overlaps.removed_mu(np.full(9, 3.0)) == pytest.approx(24.0)
