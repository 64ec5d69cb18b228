# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same land gives the same figures with the zone number in its eastings."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.geometry import (
    covered_m2,
    cut_by_earlier,
    difference,
    drop_slivers,
    intersection,
    overlap_pairs,
    repair,
    shared_m2,
    shares,
    subtract,
    union,
    union_area_m2,
)
from landgis.geometry.arrays import POLYGONAL
from landgis.reclaim.overlaps import compute_overlap_removed
from tests.landgis.geometry.exact import (
    IN_TWO_PARTS,
    NEARLY_ON_ITS_SIDE,
    exact_common_m2,
)

FAR = np.array([40_500_000.0, 3_300_000.0])
SAME_M2 = 1e-4
"""Slivers between sides that all but coincide come and go with the last digits."""

NOTHING = shapely.Polygon()

TRIANGLE = shapely.Polygon(
    [
        (40560181.30261107, 3090232.019063717),
        (40560360.63689448, 3090064.3005350926),
        (40560225.02191201, 3090224.6868701223),
    ]
)
"""Its corner at 40560225 lies some nanometres from a side of another shape."""

AROUND = shapely.Polygon(
    [
        (40560323.042, 3090000.458),
        (40560325.54, 3090082.697),
        (40560265.58146503, 3090085.4997727475),
        (40560265.52, 3090092.77),
        (40560264.95745937, 3090092.708461273),
        (40560182.88431295, 3090083.730128597),
        (40560181.356, 3090165.008),
        (40560175.73393112, 3090164.849499611),
        (40560175.61, 3090171.441),
        (40560225.17059296, 3090168.2788871736),
        (40560180.92455249, 3090171.1019157884),
        (40560175.775, 3090243.836),
        (40560262.199, 3090243.445),
        (40560316.299, 3090243.628),
        (40560319.512, 3090154.748),
        (40560381.696, 3090164.232),
        (40560380.495, 3090077.323),
        (40560377.957, 3090003.461),
    ],
    [
        [
            (40560260.14301817, 3090159.8553919974),
            (40560259.697, 3090166.076),
            (40560264.95745937, 3090092.708461273),
        ]
    ],
)
"""Land about the triangle: GEOS takes nothing of it off at these coordinates."""


def array(*shapes):
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def moved(shapes, by):
    return shapely.transform(shapes, lambda places: places + by)


def areas(shapes):
    return pytest.approx(shapely.area(shapes), rel=1e-6, abs=SAME_M2)


corner = st.tuples(st.integers(0, 12), st.integers(0, 12))
"""Few places: many borders coincide, or cross at odd numbers."""


@st.composite
def shapes_of_land(draw):
    """Return crooked shapes, some with corners on the sides of others."""
    rings = draw(st.lists(st.lists(corner, min_size=3, max_size=6), min_size=1))
    turn = np.array([[0.96, 0.28], [-0.28, 0.96]])
    land = [
        part
        for ring in rings
        for part in shapely.get_parts(
            shapely.make_valid(shapely.Polygon(np.array(ring) * 10.1 @ turn))
        )
        if part.geom_type == "Polygon"
    ]
    for share in draw(st.lists(st.floats(0.1, 0.9), max_size=4)):
        if land:
            side = land[len(land) // 2].exterior
            ends = [side.interpolate(share * k, normalized=True) for k in (0.2, 0.6, 1)]
            land.append(shapely.Polygon(ends))
    # Corners as they are stored far from zero; moving them back loses nothing.
    stored = moved(moved(array(*land), FAR), -FAR)
    return stored[shapely.is_valid(stored) & (shapely.area(stored) > 0.01)]


lands = settings(deadline=None, max_examples=60)


def test_a_shape_wholly_inside_another_is_known_as_such():
    inside, around = array(TRIANGLE), array(AROUND)

    assert TRIANGLE.area == pytest.approx(3008.8116, abs=1e-3)
    assert shared_m2(inside, around) == pytest.approx(TRIANGLE.area, abs=SAME_M2)
    assert intersection(inside, around)[0].area == pytest.approx(TRIANGLE.area)
    assert difference(inside, around)[0].area < SAME_M2
    assert subtract(inside, around)[0].area < SAME_M2
    assert covered_m2(TRIANGLE, around) == pytest.approx(TRIANGLE.area)
    assert shares(inside, around)["area_m2"].sum() == pytest.approx(TRIANGLE.area)


def test_an_overlay_that_takes_one_side_for_the_other_is_done_again():
    near = array(IN_TWO_PARTS), array(NEARLY_ON_ITS_SIDE)
    far = [moved(shapes, FAR) for shapes in near]

    common_m2 = exact_common_m2(IN_TWO_PARTS, NEARLY_ON_ITS_SIDE)
    left_m2 = IN_TWO_PARTS.area - common_m2  # a plain overlay leaves 1,806 m² more

    for land, taken in (near, far):
        whole = union(np.concatenate([land, taken]))
        assert difference(land, taken)[0].area == pytest.approx(left_m2, abs=1e-5)
        assert intersection(land, taken)[0].area == pytest.approx(common_m2, abs=1e-5)
        assert whole.area == pytest.approx(left_m2 + NEARLY_ON_ITS_SIDE.area, abs=1e-5)


def test_land_taken_away_twice_is_taken_away_once():
    land = array(shapely.Polygon([(-2.828, 9.696), (-5.656, 19.392), (72.72, 147.46)]))
    taken = array(
        shapely.Polygon([(-11.312, 38.784), (6.868, 12.524), (65.852, 134.936)])
    )
    far_land, far_taken = moved(land, FAR), moved(taken, FAR)
    left_m2 = land[0].area - exact_common_m2(land[0], taken[0])

    once = subtract(far_land, far_taken)
    twice = subtract(once, far_taken)

    # Rounded far from zero, what is left touches itself and must be mended.
    assert once[0].area == pytest.approx(left_m2, abs=1e-5)
    assert twice[0].area == pytest.approx(left_m2, abs=1e-5)


def test_a_shape_that_is_not_overlaid_with_anything_keeps_its_corners():
    away = moved(array(shapely.box(0.125, 0.25, 9.5, 9.75)), FAR)

    rest = subtract(away, array(AROUND))
    whole = union(np.concatenate([away, array(None, NOTHING)]))

    assert shapely.normalize(rest).tolist() == shapely.normalize(away).tolist()
    assert whole.equals(away[0])


def test_what_is_left_keeps_the_corners_it_was_given():
    given_corners = np.array(
        [[0.123, 0.457], [90.011, 3.7], [80.3, 77.77], [3.1, 50.9]]
    )
    land = array(shapely.Polygon(given_corners + FAR))
    taken = moved(array(shapely.box(60, 0, 100, 100)), FAR)

    rest = shapely.get_coordinates(difference(land, taken)).tolist()

    stored = shapely.get_coordinates(land).tolist()
    assert stored[0] in rest
    assert stored[3] in rest


def test_missing_and_empty_shapes_do_no_harm():
    land = array(None, NOTHING, TRIANGLE)

    assert shared_m2(land, land)[2] == pytest.approx(TRIANGLE.area)
    assert intersection(land, land)[0] is None
    assert difference(land, array(AROUND, AROUND, NOTHING))[2].area == TRIANGLE.area
    assert union(array()).is_empty


def test_a_crossed_shape_is_mended_as_near_zero():
    crossed = array(shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)]))

    found = repair(moved(crossed, FAR)).geometry

    assert shapely.area(found) == pytest.approx([5000])
    assert shapely.is_valid(found).all()


@lands
@given(shapes_of_land(), shapes_of_land())
def test_remainders_are_the_same_near_and_far(land, taken):
    far_land, far_taken = moved(land, FAR), moved(taken, FAR)
    order = np.arange(len(land))[::-1]

    rest, cut = subtract(far_land, far_taken), cut_by_earlier(far_land, order)

    assert shapely.area(rest) == areas(subtract(land, taken))
    assert shapely.area(cut) == areas(cut_by_earlier(land, order))
    assert shapely.is_valid(rest).all()
    assert shapely.is_valid(cut).all()
    assert np.isin(shapely.get_type_id(rest), POLYGONAL).all()
    assert shapely.area(subtract(rest, far_taken)) == areas(rest)


def test_what_has_no_width_left_is_no_land():
    side = np.array([[0.0, 0.0], [38.784, 11.312]])
    hair = array(shapely.Polygon([*side, (19.392, 5.656 + 1e-10)]))
    taken = array(shapely.box(0, 0, 10, 10))

    for function in (difference, intersection, subtract):
        found = function(moved(hair, FAR), moved(taken, FAR))
        assert (shapely.get_type_id(found) == shapely.get_type_id(NOTHING)).all()
        assert found[0].area < SAME_M2


@lands
@given(shapes_of_land(), shapes_of_land())
def test_common_land_is_the_same_near_and_far(parts, zones):
    every = np.concatenate([parts, zones])
    table = np.zeros((2, len(every), len(every)))
    for side, by in enumerate((0 * FAR, FAR)):
        pairs = overlap_pairs(moved(every, by))
        table[side, pairs["i"], pairs["j"]] = pairs["area_m2"]
    held = np.zeros((2, len(parts), len(zones)))
    for side, by in enumerate((0 * FAR, FAR)):
        found = shares(moved(parts, by), moved(zones, by))
        held[side, found["part"], found["zone"]] = found["area_m2"]

    assert table[1] == pytest.approx(table[0], rel=1e-6, abs=SAME_M2)
    assert held[1] == pytest.approx(held[0], rel=1e-6, abs=SAME_M2)


@lands
@given(shapes_of_land())
def test_totals_are_the_same_near_and_far(land):
    far = moved(land, FAR)
    mu = 1.0 + np.arange(len(land)) / 7

    assert union_area_m2(far) == pytest.approx(union_area_m2(land), abs=SAME_M2)
    assert union(far).area == pytest.approx(union(land).area, abs=SAME_M2)
    assert compute_overlap_removed(far, mu) == pytest.approx(
        compute_overlap_removed(land, mu), rel=1e-6, abs=1e-4
    )


@lands
@given(shapes_of_land(), st.sampled_from([0.5, 2.0, 5.0]))
def test_slivers_are_the_same_near_and_far(land, reach_m):
    near, far = (
        drop_slivers(shapes, min_area_m2=20.0, inward_buffer_m=reach_m)
        for shapes in (land, moved(land, FAR))
    )

    assert far.dropped_pieces.tolist() == near.dropped_pieces.tolist()
    assert shapely.area(far.geometry) == areas(near.geometry)
