# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user says of a column's unit, and of a field that no column shall give."""

import pandas as pd
import pytest

from landgis.errors import DataError
from landgis.schema import match_fields, standardise

PARCELS = pd.DataFrame(
    {
        "宗地代码": [f"33030490100{n}GB0000{n}" for n in range(1, 7)],
        "登记面积": ["10", "20", "30", "40", "50", "60"],
        "批准面积": ["1", "2", "3", "4", "5", "6"],
    }
)


def registered(**options):
    fields = match_fields(PARCELS, role="supply", **options)
    return fields, standardise(PARCELS, fields, role="supply")


def test_a_given_unit_converts_the_column():
    fields, standard = registered(given_units={"registered_m2": "公顷"})

    by_name = {field.name: field for field in fields}
    assert by_name["登记面积"].unit == "公顷"
    assert standard.frame["registered_m2"].tolist() == [
        100_000.0,
        200_000.0,
        300_000.0,
        400_000.0,
        500_000.0,
        600_000.0,
    ]


def test_no_guess_overrules_a_given_unit():
    drawn = pd.Series([n * 10_000 / 15 for n in (10, 20, 30, 40, 50, 60)])
    fields = match_fields(
        PARCELS, role="supply", given_units={"registered_m2": "平方米"}
    )

    standard = standardise(PARCELS, fields, role="supply", drawn_m2=drawn)

    assert standard.frame["registered_m2"].iloc[0] == 10.0
    assert not [found for found in standard.findings if "unit" in found.kind]


def test_a_unit_of_another_kind_is_refused_with_a_sentence():
    with pytest.raises(DataError) as raised:
        registered(given_units={"registered_m2": "万元"})

    assert raised.value.code == "schema.no_unit"


def test_a_field_without_column_stays_open():
    fields, standard = registered(overrides={"registered_m2": ""})

    assert all(field.standard != "registered_m2" for field in fields)
    assert "registered_m2" not in standard.frame
