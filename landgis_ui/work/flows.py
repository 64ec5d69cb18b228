# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The long ways of the work: open, check, analyse; each a job that may be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from landgis.errors import LandGISError
from landgis.operations.rejudge import prepare_rejudge
from landgis.operations.stored_analysis import analyse_stored, open_result
from landgis.operations.stored_freshness import is_current, loaded_puts, result_puts
from landgis.operations.stored_layers import mirror_layers
from landgis.operations.stored_load import load_stored, open_loaded
from landgis.operations.stored_open import Opened, make_demo_project, open_any
from landgis.project import Changes, Edit, ProjectStore, Put
from landgis_ui.words import Words
from landgis_ui.work.jobs import Job
from landgis_ui.work.workspace import Notice, Workspace

LOADED, RESULT = "loaded", "result"
CURRENT = "current"
MIRRORED = "layers.mirrored"


class Flows(QObject):
    """Starts the long jobs of a workspace and takes over what they found.

    Signals
    -------
    busy_changed()
        Checks or analysis began or ended, or something became out of date.
    failed(str, object)
        Checks (``loaded``) or analysis (``result``) could not be done; the value
        is the `LandGISError`.
    opened_result(object)
        A folder of results was opened, to compare with.
    """

    busy_changed = pyqtSignal()
    failed = pyqtSignal(str, object)
    opened_result = pyqtSignal(object)

    def __init__(
        self, workspace: Workspace, words: Words, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._words = words
        self._jobs: dict[str, Job] = {}
        self._reading: dict[str, str] = {}
        workspace.documents_changed.connect(self._follow)
        workspace.project_changed.connect(self._read_all)

    def job(self, what: str) -> Job | None:
        """Return the running job of ``loaded`` or ``result``, if any."""
        return self._jobs.get(what)

    def is_out_of_date(self, what: str) -> bool:
        """Tell whether something that ``loaded`` or ``result`` rests on has changed."""
        store = self._workspace.store
        if store is None or store.document(what, CURRENT) is None:
            return False
        return not is_current(store, what)

    def open_path(self, path: Path) -> Job:
        """Open a project file, a PROJECT.toml, or a folder with either."""
        title = self._words("flow.opening", file=path.name)
        job = self._workspace.jobs.start(open_any, path, title=title)
        job.succeeded.connect(self._adopt_opened)
        job.failed.connect(self._say_failure)
        return job

    def open_sample(self, folder: Path) -> Job:
        """Make the sample county in a folder and open it."""
        title = self._words("flow.sample")
        job = self._workspace.jobs.start(make_demo_project, folder, title=title)
        job.succeeded.connect(self.open_store)
        job.failed.connect(self._say_failure)
        return job

    def create(self, path: Path, project: dict[str, Any], profile: Put | None) -> None:
        """Make a new project file and open it."""
        try:
            store = ProjectStore.create(path)
        except LandGISError as error:
            self._say_failure(error)
            return
        puts = (Put("project", "project", project), *([profile] if profile else []))
        store.commit(Edit(text="history.new_project", params={}, puts=puts))
        self._workspace.attach(store)

    def open_store(self, path: Path) -> None:
        """Open a project file; a file that somebody writes is opened to read only."""
        try:
            store = ProjectStore.open(path)
        except LandGISError as error:
            self._say_failure(error)
            return
        self._workspace.attach(store)
        if store.read_only:
            who = str(store.writer or "—")
            self._notify("flow.read_only", tone="look", who=who)
        elif store.recovered:
            self._notify("flow.recovered")

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
        if store is None or what in self._jobs:
            return self._jobs.get(what)
        job = self._workspace.jobs.start(
            function, store.path, title=self._words(f"flow.running_{what}")
        )
        self._jobs[what] = job

        def adopt(dataset: str) -> None:
            if self._workspace.store is store:
                edit = Edit(
                    text=f"history.{what}",
                    params={},
                    puts=tuple(to_puts(store, dataset)),
                )
                self._workspace.do(edit)

        def fail(error: object) -> None:
            self._say_failure(error)
            self.failed.emit(what, error)

        job.succeeded.connect(adopt)
        job.failed.connect(fail)
        job.finished.connect(lambda: self._end(what))
        self.busy_changed.emit()
        return job

    def _end(self, what: str) -> None:
        self._jobs.pop(what, None)
        self.busy_changed.emit()

    def _adopt_opened(self, opened: Opened) -> None:
        if opened.store_path is not None:
            self.open_store(opened.store_path)
        elif opened.out is not None:
            self.opened_result.emit(opened.out)
        for note in opened.notes:
            self._workspace.notify(Notice(text=note, tone="look"))

    def _follow(self, changes: Changes) -> None:
        for what in (LOADED, RESULT):
            if what in changes.kinds:
                self._read(what)
        self.busy_changed.emit()

    def _read_all(self) -> None:
        self._reading.clear()
        self._read(LOADED)
        self._read(RESULT)

    def _read(self, what: str) -> None:
        """Read the dataset that the project names now; the latest wins."""
        store = self._workspace.store
        named = None if store is None else store.document(what, CURRENT)
        take = (
            self._workspace.set_data if what == LOADED else self._workspace.set_result
        )
        if store is None or named is None:
            self._reading.pop(what, None)
            take(None)
            return
        dataset = str(named["dataset"])
        self._reading[what] = dataset
        open_ = open_loaded if what == LOADED else open_result
        job = self._workspace.jobs.read(open_, store.path, dataset)

        def adopt(value: Any) -> None:
            if self._reading.get(what) == dataset:
                take(value)
                if what == RESULT:
                    self._mirror(store, dataset)
                    self._prepare(store)

        job.succeeded.connect(adopt)
        job.failed.connect(self._say_failure)

    def _mirror(self, store: ProjectStore, dataset: str) -> None:
        """Let other programs see the layers of the result, behind the scenes."""
        if store.read_only or store.state(MIRRORED) == dataset:
            return
        job = self._workspace.jobs.start(mirror_layers, store.path, dataset)

        def remember(mirrored: str) -> None:
            if self._workspace.store is store:
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

    def _notify(self, message: str, *, tone: str = "done", **params: object) -> None:
        notice = Notice(text=self._words(message, **params), tone=tone)
        self._workspace.notify(notice)

    def _say_failure(self, error: object) -> None:
        """Tell an expected failure in a sentence; anything else is ours to report."""
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        self._workspace.notify(Notice(text=self._words.sentence(error), tone="failed"))
