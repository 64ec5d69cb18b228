# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings as a list to work through."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.findings import Finding, Severity
from landgis.messages import catalogue
from landgis.operations.worklist import (
    Query,
    State,
    arrange,
    correctable_fields,
    count_pending,
    decide_group,
    decide_rows,
    make_worklist,
    read_rules,
    sum_groups,
    whom_to_ask,
)
from landgis.schema import ROLES, read_schema
from landgis.tables import Field

FINDINGS = (
    Finding(
        kind="dropped_row",
        severity=Severity.NOTE,
        role="enterprise",
        rows=(9, 10, 11, 12),
        ids=("第9行", "第10行", "第11行", "第12行"),
    ),
    Finding(
        kind="area_mismatch",
        severity=Severity.ERROR,
        role="supply",
        rows=(4,),
        ids=("A-4",),
        details=("登记面积 3 亩，图上面积 4 亩",),
        area_m2=(2000 / 3,),
    ),
    Finding(
        kind="overlap",
        severity=Severity.WARNING,
        role="supply",
        rows=(1, 2),
        ids=("A-1", "A-2"),
        details=("宗地 A-1 与 A-2 重叠", "宗地 A-2 与 A-1 重叠"),
        area_m2=(30.0, 30.0),
    ),
    Finding(
        kind="area_mismatch",
        severity=Severity.WARNING,
        role="supply",
        rows=(1, 2),
        ids=("A-1", "A-2"),
        details=("甲", "“约定竣工日”的内容"),
        area_m2=(-500.0, 20.0),
    ),
)


@pytest.fixture
def worklist():
    return make_worklist(FINDINGS)


def shown(worklist, query, documents=None):
    positions = arrange(worklist, worklist.states(documents or {}), query)
    return [f"{worklist.group_of(p).kind} {worklist.names[p]}" for p in positions]


def test_findings_of_one_kind_become_one_group_the_worst_first(worklist):
    assert [(g.role, g.kind) for g in worklist.groups] == [
        ("supply", "area_mismatch"),
        ("supply", "overlap"),
        ("enterprise", "dropped_row"),
    ]
    assert worklist.groups[0].severity == Severity.ERROR
    assert len(worklist) == 9


def test_kinds_add_up_and_know_which_have_no_area(worklist):
    states = worklist.states({"supply|overlap": {"accepted": True}})

    sums = sum_groups(worklist, states)

    assert [(s.rows, s.pending) for s in sums] == [(3, 3), (2, 0), (4, 4)]
    assert sums[0].area_m2 == pytest.approx(2000 / 3 - 480)
    assert sums[2].area_m2 is None


def test_what_is_said_of_a_row_beats_what_is_said_of_its_kind(worklist):
    documents = {
        "supply|area_mismatch": {"accepted": True},
        "supply|area_mismatch|A-2": {"accepted": False},
        "supply|gone": {"accepted": True},
    }

    states = worklist.states(documents)

    assert states[:3].tolist() == [State.ACCEPTED, State.ACCEPTED, State.LEFT]
    assert not states[3:].any()


def test_notes_need_no_answer(worklist):
    states = worklist.states({"supply|overlap|A-1": {"accepted": True}})

    assert count_pending(worklist, states) == 4


def test_a_search_finds_rows_by_name_sentence_and_kind(worklist):
    assert shown(worklist, Query(text="a-1 重叠")) == ["overlap A-1", "overlap A-2"]
    assert shown(worklist, Query(text="A-4")) == ["area_mismatch A-4"]
    assert len(shown(worklist, Query(text="图上面积与登记面积不符"))) == 3
    assert shown(worklist, Query(text="没有这回事")) == []


def test_filters_narrow_each_other(worklist):
    query = Query(severity=Severity.WARNING, role="supply", kind="area_mismatch")
    documents = {"supply|area_mismatch|A-1": {"accepted": True}}

    assert len(shown(worklist, query)) == 2
    assert shown(
        worklist,
        Query(state=State.ACCEPTED, kind="area_mismatch"),
        documents,
    ) == ["area_mismatch A-1"]


def test_rows_sort_by_the_size_of_the_area_unknown_ones_last(worklist):
    descending = Query(sort="area", descending=True)

    assert shown(worklist, descending)[:3] == [
        "area_mismatch A-4",
        "area_mismatch A-1",
        "overlap A-1",
    ]
    assert shown(worklist, Query(sort="area"))[-1] == "dropped_row 第12行"
    assert shown(worklist, descending)[-1] == "dropped_row 第12行"


def test_rows_sort_by_name_and_severity(worklist):
    assert shown(worklist, Query(sort="name", role="supply"))[0].endswith("A-1")
    assert shown(worklist, Query(sort="severity", descending=True))[0].endswith("A-4")


def test_deciding_on_a_kind_takes_back_what_was_said_of_its_rows(worklist):
    documents = {"supply|overlap|A-1": {"accepted": False}}

    changes = dict(decide_group(worklist.groups[1], documents, State.ACCEPTED))

    assert changes == {
        "supply|overlap|A-1": None,
        "supply|overlap": {"accepted": True},
    }


def test_a_decision_is_taken_back_by_nothing(worklist):
    documents = {"supply|overlap": {"accepted": True}}

    assert decide_group(worklist.groups[1], documents, State.PENDING) == (
        ("supply|overlap", None),
    )
    assert decide_group(worklist.groups[1], {}, State.PENDING) == ()
    assert decide_rows(worklist, [0, 0], State.PENDING) == (
        ("supply|area_mismatch|A-4", None),
    )


def test_a_row_with_a_bar_in_its_name_keeps_its_decision():
    worklist = make_worklist(
        [
            Finding(
                kind="overlap",
                severity=Severity.WARNING,
                role="supply",
                rows=(1,),
                ids=("A|1",),
            )
        ]
    )

    documents = dict(decide_rows(worklist, [0], State.LEFT))

    assert worklist.states(documents).tolist() == [State.LEFT]


def test_fields_that_the_sentence_names_are_the_ones_to_correct():
    worklist = make_worklist(
        [
            Finding(
                kind="bad_date",
                severity=Severity.WARNING,
                role="supply",
                rows=(1,),
                ids=("A-1",),
                details=("“约定竣工日”的内容“2018.13.5”不是有效日期，按缺失处理",),
            )
        ]
    )
    columns = ["agreed_start", "agreed_finish", "owner"]

    meant = correctable_fields(
        worklist,
        0,
        columns=columns,
        source=[Field(name="约定竣工日", standard="agreed_finish")],
    )
    unknown = correctable_fields(worklist, 0, columns=columns, source=[])

    assert meant == ("agreed_finish",)
    assert unknown == ("agreed_start", "agreed_finish")


def test_a_finding_that_no_field_can_mend_has_nothing_to_correct(worklist):
    overlap = worklist.groups[1].first

    assert correctable_fields(worklist, overlap, columns=["parcel_id"], source=[]) == ()


def test_every_kind_says_what_to_do():
    kinds = {key[8:] for key in catalogue() if key.startswith("finding.")}

    assert [kind for kind in kinds if f"worklist.todo_{kind}" not in catalogue()] == []


def test_every_field_that_may_be_corrected_exists():
    known = {name for role in ROLES for name in read_schema(role).fields}
    rules = read_rules()
    named = {n for listed in rules["fields"].values() for n in listed}
    asked = {n for listed in rules["whom"].values() for n in listed}

    assert {n for n in named if not n.startswith("@")} <= known
    assert asked <= known
    assert whom_to_ask("tax_wan") == "tax"
    assert {f"worklist.whom_{whom}" for whom in rules["whom"]} <= catalogue().keys()


def test_no_findings_make_an_empty_list():
    worklist = make_worklist([])

    assert len(worklist) == 0
    assert (
        arrange(worklist, worklist.states({}), Query(text="甲", sort="name")).size == 0
    )
    assert count_pending(worklist, worklist.states({})) == 0


@given(
    st.lists(
        st.tuples(st.sampled_from(["overlap", "sliver"]), st.integers(1, 4)), max_size=6
    ),
    st.sampled_from(["group", "severity", "name", "area", "state"]),
    st.booleans(),
)
def test_sorting_neither_loses_nor_repeats_rows(kinds, sort, descending):
    worklist = make_worklist(
        Finding(
            kind=kind,
            severity=Severity.WARNING,
            role="supply",
            rows=tuple(range(count)),
            ids=tuple(f"A-{n}" for n in range(count)),
        )
        for kind, count in kinds
    )

    found = arrange(
        worklist, worklist.states({}), Query(sort=sort, descending=descending)
    )

    assert sorted(found.tolist()) == list(range(len(worklist)))


def test_a_hundred_thousand_rows_are_filtered_at_the_speed_of_typing():
    rows = 100_000
    worklist = make_worklist(
        [
            Finding(
                kind="area_mismatch",
                severity=Severity.WARNING,
                role="supply",
                rows=tuple(range(rows)),
                ids=tuple(f"330304001001GB{n:05d}" for n in range(rows)),
                details=tuple(f"登记面积 {n} 亩" for n in range(rows)),
                area_m2=tuple(np.arange(rows, dtype=float)),
            )
        ]
    )
    states = worklist.states({"supply|area_mismatch": {"accepted": True}})
    arrange(worklist, states, Query(text="登记"))
    began = time.perf_counter()

    found = arrange(worklist, states, Query(text="GB099", sort="area"))

    assert len(found) == 100
    assert time.perf_counter() - began < 0.5
