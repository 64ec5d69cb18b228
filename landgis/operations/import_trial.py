# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an import would make of a file, with its evidence: for the import wizard.

Nothing is written.  `try_import` is called again after each change of an
option, with the `TrialCache` that it gave back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from landgis import messages
from landgis.crs import to_working
from landgis.errors import DataError, LandGISError
from landgis.geometry.arrays import is_polygonal
from landgis.io import shapefile, sheet_csv
from landgis.io.sheets import SUFFIXES as TABLE_SUFFIXES
from landgis.io.sheets import list_sheets, read_table
from landgis.io.vector import list_layers, read_layer
from landgis.operations.layer_files import (
    CheckRules,
    OpenedLayer,
    recognise,
    to_standard,
)
from landgis.operations.project_file import InputFile
from landgis.operations.trial_evidence import show_area, show_crs, show_encoding
from landgis.operations.trial_fields import (
    show_fields,
    show_open_fields,
    show_samples,
)
from landgis.operations.trial_values import (
    AreaEvidence,
    CrsEvidenceShown,
    CrsTrial,
    EncodingEvidenceShown,
    EncodingTrial,
    FieldTrial,
    ImportTrial,
    OpenField,
    RoleGuess,
    SampleRecord,
    SeenColumns,
    TrialCache,
    TrialRequest,
)
from landgis.operations.working_crs import DEGREES, propose_working_crs
from landgis.progress import SILENT, Progress
from landgis.rules.library import common
from landgis.schema import match_columns, standardise
from landgis.schema.fields import NO_ROLE
from landgis.tables import Geometries, RawLayer, RawTable

__all__ = [
    "AreaEvidence",
    "CrsEvidenceShown",
    "CrsTrial",
    "EncodingEvidenceShown",
    "EncodingTrial",
    "FieldTrial",
    "ImportTrial",
    "OpenField",
    "RoleGuess",
    "SampleRecord",
    "TrialCache",
    "TrialRequest",
    "try_import",
]

_NO_ENCODING = EncodingEvidenceShown(
    value=None, source="", declared=None, note="", is_sure=True, candidates=()
)
_TEXT_SUFFIXES = (".csv", ".tsv", ".txt")


def try_import(
    request: TrialRequest,
    *,
    cache: TrialCache | None = None,
    progress: Progress = SILENT,
) -> tuple[ImportTrial, TrialCache | None]:
    """Try an import; what is wrong with the file stands in `error`.

    The cache is used where it holds this file, read with this encoding and head;
    everything else is worked out anew.
    """
    progress.step(0, 2, stage=messages.text("load.stage", file=request.path.name))
    try:
        kept = cache if _is_of(cache, request) else _read(request)
    except LandGISError as error:
        return _unreadable(request, error), None
    assert kept is not None  # noqa: S101 - for the type checker
    progress.step(1, 2)
    try:
        trial = _try_content(request, kept)
    except LandGISError as error:
        failed = _unreadable(request, error, kept=kept)
        trial = replace(failed, encoding=_show_encoding(kept))
    progress.step(2, 2)
    return trial, kept


def _is_of(cache: TrialCache | None, request: TrialRequest) -> bool:
    return cache is not None and (
        cache.path,
        cache.part,
        cache.encoding,
        cache.header_row,
    ) == (
        request.path,
        request.part,
        request.options.encoding,
        request.options.header_row,
    )


def _read(request: TrialRequest) -> TrialCache:
    path, options = request.path, request.options
    if not path.exists():
        raise DataError("load.missing_file", file=str(path))
    raw: RawLayer | RawTable
    if _is_table(path):
        parts = list_sheets(path)
        raw = read_table(
            path,
            sheet=request.part,
            encoding=options.encoding,
            header_row=options.header_row,
        )
    else:
        parts = list_layers(path)
        several = request.part is None and len(parts) > 1
        layer = parts[0] if several else request.part
        raw = read_layer(path, layer=layer, encoding=options.encoding)
    return TrialCache(
        path=path,
        part=request.part,
        encoding=options.encoding,
        header_row=options.header_row,
        raw=raw,
        texts=_text_bytes(path, raw),
        parts=parts,
        seen=SeenColumns(raw.columns),
    )


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in TABLE_SUFFIXES


def _text_bytes(path: Path, raw: RawLayer | RawTable) -> bytes:
    """Return the bytes of the texts whose encoding the user may choose, if any."""
    if raw.encoding.source == "file":
        return b""
    if path.suffix.lower() == ".shp":
        return shapefile.read_text_bytes(path)
    if path.suffix.lower() in _TEXT_SUFFIXES:
        return sheet_csv.read_text_bytes(path)
    return b""


def _show_encoding(kept: TrialCache) -> EncodingEvidenceShown:
    return show_encoding(kept.raw.encoding, kept.texts)


def _try_content(request: TrialRequest, kept: TrialCache) -> ImportTrial:
    raw = kept.raw
    is_layer = isinstance(raw, RawLayer)
    ranked = kept.seen.layer_roles if is_layer else kept.seen.table_roles
    role = request.role or (ranked[0] if ranked else None)
    trial = _unreadable(request, None, kept=kept)
    trial = replace(
        trial,
        role=RoleGuess(
            role=role,
            is_layer=is_layer,
            likely=tuple(other for other in ranked if other != role),
        ),
        driver=raw.driver,
        features=len(raw.columns),
        encoding=_show_encoding(kept),
        notes=raw.notes,
    )
    if isinstance(raw, RawLayer):
        return _try_layer(trial, request, raw=raw, seen=kept.seen)
    return _try_table(trial, request, raw=raw, seen=kept.seen)


def _try_layer(
    trial: ImportTrial, request: TrialRequest, *, raw: RawLayer, seen: SeenColumns
) -> ImportTrial:
    role = trial.role.role or NO_ROLE
    opened = recognise(
        raw,
        source=InputFile(
            role=role, path=request.path, part=request.part, is_layer=True
        ),
        options=request.options,
        rules=_rules(request),
        working=request.working,
        columns=seen.read,
    )
    geometry = _in_metres(opened)
    standard = to_standard(opened, geometry)
    drawn = pd.Series(shapely.area(geometry))
    open_fields, to_verify = show_open_fields(
        standard, role=role, drawn_m2=drawn, day=_day(request)
    )
    invalid = is_polygonal(raw.geometry) & ~shapely.is_valid(raw.geometry)
    return replace(
        trial,
        repaired=int(invalid.sum()),
        lost=raw.lost,
        crs=show_crs(opened),
        area=show_area(opened, standard, drawn),
        fields=show_fields(seen, standard, role=role),
        samples=show_samples(
            raw.columns, standard, role=role, numbers=raw.record_numbers
        ),
        open_fields=open_fields,
        to_verify=to_verify,
    )


def _try_table(
    trial: ImportTrial, request: TrialRequest, *, raw: RawTable, seen: SeenColumns
) -> ImportTrial:
    role = trial.role.role or NO_ROLE
    fields = match_columns(
        seen.read,
        role=role,
        overrides=request.options.fields,
        units=raw.units,
        given_units=request.options.units,
        reference_year=request.reference_year,
    )
    standard = standardise(raw.columns, fields, role=role)
    open_fields, _ = show_open_fields(
        standard, role=role, drawn_m2=pd.Series(dtype="float64"), day=_day(request)
    )
    return replace(
        trial,
        header_row=raw.header_row,
        dropped_rows=raw.dropped_rows,
        fields=show_fields(seen, standard, role=role),
        samples=show_samples(raw.columns, standard, role=role, numbers=raw.row_numbers),
        open_fields=open_fields,
    )


def _rules(request: TrialRequest) -> CheckRules:
    return CheckRules(
        region=request.region,
        parameters=common().parameters,
        reference_date=None if request.reference_year is None else _day(request),
    )


def _day(request: TrialRequest) -> date:
    """Return the day against which dates are tried: the end of the year."""
    year = request.reference_year or date.today().year  # noqa: DTZ011 - a user's day
    return date(year, 12, 31)


def _in_metres(opened: OpenedLayer) -> Geometries:
    """Return the shapes in metres where that can be told, else without areas."""
    own = opened.verdict.evidence.value
    if own is None:
        return np.full(len(opened.raw.columns), None, dtype=object)
    if opened.verdict.degrees:  # areas are the same on any datum (AREA)
        own = DEGREES
    try:
        target = propose_working_crs(own, opened.geometry)
        return to_working(opened.geometry, source=own, target=target)
    except (DataError, IndexError):  # an old datum, or no shape at all
        return opened.geometry


def _unreadable(
    request: TrialRequest, error: LandGISError | None, *, kept: TrialCache | None = None
) -> ImportTrial:
    """Return a trial that shows nothing but what is wrong."""
    is_layer = not _is_table(request.path)
    return ImportTrial(
        path=request.path,
        part=request.part,
        parts=() if kept is None else kept.parts,
        role=RoleGuess(role=request.role, is_layer=is_layer, likely=()),
        driver="",
        features=0,
        repaired=0,
        lost=(),
        encoding=_NO_ENCODING,
        crs=None,
        area=None,
        header_row=None,
        dropped_rows=(),
        fields=(),
        samples=(),
        open_fields=(),
        to_verify=0,
        notes=(),
        error=None if error is None else messages.sentence(error),
    )
