# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A map sheet: where everything stands, and the values its template shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from landgis.pages.drawing import Drawing, Item, Look, outlines_of, rings_mm
from landgis.pages.lettering import SMALLEST_PT, Letter, halo
from landgis.pages.mapdraw import DrawnMap, MapContent, MapLayer, MapStyle, draw_map
from landgis.pages.paper import Bounds, Frame, Sheet, bar_length, fit_scale

SWATCH = (9.0, 4.8)
_MARGIN = 4.6  # between the outer and the inner frame, for the numbers of the grid
_TITLE, _FOOT, _GAP = 17.0, 19.0, 3.0
_COLUMN = {"A4": 70.0}
_USUAL_COLUMN = 78.0
_BAND = 88.0
_BAND_FOOT = 24.0
_INSET = 32.0
_INSET_LAND = 3000
_KILOMETRES_FROM = 2000.0


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle of the sheet, in mm from the upper left corner."""

    x: float
    y: float
    w: float
    h: float

    def shrunk(self, by: float) -> Box:
        """Return the rectangle less a margin on each side."""
        return Box(x=self.x + by, y=self.y + by, w=self.w - 2 * by, h=self.h - 2 * by)

    def data(self) -> dict[str, float]:
        """Return it as the template reads it."""
        return {"x": self.x, "y": self.y, "w": self.w, "h": self.h}


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The frame of the map and the column (or band) beside it."""

    outer: Box
    inner: Box
    column: Box
    is_band: bool


@dataclass(frozen=True, kw_only=True)
class SheetTexts:
    """Words of a sheet, as they are printed."""

    title: str
    subtitle: str
    number: str
    secrecy: str
    approval: str
    unit: str
    drawn_by: str
    checked_by: str
    day: str
    notes: tuple[str, ...]
    sheet: str = ""
    area_name: str = ""
    logo: str = ""
    labels: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """The table of figures beside a map; all texts, already rounded."""

    title: str
    unit: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    removed: tuple[str, str]
    result: tuple[str, str]
    remarks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class MapPage:
    """What a sheet of a map shows."""

    sheet: Sheet
    content: MapContent
    frame: Frame
    texts: SheetTexts
    counts: Mapping[str, int]
    statistics: Statistics | None
    style: MapStyle
    has_legend: bool = True
    has_inset: bool = True


def lay_out(sheet: Sheet, *, has_side: bool = True) -> Layout:
    """Return where map and column stand on a sheet."""
    k = sheet.type
    top = sheet.edge + _TITLE * k
    width = sheet.width - sheet.left - sheet.edge
    height = sheet.height - top - sheet.edge - _FOOT * k
    if not has_side:
        outer = Box(x=sheet.left, y=top, w=width, h=height)
        nothing = Box(x=0.0, y=0.0, w=0.0, h=0.0)
        return Layout(
            outer=outer, inner=outer.shrunk(_MARGIN * k), column=nothing, is_band=False
        )
    if sheet.width > sheet.height:
        side = _COLUMN.get(sheet.paper, _USUAL_COLUMN) * k
        outer = Box(x=sheet.left, y=top, w=width - side - _GAP * k, h=height)
        x = outer.x + outer.w + _GAP * k
        column = Box(x=x, y=top, w=side, h=sheet.height - top - sheet.edge)
        is_band = False
    else:
        band = _BAND * k
        height -= band + (_BAND_FOOT - _FOOT + _GAP) * k
        outer = Box(x=sheet.left, y=top, w=width, h=height)
        y = outer.y + outer.h + _BAND_FOOT * k
        column = Box(x=sheet.left, y=y, w=width, h=sheet.height - y - sheet.edge)
        is_band = True
    return Layout(
        outer=outer, inner=outer.shrunk(_MARGIN * k), column=column, is_band=is_band
    )


def fit_frame(
    layout: Layout,
    bounds: Bounds,
    *,
    scale: float | None = None,
    centre: tuple[float, float] | None = None,
) -> Frame:
    """Return the ground in the frame: at a scale, or at the round one that fits."""
    inner = layout.inner
    west, south, east, north = bounds
    return Frame(
        centre=centre or ((west + east) / 2, (south + north) / 2),
        scale=scale or fit_scale(bounds, width=inner.w, height=inner.h),
        width=inner.w,
        height=inner.h,
    )


def set_map_page(page: MapPage, *, first: int) -> tuple[dict[str, Any], list[Drawing]]:
    """Return the values of a sheet and its drawings, numbered from `first`."""
    layout = lay_out(page.sheet, has_side=_has_side(page))
    drawn = draw_map(page.content, page.frame, page.style)
    drawings = [drawn.drawing]
    legend = []
    for layer in legend_layers(drawn) if page.has_legend else ():
        drawings.append(swatch(layer))
        legend.append(
            {
                "drawing": first + len(drawings) - 1,
                "title": layer.title,
                "letter": layer.letter,
                "count": page.counts.get(layer.id),
            }
        )
    inset = None
    if page.has_inset and not _holds_all(page):
        width = layout.column.w if not layout.is_band else 40.0 * page.sheet.type
        drawings.append(_inset(page, width, _INSET * page.sheet.type))
        inset = {
            "drawing": first + len(drawings) - 1,
            "w": width,
            "h": _INSET * page.sheet.type,
        }
    data = {
        "sheet": {
            "w": page.sheet.width,
            "h": page.sheet.height,
            "left": page.sheet.left,
            "edge": page.sheet.edge,
            "type": page.sheet.type,
        },
        "outer": layout.outer.data(),
        "inner": layout.inner.data(),
        "column": {**layout.column.data(), "band": layout.is_band},
        "map": first,
        "letters": letters_data(drawn),
        "ticks": [
            {"axis": tick.axis, "at": tick.at, "text": tick.text}
            for tick in drawn.ticks
        ],
        "north": page.content.north,
        "inset": inset,
        "legend": legend,
        "statistics": _statistics(page.statistics),
        "scale": page.frame.scale,
        "scale_text": f"{page.frame.scale:,.0f}".replace(",", " "),
        "bar": bar_data(page.frame, longest_mm=58.0 * page.sheet.type),
        "texts": _texts(page.texts),
    }
    return data, drawings


def legend_layers(drawn: DrawnMap) -> Sequence[MapLayer]:
    """Return the layers of the legend: exactly those that can be seen."""
    found: dict[str, MapLayer] = {}
    for layer in drawn.present:
        if layer.title:
            found.setdefault(layer.id, layer)
        order = {True: 0, False: 2}
    return sorted(
        found.values(), key=lambda layer: order[layer.is_land] + (layer.id == "normal")
    )


def swatch(layer: MapLayer) -> Drawing:
    """Return the sample of a layer: fill, hatch and outline as on the map."""
    width, height = SWATCH
    a, b = 0.4, 0.4
    ring = [(a, b), (width - a, b), (width - a, height - b), (a, height - b)]
    if layer.kind == "line":
        middle = height / 2
        ring = [(0.0, middle), (width, middle), (width, middle), (0.0, middle)]
    letter = Letter(
        text=layer.letter,
        x=width / 2,
        y=height / 2,
        size_pt=SMALLEST_PT,
        halo_mm=0.28,
    )
    items = (Item(outlines=rings_mm([ring]), look=layer.look), *halo([letter]))
    return Drawing(width=width, height=height, items=items)


def letters_data(drawn: DrawnMap) -> list[list[Any]]:
    """Return the texts on a map as the template reads them."""
    height = drawn.drawing.height
    return [
        [
            round(letter.x, 3),
            round(height - letter.y, 3),
            letter.text,
            letter.size_pt,
            letter.ink,
            letter.spread,
        ]
        for letter in drawn.letters
    ]


def bar_data(frame: Frame, *, longest_mm: float) -> dict[str, Any]:
    """Return a graphic scale bar: parts, their length on paper and their numbers."""
    metres, parts = bar_length(frame.scale, longest_mm=longest_mm)
    in_kilometres = metres >= _KILOMETRES_FROM
    step = metres / parts / (1000 if in_kilometres else 1)
    numbers = [f"{step * part:.10g}" for part in range(parts + 1)]
    return {
        "part": metres / parts / frame.m_per_mm,
        "parts": parts,
        "numbers": numbers,
        "kilometres": in_kilometres,
    }


def _has_side(page: MapPage) -> bool:
    return page.has_legend or page.has_inset or page.statistics is not None


def _holds_all(page: MapPage) -> bool:
    """Tell whether the map shows all there is: then it needs no overview."""
    content, view = page.content, page.frame.bounds
    low_x, low_y, high_x, high_y = content.extent
    if len(content.ground):
        low_x, low_y, high_x, high_y = shapely.total_bounds(content.ground).tolist()
    return (
        view[0] <= low_x
        and view[1] <= low_y
        and view[2] >= high_x
        and view[3] >= high_y
    )


def _inset(page: MapPage, width: float, height: float) -> Drawing:
    """Draw the whole county small, with the frame of the map in red."""
    content = page.content
    west, south, east, north = content.extent
    if len(content.ground):
        west, south, east, north = shapely.total_bounds(content.ground).tolist()
    scale = max((east - west) / (width - 4), (north - south) / (height - 4), 1e-6)
    small = Frame(
        centre=((west + east) / 2, (south + north) / 2),
        scale=scale * 1000,
        width=width,
        height=height,
    )
    items = [
        Item(
            outlines=outlines_of(content.ground, small),
            look=Look(fill="#ECE9E2", ink="#8A94A2", width_mm=0.12),
        )
    ]
    land = content.context[:_INSET_LAND]
    items.append(Item(outlines=outlines_of(land, small), look=Look(fill="#6F7780")))
    x0, y0 = small.to_mm(*page.frame.bounds[:2])
    x1, y1 = small.to_mm(*page.frame.bounds[2:])
    ring = [
        (max(x0, 0.3), max(y0, 0.3)),
        (min(x1, width - 0.3), max(y0, 0.3)),
        (min(x1, width - 0.3), min(y1, height - 0.3)),
        (max(x0, 0.3), min(y1, height - 0.3)),
    ]
    items.append(
        Item(outlines=rings_mm([ring]), look=Look(ink="#C00000", width_mm=0.5))
    )
    return Drawing(width=width, height=height, items=tuple(items))


def _statistics(table: Statistics | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return {
        "title": table.title,
        "unit": table.unit,
        "head": list(table.head),
        "rows": [list(row) for row in table.rows],
        "total": list(table.total),
        "removed": list(table.removed),
        "result": list(table.result),
        "remarks": list(table.remarks),
    }


def _texts(texts: SheetTexts) -> dict[str, Any]:
    return {
        "title": texts.title,
        "subtitle": texts.subtitle,
        "number": texts.number,
        "secrecy": texts.secrecy,
        "approval": texts.approval,
        "unit": texts.unit,
        "drawn_by": texts.drawn_by,
        "checked_by": texts.checked_by,
        "day": texts.day,
        "notes": list(texts.notes),
        "sheet": texts.sheet,
        "area_name": texts.area_name,
        "logo": texts.logo,
        "labels": dict(texts.labels or {}),
    }
