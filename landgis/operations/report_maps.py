# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A result as the content of printed maps: land by class, reference layers, names."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely

from landgis.crs.systems import datum, gauss_krugers, identify
from landgis.messages import text
from landgis.operations.report_source import Mask, PageSource
from landgis.pages.drawing import Hatch, Look
from landgis.pages.mapdraw import MapContent, MapLayer, Place
from landgis.render.scale import north_angle
from landgis.render.viewport import Viewport
from landgis.report.symbols import Symbol, shipped_symbols
from landgis.report.themes import ThemeChoice, make_theme, theme_frame
from landgis.tables import Geometries

NORMAL, VACATED, PARK = "normal", "vacated", "park"
BLOCK_RED, TOWN_INK = "#C00000", "#6B7480"
_DASHES: Mapping[str, tuple[float, ...]] = {
    "solid": (),
    "dash": (1.6, 1.0),
    "dot": (0.4, 0.8),
}
_OUTSIDE = Look(fill="#F1EFEA", ink="#D2CCC1", width_mm=0.1)
_EMPTY: Geometries = np.empty(0, dtype=object)


def look_of(symbol: Symbol) -> Look:
    """Return how a class of land looks on paper, from the symbols of every output."""
    pattern = symbol.pattern
    hatch = None
    if pattern is not None:
        hatch = Hatch(
            id=pattern.id,
            lines=pattern.lines,
            marker=pattern.marker,
            pitch_mm=pattern.pitch_mm,
            size_mm=pattern.size_mm,
        )
    return Look(
        fill=symbol.fill,
        ink=symbol.ink,
        width_mm=symbol.outline_mm,
        dash=_DASHES[symbol.outline_style],
        hatch=hatch,
    )


def map_content(
    source: PageSource,
    *,
    theme: str = "status",
    hidden: tuple[str, ...] = (),
    inside: bytes | None = None,
) -> MapContent:
    """Return everything that a map may show.

    Parameters
    ----------
    hidden
        Statuses and reference layers that are left out.
    inside
        Which rows the sheet is about, as the bytes of a mask; others are pale.
    """
    return source.kept(
        ("map", theme, hidden, inside),
        lambda: _content(source, theme=theme, hidden=hidden, inside=inside),
    )


def _content(
    source: PageSource, *, theme: str, hidden: tuple[str, ...], inside: bytes | None
) -> MapContent:
    mask = (
        np.ones(len(source.figures), dtype=np.bool_)
        if inside is None
        else np.frombuffer(inside, dtype=np.bool_)
    )
    land = (
        _by_status(source, mask)
        if theme == "status"
        else _by_theme(source, mask, theme)
    )
    layers = [
        layer
        for layer in (*land, *_reference(source))
        if layer.id.partition(".")[0] not in hidden and layer.id not in hidden
    ]
    marked = source.statuses != NORMAL
    return MapContent(
        layers=tuple(layers),
        extent=source.extent,
        ground=source.towns,
        context=source.land[marked],
        places=() if "town" in hidden else _town_names(source),
        crs_note=crs_note(source.analysis.project.crs),
        north=_north(source),
    )


def counts_by_layer(source: PageSource, mask: Mask, theme: str) -> Mapping[str, int]:
    """Return how many parcels or pieces of an area each layer of land has."""
    inside = mask[: len(source.land)]
    if theme != "status":
        made = make_theme(
            theme_frame(source.analysis), ThemeChoice(theme=theme, ground="print")
        )
        codes = made.codes[inside[: len(made.codes)]]
        numbers = np.bincount(codes, minlength=len(made.legend))
        return {f"{theme}.{k}": int(n) for k, n in enumerate(numbers.tolist())}
    names, numbers = np.unique(
        source.statuses[inside].astype("str"), return_counts=True
    )
    counts = dict(zip(names.tolist(), numbers.tolist(), strict=True))
    counts[VACATED] = int(mask[len(source.land) :].sum())
    return counts


def _by_status(source: PageSource, mask: Mask) -> list[MapLayer]:
    """Return the usual land first, then the classes, those without fill last."""
    symbols = shipped_symbols()
    inside = mask[: len(source.land)]
    layers = [_outside(source, inside)]
    order = sorted(
        symbols, key=lambda name: (name != NORMAL, symbols[name].fill is None)
    )
    for name in order:
        symbol = symbols[name]
        if name == PARK:
            continue
        shapes = (
            source.analysis.vacated_geometry[mask[len(source.land) :]]
            if name == VACATED
            else source.land[(source.statuses == name) & inside]
        )
        layers.append(
            MapLayer(
                id=name,
                shapes=shapes,
                look=look_of(symbol),
                title=symbol.title,
                letter=symbol.letter,
                is_land=True,
            )
        )
    return _in_legend_order(layers, tuple(symbols))


def _in_legend_order(layers: list[MapLayer], names: tuple[str, ...]) -> list[MapLayer]:
    """Draw fills first; the legend sorts by itself, land in the order of symbols."""
    unfilled = [layer for layer in layers if layer.look.fill is None]
    filled = [layer for layer in layers if layer.look.fill is not None]
    places = {name: place for place, name in enumerate(names)}
    filled.sort(
        key=lambda layer: (
            layer.id != "outside",
            layer.id != NORMAL,
            places.get(layer.id, -1),
        )
    )
    return [*filled, *unfilled]


def _by_theme(source: PageSource, mask: Mask, theme: str) -> list[MapLayer]:
    made = make_theme(
        theme_frame(source.analysis), ThemeChoice(theme=theme, ground="print")
    )
    count = len(made.codes)
    inside = mask[:count]
    layers = [_outside(source, mask[: len(source.land)])]
    for number, row in enumerate(made.legend):
        look = Look(
            fill=None if row.is_unknown else row.fill,
            ink=row.ink,
            width_mm=0.35 if row.is_unknown else 0.15,
            dash=_DASHES["dash"] if row.is_unknown else (),
        )
        shapes = source.land[:count][(made.codes == number) & inside]
        layers.append(
            MapLayer(
                id=f"{theme}.{number}",
                shapes=shapes,
                look=look,
                title=row.title,
                is_land=True,
            )
        )
    return layers


def _outside(source: PageSource, inside: Mask) -> MapLayer:
    return MapLayer(id="outside", shapes=source.land[~inside], look=_OUTSIDE)


def _reference(source: PageSource) -> list[MapLayer]:
    """Return borders, block lines and parks, which are drawn above the land."""
    found = [
        MapLayer(
            id="town",
            shapes=source.towns,
            look=Look(ink=TOWN_INK, width_mm=0.25, dash=(2.6, 0.8, 0.5, 0.8)),
            title=text("pages.layer_town"),
            kind="line",
        )
    ]
    block = source.layers.get("block_line")
    if block is not None:
        level = block.frame.get("level")
        for name, dash in (("一级", ()), ("二级", (2.0, 1.2))):
            chosen = (
                (level == name).to_numpy(dtype=np.bool_)
                if level is not None
                else np.full(len(block.geometry), name == "一级")
            )
            found.append(
                MapLayer(
                    id=f"block_line.{name}",
                    shapes=block.geometry[chosen],
                    look=Look(ink=BLOCK_RED, width_mm=0.5, dash=dash),
                    title=text("pages.layer_block_line", level=name),
                    kind="line",
                )
            )
    park = source.analysis.park_geometry
    if len(park):
        symbol = shipped_symbols()[PARK]
        found.append(
            MapLayer(
                id=PARK,
                shapes=park,
                look=Look(ink=symbol.ink, width_mm=0.55),
                title=symbol.title,
                letter=symbol.letter,
                kind="area",
            )
        )
    return [layer for layer in found if len(layer.shapes)]


def _town_names(source: PageSource) -> tuple[Place, ...]:
    layer = source.layers.get("town")
    if layer is None or "name" not in layer.frame:
        return ()
    spots = shapely.point_on_surface(layer.geometry)
    return tuple(
        Place(name=str(name), x=float(spot.x), y=float(spot.y))
        for name, spot in zip(layer.frame["name"].tolist(), spots, strict=True)
        if isinstance(name, str) and spot is not None and not spot.is_empty
    )


def crs_note(crs: str) -> str:
    """Return what stands on a map on its coordinate system."""
    system = identify(crs)
    zone = gauss_krugers().get(system.code) if system is not None else None
    if system is None or zone is None or system.datum is None:
        return text("pages.crs_other", crs=crs)
    return text(
        "pages.crs_note",
        datum=datum(system.datum).title,
        width=zone.width,
        meridian=zone.meridian,
    )


def _north(source: PageSource) -> float:
    west, south, east, north = source.extent
    view = Viewport(
        centre_x=(west + east) / 2,
        centre_y=(south + north) / 2,
        m_per_px=1.0,
        width_px=1,
        height_px=1,
    )
    angle = north_angle(view, source.analysis.project.crs)
    return round(angle, 2) if np.isfinite(angle) else 0.0
