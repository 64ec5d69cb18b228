# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was noticed about cells on the way, gathered into findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis import messages
from landgis.findings import Finding, Severity
from landgis.values.texts import cell_text

_ID_FIELDS = (
    "parcel_id",
    "approval_no",
    "name",
    "tenant_name",
    "park_id",
    "survey_unit",
    "indicator",
)
_LONGEST = 60


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One kind of doubt about cells; `rows` are positions, a sentence for each."""

    kind: str
    severity: Severity
    rows: NDArray[np.intp]
    details: tuple[str, ...]


def make_remarks(
    kind: str,
    rows: pd.Series,
    *,
    severity: Severity,
    cells: pd.Series,
    message: str,
    params: dict[str, str] | None = None,
) -> tuple[Remark, ...]:
    """Return a remark about each row where `rows` holds, quoting its cell."""
    positions = rows.to_numpy(dtype=bool).nonzero()[0]
    if not len(positions):
        return ()
    return (
        Remark(
            kind=kind,
            severity=severity,
            rows=positions,
            details=tuple(
                messages.text(
                    message, text=(cell_text(cell) or "")[:_LONGEST], **(params or {})
                )
                for cell in cells.iloc[positions]
            ),
        ),
    )


def to_findings(
    remarks: Iterable[Remark], *, role: str, index: pd.Index, ids: NDArray[np.object_]
) -> tuple[Finding, ...]:
    """Gather remarks of one kind and severity into one finding."""
    grouped: dict[tuple[str, Severity], list[Remark]] = {}
    for remark in remarks:
        grouped.setdefault((remark.kind, remark.severity), []).append(remark)
    return tuple(
        Finding(
            kind=kind,
            severity=severity,
            role=role,
            rows=tuple(int(index[row]) for each in found for row in each.rows),
            ids=tuple(str(ids[row]) for each in found for row in each.rows),
            details=tuple(detail for each in found for detail in each.details),
        )
        for (kind, severity), found in grouped.items()
    )


def row_ids(frame: pd.DataFrame) -> NDArray[np.object_]:
    """Return what the user calls each row: its code or name, else its number."""
    names = pd.Series(np.nan, index=frame.index, dtype="str")
    for name in _ID_FIELDS:
        if name in frame:
            names = names.fillna(frame[name])
    ids: NDArray[np.object_] = np.array(names, dtype=object)
    for row in names.isna().to_numpy().nonzero()[0]:
        ids[row] = messages.text("schema.row", number=row + 1)
    return ids
