# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every chart shares: font, colours, sizes, axes, and what a click selects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray
from pylopdf_fonts_zh_cn import sans_path

from landgis.report.symbols import Symbol

PIXELS_PER_INCH = 100.0
POINTS_PER_INCH = 72.0
TEXT_PX = 12.0
PAD_PX = 6.0
HATCHES = {
    "slash": "///",
    "backslash": "\\\\\\",
    "horizontal": "---",
    "vertical": "|||",
    "cross_wide": "xx",
    "cross_tight": "xxxxx",
    "dots_small": "...",
    "dots_large": "oo",
    "plus": "++",
}
"""What matplotlib calls the patterns of the legend."""

Rows = NDArray[np.int64]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class ChartColours:
    """Colours of a chart as "#RRGGBB": the window's theme, or paper."""

    panel: str
    ink: str
    ink2: str
    line: str
    accent: str
    accent_soft: str
    verify: str
    grades: tuple[str, str, str, str]
    is_dark: bool = False


PRINT_COLOURS = ChartColours(
    panel="#FFFFFF",
    ink="#000000",
    ink2="#333333",
    line="#C9CFD8",
    accent="#1F5FBF",
    accent_soft="#C9DAF3",
    verify="#5B4A94",
    grades=("#1B7837", "#7FBF7B", "#E7B75F", "#B35806"),
)


@dataclass(frozen=True, kw_only=True)
class HitRegion:
    """A part of a figure that can be clicked.

    `box` is (x0, y0, x1, y1) as shares of the figure, from its lower left
    corner; `kind` parcel, firm, approval or vacated, `rows` those of that frame.
    """

    box: Box
    kind: str
    rows: Rows
    words: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A figure, what a click in it selects, and its content in one sentence."""

    figure: Figure
    regions: tuple[HitRegion, ...]
    words: str

    def region_at(self, x: float, y: float) -> HitRegion | None:
        """Return the region at a place (shares of the figure, from below left)."""
        for region in self.regions:
            x0, y0, x1, y1 = region.box
            if x0 <= x <= x1 and y0 <= y <= y1:
                return region
        return None


@dataclass(frozen=True, kw_only=True)
class ChartSize:
    """How large a chart is drawn: logical pixels, and pixels of the screen for one."""

    width_px: float
    height_px: float
    scale: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Part:
    """A drawn part and what it stands for, before the figure is laid out."""

    artist: Artist
    kind: str
    rows: Rows
    words: str


def make_figure(size: ChartSize, colours: ChartColours) -> tuple[Figure, Axes]:
    """Return an empty figure with one pair of axes in the house style."""
    figure = Figure(
        figsize=(size.width_px / PIXELS_PER_INCH, size.height_px / PIXELS_PER_INCH),
        dpi=PIXELS_PER_INCH * size.scale,
        facecolor=colours.panel,
        layout=ConstrainedLayoutEngine(
            w_pad=PAD_PX / PIXELS_PER_INCH, h_pad=PAD_PX / PIXELS_PER_INCH
        ),
    )
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_facecolor(colours.panel)
    for name, spine in axes.spines.items():
        spine.set_visible(name in ("left", "bottom"))
        spine.set_color(colours.line)
    axes.tick_params(
        colors=colours.ink2,
        labelsize=points(TEXT_PX),
        labelfontfamily=font_family(),
        length=0,
        pad=5,
    )
    axes.set_axisbelow(True)
    return figure, axes


def points(pixels: float) -> float:
    """Return logical pixels as points of matplotlib."""
    return pixels * POINTS_PER_INCH / PIXELS_PER_INCH


@cache
def font_family() -> str:
    """Register the bundled Chinese font, once for the process, and name it."""
    path = sans_path()
    font_manager.fontManager.addfont(path)
    return font_manager.FontProperties(fname=path).get_name()


def write(axes: Axes, text: str, place: tuple[float, float], **style: object) -> Artist:
    """Write a text of the usual size at a place of the data, or as `style` says."""
    whole = {"fontsize": points(TEXT_PX), "fontfamily": font_family()} | style
    return axes.text(place[0], place[1], text, **whole)  # type: ignore[arg-type]


def label_axes(axes: Axes, colours: ChartColours, *, x: str = "", y: str = "") -> None:
    """Name the axes; the name of the upright one stands above it, to be read."""
    style = {
        "color": colours.ink2,
        "fontsize": points(TEXT_PX),
        "fontfamily": font_family(),
    }
    if x:
        axes.set_xlabel(x, loc="right", labelpad=4, **style)  # type: ignore[arg-type]
    if y:
        axes.set_title(y, loc="left", pad=8, **style)  # type: ignore[arg-type]


def grid(axes: Axes, colours: ChartColours, *, axis: str, ticks: int) -> None:
    """Draw thin lines across an axis of amounts, with grouped numbers."""
    own = axes.yaxis if axis == "y" else axes.xaxis
    own.set_major_locator(MaxNLocator(nbins=ticks, min_n_ticks=3))
    own.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}"))
    own.grid(visible=True, color=colours.line, linewidth=points(1))
    axes.spines["left" if axis == "y" else "bottom"].set_visible(False)


def fills(symbol: Symbol) -> dict[str, object]:
    """Return how a class of land is drawn: fill, hatch and ink as on the map."""
    pattern = HATCHES.get(symbol.pattern.id, "") if symbol.pattern else ""
    return {
        "facecolor": symbol.fill or "none",
        "edgecolor": symbol.ink,
        "hatch": pattern,
        "linewidth": points(1),
        "linestyle": "--" if symbol.outline_style == "dash" else "-",
    }


def put_legend(
    figure: Figure,
    entries: Sequence[tuple[Patch, str]],
    *,
    colours: ChartColours,
    size: ChartSize,
    entry_px: float = 120.0,
) -> None:
    """Put the legend above the axes, in as many columns as there is room for."""
    if not entries:
        return
    columns = max(1, min(len(entries), int((size.width_px - 16) // entry_px)))
    legend = figure.legend(
        handles=[patch for patch, _ in entries],
        labels=[words for _, words in entries],
        loc="outside upper left",
        ncols=columns,
        frameon=False,
        labelcolor=colours.ink2,
        prop={"family": font_family(), "size": points(TEXT_PX)},
        handlelength=1.6,
        handleheight=1.0,
        columnspacing=1.2,
        handletextpad=0.5,
        borderpad=0.2,
    )
    legend.set_in_layout(True)


def finish(figure: Figure, parts: Iterable[Part], words: str) -> Chart:
    """Lay the figure out and find where its parts came to lie."""
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    whole = figure.bbox
    regions = []
    for part in parts:
        found = part.artist.get_window_extent(renderer)
        regions.append(
            HitRegion(
                box=(
                    found.x0 / whole.width,
                    found.y0 / whole.height,
                    found.x1 / whole.width,
                    found.y1 / whole.height,
                ),
                kind=part.kind,
                rows=part.rows,
                words=part.words,
            )
        )
    return Chart(figure=figure, regions=tuple(regions), words=words)


def say_nothing(axes: Axes, words: str, *, colours: ChartColours) -> None:
    """Say in the middle of empty axes why there is nothing."""
    axes.set_axis_off()
    write(
        axes,
        words,
        (0.5, 0.5),
        transform=axes.transAxes,
        ha="center",
        va="center",
        color=colours.ink2,
    )
