# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a workbook or csv to a table of standard fields."""

from __future__ import annotations

from dataclasses import dataclass, replace

from landgis import messages
from landgis.checks import check_table
from landgis.errors import DataError
from landgis.findings import Finding, Severity
from landgis.io.sheets import read_table
from landgis.operations.corrections import Applied, apply_corrections
from landgis.operations.fingerprint import Fingerprint, take_fingerprint
from landgis.operations.layer_files import CheckRules, merge_faults
from landgis.operations.project_file import InputFile, ReadOptions
from landgis.operations.repairs import NOTHING_BY_HAND, ByHand
from landgis.schema import Standardised, match_fields, standardise
from landgis.tables import RawTable, Source, Table


@dataclass(frozen=True, kw_only=True)
class OpenedTable:
    """A table of standard fields, checked, with the values entered by hand."""

    table: Table
    findings: tuple[Finding, ...]
    applied: tuple[Applied, ...]


def read_raw_table(source: InputFile, options: ReadOptions) -> RawTable:
    """Read a table as it is in the file: head found, totals set aside.

    Raises
    ------
    DataError
        If it is not there, cannot be read or has no rows.
    """
    if not source.path.exists():
        raise DataError("load.missing_file", file=str(source.path))
    return read_table(
        source.path,
        sheet=source.part,
        encoding=options.encoding,
        header_row=options.header_row,
    )


def open_table(
    source: InputFile,
    *,
    options: ReadOptions,
    rules: CheckRules,
    raw: RawTable | None = None,
    fingerprint: Fingerprint | None = None,
    by_hand: ByHand = NOTHING_BY_HAND,
) -> OpenedTable:
    """Bring a table to standard fields and check it.

    `raw` is the file's content and `fingerprint` its SHA-256, where it has been
    read already.

    Raises
    ------
    DataError
        If it is not there, cannot be read or has no rows.
    """
    if raw is None:
        raw = read_raw_table(source, options)
    fields = match_fields(
        raw.columns,
        role=source.role,
        overrides=options.fields,
        units=raw.units,
        given_units=options.units,
        reference_year=rules.reference_year,
    )
    names = [messages.text("load.row", number=n) for n in raw.row_numbers]
    standard = standardise(raw.columns, fields, role=source.role, row_names=names)
    entered = apply_corrections(
        standard.frame, by_hand.corrections, role=source.role, row_names=names
    )
    known = fingerprint or take_fingerprint(raw.path)
    table = Table(
        role=source.role,
        frame=entered.frame,
        raw=raw.columns,
        source=_source_of(source, raw, standard=standard, sha256=known.sha256),
    )
    found = (
        *_dropped(source, raw),
        *standard.findings,
        *entered.findings,
        *check_table(
            table,
            region=rules.region,
            parameters=rules.parameters,
            reference_date=rules.reference_date,
        ),
    )
    faults = merge_faults([], found)
    return OpenedTable(
        table=replace(table, source=replace(table.source, faults=faults)),
        findings=found,
        applied=entered.applied,
    )


def _dropped(source: InputFile, raw: RawTable) -> tuple[Finding, ...]:
    if not raw.dropped_rows:
        return ()
    return (
        Finding(
            kind="dropped_row",
            severity=Severity.NOTE,
            role=source.role,
            rows=tuple(row.number for row in raw.dropped_rows),
            ids=tuple(
                messages.text("load.row", number=row.number) for row in raw.dropped_rows
            ),
            details=tuple(
                messages.text("load.dropped", reason=row.reason, content=row.content)
                for row in raw.dropped_rows
            ),
        ),
    )


def _source_of(
    source: InputFile, raw: RawTable, *, standard: Standardised, sha256: str
) -> Source:
    return Source(
        role=source.role,
        path=raw.path,
        layer=raw.sheet,
        driver=raw.driver,
        sha256=sha256,
        features=len(raw.columns),
        encoding=raw.encoding,
        header_row=raw.header_row,
        dropped_rows=raw.dropped_rows,
        fields=standard.fields,
        notes=raw.notes,
    )
