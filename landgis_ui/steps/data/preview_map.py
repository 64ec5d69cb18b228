# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small map of the file at hand over what is imported already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, floor, hypot, log10, radians

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from landgis.crs import Region
from landgis_ui.context import Context

METRES_PER_DEGREE = 111_320.0
MARGIN = 1.12
ZOOM_STEP = 1.25
WIDEST_M = 4_000_000.0
"""Farther off than this a layer is not shown in one picture with the region."""

Points = NDArray[np.float64]
Starts = NDArray[np.int64]
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Outlines:
    """Outlines in degrees: all points of all rings, and where each ring starts."""

    points: Points
    starts: Starts
    is_area: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not len(self.points) or not len(self.starts)

    @property
    def bounds(self) -> Bounds:
        """West, south, east and north of the middle part: a stray point is left out."""
        low, high = np.quantile(self.points, (0.002, 0.998), axis=0)
        return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


class PreviewMap(QWidget):
    """Draws outlines, the region's box, scale and north; wheel and drag move it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._region: Region | None = None
        self._others: tuple[Outlines, ...] = ()
        self._layer: Outlines | None = None
        self._is_candidate = False
        self._origin = (120.0, 30.0)
        self._centre = QPointF()
        self._m_per_px = 100.0
        self._paths: dict[int, QPainterPath] = {}
        self._picture: QPixmap | None = None
        self._pressed: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)
        self.setAccessibleName(context.words("data.map"))
        self.setToolTip(context.words("data.map_keys"))
        context.look.changed.connect(self._redraw)

    def sizeHint(self) -> QSize:
        """Return the height of the design."""
        return QSize(372, 250)

    @property
    def metres_per_pixel(self) -> float:
        """The scale of the picture."""
        return self._m_per_px

    def set_ground(self, region: Region | None, others: Iterable[Outlines]) -> None:
        """Show the region's box and the layers that are imported already."""
        self._region = region
        self._others = tuple(each for each in others if not each.is_empty)
        self._paths.clear()
        self.fit()

    def set_layer(self, layer: Outlines | None, *, is_candidate: bool = False) -> None:
        """Show the file at hand; as a candidate it is drawn violet, for trying only."""
        self._layer = None if layer is None or layer.is_empty else layer
        self._is_candidate = is_candidate
        self._paths.clear()
        self.fit()

    def fit(self) -> None:
        """Show all of the file at hand and of the region."""
        bounds = self._bounds()
        if bounds is not None:
            west, south, east, north = bounds
            self._origin = ((west + east) / 2, (south + north) / 2)
            self._paths.clear()
            self._centre = QPointF(0.0, 0.0)
            width, height = self._size_m(bounds)
            self._m_per_px = max(
                width / max(1, self.width()), height / max(1, self.height()), 0.05
            )
            self._m_per_px *= MARGIN
        self._redraw()

    def place(self, longitude: float, latitude: float) -> QPointF:
        """Return where a place is in the picture."""
        return self._transform().map(self._plane(longitude, latitude))

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Show the picture, drawn anew only if something in it has changed."""
        if self._picture is None:
            self._picture = self._draw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        if self.hasFocus():
            painter.setPen(QPen(self._context.look.colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep everything in sight at another size."""
        super().resizeEvent(event)
        self.fit()

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Zoom at the cursor."""
        if event is not None:
            steps = event.angleDelta().y() / 120
            self._zoom(ZOOM_STEP**-steps, at=event.position())
            event.accept()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Take hold of the map."""
        if event is not None:
            self._pressed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Move the map with the hand."""
        if event is not None and self._pressed is not None:
            moved = event.position() - self._pressed
            self._pressed = event.position()
            self._pan(-moved.x(), moved.y())

    def mouseReleaseEvent(self, _event: QMouseEvent | None) -> None:
        """Let go of the map."""
        self._pressed = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, _event: QMouseEvent | None) -> None:
        """Show everything again."""
        self.fit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Move with the arrows, zoom with + and −, show everything with F."""
        if event is None:
            return
        step = 40.0
        moves = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, step),
            Qt.Key.Key_Down: (0.0, -step),
        }
        key = Qt.Key(event.key())
        middle = QRectF(self.rect()).center()
        if key in moves:
            self._pan(*moves[key])
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self._zoom(1 / ZOOM_STEP, at=middle)
        elif key == Qt.Key.Key_Minus:
            self._zoom(ZOOM_STEP, at=middle)
        elif key in {Qt.Key.Key_F, Qt.Key.Key_Home}:
            self.fit()
        else:
            super().keyPressEvent(event)

    def _bounds(self) -> Bounds | None:
        found = [] if self._layer is None else [self._layer.bounds]
        if self._region is not None:
            box = self._region
            found.append((box.west, box.south, box.east, box.north))
            both = _union(found)
            if max(self._size_m(both)) > WIDEST_M:
                found.pop(0)
        elif not found:
            found = [each.bounds for each in self._others]
        return _union(found) if found else None

    def _size_m(self, bounds: Bounds) -> tuple[float, float]:
        west, south, east, north = bounds
        shrink = max(0.05, cos(radians((south + north) / 2)))
        return (
            (east - west) * METRES_PER_DEGREE * shrink,
            (north - south) * METRES_PER_DEGREE,
        )

    def _plane(self, longitude: float, latitude: float) -> QPointF:
        shrink = cos(radians(self._origin[1]))
        return QPointF(
            (longitude - self._origin[0]) * METRES_PER_DEGREE * shrink,
            (latitude - self._origin[1]) * METRES_PER_DEGREE,
        )

    def _transform(self) -> QTransform:
        found = QTransform()
        found.translate(self.width() / 2, self.height() / 2)
        found.scale(1 / self._m_per_px, -1 / self._m_per_px)
        found.translate(-self._centre.x(), -self._centre.y())
        return found

    def _pan(self, right_px: float, up_px: float) -> None:
        self._centre += QPointF(right_px * self._m_per_px, up_px * self._m_per_px)
        self._redraw()

    def _zoom(self, factor: float, *, at: QPointF) -> None:
        inverted, _ = self._transform().inverted()
        before = inverted.map(at)
        self._m_per_px = min(max(self._m_per_px * factor, 0.05), 40_000.0)
        inverted, _ = self._transform().inverted()
        self._centre += before - inverted.map(at)
        self._redraw()

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def _path(self, layer: Outlines) -> QPainterPath:
        if id(layer) not in self._paths:
            self._paths[id(layer)] = _to_path(layer, self._origin)
        return self._paths[id(layer)]

    def _draw(self) -> QPixmap:
        look, ratio = self._context.look, self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(look.colour("map_ground"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._transform(), combine=True)
        for other in self._others:
            self._draw_outlines(painter, other, ink="ink3", fill=0.10)
        self._draw_region(painter)
        if self._layer is not None:
            ink = "verify" if self._is_candidate else "accent"
            self._draw_outlines(painter, self._layer, ink=ink, fill=0.45)
        painter.resetTransform()
        draw_furniture(painter, self._context, self)
        painter.end()
        return picture

    def _draw_outlines(
        self, painter: QPainter, layer: Outlines, *, ink: str, fill: float
    ) -> None:
        colour = self._context.look.colour(ink)
        pen = QPen(colour, 1.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        ground = QColor(colour)
        ground.setAlphaF(fill)
        painter.setBrush(ground if layer.is_area else Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path(layer))

    def _draw_region(self, painter: QPainter) -> None:
        if self._region is None:
            return
        look, box = self._context.look, self._region
        pen = QPen(look.colour("ink2"), 1.4, Qt.PenStyle.DashDotLine)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        corner = self._plane(box.west, box.south)
        painter.drawRect(QRectF(corner, self._plane(box.east, box.north)).normalized())
        top = painter.transform().map(self._plane(box.west, box.north))
        painter.save()
        painter.resetTransform()
        painter.setFont(look.font(13))
        painter.setPen(look.colour("ink2"))
        spot = QPointF(max(8.0, top.x() + 6), max(18.0, top.y() + 17))
        painter.drawText(spot, box.name)
        painter.restore()


def draw_furniture(painter: QPainter, context: Context, view: PreviewMap) -> None:
    """Draw the scale bar and the north arrow."""
    look, words = context.look, context.words
    ink, panel = look.colour("ink"), look.colour("panel")
    painter.setFont(look.font(12))
    metres = round_length(view.metres_per_pixel * 110)
    length = metres / view.metres_per_pixel
    label = (
        words("data.km", n=f"{metres / 1000:g}")
        if metres >= 1000  # noqa: PLR2004 - metres to a kilometre
        else words("data.metres", n=f"{metres:g}")
    )
    text_width = painter.fontMetrics().horizontalAdvance(label)
    line = painter.fontMetrics().height()
    box = QRectF(8, view.height() - line - 14, length + text_width + 26, line + 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(panel)
    painter.drawRoundedRect(box, 4, 4)
    painter.setBrush(ink)
    middle = box.center().y()
    painter.drawRect(QRectF(box.left() + 8, middle - 2, length / 2, 4))
    painter.setBrush(panel)
    painter.setPen(QPen(ink, 1))
    painter.drawRect(QRectF(box.left() + 8 + length / 2, middle - 2, length / 2, 4))
    painter.drawText(QPointF(box.left() + length + 16, middle + line / 3), label)
    _draw_north(painter, context, view)


def _draw_north(painter: QPainter, context: Context, view: PreviewMap) -> None:
    look = context.look
    line = painter.fontMetrics().height()
    box = QRectF(view.width() - 34, 8, 26, line + 26)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("panel"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(look.colour("ink"))
    word = QRectF(box.left(), box.top() + 2, box.width(), line)
    painter.drawText(word, Qt.AlignmentFlag.AlignCenter, context.words("data.north"))
    middle, top = box.center().x(), word.bottom() + 1
    needle = QPolygonF(
        [
            QPointF(middle, top),
            QPointF(middle + 6, top + 18),
            QPointF(middle, top + 13),
            QPointF(middle - 6, top + 18),
        ]
    )
    painter.setBrush(look.colour("ink"))
    painter.drawPolygon(needle)


def round_length(metres: float) -> float:
    """Return the largest of 1, 2, 5, 10 … m that is no longer than a length."""
    ten = 10.0 ** floor(log10(max(metres, 1e-6)))
    if ten > metres:  # the logarithm was rounded up
        ten /= 10
    return max(step * ten for step in (1.0, 2.0, 5.0) if step * ten <= metres)


def distance_km(one: Bounds, other: Bounds) -> float:
    """Return how far the middles of two boxes are apart, roughly."""
    west = ((one[0] + one[2]) - (other[0] + other[2])) / 2
    south = ((one[1] + one[3]) - (other[1] + other[3])) / 2
    shrink = cos(radians((one[1] + one[3]) / 2))
    return hypot(west * shrink, south) * METRES_PER_DEGREE / 1000


def _union(boxes: list[Bounds]) -> Bounds:
    table = np.array(boxes)
    low, high = table[:, :2].min(axis=0), table[:, 2:].max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _to_path(layer: Outlines, origin: tuple[float, float]) -> QPainterPath:
    """Return the outlines in metres around the origin, holes left open."""
    scale = np.array([METRES_PER_DEGREE * cos(radians(origin[1])), METRES_PER_DEGREE])
    plane = (layer.points - np.array(origin)) * scale
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    ends = np.append(layer.starts[1:], len(plane))
    for start, end in zip(layer.starts.tolist(), ends.tolist(), strict=True):
        ring = plane[start:end]
        if len(ring) > 1:
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring.tolist()]))
        elif len(ring):
            path.addEllipse(QPointF(*ring[0].tolist()), 60.0, 60.0)
    return path
