# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of a result (matplotlib, no window): each with what a click selects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from numpy.typing import NDArray

from landgis.analysis import Analysis
from landgis.rules.profile import LowTest


@dataclass(frozen=True, kw_only=True)
class ChartColours:
    """Colours of a chart as "#RRGGBB": the window's theme, or paper."""

    panel: str
    ink: str
    ink2: str
    line: str
    accent: str
    accent_soft: str
    verify: str
    grades: tuple[str, str, str, str]
    is_dark: bool = False


@dataclass(frozen=True, kw_only=True)
class HitRegion:
    """A part of a figure that can be clicked.

    `box` is (x0, y0, x1, y1) as shares of the figure, from its lower left
    corner; `kind` parcel, firm or approval, `rows` those of that frame.
    """

    box: tuple[float, float, float, float]
    kind: str
    rows: NDArray[np.int64]
    words: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A figure, what a click in it selects, and its content in one sentence."""

    figure: Figure
    regions: tuple[HitRegion, ...]
    words: str

    def region_at(self, x: float, y: float) -> HitRegion | None:
        """Return the region at a place (shares of the figure, from below left)."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class ChartSize:
    """How large a chart is drawn: logical pixels, and pixels of the screen for one."""

    width_px: float
    height_px: float
    scale: float = 1.0


def draw_tax_distribution(
    firms: pd.DataFrame,
    *,
    lines: Sequence[LowTest],
    colours: ChartColours,
    size: ChartSize,
) -> Chart:
    """Draw firms by 亩均税收, stacked by grade A–D, with the lines of the profile."""
    raise NotImplementedError


def draw_reclaimable(
    analysis: Analysis, *, colours: ChartColours, size: ChartSize
) -> Chart:
    """Draw reclaimable 亩 by town, stacked by category, hatched as on the map."""
    raise NotImplementedError


def draw_ageing(
    residual: pd.DataFrame, *, colours: ChartColours, size: ChartSize
) -> Chart:
    """Draw 批而未供 by age: under 1, 1–2, 2–5, over 5 years."""
    raise NotImplementedError


def draw_energy(
    firms: pd.DataFrame, *, colours: ChartColours, size: ChartSize
) -> Chart:
    """Draw energy against tax of each firm, on logarithmic axes with medians."""
    raise NotImplementedError
