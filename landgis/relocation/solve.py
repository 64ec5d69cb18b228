# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Solve a relocation problem in a process of its own, which can be ended at once."""

from __future__ import annotations

import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import IO, Any, cast

from landgis import messages
from landgis.errors import CancelledError, DataError
from landgis.progress import SILENT, Progress
from landgis.relocation.explain import tight_parks, unplaced_of
from landgis.relocation.problem import Plan, Problem
from landgis.relocation.sound import require_sound
from landgis.relocation.verify import objective_of, verify

Better = Callable[[Plan], None]
POLL_S = 0.1
GRACE_S = 2.0
"""Seconds that the process may take past its limit to say what it has."""
CONFLICT_S = 60.0
STEPS = 1000
MOST_LINES = 2_000_000
"""Firms without a place times parks that are gone through for the tight parks."""


def solve(
    problem: Problem,
    time_limit_s: float | None = None,
    *,
    progress: Progress = SILENT,
    on_better: Better | None = None,
) -> Plan:
    """Return the best plan found within the time limit, and how good it is.

    Parameters
    ----------
    time_limit_s
        Seconds; the problem's own where left out.
    progress
        Told several times a second how far the time is gone, with best plan, bound and
        gap in words.  If it raises `CancelledError`, the best plan so far is returned,
        with ``stopped_by`` "user".
    on_better
        Told of each better plan; its reasons come with the last one only.

    Raises
    ------
    DataError
        If the problem cannot be meant.
    """
    require_sound(problem)
    limit_s = problem.time_limit_s if time_limit_s is None else time_limit_s
    if not problem.firms:
        return Plan(status="optimal", objective=0.0, bound=0.0)
    talk = _Talk(problem, limit_s, progress=progress, on_better=on_better)
    plan = talk.run()
    if plan.objective is not None:
        _require_right(problem, plan)
        plan = replace(plan, unplaced=unplaced_of(problem, plan.assignments))
        if len(plan.unplaced) * len(problem.parks) <= MOST_LINES:
            plan = replace(plan, explain=tight_parks(problem, plan.assignments))
    return plan


def _require_right(problem: Problem, plan: Plan) -> None:
    """Refuse a plan that the independent check does not pass."""
    wrong = verify(problem, plan.assignments)
    if wrong:
        raise DataError("relocation.failed_check", detail=wrong[0].text)
    worth = objective_of(problem, plan.assignments)
    said = plan.objective or 0.0
    if abs(worth - said) > 1e-6 * max(1.0, abs(worth)):
        detail = messages.text("relocation.wrong_objective", said=said, worth=worth)
        raise DataError("relocation.failed_check", detail=detail)


class _Talk:
    """A talk with the process that solves."""

    def __init__(
        self,
        problem: Problem,
        limit_s: float,
        *,
        progress: Progress,
        on_better: Better | None,
    ) -> None:
        self._problem, self._limit_s = problem, limit_s
        self._progress, self._on_better = progress, on_better
        self._heard: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._plan = Plan(status="no_solution_found", stopped_by="time")
        self._is_over = self._is_found = False

    def run(self) -> Plan:
        """Start the process, listen until it ends or its time is up, and end it."""
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "landgis.relocation.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        answers = cast("IO[bytes]", process.stdout)
        listener = threading.Thread(
            target=_listen, args=(answers, self._heard), daemon=True
        )
        listener.start()
        task = (self._problem, self._limit_s, time.time())
        pipe = cast("IO[bytes]", process.stdin)
        writer = threading.Thread(target=_write, args=(pipe, task))
        writer.start()
        try:
            self._follow(began)
        except CancelledError:
            self._plan = replace(self._plan, stopped_by="user")
        finally:
            process.kill()
            process.wait()
            writer.join()
            listener.join()
            answers.close()
        return replace(self._plan, seconds=time.monotonic() - began)

    def _follow(self, began: float) -> None:
        while not self._is_over:
            seconds = time.monotonic() - began
            limit = self._limit_s + GRACE_S + (CONFLICT_S if self._is_found else 0.0)
            if seconds > limit:
                self._plan = replace(self._plan, stopped_by="time")
                return
            try:
                kind, value = self._heard.get(timeout=POLL_S)
            except queue.Empty:
                pass
            else:
                self._take(kind, value)
            done = min(STEPS, int(STEPS * seconds / self._limit_s))
            self._progress.step(done, STEPS, stage=self._stage())

    def _take(self, kind: str, value: Any) -> None:
        if kind in {"better", "found"}:
            self._plan = value
            self._is_found = kind == "found"
            if kind == "better" and self._on_better is not None:
                self._on_better(value)
        elif kind == "explain":
            self._plan = replace(self._plan, explain=value)
        else:
            self._is_over = True
            if not self._is_found and self._plan.objective is None:
                raise DataError("relocation.lost")

    def _stage(self) -> str:
        plan = self._plan
        if plan.status == "infeasible":
            return messages.text("relocation.stage_conflict")
        if plan.objective is None:
            return messages.text("relocation.stage_first")
        if plan.gap is None:
            return messages.text("relocation.stage_plan", best=f"{plan.objective:,.6g}")
        return messages.text(
            "relocation.stage_better",
            best=f"{plan.objective:,.6g}",
            bound=f"{plan.bound:,.6g}",
            gap=f"{plan.gap:.2%}",
        )


def _listen(pipe: IO[bytes], heard: queue.SimpleQueue[tuple[str, Any]]) -> None:
    """Pass on what the process says; the end of the pipe is the end."""
    while True:
        try:
            heard.put(pickle.load(pipe))  # noqa: S301 - from our own child
        except (EOFError, pickle.UnpicklingError, ValueError, OSError):
            heard.put(("end", None))
            return


def _write(pipe: IO[bytes], value: object) -> None:
    try:
        with pipe:
            pickle.dump(value, pipe)
    except (BrokenPipeError, OSError):
        return  # the process was ended before it read all
