# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A figure that is made of parts: its name, its value, a bar, and what each part is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.steps.zones.bars import PartsBar, PartShown, paint_hatch
from landgis_ui.steps.zones.figure_cells import FigureLine, ZoneFigure
from landgis_ui.widgets.basics import fill

SWATCH, LINE_PX, GAP_PX = 11, 20, 14


@dataclass(frozen=True, kw_only=True)
class BarShown:
    """A bar: its figure, its parts with their captions, and what a part opens."""

    figure: ZoneFigure
    parts: tuple[PartShown, ...]
    captions: tuple[str, ...] = ()
    act: Callable[[str], object] | None = None


class PartsLegend(QWidget):
    """Swatch and caption of each part, as many in a line as have room.

    Signals
    -------
    chosen(str)
        A part was clicked.
    """

    chosen = pyqtSignal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._look = context.look
        self._parts: tuple[tuple[PartShown, str], ...] = ()
        self._boxes: tuple[QRectF, ...] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.look.changed.connect(self._place)

    def show_parts(self, parts: Sequence[tuple[PartShown, str]]) -> None:
        """Show other parts with their captions."""
        if tuple(parts) != self._parts:
            self._parts = tuple(parts)
            self._place()

    @property
    def captions(self) -> tuple[str, ...]:
        """What is written, in order."""
        return tuple(caption for _part, caption in self._parts)

    def sizeHint(self) -> QSize:
        """Return the height of the lines there are."""
        bottom = max((box.bottom() for box in self._boxes), default=0.0)
        return QSize(self._look.px(120), round(bottom))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw swatches and captions."""
        del event
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(12))
        side = look.px(SWATCH)
        for (part, caption), box in zip(self._parts, self._boxes, strict=True):
            top = box.center().y() - side / 2
            swatch = QRectF(box.left(), top, side, side)
            if part.is_hatched:
                paint_hatch(painter, swatch, colour=QColor(part.colour), step=4)
            else:
                painter.fillRect(swatch, QColor(part.colour))
            painter.setPen(look.colour("ink2"))
            words = box.adjusted(side + look.px(5), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, caption)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Choose the part below the pointer."""
        if event is None:
            return
        at = QPointF(event.position())
        for (part, _caption), box in zip(self._parts, self._boxes, strict=True):
            if box.contains(at):
                self.chosen.emit(part.id)

    def _place(self) -> None:
        look = self._look
        self.setFont(look.font(12))
        side, line = look.px(SWATCH) + look.px(5), look.px(LINE_PX)
        boxes: list[QRectF] = []
        x = y = 0.0
        for _part, caption in self._parts:
            width = side + self.fontMetrics().horizontalAdvance(caption) + 1
            if x > 0 and x + width > self.width():
                x, y = 0.0, y + line
            boxes.append(QRectF(x, y, width, line))
            x += width + look.px(GAP_PX)
        self._boxes = tuple(boxes)
        height = round(max((box.bottom() for box in boxes), default=0.0))
        if height != self.height():
            self.setFixedHeight(height)
        self.update()


class BarGroup(QWidget):
    """One bar with its figure above and its captions below."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.figure = FigureLine(context)
        self.bar = PartsBar(context.look)
        self.legend = PartsLegend(context)
        self._act: Callable[[str], object] | None = None
        inner = QVBoxLayout()
        fill(inner, self.bar, self.legend, margins=(4, 0, 4, 0), spacing=4)
        fill(QVBoxLayout(self), self.figure, inner, spacing=0)
        self.bar.chosen.connect(self._choose)
        self.legend.chosen.connect(self._choose)

    def show_bar(self, shown: BarShown) -> None:
        """Show another bar."""
        self._act = shown.act
        self.figure.show_figure(shown.figure)
        self.bar.show_parts(shown.parts)
        self.bar.setVisible(bool(shown.parts))
        captioned = zip(shown.parts, shown.captions, strict=False)
        self.legend.show_parts([pair for pair in captioned if pair[1]])

    def _choose(self, part: str) -> None:
        if self._act is not None:
            self._act(part)
