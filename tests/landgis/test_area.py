# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Areas: as drawn, on the ellipsoid, and which figure counts (AREA)."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landgis.area import authoritative, drawn_m2

millimetres = st.integers(0, 300_000)


def array(*shapes):
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


@given(st.tuples(*[millimetres] * 6))
def test_eastings_of_forty_million_lose_nothing(offsets):
    x = [40_559_000 + offset / 1000 for offset in offsets[::2]]
    y = [3_089_000 + offset / 1000 for offset in offsets[1::2]]
    exact_x, exact_y = [Fraction(v) for v in x], [Fraction(v) for v in y]
    exact = abs(
        sum(exact_x[i - 1] * exact_y[i] - exact_x[i] * exact_y[i - 1] for i in range(3))
        / 2
    )

    drawn = drawn_m2(array(shapely.Polygon(zip(x, y, strict=True))))

    assert drawn[0] == pytest.approx(float(exact), rel=1e-12, abs=1e-9)


def test_a_missing_shape_has_no_area_and_an_empty_one_has_none_left():
    drawn = drawn_m2(array(None, shapely.Polygon(), shapely.box(0, 0, 3, 4)))

    assert np.isnan(drawn[0])
    assert drawn[1:].tolist() == [0, 12]


# Planar less ellipsoidal area of a hectare, ppm, from the rulebook (AREA).


def test_the_registered_area_counts_where_there_is_one():
    registered = pd.Series([1000.0, np.nan, 0.0, -5.0, np.nan])
    drawn = pd.Series([1010.0, 20.0, 30.0, 40.0, np.nan])

    area_m2, which = authoritative(registered, drawn)

    assert area_m2[:4].tolist() == [1000, 20, 30, 40]
    assert which[:4].tolist() == ["registered", "drawn", "drawn", "drawn"]
    assert area_m2.isna()[4]
    assert which.isna()[4]
