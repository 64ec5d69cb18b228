# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole result of one run, as frozen frames: what reports and windows show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.classify.statuses import STATUSES, SUPPLIED_UNUSED
from landgis.classify.targets import LeavingEnergy
from landgis.findings import Finding
from landgis.rules.profile import Profile
from landgis.tables import Geometries, Layer, Source, Table

__all__ = [
    "STATUSES",
    "SUPPLIED_UNUSED",
    "Analysis",
    "Project",
    "Reclaimable",
    "Relocation",
]


@dataclass(frozen=True, kw_only=True)
class Project:
    """What a run is about: the [project] part of its description."""

    name: str
    region: str
    reference_date: date
    crs: str
    profile: Profile


@dataclass(frozen=True, kw_only=True)
class Reclaimable:
    """Reclaimable land in 亩 (RECL): each land once under its category.

    `by_category`, `by_town` and `by_block_line` are indexed by key and have
    the columns `firm_mu` and `potential_mu`, unrounded.  `overlaps` says which
    pieces (parcels, then residuals, then vacated land) lose how much to others.
    """

    firm_mu: float
    potential_mu: float
    overlap_removed_mu: float
    by_category: pd.DataFrame
    by_town: pd.DataFrame
    by_block_line: pd.DataFrame
    overlaps: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def total_mu(self) -> float:
        """Firm and potential land together, none counted twice."""
        return self.firm_mu + self.potential_mu - self.overlap_removed_mu


@dataclass(frozen=True, kw_only=True)
class Relocation:
    """A relocation plan as files take it: figures, tables and lines.

    Attributes
    ----------
    figures
        The part ``relocation`` of summary.json.
    moves, move_geometry
        One row for each firm with a place, and the line from it to its park; None
        where a place is not known.
    parks, unplaced, years
        One row for each park, each firm without a place, each year.
    freed, reserve
        Land that an accepted plan frees, by firm and by parcel; empty before.
    notes
        What is assumed or not known, in words.
    """

    figures: Mapping[str, Any]
    moves: pd.DataFrame
    move_geometry: Geometries
    parks: pd.DataFrame
    unplaced: pd.DataFrame
    years: pd.DataFrame
    freed: pd.DataFrame = field(default_factory=pd.DataFrame)
    reserve: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """Everything a run found out.

    Attributes
    ----------
    parcels
        One row for each parcel: every standard field of `supply` that the
        source has, and `status`, `flags`, `mu`, `drawn_m2`, `firm_mu`,
        `potential_mu`, `missing` (fields, joined by ","), `town`,
        `block_level` (一级 / 二级 / 线外), `reason` (one sentence),
        `computed_status` (the program's own verdict where it was overridden),
        `override_reason`, `survey_low` (SFDX of a loaded survey), `firm_names`,
        `firm_count`, `overdue_days`, `due_date`, `idle_fee_wan`.
    parcel_geometry, parcel_raw
        Shapes and source columns, in step with `parcels`.
    residual, residual_geometry
        批而未供, one row for each approval with a residual: `approval_no`,
        `batch_name`, `approved_date`, `approved_m2`, `drawn_m2` (of the whole
        approval), `supplied_m2`, `residual_m2`, `mu`, `town`, `block_level`,
        `years`, `ageing` (<1 / 1–2 / 2–5 / >5), `supply_rate`.
    vacated, vacated_geometry
        腾空 land: the standard fields, `mu`, `town`, `block_level`.
    parks
        The park table or layer, standard fields (and `geometry` if any).
    firms
        One row for each enterprise of the judged year: the standard fields,
        `land_mu` (the figure used) and `land_method`, `reported_land_mu`,
        `tax_per_mu`, `low` (nullable boolean), `low_threshold`, `grade`,
        `first_grade`, `score`, `group` (above_scale / below_scale / service),
        `treatment`, `treatment_reason`, `match_method`, `parcel_ids`,
        `parcel_rows`, `obsolete`, `zombie`, `high_energy`,
        `energy_per_value`, `listed` (in scope of the survey list),
        `official_category`, `block_level`.
    firm_scores
        One row for each firm and indicator: `firm`, `indicator`, `value`,
        `base`, `weight`, `score`, `note`.
    firm_history
        Rows of earlier years, standard fields.
    links
        One row for each firm and parcel: `firm`, `parcel` (row numbers),
        `method`, `land_mu`, `tax_wan`, `floor_m2`.
    candidates
        Join candidates for review: `firm`, `parcel`, `method` (name / point /
        lease), `score`, `firm_name`, `other_name`, `parcel_id`.
    evidence
        One row for each subject and test: `subject_kind`, `subject_id`, `rule`,
        `result` (TRUE / FALSE / UNKNOWN), `value`, `operator`, `threshold`,
        `citation`, `missing`.
    unknown
        For each standard field, how many parcels have a test that is unknown
        for want of it.
    targets
        The official targets beside what is done, see `TargetProgress.frame`.
    leaving_energy
        Reported energy of the firms that are to close, leave or move.
    parcel_names
        What each parcel is called in the evidence: its code, else 第n条.
    parcel_of_row
        The parcel of each row of the supply layer.
    relocation
        The relocation plan, where one was made.
    """

    project: Project
    sources: tuple[Source, ...]
    parcels: pd.DataFrame
    parcel_geometry: Geometries
    parcel_raw: pd.DataFrame
    residual: pd.DataFrame
    residual_geometry: Geometries
    vacated: pd.DataFrame
    vacated_geometry: Geometries
    parks: pd.DataFrame
    park_geometry: Geometries
    firms: pd.DataFrame
    firm_scores: pd.DataFrame
    firm_history: pd.DataFrame
    links: pd.DataFrame
    candidates: pd.DataFrame
    parcels_without_firm: int
    evidence: pd.DataFrame
    unknown: Mapping[str, int]
    reclaimable: Reclaimable
    targets: pd.DataFrame
    leaving_energy: LeavingEnergy
    findings: tuple[Finding, ...]
    layers: tuple[Layer, ...]
    tables: tuple[Table, ...]
    seconds: float
    parcel_names: pd.Series = field(default_factory=lambda: pd.Series(dtype="str"))
    parcel_of_row: NDArray[np.int64] = field(
        default_factory=lambda: np.empty(0, dtype=np.int64)
    )
    relocation: Relocation | None = None
