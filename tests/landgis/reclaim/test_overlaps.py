# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reclaimable land counts once, whatever lies on top of what."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landgis.reclaim.overlaps import compute_overlap_removed


def squares(*corners):
    """Build 100 m squares, 15 亩 each, at the given lower left corners."""
    return np.array([shapely.box(x, y, x + 100, y + 100) for x, y in corners])


def test_land_that_only_touches_is_not_taken_off():
    assert (
        compute_overlap_removed(squares((0, 0), (100, 0)), np.array([15.0, 15.0])) == 0
    )


def test_the_shared_part_is_taken_off_once():
    shapes = squares((0, 0), (60, 0))

    removed = compute_overlap_removed(shapes, np.array([15.0, 15.0]))

    assert removed == pytest.approx(6.0)  # 40 m x 100 m


def test_ground_under_three_parcels_is_taken_off_twice():
    shapes = squares((0, 0), (0, 0), (0, 0))

    assert compute_overlap_removed(shapes, np.full(3, 15.0)) == pytest.approx(30.0)


def test_a_partly_reclaimable_parcel_takes_off_only_its_own_density():
    shapes = squares((0, 0), (60, 0))

    # The second gives up 5 of its 15 亩: 40 % of its ground is shared.
    assert compute_overlap_removed(shapes, np.array([15.0, 5.0])) == pytest.approx(2.0)


def test_land_with_nothing_to_reclaim_takes_nothing_off():
    assert compute_overlap_removed(squares((0, 0), (0, 0)), np.array([15.0, 0.0])) == 0


def test_no_land_at_all_takes_nothing_off():
    assert compute_overlap_removed(np.empty(0, dtype=object), np.empty(0)) == 0


CORNER = st.tuples(st.integers(0, 300), st.integers(0, 300))


@given(st.lists(CORNER, min_size=1, max_size=7))
def test_what_is_left_is_the_area_of_the_union(corners):
    shapes = squares(*corners)
    mu = np.full(len(shapes), 15.0)

    left = mu.sum() - compute_overlap_removed(shapes, mu)

    assert left == pytest.approx(shapely.area(shapely.union_all(shapes)) * 0.0015)
