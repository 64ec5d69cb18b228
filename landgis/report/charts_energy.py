# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Energy against tax of each firm: who uses much and pays little."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from numpy.typing import NDArray

from landgis import messages
from landgis.report.charts_base import (
    Chart,
    ChartColours,
    ChartSize,
    HitRegion,
    Rows,
    finish,
    label_axes,
    make_figure,
    points,
    put_legend,
    say_nothing,
    write,
)

GRADES = ("A", "B", "C", "D")
CELL_PX = 10.0
DOT_PX = 5.0
ROOM = 5.0  # times beyond the outermost dot, for the names of the quadrants
QUADRANTS = ("low_high", "high_high", "low_low", "high_low")
"""Energy, then tax: little and much, both much, both little, much and little."""


def draw_energy(
    firms: pd.DataFrame, *, colours: ChartColours, size: ChartSize
) -> Chart:
    """Draw energy against tax of each firm, on logarithmic axes with medians.

    Firms without one of the figures, or with one of 0 or less, are counted and
    not drawn.  A click takes the firms around it, or in an empty place all
    those of that quadrant.
    """
    figure, axes = make_figure(size, colours)
    energy, tax = (_numbers(firms, name) for name in ("energy_tce", "tax_wan"))
    rows = np.flatnonzero((energy > 0) & (tax > 0))
    if not len(rows):
        say_nothing(axes, messages.text("charts.no_energy"), colours=colours)
        return finish(figure, (), messages.text("charts.no_energy"))
    x, y = energy[rows], tax[rows]
    middle = float(np.median(x)), float(np.median(y))
    axes.set_xscale("log")
    axes.set_yscale("log")
    legend = _draw_dots(axes, firms.iloc[rows], (x, y), colours=colours)
    for own, draw in zip(middle, (axes.axvline, axes.axhline), strict=True):
        draw(own, color=colours.ink2, linewidth=points(1.2), linestyle=(0, (4, 3)))
    axes.set_xlim(x.min() / 1.6, x.max() * 1.6)
    axes.set_ylim(y.min() / ROOM, y.max() * ROOM)
    _dress(axes, colours)
    _name_quadrants(axes, colours)
    put_legend(figure, legend, colours=colours, size=size, entry_px=72)
    words = messages.text(
        "charts.energy_words",
        n=f"{len(rows):,}",
        missing=f"{len(firms) - len(rows):,}",
        energy=f"{middle[0]:,.1f}",
        tax=f"{middle[1]:,.1f}",
    )
    finish(figure, (), words)  # lays out: only now is it known where dots lie
    regions = (
        *_cell_regions(axes, (x, y), rows, scale=size.scale),
        *_quadrant_regions(axes, (x, y), rows, middle=middle),
    )
    return Chart(figure=figure, regions=regions, words=words)


def _numbers(firms: pd.DataFrame, name: str) -> NDArray[np.float64]:
    if name not in firms:
        return np.full(len(firms), np.nan)
    return firms[name].to_numpy(dtype=np.float64, na_value=np.nan)


def _draw_dots(
    axes: Axes,
    firms: pd.DataFrame,
    at: tuple[NDArray[np.float64], NDArray[np.float64]],
    *,
    colours: ChartColours,
) -> list[tuple[Patch, str]]:
    """Draw a dot for each firm in the colour of its grade, D on top."""
    grade = firms.get("grade", pd.Series(np.nan, index=firms.index))
    letters = grade.astype("str").where(grade.notna(), "").to_numpy()
    classes = [("", messages.text("charts.no_grade"), colours.ink2)] + [
        (name, messages.text("charts.grade", grade=name), colour)
        for name, colour in zip(GRADES, colours.grades, strict=True)
    ]
    legend = []
    for name, title, colour in classes:
        mine = letters == name if name else ~np.isin(letters, GRADES)
        if mine.any():
            axes.scatter(
                at[0][mine],
                at[1][mine],
                s=points(DOT_PX) ** 2,
                color=colour,
                alpha=0.75,
                linewidths=0,
                rasterized=True,
            )
            legend.append((Patch(facecolor=colour), title))
    return legend


def _dress(axes: Axes, colours: ChartColours) -> None:
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(LogLocator(numticks=6))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
        axis.grid(visible=True, color=colours.line, linewidth=points(1))
    label_axes(
        axes,
        colours,
        x=messages.text("charts.energy_axis"),
        y=messages.text("charts.taxes_axis"),
    )


def _name_quadrants(axes: Axes, colours: ChartColours) -> None:
    for name, (x, y) in zip(
        QUADRANTS, ((0.01, 0.99), (0.99, 0.99), (0.01, 0.01), (0.99, 0.01)), strict=True
    ):
        write(
            axes,
            messages.text(f"charts.quadrant_{name}"),
            (x, y),
            transform=axes.transAxes,
            color=colours.ink2,
            ha="left" if x < 0.5 else "right",  # noqa: PLR2004 - the left half
            va="bottom" if y < 0.5 else "top",  # noqa: PLR2004 - the lower half
            bbox={"facecolor": colours.panel, "alpha": 0.8, "pad": 1, "linewidth": 0},
        )


def _cell_regions(
    axes: Axes,
    at: tuple[NDArray[np.float64], NDArray[np.float64]],
    rows: Rows,
    *,
    scale: float,
) -> list[HitRegion]:
    """Return small squares that hold firms: a dot is too small to be hit."""
    figure = axes.get_figure(root=True)
    if figure is None:
        return []
    pixels = axes.transData.transform(np.column_stack(at))
    cells = np.floor(pixels / (CELL_PX * scale)).astype(np.int64)
    different, cell = np.unique(cells, axis=0, return_inverse=True)
    order = np.argsort(cell, kind="stable")
    groups = np.split(rows[order], np.cumsum(np.bincount(cell))[:-1])
    whole = np.array([figure.bbox.width, figure.bbox.height])
    corners = different * CELL_PX * scale / whole
    ends = (different + 1) * CELL_PX * scale / whole
    return [
        HitRegion(
            box=(corner[0], corner[1], end[0], end[1]),
            kind="firm",
            rows=np.sort(group),
            words=messages.text("charts.firms_here", n=f"{len(group):,}"),
        )
        for corner, end, group in zip(
            corners.tolist(), ends.tolist(), groups, strict=True
        )
    ]


def _quadrant_regions(
    axes: Axes,
    at: tuple[NDArray[np.float64], NDArray[np.float64]],
    rows: Rows,
    *,
    middle: tuple[float, float],
) -> list[HitRegion]:
    figure = axes.get_figure(root=True)
    if figure is None:
        return []
    whole = np.array([figure.bbox.width, figure.bbox.height])
    x, y = axes.transData.transform(middle) / whole
    frame = axes.get_window_extent()
    x0, y0, x1, y1 = np.array(frame.extents) / np.tile(whole, 2)
    much, high = at[0] > middle[0], at[1] > middle[1]
    boxes = ((x0, y, x, y1), (x, y, x1, y1), (x0, y0, x, y), (x, y0, x1, y))
    chosen = (~much & high, much & high, ~much & ~high, much & ~high)
    return [
        HitRegion(
            box=tuple(float(side) for side in box),  # type: ignore[arg-type]
            kind="firm",
            rows=rows[mine],
            words=messages.text(f"charts.quadrant_{name}")
            + " "
            + messages.text("charts.firms_here", n=f"{int(mine.sum()):,}"),
        )
        for name, box, mine in zip(QUADRANTS, boxes, chosen, strict=True)
    ]
