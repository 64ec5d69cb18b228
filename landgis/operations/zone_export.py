# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones of a project file as files in a folder; for the second process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from landgis.operations.stored_analysis import open_result
from landgis.operations.zone_files import ENDINGS, ZoneForm, write_zone_files
from landgis.operations.zone_search import read_zone_land
from landgis.operations.zone_sheets import make_zone_set
from landgis.progress import SILENT, Progress
from landgis.project import ProjectStore

NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\r\t', "_"))
"""What no system, or not every one, allows in the name of a file."""

MORE = {
    ZoneForm.GEOJSON_PROJECTED: "_xy",
    ZoneForm.CORNERS_XLSX: "_corners",
    ZoneForm.CORNERS_CSV: "_corners",
}
"""What tells files of the same ending apart."""


def export_zones(
    store_path: Path,
    zoning: str,
    folder: Path,
    *,
    forms: Sequence[str],
    zones: Sequence[str] | None = None,
    progress: Progress = SILENT,
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write zones in several forms; return the files and what is to be known of them.

    All files appear together, or none does.

    Parameters
    ----------
    forms
        Names of `landgis.operations.zone_files.ZoneForm`.
    zones
        Ids of the zones; None: all of the zoning.

    Raises
    ------
    CallError
        If no zone has land, or a file cannot be written.
    DataError
        If the coordinate system does not suit a form.
    ProjectError
        If there is no result or no such zoning.
    """
    land, found = read_zone_land(store_path, zoning)
    with ProjectStore.open(store_path, read_only=True) as store:
        result = open_result(store, land.units.result_id)
        crs, day = result.crs, result.reference_date
    name = found.name
    if zones is not None:
        found = found.with_zones([found.zone(zone) for zone in zones])
        name = "_".join([name, *(zone.name for zone in found.zones)])
    made = make_zone_set(found, land.units, crs=crs, day=day, progress=progress)
    safe = name.translate(NOT_IN_NAMES).strip(" .")
    targets = {
        folder / f"{safe}{MORE.get(form, '')}{ENDINGS[form]}": form
        for form in (ZoneForm(form) for form in forms)
    }
    written = write_zone_files(made, targets, progress=progress)
    return written.files, written.notes
