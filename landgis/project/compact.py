# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make a project file smaller: drop data that nothing names any more."""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

from landgis.errors import ProjectError
from landgis.project import lock
from landgis.project.connection import transaction, writing
from landgis.project.datasets import named_ids, remove_chunks
from landgis.project.journal import StepState
from landgis.project.layout import write_meta
from landgis.project.values import Compacted


def compact_file(path: Path, token: str, *, keep_steps: int | None = None) -> Compacted:
    """Drop steps that were given up, data that nothing names, and empty pages.

    May be called in any process on behalf of the session that may write; that
    session has to `refresh` afterwards.

    Parameters
    ----------
    token
        `ProjectStore.writer.token` of that session.
    keep_steps
        How many of the newest steps to keep; None keeps all, and with them the
        data that they name.

    Raises
    ------
    ProjectError
        If the session may not write any more, or the disk fails.
    """
    with writing(path) as db:
        before = _size(path)
        with transaction(db):
            if not lock.renew(db, token):
                raise ProjectError(
                    "store.busy", file=path.name, folder=str(path.parent), detail=""
                )
            steps, freed = _trim(db, keep_steps)
            gone = _unnamed(db, token, freed)
            db.executemany(
                "DELETE FROM landgis_dataset WHERE id=?", [(name,) for name in gone]
            )
        remove_chunks(db, gone)
        db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return Compacted(
            steps=steps,
            datasets=len(gone),
            bytes_before=before,
            bytes_after=_size(path),
        )


def _trim(db: sqlite3.Connection, keep_steps: int | None) -> tuple[int, set[str]]:
    """Drop old steps; return how many, and the ids that they named."""
    limit = 0
    if keep_steps is not None:
        oldest = db.execute(
            "SELECT step, uuid FROM landgis_journal WHERE state=? ORDER BY step DESC"
            " LIMIT 1 OFFSET ?",
            (StepState.DONE, keep_steps),
        ).fetchone()
        if oldest is not None:
            limit = oldest[0]
            write_meta(db, trimmed=oldest[1])
    which = "FROM landgis_journal WHERE step<=? OR state=?"
    rows = (limit, StepState.ABANDONED)
    freed: set[str] = set()
    for (blob,) in db.execute(f"SELECT changes {which}", rows):
        freed |= named_ids(zlib.decompress(blob).decode())
    cursor = db.execute(f"DELETE {which}", rows)
    db.execute("UPDATE landgis_meta SET value=value+1 WHERE key='generation'")
    return cursor.rowcount, freed


def _unnamed(db: sqlite3.Connection, token: str, freed: set[str]) -> list[str]:
    """Return the data sets that neither a document nor a step names.

    One of this session that no step ever named may be about to be named.
    """
    named: set[str] = set()
    for (value,) in db.execute("SELECT value FROM landgis_document"):
        named |= named_ids(value)
    for (blob,) in db.execute("SELECT changes FROM landgis_journal"):
        named |= named_ids(zlib.decompress(blob).decode())
    return [
        name
        for name, session in db.execute("SELECT id, session FROM landgis_dataset")
        if name not in named and (session != token or name in freed)
    ]


def _size(path: Path) -> int:
    log = path.with_name(f"{path.name}-wal")
    return path.stat().st_size + (log.stat().st_size if log.exists() else 0)
