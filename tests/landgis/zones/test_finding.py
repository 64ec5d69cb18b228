# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Open land: what is not in a zone yet, lies apart, is too small, or was left out."""

import math
import pickle
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

sys.path.insert(0, str(Path(__file__).parent))

from finding_builders import make_units, neighbours_of, square, zoning_of

from landgis.zones.finding import Limits, OpenKind, find_open_land
from landgis.zones.walking import walking_order

LOW, IDLE, USED, UNKNOWN = "low_efficiency", "suspect_idle_2y", "normal", "to_verify"


def row_of_units(statuses, **more):
    units = make_units([square(n, 0) for n in range(len(statuses))], statuses, **more)
    return units, neighbours_of(units)


def find(units, beside, zoning, kind=None, **more):
    found = find_open_land(units, zoning, beside, **more)
    return [each for each in found if kind is None or each.kind is kind]


def strip(x, width, *, row=0):
    """Return land over a parcel of the first row, `width` metres from x on."""
    return shapely.box(
        500_000 + x, 3_090_000 + row * 100, 500_000 + x + width, 3_090_100 + row * 100
    )


def test_free_land_of_which_something_can_be_won_is_found_with_its_figures():
    units, beside = row_of_units([LOW, USED, IDLE, UNKNOWN, LOW])
    zoning = zoning_of(units, {"甲": [4]})
    first, second = find(units, beside, zoning)
    assert [each.rows.tolist() for each in (first, second)] == [[0], [2]]
    assert first.kind is OpenKind.FREE
    assert (first.area_m2, first.win_m2) == pytest.approx((10_000, 10_000))
    assert shapely.Point(first.place).within(units.grounds[0])
    assert first.bounds == (500_000, 3_090_000, 500_100, 3_090_100)
    assert first.reason == ("0号（low_efficiency）15.0 亩还没划入，可腾出 15.0 亩。")


def test_statuses_are_named_in_words_and_can_be_chosen():
    units, beside = row_of_units([LOW, USED, IDLE, UNKNOWN])
    limits = Limits(
        statuses=frozenset({UNKNOWN, USED}), titles={UNKNOWN: "待核实", USED: "正常"}
    )
    found = find(units, beside, zoning_of(units, {}), limits=limits)
    assert [each.rows[0] for each in found] == [1, 3]
    assert "（待核实）" in found[1].reason


def test_only_the_kinds_that_are_asked_for_are_looked_for():
    units, beside = row_of_units([LOW, LOW])
    zoning = zoning_of(units, {"甲": []}, pieces=[("甲", 0, strip(0, 98.5))])
    limits = Limits(kinds=frozenset({OpenKind.FREE}))
    assert {each.kind for each in find(units, beside, zoning, limits=limits)} == {
        OpenKind.FREE
    }


def test_land_without_ground_is_no_place_to_go_to():
    units, beside = row_of_units([LOW, LOW, LOW])
    units.grounds[0] = None
    units.grounds[1] = shapely.Polygon()
    found = find(units, beside, zoning_of(units, {}))
    assert [each.rows[0] for each in found] == [2]


def test_what_a_cut_leaves_free_is_found_with_its_share():
    units, beside = row_of_units([LOW, USED])
    zoning = zoning_of(units, {"甲": []}, pieces=[("甲", 0, strip(0, 60))])
    (rest,) = find(units, beside, zoning)
    assert rest.kind is OpenKind.FREE
    assert rest.area_m2 == pytest.approx(4_000)
    assert rest.win_m2 == pytest.approx(4_000)
    assert "切割后还剩 6.0 亩没划入" in rest.reason


def test_what_a_cut_leaves_too_narrow_is_a_sliver():
    units, beside = row_of_units([LOW])
    zoning = zoning_of(units, {"甲": []}, pieces=[("甲", 0, strip(0, 98.5))])
    (sliver,) = find(units, beside, zoning)
    assert sliver.kind is OpenKind.SLIVER
    assert sliver.area_m2 == pytest.approx(150)
    assert sliver.reason.startswith("0号 切割后剩下一块 150 m² 的边角地")


def test_a_strip_as_wide_as_the_limit_is_no_sliver():
    units, beside = row_of_units([USED])
    zoning = zoning_of(units, {"甲": []}, pieces=[("甲", 0, strip(0, 97.5))])
    assert find(units, beside, zoning, OpenKind.SLIVER) == []
    wide = Limits(sliver_width_m=3.0)
    assert len(find(units, beside, zoning, OpenKind.SLIVER, limits=wide)) == 1


def test_a_corner_that_a_zone_cuts_off_is_a_sliver_of_that_zone():
    units, beside = row_of_units([USED])
    zoning = zoning_of(units, {"甲": []}, pieces=[("甲", 0, strip(0, 0.5))])
    (sliver,) = find(units, beside, zoning)
    assert (sliver.kind, sliver.zones) == (OpenKind.SLIVER, ("甲",))
    assert sliver.reason.startswith("甲片切进 0号 一块 50 m² 的边角地")


def test_a_unit_cut_between_two_zones_leaves_nothing():
    units, beside = row_of_units([LOW])
    pieces = [("甲", 0, strip(0, 40)), ("乙", 0, strip(40, 60))]
    assert (
        find(units, beside, zoning_of(units, {"甲": [], "乙": []}, pieces=pieces)) == []
    )


def test_a_part_of_a_zone_that_lies_apart_is_found_with_its_distance():
    units, beside = row_of_units([USED] * 6)
    zoning = zoning_of(units, {"甲": [0, 1, 2, 5]})
    (part,) = find(units, beside, zoning, OpenKind.APART)
    assert part.rows.tolist() == [5]
    assert part.zones == ("甲",)
    assert part.area_m2 == pytest.approx(10_000)
    assert part.reason == "甲片有一部分不相连：1 宗，图上 15.0 亩，离最近的部分 200 m。"


def test_a_road_does_not_part_a_zone():
    grounds = [square(0, 0), square(1, 0, step=125)]
    units = make_units(grounds, [USED] * 2)
    beside, zoning = neighbours_of(units), zoning_of(units, {"甲": [0, 1]})
    assert find(units, beside, zoning) == []
    narrow = Limits(joins_m=20.0)
    assert len(find(units, beside, zoning, OpenKind.APART, limits=narrow)) == 1


def ring_of_land():
    """Return eight squares about a gap of one square, and the square in the gap."""
    places = [(c, r) for r in range(3) for c in range(3) if (c, r) != (1, 1)]
    return [*(square(c, r) for c, r in places), square(1, 1)]


def test_land_that_zones_enclose_is_a_hole_between_them():
    units = make_units(ring_of_land()[:8], [USED] * 8)
    zoning = zoning_of(units, {"甲": [0, 1, 2, 3], "乙": [4, 5, 6, 7]})
    (hole,) = find(units, neighbours_of(units), zoning)
    assert hole.kind is OpenKind.HOLE
    assert hole.area_m2 == pytest.approx(10_000, rel=1e-6)
    assert hole.zones == ("甲", "乙")
    assert hole.reason == "甲片、乙片之间漏下 10,000 m²，不属于任何片区。"


def test_a_parcel_that_a_zone_encloses_is_named():
    units = make_units(ring_of_land(), [USED] * 8 + [LOW])
    zoning = zoning_of(units, {"甲": range(8)})
    (hole,) = find(units, neighbours_of(units), zoning, OpenKind.HOLE)
    assert hole.rows.tolist() == [8]
    assert hole.win_m2 == pytest.approx(10_000)
    assert hole.reason == "甲片围住了没划入的 8号，共 10,000 m²。"


def test_a_large_void_is_no_hole_and_a_gap_between_parcels_is_none():
    units = make_units(ring_of_land()[:8], [USED] * 8)
    zoning = zoning_of(units, {"甲": range(8)})
    small = Limits(hole_m2=9_000.0)
    assert find(units, neighbours_of(units), zoning, limits=small) == []
    apart = [square(0, 0), square(1, 0, step=100.4)]
    units = make_units(apart, [USED] * 2)
    assert find(units, neighbours_of(units), zoning_of(units, {"甲": [0, 1]})) == []


def test_a_hole_in_cut_ground_is_found():
    units, beside = row_of_units([USED])
    outer = square(5, 5)
    ground = outer.difference(outer.centroid.buffer(10))
    zoning = zoning_of(units, {"甲": [0]}, grounds={"甲": ground})
    (hole,) = find(units, beside, zoning, OpenKind.HOLE)
    assert hole.area_m2 == pytest.approx(outer.area - ground.area, rel=1e-3)


def test_the_walk_goes_to_the_nearest_that_is_left():
    units, beside = row_of_units([LOW] * 6)
    zoning = zoning_of(units, {})
    start = (500_350.0, 3_090_000.0)
    rows = [int(each.rows[0]) for each in find(units, beside, zoning, start=start)]
    assert rows in ([3, 2, 1, 0, 4, 5], [3, 4, 5, 2, 1, 0])


def test_what_was_found_goes_from_one_process_to_another():
    units, beside = row_of_units([LOW, LOW])
    found = find(units, beside, zoning_of(units, {}))
    again = pickle.loads(pickle.dumps(found))  # noqa: S301
    assert [each.reason for each in again] == [each.reason for each in found]


coordinates = arrays(
    np.float64,
    st.tuples(st.integers(0, 40), st.just(2)),
    elements=st.integers(-50, 50).map(float),
)


@given(coordinates)
def test_every_step_of_a_walk_is_the_shortest_there_is(places):
    order = walking_order(places, start=(0.0, 0.0))
    assert sorted(order.tolist()) == list(range(len(places)))
    here, left = (0.0, 0.0), set(range(len(places)))
    for place in order.tolist():
        shortest = min(math.dist(here, places[other]) for other in left)
        assert math.dist(here, places[place]) == pytest.approx(shortest)
        left.remove(place)
        here = places[place]


def test_a_walk_without_a_start_begins_in_the_north_west():
    places = np.array([[0.0, 0.0], [0.0, 10.0], [12.0, 10.0]])
    assert walking_order(places).tolist() == [1, 0, 2]
