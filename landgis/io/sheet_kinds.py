# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What kind of table a file really is, told by its bytes and not by its name."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from landgis.errors import DataError
from landgis.io.refused import read_bytes, read_head, require_readable

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_HTML = (b"<html", b"<!doctype html", b"<table", b"<style", b"<meta", b"<div")
_XML_TABLE = b"urn:schemas-microsoft-com:office:spreadsheet"
_BLANK = b"\xef\xbb\xbf \t\r\n"

_IN_ZIP = {
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "content.xml": "ods",
    "index/document.iwa": "numbers",
    "index.zip": "numbers",
    "word/document.xml": "word",
}
_IN_OLE = {
    "EncryptedPackage": "password",
    "WordDocument": "word",
    "Workbook": "xls",
    "Book": "xls",
}
BAD_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged archive raises."""
MOST_BYTES = 2**31
"""Unpacked size from which a workbook is taken for a trap."""


def table_kind(path: Path) -> str:
    """Return ``xlsx``, ``xlsb``, ``xls``, ``ods``, ``html`` or ``text``.

    Raises
    ------
    DataError
        If the file is missing, locked, or of a kind that is not read here; the
        sentence says how to get a readable one.
    """
    head = read_head(path)
    start = head.lstrip(_BLANK).lower()
    if start.startswith(_HTML) or (start.startswith(b"<?xml") and b"<html" in start):
        return "html"
    require_readable(path)
    if start.startswith(b"mime-version:"):
        raise DataError("sheet.mht", file=path.name)
    if start.startswith(b"<?xml"):
        is_table = _XML_TABLE in read_bytes(path)[:4096]
        raise DataError(
            "sheet.xml2003" if is_table else "sheet.unknown", file=path.name
        )
    if head.startswith(_ZIP):
        return _kind_in_zip(path)
    if head.startswith(_OLE):
        return _kind_in_ole(path)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError("sheet.unknown", file=path.name)
    return "text"


def _kind_in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as archive:
            members = {each.filename.lower(): each for each in archive.infolist()}
            manifest = members.get("meta-inf/manifest.xml")
            locked = (
                manifest is not None
                and "content.xml" in members
                and b"encryption-data" in archive.read(manifest)
            )
    except BAD_ZIP as error:
        raise DataError("sheet.broken", file=path.name) from error
    if locked:
        raise DataError("sheet.password", file=path.name)
    size = sum(each.file_size for each in members.values())
    if size > MOST_BYTES:
        raise DataError("sheet.too_large", file=path.name, size=size // 2**20)
    kind = next((_IN_ZIP[name] for name in _IN_ZIP if name in members), "unknown")
    if kind in {"numbers", "word", "unknown"}:
        raise DataError(f"sheet.{kind}", file=path.name)
    return kind


def _kind_in_ole(path: Path) -> str:
    """Tell a workbook from other documents by the names of its streams."""
    content = read_bytes(path)
    for name, kind in _IN_OLE.items():
        if name.encode("utf-16-le") + b"\0\0" in content:
            if kind == "xls":
                return kind
            raise DataError(f"sheet.{kind}", file=path.name)
    is_table = path.suffix.lower() == ".xls"
    raise DataError("sheet.broken" if is_table else "sheet.unknown", file=path.name)
