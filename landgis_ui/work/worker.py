# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second process that does the long work, so that the window never stands still.

Sorting a million texts or writing a large file keeps Python's lock; in a thread
that would stop the window.  The process takes functions and values and gives
values back: it knows no window and no open project.
"""

from __future__ import annotations

import atexit
import importlib
import logging
import multiprocessing
import os
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from typing import Any

from landgis.errors import CancelledError, LandGISError

log = logging.getLogger(__name__)

REPORT_EVERY_S = 0.05
POLL_S = 0.05
PATIENCE_S = 3.0
"""How long a cancelled function may go on before its process is ended."""


class WorkerError(Exception):
    """A function of ours failed in the second process; the text is its traceback."""


class WorkerLostError(LandGISError):
    """The second process was ended from outside, mostly for want of memory."""


class Stop:
    """Tells the second process to stop its task.

    Without a lock: a process that is ended while it holds one would never let go,
    and the window would wait for it.
    """

    def __init__(self, context: SpawnContext) -> None:
        self._value = context.RawValue("b", 0)

    def set(self) -> None:
        """Ask for the end of the task."""
        self._value.value = 1

    def clear(self) -> None:
        """Let the next task run."""
        self._value.value = 0

    def is_set(self) -> bool:
        """Tell whether the task is to end."""
        return bool(self._value.value)


@dataclass(frozen=True, kw_only=True)
class Task:
    """A function with the values it works on; everything can be pickled."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


class _PipeProgress:
    """Progress of a function, told through the pipe at most 20 times a second."""

    def __init__(self, pipe: Connection, stop: Stop) -> None:
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


def serve(pipe: Connection, stop: Stop, modules: tuple[str, ...]) -> None:
    """Work off tasks until the pipe closes; the body of the second process."""
    threading.Thread(target=_follow_parent, args=(stop,), daemon=True).start()
    for module in modules:
        importlib.import_module(module)
    with ThreadPoolExecutor(max_workers=1) as line:
        while True:
            try:
                task = pipe.recv()
            except (EOFError, OSError):
                return  # the window is gone
            pipe.send(_work(task, _PipeProgress(pipe, stop), line))


def _follow_parent(stop: Stop) -> None:
    """End with the window, even where it was ended by force in the middle of work.

    Whatever is being written then is a transaction that does not count.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    stop.set()
    time.sleep(PATIENCE_S)  # let the task clear up; the process mostly ends before
    os._exit(1)


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
        self._stop = Stop(self._context)
        self.patience = PATIENCE_S
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def start(self) -> Connection:
        """Start the process if it does not run; it imports its modules meanwhile."""
        if self._pipe is not None and self._process and self._process.is_alive():
            return self._pipe
        here, there = self._context.Pipe()
        # Not a daemon, which could have no process of its own, as the solver has.
        self._process = self._context.Process(
            target=serve, args=(there, self._stop, self._modules)
        )
        self._process.start()
        atexit.unregister(self.close)
        atexit.register(self.close)  # Python would wait for it otherwise
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
        WorkerLostError
            If its process was ended from outside.
        WorkerError
            If it failed otherwise.
        """
        self._stop.clear()
        pipe = self.start()
        try:
            pipe.send(task)
            return self._wait(pipe, report)
        except (EOFError, OSError) as error:
            log.info("the second process was lost: %r", self._process)
            self.close()
            raise WorkerLostError("worker.lost") from error

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
                deadline = deadline or time.monotonic() + self.patience
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
