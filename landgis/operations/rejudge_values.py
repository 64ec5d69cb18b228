# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a change of a few parcels does, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ParcelChange:
    """One parcel before and after; areas in 亩."""

    row: int
    name: str
    old_status: str
    new_status: str
    old_firm_mu: float
    new_firm_mu: float
    old_potential_mu: float
    new_potential_mu: float
    new_missing: str
    new_reason: str


@dataclass(frozen=True, kw_only=True)
class LandSums:
    """可腾出 of the whole project in 亩."""

    firm_mu: float
    potential_mu: float
    overlap_removed_mu: float

    @property
    def total_mu(self) -> float:
        """Firm and potential land together, none counted twice."""
        return self.firm_mu + self.potential_mu - self.overlap_removed_mu


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What documents would change, exactly as a full analysis would say."""

    changes: tuple[ParcelChange, ...]
    before: LandSums
    after: LandSums
