# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows for the clipboard: text with tabs, and a table whose codes Excel keeps text."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PyQt6.QtCore import QMimeData

from landgis.report.ledger_cells import to_safe_text
from landgis.report.views import Kind, View, to_shown_texts

MOST_ROWS = 100_000
"""More than this no clipboard and no spreadsheet takes kindly."""
_DIGITS = 12  # a sum of areas is no better known, and 0.1 + 0.2 reads as 0.3
_DIRECT = 200  # rows copied at once, without a thread


@dataclass(frozen=True, kw_only=True)
class Copied:
    """Rows as text and as a table, and how many there are."""

    text: str
    html: str
    rows: int

    def to_mime(self) -> QMimeData:
        """Return what the clipboard takes."""
        mime = QMimeData()
        mime.setText(self.text)
        mime.setHtml(self.html)
        return mime


def copy_rows(view: View, names: Sequence[str], rows: NDArray[np.int64]) -> Copied:
    """Return rows of a view with the headings of the columns, numbers unrounded."""
    columns = [view.by_name[name] for name in names]
    cells = []
    for column in columns:
        values = view.frame[column.name].take(rows)
        if column.kind is Kind.NUMBER:
            cells.append(_plain_numbers(values))
        else:
            shown = to_shown_texts(values, column).fillna("")
            cells.append([_one_line(text) for text in shown.tolist()])
    headings = [column.heading for column in columns]
    lines = ["\t".join(headings)]
    lines.extend("\t".join(row) for row in zip(*cells, strict=True))
    is_number = [column.kind is Kind.NUMBER for column in columns]
    return Copied(
        text="\r\n".join(lines) + "\r\n",
        html=_to_html(headings, cells, is_number),
        rows=len(rows),
    )


def is_few(rows: NDArray[np.int64]) -> bool:
    """Tell whether rows are copied before a thread would have started."""
    return len(rows) <= _DIRECT


def _plain_numbers(values: pd.Series) -> list[str]:
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    return [
        ""
        if not np.isfinite(number)
        else f"{number:.{_DIGITS}g}"
        if abs(number) < 10**_DIGITS
        else f"{number:.0f}"
        for number in numbers.tolist()
    ]


def _one_line(text: str) -> str:
    return " ".join(to_safe_text(text).split())


def _to_html(headings: list[str], cells: list[list[str]], is_number: list[bool]) -> str:
    """Return a table; the style keeps long codes from being taken for numbers."""
    opening = ["<td>" if number else '<td class="t">' for number in is_number]
    head = "".join(f"<th>{html.escape(heading)}</th>" for heading in headings)
    body = "".join(
        "<tr>"
        + "".join(
            f"{start}{html.escape(cell)}</td>"
            for start, cell in zip(opening, row, strict=True)
        )
        + "</tr>"
        for row in zip(*cells, strict=True)
    )
    style = "<style>.t{mso-number-format:'\\@'}</style>"
    return (
        f'<html><head><meta charset="utf-8">{style}</head>'
        f"<body><table><tr>{head}</tr>{body}</table></body></html>"
    )
