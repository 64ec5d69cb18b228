# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that is full or gone, a clock set back, another writer: no stroke is lost."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import shapely
from zone_hand import go_near, held, narrow_brush, neighbours_in_town, paint, show_zones

from landgis.operations.stored_zones import read_zonings
from landgis.project import ProjectStore, snapshots
from landgis.project.copies import take_snapshot
from landgis.zones.book import recount

NO_LIMIT = 2**31 - 2  # pages of a file
WRITER = """
import sys, time
from pathlib import Path
from landgis.operations.stored_zones import new_zone, new_zoning
from landgis.project import ProjectStore
store = ProjectStore.open(Path(sys.argv[1]), person="王五")
zoning, edit = new_zoning(store, "方案 王")
store.commit(edit)
store.commit(new_zone(store, zoning, "王五的片区")[1])
sys.stdout.write("ready" + chr(10))
sys.stdout.flush()
time.sleep(120)
"""


@pytest.fixture
def told(zoned):
    found = []
    zoned.context.workspace.noticed.connect(found.append)
    return found


@pytest.fixture
def at_parcels(zoned, qtbot):
    """The step with the map upon parcels that touch, the first in a zone."""
    rows = neighbours_in_town(zoned.zones.session)
    go_near(qtbot, zoned, rows[0])
    narrow_brush(zoned)
    paint(qtbot, zoned, rows[0])
    assert held(zoned) == rows[:1]
    return zoned, rows


def require_kept(desktop, rows):
    """Require that window, running totals and file say that a zone holds these."""
    session, store = desktop.zones.session, desktop.context.workspace.store
    zone = session.zone.id
    assert held(desktop) == sorted(rows)
    assert desktop.map.zone_paint.preview is None
    assert desktop.map.zone_paint.card is None
    shown = session.book(session.zoning.id).of(zone)
    assert shown == recount(session.zoning, session.units, zone)
    (read,) = read_zonings(store, session.units)
    assert read.rows(zone).tolist() == sorted(rows)


def require_file(desktop, path, rows):
    """Require the same of the file, read by somebody else."""
    session = desktop.zones.session
    with ProjectStore.open(path, read_only=True) as other:
        (read,) = read_zonings(other, session.units)
        assert read.rows(session.zone.id).tolist() == sorted(rows)


def require_not_painted(qtbot, desktop, rows, told, *parts):
    """Paint a parcel in vain."""
    require_in_vain(
        desktop, rows, told, parts, act=lambda: paint(qtbot, desktop, rows[1])
    )


def require_in_vain(desktop, rows, told, parts, *, act):
    """Do what cannot be written: told in one sentence, and nothing has changed."""
    told.clear()
    steps = desktop.context.workspace.store.history()
    act()
    assert [note.tone for note in told] == ["failed"]
    assert told[0].text.endswith("。")
    for part in parts:
        assert part in told[0].text
    assert desktop.context.workspace.store.history() == steps
    require_kept(desktop, rows[:1])


def test_a_stroke_that_the_disk_does_not_take_is_told_and_comes_later(
    at_parcels, qtbot, told, monkeypatch
):
    desktop, rows = at_parcels
    workspace = desktop.context.workspace
    store, path = workspace.store, workspace.store.path

    store._db.execute("PRAGMA max_page_count=1")  # what the file has is what it gets
    everything = np.flatnonzero(shapely.area(desktop.zones.session.units.grounds) > 1)
    parts = ("已满", "此前各步都在", path.name)
    require_in_vain(
        desktop, rows, told, parts, act=lambda: desktop.zones.desk.pick(everything)
    )
    store._db.execute(f"PRAGMA max_page_count={NO_LIMIT}")

    store._db.execute("PRAGMA query_only=ON")  # as a folder that was made read-only
    require_not_painted(qtbot, desktop, rows, told, "只读", path.name)
    store._db.execute("PRAGMA query_only=OFF")

    away = path.with_name("away")
    path.rename(away)
    require_not_painted(qtbot, desktop, rows, told, path.name)
    away.rename(path)
    require_file(desktop, path, rows[:1])

    monkeypatch.setattr(
        "landgis.project.journal.time_text", lambda: "2001-01-01T00:00:00.000+00:00"
    )
    paint(qtbot, desktop, rows[1])
    monkeypatch.undo()
    early = take_snapshot(path)
    paint(qtbot, desktop, rows[2])
    late = take_snapshot(path)
    require_kept(desktop, rows[:3])
    require_file(desktop, path, rows[:3])
    *_, second, third = store.history()
    assert second.time.year == 2001
    assert second.step < third.step
    assert [snapshot.path for snapshot in snapshots(path)] == [early.path, late.path]
    workspace.undo()
    require_kept(desktop, rows[:2])
    workspace.undo()
    require_kept(desktop, rows[:1])
    workspace.redo()
    require_file(desktop, path, rows[:2])


@pytest.fixture
def stick(tmp_path):
    """A disk that can be taken out and put in again."""
    disk, place = tmp_path / "disk", tmp_path / "U 盘"
    disk.mkdir()
    place.mkdir()
    tmpfs = ["mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(tmpfs, check=False).returncode:
        pytest.skip("only the system's administrator may mount a disk")
    subprocess.run(["mount", "--bind", str(disk), str(place)], check=True)
    yield disk, place
    for folder in (place, disk):
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def test_a_stick_is_pulled_out_filled_and_made_read_only(desktop, landed, stick, qtbot):
    disk, place = stick
    path = Path(shutil.copy(landed, place / "county.landgis.gpkg"))
    show_zones(qtbot, desktop, path)
    told = []
    workspace = desktop.context.workspace
    workspace.noticed.connect(told.append)
    rows = neighbours_in_town(desktop.zones.session)
    go_near(qtbot, desktop, rows[0])
    narrow_brush(desktop)
    paint(qtbot, desktop, rows[0])

    subprocess.run(["umount", "-l", str(place)], check=True)
    require_not_painted(qtbot, desktop, rows, told, path.name, "此前各步都在盘上")
    subprocess.run(["mount", "--bind", str(disk), str(place)], check=True)
    workspace.reconnect()
    paint(qtbot, desktop, rows[1])
    require_kept(desktop, rows[:2])
    workspace.undo()

    workspace.store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # its room is taken
    filler = disk / "照片"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    require_not_painted(qtbot, desktop, rows, told, "已满", "此前各步都在")
    filler.unlink()
    paint(qtbot, desktop, rows[1])
    require_file(desktop, path, rows[:2])

    workspace.detach()
    for folder in (disk, place):
        remount = ["mount", "-o", "remount,ro,bind", str(folder)]
        subprocess.run(remount, check=True)
    told.clear()
    show_zones(qtbot, desktop, path)
    assert workspace.store.read_only
    assert any(str(place) in note.text for note in told)
    told.clear()
    paint(qtbot, desktop, rows[2])
    assert [note.text for note in told] == [desktop.context.words("zones.read_only")]
    assert desktop.zones.session.zoning.rows(
        desktop.zones.session.zoning.zones[0].id
    ).tolist() == sorted(rows[:2])


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
def test_who_comes_second_looks_on_and_goes_on_when_the_first_is_gone(
    desktop, zone_county, qtbot
):
    told = []
    workspace = desktop.context.workspace
    workspace.noticed.connect(told.append)
    command = [sys.executable, "-c", WRITER, str(zone_county)]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment
    ) as writer:
        try:
            assert writer.stdout.readline() == "ready\n"
            show_zones(qtbot, desktop, zone_county)
            session = desktop.zones.session
            assert workspace.store.read_only
            assert any("王五" in note.text for note in told)
            assert [zone.name for zone in session.zoning.zones] == ["王五的片区"]
            rows = neighbours_in_town(session)
            go_near(qtbot, desktop, rows[0])
            narrow_brush(desktop)
            told.clear()
            paint(qtbot, desktop, rows[0])
            assert [n.text for n in told] == [desktop.context.words("zones.read_only")]
            assert held(desktop) == []
        finally:
            writer.kill()
    workspace.detach()

    show_zones(qtbot, desktop, zone_county)

    assert not workspace.store.read_only
    assert workspace.store.recovered.writer.person == "王五"
    go_near(qtbot, desktop, rows[0])
    narrow_brush(desktop)
    paint(qtbot, desktop, rows[0])
    require_kept(desktop, rows[:1])
    assert desktop.zones.session.zoning.name == "方案 王"
