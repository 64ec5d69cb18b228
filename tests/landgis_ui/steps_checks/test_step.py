# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The step as the frame sees it: its states, and what the blue button does."""

import shutil
from pathlib import Path

import pytest

from landgis.findings import Severity
from landgis.operations.stored_open import make_demo_project
from landgis.operations.worklist import State
from landgis.project import Edit, ProjectStore, Put
from landgis_ui.steps.base import StepKind
from landgis_ui.words import placeholders, read_texts

PATIENCE_MS = 90_000
NO_FILE = {
    "path": "没有.shp",
    "part": None,
    "is_layer": True,
    "options": {},
    "dataset": "",
    "sha256": "",
    "order": 0,
}


@pytest.fixture
def asked(context):
    """Return the steps that were asked for."""
    found = []
    context.workspace.step_requested.connect(found.append)
    return found


def test_without_data_one_sentence_says_where_to_go(show, asked):
    step = show()

    assert step.state().kind == StepKind.EMPTY
    assert step.next_act() is None
    assert step.views().right is None
    step.empty.button.click()
    assert asked == ["data"]


def test_data_that_were_never_checked_are_checked_by_the_blue_button(
    qtbot, context, show, tmp_path
):
    path = make_demo_project(tmp_path / "demo")
    step = show()
    context.flows.open_store(path)
    assert step._pages.currentWidget() is step.empty

    act = step.next_act()
    assert act.text == "开始体检"
    act.act()

    assert step.state().kind == StepKind.RUNNING
    assert step._pages.currentWidget() is step.running
    qtbot.waitUntil(lambda: len(step.running.stages) > 2, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: step.facts is not None, timeout=PATIENCE_MS)
    assert step.state().kind == StepKind.TO_VERIFY
    assert step.facts.review is None
    assert "分析一次以后" in step.review._nothing.text()


def test_checks_that_cannot_be_done_say_why_and_what_now(
    qtbot, context, show, tmp_path, asked
):
    path = tmp_path / "empty.landgis.gpkg"
    with ProjectStore.create(path) as store:
        store.commit(
            Edit(
                text="history.made",
                puts=(
                    Put("project", "project", {"name": "甲", "region": "330304"}),
                    Put("input", "x", {"role": "town", **NO_FILE}),
                ),
            )
        )
    step = show()
    context.flows.open_store(path)

    step.next_act().act()

    qtbot.waitUntil(
        lambda: step._pages.currentWidget() is step.failed, timeout=PATIENCE_MS
    )
    assert step.failed.text.text()
    assert step.state().kind == StepKind.EMPTY


def test_checked_data_lead_on_to_the_analysis(step, asked):
    state = step.state()

    assert state.kind == StepKind.TO_VERIFY
    worklist = step.facts.worklist
    to_do = int((worklist.severity > Severity.NOTE).sum())
    assert state.count == to_do + len(step.session.order)
    assert step.next_act().text == "下一步 分析"
    step.next_act().act()
    assert asked == ["analysis"]
    assert step.views().right is not None


def test_what_was_entered_asks_for_the_checks_again(context, step):
    put = Put("correction", "supply|330304901001GB00165|registered_m2", {"value": 2800})

    context.workspace.do(Edit(text="history.made", puts=(put,)))

    assert step.state().kind == StepKind.STALE
    assert step._stale.isVisible()
    assert step.next_act().text == "重新体检"
    context.workspace.undo()
    assert not step._stale.isVisible()


def test_the_step_is_done_when_nothing_waits(context, step):
    groups = step.facts.worklist.groups
    puts = [Put("finding", group.id, {"accepted": True}) for group in groups]
    context.workspace.do(Edit(text="history.made", puts=tuple(puts)))
    for _ in range(len(step.session.order)):
        step.session.reject_all()

    assert step.state().kind == StepKind.DONE


def test_closing_the_project_leaves_nothing_behind(qtbot, context, step):
    context.workspace.detach()

    assert step.facts is None
    assert step.state().kind == StepKind.EMPTY
    assert step.views().right is None


def test_a_project_that_is_open_to_read_only_changes_nothing(
    qtbot, context, show, analysed, tmp_path, notices
):
    path = Path(shutil.copy(analysed, tmp_path / "mine.landgis.gpkg"))
    with ProjectStore.open(path):
        step = show()
        context.flows.open_store(path)
        qtbot.waitUntil(lambda: step.facts is not None, timeout=PATIENCE_MS)
        group = step.facts.worklist.groups[0]
        step.findings.view.show_line(0)

        step.detail.decided.emit(group, State.ACCEPTED)

        assert "只读" in notices[-1]
        context.workspace.detach()


def test_the_words_of_the_step_are_the_same_in_both_languages():
    chinese, english = (
        {
            key: placeholders(text)
            for key, text in read_texts(language).items()
            if key.startswith("check_step.")
        }
        for language in ("zh_CN", "en")
    )

    assert chinese == english
