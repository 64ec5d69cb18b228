# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Statuses that an official has set by hand, with a reason, kept across reruns."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from landgis import messages
from landgis.errors import DataError
from landgis.findings import Finding, Severity

COLUMNS = ("宗地代码", "改判为", "理由", "日期", "经办")
ROLE = "overrides"


@dataclass(frozen=True, kw_only=True)
class Override:
    """One decision of an official; `line` counts from 1, the heading included."""

    parcel_id: str
    status: str
    reason: str
    line: int
    day: str = ""
    clerk: str = ""


@dataclass(frozen=True, kw_only=True)
class Overridden:
    """Statuses after the decisions, the program's own beside them."""

    status: pd.Series
    computed_status: pd.Series
    reason: pd.Series
    findings: tuple[Finding, ...]


def read_overrides(path: Path) -> tuple[Override, ...]:
    """Read the decisions file; a file that is not there yet holds none.

    Raises
    ------
    DataError
        If it cannot be read, or has no heading with 宗地代码, 改判为 and 理由.
    """
    if not path.exists():
        return ()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(
            "overrides.unreadable", file=path.name, detail=error.strerror or ""
        ) from error
    rows = list(csv.DictReader(_decode(content, path).splitlines()))
    if rows and not set(COLUMNS[:3]) <= rows[0].keys():
        raise DataError("overrides.heading", file=path.name, columns="、".join(COLUMNS))
    return tuple(
        Override(
            parcel_id=(row["宗地代码"] or "").strip(),
            status=(row["改判为"] or "").strip(),
            reason=(row["理由"] or "").strip(),
            line=line,
            day=(row.get("日期") or "").strip(),
            clerk=(row.get("经办") or "").strip(),
        )
        for line, row in enumerate(rows, start=2)
        if any((row[name] or "").strip() for name in row if name in COLUMNS)
    )


def _decode(content: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError("overrides.encoding", file=path.name)


def apply_overrides(
    status: pd.Series,
    overrides: tuple[Override, ...],
    *,
    parcel_ids: pd.Series,
    titles: Mapping[str, str],
) -> Overridden:
    """Set the statuses that were decided by hand; later lines win over earlier.

    A decision without a reason, with a status that does not exist or for a
    parcel that is not there changes nothing and becomes a finding.  `titles`
    maps each status to its words; both may stand in the file.
    """
    known = {title: name for name, title in titles.items()} | {n: n for n in titles}
    wrong: list[tuple[Override, str]] = []
    usable: dict[str, Override] = {}
    existing = set(parcel_ids.dropna())
    for override in overrides:
        fault = _fault(override, known=known, existing=existing)
        if fault:
            wrong.append((override, fault))
        else:
            usable[override.parcel_id] = override
    decided = parcel_ids.map({key: known[o.status] for key, o in usable.items()})
    reason = parcel_ids.map({key: o.reason for key, o in usable.items()})
    changed = decided.notna() & (decided != status)
    return Overridden(
        status=status.mask(changed, decided).astype("str"),
        computed_status=status,
        reason=reason.where(decided.notna()).astype("str"),
        findings=_findings(wrong),
    )


def _fault(override: Override, *, known: Mapping[str, str], existing: set[str]) -> str:
    if not override.reason:
        return "overrides.no_reason"
    if override.status not in known:
        return "overrides.unknown_status"
    if override.parcel_id not in existing:
        return "overrides.unknown_parcel"
    return ""


def _findings(wrong: list[tuple[Override, str]]) -> tuple[Finding, ...]:
    if not wrong:
        return ()
    return (
        Finding(
            kind="override_not_applied",
            severity=Severity.WARNING,
            role=ROLE,
            rows=tuple(override.line for override, _ in wrong),
            ids=tuple(override.parcel_id for override, _ in wrong),
            details=tuple(
                messages.text(
                    fault,
                    line=override.line,
                    parcel=override.parcel_id,
                    status=override.status,
                )
                for override, fault in wrong
            ),
        ),
    )
