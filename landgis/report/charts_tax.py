# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firms by 亩均税收: how many in each step, by grade, and where the lines are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from numpy.typing import NDArray

from landgis import messages
from landgis.report.charts_base import (
    TEXT_PX,
    Chart,
    ChartColours,
    ChartSize,
    Part,
    finish,
    grid,
    label_axes,
    make_figure,
    points,
    put_legend,
    say_nothing,
    write,
)
from landgis.rules.profile import LowTest

GRADES = ("A", "B", "C", "D")
STEPS = (1.0, 2.0, 5.0)
BAR_PX = 14.0
FIRMS_SHOWN = 0.95
ROOM_OF_LINES = 1.5
LINE_ROW_PX = 17.0
MARGIN_PX = 80.0
TICK_STEPS = (1, 2, 5, 10)
MOST_TICKS = 7
LEAST_GAP = 0.7  # of the usual distance between ticks


def draw_tax_distribution(
    firms: pd.DataFrame,
    *,
    lines: Sequence[LowTest],
    colours: ChartColours,
    size: ChartSize,
) -> Chart:
    """Draw firms by 亩均税收, stacked by grade A–D, with the lines of the profile."""
    figure, axes = make_figure(size, colours)
    tax = firms.get("tax_per_mu", pd.Series(np.nan, index=firms.index))
    values = np.asarray(tax.to_numpy(na_value=np.nan), dtype=np.float64)
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        say_nothing(axes, messages.text("charts.no_tax"), colours=colours)
        return finish(figure, (), messages.text("charts.no_tax"))
    edges = _edges(values[known], lines, bars=int((size.width_px - 60) // BAR_PX))
    place = np.searchsorted(edges, values[known], side="right") - 1
    place = place.clip(0, len(edges) - 2)
    grade = firms.get("grade", pd.Series(np.nan, index=firms.index))
    groups = _groups(grade.iloc[known], colours)
    bottom = np.zeros(len(edges) - 1)
    parts: list[Part] = []
    for title, colour, chosen in groups:
        counts = np.bincount(place[chosen], minlength=len(bottom))
        bars = axes.bar(
            edges[:-1],
            counts,
            width=np.diff(edges),
            bottom=bottom,
            align="edge",
            color=colour,
            edgecolor=colours.panel,
            linewidth=points(1),
        )
        bottom = bottom + counts
        for number in np.flatnonzero(counts):
            rows = known[chosen & (place == number)]
            words = messages.text(
                "charts.tax_bar",
                low=f"{edges[number]:g}",
                high=f"{edges[number + 1]:g}",
                grade=title,
                n=f"{len(rows):,}",
            )
            parts.append(Part(artist=bars[number], kind="firm", rows=rows, words=words))
    _dress(axes, edges, colours)
    _draw_lines(axes, lines, colours=colours, size=size)
    put_legend(
        figure,
        [(Patch(facecolor=colour), title) for title, colour, _ in groups],
        colours=colours,
        size=size,
        entry_px=72,
    )
    words = messages.text(
        "charts.tax_words",
        n=f"{len(known):,}",
        missing=f"{len(firms) - len(known):,}",
        median=f"{np.median(values[known]):.1f}",
    )
    return finish(figure, parts, words)


def _groups(
    grade: pd.Series, colours: ChartColours
) -> list[tuple[str, str, NDArray[np.bool_]]]:
    """Return title, colour and firms of each grade that occurs, D lowest."""
    letters = grade.astype("str").where(grade.notna(), "").to_numpy()
    found = [
        (messages.text("charts.grade", grade=name), colour, letters == name)
        for name, colour in zip(GRADES[::-1], colours.grades[::-1], strict=True)
    ]
    none = ~np.isin(letters, GRADES)
    found.append((messages.text("charts.no_grade"), colours.line, none))
    return [group for group in found if group[2].any()]


def _edges(
    values: NDArray[np.float64], lines: Sequence[LowTest], *, bars: int
) -> NDArray[np.float64]:
    """Choose round steps from 0, so that a line falls between two bars."""
    needed = max(
        float(np.quantile(values, FIRMS_SHOWN)),
        ROOM_OF_LINES * max((test.threshold.value for test in lines), default=0.0),
        1.0,
    )
    bars = min(max(bars, 8), 40)
    power = 0.1
    while True:
        for step in STEPS:
            width = step * power
            if width * bars >= needed:
                count = int(np.ceil(needed / width))
                return np.round(np.arange(count + 1) * width, 9)
        power *= 10


def _dress(axes: Axes, edges: NDArray[np.float64], colours: ChartColours) -> None:
    axes.set_xlim(edges[0], edges[-1])
    grid(axes, colours, axis="y", ticks=5)
    every = next(n for n in TICK_STEPS if (len(edges) - 1) / n <= MOST_TICKS)
    places = np.arange(0, len(edges), every)
    if len(edges) - 1 - places[-1] < every * LEAST_GAP:
        places = places[:-1]  # the end of the axis stands there itself
    labels = [*(f"{edges[place]:g}" for place in places), f"{edges[-1]:g}+"]
    axes.set_xticks([*edges[places], edges[-1]], labels)
    label_axes(
        axes,
        colours,
        x=messages.text("charts.tax_axis"),
        y=messages.text("charts.firms_axis"),
    )


def _draw_lines(
    axes: Axes, lines: Sequence[LowTest], *, colours: ChartColours, size: ChartSize
) -> None:
    """Draw each line of the profile; names that would meet stand one above another."""
    wide = size.width_px - MARGIN_PX
    per_px = axes.get_xlim()[1] / wide
    ends: list[float] = []  # where the last name of each row ends, in pixels
    placed = []
    for test in sorted(lines, key=lambda test: test.threshold.value):
        name = messages.text(
            "charts.low_line",
            scale=test.scale or "",
            symbol=test.threshold.symbol,
            value=test.threshold.shown,
        )
        start = test.threshold.value / per_px
        row = next((n for n, end in enumerate(ends) if end <= start), len(ends))
        end = start + TEXT_PX * (len(name) + 1)
        ends[row : row + 1] = [end]
        placed.append((test.threshold.value, name, row, end > wide))
    top = axes.get_ylim()[1]
    high = max(size.height_px - 110, 60)
    axes.set_ylim(0, top * (1 + LINE_ROW_PX * max(len(ends), 1) / high))
    for value, name, row, turns in placed:
        height = 1 - LINE_ROW_PX * row / high
        axes.axvline(
            value,
            ymax=height,
            color=colours.ink,
            linewidth=points(1.5),
            linestyle=(0, (4, 3)),
        )
        write(
            axes,
            f"{name} " if turns else f" {name}",
            (value, axes.get_ylim()[1] * height),
            color=colours.ink,
            va="top",
            ha="right" if turns else "left",
        )
