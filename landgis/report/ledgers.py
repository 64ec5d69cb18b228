# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write 台账.xlsx: the overview, the databases and lists the office hands in."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO

import xlsxwriter

from landgis.analysis import Analysis
from landgis.errors import DataError
from landgis.messages import LANGUAGE, speaking, text
from landgis.report.fields import field_titles
from landgis.report.ledger_cells import make_rows
from landgis.report.ledger_firms import indicators
from landgis.report.ledger_layouts import Column, Layout, read_layouts
from landgis.report.ledger_overview import make_low_line, write_overview
from landgis.report.ledger_rows import LISTS, make_ledger_rows
from landgis.report.ledger_sheet import (
    Formats,
    Heads,
    ListColumn,
    ListPart,
    make_list_columns,
    sort_rows,
    write_list,
)
from landgis.report.summary import to_summary

ROW_LIMIT = 1_048_576
ROOM = 8  # rows that title, notes, heads and total may take on a sheet
COMPRESSION = 2  # level 6 takes four times as long to save a fifth
_STRICT = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_EXTENT = re.compile(r'(<dimension ref=")[^"]*(")')
_STYLE = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"/>')


@speaking(LANGUAGE)
def write_ledgers(
    analysis: Analysis,
    path: Path,
    *,
    layouts: Path | None = None,
    row_limit: int = ROW_LIMIT,
) -> None:
    """Write the ledgers of a run into a new workbook.

    They are forms of Chinese offices and in Chinese whatever the process speaks.

    Parameters
    ----------
    layouts
        Folder with the office's own column files; they replace the shipped ones
        of the same name, others are added.
    row_limit
        Rows that a sheet takes; what is beyond goes on in the next.

    Raises
    ------
    RuleError
        If a column file is wrong.
    DataError
        If the workbook cannot be written.
    """
    known = read_layouts(layouts, rows=LISTS, fields=tuple(field_titles()))
    frame = io.BytesIO()
    book = xlsxwriter.Workbook(frame, _STRICT)
    day = analysis.project.reference_date
    book.set_properties(
        {
            "title": text("report.overview_title", project=analysis.project.name),
            "created": datetime(day.year, day.month, day.day),  # noqa: DTZ001  the format has no time zone
        }
    )
    formats = Formats(book)
    sheet = book.add_worksheet(text("report.overview_sheet"))
    write_overview(sheet, analysis, summary=to_summary(analysis), formats=formats)
    rows = make_ledger_rows(analysis)
    parts: dict[int, ListPart] = {}
    for layout in known:
        if layout.rows not in rows:
            continue
        whole = replace(layout, columns=_expanded(layout.columns, analysis))
        columns = make_list_columns(whole, sort_rows(rows[layout.rows], layout.sort))
        for heads, name in _heads(layout, analysis, columns, row_limit=row_limit):
            sheet = book.add_worksheet(name)
            parts[len(book.worksheets())] = write_list(
                sheet, columns, formats=formats, heads=heads
            )
    book.close()
    try:
        _pack(frame, path, parts)
    except OSError as error:
        raise DataError(
            "report.cannot_write", file=path.name, detail=str(error)
        ) from error


def _expanded(columns: Sequence[Column], analysis: Analysis) -> tuple[Column, ...]:
    """Put two columns for each indicator where one column stands for them."""
    expanded: list[Column] = []
    for column in columns:
        if not column.repeat:
            expanded.append(column)
            continue
        for indicator in indicators(analysis):
            value = replace(
                column,
                title=indicator.title,
                unit=indicator.unit,
                field=f"value_{indicator.id}",
                repeat="",
            )
            score = replace(column, field=f"score_{indicator.id}", repeat="")
            expanded += [value, score]
    return tuple(expanded)


def _heads(
    layout: Layout,
    analysis: Analysis,
    columns: Sequence[ListColumn],
    *,
    row_limit: int,
) -> list[tuple[Heads, str]]:
    """Return what stands on each sheet of a list, and the sheet's name."""
    count = len(columns[0].cells)
    size = row_limit - ROOM
    starts = range(0, max(count, 1), size)
    names = [
        layout.sheet
        if number == 1
        else text("report.continued", sheet=layout.sheet, number=number)
        for number in range(1, len(starts) + 1)
    ]
    project = analysis.project
    basis = text(
        "report.list_basis",
        project=project.name,
        day=project.reference_date,
        profile=project.profile.title,
        document=project.profile.document,
        low=make_low_line(project.profile.low),
    )
    return [
        (
            Heads(
                project=project.name,
                title=layout.title,
                basis=basis,
                note=layout.note,
                start=start,
                stop=min(start + size, count),
                next_sheet=following,
            ),
            name,
        )
        for start, name, following in zip(starts, names, [*names[1:], ""], strict=True)
    ]


def _pack(frame: io.BytesIO, path: Path, parts: dict[int, ListPart]) -> None:
    """Copy the workbook, putting the rows where their stand-in row is."""
    with (
        zipfile.ZipFile(frame) as book,
        zipfile.ZipFile(path, "w") as out,
    ):
        for entry in book.infolist():
            found = _SHEET.fullmatch(entry.filename)
            part = parts.get(int(found[1])) if found else None
            content = book.read(entry)
            # A fixed time, so that the same run gives the same file.
            info = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            # An entry with a time of its own does not take the archive's level.
            info._compresslevel = COMPRESSION  # type: ignore[attr-defined]  # noqa: SLF001  public from 3.13 on
            if part is None or part.stop == part.start:
                out.writestr(info, content)
            else:
                with out.open(info, "w", force_zip64=_is_huge(part)) as sheet:
                    _fill(sheet, content.decode("utf-8"), part)


def _fill(sheet: IO[bytes], content: str, part: ListPart) -> None:
    """Write a sheet with its rows in the place and the styles of the stand-in."""
    before, stand_in, after = _split(content, part.first_row)
    styles = _STYLE.findall(stand_in)
    # Readers that stream believe the extent that the sheet states.
    before = _EXTENT.sub(rf"\g<1>{part.extent}\g<2>", before, count=1)
    sheet.write(before.encode("utf-8"))
    for chunk in make_rows(
        [column.cells for column in part.columns],
        styles=styles,
        heights=part.heights,
        rows=slice(part.start, part.stop),
        first_row=part.first_row,
    ):
        sheet.write(chunk)
    sheet.write(after.encode("utf-8"))


def _split(content: str, row: int) -> tuple[str, str, str]:
    start = content.index(f'<row r="{row}"')
    stop = content.index("</row>", start) + len("</row>")
    return content[:start], content[start:stop], content[stop:]


def _is_huge(part: ListPart) -> bool:
    """Tell whether the sheet's XML may pass the 2 GB of a plain zip entry."""
    cells = (part.stop - part.start) * len(part.columns)
    return cells * 100 > zipfile.ZIP64_LIMIT
