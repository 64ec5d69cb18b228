# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults of shapes, by themselves and between each other (SHP-07)."""

import numpy as np
import pandas as pd
import pytest
import shapely

from landgis.checks.limits import read_limits
from landgis.checks.naming import name_rows
from landgis.checks.register import SHAPE_CHECKS, Rows, Shapes
from landgis.findings import Severity
from landgis.geometry import repair

BOW_TIE = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
SQUARE = shapely.box(0, 0, 100, 100)


def shapes(*drawn, role="supply", **columns):
    geometry = np.empty(len(drawn), dtype=object)
    geometry[:] = drawn
    columns = columns or {"parcel_id": list("甲乙丙丁戊己庚辛")[: len(drawn)]}
    frame = pd.DataFrame(columns, index=range(len(drawn)))
    limits = read_limits()
    rows = Rows(
        role=role, frame=frame, names=name_rows(frame, role, limits), limits=limits
    )
    return Shapes(rows=rows, geometry=geometry, repair=repair(geometry))


def found_by(check, *drawn, **options):
    return SHAPE_CHECKS[check](shapes(*drawn, **options))


def test_rows_without_land_are_told_apart_by_why():
    found = found_by(
        "no_land", SQUARE, None, shapely.Polygon(), shapely.Point(1, 1), shapely.Point()
    )

    assert [(f.kind, f.ids) for f in found] == [
        ("null_geometry", ("乙",)),
        ("empty", ("丙", "戊")),
        ("not_polygon", ("丁",)),
    ]


def test_what_happens_to_a_line_and_to_a_mixed_shape_is_said():
    line = shapely.LineString([(0, 0), (5, 5)])

    (found,) = found_by("no_land", line, shapely.GeometryCollection([line, SQUARE]))

    assert "不参加叠加" in found.details[0]
    assert "只保留其中的面" in found.details[1]


def test_parks_may_be_points_but_not_lines():
    line = shapely.LineString([(0, 0), (5, 5)])

    found = found_by("no_land", shapely.Point(1, 1), line, role="park")

    assert [(f.kind, f.rows) for f in found] == [("not_polygon", (1,))]


def test_a_crossing_border_is_told_with_place_and_change():
    (found,) = found_by("validity", SQUARE, BOW_TIE)

    assert (found.kind, found.ids) == ("self_intersection", ("乙",))
    assert "X=50.00" in found.details[0]
    assert "由 0.00 亩变为 7.50 亩" in found.details[0]  # 5000 m² × 3/2000
    assert found.area_m2 == (5000,)


@pytest.mark.parametrize(
    "wkt",
    [
        "POLYGON ((0 0,9 0,9 9,0 9,0 0),(20 20,21 20,21 21,20 20))",  # hole outside
        "POLYGON ((0 0,9 0,9 9,0 9,0 0),(1 1,8 1,8 8,1 8,1 1),(2 2,3 2,3 3,2 2))",
        "MULTIPOLYGON (((0 0,9 0,9 9,0 9,0 0)),((2 2,4 2,4 4,2 4,2 2)))",
        "POLYGON ((0 0,5 0,10 0,10 10,5 0,0 10,0 0))",  # the ring touches itself
        "POLYGON ((0 0,9 0,9 9,0 9,0 0),(0 5,5 4,9 5,5 6,0 5))",  # cut in two
        "POLYGON ((0 0,0 0,0 0,0 0))",  # too few points
    ],
)
def test_rings_that_do_not_fit_are_another_kind(wkt):
    (found,) = found_by("validity", shapely.from_wkt(wkt))

    assert found.kind == "ring"
    assert found.severity == Severity.WARNING


def test_a_shape_that_cannot_be_mended_is_to_be_drawn_again():
    flat = shapely.Polygon([(0, 0), (10, 0), (5, 0)])

    (found,) = found_by("validity", flat)

    assert "重新勾绘" in found.details[0]


def test_a_shape_with_impossible_corners_is_told_without_a_figure():
    parts = [shapely.polygons([[0, 0], [np.inf, 0], [1, 1], [0, 0]]), SQUARE]

    (found,) = found_by("validity", shapely.MultiPolygon(parts))

    assert found.kind == "ring"
    assert "不明" in found.details[0]


def test_equal_shapes_are_listed_with_their_rows():
    turned = shapely.Polygon([(100, 100), (0, 100), (0, 0), (100, 0)])

    (found,) = found_by("duplicate_geometry", SQUARE, BOW_TIE, turned)

    assert found.rows == (0, 2)
    assert found.details[0].startswith("第1、3条图形完全相同")
    assert found.area_m2 == (10_000, 10_000)


def test_a_long_list_of_equal_shapes_is_cut_short():
    (found,) = found_by("duplicate_geometry", *[SQUARE] * 8)

    assert found.count == 8
    assert found.details[7].startswith("第1、2、3、4、5条等共8条")


def test_overlapping_parcels_name_each_other_and_the_mu():
    (found,) = found_by("overlap", SQUARE, shapely.box(90, 0, 190, 100))

    assert found.ids == ("甲", "乙")
    assert found.details[0] == "宗地 甲 与 乙 重叠 1.50 亩，请核对界线。"  # 1000 m²
    assert found.area_m2 == pytest.approx((1000, 1000))
    assert found.severity == Severity.WARNING


def test_a_parcel_over_several_others_has_one_row():
    (found,) = found_by(
        "overlap", SQUARE, shapely.box(90, 0, 190, 100), shapely.box(0, 90, 50, 190)
    )

    assert found.ids == ("甲", "乙", "丙")
    assert found.details[0].count("重叠") == 2
    assert found.area_m2[0] == pytest.approx(1500)


def test_equal_shapes_are_no_overlap_but_their_neighbours_are():
    assert found_by("overlap", SQUARE, SQUARE) == []

    (found,) = found_by("overlap", SQUARE, SQUARE, shapely.box(90, 0, 190, 100))
    assert found.ids == ("甲", "乙", "丙")
    assert found.details[0].count("重叠") == 1


@pytest.mark.parametrize(
    ("width", "height", "told"),
    [
        (0.04, 100, False),  # 4 m², a hairline
        (0.06, 100, True),
        (1, 1, False),  # exactly 1 m²
        (1, 1.1, True),
    ],
)
def test_noise_of_the_survey_is_no_overlap(width, height, told):
    neighbour = shapely.box(100 - width, 0, 200, height)

    assert bool(found_by("overlap", SQUARE, neighbour)) is told


def test_overlapping_approvals_are_only_a_note():
    (found,) = found_by(
        "overlap",
        SQUARE,
        shapely.box(90, 0, 190, 100),
        role="approval",
        approval_no=["浙土字1号", "浙土字2号"],
    )

    assert found.severity == Severity.NOTE
    assert found.details[0].startswith("批次 浙土字1号 与 浙土字2号 重叠")


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (shapely.box(0, 0, 0.5, 100), True),  # a strip of 50 m²
        (shapely.box(0, 0, 1.5, 1000), True),  # 1500 m², yet thinner than 2 m
        (shapely.box(0, 0, 2.2, 80), True),  # 176 m², 1:36
        (shapely.box(0, 0, 2, 2), True),  # a speck
        (shapely.box(0, 0, 10, 1000), False),  # a road
        (shapely.box(0, 0, 10, 15), False),  # a small parcel of 150 m²
        (SQUARE, False),
    ],
)
def test_strips_and_specks_are_slivers_but_small_parcels_and_roads_are_not(shape, told):
    assert bool(found_by("sliver", shape)) is told


def test_shapes_without_area_are_no_slivers():
    flat = shapely.Polygon([(0, 0), (10, 0), (5, 0)])

    assert found_by("sliver", None, shapely.Polygon(), shapely.Point(0, 0), flat) == []
