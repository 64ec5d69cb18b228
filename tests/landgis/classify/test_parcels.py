# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a supply layer become parcels."""

import numpy as np
import pandas as pd
import shapely

from landgis.classify.parcels import unify_parcels

A = shapely.box(0, 0, 10, 10)
B = shapely.box(20, 0, 30, 10)
C = shapely.box(40, 0, 50, 10)


def unify(rows):
    frame = pd.DataFrame(
        [row[:3] for row in rows], columns=["parcel_id", "owner", "registered_m2"]
    )
    frame["parcel_id"] = frame["parcel_id"].astype("str")
    geometry = np.array([row[3] for row in rows], dtype=object)
    return unify_parcels(frame, geometry)


def kinds(unified):
    return {finding.kind: finding.ids for finding in unified.findings}


def test_same_code_and_same_shape_is_one_parcel_and_a_finding():
    unified = unify(
        [("P1", "甲", 100.0, A), ("P2", "乙", 100.0, B), ("P1", "甲", 100.0, A)]
    )

    assert unified.first_row.tolist() == [0, 1]
    assert unified.parcel_of_row.tolist() == [0, 1, 0]
    assert kinds(unified) == {"duplicate_parcel": ("P1",)}


def test_a_copy_that_starts_at_another_corner_is_the_same_shape():
    turned = shapely.Polygon([(10, 10), (0, 10), (0, 0), (10, 0)])

    unified = unify([("P1", "甲", 100.0, A), ("P1", "甲", 100.0, turned)])

    assert unified.first_row.tolist() == [0]


def test_parts_with_the_same_owner_and_area_are_one_parcel():
    unified = unify([("P1", "甲", 200.0, A), ("P1", "甲", 200.0, B)])

    assert unified.first_row.tolist() == [0]
    assert shapely.area(unified.geometry).tolist() == [200.0]
    assert kinds(unified) == {"parcel_parts": ("P1",)}


def test_parts_without_registered_area_are_one_parcel_too():
    unified = unify([("P1", "甲", np.nan, A), ("P1", "甲", np.nan, B)])

    assert unified.first_row.tolist() == [0]


def test_one_code_with_different_owners_is_two_parcels_and_a_finding():
    unified = unify([("P1", "甲", 100.0, A), ("P1", "乙", 100.0, B)])

    assert unified.first_row.tolist() == [0, 1]
    assert kinds(unified) == {"code_on_other_land": ("P1",)}


def test_copies_and_parts_of_one_code_are_told_apart():
    unified = unify(
        [
            ("P1", "甲", 200.0, A),
            ("P1", "甲", 200.0, A),
            ("P1", "甲", 200.0, B),
            ("P1", "乙", 100.0, C),
        ]
    )

    assert unified.first_row.tolist() == [0, 3]
    assert unified.parcel_of_row.tolist() == [0, 0, 0, 1]
    assert shapely.area(unified.geometry).tolist() == [200.0, 100.0]
    assert set(kinds(unified)) == {
        "duplicate_parcel",
        "parcel_parts",
        "code_on_other_land",
    }


def test_rows_without_a_code_stay_apart():
    unified = unify([(None, "甲", 100.0, A), (None, "甲", 100.0, A)])

    assert unified.first_row.tolist() == [0, 1]


def test_parts_are_joined_however_their_owner_is_written():
    unified = unify(
        [
            ("P1", "恒源实业（温州）公司", 200.0, A),
            ("P1", "恒源实业(温州) 公司", 200.0, B),
        ]
    )

    assert unified.first_row.tolist() == [0]


def test_rows_without_a_shape_are_not_taken_for_copies():
    unified = unify([("P1", "甲", 100.0, None), ("P1", "乙", 300.0, None)])

    assert unified.first_row.tolist() == [0, 1]
    assert kinds(unified) == {"code_on_other_land": ("P1",)}
