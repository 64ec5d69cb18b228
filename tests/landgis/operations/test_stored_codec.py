# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes into a project file comes out of it as it was, whatever it is."""

import json
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landgis.findings import Finding, Severity
from landgis.operations.stored_codec import (
    pack_frame,
    pack_shapes,
    unpack_frame,
    unpack_shapes,
)
from landgis.operations.stored_records import (
    from_json,
    pack_findings,
    pack_sources,
    unpack_findings,
    unpack_sources,
)
from landgis.tables import (
    CrsEvidence,
    DroppedRow,
    EncodingEvidence,
    Fault,
    Field,
    LostRecord,
    Source,
)

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))
FIRST, LAST = (datetime.fromisoformat(f"{year}-01-01") for year in (1900, 2100))
MOMENTS = st.datetimes(min_value=FIRST, max_value=LAST)
CELLS = st.one_of(
    st.text(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    DAYS,
    MOMENTS,
    st.times(),
    st.decimals(allow_nan=False),
    st.binary(),
    st.just(pd.NA),
    st.just(pd.NaT),
    MOMENTS.map(pd.Timestamp),
    st.floats().map(np.float64),
)
TEXT = st.text(st.characters(codec="utf-8"))


def there_and_back(frame):
    table, meta = pack_frame(frame)
    return unpack_frame(table, json.loads(json.dumps(meta)))


def same(left, right):
    if type(left) is not type(right):
        return False
    if left is pd.NA or left is pd.NaT:
        return True
    return left == right or (left != left and right != right)  # noqa: PLR0124 - NaN


@given(st.lists(CELLS))
def test_cells_of_several_kinds_come_back_each_as_it_was(cells):
    column = np.empty(len(cells), dtype=object)
    column[:] = cells
    frame = pd.DataFrame({"列": pd.Series(column, dtype=object)})

    back = there_and_back(frame)["列"].tolist()

    given_cells = frame["列"].tolist()
    assert all(map(same, back, given_cells))
    assert len(back) == len(given_cells)


@settings(max_examples=40)
@given(
    texts=st.lists(st.none() | TEXT, min_size=6, max_size=6),
    numbers=st.lists(st.floats(), min_size=6, max_size=6),
    whole=st.lists(st.none() | st.integers(-(2**62), 2**62), min_size=6, max_size=6),
    flags=st.lists(st.none() | st.booleans(), min_size=6, max_size=6),
    days=st.lists(st.none() | MOMENTS, min_size=6, max_size=6),
)
def test_typed_columns_keep_values_and_types(texts, numbers, whole, flags, days):
    frame = pd.DataFrame(
        {
            "text": pd.Series(texts, dtype="str"),
            "number": pd.Series(numbers, dtype="float64"),
            "whole": pd.Series(whole, dtype="Int64"),
            "flag": pd.Series(flags, dtype="boolean"),
            "day": pd.Series(days, dtype="datetime64[s]"),
            "word": pd.Categorical(texts),
        }
    )

    back = there_and_back(frame)

    pd.testing.assert_frame_equal(back, frame, check_exact=True)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(),
        pd.DataFrame(index=range(3)),
        pd.DataFrame({"a": pd.Series(dtype="str"), "b": pd.Categorical([])}),
        pd.DataFrame([[1.0, 2.0]], columns=["同名", "同名"]),
        pd.DataFrame({"x": [1.0]}, index=pd.Index(["梧田街道"], dtype="str")),
        pd.DataFrame({"a": pd.Series(["\ud800", "b"], dtype=object)}),
    ],
    ids=["nothing", "no columns", "no rows", "one name", "named rows", "half letter"],
)
def test_odd_frames_come_back(frame):
    pd.testing.assert_frame_equal(there_and_back(frame), frame)


def test_shapes_come_back_to_the_last_digit():
    ring = [(0.1, 1 / 3), (1e7 + 1e-9, 2.5), (7.7, 9.9)]
    shapes = np.array(
        [None, shapely.Polygon(ring), shapely.Polygon(), shapely.Point(1 / 7, 2)],
        dtype=object,
    )

    back = unpack_shapes(pack_shapes(shapes))

    assert back[0] is None
    assert shapely.to_wkb(back[1:]).tolist() == shapely.to_wkb(shapes[1:]).tolist()


LISTS = st.lists(st.integers(0, 2**40)).map(tuple)
WORDS = st.lists(TEXT).map(tuple)
FINDINGS = st.builds(
    Finding,
    kind=TEXT,
    severity=st.sampled_from(Severity),
    role=TEXT,
    rows=LISTS,
    ids=WORDS,
    details=WORDS,
    area_m2=st.lists(st.floats(allow_nan=False)).map(tuple),
)


@settings(max_examples=40)
@given(st.lists(FINDINGS))
def test_findings_come_back(findings):
    assert unpack_findings(pack_findings(findings)) == tuple(findings)


def test_sources_come_back_with_all_that_is_known_of_them():
    sources = (
        Source(
            role="supply",
            path=Path("资料") / "宗地.shp",
            encoding=EncodingEvidence(value="GB18030", source="bytes", note="证据"),
            crs=CrsEvidence(value=None, source="unknown", candidates=("EPSG:4549",)),
            geometry_types={"Polygon": 3},
            part_sha256={"宗地.dbf": "ab"},
            lost=(LostRecord(number=3, reason="截断"),),
            fields=(Field(name="DKBH", standard="parcel_id", unit=None),),
            faults=(
                Fault(kind="ring", count=2, ids=("A", "B")),
                Fault(kind="zm", count=1),
            ),
            notes=("说明",),
        ),
        Source(
            role="enterprise",
            path=Path("企业.xlsx"),
            encoding=EncodingEvidence(value="UTF-8", source="file"),
            header_row=3,
            dropped_rows=(DroppedRow(number=9, reason="合计", content="合计 | 5"),),
        ),
    )
    entries, faults = pack_sources(sources)

    assert unpack_sources(json.loads(json.dumps(entries)), faults) == sources


def test_a_value_of_an_older_program_takes_what_it_lacks_from_the_defaults():
    entry = {"name": "DKBH", "of a newer program": 1}

    assert from_json(Field, entry) == Field(name="DKBH")
