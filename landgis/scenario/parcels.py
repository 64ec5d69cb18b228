# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a parcel's verdict does not hang on who is low."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.analysis import STATUSES, Analysis
from landgis.classify.occupants import Occupants, compute_occupants
from landgis.classify.status import ParcelVerdicts, classify_parcels
from landgis.rules.profile import Profile

LOW_TEST = "low_efficiency"
LEFT_OVER = ("to_verify", "normal")

Codes = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class FixedParcels:
    """Parcels, in step.

    Attributes
    ----------
    fixed, is_fixed
        The status (a place in `STATUSES`) of a parcel that has one whoever is
        low: by an earlier test, or by an official's decision.
    other_unknown
        Whether a test other than that of low firms is unknown.
    mu
        Area, 0 where missing.
    firm_mu, potential_mu
        Land by the fixed status; 0 for the others.
    tests_low
        Whether parcels are tested for low firms at all.
    """

    fixed: Codes
    is_fixed: NDArray[np.bool_]
    other_unknown: NDArray[np.bool_]
    mu: NDArray[np.float64]
    firm_mu: NDArray[np.float64]
    potential_mu: NDArray[np.float64]
    tests_low: bool

    @classmethod
    def of(cls, analysis: Analysis) -> FixedParcels:
        """Judge the parcels once and keep what stays."""
        frame = analysis.parcels
        verdicts = judge_again(analysis, analysis.project.profile)
        earlier = [STATUSES.index(name) for name in verdicts.holds if name != LOW_TEST]
        held = np.column_stack(
            [verdicts.holds[STATUSES[code]].to_numpy(bool) for code in earlier]
        )
        codes = np.array(earlier, dtype=np.uint8)
        fixed = codes[held.argmax(axis=1)]
        is_fixed = held.any(axis=1)
        decided = decided_by_hand(frame)
        status = to_codes(frame["status"])
        fixed = np.where(decided, status, fixed)
        is_fixed |= decided
        gives = is_fixed & (fixed != STATUSES.index(LOW_TEST))
        unknown = [
            test.result.isna().to_numpy()
            for name, test in zip(verdicts.holds, verdicts.tests, strict=True)
            if name != LOW_TEST
        ]
        firm, potential = (
            np.where(gives, frame[name].to_numpy(dtype=np.float64), 0.0)
            for name in ("firm_mu", "potential_mu")
        )
        return cls(
            fixed=fixed.astype(np.uint8),
            is_fixed=is_fixed,
            other_unknown=np.logical_or.reduce(unknown),
            mu=frame["mu"].fillna(0.0).to_numpy(dtype=np.float64),
            firm_mu=firm,
            potential_mu=potential,
            tests_low=LOW_TEST in verdicts.holds,
        )


def judge_again(analysis: Analysis, profile: Profile) -> ParcelVerdicts:
    """Give every parcel of a result its status by another profile."""
    return classify_parcels(
        analysis.parcels,
        occupants_of(analysis),
        profile=profile,
        reference_date=analysis.project.reference_date,
        has_firms=len(analysis.firms) > 0,
    )


def occupants_of(analysis: Analysis) -> Occupants:
    """Add up the firms on each parcel of a result."""
    return compute_occupants(
        analysis.parcels.index, links=analysis.links, firms=analysis.firms
    )


def decided_by_hand(parcels: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell whose status an official has decided."""
    return parcels["override_reason"].notna().to_numpy()


def to_codes(status: pd.Series) -> Codes:
    """Return the place of each status in `STATUSES`."""
    return pd.Index(STATUSES).get_indexer(pd.Index(status)).astype(np.uint8)
