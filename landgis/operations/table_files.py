# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a workbook or csv to a table of standard fields."""

from __future__ import annotations

from dataclasses import replace

from landgis import messages
from landgis.checks import check_table
from landgis.errors import DataError
from landgis.findings import Finding, Severity
from landgis.io.sheets import read_table
from landgis.operations.fingerprint import compute_sha256
from landgis.operations.layer_files import CheckRules, merge_faults
from landgis.operations.project_file import InputFile, ReadOptions
from landgis.schema import Standardised, match_fields, standardise
from landgis.tables import RawTable, Source, Table


def open_table(
    source: InputFile, *, options: ReadOptions, rules: CheckRules
) -> tuple[Table, tuple[Finding, ...]]:
    """Read a table: header found, totals set aside, fields in standard units.

    Raises
    ------
    DataError
        If it is not there, cannot be read or has no rows.
    """
    if not source.path.exists():
        raise DataError("load.missing_file", file=str(source.path))
    raw = read_table(
        source.path,
        sheet=source.part,
        encoding=options.encoding,
        header_row=options.header_row,
    )
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
    table = Table(
        role=source.role,
        frame=standard.frame,
        raw=raw.columns,
        source=_source_of(source, raw, standard=standard),
    )
    found = (
        *_dropped(source, raw),
        *standard.findings,
        *check_table(
            table,
            region=rules.region,
            parameters=rules.parameters,
            reference_date=rules.reference_date,
        ),
    )
    faults = merge_faults([], found)
    return replace(table, source=replace(table.source, faults=faults)), found


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


def _source_of(source: InputFile, raw: RawTable, *, standard: Standardised) -> Source:
    return Source(
        role=source.role,
        path=raw.path,
        layer=raw.sheet,
        driver=raw.driver,
        sha256=compute_sha256(raw.path),
        features=len(raw.columns),
        encoding=raw.encoding,
        header_row=raw.header_row,
        dropped_rows=raw.dropped_rows,
        fields=standard.fields,
        notes=raw.notes,
    )
