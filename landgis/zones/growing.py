# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Grow good patches of land from seeds, better them step by step, choose among them."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.progress import SILENT, Progress
from landgis.zones.patches import NOTHING, Aims, Patch, Sums, Terrain

REACH = 80
"""Units that are looked at beyond a border, for land worth crossing others for."""

SWAPS = 12_000
"""Exchanges that one round of bettering tries at most."""

FEW_SWAPS = 500
"""Exchanges that are tried in any case."""

FEW_SEEDS = 12
"""Where so few units can be won, more beginnings are tried."""

ROUNDS = 60
LONGEST_GROWTH = 1_500
GAIN = 1e-9
"""亩: less than this is rounding, not gain."""


Start = tuple[int, ...]
"""Units that hang together, with which a patch begins."""


@dataclass(frozen=True, kw_only=True)
class Grower:
    """Grows and betters patches on one terrain by one set of aims."""

    terrain: Terrain
    aims: Aims

    def worth(self, patch: Patch) -> float:
        """Return the worth of a patch; one of a size not allowed has none."""
        if not self.aims.allows(patch.sums.area_mu):
            return -np.inf
        return self.aims.worth(patch.sums)

    def grow(self, start: Start, is_free: Sequence[bool]) -> Patch:
        """Return the best patch on the way from a start outwards."""
        patch = Patch.of(self.terrain, start)
        taken = list(start)
        border = set(patch.border(is_free))
        best, length = self.worth(patch), len(taken)
        while len(taken) < LONGEST_GROWTH:
            step = self._best_step(patch, border, is_free)
            if not step:
                break
            patch.join(step)
            taken.extend(step)
            for row in step:
                border.update(o for o in self.terrain.beside(row) if is_free[o])
            border -= patch.rows
            worth = self.worth(patch)
            if worth > best + GAIN:
                best, length = worth, len(taken)
        if length < len(taken) and best > -np.inf:
            return Patch.of(self.terrain, taken[:length])
        return patch

    def _best_step(
        self, patch: Patch, border: set[int], is_free: Sequence[bool]
    ) -> list[int]:
        """Return the units to take next: the most gain for each 亩 that is added."""
        now = self.aims.worth(patch.sums)
        room = self.aims.most_mu - patch.sums.area_mu
        best, chosen = -np.inf, -1
        for row in sorted(border):
            unit = self.terrain.sums[row]
            if unit.area_mu > room:
                continue
            gain = self.aims.worth_with(patch.sums, unit) - now
            rate = gain / max(unit.area_mu, GAIN)
            if rate > best:
                best, chosen = rate, row
        if best > GAIN:
            return [chosen]
        beyond = self._best_way(patch, is_free, least=now + GAIN)
        if beyond:
            return beyond
        is_small = patch.sums.area_mu < self.aims.least_mu
        return [chosen] if chosen >= 0 and is_small else []

    def _best_way(
        self, patch: Patch, is_free: Sequence[bool], *, least: float
    ) -> list[int]:
        """Return the units over which most is won beyond the border, if anything."""
        room = self.aims.most_mu - patch.sums.area_mu
        best, chosen = least, []
        for way, sums in self._ways(patch, is_free):
            if sums.area_mu <= room:
                worth = self.aims.worth_with(patch.sums, sums)
                if worth > best:
                    best, chosen = worth, way
        return chosen

    def _ways(
        self, patch: Patch, is_free: Sequence[bool]
    ) -> Iterator[tuple[list[int], Sums]]:
        """Yield what may be joined at once: ways over others, and units about one."""
        yield from self._paths(patch, is_free)
        for row in patch.border(is_free):
            about = [
                other
                for other in self.terrain.beside(row)
                if is_free[other] and other not in patch.rows and self._alone(other) > 0
            ]
            if len(about) > 1:
                yield [row, *about], self.terrain.sum_of([row, *about])

    def _paths(
        self, patch: Patch, is_free: Sequence[bool]
    ) -> Iterator[tuple[list[int], Sums]]:
        """Yield ways from the patch to land to be won, the cheapest first."""
        came: dict[int, int] = {}
        cost: dict[int, float] = {}
        waiting: list[tuple[float, int]] = []
        for row in patch.border(is_free):
            cost[row], came[row] = self._toll(row), -1
            waiting.append((cost[row], row))
        heapq.heapify(waiting)
        settled: set[int] = set()
        limit = REACH + len(waiting)
        while waiting and len(settled) < limit:
            spent, row = heapq.heappop(waiting)
            if row in settled:
                continue
            settled.add(row)
            if self.terrain.sums[row].win_mu > 0:
                path = [row]
                while came[path[-1]] >= 0:
                    path.append(came[path[-1]])
                yield path[::-1], self.terrain.sum_of(path)
            for other in self.terrain.beside(row):
                if not is_free[other] or other in patch.rows or other in settled:
                    continue
                new = spent + self._toll(other)
                if new < cost.get(other, np.inf):
                    cost[other], came[other] = new, row
                    heapq.heappush(waiting, (new, other))

    def _toll(self, row: int) -> float:
        """Return what it costs to go over a unit."""
        return max(-self._alone(row), 0.0) + GAIN

    def _alone(self, row: int) -> float:
        unit = self.terrain.sums[row]
        return unit.win_mu - self.aims.in_use_weight * (unit.area_mu - unit.win_mu)

    def better(self, patch: Patch, is_free: Sequence[bool]) -> Patch:
        """Take in, leave and exchange units as long as that makes the patch better."""
        for _ in range(ROUNDS):
            rows = self._better_rows(patch, is_free)
            if rows is None:
                break
            patch = Patch.of(self.terrain, rows)
        return patch

    def _better_rows(self, patch: Patch, is_free: Sequence[bool]) -> set[int] | None:
        """Return the units of the best patch that is one move away, if it is better.

        Exchanges, where they are many, are only tried if nothing else helps.
        """
        border = patch.border(is_free)
        best, rows = self.worth(patch) + GAIN, None
        for row in border:
            worth = self._worth(patch.sums, self.terrain.sums[row])
            if worth > best:
                best, rows = worth, patch.rows | {row}
        for way, sums in self._ways(patch, is_free):
            worth = self._worth(patch.sums, sums)
            if worth > best:
                best, rows = worth, patch.rows | set(way)
        rests = list(self._rests(patch, len(border)))
        for part, rest in rests:
            worth = self._worth(rest, NOTHING)
            if worth > best:
                best, rows = worth, part
        if rows is None or len(rests) * len(border) <= FEW_SWAPS:
            return self._exchanged(rests, border, best) or rows
        return rows

    def _exchanged(
        self, rests: list[tuple[set[int], Sums]], border: list[int], best: float
    ) -> set[int] | None:
        """Return the best patch with a unit of the border for one of its own."""
        found = None
        units = [(row, self.terrain.sums[row]) for row in border]
        for part, rest in rests:
            for row, unit in units:
                worth = self._worth(rest, unit)
                if worth > best and not part.isdisjoint(self.terrain.beside(row)):
                    best, found = worth, part | {row}
        return found

    def _rests(self, patch: Patch, borders: int) -> Iterator[tuple[set[int], Sums]]:
        """Yield what is left of a patch without each of its units, the worst first."""
        leaving = sorted(patch.rows, key=lambda row: (self._alone(row), row))
        for row in leaving[: max(SWAPS // max(borders + len(patch.rows), 1), 8)]:
            for part in patch.parts_without(row):
                yield part, self._rest(patch, part, row)

    def _rest(self, patch: Patch, part: set[int], left: int) -> Sums:
        """Return the sums of what is left of a patch, by the shorter way."""
        if len(part) + 1 == len(patch.rows):
            return patch.sums.minus(self.terrain.sums[left])
        return self.terrain.sum_of(part)

    def _worth(self, sums: Sums, more: Sums) -> float:
        area = sums.area_mu + more.area_mu
        if not self.aims.least_mu <= area <= self.aims.most_mu:
            return -np.inf
        return self.aims.worth_with(sums, more)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """How many patches are wanted, and how many tries are spent on finding them."""

    count: int
    tries: int = 80


def choose_patches(
    grower: Grower,
    may_join: NDArray[np.bool_],
    choice: Choice,
    *,
    progress: Progress = SILENT,
) -> list[Patch]:
    """Return patches without a common unit, the best first.

    `may_join`: the units that may be used at all.  The same data and aims give
    the same patches.
    """
    is_free = may_join.tolist()
    starts = _starts(grower, _seeds(grower, may_join), is_free)
    grown = _grow_all(grower, starts, is_free, choice=choice, progress=progress)
    chosen: list[Patch] = []
    while grown and len(chosen) < choice.count:
        negative, start = heapq.heappop(grown)
        if not all(is_free[row] for row in start):
            continue
        patch = grower.better(grower.grow(start, is_free), is_free)
        worth = grower.worth(patch)
        if worth <= 0:
            continue
        if grown and worth < -grown[0][0] - GAIN and worth < -negative - GAIN:
            heapq.heappush(grown, (-worth, start))  # others took of its land: later
            continue
        chosen.append(patch)
        for row in patch.rows:
            is_free[row] = False
        progress.step(len(chosen), choice.count)
    return _settle(grower, chosen, is_free)


def _starts(grower: Grower, seeds: list[int], is_free: Sequence[bool]) -> list[Start]:
    """Return what patches begin with: seeds and, if they are few, pairs with them."""
    starts: list[Start] = [(seed,) for seed in seeds]
    if len(seeds) > FEW_SEEDS:
        return starts
    return starts + [
        (seed, other)
        for seed in seeds
        for other in grower.terrain.beside(seed)
        if is_free[other]
    ]


def _grow_all(
    grower: Grower,
    starts: list[Start],
    is_free: Sequence[bool],
    *,
    choice: Choice,
    progress: Progress,
) -> list[tuple[float, Start]]:
    """Return the worth of what grows from the starts, as a heap with the best first."""
    tries = max(choice.tries, 10 * choice.count)
    is_spread = len(starts) > tries
    covered: set[int] = set()
    grown: list[tuple[float, Start]] = []
    for start in starts:
        if len(grown) >= tries:
            break
        if is_spread and start[0] in covered:
            continue
        patch = grower.grow(start, is_free)
        if not is_spread:
            patch = grower.better(patch, is_free)
        covered |= patch.rows
        grown.append((-grower.worth(patch), start))
        progress.step(len(grown), min(tries, len(starts)))
    usable = [entry for entry in grown if entry[0] < np.inf]
    heapq.heapify(usable)
    return usable


def _seeds(grower: Grower, may_join: NDArray[np.bool_]) -> list[int]:
    """Return the units to begin with: where most is to be won round about, first."""
    terrain = grower.terrain
    ptr = np.asarray(terrain.ptr, dtype=np.int64)
    other = np.asarray(terrain.other, dtype=np.int64)
    count = len(may_join)
    own = np.fromiter(
        (unit.win_mu for unit in terrain.sums), dtype=np.float64, count=count
    )
    own[~may_join] = 0.0
    owner = np.repeat(np.arange(count), np.diff(ptr))
    near = own + np.bincount(owner, weights=own[other], minlength=count)
    around = near + np.bincount(owner, weights=near[other], minlength=count)
    rows = np.flatnonzero(may_join & (own > 0))
    order = np.lexsort((rows, -around[rows]))
    return [int(row) for row in rows[order]]


def _settle(grower: Grower, chosen: list[Patch], is_free: list[bool]) -> list[Patch]:
    """Better each patch once more on the land that the others leave."""
    for _ in range(3):
        is_changed = False
        for at, patch in enumerate(chosen):
            for row in patch.rows:
                is_free[row] = True
            new = grower.better(patch, is_free)
            is_changed |= new.rows != patch.rows
            chosen[at] = new
            for row in new.rows:
                is_free[row] = False
        if not is_changed:
            break
    return sorted(chosen, key=lambda patch: (-grower.worth(patch), min(patch.rows)))
