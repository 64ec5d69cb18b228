# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trials, comparisons and the search index of stored results, for child processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from landgis.analysis import Analysis
from landgis.operations.stored_analysis import open_result
from landgis.progress import SILENT, Progress
from landgis.scenario.compare import Comparison, compare_results
from landgis.scenario.effects import RESIDUAL, effect_of
from landgis.scenario.sweep import Sweep, sweep
from landgis.scenario.whatif import TaxTrial, prepare_tax_trial
from landgis.search.index import SearchIndex, build_index

StoredId = tuple[Path, str]
"""A project file and the id of one of its results."""


def prepare_stored_trial(stored: StoredId, *, progress: Progress = SILENT) -> TaxTrial:
    """Make a stored result ready for trying other lines of 亩均税收."""
    return prepare_tax_trial(_analysis(stored), progress=progress)


def sweep_stored(
    stored: StoredId,
    parameter: str,
    values: Sequence[float],
    *,
    progress: Progress = SILENT,
) -> Sweep:
    """Judge a stored result anew for each value of a threshold.

    Raises
    ------
    RuleError
        If its profile has no such number.
    ProjectError
        If the project does not hold what the result rests on any more.
    """
    analysis = _analysis(stored)
    if effect_of(parameter) == RESIDUAL:
        layers = open_result(*stored).loaded().layers
        analysis = replace(analysis, layers=tuple(layers.values()))
    return sweep(analysis, parameter, values, progress=progress)


def compare_stored(
    before: StoredId, after: StoredId, *, progress: Progress = SILENT
) -> Comparison:
    """Compare two stored results, of one project or of two."""
    earlier = _analysis(before)
    progress.step(1, 3)
    later = _analysis(after)
    progress.step(2, 3)
    found = compare_results(earlier, later)
    progress.step(3, 3)
    return found


def index_stored(stored: StoredId, *, progress: Progress = SILENT) -> SearchIndex:
    """Make the search index of a stored result."""
    progress.step(0, 1)
    analysis = _analysis(stored)
    towns = pd.unique(analysis.parcels["town"].dropna())
    index = build_index(
        analysis.parcels,
        analysis.firms,
        towns=tuple(str(name) for name in towns),
        crs=analysis.project.crs,
    )
    progress.step(1, 1)
    return index


def _analysis(stored: StoredId) -> Analysis:
    return open_result(*stored).analysis
