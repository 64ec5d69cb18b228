# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sheets of paper, round scales, and how an area is fitted into a frame."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from landgis.errors import CallError

Bounds = tuple[float, float, float, float]

PAPERS: Mapping[str, tuple[float, float]] = {
    "A4": (210.0, 297.0),
    "A3": (297.0, 420.0),
    "A2": (420.0, 594.0),
    "A1": (594.0, 841.0),
    "A0": (841.0, 1189.0),
}
"""Width and height in millimetres, upright (GB/T 14689)."""

SCALES = (
    *(100, 200, 500, 1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 75_000),
    *(100_000, 150_000, 200_000, 250_000, 300_000, 400_000, 500_000),
    *(750_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000),
)
"""Denominators of the scales that maps are drawn at (§6.2)."""

BINDING_MM, EDGE_MM = 25.0, 8.0
_TYPE: Mapping[str, float] = {"A2": 1.25, "A1": 1.5, "A0": 1.8}
_ROOM = 0.98
MM_PER_M = 1000.0


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet as it lies on the table, in millimetres.

    `type` is how much larger than on A4 words are set: wall maps are read from
    farther off.
    """

    paper: str
    width: float
    height: float
    left: float = BINDING_MM
    edge: float = EDGE_MM
    type: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The ground inside a map's frame, and how large it is drawn.

    `width`, `height` in millimetres; `centre` on the ground in metres.
    """

    centre: tuple[float, float]
    scale: float
    width: float
    height: float

    @property
    def m_per_mm(self) -> float:
        """Metres of ground on a millimetre of paper."""
        return self.scale / MM_PER_M

    @property
    def bounds(self) -> Bounds:
        """The ground in the frame."""
        half_x = self.width * self.m_per_mm / 2
        half_y = self.height * self.m_per_mm / 2
        x, y = self.centre
        return (x - half_x, y - half_y, x + half_x, y + half_y)

    def to_mm(self, x: float, y: float) -> tuple[float, float]:
        """Return where a place lies, from the frame's lower left corner."""
        west, south, _, _ = self.bounds
        return ((x - west) / self.m_per_mm, (y - south) / self.m_per_mm)


def make_sheet(paper: str, *, landscape: bool) -> Sheet:
    """Return a sheet.

    Raises
    ------
    CallError
        If there is no such paper.
    """
    if paper not in PAPERS:
        raise CallError("pages.no_paper", paper=paper, papers="、".join(PAPERS))
    short, long = PAPERS[paper]
    width, height = (long, short) if landscape else (short, long)
    return Sheet(paper=paper, width=width, height=height, type=_TYPE.get(paper, 1.0))


def fit_scale(bounds: Bounds, *, width: float, height: float) -> int:
    """Return the largest round scale at which an area fits into a frame (mm)."""
    west, south, east, north = bounds
    needed = max((east - west) / width, (north - south) / height) * MM_PER_M / _ROOM
    if not math.isfinite(needed):
        return SCALES[0]
    return next((scale for scale in SCALES if scale >= needed), SCALES[-1])


def grid_step(scale: float, *, wanted_mm: float = 45.0) -> float:
    """Return a round distance (1, 2 or 5 times ten to a power) between grid lines."""
    wanted = wanted_mm * scale / MM_PER_M
    power = 10.0 ** math.floor(math.log10(wanted))
    return min(
        (n * power for n in (1, 2, 5, 10)),
        key=lambda step: abs(math.log(step / wanted)),
    )


def bar_length(scale: float, *, longest_mm: float) -> tuple[float, int]:
    """Return metres of the longest round scale bar, and its equal parts."""
    longest = longest_mm * scale / MM_PER_M
    power = 10.0 ** math.floor(math.log10(longest) + 1e-9)
    leading = max(
        n for n in (1, 1.5, 2, 3, 4, 5, 6, 8) if n * power <= longest * (1 + 1e-9)
    )
    parts = {1: 4, 1.5: 3, 2: 4, 3: 3, 4: 4, 5: 5, 6: 3, 8: 4}[leading]
    return leading * power, parts
