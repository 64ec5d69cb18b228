# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs of the plan at hand, one for each end; failures are told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from landgis.errors import LandGISError
from landgis_ui.context import Context
from landgis_ui.work.jobs import Job
from landgis_ui.work.workspace import Notice


class PlanJobs(QObject):
    """Starts jobs by what they are for; the latest of each kind counts.

    Signals
    -------
    changed()
        A job has begun or ended.
    """

    changed = pyqtSignal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._jobs: dict[str, Job] = {}

    def is_running(self, what: str) -> bool:
        """Tell whether a job of this kind runs."""
        return what in self._jobs

    @property
    def is_solving(self) -> bool:
        """Whether a plan is being searched for."""
        return self.is_running("solve")

    @property
    def is_reading(self) -> bool:
        """Whether the plan is being read."""
        return self.is_running("view")

    def start(
        self, what: str, function: Callable[..., Any], *args: Any, title: str = ""
    ) -> Job:
        """Start a job; an earlier one for the same end is of no more use.

        One with a title is long and told of; one without is a quick look.
        """
        self.cancel(what)
        jobs = self._context.workspace.jobs
        if title:
            job = jobs.start(function, *args, title=title)
        else:
            job = jobs.look(function, *args)
        self._jobs[what] = job
        job.failed.connect(self.fail)
        job.finished.connect(partial(self._end, what, job))
        self.changed.emit()
        return job

    def cancel(self, what: str) -> None:
        """Drop a job: nobody waits for it any more."""
        job = self._jobs.pop(what, None)
        if job is not None:
            job.cancel()
            self.changed.emit()

    def stop_early(self, what: str) -> None:
        """End a job with what it has found."""
        if what in self._jobs:
            self._jobs[what].stop_early()

    def cancel_all(self) -> None:
        """Drop everything: another project is open."""
        for job in list(self._jobs.values()):
            job.cancel()
        self._jobs.clear()
        self.changed.emit()

    def fail(self, error: object) -> None:
        """Tell an expected failure; our own faults are raised."""
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        text = self._context.words.sentence(error)
        self._context.workspace.notify(Notice(text=text, tone="failed"))

    def _end(self, what: str, job: Job) -> None:
        if self._jobs.get(what) is job:
            del self._jobs[what]
            self.changed.emit()
