# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones above the picture of the map: tint, outline, label, and what would change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from PyQt6.QtCore import QObject, QPointF, QRectF, QSizeF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QPainter, QPen

from landgis.render.shapes import Rows
from landgis.render.viewport import Viewport
from landgis_ui.canvas.picture import Picture
from landgis_ui.canvas.zoning.marks import CursorCard, ZoneMark, ZonePreview
from landgis_ui.canvas.zoning.outline_layer import (
    OutlineImage,
    Suggestion,
    draw_outlines,
    path_on,
)
from landgis_ui.canvas.zoning.plates import Plates, draw_card
from landgis_ui.canvas.zoning.row_layer import RowLayer, colours_of_rows
from landgis_ui.theme.look import Look
from landgis_ui.theme.zone_colours import zone_colour

SAME = 1e-9
ROOMY = 1.1
"""So many times its label a zone is on screen at least, or the label is not inside."""
CARD_OFFSET_PX = 16.0
REGION_TINT = 0.28
DASHES = (5.0, 4.0)
SPARE_PX = 4.0


class ZonePaint(QObject):
    """What is painted of zones; it takes values and asks nobody.

    Signals
    -------
    changed(object)
        This part of the map is to be painted again, a `QRectF`; None: all of it.
    """

    changed = pyqtSignal(object)

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._plates = Plates(look)
        self._rows = RowLayer()
        self._zones: tuple[ZoneMark, ...] = ()
        self._suggestions: tuple[Suggestion, ...] = ()
        self._outlined: NDArray[np.integer] | None = None
        self._row_zones: NDArray[np.integer] | None = None
        self._preview: ZonePreview | None = None
        self._outlines: OutlineImage | None = None
        self._card: CursorCard | None = None
        self._card_image: tuple[object, QImage] | None = None
        self._card_at = (0.0, 0.0)
        self._clear_m = 0.0
        self._card_box: QRectF | None = QRectF()  # where it was painted
        self._view: Viewport | None = None  # as last painted
        self._ratio = 1.0
        self._is_shown = True

    @property
    def zones(self) -> tuple[ZoneMark, ...]:
        """The zones shown."""
        return self._zones

    @property
    def preview(self) -> ZonePreview | None:
        """What is shown of what letting go would do."""
        return self._preview

    @property
    def card(self) -> CursorCard | None:
        """What the card by the cursor says, None while there is none."""
        return self._card

    def set_zones(
        self,
        zones: Sequence[ZoneMark],
        row_zones: NDArray[np.integer] | None = None,
    ) -> None:
        """Show zones whose outlines were made for these zones of the rows.

        `row_zones` has for each row of the map the number of its zone in `zones`,
        -1 for none; without it the outlines count as right.
        """
        self._zones, self._outlines = tuple(zones), None
        self._outlined = self._row_zones = row_zones
        self._show_rows()

    def set_row_zones(self, row_zones: NDArray[np.integer]) -> None:
        """Show at once which zone each row is in, before new outlines are made."""
        self._row_zones = row_zones
        self._show_rows()

    def set_preview(self, preview: ZonePreview | None) -> None:
        """Show what letting go would do; None: nothing."""
        before, self._preview = self._preview, preview
        rows = self._rows.set_preview(preview)
        has_regions = any(one is not None and one.regions for one in (before, preview))
        self.changed.emit(None if has_regions else self._place_of(rows))

    def set_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        """Show outlines that are offered, dashed, each with a few words."""
        self._suggestions, self._outlines = tuple(suggestions), None
        self.changed.emit(None)

    def set_card(
        self,
        card: CursorCard | None,
        at: tuple[float, float] = (0.0, 0.0),
        *,
        clear_m: float = 0.0,
    ) -> None:
        """Show a card beside a place, off it by so many metres; None hides it."""
        self._card, self._card_at, self._clear_m = card, at, clear_m
        before, view = self._card_box, self._view
        if before is None or view is None:
            self.changed.emit(None)
            return
        self._card_box = before | self._find_card_box(view)
        self.changed.emit(self._card_box)

    def set_shown(self, *, shown: bool) -> None:
        """Show or hide everything that has to do with zones."""
        self._is_shown = shown
        self.changed.emit(None)

    def clear(self) -> None:
        """Show nothing."""
        self._suggestions, self._preview, self._card = (), None, None
        self._rows.set_preview(None)
        self.set_zones(())

    def paint(
        self, painter: QPainter, picture: Picture | None, viewport: Viewport
    ) -> None:
        """Paint zones, preview, labels; what belongs to the picture moves with it."""
        self._view, self._ratio = viewport, _ratio_of(painter)
        if not self._is_shown:
            return
        if picture is not None:
            self._paint_outlines(painter, picture, viewport)
            if self._rows.draw(picture, self._look.theme):
                top, left, bottom, right = self._rows.window
                window = QRectF(left, top, right - left, bottom - top)
                _paint_part(
                    painter, self._rows.image, window, picture=picture, view=viewport
                )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_regions(painter, viewport)
        self._paint_labels(painter, viewport)

    def paint_card(self, painter: QPainter, viewport: Viewport) -> None:
        """Paint the card by the cursor, above everything else."""
        self._card_box = self._find_card_box(viewport)
        if not self._card_box.isEmpty() and self._is_shown:
            painter.drawImage(self._card_box.topLeft(), self._draw_card())

    def _draw_card(self) -> QImage:
        """Return the picture of the card, drawn anew if it says something else."""
        card, look = self._card or CursorCard(title=""), self._look
        key = (card, self._ratio, look.theme, look.scale)
        if self._card_image is None or self._card_image[0] != key:
            self._card_image = (key, draw_card(card, look, self._ratio))
        return self._card_image[1]

    def _find_card_box(self, viewport: Viewport) -> QRectF:
        """Return where the card stands: beside its place, on the map."""
        if self._card is None:
            return QRectF()
        size = self._draw_card().deviceIndependentSize()
        x, y = viewport.to_screen(*self._card_at)
        off = CARD_OFFSET_PX + self._clear_m / viewport.m_per_px
        left = x + off
        if left + size.width() > viewport.width_px:
            left = x - off - size.width()
        left = min(max(left, 0.0), max(viewport.width_px - size.width(), 0.0))
        top = min(y - size.height() / 3, viewport.height_px - size.height() - 4)
        return QRectF(QPointF(round(left), round(max(top, 4.0))), size)

    def _place_of(self, rows: Rows | None) -> QRectF | None:
        """Return where rows are on screen, None for anywhere."""
        if rows is not None and not len(rows):
            return QRectF()
        bounds = self._rows.bounds_of(rows) if rows is not None else None
        view = self._view
        if bounds is None or view is None:
            return None
        left, top = view.to_screen(bounds[0], bounds[3])
        right, bottom = view.to_screen(bounds[2], bounds[1])
        place = QRectF(left, top, right - left, bottom - top)
        return place.adjusted(-SPARE_PX, -SPARE_PX, SPARE_PX, SPARE_PX)

    def _show_rows(self) -> None:
        rows = self._row_zones
        if rows is not None and self._zones:
            colours = colours_of_rows(
                rows,
                self._outlined,
                colours=np.array([mark.colour for mark in self._zones]),
                has_outline=np.array(
                    [mark.outline is not None for mark in self._zones]
                ),
            )
            self._rows.set_base(colours)
        elif rows is not None or self._rows.count:
            count = self._rows.count if rows is None else len(rows)
            self._rows.set_base(np.full(count, -1))
        self.changed.emit(None)

    def _paint_outlines(
        self, painter: QPainter, picture: Picture, viewport: Viewport
    ) -> None:
        if not self._zones and not self._suggestions:
            return
        theme, made = self._look.theme, self._outlines
        if (
            made is None
            or made.theme != theme
            or made.picture.viewport != picture.viewport
        ):
            made = draw_outlines(
                picture, theme, zones=self._zones, suggestions=self._suggestions
            )
            self._outlines = made
        if not made.window.isEmpty():
            _paint_part(
                painter, made.image, made.window, picture=picture, view=viewport
            )

    def _paint_regions(self, painter: QPainter, viewport: Viewport) -> None:
        preview = self._preview
        if preview is None or not preview.regions:
            return
        is_dark = self._look.theme.is_dark
        colour = QColor(zone_colour(preview.zone, is_dark=is_dark))
        ground = QColor(self._look.theme.map_ground if preview.is_take_out else colour)
        ground.setAlphaF(REGION_TINT)
        halo = QPen(self._look.colour("panel"), 3.6)
        line = QPen(colour, 2.0)
        line.setDashPattern([part / 2 for part in DASHES])
        for region in preview.regions:
            path = path_on(region, viewport)
            painter.fillPath(path, ground)
            painter.strokePath(path, halo)
            painter.strokePath(path, line)

    def _paint_labels(self, painter: QPainter, viewport: Viewport) -> None:
        """Paint labels where they fit, the current zone's first."""
        ratio = _ratio_of(painter)
        taken: list[QRectF] = []
        for mark in sorted(self._zones, key=lambda mark: not mark.is_current):
            if mark.label_at is None or not mark.name:
                continue
            label = self._plates.label(mark, ratio)
            at = _label_at(mark, label.deviceIndependentSize(), viewport)
            if at is not None:
                _stamp(painter, label, at, viewport=viewport, taken=taken)
        for outline, text in self._suggestions:
            if text and not outline.is_empty:
                point = shapely.get_coordinates(shapely.point_on_surface(outline))[0]
                x, y = point.tolist()
                note = self._plates.note(text, ratio)
                _stamp(painter, note, (x, y), viewport=viewport, taken=taken)


def _label_at(
    mark: ZoneMark, size: QSizeF, viewport: Viewport
) -> tuple[float, float] | None:
    """Return where a label stands; it never covers a zone that is smaller than it.

    That of the current zone stands above it then, others are left out.
    """
    if mark.outline is None or mark.outline.is_empty:
        return mark.label_at
    west, south, east, north = mark.outline.bounds
    m_per_px = viewport.m_per_px
    room = min((east - west) / size.width(), (north - south) / size.height())
    if room >= ROOMY * m_per_px:
        return mark.label_at
    if not mark.is_current:
        return None
    return ((west + east) / 2, north + (size.height() / 2 + SPARE_PX) * m_per_px)


def _stamp(
    painter: QPainter,
    image: QImage,
    at: tuple[float, float],
    *,
    viewport: Viewport,
    taken: list[QRectF],
) -> None:
    """Set a plate around its place unless another stands there."""
    x, y = viewport.to_screen(*at)
    size = image.deviceIndependentSize()
    box = QRectF(QPointF(), size)
    box.moveTo(round(x - size.width() / 2), round(y - size.height() / 2))
    seen = QRectF(0, 0, viewport.width_px, viewport.height_px)
    if box.intersects(seen) and not any(box.intersects(other) for other in taken):
        taken.append(box)
        painter.drawImage(box.topLeft(), image)


def _paint_part(
    painter: QPainter,
    image: QImage,
    window: QRectF,
    *,
    picture: Picture,
    view: Viewport,
) -> None:
    """Paint a part of an image that lies on a picture, wherever that is shown now."""
    source, ratio = picture.viewport, picture.ratio
    scale = source.m_per_px / view.m_per_px
    left, top = view.to_screen(source.left, source.top)
    is_same = abs(scale * ratio - 1) < SAME
    if is_same:  # whole pixels of the screen, as the picture below
        left, top = round(left * ratio) / ratio, round(top * ratio) / ratio
    hint = QPainter.RenderHint.SmoothPixmapTransform
    painter.setRenderHint(hint, on=not is_same)
    part = QRectF(window.toAlignedRect())
    target = QRectF(
        left + part.left() * scale,
        top + part.top() * scale,
        part.width() * scale,
        part.height() * scale,
    )
    painter.drawImage(target, image, part, Qt.ImageConversionFlag.AutoColor)


def _ratio_of(painter: QPainter) -> float:
    device = painter.device()
    return device.devicePixelRatioF() if device is not None else 1.0
