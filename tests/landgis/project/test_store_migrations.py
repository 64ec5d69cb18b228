# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of older formats open, and stay beside as they were; newer are refused."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest

from landgis.errors import ProjectError
from landgis.project import ProjectStore, Put, WhyReadOnly
from landgis.project.layout import FORMAT
from landgis.project.migrations import MIGRATIONS

OLD = Path(__file__).with_name("format_0.landgis.gpkg")
PARCEL = "330304001001GB00001"
IDLE = {"status": "idle", "reason": "现场核实"}
NAMED = {"name": "某县2023年度", "region": "330304"}


@pytest.fixture
def old(path):
    shutil.copyfile(OLD, path)
    return path


def test_every_format_has_a_way_up_and_a_stored_file():
    assert sorted(MIGRATIONS) == list(range(FORMAT))
    for number in MIGRATIONS:
        assert OLD.with_name(f"format_{number}.landgis.gpkg").exists()


def test_old_file_opens_with_its_documents_and_its_history(old):
    with ProjectStore.open(old) as store:
        assert store.document("project", "project") == NAMED
        assert dict(store.documents("override")) == {PARCEL: IDLE}
        assert store.uuid == "6f1d3f0c5a7e4f64b1f3a0f2f6f7c001"
        assert [(e.step, e.person, e.is_undone) for e in store.history()] == [
            (1, "张三", False),
            (2, "张三", False),
            (3, "李四", False),
            (4, "李四", True),
        ]
        redone = store.redo()
        assert redone.puts == (
            Put("override", "330304001001GB00002", {"status": "low"}),
        )
        store.restore(1)
        assert store.document("project", "project") == {"name": "某县"}
    assert pyogrio.list_layers(old).tolist() == [["layer_styles", None]]
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with ProjectStore.open(old) as store:
        assert len(store.history()) == 4


def test_old_file_is_kept_beside(old):
    taken = old.with_name("某县 第0版备份.landgis.gpkg")
    taken.write_text("of another day")

    ProjectStore.open(old).close()

    backup = old.with_name("某县 第0版备份 2.landgis.gpkg")
    with closing(sqlite3.connect(backup)) as db, closing(sqlite3.connect(OLD)) as first:
        assert list(db.iterdump()) == list(first.iterdump())
    assert taken.read_text() == "of another day"


def test_old_file_that_is_only_read_is_not_changed(old):
    with ProjectStore.open(old, read_only=True) as store:
        assert store.why_read_only is WhyReadOnly.ASKED
        assert store.document("override", PARCEL) == IDLE
    assert old.read_bytes() == OLD.read_bytes()
    assert [entry.name for entry in old.parent.iterdir()] == [old.name]


def test_old_file_that_cannot_be_written_is_read(old, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)
    with ProjectStore.open(old) as store:
        assert store.why_read_only is WhyReadOnly.MEDIUM
        assert store.document("override", PARCEL) == IDLE
    assert old.read_bytes() == OLD.read_bytes()


def test_migration_that_fails_leaves_the_file_as_it_was(old, monkeypatch):
    with closing(sqlite3.connect(old)) as db, db:
        db.execute("UPDATE landgis_journal SET changes='not JSON' WHERE step=4")
    content = old.read_bytes()

    with pytest.raises(ValueError, match="Expecting"):
        ProjectStore.open(old)

    assert old.read_bytes() == content
    with pytest.raises(ValueError, match="Expecting"):
        ProjectStore.open(old, read_only=True)


def test_newer_file_is_refused_with_the_version_that_wrote_it(store, path, says):
    store.close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE landgis_meta SET value='2' WHERE key='format'")
        db.execute("UPDATE landgis_meta SET value='9.1' WHERE key='program'")
    content = path.read_bytes()

    with pytest.raises(ProjectError) as caught:
        ProjectStore.open(path)

    says(caught, "store.newer", path.name, "9.1")
    assert path.read_bytes() == content
