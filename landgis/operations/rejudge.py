# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an override or a 补录 of a few parcels would change, before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from landgis.progress import SILENT, Progress
from landgis.project import Put


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
    """What the documents would change, exactly as a full analysis would say."""

    changes: tuple[ParcelChange, ...]
    before: LandSums
    after: LandSums


def rejudge(
    store_path: Path, puts: Sequence[Put], *, progress: Progress = SILENT
) -> Effect:
    """Judge anew the parcels that override and correction documents are about.

    `puts` are what would be committed; a value None takes a document back.

    Raises
    ------
    CallError
        ``stored.rejudge_all``: if it changes more than these parcels (a code or
        owner changes which firms are joined): a full analysis must tell.
    """
    raise NotImplementedError
