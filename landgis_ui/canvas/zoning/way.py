# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A line being drawn: corners set one by one, or many at a time along a boundary."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from landgis.zones.snapping import Coords, Place, Snap, azimuth_of

SAME_M = 1e-6
NO_CORNERS: Coords = np.empty((0, 2))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Aim:
    """Where the next click would set a corner.

    `way` leads there from the last corner, which is left out, along a boundary if
    it is traced.
    """

    place: Place
    way: Coords
    snap: Snap | None = None
    is_traced: bool = False


class Way:
    """The corners so far, in the steps in which they were set."""

    def __init__(self) -> None:
        self._steps: list[Coords] = []

    def __len__(self) -> int:
        """How many corners there are."""
        return sum(map(len, self._steps))

    @property
    def places(self) -> Coords:
        """All corners."""
        return np.concatenate(self._steps) if self._steps else NO_CORNERS

    @property
    def first(self) -> Place | None:
        """The corner it began with."""
        return _place(self._steps[0][0]) if self._steps else None

    @property
    def last(self) -> Place | None:
        """The corner set last."""
        return _place(self._steps[-1][-1]) if self._steps else None

    @property
    def before_last(self) -> Place | None:
        """The corner before the last one."""
        places = self.places
        return _place(places[-2]) if len(places) > 1 else None

    def add(self, corners: Coords) -> bool:
        """Set corners in one step; False if the step leads nowhere."""
        last = self.last
        if not len(corners):
            return False
        if last is not None and math.dist(last, corners[-1].tolist()) < SAME_M:
            return False
        self._steps.append(corners)
        return True

    def take_back(self) -> bool:
        """Take the last step back; False if there was none."""
        return bool(self._steps) and self._steps.pop() is not None

    def clear(self) -> None:
        """Forget all corners."""
        self._steps = []

    def with_aim(self, aim: Aim | None) -> Coords:
        """Return the corners with the way to where the next would be."""
        if aim is None:
            return self.places
        return np.concatenate((self.places, aim.way))

    def side_to(self, place: Place) -> tuple[float, float] | None:
        """Return length and azimuth from the last corner to a place."""
        last = self.last
        if last is None:
            return None
        return math.dist(last, place), azimuth_of(last, place)


def _place(corner: Coords) -> Place:
    x, y = corner.tolist()
    return (x, y)
