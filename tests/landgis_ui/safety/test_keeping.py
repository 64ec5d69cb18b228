# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever writes keeps the right to; whoever reads follows; a lost disk is told."""

import pytest

from landgis.errors import ProjectError
from landgis.project import ProjectStore, snapshots
from landgis_ui.wiring.keeper import Keeper

PATIENCE_MS = 30_000


@pytest.fixture
def keeper(qtbot, qapp, context):
    found = Keeper(context, qapp)
    yield found
    found.stop()
    qapp.applicationStateChanged.disconnect(found._on_state)
    found.deleteLater()


def name_of(context):
    return context.workspace.store.document("project", "project")["name"]


def rest(qtbot, context):
    qtbot.waitUntil(lambda: not context.workspace.jobs.running, timeout=PATIENCE_MS)


def test_a_snapshot_is_kept_of_what_was_done(qtbot, context, keeper, path, told):
    context.flows.open_store(path)
    keeper.beat()
    rest(qtbot, context)

    assert len(snapshots(path)) == 1
    assert told == []


def test_whoever_reads_sees_what_the_writer_has_done(
    qtbot, context, keeper, path, told, named
):
    with ProjectStore.open(path, person="王五") as other:
        context.flows.open_store(path)
        assert context.workspace.store.read_only
        assert "王五" in told[0].text
        other.commit(named("二"))

        with qtbot.waitSignal(context.workspace.documents_changed):
            keeper.beat()

    assert name_of(context) == "二"


def test_who_is_gone_can_be_taken_over_from(qtbot, context, path, told, named):
    with ProjectStore.open(path, person="王五"):
        context.flows.open_store(path)
        told[0].action()

        assert not context.workspace.store.read_only
        context.workspace.do(named("三"))

    assert name_of(context) == "三"


def test_whoever_was_taken_over_from_is_told_once_and_can_only_read(
    qtbot, context, keeper, path, told
):
    context.flows.open_store(path)
    with (
        ProjectStore.open(path, person="王五", seize=True),
        qtbot.waitSignal(context.workspace.documents_changed),
    ):
        keeper.beat()
        keeper.beat()

        assert context.workspace.store.read_only
        assert [note.tone for note in told] == ["failed"]
        assert "王五" in told[0].text


def test_a_vanished_disk_is_told_once_and_work_goes_on_when_it_is_back(
    qtbot, context, keeper, path, told, named
):
    context.flows.open_store(path)
    away = path.with_name("away")
    path.rename(away)
    keeper.beat()
    keeper.beat()
    assert [bool(note.action_text) for note in told] == [True]

    told[0].action()  # it is still away
    assert told[-1].tone == "failed"

    away.rename(path)
    told[0].action()
    assert told[-1].tone == "done"
    context.workspace.do(named("四"))
    assert name_of(context) == "四"


def test_an_expected_error_that_nobody_caught_is_a_sentence(
    context, keeper, path, told, named
):
    context.flows.open_store(path)
    away = path.with_name("away")
    path.rename(away)
    with pytest.raises(ProjectError) as caught:
        context.workspace.do(named("五"))
    assert keeper.expect(caught.value)
    assert path.name in told[0].text
    assert not keeper.expect(ValueError("ours"))
    away.rename(path)
