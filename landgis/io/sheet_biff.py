# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an .xls hides, and whether it is locked, from its records.

Source: [MS-XLS] 2.3; the reader of cells tells neither.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path

import olefile  # type: ignore[import-untyped]  # ships no types

from landgis.io.refused import read_bytes

_BOUND_SHEET, _FILE_PASS, _ROW, _COLUMN, _END = 0x0085, 0x002F, 0x0208, 0x007D, 0x000A
_HIDDEN_ROW = 0x20
_ROW_LENGTH, _COLUMN_LENGTH = 16, 12


def is_locked(path: Path) -> bool:
    """Tell whether an .xls needs a password."""
    return any(kind == _FILE_PASS for kind, _ in _records(_stream(path), 0))


def hidden_parts(path: Path, sheet: int) -> tuple[int, int]:
    """Return how many rows and columns of a sheet are hidden; sheets count from 0."""
    stream = _stream(path)
    starts = [
        struct.unpack_from("<I", body)[0]
        for kind, body in _records(stream, 0)
        if kind == _BOUND_SHEET
    ]
    if sheet >= len(starts):
        return 0, 0
    rows = columns = 0
    for kind, body in _records(stream, starts[sheet]):
        if kind == _ROW and len(body) >= _ROW_LENGTH:
            rows += bool(body[12] & _HIDDEN_ROW)
        elif kind == _COLUMN and len(body) >= _COLUMN_LENGTH - 2:
            first, last, _, _, options = struct.unpack_from("<5H", body)
            columns += (last - first + 1) * (options & 1)
    return rows, columns


def _stream(path: Path) -> bytes:
    with olefile.OleFileIO(io.BytesIO(read_bytes(path))) as document:
        name = "Workbook" if document.exists("Workbook") else "Book"
        stream: bytes = document.openstream(name).read()
    return stream


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and body of each record of one part of the stream."""
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + length]
        if kind == _END:
            return
        start += 4 + length
