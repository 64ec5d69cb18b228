# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which coordinate system a layer has (CRS-DET)."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from landgis.crs import detect_crs, swap_axes

OUHAI = "330304"


def parcels(x, y, *, step=50.0, count=20):
    side = step * 0.8
    boxes = [
        shapely.box(x + i * step, y, x + i * step + side, y + side)
        for i in range(count)
    ]
    return np.array([*boxes, None], dtype=object)


def detect(geometry, **known):
    return detect_crs(
        **{"declared": None, "declared_source": None, "geometry": geometry, **known}
    )


@pytest.mark.parametrize(
    ("x", "code"),
    [
        (563_000, "EPSG:4549"),
        (40_563_000, "EPSG:4528"),
        (20_863_000, "EPSG:4498"),
        (21_263_000, "EPSG:4499"),
    ],
)
def test_the_easting_shows_the_zone_of_a_layer_without_prj(x, code):
    verdict = detect(parcels(x, 3_095_000), region=OUHAI)

    assert verdict.evidence.value == code
    assert verdict.evidence.source == "coordinates"
    assert verdict.evidence.candidates == (code,)
    assert "2000" in verdict.evidence.note


def test_a_wide_six_degree_zone_is_proposed_with_its_three_degree_twin():
    verdict = detect(parcels(263_000, 3_095_000), region=OUHAI)

    assert verdict.evidence.candidates == ("EPSG:4510", "EPSG:4550")


@pytest.mark.parametrize("region", ["330354", "330300", "330000", None])
def test_an_unknown_county_code_still_gives_the_zone_of_its_province(region):
    verdict = detect(parcels(563_000, 3_095_000), region=region)

    assert verdict.evidence.value == "EPSG:4549"


@pytest.mark.parametrize(
    ("region", "west_east", "south_north"),
    [
        ("330300", (462_300, 629_000), (2_993_000, 3_168_000)),
        ("330304", (539_300, 576_900), (3_076_000, 3_105_500)),
        ("330500", (426_000, 548_100), (3_361_000, 3_452_300)),
        ("330100", (338_500, 570_000), (3_229_000, 3_384_500)),
    ],
)
def test_the_ranges_of_the_rulebook_belong_to_the_zone_of_120_degrees(
    region, west_east, south_north
):
    for x in west_east:
        for y in south_north:
            verdict = detect(parcels(x, y), region=region)
            assert verdict.evidence.value == "EPSG:4549"


@pytest.mark.parametrize("x", [563_000, 40_563_000])
def test_exchanged_axes_are_recognised(x):
    verdict = detect(swap_axes(parcels(x, 3_095_000)), region=OUHAI)

    assert verdict.swapped
    assert [fault.kind for fault in verdict.faults] == ["swapped_axes"]
    assert verdict.faults[0].count == 20


def test_degrees_are_recognised_and_so_are_exchanged_ones():
    degrees = parcels(120.6, 28.0, step=1e-4)

    straight, crossed = detect(degrees), detect(swap_axes(degrees))

    assert straight.evidence.value == crossed.evidence.value == "EPSG:4490"
    assert straight.degrees
    assert crossed.degrees
    assert (straight.swapped, crossed.swapped) == (False, True)


def test_web_mercator_is_recognised():
    verdict = detect(parcels(13_427_000, 3_250_000), region=OUHAI)

    assert verdict.evidence.value == "EPSG:3857"


def test_eastings_without_a_zone_outside_zhejiang_are_left_to_the_user():
    verdict = detect(parcels(563_000, 4_095_000))

    assert verdict.evidence.value is None
    assert verdict.evidence.source == "unknown"
    assert "EPSG:4548" in verdict.evidence.candidates


def test_a_local_grid_is_not_forced_into_any_system():
    verdict = detect(parcels(50_000, 60_000), region=OUHAI)

    assert verdict.evidence.value is None
    assert verdict.evidence.candidates == ()


def test_a_layer_without_shapes_keeps_what_it_states():
    nothing = np.array([None, shapely.Polygon()], dtype=object)

    stated = detect(nothing, declared="EPSG:4549", declared_source="prj")
    silent = detect(nothing)

    assert (stated.evidence.value, stated.evidence.source) == ("EPSG:4549", "prj")
    assert (silent.evidence.value, silent.evidence.source) == (None, "unknown")


@pytest.mark.parametrize(
    ("declared", "x", "value", "source"),
    [
        ("EPSG:4549", 563_000, "EPSG:4549", "prj"),
        ("EPSG:2385", 563_000, "EPSG:2385", "prj"),
        ("EPSG:4549", 40_563_000, "EPSG:4528", "coordinates"),
        ("EPSG:4528", 563_000, "EPSG:4549", "coordinates"),
        ("EPSG:2364", 563_000, "EPSG:2385", "coordinates"),
        ("EPSG:4490", 563_000, "EPSG:4549", "coordinates"),
        ("EPSG:4550", 563_000, "EPSG:4549", "coordinates"),
        ("unreadable", 563_000, "EPSG:4549", "coordinates"),
    ],
)
def test_coordinates_overrule_a_prj_that_contradicts_them(declared, x, value, source):
    verdict = detect(
        parcels(x, 3_095_000), declared=declared, declared_source="prj", region=OUHAI
    )

    assert (verdict.evidence.value, verdict.evidence.source) == (value, source)


def test_a_prj_whose_layer_has_exchanged_axes_is_kept():
    verdict = detect(
        swap_axes(parcels(563_000, 3_095_000)),
        declared="EPSG:4549",
        declared_source="prj",
        region=OUHAI,
    )

    assert (verdict.evidence.value, verdict.evidence.source) == ("EPSG:4549", "prj")
    assert verdict.swapped


def test_what_the_user_says_is_never_overruled_but_doubts_are_told():
    verdict = detect(parcels(563_000, 3_095_000), user="EPSG:4550", region=OUHAI)

    assert (verdict.evidence.value, verdict.evidence.source) == ("EPSG:4550", "user")
    assert verdict.evidence.candidates == ("EPSG:4550", "EPSG:4549")
    assert [fault.kind for fault in verdict.faults] == ["outside_region"]


def test_one_parcel_in_another_place_is_named():
    geometry = np.append(
        parcels(563_000, 3_095_000), [shapely.box(3e5, 3.9e6, 3.1e5, 3.91e6)]
    )

    verdict = detect(geometry, region=OUHAI)

    assert verdict.evidence.value == "EPSG:4549"
    assert [(f.kind, f.count) for f in verdict.faults] == [("outside_region", 1)]
    assert verdict.faults[0].ids == ("第22个图形",)


def test_the_project_system_decides_between_equally_good_candidates():
    geometry = parcels(650_000, 3_290_000)

    assert detect(geometry, working="EPSG:4548").evidence.value == "EPSG:4548"
    assert detect(geometry, working="EPSG:4549").evidence.value == "EPSG:4549"


@given(
    longitude=st.floats(119.0, 121.4),
    latitude=st.floats(27.2, 31.0),
    prefixed=st.booleans(),
    crossed=st.booleans(),
)
def test_a_place_in_zhejiang_is_found_again_from_its_own_coordinates(
    longitude, latitude, prefixed, crossed
):
    code = "EPSG:4528" if prefixed else "EPSG:4549"
    carry = Transformer.from_crs("EPSG:4490", code, always_xy=True)
    geometry = parcels(*carry.transform(longitude, latitude))
    if crossed:
        geometry = swap_axes(geometry)

    verdict = detect(geometry, region="330000")

    assert verdict.evidence.value == code
    assert verdict.swapped == crossed
