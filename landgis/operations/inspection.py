# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file is, how that was found out, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from landgis import messages
from landgis.checks import check_layer
from landgis.crs import to_working
from landgis.errors import DataError, LandGISError
from landgis.findings import Finding
from landgis.io.formats import formats
from landgis.io.sheets import SUFFIXES as TABLE_SUFFIXES
from landgis.io.sheets import list_sheets, read_table
from landgis.io.vector import list_layers, read_layer
from landgis.operations.layer_files import (
    CheckRules,
    OpenedLayer,
    find_land_use,
    merge_faults,
    open_vector,
    reading_findings,
    source_of,
    to_standard,
)
from landgis.operations.project_file import InputFile, ReadOptions, split_part
from landgis.operations.table_files import open_table
from landgis.operations.working_crs import DEGREES, propose_working_crs
from landgis.progress import SILENT, Progress
from landgis.rules.library import common
from landgis.schema import guess_role
from landgis.tables import Geometries, Layer, Source

UNKNOWN_ROLE = "unknown"
MOST_IDS = 1000  # a list of more names than this helps nobody; the count is whole
LAYER_SUFFIXES = frozenset(
    {".shp", ".geojson", ".json", ".zip", ".txt", *formats()["gdal"]}
)
SIDE_FILES = frozenset({".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qpj", ".xml"})


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """One layer or sheet of a file; `error` says why it could not be read."""

    path: Path
    source: Source | None
    error: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether anything could be read."""
        return self.source is not None


def inspect_file(
    given: Path, *, region: str | None = None, progress: Progress = SILENT
) -> tuple[Inspection, ...]:
    """Look into a file, one entry for each layer or sheet; nothing is changed.

    `given` may name one layer or sheet as ``path#name``; a folder that is no
    FileGDB stands for the files in it and in its folders.
    """
    path, part = split_part(str(given), beside=Path())
    if path.is_dir() and not _is_geodatabase(path):
        inside = _main_files(path)
        if not inside:
            return (
                _unreadable(path, DataError("load.empty_folder", folder=str(path))),
            )
        return tuple(
            inspection
            for file in inside
            for inspection in inspect_file(file, region=region, progress=progress)
        )
    progress.step(0, 0, stage=messages.text("load.stage", file=path.name))
    is_table = path.suffix.lower() in TABLE_SUFFIXES
    try:
        if not path.exists():
            raise DataError("load.missing_file", file=str(path))
        parts = (part,) if part else _parts(path, is_table=is_table)
    except LandGISError as error:
        return (_unreadable(path, error),)
    look = _inspect_table if is_table else _inspect_layer
    found = []
    for name in parts:
        try:
            found.append(look(path, name, region=region))
        except LandGISError as error:
            found.append(_unreadable(path, error))
    return tuple(found)


def list_main_files(path: Path) -> tuple[Path, ...]:
    """Return the files that a path stands for: those in a folder, or itself.

    Nothing for a file that belongs to a shapefile beside it.  Of a folder only
    files count whose names end like layers and tables.

    Raises
    ------
    DataError
        If the folder cannot be listed or holds nothing to look at.
    """
    try:
        if not path.is_dir() or _is_geodatabase(path):
            return () if _is_side_file(path) else (path,)
        found = [file for file in _main_files(path) if is_data_name(file)]
    except OSError as error:
        raise DataError(
            "load.unreadable_folder", folder=str(path), detail=error.strerror or ""
        ) from error
    if not found:
        raise DataError("load.empty_folder", folder=str(path))
    return tuple(found)


def is_data_name(path: Path) -> bool:
    """Tell by its ending whether a file may be a layer or a table."""
    suffix = path.suffix.lower()
    return suffix in TABLE_SUFFIXES or suffix in LAYER_SUFFIXES


def _main_files(folder: Path) -> list[Path]:
    """Return the files that somebody would name, not those that belong to one."""
    found: list[Path] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir() and not _is_geodatabase(path):
            found.extend(_main_files(path))
        elif not _is_side_file(path):
            found.append(path)
    return found


def _is_geodatabase(path: Path) -> bool:
    return path.is_dir() and path.suffix.lower() == ".gdb"


def _is_side_file(path: Path) -> bool:
    """Whether a file belongs to a shapefile beside it; one left alone does not."""
    if path.suffix.lower() not in SIDE_FILES:
        return False
    stem = path.stem.removesuffix(".shp")  # metadata are kept in name.shp.xml
    return any((path.parent / f"{stem}{end}").exists() for end in (".shp", ".SHP"))


def _parts(path: Path, *, is_table: bool) -> tuple[str, ...]:
    return list_sheets(path) if is_table else list_layers(path)


def _unreadable(path: Path, error: LandGISError) -> Inspection:
    return Inspection(path=path, source=None, error=messages.sentence(error))


def _inspect_table(path: Path, sheet: str, *, region: str | None) -> Inspection:
    raw = read_table(path, sheet=sheet)
    role = guess_role(raw.columns, has_geometry=False) or UNKNOWN_ROLE
    source = InputFile(role=role, path=path, part=sheet, is_layer=False)
    opened = open_table(source, options=ReadOptions(), rules=_rules(region), raw=raw)
    return Inspection(path=path, source=opened.table.source, findings=opened.findings)


def _inspect_layer(path: Path, name: str, *, region: str | None) -> Inspection:
    raw = read_layer(path, layer=name)
    role = guess_role(raw.columns, has_geometry=True) or UNKNOWN_ROLE
    source = InputFile(role=role, path=path, part=name, is_layer=True)
    rules = _rules(region)
    opened = open_vector(
        source, options=ReadOptions(), rules=rules, working=None, raw=raw
    )
    faults = [*raw.faults, *opened.verdict.faults]
    geometry = _in_metres(opened)
    standard = to_standard(opened, geometry)
    described = source_of(opened, standard, notes=raw.notes)
    checks = check_layer(
        Layer(
            role=role,
            frame=standard.frame,
            geometry=geometry,
            raw=raw.columns,
            source=described,
        ),
        region=rules.region,
        parameters=rules.parameters,
    )
    findings = (
        *reading_findings(opened, faults),
        *standard.findings,
        *find_land_use(standard, role=role),
        *checks.findings,
    )
    source_found = replace(
        described,
        repaired=int(checks.repair.changed.sum()),
        faults=merge_faults(faults, findings),
    )
    return Inspection(path=path, source=source_found, findings=findings)


def _rules(region: str | None) -> CheckRules:
    return CheckRules(
        region=region, parameters=common().parameters, reference_date=None
    )


def _in_metres(opened: OpenedLayer) -> Geometries:
    """Return the shapes in metres where that can be told, else as they are."""
    own = opened.verdict.evidence.value
    if own is None:
        return opened.geometry
    if opened.verdict.degrees:  # areas are the same on any datum (AREA)
        own = DEGREES
    try:
        return to_working(
            opened.geometry,
            source=own,
            target=propose_working_crs(own, opened.geometry),
        )
    except DataError:  # an old datum: its own metres serve as well for checks
        return opened.geometry


def to_json(inspections: Iterable[Inspection]) -> list[dict[str, Any]]:
    """Return inspections as the contract's JSON document."""
    return [_entry(inspection) for inspection in inspections]


def _entry(inspection: Inspection) -> dict[str, Any]:
    source = inspection.source
    if source is None:
        return {
            "path": str(inspection.path),
            "readable": False,
            "error": inspection.error,
        }
    is_table = source.geometry_types is None
    entry: dict[str, Any] = {
        "path": str(inspection.path),
        "readable": True,
        "error": None,
        "role": None if source.role == UNKNOWN_ROLE else source.role,
        "driver": source.driver,
        "layer": source.layer,
        "features": source.features,
        "lost": [
            {"number": lost.number, "reason": lost.reason} for lost in source.lost
        ],
        "geometry": None if is_table else dict(source.geometry_types or {}),
        "null_geometry": source.null_geometry,
        "encoding": _encoding(source),
        "crs": None if source.crs is None else _crs(source),
        "faults": [
            {"kind": fault.kind, "count": fault.count, "ids": [*fault.ids[:MOST_IDS]]}
            for fault in source.faults
        ],
        "fields": [
            {
                "name": field.name,
                "standard": field.standard,
                "unit": field.unit,
                "type": field.type,
                "sample": field.sample,
                "why": field.why,
            }
            for field in source.fields
        ],
        "notes": [*source.notes],
    }
    if is_table:
        entry |= {
            "sheet": source.layer,
            "header_row": source.header_row,
            "dropped_rows": [
                {"number": row.number, "reason": row.reason, "content": row.content}
                for row in source.dropped_rows
            ],
        }
    return entry


def _encoding(source: Source) -> Mapping[str, Any]:
    return {
        "value": source.encoding.value,
        "source": source.encoding.source,
        "declared": source.encoding.declared,
        "note": source.encoding.note,
    }


def _crs(source: Source) -> Mapping[str, Any]:
    crs = source.crs
    if crs is None:
        return {}
    return {
        "value": crs.value,
        "source": crs.source,
        "candidates": [*crs.candidates],
        "note": crs.note,
    }
