# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Approved minus supplied land: the right area however the parcels lie."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.errors import CancelledError
from landgis.geometry import cut_by_earlier, subtract, union_area_m2
from landgis.geometry.overlay import difference

RELATIVE = 1e-9  # the promise for areas, against a plain union
BATCH = shapely.box(0, 0, 100, 100)

corner = st.integers(0, 30)
size = st.integers(1, 15)
rectangle = st.builds(
    lambda x, y, w, h: shapely.box(x, y, x + w, y + h), corner, corner, size, size
)
triangle = st.builds(
    lambda x, y, w, h, s: shapely.Polygon([(x, y), (x + w, y + s), (x + s, y + h)]),
    *(corner, corner, size, size),
    st.integers(-5, 0),
)
land = st.lists(st.one_of(rectangle, triangle), min_size=1, max_size=14)


def array(*shapes):
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def grid(columns, rows, side):
    x, y = np.meshgrid(np.arange(columns) * side, np.arange(rows) * side)
    return shapely.box(x, y, x + side, y + side).ravel()


def areas(shapes):
    return shapely.area(shapes).tolist()


class Patience:
    """Gives up after a number of reports."""

    def __init__(self, reports):
        self.left = reports
        self.seen = []

    def step(self, done, total, *, stage=""):
        self.seen.append((done, total, stage))
        self.left -= 1
        if self.left < 0:
            raise CancelledError


def test_supplied_land_is_taken_off_its_batch():
    rest = subtract(array(BATCH), array(shapely.box(0, 0, 30, 100)))

    assert areas(rest) == pytest.approx([7000])


def test_parcels_that_share_borders_are_taken_off_once_each():
    rest = subtract(array(BATCH), grid(5, 10, 10))

    assert areas(rest) == pytest.approx([5000])


def test_parcels_that_overlap_are_not_taken_off_twice():
    parcels = array(
        shapely.box(0, 0, 50, 50),
        shapely.box(40, 0, 90, 50),  # 10 × 50 in common with the first
        shapely.box(0, 50, 50, 60),
    )

    rest = subtract(array(BATCH), parcels)

    assert areas(rest) == pytest.approx([10_000 - 90 * 50 - 500])


@pytest.mark.parametrize("copies", [2, 3, 4])
def test_a_parcel_entered_several_times_is_taken_off_once(copies):
    rest = subtract(array(BATCH), np.tile(grid(2, 2, 20), copies))

    assert areas(rest) == pytest.approx([10_000 - 1600])


def test_a_parcel_inside_another_one_changes_nothing():
    parcels = array(shapely.box(10, 10, 60, 60), shapely.box(20, 20, 30, 30))

    assert areas(subtract(array(BATCH), parcels)) == pytest.approx([7500])


def test_a_parcel_in_the_hole_of_another_one_fills_it():
    ring = shapely.box(10, 10, 60, 60) - shapely.box(20, 20, 30, 30)
    parcels = array(ring, shapely.box(20, 20, 30, 30))

    assert areas(subtract(array(BATCH), parcels)) == pytest.approx([7500])


def test_neighbours_without_common_corners_are_taken_off_exactly():
    parcels = array(
        shapely.box(0, 0, 50, 100),
        shapely.box(50, 0, 100, 33),  # its corner lies on the neighbour's side
        shapely.box(50, 33, 100, 60),
    )

    assert areas(subtract(array(BATCH), parcels)) == pytest.approx([2000])


def test_two_blocks_laid_over_each_other_are_not_taken_for_one():
    # Old and new survey of the same block: every border segment of both has a
    # partner, and still all land lies under two parcels.
    old, new = grid(4, 4, 10), shapely.transform(grid(4, 4, 10), lambda xy: xy + 3)

    rest = subtract(array(BATCH), old, new)

    assert areas(rest) == pytest.approx([10_000 - (1600 + 1600 - 37 * 37)])


def test_each_batch_loses_only_what_lies_in_it():
    batches = array(shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10))

    rest = subtract(batches, array(shapely.box(5, 0, 18, 10)))

    assert areas(rest) == pytest.approx([50, 20])


def test_land_to_leave_out_is_taken_off_as_well():
    rest = subtract(
        array(BATCH),
        array(shapely.box(0, 0, 50, 100)),
        array(shapely.box(40, 0, 60, 9)),
    )

    assert areas(rest) == pytest.approx([5000 - 90])


def test_what_is_wholly_covered_becomes_empty():
    rest = subtract(array(BATCH), array(shapely.box(-1, -1, 101, 101)))

    assert rest[0].is_empty
    assert rest[0].geom_type == "Polygon"


def test_missing_and_empty_shapes_and_lines_do_no_harm():
    rest = subtract(
        array(None, shapely.Polygon(), BATCH),
        array(None, shapely.Polygon(), shapely.LineString([(0, 0), (50, 50)])),
    )

    assert rest[0] is None
    assert rest[1].is_empty
    assert areas(rest[2:]) == [10_000]


@pytest.mark.parametrize("minuend", [array(), array(None), array(BATCH)])
def test_nothing_to_take_off_changes_nothing(minuend):
    assert subtract(minuend).tolist() == minuend.tolist()
    assert subtract(minuend, array()).tolist() == minuend.tolist()
    assert subtract(minuend, array(None)).tolist() == minuend.tolist()


def test_crossed_parcels_and_batches_are_mended_before_they_are_used():
    crossed = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])

    assert areas(subtract(array(BATCH), array(crossed))) == pytest.approx([5000])
    assert areas(subtract(array(crossed), array(BATCH))) == [0]


def test_the_given_shapes_are_not_changed():
    batches, parcels = array(BATCH), array(shapely.box(0, 0, 30, 100))

    subtract(batches, parcels)

    assert batches[0] is BATCH
    assert areas(parcels) == [3000]


def test_many_small_parcels_less_few_large_zones():
    parcels = grid(20, 20, 5)

    rest = subtract(parcels, array(shapely.box(0, 0, 52, 100)))

    # Ten columns vanish, the eleventh (50 to 55) keeps 3 of 5 m.
    assert shapely.area(rest).sum() == pytest.approx(20 * 3 * 5 + 9 * 20 * 25)
    assert (shapely.area(rest) == 0).sum() == 200


def test_it_can_be_given_up():
    with pytest.raises(CancelledError):
        subtract(array(BATCH), grid(5, 5, 10), progress=Patience(1))


def test_progress_begins_at_nothing_and_ends_with_all():
    progress = Patience(99)

    subtract(grid(2, 2, 50), grid(10, 10, 10), progress=progress)

    assert progress.seen[0] == (0, 144, "subtract")
    assert progress.seen[-1] == (144, 144, "subtract")


def test_a_pair_on_which_the_overlay_fails_does_not_stop_the_others(caplog):
    # GEOS refuses a bow tie; `subtract` mends such shapes before it gets here.
    crossed = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    caplog.set_level("INFO")

    rest = difference(array(crossed, BATCH), array(shapely.box(50, 0, 99, 99), BATCH))

    # The left half, 2500 m², and the last metre of the right one, 99 m high.
    assert shapely.area(rest[0]) == pytest.approx(2500 + 99)
    assert rest[1].is_empty
    assert len(caplog.records) == 1


@settings(deadline=None)
@given(land, land)
def test_remainder_and_common_land_make_up_the_whole(batches, parcels):
    batches, parcels = np.array(batches), np.array(parcels)
    taken = shapely.union_all(parcels)

    rest = subtract(batches, parcels)

    common_m2 = shapely.area(shapely.intersection(batches, taken))
    assert shapely.area(rest) + common_m2 == pytest.approx(
        shapely.area(batches), rel=RELATIVE, abs=1e-9
    )


@settings(deadline=None)
@given(land, st.data())
def test_parcels_that_fit_but_for_a_few_give_the_same_as_a_plain_union(strays, data):
    supplied = data.draw(st.lists(st.booleans(), min_size=36, max_size=36))
    parcels = np.concatenate([grid(6, 6, 5)[np.array(supplied)], np.array(strays)])
    batch = shapely.box(2, 3, 29, 31)

    rest = subtract(array(batch), parcels)

    plain = shapely.difference(batch, shapely.union_all(parcels))
    assert shapely.area(rest[0]) == pytest.approx(plain.area, rel=RELATIVE, abs=1e-9)
    assert shapely.area(shapely.symmetric_difference(rest[0], plain)) < 1e-6


def test_land_under_two_approvals_stays_with_the_earlier_one():
    approvals = array(shapely.box(0, 0, 10, 10), shapely.box(5, 0, 15, 10))

    assert areas(cut_by_earlier(approvals, np.array([0, 1]))) == [100, 50]
    assert areas(cut_by_earlier(approvals, np.array([1, 0]))) == [50, 100]


def test_an_approval_is_cut_by_the_whole_of_each_earlier_one():
    # The second is cut to nothing by the first, and cuts the third all the same.
    approvals = array(
        shapely.box(0, 0, 10, 10), shapely.box(5, 0, 10, 10), shapely.box(8, 0, 12, 10)
    )

    assert areas(cut_by_earlier(approvals, np.arange(3))) == pytest.approx([100, 0, 20])


def test_the_same_land_approved_twice_counts_for_the_first():
    approvals = array(BATCH, BATCH, None)

    cut = cut_by_earlier(approvals, np.array([1, 2, 0]))

    assert areas(cut[:2]) == [0, 10_000]
    assert cut[2] is None


@settings(deadline=None)
@given(land, st.randoms(use_true_random=False))
def test_cut_land_adds_up_to_the_union_in_whatever_order(shapes, random):
    order = list(range(len(shapes)))
    random.shuffle(order)

    cut = cut_by_earlier(np.array(shapes), np.array(order))

    whole_m2 = union_area_m2(np.array(shapes))
    assert shapely.area(cut).sum() == pytest.approx(whole_m2, rel=RELATIVE, abs=1e-9)


@pytest.mark.big
def test_a_county_gives_the_same_as_a_plain_union():
    parcels = grid(300, 300, 10)
    parcels[::50] = shapely.buffer(parcels[::50], 1, join_style="mitre")
    batches = shapely.transform(grid(30, 30, 100), lambda xy: xy + 4)
    supplied = parcels[np.arange(len(parcels)) % 7 != 0]

    rest = subtract(batches, supplied)

    tree = shapely.STRtree(supplied)
    plain = [
        shapely.difference(batch, shapely.union_all(supplied[tree.query(batch)]))
        for batch in batches
    ]
    assert areas(rest) == pytest.approx(areas(plain), rel=RELATIVE, abs=1e-6)
