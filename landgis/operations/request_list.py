# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""导出催报单: what is asked from whom about which land, a sheet for each town."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from landgis.errors import DataError
from landgis.messages import text
from landgis.operations.entries import entry_heading
from landgis.operations.missing_fields import Entry, MissingGroup
from landgis.operations.worklist import whom_to_ask
from landgis.progress import SILENT, Progress
from landgis.report.ledger_sheet import Formats
from landgis.units import round_half_up

A4 = 9
SHEET_NAME_LENGTH = 31
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
WIDTHS = (10, 22, 26, 26, 9, 20, 22, 16, 14)
HEADS = (
    "town",
    "parcel",
    "owner",
    "location",
    "mu",
    "field",
    "whom",
    "answer",
    "source",
)
NOTE_HEIGHT = 32
FIRST_LINE = 4
TO_FILL = "#FFFBEA"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One line of the list: one field of one parcel or firm."""

    town: str
    parcel: str
    owner: str
    location: str
    mu: float | None
    field: str
    whom: str


@dataclass(frozen=True, kw_only=True)
class RequestHead:
    """What stands above the list."""

    project: str
    reference_date: date


def make_requests(
    entries: Sequence[tuple[MissingGroup, Entry]],
) -> tuple[Request, ...]:
    """Return what to ask, by town, then by whom, then by parcel."""
    found = [
        Request(
            town=entry.town or "",
            parcel=entry.parcel_name,
            owner=entry.label or "",
            location=entry.location or "",
            mu=entry.mu,
            field=entry_heading(group.role, field),
            whom=text(f"worklist.whom_{whom_to_ask(field)}"),
        )
        for group, entry in entries
        for field in group.fields
    ]
    return tuple(sorted(found, key=lambda r: (r.town, r.whom, r.parcel, r.field)))


def write_requests(
    path: Path,
    requests: Sequence[Request],
    *,
    head: RequestHead,
    progress: Progress = SILENT,
) -> Path:
    """Write the list as a workbook: all of it, then a sheet for each town.

    Raises
    ------
    DataError
        If the file cannot be written: it may be open in a spreadsheet program.
    """
    towns = list(dict.fromkeys(request.town for request in requests))
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    formats = Formats(book)
    names = {text("worklist.request_all")}
    writer = _Writer(formats, head)
    writer.fill(book.add_worksheet(text("worklist.request_all")), requests)
    for done, town in enumerate(towns):
        progress.step(done, len(towns))
        of_town = [request for request in requests if request.town == town]
        writer.fill(book.add_worksheet(_sheet_name(town, names)), of_town)
    try:
        book.close()
    except (FileCreateError, OSError) as error:
        raise DataError(
            "worklist.request_unwritable", file=path.name, detail=str(error)
        ) from error
    progress.step(len(towns), len(towns))
    return path


def _sheet_name(town: str, taken: set[str]) -> str:
    """Return a name that a workbook takes and has not yet."""
    plain = NOT_IN_SHEET_NAMES.sub("", town)[:SHEET_NAME_LENGTH] or "—"
    name, number = plain, 2
    while name.casefold() in {each.casefold() for each in taken}:
        name = f"{plain[: SHEET_NAME_LENGTH - 4]}({number})"
        number += 1
    taken.add(name)
    return name


class _Writer:
    """Writes sheets that look alike."""

    def __init__(self, formats: Formats, head: RequestHead) -> None:
        self._formats, self._head = formats, head

    def fill(self, sheet: Worksheet, requests: Sequence[Request]) -> None:
        """Write heads and lines, and set up the page."""
        self._write_heads(sheet, len(requests))
        for line, request in enumerate(requests, start=FIRST_LINE):
            self._write_line(sheet, line, request)
        sheet.freeze_panes(FIRST_LINE, 2)
        sheet.repeat_rows(0, FIRST_LINE - 1)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")

    def _write_heads(self, sheet: Worksheet, count: int) -> None:
        formats, last = self._formats, len(HEADS) - 1
        title = formats.get(bold=True, font_size=16, align="center")
        sheet.merge_range(0, 0, 0, last, text("worklist.request_title"), title)
        basis = text(
            "worklist.request_basis",
            project=self._head.project,
            date=self._head.reference_date.isoformat(),
            rows=count,
        )
        sheet.merge_range(1, 0, 1, last, basis, formats.get())
        note = formats.get(text_wrap=True, italic=True)
        sheet.merge_range(2, 0, 2, last, text("worklist.request_note"), note)
        sheet.set_row(2, NOTE_HEIGHT)
        for place, (heading, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
            words = text(f"worklist.request_{heading}")
            sheet.set_column(place, place, width)
            sheet.write_string(FIRST_LINE - 1, place, words, formats.head())

    def _write_line(self, sheet: Worksheet, line: int, request: Request) -> None:
        plain = self._formats.cell()
        words = (request.town, request.parcel, request.owner, request.location)
        for place, word in enumerate(words):
            sheet.write_string(line, place, word, plain)
        if request.mu is None:
            sheet.write_string(line, 4, "—", self._formats.cell(align="right"))
        else:
            number = self._formats.cell(num_format="#,##0.00")
            mu = float(round_half_up(request.mu, places=2))
            sheet.write_number(line, 4, mu, number)
        sheet.write_string(line, 5, request.field, plain)
        sheet.write_string(line, 6, request.whom, plain)
        for place in (7, 8):
            sheet.write_blank(line, place, None, self._formats.cell(bg_color=TO_FILL))
