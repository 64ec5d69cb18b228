# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a trial of another line of 亩均税收 answers: values without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.rules.profile import LowTest

Rows = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Land:
    """Reclaimable 亩, firm and potential, and what the overlap takes off them."""

    firm_mu: float
    potential_mu: float
    overlap_removed_mu: float

    @property
    def total_mu(self) -> float:
        """Firm and potential land together, none counted twice (去重)."""
        return self.firm_mu + self.potential_mu - self.overlap_removed_mu


@dataclass(frozen=True, kw_only=True)
class TaxOutcome:
    """What holds at one set of lines, beside what holds now.

    Attributes
    ----------
    values
        The value of each line of the profile, in its order.
    verdicts
        For each firm 0 (not low), 1 (low) or 2 (it cannot be told).
    low_firms, low_land_mu
        Number of low firms of the table, matched or not, and Σ of their land.
    unknown_firms
        Firms of which it cannot be told.
    new_firms, left_firms
        Rows of the firms that become low, and that are low no more.
    near_firms
        Rows of the firms within a tenth of the line that measures them (临界).
    status
        For each parcel the place of its status in `STATUSES`.
    changed
        Rows of the parcels whose status or reclaimable land differs from now.
    firm_mu, potential_mu
        Firm and potential land of each parcel.
    by_category, by_town
        (firm, potential) 亩 by status (`approved_unsupplied` and `vacated` too)
        and by town.
    """

    values: tuple[float, ...]
    verdicts: NDArray[np.int8]
    low_firms: int
    low_land_mu: float
    unknown_firms: int
    new_firms: Rows
    left_firms: Rows
    near_firms: Rows
    status: NDArray[np.uint8]
    changed: Rows
    firm_mu: NDArray[np.float64]
    potential_mu: NDArray[np.float64]
    land: Land
    by_category: Mapping[str, tuple[float, float]]
    by_town: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class OfficialLine:
    """A value that stands in a policy document: a named stop of the slider."""

    value: float
    name: str
    document: str
    citation: str
    profile: str
    scale: str | None


@dataclass(frozen=True, kw_only=True)
class Histogram:
    """Firms by 亩均税收: bins of one width from 0, which are the slider's axis.

    The first bin holds the firms under 0 too, the last one those beyond the
    axis; `rows` holds the firms, bin by bin, `starts` where each bin begins.
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    rows: Rows
    starts: Rows
    unknown: int

    def rows_of(self, place: int) -> Rows:
        """Return the rows of the firms of a bin."""
        return self.rows[self.starts[place] : self.starts[place + 1]]


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Low firms and 亩 over the axis, one entry for each value of the line."""

    values: NDArray[np.float64]
    low_firms: NDArray[np.int64]
    firm_mu: NDArray[np.float64]
    potential_mu: NDArray[np.float64]
    total_mu: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class LineView:
    """A line with everything that its panel shows and that never changes."""

    position: int
    test: LowTest
    axis_max: float
    histogram: Histogram
    curve: Curve
    official: tuple[OfficialLine, ...]
