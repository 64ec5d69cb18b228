# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long tables: columns fitted to the paper, rows broken over pages, sums that agree."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from landgis.pages.fonts import MM_PER_POINT, width_mm, wrap

PAD_MM = 1.1
LEADING = 1.32
_SAMPLE = 400
_MOST_MM = 62.0
_LEAST_MM = 11.6  # four Chinese signs
_MOST_CODE_MM = 42.0
_SHORT_HEAD = 3
_FIRST_CHINESE = "\u2e80"
_SPARE = 0.4
_AIRY = 0.35  # so much room left over is shared by all columns
_SHORT_UNIT = 5

NOTHING = "—"
ROW, SUBTOTAL, TOTAL = "row", "subtotal", "total"


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column; `heading` as printed, `places` of its numbers, None for texts."""

    heading: str
    places: int | None = None
    is_summed: bool = False
    is_ordinal: bool = False

    @property
    def is_number(self) -> bool:
        """Whether its cells are set to the right."""
        return self.places is not None


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A row as printed: texts, or numbers already rounded; None for a blank cell."""

    cells: tuple[str | Decimal | None, ...]
    kind: str = ROW


@dataclass(frozen=True, kw_only=True)
class TableData:
    """A whole table; `rows` hold subtotals and the total where they stand."""

    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    title: str = ""
    name: str = ""

    @property
    def count(self) -> int:
        """How many rows of data."""
        return sum(row.kind == ROW for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Room:
    """What a page leaves for a table, in mm; the first page has less."""

    width: float
    first: float
    rest: float
    size_pt: float = 8.0
    last: float = 0.0


@dataclass(frozen=True, kw_only=True)
class PagedTable:
    """A table on pages: widths of columns, the head, and the rows of each page."""

    widths: tuple[float, ...]
    head: tuple[list[str], ...]
    head_height: float
    pages: tuple[tuple[PagedRow, ...], ...]


@dataclass(frozen=True, kw_only=True)
class PagedRow:
    """A row with the lines of its cells and its height in mm."""

    cells: tuple[str | list[str], ...]
    height: float
    kind: str


@dataclass
class _Lines:
    """Lines of texts in a column; each different text is broken once."""

    width: float
    size_pt: float
    known: dict[str, list[str]] = field(default_factory=dict)

    def of(self, text: str) -> list[str]:
        found = self.known.get(text)
        if found is None:
            room = self.width - 2 * PAD_MM - _SPARE
            found = wrap(text, width=room, size_pt=self.size_pt)
            self.known[text] = found
        return found


def cell_text(value: str | Decimal | None, column: TableColumn, kind: str = ROW) -> str:
    """Return a cell as it is printed; a number that is not known as —."""
    if value is None:
        return NOTHING if column.is_number and kind == ROW else ""
    if isinstance(value, str):
        return value
    places = column.places or 0
    shown = f"{value:.{places}f}" if column.is_ordinal else f"{value:,.{places}f}"
    return shown.replace("-", "\N{MINUS SIGN}")


def with_sums(
    rows: Sequence[tuple[str | Decimal | None, ...]],
    columns: Sequence[TableColumn],
    *,
    groups: Sequence[str] | None,
    words: Callable[[str, int], str],
) -> tuple[TableRow, ...]:
    """Return rows with 小计 after each group and 合计 at the end.

    `words` says what stands in the first column: the group's name ("" for the
    total) and how many rows.
    """
    found: list[TableRow] = []
    whole = _Sum(columns)
    part = _Sum(columns)
    several = groups is not None and len(set(groups)) > 1
    for place, cells in enumerate(rows):
        found.append(TableRow(cells=cells))
        whole.add(cells)
        part.add(cells)
        is_last = place + 1 == len(rows)
        if (
            several
            and groups is not None
            and (is_last or groups[place + 1] != groups[place])
        ):
            found.append(part.row(words(groups[place], part.count), SUBTOTAL))
            part = _Sum(columns)
    found.append(whole.row(words("", whole.count), TOTAL))
    return tuple(found)


class _Sum:
    """Sums of the figures as they are printed."""

    def __init__(self, columns: Sequence[TableColumn]) -> None:
        self.columns = columns
        self.sums = [Decimal(0)] * len(columns)
        self.known = [False] * len(columns)
        self.count = 0

    def add(self, cells: Sequence[str | Decimal | None]) -> None:
        self.count += 1
        for place, column in enumerate(self.columns):
            cell = cells[place]
            if column.is_summed and isinstance(cell, Decimal):
                self.sums[place] += cell
                self.known[place] = True

    def row(self, words: str, kind: str) -> TableRow:
        cells: list[str | Decimal | None] = [
            total if known else None
            for total, known in zip(self.sums, self.known, strict=True)
        ]
        first = next(
            (k for k, column in enumerate(self.columns) if not column.is_number), 0
        )
        cells[first] = words
        return TableRow(cells=tuple(cells), kind=kind)


def break_pages(table: TableData, room: Room) -> PagedTable:
    """Break a table over pages; no row is parted, a 小计 keeps its last row."""
    widths = _fit_widths(table, room)
    lines = [_Lines(width=width, size_pt=room.size_pt) for width in widths]
    head = tuple(
        _even(line.of(column.heading))
        for line, column in zip(lines, table.columns, strict=True)
    )
    line_mm = room.size_pt * MM_PER_POINT * LEADING
    head_height = _height(max(map(len, head)), line_mm)
    pages: list[tuple[PagedRow, ...]] = []
    page: list[PagedRow] = []
    left = room.first - head_height
    for row in _set_rows(table, lines, line_mm):
        if row.height > left and page:
            kept = page[-1:] if row.kind != ROW and len(page) > 1 else []
            pages.append(tuple(page[: len(page) - len(kept)]))
            page = kept
            left = room.rest - head_height - sum(entry.height for entry in kept)
        page.append(row)
        left -= row.height
    pages.append(tuple(page))
    if left < room.last and len(page) > 1:  # what follows the table needs room
        pages[-1] = tuple(page[:-1])
        pages.append((page[-1],))
    return PagedTable(
        widths=widths, head=head, head_height=head_height, pages=tuple(pages)
    )


def paged_data(paged: PagedTable, table: TableData) -> dict[str, Any]:
    """Return widths, head and alignment of a table as its template reads them."""
    return {
        "widths": [round(width, 3) for width in paged.widths],
        "head": [_plain(lines) for lines in paged.head],
        "head_height": round(paged.head_height, 3),
        "right": [column.is_number for column in table.columns],
    }


def page_rows(rows: Sequence[PagedRow]) -> dict[str, Any]:
    """Return the rows of one page as its template reads them."""
    return {
        "heights": [round(row.height, 3) for row in rows],
        "cells": [cell for row in rows for cell in row.cells],
        "bold": [k + 1 for k, row in enumerate(rows) if row.kind != ROW],
    }


def _set_rows(
    table: TableData, lines: Sequence[_Lines], line_mm: float
) -> Iterator[PagedRow]:
    for row in table.rows:
        found = [
            line.of(cell_text(cell, column, row.kind))
            for line, cell, column in zip(lines, row.cells, table.columns, strict=True)
        ]
        most = max(map(len, found))
        yield PagedRow(
            cells=tuple(map(_plain, found)),
            height=_height(most, line_mm),
            kind=row.kind,
        )


def _even(lines: list[str]) -> list[str]:
    """Return the lines of a heading with about as many signs in each."""
    words = "".join(lines)
    if len(lines) == 1 or not all(sign >= _FIRST_CHINESE for sign in words):
        return lines
    if "（" in words:
        return lines
    long = -(-len(words) // len(lines))
    return [words[at : at + long] for at in range(0, len(words), long)]


def _plain(lines: list[str]) -> str | list[str]:
    return lines[0] if len(lines) == 1 else lines


def _height(lines: int, line_mm: float) -> float:
    return lines * line_mm + 2 * PAD_MM


def _fit_widths(table: TableData, room: Room) -> tuple[float, ...]:
    """Return widths that fill the page: what a column needs, long texts less."""
    step = max(1, len(table.rows) // _SAMPLE)
    sample = [*table.rows[::step], *table.rows[-1:]]
    needed, least = [], []
    for place, column in enumerate(table.columns):
        texts = [cell_text(row.cells[place], column) for row in sample]
        sizes = sorted(
            max((width_mm(part, room.size_pt) for part in text.split("\n")), default=0)
            for text in texts
        )
        head = width_mm(column.heading, room.size_pt)
        short = head if len(column.heading) <= _SHORT_HEAD else 0.0
        widest = sizes[-1] if sizes else 0.0
        extra = 2 * PAD_MM + 2 * _SPARE
        if column.is_number:
            unit = _unit_width(column.heading, room.size_pt)
            least.append(max(widest, head / 2.5, unit, short) + extra)
            needed.append(max(widest, head / 1.8, unit, short) + extra)
        else:
            usual = sizes[int(len(sizes) * 0.95)] if sizes else 0.0
            needed.append(min(max(usual, head * 0.6, short), _MOST_MM) + extra)
            code = max((_code_width(text, room.size_pt) for text in texts), default=0)
            low = max(min(usual, _LEAST_MM), min(code, _MOST_CODE_MM), short, head / 2)
            low += extra
            least.append(min(low, needed[-1]))
    total = math.fsum(needed)
    if total <= room.width:
        # What is left over goes to the columns of text.
        texts_mm = math.fsum(
            need
            for need, column in zip(needed, table.columns, strict=True)
            if not column.is_number
        )
        spare = room.width - total
        if not texts_mm or spare > _AIRY * room.width:
            return tuple(need * room.width / total for need in needed)
        return tuple(
            need if column.is_number else need + spare * need / texts_mm
            for need, column in zip(needed, table.columns, strict=True)
        )
    over, give = total - room.width, total - math.fsum(least)
    if give <= 0:
        return tuple(need * room.width / total for need in needed)
    share = min(1.0, over / give)
    fitted = [
        need - (need - low) * share for need, low in zip(needed, least, strict=True)
    ]
    scale = room.width / math.fsum(fitted)
    return tuple(width * scale for width in fitted)


def _code_width(text: str, size_pt: float) -> float:
    """Return the width of a text that should not be parted, as a parcel's code."""
    return width_mm(text, size_pt) if text.isascii() and text.isalnum() else 0.0


def _unit_width(heading: str, size_pt: float) -> float:
    """Return the width of what must not be parted: a unit in brackets."""
    _, bracket, unit = heading.partition("（")
    return width_mm(bracket + unit, size_pt) if len(unit) <= _SHORT_UNIT else 0.0
