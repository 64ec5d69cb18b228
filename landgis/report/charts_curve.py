# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reclaimable land over the value of a threshold: the curve of a trial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from numpy.typing import NDArray

from landgis import messages
from landgis.report.charts_base import (
    TEXT_PX,
    Chart,
    ChartColours,
    ChartSize,
    finish,
    grid,
    label_axes,
    make_figure,
    points,
    put_legend,
    write,
)

MARGIN_PX = 90.0
HEADROOM = 1.06
MEAN_LETTER = 0.65  # of the size of the type: digits are half as wide


@dataclass(frozen=True, kw_only=True)
class CurveData:
    """What the curve shows: 亩 at each value, firm land and all of it."""

    values: NDArray[np.float64]
    firm_mu: NDArray[np.float64]
    total_mu: NDArray[np.float64]
    axis_words: str


@dataclass(frozen=True, kw_only=True)
class CurveMark:
    """A value that is marked: the one in force, or (violet) the one tried."""

    value: float
    total_mu: float
    is_trial: bool = False


def draw_curve(
    data: CurveData,
    *,
    marks: Sequence[CurveMark],
    colours: ChartColours,
    size: ChartSize,
) -> Chart:
    """Draw firm land as a band, the potential hatched above it, and the marks."""
    figure, axes = make_figure(size, colours)
    axes.fill_between(
        data.values, 0, data.firm_mu, color=colours.accent, alpha=0.45, linewidth=0
    )
    axes.fill_between(
        data.values,
        data.firm_mu,
        data.total_mu,
        facecolor=colours.accent_soft,
        edgecolor=colours.accent,
        hatch="///",
        linewidth=0,
    )
    axes.plot(data.values, data.total_mu, color=colours.accent, linewidth=points(2))
    axes.set_xlim(float(data.values[0]), float(data.values[-1]))
    top = max(float(data.total_mu.max(initial=0.0)), *(m.total_mu for m in marks), 1e-9)
    axes.set_ylim(0, top * HEADROOM)
    _draw_marks(axes, marks, data=data, colours=colours, size=size)
    grid(axes, colours, axis="y", ticks=4)
    label_axes(axes, colours, x=data.axis_words, y=messages.text("charts.mu_axis"))
    put_legend(
        figure,
        [
            (Patch(facecolor=colours.accent, alpha=0.45), messages.text("charts.firm")),
            (
                Patch(
                    facecolor=colours.accent_soft,
                    edgecolor=colours.accent,
                    hatch="///",
                    linewidth=0,
                ),
                messages.text("charts.potential"),
            ),
        ],
        colours=colours,
        size=size,
        entry_px=90,
    )
    words = messages.text(
        "charts.curve_words",
        low=f"{data.total_mu[0]:,.1f}",
        high=f"{data.total_mu[-1]:,.1f}",
    )
    return finish(figure, (), words)


def _draw_marks(
    axes: Axes,
    marks: Sequence[CurveMark],
    *,
    data: CurveData,
    colours: ChartColours,
    size: ChartSize,
) -> None:
    """Mark values with their 亩; the words stand above the rising curve, to its left.

    Words that would lie over each other are moved up.
    """
    low, high = axes.get_xlim()
    per_px = axes.get_ylim()[1] / max(size.height_px - MARGIN_PX, 60)
    px = size.width_px - MARGIN_PX
    row, floor = TEXT_PX * 1.5 * per_px, -np.inf
    for mark in sorted(marks, key=lambda mark: mark.total_mu):
        colour = colours.verify if mark.is_trial else colours.ink
        axes.vlines(
            mark.value,
            0,
            mark.total_mu,
            color=colour,
            linewidth=points(1.5),
            linestyle="-" if mark.is_trial else (0, (4, 3)),
        )
        axes.plot(
            [mark.value],
            [mark.total_mu],
            marker="o",
            markersize=points(9),
            markerfacecolor=colours.panel,
            markeredgecolor=colour,
            markeredgewidth=points(2),
            clip_on=False,
            zorder=5,
        )
        words = messages.text("charts.mu", mu=f"{mark.total_mu:,.1f}")
        room = (mark.value - low) / (high - low) * px
        wide = TEXT_PX * len(words) * MEAN_LETTER
        fits = room > wide
        # Where the words reach beyond the mark they stand above the curve there.
        end = mark.value if fits else low + (wide + 8) / px * (high - low)
        above = max(mark.total_mu, float(np.interp(end, data.values, data.total_mu)))
        height = max(above + 7 * per_px, floor + row)
        floor = height
        write(
            axes,
            words,
            (mark.value if fits else low + (high - low) * 0.01, height),
            ha="right" if fits else "left",
            va="bottom",
            color=colour,
        )
    axes.set_ylim(0, max(axes.get_ylim()[1], floor + 1.2 * row))
