# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Units and neighbours of a result: made once, kept in the project, then only read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from landgis.operations.stored_analysis import StoredResult
from landgis.progress import SILENT, Progress
from landgis.project import ProjectStore
from landgis.zones.neighbours import Neighbours
from landgis.zones.units import Units

STATE = "zones.land"
"""State of the project file: which dataset holds the units of which result."""


class ZoneLand(NamedTuple):
    """What zones are made of."""

    units: Units
    neighbours: Neighbours


def make_zone_land(store_path: Path, *, progress: Progress = SILENT) -> str:
    """Work out units and neighbours of the current result; return their dataset.

    For the second process.  `keep_zone_land` remembers it.
    """
    raise NotImplementedError


def keep_zone_land(store: ProjectStore, dataset: str) -> None:
    """Remember a dataset of `make_zone_land`: no step of the history."""
    raise NotImplementedError


def kept_zone_land(store: ProjectStore) -> str | None:
    """Return the dataset made for the current result; None if it is yet to be made."""
    raise NotImplementedError


def open_zone_land(result: StoredResult, dataset: str) -> ZoneLand:
    """Read units and neighbours; shapes are those that the result has in memory.

    For a thread.

    Raises
    ------
    ProjectError
        If the project does not hold them any more.
    """
    raise NotImplementedError


def build_zone_land(result: StoredResult, *, progress: Progress = SILENT) -> ZoneLand:
    """Work out units and neighbours without keeping them: for read-only projects."""
    raise NotImplementedError
