# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Suggested zones: limits are kept, land in zones is left alone, reasons are said."""

import math
import pickle
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from finding_builders import make_units, neighbours_of, square, zoning_of

from landgis.errors import CallError, CancelledError
from landgis.messages import sentence, speaking
from landgis.zones.suggest import Wishes, suggest, widest_gap

LOW, IDLE, USED, UNKNOWN = "low_efficiency", "suspect_idle_2y", "normal", "to_verify"


def sheet(statuses, *, columns, gap=0.0, **more):
    """Return a sheet of squares of 15 亩, row by row, `gap` metres apart."""
    grounds = [
        square(n % columns, n // columns, step=100 + gap) for n in range(len(statuses))
    ]
    units = make_units(grounds, statuses, **more)
    return units, neighbours_of(units)


def rows_of(result):
    return [suggestion.rows.tolist() for suggestion in result.found]


def test_a_row_of_low_land_is_suggested_with_its_figures():
    units, beside = sheet([LOW] * 6 + [IDLE] * 2 + [USED] * 4, columns=4)
    (zone,) = suggest(units, beside, Wishes(count=1)).found
    assert zone.rows.tolist() == list(range(8))
    assert zone.area_mu == pytest.approx(120)
    assert (zone.firm_mu, zone.potential_mu) == pytest.approx((90, 30))
    assert (zone.won, zone.in_use, zone.to_verify) == (8, 0, 0)
    # 400 m × 200 m: 12ab / 2π(a² + b²)
    assert zone.compactness == pytest.approx(12 * 8 / (2 * math.pi * 20))
    assert zone.reason == (
        "8 宗可腾出，相连成片：共 120.0 亩，可腾出 120.0 亩（确定 90.0、潜在 30.0），"
        "占 100 %。达到 100.0 亩。外形规整，地块彼此相接。"
    )


def test_the_reason_is_said_in_english_too():
    units, beside = sheet([LOW] * 8, columns=4)
    with speaking("en"):
        (zone,) = suggest(units, beside, Wishes(count=1)).found
    assert zone.reason.startswith("8 parcels to be reclaimed hang together: 120.0 mu")


def test_land_in_use_that_is_taken_along_is_named_and_so_is_land_to_verify():
    statuses = [LOW, LOW, LOW, USED, LOW, LOW, LOW, UNKNOWN, LOW]
    units, beside = sheet(statuses, columns=9)
    wishes = Wishes(count=1, compactness=0.0)
    (zone,) = suggest(units, beside, wishes).found
    assert zone.rows.tolist() == list(range(9))
    assert (zone.won, zone.in_use, zone.to_verify) == (7, 1, 1)
    assert "带入在用地 1 宗 15.0 亩" in zone.reason
    assert "另有 1 宗待核实，未计入可腾出" in zone.reason


def test_parcels_over_a_road_join_only_where_the_gap_allows():
    units, beside = sheet([LOW] * 8, columns=4, gap=18.0)
    assert rows_of(suggest(units, beside, Wishes(gap_m=15.0))) == []
    (zone,) = suggest(units, beside, Wishes(gap_m=20.0)).found
    assert zone.gap_m == pytest.approx(18)
    assert "地块之间最宽隔 18.0 m" in zone.reason


def test_no_zone_lies_in_two_towns_unless_that_is_allowed():
    towns = ["东镇", "东镇", "西镇", "西镇"] * 2
    units, beside = sheet([LOW] * 8, columns=4, towns=towns)
    assert rows_of(suggest(units, beside, Wishes())) == []
    small = suggest(units, beside, Wishes(least_mu=50))
    assert sorted(rows_of(small)) == [[0, 1, 4, 5], [2, 3, 6, 7]]
    assert "全在东镇。" in small.found[0].reason
    (whole,) = suggest(units, beside, Wishes(keeps_towns=False)).found
    assert whole.towns == ("东镇", "西镇")
    assert "跨东镇、西镇。" in whole.reason


def test_only_land_of_the_named_towns_is_used():
    towns = ["东镇", "东镇", "西镇", "西镇"] * 2
    units, beside = sheet([LOW] * 8, columns=4, towns=towns)
    result = suggest(units, beside, Wishes(least_mu=30, towns=("西镇",)))
    assert rows_of(result) == [[2, 3, 6, 7]]


def test_land_in_zones_is_left_alone_whole_or_cut():
    units, beside = sheet([LOW] * 10, columns=10)
    half = square(9, 0).intersection(square(9.5, 0))
    zoning = zoning_of(units, {"z": [0, 1]}, pieces=[("z", 9, half)])
    (zone,) = suggest(units, beside, Wishes(), zoning=zoning).found
    assert zone.rows.tolist() == [2, 3, 4, 5, 6, 7, 8]


def test_farmland_to_be_kept_is_never_taken_along():
    excluded = np.array([0, 0, 0, 0, 9000.0, 0, 0, 0, 0])
    units, beside = sheet([LOW] * 9, columns=9, excluded=excluded)
    result = suggest(units, beside, Wishes(least_mu=45))
    assert sorted(rows_of(result)) == [[0, 1, 2, 3], [5, 6, 7, 8]]


def test_a_zone_is_no_larger_than_wished_for():
    units, beside = sheet([LOW] * 40, columns=8)
    for zone in suggest(units, beside, Wishes(most_mu=160)).found:
        assert 100 <= zone.area_mu <= 160 + 1e-9


def test_a_zone_that_wins_enough_takes_no_more():
    units, beside = sheet([LOW] * 40, columns=8)
    result = suggest(units, beside, Wishes(least_mu=0, win_mu=60, count=3))
    assert [zone.win_mu for zone in result.found] == pytest.approx([60] * 3)


def test_why_there_are_not_more_zones_is_said():
    units, beside = sheet([LOW] * 8 + [USED] * 40 + [LOW] * 2, columns=50)
    result = suggest(units, beside, Wishes(count=3))
    assert rows_of(result) == [list(range(8))]
    assert result.note == (
        "另有 2 宗可腾出 30.0 亩没有建议：间隔 20 m 以内连不成 100.0 亩，"
        "或要带入的在用地太多。"
    )
    done = suggest(units, beside, Wishes(count=1))
    assert done.note == ""


def test_all_that_can_be_won_may_be_suggested_already():
    units, beside = sheet([LOW] * 8, columns=4)
    assert "没有更多" in suggest(units, beside, Wishes(count=2)).note


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (Wishes(count=0), "至少要建议 1 个"),
        (Wishes(least_mu=200, most_mu=150), "片区最大 150.0 亩，小于最小 200.0 亩"),
        (Wishes(gap_m=80), "0 到 50 m"),
        (Wishes(gap_m=-1), "0 到 50 m"),
    ],
)
def test_wishes_that_cannot_be_met_get_a_sentence(wishes, words):
    units, beside = sheet([LOW] * 8, columns=4)
    with pytest.raises(CallError) as caught:
        suggest(units, beside, wishes)
    assert words in sentence(caught.value)


def test_units_without_ground_of_their_own_are_passed_over():
    units, beside = sheet([LOW] * 8, columns=4)
    units.grounds[3] = None
    units.grounds[7] = type(units.grounds[0])()
    result = suggest(units, beside, Wishes(least_mu=60))
    assert rows_of(result) == [[0, 1, 2, 4, 5, 6]]


def test_giving_up_stops_the_search():
    class GivenUp:
        def step(self, done, total, *, stage=""):  # noqa: ARG002
            if done > 2:
                raise CancelledError

    random = np.random.default_rng(3)
    units, beside = sheet(random.choice([LOW, USED], 100).tolist(), columns=10)
    with pytest.raises(CancelledError):
        suggest(units, beside, Wishes(), progress=GivenUp())


def test_suggestions_go_from_one_process_to_another():
    units, beside = sheet([LOW] * 8, columns=4)
    result = suggest(units, beside, Wishes())
    again = pickle.loads(pickle.dumps(result))  # noqa: S301
    assert rows_of(again) == rows_of(result)
    assert again.found[0].reason == result.found[0].reason


def test_the_widest_gap_is_that_of_the_best_way_through():
    # 0 and 2 are 30 m apart, but over 1 no step is wider than 10 m.
    grounds = [
        square(0, 0),
        square(0, 0, side=10).buffer(0),
        square(1.3, 0),
    ]
    from shapely.affinity import translate

    grounds[1] = translate(grounds[1], 110, 20)
    units = make_units(grounds, [LOW] * 3)
    beside = neighbours_of(units)
    assert widest_gap(np.array([0, 1, 2]), beside) == pytest.approx(10)
    assert widest_gap(np.array([0, 2]), beside) == pytest.approx(30)
    assert widest_gap(np.array([0]), beside) == 0
    assert math.isnan(widest_gap(np.array([0, 2]), neighbours_of(units, within_m=5)))
