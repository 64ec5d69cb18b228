# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The layers of the map, made from checked data and a result; no widget is touched."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
import shapely

from landgis.operations.loading import SUPPLY, Loaded
from landgis.operations.stored_analysis import StoredResult
from landgis.operations.stored_picture import Picture, read_land
from landgis.render.shapes import shapes_of
from landgis.report.headline import land_statuses
from landgis.tables import Geometries, Layer
from landgis_ui.canvas.colouring import Colouring, status_colouring
from landgis_ui.canvas.layers import LayerKind, MapLayer, Stroke

PARCELS = "parcels"
POINT_M = 25.0
"""Half the side of the square that stands for a park known by a point only."""


@dataclass(frozen=True, kw_only=True)
class LayerDefinition:
    """How a reference layer is drawn, as `styles/layers.toml` says."""

    id: str
    role: str
    kind: str
    field: str = ""
    value: str = ""
    stroke: str = ""
    width_px: float = 1.5
    dash: tuple[float, ...] = ()
    fill: str = ""
    fill_opacity: float = 1.0
    label: str = ""
    open: bool = True


@cache
def layer_definitions() -> tuple[LayerDefinition, ...]:
    """Return the reference layers there may be, from below."""
    text = (files("landgis_styles") / "layers.toml").read_text("utf-8")
    return tuple(
        LayerDefinition(**{**entry, "dash": tuple(entry.get("dash", ()))})
        for entry in tomllib.loads(text)["layer"]
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class MadeMap:
    """The layers of checked data and a result, and the parcels' colours by status.

    `parcels_of` is the result that the parcels were made of, "" before there is
    one; then `by_status` is None.
    """

    layers: tuple[MapLayer, ...] = ()
    parcels_of: str = ""
    by_status: Colouring | None = None


def make_map(
    loaded: Loaded | None, result: StoredResult | None, before: MadeMap
) -> MadeMap:
    """Return the parcels and every reference layer; runs in a reading thread.

    Parcels of the same data set are those of `before`: nothing is drawn anew.
    """
    if loaded is None and result is None:
        return MadeMap()
    layers = loaded.layers if loaded is not None else {}
    if result is not None and result.id == before.parcels_of:
        parcels: MapLayer | None = before.layers[0]
    else:
        parcels = _parcels(layers, result)
        if parcels is not None and parcels.shapes is not None:
            _ = parcels.shapes.bounds  # worked out here, kept for the window
    references = (
        _reference(definition, layers[definition.role])
        for definition in layer_definitions()
        if definition.role in layers
    )
    return MadeMap(
        layers=tuple(found for found in (parcels, *references) if found is not None),
        parcels_of="" if result is None else result.id,
        by_status=None
        if result is None
        else status_colouring(land_statuses(result.analysis)),
    )


def make_first_map(picture: Picture) -> MadeMap:
    """Return the parcels of a result that is still being read; in a thread."""
    _ = picture.shapes.bounds  # worked out here, kept for the window
    parcels = MapLayer(id=PARCELS, kind=LayerKind.PARCELS, shapes=picture.shapes)
    return MadeMap(
        layers=(parcels,),
        parcels_of=picture.result,
        by_status=status_colouring(picture.statuses),
    )


def apply_documents(
    layers: tuple[MapLayer, ...], documents: Mapping[str, Any]
) -> tuple[MapLayer, ...]:
    """Return the layers as the user has arranged them."""
    styled = [_styled(layer, documents.get(layer.id) or {}) for layer in layers]
    ranks = {
        layer.id: float((documents.get(layer.id) or {}).get("order", place))
        for place, layer in enumerate(layers)
    }
    return tuple(sorted(styled, key=lambda layer: ranks[layer.id]))


def _styled(layer: MapLayer, document: Mapping[str, Any]) -> MapLayer:
    return replace(
        layer,
        visible=bool(document.get("visible", layer.visible)),
        opacity=float(document.get("opacity", layer.opacity)),
    )


def _parcels(
    layers: Mapping[str, Layer], result: StoredResult | None
) -> MapLayer | None:
    if result is not None:
        shapes = read_land(result)
    elif SUPPLY in layers:
        shapes = shapes_of(layers[SUPPLY].geometry)
    else:
        return None
    return MapLayer(id=PARCELS, kind=LayerKind.PARCELS, shapes=shapes)


def _reference(definition: LayerDefinition, layer: Layer) -> MapLayer | None:
    chosen = np.ones(len(layer.frame), dtype=bool)
    if definition.field and definition.field in layer.frame:
        values = layer.frame[definition.field].astype("str")
        chosen = (values == definition.value).to_numpy(dtype=bool)
    if not chosen.any():
        return None
    return MapLayer(
        id=definition.id,
        kind=LayerKind(definition.kind),
        shapes=shapes_of(_areas(layer.geometry[chosen])),
        fill=definition.fill or None,
        fill_opacity=definition.fill_opacity,
        stroke=Stroke(
            colour=definition.stroke,
            width_px=definition.width_px,
            dash=definition.dash,
        )
        if definition.stroke
        else None,
        names=_names(layer.frame[chosen], definition.label),
        visible=definition.open,
    )


def _areas(geometry: Geometries) -> Geometries:
    """Return shapes that can be drawn as areas; a point becomes a small square."""
    is_point = shapely.get_type_id(geometry) == shapely.GeometryType.POINT
    if not is_point.any():
        return geometry
    areas = geometry.copy()
    areas[is_point] = shapely.buffer(
        geometry[is_point], POINT_M, cap_style="square", quad_segs=1
    )
    return areas


def _names(frame: pd.DataFrame, field: str) -> tuple[str, ...]:
    if not field or field not in frame:
        return ()
    return tuple(frame[field].fillna("").astype("str"))
