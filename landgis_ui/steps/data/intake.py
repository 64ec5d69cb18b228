# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files are looked into one after another in the second process, without asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject

from landgis.errors import LandGISError
from landgis.operations.import_trial import ImportTrial, TrialRequest
from landgis.operations.project_file import ReadOptions
from landgis_ui.context import Context
from landgis_ui.steps.data.entries import (
    FileEntry,
    FileState,
    Stage,
    new_entry,
    role_by_name,
)
from landgis_ui.steps.data.memory import KEY, recall
from landgis_ui.steps.data.reading import read_first, read_trial
from landgis_ui.steps.data.shelf import Shelf
from landgis_ui.work.jobs import Job


class Intake(QObject):
    """Reads what is put on the shelf, and reads again what is chosen otherwise."""

    def __init__(
        self, context: Context, shelf: Shelf, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shelf = shelf
        self._queue: list[str] = []
        self._job: Job | None = None
        self._reading = ""
        self._request: TrialRequest | None = None

    @property
    def is_busy(self) -> bool:
        """Whether anything is being read or waits for it."""
        return self._job is not None or bool(self._queue)

    def add(self, paths: Iterable[Path], *, after: str = "") -> None:
        """Put files and folders on the list and read them; none is asked about."""
        there = {(entry.path, entry.part) for entry in self._shelf.entries}
        new = [
            new_entry(path)
            for path in dict.fromkeys(paths)
            if (path, None) not in there
        ]
        self._shelf.add(new, after=after)
        for entry in new:
            self._queue.append(entry.id)
        self._next()

    def reread(self, entry_id: str, **values: Any) -> None:
        """Change what is said of a file and read it again, before all that wait."""
        entry = self._shelf.change(entry_id, **values)
        if entry is None:
            return
        if self._reading == entry_id and self._job is not None:
            self._job.cancel()
        self._queue = [entry_id, *(each for each in self._queue if each != entry_id)]
        self._shelf.change(entry_id, state=FileState.READING, error="", stage=Stage())
        self._next()

    def choose(self, entry_id: str, options: ReadOptions) -> None:
        """Read a file with other options."""
        self.reread(entry_id, options=options, is_remembered=False)

    def replace_file(self, entry_id: str, path: Path) -> None:
        """Read another file in the place of one that cannot be read."""
        self.reread(
            entry_id,
            path=path,
            part=None,
            trial=None,
            options=ReadOptions(),
            takes_readable=False,
        )

    def forget(self, entry_id: str) -> None:
        """Stop reading a file that leaves the list."""
        self._queue = [each for each in self._queue if each != entry_id]
        if self._reading == entry_id and self._job is not None:
            self._job.cancel()

    def forget_gone(self) -> None:
        """Stop reading what is no longer on the list: another project is open."""
        self._queue = [each for each in self._queue if self._shelf.entry(each)]
        if self._job is not None and self._shelf.entry(self._reading) is None:
            self._job.cancel()

    def _next(self) -> None:
        while self._job is None and self._queue:
            entry = self._shelf.entry(self._queue.pop(0))
            if entry is not None:
                self._start(entry)

    def _start(self, entry: FileEntry) -> None:
        self._request = self._to_request(entry)
        self._reading = entry.id
        read = read_first if entry.trial is None and entry.part is None else read_trial
        title = self._context.words("data.reading_file", file=entry.name)
        job = self._context.workspace.jobs.start(read, self._request, title=title)
        self._job = job
        self._shelf.change(entry.id, state=FileState.READING, stage=Stage())
        job.progressed.connect(self._show_progress)
        job.succeeded.connect(self._take)
        job.failed.connect(self._fail)
        job.cancelled.connect(self._stop)
        job.finished.connect(self._finish)

    def _to_request(self, entry: FileEntry) -> TrialRequest:
        store = self._context.workspace.store
        project = (store.document("project", "project") if store else None) or {}
        day = str(project.get("reference_date") or "")
        return TrialRequest(
            path=entry.path,
            part=entry.part,
            role=entry.role,
            options=entry.options,
            region=project.get("region") or None,
            working=project.get("crs") or None,
            reference_year=date.fromisoformat(day).year if day else None,
        )

    def _show_progress(self, done: int, total: int, stage: str) -> None:
        self._shelf.change(
            self._reading, stage=Stage(done=done, total=total, text=stage)
        )

    def _take(self, found: ImportTrial | tuple[Path, ...]) -> None:
        entry_id = self._reading
        if isinstance(found, tuple):
            self.add(found, after=entry_id)
            self._shelf.drop(entry_id)
            return
        entry = self._shelf.entry(entry_id)
        if entry is None or entry_id in self._queue:
            return  # gone, or already asked for otherwise
        if found.error is not None:
            # What the project holds stays good when its file has gone.
            state = FileState.READ if entry.is_used else FileState.FAILED
            self._shelf.put(replace(entry, state=state, error=found.error, trial=None))
            return
        is_first = entry.trial is None and not entry.is_used
        several = found.role.is_layer and len(found.parts) > 1
        part = entry.part or found.part or (found.parts[0] if several else None)
        self._shelf.put(
            replace(entry, state=FileState.READ, trial=found, part=part, error="")
        )
        if is_first:
            self._add_other_parts(entry_id, found)
            self._recall(entry_id, found)

    def _add_other_parts(self, entry_id: str, found: ImportTrial) -> None:
        """List the other layers of a file as well; other sheets are a choice only."""
        if not found.role.is_layer or len(found.parts) < 2:  # noqa: PLR2004 - one is itself
            return
        entry = self._shelf.entry(entry_id)
        there = {(each.path, each.part) for each in self._shelf.entries}
        others = [
            new_entry(found.path, part)
            for part in found.parts
            if entry is not None and (found.path, part) not in there
        ]
        self._shelf.add(others, after=entry_id)
        self._queue.extend(other.id for other in others)

    def _recall(self, entry_id: str, found: ImportTrial) -> None:
        entry = self._shelf.entry(entry_id)
        if entry is None or entry.role is not None:
            return
        known = recall(self._context.settings.get(KEY), found, entry.options)
        named = role_by_name(entry.path, found)
        if known is not None:
            role, options = known
            self.reread(entry_id, role=role, options=options, is_remembered=True)
        elif named is not None and named != found.role.role:
            self.reread(entry_id, role=named)

    def _fail(self, error: object) -> None:
        if not isinstance(error, LandGISError):
            self._shelf.change(
                self._reading,
                state=FileState.FAILED,
                error=self._context.words("data.broke"),
            )
            raise error if isinstance(error, BaseException) else TypeError(error)
        self._shelf.change(
            self._reading,
            state=FileState.FAILED,
            error=self._context.words.sentence(error),
        )

    def _stop(self) -> None:
        if self._reading in self._queue:
            return
        entry = self._shelf.entry(self._reading)
        if entry is not None:
            is_good = entry.trial is not None or entry.is_used
            state = FileState.READ if is_good else FileState.FAILED
            error = "" if is_good else self._context.words("data.stopped")
            self._shelf.put(replace(entry, state=state, error=error))

    def _finish(self) -> None:
        self._job, self._reading = None, ""
        self._next()
