# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scale bar, scale denominator and the direction of north."""

from __future__ import annotations

from dataclasses import dataclass

from landgis.render.viewport import Viewport

M_PER_INCH = 0.0254


@dataclass(frozen=True, kw_only=True)
class ScaleBar:
    """A round length and how long it is in the picture, in device pixels."""

    metres: float
    length_px: float
    divisions: int


def scale_bar(m_per_px: float, *, longest_px: float) -> ScaleBar:
    """Return the longest bar of a round length (1, 2 or 5 times ten to a power)."""
    raise NotImplementedError


def denominator(m_per_px: float, *, dpi: float = 96.0) -> float:
    """Return the 5000 of 1:5000, for device pixels of a size."""
    return m_per_px * dpi / M_PER_INCH


def m_per_px_at(scale_denominator: float, *, dpi: float = 96.0) -> float:
    """Return metres per device pixel at a scale of 1:`scale_denominator`."""
    return scale_denominator * M_PER_INCH / dpi


def round_denominator(scale_denominator: float) -> int:
    """Return the nearest of the scales that maps are drawn at."""
    raise NotImplementedError


def north_angle(viewport: Viewport, crs: str) -> float:
    """Return true north, in degrees clockwise from up, at the picture's middle."""
    raise NotImplementedError
