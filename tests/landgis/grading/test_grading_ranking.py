# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places, ties, shares and vetoes."""

from fractions import Fraction

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from landgis.grading.ranking import (
    NO_VETO,
    VETO,
    WEAK_VETO,
    apply_vetoes,
    compute_grades,
    compute_places,
    find_vetoes,
)
from landgis.rules.scheme import GRADES, GradeShares

SHARES = GradeShares(a=Fraction(1, 5), b=Fraction(4, 5), c=Fraction(19, 20))
SCORES = st.lists(st.integers(0, 30).map(float), min_size=1, max_size=60)


def grades_of(scores):
    return compute_grades(compute_places(pd.Series(scores)), shares=SHARES)


def test_the_best_fifth_is_a_and_the_last_twentieth_d():
    grades = grades_of(np.arange(100.0, 0.0, -1.0))

    assert "".join(grades) == "A" * 20 + "B" * 60 + "C" * 15 + "D" * 5


def test_equal_scores_share_the_better_grade():
    grades = grades_of([9.0, 8.0, 8.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0])

    assert "".join(grades) == "AAAABBBBCC"


def test_binary_noise_does_not_part_equal_scores():
    places = compute_places(pd.Series([0.1 + 0.2, 0.3, 0.2]))

    assert places.tolist() == [1, 1, 3]


def test_a_firm_without_a_score_has_no_place_and_takes_none():
    grades = grades_of([5.0, np.nan, 4.0, 3.0, 2.0, 1.0])

    assert grades.isna().tolist() == [False, True, False, False, False, False]
    assert grades.dropna().tolist() == ["A", "B", "B", "B", "C"]


@given(SCORES)
def test_equal_scores_never_part_and_better_ones_never_come_after(scores):
    table = pd.DataFrame({"score": scores, "grade": grades_of(scores)})

    by_score = table.groupby("score")["grade"].agg(["min", "max"])
    assert (by_score["min"] == by_score["max"]).all()
    assert by_score["min"].is_monotonic_decreasing


@given(SCORES)
def test_no_grade_is_given_to_fewer_from_the_top_than_its_share(scores):
    grades = grades_of(scores)
    reached = [(grades <= grade).sum() for grade in GRADES[:3]]

    assert all(
        got >= cut for got, cut in zip(reached, SHARES.cuts(len(scores)), strict=True)
    )


def test_a_veto_gives_d_and_a_weak_one_bars_from_a_and_b():
    grades = pd.Series(["A", "C", "D", "A", "C", "D", "B", None], dtype="str")
    vetoes = pd.Series([VETO] * 3 + [WEAK_VETO] * 3 + [NO_VETO, VETO])

    lowered = apply_vetoes(grades, vetoes=vetoes)

    assert lowered[:7].tolist() == ["D", "D", "D", "C", "C", "D", "B"]
    assert np.isnan(lowered[7])


@given(SCORES, st.data())
def test_a_veto_changes_nobody_else_s_grade(scores, data):
    grades = grades_of(scores)
    vetoed = pd.Series(
        data.draw(
            st.lists(
                st.sampled_from([NO_VETO, WEAK_VETO, VETO]),
                min_size=len(scores),
                max_size=len(scores),
            )
        )
    )

    lowered = apply_vetoes(grades, vetoes=vetoed)

    others = vetoed == NO_VETO
    assert lowered[others].tolist() == grades[others].tolist()
    assert (lowered >= grades).all()


def test_the_veto_column_is_read_as_offices_fill_it():
    firms = pd.DataFrame({"veto": ["是", "否", None, "安全事故", "能耗超标 ", "0"]})

    vetoes = find_vetoes(firms, weak=["能耗超标"])

    assert vetoes.tolist() == [VETO, NO_VETO, NO_VETO, VETO, WEAK_VETO, NO_VETO]


def test_without_a_veto_column_nobody_is_vetoed():
    assert find_vetoes(pd.DataFrame({"name": ["甲"]}), weak=()).tolist() == [NO_VETO]
