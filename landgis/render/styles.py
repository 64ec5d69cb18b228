# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The looks of the classes as tables that a loop over pixels can use."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from landgis.render.hatches import LEVELS, Hatch, tile_of
from landgis.render.raster import DEPTH
from landgis.render.viewport import Viewport

Rgba = NDArray[np.float64]
Argb = NDArray[np.uint32]
Flags = NDArray[np.bool_]
Classes = NDArray[np.uint8] | NDArray[np.uint16]

_DIMMED = 0.25
_UNFILLED = 0.55
_THIN_PX = 1.0
_DASH_PX = 8
_DOT_PX = 4
_ANCHOR = 0.318
"""Where hatches lie within a pixel: no view falls on it by chance."""


@dataclass(frozen=True, kw_only=True)
class ClassStyle:
    """How the rows of one class look; colours are "#RRGGBB", None leaves the ground.

    `outline` is "solid", "dash", "dot" or "none"; `outline_px` are logical pixels.
    Outlines wider than a pixel lie inside the parcel.
    """

    fill: str | None
    ink: str
    hatch: Hatch | None = None
    outline: str = "solid"
    outline_px: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The styles by class number, and the colours that depend on the theme.

    `ground` None leaves the ground transparent (a picture lies below).
    """

    classes: tuple[ClassStyle, ...]
    ground: str | None = "#F5F4F0"
    accent: str = "#1F5FBF"
    halo: str = "#FFFFFF"
    hover: str = "#17202B"


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """What is picked out at the moment; everything here changes without a redraw.

    Attributes
    ----------
    selected
        Rows drawn with the accent in a halo.
    hovered
        The row under the mouse, or -1.
    dimmed, hidden
        Numbers of classes that step back, or are not drawn.
    pixel_ratio
        Device pixels in a logical pixel.
    hatches, hatch_scale
        Whether hatches are drawn at all, and how large: 1.5 in a meeting.
    """

    selected: NDArray[np.int64] = field(
        default_factory=lambda: np.empty(0, dtype=np.int64)
    )
    hovered: int = -1
    dimmed: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    opacity: float = 1.0
    pixel_ratio: float = 1.0
    hatches: bool = True
    hatch_scale: float = 1.0


class Tables(NamedTuple):
    """Colours and numbers by look.

    The looks are the classes as large rows have them, then as small ones have them;
    the last but one is that of no row, the last the accent alone.

    `body` holds the colour by amount of hatch ink, `edge` that of the outline, both
    with 16 bits for each channel. `limit` is the squared distance from the border
    below which there is outline, `half` whether only one of two neighbours has it,
    `dash` its period in samples (0 solid); `hatch` the number of a tile, of which
    the last is without ink. `phase` is where the picture's first line lies in a
    tile, `columns` the column of a tile for each of the picture's.
    """

    body: NDArray[np.uint64]
    edge: NDArray[np.uint64]
    limit: NDArray[np.int32]
    half: NDArray[np.uint8]
    dash: NDArray[np.int32]
    hatch: NDArray[np.int32]
    tiles: NDArray[np.uint8]
    periods: NDArray[np.int32]
    phase: NDArray[np.int32]
    columns: NDArray[np.int32]


def rgb(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue of "#RRGGBB", 0 to 1."""
    value = int(colour.removeprefix("#"), 16)
    return (value >> 16) / 255, (value >> 8 & 255) / 255, (value & 255) / 255


def pack(colours: Rgba) -> NDArray[np.uint32]:
    """Return straight colours (red, green, blue, alpha; 0 to 1) as Qt keeps them."""
    alpha = colours[..., 3:]
    parts = np.concatenate((alpha, colours[..., :3] * alpha), axis=-1)
    whole = np.round(parts * 255).astype(np.uint32)
    found = whole[..., 0] << 24 | whole[..., 1] << 16 | whole[..., 2] << 8
    return np.asarray(found | whole[..., 3], dtype=np.uint32)


def wide(colours: Argb) -> NDArray[np.uint64]:
    """Return packed colours with 16 bits for each channel."""
    word = colours.astype(np.uint64)
    pairs = (word | word << np.uint64(16)) & np.uint64(0x0000FFFF0000FFFF)
    found = (pairs | pairs << np.uint64(8)) & np.uint64(0x00FF00FF00FF00FF)
    return np.asarray(found, dtype=np.uint64)


def tables_of(
    palette: Palette, view: View, viewport: Viewport, *, supersample: int
) -> Tables:
    """Return the tables for a picture."""
    classes = palette.classes
    count = len(classes)
    alpha = np.full((count, 1), view.opacity)
    alpha[list(view.dimmed)] *= _DIMMED
    alpha[list(view.hidden)] = 0
    ink = np.array([rgb(style.ink) for style in classes]).reshape(-1, 3)
    is_filled = np.array([[style.fill is not None] for style in classes], dtype=bool)
    is_filled = is_filled.reshape(-1, 1)
    fill = np.array([rgb(style.fill or style.ink) for style in classes]).reshape(-1, 3)
    share = np.linspace(0, 1, LEVELS + 1)[None, :, None]
    solid = fill[:, None] * (1 - share) + ink[:, None] * share
    cover = np.where(is_filled[:, None], 1.0, share)
    small = np.where(is_filled, alpha, alpha * _UNFILLED)
    per_px = view.pixel_ratio * supersample
    reach = [
        0 if number in view.hidden else _reach(style, per_px)
        for number, style in enumerate(classes)
    ]
    none = [0] * (count + 2)
    limit = [(max(deep, 1) - 1) ** 2 + 1 if deep else 0 for deep in reach]
    hatches = [style.hatch if view.hatches else None for style in classes]
    large = _on_ground(solid, cover * alpha[:, None], palette)
    tiny = _on_ground(
        np.broadcast_to(fill[:, None], solid.shape), small[:, None], palette
    )
    return Tables(
        body=wide(np.concatenate((large, tiny, _more(palette)))),
        edge=wide(np.concatenate((_on_ground(ink, alpha, palette), none))),
        limit=np.array([*limit, *none], dtype=np.int32),
        half=np.array([*(deep < 0 for deep in reach), *none], dtype=np.uint8),
        dash=np.array([*(_dash(s, per_px) for s in classes), *none], dtype=np.int32),
        **_tiles([*hatches, *(None for _ in none)], view, viewport),
    )


def looks_of(
    classes: Classes, is_small: Flags, is_accent: Flags, *, count: int
) -> Classes:
    """Return the look of each row, see `Tables`; no flags of accent mean none."""
    looks: Classes = (
        classes.astype(np.uint8)
        if 2 * count + 1 <= np.iinfo(np.uint8).max
        else classes.astype(np.uint16)
    )
    np.add(looks, looks.dtype.type(count), out=looks, where=is_small)
    if len(is_accent):
        looks[is_accent] = 2 * count + 1
    return looks


def _on_ground(
    colours: NDArray[np.float64], alpha: NDArray[np.float64], palette: Palette
) -> Argb:
    """Lay colours over the ground."""
    alpha = np.broadcast_to(alpha, (*colours.shape[:-1], 1))
    if palette.ground is None:
        return pack(np.concatenate((colours, alpha), axis=-1))
    mixed = colours * alpha + np.array(rgb(palette.ground)) * (1 - alpha)
    return pack(np.concatenate((mixed, np.ones_like(alpha)), axis=-1))


def _more(palette: Palette) -> Argb:
    """Return the colours of no row, and of the accent alone."""
    found = np.zeros((2, LEVELS + 1), dtype=np.uint32)
    if palette.ground is not None:
        found[0] = pack(np.array((*rgb(palette.ground), 1.0)))
    found[1] = pack(np.array((*rgb(palette.accent), 1.0)))
    return found


def _tiles(
    hatches: list[Hatch | None], view: View, viewport: Viewport
) -> dict[str, NDArray[Any]]:
    """Return the tiles, where they lie on the ground, and which class has which."""
    used = list(dict.fromkeys(hatch for hatch in hatches if hatch is not None))
    found = [tile_of(hatch, view.pixel_ratio * view.hatch_scale) for hatch in used]
    found.append(np.zeros((1, 1), dtype=np.uint8))
    periods = np.array([len(tile) for tile in found], dtype=np.int32)
    side = int(periods.max())
    tiles = np.zeros((len(found), side, side), dtype=np.uint8)
    for number, tile in enumerate(found):
        tiles[number, : len(tile), : len(tile)] = tile
    # Counted in the ground's own pixels, from its origin: the hatch lies still.
    across = math.floor(viewport.left / viewport.m_per_px + _ANCHOR)
    down = math.floor(-viewport.top / viewport.m_per_px + _ANCHOR)
    columns = (np.arange(viewport.width_px) + across) % periods[:, None]
    places = {hatch: number for number, hatch in enumerate(used)}
    numbers = [
        places[h] if h is not None else len(used) for h in [*hatches, None, None]
    ]
    return {
        "hatch": np.array(numbers, dtype=np.int32),
        "tiles": tiles,
        "periods": periods,
        "phase": (down % periods).astype(np.int32),
        "columns": columns.astype(np.int32),
    }


def _reach(style: ClassStyle, per_px: float) -> int:
    """Return how many samples deep the outline lies in the parcel."""
    if style.outline == "none" or style.outline_px <= 0:
        return 0
    if style.outline_px > _THIN_PX:
        return min(max(1, round(style.outline_px * per_px)), DEPTH + 1)
    # A thin line is shared by the two neighbours.
    half = style.outline_px * per_px / 2
    return -1 if half < 1 else min(round(half), DEPTH + 1)


def _dash(style: ClassStyle, per_px: float) -> int:
    length = {"dash": _DASH_PX, "dot": _DOT_PX}.get(style.outline, 0)
    return round(length * per_px)
