# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an export may take the place of: nothing, or a file of the very same kind."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from landgis.errors import CallError
from landgis.io.boundary_txt import is_boundary_text
from landgis.io.corner_tables import all_heads
from landgis.operations.stored_project import ENDING

_HEAD = 65_536
_SQLITE = b"SQLite format 3\x00"
_SHAPE_CODE = b"\x00\x00\x27\x0a"
_BINARY_DRAWING = b"AutoCAD Binary DXF"
_SIDES = (".dbf", ".shx", ".prj", ".cpg")


def require_replaceable(target: Path) -> None:
    """Refuse to take the place of anything but a file of the kind of its name.

    Raises
    ------
    CallError
        If something else lies there, with what it seems to be.
    """
    if target.name.lower().endswith(ENDING):
        raise CallError("zone_files.project_name", file=target.name)
    if target.is_dir():
        raise CallError("zone_files.folder", file=target.name)
    suffix = target.suffix.lower()
    if suffix == ".shp" and not target.exists():
        for ending in _SIDES:
            side = target.with_suffix(ending)
            if side.exists():
                raise CallError("zone_files.side", file=side.name, shape=target.name)
    if target.exists() and not _is_kind(target, suffix):
        raise CallError("zone_files.other_kind", file=target.name)


def _is_kind(target: Path, suffix: str) -> bool:
    """Tell whether a file is what its ending says, and none of a project."""
    try:
        with target.open("rb") as stream:
            head = stream.read(_HEAD)
        return _KINDS[suffix](target, head)
    except (OSError, sqlite3.Error, UnicodeError, ValueError, CalamineError):
        return False


def _is_geopackage(target: Path, head: bytes) -> bool:
    if not head.startswith(_SQLITE):
        return False
    address = f"{target.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    return "gpkg_contents" in tables and "landgis_meta" not in tables


def _is_shape(_: Path, head: bytes) -> bool:
    return head.startswith(_SHAPE_CODE)


def _is_json(_: Path, head: bytes) -> bool:
    words = head.decode("utf-8-sig", "replace").lstrip()
    return words.startswith("{") and '"Feature' in words


def _is_drawing(_: Path, head: bytes) -> bool:
    if head.startswith(_BINARY_DRAWING):
        return True
    lines = [line.strip() for line in head.splitlines()]
    while lines[:1] == [b"999"]:  # remarks of the program that wrote it
        lines = lines[2:]
    return lines[:2] == [b"0", b"SECTION"]


def _is_survey(_: Path, head: bytes) -> bool:
    return is_boundary_text(head)


def _is_sheet(target: Path, _: bytes) -> bool:
    if not zipfile.is_zipfile(target):
        return False
    book = CalamineWorkbook.from_path(str(target))
    rows = book.get_sheet_by_index(0).to_python(nrows=1)
    return bool(rows) and [str(cell) for cell in rows[0]] in all_heads()


def _is_text(_: Path, head: bytes) -> bool:
    first = head.decode("utf-8-sig", "replace").splitlines()[:1]
    return first[:1] in [[",".join(heads)] for heads in all_heads()]


_KINDS: Mapping[str, Callable[[Path, bytes], bool]] = {
    ".gpkg": _is_geopackage,
    ".shp": _is_shape,
    ".geojson": _is_json,
    ".json": _is_json,
    ".dxf": _is_drawing,
    ".txt": _is_survey,
    ".xlsx": _is_sheet,
    ".csv": _is_text,
}
