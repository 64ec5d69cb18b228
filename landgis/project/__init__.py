# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project file: one GeoPackage that holds everything and forgets nothing."""

from landgis.project.compact import compact_file
from landgis.project.connection import carry_over
from landgis.project.copies import (
    is_snapshot_due,
    save_copy,
    snapshots,
    take_snapshot,
)
from landgis.project.datasets import Dataset, read_dataset, write_dataset
from landgis.project.export import export_folder
from landgis.project.layers import write_layers
from landgis.project.store import ProjectStore
from landgis.project.values import (
    Changes,
    Compacted,
    Conflict,
    DocumentChange,
    Edit,
    HistoryEntry,
    Place,
    Put,
    Recovered,
    Snapshot,
    TakenOver,
    WhyReadOnly,
    Writer,
)

__all__ = [
    "Changes",
    "Compacted",
    "Conflict",
    "Dataset",
    "DocumentChange",
    "Edit",
    "HistoryEntry",
    "Place",
    "ProjectStore",
    "Put",
    "Recovered",
    "Snapshot",
    "TakenOver",
    "WhyReadOnly",
    "Writer",
    "carry_over",
    "compact_file",
    "export_folder",
    "is_snapshot_due",
    "read_dataset",
    "save_copy",
    "snapshots",
    "take_snapshot",
    "write_dataset",
    "write_layers",
]
