# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One picture of the map, drawn in stages; what has not changed is taken over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPen

from landgis.errors import DataError
from landgis.render.basemap import BaseImage, draw_base_image
from landgis.render.labels import Label, place_labels
from landgis.render.lines import outlines
from landgis.render.raster import IndexImage, draw_index
from landgis.render.shading import ClassStyle, Palette, View, shade
from landgis.render.shapes import Shapes
from landgis.render.viewport import Bounds, Viewport
from landgis_ui.canvas.colouring import Colouring
from landgis_ui.canvas.layers import LayerKind, MapLayer, Stroke
from landgis_ui.canvas.lettering import Lettering, Stamps
from landgis_ui.canvas.painting import painting
from landgis_ui.canvas.paths import chunks_of
from landgis_ui.canvas.scene import NAME_PX, Scene, colour_of

ARGB = QImage.Format.Format_ARGB32_Premultiplied
OPAQUE = QImage.Format.Format_RGB32  # painted on a window without blending
FINE_RATIO = 1.75  # from this density of the screen on, one sample a pixel is smooth
NAME_STEP = 4  # names are placed on a coarser picture
NEAR_SHARE = 0.6  # a town that fills so much of the picture needs no name there
LETTER_INK, LETTER_HALO = "#17202B", "#FFFFFF"  # on status colours, in both themes


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Wish:
    """What to draw: a scene, the ground in device pixels, and their density."""

    scene: Scene
    viewport: Viewport
    ratio: float


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Below:
    """Ground, photo, water and roads."""

    key: tuple[object, ...]
    image: QImage


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Indexed:
    """The parcel under every sample; None where parcels are not shown."""

    key: tuple[object, ...]
    index: IndexImage | None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Above:
    """Outlines and their names, with the boxes that the names take up."""

    key: tuple[object, ...]
    image: QImage | None
    names: tuple[Bounds, ...]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Picture:
    """A drawn map: what is shown where, and the row under every pixel.

    `viewport` and `index` count device pixels, `ratio` of them to a logical one.
    `beside` is the same ground in the other colours of a swipe.
    """

    image: QImage
    wish: Wish
    below: Below
    indexed: Indexed
    above: Above
    beside: QImage | None = None

    @property
    def viewport(self) -> Viewport:
        """The ground on the picture, in device pixels."""
        return self.wish.viewport

    @property
    def ratio(self) -> float:
        """Device pixels to a logical one."""
        return self.wish.ratio

    @property
    def scene(self) -> Scene:
        """What was drawn."""
        return self.wish.scene

    @property
    def index(self) -> IndexImage | None:
        """The parcel under every sample, None where parcels are not shown."""
        return self.indexed.index


def draw_picture(wish: Wish, *, before: Picture | None = None) -> Picture:
    """Draw the map; stages of the picture before that still hold are used again."""
    below = _draw_below(wish, before.below if before else None)
    indexed = _draw_indexed(wish, before.indexed if before else None)
    above = _draw_above(wish, before.above if before else None)
    stages = (below, indexed, above)
    other = None
    if wish.scene.beside is not None:
        scene = replace(wish.scene, colouring=wish.scene.beside, beside=None)
        other = _put_together(replace(wish, scene=scene), stages)
    return Picture(
        image=_put_together(wish, stages),
        wish=wish,
        below=below,
        indexed=indexed,
        above=above,
        beside=other,
    )


def _put_together(wish: Wish, stages: tuple[Below, Indexed, Above]) -> QImage:
    """Paint the parcels in the colours of a scene between what is below and above."""
    below, indexed, above = stages
    image = below.image.copy()
    with painting(image) as painter:
        if indexed.index is not None:
            _paint_parcels(painter, wish, indexed.index)
        if above.image is not None:
            painter.drawImage(0, 0, above.image)
        if indexed.index is not None and wish.scene.has_letters:
            _stamp_letters(painter, wish, indexed.index, blocked=above.names)
    return image


def without_stages(picture: Picture) -> Picture:
    """Return the picture alone, without what only the next one needs."""
    return Picture(
        image=picture.image,
        wish=picture.wish,
        below=Below(key=(), image=picture.image),
        indexed=Indexed(key=(), index=None),
        above=Above(key=(), image=None, names=()),
    )


def paint_pixels(painter: QPainter, argb: NDArray[np.uint32]) -> None:
    """Paint an array of premultiplied pixels; it is not copied on the way."""
    height, width = argb.shape
    pixels = cast("bytes", argb.data)  # any buffer will do
    image = QImage(pixels, int(width), int(height), int(width) * 4, ARGB)
    painter.drawImage(0, 0, image)


def samples_for(ratio: float) -> int:
    """Return how many samples along a pixel smooth the edges on a screen."""
    return 1 if ratio >= FINE_RATIO else 2


def _draw_below(wish: Wish, before: Below | None) -> Below:
    scene, viewport = wish.scene, wish.viewport
    layers = scene.shown(LayerKind.IMAGE, LayerKind.GROUND)
    key = (viewport, scene.theme, *layers)
    if before is not None and before.key == key:
        return before
    image = QImage(viewport.width_px, viewport.height_px, OPAQUE)
    image.fill(QColor(scene.theme.map_ground))
    with painting(image) as painter:
        for layer in layers:
            painter.setOpacity(layer.opacity)
            if layer.image is not None:
                _paint_photo(painter, layer.image, viewport)
            _paint_shapes(painter, layer, wish)
    return Below(key=key, image=image)


def _draw_indexed(wish: Wish, before: Indexed | None) -> Indexed:
    scene = wish.scene
    parcels = scene.parcels
    shapes = parcels.shapes if parcels is not None else None
    key = (wish.viewport, shapes, id(scene.rows_left_out))
    if before is not None and before.key == key:
        return before
    index = None
    if shapes is not None and shapes.count:
        index = draw_index(
            shapes,
            wish.viewport,
            supersample=samples_for(wish.ratio),
            hidden=scene.rows_left_out,
        )
    return Indexed(key=key, index=index)


def _draw_above(wish: Wish, before: Above | None) -> Above:
    scene, viewport = wish.scene, wish.viewport
    layers = scene.shown(LayerKind.OUTLINE)
    key = (viewport, scene.theme, scene.text_scale, *layers)
    if before is not None and before.key == key:
        return before
    if not layers:
        return Above(key=key, image=None, names=())
    image = QImage(viewport.width_px, viewport.height_px, ARGB)
    image.fill(Qt.GlobalColor.transparent)
    with painting(image) as painter:
        theme = scene.theme
        stamps = Stamps(
            Lettering(family=scene.family, ink=theme.ink2, halo=theme.map_ground)
        )
        names: list[Label] = []
        for layer in layers:
            painter.setOpacity(layer.opacity)
            _paint_shapes(painter, layer, wish)
            names.extend(_place_names(layer, wish))
        painter.setOpacity(1.0)
        for label in names:
            stamps.stamp(painter, label)
    return Above(key=key, image=image, names=tuple(map(_box_of, names)))


def _paint_photo(painter: QPainter, image: BaseImage, viewport: Viewport) -> None:
    try:
        pixels = draw_base_image(image, viewport)
    except DataError:
        # The file went away (a stick pulled out): the map goes on without it.
        return
    paint_pixels(painter, pixels)


def _paint_shapes(painter: QPainter, layer: MapLayer, wish: Wish) -> None:
    """Paint the areas of a layer in its colour, then its outlines."""
    shapes, theme = layer.shapes, wish.scene.theme
    if shapes is None or not shapes.count:
        return
    if layer.fill is not None:
        colour = colour_of(layer.fill, theme)
        style = ClassStyle(fill=colour, ink=colour, outline="none")
        pixels = shade(
            draw_index(shapes, wish.viewport, supersample=samples_for(wish.ratio)),
            np.zeros(shapes.count, dtype=np.uint8),
            Palette(classes=(style,), ground=None),
            view=View(opacity=layer.fill_opacity, pixel_ratio=wish.ratio),
        )
        paint_pixels(painter, pixels)
    if layer.stroke is not None:
        _paint_stroke(painter, shapes, layer.stroke, wish=wish)


def _paint_stroke(
    painter: QPainter, shapes: Shapes, stroke: Stroke, *, wish: Wish
) -> None:
    found = outlines(shapes, wish.viewport)
    colour = QColor(colour_of(stroke.colour, wish.scene.theme))
    pen = QPen(colour, stroke.width_px * wish.ratio)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if stroke.dash:
        pen.setDashPattern([part / stroke.width_px for part in stroke.dash])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for path in chunks_of(found.points, found.starts):
        painter.strokePath(path, pen)


def _paint_parcels(painter: QPainter, wish: Wish, index: IndexImage) -> None:
    scene = wish.scene
    if scene.colours is None or scene.parcels is None:
        return
    pixels = shade(
        index,
        scene.colours.classes,
        scene.palette(scene.colours),
        view=scene.view(scene.parcels.opacity, wish.ratio),
    )
    paint_pixels(painter, pixels)


def _place_names(layer: MapLayer, wish: Wish) -> list[Label]:
    """Return where the names of a layer's rows stand, the larger rows first."""
    if layer.shapes is None or not any(layer.names):
        return []
    viewport = wish.viewport
    coarse = Viewport(
        centre_x=viewport.centre_x,
        centre_y=viewport.centre_y,
        m_per_px=viewport.m_per_px * NAME_STEP,
        width_px=max(viewport.width_px // NAME_STEP, 1),
        height_px=max(viewport.height_px // NAME_STEP, 1),
    )
    found = draw_index(layer.shapes, coarse, supersample=1, threads=1)
    covered = np.bincount(found.rows[found.rows >= 0], minlength=layer.shapes.count)
    names = [
        "" if pixels > found.rows.size * NEAR_SHARE else name
        for name, pixels in zip(layer.names, covered.tolist(), strict=True)
    ]
    scale = wish.ratio * wish.scene.text_scale
    placed = place_labels(found, layer.shapes, names, pixel_ratio=scale / NAME_STEP)
    return [
        Label(
            row=label.row,
            text=label.text,
            x=label.x * NAME_STEP,
            y=label.y * NAME_STEP,
            size_px=NAME_PX * scale,
        )
        for label in placed
    ]


def _stamp_letters(
    painter: QPainter, wish: Wish, index: IndexImage, *, blocked: tuple[Bounds, ...]
) -> None:
    scene = wish.scene
    shapes, colouring = scene.shapes, scene.colours
    if shapes is None or colouring is None:
        return
    left_out = scene.dimmed | scene.hidden
    texts = [
        "" if number in left_out else entry.letter
        for number, entry in enumerate(colouring.legend)
    ]
    if not any(texts):
        return
    labels = place_labels(
        index,
        shapes,
        texts,
        codes=colouring.classes,
        blocked=blocked,
        pixel_ratio=wish.ratio * scene.text_scale,
    )
    stamps = _stamps_of(scene, colouring)
    for label in labels:
        stamps[int(colouring.classes[label.row])].stamp(painter, label)


def _stamps_of(scene: Scene, colouring: Colouring) -> list[Stamps]:
    """Return how the letters of each class are set; those without fill in their ink."""
    family, ground = scene.family, scene.theme.map_ground
    on_fill = Stamps(Lettering(family=family, ink=LETTER_INK, halo=LETTER_HALO))
    return [
        on_fill
        if style.fill is not None
        else Stamps(Lettering(family=family, ink=style.ink, halo=ground))
        for style in scene.palette(colouring).classes
    ]


def _box_of(label: Label) -> Bounds:
    """Return about how much room a name takes on the picture."""
    width, height = len(label.text) * label.size_px, label.size_px * 1.4
    return (
        label.x - width / 2,
        label.y - height / 2,
        label.x + width / 2,
        label.y + height / 2,
    )
