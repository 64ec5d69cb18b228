# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures that stand on top of a result, and the rows that make each of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.analysis import SUPPLIED_UNUSED, Analysis
from landgis.report.symbols import shipped_symbols

RECLAIM_TARGET = "freed_land_mu"
UNSUPPLIED = "approved_unsupplied"
VACATED = "vacated"
NO_STATUS = ("park",)


@dataclass(frozen=True, kw_only=True)
class Headline:
    """Sums of a result in 亩, unrounded; `target_mu` None where no target is known.

    `total_mu` counts no land twice: it is firm and potential less
    `overlap_removed_mu`.  `low_land_mu` is the land of the low firms, and
    `unsupplied_net_mu` None where the file does not tell 净地.  `verify_mu` is not
    part of any sum; `verify_fields` are the fields it lacks, the most frequent
    first.
    """

    total_mu: float
    firm_mu: float
    potential_mu: float
    overlap_removed_mu: float
    target_mu: float | None
    target_year: int | None
    low_firms: int | None
    low_land_mu: float
    unsupplied_mu: float
    unsupplied_count: int
    verify_count: int
    verify_mu: float
    verify_fields: tuple[str, ...]

    @property
    def target_share(self) -> float | None:
        """Firm land by the target; None without a target."""
        return self.firm_mu / self.target_mu if self.target_mu else None


@dataclass(frozen=True, kw_only=True)
class LegendLine:
    """One line of the legend: how many parcels (or pieces) and how much land.

    `group` is ``supplied_unused`` for the lines that stand under 供而未用.
    """

    id: str
    title: str
    letter: str
    count: int
    mu: float
    group: str = ""


def make_headline(analysis: Analysis) -> Headline:
    """Add up what stands on top of the window."""
    sums, parcels = analysis.reclaimable, analysis.parcels
    target, year = _target(analysis.targets)
    low = analysis.firms["low"] if "low" in analysis.firms else pd.Series(dtype=bool)
    is_low = low.astype("boolean").fillna(value=False).to_numpy(dtype=bool)
    land = analysis.firms.get("land_mu", pd.Series(dtype=float))
    to_verify = (parcels["status"] == "to_verify").to_numpy(dtype=bool)
    return Headline(
        total_mu=sums.total_mu,
        firm_mu=sums.firm_mu,
        potential_mu=sums.potential_mu,
        overlap_removed_mu=sums.overlap_removed_mu,
        target_mu=target,
        target_year=year,
        # Without a line, or without firms, nobody was tested: not "none".
        low_firms=int(is_low.sum()) if low.notna().any() else None,
        low_land_mu=math.fsum(land[is_low].dropna()) if is_low.any() else 0.0,
        unsupplied_mu=math.fsum(analysis.residual["mu"]),
        unsupplied_count=len(analysis.residual),
        verify_count=int(to_verify.sum()),
        verify_mu=math.fsum(parcels.loc[to_verify, "mu"].dropna()),
        verify_fields=_frequent_fields(parcels.loc[to_verify, "missing"]),
    )


def make_legend(analysis: Analysis) -> tuple[LegendLine, ...]:
    """Return one line for each status and category that is drawn, in legend order."""
    statuses, areas = analysis.parcels["status"], analysis.parcels["mu"]
    counts = statuses.value_counts()
    sums = areas.groupby(statuses.to_numpy()).sum()
    own: Mapping[str, tuple[int, float]] = {
        UNSUPPLIED: (len(analysis.residual), float(analysis.residual["mu"].sum())),
        VACATED: (len(analysis.vacated), float(analysis.vacated["mu"].sum())),
    }
    return tuple(
        LegendLine(
            id=name,
            title=symbol.title,
            letter=symbol.letter,
            count=own[name][0] if name in own else int(counts.get(name, 0)),
            mu=own[name][1] if name in own else float(sums.get(name, 0.0)),
            group="supplied_unused" if name in SUPPLIED_UNUSED else "",
        )
        for name, symbol in shipped_symbols().items()
        if name not in NO_STATUS
    )


def land_statuses(analysis: Analysis) -> NDArray[np.object_]:
    """Return the status of each piece of land that the map holds.

    Parcels come first, in their order, then what is left of each approval: the
    map, its selection and its colours count rows so.
    """
    return statuses_of(analysis.parcels["status"], left=len(analysis.residual))


def statuses_of(parcels: pd.Series, *, left: int) -> NDArray[np.object_]:
    """Return the status of each piece of land, from those of the parcels alone.

    Parameters
    ----------
    left
        How many approvals have something left.
    """
    rest = np.full(left, UNSUPPLIED, dtype=object)
    return np.concatenate([parcels.to_numpy(dtype=object), rest])


def _target(targets: pd.DataFrame) -> tuple[float | None, int | None]:
    """Return the target for reclaimed land that is due next, in 亩."""
    if "target_id" not in targets or not len(targets):
        return None, None
    due = targets[(targets["target_id"] == RECLAIM_TARGET) & targets["is_current"]]
    due = due[due["target"].notna()]
    if not len(due):
        return None, None
    year = due["year"].iloc[0]
    return float(due["target"].iloc[0]), None if pd.isna(year) else int(year)


def _frequent_fields(missing: pd.Series) -> tuple[str, ...]:
    counts = Counter(
        name for names in missing.dropna() for name in str(names).split(",") if name
    )
    return tuple(name for name, _ in counts.most_common())
