# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that decides how the map looks, except where it is looking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landgis.render.shading import Palette, View
from landgis.render.shapes import Rows, Shapes
from landgis_ui.canvas.colouring import Colouring, plain_colouring, styles_for
from landgis_ui.canvas.layers import LayerKind, MapLayer
from landgis_ui.theme.tokens import Theme

NO_ROWS: Rows = np.empty(0, dtype=np.int64)
LETTER_PX = 11.0
NAME_PX = 13.0


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Scene:
    """A snapshot that a picture is drawn from, in whatever thread.

    Attributes
    ----------
    marked
        Selected rows too many to be outlined one by one.
    highlighted
        Ids of the classes that stay at full strength; empty means all of them.
    hidden_classes
        Ids of the classes that are not drawn.
    hidden_rows
        Rows that are left out, None for none.
    text_scale, hatch_scale
        1, and more on a projector.
    beside
        Another colouring of the same parcels, seen left of the swipe line.
    """

    layers: tuple[MapLayer, ...]
    colouring: Colouring | None
    theme: Theme
    family: str
    marked: Rows
    highlighted: frozenset[str] = frozenset()
    hidden_classes: frozenset[str] = frozenset()
    hidden_rows: NDArray[np.bool_] | None = None
    has_hatches: bool = True
    has_letters: bool = True
    text_scale: float = 1.0
    hatch_scale: float = 1.0
    beside: Colouring | None = None

    def shown(self, *kinds: LayerKind) -> tuple[MapLayer, ...]:
        """Return the visible layers of some kinds, from below."""
        return tuple(
            layer for layer in self.layers if layer.visible and layer.kind in kinds
        )

    @property
    def parcels(self) -> MapLayer | None:
        """The layer of parcels if it is shown and has any."""
        found = self.shown(LayerKind.PARCELS)
        return found[0] if found and found[0].shapes is not None else None

    @property
    def colours(self) -> Colouring | None:
        """The colouring if it is one of these parcels, else the plain one.

        Parcels and their classes come one after the other; between the two the map
        shows parcels alike rather than in the classes of others.
        """
        shapes = self.shapes
        if shapes is None or self.colouring is None:
            return self.colouring
        if len(self.colouring.classes) != shapes.count:
            return plain_colouring(shapes.count)
        return self.colouring

    @property
    def dimmed(self) -> frozenset[int]:
        """Numbers of the classes that step back."""
        if not self.highlighted or self.colours is None:
            return frozenset()
        legend = self.colours.legend
        kept = self.colours.numbers_of(self.highlighted)
        return frozenset(range(len(legend))) - kept if kept else frozenset()

    @property
    def hidden(self) -> frozenset[int]:
        """Numbers of the classes that are not drawn."""
        colours = self.colours
        return colours.numbers_of(self.hidden_classes) if colours else frozenset()

    @property
    def rows_left_out(self) -> NDArray[np.bool_] | None:
        """The hidden rows if they are rows of these parcels."""
        shapes, rows = self.shapes, self.hidden_rows
        fits = shapes is not None and rows is not None and len(rows) == shapes.count
        return rows if fits else None

    @property
    def shapes(self) -> Shapes | None:
        """The parcels' shapes, shown or not."""
        for layer in self.layers:
            if layer.kind is LayerKind.PARCELS:
                return layer.shapes
        return None

    def palette(self, colouring: Colouring) -> Palette:
        """Return the styles of the classes in this theme."""
        theme = self.theme
        return Palette(
            classes=styles_for(
                colouring,
                ground=theme.map_ground,
                verify=theme.verify,
                is_dark=theme.is_dark,
            ),
            ground=None,
            accent=theme.accent,
            halo=theme.panel,
            hover=theme.ink,
        )

    def view(self, opacity: float, pixel_ratio: float) -> View:
        """Return what is picked out, for shading."""
        return View(
            selected=self.marked,
            dimmed=self.dimmed,
            hidden=self.hidden,
            opacity=opacity,
            pixel_ratio=pixel_ratio,
            hatches=self.has_hatches,
            hatch_scale=self.hatch_scale,
        )


def colour_of(name: str, theme: Theme) -> str:
    """Return a colour given as ``#RRGGBB`` or by its name in the theme."""
    return name if name.startswith("#") else str(getattr(theme, name))
