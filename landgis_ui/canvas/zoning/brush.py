# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The brush and the eraser: a disc of so many metres on the ground."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PyQt6.QtCore import QLineF, QObject, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QPainter, QPen

from landgis.render.viewport import Viewport
from landgis_ui.canvas.painting import painting
from landgis_ui.canvas.picture import ARGB
from landgis_ui.canvas.tool import Drawing, Pointer, to_screen
from landgis_ui.canvas.zoning.zone_tool import ZoneTool
from landgis_ui.theme.look import Look

WIDTHS_M = (5, 10, 20, 30, 50, 80, 120, 180, 260, 380, 540, 780, 1100, 1600)
WIDTH_M = 120.0
NARROW, WIDE = ("[", "【", "「"), ("]", "】", "」")
ARM_PX, HALO_PX, LINE_PX = 5.0, 3.4, 1.6
TINT = 0.10
EDGE_PX = 4.0
MOST_CACHED_PX = 600.0


@dataclass(frozen=True)
class Disc:
    """How the brush looks on screen."""

    radius_px: float
    colour: str
    halo: str
    is_dashed: bool
    ratio: float


class BrushTool(ZoneTool):
    """Paints while the button is down; says where, and lets others find the land.

    Signals
    -------
    begun(float, float), extended(float, float)
        A stroke begins here, and goes on to there.
    ended(), dropped()
        It is done, or nothing of it counts.
    width_changed(float)
        The brush is so many metres wide now.
    """

    begun = pyqtSignal(float, float)
    extended = pyqtSignal(float, float)
    ended = pyqtSignal()
    dropped = pyqtSignal()
    width_changed = pyqtSignal(float)

    id = "zone_brush"
    dab_key = Qt.Key.Key_B
    drawing = Drawing.BY_DRAG

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._width_m = WIDTH_M
        self._is_down = False
        self._disc: tuple[object, QImage] | None = None

    @property
    def width_m(self) -> float:
        """How wide the brush is on the ground."""
        return self._width_m

    @property
    def radius_m(self) -> float:
        """Half of its width."""
        return self._width_m / 2

    @property
    def is_down(self) -> bool:
        """Whether a stroke is being painted."""
        return self._is_down

    def set_width(self, metres: float) -> None:
        """Make the brush wider or narrower."""
        bounded = min(max(float(metres), WIDTHS_M[0]), WIDTHS_M[-1])
        if bounded != self._width_m:
            self._width_m = bounded
            self.changed.emit()
            self.width_changed.emit(bounded)

    def press(self, at: Pointer) -> None:
        """Begin a stroke."""
        self.follow(at)
        self._is_down = True
        self.begun.emit(at.x, at.y)
        self.changed.emit()

    def move(self, at: Pointer) -> None:
        """Go on with the stroke, or hover."""
        self.follow(at)
        (self.extended if self._is_down else self.hovered).emit(at.x, at.y)
        self.changed.emit()

    def release(self, at: Pointer) -> None:
        """End the stroke."""
        if not self._is_down:
            return
        self.follow(at)
        self.extended.emit(at.x, at.y)
        self._is_down = False
        self.ended.emit()
        self.changed.emit()

    def double_click(self, at: Pointer) -> None:
        """Begin another stroke at once."""
        self.press(at)

    def key(self, key: Qt.Key) -> bool:
        """B once more paints one dab where the pointer is."""
        if key == self.dab_key and self._hand is not None and not self._is_down:
            at = self._hand
            self.press(at)
            self.release(at)
            return True
        return super().key(key)

    def typed(self, text: str) -> bool:
        """[ makes the brush narrower, ] wider, in round steps."""
        if text in NARROW:
            self.set_width(max((w for w in WIDTHS_M if w < self._width_m), default=0))
        elif text in WIDE:
            self.set_width(
                min((w for w in WIDTHS_M if w > self._width_m), default=WIDTHS_M[-1])
            )
        else:
            return False
        return True

    def cancel(self) -> bool:
        """Drop the stroke."""
        was_down, self._is_down = self._is_down, False
        if was_down:
            self.dropped.emit()
            self.changed.emit()
        return was_down

    def paint(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        """Paint the disc, with a plus or minus in its middle."""
        at = self._hand
        if at is None:
            return
        device = painter.device()
        disc = Disc(
            self.radius_m / viewport.m_per_px,
            self.colour(look).name(),
            look.theme.panel,
            self.takes_out,
            device.devicePixelRatioF() if device is not None else 1.0,
        )
        if disc.radius_px > MOST_CACHED_PX:
            painter.save()
            painter.translate(to_screen(viewport, at.x, at.y))
            _paint_disc(painter, disc)
            painter.restore()
            return
        if self._disc is None or self._disc[0] != disc:
            self._disc = (disc, _draw_disc(disc))
        image = self._disc[1]
        half = image.deviceIndependentSize() / 2
        spot = to_screen(viewport, at.x, at.y) - QPointF(half.width(), half.height())
        painter.drawImage(spot, image)

    def painted(self, viewport: Viewport) -> QRectF | None:
        """Return the disc with its edge."""
        at = self._hand
        if at is None:
            return QRectF()
        half = self.radius_m / viewport.m_per_px + EDGE_PX + ARM_PX
        middle = to_screen(viewport, at.x, at.y)
        return QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)


class EraserTool(BrushTool):
    """A brush that takes out; Alt lets it take in."""

    id = "zone_eraser"
    dab_key = Qt.Key.Key_E

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._usually_out = True


def _draw_disc(disc: Disc) -> QImage:
    """Return a picture of the brush, since its soft edge takes long to draw."""
    side = 2 * math.ceil(disc.radius_px + EDGE_PX + ARM_PX)
    pixels = math.ceil(side * disc.ratio)
    image = QImage(pixels, pixels, ARGB)
    image.setDevicePixelRatio(disc.ratio)
    image.fill(Qt.GlobalColor.transparent)
    with painting(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
        _paint_disc(painter, disc)
    return image


def _paint_disc(painter: QPainter, disc: Disc) -> None:
    """Paint the brush around the origin, with a plus or minus in its middle."""
    colour, radius = QColor(disc.colour), disc.radius_px
    tint = QColor(colour)
    tint.setAlphaF(TINT)
    style = Qt.PenStyle.DashLine if disc.is_dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(disc.halo), HALO_PX))
    painter.setBrush(tint)
    painter.drawEllipse(QPointF(), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, LINE_PX, style))
    painter.drawEllipse(QPointF(), radius, radius)
    arms = [QLineF(-ARM_PX, 0, ARM_PX, 0)]
    if not disc.is_dashed:
        arms.append(QLineF(0, -ARM_PX, 0, ARM_PX))
    for ink, width in ((disc.halo, 4.0), (disc.colour, 2.0)):
        painter.setPen(QPen(QColor(ink), width))
        painter.drawLines(*arms)
