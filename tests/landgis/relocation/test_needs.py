# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What firms need, what parks can take, what moving costs."""

import math
import pickle
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_county import KEYS, make_analysis, make_parks, make_small

from landgis.errors import RuleError
from landgis.relocation.needs import find_norms, unique_keys
from landgis.relocation.planning import HandMove, Inputs, make_problem
from landgis.relocation.wishes import (
    PRESETS,
    PlanWishes,
    preset,
    wish_fields,
    wishes_of,
    wishes_to_json,
)


@pytest.fixture(scope="module")
def small():
    return make_small()


def test_the_file_of_wishes_and_their_class_have_the_same_names_in_the_same_order():
    assert [each.name for each in fields(PlanWishes)] == [
        each.name for each in wish_fields()
    ]


def test_every_wish_has_words_a_source_and_a_default_within_its_bounds():
    for each in wish_fields():
        assert each.title
        assert each.source_text
        if isinstance(each.value, float):
            assert each.least <= each.value <= each.most


def test_prices_have_no_default_because_no_document_gives_any():
    prices = [each for each in wish_fields() if each.group == "money"]
    shares = {"stop_loss_share", "rent_subsidy"}

    assert {each.name for each in prices if each.value is not None} == shares
    assert all(each.is_user for each in prices if each.name not in shares)


def test_wishes_come_back_from_a_document_as_they_went_in():
    wishes = PlanWishes(
        treatments=("搬迁入园", "整体腾退"),
        budgets_wan={2024: 500.0, 2025: 800.0},
        land_wan_per_mu=30.0,
        require_all=True,
    )

    kept = wishes_to_json(wishes)

    assert wishes_of(kept) == wishes
    assert kept["budgets_wan"] == {"2024": 500.0, "2025": 800.0}
    assert wishes_to_json(PlanWishes()) == {}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"leading_share": 0.7}, "rules.unknown_key"),
        ({"leading_share_min": 70}, "plan.wanted_share"),
        ({"floor_factor": -1}, "plan.wanted_number"),
        ({"floor_factor": True}, "plan.wanted_number"),
        ({"floor_factor": math.nan}, "plan.wanted_number"),
        ({"years": 2.5}, "plan.wanted_whole"),
        ({"require_all": 1}, "plan.wanted_flag"),
        ({"treatments": ["搬家"]}, "plan.wanted_texts"),
        ({"cluster_by": "town"}, "plan.wanted_choice"),
        ({"budgets_wan": {"24": 1}}, "plan.wanted_years"),
        ({"budgets_wan": 100}, "plan.wanted_years"),
        ({"rent_subsidy": 0.5}, "plan.wanted_shares"),
    ],
)
def test_a_wrong_wish_is_named_with_its_key(values, code):
    with pytest.raises(RuleError) as caught:
        wishes_of(values, file="project.toml")

    assert caught.value.code == code
    assert caught.value.params["file"] == "project.toml"
    assert next(iter(values)) in caught.value.params["key"]


def test_presets_change_weights_and_nothing_else():
    for name in PRESETS:
        changed = wishes_to_json(preset(name, PlanWishes(land_wan_per_mu=9.0)))
        assert changed.keys() <= {"weight_cost", "weight_km", "land_wan_per_mu"}


def test_floor_needed_comes_from_the_first_figure_that_is_there(small):
    needs = small.needs.set_index("key")

    assert needs.loc["甲鞋厂", ["floor_m2", "floor_basis"]].tolist() == [
        1200,
        "present",
    ]
    # 10 employees at the median of 60, 80 and 100 m² each.
    assert needs.loc["乙鞋厂", ["floor_m2", "floor_basis"]].tolist() == [
        800,
        "employees",
    ]
    # 5 亩 at the median of 400, 400 and 300 m² each.
    assert needs.loc["丙印染", ["floor_m2", "floor_basis"]].tolist() == [2000, "land"]
    assert "80.0 ㎡/人" in needs.loc["乙鞋厂", "floor_text"]


def test_a_firm_of_which_nothing_is_known_is_not_planned_and_named(small):
    needs = small.needs.set_index("key")

    assert math.isnan(needs.loc["丁服装", "floor_m2"])
    assert "丁服装" not in small.problem.firm_rows
    assert any("丁服装" in note for note in small.notes)


def test_norms_of_the_user_go_before_the_medians():
    wishes = PlanWishes(floor_m2_per_employee=25.0, floor_factor=1.2)
    needs = make_small(floor_m2_per_employee=25.0, floor_factor=1.2).needs
    norms = find_norms(make_analysis().firms, wishes)

    assert norms.per_employee_m2 == 25.0
    assert norms.from_firms == ("land",)
    assert needs.set_index("key").loc["乙鞋厂", "floor_m2"] == pytest.approx(300)
    assert needs.set_index("key").loc["甲鞋厂", "floor_m2"] == pytest.approx(1440)


def test_candidates_are_those_of_the_chosen_treatments(small):
    chosen = make_small(treatments=("关停退出",))

    assert set(small.problem.firm_rows) == {"甲鞋厂", "乙鞋厂", "丙印染"}
    assert set(chosen.problem.firm_rows) == {"戊五金"}
    assert "己电气" not in set(small.needs["key"])


def test_another_treatment_in_this_plan_makes_a_firm_a_candidate():
    problem = make_small(
        moves={
            "己电气": HandMove(treatment="搬迁入园"),
            "甲鞋厂": HandMove(treatment="改造提升"),
        }
    )

    assert set(problem.problem.firm_rows) == {"乙鞋厂", "丙印染", "己电气"}


def test_two_firms_of_one_key_stay_two():
    assert unique_keys(["a", "a", "b"]) == ["a", "a#1", "b"]


def test_parks_say_what_they_can_take_and_what_is_not_known(small):
    rooms = small.rooms.set_index("key")

    assert rooms["has_floor"].tolist() == [True, True, False]
    assert rooms.loc["P2", "leading"] == ("18", "1713")
    assert rooms.loc["P1", "share_min"] == 0.7
    assert math.isnan(rooms.loc["P3", "share_min"])
    assert rooms["is_open"].tolist() == [True, False, True]
    assert any("待建园" in note for note in small.notes)


def test_a_park_keeps_what_it_holds_itself_and_land_stands_for_floor():
    parks = make_parks().assign(land_mu=[np.nan, np.nan, 3.0])
    problem = make_problem(
        make_analysis(parks=parks),
        PlanWishes(self_hold_ratio=0.5, park_far=2.0),
        Inputs(keys=KEYS),
    )

    assert problem.rooms["floor_m2"].tolist() == pytest.approx([1500, 2500, 2000])


def test_firms_take_whole_units():
    parks = make_parks().assign(unit_m2=["500、800", None, None])
    problem = make_problem(
        make_analysis(parks=parks), PlanWishes(min_unit_m2=900.0), Inputs(keys=KEYS)
    )
    row = problem.position["甲鞋厂"]

    assert problem.use_m2[row, 0] == 1300  # 500 + 800
    assert problem.use_m2[row, 1] == 1800  # 2 × 900


def test_distance_is_the_straight_line_times_the_detour_and_unknown_without_a_place(
    small,
):
    row = small.position["甲鞋厂"]

    assert small.distance_km[row, 0] == pytest.approx(3.0 * 1.3, rel=1e-3)
    assert math.isnan(small.distance_km[row, 2])
    assert np.isnan(small.distance_km[small.position["丁服装"]]).all()


def test_parks_beyond_the_longest_move_are_left_out():
    problem = make_small(most_km=4.0)

    assert problem.problem.firms[0].allowed == {"P1", "P3"}


def test_without_prices_nothing_is_estimated(small):
    assert np.isnan(small.costs.total_wan()).all()
    assert not small.costs.known_wan().any()
    assert any("单价都没有填" in note for note in small.notes)


def test_land_and_buildings_are_paid_to_owners_only():
    costs = make_small(
        land_wan_per_mu=20.0, building_yuan_per_m2=1000.0, moving_yuan_per_m2=100.0
    )
    owner, tenant = costs.position["甲鞋厂"], costs.position["乙鞋厂"]

    # 3 亩 × 20 + 1200 m² × 1000 元 + 5 % of that + 1200 m² × 100 元.
    assert costs.costs.of(owner, 0) == pytest.approx(60 + 120 + 6 + 12)
    assert costs.costs.of(tenant, 0) == pytest.approx(8)  # 800 m² × 100 元


def test_an_amount_that_is_not_known_makes_the_sum_unknown():
    costs = make_small(building_yuan_per_m2=1000.0)

    assert math.isnan(costs.costs.of(costs.position["丙印染"], 1))  # floor not known
    assert costs.costs.known_wan()[costs.position["丙印染"], 1] == 0


def test_rent_is_subsidised_year_by_year():
    costs = make_small(rent_yuan_per_m2_month=10.0, rent_subsidy=(1.0, 0.5, 0.5))

    # 1200 m² × 10 元 × 12 months × (1 + ½ + ½).
    assert costs.costs.of(costs.position["甲鞋厂"], 0) == pytest.approx(28.8)


def test_the_years_begin_after_the_reference_date_with_the_targets_of_the_table(small):
    assert small.years == (2024, 2025, 2026)
    assert small.targets_mu == {2024: 105.0}
    assert [phase.year for phase in small.problem.phases] == [2024, 2025, 2026]
    # 100 亩 are vacated already.
    assert small.problem.phases[0].target_mu == pytest.approx(5.0)


def test_targets_and_budgets_of_the_user_make_years():
    problem = make_small(
        targets_mu={2025: 110.0, 2030: 500.0}, budgets_wan={2024: 90.0}
    )

    assert problem.targets_mu == {2025: 110.0}
    assert [phase.budget for phase in problem.problem.phases] == [90.0, None, None]


def test_distance_counts_in_points_and_never_in_the_money_of_a_budget(small):
    first = small.problem.firms[0]
    budget = make_small(budgets_wan={2024: 1.0}).problem.firms[0]

    assert first.worth["P1"] == pytest.approx(-3.9 * 0.01, rel=1e-3)
    assert budget.worth == first.worth
    assert first.cost["P1"] == budget.cost["P1"] == 0


def test_a_budget_for_the_whole_plan_is_none_of_a_year():
    problem = make_small(budget_wan=70.0).problem

    assert problem.budget == 70.0
    assert {phase.budget for phase in problem.phases} == {None}
    assert problem.firms[0].cost["P1"] == 0  # money alone counts against it


def test_pins_bans_and_years_of_the_user_reach_the_problem():
    problem = make_small(
        moves={
            "甲鞋厂": HandMove(park="P1", pinned=True, year=2025),
            "乙鞋厂": HandMove(banned=frozenset({"P1", "nowhere"})),
            "丙印染": HandMove(pinned=True),
        }
    )
    firms = {firm.id: firm for firm in problem.problem.firms}

    assert firms["甲鞋厂"].pin == "P1"
    assert firms["甲鞋厂"].earliest_year == 2025
    assert firms["乙鞋厂"].banned == {"P1"}
    assert firms["丙印染"].allowed == frozenset()


def test_a_cluster_needs_everybody_to_leave_and_enough_land():
    near = make_small(cluster_gap_m=1000.0, cluster_min_mu=9.0)
    small = make_small(cluster_gap_m=1000.0, cluster_min_mu=11.0)

    labels = near.needs.set_index("key")["cluster"]
    assert labels["甲鞋厂"] == labels["乙鞋厂"] == labels["丙印染"] != ""
    assert labels["戊五金"] == ""  # it is not moved by this plan
    assert set(small.needs["cluster"]) == {""}


def test_a_zone_on_which_somebody_stays_is_no_cluster():
    zones = {0: "z1", 1: "z1", 2: "z2", 5: "z2"}
    problem = make_problem(
        make_analysis(),
        PlanWishes(cluster_by="zones"),
        Inputs(keys=KEYS, zones=zones),
    )
    labels = problem.needs.set_index("key")["cluster"]

    assert labels["甲鞋厂"] == labels["乙鞋厂"] == "z:z1"
    assert labels["丙印染"] == ""


def test_no_parks_and_no_candidates_are_said():
    analysis = make_analysis()
    empty = replace(
        analysis, parks=make_parks().iloc[:0], park_geometry=np.empty(0, dtype=object)
    )

    nowhere = make_problem(empty, PlanWishes(), Inputs(keys=KEYS))
    nobody = make_small(treatments=("兼并重组",))

    assert any("没有小微园" in note for note in nowhere.notes)
    assert any("没有处置方式为兼并重组" in note for note in nobody.notes)
    assert nobody.problem.firms == ()


def test_a_problem_goes_to_another_process_and_back(small):
    again = pickle.loads(pickle.dumps(small))  # noqa: S301 - our own

    assert again.problem == small.problem
    assert again.notes == small.notes
