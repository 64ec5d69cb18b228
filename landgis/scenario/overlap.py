# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What overlaps take off the sum, for many sets of 亩 on the same shapes.

The same figure as `reclaim.overlaps`; all overlays are made once, and a question
only looks up which of them count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.geometry import covered_m2, overlap_pairs
from landgis.tables import Geometries

MAX_COVERS = 6
"""Shapes over one shape whose every combination is overlaid beforehand."""

Rows = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Overlaps:
    """Shapes that share ground with others.

    Attributes
    ----------
    rows
        Their rows among all shapes; `shapes` and `drawn_m2` in step.
    first, second, first_bit, second_bit
        Pairs, and which bit the second is among the covers of the first, and
        the reverse.
    start, covered_m2
        Where the table of a shape begins, and how much of it each combination
        of its covers (a number made of their bits) covers.
    wide
        Shapes with too many covers for a table.
    """

    rows: Rows
    shapes: Geometries
    drawn_m2: NDArray[np.float64]
    first: Rows
    second: Rows
    first_bit: Rows
    second_bit: Rows
    start: Rows
    covered_m2: NDArray[np.float64]
    wide: Rows

    def removed_mu(self, amount_mu: NDArray[np.float64]) -> float:
        """Return the 亩 to take off Σ `amount_mu`, given for all shapes."""
        if not len(self.rows):
            return 0.0
        amount = amount_mu[self.rows]
        density = amount / self.drawn_m2
        used = amount > 0
        rank = np.empty(len(amount), dtype=np.int64)
        rank[np.argsort(-density, kind="stable")] = np.arange(len(amount))
        both = used[self.first] & used[self.second]
        first_thinner = rank[self.first] > rank[self.second]
        covers = np.zeros(len(amount), dtype=np.int64)
        for thinner, bit, here in (
            (self.first, self.first_bit, both & first_thinner),
            (self.second, self.second_bit, both & ~first_thinner),
        ):
            np.add.at(covers, thinner[here], np.int64(1) << bit[here])
        twice = self.covered_m2[self.start + covers * (self.start >= 0)]
        twice[self.start < 0] = 0.0
        for place in self.wide:  # a stack of copies, seldom more than one
            twice[place] = self._covered(int(place), used, rank)
        return float((twice * density).sum())

    def _covered(self, place: int, used: NDArray[np.bool_], rank: Rows) -> float:
        others = np.concatenate(
            [self.second[self.first == place], self.first[self.second == place]]
        )
        above = others[used[others] & (rank[others] < rank[place])]
        if not used[place] or not len(above):
            return 0.0
        return covered_m2(self.shapes[place], self.shapes[above])


def find_overlaps(geometry: Geometries, candidates: NDArray[np.bool_]) -> Overlaps:
    """Overlay the shapes that may count (`candidates`) with each other, once."""
    drawn = shapely.area(geometry)
    usable = np.flatnonzero(candidates & (drawn > 0))
    pairs = overlap_pairs(geometry[usable])
    i, j = pairs["i"].to_numpy(), pairs["j"].to_numpy()
    among = np.union1d(i, j)
    rows = usable[among]
    first, second = np.searchsorted(among, i), np.searchsorted(among, j)
    owner = np.concatenate([first, second])
    bits, count = _number_within(owner, size=len(rows))
    start = np.where(count <= MAX_COVERS, 0, -1)
    sizes = np.where(start == 0, 1 << np.minimum(count, MAX_COVERS), 0)
    start = np.where(start == 0, np.cumsum(sizes) - sizes, -1)
    found = Overlaps(
        rows=rows,
        shapes=geometry[rows],
        drawn_m2=drawn[rows],
        first=first,
        second=second,
        first_bit=np.minimum(bits[: len(first)], 62),
        second_bit=np.minimum(bits[len(first) :], 62),
        start=start,
        covered_m2=np.zeros(int(sizes.sum()) + 1),
        wide=np.flatnonzero(start < 0),
    )
    _fill_tables(found, np.concatenate([second, first]), owner=owner, bits=bits)
    return found


def _number_within(owner: Rows, *, size: int) -> tuple[Rows, Rows]:
    """Return for each entry its number among those of its owner, and the counts."""
    count = np.bincount(owner, minlength=size)
    order = np.argsort(owner, kind="stable")
    starts = np.cumsum(count) - count
    numbers = np.empty(len(owner), dtype=np.int64)
    numbers[order] = np.arange(len(owner)) - starts[owner[order]]
    return numbers, count


def _fill_tables(found: Overlaps, cover: Rows, *, owner: Rows, bits: Rows) -> None:
    """Overlay every combination of covers; most shapes have but one."""
    order = np.lexsort((bits, owner))
    places, starts = np.unique(owner[order], return_index=True)
    groups = np.split(cover[order], starts[1:])
    for place, covers in zip(places, groups, strict=False):
        if found.start[place] < 0:
            continue
        for code in range(1, 1 << len(covers)):
            chosen = [c for bit, c in enumerate(covers) if code >> bit & 1]
            found.covered_m2[found.start[place] + code] = covered_m2(
                found.shapes[place], found.shapes[chosen]
            )
