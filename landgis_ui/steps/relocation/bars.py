# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bars of a park: floor taken and left, and the share of leading firms."""

from __future__ import annotations

import math

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from landgis_ui.theme.look import Look

HEIGHT, TICK_OVER = 8, 3
NOISE = 1e-9
OVERRUN = 0.12
"""So much of the bar's length is kept for what runs past the capacity."""


class _Bar(QWidget):
    """A groove of the design's height; subclasses draw into it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height with the ends of the tick."""
        return QSize(self._look.px(80), self._look.px(HEIGHT + 2 * TICK_OVER))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the groove, what fills it, and the tick."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = self._look.px(TICK_OVER)
        box = QRectF(self.rect()).adjusted(0, over, 0, -over)
        groove = QPainterPath()
        groove.addRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.save()
        painter.setClipPath(groove)
        painter.fillRect(box, self._look.colour("line"))
        self.draw(painter, box)
        painter.restore()
        self.draw_over(painter, box)
        painter.end()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Fill the groove."""

    def draw_over(self, painter: QPainter, box: QRectF) -> None:
        """Draw what stands out of the groove."""


class FloorBar(_Bar):
    """Floor that the plan takes; what is over capacity runs on in red hatch."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._taken = 0.0
        self._tried = 0.0
        self._colour = look.theme.accent

    @property
    def shares(self) -> tuple[float, float]:
        """Share of the floor taken, and that with a firm that is held above."""
        return self._taken, self._tried

    def show_shares(self, taken: float, *, tried: float = 0.0, colour: str) -> None:
        """Show shares of the floor; `tried` is what taking one more firm comes to."""
        self._taken, self._tried, self._colour = taken, tried, colour
        self.update()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw what is taken, what is tried, and what is too much."""
        full = box.width() / (1 + OVERRUN) if self._most() > 1 else box.width()
        taken = QRectF(0, box.y(), min(self._taken, 1.0) * full, box.height())
        painter.fillRect(taken, QColor(self._colour))
        ahead = QColor(self._colour)
        ahead.setAlphaF(0.45)
        start, end = min(self._taken, 1.0) * full, min(self._tried, 1.0) * full
        painter.fillRect(
            QRectF(start, box.y(), max(0.0, end - start), box.height()), ahead
        )
        if self._most() > 1:
            rest = QRectF(full, box.y(), box.width() - full, box.height())
            painter.fillRect(rest, self._look.colour("bad_soft"))
            brush = QBrush(self._look.colour("bad"), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(rest, brush)

    def draw_over(self, painter: QPainter, box: QRectF) -> None:
        """Mark the end of the capacity where it is overrun."""
        if self._most() > 1:
            x = box.width() / (1 + OVERRUN)
            _tick(painter, x, box, over=self._look.px(TICK_OVER), look=self._look)

    def _most(self) -> float:
        return max(self._taken, self._tried)


class LeadBar(_Bar):
    """The share of firms of leading industries, with a tick at what is required."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._share, self._least = 0.0, 0.7

    @property
    def shown(self) -> tuple[float, float]:
        """The share, and the least that is required."""
        return self._share, self._least

    def show_share(self, share: float, least: float) -> None:
        """Show a share of 0 to 1; not a number where there are no firms, or no rule."""
        self._share, self._least = share, least
        self.update()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw the share: green where it is enough."""
        if math.isnan(self._share):
            return
        is_enough = math.isnan(self._least) or self._share >= self._least - NOISE
        tone = "ok" if is_enough else "bad"
        width = min(max(self._share, 0.0), 1.0) * box.width()
        part = QRectF(0, box.y(), width, box.height())
        painter.fillRect(part, self._look.colour(tone))

    def draw_over(self, painter: QPainter, box: QRectF) -> None:
        """Mark the share that is required."""
        if math.isnan(self._least):
            return
        x = self._least * box.width()
        _tick(painter, x, box, over=self._look.px(TICK_OVER), look=self._look)


def _tick(painter: QPainter, x: float, box: QRectF, *, over: float, look: Look) -> None:
    painter.setPen(QPen(look.colour("ink"), 2.0))
    top, bottom = box.top() - over + 1, box.bottom() + over - 1
    painter.drawLine(int(x), int(top), int(x), int(bottom))
