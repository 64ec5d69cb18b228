# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Improve a plan part by part: a few parks are emptied and filled anew, at best."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from landgis.relocation.clock import Clock, units_of
from landgis.relocation.mip import Branched, Limits, branch
from landgis.relocation.model import NONE, Floats, Ints, Model
from landgis.relocation.part import Part, part_of
from landgis.relocation.price_kernels import first_fit, nearest
from landgis.relocation.prices import options_of
from landgis.relocation.program import Mask, Places
from landgis.relocation.relax import skip_fine
from landgis.relocation.score import Score, overfull_parks, score

NEAR = 8
FIRST_SIZE = 60
LEAST_SIZE, MOST_SIZE = 20, 2500
MOST_SECONDS = 10.0
AT_ONCE = 2
"""Parts that are solved at the same time, on as many cores."""
PART_NODES = 50
JOIN_NODES, JOIN_WIDTH = 100, 2
"""Nodes, and good places of each firm, where two plans are joined."""
PART_UNITS = 0.15
"""Work after which a part was too large."""
ROUND_SECONDS = 5.0
PART = 1e-6
PATIENCE = 10
ALMOST, ALL_FIRST = 0.1, 1e14
"""A firm may lose so much of the usual spread and still be tried."""
BY_LOSS, BY_FIRM = 0.5, 0.5
"""How often the firm to begin with is drawn by what it loses."""

Better = Callable[[Ints, Score], None]


@dataclass
class Hand:
    """The plan in hand and what it is worth."""

    choice: Ints
    score: Score


def rounded(model: Model, chosen: Floats, kept: Mask, *, clock: Clock) -> Ints:
    """Return a plan near the relaxed answer: whole firms stay, the others are placed.

    Firms that must have a place may be left without, if there is none.
    """
    choice = np.full(model.n_items, NONE, np.int32)
    whole = np.flatnonzero(chosen > 1 - PART)
    choice[model.item[whole]] = whole
    parks = overfull_parks(model, choice)
    choice[parks[model.park[choice]] & (choice >= 0)] = NONE
    divided = np.unique(model.item[(chosen > PART) & (choice[model.item] < 0)])
    return refilled(model, choice, divided, kept=kept, clock=clock)


def greedy(model: Model, reduced: Floats, chosen: Floats | None = None) -> Ints:
    """Return a first plan: the firms that gain most choose first, leading ones before.

    Whole firms of the relaxed answer, if there is one, come before all others.
    Parks that stay overfull, for want of leading firms, are emptied again.
    """
    near = nearest(model.start, reduced, 3 * NEAR)
    gain = np.where(near[:, 0] >= 0, reduced[near[:, 0]], -np.inf)
    spare = ALMOST * float(np.std(reduced)) if model.n_options else 0.0
    near[(gain <= -spare) & ~model.must] = NONE
    gain[model.must] += 1e12
    if chosen is not None:
        whole = np.flatnonzero(chosen > 1 - PART)
        near[model.item[whole], 0] = whole
        gain[model.item[whole]] += 1e15
    lowers = np.zeros(model.n_options, dtype=bool)
    owner = np.repeat(np.arange(model.n_options), np.diff(model.first))
    lowers[owner[model.amount < 0]] = True
    leads = (near[:, 0] >= 0) & lowers[near[:, 0]]
    pinned = model.must & (np.diff(model.start) == 1)
    early = gain > ALL_FIRST
    order = np.lexsort((-gain, ~leads, ~early, ~pinned)).astype(np.int32)
    limits = model.rows.capacity
    choice: Ints = first_fit(options_of(model), near, order, limits, pinned)
    parks = overfull_parks(model, choice)
    choice[(choice >= 0) & parks[model.park[choice]]] = NONE
    return choice


def refilled(
    model: Model, choice: Ints, items: Places, *, kept: Mask, clock: Clock
) -> Ints:
    """Return the plan with some items placed anew as well as may be."""
    if not len(items):
        return choice
    part = part_of(model, choice, items, kept=kept)
    own = lenient(part.model, skip_fine(model))
    every = np.ones(own.n_options, dtype=bool)
    limits = Limits(seconds=min(clock.left(), ROUND_SECONDS), nodes=200)
    found = branch(own, every, limits=limits, skip_fine=skip_fine(model))
    clock.count(found.work, own.n_options + own.n_items + own.n_rows)
    clock.is_late |= found.is_late
    if found.choice is None:
        return choice
    return part.whole(choice, found.choice)


def lenient(model: Model, fine: float) -> Model:
    """Return the model in which limits may be passed at a high fine, as a way out."""
    rows = model.rows
    taken = np.bincount(model.row, weights=abs(model.amount), minlength=model.n_rows)
    mean = taken / np.maximum(1, np.bincount(model.row, minlength=model.n_rows))
    dear = 3 * fine / np.maximum(mean, 1e-9)
    return replace(model, rows=replace(rows, fine=np.minimum(rows.fine, dear)))


def _nearly_as_good(near: Ints, reduced: Floats) -> Floats:
    """Return the chance to draw each item: high where the second place is good too."""
    chance = np.zeros(len(near))
    has = near[:, 1] >= 0
    loss = reduced[near[has, 0]] - reduced[near[has, 1]]
    usual = max(float(np.median(loss)) if len(loss) else 0.0, 1e-9)
    chance[has] = np.exp(-np.minimum(loss / usual, 20.0) / 2)
    total = chance.sum()
    return chance / total if total > 0 else chance


@dataclass(frozen=True, kw_only=True)
class _Drawn:
    """A part to be solved: its model, and where the plan has its items now."""

    part: Part
    model: Model
    start: Ints
    by_firm: bool


class Neighbourhoods:
    """Chooses parts of a plan and solves them, each a little problem of its own."""

    def __init__(
        self, model: Model, reduced: Floats, *, clock: Clock, seed: int = 1
    ) -> None:
        self._model, self._clock = model, clock
        self._reduced = reduced
        self._near = nearest(model.start, reduced, NEAR)
        self._best = np.zeros(model.n_items)
        has = self._near[:, 0] >= 0
        self._best[has] = reduced[self._near[has, 0]]
        self._best[~model.must] = np.maximum(0.0, self._best[~model.must])
        self._kept = np.zeros(model.n_options, dtype=bool)
        self._kept[self._near[self._near >= 0]] = True
        self._chance = np.random.default_rng(seed)
        self._size = self._firms_size = float(FIRST_SIZE)
        self._second = _nearly_as_good(self._near, reduced)
        self._fine = skip_fine(model)

    @property
    def kept(self) -> Mask:
        """Options that parts consider."""
        return self._kept

    def improve(
        self,
        hand: Hand,
        *,
        share: float,
        on_better: Better,
        most: float = np.inf,
        at_once: int = AT_ONCE,
    ) -> int:
        """Go on until the work or time is used up; return how often it got better.

        Parameters
        ----------
        share
            Part of all the work after which to stop.
        most
            Units of work after which to stop in any case.
        at_once
            Parts to be solved at the same time.
        """
        better = waited = 0
        whole = min(MOST_SIZE, self._model.n_items)
        until = self._clock.work + most
        with ThreadPoolExecutor(at_once) as pool:
            while self._clock.may_go_on(share) and self._clock.work < until:
                if self._try_parts(hand, pool, at_once):
                    better, waited = better + 1, 0
                    on_better(hand.choice, hand.score)
                else:
                    waited += 1
                if waited > PATIENCE and self._size >= whole:
                    break
        return better

    def join(self, hand: Hand, other: Ints, *, on_better: Better) -> None:
        """Take the best of two plans: where they differ, either may be followed."""
        model, choice = self._model, hand.choice
        items = np.flatnonzero(choice != other)
        if not len(items):
            return
        kept = np.zeros(model.n_options, dtype=bool)
        for plan in (choice, other):
            kept[plan[plan >= 0]] = True
        near = self._near[items, :JOIN_WIDTH]
        kept[near[near >= 0]] = True
        part = part_of(model, choice, items, kept=kept)
        own = lenient(part.model, self._fine) if hand.score.overfull else part.model
        drawn = _Drawn(part=part, model=own, start=part.own(choice), by_firm=True)
        seconds = min(self._clock.left(), MOST_SECONDS)
        limits = Limits(seconds=seconds, nodes=JOIN_NODES, is_thorough=False)
        found = self._solve(drawn, limits)
        self._clock.count(found.work, own.n_options + own.n_items + own.n_rows)
        self._clock.is_late |= found.is_late
        if found.choice is not None and self._take_over(
            hand, part.whole(choice, found.choice)
        ):
            on_better(hand.choice, hand.score)

    def _try_parts(self, hand: Hand, pool: ThreadPoolExecutor, count: int) -> bool:
        """Solve a few parts at once, and take over what goes together."""
        drawn = [self._draw_part(hand) for _ in range(count)]
        seconds = min(self._clock.left(), MOST_SECONDS)
        limits = Limits(seconds=seconds, nodes=PART_NODES, is_thorough=False)
        solved = pool.map(lambda one: self._solve(one, limits), drawn)
        better, most = False, 0.0
        for one, found in zip(drawn, solved, strict=True):
            own = one.part.model
            units = units_of(found.work, own.n_options + own.n_items + own.n_rows)
            most = max(most, units)
            self._clock.is_late |= found.is_late
            self._adapt(by_firm=one.by_firm, units=units, is_proved=found.is_proved)
            if found.choice is not None:
                better |= self._take_over(
                    hand, one.part.whole(hand.choice, found.choice)
                )
        self._clock.add(most)
        return better

    def _take_over(self, hand: Hand, changed: Ints) -> bool:
        """Take a changed plan if it is no worse; tell whether it is better."""
        result = score(self._model, changed)
        is_better = result.beats(hand.score)
        if is_better or result == hand.score:
            hand.choice, hand.score = changed, result
        return is_better

    def _draw_part(self, hand: Hand) -> _Drawn:
        """Draw a part, from firms or from parks, with what it may choose from."""
        model, choice = self._model, hand.choice
        by_firm = not hand.score.missing and self._chance.random() < BY_FIRM
        by_firm = bool(by_firm and self._second.any())
        items, parks = self._draw_firms() if by_firm else self._draw(choice)
        inside = np.zeros(len(model.park_value), dtype=bool)
        inside[parks] = True
        kept = self._kept & inside[model.park]
        kept[choice[choice >= 0]] = True
        part = part_of(model, choice, items, kept=kept)
        own = part.model
        if hand.score.overfull:
            own = lenient(own, self._fine)
        return _Drawn(part=part, model=own, start=part.own(choice), by_firm=by_firm)

    def _solve(self, drawn: _Drawn, limits: Limits) -> Branched:
        """Solve a part; several run at the same time."""
        return branch(
            drawn.model,
            np.ones(drawn.model.n_options, dtype=bool),
            limits=limits,
            start=drawn.start,
            skip_fine=self._fine,
        )

    def _adapt(self, *, by_firm: bool, units: float, is_proved: bool) -> None:
        """Make the next part larger where this one was easy, smaller where not."""
        factor = 1.0
        if not is_proved or units > PART_UNITS:
            factor = 0.93
        elif units < PART_UNITS / 4:
            factor = 1.06
        if by_firm:
            size = self._firms_size * factor
            self._firms_size = min(MOST_SIZE, max(LEAST_SIZE, size))
        else:
            self._size = min(MOST_SIZE, max(LEAST_SIZE, self._size * factor))

    def _draw_firms(self) -> tuple[Places, Places]:
        """Draw firms that have a second place nearly as good, in whatever park."""
        size = min(int(self._firms_size), int((self._second > 0).sum()))
        items = self._chance.choice(
            len(self._second), size, replace=False, p=self._second
        )
        return np.sort(items), np.arange(len(self._model.park_value))

    def _draw(self, choice: Ints) -> tuple[Places, Places]:
        """Draw parks that share firms, and all firms that are in them or nowhere."""
        model, chance = self._model, self._chance
        n_parks = len(model.park_value)
        park = np.where(choice >= 0, model.park[choice], NONE)
        moves = np.zeros(model.n_items, dtype=bool)
        inside = np.zeros(n_parks, dtype=bool)
        seed = self._seed(choice)
        good = self._near[seed]
        good = good[good >= 0]
        inside[model.park[chance.permutation(good[:4])[:2]]] = True
        if park[seed] >= 0:
            inside[park[seed]] = True
        moves[seed] = True
        waiting = self._waiting(choice)
        while True:
            moves |= (park != NONE) & inside[park]
            if moves.sum() >= self._size or inside.all():
                break
            options = self._near[moves]
            drawn = np.bincount(model.park[options[options >= 0]], minlength=n_parks)
            pull = (drawn + 0.01) * chance.random(n_parks)
            pull[inside] = -1.0
            inside[int(pull.argmax())] = True
        reach = self._near[waiting]
        fits = (reach >= 0) & inside[model.park[reach]]
        moves[waiting[fits.any(axis=1)][: int(self._size)]] = True
        return np.flatnonzero(moves), np.flatnonzero(inside)

    def _waiting(self, choice: Ints) -> Places:
        """Return the items without a place that are worth one, the best first."""
        out = np.flatnonzero((choice < 0) & (self._near[:, 0] >= 0))
        worth = self._reduced[self._near[out, 0]] + 1e9 * self._model.must[out]
        order = np.argsort(-worth, kind="stable")
        spread = np.std(self._model.value) if self._model.n_options else 0.0
        return np.asarray(out[order][worth[order] > -0.2 * spread])

    def _seed(self, choice: Ints) -> int:
        """Draw the item to begin with: one that must be placed, or one that loses."""
        model, chance = self._model, self._chance
        out = np.flatnonzero(model.must & (choice < 0) & (self._near[:, 0] >= 0))
        if not len(out):
            parks = overfull_parks(model, choice)
            out = np.flatnonzero((choice >= 0) & parks[model.park[choice]])
        if len(out):
            return int(chance.choice(out))
        now = np.where(choice >= 0, self._reduced[choice], 0.0)
        loss = np.maximum(0.0, self._best - now)
        loss[self._near[:, 0] < 0] = 0.0
        has = self._near[:, 0] >= 0
        if not has.any():
            return 0
        if loss.sum() > 0 and chance.random() < BY_LOSS:
            return int(chance.choice(len(loss), p=loss / loss.sum()))
        return int(chance.choice(np.flatnonzero(has)))
