# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is stored can be tried, compared and searched as what was just analysed."""

import sys
from pathlib import Path

import pytest

from landgis.operations.stored_analysis import analyse_stored, open_result
from landgis.operations.stored_open import create_from_project_file
from landgis.operations.stored_trials import (
    compare_stored,
    index_stored,
    prepare_stored_trial,
    sweep_stored,
)
from landgis.scenario.whatif import prepare_tax_trial

sys.path.insert(0, str(Path(__file__).parents[2] / "end2end"))

from county_maker import make_county, write_county


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county") / "试验县"
    description = write_county(make_county(4), folder)
    path = create_from_project_file(description).store_path
    return path, analyse_stored(path)


def test_a_stored_result_is_tried_as_the_result_itself(stored):
    whole = open_result(*stored).whole()

    found = prepare_stored_trial(stored)

    assert found.now.land == prepare_tax_trial(whole).now.land
    assert found.now.land.total_mu == pytest.approx(whole.reclaimable.total_mu)
    assert found.now.low_firms == int(whole.firms["low"].sum())


def test_slivers_of_a_stored_result_are_tried_with_its_layers(stored):
    whole = open_result(*stored).whole()
    own = whole.project.profile.threshold("sliver_min_m2").value

    found = sweep_stored(stored, "sliver_min_m2", [own, 1e7])

    assert found.table["residual_mu"].tolist() == pytest.approx(
        [whole.residual["mu"].sum(), 0.0]
    )
    years = sweep_stored(stored, "idle_years_2", [2.0]).table
    assert years["total_mu"].iloc[0] == pytest.approx(whole.reclaimable.total_mu)


def test_a_result_compared_with_itself_is_the_same(stored):
    found = compare_stored(stored, stored)

    assert set(found.parcels["change"]) == {"same"}
    assert set(found.firms["change"]) == {"same"}


def test_a_stored_result_is_searched(stored):
    analysis = open_result(*stored).analysis
    name = analysis.firms["name"].dropna().iloc[0]

    hits = index_stored(stored).find(name)

    assert ("firm", 0) in {(hit.kind, hit.row) for hit in hits}
