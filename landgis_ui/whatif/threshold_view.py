# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Histogram and slider on one axis: the line is dragged through the firms."""

from __future__ import annotations

from itertools import pairwise

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from landgis.scenario.tax_line import Histogram
from landgis_ui.context import Context
from landgis_ui.whatif.axis import LEFT_PX, RIGHT_PX, Axis
from landgis_ui.whatif.numbers import Tried, ticks_of
from landgis_ui.widgets.figures import write_value

HEAD_PX, BARS_PX, TICKS_PX, SLIDER_PX = 22, 118, 20, 30
FAST = 10
ROOM = 1.12
KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -FAST,
    Qt.Key.Key_PageUp: FAST,
}


class ThresholdView(QWidget):
    """Bars of firms, the line in force (dashed), the line tried, and a slider below.

    Signals
    -------
    moved(float)
        The tried value is this now, while dragging or by a key.
    rested(float)
        It was let go at this value.
    """

    moved = pyqtSignal(float)
    rested = pyqtSignal(float)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._look, self._words = context.look, context.words
        self._number: Tried | None = None
        self._bars: Histogram | None = None
        self._maximum, self._value = 1.0, 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._look.changed.connect(self.updateGeometry)

    def show_number(
        self, number: Tried, bars: Histogram | None, *, axis_max: float
    ) -> None:
        """Show another number; bars only where it divides firms."""
        self._number, self._bars, self._maximum = number, bars, axis_max
        self._value = number.value
        self.updateGeometry()
        self.set_value(number.value)

    def set_value(self, value: float) -> None:
        """Move the tried line, without a signal."""
        self._value = value
        if self._number is not None:
            self.setAccessibleName(
                self._words(
                    "whatif.slider",
                    title=self._number.title,
                    now=write_value(self._number.value),
                    value=write_value(value),
                    unit=self._number.unit,
                )
            )
        self.update()

    @property
    def value(self) -> float:
        """The tried value."""
        return self._value

    def axis(self) -> Axis:
        """Return the axis that bars and slider share."""
        look = self._look
        right = self.width() - look.px(RIGHT_PX)
        return Axis(left=look.px(LEFT_PX), right=right, maximum=self._maximum)

    def sizeHint(self) -> QSize:
        """Return the height with or without bars."""
        bars = BARS_PX if self._bars is not None else 0
        return QSize(
            self._look.px(320),
            self._look.px(HEAD_PX + bars + TICKS_PX + SLIDER_PX),
        )

    def minimumSizeHint(self) -> QSize:
        """Keep the height; the width may be small."""
        return QSize(self._look.px(200), self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Take the line to the mouse."""
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Drag the line."""
        if event is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(self.axis().value_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Tell where the line was let go."""
        if event is not None and self._number is not None:
            self.rested.emit(self._value)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Move by one step, ten with Shift; Home brings the line in force back."""
        if event is None or self._number is None:
            return
        key = event.key()
        fast = FAST if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        if key == Qt.Key.Key_Home:
            self._move_to(self._number.value)
        elif key in KEYS:
            self._move_to(self._value + KEYS[Qt.Key(key)] * fast * self._number.step)
        else:
            super().keyPressEvent(event)
            return
        self.rested.emit(self._value)

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def _move_to(self, value: float) -> None:
        if self._number is None:
            return
        step = self._number.step
        value = round(min(max(value, 0.0), self._maximum) / step) * step
        value = float(write_value(round(value, 9)))
        if value != self._value:
            self.set_value(value)
            self.moved.emit(value)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw bars, both lines, ticks and slider."""
        del event
        if self._number is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        bars = look.px(BARS_PX) if self._bars is not None else 0
        area = QRectF(0, look.px(HEAD_PX), self.width(), bars)
        if self._bars is not None:
            self._paint_bars(painter, self._bars, area)
        self._paint_lines(painter, self._number, area)
        self._paint_ticks(painter, area.bottom())
        self._paint_slider(painter, area.bottom() + look.px(TICKS_PX))
        painter.end()

    def _paint_bars(self, painter: QPainter, bars: Histogram, area: QRectF) -> None:
        """Draw the bars: past both lines, past one of them, past none."""
        look, axis = self._look, self.axis()
        most = max(1.0, float(bars.counts.max()) * ROOM)
        painter.setFont(look.font(11))
        for count in ticks_of(most, 3):
            y = area.bottom() - count / most * area.height()
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(QPointF(axis.left, y), QPointF(axis.right, y))
            painter.setPen(look.colour("ink3"))
            box = QRectF(0, y - look.px(8), axis.left - look.px(6), look.px(16))
            painter.drawText(box, int(_RIGHT), f"{count:,.0f}")
        for place, count in enumerate(bars.counts):
            left, right = bars.edges[place], bars.edges[place + 1]
            top = area.bottom() - count / most * area.height()
            self._paint_bar(painter, (left, right), (top, area.bottom()))

    def _paint_bar(
        self, painter: QPainter, span: tuple[float, float], rows: tuple[float, float]
    ) -> None:
        """Draw one bar, cut where a line runs through it."""
        if self._number is None:
            return
        axis, now = self.axis(), self._number.value
        cuts = sorted(
            {*span, *(v for v in (now, self._value) if span[0] < v < span[1])}
        )
        for left, right in pairwise(cuts):
            middle = (left + right) / 2
            box = QRectF(
                QPointF(axis.x_of(left) + (1 if left == span[0] else 0), rows[0]),
                QPointF(axis.x_of(right) - (1 if right == span[1] else 0), rows[1]),
            )
            was, is_ = middle < now, middle < self._value
            self._fill(painter, box, was=was, is_=is_)

    def _fill(self, painter: QPainter, box: QRectF, *, was: bool, is_: bool) -> None:
        look = self._look
        ground, ink = {
            (True, True): ("ink3", "panel"),
            (False, True): ("verify_soft", "verify"),
            (True, False): ("panel", "ink3"),
            (False, False): ("line2", ""),
        }[was, is_]
        painter.fillRect(box, look.colour(ground))
        if ink:
            colour = QColor(look.colour(ink))
            pattern = (
                Qt.BrushStyle.BDiagPattern
                if was and is_
                else Qt.BrushStyle.FDiagPattern
            )
            if is_:
                painter.fillRect(box, QBrush(colour, pattern))
            if not (was and is_):
                painter.setPen(QPen(colour, 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box)

    def _paint_lines(self, painter: QPainter, number: Tried, area: QRectF) -> None:
        look, axis, words = self._look, self.axis(), self._words
        now_x, x = axis.x_of(number.value), axis.x_of(self._value)
        bottom = area.bottom() + look.px(4)
        painter.setPen(QPen(look.colour("ink"), 1.6, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(now_x, area.top()), QPointF(now_x, bottom))
        painter.setPen(QPen(look.colour("verify"), 2))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, bottom))
        painter.setFont(look.font(12, bold=True))
        now_text = words("whatif.now_mark", value=write_value(number.value))
        text = words("whatif.trial_mark", value=write_value(self._value))
        metrics, gap = painter.fontMetrics(), look.px(5)
        wide = metrics.horizontalAdvance(now_text), metrics.horizontalAdvance(text)
        is_right = self._value >= number.value
        now_left = now_x - wide[0] - gap if is_right else now_x + gap
        left = x + gap if is_right else x - wide[1] - gap
        if not is_right and left < 0:
            left = 0.0
            now_left = max(now_left, wide[1] + gap * 2)
        now_left = max(0.0, now_left)
        left = min(left, self.width() - wide[1])
        if is_right:
            now_left = min(now_left, left - wide[0] - gap)
            if now_left < 0:
                now_left, left = 0.0, max(left, wide[0] + gap * 2)
        else:
            now_left = min(now_left, self.width() - wide[0])
            left = min(left, now_left - wide[1] - gap)
        painter.setPen(look.colour("ink2"))
        height = look.px(HEAD_PX)
        painter.drawText(QRectF(now_left, 0, wide[0] + 2, height), int(_LEFT), now_text)
        painter.setPen(look.colour("verify"))
        painter.drawText(QRectF(left, 0, wide[1] + 2, height), int(_LEFT), text)

    def _paint_ticks(self, painter: QPainter, top: float) -> None:
        look, axis = self._look, self.axis()
        painter.setFont(look.font(11))
        painter.setPen(look.colour("ink3"))
        half = look.px(24)
        for value in ticks_of(axis.maximum):
            text = write_value(float(value))
            if self._bars is not None and value >= axis.maximum * (1 - 1e-9):
                text += "+"
            box = QRectF(axis.x_of(value) - half, top, 2 * half, look.px(TICKS_PX))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_slider(self, painter: QPainter, top: float) -> None:
        look, axis = self._look, self.axis()
        middle, thick = top + look.px(SLIDER_PX) / 2, look.px(5)
        x = axis.x_of(self._value)
        now_x = axis.x_of(0.0 if self._number is None else self._number.value)
        painter.setPen(Qt.PenStyle.NoPen)
        for left, right, token in (
            (axis.left, axis.right, "line2"),
            (axis.left, min(x, now_x), "ink3"),
            (min(x, now_x), max(x, now_x), "verify"),
        ):
            painter.setBrush(look.colour(token))
            groove = QRectF(left, middle - thick / 2, max(0.0, right - left), thick)
            painter.drawRoundedRect(groove, thick / 2, thick / 2)
        painter.setPen(QPen(look.colour("verify"), look.px(2)))
        painter.setBrush(look.colour("panel"))
        painter.drawEllipse(QPointF(x, middle), look.px(8), look.px(8))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), look.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, middle), look.px(12), look.px(12))


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
