# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The brush and the eraser: a disc of so many metres on the ground."""

from __future__ import annotations

from PyQt6.QtCore import QLineF, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPen

from landgis.render.viewport import Viewport
from landgis_ui.canvas.tool import Drawing, Pointer, to_screen
from landgis_ui.canvas.zoning.zone_tool import ZoneTool
from landgis_ui.theme.look import Look

WIDTHS_M = (5, 10, 20, 30, 50, 80, 120, 180, 260, 380, 540, 780, 1100, 1600)
WIDTH_M = 120.0
NARROW, WIDE = ("[", "【", "「"), ("]", "】", "」")
ARM_PX, HALO_PX, LINE_PX = 5.0, 3.4, 1.6
TINT = 0.10


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
        middle = to_screen(viewport, at.x, at.y)
        radius = self.radius_m / viewport.m_per_px
        colour = self.colour(look)
        tint = QColor(colour)
        tint.setAlphaF(TINT)
        style = Qt.PenStyle.DashLine if self.takes_out else Qt.PenStyle.SolidLine
        painter.setPen(QPen(look.colour("panel"), HALO_PX))
        painter.setBrush(tint)
        painter.drawEllipse(middle, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, LINE_PX, style))
        painter.drawEllipse(middle, radius, radius)
        x, y = middle.x(), middle.y()
        arms = [QLineF(x - ARM_PX, y, x + ARM_PX, y)]
        if not self.takes_out:
            arms.append(QLineF(x, y - ARM_PX, x, y + ARM_PX))
        for ink, width in ((look.colour("panel"), 4.0), (colour, 2.0)):
            painter.setPen(QPen(ink, width))
            painter.drawLines(*arms)


class EraserTool(BrushTool):
    """A brush that takes out; Alt lets it take in."""

    id = "zone_eraser"
    dab_key = Qt.Key.Key_E

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._usually_out = True
