# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Frozen values as JSON, and findings as Arrow tables, and back without loss."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

import pyarrow as pa

from landgis.findings import Finding, Severity
from landgis.tables import Source

T = TypeVar("T")

_FINDINGS = pa.schema(
    {
        "kind": pa.string(),
        "severity": pa.int8(),
        "role": pa.string(),
        "rows": pa.large_list(pa.int64()),
        "ids": pa.large_list(pa.string()),
        "details": pa.large_list(pa.string()),
        "area_m2": pa.large_list(pa.float64()),
    }
)
_FAULTS = pa.schema(
    {
        "source": pa.int32(),
        "kind": pa.string(),
        "count": pa.int64(),
        "ids": pa.large_list(pa.string()),
    }
)


def to_json(value: object) -> Any:
    """Return a frozen value, with all that it holds, as JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: to_json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_json(entry) for key, entry in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_json(entry) for entry in value]
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_json(kind: type[T], value: Mapping[str, Any], **parts: Any) -> T:
    """Return the frozen value of a type that `to_json` was given.

    `parts` are values that were kept apart, such as frames.

    Keys that the type does not have are left out; missing ones take their
    default: a file may come from a newer or an older program.
    """
    hints: dict[str, Any] = _hints(cast("Any", kind))
    return kind(
        **{
            name: _read(hint, value[name])
            for name, hint in hints.items()
            if name in value
        },
        **parts,
    )


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin is types.UnionType:
        inner = [each for each in get_args(hint) if each is not type(None)]
        return None if value is None else _read(inner[0], value)
    if origin is tuple:
        return tuple(_read(get_args(hint)[0], entry) for entry in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: _read(get_args(hint)[1], each) for key, each in value.items()}
    if is_dataclass(hint) and isinstance(hint, type):
        return from_json(hint, value)
    if hint is date:
        return date.fromisoformat(value)
    return Path(value) if hint is Path else value


def pack_findings(findings: Iterable[Finding]) -> pa.Table:
    """Return findings as a table of one row each; one may be about a million rows."""
    found = list(findings)
    return pa.table(
        {
            "kind": [each.kind for each in found],
            "severity": [int(each.severity) for each in found],
            "role": [each.role for each in found],
            "rows": [list(each.rows) for each in found],
            "ids": [list(each.ids) for each in found],
            "details": [list(each.details) for each in found],
            "area_m2": [list(each.area_m2) for each in found],
        },
        schema=_FINDINGS,
    )


def unpack_findings(table: pa.Table) -> tuple[Finding, ...]:
    """Return the findings that `pack_findings` was given."""
    return tuple(
        Finding(
            kind=row["kind"],
            severity=Severity(row["severity"]),
            role=row["role"],
            rows=tuple(row["rows"]),
            ids=tuple(row["ids"]),
            details=tuple(row["details"]),
            area_m2=tuple(row["area_m2"]),
        )
        for row in table.to_pylist()
    )


def pack_sources(sources: Iterable[Source]) -> tuple[list[Any], pa.Table]:
    """Return sources as JSON, and their faults, which may name many rows, apart."""
    found = list(sources)
    entries = [{**to_json(each), "faults": []} for each in found]
    faults = [
        (number, fault) for number, each in enumerate(found) for fault in each.faults
    ]
    table = pa.table(
        {
            "source": [number for number, _ in faults],
            "kind": [fault.kind for _, fault in faults],
            "count": [fault.count for _, fault in faults],
            "ids": [list(fault.ids) for _, fault in faults],
        },
        schema=_FAULTS,
    )
    return entries, table


def unpack_sources(entries: Iterable[Any], faults: pa.Table) -> tuple[Source, ...]:
    """Return the sources that `pack_sources` was given."""
    by_source: dict[int, list[Any]] = {}
    for row in faults.to_pylist():
        fault = {"kind": row["kind"], "count": row["count"], "ids": row["ids"]}
        by_source.setdefault(row["source"], []).append(fault)
    return tuple(
        from_json(Source, {**entry, "faults": by_source.get(number, [])})
        for number, entry in enumerate(entries)
    )
