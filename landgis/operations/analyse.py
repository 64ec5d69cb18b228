# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From loaded files to the whole result: values in, frozen values out."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from landgis import messages
from landgis.analysis import Analysis, Project
from landgis.classify.evidence import COLUMNS as EVIDENCE_COLUMNS
from landgis.classify.evidence import to_evidence
from landgis.classify.overrides import Override, read_overrides
from landgis.classify.targets import progress_against_targets, sum_leaving_energy
from landgis.findings import Finding
from landgis.join.decisions import DecisionFile, Decisions, read_decisions
from landgis.operations.firm_stage import FirmRules, FirmStage, make_firms
from landgis.operations.land_stage import (
    Land,
    ResidualStage,
    make_residual,
    make_vacated,
    sum_reclaimable,
)
from landgis.operations.loading import Loaded
from landgis.operations.parcel_stage import ParcelStage, make_parcels, make_places
from landgis.operations.project_file import ProjectFile
from landgis.operations.review_decisions import firm_keys
from landgis.operations.verdict_stage import (
    Judged,
    JudgingRules,
    find_early_supply,
    find_survey_differences,
    judge_parcels,
)
from landgis.progress import SILENT, Progress
from landgis.relocation.needs import unique_keys
from landgis.rules.profile import Profile
from landgis.tables import Geometries

STAGES = 4
NO_SHAPES: Geometries = np.empty(0, dtype=object)


class Subject(Protocol):
    """What a run is about: a project description has it, and a project file."""

    @property
    def name(self) -> str:
        """What the project is called."""

    @property
    def region(self) -> str:
        """The GB/T 2260 code of its place, or ""."""

    @property
    def reference_date(self) -> date:
        """The day against which every date is tested."""


@dataclass(frozen=True, kw_only=True)
class HandDecisions:
    """What people have decided: which firms are where, and statuses set by hand.

    `leaving` names the firms (see `review_decisions.firm_keys`) that an accepted plan
    closes or moves.
    """

    joins: DecisionFile = field(
        default_factory=lambda: DecisionFile(decisions=Decisions())
    )
    overrides: tuple[Override, ...] = ()
    leaving: frozenset[str] = frozenset()


def read_hand_decisions(project: ProjectFile) -> HandDecisions:
    """Read the files of decisions that a project description names.

    Raises
    ------
    DataError
        If one of them cannot be read.
    """
    return HandDecisions(
        joins=read_decisions(project.joins),
        overrides=read_overrides(project.overrides) if project.overrides else (),
    )


@dataclass(frozen=True, kw_only=True)
class _Stages:
    """What each stage found, before it is put together."""

    parcels: ParcelStage
    firms: FirmStage
    judged: Judged
    residual: ResidualStage
    vacated: Land
    reading: tuple[Finding, ...]


def analyse(
    loaded: Loaded,
    *,
    project: Subject,
    profile: Profile,
    decisions: HandDecisions,
    progress: Progress = SILENT,
) -> Analysis:
    """Join, judge and reclaim; nothing is read or written."""
    began = time.perf_counter()
    layers = loaded.layers
    progress.step(0, STAGES, stage=messages.text("run.stage_parcels"))
    places = make_places(layers.get("town"), layers.get("block_line"))
    parcels = make_parcels(layers["supply"], places=places, survey=layers.get("survey"))
    progress.step(1, STAGES, stage=messages.text("run.stage_firms"))
    firms = make_firms(
        loaded.tables,
        parcels=parcels,
        rules=FirmRules(
            profile=profile,
            reference_date=project.reference_date,
            crs=loaded.crs,
            decisions=decisions.joins.decisions,
        ),
    )
    firms = with_leaving(firms, decisions.leaving)
    progress.step(2, STAGES, stage=messages.text("run.stage_land"))
    judged = judge_parcels(
        parcels,
        firms=firms,
        rules=JudgingRules(
            profile=profile,
            reference_date=project.reference_date,
            # A table of later years alone says nothing of this one's taxes.
            has_firms=len(firms.firms) > 0,
            overrides=decisions.overrides,
        ),
    )
    progress.step(3, STAGES, stage=messages.text("run.stage_reclaim"))
    residual = make_residual(
        layers, places=places, profile=profile, reference_date=project.reference_date
    )
    stages = _Stages(
        parcels=parcels,
        firms=firms,
        judged=judged,
        residual=residual,
        vacated=make_vacated(layers.get("vacated"), places=places),
        reading=(*loaded.findings, *parcels.findings, *decisions.joins.findings),
    )
    found = _put_together(stages, loaded, project=project, profile=profile)
    progress.step(STAGES, STAGES)
    return replace(found, seconds=time.perf_counter() - began)


def with_leaving(firms: FirmStage, leaving: frozenset[str]) -> FirmStage:
    """Mark the firms that an accepted plan closes or moves; no plan, no column."""
    if not leaving:
        return firms
    keys = unique_keys(firm_keys(firms.firms))
    marked = firms.firms.assign(leaving=[key in leaving for key in keys])
    return replace(firms, firms=marked)


def _put_together(
    stages: _Stages, loaded: Loaded, *, project: Subject, profile: Profile
) -> Analysis:
    firms, judged, residual = stages.firms, stages.judged, stages.residual.land
    vacated, layers = stages.vacated, loaded.layers
    parks, park_shapes = _parks(loaded)
    targets = progress_against_targets(
        loaded.tables["target"].frame if "target" in loaded.tables else pd.DataFrame(),
        done={"freed_land_mu": float(vacated.frame["mu"].sum())},
        reference_date=project.reference_date,
    )
    return Analysis(
        project=Project(
            name=project.name,
            region=project.region,
            reference_date=project.reference_date,
            crs=loaded.crs,
            profile=profile,
        ),
        sources=(
            *(layer.source for layer in layers.values()),
            *(table.source for table in loaded.tables.values()),
        ),
        parcels=judged.parcels.frame,
        parcel_geometry=stages.parcels.geometry,
        parcel_raw=stages.parcels.raw,
        residual=residual.frame,
        residual_geometry=residual.geometry,
        vacated=vacated.frame,
        vacated_geometry=vacated.geometry,
        parks=parks,
        park_geometry=park_shapes,
        firms=firms.firms,
        firm_scores=firms.scores,
        firm_history=firms.history,
        links=firms.links,
        candidates=firms.candidates,
        parcels_without_firm=firms.parcels_without_firm,
        evidence=_evidence(judged, firms, stages.residual),
        unknown=judged.unknown,
        reclaimable=sum_reclaimable(judged.parcels, residual=residual, vacated=vacated),
        targets=targets.frame,
        leaving_energy=sum_leaving_energy(
            firms.firms.get("energy_tce", pd.Series(np.nan, index=firms.firms.index)),
            firms.firms["treatment"],
        ),
        findings=(
            *stages.reading,
            *targets.findings,
            *firms.findings,
            *judged.findings,
            *stages.residual.findings,
            *find_early_supply(judged.parcels, approval=layers.get("approval")),
            *find_survey_differences(judged.parcels),
        ),
        layers=tuple(layers.values()),
        tables=tuple(loaded.tables.values()),
        seconds=0.0,
        parcel_names=judged.subjects,
        parcel_of_row=stages.parcels.parcel_of_row,
    )


def _parks(loaded: Loaded) -> tuple[pd.DataFrame, Geometries]:
    """Return the parks and their shapes, in step; table rows find theirs by key.

    A park of the table takes the shape of the layer's park of the same park_id,
    else of the same name; one that has neither has no shape.
    """
    table, layer = loaded.tables.get("park"), loaded.layers.get("park")
    if table is None:
        if layer is None:
            return pd.DataFrame(), NO_SHAPES
        return layer.frame, layer.geometry
    shapes: Geometries = np.full(len(table.frame), None, dtype=object)
    if layer is not None:
        for key in ("name", "park_id"):
            if key in table.frame and key in layer.frame:
                known = pd.Series(layer.geometry, index=layer.frame[key].to_numpy())
                known = known[known.index.notna() & ~known.index.duplicated()]
                found = table.frame[key].map(known).to_numpy(dtype=object)
                shapes = np.where(pd.isna(found), shapes, found)
    return table.frame, shapes


def _evidence(
    judged: Judged, firms: FirmStage, residual: ResidualStage
) -> pd.DataFrame:
    """Return every test of every parcel, firm and approval, in this order."""
    frame = firms.firms
    names = (
        frame["name"] if "name" in frame else pd.Series(index=frame.index, dtype="str")
    )
    parts = [
        to_evidence(judged.tests, subject_ids=judged.subjects),
        to_evidence(firms.tests, subject_ids=names),
        to_evidence(residual.tests, subject_ids=residual.subjects),
    ]
    return _stack([part for part in parts if len(part)])


def _stack(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Put evidence of several kinds under each other; categories stay categories."""
    if len(parts) < 2:  # noqa: PLR2004 - nothing to stack
        return parts[0] if parts else pd.DataFrame(columns=list(EVIDENCE_COLUMNS))
    return pd.DataFrame(
        {
            name: union_categoricals([part[name] for part in parts])
            if isinstance(parts[0][name].dtype, pd.CategoricalDtype)
            else pd.concat([part[name] for part in parts], ignore_index=True)
            for name in EVIDENCE_COLUMNS
        }
    )
