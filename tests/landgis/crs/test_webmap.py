# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shift of Chinese web maps."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landgis.crs import recognise_shift, to_working, undo_shift
from landgis.crs.webmap import to_bd09, to_gcj02, undo_points
from landgis.errors import DataError

FORWARD = {"gcj02": to_gcj02, "bd09": to_bd09}


def grid(*, count=12, step=0.002, gap=0.2):
    """Parcels with gaps of a fifth between them, about 200 m apart."""
    size = step * (1 - gap)
    return np.array(
        [
            shapely.box(x, y, x + size, y + size)
            for x in 120.6 + step * np.arange(count)
            for y in 28.0 + step * np.arange(count)
        ],
        dtype=object,
    )


def shifted(geometry, kind):
    return shapely.transform(
        geometry, lambda p: np.column_stack(FORWARD[kind](p[:, 0], p[:, 1]))
    )


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [
        # Published test values of the transformation: Shanghai, Shenzhen, Beijing.
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
)
def test_the_shift_is_that_of_the_map_services(wgs, gcj):
    found = to_gcj02(np.array(wgs[:1]), np.array(wgs[1:]))

    assert np.ravel(found) == pytest.approx(gcj, abs=1e-12)


def test_baidu_adds_its_own_shift_to_the_common_one():
    # Published pair: GCJ-02 116.404, 39.915 is BD-09 116.41036949, 39.92133700.
    wgs = undo_points(np.array([116.404]), np.array([39.915]), kind="gcj02")

    assert np.ravel(to_bd09(*wgs)) == pytest.approx(
        (116.41036949371029, 39.92133699351021), abs=1e-9
    )


@given(
    longitude=st.floats(73.5, 135.0),
    latitude=st.floats(4.0, 53.5),
    kind=st.sampled_from(["gcj02", "bd09"]),
)
def test_undoing_a_shift_is_exact(longitude, latitude, kind):
    point = np.array([longitude]), np.array([latitude])

    found = undo_points(*FORWARD[kind](*point), kind=kind)

    assert np.ravel(found) == pytest.approx((longitude, latitude), abs=1e-9)


def test_points_outside_china_are_not_shifted():
    assert np.ravel(to_gcj02(np.array([13.4]), np.array([52.5]))).tolist() == [
        13.4,
        52.5,
    ]


@pytest.mark.parametrize("kind", ["gcj02", "bd09"])
def test_a_layer_drawn_on_a_web_map_is_recognised_by_a_surveyed_one(kind):
    reference = grid()

    found = recognise_shift(shifted(reference[::3], kind), reference)

    assert found.kind == kind
    assert found.cover > 0.99
    assert 300 < found.offset_m < 1_200
    assert found.faults[0].kind == "web_map_shift"
    assert found.faults[0].count == 48


def test_a_layer_in_its_place_is_not_accused():
    assert recognise_shift(grid()[::3], grid()) is None


def test_towns_that_cover_everything_are_no_evidence():
    town = np.array([shapely.box(120.0, 27.5, 121.5, 28.6)], dtype=object)

    assert recognise_shift(shifted(grid(), "gcj02"), town) is None


def test_layers_that_have_nothing_to_do_with_each_other_are_no_evidence():
    elsewhere = shapely.transform(grid(), lambda p: p + np.array([0.5, 0.3]))
    nothing = np.array([None, shapely.Polygon()], dtype=object)

    assert recognise_shift(elsewhere, grid()) is None
    assert recognise_shift(nothing, grid()) is None
    assert recognise_shift(grid(), nothing) is None


def test_the_shift_is_undone_in_the_system_of_the_layer():
    right = to_working(grid(count=3), source="EPSG:4490", target="EPSG:4549")
    wrong = to_working(
        shifted(grid(count=3), "gcj02"), source="EPSG:4490", target="EPSG:4549"
    )

    undone = undo_shift(wrong, "gcj02", "EPSG:4549")

    assert not shapely.equals_exact(right, wrong, tolerance=100).any()
    assert shapely.equals_exact(right, undone, tolerance=1e-3).all()


def test_a_shift_that_does_not_exist_is_refused():
    with pytest.raises(DataError, match=r"crs\.unknown_shift"):
        undo_shift(grid(count=1), "wgs84", "EPSG:4490")
