# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Suggested zones and open land of a project file; for the second process."""

from __future__ import annotations

from pathlib import Path

from landgis.errors import ProjectError
from landgis.operations.stored_analysis import open_result
from landgis.operations.stored_freshness import RESULT
from landgis.operations.stored_project import CURRENT
from landgis.operations.stored_zones import read_zonings
from landgis.operations.zone_land import (
    ZoneLand,
    build_zone_land,
    kept_zone_land,
    open_zone_land,
)
from landgis.progress import SILENT, Progress
from landgis.project import ProjectStore
from landgis.report.names import status_titles
from landgis.zones.finding import Limits, OpenLand, find_open_land
from landgis.zones.suggest import Suggestions, Wishes, suggest
from landgis.zones.zoning import Zoning


def suggest_stored(
    store_path: Path,
    zoning: str | None,
    wishes: Wishes,
    *,
    progress: Progress = SILENT,
) -> Suggestions:
    """Suggest zones of land that a zoning leaves free; None: there is no zoning yet.

    Raises
    ------
    ProjectError
        If there is no result yet.
    CallError
        If the wishes contradict each other.
    """
    land, found = _read(store_path, zoning)
    return suggest(land.units, land.neighbours, wishes, zoning=found, progress=progress)


def open_land_stored(
    store_path: Path,
    zoning: str | None,
    *,
    start: tuple[float, float] | None = None,
    progress: Progress = SILENT,
) -> tuple[OpenLand, ...]:
    """Find what a zoning leaves open, in the order of a walk that begins at `start`.

    Raises
    ------
    ProjectError
        If there is no result yet.
    """
    land, found = _read(store_path, zoning)
    return find_open_land(
        land.units,
        found or Zoning.empty("", "", units=land.units),
        land.neighbours,
        limits=Limits(titles=status_titles()),
        start=start,
        progress=progress,
    )


def read_zone_land(store_path: Path, zoning: str) -> tuple[ZoneLand, Zoning]:
    """Read the land of a project and one of its zonings.

    Raises
    ------
    ProjectError
        If there is no result yet, or no such zoning.
    """
    land, found = _read(store_path, zoning)
    if found is None:
        raise ProjectError("zones.no_zoning")
    return land, found


def _read(store_path: Path, zoning: str | None) -> tuple[ZoneLand, Zoning | None]:
    """Read the land and one of the zonings."""
    with ProjectStore.open(store_path, read_only=True) as store:
        current = store.document(RESULT, CURRENT)
        if not current:
            raise ProjectError("zones.no_result")
        result = open_result(store, current["dataset"])
        kept = kept_zone_land(store)
        land = build_zone_land(result) if kept is None else open_zone_land(result, kept)
        found = [one for one in read_zonings(store, land.units) if one.id == zoning]
    return land, found[0] if found else None
