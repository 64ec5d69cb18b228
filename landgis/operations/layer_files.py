# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a vector file to a checked layer in the working coordinate system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import shapely

from landgis import messages
from landgis.checks import LayerChecks, check_layer
from landgis.checks.limits import make_limits
from landgis.checks.naming import name_rows
from landgis.crs import (
    CrsVerdict,
    WebMapShift,
    describe_shift,
    detect_crs,
    make_datum_shift,
    recognise_shift,
    region_of,
    swap_axes,
    to_working,
    undo_shift,
)
from landgis.errors import DataError
from landgis.findings import Finding, Severity
from landgis.io.vector import read_layer
from landgis.operations.corrections import Applied, apply_corrections
from landgis.operations.fingerprint import Fingerprint, take_fingerprint
from landgis.operations.project_file import InputFile, ReadOptions
from landgis.operations.repairs import (
    NOTHING_BY_HAND,
    ByHand,
    LayerRepairs,
    account_repairs,
    decline,
)
from landgis.operations.working_crs import (
    DEGREES,
    WEB_MERCATOR,
    propose_working_crs,
    zone_code,
)
from landgis.rules.profile import Threshold
from landgis.schema import Standardised, classify_land_use, match_columns, standardise
from landgis.schema.candidates import Column, read_columns
from landgis.tables import Fault, Field, Geometries, Layer, RawLayer, Source

POINT_ROLES = ("park",)
"""Layers whose shapes may be points as well."""

CONTRACT_KINDS = {"damaged_code": "bad_code"}
"""Kinds of findings that the contract counts under another kind of fault."""


@dataclass(frozen=True, kw_only=True)
class CheckRules:
    """What the checks of a project are made by."""

    region: str | None
    parameters: Mapping[str, Threshold]
    reference_date: date | None

    @property
    def reference_year(self) -> int | None:
        """The year of the reference date, if there is one."""
        return None if self.reference_date is None else self.reference_date.year


@dataclass(frozen=True, kw_only=True)
class OpenedLayer:
    """A vector file as read, with its columns recognised and its system told."""

    source: InputFile
    options: ReadOptions
    region: str | None
    raw: RawLayer
    fields: tuple[Field, ...]
    verdict: CrsVerdict
    fingerprint: Fingerprint | None = None

    @property
    def crs(self) -> str:
        """The layer's own coordinate system.

        Raises
        ------
        DataError
            If nobody can tell it: the user must say.
        """
        value = self.verdict.evidence.value
        if value is None:
            raise DataError(
                "load.crs_unknown",
                file=self.raw.path.name,
                role=self.source.role,
                note=self.verdict.evidence.note,
            )
        return value

    @property
    def proposed_crs(self) -> str:
        """The CGCS2000 3° zone, without zone number, of the region or the layer."""
        meridian = region_of(self.region).meridian if self.region else 0
        if meridian:
            return zone_code(meridian)
        return propose_working_crs(self.crs, self.geometry)

    @property
    def geometry(self) -> Geometries:
        """Shapes with easting or longitude first."""
        if self.verdict.swapped:
            return swap_axes(self.raw.geometry)
        return self.raw.geometry


@dataclass(frozen=True, kw_only=True)
class FinishedLayer:
    """A layer in the working system, checked, with all that was done to it."""

    layer: Layer
    findings: tuple[Finding, ...]
    repairs: LayerRepairs
    applied: tuple[Applied, ...]


def open_vector(
    source: InputFile,
    *,
    options: ReadOptions,
    rules: CheckRules,
    working: str | None,
    raw: RawLayer | None = None,
    fingerprint: Fingerprint | None = None,
) -> OpenedLayer:
    """Read a vector file, recognise its columns and its coordinate system.

    `working` is the project's system, if it has said one; `raw` the file's
    content and `fingerprint` its SHA-256, where it has been read already.

    Raises
    ------
    DataError
        If it is not there or cannot be read.
    """
    if raw is None:
        if not source.path.exists():
            raise DataError("load.missing_file", file=str(source.path))
        raw = read_layer(source.path, layer=source.part, encoding=options.encoding)
    opened = recognise(
        raw, source=source, options=options, rules=rules, working=working
    )
    return replace(opened, fingerprint=fingerprint)


def recognise(
    raw: RawLayer,
    *,
    source: InputFile,
    options: ReadOptions,
    rules: CheckRules,
    working: str | None,
    columns: tuple[Column, ...] | None = None,
) -> OpenedLayer:
    """Recognise the columns of a layer that was read, and its coordinate system.

    `columns` are the layer's where they have been looked at already.
    """
    fields = match_columns(
        read_columns(raw.columns) if columns is None else columns,
        role=source.role,
        overrides=options.fields,
        given_units=options.units,
        reference_year=rules.reference_year,
    )
    verdict = detect_crs(
        declared=raw.declared_crs,
        declared_source=raw.declared_crs_source,
        geometry=raw.geometry,
        region=rules.region,
        working=working,
        user=options.crs,
    )
    return OpenedLayer(
        source=source,
        options=options,
        region=rules.region,
        raw=raw,
        fields=fields,
        verdict=verdict,
    )


def to_standard(opened: OpenedLayer, geometry: Geometries) -> Standardised:
    """Bring the columns to standard units; shapes in metres tell units of areas."""
    raw = opened.raw
    return standardise(
        raw.columns,
        opened.fields,
        role=opened.source.role,
        row_names=record_names(raw),
        drawn_m2=pd.Series(shapely.area(geometry), index=raw.columns.index),
    )


def record_names(raw: RawLayer) -> list[str]:
    """Return what each record of the file is called: 第n条."""
    return [
        messages.text("load.record", number=number) for number in raw.record_numbers
    ]


def finish_layer(
    opened: OpenedLayer,
    *,
    crs: str,
    rules: CheckRules,
    reference: Geometries,
    by_hand: ByHand = NOTHING_BY_HAND,
) -> FinishedLayer:
    """Bring a layer into the working system, repair and check it.

    `reference` is land whose place is trusted, in the working system: against it
    a web-map shift is recognised (and undone only if the options say so).
    """
    options, own = opened.options, opened.crs
    shift = make_datum_shift(
        helmert=options.helmert, control_points=options.control_points
    )
    geometry, notes = opened.geometry, [*opened.raw.notes]
    if shift is not None:
        notes.append(describe_shift(shift))
    web_shift = None
    if options.shift is not None:
        geometry = undo_shift(geometry, options.shift, own)
        notes.append(messages.text("load.shift_undone", shift=options.shift))
    geometry = to_working(geometry, source=own, target=crs, shift=shift)
    from_web_map = opened.verdict.degrees or own == WEB_MERCATOR
    if from_web_map and len(reference) and options.shift is None:
        web_shift = find_web_map_shift(geometry, reference, crs=crs)
    faults = [*opened.raw.faults, *opened.verdict.faults]
    if web_shift is not None:
        faults.extend(web_shift.faults)
        notes.append(web_shift.note)
    standard = to_standard(opened, geometry)
    entered = apply_corrections(
        standard.frame, by_hand.corrections, role=opened.source.role
    )
    standard = replace(standard, frame=entered.frame)
    layer = Layer(
        role=opened.source.role,
        frame=standard.frame,
        geometry=geometry,
        raw=opened.raw.columns,
        source=source_of(opened, standard, notes=tuple(notes)),
    )
    checks = check_layer(
        layer,
        region=rules.region,
        parameters=rules.parameters,
        reference_date=rules.reference_date,
    )
    mended, repairs, left = _repaired(layer, checks, rules=rules, by_hand=by_hand)
    found = (
        *reading_findings(opened, faults),
        *standard.findings,
        *entered.findings,
        *find_land_use(standard, role=opened.source.role),
        *checks.findings,
        *left,
    )
    finished = replace(
        layer,
        geometry=mended,
        source=replace(
            layer.source,
            repaired=len(repairs.frame) - int(repairs.frame["declined"].sum()),
            faults=merge_faults(faults, found),
        ),
    )
    return FinishedLayer(
        layer=finished, findings=found, repairs=repairs, applied=entered.applied
    )


def _repaired(
    layer: Layer, checks: LayerChecks, *, rules: CheckRules, by_hand: ByHand
) -> tuple[Geometries, LayerRepairs, tuple[Finding, ...]]:
    """Return the shapes to go on with: mended, but for repairs that are declined."""
    repairs = account_repairs(
        layer.geometry,
        checks.repair,
        role=layer.role,
        names=name_rows(layer.frame, layer.role, make_limits(rules.parameters)),
    )
    if layer.role in POINT_ROLES:
        return layer.geometry, repairs, ()
    return decline(checks.repaired, repairs, by_hand.declined)


def find_land_use(standard: Standardised, *, role: str) -> tuple[Finding, ...]:
    """Find land-use codes that mean two things, or contradict their names (CODE-01)."""
    codes = standard.frame.get("land_use")
    return () if codes is None else classify_land_use(codes, role=role).findings


def find_web_map_shift(
    geometry: Geometries, reference: Geometries, *, crs: str
) -> WebMapShift | None:
    """Compare two layers of one system; see `landgis.crs.recognise_shift`."""
    return recognise_shift(
        to_working(geometry, source=crs, target=DEGREES),
        to_working(reference, source=crs, target=DEGREES),
    )


def source_of(
    opened: OpenedLayer, standard: Standardised, *, notes: tuple[str, ...]
) -> Source:
    """Describe an opened layer: where it came from and how that was found out."""
    raw = opened.raw
    known = opened.fingerprint or take_fingerprint(raw.path)
    return Source(
        role=opened.source.role,
        path=raw.path,
        layer=raw.layer,
        driver=raw.driver,
        sha256=known.sha256,
        part_sha256=known.parts,
        features=len(raw.columns),
        encoding=raw.encoding,
        crs=opened.verdict.evidence,
        geometry_types=raw.geometry_types,
        null_geometry=raw.null_geometry,
        lost=raw.lost,
        fields=standard.fields,
        notes=notes,
    )


def reading_findings(opened: OpenedLayer, faults: list[Fault]) -> tuple[Finding, ...]:
    """Turn what was seen while reading into findings, lost records first."""
    raw = opened.raw
    found = []
    if raw.lost:
        found.append(
            Finding(
                kind="lost_record",
                severity=Severity.ERROR,
                role=opened.source.role,
                rows=tuple(lost.number - 1 for lost in raw.lost),
                ids=tuple(
                    messages.text("load.record", number=lost.number)
                    for lost in raw.lost
                ),
                details=tuple(lost.reason for lost in raw.lost),
            )
        )
    told = {"lost_record", "null_geometry", "empty", "not_polygon", "ring"}
    found.extend(
        Finding(
            kind=fault.kind,
            severity=Severity.NOTE
            if fault.kind in {"zm", "curve", "degrees"}
            else Severity.WARNING,
            role=opened.source.role,
            rows=(0,) * max(len(fault.ids), 1),
            ids=fault.ids or (raw.path.name,),
        )
        for fault in faults
        if fault.kind not in told and fault.count
    )
    return tuple(found)


def merge_faults(
    faults: list[Fault], findings: tuple[Finding, ...]
) -> tuple[Fault, ...]:
    """Add up faults seen while reading and those that the checks found, by kind."""
    counts: dict[str, int] = {}
    ids: dict[str, tuple[str, ...]] = {}
    for finding in findings:
        kind = CONTRACT_KINDS.get(finding.kind, finding.kind)
        counts[kind] = counts.get(kind, 0) + finding.count
        ids[kind] = (*ids.get(kind, ()), *finding.ids)
    for fault in faults:
        if fault.kind not in counts or fault.count > counts[fault.kind]:
            counts[fault.kind], ids[fault.kind] = fault.count, fault.ids
    return tuple(
        Fault(kind=kind, count=count, ids=ids[kind]) for kind, count in counts.items()
    )
