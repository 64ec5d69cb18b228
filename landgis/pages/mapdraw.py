# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A map as a drawing: ground, land, reference lines, grid, letters with halos."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.pages.drawing import (
    Drawing,
    Item,
    Look,
    boxes_in_frame,
    lines_mm,
    outlines_of,
    rings_mm,
)
from landgis.pages.lettering import Letter, Taken, halo, place_letters, text_width
from landgis.pages.paper import MM_PER_M, Bounds, Frame, grid_step
from landgis.tables import Geometries

GROUND = Look(fill="#FFFFFF")
CROSS = Look(ink="#3A444F", width_mm=0.13)
GRID = Look(ink="#8A94A2", width_mm=0.1)
_FULL_LINES = 20_000  # at smaller scales lines grow thinner
_THINNEST = 0.5
_NUMBER_MM = 12.0  # room for a number before the corner
_PLAIN_MM, _HAIR_MM = 0.9, 0.08
_CROSS_MM = 1.6
_PLACE_PT = 9.0
_PLACE_INK, _LETTER_INK = "#3A444F", "#17202B"
_EDGE_MM = 4.0


@dataclass(frozen=True, kw_only=True, eq=False)
class MapLayer:
    """Shapes that look alike; `title` "" keeps them out of the legend."""

    id: str
    shapes: Geometries
    look: Look
    title: str = ""
    letter: str = ""
    kind: Literal["area", "line"] = "area"
    is_land: bool = False

    @cached_property
    def boxes(self) -> NDArray[np.float64]:
        """Boxes of the shapes, worked out once for all pages."""
        return np.asarray(shapely.bounds(self.shapes), dtype=np.float64)

    def near(self, frame: Frame) -> MapLayer:
        """Return the layer with the shapes about a frame alone."""
        found = boxes_in_frame(self.boxes, frame)
        return replace(self, shapes=self.shapes[found])


@dataclass(frozen=True, kw_only=True)
class Place:
    """A name on the map, with where it belongs on the ground."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, kw_only=True, eq=False)
class MapContent:
    """Everything on a map, below to above.

    `ground` are the areas of the county (towns), `context` what a small overview
    shows, `extent` the ground that all land covers.
    """

    layers: tuple[MapLayer, ...]
    extent: Bounds
    ground: Geometries
    context: Geometries
    places: tuple[Place, ...] = ()
    crs_note: str = ""
    north: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Tick:
    """Where a grid line meets the frame, in mm from the lower left, and its number."""

    axis: Literal["x", "y"]
    at: float
    text: str


@dataclass(frozen=True, kw_only=True, eq=False)
class DrawnMap:
    """A drawing with its words and the layers that can be seen in it."""

    drawing: Drawing
    letters: tuple[Letter, ...]
    ticks: tuple[Tick, ...]
    present: tuple[MapLayer, ...]


@dataclass(frozen=True, kw_only=True)
class MapStyle:
    """What is drawn besides the layers."""

    grid: str = "crosses"
    letters: bool = True
    places: bool = True
    type: float = 1.0
    extra: tuple[Item, ...] = field(default=())
    extra_letters: tuple[Letter, ...] = field(default=())


def draw_map(content: MapContent, frame: Frame, style: MapStyle) -> DrawnMap:
    """Draw what lies in a frame."""
    sheet = rings_mm(
        [[(0, 0), (frame.width, 0), (frame.width, frame.height), (0, frame.height)]]
    )
    items = [Item(outlines=sheet, look=GROUND)]
    if len(content.ground):
        ground = outlines_of(content.ground, frame)
        items.append(Item(outlines=ground, look=Look(fill="#F6F4EF")))
    present = []
    thinner = min(1.0, max(_THINNEST, (_FULL_LINES / frame.scale) ** 0.35))
    for layer in (whole.near(frame) for whole in content.layers):
        if _is_seen(layer, frame):
            present.append(layer)
            items += _layer_items(layer, frame, thinner=thinner)
    ticks = make_ticks(frame)
    items += _grid(ticks, frame, style.grid)
    letters = _letters(present, frame) if style.letters else []
    letters += style.extra_letters
    if style.places:
        letters += _places(content.places, frame, letters, size=style.type)
    items += [*style.extra, *halo(letters)]
    drawing = Drawing(width=frame.width, height=frame.height, items=tuple(items))
    return DrawnMap(
        drawing=drawing,
        letters=tuple(letters),
        ticks=ticks,
        present=tuple(present),
    )


def _layer_items(layer: MapLayer, frame: Frame, *, thinner: float) -> list[Item]:
    """Return a layer drawn; land too small for its hatch is plain fill."""
    look = replace(layer.look, width_mm=layer.look.width_mm * thinner)
    if layer.kind == "line" or not (layer.is_land or layer.id == "outside"):
        outlines = outlines_of(layer.shapes, frame, kind=layer.kind)
        return [Item(outlines=outlines, look=look)]
    size = (layer.boxes[:, 2:] - layer.boxes[:, :2]).min(axis=1) / frame.m_per_mm
    small = size < _PLAIN_MM
    plain = (
        replace(look, hatch=None, ink=None)
        if look.fill
        else replace(look, dash=(), width_mm=_HAIR_MM)
    )
    return [
        Item(outlines=outlines_of(layer.shapes[chosen], frame), look=drawn)
        for chosen, drawn in ((small, plain), (~small, look))
        if chosen.any()
    ]


def make_ticks(frame: Frame) -> tuple[Tick, ...]:
    """Return the grid lines of a frame; the first and last numbers are whole ones."""
    step = grid_step(frame.scale)
    west, south, east, north = frame.bounds
    found: list[Tick] = []
    axes: tuple[tuple[Literal["x", "y"], float, float], ...] = (
        ("x", west, east),
        ("y", south, north),
    )
    for axis, low, high in axes:
        numbers = np.arange(math.ceil(low / step), math.floor(high / step) + 1)
        places = (numbers * step - low) / frame.m_per_mm
        length = (high - low) / frame.m_per_mm
        named = np.flatnonzero(places <= length - _NUMBER_MM)
        ends = {int(named[0]), int(named[-1])} if len(named) else set()
        for k, (number, at) in enumerate(
            zip(numbers.tolist(), places.tolist(), strict=True)
        ):
            text = _kilometres(number * step, step, whole=k in ends)
            is_named = at <= length - _NUMBER_MM
            found.append(Tick(axis=axis, at=at, text=text if is_named else ""))
    return tuple(found)


def _kilometres(metres: float, step: float, *, whole: bool) -> str:
    places = max(0, -math.floor(math.log10(step / MM_PER_M) + 1e-9))
    text = f"{metres / MM_PER_M:.{places}f}"
    if whole or places:
        return text
    return text[-2:]


def _grid(ticks: Sequence[Tick], frame: Frame, kind: str) -> list[Item]:
    across = [tick.at for tick in ticks if tick.axis == "x"]
    up = [tick.at for tick in ticks if tick.axis == "y"]
    if kind == "lines":
        lines = [(x, 0.0, x, frame.height) for x in across]
        lines += [(0.0, y, frame.width, y) for y in up]
        return [Item(outlines=lines_mm(lines), look=GRID)]
    if kind != "crosses":
        return []
    half = _CROSS_MM / 2
    lines = [(x - half, y, x + half, y) for x in across for y in up]
    lines += [(x, y - half, x, y + half) for x in across for y in up]
    return [Item(outlines=lines_mm(lines), look=CROSS)] if lines else []


def _letters(layers: Sequence[MapLayer], frame: Frame) -> list[Letter]:
    """Place the letters of all land together, so that larger parcels win."""
    land = [layer for layer in layers if layer.is_land and layer.letter]
    if not land:
        return []
    shapes = np.concatenate([layer.shapes for layer in land])
    texts = [layer.letter for layer in land for _ in range(len(layer.shapes))]
    return place_letters(shapes, texts, frame, ink=_LETTER_INK)


def _places(
    places: Sequence[Place], frame: Frame, letters: Sequence[Letter], *, size: float
) -> list[Letter]:
    """Place the names of towns where they are free; beside it where they are not."""
    taken = Taken()
    for letter in letters:
        taken.claim(letter)
    found = []
    for place in places:
        x, y = frame.to_mm(place.x, place.y)
        for shift in (0.0, 6.0, -6.0, 12.0, -12.0, 18.0, -18.0):
            letter = Letter(
                text=place.name,
                x=x,
                y=y + shift,
                size_pt=_PLACE_PT * size,
                ink=_PLACE_INK,
                halo_mm=0.5,
                spread=0.12,
            )
            if _fits(letter, frame) and taken.claim(letter):
                found.append(letter)
                break
    return found


def _fits(letter: Letter, frame: Frame) -> bool:
    half = text_width(letter.text, letter.size_pt, letter.spread) / 2 + 1
    return (
        half <= letter.x <= frame.width - half
        and _EDGE_MM <= letter.y <= frame.height - _EDGE_MM
    )


def _is_seen(layer: MapLayer, frame: Frame) -> bool:
    """Tell whether any shape really reaches into the frame, not its box alone."""
    if not len(layer.shapes):
        return False
    view = shapely.box(*frame.bounds)
    shapely.prepare(view)
    seen = shapely.boundary(layer.shapes) if layer.kind == "line" else layer.shapes
    return bool(shapely.intersects(view, seen).any())
