# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that cannot be read here: told by their bytes, refused with the way round."""

from __future__ import annotations

from pathlib import Path

from landgis.errors import DataError
from landgis.io.formats import formats

HEAD = 512
_HTML = (b"<!doctype html", b"<html")


def require_readable(path: Path) -> None:
    """Raise if a file is missing, empty, locked, or of a format not read here.

    A format is recognised by its first bytes, whatever its name says; its name
    decides only for formats whose bytes say nothing.

    Raises
    ------
    DataError
        One sentence: what the file is and how to get something readable.
    """
    if path.is_dir():
        if path.suffix.casefold() == ".gdb":
            return
        raise DataError("io.is_folder", file=path.name)
    head = read_head(path)
    suffix = path.suffix.casefold()
    if not head:
        raise DataError("io.empty_file", file=path.name)
    if not head.strip(b"\0"):
        raise DataError("io.only_zeros", file=path.name)
    found = _refused_by_bytes(head) or _refused_by_name(suffix)
    if found:
        raise DataError(f"io.refused.{found}", file=path.name)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_HTML):
        raise DataError("io.refused.html", file=path.name)


def read_head(path: Path) -> bytes:
    """Return the first bytes of a file.

    Raises
    ------
    DataError
        If it is not there or may not be opened.
    """
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError as error:
        raise open_error(path, error) from error


def read_bytes(path: Path) -> bytes:
    """Return a whole file; see `read_head`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise open_error(path, error) from error


def open_error(path: Path, error: OSError) -> DataError:
    """Say in the user's words why a file cannot be opened."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return DataError("io.not_found", file=path.name, folder=str(path.parent))
    if isinstance(error, PermissionError):
        return DataError("io.locked", file=path.name)
    return DataError("io.cannot_open", file=path.name, why=error.strerror or "")


def _refused_by_bytes(head: bytes) -> str:
    for entry in formats()["refused"]:
        start = entry.get("offset", 0)
        for magic in entry["magic"]:
            if head[start:].startswith(bytes.fromhex(magic)):
                return str(entry["id"])
    return ""


def _refused_by_name(suffix: str) -> str:
    for entry in formats()["refused"]:
        if suffix in entry["suffix"]:
            return str(entry["id"])
    return ""
