# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits while something long runs: what arrives later belongs to what is there now."""

import pytest

from landgis.operations.stored_freshness import is_current
from landgis.project import Edit, ProjectStore, Put
from landgis_ui.work.flows import LOADED, RESULT
from landgis_ui.work.taking_back import taking_back

PATIENCE_MS = 60_000


@pytest.fixture
def opened(qtbot, context, county):
    """Return the context with the analysed county open and nothing under way."""
    context.flows.open_store(county)
    rest(qtbot, context)
    assert context.workspace.result is not None
    return context


def rest(qtbot, context):
    qtbot.waitUntil(lambda: not context.workspace.jobs.running, timeout=PATIENCE_MS)


def override(context, row, status="low_efficiency"):
    name = str(context.workspace.result.analysis.parcel_names.iloc[row])
    value = {
        "status": status,
        "reason": "现场看过",
        "date": "2025-01-01",
        "person": "张",
    }
    return Edit(
        text="history.override",
        params={"name": name, "status": status},
        puts=(Put("override", name, value),),
    )


def named(context):
    return context.workspace.store.document(RESULT, "current")["dataset"]


def test_an_edit_made_while_the_analysis_runs_is_in_the_result(qtbot, opened):
    opened.workspace.do(override(opened, 0))
    opened.flows.run_analysis()
    opened.workspace.do(override(opened, 1))
    opened.flows.run_analysis()

    qtbot.waitUntil(
        lambda: is_current(opened.workspace.store, RESULT), timeout=PATIENCE_MS
    )
    rest(qtbot, opened)

    assert list(opened.workspace.result.analysis.parcels["status"][:2]) == [
        "low_efficiency",
        "low_efficiency",
    ]


def test_an_edit_taken_back_while_the_analysis_runs_is_not_in_the_result(qtbot, opened):
    before = named(opened)
    opened.workspace.do(override(opened, 0))
    opened.flows.run_analysis()

    opened.workspace.undo()
    rest(qtbot, opened)

    assert named(opened) == before
    assert opened.workspace.store.can_redo  # nothing ended what can be done again
    assert not opened.flows.is_out_of_date(RESULT)


def test_what_an_override_showed_at_once_goes_when_it_is_taken_back(qtbot, opened):
    result = opened.workspace.result
    status = result.analysis.parcels["status"].iloc[0]
    opened.workspace.do(override(opened, 0))
    after = {"firm_mu": 1.0, "potential_mu": 0.0, "overlap_removed_mu": 0.0}
    opened.workspace.set_result(
        result.with_land({0: {"status": "low_efficiency"}}, after)
    )

    opened.workspace.undo()
    rest(qtbot, opened)

    assert opened.workspace.result.analysis.parcels["status"].iloc[0] == status
    assert opened.workspace.result.analysis.reclaimable.firm_mu != 1.0


def test_what_an_override_shows_at_once_stays_after_the_next_one(qtbot, opened):
    result = opened.workspace.result
    opened.workspace.do(override(opened, 0))
    shown = result.with_land({0: {"status": "low_efficiency"}}, {})
    opened.workspace.set_result(shown)
    opened.workspace.do(override(opened, 1))
    shown = shown.with_land({1: {"status": "low_efficiency"}}, {})
    opened.workspace.set_result(shown)
    rest(qtbot, opened)

    assert opened.workspace.result is shown


def test_another_project_is_checked_although_the_first_one_was_being_checked(
    qtbot, opened, analysed, tmp_path
):
    other = tmp_path / "另一个 工程.landgis.gpkg"
    other.write_bytes(analysed.read_bytes())
    opened.flows.run_checks()
    opened.flows.open_store(other)
    before = opened.workspace.store.document(LOADED, "current")["dataset"]

    assert opened.flows.job(LOADED) is None
    job = opened.flows.run_checks()
    with qtbot.waitSignal(job.succeeded, timeout=PATIENCE_MS):
        pass
    rest(qtbot, opened)

    assert opened.workspace.store.document(LOADED, "current")["dataset"] != before
    with ProjectStore.open(opened.workspace.store.path, read_only=True) as store:
        assert store.history()[-1].text == "history.loaded"


def test_opening_the_open_project_again_leaves_it_writable(opened, county, told):
    opened.flows.open_store(county)

    assert not opened.workspace.store.read_only
    assert told == []


def test_nothing_is_selected_of_data_that_went(qtbot, opened):
    opened.workspace.selection.set([5])
    opened.workspace.set_result(None)

    assert len(opened.workspace.selection.rows) == 0


def test_the_selection_outlives_a_new_result_on_the_same_data(qtbot, opened):
    opened.workspace.selection.set([5])
    opened.flows.run_analysis()
    rest(qtbot, opened)

    assert list(opened.workspace.selection.rows) == [5]


@pytest.mark.parametrize("start", ["run_checks", "run_analysis"])
def test_a_project_that_another_writes_is_not_checked_nor_analysed(
    qtbot, context, county, told, start
):
    with ProjectStore.open(county, person="王五"):
        context.flows.open_store(county)
        rest(qtbot, context)
        told.clear()

        assert getattr(context.flows, start)() is None

        assert len(told) == 1
        assert "王五" in told[0].text
        assert context.workspace.jobs.running == ()


def test_the_last_of_two_projects_asked_for_is_opened(
    qtbot, context, analysed, tmp_path
):
    paths = [tmp_path / f"{name}.landgis.gpkg" for name in ("甲", "乙")]
    for path in paths:
        path.write_bytes(analysed.read_bytes())
        context.flows.open_path(path)
    rest(qtbot, context)

    assert context.workspace.store.path == paths[1]


def test_undo_beside_a_notice_takes_back_that_edit_and_the_analysis_after_it(
    qtbot, opened
):
    before = named(opened)
    opened.workspace.do(override(opened, 0))
    undo = taking_back(opened.workspace, opened.words)
    opened.flows.run_analysis()
    rest(qtbot, opened)
    assert named(opened) != before

    undo()
    rest(qtbot, opened)

    assert opened.workspace.store.documents("override") == {}
    assert named(opened) == before
    assert not opened.flows.is_out_of_date(RESULT)


def test_undo_beside_an_old_notice_takes_back_nothing_else(qtbot, opened):
    opened.workspace.do(override(opened, 0))
    undo = taking_back(opened.workspace, opened.words)
    opened.workspace.do(override(opened, 1))

    with qtbot.waitSignal(opened.workspace.utility_requested) as asked:
        undo()

    assert asked.args == ["history", ""]
    assert len(opened.workspace.store.documents("override")) == 2


def test_undo_beside_a_notice_works_once(opened):
    opened.workspace.do(override(opened, 0))
    undo = taking_back(opened.workspace, opened.words)
    undo()
    steps = [entry.is_undone for entry in opened.workspace.store.history()]
    undo()

    assert [e.is_undone for e in opened.workspace.store.history()] == steps
