# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The curve of freed 亩 over cost: each point is a plan that can be had."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from landgis.relocation.curve import CurvePoint
from landgis_ui.context import Context
from landgis_ui.widgets.figures import AreaWriter, write_number

HEIGHT_PX, LEFT_PX, RIGHT_PX, TOP_PX, BOTTOM_PX = 170, 52, 20, 14, 34
REACH_PX, DOT_PX = 14.0, 5.0
TICKS = 3
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CurveChart(QWidget):
    """A small chart; arrow keys go from point to point, Enter takes one.

    Signals
    -------
    picked(int)
        The point at this place was chosen.
    taken(int)
        The point is wanted as a plan.
    """

    picked = pyqtSignal(int)
    taken = pyqtSignal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._look, self._words = context.look, context.words
        self._areas = AreaWriter(context)
        self._points: tuple[CurvePoint, ...] = ()
        self._picked = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(context.words("relocation.curve"))

    @property
    def points(self) -> tuple[CurvePoint, ...]:
        """The plans of the curve, the cheapest first."""
        return self._points

    @property
    def point(self) -> CurvePoint | None:
        """The plan that is chosen."""
        return self._points[self._picked] if self._picked >= 0 else None

    def show_points(self, points: Sequence[CurvePoint]) -> None:
        """Show other plans; the one that frees most is chosen."""
        self._points = tuple(points)
        self._pick(len(points) - 1)

    def place_of(self, number: int) -> QPointF:
        """Return where a point is in the widget."""
        area, point = self._area(), self._points[number]
        most_cost, most_mu = self._most()
        return QPointF(
            area.left() + point.cost / most_cost * area.width(),
            area.bottom() - point.freed_mu / most_mu * area.height(),
        )

    def sizeHint(self) -> QSize:
        """Return the height of the chart."""
        return QSize(self._look.px(300), self._look.px(HEIGHT_PX))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Choose the point under the pointer."""
        if event is None or not self._points:
            return
        at = event.position()
        far = [
            math.hypot(place.x() - at.x(), place.y() - at.y())
            for place in map(self.place_of, range(len(self._points)))
        ]
        nearest = far.index(min(far))
        if far[nearest] <= self._look.px(round(REACH_PX)):
            self._pick(nearest)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Go from point to point, or take the chosen one."""
        if event is None:
            return
        key = Qt.Key(event.key())
        if key in STEPS and self._points:
            last = len(self._points) - 1
            self._pick(min(max(self._picked + STEPS[key], 0), last))
        elif key in TAKE and self._picked >= 0:
            self.taken.emit(self._picked)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Show that keys go here."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw axes, the line and the points."""
        del event
        if not self._points:
            return
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter)
        places = [self.place_of(number) for number in range(len(self._points))]
        painter.setPen(QPen(look.colour("verify"), 2.0))
        painter.drawPolyline(QPolygonF(places))
        for number, place in enumerate(places):
            is_picked = number == self._picked
            painter.setPen(QPen(look.colour("panel"), 1.6))
            painter.setBrush(look.colour("verify"))
            radius = DOT_PX + 2.0 if is_picked else DOT_PX
            painter.drawEllipse(place, radius, radius)
            if is_picked:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                tone = "accent" if self.hasFocus() else "verify"
                painter.setPen(QPen(look.colour(tone), 2.0))
                painter.drawEllipse(place, radius + 3.0, radius + 3.0)
        painter.end()

    def _paint_axes(self, painter: QPainter) -> None:
        look, area = self._look, self._area()
        most_cost, most_mu = self._most()
        painter.setFont(look.font(11))
        middle = Qt.AlignmentFlag.AlignVCenter
        for tick in range(TICKS + 1):
            share = tick / TICKS
            y = area.bottom() - share * area.height()
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(look.colour("ink3"))
            box = QRectF(0, y - 9, area.left() - 6, 18)
            text = self._areas.number(most_mu * share)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, text)
            x = area.left() + share * area.width()
            box = QRectF(x - 40, area.bottom() + 2, 80, 16)
            text = write_number(most_cost * share, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | middle, text)
        box = QRectF(0, self.height() - 16, self.width() - 4, 16)
        text = self._words("relocation.curve_axes", unit=self._areas.unit)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, text)

    def _area(self) -> QRectF:
        px = self._look.px
        width = self.width() - px(LEFT_PX) - px(RIGHT_PX)
        height = self.height() - px(TOP_PX) - px(BOTTOM_PX)
        return QRectF(px(LEFT_PX), px(TOP_PX), width, height)

    def _most(self) -> tuple[float, float]:
        cost = max((point.cost for point in self._points), default=0.0)
        freed = max((point.freed_mu for point in self._points), default=0.0)
        return cost or 1.0, freed or 1.0

    def _pick(self, number: int) -> None:
        self._picked = number
        self.update()
        if number >= 0:
            self.picked.emit(number)
