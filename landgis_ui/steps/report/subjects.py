# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose pages are made: the choices for cards and lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from landgis.operations.stored_analysis import StoredResult
from landgis.pages.request import Kind, ListChoice, PageRequest, Subject
from landgis_ui.work.selection import Rows

SUBJECTS: Mapping[Kind, tuple[Subject, ...]] = {
    Kind.PARCEL_CARDS: (Subject.CHOSEN, Subject.RECLAIMABLE, Subject.ALL),
    Kind.FIRM_CARDS: (Subject.CHOSEN, Subject.LOW, Subject.ALL),
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


def chosen_rows(result: StoredResult, kind: Kind, selected: Rows) -> tuple[int, ...]:
    """Return the rows of the map, or of the firms on them, that are selected."""
    if kind is not Kind.FIRM_CARDS:
        return tuple(int(row) for row in selected)
    links = result.analysis.links
    chosen = links.loc[links["parcel"].isin(selected), "firm"].unique()
    return tuple(sorted(int(row) for row in chosen))


def with_list(request: PageRequest, view: str, only: str) -> PageRequest:
    """Return the request for another list."""
    group = "town" if view in ("parcel", "residual") else ""
    lists = ListChoice(view=view, only=only, group_by=group)
    return replace(request, lists=lists)
