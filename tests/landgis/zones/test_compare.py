# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sets of zones side by side: figures by hand, the best of each, what differs."""

import pickle
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parent))

from finding_builders import make_units, neighbours_of, square, zoning_of

from landgis.messages import speaking
from landgis.zones.compare import (
    best_of,
    between,
    compare_sheets,
    compare_zonings,
    sheet_of,
)
from landgis.zones.prices import Prices

LOW, IDLE, USED, UNKNOWN = "low_efficiency", "suspect_idle_2y", "normal", "to_verify"


@pytest.fixture
def units():
    """Ten squares of 15 亩 in a row: low, idle, used, to verify, and again."""
    statuses = [LOW, IDLE, USED, UNKNOWN, LOW, LOW, LOW, LOW, LOW, LOW]
    return make_units([square(n, 0) for n in range(10)], statuses)


def compare(units, *zonings, **more):
    return compare_zonings(zonings, units, neighbours_of(units), **more)


def row(comparison, name):
    return next(each for each in comparison.rows if each.id == name)


def test_figures_of_two_sets_stand_side_by_side_with_the_best_marked(units):
    a = zoning_of(units, {"甲": range(5)}, name="A")
    b = zoning_of(units, {"甲": range(3, 10), "乙": [0]}, name="B")
    found = compare(units, a, b)
    assert found.names == ("A", "B")
    expected = {  # title, unit, values, best
        "zones": ("片区", "个", (1, 2), set()),
        "large": ("达到面积目标的片区", "个", (0, 1), {1}),
        "land": ("片区面积", "亩", (75, 120), set()),
        "parcels": ("宗地", "宗", (5, 8), set()),
        "win": ("可腾出合计（去重）", "亩", (45, 105), {1}),
        "firm": ("可腾出 确定", "亩", (30, 105), {1}),
        "potential": ("可腾出 潜在", "亩", (15, 0), {0}),
        "share": ("可腾出占比", "%", (60, 87.5), {1}),
        "to_verify": ("待核实（未计入）", "宗", (1, 1), set()),
    }
    for name, (title, unit, values, best) in expected.items():
        one = row(found, name)
        assert (one.title, one.unit, one.best) == (title, unit, best), name
        assert one.values == pytest.approx(values), name


def test_a_set_in_separate_parts_is_worse_than_one_that_hangs_together(units):
    a = zoning_of(units, {"甲": [0, 1]}, name="A")
    b = zoning_of(units, {"甲": [0, 9]}, name="B")
    found = compare(units, a, b)
    assert row(found, "parted").values == (0, 1)
    assert row(found, "parted").best == {0}
    assert row(found, "compactness").best == {0}


def test_what_is_not_known_stays_unknown_and_is_never_the_best(units):
    a, b = (zoning_of(units, {"甲": [n]}, name=str(n)) for n in range(2))
    found = compare(units, a, b)
    for name in ("first", "second", "excluded", "floor_added"):
        assert row(found, name).values == (None, None)
        assert row(found, name).best == frozenset()


def test_figures_of_which_parts_are_missing_have_no_best(units):
    zoning = zoning_of(units, {"甲": [0, 1]}, name="A")
    sheet = sheet_of(zoning, units, neighbours_of(units))
    one = replace(sheet, whole=replace(sheet.whole, jobs=10, firms_without_jobs=1))
    other = replace(sheet, whole=replace(sheet.whole, jobs=50))
    jobs = row(compare_sheets([one, other], units), "jobs")
    assert (jobs.values, jobs.missing, jobs.best) == ((10, 50), (1, 0), frozenset())
    known = replace(sheet, whole=replace(sheet.whole, jobs=10))
    assert row(compare_sheets([known, other], units), "jobs").best == {0}


def test_money_is_an_estimate_and_shown_only_where_there_are_prices(units):
    a = zoning_of(units, {"甲": [0]}, name="A")
    assert "cost" not in {each.id for each in compare(units, a, a).rows}
    found = compare(units, a, a, prices=Prices(granted=50.0))
    assert row(found, "cost").is_estimate
    assert row(found, "cost").values == (None, None)  # whose the land is, is unknown


def test_one_set_alone_or_none_can_be_looked_at(units):
    alone = compare(units, zoning_of(units, {"甲": [0]}, name="A"))
    assert all(not each.best for each in alone.rows)
    assert alone.differences == ()
    assert compare(units).names == ()
    empty = compare(units, zoning_of(units, {}, name="空"))
    assert row(empty, "land").values == (0,)
    assert row(empty, "share").values == (None,)


def test_the_plan_is_known(units):
    a = zoning_of(units, {"甲": [0]}, name="A")
    assert compare(units, a, replace(a, is_plan=True)).plan == 1
    assert compare(units, a).plan is None


def test_titles_are_there_in_english(units):
    with speaking("en"):
        found = compare(units, zoning_of(units, {"甲": [0]}, name="A"))
    assert row(found, "win").title == "Reclaimable in all, each land once"


def test_a_comparison_goes_from_one_process_to_another(units):
    a, b = (zoning_of(units, {"甲": [n]}, name=str(n)) for n in range(2))
    found = compare(units, a, b)
    again = pickle.loads(pickle.dumps(found))  # noqa: S301
    assert [each.values for each in again.rows] == [each.values for each in found.rows]


@pytest.mark.parametrize(
    ("values", "wants", "best"),
    [
        ((1.0, 2.0, 3.0), 1, {2}),
        ((1.0, 2.0, 3.0), -1, {0}),
        ((1.0, 2.0, 3.0), 0, set()),
        ((3.0, 3.0, 1.0), 1, {0, 1}),
        ((3.0, 3.0 * (1 + 1e-12), 1.0), 1, {0, 1}),
        ((2.0, 2.0), 1, set()),
        ((None, 2.0), 1, set()),
        ((None, 2.0, 1.0), 1, {1}),
        ((0.0, 0.0), -1, set()),
        ((), 1, set()),
    ],
)
def test_the_best_is_what_is_better_than_another(values, wants, best):
    assert best_of(values, wants=wants) == best


def test_land_that_only_one_set_holds_is_told_with_what_it_wins(units):
    a = zoning_of(units, {"甲": [0, 1, 2]}, name="A")
    b = zoning_of(units, {"x": [1, 2, 4, 5]}, name="B")
    b = replace(b, zones=(replace(b.zones[0], name="甲片"),))
    found = between([a, b], units, first=0, second=1)
    assert found.only_first.tolist() == [0]
    assert found.only_second.tolist() == [4, 5]
    assert found.other_zone.tolist() == []
    assert (found.only_first_win_mu, found.only_second_win_mu) == pytest.approx(
        (15, 30)
    )
    assert not found.is_none
    assert between([a, a], units, first=0, second=1).is_none


def test_land_in_a_zone_of_another_name_is_told(units):
    a = zoning_of(units, {"甲": [0, 1], "乙": [2]}, name="A")
    b = zoning_of(units, {"甲": [0], "乙": [1, 2]}, name="B")
    assert between([a, b], units, first=0, second=1).other_zone.tolist() == [1]


def test_land_that_is_cut_elsewhere_is_told(units):
    def part(row, left, right):
        return square(row, 0).intersection(
            shapely.box(500_000 + left, 3_090_000, 500_000 + right, 3_090_100)
        )

    a = zoning_of(units, {"甲": [1]}, pieces=[("甲", 0, part(0, 0, 50))], name="A")
    b = zoning_of(units, {"甲": [1]}, pieces=[("甲", 0, part(0, 0, 60))], name="B")
    whole = zoning_of(units, {"甲": [0, 1]}, name="C")
    other = zoning_of(
        units, {"甲": [1], "乙": []}, pieces=[("乙", 0, part(0, 0, 50))], name="D"
    )
    assert between([a, b], units, first=0, second=1).cut.tolist() == [0]
    assert between([a, whole], units, first=0, second=1).cut.tolist() == [0]
    assert between([a, a], units, first=0, second=1).is_none
    assert between([a, other], units, first=0, second=1).other_zone.tolist() == [0]
    gone = zoning_of(units, {"甲": [1]}, name="E")
    found = between([a, gone], units, first=0, second=1)
    assert found.only_first.tolist() == [0]
    assert found.only_first_win_mu == pytest.approx(7.5)


def test_rows_of_a_difference_are_ascending(units):
    a = zoning_of(units, {"甲": range(10)}, name="A")
    b = zoning_of(units, {"乙": range(10)}, name="B")
    found = between([a, b], units, first=0, second=1)
    assert np.array_equal(found.other_zone, np.arange(10))
