# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the format of the project file has changed, and how old files are brought up.

Format 0 was the prototype: tables for documents and journal, no GeoPackage; the
journal held its changes as plain JSON and did not know on which computer.
Format 1 is a GeoPackage, with data sets, states and a lock.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

import landgis
from landgis.errors import ProjectError
from landgis.messages import text
from landgis.project.connection import explained, transaction
from landgis.project.copies import SUFFIX, copy_into, project_name
from landgis.project.layout import FORMAT, make_tables, read_meta, write_meta

Migration = Callable[[sqlite3.Connection], None]


def format_of(db: sqlite3.Connection, path: Path) -> int:
    """Return the number of the file's format.

    Raises
    ------
    ProjectError
        If it is no project, or of a format newer than this program knows.
    """
    try:
        meta = read_meta(db)
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        raise _no_project(path) from error
    number = meta.get("format", "")
    if not number.isdecimal():
        raise _no_project(path)
    if int(number) > FORMAT:
        program = meta.get("program", "")
        raise ProjectError("store.newer", file=path.name, program=program)
    return int(number)


def migrate(db: sqlite3.Connection, path: Path) -> Path:
    """Bring a file to the newest format, and keep it as it was beside it.

    Nothing is changed before the copy is safe; then all steps are one transaction.

    Raises
    ------
    ProjectError
        If the copy cannot be written or the disk fails.
    """
    backup = _backup_path(path, format_of(db, path))
    with explained(path):
        copy_into(db, backup)
        bring_up(db)
    return backup


def bring_up(db: sqlite3.Connection) -> None:
    """Go through all formats up to the newest, in one transaction."""
    with transaction(db):
        for number in range(int(read_meta(db)["format"]), FORMAT):
            MIGRATIONS[number](db)
            write_meta(db, format=str(number + 1), program=landgis.__version__)


def _backup_path(path: Path, number: int) -> Path:
    """Return a name beside the project that is not taken."""
    name = text("store.backup", name=project_name(path), format=number)
    candidate = path.with_name(f"{name}{SUFFIX}")
    count = 1
    while candidate.exists():
        count += 1
        candidate = path.with_name(f"{name} {count}{SUFFIX}")
    return candidate


def _no_project(path: Path) -> ProjectError:
    return ProjectError("store.not_a_project", file=path.name, folder=str(path.parent))


def _from_0(db: sqlite3.Connection) -> None:
    documents = db.execute("SELECT kind, id, value FROM landgis_document").fetchall()
    steps = db.execute(
        "SELECT step, time, author, title, changes, undone FROM landgis_journal"
    ).fetchall()
    meta = read_meta(db)
    for table in ("landgis_document", "landgis_journal", "landgis_meta"):
        db.execute(f"DROP TABLE {table}")
    make_tables(db)
    write_meta(db, **meta, generation=str(len(steps)), trimmed="0")
    db.executemany("INSERT INTO landgis_document VALUES (?,?,?)", documents)
    db.executemany(
        "INSERT INTO landgis_journal VALUES (?,?,?,?,'',?,'{}',?,NULL,?,?)",
        [
            (
                step,
                uuid4().hex,
                time,
                author,
                title,
                len(json.loads(changes)),
                undone,
                zlib.compress(changes.encode()),
            )
            for step, time, author, title, changes, undone in steps
        ],
    )


MIGRATIONS: Mapping[int, Migration] = MappingProxyType({0: _from_0})
