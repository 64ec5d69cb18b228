# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages set by Typst from a template and values; texts are never markup."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

from landgis.errors import CallError, DataError
from landgis.messages import text
from landgis.pages.drawing import Drawing
from landgis.pages.fonts import FOLDERS, missing_characters, printable, texts_in
from landgis.pages.pdf import to_pdf
from landgis.pages.svg import to_svg

ARCHIVE = "a-2u"
DATA, DRAWINGS = "data.json", "drawings"
_PICTURES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp")
_FOREIGN = re.compile(r'"@[\w-]+/')
_PLACE = re.compile(r"┌─ (.*?):(\d+):")
_PAGE = re.compile(rb"/Type\s*/Page[^s]")
_PHOTO_LIMIT = 40_000_000


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is set: a template, the values it shows, drawings and pictures.

    Attributes
    ----------
    template
        Name of the shipped template, without ending.
    own
        Path of an office's own template, "" for none.
    data
        JSON values; they name drawings by number, from 1, pictures by name.
    pictures
        Further files, by the name that `data` calls them.
    contents
        Pictures that were just made, by name.
    """

    template: str
    data: Mapping[str, Any]
    drawings: Sequence[Drawing] = ()
    own: str = ""
    pictures: Mapping[str, Path] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Typeset:
    """Files of the pages (one PDF, or one picture for each), and what to know."""

    files: tuple[bytes, ...]
    notes: tuple[str, ...] = ()


def set_pdf(job: Job, *, archive: bool = False) -> Typeset:
    """Return the pages as one PDF; `archive` gives PDF/A."""
    return _set(job, "pdf", archive=archive)


def set_png(job: Job, *, ppi: float) -> Typeset:
    """Return a picture of each page."""
    return _set(job, "png", ppi=ppi)


def set_svg(job: Job) -> Typeset:
    """Return an SVG of each page."""
    return _set(job, "svg", archive=True)


def count_pages(pdf: bytes) -> int:
    """Return how many pages a PDF of Typst has: each has an entry with its type."""
    return len(_PAGE.findall(pdf))


def require_picture(path: Path) -> None:
    """Refuse a photo that no page can show.

    Raises
    ------
    DataError
        If it is not there, too large, or no picture.
    """
    name = f"photo{path.suffix.lower()}"
    with _workplace() as root:
        _copy_pictures({name: path}, root)
        main = root / "photo.typ"
        main.write_text(f'#image("{name}", width: 4mm)', "utf-8")
        try:
            _compile(main, root=root, format="png", ppi=10.0)
        except DataError as error:
            detail = str(error.params["detail"])
            raise DataError(
                "pages.photo_unreadable", file=str(path), detail=detail
            ) from error


def _notes(missing: str) -> tuple[str, ...]:
    if not missing:
        return ()
    signs = "、".join(f"「{sign}」U+{ord(sign):04X}" for sign in missing)
    return (text("pages.missing_characters", n=len(missing), signs=signs),)


def _set(
    job: Job, kind: str, *, ppi: float | None = None, archive: bool = False
) -> Typeset:
    missing = missing_characters(texts_in(job.data))
    vector = "svg" if archive else "pdf"
    data = printable(
        {**job.data, "drawing_kind": vector, "document_title": job.title}, missing
    )
    with _workplace() as root:
        main = _copy_templates(job, root)
        (root / DATA).write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        _write_drawings(job.drawings, root, vector)
        _copy_pictures(job.pictures, root)
        for name, content in job.contents.items():
            (root / name).write_bytes(content)
        found = _compile(
            main,
            root=root,
            format=kind,
            ppi=ppi,
            pdf_standards=[ARCHIVE] if archive and kind == "pdf" else [],
            pdf_tags=archive and job.template != "list",  # they take memory
        )
    return Typeset(files=found, notes=_notes(missing))


@contextmanager
def _workplace() -> Iterator[Path]:
    """Give a folder for templates and values, which is removed again."""
    try:
        with tempfile.TemporaryDirectory(prefix="landgis-pages-") as folder:
            yield Path(folder)
    except OSError as error:
        detail = error.strerror or str(error)
        raise CallError("pages.no_workplace", detail=detail) from error


def _compile(main: Path, *, root: Path, **options: Any) -> tuple[bytes, ...]:
    """Let Typst set a page; it reads nothing outside of `root`.

    Raises
    ------
    DataError
        If the template is wrong; the message names the line.
    """
    nowhere = str(root / "no-packages")
    try:
        found = typst.compile(
            str(main),
            root=str(root),
            font_paths=_fonts(),
            package_path=nowhere,
            package_cache_path=nowhere,
            **options,
        )
    except typst.TypstError as error:
        raise _wrong(error, main) from error
    return tuple(found) if isinstance(found, list) else (found,)


def _wrong(error: typst.TypstError, main: Path) -> DataError:
    place = _PLACE.search(error.diagnostic or "")
    name, line = (Path(place[1]).name, place[2]) if place else (main.name, "?")
    return DataError("pages.template_wrong", file=name, line=line, detail=error.message)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in FOLDERS],
    )


def _copy_templates(job: Job, root: Path) -> Path:
    """Copy the shipped templates, then the office's own over them."""
    with as_file(files("landgis_styles") / "pages") as shipped:
        for path in sorted(shipped.glob("*.typ")):
            shutil.copyfile(path, root / path.name)
    main = root / f"{job.template}.typ"
    if job.own:
        _copy_own(Path(job.own), main)
    return main


def _copy_own(own: Path, main: Path) -> None:
    """Copy an office's template, with the templates and pictures beside it."""
    try:
        content = own.read_text("utf-8")
        beside = sorted(own.parent.iterdir())
        for path in beside:
            if path != own and path.suffix.lower() in (".typ", *_PICTURES):
                shutil.copyfile(path, main.parent / path.name)
        main.write_text(content, "utf-8")
    except (OSError, UnicodeDecodeError) as error:
        detail = (error.strerror if isinstance(error, OSError) else "") or "UTF-8"
        raise DataError(
            "pages.template_unreadable", file=str(own), detail=detail
        ) from error
    for path in main.parent.glob("*.typ"):
        if _FOREIGN.search(path.read_text("utf-8", "replace")):
            raise DataError("pages.template_foreign", file=path.name)


def _write_drawings(drawings: Sequence[Drawing], root: Path, kind: str) -> None:
    if not drawings:
        return
    if kind == "pdf":
        (root / f"{DRAWINGS}.pdf").write_bytes(to_pdf(drawings))
        return
    for number, drawing in enumerate(drawings, start=1):
        path = root / f"{DRAWINGS}-{number}.svg"
        path.write_text(to_svg(drawing), "utf-8")


def _copy_pictures(pictures: Mapping[str, Path], root: Path) -> None:
    for name, path in pictures.items():
        try:
            if path.stat().st_size > _PHOTO_LIMIT:
                raise DataError("pages.photo_large", file=path.name)
            shutil.copyfile(path, root / name)
        except OSError as error:
            raise DataError(
                "pages.photo_unreadable",
                file=str(path),
                detail=error.strerror or str(error),
            ) from error
