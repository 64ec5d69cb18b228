# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `landgis inspect` shows on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from landgis import messages
from landgis.operations.inspection import UNKNOWN_ROLE, Inspection
from landgis.tables import Source

MOST_NAMES = 6


def print_inspections(inspections: Iterable[Inspection]) -> None:
    """Print each layer or sheet: what it is, the evidence, fields and faults."""
    console = Console(highlight=False, soft_wrap=True)
    for inspection in inspections:
        if inspection.source is None:
            _line(console, "cli.inspect_error", error=inspection.error)
        else:
            _print_source(console, inspection.source)
        console.print()


def _print_source(console: Console, source: Source) -> None:
    named = source.layer and source.layer != source.path.stem
    console.print(
        f"{source.path.name}#{source.layer}" if named else source.path.name,
        style="bold",
        markup=False,
    )
    role = "cli.role_unknown" if source.role == UNKNOWN_ROLE else f"role.{source.role}"
    _line(
        console,
        "cli.inspect_what",
        driver=source.driver,
        features=source.features,
        role=messages.text(role),
    )
    encoding = source.encoding
    _line(
        console,
        "cli.inspect_encoding",
        value=encoding.value or "—",
        note=encoding.note,
    )
    if source.crs is not None:
        _line(
            console,
            "cli.inspect_crs",
            value=source.crs.value or messages.text("cli.unknown"),
            note=source.crs.note,
        )
    if source.header_row is not None:
        _line(
            console,
            "cli.inspect_header",
            row=source.header_row,
            dropped=len(source.dropped_rows),
        )
    for note in source.notes:
        _line(console, "cli.inspect_note", note=note)
    for lost in source.lost[:MOST_NAMES]:
        _line(console, "cli.inspect_lost", number=lost.number, reason=lost.reason)
    console.print(_fields(source))
    for fault in source.faults:
        _line(
            console,
            "cli.inspect_fault",
            kind=messages.text(f"finding.{fault.kind}"),
            count=fault.count,
            names="、".join(fault.ids[:MOST_NAMES]),
            more="…" if len(fault.ids) > MOST_NAMES else "",
        )


def _fields(source: Source) -> Table:
    table = Table()
    for key in ("name", "standard", "unit", "sample", "why"):
        table.add_column(messages.text(f"cli.field_{key}"), overflow="fold")
    for field in source.fields:
        table.add_row(
            escape(field.name),
            field.standard or "—",
            field.unit or "",
            escape(field.sample),
            escape(field.why),
        )
    return table


def _line(console: Console, message: str, **params: object) -> None:
    console.print(messages.text(message, **params), markup=False)
