# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From rows of a supply layer to parcels: one row for each piece of land."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis import messages
from landgis.findings import Finding, Severity
from landgis.geometry import union
from landgis.tables import Geometries
from landgis.values import name_key

SAME_SHAPE_GRID_M = 0.001  # shapes that differ by less were copied, not surveyed again


@dataclass(frozen=True, kw_only=True)
class UnifiedParcels:
    """Parcels, each with the number of the source row it takes its values from.

    `first_row` is that row for each parcel; `parcel_of_row` the parcel of every
    source row; `geometry` the parts of a parcel joined into one shape.
    """

    first_row: NDArray[np.int64]
    parcel_of_row: NDArray[np.int64]
    geometry: Geometries
    findings: tuple[Finding, ...]


def unify_parcels(frame: pd.DataFrame, geometry: Geometries) -> UnifiedParcels:
    """Make one parcel of the rows that are one piece of land.

    Rows with the same code and the same shape are one parcel.  Rows with one
    code and different shapes are one parcel of several parts if owner and
    registered area agree, otherwise several parcels.  Rows without a code stay
    as they are.
    """
    rows = np.arange(len(frame), dtype=np.int64)
    codes = frame["parcel_id"] if "parcel_id" in frame else pd.Series(index=frame.index)
    repeated = (codes.notna() & codes.duplicated(keep=False)).to_numpy()
    if not repeated.any():
        return UnifiedParcels(
            first_row=rows, parcel_of_row=rows, geometry=geometry, findings=()
        )
    grouping = _group_repeated(frame.loc[repeated], geometry[repeated])
    keep_of_row = rows.copy()
    keep_of_row[repeated] = rows[repeated][grouping["keep"].to_numpy()]
    first_row = np.unique(keep_of_row)
    joined = geometry.copy()
    parts = grouping[grouping["is_part"]]
    among = rows[repeated]
    for keep, members in parts.groupby("keep"):
        # Only parcels of several parts pass here, a handful in a county.
        first = among[int(str(keep))]
        inside = np.append(among[members["row"].to_numpy()], first)
        joined[first] = union(geometry[inside])
    return UnifiedParcels(
        first_row=first_row,
        parcel_of_row=np.searchsorted(first_row, keep_of_row),
        geometry=joined[first_row],
        findings=_findings(codes[repeated], grouping, rows[repeated]),
    )


def _group_repeated(frame: pd.DataFrame, geometry: Geometries) -> pd.DataFrame:
    """Return for each repeated row the position it is kept under, and why."""
    shapes = shapely.to_wkb(
        shapely.normalize(shapely.set_precision(geometry, SAME_SHAPE_GRID_M))
    )
    # Rows without a shape cannot be seen to have the same one.
    shape_key = pd.factorize(
        np.array([s or row for row, s in enumerate(shapes)], dtype=object)
    )[0]
    owner = _key(name_key(frame["owner"]) if "owner" in frame else None, frame)
    registered = _key(frame.get("registered_m2"), frame)
    table = pd.DataFrame(
        {
            "code": pd.factorize(frame["parcel_id"])[0],
            "shape": shape_key,
            "owner": owner,
            "registered": registered,
            "row": np.arange(len(frame)),
        }
    )
    table["first_copy"] = table.groupby(["code", "shape"])["row"].transform("first")
    table["is_copy"] = table["first_copy"] != table["row"]
    unique = table.loc[~table["is_copy"]]
    first_part = unique.groupby(["code", "owner", "registered"])["row"].transform(
        "first"
    )
    first_of_code = unique.groupby("code")["row"].transform("first")
    table["part_of"] = first_part.reindex(table.index, fill_value=-1)
    table["is_part"] = ~table["is_copy"] & (table["part_of"] != table["row"])
    opens_code = first_of_code.reindex(table.index, fill_value=-1) == table["row"]
    table["is_other"] = ~table["is_copy"] & ~table["is_part"] & ~opens_code
    table["keep"] = table["part_of"].to_numpy()[table["first_copy"].to_numpy()]
    return table


def _key(column: pd.Series | None, frame: pd.DataFrame) -> NDArray[np.int64]:
    """Return a number for each value; without the column all rows are alike."""
    if column is None:
        return np.zeros(len(frame), dtype=np.int64)
    return pd.factorize(column)[0].astype(np.int64)


def _findings(
    codes: pd.Series, grouping: pd.DataFrame, rows: NDArray[np.int64]
) -> tuple[Finding, ...]:
    kinds = (
        ("duplicate_parcel", "is_copy", Severity.WARNING),
        ("parcel_parts", "is_part", Severity.NOTE),
        ("code_on_other_land", "is_other", Severity.ERROR),
    )
    found = []
    for kind, column, severity in kinds:
        mask = grouping[column].to_numpy()
        if mask.any():
            ids = tuple(codes[mask].astype(str))
            found.append(
                Finding(
                    kind=kind,
                    severity=severity,
                    role="supply",
                    rows=tuple(int(row) for row in rows[mask]),
                    ids=ids,
                    details=tuple(
                        messages.text(f"parcels.{kind}", parcel=code) for code in ids
                    ),
                )
            )
    return tuple(found)
