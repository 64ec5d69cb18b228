# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the map shows, as values: layers with order, visibility and opacity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from PyQt6.QtCore import QObject, pyqtSignal

from landgis.render.basemap import BaseImage
from landgis.render.shapes import Shapes


class LayerKind(Enum):
    """How a layer is drawn; the map draws the kinds in this order, from below."""

    IMAGE = "image"  # an orthophoto or a scanned plan
    GROUND = "ground"  # water, green, roads: always paler than any status
    PARCELS = "parcels"  # the one layer of parcels, coloured by class
    OUTLINE = "outline"  # 区块线, 批次, 镇街, 小微园


@dataclass(frozen=True, kw_only=True)
class Stroke:
    """An outline: its colour (``#RRGGBB`` or a name of the theme), width and dashes.

    `dash` holds lengths of stroke and gap in pixels; empty is a solid line.
    """

    colour: str
    width_px: float = 1.5
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class MapLayer:
    """One layer: what lies where, and how it is drawn.

    `fill` is a colour (``#RRGGBB`` or a name of the theme) or None, `fill_opacity`
    its own share of the layer's; `names` are texts to set inside the shapes, one
    for each row, "" for none.  `image` is the
    picture of an IMAGE layer.
    """

    id: str
    kind: LayerKind
    title: str = ""
    shapes: Shapes | None = None
    image: BaseImage | None = None
    fill: str | None = None
    fill_opacity: float = 1.0
    stroke: Stroke | None = None
    names: tuple[str, ...] = ()
    visible: bool = True
    opacity: float = 1.0


class MapLayers(QObject):
    """The layers of the map, in drawing order from below within each kind.

    Signals
    -------
    changed
        Any layer was added, taken away, moved, shown, hidden or restyled.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layers: tuple[MapLayer, ...] = ()

    @property
    def all(self) -> tuple[MapLayer, ...]:
        """Every layer, hidden ones too, in the order in which they are drawn."""
        return self._layers

    def of_kind(self, kind: LayerKind) -> tuple[MapLayer, ...]:
        """Return the layers of a kind in drawing order."""
        return tuple(layer for layer in self._layers if layer.kind is kind)

    def get(self, layer_id: str) -> MapLayer | None:
        """Return the layer of this name, None if there is none."""
        return next((layer for layer in self._layers if layer.id == layer_id), None)

    def set_all(self, layers: Iterable[MapLayer]) -> None:
        """Replace every layer at once.

        Raises
        ------
        ValueError
            If two layers have the same id.
        """
        found = tuple(layers)
        if len({layer.id for layer in found}) != len(found):
            raise ValueError("two layers of the map have the same id")
        self._replace(found)

    def put(self, layer: MapLayer) -> None:
        """Add a layer on top of its kind, or replace the one with its id in place."""
        if self.get(layer.id) is None:
            self._replace((*self._layers, layer))
        else:
            self._replace(
                tuple(layer if old.id == layer.id else old for old in self._layers)
            )

    def remove(self, layer_id: str) -> None:
        """Take a layer off the map; one that is not there is no fault."""
        self._replace(tuple(old for old in self._layers if old.id != layer_id))

    def show(self, layer_id: str) -> None:
        """Show a layer."""
        self.put(replace(self._require(layer_id), visible=True))

    def hide(self, layer_id: str) -> None:
        """Hide a layer; it keeps its place."""
        self.put(replace(self._require(layer_id), visible=False))

    def set_opacity(self, layer_id: str, opacity: float) -> None:
        """Set how much of what is below it covers: 0 nothing, 1 all."""
        bounded = min(max(opacity, 0.0), 1.0)
        self.put(replace(self._require(layer_id), opacity=bounded))

    def move(self, layer_id: str, above: str | None) -> None:
        """Move a layer just above another of its kind; None puts it lowest."""
        moved = self._require(layer_id)
        rest = [layer for layer in self._layers if layer.id != layer_id]
        place = 0
        if above is not None:
            place = rest.index(self._require(above)) + 1
        rest.insert(place, moved)
        self._replace(tuple(rest))

    def _require(self, layer_id: str) -> MapLayer:
        layer = self.get(layer_id)
        if layer is None:
            raise KeyError(layer_id)
        return layer

    def _replace(self, layers: tuple[MapLayer, ...]) -> None:
        self._layers = tuple(
            layer for kind in LayerKind for layer in layers if layer.kind is kind
        )
        self.changed.emit()
