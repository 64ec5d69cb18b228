# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of corners and side lengths (界址点成果表), as a workbook or as text."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter

from landgis.io.boundary_txt_out import SurveyedLand
from landgis.io.corners import DECIMALS
from landgis.messages import catalogue, languages, text

Row = tuple[str, str, str, float, float, float | None]

SHEET_ROWS = 1_048_575  # below the heading
_WIDTHS = (24, 16, 8, 16, 16, 12)
_START = "=+-@\t\r"


def corner_rows(lands: Sequence[SurveyedLand], *, east: float) -> Iterator[Row]:
    """Yield name, ring, corner, X (north), Y (east), length of the side before it.

    The first corner of a ring comes again at its end, with the closing side.
    """
    for land in lands:
        for ring in land.rings:
            kind = "zone_files.ring_hole" if ring.is_hole else "zone_files.ring_outer"
            words = text(kind, number=ring.ring)
            sides = [None, *ring.sides_m.tolist()]
            points, names = ring.points.tolist(), ring.names
            for (x, y), name, side in zip(
                [*points, points[0]], [*names, names[0]], sides, strict=True
            ):
                yield land.name, words, name, y, round(x + east, DECIMALS), side


def heads() -> list[str]:
    """Return the headings of the table."""
    return text("zone_files.corner_heads").split("|")


def all_heads() -> list[list[str]]:
    """Return the headings in each language: tables of ours are known by them."""
    found = [catalogue(name)["zone_files.corner_heads"] for name in languages()]
    return [words.split("|") for words in found]


def write_corner_sheet(
    path: Path, lands: Sequence[SurveyedLand], *, east: float
) -> None:
    """Write a workbook; what one sheet cannot hold goes on in the next."""
    book = xlsxwriter.Workbook(
        path, {"constant_memory": True, "strings_to_formulas": False}
    )
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF1F5"})
    metres = book.add_format({"num_format": "0." + "0" * DECIMALS})
    sheet, line = None, SHEET_ROWS
    for row in corner_rows(lands, east=east):
        if line == SHEET_ROWS or sheet is None:
            sheet, line = book.add_worksheet(), 0
            for place, (width, words) in enumerate(zip(_WIDTHS, heads(), strict=True)):
                sheet.set_column(place, place, width)
                sheet.write_string(0, place, words, head)
            sheet.freeze_panes(1, 0)
        line += 1
        for place, cell in enumerate(row):
            if isinstance(cell, float):
                sheet.write_number(line, place, cell, metres)
            elif cell is not None:
                sheet.write_string(line, place, cell)
    if sheet is None:
        book.add_worksheet()
    book.close()


def write_corner_csv(path: Path, lands: Sequence[SurveyedLand], *, east: float) -> None:
    """Write text that Excel opens as Chinese."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(heads())
        for name, *cells in corner_rows(lands, east=east):
            lines.writerow([_safe(name), *(_number(cell) for cell in cells)])


def _safe(words: str) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(tuple(_START)) else words


def _number(cell: object) -> object:
    return f"{cell:.{DECIMALS}f}" if isinstance(cell, float) else cell
