# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second process that does the long work, so that the window never stands still.

Sorting a million texts or writing a large file keeps Python's lock; in a thread
that would stop the window.  The process takes functions and values and gives
values back: it knows no window and no open project.
"""

from __future__ import annotations

import importlib
import logging
import multiprocessing
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from typing import Any

from landgis.errors import CancelledError, LandGISError

log = logging.getLogger(__name__)

REPORT_EVERY_S = 0.05
POLL_S = 0.05
PATIENCE_S = 3.0
"""How long a cancelled function may go on before its process is ended."""


class WorkerError(Exception):
    """A function of ours failed in the second process; the text is its traceback."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """A function with the values it works on; everything can be pickled."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


class _PipeProgress:
    """Progress of a function, told through the pipe at most 20 times a second."""

    def __init__(self, pipe: Connection, stop: Event) -> None:
        self._pipe, self._stop = pipe, stop
        self._last, self._stage = 0.0, ""

    def step(self, done: int, total: int, *, stage: str = "") -> None:
        """Report, or raise `CancelledError` if the user gave up."""
        if self._stop.is_set():
            raise CancelledError
        now = time.monotonic()
        new_stage = bool(stage) and stage != self._stage
        if new_stage or done == total or now - self._last >= REPORT_EVERY_S:
            self._last, self._stage = now, stage or self._stage
            self._pipe.send(("step", (done, total, self._stage)))


def serve(pipe: Connection, stop: Event, modules: tuple[str, ...]) -> None:
    """Work off tasks until the pipe closes; the body of the second process."""
    for module in modules:
        importlib.import_module(module)
    with ThreadPoolExecutor(max_workers=1) as line:
        while True:
            try:
                task = pipe.recv()
            except (EOFError, OSError):
                return  # the window is gone
            pipe.send(_work(task, _PipeProgress(pipe, stop), line))


def _work(
    task: Task, progress: _PipeProgress, line: ThreadPoolExecutor
) -> tuple[str, Any]:
    """Return how a task ended and its value; the future catches what it raises."""
    future = line.submit(task.function, *task.args, progress=progress, **task.kwargs)
    error = future.exception()
    if error is None:
        return "done", future.result()
    if isinstance(error, CancelledError):
        return "cancelled", None
    if isinstance(error, LandGISError):
        return "known", (type(error), error.code, dict(error.params))
    return "bug", "".join(traceback.format_exception(error))


class Worker:
    """The second process, started when first needed and again after a loss.

    One thread uses it at a time; `cancel` may be called from any.
    """

    def __init__(self, modules: tuple[str, ...] = ()) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._modules = modules
        self._stop = self._context.Event()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def start(self) -> Connection:
        """Start the process if it does not run; it imports its modules meanwhile."""
        if self._pipe is not None and self._process and self._process.is_alive():
            return self._pipe
        here, there = self._context.Pipe()
        self._process = self._context.Process(
            target=serve, args=(there, self._stop, self._modules), daemon=True
        )
        self._process.start()
        there.close()
        self._pipe = here
        return here

    def run(self, task: Task, *, report: Callable[[int, int, str], None]) -> Any:
        """Run a task to its end and return its value.

        Raises
        ------
        CancelledError
            If `cancel` was called meanwhile.
        LandGISError
            As the function raised it.
        WorkerError
            If it failed otherwise, or its process was lost.
        """
        self._stop.clear()
        pipe = self.start()
        try:
            pipe.send(task)
            return self._wait(pipe, report)
        except (EOFError, OSError) as error:
            self.close()
            raise WorkerError("the second process was lost") from error

    def _wait(self, pipe: Connection, report: Callable[[int, int, str], None]) -> Any:
        deadline = 0.0
        while True:
            if pipe.poll(POLL_S):
                kind, value = pipe.recv()
                if kind != "step":
                    return _open_answer(kind, value)
                if not self._stop.is_set():
                    report(*value)
            if self._stop.is_set():
                deadline = deadline or time.monotonic() + PATIENCE_S
                if time.monotonic() > deadline:
                    log.info("ending process %s", self._process)
                    self.close()
                    raise CancelledError

    def cancel(self) -> None:
        """Ask the running task to stop at its next step."""
        self._stop.set()

    def close(self) -> None:
        """End the process; whatever it was doing leaves nothing behind."""
        self._stop.set()
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.terminate()
            self._process.join(PATIENCE_S)
            self._process.close()
            self._process = None


def _open_answer(kind: str, value: Any) -> Any:
    if kind == "done":
        return value
    if kind == "cancelled":
        raise CancelledError
    if kind == "known":
        error, code, params = value
        raise error(code, **params)
    raise WorkerError(value)
