# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may write: one session at a time, told apart by a token."""

from __future__ import annotations

import getpass
import os
import platform
import sqlite3
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil

from landgis.project.connection import log_of
from landgis.project.journal import time_text
from landgis.project.values import Writer

# Another computer that has not been heard of for so long is taken to be gone.
SILENCE = timedelta(minutes=15)
_WRITER = "SELECT person, host, pid, since, seen, token FROM landgis_lock"
_SAME_START_S = 2.0  # how exactly the start of a process is known


def person_name() -> str:
    """Return who is logged in, or nothing if the system does not know."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def host_name() -> str:
    """Return the name of this computer."""
    return platform.node()


def read_writer(db: sqlite3.Connection) -> Writer | None:
    """Return who holds the right to write."""
    row = db.execute(_WRITER).fetchone()
    return None if row is None else _to_writer(row)


def _to_writer(row: tuple[Any, ...]) -> Writer:
    person, host, pid, since, seen, token = row
    return Writer(
        person=person,
        host=host,
        pid=pid,
        since=datetime.fromisoformat(since),
        seen=datetime.fromisoformat(seen),
        token=token,
    )


def first_step(db: sqlite3.Connection) -> int:
    """Return the number of the last step before the writer's session."""
    step: int = db.execute("SELECT first_step FROM landgis_lock").fetchone()[0]
    return step


def is_gone(db: sqlite3.Connection, path: Path) -> bool:
    """Tell whether the writer's program has surely ended without letting go."""
    host, pid, program, started = db.execute(
        "SELECT host, pid, program, started FROM landgis_lock"
    ).fetchone()
    if host != host_name():
        return _silence(path) > SILENCE
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return True
        same_start = abs(process.create_time() - started) < _SAME_START_S
        # Setting the clock moves the start, so the name has to differ as well.
        return not same_start and process.name() != program
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False  # it runs, as somebody else


def _silence(path: Path) -> timedelta:
    """Return for how long the file has not been written.

    Both times are of the disk, so that the clocks of two computers need not agree.
    """
    try:
        with tempfile.TemporaryFile(dir=path.parent) as probe:
            now = os.fstat(probe.fileno()).st_mtime
    except OSError:
        now = time.time()
    files = [file for file in (path, log_of(path)) if file.exists()]
    return timedelta(seconds=now - max(file.stat().st_mtime for file in files))


def take(db: sqlite3.Connection, *, person: str, last_step: int) -> Writer:
    """Take the right to write, within the caller's transaction."""
    process = psutil.Process()
    now = time_text()
    db.execute(
        "INSERT OR REPLACE INTO landgis_lock VALUES (1,?,?,?,?,?,?,?,?,?)",
        (
            uuid4().hex,
            person,
            host_name(),
            os.getpid(),
            process.name(),
            process.create_time(),
            now,
            now,
            last_step,
        ),
    )
    return _to_writer(db.execute(_WRITER).fetchone())


def renew(db: sqlite3.Connection, token: str) -> bool:
    """Say that the session lives; False if somebody else has taken the right."""
    cursor = db.execute(
        "UPDATE landgis_lock SET seen=? WHERE token=?", (time_text(), token)
    )
    return cursor.rowcount == 1


def release(db: sqlite3.Connection, token: str) -> None:
    """Give the right to write back."""
    db.execute("DELETE FROM landgis_lock WHERE token=?", (token,))
