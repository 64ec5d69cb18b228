# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which land is industrial, whatever scheme its codes follow (CODE-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from landgis import messages
from landgis.findings import Finding, Severity
from landgis.identifiers import tidy_code
from landgis.values.texts import read_data, to_text

_CODE = r"^(\d{2,6}(?:[A-Z]\d?)?|[MWRBASUG]\d{0,3})(?![0-9A-Z])"


@dataclass(frozen=True, kw_only=True)
class LandUse:
    """What a land-use column says.

    `scheme` is None where the codes could belong to several; `industrial` is a
    nullable boolean: an unknown code, or one that two schemes give different
    meanings, stays unknown.
    """

    scheme: str | None
    industrial: pd.Series
    findings: tuple[Finding, ...]


def classify_land_use(
    land_use: pd.Series,
    *,
    names: pd.Series | None = None,
    role: str = "supply",
    row_names: Sequence[str] | None = None,
) -> LandUse:
    """Tell which rows are industrial land by their code, checked with their name.

    A cell may hold a code, a name, or both ("1001工业用地"); `names` is a second
    column with names.  Where code and name disagree the name counts.
    """
    data: dict[str, Any] = dict(read_data("land_use"))
    cells = tidy_code(to_text(land_use))
    code = cells.str.extract(_CODE, expand=False)
    name = cells.str.replace(_CODE, "", regex=True)
    if names is not None:
        name = name.where(name.fillna("") != "", to_text(names))
    by_name = _industrial_by_name(name, data["names"])
    scheme = _scheme(code, by_name, data)
    by_code = pd.Series(pd.NA, index=cells.index, dtype="boolean")
    if scheme is not None:
        industrial = code.isin(data["schemes"][scheme]["industrial"])
        by_code = industrial.astype("boolean").mask(code.isna())
    unclear = code.isin(data["ambiguous"]) & by_name.isna() & by_code.isna()
    conflict = (by_name != by_code).fillna(value=False).astype(bool)
    found = [
        _finding(kind, rows, cells, role=role, row_names=row_names)
        for kind, rows in (
            ("land_use_unclear", unclear),
            ("land_use_conflict", conflict),
        )
        if rows.any()
    ]
    return LandUse(
        scheme=scheme, industrial=by_name.fillna(by_code), findings=tuple(found)
    )


def _industrial_by_name(names: pd.Series, parts: dict[str, list[str]]) -> pd.Series:
    industrial = names.str.contains("|".join(parts["industrial"]), na=False)
    other = names.str.contains("|".join(parts["other"]), na=False)
    return industrial.astype("boolean").mask(~industrial & ~other)


def _scheme(code: pd.Series, by_name: pd.Series, data: dict[str, Any]) -> str | None:
    """Return the only scheme that the codes, with the names beside them, allow."""
    different = set(code.dropna())
    schemes: dict[str, dict[str, list[str]]] = data["schemes"]
    told = {
        scheme for scheme, codes in schemes.items() if different & set(codes["telling"])
    }
    named = {
        scheme
        for scheme, codes in schemes.items()
        if (by_name & code.isin(codes["industrial"])).fillna(value=False).any()
    }
    for possible in (told & named, told, named):
        if len(possible) == 1:
            return possible.pop()
    return None


def _finding(
    kind: str,
    rows: pd.Series,
    cells: pd.Series,
    *,
    role: str,
    row_names: Sequence[str] | None,
) -> Finding:
    positions = [int(each) for each in rows.to_numpy(dtype=bool).nonzero()[0]]
    return Finding(
        kind=kind,
        severity=Severity.WARNING,
        role=role,
        rows=tuple(int(cells.index[each]) for each in positions),
        ids=tuple(
            messages.text("schema.row", number=each + 1)
            if row_names is None
            else str(row_names[each])
            for each in positions
        ),
        details=tuple(
            messages.text(f"schema.{kind}", text=cells.iloc[each]) for each in positions
        ),
    )
