# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slivers are left out of what an overlay leaves (PEWG-02), and accounted for."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landgis.geometry import drop_slivers

boxes = st.lists(
    st.builds(
        lambda x, y, w, h: shapely.box(x, y, x + w, y + h),
        st.integers(0, 60),
        st.integers(0, 60),
        st.integers(1, 40),
        st.integers(1, 40),
    ),
    min_size=1,
    max_size=6,
)


def keep(*shapes):
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return drop_slivers(found, min_area_m2=200, inward_buffer_m=1.0)


@pytest.mark.parametrize(
    ("width", "length", "kept"),
    [
        (20, 10, True),  # exactly 200 m² is not 不满
        (20, 9.99, False),
        (2.1, 1000, True),
        (1.9, 1000, False),  # 1,900 m², and nothing left 1 m inside
        (2, 1000, False),
    ],
)
def test_pieces_too_small_or_too_thin_are_dropped(width, length, kept):
    found = keep(shapely.box(0, 0, width, length))

    assert (found.geometry[0].area > 0) is kept


def test_each_piece_is_judged_by_itself():
    large, small = shapely.box(0, 0, 50, 50), shapely.box(60, 0, 70, 10)

    found = keep(shapely.MultiPolygon([large, small]))

    assert found.geometry[0].equals(large)
    assert found.dropped_m2.tolist() == [100]
    assert found.dropped_pieces.tolist() == [1]


def test_what_keeps_several_pieces_stays_one_shape():
    pieces = shapely.MultiPolygon(
        [shapely.box(0, 0, 50, 50), shapely.box(60, 0, 99, 9)]
    )

    found = keep(pieces)

    assert found.geometry[0].equals(pieces)
    assert found.dropped_m2.tolist() == [0]


def test_a_shape_that_loses_all_becomes_empty_and_missing_ones_stay_missing():
    found = keep(shapely.box(0, 0, 1, 1), None, shapely.Polygon())

    assert found.geometry[0].is_empty
    assert found.geometry[1] is None
    assert found.geometry[2].is_empty
    assert found.dropped_m2.tolist() == [1, 0, 0]


@given(boxes)
def test_nothing_is_dropped_in_a_second_turn(shapes):
    once = keep(shapely.union_all(shapes))

    twice = keep(*once.geometry)

    assert twice.dropped_pieces.tolist() == [0]
    assert twice.geometry[0].equals(once.geometry[0])


@given(boxes)
def test_kept_and_dropped_make_up_the_whole(shapes):
    whole = shapely.union_all(shapes)

    found = keep(whole)

    assert found.geometry[0].area + found.dropped_m2[0] == pytest.approx(whole.area)
