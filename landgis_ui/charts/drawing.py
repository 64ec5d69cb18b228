# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw the core's figures into pictures; the only module here that knows matplotlib.

Everything runs in a reading thread, one drawing at a time: matplotlib is not made
for several.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg

from landgis.analysis import Analysis
from landgis.report.charts import (
    PRINT_COLOURS,
    Chart,
    ChartColours,
    ChartSize,
    draw_ageing,
    draw_energy,
    draw_reclaimable,
    draw_tax_distribution,
)
from landgis_ui.charts.figures import Wanted
from landgis_ui.theme.tokens import Theme

DARK_GRADES = ("#4FB06E", "#A6DBA0", "#F0C77A", "#E08A3C")
"""Grades A to D on a dark ground, as far apart as those on paper."""

SAVED_SCALE = 3.0
"""Pixels of a saved picture for one of the screen."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A figure as pixels (RGBA, rows from the top) with what can be clicked in it."""

    chart: Chart
    pixels: bytes
    width: int
    height: int
    wanted: Wanted


def draw_picture(analysis: Analysis, wanted: Wanted, *, lock: threading.Lock) -> Drawn:
    """Draw a figure in the colours of the window."""
    with lock:
        chart = _draw(analysis, wanted)
        canvas = FigureCanvasAgg(chart.figure)
        canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib's
        width, height = canvas.get_width_height()
        pixels = bytes(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    return Drawn(chart=chart, pixels=pixels, width=width, height=height, wanted=wanted)


def save_picture(
    analysis: Analysis, wanted: Wanted, path: Path, *, lock: threading.Lock
) -> Path:
    """Save a figure in the colours of paper; the file is whole or as it was.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    paper = replace(wanted, theme=None, ratio=SAVED_SCALE)
    handle, name = tempfile.mkstemp(
        prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent
    )
    os.close(handle)
    try:
        with lock:
            figure = _draw(analysis, paper).figure
            FigureCanvasAgg(figure)
            figure.savefig(name, format=path.suffix[1:].lower(), dpi=figure.dpi)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return path


def _draw(analysis: Analysis, wanted: Wanted) -> Chart:
    size = ChartSize(
        width_px=max(wanted.width_px, 1.0),
        height_px=max(wanted.height_px, 1.0),
        scale=wanted.ratio,
    )
    return _PAINTERS[wanted.name](analysis, _colours(wanted.theme), size)


def _colours(theme: Theme | None) -> ChartColours:
    if theme is None:
        return PRINT_COLOURS
    return ChartColours(
        panel=theme.panel,
        ink=theme.ink,
        ink2=theme.ink2,
        line=theme.line,
        accent=theme.accent,
        accent_soft=theme.accent_soft,
        verify=theme.verify,
        grades=DARK_GRADES if theme.is_dark else PRINT_COLOURS.grades,
        is_dark=theme.is_dark,
    )


def _tax(analysis: Analysis, colours: ChartColours, size: ChartSize) -> Chart:
    lines = analysis.project.profile.low
    return draw_tax_distribution(
        analysis.firms, lines=lines, colours=colours, size=size
    )


def _reclaimable(analysis: Analysis, colours: ChartColours, size: ChartSize) -> Chart:
    return draw_reclaimable(analysis, colours=colours, size=size)


def _ageing(analysis: Analysis, colours: ChartColours, size: ChartSize) -> Chart:
    return draw_ageing(analysis.residual, colours=colours, size=size)


def _energy(analysis: Analysis, colours: ChartColours, size: ChartSize) -> Chart:
    return draw_energy(analysis.firms, colours=colours, size=size)


_PAINTERS: Mapping[str, Callable[[Analysis, ChartColours, ChartSize], Chart]] = {
    "tax": _tax,
    "reclaimable": _reclaimable,
    "ageing": _ageing,
    "energy": _energy,
}
