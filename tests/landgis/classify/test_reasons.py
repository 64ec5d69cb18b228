# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each status is explained in one sentence with the parcel's own figures."""

from datetime import date

import pandas as pd
import pytest

from landgis.classify.occupants import compute_occupants
from landgis.classify.reasons import write_reasons

TITLES = {"agreed_start": "约定动工日期", "delivered_date": "实际交地日期"}


def reason(status, **fields):
    due = fields.pop("due_date", None)
    missing = fields.pop("missing", "")
    parcels = pd.DataFrame(
        {
            "area_m2": [20_000.0],
            "mu": [30.0],
            "due_date": pd.Series([pd.Timestamp(due) if due else pd.NaT]).astype(
                "datetime64[s]"
            ),
            "missing": pd.Series([missing], dtype="str"),
        }
        | {name: [value] for name, value in fields.items()}
    )
    links = pd.DataFrame(
        {"firm": [0], "parcel": [0], "land_mu": [14.4], "tax_wan": [285.0]}
    )
    firms = pd.DataFrame({"name": ["恒源鞋厂"], "low": pd.array([True], "boolean")})
    return write_reasons(
        parcels,
        compute_occupants(parcels.index, links=links, firms=firms),
        status=pd.Series([status], dtype="str"),
        reference_date=date(2023, 12, 31),
        field_titles=TITLES,
    ).tolist()[0]


@pytest.mark.parametrize(
    ("status", "fields", "words"),
    [
        ("overdue", {"due_date": "2023-12-01"}, ["2023-12-01", "30 天"]),
        ("suspect_idle_1y", {"due_date": "2022-12-31"}, ["2022-12-31", "365 天"]),
        ("not_due", {"due_date": "2024-05-01"}, ["2024-05-01"]),
        ("underused", {"built_m2": 11_000.0, "far_min": 1.2}, ["0.55", "1.20"]),
        ("below_standard", {"agreed_tax_per_mu": 20.0}, ["9.50", "20.00"]),
        ("low_efficiency", {}, ["1 家", "14.40 亩", "恒源鞋厂"]),
        ("idle_ruled", {"idle_ruling": "〔2023〕5号"}, ["〔2023〕5号"]),
        (
            "to_verify",
            {"missing": "agreed_start,delivered_date"},
            ["约定动工日期、实际交地日期"],
        ),
    ],
)
def test_the_sentence_shows_the_figures_that_decided(status, fields, words):
    sentence = reason(status, **fields)

    assert all(word in sentence for word in words)


def test_a_normal_parcel_needs_no_reason():
    assert reason("normal") == ""


def test_a_figure_that_is_not_known_is_a_dash():
    assert "—" in reason("idle_ruled")
