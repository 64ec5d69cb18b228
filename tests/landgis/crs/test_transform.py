# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From one coordinate system to another, without silent datum shifts (CRS)."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landgis.crs import (
    describe_shift,
    make_datum_shift,
    make_transformer,
    points_to_working,
    require_no_datum_shift,
    to_working,
)
from landgis.errors import DataError


def square(x, y, side=100.0):
    return np.array([shapely.box(x, y, x + side, y + side), None], dtype=object)


def test_nothing_is_touched_where_nothing_changes():
    geometry = square(563_000.123, 3_095_000.456)

    assert to_working(geometry, source="EPSG:4549", target="EPSG:4549") is geometry
    assert to_working(geometry, source="EPSG:4548", target="EPSG:4509") is geometry


@given(
    x=st.floats(300_000, 700_000),
    y=st.floats(2_900_000, 3_500_000),
    side=st.floats(1, 5_000),
)
def test_taking_the_zone_number_away_changes_no_digit_of_an_area(x, y, side):
    prefixed = square(x + 40_000_000, y, side)
    taken = shapely.transform(prefixed, lambda p: p - [40_000_000, 0])

    working = to_working(prefixed, source="EPSG:4528", target="EPSG:4549")

    assert shapely.equals_exact(working[0], taken[0], tolerance=0)
    assert working[1] is None


def test_easting_comes_first_in_both_directions():
    x, y = make_transformer("EPSG:4490", "EPSG:4549").transform(120.641, 27.967)

    assert x == pytest.approx(563_000, abs=200)
    assert y == pytest.approx(3_095_000, abs=200)
    assert make_transformer("EPSG:4549", "EPSG:4490").transform(x, y) == pytest.approx(
        (120.641, 27.967)
    )


def test_degrees_are_carried_into_the_zone_and_wgs84_counts_as_2000():
    degrees = np.array([[120.641, 27.967]])

    by_2000 = points_to_working(degrees, source="EPSG:4490", target="EPSG:4549")
    by_wgs = points_to_working(degrees, source="EPSG:4326", target="EPSG:4549")

    assert np.abs(by_2000 - by_wgs).max() < 1e-3


@pytest.mark.parametrize("old", ["EPSG:4610", "EPSG:2385", "EPSG:2437", "EPSG:4797"])
@pytest.mark.parametrize("new", ["EPSG:4490", "EPSG:4549", "EPSG:3857"])
def test_an_old_datum_is_refused_without_parameters(old, new):
    with pytest.raises(DataError, match=r"crs\.datum_shift"):
        to_working(square(563_000, 3_095_000), source=old, target=new)
    with pytest.raises(DataError, match=r"crs\.datum_shift"):
        require_no_datum_shift(old, new)


def test_within_an_old_datum_nothing_is_refused():
    require_no_datum_shift("EPSG:4610", "EPSG:2385")
    moved = to_working(
        square(40_563_000, 3_095_000), source="EPSG:2364", target="EPSG:2385"
    )

    assert shapely.bounds(moved[0])[0] == 563_000


def test_three_zeros_move_a_place_only_by_the_difference_of_the_ellipsoids():
    shift = make_datum_shift(helmert=[0, 0, 0])

    moved = to_working(
        square(500_000, 3_095_000), source="EPSG:2385", target="EPSG:4549", shift=shift
    )

    x, y = shapely.bounds(moved[0])[:2]
    # On the central meridian only the northing changes, by some metres at most.
    assert x == pytest.approx(500_000, abs=1e-3)
    assert 0 < abs(y - 3_095_000) < 10


def test_seven_parameters_turn_as_the_bursa_formula_does():
    shift = make_datum_shift(helmert=[0, 0, 0, 0, 0, 10, 0])
    turned = to_working(
        np.array([shapely.Point(120.0, 30.0)], dtype=object),
        source="EPSG:4610",
        target="EPSG:4490",
        shift=shift,
    )

    # X2 = X1 + ez·Y1, Y2 = Y1 - ez·X1: the longitude shrinks by ez.
    assert shapely.get_x(turned[0]) == pytest.approx(120.0 - 10 / 3600, abs=1e-9)


def test_four_parameters_are_a_plain_turn_and_stretch():
    shift = make_datum_shift(helmert=[100.0, -50.0, 0.0, 10.0])

    moved = to_working(
        square(500_000, 3_000_000), source="EPSG:2385", target="EPSG:4549", shift=shift
    )

    expected = (500_000 * 1.00001 + 100, 3_000_000 * 1.00001 - 50)
    assert shapely.bounds(moved[0])[:2] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("north_first", [False, True])
@pytest.mark.parametrize("count", [2, 3, 4, 6])
def test_control_points_give_the_move_that_they_were_made_with(count, north_first):
    angle, scale = 2e-5, 1.000003
    turn = scale * np.array(
        [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    )
    rng = np.random.default_rng(5)
    before = rng.uniform([550_000, 3_080_000], [580_000, 3_100_000], (count, 2))
    after = before @ turn.T + [-57.2, 41.9]
    if north_first:
        points = np.hstack([before[:, ::-1], after[:, ::-1]])
    else:
        points = np.hstack([before, after])

    shift = make_datum_shift(control_points=points.tolist())
    moved = to_working(
        square(563_000, 3_095_000), source="EPSG:2385", target="EPSG:4549", shift=shift
    )

    expected = turn @ [563_000, 3_095_000] + [-57.2, 41.9]
    assert shapely.get_coordinates(moved[0]).min(axis=0) == pytest.approx(
        expected, abs=5e-3
    )
    assert max(shift.residuals_m) < 1e-6
    assert "控制点" in describe_shift(shift)


def test_a_wrong_control_point_shows_in_its_residual():
    points = [
        [550_000, 3_080_000, 550_010, 3_080_010],
        [580_000, 3_080_000, 580_010, 3_080_010],
        [580_000, 3_100_000, 580_010, 3_100_013],
    ]

    shift = make_datum_shift(control_points=points)

    assert 0.5 < max(shift.residuals_m) < 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"helmert": [1, 2]},
        {"helmert": [1, 2, float("nan")]},
        {"control_points": [[1, 2, 3, 4]]},
        {"control_points": [[1, 2, 3], [4, 5, 6]]},
        {"control_points": [[1, 2, 3, 4], [5, 6]]},
        {"control_points": [[5e5, 3e6, 5e5, 3e6], [5e5, 3e6, 5e5, 3e6]]},
        {"control_points": [[5e5, 3e6, 3e6, 5e5], [5.1e5, 3e6, 3e6, 5.1e5]]},
        {"helmert": [1, 2, 3], "control_points": [[1, 2, 3, 4], [5, 6, 7, 8]]},
    ],
)
def test_parameters_that_make_no_sense_are_refused(wrong):
    with pytest.raises(DataError):
        make_datum_shift(**wrong)


def test_no_parameters_are_no_shift():
    assert make_datum_shift() is None


def test_an_unknown_code_is_told_by_name():
    with pytest.raises(DataError, match=r"crs\.unknown_code"):
        to_working(square(0, 0), source="EPSG:4549", target="EPSG:0")
