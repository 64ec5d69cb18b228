# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search for the best plan: relaxation, a first plan, parts, branch and bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from landgis.relocation.chains import is_plain
from landgis.relocation.clock import Clock
from landgis.relocation.mip import Branched, Limits, branch
from landgis.relocation.model import NONE, Ints, Model
from landgis.relocation.neighbourhood import Hand, Neighbourhoods, greedy, rounded
from landgis.relocation.price_kernels import nearest
from landgis.relocation.prices import Priced, descend
from landgis.relocation.problem import OPTIMAL_GAP, Status, gap_of
from landgis.relocation.program import Mask
from landgis.relocation.relax import Relaxed, relax
from landgis.relocation.rounds import Rounds
from landgis.relocation.score import Score, score

PART = 1e-6
MOST_SEEDS = 8
LARGEST, EVEN = 1e9, 1e-9
SPARSE = 10
MANY, FEW_ROUNDS = 100_000, 30
"""With more options than this a first plan comes after a few rounds of prices."""
SMALL = 6000
"""So many options go to branch and bound at once."""
FIRST_SHARE = 0.15
PARTS_SHARE = 0.9
MOST_BRANCHED = 40_000
"""More options than this are not given to branch and bound in one piece."""
ROUND_WIDTH = 12
NODE_OPTIONS = 25_000
FEWEST_NODES, MOST_NODES = 10, 2000
"""Nodes of branch and bound in a unit of work; fewer where there are more options."""
BRANCH_COST = 2
"""Branch and bound costs so many times what its steps would cost elsewhere."""
SPARE_TIME = 4.0
"""Seconds that a unit of branch and bound may take before it counts as late."""

Better = Callable[[Ints, float, float], None]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the search ended with."""

    status: Status
    choice: Ints | None
    objective: float | None
    bound: float
    stopped_by: str


class Planner:
    """Searches for a plan, and tells of each better one."""

    def __init__(
        self,
        model: Model,
        *,
        limit_s: float,
        on_better: Better,
        gone_s: float = 0.0,
    ) -> None:
        self._model = model
        self._clock = Clock(limit_s, gone_s=gone_s)
        self._tell = on_better
        self._hand: Hand | None = None
        self._told: Score | None = None
        self._bound = np.inf
        self._step = value_step(model)

    def run(self) -> Outcome:
        """Search until the plan is proved the best, or work or time are used up."""
        return self._outcome() if self._search() else self._impossible()

    def _search(self) -> bool:
        """Search; return whether a plan may be possible."""
        model = self._model
        if (model.must & (np.diff(model.start) == 0)).any():
            return False
        if not model.n_options:
            self._take(np.full(model.n_items, NONE, np.int32))
            if self._told is not None:
                self._lower(self._told.value)
            return self._told is not None
        if model.n_options > MANY:
            early = descend(model, rounds=FEW_ROUNDS)
            self._lower(early.bound)
            self._take(greedy(model, early.reduced))
        start = descend(model)
        self._lower(start.bound)
        self._take(greedy(model, start.reduced))
        relaxed = relax(model, start, seconds_left=self._clock.left)
        # A step of one long sparse run costs far less than those of many small ones.
        self._clock.count(relaxed.iterations, (model.n_items + model.n_rows) // SPARSE)
        self._lower(relaxed.priced.bound)
        if relaxed.skipped > PART and self._none_fits():
            return False
        self._first_plan(relaxed)
        if model.n_options <= SMALL and not self._is_proved():
            answer = self._branch_all(FIRST_SHARE)
            if answer is not None and answer.is_impossible:
                return False
        self._improve(relaxed.priced)
        if not self._is_proved() and self._clock.may_go_on():
            answer = self._branch_near(relaxed.priced)
            return answer is None or not answer.is_impossible
        return True

    def _first_plan(self, relaxed: Relaxed) -> None:
        model = self._model
        self._take(greedy(model, relaxed.priced.reduced, relaxed.chosen))
        near = nearest(model.start, relaxed.priced.reduced, ROUND_WIDTH)
        kept = relaxed.chosen > 0
        kept[near[near >= 0]] = True
        choice = rounded(model, relaxed.chosen, kept, clock=self._clock)
        self._take(choice)

    def _improve(self, top: Priced) -> None:
        """Improve part by part, and turn to other parts with another seed."""
        model = self._model
        if self._hand is not None and is_plain(model):
            rounds = Rounds(model, top, clock=self._clock)
            rounds.improve(
                self._hand,
                share=PARTS_SHARE,
                on_better=lambda choice, _: self._take(choice),
                is_done=self._is_proved,
            )
        seed = 0
        while (
            self._hand is not None
            and not self._is_proved()
            and self._clock.may_go_on(PARTS_SHARE)
            and seed < MOST_SEEDS
        ):
            seed += 1
            parts = Neighbourhoods(model, top.reduced, clock=self._clock, seed=seed)
            parts.improve(
                self._hand,
                share=PARTS_SHARE,
                on_better=lambda choice, _: self._take(choice),
            )
            if not self._hand.score.is_plan and self._none_fits():
                return

    def _branch_all(self, share: float) -> Branched | None:
        """Give everything to branch and bound for a while."""
        return self._branch(np.ones(self._model.n_options, dtype=bool), share)

    def _branch_near(self, top: Priced) -> Branched | None:
        """Give branch and bound what could still be part of a better plan."""
        model = self._model
        kept = np.ones(model.n_options, dtype=bool)
        if self._told is not None:
            best = np.maximum.reduceat(
                np.append(top.reduced, -np.inf), np.minimum(model.start[:-1], len(kept))
            )
            best[np.diff(model.start) == 0] = 0.0
            best = np.where(model.must, best, np.maximum(0.0, best))
            loss = best[model.item] - top.reduced
            kept = top.bound - loss >= self._told.value - 1e-9
            chosen = self._hand.choice if self._hand is not None else np.zeros(0, int)
            kept[chosen[chosen >= 0]] = True
        if kept.sum() > MOST_BRANCHED:
            return None
        return self._branch(kept, 1.0)

    def _branch(self, kept: Mask, share: float) -> Branched | None:
        """Run branch and bound on the options kept; take over plan and bound."""
        model, clock = self._model, self._clock
        units = clock.units_left(share)
        if units <= 0 or clock.left() <= 0:
            return None
        per_unit = NODE_OPTIONS / max(1, int(kept.sum()))
        nodes = units * min(MOST_NODES, max(FEWEST_NODES, per_unit))
        hand = self._hand
        known = hand is not None and hand.score.is_plan
        answer = branch(
            model,
            kept,
            limits=Limits(
                seconds=min(clock.left(), SPARE_TIME * units), nodes=int(nodes) + 1
            ),
            start=hand.choice if hand is not None and known else None,
        )
        if answer.is_late:
            clock.is_late = True
        clock.count(BRANCH_COST * answer.work, model.n_items + model.n_rows)
        if answer.choice is not None:
            self._take(answer.choice)
        # What was left out is worth less than the plan in hand.
        floor = self._told.value if self._told is not None else -np.inf
        self._lower(max(answer.bound, floor))
        return answer

    def _none_fits(self) -> bool:
        """Tell whether it is proved that not everybody can have a place at once."""
        empty = replace(
            self._model,
            value=np.zeros(self._model.n_options),
            park_value=np.zeros(len(self._model.park_value)),
            cluster=np.full(self._model.n_items, NONE, np.int32),
            cluster_value=np.zeros(0),
        )
        soft = np.isfinite(empty.rows.fine)
        rows = replace(empty.rows, fine=np.where(soft, 0.0, empty.rows.fine))
        empty = replace(empty, rows=rows)
        relaxed = relax(empty, descend(empty, rounds=1), seconds_left=self._clock.left)
        return relaxed.is_complete and relaxed.skipped > PART

    def _take(self, choice: Ints) -> None:
        """Keep a choice if it is better; tell of it if it is a plan."""
        result = score(self._model, choice)
        if self._hand is None or result.beats(self._hand.score):
            self._hand = Hand(choice=choice.copy(), score=result)
        if result.is_plan and (self._told is None or result.value > self._told.value):
            self._told = result
            self._tell(choice, result.value, self._bound)

    def _lower(self, bound: float) -> None:
        """Take over a bound if it proves more."""
        if self._step and np.isfinite(bound):
            bound = np.floor(bound / self._step + 1e-6) * self._step
        self._bound = min(self._bound, bound)
        if self._told is not None:
            self._bound = max(self._bound, self._told.value)

    def _is_proved(self) -> bool:
        if self._told is None:
            return False
        return gap_of(self._told.value, self._bound) <= OPTIMAL_GAP

    def _outcome(self) -> Outcome:
        if self._told is None or self._hand is None:
            return Outcome(
                status="no_solution_found",
                choice=None,
                objective=None,
                bound=self._bound,
                stopped_by="time" if self._clock.is_late else "work",
            )
        proved = self._is_proved()
        late = "time" if self._clock.is_late else "work"
        return Outcome(
            status="optimal" if proved else "feasible",
            choice=self._hand.choice,
            objective=self._told.value,
            bound=self._bound,
            stopped_by="proof" if proved else late,
        )

    def _impossible(self) -> Outcome:
        return Outcome(
            status="infeasible",
            choice=None,
            objective=None,
            bound=-np.inf,
            stopped_by="proof",
        )


def value_step(model: Model) -> float:
    """Return a number of which every plan's worth is a multiple, 0 if there is none."""
    soft = model.rows.fine[np.isfinite(model.rows.fine)]
    values = np.concatenate([model.value, model.park_value, model.cluster_value])
    if len(soft) or not len(values) or abs(values).max() > LARGEST:
        return 0.0
    for step in (1.0, 0.5, 0.1, 0.01):
        parts = values / step
        if (abs(parts - np.round(parts)) < EVEN).all():
            return step
    return 0.0
