# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawn against registered area (AREA): 1 % and 5 %, units, parts."""

import numpy as np
import pandas as pd
import pytest
import shapely

from landgis.checks.areas import check_area
from landgis.checks.limits import read_limits
from landgis.checks.naming import name_rows
from landgis.checks.register import Rows, Shapes
from landgis.findings import Severity
from landgis.geometry import repair

HECTARE = shapely.box(0, 0, 100, 100)


def found_in(drawn, role="supply", **columns):
    geometry = np.empty(len(drawn), dtype=object)
    geometry[:] = drawn
    frame = pd.DataFrame(columns, index=range(len(drawn)))
    limits = read_limits()
    rows = Rows(
        role=role, frame=frame, names=name_rows(frame, role, limits), limits=limits
    )
    return check_area(Shapes(rows=rows, geometry=geometry, repair=repair(geometry)))


@pytest.mark.parametrize(
    ("drawn_m2", "severity"),
    [
        (10_000, None),
        (10_100, None),  # exactly 1 %
        (9_900, None),
        (10_101, Severity.WARNING),
        (10_500, Severity.WARNING),  # exactly 5 %
        (9_500, Severity.WARNING),
        (10_501, Severity.ERROR),
        (9_499, Severity.ERROR),
    ],
)
def test_up_to_one_percent_is_normal_and_over_five_is_grave(drawn_m2, severity):
    parcel = shapely.box(0, 0, 100, drawn_m2 / 100)

    found = found_in([parcel], registered_m2=[10_000.0])

    assert [f.severity for f in found] == ([severity] if severity else [])


def test_both_figures_are_told_in_mu():
    (found,) = found_in([HECTARE], parcel_id=["甲"], registered_m2=[8000.0])

    assert found.kind == "area_mismatch"
    assert found.ids == ("甲",)
    assert found.area_m2 == (2000,)
    assert found.details[0] == (
        "登记面积 12.00 亩，图上面积 15.00 亩，相差 +25.0%，请核对。"
    )


@pytest.mark.parametrize(
    ("registered_m2", "hint"),
    [
        (15.0, "可能以亩为单位"),  # 15 亩 written into a column of m²
        (1.0, "可能以公顷为单位"),
        (10_000 * 2000 / 3, "又按亩换算"),
        (150_000.0, "以亩为单位，却按公顷换算"),
    ],
)
def test_a_mixed_up_unit_is_recognised_by_its_factor(registered_m2, hint):
    (found,) = found_in([HECTARE], registered_m2=[registered_m2])

    assert hint in found.details[0]


@pytest.mark.parametrize("registered_m2", [0.0, np.nan, -1.0])
def test_a_missing_figure_is_not_compared(registered_m2):
    assert found_in([HECTARE], registered_m2=[registered_m2]) == []


@pytest.mark.parametrize("shape", [None, shapely.Polygon(), shapely.Point(0, 0)])
def test_a_missing_shape_is_not_compared(shape):
    assert found_in([shape], registered_m2=[10_000.0]) == []


def test_parts_of_one_parcel_are_compared_together():
    parts = [HECTARE, shapely.box(200, 0, 300, 100)]

    found = found_in(
        parts,
        parcel_id=["甲", "甲"],
        owner=["某厂", "某厂"],
        registered_m2=[20_000.0, 20_000.0],
    )

    assert found == []


def test_parts_of_one_parcel_that_do_not_make_it_up_are_told_once():
    parts = [shapely.box(0, 0, 1, 1), HECTARE, shapely.box(200, 0, 300, 100)]

    (found,) = found_in(
        parts, parcel_id=[None, "甲", "甲"], registered_m2=[1.0, 30_000.0, 30_000.0]
    )

    assert found.rows == (1,)
    assert "登记面积 45.00 亩，图上面积 30.00 亩" in found.details[0]


def test_a_row_entered_twice_is_compared_by_itself():
    found = found_in(
        [HECTARE, HECTARE], parcel_id=["甲", "甲"], registered_m2=[10_000.0, 10_000.0]
    )

    assert found == []


def test_one_code_on_two_parcels_is_compared_for_each():
    found = found_in(
        [HECTARE, shapely.box(200, 0, 300, 50)],
        parcel_id=["甲", "甲"],
        registered_m2=[10_000.0, 5_000.0],
    )

    assert found == []


def test_approvals_are_compared_with_the_approved_area():
    (found,) = found_in(
        [HECTARE], role="approval", approval_no=["浙土字1号"], approved_m2=[5_000.0]
    )

    assert found.details[0].startswith("批准面积 7.50 亩")


def test_layers_without_a_registered_area_are_not_compared():
    assert found_in([HECTARE], role="town", name=["某镇"]) == []
    assert found_in([HECTARE], parcel_id=["甲"]) == []
