# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of a project file as a folder of files."""

from __future__ import annotations

from pathlib import Path

from landgis.operations.run import RunOutcome
from landgis.progress import SILENT, Progress


def export_results(
    store_path: Path, out: Path, *, progress: Progress = SILENT
) -> RunOutcome:
    """Write the OUT folder of `landgis run` from the project's current result.

    Raises
    ------
    CallError
        If there is no result yet, or OUT is in the way.
    """
    raise NotImplementedError
