# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Improve a plan in rounds: chains on both cores, now and then parts on the second.

After each round both plans are joined.  A round is counted work on either side, so that
the same problem and limit go the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from landgis.relocation.chains import Chains
from landgis.relocation.clock import Clock
from landgis.relocation.model import Ints, Model
from landgis.relocation.neighbourhood import Better, Hand, Neighbourhoods
from landgis.relocation.prices import Priced
from landgis.relocation.score import score

UNITS = 2.0
"""Work of a round."""
CHAIN_STEPS = 45_000_000
"""Firms that chains look at in a unit of work."""
PARTS_EVERY = 4
"""Every so many rounds the second core solves parts; else it searches by chains too."""
SEEDS = 1, 2

Done = Callable[[], bool]


class Rounds:
    """Runs chains and parts side by side."""

    def __init__(self, model: Model, top: Priced, *, clock: Clock) -> None:
        self._model, self._clock = model, clock
        self._chains = [Chains(model, top, seed=seed) for seed in SEEDS]
        self._parts = Neighbourhoods(model, top.reduced, clock=clock)

    def improve(
        self, hand: Hand, *, share: float, on_better: Better, is_done: Done
    ) -> None:
        """Go on until work or time are used up, or nothing is left to search."""
        number = 0
        with ThreadPoolExecutor(len(SEEDS)) as pool:
            while self._clock.may_go_on(share) and not is_done():
                units = min(UNITS, self._clock.units_left(share))
                until = self._clock.work + units
                has_parts = number % PARTS_EVERY == 0
                work, start = int(units * CHAIN_STEPS), hand.choice
                running = [
                    pool.submit(chains.run, start, work=work)
                    for chains in (self._chains[:1] if has_parts else self._chains)
                ]
                if has_parts:
                    self._parts.improve(
                        hand, share=share, on_better=on_better, most=units, at_once=1
                    )
                for one in running:
                    found = one.result()
                    if found.is_plan:
                        self._join(hand, found.choice, on_better=on_better)
                # Parts that found nothing more may have stopped before the chains.
                self._clock.add(max(0.0, until - self._clock.work))
                number += 1

    def _join(self, hand: Hand, other: Ints, *, on_better: Better) -> None:
        """Take over the chains' plan where it is better; join the two."""
        result, first = score(self._model, other), hand.choice
        if result.beats(hand.score):
            hand.choice, hand.score = other, result
            on_better(other, result)
            other = first
        if hand.score.is_plan:
            self._parts.join(hand, other, on_better=on_better)
