# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets of the policy document beside what is done."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from landgis.classify.targets import progress_against_targets, sum_leaving_energy

END_OF_2022 = date(2022, 12, 31)
OUHAI = pd.DataFrame(
    {
        "indicator": [
            "腾出低效工业用地",
            "累计腾出低效工业用地",
            "累计整治提升企业或作坊",
            "累计淘汰落后产能企业",
            "累计腾出用能",
            "累计减碳",
            "规上工业亩均税收",
        ],
        "unit": ["亩", "公顷", "家", "家", "万吨标准煤", "万吨", "万元/亩"],
        "year": [2021.0, 2023.0, 2023.0, 2023.0, 2023.0, 2023.0, 2023.0],
        "value": [200.0, 40.0, 300.0, 100.0, 2.1, 3.6, 53.13],
    }
)


def progress(targets=OUHAI, **done):
    return progress_against_targets(targets, done=done, reference_date=END_OF_2022)


def test_done_is_set_against_every_target_in_its_own_unit():
    frame = progress(freed_land_mu=150.0, upgraded_firms=330.0).frame

    assert frame["target"].tolist()[:3] == [200.0, 600.0, 300.0]
    assert frame["share"].tolist()[:3] == pytest.approx([0.75, 0.25, 1.1])
    assert frame["remaining"].tolist()[:3] == [50.0, 450.0, 0.0]


def test_what_nobody_reported_is_not_known():
    frame = progress(freed_land_mu=150.0).frame

    assert frame["done"].isna().tolist() == [False, False] + [True] * 5


def test_carbon_is_never_computed_from_energy():
    frame = progress(freed_energy_wan_tce=1.0).frame.set_index("target_id")

    assert frame.loc["freed_energy_wan_tce", "share"] == pytest.approx(1 / 2.1)
    assert pd.isna(frame.loc["carbon_wan_t", "done"])


def test_the_next_target_due_is_the_current_one():
    assert progress().frame["is_current"].tolist() == [False] + [True] * 6


def test_an_indicator_that_is_not_known_is_shown_without_progress():
    last = progress().frame.iloc[-1]

    assert last["target"] == 53.13
    assert pd.isna(last["target_id"])


def test_a_unit_that_cannot_be_turned_into_ours_is_a_finding():
    strange = pd.DataFrame(
        {"indicator": ["减碳"], "unit": ["亩"], "year": [2023.0], "value": [5.0]}
    )

    result = progress(strange, carbon_wan_t=1.0)
    (finding,) = result.findings

    assert (finding.kind, finding.rows) == ("target_unit", (0,))
    assert result.frame["share"].isna().all()


def test_a_blank_unit_is_read_as_a_count_of_firms_only():
    blank = pd.DataFrame(
        {
            "indicator": ["处置“僵尸企业”数", "腾出用能"],
            "unit": [None, None],
            "year": [2023.0, 2023.0],
            "value": [40.0, 10.0],
        }
    )

    assert progress(blank).frame["target"].fillna(-1).tolist() == [40.0, -1]


def test_energy_of_leaving_firms_is_a_sum_of_reported_figures():
    energy = pd.Series([5000.0, None, 2500.0, 9000.0])
    treatment = pd.Series(["关停退出", "搬迁入园", "整体腾退", "改造提升"])

    leaving = sum_leaving_energy(energy, treatment)

    assert leaving.energy_wan_tce == pytest.approx(0.75)
    assert (leaving.firms, leaving.unreported) == (3, 1)
