# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A patch of land that grows and shrinks unit by unit, and what it is worth."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.tables import Geometries

Numbers = NDArray[np.float64]

_CIRCLE = 2 * math.pi
"""The polar moment of a circle is its area squared, by this."""

LARGEST_WEIGHT = 0.95
"""A patch without any shape still counts for something, so that it can be mended."""


@dataclass(frozen=True, kw_only=True)
class Aims:
    """What makes a patch a good one.

    Attributes
    ----------
    least_mu, most_mu
        How large it has to be and may be, in 亩.
    enough_mu
        Land to be won beyond this counts for nothing more.
    in_use_weight
        What one 亩 of land that stays in use takes off, in 亩 of land won.
    compactness
        Which part of its worth a patch loses that has no compactness at all.
    """

    least_mu: float = 0.0
    most_mu: float = math.inf
    enough_mu: float = math.inf
    in_use_weight: float = 0.5
    compactness: float = 0.3

    def worth(self, sums: Sums) -> float:
        """Return what a patch of these sums is worth, in 亩."""
        return self.worth_with(sums, NOTHING)

    def worth_with(self, sums: Sums, more: Sums) -> float:
        """Return what a patch is worth with more land in.

        Hundreds of thousands of times in one search, so nothing is made on the way.
        """
        area = sums.area_mu + more.area_mu
        win = sums.win_mu + more.win_mu
        net = min(self.enough_mu, win)
        if area > win:
            net -= self.in_use_weight * (area - win)
        if area <= 0:
            return net
        x, y = sums.x + more.x, sums.y + more.y
        own = sums.turn + more.turn - (x * x + y * y) / area
        least = area * area / _CIRCLE
        if own <= least:
            return net
        weight = self.compactness
        weight = min(weight, LARGEST_WEIGHT)
        kept = 1.0 - weight * (1.0 - least / own)
        return net * kept if net >= 0 else net / kept

    def allows(self, area_mu: float) -> bool:
        """Tell whether a patch is neither too small nor too large."""
        return self.least_mu <= area_mu <= self.most_mu


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over the units of a patch, from which its worth follows.

    `x`, `y`: area times place; `turn`: polar moment, both about one origin.
    """

    area_mu: float = 0.0
    win_mu: float = 0.0
    x: float = 0.0
    y: float = 0.0
    turn: float = 0.0

    def plus(self, other: Sums) -> Sums:
        """Return the sums with another unit in."""
        return Sums(
            self.area_mu + other.area_mu,
            self.win_mu + other.win_mu,
            self.x + other.x,
            self.y + other.y,
            self.turn + other.turn,
        )

    def minus(self, other: Sums) -> Sums:
        """Return the sums with a unit out."""
        return Sums(
            self.area_mu - other.area_mu,
            self.win_mu - other.win_mu,
            self.x - other.x,
            self.y - other.y,
            self.turn - other.turn,
        )

    def compactness(self) -> float:
        """Return 1 for a full circle, towards 0 the more the land is strewn about.

        The polar moment of a circle of the same area, divided by the own one.
        """
        if self.area_mu <= 0:
            return 0.0
        own = self.turn - (self.x * self.x + self.y * self.y) / self.area_mu
        least = self.area_mu * self.area_mu / _CIRCLE
        return min(least / own, 1.0) if own > least else 1.0


NOTHING = Sums()


@dataclass(frozen=True, kw_only=True)
class Terrain:
    """The units that patches are made of, and which lie beside each other.

    `sums` are those of each unit about `origin`; `other[ptr[i]:ptr[i + 1]]` are
    the units beside unit i, near enough and not parted by a limit.
    """

    sums: Sequence[Sums]
    ptr: Sequence[int]
    other: Sequence[int]

    def beside(self, row: int) -> Sequence[int]:
        """Return the units beside one."""
        return self.other[self.ptr[row] : self.ptr[row + 1]]

    def sum_of(self, rows: Iterable[int]) -> Sums:
        """Return the sums of several units."""
        total = Sums()
        for row in rows:
            total = total.plus(self.sums[row])
        return total


def unit_sums(grounds: Geometries, *, area_mu: Numbers, win_mu: Numbers) -> list[Sums]:
    """Return the sums of each unit, with the moments that its ground really has.

    Lengths are in units in which one 亩 is one square, so that areas are 亩.
    """
    x, y, turn = _moments(grounds)
    drawn = shapely.area(grounds)
    factor = np.divide(area_mu, drawn, out=np.zeros(len(drawn)), where=drawn > 0)
    length = math.sqrt(3 / 2000)
    columns = (
        area_mu,
        win_mu,
        x * factor * length,
        y * factor * length,
        turn * factor * length * length,
    )
    return [Sums(*each) for each in zip(*(c.tolist() for c in columns), strict=True)]


def _moments(grounds: Geometries) -> tuple[Numbers, Numbers, Numbers]:
    """Return ∫x, ∫y and ∫x²+y² over each shape, about the middle of them all."""
    count = len(grounds)
    parts, owner = shapely.get_parts(
        np.asarray(grounds, dtype=object), return_index=True
    )
    polygonal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, owner = parts[polygonal], owner[polygonal]
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    if not len(points):
        return np.zeros(count), np.zeros(count), np.zeros(count)
    points = points - points.mean(axis=0)
    follows = ring[1:] == ring[:-1]
    (x0, y0), (x1, y1) = points[:-1][follows].T, points[1:][follows].T
    cross = x0 * y1 - x1 * y0
    terms = (
        cross / 2,
        cross * (x0 + x1) / 6,
        cross * (y0 + y1) / 6,
        cross * (x0 * x0 + x0 * x1 + x1 * x1 + y0 * y0 + y0 * y1 + y1 * y1) / 12,
    )
    edge_ring = ring[:-1][follows]
    area, *others = (
        np.bincount(edge_ring, weights=term, minlength=len(rings)) for term in terms
    )
    is_shell = np.ones(len(rings), dtype=bool)
    is_shell[1:] = part[1:] != part[:-1]
    sign = np.where(area < 0, -1.0, 1.0) * np.where(is_shell, 1.0, -1.0)
    x, y, turn = (
        np.bincount(owner[part], weights=each * sign, minlength=count).astype(float)
        for each in others
    )
    return x, y, turn


@dataclass
class Patch:
    """Units that hang together, as they are joined and left."""

    terrain: Terrain
    rows: set[int] = field(default_factory=set)
    sums: Sums = field(default_factory=Sums)

    @classmethod
    def of(cls, terrain: Terrain, rows: Iterable[int]) -> Patch:
        """Make a patch of units."""
        ordered = sorted(rows)
        return cls(terrain=terrain, rows=set(ordered), sums=terrain.sum_of(ordered))

    def join(self, rows: Iterable[int]) -> None:
        """Take units in."""
        for row in rows:
            if row not in self.rows:
                self.rows.add(row)
                self.sums = self.sums.plus(self.terrain.sums[row])

    def border(self, is_free: Sequence[bool]) -> list[int]:
        """Return the free units beside the patch, ascending."""
        found = {
            other
            for row in self.rows
            for other in self.terrain.beside(row)
            if is_free[other]
        }
        return sorted(found - self.rows)

    def parts_without(self, left: int) -> Iterator[set[int]]:
        """Yield what the patch falls into if a unit leaves it."""
        waiting = self.rows - {left}
        while waiting:
            reached = {min(waiting)}
            edge = list(reached)
            while edge:
                row = edge.pop()
                for other in self.terrain.beside(row):
                    if other in waiting and other not in reached:
                        reached.add(other)
                        edge.append(other)
            waiting -= reached
            yield reached
