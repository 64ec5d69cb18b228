# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Other thresholds: each value is judged as a whole analysis judges it."""

import os
import re
from pathlib import Path

import pytest

from landgis.errors import CancelledError, RuleError
from landgis.rules.library import profiles
from landgis.scenario.effects import EFFECTS, NONE, describe_effect, effect_of
from landgis.scenario.parcels import to_codes
from landgis.scenario.profiles import changed_profile, thresholds_of
from landgis.scenario.sweep import sweep

ROOT = Path(__file__).parents[3]
SEED = int(os.environ.get("LANDGIS_FIRST_SEED", "1"))
TRIED = {
    "low[1]": 14.0,
    "idle_years_1": 3.0,
    "idle_years_2": 5.0,
    "default_start_after_delivery_years": 4.0,
    "stalled_stop_years": 3.0,
    "stalled_area_ratio": 0.9,
    "stalled_invest_ratio": 0.9,
    "built_not_producing_months": 48.0,
    "building_coefficient_min": 0.5,
    "min_separable_mu": 0.5,
    "sliver_min_m2": 4000.0,
    "sliver_buffer_m": 20.0,
    "ageing_years_2": 3.0,
}

ALWAYS = (
    "low[1]",
    "idle_years_2",
    "default_start_after_delivery_years",
    "building_coefficient_min",
    "sliver_min_m2",
)
"""The others take time, and the same paths."""


def require_same(found, place, full):
    row, land = found.table.iloc[place], full.reclaimable
    assert found.status[place].tolist() == to_codes(full.parcels["status"]).tolist()
    for name in ("firm_mu", "potential_mu", "overlap_removed_mu", "total_mu"):
        assert row[name] == pytest.approx(getattr(land, name), abs=1e-6)
    assert row["residual_count"] == len(full.residual)
    assert row["residual_mu"] == pytest.approx(full.residual["mu"].sum())
    by_age = full.residual.groupby("ageing")["mu"].sum().to_dict()
    ages = ("不满1年", "1–2年", "2–5年", "5年以上")
    for number, name in enumerate(ages, start=1):
        assert row[f"ageing_mu_{number}"] == pytest.approx(by_age.get(name, 0.0))
    for status in ("low_efficiency", "to_verify", "stalled"):
        assert row[f"count_{status}"] == (full.parcels["status"] == status).sum()


@pytest.mark.parametrize(
    "parameter",
    [
        pytest.param(name, marks=[] if name in ALWAYS else pytest.mark.big)
        for name in TRIED
    ],
)
def test_a_value_gives_what_a_whole_analysis_gives(made, made_result, parameter):
    county, full = made(SEED), made_result(SEED)
    own = thresholds_of(county.profile)

    found = sweep(full, parameter, [own[parameter].value, TRIED[parameter]])

    changed = changed_profile(county.profile, {parameter: TRIED[parameter]})
    require_same(found, 0, full)
    require_same(found, 1, county.analyse(changed))


def test_numbers_of_other_things_change_no_figure(made, made_result):
    values = {"zombie_tax_wan": 9.0, "area_warn_ratio": 0.04, "dorm_land_cap": 0.2}
    county = made(SEED)

    changed = county.analyse(changed_profile(county.profile, values))

    for name, value in values.items():
        require_same(sweep(made_result(SEED), name, [value]), 0, changed)


def test_the_fee_follows_its_rate(sample, sample_result):
    found = sweep(sample_result, "idle_fee_rate", [0.2, 0.1])

    full = sample.analyse(changed_profile(sample.profile, {"idle_fee_rate": 0.1}))
    assert found.table["idle_fee_wan"].tolist() == pytest.approx(
        [
            sample_result.parcels["idle_fee_wan"].sum(),
            full.parcels["idle_fee_wan"].sum(),
        ]
    )


def test_an_unknown_number_is_refused_with_its_name(sample_result):
    with pytest.raises(RuleError) as caught:
        sweep(sample_result, "idle_year_2", [1.0])

    assert caught.value.params["key"] == "idle_year_2"


def test_giving_up_ends_it(sample_result):
    class GivesUp:
        def step(self, done, total, *, stage=""):  # noqa: ARG002
            raise CancelledError

    with pytest.raises(CancelledError):
        sweep(sample_result, "idle_years_2", [1.0, 2.0], progress=GivesUp())


def test_every_number_says_what_it_changes():
    names = {name for profile in profiles() for name in thresholds_of(profile)}

    assert {effect_of(name) for name in names} <= set(EFFECTS)
    assert all(describe_effect(name).endswith("。") for name in names)


def test_what_changes_nothing_is_used_by_no_verdict():
    """A number that the code asks for by name does something, and must say so."""
    folders = ("checks", "classify", "reclaim", "operations", "grading", "join")
    code = "\n".join(
        path.read_text("utf-8")
        for folder in folders
        for path in (ROOT / "landgis" / folder).rglob("*.py")
    )
    asked = set(re.findall(r'(?:threshold|get_limit)\((?:\w+, )?"(\w+)"', code))
    # Only their clause, sign or unit is shown; their value decides nothing.
    words_only = {
        "idle_ruling",
        "overdue",
        "not_due",
        "underused",
        "below_standard",
        "low_efficiency",
    }
    # The aim of a zone; no parcel is judged by it.
    words_only.add("cluster_min_mu")

    assert {name for name in asked if effect_of(name) == NONE} == words_only
