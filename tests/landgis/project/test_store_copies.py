# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies, snapshots, plain files, and making the file smaller."""

import csv
import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landgis.errors import CancelledError, ProjectError
from landgis.project import Edit, ProjectStore, Put, Snapshot
from landgis.project.compact import compact_file
from landgis.project.copies import (
    is_snapshot_due,
    kept,
    save_copy,
    snapshot_folder,
    snapshots,
    take_snapshot,
)
from landgis.project.export import export_folder

NOON = datetime(2024, 6, 15, 12, tzinfo=UTC).astimezone()
TABLE = pa.table({"x": [1, 2, 3]})


def name_data(store, name):
    value = None if name is None else {"dataset": name}
    store.commit(Edit(text="x", puts=(Put("result", "current", value),)))


def test_copy_is_whole_free_and_of_the_same_project(store, path, edit):
    store.commit(edit(a=1))
    target = path.with_name("copy.landgis.gpkg")

    assert store.save_as(target) == target

    with ProjectStore.open(target) as copy:
        assert not copy.read_only
        assert copy.recovered is None
        assert copy.uuid == store.uuid
        assert copy.history() == store.history()
        assert copy.undo().puts == (Put("override", "a", None),)
    assert store.document("override", "a") == 1


def test_copy_does_not_overwrite(store, path, says):
    target = path.with_name("copy.landgis.gpkg")
    target.touch()
    with pytest.raises(ProjectError) as caught:
        save_copy(path, target)
    says(caught, "store.exists", target.name)


def test_copy_into_a_folder_that_is_gone_says_so(store, path, says):
    with pytest.raises(ProjectError) as caught:
        store.save_as(path.parent / "gone" / "copy.landgis.gpkg")
    says(caught, "store.cannot_reach", "copy.landgis.gpkg")


def test_reader_can_save_a_copy(store, path, edit):
    store.commit(edit(a=1))
    with ProjectStore.open(path) as reader:
        target = reader.save_as(path.with_name("copy.landgis.gpkg"))
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader._db.execute("DELETE FROM landgis_document")
    with ProjectStore.open(target) as copy:
        assert copy.document("override", "a") == 1


def test_snapshot_is_due_an_hour_after_the_last_if_something_changed(store, path, edit):
    assert not is_snapshot_due(path, NOON)
    store.commit(edit(a=1))
    assert is_snapshot_due(path)
    assert is_snapshot_due(path, NOON)
    take_snapshot(path, NOON)
    assert not is_snapshot_due(path, NOON + timedelta(hours=2))
    store.commit(edit(a=2))
    assert not is_snapshot_due(path, NOON + timedelta(minutes=59))
    assert is_snapshot_due(path, NOON + timedelta(minutes=60))
    assert is_snapshot_due(path, NOON - timedelta(minutes=1))  # the clock was set back


def test_snapshots_open_as_the_project_was(store, path, edit):
    store.commit(edit(a=1))
    first = take_snapshot(path, NOON)
    store.commit(edit(a=2))
    second = take_snapshot(path, NOON - timedelta(days=400))  # the clock was set back

    assert snapshots(path) == (first, second)
    assert first.path.parent == snapshot_folder(path)
    assert first.time == NOON
    with ProjectStore.open(first.path) as snapshot:
        assert snapshot.document("override", "a") == 1
        assert not snapshot.read_only
    assert take_snapshot(path, NOON - timedelta(days=400)) == second
    assert take_snapshot(path).generation == second.generation


def test_snapshots_that_are_too_many_are_removed(store, path, edit):
    for days in range(3):
        for hours in range(2):
            store.commit(edit(a=[days, hours]))
            take_snapshot(path, NOON + timedelta(days=days, hours=hours))

    assert [snapshot.time for snapshot in snapshots(path)] == [
        NOON + timedelta(hours=1),
        NOON + timedelta(days=1, hours=1),
        NOON + timedelta(days=2),
        NOON + timedelta(days=2, hours=1),
    ]


def test_other_files_in_the_folder_of_snapshots_are_left_alone(store, path, edit):
    store.commit(edit(a=1))
    snapshot_folder(path).mkdir()
    other = snapshot_folder(path) / "我的.landgis.gpkg"
    other.touch()

    take_snapshot(path)

    assert other.exists()
    assert len(snapshots(path)) == 1


def test_snapshot_needs_room(store, path, monkeypatch, says):
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    with pytest.raises(ProjectError) as caught:
        take_snapshot(path)
    says(caught, "store.no_room", path.name)


def snapshot_of(days_ago, generation):
    time = datetime(2024, 6, 15, 12, tzinfo=UTC).astimezone() - timedelta(days=days_ago)
    return Snapshot(
        path=Path(str(generation)), time=time, generation=generation, size=1
    )


@given(st.lists(st.integers(-2, 800)))
def test_thinning_keeps_what_it_promises(ages):
    made = [snapshot_of(age, number) for number, age in enumerate(ages)]
    today = date(2024, 6, 15)

    keep = kept(made, today)

    assert keep <= set(made)
    assert {s for s in made if s.time.date() >= today} <= keep
    assert set(made[-1:]) <= keep
    old = [s for s in keep if s.time.date() < today and s is not made[-1]]
    daily = [s.time.date() for s in old if (today - s.time.date()).days <= 31]
    monthly = [
        (s.time.year, s.time.month) for s in old if (today - s.time.date()).days > 31
    ]
    assert len(set(daily)) == len(daily)
    assert len(set(monthly)) == len(monthly)
    assert all((today - s.time.date()).days <= 366 for s in old)
    for snapshot in made:
        if 0 < (today - snapshot.time.date()).days <= 31:
            assert snapshot.time.date() in {s.time.date() for s in keep}


def test_compacting_drops_what_neither_documents_nor_history_name(store, path):
    noise = pa.table({"x": [bytes(range(256)) * 40 for _ in range(1000)]})
    names = []
    for _ in range(3):
        names.append(store.put_dataset("result", {"t": noise}))
        name_data(store, names[-1])

    assert store.compact().datasets == 0
    compacted = store.compact(keep_steps=1)

    assert (compacted.steps, compacted.datasets) == (2, 1)
    assert compacted.bytes_after < compacted.bytes_before
    assert [entry.step for entry in store.history()] == [3]
    store.undo()  # the step that is kept names the second
    assert store.dataset(names[1]).table("t").equals(noise)
    with pytest.raises(ProjectError):
        store.dataset(names[0])
    store.redo()
    assert store.dataset(names[2]).table("t").equals(noise)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_compacting_leaves_alone_what_a_job_is_about_to_name(store, path):
    fresh = store.put_dataset("result", {"t": TABLE})
    assert store.compact(keep_steps=0).datasets == 0
    name_data(store, fresh)
    forgotten = store.put_dataset("result", {"t": TABLE})
    store.close()

    with ProjectStore.open(path) as again:
        assert again.compact(keep_steps=0).datasets == 1
        assert again.dataset(fresh).table("t").equals(TABLE)
        with pytest.raises(ProjectError):
            again.dataset(forgotten)


def test_compacting_drops_steps_that_were_given_up(store, edit):
    store.commit(edit(a=1))
    store.undo()
    store.commit(edit(a=2))

    assert store.compact().steps == 1
    assert store.compact(keep_steps=5).steps == 0
    assert store.undo().puts == (Put("override", "a", None),)


def test_compacting_for_a_session_that_may_not_write_is_refused(store, path, says):
    with pytest.raises(ProjectError) as caught:
        compact_file(path, "somebody else")
    says(caught, "store.busy", path.name)


def test_folder_of_plain_files_holds_everything(store, path, edit):
    name = store.put_dataset("loaded", {"t": TABLE}, meta={"rows": 3})
    store.commit(edit(a={"状态": "闲置"}))
    store.commit(edit(a=None, b=2))
    store.undo()

    folder = store.export_folder(path.with_name("plain"))

    overrides = json.loads((folder / "documents" / "override.json").read_text("utf-8"))
    assert overrides == {"a": {"状态": "闲置"}}
    with (folder / "journal.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["step"], r["state"], r["id"], r["after"]) for r in rows] == [
        ("1", "done", "a", '{"状态":"闲置"}'),
        ("2", "undone", "a", ""),
        ("2", "undone", "b", "2"),
    ]
    assert rows[0]["person"] == "张三"
    data = folder / "datasets" / f"loaded-{name}"
    assert pyarrow.parquet.read_table(data / "t.parquet").equals(TABLE)
    assert json.loads((data / "meta.json").read_text("utf-8")) == {"rows": 3}
    assert (
        json.loads((folder / "project.json").read_text("utf-8"))["uuid"] == store.uuid
    )


def test_folder_of_plain_files_does_not_overwrite_and_leaves_nothing_half_done(
    store, path, says
):
    class GiveUp:
        def step(self, *_, **__):
            raise CancelledError

    store.put_dataset("loaded", {"t": TABLE})
    folder = path.with_name("plain")
    with pytest.raises(CancelledError):
        export_folder(path, folder, progress=GiveUp())
    assert not [e for e in path.parent.iterdir() if e.is_dir()]

    folder.mkdir()
    with pytest.raises(ProjectError) as caught:
        store.export_folder(folder)
    says(caught, "store.exists", "plain")
