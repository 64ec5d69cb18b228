# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections to a project file, and what their failures mean to the user."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from landgis.errors import ProjectError
from landgis.project.place import place_of
from landgis.project.values import Place

BUSY_MS = 10_000  # another process writes a chunk for some milliseconds at most
# Pages of the log after which a commit carries them into the file: so many that an
# edit seldom does.  Whoever has time calls `carry_over`.
CARRY_PAGES = 4_000
_ROOM_BYTES = 64 * 1024
_FAT_LIMIT = 2**32  # sticks formatted as FAT32 hold no larger file
_FAT_MARGIN = 2**26
_HEAD_BYTES = 20
_WAL_VERSION = 2  # bytes 18 and 19 of the file
_CODES = {
    sqlite3.SQLITE_FULL: "store.disk_full",
    sqlite3.SQLITE_READONLY: "store.not_writable",
    sqlite3.SQLITE_PERM: "store.not_writable",
    sqlite3.SQLITE_AUTH: "store.not_writable",
    sqlite3.SQLITE_BUSY: "store.busy",
    sqlite3.SQLITE_LOCKED: "store.busy",
    sqlite3.SQLITE_PROTOCOL: "store.busy",
    sqlite3.SQLITE_CORRUPT: "store.damaged",
    sqlite3.SQLITE_NOTADB: "store.not_a_project",
    sqlite3.SQLITE_CANTOPEN: "store.cannot_reach",
    sqlite3.SQLITE_IOERR: "store.cannot_reach",
}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


def to_project_error(error: sqlite3.Error | OSError, path: Path) -> ProjectError:
    """Say what a failure of SQLite or of the disk means, and what to do."""
    if isinstance(error, OSError):
        if error.errno in _FULL:
            code = "store.disk_full"
        elif error.errno in _NOT_ALLOWED:
            code = "store.not_writable"
        else:
            code = "store.cannot_reach"
    else:
        primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_IOERR) & 0xFF
        code = _CODES.get(primary, "store.damaged")
        if code == "store.cannot_reach" and is_full(path):
            code = "store.disk_full"
    return ProjectError(
        code, file=path.name, folder=str(path.parent), detail=str(error)
    )


def is_full(path: Path) -> bool:
    """Tell whether the disk has no room for more, or the file is as large as may be."""
    try:
        no_room = shutil.disk_usage(path.parent).free < _ROOM_BYTES
        return no_room or 0 < _FAT_LIMIT - path.stat().st_size < _FAT_MARGIN
    except OSError:
        return False


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn failures of SQLite and of the disk into sentences for the user."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise to_project_error(error, path) from error


def connect_untouched(path: Path) -> sqlite3.Connection:
    """Open a file that is there without reading any of it."""
    if not path.is_file():
        raise ProjectError("store.missing", file=path.name, folder=str(path.parent))
    address = path.absolute().as_uri()
    if not address.startswith("file:///"):  # a Windows share: its server is no host
        address = address.replace("file://", "file:////", 1)
    # Were the file gone by now, an empty one in its place would end its log.
    return sqlite3.connect(
        f"{address}?mode=rw", timeout=BUSY_MS / 1000, isolation_level=None, uri=True
    )


def configure(db: sqlite3.Connection) -> None:
    """Choose that what is written is on the disk when a transaction ends."""
    # As FULL; with a rollback journal the folder is flushed as well.
    db.execute("PRAGMA synchronous=EXTRA")
    db.execute(f"PRAGMA wal_autocheckpoint={CARRY_PAGES}")
    # Some systems overwrite what is deleted, which takes as long as writing it.
    db.execute("PRAGMA secure_delete=OFF")


def connect(path: Path) -> sqlite3.Connection:
    """Open a file that is there; each statement is its own transaction."""
    db = connect_untouched(path)
    try:
        configure(db)
    except sqlite3.Error:
        db.close()
        raise
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Do all or nothing, and take the right to write at once."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:  # whatever it was, nothing half-done stays
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a connection for one reading of one moment, in any thread or process."""
    with explained(path):
        db = connect(path)
        try:
            db.execute("PRAGMA query_only=ON")
            db.execute("BEGIN")
            yield db
        finally:
            db.close()


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a connection for a few short transactions."""
    with explained(path):
        db = connect(path)
        try:
            yield db
        finally:
            db.close()


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Choose how edits are made safe: by the disk that the file lies on.

    A write-ahead log needs one flush of the disk for an edit, but memory that all
    its users share, which a network drive has not; there a rollback journal serves.
    """
    if place_of(path) is Place.NETWORK:
        db.execute("PRAGMA journal_mode=TRUNCATE")
    else:
        db.execute("PRAGMA journal_mode=WAL")


def leave_log(db: sqlite3.Connection) -> None:
    """Carry a log over that a session on a local disk left, without shared memory.

    Raises
    ------
    sqlite3.OperationalError
        If somebody has the file open.
    """
    db.execute("PRAGMA busy_timeout=0")
    db.execute("PRAGMA locking_mode=EXCLUSIVE")
    db.execute("PRAGMA journal_mode=TRUNCATE").fetchall()
    db.execute("PRAGMA locking_mode=NORMAL")
    db.execute("SELECT count(*) FROM sqlite_master").fetchall()  # lets go of the file
    db.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def log_of(path: Path) -> Path:
    """Return where SQLite puts the log of a file."""
    return path.with_name(f"{path.name}-wal")


def set_aside_log(path: Path) -> None:
    """Rename a log that is of another file than the one it lies beside.

    That is so when somebody has put a copy in the place of a file whose program
    had not ended properly.  SQLite would mix the two.
    """
    log = log_of(path)
    if not log.exists():
        return
    head = _head(path)
    # What cannot be read, as of a stick being pulled, proves nothing of the log.
    if len(head) < _HEAD_BYTES or _names_log(head):
        return
    # If it cannot be renamed, the file is read without it.
    with suppress(OSError):
        log.rename(path.with_name(f"{path.name}-{uuid4().hex[:8]}.log"))
        path.with_name(f"{path.name}-shm").unlink(missing_ok=True)


def has_log(path: Path) -> bool:
    """Tell whether the file says that a write-ahead log belongs to it."""
    return _names_log(_head(path))


def _names_log(head: bytes) -> bool:
    return head[18:19] == bytes([_WAL_VERSION])


def _head(path: Path) -> bytes:
    """Return the first bytes of a file.

    Except on Windows another process reads them: to close a file would take away
    the locks that this process has on it through SQLite.
    """
    if os.name == "nt":
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    command = ["head", "-c", str(_HEAD_BYTES), str(path)]
    return subprocess.run(command, capture_output=True, check=False).stdout  # noqa: S603 - the system's own program


def fold(db: sqlite3.Connection) -> None:
    """Carry everything into the one file, so that nothing else need be copied.

    If somebody else still has the file open, the last to close it does so.
    """
    try:
        db.execute("PRAGMA busy_timeout=0")
        db.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        return


def carry_over(path: Path) -> None:
    """Carry the log into the file without holding up whoever edits."""
    with writing(path) as db:
        db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
