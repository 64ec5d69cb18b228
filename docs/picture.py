# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw the map of the README: ``python docs/picture.py [OUT]``.

OUT is what `landgis run` wrote for the sample county; without it the
demonstration is run first.  Colours and hatches are those of every output.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pylopdf_fonts_zh_cn
import shapely
from matplotlib import font_manager, patheffects
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import ConnectionPatch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path as Outline
from PIL import Image

from landgis.operations.demo import run_demo
from landgis.report.symbols import Pattern, Symbol, shipped_symbols
from landgis.units import round_half_up

HERE = Path(__file__).resolve().parent
COUNTY = HERE.parent / "sample_data" / "county"
DPI = 150
INCH_MM = 25.4
SIZE_MM = (320.0, 190.0)
MAP_MM = (7.0, 7.0, 189.0, 163.0)
DETAIL_MM = (202.0, 84.0, 111.0, 86.0)
LEGEND_MM = (202.0, 7.0, 111.0, 72.0)
LEGEND_COLUMNS = ((0.0, 62.0), (66.0, 111.0))  # where each begins and ends
TITLE_MM = 180.0
DETAIL_KM = 1.4
INK, PALE, LINE = "#26303A", "#5E6B77", "#8A949E"
GROUND, WATER, ROAD, TOWN = "#FBFAF7", "#CFE3EE", "#E3DCCF", "#A9A196"
DASHES = {"solid": "-", "dash": (0, (5, 3)), "dot": ":"}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The result's layers, and the ground to lay them on.

    `land` has the shapes of each symbol, `amounts` what the legend says of it.
    """

    summary: dict[str, Any]
    land: dict[str, np.ndarray]
    amounts: dict[str, str]
    towns: gpd.GeoDataFrame
    water: gpd.GeoDataFrame
    roads: gpd.GeoDataFrame


def read_scene(out: Path) -> Scene:
    """Read an OUT folder."""
    result = out / "result.gpkg"
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    parcels = gpd.read_file(result, layer="parcel")
    land = {
        str(status): rows.geometry.to_numpy()
        for status, rows in parcels.groupby("status")
    }
    mu = {name: numbers["mu"] for name, numbers in summary["land"].items()}
    mu["vacated"] = summary["reclaimable"]["by_category"]["vacated"]["firm_mu"]
    amounts = {name: f"{number:,.0f} 亩" for name, number in mu.items()}
    for layer, name in (
        ("residual", "approved_unsupplied"),
        ("vacated", "vacated"),
        ("park", "park"),
    ):
        land[name] = gpd.read_file(result, layer=layer).geometry.to_numpy()
    amounts["park"] = f"{len(land['park'])} 个"
    towns, water, roads = (
        gpd.read_file(COUNTY / f"{name}.geojson").to_crs(parcels.crs)
        for name in ("镇街", "水系", "道路")
    )
    return Scene(
        summary=summary,
        land=land,
        amounts=amounts,
        towns=towns,
        water=water,
        roads=roads,
    )


def add_axes(figure: Figure, place: tuple[float, float, float, float]) -> Axes:
    """Add axes at a place in millimetres: left, bottom, width, height."""
    wide, high = SIZE_MM
    left, bottom, width, height = place
    axes = figure.add_axes((left / wide, bottom / high, width / wide, height / high))
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color(LINE)
        spine.set_linewidth(0.8)
    return axes


def frame(
    axes: Axes, centre: tuple[float, float], *, width: float, place: Any
) -> float:
    """Show `width` metres around a centre; return metres for a millimetre."""
    height = width * place[3] / place[2]
    x, y = centre
    axes.set_xlim(x - width / 2, x + width / 2)
    axes.set_ylim(y - height / 2, y + height / 2)
    return width / place[2]


def outline(shape: shapely.Geometry) -> Outline:
    """Return a polygon with its holes as one path."""
    parts = [
        Outline(np.asarray(ring.coords)[:, :2], closed=True)
        for polygon in shapely.get_parts(shape)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    return Outline.make_compound_path(*parts)


def draw_hatch(axes: Axes, shape: Any, symbol: Symbol, *, metres_per_mm: float) -> None:
    """Draw a symbol's pattern inside a shape, spaced in millimetres of paper."""
    pattern = symbol.pattern
    if pattern is None or shapely.is_empty(shape):
        return
    pitch = pattern.pitch_mm * metres_per_mm
    if pattern.marker:
        draw_marks(axes, shape, pattern, ink=symbol.ink, pitch=pitch)
        return
    west, south, east, north = shape.bounds
    centre = np.array([(west + east) / 2, (south + north) / 2])
    reach = np.hypot(east - west, north - south) / 2 + pitch
    for angle in np.radians(pattern.lines):
        along = np.array([np.cos(angle), np.sin(angle)])
        across = np.array([-along[1], along[0]])
        shift = -(centre @ across) % pitch  # in step from one parcel to the next
        steps = np.arange(shift - pitch * np.ceil(reach / pitch), reach, pitch)
        middles = centre + steps[:, None] * across
        lines = shapely.linestrings(
            np.stack([middles - reach * along, middles + reach * along], axis=1)
        )
        cut = shapely.get_parts(shapely.get_parts(shapely.intersection(lines, shape)))
        cut = cut[shapely.get_type_id(cut) == shapely.GeometryType.LINESTRING]
        strokes = [np.asarray(line.coords) for line in cut]
        width = pattern.size_mm / INCH_MM * 72
        axes.add_collection(
            LineCollection(strokes, colors=symbol.ink, linewidths=width, zorder=4)
        )


def draw_marks(
    axes: Axes, shape: Any, pattern: Pattern, *, ink: str, pitch: float
) -> None:
    """Draw a pattern of points inside a shape."""
    west, south, east, north = np.floor(np.array(shape.bounds) / pitch) * pitch
    x, y = np.meshgrid(
        np.arange(west, east + 2 * pitch, pitch),
        np.arange(south, north + 2 * pitch, pitch),
    )
    inside = shapely.contains_xy(shape, x, y)
    axes.plot(
        x[inside],
        y[inside],
        linestyle="none",
        marker={"circle": "o", "cross": "+"}[pattern.marker],
        markersize=pattern.size_mm / INCH_MM * 72,
        color=ink,
        markeredgewidth=0.7 if pattern.marker == "cross" else 0,
        zorder=4,
    )


def draw_symbol(
    axes: Axes, shapes: Any, symbol: Symbol, *, metres_per_mm: float, close: bool
) -> None:
    """Draw shapes as the symbol file says; hatches only where they can be seen."""
    if not len(shapes):
        return
    path = Outline.make_compound_path(*(outline(shape) for shape in shapes))
    if symbol.fill is not None:
        axes.add_patch(PathPatch(path, facecolor=symbol.fill, edgecolor="none"))
    if close:
        for shape in shapes:
            draw_hatch(axes, shape, symbol, metres_per_mm=metres_per_mm)
    if close or symbol.fill is None:
        width = symbol.outline_mm if close else max(symbol.outline_mm * 0.7, 0.25)
        axes.add_patch(
            PathPatch(
                path,
                facecolor="none",
                edgecolor=symbol.ink,
                linewidth=width / INCH_MM * 72,
                linestyle=DASHES[symbol.outline_style],
                zorder=5,
            )
        )


def draw_ground(axes: Axes, scene: Scene) -> None:
    """Draw water, roads and the borders of the towns."""
    axes.set_facecolor("#EFEDE8")
    scene.towns.plot(ax=axes, color=GROUND, edgecolor="none", aspect=None)
    scene.water.plot(ax=axes, color=WATER, edgecolor="none", aspect=None)
    scene.roads.plot(ax=axes, color=ROAD, edgecolor="none", linewidth=1, aspect=None)
    scene.towns.boundary.plot(
        ax=axes, color=TOWN, linewidth=0.8, linestyle=(0, (6, 2, 1, 2)), aspect=None
    )
    axes.set(xlabel="", ylabel="")


def draw_land(axes: Axes, scene: Scene, *, metres_per_mm: float, close: bool) -> None:
    """Draw all land, the usual first, outlines without filling last."""
    symbols = shipped_symbols()
    order = sorted(symbols, key=lambda name: (name != "normal", not symbols[name].fill))
    west, east = axes.get_xlim()
    south, north = axes.get_ylim()
    view = shapely.box(west, south, east, north)
    for name in order:
        shapes = scene.land.get(name, np.array([]))
        if close:
            shapes = shapes[shapely.intersects(shapes, view)]
        draw_symbol(
            axes, shapes, symbols[name], metres_per_mm=metres_per_mm, close=close
        )


def write_letters(axes: Axes, scene: Scene, *, metres_per_mm: float) -> None:
    """Write each parcel's letter where the parcel is wide enough for it."""
    halo = [patheffects.withStroke(linewidth=2.2, foreground="white")]
    for name, symbol in shipped_symbols().items():
        for shape in scene.land.get(name, ()):
            spot = shapely.maximum_inscribed_circle(shape, tolerance=1.0)
            room = shapely.length(spot) / metres_per_mm
            if symbol.letter and room > 1.5 + 0.5 * len(symbol.letter):
                x, y = spot.coords[0][:2]
                axes.text(
                    x,
                    y,
                    symbol.letter,
                    fontsize=7.5,
                    color=symbol.ink,
                    ha="center",
                    va="center",
                    path_effects=halo,
                    zorder=6,
                    clip_on=True,
                )


def write_towns(axes: Axes, towns: gpd.GeoDataFrame) -> None:
    """Write the names of the towns."""
    halo = [patheffects.withStroke(linewidth=3, foreground="white", alpha=0.9)]
    for name, shape in zip(towns["镇街名称"], towns.geometry, strict=True):
        spot = shape.representative_point()
        axes.text(
            spot.x,
            spot.y,
            name,
            fontsize=11,
            color=INK,
            ha="center",
            va="center",
            path_effects=halo,
            zorder=8,
        )


def draw_scale_bar(axes: Axes, metres: float, label: str) -> None:
    """Draw a scale bar of some metres in the lower left corner."""
    west, east = axes.get_xlim()
    south, north = axes.get_ylim()
    x, y = west + (east - west) * 0.035, south + (north - south) * 0.035
    high = (north - south) * 0.008
    axes.add_patch(
        Rectangle(
            (x - metres * 0.12, y - high),
            metres * 1.5,
            high * 6,
            facecolor="white",
            edgecolor="none",
            alpha=0.85,
            zorder=8.5,
        )
    )
    for part, colour in ((0, INK), (1, "white")):
        axes.add_patch(
            Rectangle(
                (x + part * metres / 2, y),
                metres / 2,
                high,
                facecolor=colour,
                edgecolor=INK,
                linewidth=0.7,
                zorder=9,
            )
        )
    for where, text in ((x, "0"), (x + metres, label)):
        axes.text(
            where,
            y + 2 * high,
            text,
            fontsize=8,
            color=INK,
            ha="center",
            va="bottom",
            zorder=9,
        )


def draw_north_arrow(axes: Axes) -> None:
    """Draw a north arrow in the upper left corner."""
    x, y, high, wide = 0.045, 0.885, 0.065, 0.014
    for side, colour in ((-1, INK), (1, "white")):
        axes.add_patch(
            Polygon(
                [(x, y + high), (x + side * wide, y), (x, y + high * 0.25)],
                transform=axes.transAxes,
                facecolor=colour,
                edgecolor=INK,
                linewidth=0.8,
                zorder=9,
            )
        )
    axes.text(
        x,
        y + high + 0.008,
        "北",
        transform=axes.transAxes,
        fontsize=10,
        color=INK,
        ha="center",
        va="bottom",
        zorder=9,
    )


def draw_legend(axes: Axes, scene: Scene) -> None:
    """Draw each symbol with its title and its 亩, and the sum below."""
    axes.axis("off")
    _, _, width, height = LEGEND_MM
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    entries = [s for s in shipped_symbols().values() if s.id in scene.amounts]
    rows = (len(entries) + 1) // 2
    for number, symbol in enumerate(entries):
        column, row = divmod(number, rows)
        left, right = LEGEND_COLUMNS[column]
        y = height - 4.0 - row * 6.2
        draw_key(axes, symbol, corner=(left, y - 2.1))
        axes.text(left + 11, y, symbol.title, fontsize=8.5, color=INK, va="center")
        axes.text(
            right,
            y,
            scene.amounts[symbol.id],
            fontsize=8.5,
            color=INK,
            ha="right",
            va="center",
        )
    write_total(axes, scene.summary["reclaimable"], top=height - 2.5 - rows * 6.2)


def draw_key(axes: Axes, symbol: Symbol, *, corner: tuple[float, float]) -> None:
    """Draw the sample of a symbol in the legend, at a corner in millimetres."""
    x, y = corner
    box = shapely.box(x, y, x + 8.5, y + 4.4)
    draw_symbol(axes, [box], symbol, metres_per_mm=1.0, close=True)


def write_total(axes: Axes, land: dict[str, Any], *, top: float) -> None:
    """Write how much can be reclaimed, as a sum."""
    width = LEGEND_MM[2]
    axes.add_line(Line2D([0, width], [top + 1] * 2, color=LINE, linewidth=0.8))
    axes.text(0, top - 4.5, "可腾出合计", fontsize=11, color=INK, va="center")
    axes.text(
        width,
        top - 4.5,
        f"{land['total_mu']:,.2f} 亩",
        fontsize=15,
        color=INK,
        ha="right",
        va="center",
    )
    total, firm, potential = (
        round_half_up(land[name], places=2)
        for name in ("total_mu", "firm_mu", "potential_mu")
    )
    axes.text(
        width,
        top - 11,
        # What is taken off carries the residue of rounding, as in the ledgers.
        f"＝ 确定 {firm:,} ＋ 潜在 {potential:,}"
        f" － 重叠已扣 {firm + potential - total:,}",
        fontsize=8.5,
        color=PALE,
        ha="right",
        va="center",
    )


def find_busy_place(scene: Scene, *, width: float, height: float) -> Any:
    """Return the middle of the window that shows the most kinds of land."""
    kinds = [name for name in scene.land if name not in {"normal", "park"}]
    spots = {name: shapely.centroid(scene.land[name]) for name in kinds}
    every = np.concatenate([shapely.get_coordinates(spots[name]) for name in kinds])
    best, most = every[0], -1.0
    for x, y in every:
        view = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        counts = [shapely.intersects(view, spots[name]).sum() for name in kinds]
        worth = float(sum(min(count, 4) ** 0.5 for count in counts))
        if worth > most:
            best, most = np.array([x, y]), worth
    return tuple(best)


def draw(scene: Scene) -> Figure:
    """Draw the whole sheet."""
    figure = Figure(figsize=(SIZE_MM[0] / INCH_MM, SIZE_MM[1] / INCH_MM), dpi=DPI)
    figure.set_facecolor("white")
    project = scene.summary["project"]
    wide, high = SIZE_MM
    figure.text(
        MAP_MM[0] / wide,
        TITLE_MM / high,
        "云浦县工业用地盘活现状图",
        fontsize=20,
        color=INK,
        va="center",
    )
    figure.text(
        1 - MAP_MM[0] / wide,
        (TITLE_MM - 1.5) / high,
        f"基准日 {project['reference_date']}　规则 {project['profile']}　"
        "虚构的演示数据",
        fontsize=9.5,
        color=PALE,
        ha="right",
        va="center",
    )
    whole = add_axes(figure, MAP_MM)
    west, south, east, north = scene.towns.total_bounds
    width = max(east - west, (north - south) * MAP_MM[2] / MAP_MM[3]) * 1.04
    middle = ((west + east) / 2, (south + north) / 2)
    scale = frame(whole, middle, width=width, place=MAP_MM)
    draw_ground(whole, scene)
    draw_land(whole, scene, metres_per_mm=scale, close=False)
    write_towns(whole, scene.towns)
    draw_scale_bar(whole, 2000, "2 千米")
    draw_north_arrow(whole)
    detail = add_axes(figure, DETAIL_MM)
    width = DETAIL_KM * 1000
    height = width * DETAIL_MM[3] / DETAIL_MM[2]
    centre = find_busy_place(scene, width=width, height=height)
    scale = frame(detail, centre, width=width, place=DETAIL_MM)
    draw_ground(detail, scene)
    draw_land(detail, scene, metres_per_mm=scale, close=True)
    write_letters(detail, scene, metres_per_mm=scale)
    draw_scale_bar(detail, 200, "200 米")
    corner = (centre[0] - width / 2, centre[1] - height / 2)
    whole.add_patch(
        Rectangle(corner, width, height, facecolor="none", edgecolor=INK, linewidth=1.4)
    ).set_zorder(7)
    for at_top in (0, 1):
        link = ConnectionPatch(
            (corner[0] + width, corner[1] + at_top * height),
            (0, at_top),
            coordsA="data",
            coordsB="axes fraction",
            axesA=whole,
            axesB=detail,
            color=INK,
            linewidth=0.7,
            linestyle=(0, (4, 3)),
            alpha=0.45,
        )
        figure.add_artist(link)
    draw_legend(add_axes(figure, LEGEND_MM), scene)
    return figure


def save(figure: Figure, path: Path) -> None:
    """Write the sheet as a PNG of 256 colours, which keeps it small."""
    whole = BytesIO()
    figure.savefig(whole, dpi=DPI)
    image = Image.open(whole).convert("RGB")
    image.quantize(colors=256, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    """Draw the result named on the command line, or that of a new demonstration."""
    font = pylopdf_fonts_zh_cn.sans_path()
    font_manager.fontManager.addfont(font)
    mpl.rcParams["font.family"] = font_manager.FontProperties(fname=font).get_name()
    with tempfile.TemporaryDirectory() as place:
        if len(sys.argv) > 1:
            out = Path(sys.argv[1])
        else:
            out = run_demo(Path(place) / "county").out
        figure = draw(read_scene(out))
    save(figure, HERE / "map.png")


if __name__ == "__main__":
    main()
