# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The map layers of a project file, so that QGIS shows what the window shows."""

from __future__ import annotations

import tempfile
from itertools import takewhile
from pathlib import Path

from landgis.operations.stored_analysis import open_result
from landgis.progress import SILENT, Progress
from landgis.project.layers import write_layers
from landgis.report.geopackage import write_tables
from landgis.report.result_tables import make_result_tables

FIRST_TABLE = "enterprise"
"""After the layers come the tables, which another program need not see."""


def mirror_layers(
    store_path: Path, dataset: str, *, progress: Progress = SILENT
) -> str:
    """Write the layers of a result into its project file; return the dataset.

    They are a copy for other programs: the project itself never reads them, and
    until the last moment the layers are those of before.

    Raises
    ------
    ProjectError
        If the disk fails, or somebody else's layer has one of the names.
    """
    result = open_result(store_path, dataset)
    maps = takewhile(
        lambda table: table.name != FIRST_TABLE, make_result_tables(result.analysis)
    )
    layers = (table for table in maps if table.geometry is not None)
    with tempfile.TemporaryDirectory(prefix="landgis-") as folder:
        source = Path(folder) / "layers.gpkg"
        write_tables(layers, source, crs=result.crs, day=result.reference_date)
        progress.step(1, 2)
        write_layers(store_path, source, progress=progress)
    progress.step(2, 2)
    return dataset
