# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Coordinates are understood in every form in which people type them."""

import pytest
from pyproj import Transformer

from landgis.search.coordinates import read_coordinates

CRS = "EPSG:4549"  # CGCS2000, 3° zone of 120°E, eastings without number
LON, LAT = 120.6543, 28.0123
EAST, NORTH = Transformer.from_crs(4490, 4549, always_xy=True).transform(LON, LAT)


@pytest.mark.parametrize(
    "text",
    [
        "120.6543, 28.0123",
        "28.0123，120.6543",
        "E120.6543 N28.0123",
        "东经120.6543 北纬28.0123",
        "120.6543　28.0123",
    ],
)
def test_degrees(text):
    assert read_coordinates(text, crs=CRS) == pytest.approx((EAST, NORTH), abs=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "120°39′15.48″ 28°0′44.28″",
        "120°39'15.48\" , 28°0'44.28\"",
        "N28°0′44.28″ E120°39′15.48″",
        "东经120度39分15.48秒 北纬28度0分44.28秒",
        "120 39 15.48 28 0 44.28",
    ],
)
def test_degrees_minutes_and_seconds(text):
    assert read_coordinates(text, crs=CRS) == pytest.approx((EAST, NORTH), abs=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "X 3100123.45 Y 512345.67",
        "Y=512345.67, X=3100123.45",
        "X(北)：3100123.45 Y(东)：512345.67",
        "3100123.45,512345.67",
        "512345.67 3100123.45",
        "X 3100123.45 Y 40512345.67",
        "3100123.45 40512345.67",
        "X 3 100 123.45 Y 40 512 345.67",
        "X 3,100,123.45 Y 40,512,345.67",
    ],
)
def test_northing_and_easting_with_and_without_the_zone(text):
    found = read_coordinates(text, crs=CRS)

    assert found == pytest.approx((512345.67, 3100123.45), abs=1e-6)


def test_another_zone_is_carried_over():
    zone = Transformer.from_crs(4490, 4527, always_xy=True).transform(LON, LAT)

    found = read_coordinates(f"{zone[1]:.6f} {zone[0]:.6f}", crs=CRS)

    assert zone[0] > 39_000_000
    assert found == pytest.approx((EAST, NORTH), abs=1e-4)


def test_a_wide_zone_is_known_by_its_number():
    zone = Transformer.from_crs(4490, 4499, always_xy=True).transform(LON, LAT)

    assert 21_000_000 < zone[0] < 22_000_000
    found = read_coordinates(f"X {zone[1]:.6f} Y {zone[0]:.6f}", crs=CRS)
    assert found == pytest.approx((EAST, NORTH), abs=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "翔程",
        "330304001001GB00001",
        "12 34",
        "面积>50",
        "2023-12-31",
        "120.65",
        "5.5 6.6",
    ],
)
def test_what_is_no_place_is_none(text):
    assert read_coordinates(text, crs=CRS) is None
