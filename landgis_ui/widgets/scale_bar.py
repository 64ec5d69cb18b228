# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A value beside its threshold on one scale."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from landgis_ui.theme.look import Look

HEIGHT = 44
REACH = 1.35
"""How much of the scale lies beyond the larger of the two."""


class ScaleBar(QWidget):
    """A line from 0 with a dot for the value and a tick for the threshold.

    `side` is where the test holds: ``low`` (below the threshold) or ``high``.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._value, self._limit = 0.0, 1.0
        self._words = ("", "")
        self._tone, self._side = "bad", "low"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(
        self,
        value: float,
        limit: float,
        *,
        words: tuple[str, str],
        tone: str,
        side: str,
    ) -> None:
        """Show a value and a threshold; `words` are what is written above each."""
        self._value, self._limit, self._words = value, limit, words
        self._tone, self._side = tone, side
        self.setAccessibleName(f"{words[0]}，{words[1]}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the bar with its words."""
        return QSize(self._look.px(200), self._look.px(HEIGHT))

    def place(self, value: float) -> float:
        """Return where a value lies, from 0 to 1; the ends hold what is beyond."""
        lowest = min(0.0, self._value, self._limit)
        reach = max(self._value, self._limit, 0.0) - lowest
        share = (value - lowest) / (reach * REACH) if reach else 0.0
        return min(max(share, 0.0), 1.0)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw line, dot and tick."""
        del event
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, thick, middle = look.px(6), look.px(7), look.px(30)
        width = self.width() - 2 * edge
        groove = QRectF(edge, middle - thick / 2, width, thick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("line"))
        painter.drawRoundedRect(groove, thick / 2, thick / 2)
        limit_x = edge + self.place(self._limit) * width
        value_x = edge + self.place(self._value) * width
        holds = QRectF(groove)
        if self._side == "low":
            holds.setRight(limit_x)
        else:
            holds.setLeft(limit_x)
        painter.setBrush(
            look.colour(f"{self._tone}_soft" if self._tone != "ink3" else "line2")
        )
        painter.drawRoundedRect(holds, thick / 2, thick / 2)
        painter.setPen(QPen(look.colour("ink"), 1.6))
        painter.drawLine(
            QPointF(limit_x, middle - look.px(9)), QPointF(limit_x, middle + look.px(9))
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(self._tone))
        painter.drawEllipse(QPointF(value_x, middle), look.px(6), look.px(6))
        self._write(painter, value_x, limit_x)
        painter.end()

    def _write(self, painter: QPainter, value_x: float, limit_x: float) -> None:
        """Write both words above the bar; they never overlap."""
        look = self._look
        painter.setFont(look.font(12, bold=True))
        own = painter.fontMetrics().horizontalAdvance(self._words[0])
        painter.setFont(look.font(12))
        other = painter.fontMetrics().horizontalAdvance(self._words[1])
        own_left = min(max(value_x - own / 2, 0), self.width() - own)
        limit_left = min(max(limit_x - other / 2, 0), self.width() - other)
        gap = look.px(8)
        if value_x <= limit_x and own_left + own + gap > limit_left:
            limit_left = min(own_left + own + gap, self.width() - other)
            own_left = min(own_left, limit_left - gap - own)
        elif value_x > limit_x and limit_left + other + gap > own_left:
            own_left = min(limit_left + other + gap, self.width() - own)
            limit_left = min(limit_left, own_left - gap - other)
        painter.setPen(look.colour("ink2"))
        top, height = look.px(1), look.px(18)
        painter.drawText(QRectF(limit_left, top, other + 2, height), 0, self._words[1])
        painter.setFont(look.font(12, bold=True))
        painter.setPen(look.colour(self._tone))
        painter.drawText(QRectF(own_left, top, own + 2, height), 0, self._words[0])
