# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scale bar, scale denominator and the direction of north."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import pyproj

from landgis.render.viewport import Viewport

M_PER_INCH = 0.0254

ROUND_DENOMINATORS = (
    *(100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 25_000, 50_000),
    *(100_000, 200_000, 250_000, 500_000, 1_000_000, 2_000_000, 5_000_000),
)
"""Scales that maps are drawn at."""

_TOLERANCE = 1.0
"""How far a place may be from itself after it was converted there and back."""

_DIVISIONS = {1: 4, 2: 4, 5: 5}


@dataclass(frozen=True, kw_only=True)
class ScaleBar:
    """A round length, how long it is in the picture, and its equal divisions."""

    metres: float
    length_px: float
    divisions: int


def scale_bar(m_per_px: float, *, longest_px: float) -> ScaleBar:
    """Return the longest bar of a round length (1, 2 or 5 times ten to a power)."""
    longest = m_per_px * longest_px
    power = 10.0 ** math.floor(math.log10(longest))
    # What is a hair above a round length is that length.
    leading = max(n for n in (1, 2, 5) if n * power <= longest * (1 + 1e-9))
    metres = leading * power
    return ScaleBar(
        metres=metres, length_px=metres / m_per_px, divisions=_DIVISIONS[leading]
    )


def denominator(m_per_px: float, *, dpi: float = 96.0) -> float:
    """Return the 5000 of 1:5000, for device pixels of a size."""
    return m_per_px * dpi / M_PER_INCH


def m_per_px_at(scale_denominator: float, *, dpi: float = 96.0) -> float:
    """Return metres per device pixel at a scale of 1:`scale_denominator`."""
    return scale_denominator * M_PER_INCH / dpi


def round_denominator(scale_denominator: float) -> int:
    """Return the nearest of the scales that maps are drawn at, by ratio."""
    return min(
        ROUND_DENOMINATORS, key=lambda round_: abs(math.log(round_ / scale_denominator))
    )


def north_angle(viewport: Viewport, crs: str) -> float:
    """Return true north, in degrees clockwise from up, at the picture's middle.

    It is what the meridians of the map's system lean; NaN where the middle lies
    outside of that system.
    """
    to_earth = _to_earth(crs)
    x, y = viewport.centre_x, viewport.centre_y
    east, north = to_earth.transform(x, y)
    if not (math.isfinite(east) and math.isfinite(north)):
        return math.nan
    again = to_earth.transform(east, north, direction="INVERSE")
    if math.dist(again, (x, y)) > _TOLERANCE:
        return math.nan
    back_x, back_y = to_earth.transform(east, north + 1e-4, direction="INVERSE")
    return math.degrees(math.atan2(back_x - x, back_y - y))


@lru_cache(maxsize=8)
def _to_earth(crs: str) -> pyproj.Transformer:
    system = pyproj.CRS(crs)
    geodetic = system.geodetic_crs or system
    return pyproj.Transformer.from_crs(system, geodetic, always_xy=True)
