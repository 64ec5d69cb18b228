# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long work: one job after another in a second process, short reads in threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, Qt, pyqtSignal

from landgis.errors import CancelledError
from landgis_ui.work.worker import Task, Worker

READERS = 2
CLOSING_PATIENCE_S = 0.5
"""How long a cancelled function may go on when the window is closed."""
MODULES = ("landgis.operations.stored_analysis",)
"""What the second process imports before it is asked anything."""
LOOK_PATIENCE_S = 60.0
"""A look that is given up may go on for so long: ending it would lose the result
that was read for it, and the next look would have to read it again."""
LOOK_MODULES = ("landgis.operations.report_files",)
"""What the third one does, in which pages are looked at."""


class Job(QObject):
    """One run of one function.  Ends in exactly one of three signals.

    Signals
    -------
    progressed(int, int, str)
        Steps done, steps in all, and the stage.
    succeeded(object)
        The function's return value.
    failed(object)
        What the function raised.
    cancelled()
        The user stopped it; nothing has changed.
    finished()
        After any of the three.
    """

    progressed = pyqtSignal(int, int, str)
    succeeded = pyqtSignal(object)
    failed = pyqtSignal(object)
    cancelled = pyqtSignal()
    finished = pyqtSignal()
    _ended = pyqtSignal(object)

    def __init__(self, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self._stop = threading.Event()
        self._on_cancel: Callable[[], None] | None = None
        # Queued even from this thread: a job may end before its caller connects.
        self._ended.connect(  # type: ignore[call-arg]  # the stub lacks `type`
            self._tell_end, Qt.ConnectionType.QueuedConnection
        )

    @property
    def is_cancelled(self) -> bool:
        """Whether the user has asked it to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the function to stop at its next step."""
        self._stop.set()
        if self._on_cancel is not None:
            self._on_cancel()

    def stop_early(self) -> None:
        """Ask the function to hand over what it has found; it may have nothing yet.

        For functions that catch `CancelledError` and return; `succeeded` follows.
        One that has not begun is cancelled.
        """
        if self._on_cancel is None:
            self.cancel()
        else:
            self._on_cancel()

    def step(self, done: int, total: int, *, stage: str = "") -> None:
        """Implement `landgis.progress.Progress` for functions run in a thread."""
        if self._stop.is_set():
            raise CancelledError
        self.progressed.emit(done, total, stage)

    def run_in(self, worker: Worker, task: Task) -> Any:
        """Run a task in the second process; called in the waiting thread."""
        if self._stop.is_set():
            raise CancelledError
        self._on_cancel = worker.cancel
        try:
            return worker.run(task, report=self.progressed.emit)
        finally:
            self._on_cancel = None

    def end(self, future: Future[Any]) -> None:
        """Hand over the end of the work; called in whatever thread it ended."""
        self._ended.emit(future)

    def _tell_end(self, future: Future[Any]) -> None:
        error = CancelledError() if future.cancelled() else future.exception()
        if error is not None and not isinstance(error, CancelledError):
            heard = self.receivers(self.failed)
            self.failed.emit(error)  # also when cancelled: a bug must not hide there
            if not heard:
                self._end_of_all()
                raise error
        elif error is not None or self._stop.is_set():
            self.cancelled.emit()
        else:
            self.succeeded.emit(future.result())
        self._end_of_all()

    def _end_of_all(self) -> None:
        self.finished.emit()
        self.deleteLater()


class JobRunner(QObject):
    """Runs jobs one after another in a second process, so that none sees half an edit.

    Functions take their inputs as values and return a value; they get no widget
    and no open project.

    Signals
    -------
    started(object)
        A job was queued; the value is the `Job`.
    """

    started = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker(MODULES)
        self._line = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._looker = Worker(LOOK_MODULES)
        self._looker.patience = LOOK_PATIENCE_S
        self._looks = ThreadPoolExecutor(max_workers=1, thread_name_prefix="look")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        self._jobs: list[Job] = []
        self._is_closed = False

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs that have not ended, oldest first."""
        return tuple(self._jobs)

    @property
    def is_closed(self) -> bool:
        """Whether the window is closing or closed."""
        return self._is_closed

    def warm_up(self) -> None:
        """Start the second process before it is needed."""
        if not self._is_closed:
            self._line.submit(self._worker.start)

    def look_ahead(self) -> None:
        """Start the third process before somebody looks: it takes a while."""
        if not self._is_closed:
            self._looks.submit(self._looker.start)

    def start(
        self,
        function: Callable[..., Any],
        /,
        *args: Any,
        title: str = "",
        **kwargs: Any,
    ) -> Job:
        """Run ``function(*args, progress=…, **kwargs)`` in the second process."""
        job = self._new_job(title)
        task = Task(function=function, args=args, kwargs=kwargs)
        self._submit(job, self._line, partial(job.run_in, self._worker, task))
        self.started.emit(job)
        return job

    def look(
        self,
        function: Callable[..., Any],
        /,
        *args: Any,
        title: str = "",
        **kwargs: Any,
    ) -> Job:
        """Run ``function(*args, progress=…, **kwargs)`` in a third process.

        For what somebody waits for with his eyes on the screen, as the page that is
        about to be printed: it does not wait for the long work, and nobody is told.
        """
        job = self._new_job(title)
        task = Task(function=function, args=args, kwargs=kwargs)
        self._submit(job, self._looks, partial(job.run_in, self._looker, task))
        return job

    def read(
        self,
        function: Callable[..., Any],
        /,
        *args: Any,
        title: str = "",
        **kwargs: Any,
    ) -> Job:
        """Run ``function(*args, **kwargs)`` in a thread: short, giving up the GIL."""
        job = self._new_job(title)
        self._submit(job, self._readers, partial(function, *args, **kwargs))
        return job

    def _submit(
        self, job: Job, line: ThreadPoolExecutor, act: Callable[[], Any]
    ) -> None:
        """Put a job into a line; when the window closes it is cancelled at once."""
        if self._is_closed:
            future: Future[Any] = Future()
            future.cancel()
        else:
            future = line.submit(act)
        future.add_done_callback(job.end)

    def _new_job(self, title: str) -> Job:
        job = Job(title, self)
        self._jobs.append(job)
        job.finished.connect(self._forget)
        return job

    def _forget(self) -> None:
        job = self.sender()
        self._jobs = [other for other in self._jobs if other is not job]

    def shut_down(self) -> None:
        """Cancel what runs and wait for it; call before the application quits."""
        self._is_closed = True
        for worker in (self._worker, self._looker):
            worker.patience = CLOSING_PATIENCE_S
        for job in self._jobs:
            job.cancel()
        self._line.shutdown(wait=True, cancel_futures=True)
        self._looks.shutdown(wait=True, cancel_futures=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._worker.close()
        self._looker.close()
