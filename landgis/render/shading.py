# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From rows to colours: fills, hatches, outlines, what is selected and hovered."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from landgis.render.raster import IndexImage

Classes = NDArray[np.uint8] | NDArray[np.uint16]
Argb = NDArray[np.uint32]


@dataclass(frozen=True, kw_only=True)
class Hatch:
    """Lines at angles (degrees, counter-clockwise; 45 is "/"), or a marker, at a pitch.

    `marker` is "circle", "cross" or ""; pixels are logical ones.
    """

    lines: tuple[float, ...] = ()
    marker: str = ""
    pitch_px: float = 7.0
    size_px: float = 1.0


@dataclass(frozen=True, kw_only=True)
class ClassStyle:
    """How the rows of one class look; colours are "#RRGGBB", None leaves the ground.

    `outline` is "solid", "dash", "dot" or "none"; `outline_px` are logical pixels.
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
    hatches
        Whether hatches are drawn at all; `hatch_scale` is 1.5 in a meeting.
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


def shade(
    image: IndexImage, classes: Classes, palette: Palette, view: View | None = None
) -> Argb:
    """Colour a picture: 0xAARRGGBB, premultiplied, shape (height, width).

    The array is contiguous, so that QImage can use it as
    ``Format_ARGB32_Premultiplied`` (or ``RGB32`` over an opaque ground) without a
    copy.  Each row's class is a number into `palette.classes`.  Runs without the GIL.
    """
    raise NotImplementedError
