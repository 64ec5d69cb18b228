# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Map sheets of a result: one, or as many as its scale needs, with an index."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from landgis.errors import CallError
from landgis.messages import text
from landgis.operations.report_figures import make_statistics, sheet_texts
from landgis.operations.report_maps import counts_by_layer, map_content
from landgis.operations.report_source import PageSource, Part, part_of, part_seen
from landgis.pages.blocks import Document, Picture
from landgis.pages.drawing import Drawing
from landgis.pages.mapdraw import MapStyle
from landgis.pages.mapsheet import Layout, MapPage, fit_frame, lay_out, set_map_page
from landgis.pages.paper import Bounds, Frame, Sheet, make_sheet
from landgis.pages.request import AreaKind, PageRequest
from landgis.pages.tables import TableData
from landgis.pages.typeset import Job
from landgis.progress import SILENT, Progress

if TYPE_CHECKING:
    from landgis.report.charts_base import Chart

MOST_CELLS = 20_000
MOST_TILES = 200
OVERLAP_MM = 10.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Figures:
    """Pictures of a document: drawings of maps, and charts by name."""

    pictures: Mapping[str, Picture]
    drawings: tuple[Drawing, ...]
    charts: Mapping[str, Chart] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Prepared:
    """Pages ready to be set, and where the (first) map of them lies on the ground.

    `pages` is 0 where only setting them tells; `page` is the one wanted then.
    """

    job: Job
    pages: int
    width_mm: float
    height_mm: float
    scale: int | None = None
    frame_mm: tuple[float, float, float, float] | None = None
    bounds: Bounds | None = None
    table: TableData | None = None
    document: Document | None = None
    figures: Figures | None = None
    page: int | None = None
    frames: tuple[Frame, ...] = ()
    figure_jobs: tuple[Job, ...] = ()
    crs: str = ""
    notes: tuple[str, ...] = ()


def prepare_map(
    source: PageSource,
    request: PageRequest,
    *,
    page: int | None = None,
    progress: Progress = SILENT,
) -> Prepared:
    """Prepare 专题图; `page` takes one of its sheets only, for a preview."""
    part = part_of(source, request.area)
    landscape = True if request.landscape is None else request.landscape
    sheet = make_sheet(request.paper, landscape=landscape)
    chosen = request.contents
    has_side = chosen.legend or chosen.inset or chosen.statistics
    layout = lay_out(sheet, has_side=has_side)
    frames = _frames(source, request, part=part, layout=layout)
    sheets: list[dict[str, Any]] = []
    drawings: list[Drawing] = []
    used: list[Frame] = []
    for number, frame in enumerate(frames):
        if page is not None and number != page:
            continue
        used.append(frame)
        progress.step(number, len(frames), stage=text("pages.stage_draw", n=number + 1))
        made = _sheet_page(
            source,
            request,
            part,
            frame=frame,
            sheet=sheet,
            number=(number, len(frames)),
        )
        data, drawn = set_map_page(made, first=len(drawings) + 1)
        data["tile"] = _neighbours(request, frames, number)
        sheets.append(data)
        drawings += drawn
    shown = frames[page or 0]
    inner = layout.inner
    return Prepared(
        job=Job(
            template="map",
            own=request.template,
            data={"sheets": sheets},
            drawings=drawings,
            title=sheet_texts(source, request, part).title,
        ),
        pages=len(frames),
        width_mm=sheet.width,
        height_mm=sheet.height,
        scale=int(shown.scale),
        frame_mm=(inner.x, inner.y, inner.w, inner.h),
        bounds=shown.bounds,
        frames=tuple(used),
        figure_jobs=_figure_jobs(sheets, drawings, used),
        crs=source.analysis.project.crs,
    )


def _sheet_page(
    source: PageSource,
    request: PageRequest,
    part: Part,
    *,
    frame: Frame,
    sheet: Sheet,
    number: tuple[int, int],
) -> MapPage:
    """Return what one sheet of so many shows."""
    chosen = request.contents
    is_view = request.area.kind is AreaKind.VIEW
    counted = part_seen(source, frame.bounds) if is_view else part
    of = text("pages.sheet_of", n=number[0] + 1, m=number[1])
    return MapPage(
        sheet=sheet,
        content=map_content(
            source,
            theme=chosen.theme,
            hidden=chosen.hidden,
            inside=None if part.is_whole else part.mask.tobytes(),
        ),
        frame=frame,
        texts=sheet_texts(source, request, part, sheet=of),
        counts=counts_by_layer(source, counted.mask, chosen.theme),
        statistics=make_statistics(source, counted) if chosen.statistics else None,
        style=MapStyle(
            grid=chosen.grid,
            letters=chosen.letters,
            places=chosen.places,
            type=sheet.type,
        ),
        has_legend=chosen.legend,
        has_inset=chosen.inset,
    )


def _figure_jobs(
    sheets: list[dict[str, Any]], drawings: list[Drawing], frames: list[Frame]
) -> tuple[Job, ...]:
    """Return each map alone, without frame and furniture, for a GeoTIFF."""
    return tuple(
        Job(
            template="figure",
            data={
                "map": {
                    "drawing": 1,
                    "w": frame.width,
                    "h": frame.height,
                    "letters": data["letters"],
                },
                "legend_height": 0.0,
                "furniture": False,
                "labels": {},
            },
            drawings=(drawings[data["map"] - 1],),
        )
        for data, frame in zip(sheets, frames, strict=True)
    )


def _frames(
    source: PageSource, request: PageRequest, *, part: Part, layout: Layout
) -> list[Frame]:
    """Return the ground of each sheet, row by row from the north-west."""
    fitted = fit_frame(layout, part.bounds, centre=request.centre)
    if request.scale is None:
        return [fitted]
    frame = replace(fitted, scale=float(request.scale))
    fits = request.scale >= fitted.scale
    if not request.tiles or fits:
        is_free = request.centre is not None or request.area.kind is AreaKind.VIEW
        if fits or is_free:
            return [frame]
        raise CallError(
            "pages.too_small",
            scale=request.scale,
            paper=request.paper,
            fits=int(fitted.scale),
        )
    return _tiles(source, frame, part=part, scale=request.scale)


def _tiles(source: PageSource, frame: Frame, *, part: Part, scale: int) -> list[Frame]:
    """Return the sheets of an area; those without any land are not printed."""
    west, south, east, north = part.bounds
    step_x, step_y = _steps(frame)
    overlap = OVERLAP_MM * frame.m_per_mm
    columns = max(1, math.ceil((east - west - overlap) / step_x))
    rows = max(1, math.ceil((north - south - overlap) / step_y))
    if columns * rows > MOST_CELLS:
        raise _too_many(columns * rows, scale)
    x0 = (west + east) / 2 - (columns - 1) / 2 * step_x
    y0 = (south + north) / 2 + (rows - 1) / 2 * step_y
    frames = [
        replace(frame, centre=(x0 + column * step_x, y0 - row * step_y))
        for row in range(rows)
        for column in range(columns)
    ]
    every = np.concatenate((source.land, source.analysis.vacated_geometry))
    land = shapely.STRtree(every[part.mask])
    grounds = [shapely.box(*each.bounds) for each in frames]
    shown = np.unique(land.query(grounds, predicate="intersects")[0]).tolist()
    if not shown:
        raise CallError("pages.no_land")
    if len(shown) > MOST_TILES:
        raise _too_many(len(shown), scale)
    return [frames[place] for place in shown]


def _too_many(count: int, scale: int) -> CallError:
    return CallError("pages.too_many_tiles", scale=scale, n=count, most=MOST_TILES)


def _steps(frame: Frame) -> tuple[float, float]:
    """Return how far sheets that overlap lie from each other on the ground."""
    return (
        (frame.width - OVERLAP_MM) * frame.m_per_mm,
        (frame.height - OVERLAP_MM) * frame.m_per_mm,
    )


def _neighbours(
    request: PageRequest, frames: list[Frame], number: int
) -> dict[str, Any] | None:
    """Return the sheet index: the numbers in their places, 0 where no sheet is."""
    if not request.tiles or len(frames) == 1:
        return None
    step_x, step_y = _steps(frames[0])
    xs, ys = zip(*(frame.centre for frame in frames), strict=True)
    across = [round((x - min(xs)) / step_x) for x in xs]
    down = [round((max(ys) - y) / step_y) for y in ys]
    columns, rows = max(across) + 1, max(down) + 1
    cells = [0] * (columns * rows)
    for place, (column, row) in enumerate(zip(across, down, strict=True), start=1):
        cells[row * columns + column] = place
    return {
        "columns": columns,
        "cells": cells,
        "number": number + 1,
        "title": text("pages.label_index"),
        "overlap": text("pages.overlap", mm=int(OVERLAP_MM)),
    }
