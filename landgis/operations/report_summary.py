# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""汇总报告: its map, charts and blocks, ready for the PDF and for the DOCX."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from landgis.messages import text
from landgis.operations.report_document import summary_blocks
from landgis.operations.report_figures import demo_foot, place_and_year, secrecy, today
from landgis.operations.report_maps import map_content
from landgis.operations.report_sheets import Figures, Prepared
from landgis.operations.report_source import PageSource, part_of
from landgis.pages.blocks import Document, Picture, document_data
from landgis.pages.drawing import Drawing
from landgis.pages.mapdraw import MapStyle, draw_map
from landgis.pages.mapsheet import (
    Box,
    Layout,
    bar_data,
    fit_frame,
    legend_layers,
    letters_data,
    swatch,
)
from landgis.pages.paper import PAPERS, Bounds, make_sheet
from landgis.pages.request import PageRequest
from landgis.pages.typeset import Job, set_png
from landgis.pages.word_file import to_docx
from landgis.progress import SILENT, Progress

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from landgis.report.charts_base import Chart

_RIGHT = 12.0
_MAP_MM = (160.0, 112.0)
_CHART_PX = (640.0, 330.0)
_CHART_MM = (150.0, 77.0)
_DPI = 200.0
_LEGEND_MM = 22.0
_LABELS = ("north", "m", "km")


def prepare_summary(
    source: PageSource,
    request: PageRequest,
    *,
    page: int | None = None,
    progress: Progress = SILENT,
) -> Prepared:
    """Prepare 汇总报告; its pages are numbered as they are set."""
    progress.step(0, 2, stage=text("pages.stage_draw", n=1))
    paper = request.paper if request.paper in ("A4", "A3") else "A4"
    sheet = make_sheet(paper, landscape=bool(request.landscape))
    width = sheet.width - sheet.left - sheet.edge - _RIGHT
    figures = _figures(source, request, width)
    document = _document(source, request, figures)
    progress.step(1, 2)
    return prepared_document(document, figures, request, template="report", page=page)


def prepared_document(
    document: Document,
    figures: Figures,
    request: PageRequest,
    *,
    template: str,
    page: int | None,
) -> Prepared:
    """Return a document ready to be set on paper."""
    paper = request.paper if request.paper in ("A4", "A3") else "A4"
    sheet = make_sheet(paper, landscape=bool(request.landscape))
    width = sheet.width - sheet.left - sheet.edge - _RIGHT
    files = {f"{name}.svg": chart for name, chart in figures.charts.items()}
    data = {
        "sheet": {
            "w": sheet.width,
            "h": sheet.height,
            "left": sheet.left,
            "edge": sheet.edge,
        },
        "labels": {name: text(f"pages.label_{name}") for name in _LABELS},
        "page_word": text("pages.page_of", n="{n}", m="{m}"),
        "document": document_data(
            document,
            width=width,
            words=(text("report_doc.table"), text("report_doc.figure")),
        ),
    }
    return Prepared(
        job=Job(
            template=template,
            own=request.template,
            data=data,
            drawings=figures.drawings,
            contents={name: _svg(chart.figure) for name, chart in files.items()},
            title=document.title,
        ),
        pages=0,
        width_mm=sheet.width,
        height_mm=sheet.height,
        document=document,
        figures=figures,
        page=page,
    )


def document_docx(prepared: Prepared) -> bytes:
    """Return a prepared document as DOCX; maps and charts are pictures in it."""
    document, figures = prepared.document, prepared.figures
    if document is None or figures is None:
        raise ValueError("no document")
    images = {}
    for place, block in enumerate(document.blocks):
        if isinstance(block, Picture):
            images[place] = (
                _map_png(block, figures) if block.map else _chart_png(block, figures)
            )
    short, long = PAPERS["A4"]
    return to_docx(
        document,
        pictures=images,
        page=(short, long),
        words={
            "table": text("report_doc.table"),
            "figure": text("report_doc.figure"),
            "page": text("pages.page_of", n="{n}", m="{m}"),
        },
    )


_PLAIN = MapStyle(grid="none")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a figure shows: where, how, and what of the land.

    Attributes
    ----------
    samples
        Entries of the legend for what `style` adds: a drawing, title and letter.
    is_pale
        Whether the land is drawn without its classes, as something to see upon.
    """

    bounds: Bounds | None = None
    style: MapStyle = _PLAIN
    samples: tuple[tuple[Drawing, str, str], ...] = ()
    hidden: tuple[str, ...] = ()
    is_pale: bool = False


def map_picture(
    source: PageSource,
    request: PageRequest,
    *,
    size: tuple[float, float],
    caption: str,
    ground: Ground | None = None,
) -> tuple[Picture, list[Drawing]]:
    """Return a map as a figure of a document, with its drawings, the first ones."""
    ground = ground or Ground()
    part = part_of(source, request.area)
    box = Box(x=0.0, y=0.0, w=size[0], h=size[1])
    layout = Layout(outer=box, inner=box, column=box, is_band=False)
    frame = fit_frame(layout, ground.bounds or part.bounds)
    mask = np.zeros_like(part.mask) if ground.is_pale else part.mask
    content = map_content(
        source,
        theme=request.contents.theme,
        hidden=(*request.contents.hidden, *ground.hidden),
        inside=None if part.is_whole and not ground.is_pale else mask.tobytes(),
    )
    drawn = draw_map(content, frame, ground.style)
    samples = [
        *ground.samples,
        *((swatch(layer), layer.title, layer.letter) for layer in legend_layers(drawn)),
    ]
    drawings = [drawn.drawing, *(drawing for drawing, _, _ in samples)]
    legend = [
        {"drawing": number, "title": title, "letter": letter}
        for number, (_, title, letter) in enumerate(samples, start=2)
    ]
    values: dict[str, Any] = {
        "drawing": 1,
        "w": size[0],
        "h": size[1],
        "letters": letters_data(drawn),
        "bar": bar_data(frame, longest_mm=40.0),
        "scale": f"{frame.scale:,.0f}".replace(",", " "),
        "north": content.north,
        "legend": legend,
    }
    picture = Picture(caption=caption, width=size[0], height=size[1], map=values)
    return picture, drawings


def _figures(source: PageSource, request: PageRequest, width: float) -> Figures:
    size = (min(width, _MAP_MM[0]), _MAP_MM[1])
    picture, drawings = map_picture(
        source,
        request,
        size=size,
        caption=text("report_doc.map_caption"),
    )
    pictures = {"map": picture}
    charts: dict[str, Chart] = {}
    if source.summary["reclaimable"]["by_town"]:
        charts["chart-towns"] = source.kept("towns", lambda: _towns_chart(source))
        pictures["towns"] = Picture(
            caption=text("report_doc.towns_caption"),
            width=_CHART_MM[0],
            height=_CHART_MM[1],
            name="chart-towns.svg",
        )
    return Figures(pictures=pictures, drawings=tuple(drawings), charts=charts)


def _document(source: PageSource, request: PageRequest, figures: Figures) -> Document:
    words = request.words
    place, year = place_and_year(source.name)
    title = text("report_doc.title", place=place)
    return Document(
        title=words.title or title,
        subtitle=words.subtitle or (text("pages.of_year", year=year) if year else ""),
        unit=words.unit,
        day=words.day or today(),
        secrecy=secrecy(request),
        blocks=summary_blocks(source, pictures=figures.pictures),
        foot=demo_foot(source),
    )


def _towns_chart(source: PageSource) -> Chart:
    from landgis.report import charts  # noqa: PLC0415 - loads matplotlib

    size = charts.ChartSize(width_px=_CHART_PX[0], height_px=_CHART_PX[1])
    return charts.draw_reclaimable(
        source.analysis, colours=charts.PRINT_COLOURS, size=size
    )


@lru_cache(maxsize=1)
def _svg(figure: Figure) -> bytes:
    """Return a chart as SVG whose words stay words."""
    import matplotlib as mpl  # noqa: PLC0415 - slow to import

    out = BytesIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "landgis"}):
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def _chart_png(block: Picture, figures: Figures) -> bytes:
    out = BytesIO()
    chart = figures.charts[Path(block.name).stem]
    chart.figure.savefig(out, format="png", dpi=_DPI)
    return out.getvalue()


def _map_png(block: Picture, figures: Figures) -> bytes:
    if block.map is None:
        raise ValueError("no map")
    data = {
        "map": block.map,
        "legend_height": _LEGEND_MM if block.map["legend"] else 0.0,
        "furniture": True,
        "labels": {name: text(f"pages.label_{name}") for name in _LABELS},
    }
    job = Job(template="figure", data=data, drawings=figures.drawings)
    return set_png(job, ppi=_DPI).files[0]
