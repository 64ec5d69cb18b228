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

from landgis.area import authoritative, drawn_m2, ellipsoidal_m2

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
@pytest.mark.parametrize(
    ("crs", "east", "north", "ppm", "tolerance"),
    [
        ("EPSG:4549", 560_000, 3_090_000, 98, 50),  # 瓯海: varies inside the district
        ("EPSG:4528", 40_560_000, 3_090_000, 98, 50),
        ("EPSG:4549", 500_000, 3_400_000, 0, 1),  # on the central meridian
    ],
)
def test_planar_and_ellipsoidal_areas_differ_as_the_projection_says(
    crs, east, north, ppm, tolerance
):
    hectare = shapely.box(east - 50, north - 50, east + 50, north + 50)

    ellipsoidal = ellipsoidal_m2(array(hectare, None), crs=crs)

    assert (10_000 / ellipsoidal[0] - 1) * 1e6 == pytest.approx(ppm, abs=tolerance)
    assert np.isnan(ellipsoidal[1])


def test_web_mercator_areas_are_far_too_large():
    # 瓯海, 28 degrees north: +28.7 % (AREA).
    hectare = shapely.box(13_420_000, 3_245_000, 13_420_100, 3_245_100)

    ellipsoidal = ellipsoidal_m2(array(hectare), crs="EPSG:3857")

    assert 10_000 / ellipsoidal[0] - 1 == pytest.approx(0.287, abs=0.01)


def test_holes_are_no_land_on_the_ellipsoid_either():
    ring = shapely.box(500_000, 3_090_000, 500_100, 3_090_100) - shapely.box(
        500_020, 3_090_020, 500_070, 3_090_070
    )

    assert ellipsoidal_m2(array(ring), crs="EPSG:4549")[0] == pytest.approx(
        7500, rel=1e-5
    )


def test_a_system_without_an_ellipsoid_is_refused():
    local = (
        'ENGCRS["local",EDATUM["local"],CS[Cartesian,2],'
        'AXIS["x",east],AXIS["y",north],LENGTHUNIT["metre",1]]'
    )

    with pytest.raises(ValueError, match="ellipsoid"):
        ellipsoidal_m2(array(shapely.box(0, 0, 1, 1)), crs=local)


def test_the_registered_area_counts_where_there_is_one():
    registered = pd.Series([1000.0, np.nan, 0.0, -5.0, np.nan])
    drawn = pd.Series([1010.0, 20.0, 30.0, 40.0, np.nan])

    area_m2, which = authoritative(registered, drawn)

    assert area_m2[:4].tolist() == [1000, 20, 30, 40]
    assert which[:4].tolist() == ["registered", "drawn", "drawn", "drawn"]
    assert area_m2.isna()[4]
    assert which.isna()[4]
