# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Corners and sides that a drawn line catches on, at any number of parcels."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Coords = NDArray[np.float64]
"""Places on the ground, shape (n, 2)."""
Sides = NDArray[np.float64]
"""Sides on the ground: x, y of one end, then of the other; shape (n, 4)."""
Rows = NDArray[np.int64]
Place = tuple[float, float]

CELL_REACHES = 3.0
"""Side of a cell whose sides are kept, as a multiple of the reach."""
MOST_CELLS = 256
RIGHT_ANGLE = math.pi / 2
_CORNERS = 3
_EMPTY = np.empty((0, 4))


class RingLayer(Protocol):
    """Flat ring arrays of a layer, as `landgis.render.shapes.Shapes` has them."""

    @property
    def points(self) -> NDArray[np.float64]:
        """Corners of all rings, less `origin`."""

    @property
    def rings(self) -> Rows:
        """Where each ring begins in `points`, and the end."""

    @property
    def parts(self) -> Rows:
        """Where each row begins in `rings`, and the end."""

    @property
    def origin(self) -> Place:
        """The place from which corners are counted."""

    def rows_in(self, bounds: tuple[float, float, float, float]) -> Rows:
        """Return the rows whose boxes touch a rectangle."""


class SnapKind(Enum):
    """What a line has caught on."""

    CORNER = "corner"
    EDGE = "edge"


@dataclass(frozen=True, kw_only=True)
class Snap:
    """A place that was caught on, exactly, and the side that it lies on."""

    x: float
    y: float
    kind: SnapKind
    side: tuple[float, float, float, float]

    @property
    def place(self) -> Place:
        """East and north."""
        return (self.x, self.y)


class SnapIndex:
    """The sides of layers, fetched for a cell of ground when the pointer comes there.

    Cells grow and shrink with the reach, so that as many sides are looked at in the
    whole county as in a street.  Nothing is built beforehand.
    """

    def __init__(self, layers: Sequence[RingLayer]) -> None:
        self._layers = tuple(layers)
        self._cells: OrderedDict[tuple[int, int, float], Sides] = OrderedDict()

    def nearest(
        self, x: float, y: float, reach: float, *, also: Coords | None = None
    ) -> Snap | None:
        """Return what lies nearest within a reach: any corner before any side.

        Parameters
        ----------
        also
            Corners of the line being drawn, which are caught on as well.
        """
        sides = self._sides_around(x, y, reach)
        at = np.array((x, y))
        if also is not None and len(also):
            sides = np.concatenate((sides, np.hstack((also, also))))
        if not len(sides):
            return None
        corner = _nearest_corner(sides, at, reach)
        return corner if corner is not None else _nearest_side(sides, at, reach)

    def sides_in(self, bounds: tuple[float, float, float, float]) -> Sides:
        """Return the sides of all rows whose boxes touch a rectangle, each once."""
        found = [sides_of(layer, layer.rows_in(bounds)) for layer in self._layers]
        if not any(len(sides) for sides in found):
            return _EMPTY
        return distinct(np.concatenate(found))

    def count_in(self, bounds: tuple[float, float, float, float]) -> int:
        """Return how many rows have boxes that touch a rectangle."""
        return sum(len(layer.rows_in(bounds)) for layer in self._layers)

    def _sides_around(self, x: float, y: float, reach: float) -> Sides:
        """Return all sides within reach, and more, from at most four cells."""
        size = 2.0 ** math.ceil(math.log2(reach * CELL_REACHES))
        first_x, last_x = math.floor((x - reach) / size), math.floor((x + reach) / size)
        first_y, last_y = math.floor((y - reach) / size), math.floor((y + reach) / size)
        found = [
            self._cell(column, line, size)
            for column in range(first_x, last_x + 1)
            for line in range(first_y, last_y + 1)
        ]
        return found[0] if len(found) == 1 else np.concatenate(found)

    def _cell(self, column: int, line: int, size: float) -> Sides:
        key = (column, line, size)
        sides = self._cells.get(key)
        if sides is None:
            west, south = column * size, line * size
            east, north = west + size, south + size
            sides = self.sides_in((west, south, east, north))
            low = np.minimum(sides[:, :2], sides[:, 2:])
            high = np.maximum(sides[:, :2], sides[:, 2:])
            sides = sides[
                (low <= (east, north)).all(axis=1) & (high >= (west, south)).all(axis=1)
            ]
            self._cells[key] = sides
            while len(self._cells) > MOST_CELLS:
                self._cells.popitem(last=False)
        self._cells.move_to_end(key)
        return sides


def sides_of(layer: RingLayer, rows: Rows) -> Sides:
    """Return the sides of rows on the ground; a ring that is left open is closed."""
    firsts, lasts = layer.parts[rows], layer.parts[rows + 1]
    rings = _ranges(firsts, lasts)
    starts, ends = layer.rings[rings], layer.rings[rings + 1]
    is_ring = ends - starts >= _CORNERS
    starts, ends = starts[is_ring], ends[is_ring]
    if not len(starts):
        return _EMPTY
    here = _ranges(starts, ends)
    following = here + 1
    following[np.cumsum(ends - starts) - 1] = starts
    sides = np.hstack((layer.points[here], layer.points[following]))
    sides = sides[(sides[:, :2] != sides[:, 2:]).any(axis=1)]
    return np.asarray(sides + np.tile(layer.origin, 2))


def distinct(sides: Sides) -> Sides:
    """Return every side once, whichever way round it is given."""
    turned = (sides[:, 0] > sides[:, 2]) | (
        (sides[:, 0] == sides[:, 2]) & (sides[:, 1] > sides[:, 3])
    )
    ordered = np.where(turned[:, None], sides[:, (2, 3, 0, 1)], sides)
    words = np.ascontiguousarray(ordered).view(np.dtype((np.void, 32))).ravel()
    return np.asarray(ordered[np.unique(words, return_index=True)[1]])


def orthogonal(last: Place, at: Place, before: Place | None = None) -> Place:
    """Return the place nearest to `at` straight on, back, or square to the last side.

    The last side ran from `before` to `last`; without one, the directions are
    those of the map: north, east, south, west.
    """
    x, y = at[0] - last[0], at[1] - last[1]
    base = 0.0
    if before is not None and before != last:
        base = math.atan2(last[1] - before[1], last[0] - before[0])
    turns = round((math.atan2(y, x) - base) / RIGHT_ANGLE)
    angle = base + turns * RIGHT_ANGLE
    along = x * math.cos(angle) + y * math.sin(angle)
    return (last[0] + along * math.cos(angle), last[1] + along * math.sin(angle))


def azimuth_of(last: Place, at: Place) -> float:
    """Return the direction of a side in degrees, clockwise from north, below 360."""
    degrees = math.degrees(math.atan2(at[0] - last[0], at[1] - last[1])) % 360.0
    return 0.0 if degrees >= 360.0 else degrees  # noqa: PLR2004 - a full turn


def placed(last: Place, *, length: float, azimuth: float) -> Place:
    """Return the place at a length in metres and an azimuth in degrees from another."""
    angle = math.radians(azimuth)
    return (last[0] + length * math.sin(angle), last[1] + length * math.cos(angle))


def _ranges(starts: Rows, ends: Rows) -> Rows:
    """Return the whole numbers from each start up to its end, one after another."""
    counts = ends - starts
    total = int(counts.sum())
    firsts = np.repeat(starts - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
    return np.asarray(firsts + np.arange(total))


def _nearest_corner(sides: Sides, at: Coords, reach: float) -> Snap | None:
    away = ((sides.reshape(-1, 2, 2) - at) ** 2).sum(axis=2)
    number, end = divmod(int(away.argmin()), 2)
    if away[number, end] > reach * reach:
        return None
    x, y = sides[number, 2 * end : 2 * end + 2].tolist()
    return Snap(x=x, y=y, kind=SnapKind.CORNER, side=_side(sides, number))


def _nearest_side(sides: Sides, at: Coords, reach: float) -> Snap | None:
    start, way = sides[:, :2] - at, sides[:, 2:] - sides[:, :2]
    length = np.maximum((way * way).sum(axis=1), np.finfo(float).tiny)
    share = np.clip(-(start * way).sum(axis=1) / length, 0.0, 1.0)
    feet = start + share[:, None] * way
    away = (feet * feet).sum(axis=1)
    number = int(away.argmin())
    if away[number] > reach * reach:
        return None
    x, y = (feet[number] + at).tolist()
    return Snap(x=x, y=y, kind=SnapKind.EDGE, side=_side(sides, number))


def _side(sides: Sides, number: int) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = sides[number].tolist()
    return (x1, y1, x2, y2)
