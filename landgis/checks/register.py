# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every check there is, with the kinds of finding that it may report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.checks.limits import Limits
from landgis.findings import Finding, Severity
from landgis.geometry import Repair
from landgis.tables import Geometries


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows with standard columns, and what is needed to judge and name them.

    `names` says what the user calls each row; `reference_date` and `region`
    (six digits of GB/T 2260) are None where the check is not about a project.
    """

    role: str
    frame: pd.DataFrame
    names: NDArray[np.object_]
    limits: Limits
    reference_date: date | None = None
    region: str | None = None


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """Rows with shapes: as read, and as repaired."""

    rows: Rows
    geometry: Geometries
    repair: Repair


RowCheck = Callable[[Rows], list[Finding]]
ShapeCheck = Callable[[Shapes], list[Finding]]

ROW_CHECKS: dict[str, RowCheck] = {}
SHAPE_CHECKS: dict[str, ShapeCheck] = {}
KINDS: dict[str, tuple[str, ...]] = {}


def row_check(check_id: str, *kinds: str) -> Callable[[RowCheck], RowCheck]:
    """Register a check of columns under an id, with the kinds it may report."""

    def register(function: RowCheck) -> RowCheck:
        _announce(check_id, kinds)
        ROW_CHECKS[check_id] = function
        return function

    return register


def shape_check(check_id: str, *kinds: str) -> Callable[[ShapeCheck], ShapeCheck]:
    """Register a check of shapes under an id, with the kinds it may report."""

    def register(function: ShapeCheck) -> ShapeCheck:
        _announce(check_id, kinds)
        SHAPE_CHECKS[check_id] = function
        return function

    return register


def make_findings(
    rows: Rows,
    kind: str,
    *,
    severity: Severity,
    places: Sequence[int] | NDArray[np.int64],
    details: Iterable[str] = (),
    area_m2: Iterable[float] = (),
) -> list[Finding]:
    """Return the finding about the rows at `places`, or nothing if there are none."""
    if not len(places):
        return []
    return [
        Finding(
            kind=kind,
            severity=severity,
            role=rows.role,
            rows=tuple(int(row) for row in rows.frame.index[places]),
            ids=tuple(str(name) for name in rows.names[places]),
            details=tuple(details),
            area_m2=tuple(float(area) for area in area_m2),
        )
    ]


def _announce(check_id: str, kinds: tuple[str, ...]) -> None:
    if check_id in KINDS:
        raise ValueError(f"two checks are called {check_id!r}")
    KINDS[check_id] = kinds or (check_id,)
