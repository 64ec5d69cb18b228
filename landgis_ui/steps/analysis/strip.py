# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures on top: each a button that opens the rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import QPoint, QRectF, QSize, Qt
from PyQt6.QtGui import QBrush, QGuiApplication, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QAbstractButton, QMenu, QWidget

from landgis_ui.context import Context
from landgis_ui.theme.look import Look

HEIGHT = 92
CELL_LEAST = 148
PAD = 20


@dataclass(frozen=True, kw_only=True)
class FigureShown:
    """One figure: its name, number, unit and what stands below.

    `tone` colours the number; `share` and `share_ahead` draw a bar: filled for
    what is firm, hatched for what may come, with a tick at 1.
    """

    title: str
    number: str
    unit: str
    note: str
    hint: str = ""
    copied: str = ""
    tone: str = "ink"
    is_stale: bool = False
    share: float | None = None
    share_ahead: float = 0.0
    act: Callable[[], object] | None = None


class FigureCell(QAbstractButton):
    """A figure with name and note; a click opens its rows, the other copies it."""

    def __init__(self, context: Context, *, stretch: int = 1) -> None:
        super().__init__()
        self._look, self._words = context.look, context.words
        self.stretch = stretch
        self._shown = FigureShown(title="", number="", unit="", note="")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer_copy)
        self.clicked.connect(self._act)

    @property
    def shown(self) -> FigureShown:
        """The figure as it is shown."""
        return self._shown

    def show_figure(self, figure: FigureShown) -> None:
        """Show another figure."""
        self._shown = figure
        self.setToolTip(figure.hint)
        name = f"{figure.title} {figure.number} {figure.unit}，{figure.note}"
        self.setAccessibleName(name)
        self.setEnabled(figure.act is not None)
        self.update()

    def copy(self) -> None:
        """Put the figure with its unit and its terms on the clipboard."""
        board = QGuiApplication.clipboard()
        if board is not None:
            board.setText(self._shown.copied)

    def sizeHint(self) -> QSize:
        """Return the height of the design; the width is shared out."""
        return QSize(self._look.px(CELL_LEAST), self._look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which the number stays whole."""
        return QSize(self._look.px(96), self._look.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw name, number, bar and note."""
        del event
        look, figure = self._look, self._shown
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled():
            painter.fillRect(self.rect(), look.colour("hover"))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)
        left, right = look.px(PAD), self.width() - look.px(12)
        arrow = "  ›" if self.isEnabled() else ""
        self._write(painter, figure.title + arrow, (left, 9, right, 20), "ink2", 13)
        tone = "ink3" if figure.is_stale else figure.tone
        painter.setFont(look.font(24, bold=True))
        painter.setPen(look.colour(tone))
        number = QRectF(left, look.px(30), right - left, look.px(34))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(number, flags, figure.number)
        end = left + painter.fontMetrics().horizontalAdvance(figure.number)
        self._write(painter, figure.unit, (end + look.px(5), 37, right, 24), "ink2", 13)
        if figure.share is not None:
            unit = painter.fontMetrics().horizontalAdvance(figure.unit)
            self._draw_bar(painter, end + unit + look.px(18), right - look.px(8))
        self._write(painter, figure.note, (left, 65, right, 20), "ink2", 12)
        if figure.is_stale:
            painter.fillRect(
                QRectF(left, look.px(30), right - left, 2), look.colour("warn")
            )
        painter.setPen(look.colour("line"))
        x = self.width() - 1
        painter.drawLine(x, look.px(14), x, self.height() - look.px(14))
        painter.end()

    def _write(
        self,
        painter: QPainter,
        text: str,
        box: tuple[float, float, float, float],
        *style: object,
    ) -> None:
        colour, size = style
        look = self._look
        left, top, right, height = box
        painter.setFont(look.font(float(str(size))))
        painter.setPen(look.colour(str(colour)))
        room = QRectF(left, look.px(top), max(0.0, right - left), look.px(height))
        short = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(room.width())
        )
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags, short)

    def _draw_bar(self, painter: QPainter, left: float, right: float) -> None:
        """Draw the share that is reached, and hatched what may come; a tick at 1."""
        look, figure = self._look, self._shown
        if figure.share is None or right - left < look.px(40):
            return
        top, height = look.px(43), look.px(8)
        whole = QRectF(left, top, right - left, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("line"))
        painter.drawRoundedRect(whole, height / 2, height / 2)
        reached = min(figure.share, 1.0) * whole.width()
        ahead = min(figure.share + figure.share_ahead, 1.0) * whole.width() - reached
        painter.setBrush(QBrush(look.colour("accent"), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(QRectF(left + reached, top, max(0.0, ahead), height))
        painter.setBrush(look.colour("accent"))
        painter.drawRoundedRect(
            QRectF(left, top, reached, height), height / 2, height / 2
        )
        painter.setPen(QPen(look.colour("ink"), 1.5))
        tick = QRectF(right, top - 4, 0, height + 8)
        painter.drawLine(tick.topLeft(), tick.bottomLeft())

    def _act(self) -> None:
        if self._shown.act is not None:
            self._shown.act()

    def _offer_copy(self, at: QPoint) -> None:
        menu = QMenu(self)
        action = menu.addAction(self._words("analysis.copy_figure"))
        if action is not None:
            action.triggered.connect(lambda _checked: self.copy())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(at))


class FigureStrip(QWidget):
    """The cells side by side, as wide as their importance."""

    def __init__(self, look: Look, cells: tuple[FigureCell, ...]) -> None:
        super().__init__()
        self._look, self.cells = look, cells
        for cell in cells:
            cell.setParent(self)
        look.changed.connect(self._resize)
        self.setProperty("ground", "panel")
        self._resize()

    def resizeEvent(self, event: object) -> None:
        """Share out the width."""
        del event
        self._place()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the ground and the line below."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("panel"))
        painter.setPen(self._look.colour("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def _place(self) -> None:
        total = sum(cell.stretch for cell in self.cells)
        left = 0.0
        for cell in self.cells:
            width = self.width() * cell.stretch / total
            cell.setGeometry(
                round(left), 0, round(left + width) - round(left), self.height() - 1
            )
            left += width

    def _resize(self) -> None:
        self.setFixedHeight(self._look.px(HEIGHT) + 1)
        self._place()
