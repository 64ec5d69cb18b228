# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Change an open project file: each step is one transaction with its inverse."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from operator import itemgetter

from landgis.errors import ProjectError
from landgis.project import journal, lock
from landgis.project.connection import explained, transaction
from landgis.project.documents import (
    TextChange,
    to_json,
    to_value,
    write_documents,
)
from landgis.project.journal import Author, StepRow, StepState
from landgis.project.opening import Session
from landgis.project.reader import ProjectReader
from landgis.project.values import (
    Changes,
    Edit,
    HistoryEntry,
    Json,
    Place,
    WhyReadOnly,
    name_of,
    to_put,
)


class ProjectWriter(ProjectReader):
    """What can be done to the documents of an open project file.

    An edit is safe on the disk when `commit` returns.  If `commit`, `undo`, `redo`
    or `restore` raises, nothing has changed.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._token = session.writer.token if session.writer else ""
        self._person = session.writer.person if session.writer else ""
        with explained(self.path):
            self._identity = self._identify()

    def commit(self, edit: Edit) -> Changes:
        """Write an edit; what it does not change is left out.

        Nothing is written and no step is made if it changes nothing.  Steps that
        were undone can then not be done again.

        Raises
        ------
        ProjectError
            If the project is read-only here or the disk fails.
        """
        self._require_writable()
        changes = self._mirror.changes(edit.puts)
        if not changes:
            return Changes()
        row = StepRow(None, edit.text, edit.params, edit.effect_mu, changes)
        self._append([row], changes)
        if len(changes) == len(edit.puts):  # each on its own, and none left out
            return Changes.from_puts(edit.puts)
        wanted = {(put.kind, put.id): put for put in edit.puts}
        return Changes.from_puts(tuple(wanted[change[:2]] for change in changes))

    def undo(self) -> Changes | None:
        """Take the newest step back; None if there is none.

        Raises
        ------
        ProjectError
            If the project is read-only here or the disk fails.
        """
        self._require_writable()
        return self._take_back(self._done[-1:])

    def redo(self) -> Changes | None:
        """Do the step again that was undone last; None if there is none.

        Raises
        ------
        ProjectError
            If the project is read-only here or the disk fails.
        """
        self._require_writable()
        return self._do_again(self._undone[:1])

    def restore(self, step: int) -> Changes:
        """Go back, or forward again, to how all was right after a step.

        Step 0 is how it was before the first step that is kept.  Like undoing it
        can be taken back until the next edit.

        Raises
        ------
        ProjectError
            If there is no such step, the project is read-only here or the disk
            fails.
        """
        self._require_writable()
        if step in self._undone:
            wanted = self._undone[: self._undone.index(step) + 1]
            return self._do_again(wanted) or Changes()
        if step and step not in self._done:
            raise self._no_step(step)
        later = [done for done in self._done if done > step]
        return self._take_back(later) or Changes()

    def set_state(self, key: str, value: Json) -> None:
        """Remember a state of the window: no step, and no flush of the disk.

        In a read-only project it is remembered until the end of the session.

        Raises
        ------
        ProjectError
            If the disk fails.
        """
        self._require_thread()
        text = to_json(value)
        if not self.read_only:
            self._db.execute("PRAGMA synchronous=NORMAL")
            try:
                with self._write():
                    self._db.execute(
                        "INSERT OR REPLACE INTO landgis_state VALUES (?,?)", (key, text)
                    )
            finally:
                self._db.execute("PRAGMA synchronous=EXTRA")
        self._state[key] = to_value(text)

    def beat(self) -> None:
        """Say that the session lives; to be called every few minutes.

        Raises
        ------
        ProjectError
            If the disk fails, or another session has taken the right to write.
        """
        self._require_writable()
        with self._write():
            pass

    def _require_writable(self) -> None:
        self._require_thread()
        if self._why_read_only is not None:
            raise ProjectError(
                f"store.read_only_{self._why_read_only.value}",
                file=self.path.name,
                folder=str(self.path.parent),
                person=self._writer.person if self._writer else "",
                host=self._writer.host if self._writer else "",
            )

    @contextmanager
    def _write(self) -> Iterator[Author]:
        """Hold one transaction, if the file is there and still ours."""
        with explained(self.path):
            self._require_file()
            with transaction(self._db):
                author = self._renew()
                yield author

    def _renew(self) -> Author:
        """Show that the session lives, if the right to write is still ours."""
        if not lock.renew(self._db, self._token):
            self._why_read_only = WhyReadOnly.HELD
            self._writer = lock.read_writer(self._db)
            self._require_writable()
        return Author(self._person, lock.host_name(), journal.time_text())

    def _require_file(self) -> None:
        """Notice that the file was moved or its disk taken out.

        Linux lets a program write into a file that nobody can find any more.
        """
        if self._identify() != self._identity:
            raise ProjectError(
                "store.moved", file=self.path.name, folder=str(self.path.parent)
            )

    def _swap(self, db: sqlite3.Connection) -> Changes:
        """Go on with another connection to the same file."""
        self._db.close()
        self._session = replace(self._session, db=db)
        self._db = db
        self._identity = self._identify()
        return self._reload()

    def _identify(self) -> tuple[int, int]:
        """Return what tells this file from another; servers number files anew."""
        status = self.path.stat()
        if self.place is Place.NETWORK:
            return 0, 0
        return status.st_dev, status.st_ino

    def _append(self, rows: Sequence[StepRow], changes: Sequence[TextChange]) -> None:
        """Write new steps, and what they change in all, in one transaction."""
        with self._write() as author:
            journal.abandon_undone(self._db)
            entries = [journal.append(self._db, row, writer=author) for row in rows]
            write_documents(self._db, changes)
            self._advance()
        self._follow_new(entries)
        self._follow(changes)

    def _take_back(self, steps: Sequence[int]) -> Changes | None:
        if not steps:
            return None
        changes = self._move(tuple(reversed(steps)), state=StepState.UNDONE)
        self._done = self._done[: -len(steps)]
        self._undone = [*steps, *self._undone]
        return changes

    def _do_again(self, steps: Sequence[int]) -> Changes | None:
        if not steps:
            return None
        changes = self._move(steps, state=StepState.DONE)
        self._done = [*self._done, *steps]
        self._undone = self._undone[len(steps) :]
        return changes

    def _move(self, steps: Sequence[int], *, state: StepState) -> Changes:
        """Apply steps or their inverses, one after another, in one transaction."""
        with self._write():
            put_of = itemgetter(0, 1, 3 if state is StepState.DONE else 2)
            wanted: dict[tuple[str, str], tuple[str, str, Json]] = {}
            for step in steps:
                rows = journal.changes_of(self._db, step)
                wanted.update(zip(map(name_of, rows), map(put_of, rows), strict=True))
            changes = self._mirror.changes(wanted.values())
            write_documents(self._db, changes)
            journal.mark(self._db, steps, state=state)
            self._advance()
        if self._entries is not None:
            for step in steps:
                self._entries[step] = replace(
                    self._entries[step], is_undone=state is StepState.UNDONE
                )
        self._follow(changes)
        puts = map(wanted.__getitem__, map(name_of, changes))
        return Changes.from_puts(tuple(map(to_put, puts)))

    def _advance(self) -> None:
        """Let readers see, within the transaction, that documents have changed."""
        self._db.execute(
            "UPDATE landgis_meta SET value=? WHERE key='generation'",
            (str(self._generation + 1),),
        )

    def _follow(self, changes: Sequence[TextChange]) -> None:
        """Bring memory up to what was written."""
        self._generation += 1
        self._mirror.apply(changes)

    def _follow_new(self, entries: Sequence[HistoryEntry]) -> None:
        """Add new steps, which end what could be done again."""
        if self._entries is not None:
            for step in self._undone:
                del self._entries[step]
            self._entries |= {entry.step: entry for entry in entries}
        self._done = [*self._done, *(entry.step for entry in entries)]
        self._undone = []
