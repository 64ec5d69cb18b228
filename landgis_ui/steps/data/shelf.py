# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of the data step, in order, and the one that is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from landgis_ui.steps.data.entries import FileEntry


class Shelf(QObject):
    """Holds the files; whoever changes one puts its new value here.

    Signals
    -------
    listed()
        Files came, went or changed places.
    changed(str)
        The file of that id has another value.
    current_changed()
        Another file is looked at, or none.
    """

    listed = pyqtSignal()
    changed = pyqtSignal(str)
    current_changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, FileEntry] = {}
        self._current = ""

    @property
    def entries(self) -> tuple[FileEntry, ...]:
        """The files in the order of the list."""
        return tuple(self._entries.values())

    @property
    def current(self) -> FileEntry | None:
        """The file that is looked at."""
        return self._entries.get(self._current)

    def entry(self, entry_id: str) -> FileEntry | None:
        """Return the file of an id, if it is still there."""
        return self._entries.get(entry_id)

    def add(self, entries: Iterable[FileEntry], *, after: str = "") -> None:
        """Put files at the end, or behind another one."""
        new = {entry.id: entry for entry in entries}
        if not new:
            return
        if after in self._entries:
            ids = list(self._entries)
            cut = ids.index(after) + 1
            pairs = list(self._entries.items())
            self._entries = dict([*pairs[:cut], *new.items(), *pairs[cut:]])
        else:
            self._entries |= new
        self.listed.emit()
        if self.current is None:
            self.select(next(iter(new)))

    def put(self, entry: FileEntry) -> None:
        """Give a file another value; one that has gone stays gone."""
        if entry.id in self._entries and self._entries[entry.id] != entry:
            self._entries[entry.id] = entry
            self.changed.emit(entry.id)

    def change(self, entry_id: str, **values: Any) -> FileEntry | None:
        """Change some values of a file and return it."""
        entry = self._entries.get(entry_id)
        if entry is None:
            return None
        entry = replace(entry, **values)
        self.put(entry)
        return entry

    def drop(self, *entry_ids: str) -> None:
        """Take files off the list; the next one is looked at then."""
        gone = [each for each in entry_ids if each in self._entries]
        if not gone:
            return
        ids = list(self._entries)
        place = ids.index(self._current) if self._current in ids else 0
        for each in gone:
            del self._entries[each]
        self.listed.emit()
        if self._current in gone:
            rest = list(self._entries)
            self._set_current(rest[min(place, len(rest) - 1)] if rest else "")

    def clear(self) -> None:
        """Take everything off the list."""
        self.drop(*self._entries)

    def select(self, entry_id: str) -> None:
        """Look at another file."""
        if entry_id in self._entries and entry_id != self._current:
            self._set_current(entry_id)

    def _set_current(self, entry_id: str) -> None:
        self._current = entry_id
        self.current_changed.emit()
