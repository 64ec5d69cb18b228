# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers and tables of a project file: standardised, corrected, checked, repaired."""

from __future__ import annotations

from pathlib import Path

from landgis.operations.loading import Loaded
from landgis.progress import SILENT, Progress
from landgis.project import ProjectStore


def load_stored(store_path: Path, *, progress: Progress = SILENT) -> str:
    """Run the checks on the stored inputs; return the id of the ``loaded`` dataset.

    It becomes the project's once the document ``loaded``/``current`` names it:
    commit `Put("loaded", "current", {"dataset": id})`.

    Raises
    ------
    DataError
        If there is no supply layer, or it cannot be used.
    """
    raise NotImplementedError


def open_loaded(store: ProjectStore, dataset: str) -> Loaded:
    """Read what `load_stored` has written, exactly as it was.

    `Loaded.repairs` has, by role, before and after of each repaired shape.
    """
    raise NotImplementedError
