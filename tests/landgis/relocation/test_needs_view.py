# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan as it is shown: firms, parks, years, drops, lines, and plans compared."""

import math
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from small_county import KEYS, make_analysis, make_parks, make_small, view_with

from landgis.relocation.compare import compare_views
from landgis.relocation.drops import check_move
from landgis.relocation.flows import flow_lines
from landgis.relocation.planning import HandMove, Inputs, make_problem
from landgis.relocation.verify import verify
from landgis.relocation.view import Solution, make_view
from landgis.relocation.wishes import PlanWishes

BOTH = {"甲鞋厂": "P1", "乙鞋厂": "P1"}


@pytest.fixture(scope="module")
def both():
    return view_with(BOTH)


def by_key(view):
    return view.firms.set_index("key")


def test_every_firm_is_told_what_becomes_of_it(both):
    assert by_key(both)["outcome"].to_dict() == {
        "甲鞋厂": "moved",
        "乙鞋厂": "moved",
        "丙印染": "unplaced",
        "丁服装": "unknown",
        "戊五金": "kept",
    }


def test_firms_of_a_chosen_treatment_close():
    view = view_with(BOTH, closes=("关停退出",))

    assert by_key(view).loc["戊五金", "outcome"] == "closed"
    assert view.totals.closed == 1
    assert view.totals.closed_mu == 4.0
    assert view.totals.freed_mu == 5.0
    assert view.totals.energy_tce == 55.0


def test_a_park_shows_floor_and_the_share_with_those_already_there(both):
    park = both.parks.set_index("key").loc["P1"]

    assert (park["taken_m2"], park["left_m2"]) == (2000, 1000)
    assert (park["leading"], park["total"]) == (9, 11)
    assert park["share"] == pytest.approx(9 / 11)
    assert park["is_share_ok"]


def test_the_sums_are_those_of_the_firms(both):
    assert both.totals.candidates == 4
    assert both.totals.placed == 2
    assert both.totals.unplaced == 2
    assert both.totals.unknown == 1
    assert both.totals.floor_m2 == 2000
    assert both.totals.wanted_mu == 10.0
    assert math.isnan(both.totals.cost_wan)


def test_towns_show_how_much_of_what_they_want_comes_free(both):
    assert both.towns.to_dict("records") == [
        {
            "town": "东镇",
            "candidates": 4,
            "placed": 2,
            "wanted_mu": 10.0,
            "freed_mu": 5.0,
            "share": 0.5,
        }
    ]


def test_years_count_the_land_that_is_vacated_already(both):
    first = both.years.iloc[0]

    assert first["year"] == 2024
    assert first["freed_mu"] == 5.0
    assert first["cumulative_mu"] == 105.0
    assert first["target_mu"] == 105.0
    assert first["short_mu"] == 0.0
    assert both.years["opening"].tolist() == [(), ("服装园",), ()]


def test_nobody_moves_before_the_park_opens_unless_a_temporary_place_is_there():
    late = view_with({"丙印染": "P2"})
    early = view_with({"丙印染": "P2"}, temporary_floor_m2=2000.0)
    small = view_with({"丙印染": "P2"}, temporary_floor_m2=1999.0)

    years = ["leaves", "enters"]
    assert by_key(late).loc["丙印染", years].tolist() == [2025, 2025]
    assert by_key(early).loc["丙印染", years].tolist() == [2024, 2025]
    assert by_key(early).loc["丙印染", "outcome"] == "temporary"
    assert by_key(small).loc["丙印染", years].tolist() == [2025, 2025]


def test_a_temporary_place_is_paid_for_and_a_budget_may_forbid_it():
    prices = {
        "temporary_floor_m2": 2000.0,
        "temporary_yuan_per_m2_month": 5.0,
        "moving_yuan_per_m2": 100.0,
    }
    paid = view_with({"丙印染": "P2"}, **prices)
    poor = view_with({"丙印染": "P2"}, budgets_wan={2024: 31.0}, **prices)

    # 2000 m² × 100 元 to move, 2000 m² × 5 元 × 12 months to wait.
    assert by_key(paid).loc["丙印染", "cost_wan"] == pytest.approx(20 + 12)
    assert by_key(poor).loc["丙印染", "leaves"] == 2025


def test_waiting_counts_against_the_budget_of_the_whole_plan():
    prices = {
        "temporary_floor_m2": 2000.0,
        "temporary_yuan_per_m2_month": 5.0,
        "moving_yuan_per_m2": 100.0,
    }
    enough = view_with({"丙印染": "P2"}, budget_wan=32.0, **prices)
    short = view_with({"丙印染": "P2"}, budget_wan=31.0, **prices)

    # 20 万元 to move and 12 to wait.
    assert by_key(enough).loc["丙印染", "leaves"] == 2024
    assert by_key(short).loc["丙印染", "leaves"] == 2025


def test_bars_show_building_waiting_and_moving():
    view = view_with({"丙印染": "P2"}, temporary_floor_m2=2000.0)
    bars = [(bar.kind, bar.since, bar.to) for bar in view.bars]

    assert bars == [
        ("building", 2024, 2025),
        ("temporary", 2024, 2025),
        ("park", 2025, 2027),
    ]


def test_the_search_decides_the_year_until_a_hand_moves_the_firm():
    found = Solution(parks={"甲鞋厂": "P1"}, years={"甲鞋厂": 2026})
    view = make_view(make_small(), found)

    assert by_key(view).loc["甲鞋厂", "leaves"] == 2026
    assert not view.is_changed


def test_a_hand_goes_before_the_search_and_is_said(both):
    moved = both.with_move("甲鞋厂", None)

    assert by_key(moved).loc["甲鞋厂", "outcome"] == "unplaced"
    assert by_key(moved).loc["甲鞋厂", "pinned"]
    assert moved.is_changed
    assert both.totals.placed == 2


def test_a_park_that_is_gone_places_nobody():
    view = view_with({"甲鞋厂": "P9"})

    assert view.totals.placed == 0


def test_a_fitting_move_is_allowed_and_shows_floor_and_share(both):
    verdict = check_move(both, "甲鞋厂", "P1")
    free = check_move(view_with({}), "甲鞋厂", "P1")

    assert verdict.allowed
    assert verdict.floor_after_m2 == 2000
    assert free.allowed
    assert (free.floor_before_m2, free.floor_after_m2) == (0, 1200)
    assert (free.after.leading, free.after.total) == (8, 10)
    assert free.distance_km == pytest.approx(3.9, rel=1e-3)


@pytest.mark.parametrize(
    ("firm", "park", "kinds"),
    [
        ("甲鞋厂", "P2", {"forbidden", "leading_share"}),
        ("丙印染", "P1", {"special", "capacity"}),
        ("甲鞋厂", "P3", {"capacity"}),
        ("丁服装", "P1", {"floor"}),
    ],
)
def test_a_refusal_names_every_reason(both, firm, park, kinds):
    verdict = check_move(both, firm, park)

    assert not verdict.allowed
    assert set(verdict.kinds) == kinds
    assert len(verdict.reasons) == len(verdict.kinds)


def test_a_refusal_says_by_how_much_it_misses(both):
    verdict = check_move(both, "丙印染", "P1")

    # 1000 m² are left of 2000; 9 of 12 leading firms would be 75 %, that is kept.
    assert any("差 1,000 ㎡" in reason for reason in verdict.reasons)


def test_leaving_may_break_the_share_of_the_park_left_behind():
    parks = make_parks().assign(existing_leading=[2.0, 0.0, 0.0])
    parks = parks.assign(existing_other=[2.0, 0.0, 0.0], floor_m2=[9000.0] * 3)
    parks = parks.assign(leading=["195,33", "18,1713", "33"], forbidden=None)
    firms = make_analysis().firms.assign(treatment="搬迁入园")
    problem = make_problem(
        make_analysis(parks=parks, firms=firms), PlanWishes(), Inputs(keys=KEYS)
    )
    view = make_view(
        problem,
        Solution(
            parks={"甲鞋厂": "P1", "乙鞋厂": "P1", "戊五金": "P1", "己电气": "P1"}
        ),
    )

    # 5 of 8 keep nothing; but with 己电气 gone 5 of 7 do: 戊五金 must stay then.
    thin = view.with_move("己电气", None)
    verdict = check_move(thin, "戊五金", "P3")

    assert any("离开后鞋业园" in reason for reason in verdict.reasons)


def test_bans_distance_and_opening_are_reasons():
    problem = make_small(
        moves={"甲鞋厂": HandMove(banned=frozenset({"P1"}))}, most_km=1.0, years=1
    )
    view = make_view(problem, Solution())

    assert set(check_move(view, "甲鞋厂", "P1").kinds) == {"banned", "allowed"}
    assert "open_year" in check_move(view, "丙印染", "P2").kinds


def test_energy_beyond_the_park_is_a_reason():
    parks = make_parks().assign(energy_tce=[12.0, 1.0, 1.0])
    problem = make_problem(make_analysis(parks=parks), PlanWishes(), Inputs(keys=KEYS))
    view = make_view(problem, Solution(parks={"甲鞋厂": "P1"}))
    verdict = check_move(view, "乙鞋厂", "P1")

    assert verdict.kinds == ("energy",)
    assert "3.0 吨标准煤" in verdict.reasons[0]


PLACES = st.dictionaries(
    st.sampled_from(["甲鞋厂", "乙鞋厂", "丙印染"]), st.sampled_from(["P1", "P2", "P3"])
)


@pytest.fixture(scope="module")
def one_period():
    problem = make_small(targets_mu={2030: 1.0}, first_year=2025)
    return replace(problem, problem=replace(problem.problem, phases=(), year=2027))


@given(
    start=PLACES,
    firm=st.sampled_from(["甲鞋厂", "乙鞋厂", "丙印染"]),
    park=st.sampled_from(["P1", "P2", "P3"]),
)
def test_a_move_is_allowed_exactly_if_the_verifier_finds_no_new_fault(
    one_period, start, firm, park
):
    start = {key: value for key, value in start.items() if key != firm}
    view = make_view(one_period, Solution(parks=start))
    if verify(one_period.problem, view.assignments()):
        return  # what is wrong already is no matter of this move

    faults = verify(one_period.problem, view.with_move(firm, park).assignments())

    assert check_move(view, firm, park).allowed == (not faults)


def test_lines_join_firms_and_parks_as_wide_as_their_land(both):
    flows = flow_lines(both)

    assert not flows.is_bundled
    assert [(line.firms, line.mu) for line in flows.lines] == [
        (("乙鞋厂",), 2.0),
        (("甲鞋厂",), 3.0),
    ]
    assert flows.lines[-1].width == 1.0
    assert flows.lines[0].width == pytest.approx(2 / 3)
    assert flows.lines[-1].to == pytest.approx((0, 3000), abs=50)


def test_many_lines_are_bundled_by_town_in_the_middle_of_their_land(both):
    flows = flow_lines(both, most=1)
    open_ = flow_lines(both, most=1, unfold=["东镇"])

    (line,) = flows.lines
    assert flows.is_bundled
    assert (line.town, line.count, line.mu) == ("东镇", 2, 5.0)
    assert line.since[0] == pytest.approx((3 * 0 + 2 * 1000) / 5)
    assert len(open_.lines) == 2


def test_moves_without_a_place_are_named_and_not_drawn():
    flows = flow_lines(view_with({"甲鞋厂": "P3"}))

    assert flows.lines == ()
    assert flows.unknown == ("甲鞋厂",)


def test_nothing_is_said_of_a_plan_that_nobody_has_made(both):
    none = replace(view_with({}), plan_id="b", name="B")
    table = compare_views([replace(both, plan_id="a", name="A"), none])

    for row in table.rows:
        assert math.isnan(row.values[1])
        assert row.best == (False, False)


def test_plans_stand_side_by_side_with_the_best_marked(both):
    other = view_with({"甲鞋厂": "P1"})
    table = compare_views(
        [replace(both, plan_id="a", name="A"), replace(other, plan_id="b", name="B")]
    )
    rows = {row.id: row for row in table.rows}

    assert rows["freed_mu"].values == (5.0, 3.0)
    assert rows["freed_mu"].best == (True, False)
    assert rows["unplaced"].best == (True, False)
    assert rows["floor_m2"].best == (False, True)
    assert rows["cost_wan"].best == (False, False)
    assert table.differing("freed_mu", "a", "b")["key"].tolist() == ["乙鞋厂"]


def test_plans_that_are_alike_have_no_best(both):
    table = compare_views([both, both])

    assert not any(any(row.best) for row in table.rows)


def test_without_parks_the_firms_stay_and_the_plan_says_so():
    analysis = make_analysis(
        parks=make_parks().iloc[:0], park_geometry=np.empty(0, dtype=object)
    )
    problem = make_problem(analysis, PlanWishes(), Inputs(keys=KEYS))

    view = make_view(problem, Solution(parks={}))

    assert by_key(view)["outcome"].to_dict() == {
        "甲鞋厂": "unplaced",
        "乙鞋厂": "unplaced",
        "丙印染": "unplaced",
        "丁服装": "unknown",
        "戊五金": "kept",
    }
    assert view.totals.freed_mu == 0.0
