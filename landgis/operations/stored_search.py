# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search index of a project's result, made where it does not hold up a window."""

from __future__ import annotations

from pathlib import Path

from landgis.operations.stored_analysis import open_result
from landgis.progress import SILENT, Progress
from landgis.search.index import SearchIndex, build_index


def build_stored_index(
    store_path: Path, dataset: str, *, progress: Progress = SILENT
) -> SearchIndex:
    """Make the index over parcels, firms and towns of a stored result."""
    progress.step(0, 1)
    analysis = open_result(store_path, dataset).analysis
    towns = analysis.parcels["town"].dropna().unique()
    index = build_index(
        analysis.parcels,
        analysis.firms,
        towns=tuple(str(town) for town in towns),
        crs=analysis.project.crs,
    )
    progress.step(1, 1)
    return index
