# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every shipped rule file says what its worked examples expect."""

import pytest

from landgis.rules.catalogue import clauses, list_rules, own_numbers, show
from landgis.rules.check import check_file
from landgis.rules.library import (
    common,
    common_files,
    profiles,
    read_profile,
    template_path,
)
from landgis.rules.profile import Profile

SHIPPED = {profile.id: profile for profile in profiles()}
FILES = [
    *(profile.path for profile in SHIPPED.values()),
    *(source.path for source in common_files()),
    template_path(),
]
STORED_IDS = [
    "huangyan_2021",
    "huangyan_2022",
    "huzhou_2021",
    "jiaxing_2021",
    "ouhai_2021",
    "pinghu_2022",
    "wenling_2022",
    "wenzhou_platforms_2018",
]


def test_the_profiles_are_all_there_and_the_template_is_not_one_of_them():
    assert sorted(SHIPPED) == STORED_IDS
    assert template_path().is_file()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_file_says_what_its_examples_expect(path):
    report = check_file(path)

    assert [outcome for outcome in report.outcomes if not outcome.passed] == []
    assert report.warnings == ()


@pytest.mark.parametrize("profile", SHIPPED.values(), ids=SHIPPED)
def test_a_profile_has_examples_and_is_named_like_its_file(profile):
    tested = {outcome.test for outcome in check_file(profile.path).outcomes}

    assert profile.path.stem == profile.id
    assert tested >= {"low"} if profile.low else tested
    assert profile.document
    assert profile.source


@pytest.mark.parametrize("profile", SHIPPED.values(), ids=SHIPPED)
def test_every_line_is_tried_exactly_on_it_and_just_above_what_is_displayed(profile):
    outcomes = check_file(profile.path).outcomes
    titles = " ".join(outcome.title for outcome in outcomes if outcome.test == "low")

    for test in profile.low:
        assert f"正好{test.threshold.shown}万元" in titles
        assert f"显示为{test.threshold.value:.2f}" in titles
    if profile.low:
        assert any(outcome.found.startswith("UNKNOWN(") for outcome in outcomes)


def test_every_number_rests_on_a_rule_of_the_catalogue():
    numbers = [
        *common().parameters.values(),
        *(
            own.threshold
            for profile in SHIPPED.values()
            for own in own_numbers(profile)
        ),
    ]

    assert [number for number in numbers if number.rule not in clauses()] == []
    assert [number for number in numbers if not number.citation] == []


def test_rules_are_listed_with_the_numbers_of_the_profiles_that_use_them():
    entry = show("low-e2")

    assert [(own.profile, own.threshold.symbol) for own in entry.own] == [
        ("ouhai_2021", "≤")
    ]
    assert entry.own[0].threshold.value == 8
    assert "温瓯政发〔2021〕217号" in entry.clause.citation
    assert [number.id for number in show("IDLE-05").common] == ["idle_years_2"]


def test_a_number_or_a_profile_can_be_shown_by_its_name():
    assert show("idle_years_2").clause.id == "IDLE-05"
    assert isinstance(show("Ouhai_2021"), Profile)
    assert len(list_rules()) == len(clauses())


def test_the_common_numbers_are_those_of_the_regulation():
    profile = read_profile("ouhai_2021")
    known = {
        "idle_years_1": "≥1",
        "idle_years_2": "≥2",
        "default_start_after_delivery_years": "=1",
        "stalled_stop_years": "≥1",
        "stalled_area_ratio": "<1/3",
        "stalled_invest_ratio": "<0.25",
        "idle_fee_rate": "=0.2",
        "sliver_min_m2": "≥200",
        "sliver_buffer_m": "=1",
        "building_coefficient_min": "≥0.3",
        "min_separable_mu": "≥3",
        "built_not_producing_months": "≥12",
        "energy_per_value": ">0.49",
        "two_high_tce_since_2018": "≥1000",
        "two_high_tce_before_2018": "≥5000",
        "area_warn_ratio": ">0.01",
        "area_error_ratio": ">0.05",
        "lease_balance_ratio": ">0.01",
        "leading_share_min": "≥0.7",
        "dorm_min_mu_outside_park": "≥50",
    }

    found = {
        name: profile.threshold(name).symbol + profile.threshold(name).shown
        for name in known
    }

    assert found == known


def test_entry_to_the_wenzhou_platforms_is_above_350_or_above_40():
    profile = read_profile("wenzhou_platforms_2018")

    assert profile.threshold("entry_invest_per_mu").symbol == ">"
    assert profile.threshold("entry_invest_per_mu").value == 350
    assert profile.threshold("entry_tax_per_mu").value == 40
    assert profile.threshold("tax_per_mu_city").value == 1
