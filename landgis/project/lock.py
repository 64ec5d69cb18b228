# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may write: one session at a time, told apart by a token."""

from __future__ import annotations

import getpass
import os
import platform
import sqlite3
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psutil

from landgis.project.journal import time_text
from landgis.project.values import Writer

# Another computer that has not been heard of for so long is taken to be gone.
SILENCE = timedelta(minutes=15)
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
    row = db.execute(
        "SELECT person, host, pid, since, seen, token FROM landgis_lock"
    ).fetchone()
    if row is None:
        return None
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


def is_gone(db: sqlite3.Connection) -> bool:
    """Tell whether the writer's program has surely ended without letting go.

    A time ahead of ours proves nothing: one of the two clocks is wrong.
    """
    host, pid, program, started, seen = db.execute(
        "SELECT host, pid, program, started, seen FROM landgis_lock"
    ).fetchone()
    if host != host_name():
        return datetime.now(UTC) - datetime.fromisoformat(seen) > SILENCE
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
    writer = read_writer(db)
    if writer is None:
        raise AssertionError  # it was written just now
    return writer


def renew(db: sqlite3.Connection, token: str) -> bool:
    """Say that the session lives; False if somebody else has taken the right."""
    cursor = db.execute(
        "UPDATE landgis_lock SET seen=? WHERE token=?", (time_text(), token)
    )
    return cursor.rowcount == 1


def release(db: sqlite3.Connection, token: str) -> None:
    """Give the right to write back."""
    db.execute("DELETE FROM landgis_lock WHERE token=?", (token,))
