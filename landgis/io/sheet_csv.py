# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables as text: csv, tab-separated, and text that calls itself .xls."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from landgis.errors import DataError
from landgis.io.encodings import judge_encoding
from landgis.io.refused import read_bytes
from landgis.io.sheet_grid import Grid, make_grid
from landgis.messages import text
from landgis.tables import EncodingEvidence

DELIMITERS = (",", "\t", ";", "|", "，")
_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\xef\xbb\xbf", "UTF-8"))
_JUDGED_LINES = 50
_BEYOND_ASCII = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n")
_QUOTED = re.compile(r'"[^"]*"')
_FORMULA = re.compile(r'="(.*)"')


@dataclass(frozen=True, kw_only=True)
class TextTable:
    """A text file as a grid of texts, its encoding and its delimiter."""

    grid: Grid
    encoding: EncodingEvidence
    delimiter: str
    replaced: int


def read_text_table(path: Path, *, encoding: str | None = None) -> TextTable:
    """Read a delimited text file; every cell is text.

    `encoding` is what the user says; left out, it is judged from the bytes.

    Raises
    ------
    DataError
        If quotes or delimiters are so wrong that it cannot be read on.
    """
    content = read_bytes(path)
    evidence = _evidence(content, encoding)
    decoded = content.decode(evidence.value or "UTF-8", "replace").lstrip("\ufeff")
    decoded = decoded.replace("\0", "")
    delimiter = _delimiter(decoded)
    reader = csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter)
    try:
        rows = [[_cell(cell) for cell in row] for row in reader]
    except csv.Error as error:
        raise DataError(
            "sheet.csv_broken", file=path.name, line=reader.line_num
        ) from error
    return TextTable(
        grid=make_grid("", rows),
        encoding=evidence,
        delimiter=delimiter,
        replaced=decoded.count("\ufffd"),
    )


def read_text_bytes(path: Path) -> bytes:
    """Return the lines of a text file that have letters beyond ASCII, as bytes."""
    return _lines_beyond_ascii(read_bytes(path))


def delimiter_name(delimiter: str) -> str:
    """Return what a delimiter is called."""
    return text("sheet.tab") if delimiter == "\t" else delimiter


def _evidence(content: bytes, encoding: str | None) -> EncodingEvidence:
    if encoding is None:
        for mark, name in _MARKS:
            if content.startswith(mark):
                return EncodingEvidence(
                    value=name, source="file", note=text("sheet.byte_mark", value=name)
                )
    return judge_encoding(_lines_beyond_ascii(content), user=encoding)


def _lines_beyond_ascii(content: bytes) -> bytes:
    return b"".join(_BEYOND_ASCII.findall(content.replace(b"\r", b"\n") + b"\n"))


def _delimiter(decoded: str) -> str:
    """Return the delimiter that most of the first lines hold equally often."""
    lines = [
        _QUOTED.sub("", line)
        for line in decoded.split("\n", _JUDGED_LINES)[:_JUDGED_LINES]
        if line.strip()
    ]

    def evenness(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        usual = max(
            set(counts), key=lambda count: (counts.count(count), count), default=0
        )
        return (counts.count(usual) if usual else 0, usual)

    return max(DELIMITERS, key=evenness)


def _cell(cell: str) -> str:
    """Return a cell without outer spaces and without the ="…" that guards zeros."""
    plain = cell.strip()
    found = _FORMULA.fullmatch(plain) if plain.startswith("=") else None
    return found[1] if found else plain
