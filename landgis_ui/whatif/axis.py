# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One axis for histogram, slider and curve: values to places and back."""

from __future__ import annotations

from dataclasses import dataclass

LEFT_PX, RIGHT_PX = 46, 16


@dataclass(frozen=True, kw_only=True)
class Axis:
    """From 0 at `left` to `maximum` at `right`, in pixels of a widget."""

    left: float
    right: float
    maximum: float

    def x_of(self, value: float) -> float:
        """Return where a value lies; what is beyond lies at the end."""
        share = min(max(value / self.maximum, 0.0), 1.0)
        return self.left + share * (self.right - self.left)

    def value_at(self, x: float) -> float:
        """Return the value at a place; beyond the ends, that of the end."""
        share = (x - self.left) / max(1.0, self.right - self.left)
        return min(max(share, 0.0), 1.0) * self.maximum
