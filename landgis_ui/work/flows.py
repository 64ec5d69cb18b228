# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The long ways of the work: check, analyse; each a job that may be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from landgis.errors import LandGISError
from landgis.operations.rejudge import prepare_rejudge
from landgis.operations.stored_analysis import StoredResult, analyse_stored
from landgis.operations.stored_freshness import (
    analysis_basis,
    is_current,
    loaded_puts,
    reading_basis,
    result_puts,
)
from landgis.operations.stored_layers import mirror_layers
from landgis.operations.stored_load import load_stored, unpack_loaded
from landgis.operations.stored_picture import Picture, read_picture
from landgis.project import Changes, Dataset, Edit, ProjectStore, Put
from landgis_ui.words import Words
from landgis_ui.work.jobs import Job
from landgis_ui.work.opening import ProjectOpener
from landgis_ui.work.workspace import Workspace

LOADED, RESULT = "loaded", "result"
CURRENT = "current"
MIRRORED = "layers.mirrored"


class Flows(ProjectOpener):
    """Starts the long jobs of a workspace and takes over what they found.

    Signals
    -------
    busy_changed()
        Checks or analysis began or ended, or something became out of date.
    failed(str, object)
        Checks (``loaded``) or analysis (``result``) could not be done; the value
        is the `LandGISError`.
    """

    busy_changed = pyqtSignal()
    failed = pyqtSignal(str, object)

    def __init__(
        self, workspace: Workspace, words: Words, parent: QObject | None = None
    ) -> None:
        super().__init__(workspace, words, parent)
        self._jobs: dict[str, Job] = {}
        self._again: set[str] = set()
        self._reading: dict[str, str] = {}
        self._stored: StoredResult | None = None
        workspace.documents_changed.connect(self._follow)
        workspace.history_moved.connect(self._show_stored)
        workspace.project_changed.connect(self._begin_anew)

    def job(self, what: str) -> Job | None:
        """Return the running job of ``loaded`` or ``result``, if any."""
        return self._jobs.get(what)

    def is_out_of_date(self, what: str) -> bool:
        """Tell whether something that ``loaded`` or ``result`` rests on has changed."""
        store = self._workspace.store
        if store is None or store.document(what, CURRENT) is None:
            return False
        return not is_current(store, what)

    def run_checks(self) -> Job | None:
        """Read, standardise and check the inputs."""
        return self._run(LOADED, load_stored, loaded_puts)

    def run_analysis(self) -> Job | None:
        """Join, judge and reclaim; checks run first where they are out of date."""
        store = self._workspace.store
        if store is not None and (
            store.document(LOADED, CURRENT) is None or self.is_out_of_date(LOADED)
        ):
            job = self.run_checks()
            if job is not None:
                job.succeeded.connect(self._analyse_next)
            return job
        return self._run(RESULT, analyse_stored, result_puts)

    def _analyse_next(self) -> None:
        self._run(RESULT, analyse_stored, result_puts)

    def _run(
        self,
        what: str,
        function: Callable[..., str],
        to_puts: Callable[[ProjectStore, str], Iterable[Put]],
    ) -> Job | None:
        store = self._workspace.store
        if store is None:
            return None
        if store.read_only:
            self.say_read_only(store)
            return None
        if what in self._jobs:
            self._again.add(what)  # it may have begun before the last edit
            return self._jobs[what]
        job = self._workspace.jobs.start(
            function, store.path, title=self._words(f"flow.running_{what}")
        )
        self._jobs[what] = job

        def adopt(dataset: str) -> None:
            if self._workspace.store is store:
                self._adopt(what, lambda: to_puts(store, dataset), store=store)

        def fail(error: object) -> None:
            self._say_failure(error)
            self.failed.emit(what, error)

        job.succeeded.connect(adopt)
        job.failed.connect(fail)
        job.finished.connect(partial(self._end, what, job))
        self.busy_changed.emit()
        return job

    def _adopt(
        self,
        what: str,
        to_puts: Callable[[], Iterable[Put]],
        *,
        store: ProjectStore,
    ) -> None:
        """Make what was found the project's, if it is of any use by now."""
        try:
            puts = tuple(to_puts())
            if self._is_wanted(store, what, puts):
                edit = Edit(text=f"history.{what}", params={}, puts=puts)
                self._workspace.do(edit)
        except LandGISError as error:
            self._say_failure(error)

    def _is_wanted(self, store: ProjectStore, what: str, puts: Iterable[Put]) -> bool:
        """Tell whether to take over what was found for the documents of before.

        If these have changed meanwhile it is better than nothing, unless something
        newer comes.  Where what is there fits them already it must not end what can
        be done again.
        """
        basis = (reading_basis if what == LOADED else analysis_basis)(store)
        fits = next(put.value for put in puts if put.kind == what)["basis"] == basis
        if is_current(store, what):
            return fits and not store.can_redo
        newer = what in self._again or (what == RESULT and LOADED in self._jobs)
        return fits or not (newer or store.can_redo)

    def _end(self, what: str, job: Job) -> None:
        if self._jobs.get(what) is not job:
            return  # of a project that is not open any more
        del self._jobs[what]
        again = what in self._again
        self._again.discard(what)
        if again and not job.is_cancelled and self.is_out_of_date(what):
            if what == LOADED:
                self.run_checks()
            else:
                self.run_analysis()
        self.busy_changed.emit()

    def _follow(self, changes: Changes) -> None:
        for what in (LOADED, RESULT):
            if what in changes.kinds:
                self._read(what)
        self.busy_changed.emit()

    def _begin_anew(self) -> None:
        self._jobs.clear()
        self._again.clear()
        self._reading.clear()
        self._stored = None
        store = self._workspace.store
        job = self._read_picture()  # what is seen first; all else waits for it
        if job is None:
            self._read(LOADED)
        else:
            job.finished.connect(partial(self._read_rest, store))

    def _read_picture(self) -> Job | None:
        """Read what the map shows first, if there is a result."""
        store = self._workspace.store
        dataset = None if store is None else self._find(store, RESULT)
        if dataset is None:
            return None
        job = self._workspace.jobs.read(read_picture, dataset)

        def show(picture: Picture) -> None:
            if self._workspace.store is store and self._workspace.result is None:
                self._workspace.picture_found.emit(picture)

        job.succeeded.connect(show)
        job.failed.connect(self._pass_over)  # reading the result says it
        return job

    def _read_rest(self, store: ProjectStore | None) -> None:
        """Read the result, then the data; whatever was read meanwhile is newer."""
        if self._workspace.store is not store:
            return
        if RESULT in self._reading:
            self._read_data(store)
            return
        job = self._read(RESULT)
        if job is None:
            self._read(LOADED)
        else:
            job.finished.connect(partial(self._read_data, store))

    def _read_data(self, store: ProjectStore | None) -> None:
        if self._workspace.store is store:
            self._read(LOADED)

    def _show_stored(self) -> None:
        """Show the result as it is stored, without what decisions did to it."""
        if self._stored is not None and self._workspace.result is not None:
            self._workspace.set_result(self._stored)

    def _read(self, what: str) -> Job | None:
        """Read the dataset that the project names now; the latest wins."""
        store = self._workspace.store
        take = (
            self._workspace.set_data if what == LOADED else self._workspace.set_result
        )
        if store is None or store.document(what, CURRENT) is None:
            self._reading.pop(what, None)
            take(None)
            return None
        dataset = self._find(store, what)
        if dataset is None:
            return None
        name = dataset.id
        self._reading[what] = name
        read = unpack_loaded if what == LOADED else _read_result
        job = self._workspace.jobs.read(read, dataset)

        def adopt(value: Any) -> None:
            if self._reading.get(what) == name and self._workspace.store is store:
                if what == RESULT:
                    self._stored = value
                take(value)
                if what == RESULT:
                    self._mirror(store, name)
                    self._prepare(store)

        job.succeeded.connect(adopt)
        job.failed.connect(self._say_failure)
        return job

    def _find(self, store: ProjectStore, what: str) -> Dataset | None:
        """Find the dataset that the project names now; say so if it is not there."""
        named = store.document(what, CURRENT)
        if named is None:
            return None
        try:
            return store.dataset(str(named["dataset"]))
        except LandGISError as error:
            self._say_failure(error)
            return None

    def _mirror(self, store: ProjectStore, dataset: str) -> None:
        """Let other programs see the layers of the result, behind the scenes."""
        if store.read_only or store.state(MIRRORED) == dataset:
            return
        job = self._workspace.jobs.start(mirror_layers, store.path, dataset)

        def remember(mirrored: str) -> None:
            if self._workspace.store is store and not store.read_only:
                store.set_state(MIRRORED, mirrored)

        job.succeeded.connect(remember)
        job.failed.connect(self._say_failure)

    def _prepare(self, store: ProjectStore) -> None:
        """Let the first effect of a decision come as quickly as the others."""
        job = self._workspace.jobs.start(prepare_rejudge, store.path)
        job.failed.connect(self._pass_over)

    def _pass_over(self, error: object) -> None:
        """Be silent on what only makes later work quicker; our own faults are told."""
        if not isinstance(error, LandGISError):
            self._say_failure(error)


def _read_result(dataset: Dataset) -> StoredResult:
    """Read a result with its frames; in a thread, so that the window need not wait."""
    return StoredResult(dataset).prepared()
