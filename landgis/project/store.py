# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project store: every edit is one transaction that holds its inverse."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from landgis.errors import ProjectError
from landgis.progress import SILENT, Progress
from landgis.project import journal, lock
from landgis.project.compact import compact_file
from landgis.project.connection import connect, explained, prepare
from landgis.project.copies import copy_into
from landgis.project.datasets import copy_datasets, named_ids, write_dataset
from landgis.project.documents import to_puts
from landgis.project.export import export_folder
from landgis.project.layout import read_meta
from landgis.project.opening import create_file, open_session
from landgis.project.takeover import compare, read_line
from landgis.project.values import Changes, Compacted, Json, TakenOver
from landgis.project.writer import ProjectWriter


class ProjectStore(ProjectWriter):
    """A project file, open in one thread.

    While it is open, nothing in the same process may open the file with GDAL
    (pyogrio): its SQLite does not know of ours, and on Linux the one that closes the
    file first takes the other's locks away.  Another process may.
    """

    @classmethod
    def create(cls, path: Path, *, person: str | None = None) -> ProjectStore:
        """Make a project file and open it.

        Raises
        ------
        ProjectError
            If the file exists or cannot be written.
        """
        create_file(path)
        return cls.open(path, person=person)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        person: str | None = None,
        seize: bool = False,
    ) -> ProjectStore:
        """Open a project file; if another session writes, for reading alone.

        Parameters
        ----------
        person
            Name for the history; else who is logged in.
        seize
            Take the right to write from a session of which the user knows that it
            has ended; if it has not, it can only read from then on.

        Raises
        ------
        ProjectError
            If it is missing, damaged, no project, or of a newer format.
        """
        session = open_session(path, read_only=read_only, person=person, seize=seize)
        try:
            return cls(session)
        except BaseException:
            session.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        self._require_thread()
        self._session.close()

    def put_dataset(
        self, kind: str, tables: Mapping[str, pa.Table], meta: Json = None
    ) -> str:
        """Write tables that will never change; return their id.

        Nothing of the project changes until a document names the id, so this
        works where another session edits.  `write_dataset` does the same in
        another thread or process.
        """
        self._require_thread()
        return write_dataset(self.path, kind, tables, meta=meta)

    def refresh(self) -> Changes:
        """Follow what another session has written since the project was read.

        Raises
        ------
        ProjectError
            If the file cannot be read any more.
        """
        self._require_thread()
        with explained(self.path):
            if self._read_generation() == self._generation:
                return Changes()
            return self._reload()

    def save_as(self, target: Path) -> Path:
        """Write a compact copy to a new file; this project stays open.

        It works even if the file was taken away and only this session still has
        it.  `save_copy` does the same in another thread or process.

        Raises
        ------
        ProjectError
            If there is such a file, it cannot be written, or the disk is full.
        """
        self._require_thread()
        self._db.execute("PRAGMA query_only=OFF")
        try:
            return copy_into(self._db, target)
        finally:
            if self.read_only:
                self._db.execute("PRAGMA query_only=ON")

    def export_folder(self, folder: Path, *, progress: Progress = SILENT) -> Path:
        """Write the project as a folder of plain files.

        Raises
        ------
        ProjectError
            If the folder exists or cannot be written.
        """
        self._require_thread()
        return export_folder(self._file, folder, progress=progress)

    def compact(self, *, keep_steps: int | None = None) -> Compacted:
        """Drop steps that were given up, data that nothing names, and empty pages.

        Raises
        ------
        ProjectError
            If the project is read-only here or the disk fails.
        """
        self._require_writable()
        compacted = compact_file(self.path, self._token, keep_steps=keep_steps)
        self.refresh()
        return compacted

    def take_over(self, other: Path) -> TakenOver:
        """Take over what another copy of this project has done since they parted.

        Each of its steps becomes a step here, with its author.  Documents that both
        copies changed differently stay as they are here and are returned.

        Raises
        ------
        ProjectError
            If the other file is of another project, or the steps since they parted
            are no longer kept.
        """
        self._require_writable()
        session = open_session(other, read_only=True, person=None, seize=False)
        try:
            if session.uuid != self.uuid:
                raise ProjectError(
                    "store.other_project", file=other.name, folder=str(other.parent)
                )
            with explained(other):
                ours, theirs = read_line(self._db), read_line(session.db)
                found = compare(session.db, ours, theirs, path=other)
            changes = journal.merged(row.changes for row in found.rows)
            ids = {i for c in changes for i in named_ids(c.after or "")}
            copy_datasets(session.db, self.path, sorted(ids))
        finally:
            session.close()
        if found.rows:
            self._append(found.rows, changes)
        return TakenOver(
            changes=Changes.from_puts(to_puts(changes)),
            steps=len(found.rows),
            conflicts=found.conflicts,
        )

    def reconnect(self) -> Changes:
        """Go on after a stick or a network drive has come back.

        Raises
        ------
        ProjectError
            If the file is still out of reach, or another session writes into it.
        """
        self._require_thread()
        with explained(self.path):
            db = connect(self.path)
            try:
                self._require_same(db)
                prepare(db, self.path)
            except BaseException:
                db.close()
                raise
            return self._swap(db)

    def _require_same(self, db: sqlite3.Connection) -> None:
        """Refuse a file that another session has written into, or another project."""
        meta = read_meta(db)
        holder = lock.read_writer(db)
        token = holder.token if holder else ""
        if meta["uuid"] != self.uuid or token != self._token:
            raise ProjectError(
                "store.moved", file=self.path.name, folder=str(self.path.parent)
            )
