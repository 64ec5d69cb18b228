# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a search may go on: by counted work, and by the clock where that is first.

Work is counted in units that take about a second on a slow office PC, so that the same
problem and limit end at the same step, however fast the machine is.
"""

from __future__ import annotations

import time

STEPS_PER_UNIT = 3.0e6
"""Steps of the simplex method times columns and rows in a unit of work."""
LEAST_UNITS = 0.01
CLOCK_SHARE = 0.97
"""Part of the limit that the search itself may take; the rest is for the answer."""


def units_of(steps: int, size: int) -> float:
    """Return the work of so many steps with a program of this size."""
    return LEAST_UNITS + steps * size / STEPS_PER_UNIT


class Clock:
    """Counts work and seconds of one search."""

    def __init__(self, limit_s: float, *, gone_s: float = 0.0) -> None:
        self._began = time.monotonic() - gone_s
        self._limit_s = limit_s
        self.work = 0.0
        self.is_late = False

    @property
    def seconds(self) -> float:
        """Seconds since the search began."""
        return time.monotonic() - self._began

    def left(self) -> float:
        """Return the seconds left, none below 0."""
        left = max(0.0, self._limit_s * CLOCK_SHARE - self.seconds)
        if left <= 0.0:
            self.is_late = True
        return left

    def units_left(self, share: float = 1.0) -> float:
        """Return how much of a share of the work is left."""
        return share * self._limit_s - self.work

    def count(self, steps: int, size: int) -> None:
        """Count the steps that a program of this size took."""
        self.add(units_of(steps, size))

    def add(self, units: float) -> None:
        """Count so much work."""
        self.work += units

    def may_go_on(self, share: float = 1.0) -> bool:
        """Tell whether there is work and time left."""
        return self.units_left(share) > 0 and self.left() > 0
