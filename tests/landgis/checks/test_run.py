# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""All checks of a layer or table together, and how they are counted."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from landgis.checks import check_layer, check_table, to_faults
from landgis.checks.limits import make_limits, read_limits
from landgis.checks.naming import name_column
from landgis.checks.register import KINDS, ROW_CHECKS, SHAPE_CHECKS, row_check
from landgis.findings import Finding, Severity
from landgis.messages import catalogue
from landgis.rules.profile import Threshold
from landgis.tables import EncodingEvidence, Layer, Source, Table

CONTRACT_KINDS = [
    "self_intersection",
    "ring",
    "duplicate_geometry",
    "duplicate_id",
    "overlap",
    "sliver",
    "null_geometry",
    "empty",
    "not_polygon",
    "zm",
    "curve",
    "lost_record",
    "missing_part",
    "bad_code",
    "bad_date",
    "web_map_shift",
    "swapped_axes",
    "degrees",
    "outside_region",
    "area_mismatch",
]


def source(role):
    encoding = EncodingEvidence(value="UTF-8", source="file")
    return Source(role=role, path=Path("宗地.gpkg"), encoding=encoding)


def layer(shapes, role="supply", **columns):
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    frame = pd.DataFrame(columns, index=range(len(shapes)))
    return Layer(
        role=role, frame=frame, geometry=geometry, raw=frame, source=source(role)
    )


def kinds(checks):
    return [finding.kind for finding in checks.findings]


def test_a_clean_layer_has_no_findings():
    clean = layer(
        [shapely.box(0, 0, 100, 200), shapely.box(100, 0, 200, 200)],
        parcel_id=["330304001001GB00001", "330304001001GB00002"],
        registered_m2=[20_000.0, 20_100.0],
        contract_date=pd.to_datetime(["2016-01-01"] * 2).astype("datetime64[s]"),
    )

    checks = check_layer(clean, region="330304")

    assert checks.findings == ()
    assert checks.faults == ()
    assert checks.repaired.tolist() == clean.geometry.tolist()


def test_a_layer_without_rows_has_no_findings():
    checks = check_layer(layer([]), region=None)

    assert checks.findings == ()
    assert len(checks.repaired) == 0


@pytest.mark.parametrize("role", ["supply", "approval", "town", "unheard_of"])
def test_rows_without_any_standard_column_are_called_by_their_number(role):
    checks = check_layer(layer([shapely.box(0, 0, 50, 50), None], role), region=None)

    assert [(f.kind, f.ids) for f in checks.findings] == [("null_geometry", ("第2条",))]


def test_a_shape_is_repaired_and_the_layer_itself_is_left_as_it_was():
    crossed = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    given = layer([crossed])

    checks = check_layer(given, region=None)

    assert kinds(checks) == ["self_intersection"]
    assert checks.repair.changed.tolist() == [True]
    assert shapely.is_valid(checks.repaired[0])
    assert given.geometry[0] is crossed


def test_a_profile_sets_its_own_limits():
    rows = layer(
        [shapely.box(0, 0, 100, 100)], parcel_id=["甲"], registered_m2=[10_250.0]
    )
    strict = Threshold(
        id="area_error_ratio",
        value=0.02,
        word="over",
        unit="",
        rule="AREA",
        citation="某县规定",
    )

    usual = check_layer(rows, region=None)
    strictly = check_layer(rows, region=None, parameters={"area_error_ratio": strict})

    assert [f.severity for f in usual.findings] == [Severity.WARNING]
    assert [f.severity for f in strictly.findings] == [Severity.ERROR]


def test_parameters_that_are_no_limits_change_nothing():
    fee = Threshold(
        id="idle_fee_rate", value=0.2, word="exactly", unit="", rule="", citation=""
    )

    assert make_limits({"idle_fee_rate": fee}) == read_limits()


def test_a_row_counts_once_for_a_kind_however_often_it_is_named():
    one, two = (
        Finding(kind="overlap", severity=severity, role="supply", rows=rows, ids=ids)
        for severity, rows, ids in (
            (Severity.NOTE, (3, 5), ("甲", "乙")),
            (Severity.ERROR, (5,), ("乙",)),
        )
    )

    faults = to_faults([one, two])

    assert [(f.kind, f.count, f.ids) for f in faults] == [("overlap", 2, ("甲", "乙"))]


def test_a_table_is_checked_by_its_columns():
    frame = pd.DataFrame({"name": ["甲厂", "乙厂"], "land_mu": [12.0, -3.0]})
    table = Table(
        role="enterprise", frame=frame, raw=frame, source=source("enterprise")
    )

    found = check_table(table, region=None)

    assert [(f.kind, f.ids) for f in found] == [("negative_number", ("乙厂",))]


def test_a_second_check_of_the_same_name_is_refused():
    with pytest.raises(ValueError, match="overlap"):
        row_check("overlap")(lambda _rows: [])


def test_every_kind_of_every_check_and_of_the_contract_has_a_heading():
    own = {kind for found in KINDS.values() for kind in found}

    needed = {f"finding.{kind}" for kind in own | set(CONTRACT_KINDS)}

    assert sorted(needed - catalogue().keys()) == []
    assert set(KINDS) == set(ROW_CHECKS) | set(SHAPE_CHECKS)


def test_every_column_that_a_check_looks_at_has_a_word():
    limits = read_limits()
    columns = {
        *limits.date_chain,
        *(name for pair in limits.date_pairs for name in pair),
        *limits.happened,
        *limits.words,
        *limits.not_negative,
        *(name for names in limits.keys.values() for name in names),
        *limits.unique.values(),
        *limits.registered.values(),
        *(name for pair in limits.parts for name in (pair.part, pair.whole)),
    }

    assert [name for name in sorted(columns) if name_column(name) == name] == []


def test_every_severity_has_a_word():
    assert [catalogue()[f"severity.{s.name.lower()}"] for s in Severity] == [
        "提示",
        "注意",
        "严重",
    ]
