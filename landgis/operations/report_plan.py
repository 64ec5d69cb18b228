# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""搬迁方案 on paper: figures, a map of the moves, phases, parks, and who stays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from landgis.errors import CallError
from landgis.messages import text
from landgis.operations.report_figures import (
    NOTHING,
    demo_foot,
    place_and_year,
    secrecy,
    shown,
    today,
)
from landgis.operations.report_maps import PARK
from landgis.operations.report_sheets import Figures, Prepared
from landgis.operations.report_source import PageSource
from landgis.operations.report_summary import (
    Ground,
    map_picture,
    prepared_document,
)
from landgis.pages.blocks import (
    Block,
    Document,
    Heading,
    Paragraph,
    Picture,
    TableBlock,
)
from landgis.pages.drawing import Drawing, Item, Look, lines_mm, rings_mm
from landgis.pages.lettering import Letter
from landgis.pages.mapdraw import MapStyle
from landgis.pages.mapsheet import SWATCH, Box, Layout, fit_frame
from landgis.pages.paper import Bounds, Frame
from landgis.pages.request import Move, PageRequest, RelocationPlan
from landgis.pages.tables import ROW, SUBTOTAL, TOTAL, TableColumn, TableData, TableRow
from landgis.progress import SILENT, Progress
from landgis.report.rounding import round_column_to_total
from landgis.units import round_half_up

_MAP_MM = (160.0, 108.0)
_PERCENT = 100.0
_FLOW = Look(ink="#184E9F", width_mm=0.28)
_HEAD = Look(fill="#184E9F", ink="#184E9F", width_mm=0.1)
_START = Look(fill="#FFFFFF", ink="#184E9F", width_mm=0.25)
_PARK = Look(fill="#184E9F", ink="#FFFFFF", width_mm=0.3)
_HEAD_MM, _DOT_MM, _PARK_MM = 2.4, 0.7, 1.5

Cell = str | Decimal | None


def prepare_plan(
    source: PageSource,
    request: PageRequest,
    *,
    page: int | None = None,
    progress: Progress = SILENT,
) -> Prepared:
    """Prepare 搬迁方案 from plain values.

    Raises
    ------
    CallError
        If the request holds no plan.
    """
    plan = request.plan
    if plan is None:
        raise CallError("pages.no_plan")
    progress.step(0, 1, stage=text("pages.stage_draw", n=1))
    figures = _figures(source, request, plan)
    words = request.words
    place, year = place_and_year(source.name)
    document = Document(
        title=words.title or text("report_plan.title", place=place, name=plan.name),
        subtitle=words.subtitle or (text("pages.of_year", year=year) if year else ""),
        unit=words.unit,
        day=words.day or today(),
        secrecy=secrecy(request),
        blocks=_blocks(plan, figures),
        foot=demo_foot(source),
    )
    return prepared_document(document, figures, request, template="report", page=page)


def _blocks(plan: RelocationPlan, figures: Figures) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Heading(text=text("report_plan.overall")),
        Paragraph(
            text=text(
                "report_plan.overall_text",
                moves=len(plan.moves),
                parks=len({move.target for move in plan.moves if move.target}),
                freed=shown(math.fsum(move.freed_mu or 0.0 for move in plan.moves)),
                unplaced=_unplaced(plan),
                verdict=plan.verdict,
            )
        ),
    ]
    if plan.figures:
        rows = [
            (title, shown(value, 0 if value == round(value or 0.0) else 2), unit)
            for title, value, unit in plan.figures
        ]
        blocks.append(_table("figures", rows, places=(None, 2, None)))
    blocks += [*figures.pictures.values()]
    blocks.append(Heading(text=text("report_plan.phases")))
    blocks.append(_phases(plan.moves))
    if plan.parks:
        blocks.append(Heading(text=text("report_plan.parks")))
        blocks.append(_parks(plan))
    if plan.unplaced:
        blocks.append(Heading(text=text("report_plan.unplaced")))
        blocks.append(
            _table(
                "unplaced", [tuple(pair) for pair in plan.unplaced], places=(None,) * 2
            )
        )
    notes = plan.notes or (text("report_plan.money"),)
    blocks += [
        Paragraph(text=text("report_plan.money") if note.startswith("*") else note)
        for note in notes
    ]
    return tuple(blocks)


def _unplaced(plan: RelocationPlan) -> str:
    count = len(plan.unplaced)
    return text("report_plan.overall_unplaced", n=count) if count else ""


def _phases(moves: Sequence[Move]) -> TableBlock:
    """Return the moves by phase, with 小计 of each and 合计."""
    amounts = _amounts(moves)
    rows: list[TableRow] = []
    for phase in sorted({move.phase for move in moves}):
        own = [at for at, move in enumerate(moves) if move.phase == phase]
        for at in own:
            move = moves[at]
            words = (move.phase, move.firm, move.treatment, move.origin, move.target)
            number = Decimal(sum(row.kind == ROW for row in rows) + 1)
            rows.append(TableRow(cells=(number, *words, *amounts[at])))
        words_of_sum = text("pages.list_subtotal", group=phase, n=len(own))
        rows.append(_sum_row([amounts[at] for at in own], words_of_sum, SUBTOTAL))
    rows.append(_sum_row(amounts, text("pages.list_total", n=len(moves)), TOTAL))
    places = (0, None, None, None, None, None, 2, 2, 2)
    return _block("phases", rows, places=places)


def _amounts(moves: Sequence[Move]) -> list[tuple[Decimal | None, ...]]:
    """Return land, floor and money of each move, rounded to their rounded sums."""
    columns = []
    for values in (
        [move.freed_mu for move in moves],
        [move.floor_m2 for move in moves],
        [move.compensation_wan for move in moves],
    ):
        exact = np.array(
            [np.nan if value is None else value for value in values], dtype=np.float64
        )
        rounded = round_column_to_total(exact, places=2).values
        columns.append([_two(v) if np.isfinite(v) else None for v in rounded.tolist()])
    return list(zip(*columns, strict=True))


def _sum_row(
    amounts: Sequence[tuple[Decimal | None, ...]], words: str, kind: str
) -> TableRow:
    """Return a row of sums; what is known of none stays unknown."""
    sums: list[Cell] = []
    for values in zip(*amounts, strict=True):
        known = [value for value in values if value is not None]
        sums.append(sum(known, Decimal(0)) if known else NOTHING)
    return TableRow(cells=(None, None, words, None, None, None, *sums), kind=kind)


def _parks(plan: RelocationPlan) -> TableBlock:
    rows = [
        TableRow(
            cells=(
                park.name,
                "" if park.open_year is None else str(park.open_year),
                _two(park.floor_m2),
                _two(park.used_m2),
                _two(park.planned_m2),
                Decimal(park.firms),
                None
                if park.leading_share is None
                else round_half_up(park.leading_share * _PERCENT, places=1),
            )
        )
        for park in plan.parks
    ]
    return _block("parks", rows, places=(None, None, 2, 2, 2, 0, 1))


def _table(
    name: str, rows: Sequence[tuple[Cell, ...]], *, places: Sequence[int | None]
) -> TableBlock:
    return _block(name, [TableRow(cells=row) for row in rows], places=places)


def _block(
    name: str, rows: Sequence[TableRow], *, places: Sequence[int | None]
) -> TableBlock:
    heads = text(f"report_plan.{name}_heads").split("|")
    columns = tuple(
        TableColumn(heading=heading, places=place)
        for heading, place in zip(heads, places, strict=True)
    )
    return TableBlock(
        table=TableData(columns=columns, rows=tuple(rows)),
        caption=text(f"report_plan.{name}_caption"),
    )


def _figures(source: PageSource, request: PageRequest, plan: RelocationPlan) -> Figures:
    """Draw the moves on a map, where any place is known."""
    moves = [move for move in plan.moves if move.start and move.end]
    if not moves:
        return Figures(pictures={}, drawings=())
    spots = [spot for move in moves for spot in (move.start, move.end) if spot]
    bounds = _around(spots)
    box = Box(x=0.0, y=0.0, w=_MAP_MM[0], h=_MAP_MM[1])
    layout = Layout(outer=box, inner=box, column=box, is_band=False)
    frame = fit_frame(layout, bounds)
    style = MapStyle(
        grid="none",
        letters=False,
        extra=tuple(_flows(moves, plan, frame)),
        extra_letters=tuple(_names(plan, frame)),
    )
    picture, drawings = map_picture(
        source,
        request,
        size=_MAP_MM,
        caption=text("report_plan.map_caption"),
        ground=Ground(
            bounds=bounds,
            style=style,
            samples=_samples(),
            hidden=("block_line", PARK),
            is_pale=True,
        ),
    )
    pictures: dict[str, Picture] = {"map": picture}
    return Figures(pictures=pictures, drawings=tuple(drawings))


def _samples() -> tuple[tuple[Drawing, str, str], ...]:
    """Return the legend of moves: where from, which way, where to."""
    width, height = SWATCH
    middle, right = height / 2, width - 0.6
    arrow = (
        Item(outlines=lines_mm([(0.6, middle, right, middle)]), look=_FLOW),
        Item(
            outlines=rings_mm(
                [_arrow((0.0, middle), (right + _PARK_MM, middle), width)]
            ),
            look=_HEAD,
        ),
    )
    signs = {
        "origin": (_spot(_DOT_MM, _START),),
        "way": arrow,
        "park": (_spot(_PARK_MM, _PARK),),
    }
    return tuple(
        (
            Drawing(width=width, height=height, items=items),
            text(f"report_plan.sign_{name}"),
            "",
        )
        for name, items in signs.items()
    )


def _spot(radius: float, look: Look) -> Item:
    ring = _circle(SWATCH[0] / 2, SWATCH[1] / 2, radius)
    return Item(outlines=rings_mm([ring]), look=look)


def _around(spots: Sequence[tuple[float, float]]) -> Bounds:
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    margin = max(max(xs) - min(xs), max(ys) - min(ys), 500.0) * 0.08
    return (
        min(xs) - margin,
        min(ys) - margin,
        max(xs) + margin,
        max(ys) + margin,
    )


def _flows(moves: Sequence[Move], plan: RelocationPlan, frame: Frame) -> list[Item]:
    lines: list[tuple[float, float, float, float]] = []
    heads: list[Any] = []
    starts = []
    for move in moves:
        if move.start is None or move.end is None:
            continue
        (x0, y0), (x1, y1) = frame.to_mm(*move.start), frame.to_mm(*move.end)
        lines.append((x0, y0, x1, y1))
        starts.append(_circle(x0, y0, _DOT_MM))
        length = math.hypot(x1 - x0, y1 - y0)
        if length > 2 * _HEAD_MM:
            heads.append(_arrow((x0, y0), (x1, y1), length))
    parks = [
        _circle(*frame.to_mm(*park.place), _PARK_MM)
        for park in plan.parks
        if park.place is not None
    ]
    found = [
        Item(outlines=lines_mm(lines), look=_FLOW),
        Item(outlines=rings_mm(heads), look=_HEAD),
        Item(outlines=rings_mm(starts), look=_START),
    ]
    return [*found, Item(outlines=rings_mm(parks), look=_PARK)]


def _arrow(
    start: tuple[float, float], end: tuple[float, float], length: float
) -> list[tuple[float, float]]:
    """Return the head of an arrow, a little before the park."""
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    tip = (end[0] - ux * _PARK_MM, end[1] - uy * _PARK_MM)
    back = (tip[0] - ux * _HEAD_MM, tip[1] - uy * _HEAD_MM)
    side = _HEAD_MM / 3
    return [
        tip,
        (back[0] - uy * side, back[1] + ux * side),
        (back[0] + uy * side, back[1] - ux * side),
    ]


def _circle(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    return [
        (x + radius * math.cos(k * math.pi / 8), y + radius * math.sin(k * math.pi / 8))
        for k in range(16)
    ]


def _names(plan: RelocationPlan, frame: Frame) -> list[Letter]:
    found = []
    for park in plan.parks:
        if park.place is None:
            continue
        x, y = frame.to_mm(*park.place)
        if 0 <= x <= frame.width and 0 <= y <= frame.height:
            name = Letter(
                text=park.name, x=x, y=y - 3.4, size_pt=7.5, ink="#184E9F", halo_mm=0.4
            )
            found.append(name)
    return found


def _two(value: float | None) -> Decimal | None:
    return None if value is None else round_half_up(value, places=2)
