# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trying another line of 亩均税收 gives what a whole analysis with it gives."""

import os
import pickle
import random

import numpy as np
import pytest

from landgis.analysis import STATUSES
from landgis.classify.overrides import Override
from landgis.operations.review_decisions import firm_keys
from landgis.scenario.lines import official_lines
from landgis.scenario.profiles import changed_profile
from landgis.scenario.whatif import prepare_tax_trial

SEEDS = range(int(os.environ.get("LANDGIS_SEEDS", "4")))
TRIALS = int(os.environ.get("LANDGIS_TRIALS", "1"))


def with_lines(profile, values):
    lines = {f"low[{n}]": value for n, value in enumerate(values, start=1)}
    return changed_profile(profile, lines)


def require_same(found, full):
    """Compare an answer of a trial with the result of a whole analysis."""
    parcels, firms, land = full.parcels, full.firms, full.reclaimable
    low = firms["low"].astype("boolean")
    assert np.array(STATUSES)[found.status].tolist() == parcels["status"].tolist()
    assert (found.verdicts == 1).tolist() == low.fillna(value=False).tolist()
    assert (found.verdicts == 2).tolist() == low.isna().tolist()
    assert found.low_firms == int(low.sum())
    held = low.fillna(value=False).to_numpy(dtype=bool)
    assert found.low_land_mu == pytest.approx(firms["land_mu"][held].sum())
    assert found.firm_mu == pytest.approx(parcels["firm_mu"].to_numpy())
    assert found.potential_mu == pytest.approx(parcels["potential_mu"].to_numpy())
    assert found.land.firm_mu == pytest.approx(land.firm_mu, abs=1e-9)
    assert found.land.potential_mu == pytest.approx(land.potential_mu, abs=1e-9)
    assert found.land.overlap_removed_mu == pytest.approx(
        land.overlap_removed_mu, abs=1e-6
    )
    for table, answer in (
        (land.by_category, found.by_category),
        (land.by_town, found.by_town),
    ):
        for name, row in table.iterrows():
            assert answer[name] == pytest.approx(tuple(row), abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_line_gives_what_a_whole_analysis_gives(made, made_result, seed):
    county, full = made(seed), made_result(seed)
    trial = prepare_tax_trial(full)
    require_same(trial.now, full)
    if not county.profile.low:
        assert trial.lines == ()
        return
    draw = random.Random(seed)  # noqa: S311 - of values to try
    # Values that firms have exactly are where 以上 and 以下 differ.
    exact = full.firms["tax_per_mu"].dropna().tolist() or [4.0]
    for _ in range(TRIALS):
        values = [
            draw.choice([draw.choice(exact), draw.uniform(0, 40)])
            for _ in county.profile.low
        ]
        require_same(
            trial.at(values), county.analyse(with_lines(county.profile, values))
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_land_that_an_accepted_plan_frees_is_firm_land_at_every_line(made, seed):
    county = made(seed)
    if not county.profile.low:
        return
    # Every second firm leaves, low ones and others.
    leaving = firm_keys(county.analyse().firms)[::2]
    trial = prepare_tax_trial(county.analyse(leaving=leaving))
    values = [20.0 for _ in county.profile.low]
    full = county.analyse(with_lines(county.profile, values), leaving=leaving)

    require_same(trial.at(values), full)


@pytest.mark.parametrize("value", [12.0])
def test_the_sample_county_gives_what_a_whole_analysis_gives(
    sample, sample_result, value
):
    trial = prepare_tax_trial(sample_result)

    found = trial.at([value])

    require_same(found, sample.analyse(with_lines(sample.profile, [value])))


def test_a_decision_of_an_official_stands_whatever_the_line(sample, sample_result):
    names = sample_result.parcels["parcel_id"]
    low = names[sample_result.parcels["status"] == "low_efficiency"].iloc[:2]
    normal = names[sample_result.parcels["status"] == "normal"].iloc[:1]
    overrides = [
        Override(parcel_id=low.iloc[0], status="normal", reason="已整改", line=2),
        Override(parcel_id=low.iloc[1], status="idle_ruled", reason="认定书", line=3),
        Override(
            parcel_id=normal.iloc[0], status="low_efficiency", reason="名单", line=4
        ),
    ]
    trial = prepare_tax_trial(sample.analyse(overrides=overrides))

    profile = with_lines(sample.profile, [20.0])
    require_same(trial.at([20.0]), sample.analyse(profile, overrides=overrides))


def test_who_comes_in_and_who_leaves_is_told_by_row(sample_result):
    trial = prepare_tax_trial(sample_result)
    tax = sample_result.firms["tax_per_mu"]

    up, down = trial.at([9.0]), trial.at([7.0])

    assert up.new_firms.tolist() == np.flatnonzero((tax > 8) & (tax <= 9)).tolist()
    assert up.left_firms.tolist() == []
    assert down.left_firms.tolist() == np.flatnonzero((tax > 7) & (tax <= 8)).tolist()
    assert trial.at([8.0]).changed.tolist() == []


def test_firms_within_a_tenth_of_the_line_are_near(sample_result):
    found = prepare_tax_trial(sample_result).at([10.0])
    tax = sample_result.firms["tax_per_mu"].to_numpy()

    near = [row for row, value in enumerate(tax) if 9.0 <= value <= 11.0]

    assert found.near_firms.tolist() == near


def test_the_firms_that_are_near_are_those_of_the_analysis(made_result):
    for seed in SEEDS:
        full = made_result(seed)
        near = full.firms["near_low"].fillna(value=False).to_numpy(dtype=bool)
        found = prepare_tax_trial(full).now.near_firms
        assert found.tolist() == np.flatnonzero(near).tolist()


def test_the_curve_says_at_each_value_what_a_trial_says(sample_result):
    trial = prepare_tax_trial(sample_result)
    curve = trial.lines[0].curve

    for place in (0, 7, 40, len(curve.values) - 1):
        found = trial.at([curve.values[place]])
        assert curve.low_firms[place] == found.low_firms
        assert curve.total_mu[place] == pytest.approx(found.land.total_mu)
        assert curve.potential_mu[place] == pytest.approx(found.land.potential_mu)
    assert 8.0 in curve.values
    assert (np.diff(curve.low_firms) >= 0).all()


def test_the_histogram_holds_every_firm_once(sample_result):
    histogram = prepare_tax_trial(sample_result).lines[0].histogram
    tax = sample_result.firms["tax_per_mu"]

    assert histogram.counts.sum() + histogram.unknown == len(tax)
    assert sorted(histogram.rows.tolist()) == np.flatnonzero(tax.notna()).tolist()
    in_fourth = tax.iloc[histogram.rows_of(3)]
    assert in_fourth.between(histogram.edges[3], histogram.edges[4]).all()
    beyond = tax.iloc[histogram.rows_of(len(histogram.counts) - 1)]
    assert (beyond >= histogram.edges[-2]).all()


def test_official_values_are_those_of_the_shipped_documents():
    found = {(line.value, line.name) for line in official_lines()}

    assert {(5.0, "温州三大平台"), (6.0, "湖州规上"), (8.0, "瓯海")} <= found
    assert {line.scale for line in official_lines("规上")} == {None, "规上"}
    assert all(line.document and line.citation for line in official_lines())


def test_a_trial_can_be_sent_between_processes(sample_result):
    trial = prepare_tax_trial(sample_result)

    again = pickle.loads(pickle.dumps(trial))  # noqa: S301 - our own

    assert again.at([11.0]).land == trial.at([11.0]).land
