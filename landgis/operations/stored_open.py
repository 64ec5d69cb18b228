# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a user may open: PROJECT.toml, a folder, an OUT folder, a project file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from landgis.progress import SILENT, Progress
from landgis.project import ProjectStore
from landgis.tables import Geometries


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What lies behind a path.

    `store_path` is the project file, made if a PROJECT.toml was given; `out` the
    OUT folder where the path is one: a result to compare with, read-only.
    `notes` are sentences about what could not be taken over.
    """

    store_path: Path | None
    out: Path | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OutFolder:
    """Results that `landgis run` has written, for comparison.

    Frames have the columns of result.gpkg; `summary` is its summary.json.
    """

    path: Path
    summary: dict[str, object]
    parcels: pd.DataFrame
    parcel_geometry: Geometries
    firms: pd.DataFrame
    residual: pd.DataFrame
    residual_geometry: Geometries


def open_any(path: Path, *, progress: Progress = SILENT) -> Opened:
    """Find out what a path is, and make a project file of a PROJECT.toml."""
    raise NotImplementedError


def create_from_project_file(
    description: Path, target: Path | None = None, *, progress: Progress = SILENT
) -> Opened:
    """Make NAME.landgis.gpkg beside a PROJECT.toml, with all that it names."""
    raise NotImplementedError


def write_project_file(store: ProjectStore, path: Path) -> tuple[str, ...]:
    """Write a PROJECT.toml; return sentences about what such a file cannot hold."""
    raise NotImplementedError


def open_out_folder(path: Path) -> OutFolder:
    """Read the results that `landgis run` has written."""
    raise NotImplementedError


def make_demo_project(folder: Path, *, progress: Progress = SILENT) -> Path:
    """Copy the sample county to a folder and make a project file of it."""
    raise NotImplementedError
