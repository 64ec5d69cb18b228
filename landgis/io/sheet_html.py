# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Web pages saved under the name .xls, as many office systems export them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from landgis.errors import DataError
from landgis.io.encodings import judge_bytes
from landgis.io.refused import read_bytes
from landgis.io.sheet_grid import Grid, Merge, make_grid

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\u00a0]+")
_MOST_SPANNED = 1000


def read_html_grid(path: Path) -> tuple[Grid, str]:
    """Return the largest table of a page, and the encoding it was read in.

    Raises
    ------
    DataError
        If the page has no table.
    """
    content = read_bytes(path)
    encoding = _encoding(content)
    parser = _Tables()
    parser.feed(content.decode(encoding, "replace"))
    parser.close()
    if not parser.tables:
        raise DataError("sheet.html_no_table", file=path.name)
    largest = max(parser.tables, key=lambda table: len(table.rows))
    return make_grid("", largest.rows, largest.merges), encoding


def _encoding(content: bytes) -> str:
    """Return what the page states if it can be so, else what its bytes show."""
    stated = _CHARSET.search(content[:4096])
    if stated:
        try:
            name = codecs.lookup(stated[1].decode("ascii")).name
        except LookupError:
            name = ""
        if name in {"utf-8", "gb18030", "big5"}:
            return name
        if name in {"gbk", "gb2312"}:
            return "gb18030"
    return judge_bytes(content + b"\n")[0]


@dataclass
class _Table:
    """A table while it is read; `taken` are places covered from above."""

    rows: list[list[object]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)


class _Tables(HTMLParser):
    """Collects the tables of a page, the spans of their cells as merged ranges."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._text: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag == "table":
            self._end_cell()
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].rows.append([])
        elif tag in {"td", "th"} and self._open:
            self._end_cell()
            given = dict(attrs)
            self._span = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a cell, a row or a table."""
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self._text is not None:
            self._text.append(_SPACE.sub(" ", data))

    def _end_cell(self) -> None:
        if self._text is None or not self._open:
            return
        table, text = self._open[-1], "".join(self._text).strip()
        self._text = None
        if not table.rows:
            table.rows.append([])
        line = len(table.rows) - 1
        row = table.rows[line]
        while (line, len(row)) in table.taken:
            row.append(None)
        left = len(row)
        height, width = self._span
        row += [text or None, *[None] * (width - 1)]
        if height > 1:
            table.taken |= {
                (line + down, left + right)
                for down in range(1, height)
                for right in range(width)
            }
        if height > 1 or width > 1:
            table.merges.append(
                Merge(
                    top=line,
                    left=left,
                    bottom=line + height - 1,
                    right=left + width - 1,
                )
            )


def _span(text: str | None) -> int:
    number = int(text) if text and text.strip().isdecimal() else 1
    return min(max(number, 1), _MOST_SPANNED)
