# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reviewing what may belong together, and remembering it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.join import join_firms, read_decisions, write_decisions
from landgis.operations.review import (
    ReviewList,
    accept,
    count,
    mark_differences,
    reject,
    reject_all,
)
from landgis.operations.review_decisions import (
    Decision,
    Stamp,
    Verdict,
    firm_keys,
    from_decisions,
    to_decisions,
)

CODE = "91330304145040000Y"  # its last character is the check digit
STAMP = Stamp(day=date(2024, 3, 1), clerk="王五", basis="营业执照")


@pytest.fixture
def tables():
    firms = pd.DataFrame(
        {
            "name": ["甲阀门有限公司", "乙鞋业有限公司", "丙五金厂"],
            "code": [np.nan, CODE, np.nan],
            "address": ["工业路1号", np.nan, np.nan],
            "tax_wan": [12.5, np.nan, 0.0],
            "land_mu": [4.0, np.nan, np.nan],
        }
    )
    parcels = pd.DataFrame(
        {
            "parcel_id": ["A-1", "A-2", "B-1", np.nan],
            "owner": ["甲阀门有限责任公司"] * 2 + ["丁实业公司", np.nan],
            "mu": [3.0, 2.0, 7.0, np.nan],
            "location": ["工业路1号", "工业路3号", "河边", np.nan],
            "town": ["甲镇", "甲镇", "乙镇", "乙镇"],
        }
    )
    pairs = pd.DataFrame(
        {
            "firm": [0, 0, 0, 0, 1, 2],
            "parcel": [0, 1, 0, 2, 2, 3],
            "method": ["name", "name", "point", "point", "point", "point"],
            "score": [90.9, 90.9, np.nan, np.nan, np.nan, np.nan],
            "firm_name": ["甲阀门有限公司"] * 4 + ["乙鞋业有限公司", "丙五金厂"],
            "other_name": ["甲阀门有限责任公司"] * 3 + ["丁实业公司"] * 2 + [np.nan],
            "parcel_id": ["A-1", "A-2", "A-1", "B-1", "B-1", "第4条"],
        }
    )
    return {"candidates": pairs, "firms": firms, "parcels": parcels}


@pytest.fixture
def review(tables):
    return ReviewList(**tables)


def test_an_owner_of_several_parcels_is_one_candidate(review):
    candidates = review.case(0).candidates

    assert [each.parcel_ids for each in candidates] == [("A-1", "A-2"), ("B-1",)]
    assert candidates[0].mu == 5.0


def test_a_place_inside_the_land_of_a_similar_name_speaks_for_it(review):
    first, second = review.case(0).candidates

    assert (first.methods, first.score) == (("name", "point"), 90.9)
    assert (second.methods, second.score) == (("point",), None)


def test_what_is_not_known_of_a_firm_stays_unknown(review):
    firm = review.case(1).firm

    assert (firm.address, firm.tax_wan, firm.land_mu) == (None, None, None)
    assert review.case(2).firm.tax_wan == 0.0


def test_a_parcel_without_a_code_cannot_be_remembered(review):
    assert [each.keepable for each in review.case(2).candidates] == [False]
    assert review.case(2).candidates[0].mu is None


def test_a_firm_is_known_by_its_valid_code_else_by_its_name(tables):
    firms = tables["firms"].assign(code=[np.nan, CODE, "913303041450400000"])

    assert firm_keys(firms) == ["甲阀门有限公司", CODE, "丙五金厂"]


def test_accepting_puts_the_firm_on_all_parcels_of_the_owner(review):
    case = review.case(0)

    decision = accept(case, case.candidates[0], earlier=None, stamp=STAMP)

    assert decision.pairs == {"A-1": True, "A-2": True}
    assert decision.verdict == Verdict.ACCEPTED
    assert (decision.clerk, decision.day) == ("王五", "2024-03-01")


def test_rejecting_the_last_candidate_closes_the_case(review):
    case = review.case(0)

    once = reject(case, case.candidates[0], earlier=None, stamp=STAMP)
    twice = reject(case, case.candidates[1], earlier=once, stamp=STAMP)

    assert once.verdict == Verdict.OPEN
    assert twice.verdict == Verdict.NONE
    assert twice.pairs == {"A-1": False, "A-2": False, "B-1": False}


def test_none_of_them_takes_back_what_was_accepted(review):
    case = review.case(0)
    earlier = accept(case, case.candidates[0], earlier=None, stamp=STAMP)

    decision = reject_all(case, earlier=earlier, stamp=STAMP)

    assert decision.verdict == Verdict.NONE
    assert not any(decision.pairs.values())


def test_progress_counts_firms_decided_before_this_list_was_made(review):
    case = review.case(0)
    decisions = {
        case.firm.key: accept(case, case.candidates[0], earlier=None, stamp=STAMP),
        CODE: reject_all(review.case(1), earlier=None, stamp=STAMP),
        "戊公司": Decision(name="戊公司", pairs={"Z-9": True}, closed=True),
    }

    tally = count(review, decisions)

    assert (tally.done, tally.total) == (3, 4)
    assert (tally.firms, tally.parcels, tally.mu) == (1, 2, 5.0)


def test_a_parcel_that_two_firms_are_on_counts_once(review):
    decisions = {
        review.keys[place]: accept(
            review.case(place),
            review.case(place).candidates[-1],
            earlier=None,
            stamp=STAMP,
        )
        for place in (0, 1)
    }

    assert count(review, decisions).firms == 2
    assert count(review, decisions).mu == 7.0


def test_decisions_survive_the_document_and_the_csv(review, tmp_path):
    case = review.case(0)
    decision = accept(case, case.candidates[0], earlier=None, stamp=STAMP)
    decision = reject(case, case.candidates[1], earlier=decision, stamp=STAMP)
    path = tmp_path / "匹配决定.csv"

    write_decisions(path, to_decisions([Decision.from_json(decision.to_json())]))

    read = from_decisions(read_decisions(path).decisions)
    assert read == {case.firm.key: decision}


def test_an_accepted_pair_joins_the_firm_in_the_next_run(tables, review):
    case = review.case(0)
    decision = accept(case, case.candidates[0], earlier=None, stamp=STAMP)

    joined = join_firms(
        tables["firms"],
        tables["parcels"],
        reference_date=date(2023, 12, 31),
        decisions=to_decisions([decision]),
    )

    assert joined.firms.loc[0, "match_method"] == "decision"
    assert joined.firms.loc[0, "parcel_ids"] == "A-1,A-2"


def test_no_decisions_make_an_empty_table_of_decisions():
    assert from_decisions(to_decisions([])) == {}


def test_an_empty_list_has_nothing_to_review(tables):
    review = ReviewList(**{**tables, "candidates": tables["candidates"].iloc[:0]})

    assert len(review) == 0
    assert count(review, {}).total == 0


def test_only_the_differing_characters_are_marked():
    assert mark_differences("甲有限公司", "甲有限责任公司") == ((), ((3, 5),))
    assert mark_differences("云浦霓艺", "云浦霓光") == (((3, 4),), ((3, 4),))


@given(
    st.text("甲乙丙丁有限责任公司", max_size=12), st.text("甲乙有限公司厂", max_size=12)
)
def test_what_is_not_marked_is_the_same_on_both_sides(left, right):
    marked = mark_differences(left, right)

    kept = [
        "".join(
            char
            for place, char in enumerate(text)
            if not any(begin <= place < end for begin, end in spans)
        )
        for text, spans in zip((left, right), marked, strict=True)
    ]
    assert kept[0] == kept[1]
