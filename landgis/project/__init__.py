# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project file: one GeoPackage that holds everything and forgets nothing."""

from landgis.project.datasets import Dataset, read_dataset, write_dataset
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
    "read_dataset",
    "write_dataset",
]
