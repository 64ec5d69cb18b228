# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reclaimable land by town and category, and 批而未供 by age."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from numpy.typing import NDArray

from landgis import messages
from landgis.analysis import STATUSES, Analysis
from landgis.reclaim.residual import AGEING_NAMES
from landgis.report.charts_base import (
    TEXT_PX,
    Chart,
    ChartColours,
    ChartSize,
    Part,
    fills,
    finish,
    grid,
    label_axes,
    make_figure,
    points,
    put_legend,
    say_nothing,
    write,
)
from landgis.report.symbols import Symbol, shipped_symbols

CATEGORIES = ("approved_unsupplied", *STATUSES, "vacated")
KINDS = {"approved_unsupplied": "approval", "vacated": "vacated"}
BAR_ROW_PX = 22.0
LEGEND_PX = 110.0
TOTAL_PX = 78.0
GAP_PX = 5.0
BAR_SHARE = 0.72


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """Land of one category in one bar."""

    bar: int
    category: str
    rows: NDArray[np.int64]
    mu: float


def draw_reclaimable(
    analysis: Analysis, *, colours: ChartColours, size: ChartSize
) -> Chart:
    """Draw reclaimable 亩 by town, stacked by category, hatched as on the map."""
    figure, axes = make_figure(size, colours)
    land = _reclaimable(analysis)
    if land.empty:
        say_nothing(axes, messages.text("charts.no_land"), colours=colours)
        return finish(figure, (), messages.text("charts.no_land"))
    room = max(3, int((size.height_px - LEGEND_PX) // BAR_ROW_PX))
    land, towns = _gather_towns(land, room)
    parts = _draw_towns(axes, land, towns)
    totals = land.groupby("bar")["mu"].sum().reindex(range(len(towns)), fill_value=0.0)
    widest = float(totals.max())
    wide = max(size.width_px - TOTAL_PX - 90, 80)
    axes.set_xlim(0, widest * (1 + TOTAL_PX / wide))
    gap = widest * GAP_PX / wide  # a space would be lost in an SVG
    for bar, total in enumerate(totals):
        said = messages.text("charts.mu", mu=f"{total:,.1f}")
        write(axes, said, (total + gap, bar), color=colours.ink, va="center")
    axes.set_yticks(range(len(towns)), towns)
    axes.invert_yaxis()
    grid(axes, colours, axis="x", ticks=4 if size.width_px < 500 else 6)  # noqa: PLR2004 - a side panel
    axes.spines["left"].set_visible(True)
    label_axes(axes, colours, x=messages.text("charts.mu_axis"))
    symbols = shipped_symbols()
    shown = [name for name in CATEGORIES if name in set(land["category"])]
    put_legend(
        figure,
        [(Patch(**fills(symbols[name])), symbols[name].title) for name in shown],  # type: ignore[arg-type]
        colours=colours,
        size=size,
        entry_px=170,
    )
    words = messages.text(
        "charts.land_words",
        mu=f"{totals.sum():,.1f}",
        overlap=f"{analysis.reclaimable.overlap_removed_mu:,.1f}",
        town=towns[int(totals.to_numpy().argmax())],
    )
    return finish(figure, parts, words)


def draw_ageing(
    residual: pd.DataFrame, *, colours: ChartColours, size: ChartSize
) -> Chart:
    """Draw 批而未供 by age: under 1, 1–2, 2–5, over 5 years, and without a date."""
    figure, axes = make_figure(size, colours)
    if not len(residual):
        say_nothing(axes, messages.text("charts.no_residual"), colours=colours)
        return finish(figure, (), messages.text("charts.no_residual"))
    symbol = shipped_symbols()["approved_unsupplied"]
    ages = residual["ageing"].fillna("").to_numpy(dtype=object)
    mu = residual["mu"].to_numpy(dtype=np.float64)
    names = [*AGEING_NAMES, *([""] if (ages == "").any() else [])]
    areas = [float(mu[ages == name].sum()) for name in names]
    parts = []
    for place, (name, area) in enumerate(zip(names, areas, strict=True)):
        rows = np.flatnonzero(ages == name)
        style = fills(symbol) if name else _unknown_style(colours)
        bars = axes.bar([place], [area], width=BAR_SHARE, **style)  # type: ignore[arg-type]
        said = messages.text("charts.mu", mu=f"{area:,.1f}")
        count = messages.text("charts.batches", n=len(rows))
        write(
            axes,
            f"{said}\n{count}",
            (place, area),
            color=colours.ink if name else colours.verify,
            ha="center",
            va="bottom",
            linespacing=1.4,
        )
        words = f"{_age_title(name)} {said} {count}"
        parts.append(Part(artist=bars[0], kind="approval", rows=rows, words=words))
    high = max(size.height_px - 90, 60)
    axes.set_ylim(0, max([*areas, 1e-9]) * (1 + 3.4 * TEXT_PX / high))
    axes.set_xlim(-0.6, len(names) - 0.4)
    axes.set_xticks(range(len(names)), [_age_title(name) for name in names])
    grid(axes, colours, axis="y", ticks=4)
    label_axes(axes, colours, y=messages.text("charts.residual_axis"))
    words = messages.text(
        "charts.ageing_words",
        mu=f"{mu.sum():,.1f}",
        n=len(residual),
        old=f"{areas[len(AGEING_NAMES) - 1]:,.1f}",
    )
    return finish(figure, parts, words)


def _age_title(name: str) -> str:
    if not name:
        return messages.text("charts.age_unknown")
    return messages.text(f"charts.age_{AGEING_NAMES.index(name) + 1}")


def _unknown_style(colours: ChartColours) -> dict[str, object]:
    return {
        "facecolor": "none",
        "edgecolor": colours.verify,
        "linestyle": "--",
        "linewidth": points(1.5),
    }


def _reclaimable(analysis: Analysis) -> pd.DataFrame:
    """Return all land that can be reclaimed: category, town, mu, row of its frame."""
    parcels = analysis.parcels
    pieces = [
        pd.DataFrame(
            {
                "category": parcels["status"].to_numpy(),
                "town": parcels["town"].to_numpy(),
                "mu": (parcels["firm_mu"] + parcels["potential_mu"]).to_numpy(),
                "row": np.arange(len(parcels)),
            }
        )
    ]
    for category, frame in (
        ("approved_unsupplied", analysis.residual),
        ("vacated", analysis.vacated),
    ):
        if len(frame):
            pieces.append(
                pd.DataFrame(
                    {
                        "category": category,
                        "town": frame["town"].to_numpy(),
                        "mu": frame["mu"].to_numpy(),
                        "row": np.arange(len(frame)),
                    }
                )
            )
    land = pd.concat(pieces, ignore_index=True)
    return land[land["mu"] > 0]


def _gather_towns(land: pd.DataFrame, room: int) -> tuple[pd.DataFrame, list[str]]:
    """Give each town its bar, largest first; what has no room becomes one bar."""
    totals = land.groupby("town")["mu"].sum().sort_values(ascending=False)
    towns = [str(name) for name in totals.index]
    shown = towns if len(towns) <= room else towns[: room - 1]
    place = {name: number for number, name in enumerate(shown)}
    land = land.assign(bar=land["town"].map(place).fillna(len(shown)).astype(np.int64))
    if len(shown) < len(towns):
        rest = messages.text("charts.other_towns", n=len(towns) - len(shown))
        shown = [*shown, rest]
    return land, shown


def _draw_towns(axes: Axes, land: pd.DataFrame, towns: list[str]) -> list[Part]:
    symbols = shipped_symbols()
    left = np.zeros(len(towns))
    parts = []
    for category in CATEGORIES:
        mine = land[land["category"] == category]
        for key, group in mine.groupby("bar"):
            bar = int(str(key))
            piece = _Piece(
                bar=bar,
                category=category,
                rows=group["row"].to_numpy(dtype=np.int64),
                mu=float(group["mu"].sum()),
            )
            parts.append(
                _draw_piece(
                    axes, piece, left, town=towns[bar], symbol=symbols[category]
                )
            )
    return parts


def _draw_piece(
    axes: Axes,
    piece: _Piece,
    left: NDArray[np.float64],
    *,
    town: str,
    symbol: Symbol,
) -> Part:
    """Draw a piece at the end of its bar, and move that end."""
    bars = axes.barh(
        [piece.bar],
        [piece.mu],
        left=[left[piece.bar]],
        height=BAR_SHARE,
        **fills(symbol),  # type: ignore[arg-type]
    )
    left[piece.bar] += piece.mu
    words = messages.text(
        "charts.land_bar",
        town=town,
        category=symbol.title,
        mu=f"{piece.mu:,.1f}",
        n=f"{len(piece.rows):,}",
    )
    return Part(
        artist=bars[0],
        kind=KINDS.get(piece.category, "parcel"),
        rows=piece.rows,
        words=words,
    )
