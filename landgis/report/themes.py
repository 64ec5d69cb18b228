# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Map themes: which class each parcel has, and what the legend says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.report.symbols import Symbol

METHODS = ("quantiles", "natural", "equal", "fixed")


@dataclass(frozen=True, kw_only=True)
class LegendRow:
    """One class: words, colour, how many parcels and how many 亩 of them.

    `symbol` is set for statuses, which have hatches; `is_unknown` marks the
    class of missing values: violet, dashed, never filled.
    """

    title: str
    fill: str | None
    ink: str
    count: int
    mu: float
    is_unknown: bool = False
    symbol: Symbol | None = None


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Class codes of all rows (places in `legend`) and the legend.

    `breaks` are the upper bounds of the classes of numbers, the last excepted.
    """

    id: str
    title: str
    unit: str
    codes: NDArray[np.uint8]
    legend: tuple[LegendRow, ...]
    breaks: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ThemeChoice:
    """What to colour by: a built-in theme id or `column:NAME`, and how.

    `method` and `classes` hold for numbers; `breaks` for `fixed` ones;
    `ground` is light, dark or print.
    """

    theme: str
    method: str = "quantiles"
    classes: int = 5
    breaks: tuple[float, ...] = ()
    ground: str = "light"


def themes_for(parcels: pd.DataFrame) -> tuple[str, ...]:
    """Return the built-in themes that the columns of a result allow, in order."""
    raise NotImplementedError


def make_theme(parcels: pd.DataFrame, choice: ThemeChoice) -> Theme:
    """Give each row its class; `parcels` has `mu` and the columns themes look at."""
    raise NotImplementedError
