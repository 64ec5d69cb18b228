# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One picture of the map, drawn in stages; what has not changed is taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPen

from landgis.errors import DataError
from landgis.render.basemap import draw_base_image
from landgis.render.labels import Label, place_labels
from landgis.render.lines import outlines
from landgis.render.raster import IndexImage, draw_index
from landgis.render.shading import ClassStyle, Palette, View, shade
from landgis.render.viewport import Bounds, Viewport
from landgis_ui.canvas.layers import LayerKind, MapLayer
from landgis_ui.canvas.lettering import Lettering, Stamps
from landgis_ui.canvas.paths import chunks_of
from landgis_ui.canvas.scene import NAME_PX, Scene, colour_of

ARGB = QImage.Format.Format_ARGB32_Premultiplied
FINE_RATIO = 1.75  # from this density of the screen on, one sample a pixel is smooth
NAME_STEP = 4  # names are placed on a coarser picture


@dataclass(frozen=True, kw_only=True, eq=False)
class Stages:
    """What a picture was put together from, and what each stage depends on."""

    below_key: tuple[object, ...]
    below: QImage
    index_key: tuple[object, ...]
    index: IndexImage | None
    above_key: tuple[object, ...]
    above: QImage | None
    names: tuple[Bounds, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """A drawn map: what is shown where, and the row under every pixel.

    `viewport` and `index` count device pixels, `ratio` of them to a logical one.
    """

    image: QImage
    viewport: Viewport
    ratio: float
    scene: Scene
    stages: Stages

    @property
    def index(self) -> IndexImage | None:
        """The parcel under every sample, None where parcels are not shown."""
        return self.stages.index


def draw_picture(
    scene: Scene, viewport: Viewport, *, ratio: float, before: Picture | None = None
) -> Picture:
    """Draw the map; stages of the picture before that still hold are used again."""
    stages = _draw_stages(scene, viewport, ratio, before and before.stages)
    image = stages.below.copy()
    painter = QPainter(image)
    parcels = scene.parcels
    if stages.index is not None and parcels is not None and scene.colouring is not None:
        shaded = shade(
            stages.index,
            scene.colouring.classes,
            scene.palette(scene.colouring),
            scene.view(parcels.opacity, ratio),
        )
        painter.drawImage(0, 0, to_image(shaded))
    if stages.above is not None:
        painter.drawImage(0, 0, stages.above)
    if stages.index is not None and scene.has_letters:
        _set_letters(painter, scene, stages, ratio)
    painter.end()
    return Picture(
        image=image, viewport=viewport, ratio=ratio, scene=scene, stages=stages
    )


def to_image(argb: NDArray[np.uint32]) -> QImage:
    """Return an array of premultiplied pixels as an image that owns its memory."""
    height, width = argb.shape
    return QImage(argb.data, width, height, width * 4, ARGB).copy()


def _draw_stages(
    scene: Scene, viewport: Viewport, ratio: float, before: Stages | None
) -> Stages:
    ground = scene.shown(LayerKind.IMAGE, LayerKind.GROUND)
    below_key = (viewport, scene.theme, *ground)
    if before is not None and before.below_key == below_key:
        below = before.below
    else:
        below = _draw_below(scene, ground, viewport, ratio)
    parcels = scene.parcels
    shapes = parcels and parcels.shapes
    index_key = (viewport, shapes, id(scene.hidden_rows))
    index = None
    if before is not None and before.index_key == index_key:
        index = before.index
    elif shapes is not None and shapes.count:
        index = draw_index(
            shapes,
            viewport,
            supersample=samples_for(ratio),
            hidden=scene.hidden_rows,
        )
    outlined = scene.shown(LayerKind.OUTLINE)
    above_key = (viewport, scene.theme, scene.text_scale, *outlined)
    above, names = None, ()
    if before is not None and before.above_key == above_key:
        above, names = before.above, before.names
    elif outlined:
        above, names = _draw_above(scene, outlined, viewport, ratio)
    return Stages(
        below_key=below_key,
        below=below,
        index_key=index_key,
        index=index,
        above_key=above_key,
        above=above,
        names=names,
    )


def samples_for(ratio: float) -> int:
    """Return how many samples along a pixel smooth the edges on a screen."""
    return 1 if ratio >= FINE_RATIO else 2


def _draw_below(
    scene: Scene, layers: tuple[MapLayer, ...], viewport: Viewport, ratio: float
) -> QImage:
    image = QImage(viewport.width_px, viewport.height_px, ARGB)
    image.fill(QColor(scene.theme.map_ground))
    painter = QPainter(image)
    for layer in layers:
        if layer.kind is LayerKind.IMAGE:
            painter.setOpacity(layer.opacity)
            _paint_photo(painter, layer, viewport)
        elif layer.shapes is not None and layer.shapes.count:
            painter.setOpacity(layer.opacity)
            if layer.fill is not None:
                painter.drawImage(0, 0, _filled(layer, scene, viewport))
            _stroke(painter, layer, scene, viewport=viewport, ratio=ratio)
    painter.end()
    return image


def _paint_photo(painter: QPainter, layer: MapLayer, viewport: Viewport) -> None:
    if layer.image is None:
        return
    try:
        pixels = draw_base_image(layer.image, viewport)
    except DataError:
        # The file went away (a stick pulled out): the map goes on without it.
        return
    painter.drawImage(0, 0, to_image(pixels))


def _filled(layer: MapLayer, scene: Scene, viewport: Viewport) -> QImage:
    """Return the areas of a layer in its one colour."""
    if layer.shapes is None or layer.fill is None:
        raise ValueError("only layers with shapes and a fill are filled")
    colour = colour_of(layer.fill, scene.theme)
    style = ClassStyle(fill=colour, ink=colour, outline="none")
    found = draw_index(layer.shapes, viewport, supersample=2)
    pixels = shade(
        found,
        np.zeros(layer.shapes.count, dtype=np.uint8),
        Palette(classes=(style,), ground=None),
        View(opacity=layer.fill_opacity),
    )
    return to_image(pixels)


def _draw_above(
    scene: Scene, layers: tuple[MapLayer, ...], viewport: Viewport, ratio: float
) -> tuple[QImage, tuple[Bounds, ...]]:
    image = QImage(viewport.width_px, viewport.height_px, ARGB)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    stamps = Stamps(
        Lettering(
            family=scene.family, ink=scene.theme.ink2, halo=scene.theme.map_ground
        )
    )
    names: list[Label] = []
    for layer in layers:
        if layer.shapes is None or not layer.shapes.count:
            continue
        painter.setOpacity(layer.opacity)
        if layer.fill is not None:
            painter.drawImage(0, 0, _filled(layer, scene, viewport))
        _stroke(painter, layer, scene, viewport=viewport, ratio=ratio)
        if any(layer.names):
            names.extend(_place_names(layer, viewport, ratio * scene.text_scale))
    painter.setOpacity(1.0)
    for label in names:
        stamps.stamp(painter, label)
    painter.end()
    return image, tuple(_box_of(label) for label in names)


def _stroke(
    painter: QPainter,
    layer: MapLayer,
    scene: Scene,
    *,
    viewport: Viewport,
    ratio: float,
) -> None:
    if layer.stroke is None or layer.shapes is None:
        return
    found = outlines(layer.shapes, viewport)
    stroke = layer.stroke
    width = stroke.width_px * ratio
    pen = QPen(QColor(colour_of(stroke.colour, scene.theme)), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if stroke.dash:
        pen.setDashPattern([part / stroke.width_px for part in stroke.dash])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for path in chunks_of(found.points, found.starts):
        painter.strokePath(path, pen)


def _place_names(
    layer: MapLayer, viewport: Viewport, pixel_ratio: float
) -> list[Label]:
    """Return where the names of a layer's rows stand, the larger rows first."""
    if layer.shapes is None:
        return []
    coarse = Viewport(
        centre_x=viewport.centre_x,
        centre_y=viewport.centre_y,
        m_per_px=viewport.m_per_px * NAME_STEP,
        width_px=max(viewport.width_px // NAME_STEP, 1),
        height_px=max(viewport.height_px // NAME_STEP, 1),
    )
    found = draw_index(layer.shapes, coarse, supersample=1, threads=1)
    placed = place_labels(
        found, layer.shapes, layer.names, pixel_ratio=pixel_ratio / NAME_STEP
    )
    return [
        Label(
            row=label.row,
            text=label.text,
            x=label.x * NAME_STEP,
            y=label.y * NAME_STEP,
            size_px=NAME_PX * pixel_ratio,
        )
        for label in placed
    ]


def _set_letters(painter: QPainter, scene: Scene, stages: Stages, ratio: float) -> None:
    shapes, colouring = scene.shapes, scene.colouring
    if stages.index is None or shapes is None or colouring is None:
        return
    hidden = scene.dimmed | scene.hidden_classes
    texts = [
        "" if number in hidden else entry.letter
        for number, entry in enumerate(colouring.legend)
    ]
    if not any(texts):
        return
    labels: Sequence[Label] = place_labels(
        stages.index,
        shapes,
        texts,
        codes=colouring.classes,
        blocked=stages.names,
        pixel_ratio=ratio * scene.text_scale,
    )
    stamps = Stamps(Lettering(family=scene.family, ink="#17202B", halo="#FFFFFF"))
    for label in labels:
        stamps.stamp(painter, label)


def _box_of(label: Label) -> Bounds:
    """Return about how much room a name takes on the picture."""
    width, height = len(label.text) * label.size_px, label.size_px * 1.4
    return (
        label.x - width / 2,
        label.y - height / 2,
        label.x + width / 2,
        label.y + height / 2,
    )
