# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A long atlas: its cards are prepared while earlier ones are being set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from landgis.messages import text
from landgis.operations.report_cards import prepare_cards
from landgis.operations.report_formats import Rendered
from landgis.operations.report_source import PageSource
from landgis.pages.parts import set_in_parts
from landgis.pages.request import Kind, PageRequest
from landgis.pages.typeset import Job, count_pages
from landgis.progress import SILENT, Progress

AT_ONCE = 250
"""So many cards are set in one piece; more would take too much memory."""

_PART = 125
_CARDS = (Kind.PARCEL_CARDS, Kind.FIRM_CARDS, Kind.ZONE_CARDS)


def is_long(request: PageRequest) -> bool:
    """Tell whether a request is an atlas that is set in parts."""
    count = max(len(request.rows), len(request.zones))
    return request.kind in _CARDS and count > AT_ONCE and not request.archive


def render_atlas(
    source: PageSource,
    request: PageRequest,
    path: Path,
    *,
    progress: Progress = SILENT,
) -> Rendered:
    """Return a long atlas as one PDF, its pages numbered throughout."""
    notes: list[str] = []
    made = set_in_parts(
        _jobs(source, request, notes, progress=progress),
        title=text(f"pages.kind_{request.kind.value}"),
        number=text("pages.page_of", n="{n}", m="{m}"),
        progress=progress,
    )
    content = made.files[0]
    return Rendered(
        files={path.name: content},
        pages=count_pages(content),
        notes=(*made.notes, *notes),
    )


def _jobs(
    source: PageSource, request: PageRequest, notes: list[str], *, progress: Progress
) -> Iterator[Job]:
    """Give the cards part by part; what is to be known of them goes into `notes`."""
    count = max(len(request.rows), len(request.zones))
    for start in range(0, count, _PART):
        progress.step(start, count, stage=text("pages.stage_draw", n=start + 1))
        part = slice(start, start + _PART)
        own = replace(request, rows=request.rows[part], zones=request.zones[part])
        prepared = prepare_cards(source, own)
        notes += prepared.notes
        job = prepared.job
        yield replace(job, data={**job.data, "page_word": ""})
