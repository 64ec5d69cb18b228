# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may open a project, and what happens when somebody else has it."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from landgis.errors import ProjectError
from landgis.project import Place, ProjectStore, Put, WhyReadOnly, read_dataset
from landgis.project.connection import has_log, prepare
from landgis.project.place import place_of

LEAVE_LOG = """
import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute("PRAGMA journal_mode=DELETE")
"""


class Partition(NamedTuple):
    device: str
    mountpoint: str
    fstype: str
    opts: str


def connect_disks(monkeypatch, *disks):
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: disks)


EDIT_AND_DIE = """
import os, sys
from pathlib import Path
from landgis.project import Edit, ProjectStore, Put, write_dataset
store = ProjectStore.open(Path(sys.argv[1]), person="李四")
for value in (1, 2, 3):
    store.commit(Edit(text="history.x", puts=(Put("override", "b", value),)))
store._db.execute("INSERT INTO landgis_chunk (dataset, part, number, data)"
                  " VALUES ('torn', 0, 0, x'010203')")
os._exit(1)
"""


def die_while_editing(path):
    subprocess.run([sys.executable, "-c", EDIT_AND_DIE, str(path)], check=False)


def change_lock(path, **columns):
    with closing(sqlite3.connect(path)) as db, db:
        for column, value in columns.items():
            db.execute(f"UPDATE landgis_lock SET {column}=?", (value,))  # noqa: S608


def hold_from_elsewhere(path):
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "INSERT INTO landgis_lock VALUES (1,'t','','elsewhere',1,'x',0,?,?,0)",
            (utc(days=1), utc(days=1)),
        )


def utc(**ago):
    return (datetime.now(UTC) - timedelta(**ago)).isoformat()


@pytest.fixture
def network(monkeypatch, tmp_path):
    """The folder of the test is a network drive, as the system tells it."""
    connect_disks(
        monkeypatch,
        Partition("/dev/sda", "/", "ext4", "rw"),
        Partition("//server/share", str(tmp_path), "cifs", "rw"),
    )


@pytest.fixture
def unwritable():
    """A folder that nobody can write into, not even root."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    os.seteuid(0) if os.getuid() == 0 else None
    folder.chmod(0o755)
    shutil.rmtree(folder)


def forbid_writing(folder):
    for entry in folder.iterdir():
        entry.chmod(0o444)
    folder.chmod(0o555)
    if os.getuid() == 0:
        os.seteuid(65534)


def test_second_opener_reads_and_is_told_who_writes(store, path, edit):
    store.commit(edit(a=1))

    with ProjectStore.open(path) as second:
        assert second.read_only
        assert second.why_read_only is WhyReadOnly.HELD
        assert second.writer.person == "张三"
        assert second.document("override", "a") == 1
        assert not second.can_undo


def test_second_opener_is_refused_edits_with_the_name_of_the_writer(
    store, path, edit, says
):
    with ProjectStore.open(path) as second:
        for act in (lambda: second.commit(edit(a=1)), second.undo, second.redo):
            with pytest.raises(ProjectError) as caught:
                act()
            says(caught, "store.read_only_held", "张三", path.name)


def test_reader_follows_what_the_writer_has_written(store, path, edit):
    store.commit(edit(a=1, b=1))
    with ProjectStore.open(path, read_only=True) as reader:
        assert reader.refresh().puts == ()
        store.commit(edit(a=2, b=None, c=3))

        changes = reader.refresh()

        assert set(changes.puts) == {
            Put("override", "a", 2),
            Put("override", "b", None),
            Put("override", "c", 3),
        }
        assert reader.history() == store.history()


def test_asked_for_reading_only_says_so(store, path, edit, says):
    with (
        ProjectStore.open(path, read_only=True) as reader,
        pytest.raises(ProjectError) as caught,
    ):
        reader.commit(edit(a=1))
    says(caught, "store.read_only_asked", path.name)


def test_session_that_died_is_recovered_and_told(store, path, edit):
    store.commit(edit(a=1))
    store.close()
    die_while_editing(path)

    with ProjectStore.open(path) as after:
        assert not after.read_only
        assert after.document("override", "b") == 3
        assert after.recovered.writer.person == "李四"
        assert after.recovered.steps == 3
        assert after.recovered.last.step == 4
        assert after.recovered.dropped_bytes == 3
    with ProjectStore.open(path) as again:
        assert again.recovered is None


def test_session_that_died_before_its_first_step_is_recovered(path):
    ProjectStore.create(path).close()
    hold_from_elsewhere(path)
    os.utime(path, (0, 0))

    with ProjectStore.open(path) as store:
        assert store.recovered.steps == 0
        assert store.recovered.last is None


def age(path, *, minutes):
    """Let the disk say that the project was written so long ago."""
    for file in (path, path.with_name(f"{path.name}-wal")):
        os.utime(file, (time.time() - 60 * minutes,) * 2)


@pytest.mark.parametrize("clock_days", [-3, 0, 3])
def test_other_computer_is_gone_after_a_quarter_of_an_hour_of_silence(
    store, path, clock_days
):
    change_lock(path, host="elsewhere", seen=utc(days=clock_days))
    age(path, minutes=14)
    with ProjectStore.open(path) as second:
        assert second.why_read_only is WhyReadOnly.HELD

    age(path, minutes=16)
    with ProjectStore.open(path) as second:
        assert not second.read_only


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="Windows knows no such folder")
def test_silence_of_another_computer_is_told_in_a_folder_that_cannot_be_written(
    unwritable,
):
    path = unwritable / "a.landgis.gpkg"
    ProjectStore.create(path).close()
    hold_from_elsewhere(path)
    forbid_writing(unwritable)

    with ProjectStore.open(path) as store:
        assert store.why_read_only is WhyReadOnly.HELD


def test_clock_set_back_does_not_make_a_living_session_look_dead(store, path):
    change_lock(path, started=psutil.Process().create_time() + 86_400)

    with ProjectStore.open(path) as second:
        assert second.why_read_only is WhyReadOnly.HELD


def test_other_program_with_the_number_of_a_dead_one_holds_nothing(store, path):
    change_lock(path, started=1.0, program="something else")

    with ProjectStore.open(path) as second:
        assert not second.read_only


def test_ended_program_that_nobody_waited_for_holds_nothing(store, path):
    child = subprocess.Popen([sys.executable, "-c", ""])
    while psutil.Process(child.pid).status() != psutil.STATUS_ZOMBIE:
        threading.Event().wait(0.01)
    change_lock(path, pid=child.pid)

    with ProjectStore.open(path) as second:
        assert not second.read_only
    child.wait()


def test_program_of_somebody_else_that_tells_nothing_holds_it(store, path, monkeypatch):
    def refuse(process):
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "status", refuse)

    with ProjectStore.open(path) as second:
        assert second.why_read_only is WhyReadOnly.HELD


def test_writer_whose_right_was_seized_can_only_read_from_then_on(
    store, path, edit, says
):
    store.commit(edit(a=1))

    with ProjectStore.open(path, seize=True, person="王五") as other:
        other.commit(edit(a=2))
        with pytest.raises(ProjectError) as caught:
            store.commit(edit(a=3))
        says(caught, "store.read_only_held", "王五")
        assert store.read_only
        assert store.refresh().puts == (Put("override", "a", 2),)
        other.commit(edit(a=4))
        assert other.document("override", "a") == 4


def test_session_shows_that_it_lives(store, path):
    change_lock(path, seen=utc(days=1))

    store.beat()

    with ProjectStore.open(path) as second:
        assert datetime.now(UTC) - second.writer.seen < timedelta(minutes=1)


def test_project_belongs_to_the_thread_that_opened_it(store):
    caught = []

    def read():
        try:
            store.documents("override")
        except RuntimeError as error:
            caught.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert len(caught) == 1


def test_missing_file_is_named(path, says):
    with pytest.raises(ProjectError) as caught:
        ProjectStore.open(path)
    says(caught, "store.missing", path.name, str(path.parent))


def test_existing_file_is_not_overwritten(path, says):
    path.write_text("mine")

    with pytest.raises(ProjectError) as caught:
        ProjectStore.create(path)

    says(caught, "store.exists", path.name)
    assert path.read_text() == "mine"


def test_folder_that_is_not_there_cannot_hold_a_project(path, says):
    with pytest.raises(ProjectError) as caught:
        ProjectStore.create(path.parent / "nowhere" / path.name)
    says(caught, "store.cannot_reach", path.name)


@pytest.mark.parametrize("content", ["not a database" * 100, "", "sqlite"])
def test_file_that_is_no_project_is_refused(path, content, says):
    if content == "sqlite":
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE landgis_meta (key, value)")
    else:
        path.write_text(content)

    with pytest.raises(ProjectError) as caught:
        ProjectStore.open(path)

    says(caught, "store.not_a_project", path.name)


def test_damaged_file_is_not_touched(store, path, edit, says):
    store.commit(edit(**{f"n{i}": "x" * 100 for i in range(1000)}))
    store.close()
    content = bytearray(path.read_bytes())
    content[len(content) // 4 : len(content) // 2] = b"\xff" * (len(content) // 4)
    path.write_bytes(content)

    with pytest.raises(ProjectError) as caught:
        ProjectStore.open(path, read_only=True)

    says(caught, "store.damaged", path.name)
    assert path.read_bytes() == content


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="Windows knows no such folder")
def test_folder_that_cannot_be_written_is_read(unwritable, edit, says):
    path = unwritable / "a.landgis.gpkg"
    with ProjectStore.create(path) as store:
        store.commit(edit(a=1))
        store.put_dataset("x", {})
    forbid_writing(unwritable)

    with ProjectStore.open(path) as store:
        assert store.why_read_only is WhyReadOnly.MEDIUM
        assert store.document("override", "a") == 1
        with pytest.raises(ProjectError) as caught:
            store.commit(edit(a=2))
        says(caught, "store.read_only_medium", path.name, str(unwritable))
        with pytest.raises(ProjectError) as caught:
            store.put_dataset("x", {})
        says(caught, "store.not_writable", path.name)
    with pytest.raises(ProjectError) as caught:
        ProjectStore.create(unwritable / "b.landgis.gpkg")
    says(caught, "store.not_writable", "b.landgis.gpkg")


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="Windows knows no such folder")
def test_what_a_dead_session_left_in_an_unwritable_folder_is_read(unwritable, edit):
    path = unwritable / "a.landgis.gpkg"
    ProjectStore.create(path).close()
    die_while_editing(path)
    path.with_name(f"{path.name}-shm").unlink()
    assert path.with_name(f"{path.name}-wal").stat().st_size > 0
    forbid_writing(unwritable)

    with ProjectStore.open(path) as store:
        assert store.why_read_only is WhyReadOnly.MEDIUM
        assert store.document("override", "b") == 3
        assert store.path == path
        name = store._file
    assert not name.exists()


def test_network_drive_is_recognised_by_its_system_or_its_name(network, tmp_path):
    assert place_of(tmp_path / "x") is Place.NETWORK
    assert place_of(Path("/elsewhere")) is Place.LOCAL
    assert place_of(Path("//server/share/x")) is Place.NETWORK


def test_drives_of_windows_are_recognised(monkeypatch, tmp_path):
    for options, place in (
        ("rw,remote", Place.NETWORK),
        ("rw,removable", Place.REMOVABLE),
        ("rw,fixed", Place.LOCAL),
    ):
        connect_disks(monkeypatch, Partition("D:", str(tmp_path), "NTFS", options))
        assert place_of(tmp_path / "x") is place
        assert place_of(Path("/elsewhere")) is Place.LOCAL


def test_network_drive_gets_no_write_ahead_log(network, path, edit):
    with ProjectStore.create(path) as store:
        store.commit(edit(a=1))
        assert store.place is Place.NETWORK
        assert not path.with_name(f"{path.name}-wal").exists()
        with ProjectStore.open(path) as second:
            assert second.why_read_only is WhyReadOnly.HELD
            assert second.document("override", "a") == 1
            store.commit(edit(a=2))
            assert second.refresh().puts == (Put("override", "a", 2),)
        name = store.put_dataset("x", {}, meta=1)
        assert store.dataset(name).meta == 1
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_log_of_a_dead_session_is_carried_over_on_a_network_drive(path, network):
    ProjectStore.create(path).close()
    with pytest.MonkeyPatch.context() as local:
        connect_disks(local)
        die_while_editing(path)
    assert path.with_name(f"{path.name}-wal").exists()

    with ProjectStore.open(path, read_only=True) as store:
        assert store.why_read_only is WhyReadOnly.ASKED
        assert store.document("override", "b") == 3
    with ProjectStore.open(path) as store:
        assert not store.read_only
        assert store.document("override", "b") == 3
        store.undo()
        assert not path.with_name(f"{path.name}-wal").exists()


def test_project_that_somebody_edits_on_its_own_disk_is_read_over_the_network(
    store, path, edit, network
):
    store.commit(edit(a=1))

    with ProjectStore.open(path) as second:
        assert second.why_read_only is WhyReadOnly.HELD
        assert second.writer.person == "张三"
        assert second.document("override", "a") == 1


def test_person_is_whoever_is_logged_in_or_nobody(path, monkeypatch):
    monkeypatch.setenv("LOGNAME", "zhaoliu")
    with ProjectStore.create(path) as store:
        assert store.writer.person == "zhaoliu"

    def unknown():
        raise OSError

    monkeypatch.setattr("getpass.getuser", unknown)
    with ProjectStore.open(path) as store:
        assert store.writer.person == ""


def test_of_two_that_open_at_once_one_writes(path, monkeypatch):
    ProjectStore.create(path).close()
    quicker = []

    def be_quicker(db, _):
        if not quicker:
            quicker.append(None)
            quicker[0] = ProjectStore.open(path, person="快手")
        prepare(db, path)

    monkeypatch.setattr("landgis.project.opening.prepare", be_quicker)

    with ProjectStore.open(path) as store:
        assert store.why_read_only is WhyReadOnly.HELD
        assert store.writer.person == "快手"
    quicker[0].close()


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_program_that_does_not_let_go_keeps_a_project_from_opening(
    path, monkeypatch, says, lock
):
    ProjectStore.create(path).close()
    monkeypatch.setattr("landgis.project.connection.BUSY_MS", 50)
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"BEGIN {lock}")
        with pytest.raises(ProjectError) as caught:
            ProjectStore.open(path)
    says(caught, "store.busy", path.name)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="Windows knows no such folder")
def test_log_of_another_file_that_is_stuck_is_not_mixed_in(unwritable, edit):
    path = unwritable / "a.landgis.gpkg"
    with ProjectStore.create(path) as store:
        store.commit(edit(a=1))
        clean = store.save_as(unwritable / "clean")
        store.commit(edit(a=2))
        log = path.with_name(f"{path.name}-wal").read_bytes()
    clean.replace(path)
    path.with_name(f"{path.name}-wal").write_bytes(log)
    forbid_writing(unwritable)

    with ProjectStore.open(path) as store:
        assert store.why_read_only is WhyReadOnly.MEDIUM
        assert store.document("override", "a") == 1


def test_data_of_a_file_that_is_no_project_are_not_found(path, says):
    path.write_text("not a database" * 100)
    with pytest.raises(ProjectError) as caught:
        read_dataset(path, "0" * 32)
    says(caught, "store.not_a_project", path.name)


def test_file_that_lacks_a_table_is_damaged_and_let_go(path, says):
    ProjectStore.create(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE landgis_state")
    with pytest.raises(ProjectError) as caught:
        ProjectStore.open(path)
    says(caught, "store.damaged", path.name)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM landgis_lock").fetchone() == (0,)


def test_opening_twice_in_a_program_does_not_lose_its_locks(store, path, edit):
    store.commit(edit(a=1))
    ProjectStore.open(path).close()
    told = subprocess.run(
        [sys.executable, "-c", LEAVE_LOG, path],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "database is locked" in told.stderr
    store.commit(edit(a=2))


@pytest.mark.parametrize("system", ["posix", "nt"])
def test_file_says_whether_it_has_a_log(store, path, monkeypatch, system):
    monkeypatch.setattr(os, "name", system)
    assert has_log(path)
    store.close()
    assert not has_log(path)
