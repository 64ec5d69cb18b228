# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists and public notices: rows of a view as a table with sums, set on pages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.analysis import SUPPLIED_UNUSED
from landgis.errors import CallError
from landgis.messages import text
from landgis.operations.report_figures import demo_foot, place_and_year, secrecy, today
from landgis.operations.report_sheets import Prepared
from landgis.operations.report_source import PageSource, part_of
from landgis.pages.fonts import wrap
from landgis.pages.paper import Sheet, make_sheet
from landgis.pages.request import AreaKind, Kind, ListChoice, PageRequest
from landgis.pages.tables import (
    PagedTable,
    Room,
    TableColumn,
    TableData,
    break_pages,
    page_rows,
    paged_data,
    with_sums,
)
from landgis.pages.typeset import Job
from landgis.progress import SILENT, Progress
from landgis.report.rounding import round_column, round_column_to_total
from landgis.report.symbols import shipped_symbols
from landgis.report.views import Kind as CellKind
from landgis.report.views import View, ViewColumn, make_view, to_shown_texts

IDLE = ("idle_ruled", "suspect_idle_2y", "suspect_idle_1y", "stalled")
SIZE_PT = 8.0
_TOP, _FOOT, _HEAD_FIRST, _HEAD_REST = 12.0, 13.0, 19.0, 6.0
_LINE_MM = 5.7
_PREAMBLE_PT = 10.0
_AFTER_MM = 48.0
_MU = "亩"
_NOTICE: dict[str, tuple[str, ...]] = {
    "parcel": ("parcel_id", "owner", "location", "town", "status", "mu"),
    "enterprise": ("name", "town", "scale", "land_mu", "tax_per_mu", "grade"),
}

Rows = NDArray[np.int64]


def prepare_list(
    source: PageSource,
    request: PageRequest,
    *,
    page: int | None = None,
    progress: Progress = SILENT,
) -> Prepared:
    """Prepare 清单 or 公示表; `page` sets one page only, for a preview."""
    table = make_list(source, request)
    progress.step(0, 1, stage=text("pages.stage_table"))
    landscape = (
        request.kind is Kind.LIST if request.landscape is None else request.landscape
    )
    sheet = make_sheet(request.paper, landscape=landscape)
    preamble, after = _around(source, request, table=table, sheet=sheet)
    top = _TOP + _HEAD_FIRST + _LINE_MM * sum(map(len, preamble))
    room = Room(
        width=sheet.width - sheet.left - sheet.edge,
        first=sheet.height - top - _FOOT,
        rest=sheet.height - _TOP - _HEAD_REST - _FOOT,
        size_pt=SIZE_PT,
        last=_AFTER_MM if after else 0.0,
    )
    paged = break_pages(table, room)
    around = _Around(preamble=preamble, after=after)
    data = {
        **_words(source, request, title=table.title, around=around),
        "sheet": {
            "w": sheet.width,
            "h": sheet.height,
            "left": sheet.left,
            "edge": sheet.edge,
            "top": _TOP,
        },
        "table": paged_data(paged, table),
        "pages": _pages(paged, top=top, page=page),
    }
    return Prepared(
        job=Job(template="list", own=request.template, data=data, title=table.title),
        pages=len(paged.pages),
        width_mm=sheet.width,
        height_mm=sheet.height,
        table=table,
    )


@dataclass(frozen=True, kw_only=True)
class _Around:
    """Paragraphs before a table, as lines, and after it."""

    preamble: list[list[str]]
    after: list[str]


def _words(
    source: PageSource, request: PageRequest, *, title: str, around: _Around
) -> dict[str, Any]:
    words = request.words
    return {
        "size": SIZE_PT,
        "title": title,
        "continued": text("pages.continued"),
        "logo": words.logo,
        "preamble": around.preamble,
        "said_size": _PREAMBLE_PT,
        "left_note": _basis(source),
        "right_note": secrecy(request) if request.kind is Kind.LIST else "",
        "after": around.after,
        "signature": _signature(request) if around.after else [],
        "foot": words.unit,
        "foot_right": demo_foot(source),
    }


def _pages(paged: PagedTable, *, top: float, page: int | None) -> list[dict[str, Any]]:
    """Return the rows of each page, or of one, and where they stand."""
    count = len(paged.pages)
    pages = []
    for number, rows in enumerate(paged.pages):
        if page is not None and number != page:
            continue
        y = top if number == 0 else _TOP + _HEAD_REST
        height = paged.head_height + sum(row.height for row in rows)
        pages.append(
            {
                **page_rows(rows),
                "first": number == 0,
                "last": number + 1 == count,
                "y": y,
                "end": y + height,
                "number": text("pages.page_of", n=number + 1, m=count),
            }
        )
    return pages


def make_list(source: PageSource, request: PageRequest) -> TableData:
    """Return the rows of a list with 小计 and 合计, in the order of their groups."""
    choice = request.lists
    view = make_view(source.analysis, choice.view)
    rows = _chosen(source, request, view)
    group = _group(view, choice, rows)
    if group is not None:
        order = np.argsort(pd.factorize(group, sort=True)[0], kind="stable")
        rows, group = rows[order], group.iloc[order]
    columns = _columns(view, request)
    made = [
        TableColumn(heading=text("pages.list_number"), places=0, is_ordinal=True),
        *(
            TableColumn(
                heading=column.heading,
                places=places_of(column) if column.is_number else None,
                is_summed=column.name in view.sums,
                is_ordinal=column.is_ordinal,
            )
            for column in columns
        ),
    ]
    cells = [
        [Decimal(number) for number in range(1, len(rows) + 1)],
        *(_cells(view, column, rows) for column in columns),
    ]
    return TableData(
        columns=tuple(made),
        rows=with_sums(
            list(zip(*cells, strict=True)),
            made,
            groups=None if group is None else group.tolist(),
            words=_sum_words,
        ),
        title=request.words.title or list_title(source, request),
        name=text(f"export.sheet_{choice.view}"),
    )


def list_title(source: PageSource, request: PageRequest) -> str:
    """Return what a list is usually called."""
    choice = request.lists
    place, year = place_and_year(source.name)
    symbols = shipped_symbols()
    if choice.only in symbols:
        what = symbols[choice.only].title
    else:
        what = text(f"pages.list_only_{choice.only or 'all'}")
    kind = "notice" if request.kind is Kind.NOTICE else "list"
    title = text(
        f"pages.{kind}_title",
        name=place + request.area.name,
        what=what + text(f"pages.list_{choice.view}"),
    )
    return title + (text("pages.of_year", year=year) if year else "")


def _chosen(source: PageSource, request: PageRequest, view: View) -> Rows:
    """Return the rows that a list holds."""
    choice, frame = request.lists, view.frame
    if choice.rows is not None:
        rows = np.asarray(choice.rows, dtype=np.int64)
        if len(rows) and (rows.min() < 0 or rows.max() >= len(frame)):
            raise CallError("pages.no_rows")
        return rows
    kept = _matches(choice, frame)
    if request.area.kind not in (AreaKind.ALL, AreaKind.VIEW):
        kept &= _in_area(source, request, view)
    return np.flatnonzero(kept).astype(np.int64)


def _matches(choice: ListChoice, frame: pd.DataFrame) -> NDArray[np.bool_]:
    everything = np.ones(len(frame), dtype=np.bool_)
    if not choice.only:
        return everything
    if choice.view == "enterprise":
        if choice.only != "low" or "low" not in frame:
            return everything
        low = frame["low"].astype("boolean").fillna(value=False)
        return np.asarray(low.to_numpy(dtype=np.bool_))
    if choice.view != "parcel":
        return everything
    status = frame["status"].astype("str")
    match choice.only:
        case "reclaimable":
            amounts = frame["firm_mu"].fillna(0) + frame["potential_mu"].fillna(0)
            return np.asarray((amounts > 0).to_numpy(dtype=np.bool_))
        case "idle":
            names: tuple[str, ...] = IDLE
        case "supplied_unused":
            names = tuple(SUPPLIED_UNUSED)
        case "low":
            names = ("low_efficiency",)
        case _:
            names = (choice.only,)
    return np.asarray(status.isin(names).to_numpy(dtype=np.bool_))


def _in_area(source: PageSource, request: PageRequest, view: View) -> NDArray[np.bool_]:
    if request.area.kind is AreaKind.TOWN:
        if "town" not in view.frame:
            return np.ones(len(view.frame), dtype=np.bool_)
        found = (view.frame["town"] == request.area.name).fillna(value=False)
        return np.asarray(found.to_numpy(dtype=np.bool_))
    mask = part_of(source, request.area).mask
    parcels, land = len(source.analysis.parcels), len(source.land)
    starts = {"parcel": 0, "residual": parcels, "vacated": land}
    if view.name not in starts:
        return np.ones(len(view.frame), dtype=np.bool_)
    start = starts[view.name]
    return np.asarray(mask[start : start + len(view.frame)])


def _group(view: View, choice: ListChoice, rows: Rows) -> pd.Series | None:
    if not choice.group_by or choice.group_by not in view.frame:
        return None
    if choice.rows is not None:
        return None
    return view.frame[choice.group_by].iloc[rows].astype("str").fillna("")


def _columns(view: View, request: PageRequest) -> list[ViewColumn]:
    names = request.lists.columns
    if not names and request.kind is Kind.NOTICE:
        names = _NOTICE.get(view.name, ())
    if not names:
        names = tuple(column.name for column in view.columns[: view.shown])
    return [view.by_name[name] for name in names if name in view.by_name]


def _cells(view: View, column: ViewColumn, rows: Rows) -> list[str | Decimal | None]:
    values = view.frame[column.name].iloc[rows]
    if column.kind is not CellKind.NUMBER:
        words = to_shown_texts(values, column)
        return [None if pd.isna(word) else str(word) for word in words.tolist()]
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    if column.name in view.sums:
        leveled = round_column_to_total(numbers, places=places_of(column))
        numbers = leveled.values  # noqa: PD011 - no frame
    else:
        numbers = round_column(numbers, places=places_of(column))
    unit = Decimal(1).scaleb(-places_of(column))
    return [
        None if number != number else Decimal(repr(number)).quantize(unit)  # noqa: PLR0124 - NaN
        for number in numbers.tolist()
    ]


def places_of(column: ViewColumn) -> int:
    """Return the decimals of a column on paper: two for 亩 (ROUND)."""
    return 2 if column.unit == _MU else column.places


def _sum_words(group: str, count: int) -> str:
    if group:
        return text("pages.list_subtotal", group=group, n=count)
    return text("pages.list_total", n=count)


def _basis(source: PageSource) -> str:
    project = source.analysis.project
    return text(
        "pages.list_basis",
        day=project.reference_date,
        profile=project.profile.title,
        document=project.profile.document,
    )


def _around(
    source: PageSource, request: PageRequest, *, table: TableData, sheet: Sheet
) -> tuple[list[list[str]], list[str]]:
    """Return the paragraphs before a notice, as lines, and those after it."""
    if request.kind is not Kind.NOTICE:
        return [], []
    width = sheet.width - sheet.left - sheet.edge - 1.0
    project, words = source.analysis.project, request.words
    opening = text(
        "pages.notice_opening",
        document=project.profile.document,
        n=table.count,
        days=words.notice_days,
    )
    after = [
        text("pages.notice_objection", unit=words.unit or text("pages.notice_unit")),
        text("pages.notice_contact", contact=words.contact or "＿＿＿＿＿＿"),
    ]
    return [wrap(opening, width=width, size_pt=_PREAMBLE_PT)], after


def _signature(request: PageRequest) -> list[str]:
    words = request.words
    return [words.unit or "＿＿＿＿＿＿＿＿", words.day or today()]
