# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attribute tables of shapefiles (.dbf), read whole columns at a time.

Read here and not through a library, because libraries decode with what the
file states before anybody can look at the bytes, turn long codes into rounded
numbers, and give up where one row is damaged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.io.encodings import decode_cut, judge_encoding
from landgis.messages import text
from landgis.tables import EncodingEvidence

Cells = NDArray[np.uint8]

_HEADER = 32
_DESCRIPTOR = 32
_NAME = 11
_END_OF_FIELDS = 0x0D
_END_OF_FILE = 1
_BACKLINK = 263
"""Bytes that FoxPro keeps after the field list."""
_DELETED = ord("*")
_LINE_FEED = 10
_SPACE = 32
_BEYOND_ASCII = 0x80
_KINDS = frozenset("CNFDLMIBO@TYG+VQWP0")
_TEXTS = frozenset("CVQ")
_NUMBERS = frozenset("NF")
_DOUBLE = 8
_EXACT_DIGITS = 15
"""Whole numbers of more digits are codes: a double would round them."""

_JULIAN_DAY_OF_1970 = 2_440_588
_DAY_MS = 86_400_000
_TRUE = np.frombuffer(b"YyTt", dtype=np.uint8)
_FALSE = np.frombuffer(b"NnFf", dtype=np.uint8)


@dataclass(frozen=True, kw_only=True)
class Dbf:
    """An attribute table as read.

    `columns` has one row for each row of the file, deleted ones included;
    `stated_rows` is what its header says.
    """

    columns: pd.DataFrame
    is_deleted: NDArray[np.bool_]
    stated_rows: int
    encoding: EncodingEvidence
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Field:
    raw_name: bytes
    kind: str
    start: int
    width: int
    decimals: int


def read_dbf(
    data: bytes, *, cpg: str | None = None, encoding: str | None = None
) -> Dbf | None:
    """Read a .dbf; None if its head is damaged beyond use.

    A head of wrong length is mended where the file's size proves the right
    one.  Where the field widths do not fit into a row nobody can tell which
    of them is wrong, and every value might stand in another's column: such a
    table is not read.

    Empty cells are missing values.  Numbers are numbers, except whole numbers
    of more than 15 digits, which stay text; dates that do not exist are
    missing, and a note counts them.
    """
    if len(data) <= _HEADER:
        return None
    stated_rows = int.from_bytes(data[4:8], "little")
    width = int.from_bytes(data[10:12], "little")
    stated_head = int.from_bytes(data[8:10], "little")
    head = _find_head(data, stated_head, stated_rows * width)
    fields = _read_fields(data, head, width)
    if not fields or head > len(data):
        return None
    rows = (len(data) - head) // width
    cells = np.frombuffer(data, np.uint8, rows * width, head).reshape(rows, width)
    texts = [field for field in fields if field.kind in _TEXTS]
    evidence = judge_encoding(
        b"".join(_beyond_ascii(_cells_of(cells, field)) for field in texts),
        names=b"".join(
            field.raw_name + b"\n" for field in fields if not field.raw_name.isascii()
        ),
        cpg=cpg,
        ldid=data[29],
        user=encoding,
    )
    codec = evidence.value or "ascii"
    columns: dict[str, pd.Series] = {}
    notes = [] if head == stated_head else [text("io.dbf.head_mended")]
    slack = width - fields[-1].start - fields[-1].width
    if slack:
        notes.append(text("io.dbf.slack", count=slack))
    for field in fields:
        name = _unique(decode_cut(field.raw_name, codec)[0].strip(), columns)
        column, note = _read_column(_cells_of(cells, field), field, codec)
        columns[name] = column
        if note:
            notes.append(text(note[0], column=name, count=note[1]))
    return Dbf(
        columns=pd.DataFrame(columns, index=pd.RangeIndex(rows)),
        is_deleted=cells[:, 0] == _DELETED,
        stated_rows=stated_rows,
        encoding=evidence,
        notes=tuple(notes),
    )


def read_beyond_ascii(data: bytes) -> bytes:
    """Return a .dbf's texts with letters beyond ASCII as bytes, one a line."""
    if len(data) <= _HEADER:
        return b""
    width = int.from_bytes(data[10:12], "little")
    stated_rows = int.from_bytes(data[4:8], "little")
    head = _find_head(data, int.from_bytes(data[8:10], "little"), stated_rows * width)
    fields = _read_fields(data, head, width)
    if not fields or head > len(data):
        return b""
    rows = (len(data) - head) // width
    cells = np.frombuffer(data, np.uint8, rows * width, head).reshape(rows, width)
    return b"".join(
        _beyond_ascii(_cells_of(cells, field))
        for field in fields
        if field.kind in _TEXTS
    )


def _find_head(data: bytes, stated: int, size: int) -> int:
    """Return where the rows begin: as stated, or after the field list.

    `size` is what all rows take; what the file's length confirms is right.
    """
    listed = _HEADER
    while listed < len(data) and data[listed] != _END_OF_FIELDS:
        listed += _DESCRIPTOR
    listed += 1
    for head in (stated, listed, listed + 1, listed + _BACKLINK):
        if 0 <= len(data) - head - size <= _END_OF_FILE:
            return head
    return stated


def _read_fields(data: bytes, head: int, width: int) -> list[_Field]:
    """Read the field list, up to the first entry that cannot be one.

    Empty if a field reaches beyond the row.
    """
    fields: list[_Field] = []
    start = 1
    for at in range(_HEADER, min(head, len(data)) - _DESCRIPTOR + 1, _DESCRIPTOR):
        entry = data[at : at + _DESCRIPTOR]
        if entry[0] == _END_OF_FIELDS:
            break
        kind, size = chr(entry[11]), entry[16]
        name = entry[:_NAME].split(b"\0")[0]
        decimals = entry[17]
        if kind in _TEXTS and decimals and size + 256 * decimals <= width - start:
            size, decimals = size + 256 * decimals, 0
        if kind not in _KINDS or not name or not size:
            break
        if start + size > width:
            return []
        fields.append(
            _Field(raw_name=name, kind=kind, start=start, width=size, decimals=decimals)
        )
        start += size
    return fields


def _cells_of(cells: Cells, field: _Field) -> Cells:
    return cells[:, field.start : field.start + field.width]


def _beyond_ascii(column: Cells) -> bytes:
    """Return the values with letters beyond ASCII, each ended by a line feed."""
    rows = (column >= _BEYOND_ASCII).any(axis=1)
    return _to_lines(column[rows])


def _to_lines(column: Cells) -> bytes:
    """Return a column as lines: up to its first NUL, without trailing blanks."""
    if not len(column):
        return b""
    lines = np.full((len(column), column.shape[1] + 1), _LINE_FEED, dtype=np.uint8)
    body = lines[:, :-1]
    body[:] = column
    if not body.all():
        body[np.logical_or.accumulate(body == 0, axis=1)] = _SPACE
    body[body == _LINE_FEED] = _SPACE
    is_letter = body != _SPACE
    blanks = is_letter[:, ::-1].argmax(axis=1)
    lengths = np.where(is_letter.any(axis=1), column.shape[1] - blanks, 0)
    kept = np.arange(lines.shape[1]) < lengths[:, None]
    kept[:, -1] = True
    return lines[kept].tobytes()


def _read_column(
    column: Cells, field: _Field, codec: str
) -> tuple[pd.Series, tuple[str, int] | None]:
    """Return a column's values, and a message id with a count if some are bad."""
    if field.kind in _TEXTS:
        return _read_text(column, codec)
    if field.kind in _NUMBERS:
        return _read_number(column, field)
    if field.kind == "D":
        return _read_date(column)
    if field.kind == "L":
        return _read_logical(column), None
    return _read_binary(column, field), None


def _read_text(column: Cells, codec: str) -> tuple[pd.Series, tuple[str, int] | None]:
    lines = _to_lines(column)
    bad = 0
    try:
        values = lines.decode(codec).split("\n")[:-1]
    except UnicodeDecodeError:
        decoded = [decode_cut(line, codec) for line in lines.split(b"\n")[:-1]]
        values = [value for value, _ in decoded]
        bad = sum(not whole for _, whole in decoded)
    series = pd.Series(values, dtype="str")
    series = series.mask(series.str.strip() == "")
    return series, ("io.dbf.unreadable_text", bad) if bad else None


def _read_number(
    column: Cells, field: _Field
) -> tuple[pd.Series, tuple[str, int] | None]:
    padded = np.where((column == 0) | (column == ord("*")), _SPACE, column)
    strings = np.ascontiguousarray(padded.astype(np.uint8)).view(f"S{field.width}")
    strings = np.char.strip(strings.ravel())
    is_empty = strings == b""
    bad = 0
    try:
        values = np.where(is_empty, b"nan", strings).astype(np.float64)
    except ValueError:
        numbers = pd.to_numeric(
            pd.Series([value.decode("latin-1") for value in strings.tolist()]),
            errors="coerce",
        )
        values = numbers.to_numpy(np.float64)
        bad = int((np.isnan(values) & ~is_empty).sum())
    note = ("io.dbf.bad_numbers", bad) if bad else None
    digits = np.char.lstrip(strings, b"-+0")
    is_long = (np.char.str_len(digits) > _EXACT_DIGITS) & np.char.isdigit(digits)
    if is_long.any() and not bad:
        codes = pd.Series(strings.astype("U"), dtype="str").mask(is_empty)
        return codes, None
    whole = not field.decimals and field.kind == "N" and np.isfinite(values).all()
    if whole and (values == np.floor(values)).all():
        return pd.Series(values.astype(np.int64)), note
    return pd.Series(values), note


def _read_date(column: Cells) -> tuple[pd.Series, tuple[str, int] | None]:
    digits = np.ascontiguousarray(column).view(f"S{column.shape[1]}").ravel()
    stated = pd.Series(
        np.char.decode(np.char.strip(digits, b" \0"), "latin-1"), dtype="str"
    )
    is_empty = stated.isin(["", "00000000"])
    dates = pd.to_datetime(stated, format="%Y%m%d", errors="coerce")
    bad = int((dates.isna() & ~is_empty).sum())
    series = dates.astype("datetime64[s]")
    return series, ("io.dbf.bad_dates", bad) if bad else None


def _read_logical(column: Cells) -> pd.Series:
    letter = column[:, 0]
    values = np.full(len(column), None, dtype=object)
    values[np.isin(letter, _TRUE)] = True
    values[np.isin(letter, _FALSE)] = False
    return pd.Series(values).astype("boolean")


def _read_binary(column: Cells, field: _Field) -> pd.Series:
    """Read FoxPro's binary kinds; memo texts lie in another file and are left out."""
    packed = np.ascontiguousarray(column)
    if field.kind in "I+" and field.width == 4:  # noqa: PLR2004 - bytes of an integer
        return pd.Series(packed.view("<i4").ravel().astype(np.int64))
    if field.kind in "BO" and field.width == _DOUBLE:
        return pd.Series(packed.view("<f8").ravel())
    if field.kind == "Y" and field.width == _DOUBLE:
        return pd.Series(packed.view("<i8").ravel() / 10_000)
    if field.kind in "T@" and field.width == _DOUBLE:
        parts = packed.view("<i4").reshape(-1, 2).astype(np.int64)
        plausible = (parts[:, 0] > 0) & (parts[:, 0] < 2 * _JULIAN_DAY_OF_1970)
        plausible &= (parts[:, 1] >= 0) & (parts[:, 1] < _DAY_MS)
        ms = (parts[:, 0] - _JULIAN_DAY_OF_1970) * _DAY_MS + parts[:, 1]
        stamps = np.where(plausible, ms, np.iinfo(np.int64).min)
        return pd.Series(stamps.view("datetime64[ms]")).astype("datetime64[s]")
    return pd.Series([np.nan] * len(column), dtype="str")


def _unique(name: str, taken: dict[str, pd.Series]) -> str:
    """Return the name, numbered if another field has it already (SHP-01)."""
    base = name or text("io.unnamed_column")
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}_{number}"
    return found
