# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of a project written into files, or shown before they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from landgis.errors import CallError, DataError, ProjectError
from landgis.messages import LANGUAGE, speaking, text
from landgis.operations.export_view import replacing
from landgis.operations.page_recipes import completed
from landgis.operations.page_subjects import page_plan, page_zones
from landgis.operations.report_atlas import is_long, render_atlas
from landgis.operations.report_cards import prepare_cards
from landgis.operations.report_formats import render, require_format
from landgis.operations.report_lists import prepare_list
from landgis.operations.report_plan import prepare_plan
from landgis.operations.report_sheets import Prepared, prepare_map
from landgis.operations.report_source import PageSource, open_source
from landgis.operations.report_summary import document_docx, prepare_summary
from landgis.pages.paper import Bounds
from landgis.pages.request import Kind, PageRequest, RelocationPlan, ZoneShape
from landgis.pages.typeset import set_pdf, set_png
from landgis.progress import SILENT, Progress

REPORT_PDF, REPORT_DOCX = "报告.pdf", "报告.docx"

Stamp = tuple[int, ...]
Prepare = Callable[..., Prepared]
PREPARE: Mapping[Kind, Prepare] = {
    Kind.MAP: prepare_map,
    Kind.PARCEL_CARDS: prepare_cards,
    Kind.FIRM_CARDS: prepare_cards,
    Kind.ZONE_CARDS: prepare_cards,
    Kind.LIST: prepare_list,
    Kind.NOTICE: prepare_list,
    Kind.SUMMARY: prepare_summary,
    Kind.RELOCATION: prepare_plan,
}


@dataclass(frozen=True, kw_only=True)
class MadePages:
    """What was written; `notes` are sentences on what is to be known."""

    path: Path
    files: tuple[Path, ...]
    pages: int
    scale: int | None
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PagePreview:
    """One page as a picture.

    Attributes
    ----------
    frame_mm
        Where the map lies on the page: left, top, width, height; None without.
    bounds
        The ground in that frame.
    title
        What is printed as the title of the sheet.
    """

    png: bytes
    page: int
    pages: int
    width_mm: float
    height_mm: float
    scale: int | None
    frame_mm: tuple[float, float, float, float] | None
    bounds: Bounds | None
    notes: tuple[str, ...]
    title: str = ""


@speaking(LANGUAGE)
def make_pages(
    store_path: Path,
    request: PageRequest,
    target: Path,
    *,
    progress: Progress = SILENT,
) -> MadePages:
    """Write the pages of a project's result; `target` is whole or as it was.

    Raises
    ------
    CallError
        If there is no result, the request cannot be met, or `target` is open
        elsewhere or cannot be written.
    DataError
        If the template is wrong; the message names its file and line.
    """
    require_format(request.kind, target)
    progress.step(0, 1, stage=text("pages.stage_read"))
    source, own = open_source(store_path), of_project(store_path, request)
    return write_pages(source, own, target, progress=progress)


@speaking(LANGUAGE)
def write_pages(
    source: PageSource,
    request: PageRequest,
    target: Path,
    *,
    progress: Progress = SILENT,
) -> MadePages:
    """Write the pages of a result; see `make_pages`."""
    require_format(request.kind, target)
    request = completed(request, source.analysis)
    if is_long(request):
        made = render_atlas(source, request, target, progress=progress)
        scale, notes = None, made.notes
    else:
        prepared = PREPARE[request.kind](source, request, progress=progress)
        progress.step(0, 1, stage=text("pages.stage_typeset"))
        made = render(prepared, request, target)
        scale, notes = prepared.scale, (*made.notes, *prepared.notes)
    progress.step(0, 1, stage=text("pages.stage_write", file=target.name))
    with replacing(target) as place:
        for name, content in made.files.items():
            place.with_name(name).write_bytes(content)
    return MadePages(
        path=target,
        files=tuple(target.with_name(name) for name in made.files),
        pages=made.pages,
        scale=scale,
        notes=notes,
    )


@speaking(LANGUAGE)
def write_reports(
    source: PageSource, folder: Path, *, progress: Progress = SILENT
) -> tuple[str, ...]:
    """Write 报告.pdf and 报告.docx into a folder; return what is to be known."""
    request = PageRequest(kind=Kind.SUMMARY, paper="A4")
    prepared = prepare_summary(source, request, progress=progress)
    made = set_pdf(prepared.job)
    (folder / REPORT_PDF).write_bytes(made.files[0])
    (folder / REPORT_DOCX).write_bytes(document_docx(prepared))
    return made.notes


@speaking(LANGUAGE)
def preview_page(
    store_path: Path,
    request: PageRequest,
    *,
    page: int = 0,
    ppi: float = 72.0,
    progress: Progress = SILENT,
) -> PagePreview:
    """Return one page as a picture; the result stays open for the next one."""
    source, own = open_source(store_path), of_project(store_path, request)
    return preview_of(source, own, page=page, ppi=ppi, progress=progress)


@speaking(LANGUAGE)
def warm_pages(store_path: Path, *, progress: Progress = SILENT) -> bool:
    """Read result and fonts and set a first page that nobody sees.

    Whoever looks afterwards waits a tenth as long.  Returns whether it was done.
    """
    try:
        source = open_source(store_path)
        progress.step(0, 1)
        preview_of(source, PageRequest(), ppi=10.0, progress=progress)
    except (CallError, DataError, ProjectError):
        return False  # the same is said to whoever looks
    return True


@speaking(LANGUAGE)
def preview_of(
    source: PageSource,
    request: PageRequest,
    *,
    page: int = 0,
    ppi: float = 72.0,
    progress: Progress = SILENT,
) -> PagePreview:
    """Return one page of a result as a picture."""
    request = completed(request, source.analysis)
    prepared = PREPARE[request.kind](source, request, page=page, progress=progress)
    made = set_png(prepared.job, ppi=ppi)
    # Only setting a document, or a card that runs on, tells its pages.
    place = min(page, len(made.files) - 1) if prepared.pages == 0 else 0
    return PagePreview(
        png=made.files[place],
        page=page,
        pages=prepared.pages or len(made.files),
        width_mm=prepared.width_mm,
        height_mm=prepared.height_mm,
        scale=prepared.scale,
        frame_mm=prepared.frame_mm,
        bounds=prepared.bounds,
        notes=(*made.notes, *prepared.notes),
        title=printed_title(prepared.job.data),
    )


def of_project(store_path: Path, request: PageRequest) -> PageRequest:
    """Return a request with the project's own zones or plan, where it needs them.

    Raises
    ------
    CallError
        If the project has none.
    """
    if request.kind is Kind.ZONE_CARDS and not request.zones:
        zones = _zones(store_path, _stamp(store_path))
        if not zones:
            raise CallError("pages.no_zones")
        return replace(request, zones=zones)
    if request.kind is Kind.RELOCATION and request.plan is None:
        return replace(request, plan=_plan(store_path, _stamp(store_path)))
    return request


@lru_cache(maxsize=1)
def _zones(store_path: Path, _stamp: Stamp) -> tuple[ZoneShape, ...]:
    return page_zones(store_path)


@lru_cache(maxsize=1)
def _plan(store_path: Path, _stamp: Stamp) -> RelocationPlan | None:
    return page_plan(store_path)


def _stamp(store_path: Path) -> Stamp:
    """Return what changes with every edit of a project."""
    found = []
    for path in (store_path, store_path.with_name(f"{store_path.name}-wal")):
        seen = path.stat() if path.exists() else None
        found += [seen.st_mtime_ns, seen.st_size] if seen else [0, 0]
    return tuple(found)


def printed_title(data: Mapping[str, Any]) -> str:
    """Return the title among the values of a page, of whatever kind."""
    sheets = data.get("sheets")
    if sheets:
        return str(sheets[0]["texts"]["title"])
    holder = data.get("document", data)
    return str(holder.get("title", holder.get("header", "")))
