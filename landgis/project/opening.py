# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Open a project file: who else has it, on what disk, and what the last end left."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import landgis
from landgis.errors import ProjectError
from landgis.project import journal, lock
from landgis.project.connection import (
    configure,
    connect,
    connect_untouched,
    explained,
    fold,
    has_log,
    leave_log,
    log_of,
    prepare,
    set_aside_log,
    transaction,
)
from landgis.project.datasets import headless, remove_chunks
from landgis.project.layout import FORMAT, make_tables, read_meta, write_meta
from landgis.project.migrations import bring_up, format_of, migrate
from landgis.project.place import place_of
from landgis.project.values import Place, Recovered, WhyReadOnly, Writer

_READ_ONLY = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_FULL,
}


@dataclass(frozen=True, kw_only=True)
class Session:
    """An open project file and what was found out about it."""

    path: Path
    place: Place
    db: sqlite3.Connection
    uuid: str
    writer: Writer | None
    why_read_only: WhyReadOnly | None
    recovered: Recovered | None = None
    copy: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Close the connection; nothing but the one file stays, if we can help it."""
        try:
            if self.why_read_only is None and self.writer is not None:
                with transaction(self.db):
                    lock.release(self.db, self.writer.token)
                fold(self.db)
        except sqlite3.Error:
            pass  # the disk is gone: the next to open the file recovers it
        finally:
            self.db.close()
            if self.copy is not None:
                self.copy.cleanup()


def create_file(path: Path) -> None:
    """Write an empty project file; it appears only when it is whole.

    Raises
    ------
    ProjectError
        If there is such a file, or the folder cannot be written.
    """
    if path.exists():
        raise ProjectError("store.exists", file=path.name, folder=str(path.parent))
    draft = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    with explained(path):
        try:
            draft.touch(exist_ok=False)  # tells why not, if it cannot
            db = sqlite3.connect(draft, isolation_level=None)
            try:
                with transaction(db):
                    make_tables(db)
                    write_meta(
                        db,
                        format=str(FORMAT),
                        uuid=uuid4().hex,
                        created=journal.time_text(),
                        program=landgis.__version__,
                        generation="0",
                        trimmed="0",
                    )
            finally:
                db.close()
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def open_session(
    path: Path, *, read_only: bool, person: str | None, seize: bool
) -> Session:
    """Open a project file, for writing if that is asked and possible.

    Raises
    ------
    ProjectError
        If it is missing, damaged, no project, or of a newer format.
    """
    with explained(path):
        db = connect_untouched(path)
        try:
            set_aside_log(path)
            session = _open(db, path, person=person, read_only=read_only, seize=seize)
        except BaseException:
            db.close()
            raise
    if session.why_read_only is not None:
        session.db.execute("PRAGMA query_only=ON")
    return session


def _open(
    db: sqlite3.Connection,
    path: Path,
    *,
    person: str | None,
    read_only: bool,
    seize: bool,
) -> Session:
    """Look at the file and at who writes into it, and be the writer if possible."""
    why = _why_copy(db, path, read_only=read_only)
    if why is not None:
        db.close()
        return _open_copy(path, why=why)
    configure(db)
    session = _look(db, path)
    if read_only:
        return session
    if session.writer is not None and not seize and not lock.is_gone(db, path):
        return replace(session, why_read_only=WhyReadOnly.HELD)
    try:
        prepare(db, path)
        return _begin(session, person=person or lock.person_name())
    except sqlite3.OperationalError as error:
        if not _is_read_only(error):
            raise
        return replace(session, why_read_only=WhyReadOnly.MEDIUM)


def _why_copy(
    db: sqlite3.Connection, path: Path, *, read_only: bool
) -> WhyReadOnly | None:
    """Tell why the file can only be read from a copy, if so; else make it ready.

    On a network drive a write-ahead log cannot be worked in, on a read-only medium
    nothing that was left beside the file, and files of an old format nowhere.
    """
    try:
        if log_of(path).exists() and not has_log(path):
            return WhyReadOnly.MEDIUM  # the log is of another file, and stuck
        if place_of(path) is Place.NETWORK and has_log(path):
            if read_only:
                return WhyReadOnly.ASKED
            leave_log(db)
        if format_of(db, path) < FORMAT:
            return _bring_up(db, path, read_only=read_only)
    except sqlite3.OperationalError as error:
        if _is_read_only(error):
            return WhyReadOnly.MEDIUM
        if _code(error) != sqlite3.SQLITE_BUSY or place_of(path) is not Place.NETWORK:
            raise
        return WhyReadOnly.HELD
    return None


def _bring_up(
    db: sqlite3.Connection, path: Path, *, read_only: bool
) -> WhyReadOnly | None:
    """Migrate a file of an old format, or tell why only a copy can be."""
    if read_only:
        return WhyReadOnly.ASKED
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return WhyReadOnly.MEDIUM
    migrate(db, path)
    return None


def _look(db: sqlite3.Connection, path: Path) -> Session:
    """Return what the file says of itself and who writes into it."""
    return Session(
        path=path,
        place=place_of(path),
        db=db,
        uuid=read_meta(db)["uuid"],
        writer=lock.read_writer(db),
        why_read_only=WhyReadOnly.ASKED,
    )


def _begin(session: Session, *, person: str) -> Session:
    """Take the right to write, and clear up after a session that broke off."""
    db = session.db
    with transaction(db):
        before = lock.read_writer(db)
        if before != session.writer and before is not None:
            return replace(
                session, writer=before, why_read_only=WhyReadOnly.HELD
            )  # somebody was quicker
        known = [] if before is None else journal.entries(db)
        first = 0 if before is None else lock.first_step(db)
        writer = lock.take(db, person=person, last_step=journal.last_step(db))
    dropped = 0
    with suppress(sqlite3.OperationalError):  # a full disk: the next session may
        dropped = remove_chunks(db, headless(db))
    recovered = None
    if before is not None:
        recovered = Recovered(
            writer=before,
            steps=sum(entry.step > first for entry in known),
            last=known[-1] if known else None,
            dropped_bytes=dropped,
        )
    return replace(session, writer=writer, why_read_only=None, recovered=recovered)


def _open_copy(path: Path, *, why: WhyReadOnly) -> Session:
    """Read a file that cannot be worked in where it lies: from a copy."""
    folder = tempfile.TemporaryDirectory(prefix="landgis-")
    try:
        target = Path(folder.name) / path.name
        for suffix in ("", "-journal", *(["-wal"] if has_log(path) else [])):
            source = path.with_name(path.name + suffix)
            if source.exists():
                shutil.copyfile(source, target.with_name(target.name + suffix))
        db = connect(target)
        try:
            if format_of(db, path) < FORMAT:
                bring_up(db)
            session = _look(db, target)
        except BaseException:
            db.close()
            raise
    except BaseException:
        folder.cleanup()
        raise
    return replace(
        session, path=path, place=place_of(path), why_read_only=why, copy=folder
    )


def _is_read_only(error: sqlite3.Error) -> bool:
    return _code(error) in _READ_ONLY


def _code(error: sqlite3.Error) -> int:
    return error.sqlite_errorcode & 0xFF
