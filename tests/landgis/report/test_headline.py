# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures on top are those of the rows behind them."""

from types import SimpleNamespace

import pandas as pd
import pytest

from landgis.report.headline import land_statuses, make_headline, make_legend


@pytest.fixture
def analysis():
    """Three parcels, one of them to verify, and one approval with a residual."""
    return SimpleNamespace(
        parcels=pd.DataFrame(
            {
                "status": ["underused", "to_verify", "overdue"],
                "mu": [10.0, 4.0, 6.0],
                "missing": ["", "built_m2,agreed_start", "agreed_start"],
            }
        ),
        residual=pd.DataFrame({"mu": [2.5]}),
        vacated=pd.DataFrame({"mu": [1.5]}),
        firms=pd.DataFrame({"low": [True, False, None], "land_mu": [3.0, 9.0, 1.0]}),
        targets=pd.DataFrame(
            {
                "target_id": ["freed_land_mu", "freed_land_mu", "closed_firms"],
                "is_current": [False, True, True],
                "target": [10.0, 16.0, 3.0],
                "year": [2022.0, 2023.0, 2023.0],
            }
        ),
        reclaimable=SimpleNamespace(
            firm_mu=8.0, potential_mu=6.0, overlap_removed_mu=0.5, total_mu=13.5
        ),
    )


def test_the_target_that_is_due_next_is_set_against_firm_land(analysis):
    headline = make_headline(analysis)

    assert (headline.target_mu, headline.target_year) == (16.0, 2023)
    assert headline.target_share == 0.5


def test_low_firms_are_counted_with_their_land(analysis):
    headline = make_headline(analysis)

    assert (headline.low_firms, headline.low_land_mu) == (1, 3.0)


def test_where_nobody_was_tested_low_firms_are_unknown_and_not_none(analysis):
    analysis.firms["low"] = pd.array([None, None, None], dtype="boolean")

    assert make_headline(analysis).low_firms is None


def test_land_to_verify_names_the_most_frequent_missing_field_first(analysis):
    analysis.parcels["status"] = "to_verify"

    assert make_headline(analysis).verify_fields == ("agreed_start", "built_m2")


def test_without_targets_there_is_no_share(analysis):
    analysis.targets = pd.DataFrame()

    assert make_headline(analysis).target_share is None


def test_the_legend_adds_up_to_the_parcels_and_the_pieces(analysis):
    legend = {line.id: line for line in make_legend(analysis)}

    assert (legend["underused"].count, legend["underused"].mu) == (1, 10.0)
    assert (legend["approved_unsupplied"].count, legend["vacated"].mu) == (1, 1.5)
    assert sum(line.count for line in legend.values()) == 5
    assert legend["overdue"].group == "supplied_unused"


def test_land_of_the_map_is_parcels_and_then_residuals(analysis):
    assert list(land_statuses(analysis)) == [
        "underused", "to_verify", "overdue", "approved_unsupplied",
    ]  # fmt: skip
