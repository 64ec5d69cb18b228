# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A document as blocks: the same for the PDF, the DOCX and the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from landgis.pages.tables import (
    ROW,
    PagedRow,
    Room,
    TableData,
    break_pages,
    cell_text,
    paged_data,
)

TABLE_PT = 8.0
_ENDLESS = 1e9


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading; level 1 is a chapter."""

    text: str
    level: int = 1


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph of text."""

    text: str


@dataclass(frozen=True, kw_only=True)
class TableBlock:
    """A numbered table with its caption above and a note below."""

    table: TableData
    caption: str
    note: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """A numbered figure, its caption below.

    `map` are the values of a map figure (its drawing among the job's drawings);
    else `name` is that of a picture file.  Sizes in mm.
    """

    caption: str
    width: float
    height: float
    map: dict[str, Any] | None = None
    name: str = ""


Block = Heading | Paragraph | TableBlock | Picture


@dataclass(frozen=True, kw_only=True, eq=False)
class Document:
    """A document: title, who and when, and its blocks in order."""

    title: str
    subtitle: str
    unit: str
    day: str
    secrecy: str
    blocks: tuple[Block, ...] = field(default=())
    foot: str = ""

    @property
    def tables(self) -> list[TableBlock]:
        """The tables in order."""
        return [block for block in self.blocks if isinstance(block, TableBlock)]


def document_data(
    document: Document, *, width: float, words: tuple[str, str]
) -> dict[str, Any]:
    """Return a document as its template reads it.

    Parameters
    ----------
    width
        Of the text, in mm.
    words
        What stands before the number of a table and of a figure.
    """
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "unit": document.unit,
        "day": document.day,
        "secrecy": document.secrecy,
        "foot": document.foot,
        "blocks": [
            _block(block, width, caption)
            for block, caption in zip(
                document.blocks, captions(document.blocks, words), strict=True
            )
        ],
    }


def captions(blocks: Sequence[Block], words: tuple[str, str]) -> list[str]:
    """Return the caption of each block with its number; "" where it has none."""
    tables = figures = 0
    found = []
    for block in blocks:
        if isinstance(block, TableBlock):
            tables += 1
            found.append(f"{words[0]} {tables}　{block.caption}")
        elif isinstance(block, Picture):
            figures += 1
            found.append(f"{words[1]} {figures}　{block.caption}")
        else:
            found.append("")
    return found


def _block(block: Block, width: float, caption: str) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {"kind": "text", "text": block.text}
        case TableBlock():
            return {
                "kind": "table",
                "caption": caption,
                "note": block.note,
                **_table(block.table, width),
            }
        case Picture():
            return {
                "kind": "picture",
                "caption": caption,
                "w": block.width,
                "h": block.height,
                "map": block.map,
                "name": block.name,
            }


def _table(table: TableData, width: float) -> dict[str, Any]:
    room = Room(width=width, first=_ENDLESS, rest=_ENDLESS, size_pt=TABLE_PT)
    paged = break_pages(table, room)
    rows: Sequence[PagedRow] = paged.pages[0]
    return {
        **paged_data(paged, table),
        "rows": [list(row.cells) for row in rows],
        "bold": [k + 1 for k, row in enumerate(rows) if row.kind != ROW],
    }


def plain_rows(table: TableData) -> list[list[str]]:
    """Return the cells of a table as printed."""
    return [
        [
            cell_text(cell, column, row.kind)
            for cell, column in zip(row.cells, table.columns, strict=True)
        ]
        for row in table.rows
    ]
