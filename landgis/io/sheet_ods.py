# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Merged cells and hidden rows of an .ods, from its content.xml.

The reader of cells gives neither for this format.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml import ElementTree  # type: ignore[import-untyped]  # ships no types

from landgis.io.refused import read_bytes
from landgis.io.sheet_grid import Merge

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_MARKS = (b"-spanned=", b"table:visibility=")
_HIDDEN = frozenset({"collapse", "filter"})
_MOST_REPEATED = 100_000
"""Repetitions beyond which a row or column is only the empty rest of the sheet."""


@dataclass(frozen=True, kw_only=True)
class OdsLayout:
    """What a sheet of an .ods merges and hides."""

    merges: tuple[Merge, ...] = ()
    hidden_rows: int = 0
    hidden_columns: int = 0


def read_ods_layout(path: Path, sheet: str) -> OdsLayout:
    """Return what one sheet merges and hides."""
    with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as archive:
        content = archive.read("content.xml")
    if not any(mark in content for mark in _MARKS):
        return OdsLayout()
    rows: list[int] = []
    merges: list[Merge] = []
    columns = 0
    row = 0
    column = 0
    for event, element in _elements_of(content, sheet):
        repeated = _number(element, "number-rows-repeated")
        if element.tag == f"{_TABLE}table-row":
            if event == "start":
                column = 0
            else:
                if _is_hidden(element):
                    rows.append(repeated)
                row += repeated
                element.clear()
        elif event == "start" and element.tag in _CELLS:
            merge = _merge(element, row=row, column=column)
            merges += [merge] if merge else []
            column += _number(element, "number-columns-repeated")
        elif event == "start" and element.tag == f"{_TABLE}table-column":
            count = _number(element, "number-columns-repeated")
            columns += count * (_is_hidden(element) and count < _MOST_REPEATED)
    return OdsLayout(
        merges=tuple(merges),
        hidden_rows=sum(count for count in rows if count < _MOST_REPEATED),
        hidden_columns=columns,
    )


def _elements_of(content: bytes, sheet: str) -> Iterator[tuple[str, Element]]:
    """Yield the elements inside one sheet, as they begin and end."""
    inside = False
    for event, element in ElementTree.iterparse(
        io.BytesIO(content), events=("start", "end")
    ):
        if element.tag == f"{_TABLE}table":
            inside = event == "start" and element.get(f"{_TABLE}name") == sheet
        elif inside:
            yield event, element


def _merge(element: Element, *, row: int, column: int) -> Merge | None:
    height = _number(element, "number-rows-spanned")
    width = _number(element, "number-columns-spanned")
    if height == width == 1:
        return None
    return Merge(
        top=row, left=column, bottom=row + height - 1, right=column + width - 1
    )


def _number(element: Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}") or "1"
    return int(text) if text.isdecimal() else 1


def _is_hidden(element: Element) -> bool:
    return element.get(f"{_TABLE}visibility") in _HIDDEN
