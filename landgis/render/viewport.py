# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which part of the ground is seen, and how large."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

MIN_M_PER_PX = 1e-4
MAX_M_PER_PX = 1e6

Bounds = tuple[float, float, float, float]
"""min x, min y, max x, max y, in metres."""


@dataclass(frozen=True, kw_only=True)
class Viewport:
    """A rectangle of ground on a rectangle of device pixels.

    Pixels are those of the device (logical pixels times the pixel ratio); pixel
    (0, 0) is the top left one, and its centre is at (0.5, 0.5).

    Attributes
    ----------
    centre_x, centre_y
        Middle of the picture on the ground: east and north, in metres.
    m_per_px
        Metres of ground on the side of a device pixel.
    """

    centre_x: float
    centre_y: float
    m_per_px: float
    width_px: int
    height_px: int

    def __post_init__(self) -> None:
        if not MIN_M_PER_PX <= self.m_per_px <= MAX_M_PER_PX:
            raise ValueError(f"a pixel cannot show {self.m_per_px} m")
        if self.width_px < 1 or self.height_px < 1:
            raise ValueError("a picture has pixels")

    @property
    def left(self) -> float:
        """East of the left edge."""
        return self.centre_x - self.width_px / 2 * self.m_per_px

    @property
    def top(self) -> float:
        """North of the upper edge."""
        return self.centre_y + self.height_px / 2 * self.m_per_px

    @property
    def bounds(self) -> Bounds:
        """The ground in sight."""
        half_x = self.width_px / 2 * self.m_per_px
        half_y = self.height_px / 2 * self.m_per_px
        return (
            self.centre_x - half_x,
            self.centre_y - half_y,
            self.centre_x + half_x,
            self.centre_y + half_y,
        )

    def to_map(self, px: float, py: float) -> tuple[float, float]:
        """Return the place on the ground under a point of the picture."""
        return (
            self.centre_x + (px - self.width_px / 2) * self.m_per_px,
            self.centre_y - (py - self.height_px / 2) * self.m_per_px,
        )

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the picture that shows a place on the ground."""
        return (
            (x - self.centre_x) / self.m_per_px + self.width_px / 2,
            (self.centre_y - y) / self.m_per_px + self.height_px / 2,
        )

    def zoomed(self, factor: float, px: float, py: float) -> Viewport:
        """Enlarge by a factor; the ground under a point of the picture stays there."""
        m_per_px = min(max(self.m_per_px / factor, MIN_M_PER_PX), MAX_M_PER_PX)
        x, y = self.to_map(px, py)
        return replace(
            self,
            centre_x=x - (px - self.width_px / 2) * m_per_px,
            centre_y=y + (py - self.height_px / 2) * m_per_px,
            m_per_px=m_per_px,
        )

    def at_scale(self, m_per_px: float) -> Viewport:
        """Return the same middle at another size."""
        bounded = min(max(m_per_px, MIN_M_PER_PX), MAX_M_PER_PX)
        return replace(self, m_per_px=bounded)

    def panned(self, dx_px: float, dy_px: float) -> Viewport:
        """Move the picture's contents right and down by pixels."""
        return replace(
            self,
            centre_x=self.centre_x - dx_px * self.m_per_px,
            centre_y=self.centre_y + dy_px * self.m_per_px,
        )

    def centred(self, x: float, y: float) -> Viewport:
        """Return the same size around another place."""
        return replace(self, centre_x=x, centre_y=y)

    def resized(self, width_px: int, height_px: int) -> Viewport:
        """Return a picture of another size; its middle and scale stay."""
        return replace(self, width_px=width_px, height_px=height_px)

    def fitted(self, bounds: Bounds, *, margin: float = 0.05) -> Viewport:
        """Show all of a rectangle, with a share of the picture left free around.

        A rectangle without size keeps the scale; one that is not finite changes
        nothing.
        """
        if not all(map(math.isfinite, bounds)):
            return self
        min_x, min_y, max_x, max_y = bounds
        room = 1 - 2 * margin
        needed = max(
            (max_x - min_x) / (self.width_px * room),
            (max_y - min_y) / (self.height_px * room),
        )
        moved = self.centred((min_x + max_x) / 2, (min_y + max_y) / 2)
        return moved.at_scale(needed) if needed > 0 else moved
