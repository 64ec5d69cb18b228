# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prepared pages in each file format, by the ending of the target."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from landgis.errors import CallError
from landgis.messages import text
from landgis.operations.report_figures import secrecy, today
from landgis.operations.report_sheets import Figures, Prepared
from landgis.operations.report_summary import document_docx
from landgis.pages.blocks import Document, Paragraph, TableBlock
from landgis.pages.paper import Frame
from landgis.pages.request import Kind, PageRequest
from landgis.pages.typeset import Typeset, set_pdf, set_png, set_svg
from landgis.pages.workbook import write_workbook

MM_PER_INCH = 25.4
MOST_PIXELS = 400_000_000
_TEN_THOUSAND = 10_000
_DOCUMENTS = (Kind.SUMMARY, Kind.RELOCATION)
_LISTS = (Kind.LIST, Kind.NOTICE)

Notes = tuple[str, ...]
Writer = Callable[[Prepared, PageRequest, Path], tuple[Notes, int]]


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


def write_prepared(
    prepared: Prepared, request: PageRequest, path: Path
) -> tuple[Notes, int]:
    """Write prepared pages; return what is to be known, and how many pages."""
    return _WRITERS[path.suffix.lower()](prepared, request, path)


def _pdf(prepared: Prepared, request: PageRequest, path: Path) -> tuple[Notes, int]:
    made = set_pdf(prepared.job, archive=request.archive)
    path.write_bytes(made.files[0])
    return made.notes, prepared.pages or _count_pages(made)


def _count_pages(made: Typeset) -> int:
    """Return how many pages a PDF of Typst has, as its page tree says."""
    return max(made.files[0].count(b"/Type /Page\n"), made.files[0].count(b"/Type/Page/"))


def _png(prepared: Prepared, request: PageRequest, path: Path) -> tuple[Notes, int]:
    """Write each sheet; a world file says where the whole sheet lies."""
    _require_size(prepared, request.dpi)
    made = set_png(prepared.job, ppi=request.dpi)
    for number, content in enumerate(made.files):
        file = _numbered(path, number, len(made.files))
        file.write_bytes(content)
        if prepared.frames:
            world = _world(prepared, prepared.frames[number], request.dpi)
            lines = "".join(f"{value:.10f}\n" for value in world)
            file.with_suffix(".pgw").write_text(lines, "ascii")
    return made.notes, len(made.files)


def _svg(prepared: Prepared, request: PageRequest, path: Path) -> tuple[Notes, int]:
    made = set_svg(prepared.job)
    for number, content in enumerate(made.files):
        _numbered(path, number, len(made.files)).write_bytes(content)
    return made.notes, len(made.files)


def _tif(prepared: Prepared, request: PageRequest, path: Path) -> tuple[Notes, int]:
    """Write the map without its frame, georeferenced, as GeoTIFF."""
    import numpy as np  # noqa: PLC0415 - with rasterio only
    import rasterio  # noqa: PLC0415 - slow to import
    from rasterio.io import MemoryFile  # noqa: PLC0415
    from rasterio.transform import from_origin  # noqa: PLC0415

    _require_size(prepared, request.dpi)
    notes: Notes = ()
    for number, (frame, job) in enumerate(
        zip(prepared.frames, prepared.figure_jobs, strict=True)
    ):
        made = set_png(job, ppi=request.dpi)
        notes = made.notes
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a picture has no place yet
            with MemoryFile(made.files[0]) as memory, memory.open() as picture:
                pixels = np.asarray(picture.read([1, 2, 3]))
        west, _, east, north = frame.bounds
        step = (east - west) / pixels.shape[2]
        with rasterio.open(
            _numbered(path, number, len(prepared.frames)),
            "w",
            driver="GTiff",
            width=pixels.shape[2],
            height=pixels.shape[1],
            count=3,
            dtype="uint8",
            crs=prepared.crs,
            transform=from_origin(west, north, step, step),
            compress="deflate",
            photometric="RGB",
        ) as out:
            out.write(pixels)
    return notes, len(prepared.frames)


def _xlsx(prepared: Prepared, request: PageRequest, path: Path) -> tuple[Notes, int]:
    tables = [prepared.table] if prepared.table else []
    if prepared.document is not None:
        tables = [
            replace(block.table, title=block.caption, name=block.caption)
            for block in prepared.document.tables
        ]
    write_workbook(
        tables,
        path,
        page_word=text("pages.page_of", n="{n}", m="{m}"),
        is_large=request.paper != "A4",
    )
    return prepared.notes, len(tables)


def _docx(prepared: Prepared, request: PageRequest, path: Path) -> tuple[Notes, int]:
    if prepared.document is None and prepared.table is not None:
        prepared = replace(
            prepared,
            document=_list_document(prepared, request),
            figures=Figures(pictures={}, drawings=()),
        )
    path.write_bytes(document_docx(prepared))
    return (), prepared.pages


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


_WRITERS: Mapping[str, Writer] = {
    ".pdf": _pdf,
    ".png": _png,
    ".svg": _svg,
    ".tif": _tif,
    ".xlsx": _xlsx,
    ".docx": _docx,
}

