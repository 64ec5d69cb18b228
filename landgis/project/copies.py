# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of a project: saved by the user, or made every hour by the program."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from landgis.errors import ProjectError
from landgis.messages import text
from landgis.project.connection import explained, writing
from landgis.project.values import Snapshot

SUFFIX = ".landgis.gpkg"
EVERY = timedelta(hours=1)
DAILY_FOR = timedelta(days=31)
MONTHLY_FOR = timedelta(days=366)
_TIME = "%Y%m%d-%H%M%S"
_NAME = re.compile(rf" (\d{{8}}-\d{{6}}) (\d+){re.escape(SUFFIX)}")


def project_name(path: Path) -> str:
    """Return the name of a project file without its ending."""
    return path.name.removesuffix(SUFFIX)


def save_copy(path: Path, target: Path) -> Path:
    """Write a compact copy of a project, which nobody holds, to a new file.

    May be called in any thread or process, while somebody edits.

    Raises
    ------
    ProjectError
        If there is such a file, it cannot be written, or the disk is full.
    """
    with writing(path) as db:
        return copy_into(db, target)


def copy_into(db: sqlite3.Connection, target: Path) -> Path:
    """Write what a connection sees to a new file, which appears when it is whole."""
    if target.exists():
        raise ProjectError("store.exists", file=target.name, folder=str(target.parent))
    draft = target.with_name(f".{target.name}.{uuid4().hex[:8]}")
    with explained(target):
        try:
            db.execute("VACUUM INTO ?", (str(draft),))
            copy = sqlite3.connect(draft)
            try:
                with copy:
                    _release(copy)
            finally:
                copy.close()
            with draft.open("rb+") as file:
                os.fsync(file.fileno())
            draft.rename(target)
        finally:
            draft.unlink(missing_ok=True)
    return target


def _release(copy: sqlite3.Connection) -> None:
    """Take the right to write off a copy; files of format 0 have none."""
    has_lock = "SELECT 1 FROM sqlite_master WHERE name='landgis_lock'"
    if copy.execute(has_lock).fetchone():
        copy.execute("DELETE FROM landgis_lock")


def snapshot_folder(path: Path) -> Path:
    """Return the folder beside a project in which its snapshots are."""
    return path.with_name(text("store.snapshot_folder", name=project_name(path)))


def snapshots(path: Path) -> tuple[Snapshot, ...]:
    """Return the snapshots of a project, the oldest first.

    They are in the order in which the project changed; the clock may have been
    set back.
    """
    found = []
    for entry in snapshot_folder(path).glob(f"*{SUFFIX}"):
        named = _NAME.fullmatch(entry.name.removeprefix(project_name(path)))
        if named:
            found.append(
                Snapshot(
                    path=entry,
                    time=datetime.strptime(named[1], _TIME).astimezone(),
                    generation=int(named[2]),
                    size=entry.stat().st_size,
                )
            )
    return tuple(sorted(found, key=lambda snapshot: snapshot.generation))


def is_snapshot_due(path: Path, now: datetime | None = None) -> bool:
    """Tell whether the project has changed since a snapshot an hour ago or more."""
    present = now or datetime.now().astimezone()
    made = snapshots(path)
    with writing(path) as db:
        generation = _generation(db)
    if not made:
        return generation > 0
    age = present - made[-1].time
    return generation != made[-1].generation and not timedelta(0) <= age < EVERY


def take_snapshot(path: Path, now: datetime | None = None) -> Snapshot:
    """Copy the project as it is now, and remove older snapshots that are too many.

    May be called in any thread or process, while somebody edits.

    Raises
    ------
    ProjectError
        If the folder cannot be written or the disk has no room.
    """
    present = now or datetime.now().astimezone()
    folder = snapshot_folder(path)
    with writing(path) as db:
        if shutil.disk_usage(path.parent).free < 2 * path.stat().st_size:
            raise ProjectError("store.no_room", file=path.name, folder=str(path.parent))
        folder.mkdir(exist_ok=True)
        generation = _generation(db)
        name = f"{project_name(path)} {present.strftime(_TIME)} {generation}{SUFFIX}"
        target = folder / name
        if not target.exists():
            copy_into(db, target)
        made = snapshots(path)
        for superfluous in set(made) - kept(made, present.date()):
            superfluous.path.unlink()
    return next(snapshot for snapshot in made if snapshot.path == target)


def kept(made: Sequence[Snapshot], today: date) -> set[Snapshot]:
    """Return the snapshots to keep: of today all, then one a day, then one a month.

    The newest is always kept, and so is what a clock ahead of ours has dated.
    """
    keep = set(made[-1:])
    days: dict[date, Snapshot] = {}
    months: dict[tuple[int, int], Snapshot] = {}
    for snapshot in made:  # the newest of a day or month comes last
        day = snapshot.time.date()
        if day >= today:
            keep.add(snapshot)
        elif today - day <= DAILY_FOR:
            days[day] = snapshot
        elif today - day <= MONTHLY_FOR:
            months[day.year, day.month] = snapshot
    return keep | set(days.values()) | set(months.values())


def _generation(db: sqlite3.Connection) -> int:
    row = db.execute("SELECT value FROM landgis_meta WHERE key='generation'").fetchone()
    return int(row[0])
