# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones as files that offices exchange: written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pandas as pd
import shapely

from landgis.errors import CallError
from landgis.io.boundary_txt_out import (
    SurveyedLand,
    false_east,
    survey_zone,
    write_boundary_txt,
)
from landgis.io.corner_tables import write_corner_csv, write_corner_sheet
from landgis.io.corners import corner_rings, polygon_of
from landgis.io.dbf_out import DbfColumn, to_gbk
from landgis.io.dxf_out import DrawnZone, write_dxf
from landgis.io.geojson_out import write_geojson
from landgis.io.shapefile_out import write_shapefile
from landgis.messages import joined, text
from landgis.operations.export_view import replacing, told
from landgis.operations.zone_sheets import DECIMALS, ZoneSet, heading, short_name
from landgis.operations.zone_targets import require_replaceable
from landgis.progress import SILENT, Progress
from landgis.report.geopackage import LayerWords, write_layers
from landgis.report.qml import make_category_style, make_tint_style
from landgis.report.result_tables import ResultTable
from landgis.report.symbols import shipped_symbols
from landgis.tables import Geometries
from landgis.units import round_half_up
from landgis.zones.outlines import label_place, outline_of

Notes = tuple[str, ...]


class ZoneForm(StrEnum):
    """The forms in which zones are written."""

    GPKG = "gpkg"
    SHP = "shp"
    GEOJSON = "geojson"
    GEOJSON_PROJECTED = "geojson_projected"
    DXF = "dxf"
    TXT = "txt"
    CORNERS_XLSX = "corners_xlsx"
    CORNERS_CSV = "corners_csv"


ENDINGS: Mapping[ZoneForm, str] = {
    ZoneForm.GPKG: ".gpkg",
    ZoneForm.SHP: ".shp",
    ZoneForm.GEOJSON: ".geojson",
    ZoneForm.GEOJSON_PROJECTED: ".geojson",
    ZoneForm.DXF: ".dxf",
    ZoneForm.TXT: ".txt",
    ZoneForm.CORNERS_XLSX: ".xlsx",
    ZoneForm.CORNERS_CSV: ".csv",
}
"""What the names of files of each form end with."""


@dataclass(frozen=True, kw_only=True)
class ExportedZones:
    """What was written, the chosen file first, and what is to be known about it."""

    files: tuple[Path, ...]
    zones: int
    notes: Notes = field(default=())


def form_of(target: Path) -> ZoneForm:
    """Return the form that the ending of a name means.

    Raises
    ------
    CallError
        If it means none.
    """
    suffix = ".geojson" if target.suffix.lower() == ".json" else target.suffix.lower()
    for form, ending in ENDINGS.items():
        if ending == suffix:
            return form
    endings = "、".join(dict.fromkeys(ENDINGS.values()))
    raise CallError("export.format", file=target.name, formats=endings)


def corner_table_of(target: Path) -> Path:
    """Return where the table of corners and sides lies that goes with a survey file."""
    return target.with_name(target.stem + text("zone_files.corner_table"))


def write_zones(
    zones: ZoneSet,
    target: Path,
    form: ZoneForm,
    *,
    progress: Progress = SILENT,
) -> ExportedZones:
    """Write zones; the file is whole afterwards, or everything is as it was.

    Raises
    ------
    CallError
        If no zone has land, the name does not fit the form, something else is in
        the way, or the file cannot be written: disk full, folder read-only …
    DataError
        If the coordinate system does not suit the form.
    """
    return write_zone_files(zones, {target: form}, progress=progress)


def write_zone_files(
    zones: ZoneSet,
    forms: Mapping[Path, ZoneForm],
    *,
    progress: Progress = SILENT,
) -> ExportedZones:
    """Write zones into files of one folder; all appear together, or none does.

    Raises
    ------
    CallError
        As `write_zones`, which names the file.
    DataError
        If the coordinate system does not suit a form.
    """
    if not len(zones.zones):
        raise CallError("zone_files.nothing", name=zones.zoning)
    for target, form in forms.items():
        _require_fit(zones, target, form)
    chosen = list(forms)
    notes: list[str] = []
    with replacing(chosen[0]) as first:
        for number, (target, form) in enumerate(forms.items()):
            stage = text("export.stage_write", file=target.name)
            progress.step(number, len(forms) + 1, stage=stage)
            with told(target):
                notes += _WRITERS[form](zones, first.with_name(target.name))
        progress.step(len(forms), len(forms) + 1)
        written = sorted(first.parent.iterdir())
        for file in written:
            _keep(file)
    progress.step(len(forms) + 1, len(forms) + 1)
    files = [chosen[0].with_name(file.name) for file in written]
    files.sort(key=lambda file: chosen.index(file) if file in forms else len(chosen))
    if zones.empty:
        notes.append(text("zone_files.empty", names=joined(zones.empty)))
    return ExportedZones(
        files=tuple(files), zones=len(zones.zones), notes=tuple(dict.fromkeys(notes))
    )


def _require_fit(zones: ZoneSet, target: Path, form: ZoneForm) -> None:
    """Refuse a name, a system or a place in which a file cannot be written."""
    _require_ending(target, form)
    if form in (ZoneForm.TXT, ZoneForm.CORNERS_XLSX, ZoneForm.CORNERS_CSV):
        survey_zone(zones.crs)
    companions = [corner_table_of(target)] if form is ZoneForm.TXT else []
    for file in (target, *companions):
        require_replaceable(file)


def _require_ending(target: Path, form: ZoneForm) -> None:
    suffix = target.suffix.lower()
    is_json = ENDINGS[form] == ".geojson" and suffix == ".json"
    if suffix != ENDINGS[form] and not is_json:
        raise CallError("zone_files.ending", file=target.name, ending=ENDINGS[form])


def _keep(file: Path) -> None:
    """Make sure that a file is on the disk before it takes another one's place."""
    with file.open("r+b") as stream:
        os.fsync(stream.fileno())


def _write_gpkg(zones: ZoneSet, path: Path) -> Notes:
    colours = dict(zip(zones.zones["name"], zones.colours, strict=True))
    symbols = list(shipped_symbols().values())
    unit = text("zone_files.mu")
    label = f"\"name\" || '\\n' || format_number(\"mu\", 1) || ' {unit}'"
    words = {
        "zone": LayerWords(
            title=text("zone_files.layer_zone"),
            columns=_headings(zones.zones),
            style=make_tint_style(colours, field="name", label=label),
        ),
        "zone_unit": LayerWords(
            title=text("zone_files.layer_unit"),
            columns=_headings(zones.members),
            style=make_category_style(symbols, field="status"),
        ),
    }
    tables = [
        _layer("zone_unit", zones.members, zones.member_shapes),
        _layer("zone", zones.zones, zones.shapes),
    ]
    tables = [table for table in tables if len(table.frame)]
    named = {table.name: words[table.name] for table in tables}
    write_layers(tables, path, crs=zones.crs, day=zones.day, words=named)
    return ()


def _layer(name: str, frame: pd.DataFrame, shapes: Geometries) -> ResultTable:
    return ResultTable(
        name=name,
        frame=frame,
        geometry=shapes,
        geometry_type="MultiPolygon",
        own=frame.shape[1],
    )


def _headings(frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    return {str(name): (heading(str(name)), "") for name in frame.columns}


def _write_shp(zones: ZoneSet, path: Path) -> Notes:
    columns = [
        DbfColumn(
            name=short_name(str(name)),
            cells=zones.zones[name].tolist(),
            decimals=DECIMALS.get(str(name)),
        )
        for name in zones.zones.columns
    ]
    lost = write_shapefile(path, columns, zones.shapes, crs=zones.crs, day=zones.day)
    notes = [text("zone_files.shape")]
    if lost.cut:
        notes.append(text("zone_files.cut", n=lost.cut))
    if lost.rare:
        notes.append(text("zone_files.rare", n=lost.rare))
    return tuple(notes)


def _write_json(zones: ZoneSet, path: Path, *, projected: bool) -> Notes:
    frame = zones.zones.rename(columns=lambda name: short_name(str(name)))
    write_geojson(
        path,
        [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")],
        zones.shapes,
        crs=zones.crs,
        projected=projected,
    )
    name = "zone_files.json_projected" if projected else "zone_files.json_degrees"
    return (text(name, crs=zones.crs),)


def _write_degrees(zones: ZoneSet, path: Path) -> Notes:
    return _write_json(zones, path, projected=False)


def _write_projected(zones: ZoneSet, path: Path) -> Notes:
    return _write_json(zones, path, projected=True)


def _write_dxf(zones: ZoneSet, path: Path) -> Notes:
    drawn = []
    for row, shape in enumerate(zones.shapes):
        zone = zones.zones.iloc[row]
        area = round_half_up(zone["mu"], places=1)
        inside = shapely.point_on_surface(shape)
        drawn.append(
            DrawnZone(
                shape=shape,
                colour=zones.colours[row],
                name=zone["name"],
                area=text("zone_files.area_label", area=area),
                label_at=label_place(outline_of([shape])) or (inside.x, inside.y),
            )
        )
    write_dxf(path, drawn, zones.member_shapes)
    rare = sum(to_gbk(zone.name) != zone.name for zone in drawn)
    said = text("zone_files.dxf")
    return (said, text("zone_files.rare", n=rare)) if rare else (said,)


def surveyed(zones: ZoneSet) -> tuple[SurveyedLand, ...]:
    """Return the corners of each zone, as survey files have them."""
    return tuple(
        SurveyedLand(
            number=str(number),
            name=str(name),
            use=text("zone_files.use"),
            rings=corner_rings(shape),
        )
        for number, name, shape in zip(
            zones.zones["number"], zones.zones["name"], zones.shapes, strict=True
        )
    )


def _write_txt(zones: ZoneSet, path: Path) -> Notes:
    lands = surveyed(zones)
    write_boundary_txt(path, lands, crs=zones.crs, day=zones.day)
    table = corner_table_of(path)
    write_corner_sheet(table, lands, east=_east(zones))
    return (
        _precision(zones, lands),
        text("zone_files.table", file=table.name),
    )


def _write_sheet(zones: ZoneSet, path: Path) -> Notes:
    lands = surveyed(zones)
    write_corner_sheet(path, lands, east=_east(zones))
    return (_precision(zones, lands),)


def _write_csv(zones: ZoneSet, path: Path) -> Notes:
    lands = surveyed(zones)
    write_corner_csv(path, lands, east=_east(zones))
    return (_precision(zones, lands),)


def _east(zones: ZoneSet) -> float:
    return false_east(survey_zone(zones.crs))


def _precision(zones: ZoneSet, lands: Sequence[SurveyedLand]) -> str:
    """Say how exact millimetres are: by how much an area differs at most."""
    most = max(
        abs(polygon_of(land.rings).area - shape.area)
        for land, shape in zip(lands, zones.shapes, strict=True)
    )
    return text("zone_files.precision", most=round_half_up(most, places=2))


Writer = Callable[[ZoneSet, Path], Notes]
_WRITERS: Mapping[ZoneForm, Writer] = {
    ZoneForm.GPKG: _write_gpkg,
    ZoneForm.SHP: _write_shp,
    ZoneForm.GEOJSON: _write_degrees,
    ZoneForm.GEOJSON_PROJECTED: _write_projected,
    ZoneForm.DXF: _write_dxf,
    ZoneForm.TXT: _write_txt,
    ZoneForm.CORNERS_XLSX: _write_sheet,
    ZoneForm.CORNERS_CSV: _write_csv,
}
