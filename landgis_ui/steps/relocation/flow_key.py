# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lines and marks of a plan on the map mean."""

from __future__ import annotations

from PyQt6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QFrame, QWidget

from landgis_ui.canvas.flows.paint import paint_crossed
from landgis_ui.context import Context

LINE_PX, SIGN_PX, PAD_PX = 22, 40, 10
ENTRIES = ("key_width", "key_nowhere", "key_pinned")


class FlowKey(QFrame):
    """A small plate below the verdict."""

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._look = context.look
        self._texts = [context.words(f"relocation.{name}") for name in ENTRIES]
        self.setProperty("card", "floating")
        self.setAccessibleName("，".join(self._texts))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        context.look.changed.connect(self.adjustSize)
        self.adjustSize()
        self.hide()

    def sizeHint(self) -> QSize:
        """Return room for every line."""
        px, metrics = self._look.px, QFontMetricsF(self._look.font(12))
        width = max(metrics.horizontalAdvance(text) for text in self._texts)
        height = px(LINE_PX) * len(self._texts) + px(PAD_PX)
        return QSize(round(width) + px(SIGN_PX + 2 * PAD_PX), height)

    def put_below(self, above: QWidget) -> None:
        """Stand below the verdict."""
        self.adjustSize()
        self.move(above.x(), above.geometry().bottom() + self._look.px(8))
        self.raise_()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw a sign and its words for each."""
        super().paintEvent(event)
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(12))
        left, line = px(PAD_PX), px(LINE_PX)
        for place, text in enumerate(self._texts):
            top = px(PAD_PX) / 2 + place * line
            middle = QPointF(left + px(SIGN_PX) * 0.4, top + line / 2)
            self._paint_sign(painter, ENTRIES[place], middle)
            painter.setPen(look.colour("ink2"))
            box = QRectF(left + px(SIGN_PX), top, self.width(), line)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _paint_sign(self, painter: QPainter, name: str, at: QPointF) -> None:
        look = self._look
        if name == "key_nowhere":
            paint_crossed(painter, at, 6.0, look=look)
            return
        if name == "key_pinned":
            painter.setBrush(look.colour("ink3"))
            painter.setPen(QPen(look.colour("panel"), 1.6))
            painter.drawEllipse(at, 5.0, 5.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("ink"), 1.4))
            painter.drawEllipse(at, 8.0, 8.0)
            return
        reach = look.px(SIGN_PX) * 0.36
        for dy, width in ((-3.0, 1.4), (3.0, 4.5)):
            painter.setPen(QPen(look.colour("ink3"), width))
            y = at.y() + dy
            painter.drawLine(QLineF(at.x() - reach, y, at.x() + reach, y))
