# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write attribute tables of shapefiles in GBK, as the software of offices reads them.

Written here and not through a library: the library at hand writes UTF-8, and cuts
Chinese names of fields in the middle of a character (SHP-01).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ENCODING = "gbk"
NAME_BYTES = 10
TEXT_BYTES = 254
UNKNOWN_LETTER = "〓"
"""Stands for a letter that GBK lacks, as printers have it."""

_GBK_LANGUAGE = 0x4D
_VERSION = 0x03
_END_OF_FIELDS = b"\x0d"
_END_OF_FILE = b"\x1a"
_NUMBER_WIDTH = 19
_YEAR_ZERO = 1900

Cell = str | float | int | None


@dataclass(frozen=True, kw_only=True)
class DbfColumn:
    """A field: its name, its cells, and for numbers how many decimals; None: text."""

    name: str
    cells: Sequence[Cell]
    decimals: int | None = None


@dataclass(frozen=True, kw_only=True)
class DbfLosses:
    """How many cells were cut to the length of the format, or lost rare letters."""

    cut: int = 0
    rare: int = 0


def write_dbf(path: Path, columns: Sequence[DbfColumn], *, day: date) -> DbfLosses:
    """Write a table; what a cell cannot hold is cut between two characters.

    Raises
    ------
    ValueError
        If the name of a field is longer than ten bytes, or empty, or there twice.
    OSError
        If it cannot be written.
    """
    names = [_name(column.name) for column in columns]
    if len(set(names)) < len(names):
        raise ValueError(f"field names twice: {[c.name for c in columns]}")
    losses = DbfLosses()
    fields: list[tuple[bytes, list[bytes]]] = []
    for name, column in zip(names, columns, strict=True):
        if column.decimals is None:
            cells, lost = _texts(column.cells)
            losses = DbfLosses(cut=losses.cut + lost.cut, rare=losses.rare + lost.rare)
            width = max([1, *map(len, cells)])
            field = struct.pack("<11sc4xBB14x", name, b"C", width, 0)
            fields.append((field, [cell.ljust(width) for cell in cells]))
        else:
            numbers = [_number(cell, column.decimals) for cell in column.cells]
            field = struct.pack(
                "<11sc4xBB14x", name, b"N", _NUMBER_WIDTH, column.decimals
            )
            fields.append((field, numbers))
    count = len(columns[0].cells) if columns else 0
    width = 1 + sum(field[16] for field, _ in fields)
    head = struct.pack(
        "<BBBBIHH17xB2x",
        _VERSION,
        day.year - _YEAR_ZERO,
        day.month,
        day.day,
        count,
        32 * (len(fields) + 1) + 1,
        width,
        _GBK_LANGUAGE,
    )
    with path.open("wb") as stream:
        stream.write(head + b"".join(field for field, _ in fields) + _END_OF_FIELDS)
        for row in zip(*(cells for _, cells in fields), strict=True):
            stream.write(b" " + b"".join(row))
        stream.write(_END_OF_FILE)
    return losses


def _name(words: str) -> bytes:
    raw = words.encode(ENCODING)
    if not raw or len(raw) > NAME_BYTES:
        raise ValueError(f"no name of a field: {words!r}")
    return raw


def _texts(cells: Sequence[Cell]) -> tuple[list[bytes], DbfLosses]:
    """Return cells as bytes, and what they lost."""
    found, cut, rare = [], 0, 0
    for cell in cells:
        words = "" if cell is None else " ".join(str(cell).split())
        raw = words.encode(ENCODING, "replace")
        if raw.decode(ENCODING) != words:
            rare += 1
            raw = to_gbk(words).encode(ENCODING)
        if len(raw) > TEXT_BYTES:
            cut += 1
            kept = raw[:TEXT_BYTES].decode(ENCODING, "ignore")
            raw = kept.encode(ENCODING)
        found.append(raw)
    return found, DbfLosses(cut=cut, rare=rare)


def to_gbk(words: str) -> str:
    """Return words with 〓 for the letters that GBK lacks."""
    return "".join(map(_letter, words))


def _letter(letter: str) -> str:
    """Return a letter, or what stands for it where GBK lacks it."""
    try:
        letter.encode(ENCODING)
    except UnicodeEncodeError:
        return UNKNOWN_LETTER
    return letter


def _number(cell: Cell, decimals: int) -> bytes:
    """Return a number as the format has it; blanks stand for one not known."""
    if cell is None or isinstance(cell, str) or not math.isfinite(cell):
        return b" " * _NUMBER_WIDTH
    return f"{cell:.{decimals}f}".rjust(_NUMBER_WIDTH)[:_NUMBER_WIDTH].encode()
