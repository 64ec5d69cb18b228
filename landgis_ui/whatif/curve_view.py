# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The curve of 可腾出 over a number: firm solid, potential hatched, both values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QBrush, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from landgis_ui.context import Context
from landgis_ui.whatif.axis import LEFT_PX, RIGHT_PX, Axis
from landgis_ui.whatif.numbers import ticks_of
from landgis_ui.widgets.figures import AreaWriter, write_number, write_value

HEIGHT_PX, TOP_PX, BOTTOM_PX = 176, 26, 20
ROOM = 1.1
VEIL = 0.85


@dataclass(frozen=True, kw_only=True, eq=False)
class CurveShown:
    """亩 at each value: firm land and all of it; two values have a mark."""

    values: NDArray[np.float64]
    firm_mu: NDArray[np.float64]
    total_mu: NDArray[np.float64]
    axis_max: float


class CurveView(QWidget):
    """A small chart in the colours of the theme.

    Signals
    -------
    picked(float)
        This value was clicked.
    """

    picked = pyqtSignal(float)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._look, self._words = context.look, context.words
        self._areas = AreaWriter(context)
        self._shown: CurveShown | None = None
        self._marks: tuple[tuple[float, float], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_curve(self, shown: CurveShown | None) -> None:
        """Show another curve, or none while it is not known."""
        self._shown = shown
        self.update()

    def show_marks(self, now: tuple[float, float], then: tuple[float, float]) -> None:
        """Mark the value in force and the tried one, each with its 亩."""
        self._marks = (now, then)
        self.setAccessibleName(
            self._words(
                "whatif.curve_said",
                now=write_value(now[0]),
                now_mu=self._areas.text(now[1]),
                value=write_value(then[0]),
                mu=self._areas.text(then[1]),
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the chart."""
        return QSize(self._look.px(320), self._look.px(HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        """Keep the height; the width may be small."""
        return QSize(self._look.px(200), self._look.px(HEIGHT_PX))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Try the value that was clicked."""
        if event is not None and self._shown is not None:
            self.picked.emit(self._axis().value_at(event.position().x()))

    def _axis(self) -> Axis:
        look = self._look
        maximum = 1.0 if self._shown is None else self._shown.axis_max
        right = self.width() - look.px(RIGHT_PX)
        return Axis(left=look.px(LEFT_PX), right=right, maximum=maximum)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw grid, areas, and marks."""
        del event
        shown = self._shown
        if shown is None or not len(shown.values):
            return
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(
            0, look.px(TOP_PX), self.width(), look.px(HEIGHT_PX - TOP_PX - BOTTOM_PX)
        )
        marked = max((mu for _, mu in self._marks), default=0.0)
        top = max(float(shown.total_mu.max()), marked, 1.0) * ROOM
        self._paint_grid(painter, area, top)
        firm = self._points(shown.values, shown.firm_mu, area, top=top)
        total = self._points(shown.values, shown.total_mu, area, top=top)
        self._paint_areas(painter, area, (firm, total))
        self._paint_marks(painter, area, top)
        painter.end()

    def _points(
        self,
        values: NDArray[np.float64],
        mu: NDArray[np.float64],
        area: QRectF,
        *,
        top: float,
    ) -> list[QPointF]:
        axis = self._axis()
        return [
            QPointF(axis.x_of(value), area.bottom() - amount / top * area.height())
            for value, amount in zip(values.tolist(), mu.tolist(), strict=True)
        ]

    def _paint_grid(self, painter: QPainter, area: QRectF, top: float) -> None:
        look, axis = self._look, self._axis()
        painter.setFont(look.font(11))
        for amount in ticks_of(top, 4):
            y = area.bottom() - amount / top * area.height()
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(QPointF(axis.left, y), QPointF(axis.right, y))
            painter.setPen(look.colour("ink3"))
            box = QRectF(0, y - look.px(8), axis.left - look.px(5), look.px(16))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(flags), write_number(float(amount), 0))
        half = look.px(24)
        for value in ticks_of(axis.maximum):
            x = axis.x_of(float(value))
            box = QRectF(x - half, area.bottom(), 2 * half, look.px(BOTTOM_PX))
            flags = Qt.AlignmentFlag.AlignCenter
            painter.drawText(box, int(flags), write_value(float(value)))

    def _paint_areas(
        self,
        painter: QPainter,
        area: QRectF,
        edges: tuple[list[QPointF], list[QPointF]],
    ) -> None:
        look = self._look
        firm, total = edges
        painter.setPen(Qt.PenStyle.NoPen)
        between = QPolygonF([*total, *reversed(firm)])
        painter.setBrush(look.colour("accent_soft"))
        painter.drawPolygon(between)
        painter.setBrush(QBrush(look.colour("link"), Qt.BrushStyle.BDiagPattern))
        painter.setOpacity(0.45)
        painter.drawPolygon(between)
        ends = [QPointF(end.x(), area.bottom()) for end in (firm[-1], firm[0])]
        painter.setBrush(look.colour("accent"))
        painter.drawPolygon(QPolygonF([*firm, *ends]))
        painter.setOpacity(1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("link"), 2))
        painter.drawPolyline(QPolygonF(total))

    def _paint_marks(self, painter: QPainter, area: QRectF, top: float) -> None:
        look, axis = self._look, self._axis()
        painter.setFont(look.font(12, bold=True))
        style = (Qt.PenStyle.DashLine, "ink"), (Qt.PenStyle.SolidLine, "verify")
        pairs = list(zip(self._marks, style, strict=False))
        if len(pairs) > 1 and pairs[0][0][0] == pairs[1][0][0]:
            pairs = pairs[:1]
        pairs.sort(key=lambda pair: pair[0][0])
        for order, ((value, mu), (line, token)) in enumerate(pairs):
            place = QPointF(axis.x_of(value), area.bottom() - mu / top * area.height())
            painter.setPen(QPen(look.colour(token), 1.6, line))
            painter.drawLine(place, QPointF(place.x(), area.bottom()))
            painter.setPen(QPen(look.colour(token), 1.8))
            painter.setBrush(look.colour("panel"))
            painter.drawEllipse(place, look.px(4.5), look.px(4.5))
            self._write_mark(painter, place, self._areas.text(mu), below=order > 0)

    def _write_mark(
        self, painter: QPainter, place: QPointF, text: str, *, below: bool
    ) -> None:
        """Write 亩 beside a mark: the left one above the curve, the right one below."""
        look, metrics = self._look, painter.fontMetrics()
        gap, least = look.px(6), self._axis().left
        width, height = metrics.horizontalAdvance(text) + gap, metrics.height()
        box = QRectF(0, 0, width, height)
        if below:
            box.moveTopLeft(place + QPointF(gap, gap))
            box.moveLeft(min(box.left(), self.width() - float(width)))
        else:
            box.moveBottomRight(place - QPointF(gap, gap))
            if box.left() < least:
                box.moveLeft(least)
                box.moveTop(max(0.0, box.top() - gap))
        ground = look.colour("panel")
        ground.setAlphaF(VEIL)
        painter.fillRect(box, ground)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
