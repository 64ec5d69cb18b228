# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From loaded files to the whole result: values in, frozen values out."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from landgis import messages
from landgis.analysis import Analysis, Project
from landgis.classify.evidence import to_evidence
from landgis.classify.overrides import read_overrides
from landgis.join.decisions import read_decisions
from landgis.operations.firm_stage import FirmRules, FirmStage, make_firms
from landgis.operations.land_stage import make_residual, make_vacated, sum_reclaimable
from landgis.operations.loading import Loaded
from landgis.operations.parcel_stage import make_parcels, make_places
from landgis.operations.project_file import ProjectFile
from landgis.operations.verdict_stage import (
    Judged,
    JudgingRules,
    find_early_supply,
    find_survey_differences,
    judge_parcels,
)
from landgis.progress import SILENT, Progress
from landgis.rules.profile import Profile
from landgis.tables import Geometries

STAGES = 4
NO_SHAPES: Geometries = np.empty(0, dtype=object)


def analyse(
    loaded: Loaded,
    *,
    project: ProjectFile,
    profile: Profile,
    progress: Progress = SILENT,
) -> Analysis:
    """Join, judge and reclaim; nothing is read or written but decision files."""
    began = time.perf_counter()
    layers = loaded.layers
    progress.step(0, STAGES, stage=messages.text("run.stage_parcels"))
    places = make_places(layers.get("town"), layers.get("block_line"))
    parcels = make_parcels(layers["supply"], places=places, survey=layers.get("survey"))
    progress.step(1, STAGES, stage=messages.text("run.stage_firms"))
    decisions = read_decisions(project.joins)
    firms = make_firms(
        loaded.tables,
        parcels=parcels,
        rules=FirmRules(
            profile=profile,
            reference_date=project.reference_date,
            crs=loaded.crs,
            decisions=decisions.decisions,
        ),
    )
    progress.step(2, STAGES, stage=messages.text("run.stage_land"))
    judged = judge_parcels(
        parcels,
        firms=firms,
        rules=JudgingRules(
            profile=profile,
            reference_date=project.reference_date,
            has_firms="enterprise" in loaded.tables,
            overrides=read_overrides(project.overrides) if project.overrides else (),
        ),
    )
    progress.step(3, STAGES, stage=messages.text("run.stage_reclaim"))
    residual = make_residual(
        layers, places=places, profile=profile, reference_date=project.reference_date
    )
    vacated = make_vacated(layers.get("vacated"), places=places)
    totals = sum_reclaimable(judged.parcels, residual=residual, vacated=vacated)
    progress.step(STAGES, STAGES)
    park = layers.get("park")
    return Analysis(
        project=Project(
            name=project.name,
            region=project.region,
            reference_date=project.reference_date,
            crs=loaded.crs,
            profile=profile,
        ),
        sources=tuple(
            entry.source for entry in (*layers.values(), *loaded.tables.values())
        ),
        parcels=judged.parcels.frame,
        parcel_geometry=parcels.geometry,
        parcel_raw=parcels.raw,
        residual=residual.frame,
        residual_geometry=residual.geometry,
        vacated=vacated.frame,
        vacated_geometry=vacated.geometry,
        parks=_parks(loaded),
        park_geometry=NO_SHAPES if park is None else park.geometry,
        firms=firms.firms,
        firm_scores=firms.scores,
        firm_history=firms.history,
        links=firms.links,
        candidates=firms.candidates,
        parcels_without_firm=firms.parcels_without_firm,
        evidence=_evidence(judged, firms),
        unknown=judged.unknown,
        reclaimable=totals,
        findings=(
            *loaded.findings,
            *parcels.findings,
            *decisions.findings,
            *firms.findings,
            *judged.findings,
            *find_early_supply(judged.parcels, approval=layers.get("approval")),
            *find_survey_differences(judged.parcels),
        ),
        layers=tuple(layers.values()),
        tables=tuple(loaded.tables.values()),
        seconds=time.perf_counter() - began,
    )


def _parks(loaded: Loaded) -> pd.DataFrame:
    """Return the parks of the table, else of the layer."""
    if "park" in loaded.tables:
        return loaded.tables["park"].frame
    return loaded.layers["park"].frame if "park" in loaded.layers else pd.DataFrame()


def _evidence(judged: Judged, firms: FirmStage) -> pd.DataFrame:
    """Return every test of every parcel and firm, parcels first."""
    frame = firms.firms
    names = (
        frame["name"] if "name" in frame else pd.Series(index=frame.index, dtype="str")
    )
    parts = [
        to_evidence(judged.tests, subject_ids=judged.subjects),
        to_evidence(firms.tests, subject_ids=names),
    ]
    return pd.concat([part for part in parts if len(part)], ignore_index=True)
