# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare and export the zones of a project file, by path; nothing in it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from landgis.errors import CallError, ProjectError
from landgis.messages import joined
from landgis.operations.stored_analysis import StoredResult, open_result
from landgis.operations.stored_freshness import RESULT
from landgis.operations.stored_project import CURRENT
from landgis.operations.stored_zones import read_prices, read_zonings
from landgis.operations.zone_files import (
    ExportedZones,
    ZoneForm,
    form_of,
    write_zones,
)
from landgis.operations.zone_land import (
    ZoneLand,
    build_zone_land,
    kept_zone_land,
    open_zone_land,
)
from landgis.operations.zone_sheets import make_zone_set
from landgis.progress import SILENT, Progress
from landgis.project import ProjectStore
from landgis.zones.compare import ZoneComparison, compare_zonings
from landgis.zones.prices import Prices
from landgis.zones.zoning import Zoning


@dataclass(frozen=True, kw_only=True, eq=False)
class _Opened:
    """What the zones of a project are made of, and its files."""

    land: ZoneLand
    zonings: tuple[Zoning, ...]
    prices: Prices
    result: StoredResult
    files: frozenset[Path]

    def zoning(self, name: str) -> Zoning:
        """Return a set of zones by its id, or else the first of that name."""
        if not self.zonings:
            raise CallError("zone_files.no_zonings")
        found = [zoning for zoning in self.zonings if name in (zoning.id, zoning.name)]
        if not found:
            names = joined(zoning.name for zoning in self.zonings)
            raise CallError("zone_files.no_zoning", name=name, names=names)
        return min(found, key=lambda zoning: zoning.id != name)


def _open(store_path: Path, progress: Progress) -> _Opened:
    with ProjectStore.open(store_path, read_only=True) as store:
        current = store.document(RESULT, CURRENT)
        if not current:
            raise ProjectError("zones.no_result")
        result = open_result(store, current["dataset"])
        kept = kept_zone_land(store)
        if kept is None:
            land = build_zone_land(result, progress=progress)
        else:
            land = open_zone_land(result, kept)
        inputs = store.documents("input").values()
        files = [store_path, *(Path(value["path"]) for value in inputs)]
        return _Opened(
            land=land,
            zonings=read_zonings(store, land.units),
            prices=read_prices(store),
            result=result,
            files=frozenset(path.resolve() for path in files),
        )


def compare_stored(
    store_path: Path,
    zonings: Sequence[str] = (),
    *,
    progress: Progress = SILENT,
) -> ZoneComparison:
    """Put sets of zones side by side, by id or name, in this order; none means all.

    Raises
    ------
    CallError
        If there is no such set.
    ProjectError
        If there is no result yet.
    """
    opened = _open(store_path, progress)
    chosen = [opened.zoning(name) for name in zonings] or opened.zonings
    has_prices = bool(opened.prices.to_document())
    return compare_zonings(
        chosen,
        opened.land.units,
        opened.land.neighbours,
        prices=opened.prices if has_prices else None,
        progress=progress,
    )


def export_zoning(
    store_path: Path,
    zoning: str,
    target: Path,
    *,
    form: ZoneForm | None = None,
    progress: Progress = SILENT,
) -> ExportedZones:
    """Write a set of zones, by id or name, into a file that the user has chosen.

    Without `form` the ending of its name tells it.

    Raises
    ------
    CallError
        If there is no such set, it holds no land, or the file cannot be written
        or is one of the project's own.
    DataError
        If the coordinate system does not suit the form.
    ProjectError
        If there is no result yet.
    """
    chosen = form_of(target) if form is None else form
    opened = _open(store_path, progress)
    if target.resolve() in opened.files:
        raise CallError("zone_files.is_input", file=target.name)
    zones = make_zone_set(
        opened.zoning(zoning),
        opened.land.units,
        crs=opened.result.crs,
        day=opened.result.reference_date,
        progress=progress,
    )
    return write_zones(zones, target, chosen, progress=progress)
