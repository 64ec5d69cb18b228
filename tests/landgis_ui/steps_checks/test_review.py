# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The review of joins by keyboard alone, on the sample county."""

import numpy as np
import pandas as pd
import pytest
from PyQt6.QtCore import Qt

from landgis.join import read_decisions
from landgis.operations.review import ReviewList
from landgis.operations.review_decisions import Verdict
from landgis_ui.steps.checks.candidates import mark
from landgis_ui.steps.checks.step import REVIEW

Key = Qt.Key


@pytest.fixture
def review(step):
    step.show_tab(REVIEW)
    return step


def press(qtbot, step, *keys):
    for key in keys:
        qtbot.keyClick(step.review.queue, key)


def decisions(context):
    return dict(context.workspace.store.documents("join"))


def test_the_whole_list_is_worked_off_by_one_key(qtbot, context, review):
    total = len(review.session.order)

    press(qtbot, review, *[Key.Key_A] * total)

    assert review.session.open_firms() == 0
    assert review.review.told.text() == f"已核 {total}／{total}"
    assert len(decisions(context)) == total
    assert "重算后计入" in review.review.effect.text()


def test_accepting_joins_the_firm_to_the_candidate_and_goes_on(
    qtbot, context, review, flights
):
    first = review.session.case

    press(qtbot, review, Key.Key_Return)

    saved = decisions(context)[first.firm.key]
    assert saved["pairs"] == [
        {"parcel_id": parcel, "accepted": True}
        for parcel in first.candidates[0].parcel_ids
    ]
    assert saved["basis"] == "名称相近"
    assert review.session.place == 1
    assert flights[-1].rows == list(review.session.candidate.parcels)


def test_rejecting_the_only_candidate_closes_the_firm(qtbot, review):
    press(qtbot, review, Key.Key_R)

    assert review.session.verdict_at(0) == Verdict.NONE
    assert review.session.place == 1


def test_arrows_walk_and_none_and_later_do_what_they_say(qtbot, review):
    session = review.session
    first = session.order[0]

    press(qtbot, review, Key.Key_Right, Key.Key_Left, Key.Key_S)
    assert session.order[-1] == first
    assert session.place == 0

    press(qtbot, review, Key.Key_N)
    assert session.verdict_at(0) == Verdict.NONE


def test_u_takes_the_last_decision_back_and_returns_to_its_firm(qtbot, context, review):
    press(qtbot, review, Key.Key_A, Key.Key_A)

    press(qtbot, review, Key.Key_U)

    assert review.session.place == 1
    assert review.session.verdict_at(1) == Verdict.OPEN
    assert len(decisions(context)) == 1


def test_down_goes_to_the_next_candidate_where_there_are_several(
    qtbot, context, review
):
    session, facts = review.session, review.facts
    pairs = pd.DataFrame(
        {
            "firm": [0, 0],
            "parcel": [0, 1],
            "method": ["name", "point"],
            "score": [95.0, np.nan],
            "firm_name": ["甲", "甲"],
            "other_name": ["乙", "丙"],
            "parcel_id": ["A-1", "A-2"],
        }
    )
    session.set_review(
        ReviewList(
            candidates=pairs, firms=facts.frames.firms, parcels=facts.frames.parcels
        )
    )

    press(qtbot, review, Key.Key_Down)
    assert session.candidate.parcel_ids == ("A-2",)

    press(qtbot, review, Key.Key_R)
    assert session.candidate.parcel_ids == ("A-1",)
    assert session.verdict_at(0) == Verdict.OPEN

    press(qtbot, review, Key.Key_A)
    assert session.verdict_at(0) == Verdict.ACCEPTED


def test_a_decision_asks_for_the_analysis_to_be_done_again(qtbot, context, review):
    assert not context.flows.is_out_of_date("result")

    press(qtbot, review, Key.Key_A)

    assert context.flows.is_out_of_date("result")


def test_decisions_go_to_next_years_project_through_the_csv(
    qtbot, context, review, tmp_path, notices
):
    press(qtbot, review, Key.Key_A, Key.Key_R)
    path = tmp_path / "匹配决定.csv"
    kept = decisions(context)

    review.review.export_file(path)
    qtbot.waitUntil(lambda: any("匹配决定.csv" in each for each in notices))
    assert len(read_decisions(path).decisions.frame) == 2
    context.workspace.undo()
    context.workspace.undo()
    assert decisions(context) == {}

    review.review.import_file(path)
    qtbot.waitUntil(lambda: len(decisions(context)) == 2)
    assert decisions(context).keys() == kept.keys()
    assert review.session.tally().done == 2


def test_a_file_that_holds_no_decisions_says_what_is_wrong(
    qtbot, review, tmp_path, notices
):
    path = tmp_path / "别的.csv"
    path.write_text("甲,乙\n1,2\n", "utf-8")

    review.review.import_file(path)

    qtbot.waitUntil(lambda: bool(notices))
    assert "别的.csv" in notices[-1]


def test_a_click_on_a_candidate_looks_at_it(qtbot, review):
    session = review.session
    session.go_to(1)
    card = review.candidates._cards[0]

    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)

    assert session.choice == 0
    assert card.property("card") == "info"


def test_marked_names_are_safe_rich_text():
    assert mark("a<b>", ((1, 2),), colour="#B3261E") == (
        'a<span style="color:#B3261E"><b><u>&lt;</u></b></span>b&gt;'
    )
