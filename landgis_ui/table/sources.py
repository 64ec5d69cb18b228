# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables there are, and which land belongs to the rows of each.

Land is counted as the map and the selection count it: parcels, then 批而未供.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.operations.loading import SUPPLY, Loaded
from landgis.operations.stored_analysis import StoredResult
from landgis.report.names import with_columns
from landgis.report.views import PARCEL, evidence_rows, make_view, to_view
from landgis_ui.table.data import TableData
from landgis_ui.work.selection import to_rows

Rows = NDArray[np.int64]
NONE: Rows = np.empty(0, dtype=np.int64)
FIRM, EVIDENCE, RESIDUAL = "enterprise", "evidence", "residual"
TABLES = (PARCEL, RESIDUAL, FIRM, EVIDENCE, "park", "vacated")
"""Names of the tables, in the order in which they are offered."""


@dataclass(frozen=True, kw_only=True)
class Links:
    """Which rows of a table lie on which parcels, pair by pair."""

    rows: Rows
    parcels: Rows

    def to_parcels(self, rows: Rows) -> Rows:
        """Return the parcels of some rows."""
        return to_rows(self.parcels[_member(self.rows, rows)])

    def from_parcels(self, parcels: Rows) -> Rows:
        """Return the rows on some parcels."""
        return to_rows(self.rows[_member(self.parcels, parcels)])


def _member(values: Rows, wanted: Rows) -> NDArray[np.bool_]:
    top = max(values.max(initial=-1), wanted.max(initial=-1)) + 1
    mask = np.zeros(top, dtype=bool)
    mask[wanted] = True
    found: NDArray[np.bool_] = mask[values]
    return found


@dataclass(frozen=True, kw_only=True)
class TableSource:
    """One table, ready to be shown; `links` where its rows lie on parcels."""

    name: str
    data: TableData
    links: Links | None = None


def read_result_table(result: StoredResult, name: str) -> TableSource:
    """Return a table of a result; runs in a reading thread."""
    analysis = result.analysis
    data = TableData(make_view(analysis, name))
    if name == RESIDUAL:  # on the map and in the selection it follows the parcels
        rows = np.arange(len(data), dtype=np.int64)
        links = Links(rows=rows, parcels=rows + len(analysis.parcels))
        return TableSource(name=name, data=data, links=links)
    if name != FIRM:
        return TableSource(name=name, data=data)
    found = with_columns(analysis.links, numbers=["firm", "parcel"])
    rows = analysis.firms.index.get_indexer(pd.Index(found["firm"]))
    parcels = analysis.parcels.index.get_indexer(pd.Index(found["parcel"]))
    both = (rows >= 0) & (parcels >= 0)
    links = Links(
        rows=rows[both].astype(np.int64), parcels=parcels[both].astype(np.int64)
    )
    return TableSource(name=name, data=data, links=links)


def read_evidence_table(result: StoredResult, kind: str, subject: str) -> TableSource:
    """Return the tests of one parcel, firm or approval; runs in a reading thread."""
    rows = evidence_rows(result.evidence_of(kind, subject)).reset_index(drop=True)
    return TableSource(name=EVIDENCE, data=TableData(to_view(rows, EVIDENCE)))


def read_loaded_table(loaded: Loaded) -> TableSource | None:
    """Return the parcels as they were read, before anything is judged."""
    layer = loaded.layers.get(SUPPLY)
    if layer is None:
        return None
    view = to_view(layer.frame, PARCEL, geometry=layer.geometry)
    return TableSource(name=PARCEL, data=TableData(view))
