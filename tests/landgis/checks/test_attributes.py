# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults of columns: codes, closed lists, impossible numbers."""

import numpy as np
import pandas as pd
import pytest

from landgis.checks.limits import read_limits
from landgis.checks.naming import name_rows
from landgis.checks.register import ROW_CHECKS, Rows
from landgis.findings import Severity


def found_by(check, role="supply", region=None, **columns):
    frame = pd.DataFrame(columns)
    limits = read_limits()
    return ROW_CHECKS[check](
        Rows(
            role=role,
            frame=frame,
            names=name_rows(frame, role, limits),
            limits=limits,
            region=region,
        )
    )


def test_a_row_with_neither_code_nor_unit_number_is_told():
    (found,) = found_by(
        "missing_key", parcel_id=["甲", None, None], unit_no=[None, "乙", None]
    )

    assert (found.kind, found.rows, found.ids) == ("missing_key", (2,), ("第3条",))


def test_a_layer_without_such_a_column_is_no_fault_of_its_rows():
    assert found_by("missing_key", owner=["某厂"]) == []


def test_rows_are_called_by_the_first_name_they_have():
    frame = pd.DataFrame(
        {"parcel_id": ["甲", None, None], "unit_no": ["x", "乙", None]}
    )

    assert name_rows(frame, "supply", read_limits()).tolist() == ["甲", "乙", "第3条"]


def test_one_code_with_different_owners_or_areas_is_grave():
    (found,) = found_by(
        "duplicate_id",
        parcel_id=["甲", "甲", "乙", "丙", "丙"],
        owner=["某厂", "另厂", "某厂", "某厂", "某厂"],
        registered_m2=[1.0, 1.0, 1.0, 1.0, 2.0],
    )

    assert found.severity == Severity.ERROR
    assert found.ids == ("甲", "甲", "丙", "丙")
    assert "第1、2条" in found.details[0]


def test_one_code_with_equal_owner_and_area_may_be_parts():
    (found,) = found_by(
        "duplicate_id",
        parcel_id=["甲", "甲"],
        owner=["某厂", "某厂"],
        registered_m2=[np.nan, np.nan],
    )

    assert found.severity == Severity.NOTE
    assert "几块" in found.details[0]


def test_missing_codes_are_not_equal():
    assert found_by("duplicate_id", parcel_id=[None, None]) == []


def test_an_approval_may_have_several_rows():
    assert found_by("duplicate_id", role="approval", approval_no=["一号", "一号"]) == []


def test_codes_of_another_county_are_noted():
    (found,) = found_by(
        "other_region",
        region="330304",
        parcel_id=["330304001001GB00001", "330110001001GB00001", "旧-12", None],
    )

    assert found.rows == (1,)
    assert found.severity == Severity.NOTE


def test_without_a_region_no_code_is_of_another_county():
    assert found_by("other_region", parcel_id=["330110001001GB00001"]) == []


def test_words_outside_a_closed_list_are_told_with_the_list():
    (found,) = found_by("unknown_value", cause=["企业", "政府", "市场", None])

    assert found.rows == (2,)
    assert "“市场”不是规定的值（企业、政府）" in found.details[0]


def test_services_are_a_scale_too():
    assert found_by("unknown_value", scale=["规上", "规下", "服务业"]) == []


def test_negative_tax_is_legal_but_negative_land_is_not():
    (found,) = found_by(
        "negative_number",
        role="enterprise",
        name=["甲厂", "乙厂"],
        tax_wan=[-5.0, 3.0],
        land_mu=[0.0, -2.0],
        employees=[np.nan, -1.0],
    )

    assert found.ids == ("乙厂",)
    assert found.details == ("用地面积（亩） -2；职工人数 -1",)


@pytest.mark.parametrize(
    ("part", "whole", "values", "told"),
    [
        ("dev_m2", "should_dev_m2", (101, 100), False),  # rounding
        ("dev_m2", "should_dev_m2", (102, 100), True),
        ("invested_wan", "total_invest_wan", (500, 100), True),
        ("footprint_m2", "registered_m2", (500, 100), True),
        ("footprint_m2", "built_m2", (500, 100), True),
        ("built_m2", "registered_m2", (900, 100), False),
        ("built_m2", "registered_m2", (1100, 100), True),
        ("dev_m2", "should_dev_m2", (5, 0), False),  # 0 is a missing whole
        ("dev_m2", "should_dev_m2", (np.nan, 1), False),
    ],
)
def test_parts_are_not_larger_than_their_whole(part, whole, values, told):
    found = found_by(
        "part_over_whole", **{part: [float(values[0])], whole: [float(values[1])]}
    )

    assert bool(found) is told
