# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scale bar and north arrow, painted in the corners of the map."""

from __future__ import annotations

import math

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QWidget

from landgis.render.scale import scale_bar
from landgis_ui.canvas.painting import painting
from landgis_ui.theme.look import Look
from landgis_ui.words import Words

LONGEST_PX = 130.0
PADDING_PX = 10
BAR_PX = 4.0
KILOMETRE = 1000.0


class ScaleBarView(QWidget):
    """A bar of a round length, half dark and half light."""

    def __init__(self, look: Look, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._words = look, words
        self._m_per_px = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self._lay_out)
        self._lay_out()

    def set_m_per_px(self, m_per_px: float) -> None:
        """Show lengths at another scale."""
        self._m_per_px = m_per_px
        self.setAccessibleName(self._words("map.scale_bar", length=self._text()))
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Paint the bar and its length."""
        look = self._look
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_plate(painter, QRectF(self.rect()), look)
            bar = scale_bar(self._m_per_px, longest_px=look.px(LONGEST_PX))
            left, middle = float(look.px(PADDING_PX)), self.height() / 2
            box = QRectF(left, middle - BAR_PX / 2, bar.length_px, BAR_PX)
            painter.setPen(QPen(look.colour("ink"), 1.0))
            painter.setBrush(look.colour("panel"))
            painter.drawRect(box)
            half = QRectF(box.left(), box.top(), box.width() / 2, box.height())
            painter.fillRect(half, look.colour("ink"))
            painter.setFont(look.font(12))
            place = QRectF(
                box.right() + look.px(8), 0.0, self.width() - box.right(), self.height()
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._text())

    def _text(self) -> str:
        metres = scale_bar(self._m_per_px, longest_px=self._look.px(LONGEST_PX)).metres
        if metres >= KILOMETRE:
            return self._words("map.kilometres", n=f"{metres / KILOMETRE:g}")
        return self._words("map.metres", n=f"{metres:g}")

    def _lay_out(self) -> None:
        look = self._look
        bar = scale_bar(self._m_per_px, longest_px=look.px(LONGEST_PX))
        self.setFont(look.font(12))
        text = self.fontMetrics().horizontalAdvance(self._text())
        width = bar.length_px + text + look.px(2 * PADDING_PX + 8)
        bottom = self.geometry().bottom()
        self.resize(math.ceil(width), look.px(26))
        self.move(self.x(), max(bottom - self.height() + 1, 0))
        self.update()


class NorthArrow(QWidget):
    """Where north is; the map is never turned."""

    def __init__(self, look: Look, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._words = look, words
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(words("map.north"))
        look.changed.connect(self._on_look)
        self._on_look()

    def sizeHint(self) -> QSize:
        """Return the size of the plate."""
        return QSize(self._look.px(32), self._look.px(50))

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Paint the letter and the arrow."""
        look = self._look
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_plate(painter, QRectF(self.rect()), look)
            width, top = float(self.width()), float(look.px(22))
            painter.setFont(look.font(13, bold=True))
            painter.setPen(look.colour("ink"))
            painter.drawText(
                QRectF(0, look.px(3), width, look.px(18)),
                Qt.AlignmentFlag.AlignCenter,
                self._words("map.north_letter"),
            )
            tip, foot = QPointF(width / 2, top), top + look.px(22)
            notch = QPointF(width / 2, foot - look.px(6))
            side = look.px(8)
            left = QPolygonF([tip, QPointF(width / 2 - side, foot), notch])
            right = QPolygonF([tip, QPointF(width / 2 + side, foot), notch])
            painter.setPen(QPen(look.colour("ink"), 1.2))
            painter.setBrush(look.colour("panel"))
            painter.drawPolygon(left)
            painter.setBrush(look.colour("ink"))
            painter.drawPolygon(right)

    def _on_look(self) -> None:
        self.resize(self.sizeHint())
        self.update()


def paint_plate(painter: QPainter, box: QRectF, look: Look) -> None:
    """Paint the ground of something that floats on the map."""
    colour = QColor(look.theme.panel)
    colour.setAlphaF(0.92)
    painter.setPen(QPen(look.colour("line2"), 1.0))
    painter.setBrush(colour)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0)
