# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The process that solves: takes a problem, sends plans; may be ended at any moment."""

from __future__ import annotations

import pickle
import sys
import time
from typing import Any, BinaryIO

from landgis.relocation.conflict import explain_conflict
from landgis.relocation.model import Ints, Model, model_of
from landgis.relocation.problem import Assignment, Plan, Problem
from landgis.relocation.search import Outcome, Planner

CONFLICT_SHARE = 0.4
LEAST_CONFLICT_S = 5.0


class _Sender:
    """Sends plans as they are found."""

    def __init__(self, pipe: BinaryIO, problem: Problem, model: Model) -> None:
        self._pipe, self._problem, self._model = pipe, problem, model
        self._began = time.monotonic()

    def better(self, choice: Ints, objective: float, bound: float) -> None:
        plan = Plan(
            status="feasible",
            objective=objective,
            bound=_known(bound),
            seconds=time.monotonic() - self._began,
            assignments=moves_of(self._problem, self._model, choice),
            stopped_by="work",
        )
        self.send("better", plan)

    def final(self, outcome: Outcome) -> None:
        moves: tuple[Assignment, ...] = ()
        if outcome.choice is not None:
            moves = moves_of(self._problem, self._model, outcome.choice)
        plan = Plan(
            status=outcome.status,
            objective=outcome.objective,
            bound=_known(outcome.bound),
            seconds=time.monotonic() - self._began,
            assignments=moves,
            stopped_by=outcome.stopped_by,  # type: ignore[arg-type]
        )
        self.send("found", plan)

    def send(self, kind: str, value: Any) -> None:
        pickle.dump((kind, value), self._pipe)
        self._pipe.flush()


def _known(bound: float) -> float | None:
    return bound if abs(bound) < float("inf") else None


def moves_of(problem: Problem, model: Model, choice: Ints) -> tuple[Assignment, ...]:
    """Return chosen options as moves."""
    years = [phase.year for phase in problem.phases]
    return tuple(
        Assignment(
            firm=problem.firms[item].id,
            park=problem.parks[model.park[option]].id,
            year=years[model.phase[option]] if years else None,
        )
        for item, option in enumerate(choice)
        if option >= 0
    )


def main() -> None:
    """Read a problem and its limit, search, and send what is found."""
    pipe = sys.stdout.buffer
    problem, limit_s, began = pickle.load(sys.stdin.buffer)  # noqa: S301 - our parent's
    model = model_of(problem)
    sender = _Sender(pipe, problem, model)
    gone_s = max(0.0, time.time() - began)
    planner = Planner(model, limit_s=limit_s, gone_s=gone_s, on_better=sender.better)
    outcome = planner.run()
    sender.final(outcome)
    if outcome.status == "infeasible":
        left = max(LEAST_CONFLICT_S, CONFLICT_SHARE * limit_s)
        sender.send("explain", explain_conflict(problem, left))
    sender.send("end", None)


if __name__ == "__main__":
    main()
