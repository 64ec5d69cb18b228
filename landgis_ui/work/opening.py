# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways to open a project: a file, a folder, a description, the sample, a new one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from landgis.errors import LandGISError
from landgis.operations.stored_open import Opened, make_demo_project, open_any
from landgis.project import Edit, ProjectStore, Put, Recovered, WhyReadOnly
from landgis_ui.words import Words
from landgis_ui.work.jobs import Job
from landgis_ui.work.workspace import Notice, Workspace


class ProjectOpener(QObject):
    """Opens projects in a workspace, and says why one can only be read.

    Signals
    -------
    opened_result(object)
        A folder of results was opened, to compare with.
    """

    opened_result = pyqtSignal(object)

    def __init__(
        self, workspace: Workspace, words: Words, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._words = words
        self._opening: Job | None = None

    def open_path(self, path: Path) -> Job:
        """Open a project file, a PROJECT.toml, or a folder with either."""
        title = self._words("flow.opening", file=path.name)
        job = self._workspace.jobs.start(open_any, path, title=title)
        job.succeeded.connect(self._adopt_opened)
        return self._open_after(job)

    def open_sample(self, folder: Path) -> Job:
        """Make the sample county in a folder and open it."""
        title = self._words("flow.sample")
        job = self._workspace.jobs.start(make_demo_project, folder, title=title)
        job.succeeded.connect(self.open_store)
        return self._open_after(job)

    def _open_after(self, job: Job) -> Job:
        """Open what a job finds; of several that were asked for, the last."""
        if self._opening is not None:
            self._opening.cancel()
        self._opening = job

        def end() -> None:
            if self._opening is job:
                self._opening = None

        job.failed.connect(self._say_failure)
        job.finished.connect(end)
        return job

    def create(self, path: Path, project: dict[str, Any], profile: Put | None) -> None:
        """Make a new project file and open it."""
        puts = (Put("project", "project", project), *([profile] if profile else []))
        try:
            store = ProjectStore.create(path)
            try:
                store.commit(Edit(text="history.new_project", params={}, puts=puts))
            except LandGISError:
                store.close()
                raise
        except LandGISError as error:
            self._say_failure(error)
            return
        self._workspace.attach(store)

    def open_store(self, path: Path, *, seize: bool = False) -> None:
        """Open a project file; a file that somebody writes is opened to read only.

        `seize` takes the right to write from a session that the user knows to have
        ended.
        """
        open_now = self._workspace.path()
        if open_now is not None and _is_same(open_now, path):
            self._workspace.detach()  # else we would be the one who writes it
        try:
            store = ProjectStore.open(path, seize=seize)
        except LandGISError as error:
            self._say_failure(error)
            return
        self._workspace.attach(store)
        if store.read_only:
            self.say_read_only(store)
        elif store.recovered:
            self._tell_recovered(store.recovered)

    def say_read_only(self, store: ProjectStore) -> None:
        """Say why a project can only be read, and offer to take over who is gone."""
        held = store.why_read_only is WhyReadOnly.HELD
        try:
            store.beat()
        except LandGISError as error:
            notice = Notice(
                text=self._words.sentence(error),
                tone="look",
                action_text=self._words("flow.seize") if held else "",
                action=partial(self.open_store, store.path, seize=True),
            )
            self._workspace.notify(notice)

    def _tell_recovered(self, found: Recovered) -> None:
        """Say that nothing was lost, up to which step, and offer to look."""
        words, last = self._words, found.last
        text = words("flow.recovered")
        if last is not None:
            step = words.step(last.text, last.params)
            time = f"{last.time.astimezone():%m-%d %H:%M}"
            text = words("flow.recovered_to", time=time, step=step)
        self._workspace.notify(
            Notice(
                text=text,
                tone="look",
                action_text=words("flow.show_recovered"),
                action=partial(self._workspace.open_utility, "history"),
            )
        )

    def _adopt_opened(self, opened: Opened) -> None:
        if opened.store_path is not None:
            self.open_store(opened.store_path)
        elif opened.out is not None:
            self.opened_result.emit(opened.out)
        for note in opened.notes:
            self._workspace.notify(Notice(text=note, tone="look"))

    def _say_failure(self, error: object) -> None:
        """Tell an expected failure in a sentence; anything else is ours to report."""
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        self._workspace.notify(Notice(text=self._words.sentence(error), tone="failed"))


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False
