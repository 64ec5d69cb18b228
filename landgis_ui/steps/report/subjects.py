# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose pages are made: the rows for cards and lists, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from landgis.operations.stored_analysis import StoredResult
from landgis.pages.request import Kind, ListChoice, PageRequest
from landgis_ui.work.selection import Rows

SELECTED, RECLAIMABLE, LOW, ALL = "selected", "reclaimable", "low", "all"
SUBJECTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PARCEL_CARDS: (SELECTED, RECLAIMABLE, ALL),
    Kind.FIRM_CARDS: (SELECTED, LOW, ALL),
}
LISTS: tuple[tuple[str, str], ...] = (
    ("parcel", "reclaimable"),
    ("parcel", "idle"),
    ("parcel", "supplied_unused"),
    ("parcel", "low"),
    ("parcel", "to_verify"),
    ("parcel", ""),
    ("residual", ""),
    ("enterprise", "low"),
    ("enterprise", ""),
)
"""The lists that are offered: a view and which of its rows."""


def rows_for(
    result: StoredResult, kind: Kind, *, subject: str, selected: Rows
) -> tuple[int, ...]:
    """Return the rows of the map, or of the firms, that get a page each."""
    analysis = result.analysis
    if kind is Kind.FIRM_CARDS:
        firms = analysis.firms
        if subject == SELECTED:
            links = analysis.links
            chosen = links.loc[links["parcel"].isin(selected), "firm"].unique()
            return tuple(sorted(int(row) for row in chosen))
        is_low = firms["low"].fillna(value=False).to_numpy(dtype=bool)
        wanted = is_low if subject == LOW else np.ones(len(firms), dtype=bool)
        return tuple(np.flatnonzero(wanted).tolist())
    if subject == SELECTED:
        return tuple(int(row) for row in selected)
    count = len(analysis.parcels)
    land = analysis.parcels
    frees = (land["firm_mu"].fillna(0.0) + land["potential_mu"].fillna(0.0)) > 0
    wanted = (
        frees.to_numpy(dtype=bool) if subject == RECLAIMABLE else np.ones(count, bool)
    )
    residual = range(count, count + len(analysis.residual))
    return (*np.flatnonzero(wanted).tolist(), *residual)


def with_list(request: PageRequest, view: str, only: str) -> PageRequest:
    """Return the request for another list."""
    group = "town" if view in ("parcel", "residual") else ""
    lists = ListChoice(view=view, only=only, group_by=group)
    return replace(request, lists=lists)
