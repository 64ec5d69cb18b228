# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which figures there are, what a drawing is asked for, which parcels it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.analysis import Analysis
from landgis_ui.theme.tokens import Theme

Rows = NDArray[np.int64]
FIGURES = ("tax", "reclaimable", "ageing", "energy")
SUBJECTS: Mapping[str, str] = {
    "tax": "firms",
    "reclaimable": "parcels",
    "ageing": "residual",
    "energy": "firms",
}
"""The frame of the result that each figure is drawn from."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A figure at a size; `ratio` is pixels for one unit of `width_px`.

    `theme` None draws it for paper.
    """

    name: str
    theme: Theme | None
    width_px: float
    height_px: float
    ratio: float


def parcels_of(analysis: Analysis, *, kind: str, rows: Rows) -> Rows:
    """Return the land that rows of a figure stand for; vacated land has no place.

    Land is counted as the map counts it: parcels, then 批而未供.
    """
    if kind == "parcel":
        return rows
    if kind == "approval":
        return rows + len(analysis.parcels)
    if kind != "firm" or "parcel" not in analysis.links:
        return np.empty(0, dtype=np.int64)
    links, firms = analysis.links, analysis.firms.index[rows]
    wanted = links["parcel"][links["firm"].isin(firms)]
    places = analysis.parcels.index.get_indexer(pd.Index(wanted))
    return np.unique(places[places >= 0]).astype(np.int64)
