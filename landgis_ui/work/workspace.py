# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is open: the project, its data and results, the selection; one for a window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from landgis.operations.loading import Loaded
from landgis.operations.stored_analysis import StoredResult
from landgis.project import Changes, Edit, ProjectStore
from landgis.search.filters import Filter
from landgis_ui.work.jobs import JobRunner
from landgis_ui.work.map_state import MapState
from landgis_ui.work.selection import Rows, Selection

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A sentence for the user that goes away by itself, with one thing to do.

    `tone` is ``done``, ``look`` or ``failed``.
    """

    text: str
    tone: str = "done"
    action_text: str = ""
    action: Callable[[], object] | None = None


@dataclass(frozen=True, kw_only=True)
class MapRequest:
    """A place to show: parcels by row, or bounds in the working system."""

    rows: Rows | None = None
    bounds: Bounds | None = None
    flash: bool = True


@dataclass(frozen=True, kw_only=True)
class TableRequest:
    """Rows to list: a table by its name, and a filter or rows of it."""

    table: str
    filter: Filter | None = None
    rows: Rows | None = None
    title: str = ""


class Workspace(QObject):
    """Owns the open project and is the only object that changes it.

    Rows of the selection are those of the map: the parcels in their order, then
    what is left of each approval (`landgis.report.headline.land_statuses`).

    Signals
    -------
    project_changed()
        Another project is open, or none.
    documents_changed(object)
        An edit, undo or redo; the value is `landgis.project.Changes`.
    history_moved()
        Steps were taken back or done again; after `documents_changed`.
    loaded_changed()
        The checked data are others, or there are none.
    picture_found(object)
        What the map shows first of a result that is still being read: a
        `landgis.operations.stored_picture.Picture`.
    result_changed()
        The result is another one, or there is none.
    noticed(object)
        A `Notice` for the user.
    map_requested(object), table_requested(object), step_requested(str)
        A panel wants the map, the table or the step of that id to show something.
    filter_changed()
        `filter` is another one.
    utility_requested(str, str)
        A panel wants a utility (rules, whatif …) to show something of that name.
    """

    project_changed = pyqtSignal()
    documents_changed = pyqtSignal(object)
    history_moved = pyqtSignal()
    loaded_changed = pyqtSignal()
    picture_found = pyqtSignal(object)
    result_changed = pyqtSignal()
    noticed = pyqtSignal(object)
    map_requested = pyqtSignal(object)
    table_requested = pyqtSignal(object)
    step_requested = pyqtSignal(str)
    filter_changed = pyqtSignal()
    utility_requested = pyqtSignal(str, str)

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.selection = Selection(self)
        self.map_state = MapState(self)
        self._store: ProjectStore | None = None
        self._loaded: Loaded | None = None
        self._result: StoredResult | None = None
        self._filter = Filter()

    @property
    def store(self) -> ProjectStore | None:
        """The open project file."""
        return self._store

    @property
    def loaded(self) -> Loaded | None:
        """The data as the checks left them."""
        return self._loaded

    @property
    def result(self) -> StoredResult | None:
        """The result of the last analysis."""
        return self._result

    @property
    def filter(self) -> Filter:
        """What parcels the table and the map are narrowed to."""
        return self._filter

    def attach(self, store: ProjectStore) -> None:
        """Make this the open project; the one before is closed."""
        self.detach()
        self._store = store
        self.project_changed.emit()

    def detach(self) -> None:
        """Close the open project."""
        for job in self.jobs.running:
            job.cancel()
        had, self._store = self._store, None
        self.set_data(None)
        self.set_result(None)
        self._filter = Filter()
        self.selection.clear()
        if had is not None:
            had.close()
            self.project_changed.emit()

    def set_data(self, loaded: Loaded | None) -> None:
        """Take over checked data; the selection belonged to others."""
        if loaded is not self._loaded:
            self._loaded = loaded
            self.selection.clear()
            self.loaded_changed.emit()

    def set_result(self, result: StoredResult | None) -> None:
        """Take over a result."""
        if result is not self._result:
            before, self._result = self._result, result
            if _ground(before) != _ground(result):
                self.selection.clear()  # its rows were those of other land
            self.result_changed.emit()

    def do(self, edit: Edit) -> Changes:
        """Change the project: one step that can be undone, on disk when this returns.

        Raises
        ------
        ProjectError
            If it cannot be written; then nothing has changed.
        """
        return self._tell(self._require_store().commit(edit))

    def undo(self) -> Changes | None:
        """Take the last step back, whenever it was done."""
        return self._tell_move(self._require_store().undo())

    def redo(self) -> Changes | None:
        """Do the step again that was taken back last."""
        return self._tell_move(self._require_store().redo())

    def restore(self, step: int) -> Changes:
        """Go to the state after a step of the history."""
        return self._tell_move(self._require_store().restore(step)) or Changes()

    def refresh(self) -> Changes:
        """Follow what another session has written into the open project.

        Raises
        ------
        ProjectError
            If the file cannot be read any more.
        """
        changes = self._require_store().refresh()
        if changes.puts:
            self._tell_move(changes)
        return changes

    def reconnect(self) -> Changes:
        """Go on after a stick or a network drive has come back.

        Raises
        ------
        ProjectError
            If the file is still out of reach, or another session writes into it.
        """
        return self._tell(self._require_store().reconnect())

    def notify(self, notice: Notice) -> None:
        """Tell the user something."""
        self.noticed.emit(notice)

    def show_on_map(
        self,
        *,
        rows: Iterable[int] | Rows | None = None,
        bounds: Bounds | None = None,
        flash: bool = True,
    ) -> None:
        """Ask the map to fly to parcels or to a place."""
        self.map_requested.emit(MapRequest(rows=rows, bounds=bounds, flash=flash))  # type: ignore[arg-type]  # rows of any kind

    def show_in_table(self, request: TableRequest) -> None:
        """Ask the table to list the rows behind a figure."""
        self.table_requested.emit(request)

    def open_utility(self, name: str, subject: str = "") -> None:
        """Ask for a utility, and what it is to show there."""
        self.utility_requested.emit(name, subject)

    def set_filter(self, filter_: Filter) -> None:
        """Narrow the table and the map to some parcels."""
        if filter_ != self._filter:
            self._filter = filter_
            self.filter_changed.emit()

    def path(self) -> Path | None:
        """Return where the open project lies."""
        return None if self._store is None else self._store.path

    def _require_store(self) -> ProjectStore:
        if self._store is None:
            raise RuntimeError("no project is open")
        return self._store

    def _tell(self, changes: Changes) -> Changes:
        self.documents_changed.emit(changes)
        return changes

    def _tell_move(self, changes: Changes | None) -> Changes | None:
        if changes is not None:
            self._tell(changes)
            self.history_moved.emit()
        return changes


def _ground(result: StoredResult | None) -> tuple[int, int] | None:
    """Return how many rows of the map are parcels, and what is left of approvals."""
    if result is None:
        return None
    return len(result.analysis.parcels), len(result.analysis.residual)
