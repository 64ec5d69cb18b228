# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One line of the list of layers and legend."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PyQt6.QtWidgets import QAbstractButton

from landgis.report.symbols import Symbol
from landgis_ui.context import Context
from landgis_ui.table.swatches import as_on_map, draw_swatch

ROW_PX, COMPACT_PX = 28, 25
SWATCH = QSizeF(22, 14)
COUNT_PX, AREA_PX = 46, 64


@dataclass(frozen=True, kw_only=True)
class RowShown:
    """What a line shows; `symbol`, or `stroke` and `tint` of a reference layer.

    `hint` stands where the figures would, for a layer that is not there.
    """

    id: str
    title: str
    count: str = ""
    area: str = ""
    hint: str = ""
    indent: int = 0
    symbol: Symbol | None = None
    stroke: str = ""
    tint: str = ""
    dashed: bool = False
    visible: bool = True
    movable: bool = False
    heading: bool = False
    tooltip: str = ""


class LegendRow(QAbstractButton):
    """One line: swatch as drawn, name, 宗, 亩; eye and more on hover.

    Signals
    -------
    eye_clicked(str), more_clicked(str, object)
        The user wants to show or hide it, or a menu at a point.
    zoomed(str)
        Double click, or Z on the keyboard.
    pointed(str)
        The mouse, or the focus, came upon it; "" when it left.
    moved(str, int)
        It was dragged, or moved by Alt+arrow, by so many lines.
    """

    eye_clicked = pyqtSignal(str)
    more_clicked = pyqtSignal(str, object)
    zoomed = pyqtSignal(str)
    pointed = pyqtSignal(str)
    moved = pyqtSignal(str, int)

    def __init__(self, context: Context, shown: RowShown) -> None:
        super().__init__()
        self._look = context.look
        self._words = context.words
        self.shown = shown
        self._compact = False
        self._press: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCheckable(False)
        self.show_line(shown)

    def show_line(self, shown: RowShown) -> None:
        """Show other figures."""
        self.shown = shown
        unit = self._words("unit.parcels")
        parts = [
            shown.title,
            f"{shown.count} {unit}" if shown.count else "",
            shown.area,
        ]
        self.setAccessibleName(" ".join(part for part in (*parts, shown.hint) if part))
        self.setToolTip(shown.tooltip)
        self.update()

    def set_compact(self, *, compact: bool) -> None:
        """Use the lower line of small screens."""
        self._compact = compact
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height of a line."""
        height = COMPACT_PX if self._compact else ROW_PX
        return QSize(200, self._look.px(height))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the line."""
        del event
        look, shown = self._look, self.shown
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = self.underMouse() or self.hasFocus()
        if over:
            painter.fillRect(self.rect(), look.colour("hover"))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        left = look.px(16 + 12 * shown.indent)
        if shown.heading:
            look.icon("chevron-down").paint(
                painter, left - look.px(8), 0, look.px(12), self.height()
            )
            left += look.px(10)
        else:
            self._draw_swatch(painter, left)
            left += look.px(32)
        painter.setFont(look.font(13, bold=shown.heading and not shown.indent))
        painter.setPen(look.colour("ink" if shown.visible else "ink3"))
        right = self.width() - look.px(16)
        title = painter.fontMetrics().elidedText(
            shown.title,
            Qt.TextElideMode.ElideRight,
            right - left - self._reserved(over=over),
        )
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(left, 0, right - left, self.height()), middle, title)
        if over and self._has_eye():
            self._draw_eye(painter)
        else:
            self._draw_figures(painter, right)
        painter.end()

    def _reserved(self, *, over: bool) -> int:
        """Return the room that figures or the eye take at the right."""
        if over and self._has_eye():
            return self._eye_box().width() * 2
        metrics, gap = QFontMetrics(self._look.font(13)), self._look.px(8)
        if not self.shown.area:
            return metrics.horizontalAdvance(self.shown.count or self.shown.hint) + gap
        count = metrics.horizontalAdvance(self.shown.count) + gap
        return self._look.px(AREA_PX) + count

    def _draw_figures(self, painter: QPainter, right: int) -> None:
        look, shown = self._look, self.shown
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(look.colour("ink" if shown.visible else "ink3"))
        if shown.hint:
            painter.setFont(look.font(12))
            painter.setPen(look.colour("ink3"))
            painter.drawText(QRect(0, 0, right, self.height()), flags, shown.hint)
            return
        painter.setFont(look.font(13, bold=False))
        painter.drawText(QRect(0, 0, right, self.height()), flags, shown.area)
        count_right = right - (look.px(AREA_PX) if shown.area else 0)
        painter.drawText(QRect(0, 0, count_right, self.height()), flags, shown.count)

    def _draw_swatch(self, painter: QPainter, left: int) -> None:
        look, shown = self._look, self.shown
        size = SWATCH * look.scale
        top = (self.height() - size.height()) / 2
        if not shown.visible:
            side = look.px(16)
            look.icon("eye-off", look.theme.ink3).paint(
                painter, left, round(top), side, side
            )
            return
        if shown.symbol is not None:
            picture: QPixmap = draw_swatch(
                as_on_map(shown.symbol, look.theme),
                size,
                ratio=self.devicePixelRatioF(),
            )
            painter.drawPixmap(QPointF(left, top), picture)
            return
        box = QRectF(QPointF(left, top), size).adjusted(1, 1, -1, -1)
        pen = QPen(QColor(shown.stroke or look.theme.line_input), 1.5)
        if shown.dashed:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(QColor(shown.tint) if shown.tint else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 2, 2)

    def _has_eye(self) -> bool:
        return not self.shown.hint and not self.shown.heading

    def _eye_box(self) -> QRect:
        side = self._look.px(24)
        top = (self.height() - side) // 2
        return QRect(self.width() - self._look.px(12) - 2 * side, top, side, side)

    def _more_box(self) -> QRect:
        return self._eye_box().translated(self._eye_box().width(), 0)

    def _draw_eye(self, painter: QPainter) -> None:
        look, inset = self._look, self._look.px(4)
        eye = self._eye_box().adjusted(inset, inset, -inset, -inset)
        look.icon("eye" if self.shown.visible else "eye-off").paint(painter, eye)
        look.icon("more").paint(
            painter, self._more_box().adjusted(inset, inset, -inset, -inset)
        )

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Remember where a drag would begin."""
        if event is not None:
            self._press = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Tell what was clicked: the eye, the menu, the line, or a drag."""
        if event is None or self._press is None:
            return
        at, pressed = event.position().toPoint(), self._press
        self._press = None
        rows = round((event.position().y() - pressed.y()) / self.height())
        if self.shown.movable and rows:
            self.setDown(False)
            self.moved.emit(self.shown.id, rows)
        elif self._has_eye() and self._eye_box().contains(at):
            self.setDown(False)
            self.eye_clicked.emit(self.shown.id)
        elif self._has_eye() and self._more_box().contains(at):
            self.setDown(False)
            self.more_clicked.emit(self.shown.id, self.mapToGlobal(at))
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        """Zoom to what the line stands for."""
        del event
        self.zoomed.emit(self.shown.id)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Do by keys what the mouse can: H hides, Z zooms, Alt+arrow moves."""
        if event is None:
            return
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if alt and self.shown.movable and key in steps:
            self.moved.emit(self.shown.id, steps[Qt.Key(key)])
        elif key == Qt.Key.Key_H and self._has_eye():
            self.eye_clicked.emit(self.shown.id)
        elif key == Qt.Key.Key_Z:
            self.zoomed.emit(self.shown.id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key == Qt.Key.Key_Menu and self._has_eye():
            at = self.mapToGlobal(self._more_box().center())
            self.more_clicked.emit(self.shown.id, at)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent | None) -> None:
        """Tell that the mouse is upon it."""
        super().enterEvent(event)
        self.pointed.emit(self.shown.id)

    def leaveEvent(self, event: QEvent | None) -> None:
        """Tell that the mouse has left."""
        super().leaveEvent(event)
        self.pointed.emit("")
