# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read an open project file."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path

from landgis.errors import ProjectError
from landgis.project import journal
from landgis.project.connection import explained
from landgis.project.datasets import Dataset, find_dataset
from landgis.project.documents import Documents, Mirror, to_puts
from landgis.project.journal import StepState
from landgis.project.opening import Session
from landgis.project.values import (
    Changes,
    DocumentChange,
    HistoryEntry,
    Json,
    Place,
    Recovered,
    WhyReadOnly,
    Writer,
)


class ProjectReader:
    """What can be read of an open project file, in the thread that opened it.

    Documents are held in memory, so they are read at once.
    """

    def __init__(self, session: Session) -> None:
        self._thread = threading.get_ident()
        self._session = session
        self._db = session.db
        self._why_read_only = session.why_read_only
        self._writer = session.writer
        self.path: Path = session.path
        self.uuid: str = session.uuid
        self.place: Place = session.place
        self.recovered: Recovered | None = session.recovered
        with explained(self.path):
            self._load()

    def _load(self) -> None:
        """Read the file into memory."""
        self._db.execute("BEGIN")
        try:
            self._mirror = Mirror.read(self._db)
            self._done = journal.steps_in(self._db, StepState.DONE)
            self._undone = journal.steps_in(self._db, StepState.UNDONE)
            self._state: dict[str, Json] = {
                key: json.loads(text)
                for key, text in self._db.execute(
                    "SELECT key, value FROM landgis_state"
                )
            }
            self._generation = self._read_generation()
        finally:
            self._db.execute("COMMIT")
        self._entries: dict[int, HistoryEntry] | None = None

    def _read_generation(self) -> int:
        row = self._db.execute(
            "SELECT value FROM landgis_meta WHERE key='generation'"
        ).fetchone()
        return int(row[0])

    def _reload(self) -> Changes:
        """Read the file again; return what is different."""
        before = self._mirror
        self._load()
        return Changes.from_puts(to_puts(self._mirror.since(before)))

    def _require_thread(self) -> None:
        if threading.get_ident() != self._thread:
            raise RuntimeError("a project belongs to the thread that opened it")

    @property
    def read_only(self) -> bool:
        """Whether the project cannot be changed here."""
        return self._why_read_only is not None

    @property
    def why_read_only(self) -> WhyReadOnly | None:
        """Why the project cannot be changed here; None if it can."""
        return self._why_read_only

    @property
    def writer(self) -> Writer | None:
        """Who holds the right to write: this session, somebody else, or nobody."""
        return self._writer

    def documents(self, kind: str) -> Mapping[str, Json]:
        """Return the documents of a kind by id; the mapping follows every edit.

        The values must not be changed.
        """
        self._require_thread()
        return self._documents(kind)

    def _documents(self, kind: str) -> Documents:
        return self._mirror.of(kind)

    def document(self, kind: str, document_id: str) -> Json:
        """Return a document, or None if there is none."""
        self._require_thread()
        return self._mirror.of(kind).get(document_id)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._done) and not self.read_only

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._undone) and not self.read_only

    def history(self) -> tuple[HistoryEntry, ...]:
        """Return the steps, the oldest first; those undone are at the end."""
        self._require_thread()
        if self._entries is None:
            with explained(self.path):
                self._entries = {e.step: e for e in journal.entries(self._db)}
        return tuple(self._entries.values())

    def changes_of(self, step: int) -> tuple[DocumentChange, ...]:
        """Return what a step changed, value by value.

        Raises
        ------
        ProjectError
            If the history does not have this step any more.
        """
        self._require_thread()
        try:
            with explained(self.path):
                return journal.changes_of(self._db, step)
        except KeyError as error:
            raise self._no_step(step) from error

    def _no_step(self, step: int) -> ProjectError:
        return ProjectError("store.no_step", step=step)

    def dataset(self, dataset_id: str) -> Dataset:
        """Find a data set; it may be read in any thread or process.

        Raises
        ------
        ProjectError
            If there is none, or it was not written to its end.
        """
        self._require_thread()
        with explained(self.path):
            return find_dataset(self._db, self._file, dataset_id)

    @property
    def _file(self) -> Path:
        """The file that is read: a copy, if the log could not be worked in."""
        if self._session.copy is None:
            return self.path
        return Path(self._session.copy.name) / self.path.name

    def state(self, key: str) -> Json:
        """Return a remembered state of the window, or None."""
        self._require_thread()
        return self._state.get(key)
