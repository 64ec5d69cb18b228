# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies below the file on the preview: the region, and the other layers."""

from __future__ import annotations

from collections.abc import Iterator

from landgis.crs import Region, region_of
from landgis_ui.context import Context
from landgis_ui.steps.data.entries import FileEntry
from landgis_ui.steps.data.importing import OUTLINE
from landgis_ui.steps.data.outlines import from_state, taken_outlines
from landgis_ui.steps.data.preview_map import Outlines
from landgis_ui.steps.data.shelf import Shelf


def region_at(context: Context) -> Region | None:
    """Return the region of the open project, if it names one."""
    store = context.workspace.store
    project = (store.document("project", "project") if store else None) or {}
    return region_of(project["region"]) if project.get("region") else None


def kept_outlines(context: Context, entry: FileEntry | None) -> Outlines | None:
    """Return the outlines that were kept when a file became part of the project."""
    store = context.workspace.store
    if store is None or entry is None or not entry.input_id:
        return None
    return from_state(store.state(OUTLINE + entry.input_id))


def others(context: Context, shelf: Shelf) -> Iterator[Outlines]:
    """Yield the outlines of every layer but the one that is looked at."""
    for entry in shelf.entries:
        if not entry.is_layer or entry == shelf.current:
            continue
        found = None if entry.trial is None else taken_outlines(entry.trial)
        found = found or kept_outlines(context, entry)
        if found is not None:
            yield found
