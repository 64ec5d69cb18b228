# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prepared pages in each file format, by the ending of the target."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import numpy as np

from landgis.errors import CallError
from landgis.messages import text
from landgis.operations.report_figures import secrecy, today
from landgis.operations.report_sheets import Figures, Prepared
from landgis.operations.report_summary import document_docx
from landgis.pages.blocks import Document, Paragraph, TableBlock
from landgis.pages.paper import Frame
from landgis.pages.parts import set_long_pdf
from landgis.pages.request import Kind, PageRequest
from landgis.pages.typeset import count_pages, set_pdf, set_png, set_svg
from landgis.pages.workbook import write_workbook

MM_PER_INCH = 25.4
MOST_PIXELS = 400_000_000
MOST_ARCHIVED = 600
"""An archive is set in one piece, which takes 2.5 MB of memory for a page."""
_TEN_THOUSAND = 10_000
_DOCUMENTS = (Kind.SUMMARY, Kind.RELOCATION)
_LISTS = (Kind.LIST, Kind.NOTICE)

Notes = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """Files by name, with their pages and what is to be known."""

    files: Mapping[str, bytes]
    pages: int
    notes: Notes = ()


Renderer = Callable[[Prepared, PageRequest, Path], Rendered]


def endings_of(kind: Kind) -> tuple[str, ...]:
    """Return the endings of the files that pages of a kind can be written to."""
    if kind is Kind.MAP:
        return (".pdf", ".png", ".svg", ".tif")
    if kind in _LISTS:
        return (".pdf", ".docx", ".xlsx")
    if kind in _DOCUMENTS:
        return (".pdf", ".docx", ".xlsx")
    return (".pdf",)


def require_format(kind: Kind, path: Path) -> None:
    """Refuse an ending that pages of a kind cannot have.

    Raises
    ------
    CallError
        If there is no such format for the kind.
    """
    if path.suffix.lower() not in endings_of(kind):
        raise CallError(
            "pages.format",
            kind=text(f"pages.kind_{kind.value}"),
            ending=path.suffix or path.name,
            formats="、".join(endings_of(kind)),
        )


def render(prepared: Prepared, request: PageRequest, path: Path) -> Rendered:
    """Return the files of prepared pages for a target, not yet written."""
    return _RENDERERS[path.suffix.lower()](prepared, request, path)


def _pdf(prepared: Prepared, request: PageRequest, path: Path) -> Rendered:
    if request.archive and prepared.pages > MOST_ARCHIVED:
        raise CallError(
            "pages.archive_long", n=f"{prepared.pages:,}", most=MOST_ARCHIVED
        )
    is_list = prepared.table is not None and not request.archive
    made = (
        set_long_pdf(prepared.job)
        if is_list
        else set_pdf(prepared.job, archive=request.archive)
    )
    return Rendered(
        files={path.name: made.files[0]},
        pages=count_pages(made.files[0]),
        notes=made.notes,
    )


def _png(prepared: Prepared, request: PageRequest, path: Path) -> Rendered:
    """Return each sheet; a world file says where the whole sheet lies."""
    _require_size(prepared, request.dpi)
    made = set_png(prepared.job, ppi=request.dpi)
    files: dict[str, bytes] = {}
    for number, content in enumerate(made.files):
        file = _numbered(path, number, len(made.files))
        files[file.name] = content
        if prepared.frames:
            world = _world(prepared, prepared.frames[number], request.dpi)
            lines = "".join(f"{value:.10f}\n" for value in world)
            files[file.with_suffix(".pgw").name] = lines.encode("ascii")
    return Rendered(files=files, pages=len(made.files), notes=made.notes)


def _svg(prepared: Prepared, _request: PageRequest, path: Path) -> Rendered:
    made = set_svg(prepared.job)
    files = {
        _numbered(path, number, len(made.files)).name: content
        for number, content in enumerate(made.files)
    }
    return Rendered(files=files, pages=len(files), notes=made.notes)


def _tif(prepared: Prepared, request: PageRequest, path: Path) -> Rendered:
    """Return the map without its frame, georeferenced, as GeoTIFF."""
    _require_size(prepared, request.dpi)
    notes: Notes = ()
    files: dict[str, bytes] = {}
    count = len(prepared.frames)
    for number, (frame, job) in enumerate(
        zip(prepared.frames, prepared.figure_jobs, strict=True)
    ):
        made = set_png(job, ppi=request.dpi)
        notes = made.notes
        name = _numbered(path, number, count).name
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the picture read has no place yet
            files[name] = _geotiff(made.files[0], frame, crs=prepared.crs)
    return Rendered(files=files, pages=count, notes=notes)


def _geotiff(png: bytes, frame: Frame, *, crs: str) -> bytes:
    import rasterio  # noqa: PLC0415 - slow to import
    from rasterio.io import MemoryFile  # noqa: PLC0415 - slow to import
    from rasterio.transform import from_origin  # noqa: PLC0415 - slow to import

    with MemoryFile(png) as memory, memory.open() as picture:
        pixels = np.asarray(picture.read([1, 2, 3]))
    west, _, east, north = frame.bounds
    step = (east - west) / pixels.shape[2]
    with rasterio.Env(), MemoryFile() as memory:
        with memory.open(
            driver="GTiff",
            width=pixels.shape[2],
            height=pixels.shape[1],
            count=3,
            dtype="uint8",
            crs=crs,
            transform=from_origin(west, north, step, step),
            compress="deflate",
            photometric="RGB",
        ) as out:
            out.write(pixels)
        return bytes(memory.read())


def _xlsx(prepared: Prepared, request: PageRequest, path: Path) -> Rendered:
    tables = [prepared.table] if prepared.table else []
    if prepared.document is not None:
        tables = [
            replace(block.table, title=block.caption, name=block.caption)
            for block in prepared.document.tables
        ]
    out = BytesIO()
    write_workbook(
        tables,
        out,
        page_word=text("pages.page_of", n="{n}", m="{m}"),
        is_large=request.paper != "A4",
    )
    return Rendered(files={path.name: out.getvalue()}, pages=len(tables))


def _docx(prepared: Prepared, request: PageRequest, path: Path) -> Rendered:
    if prepared.document is None and prepared.table is not None:
        prepared = replace(
            prepared,
            document=_list_document(prepared, request),
            figures=Figures(pictures={}, drawings=()),
        )
    content = document_docx(prepared)
    return Rendered(files={path.name: content}, pages=prepared.pages)


def _list_document(prepared: Prepared, request: PageRequest) -> Document:
    """Return a list or notice as a document of a table and its paragraphs."""
    data, table = prepared.job.data, prepared.table
    if table is None:
        raise ValueError("no table")
    before = [Paragraph(text="".join(lines).strip("　")) for lines in data["preamble"]]
    after = [Paragraph(text=words.strip("　")) for words in data["after"]]
    block = TableBlock(table=table, caption=table.title, note=data["left_note"])
    return Document(
        title=table.title,
        subtitle="",
        unit=request.words.unit,
        day=request.words.day or today(),
        secrecy=secrecy(request) if request.kind is Kind.LIST else "",
        blocks=(*before, block, *after),
        foot=data["foot_right"],
    )


def _require_size(prepared: Prepared, dpi: float) -> None:
    pixels = prepared.width_mm * prepared.height_mm * (dpi / MM_PER_INCH) ** 2
    if pixels > MOST_PIXELS:
        raise CallError("pages.too_large", dpi=dpi, n=f"{pixels / _TEN_THOUSAND:,.0f}")


def _numbered(path: Path, number: int, count: int) -> Path:
    if count == 1:
        return path
    return path.with_name(f"{path.stem}-{number + 1}{path.suffix}")


def _world(prepared: Prepared, frame: Frame, dpi: float) -> tuple[float, ...]:
    """Return the six lines of a world file for the whole sheet as a picture."""
    if prepared.frame_mm is None:
        raise ValueError("no map")
    step = frame.m_per_mm * MM_PER_INCH / dpi
    left, top, _, _ = prepared.frame_mm
    west, _, _, north = frame.bounds
    x = west - left * frame.m_per_mm + step / 2
    y = north + top * frame.m_per_mm - step / 2
    return (step, 0.0, 0.0, -step, x, y)


_RENDERERS: Mapping[str, Renderer] = {
    ".pdf": _pdf,
    ".png": _png,
    ".svg": _svg,
    ".tif": _tif,
    ".xlsx": _xlsx,
    ".docx": _docx,
}
