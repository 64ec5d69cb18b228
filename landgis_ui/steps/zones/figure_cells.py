# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of a zone: six large ones, and lines in groups that fold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from landgis_ui.context import Context
from landgis_ui.widgets.basics import THIN_SPACE, fill, make_label, plain_hint

CELL_WIDTH, CELL_HEIGHT = 88, 62
LINE_HEIGHT = 26
COLUMNS = 3
SHARES = (8, 9, 8)
"""The unit of the middle one is the longest."""
FOLDED, OPEN = "chevron-right", "chevron-down"


@dataclass(frozen=True, kw_only=True)
class ZoneFigure:
    """A figure as it is written; `change` is what letting go would do to it.

    `tone` is ``verify`` for what is not known and ``warn`` for what is over a
    limit; `act` opens the rows behind it.
    """

    title: str
    number: str
    unit: str = ""
    change: str = ""
    hint: str = ""
    tone: str = ""
    act: Callable[[], object] | None = None

    @property
    def said(self) -> str:
        """The figure in words, for screen readers."""
        value = f"{self.number}{THIN_SPACE}{self.unit}".strip()
        return "，".join(part for part in (self.title, value, self.change) if part)


NO_FIGURE = ZoneFigure(title="", number="")


class FigureButton(QAbstractButton):
    """A figure that opens its rows when it is clicked."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._look = context.look
        self._shown = NO_FIGURE
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._act)
        context.look.changed.connect(self.updateGeometry)

    @property
    def shown(self) -> ZoneFigure:
        """The figure as it is shown."""
        return self._shown

    def show_figure(self, figure: ZoneFigure) -> None:
        """Show another figure."""
        if figure.hint != self._shown.hint:
            self.setToolTip(plain_hint(figure.hint))
        self._shown = figure
        self.setAccessibleName(figure.said)
        self.setEnabled(figure.act is not None)
        shape = Qt.CursorShape
        self.setCursor(shape.PointingHandCursor if figure.act else shape.ArrowCursor)
        self.update()

    def _act(self) -> None:
        if self._shown.act is not None:
            self._shown.act()

    def _paint_ground(self, painter: QPainter) -> None:
        look = self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)


class TotalCell(FigureButton):
    """A large figure: title, number with unit, and in blue what letting go does."""

    def sizeHint(self) -> QSize:
        """Return the size of the design."""
        return QSize(self._look.px(CELL_WIDTH), self._look.px(CELL_HEIGHT))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the three lines."""
        del event
        look, figure = self._look, self._shown
        painter = QPainter(self)
        self._paint_ground(painter)
        left, width = look.px(4), self.width() - look.px(6)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(12))
        painter.setPen(look.colour("ink2"))
        painter.drawText(
            QRectF(left, look.px(2), width, look.px(17)), flags, figure.title
        )
        size = 18
        room = QRectF(left, look.px(19), width, look.px(25))
        unit = f"{THIN_SPACE}{figure.unit}"
        painter.setFont(look.font(12))
        unit_width = painter.fontMetrics().horizontalAdvance(unit)
        for size in (18, 16, 14, 13):
            painter.setFont(look.font(size, bold=True))
            number_width = painter.fontMetrics().horizontalAdvance(figure.number)
            if number_width + unit_width <= width:
                break
        painter.setPen(look.colour(figure.tone or "ink"))
        painter.drawText(room, flags, figure.number)
        painter.setFont(look.font(12))
        painter.setPen(look.colour("ink2"))
        painter.drawText(room.adjusted(number_width + look.px(2), 1, 0, 1), flags, unit)
        painter.setPen(look.colour("link"))
        below = QRectF(left, look.px(43), width, look.px(17))
        painter.drawText(below, flags, figure.change)
        painter.end()


class FigureLine(FigureButton):
    """A figure in one line: title at the left, change and number at the right."""

    def sizeHint(self) -> QSize:
        """Return the size of the design."""
        return QSize(self._look.px(CELL_WIDTH * 2), self._look.px(LINE_HEIGHT))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the line; a title without room is shortened, never the number."""
        del event
        look, figure = self._look, self._shown
        painter = QPainter(self)
        self._paint_ground(painter)
        middle = Qt.AlignmentFlag.AlignVCenter
        box = QRectF(self.rect()).adjusted(look.px(4), 0, -look.px(4), 0)
        right = box.right()
        for text, tone, bold in (
            (figure.unit and f"{THIN_SPACE}{figure.unit}", "ink2", False),
            (figure.number, figure.tone or "ink", True),
            (figure.change and f"{figure.change}  ", "link", False),
        ):
            painter.setFont(look.font(12 if tone == "ink2" else 13, bold=bold))
            painter.setPen(look.colour(tone))
            width = painter.fontMetrics().horizontalAdvance(text)
            spot = QRectF(right - width, box.top(), width + 1, box.height())
            painter.drawText(spot, middle, text)
            right -= width
        painter.setFont(look.font(13))
        painter.setPen(look.colour("ink2"))
        room = QRectF(box.left(), box.top(), right - box.left() - 6, box.height())
        short = painter.fontMetrics().elidedText(
            figure.title, Qt.TextElideMode.ElideRight, max(0, int(room.width()))
        )
        painter.drawText(room, middle, short)
        painter.end()


class TotalGrid(QWidget):
    """The six large figures, three in a row."""

    def __init__(self, context: Context, count: int = 6) -> None:
        super().__init__()
        self.cells = tuple(TotalCell(context) for _ in range(count))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(2)
        for column, share in enumerate(SHARES):
            grid.setColumnStretch(column, share)
        for place, cell in enumerate(self.cells):
            grid.addWidget(cell, place // COLUMNS, place % COLUMNS)

    def show_figures(self, figures: Sequence[ZoneFigure]) -> None:
        """Show the figures in their order."""
        for cell, figure in zip(self.cells, figures, strict=True):
            cell.show_figure(figure)


class GroupHead(QAbstractButton):
    """The head of a group: its title, what it comes to, and an arrow."""

    def __init__(self, context: Context, title: str) -> None:
        super().__init__()
        self._look, self._summary = context.look, ""
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.look.changed.connect(self.updateGeometry)
        self.show_summary("")

    def show_summary(self, text: str) -> None:
        """Say what the group comes to, seen also while it is folded."""
        self._summary = text
        self.setAccessibleName("，".join(part for part in (self.text(), text) if part))
        self.update()

    @property
    def summary(self) -> str:
        """What the group comes to."""
        return self._summary

    def sizeHint(self) -> QSize:
        """Return the size of the design."""
        return QSize(self._look.px(CELL_WIDTH * 2), self._look.px(28))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw arrow, title and summary."""
        del event
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        side = look.px(13)
        top = round((self.height() - side) / 2)
        arrow = OPEN if self.isChecked() else FOLDED
        look.icon(arrow, look.theme.ink3).paint(painter, look.px(2), top, side, side)
        box = QRectF(self.rect()).adjusted(look.px(19), 0, -look.px(4), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(13, bold=True))
        painter.setPen(look.colour("ink"))
        painter.drawText(box, middle, self.text())
        taken = painter.fontMetrics().horizontalAdvance(self.text())
        painter.setFont(look.font(13))
        painter.setPen(look.colour("ink2"))
        room = box.adjusted(taken + look.px(10), 0, 0, 0)
        short = painter.fontMetrics().elidedText(
            self._summary, Qt.TextElideMode.ElideRight, max(0, int(room.width()))
        )
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, short)
        painter.end()


class FigureGroup(QWidget):
    """Lines under a head that folds them away; any widget may follow them.

    Signals
    -------
    folded(bool)
        The group is open (True) or folded now.
    """

    folded = pyqtSignal(bool)

    def __init__(
        self, context: Context, title: str, *, is_open: bool = False, note: str = ""
    ) -> None:
        super().__init__()
        self._context = context
        self.head = GroupHead(context, title)
        self.body = QWidget()
        self.lines: list[FigureLine] = []
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self.extra = QVBoxLayout()
        self.extra.setContentsMargins(0, 0, 0, 0)
        inner = QVBoxLayout(self.body)
        fill(inner, self._lines, self.extra, margins=(15, 0, 0, 4), spacing=4)
        if note:
            inner.addWidget(make_label(note, size="hint", wrap=True))
        fill(QVBoxLayout(self), self.head, self.body, spacing=0)
        self.head.toggled.connect(self._fold)
        self.head.setChecked(is_open)
        self.body.setVisible(is_open)

    def show_lines(self, figures: Sequence[ZoneFigure], *, summary: str = "") -> None:
        """Show these lines; as many as before are not made anew."""
        while len(self.lines) < len(figures):
            line = FigureLine(self._context)
            self._lines.addWidget(line)
            self.lines.append(line)
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(figures))
            if place < len(figures):
                line.show_figure(figures[place])
        self.head.show_summary(summary)

    def open(self) -> None:
        """Unfold the group."""
        self.head.setChecked(True)

    def _fold(self, on: bool) -> None:  # noqa: FBT001 - what Qt sends
        self.body.setVisible(on)
        self.head.update()
        self.folded.emit(on)
