# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Improve a plan in rounds: chains on one core, parts with HiGHS on the other.

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

UNITS = 3.0
"""Work of a round."""
CHAIN_STEPS = 40_000_000
"""Firms that chains look at in a unit of work."""
HEATS = (0.3, 0.5, 0.2)
"""Of the usual loss: how much worse chains may go, round after round."""
AFRESH = 3
"""Chains begin with the plan in hand but for every so many rounds."""

Done = Callable[[], bool]


class Rounds:
    """Runs chains and parts side by side."""

    def __init__(self, model: Model, top: Priced, *, clock: Clock) -> None:
        self._model, self._clock = model, clock
        self._chains = Chains(model, top)
        self._reduced = top.reduced

    def improve(
        self, hand: Hand, *, share: float, on_better: Better, is_done: Done
    ) -> None:
        """Go on until work or time are used up, or nothing is left to search."""
        parts = Neighbourhoods(self._model, self._reduced, clock=self._clock)
        before, number = hand.choice, 0
        with ThreadPoolExecutor(1) as pool:
            while self._clock.may_go_on(share) and not is_done():
                units = min(UNITS, self._clock.units_left(share))
                start = before if number % AFRESH == AFRESH - 1 else hand.choice
                chained = pool.submit(
                    self._chains.run,
                    start,
                    seed=number + 1,
                    work=int(units * CHAIN_STEPS),
                    heat=HEATS[number % len(HEATS)],
                )
                began = self._clock.work
                parts.improve(
                    hand, share=share, on_better=on_better, most=units, at_once=1
                )
                found = chained.result()
                # Parts that found nothing more may have stopped before the chains.
                self._clock.add(max(0.0, began + units - self._clock.work))
                number += 1
                if found.is_plan:
                    self._join(hand, found.choice, parts, on_better=on_better)
                    before = found.choice

    def _join(
        self, hand: Hand, other: Ints, parts: Neighbourhoods, *, on_better: Better
    ) -> None:
        """Take over the chains' plan where it is better; join the two."""
        result, first = score(self._model, other), hand.choice
        if result.beats(hand.score):
            hand.choice, hand.score = other, result
            on_better(other, result)
            other = first
        if hand.score.is_plan:
            parts.join(hand, other, on_better=on_better)
