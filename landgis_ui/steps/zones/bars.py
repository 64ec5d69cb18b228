# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bars that show shares: of one card, and in clickable parts of one figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QBrush,
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PyQt6.QtWidgets import QSizePolicy, QToolTip, QWidget

from landgis_ui.theme.look import Look

SHARE_HEIGHT = 7
PARTS_HEIGHT = 12
HATCH_STEP = 4
LEAST_PART_PX = 3.0
"""A part that is there is seen, however small."""


class ShareBar(QWidget):
    """Filled for what is firm, hatched for what may come, the rest empty."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._colour = look.theme.accent
        self._firm = self._ahead = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def shares(self) -> tuple[float, float]:
        """The shares shown: firm, and what may come."""
        return self._firm, self._ahead

    def show_shares(self, firm: float, ahead: float, *, colour: str) -> None:
        """Show two shares of the whole, from 0 to 1."""
        self._firm, self._ahead, self._colour = firm, ahead, colour
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the design."""
        return QSize(self._look.px(80), self._look.px(SHARE_HEIGHT))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the groove, then what is firm, then the hatched part."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        groove = QPainterPath()
        groove.addRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setClipPath(groove)
        painter.fillRect(box, self._look.colour("line"))
        firm = max(0.0, min(self._firm, 1.0)) * box.width()
        ahead = max(0.0, min(self._firm + self._ahead, 1.0)) * box.width()
        colour = QColor(self._colour)
        painter.fillRect(QRectF(0, 0, firm, box.height()), colour)
        rest = QRectF(firm, 0, max(0.0, ahead - firm), box.height())
        paint_hatch(painter, rest, colour=colour, step=self._look.px(HATCH_STEP))
        painter.end()


@dataclass(frozen=True, kw_only=True)
class PartShown:
    """A part of a whole: its share, colour and name; `is_hatched` tells it apart."""

    id: str
    share: float
    colour: str
    title: str
    is_hatched: bool = False


class PartsBar(QWidget):
    """One bar of clickable parts; arrow keys walk through them, Enter opens one.

    Signals
    -------
    chosen(str)
        A part was clicked.
    """

    chosen = pyqtSignal(str)

    def __init__(self, look: Look, *, height: int = PARTS_HEIGHT) -> None:
        super().__init__()
        self._look, self._height = look, height
        self._parts: tuple[PartShown, ...] = ()
        self._current = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def parts(self) -> tuple[PartShown, ...]:
        """The parts that are shown."""
        return self._parts

    def show_parts(self, parts: Sequence[PartShown]) -> None:
        """Show other parts; those without a share are left out."""
        self._parts = tuple(part for part in parts if part.share > 0)
        self._current = -1
        self.setAccessibleName("，".join(part.title for part in self._parts))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the design."""
        return QSize(self._look.px(80), self._look.px(self._height))

    def part_box(self, place: int) -> QRectF:
        """Return where a part is drawn."""
        shares = [part.share for part in self._parts]
        total = max(sum(shares), 1.0)
        room = float(self.width())
        widths = [max(share / total * room, LEAST_PART_PX) for share in shares]
        over = sum(widths) - room
        if over > 0 and widths:
            widest = max(range(len(widths)), key=widths.__getitem__)
            widths[widest] -= over
        return QRectF(sum(widths[:place]), 0, widths[place], self.height())

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the parts side by side; what is left over stays empty."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        groove = QPainterPath()
        groove.addRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setClipPath(groove)
        painter.fillRect(self.rect(), self._look.colour("line"))
        for place, part in enumerate(self._parts):
            box, colour = self.part_box(place), QColor(part.colour)
            if part.is_hatched:
                paint_hatch(painter, box, colour=colour, step=self._look.px(HATCH_STEP))
            else:
                painter.fillRect(box, colour)
            if place:
                painter.setPen(QPen(self._look.colour("panel"), 1))
                painter.drawLine(box.topLeft(), box.bottomLeft())
        if self.hasFocus():
            shown = self.rect() if self._current < 0 else self.part_box(self._current)
            painter.setPen(QPen(self._look.colour("ink"), 2))
            painter.drawRect(QRectF(shown).adjusted(1, 1, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Choose the part below the pointer."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._part_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Walk with the arrows, choose with Enter or Space."""
        if event is None or not self._parts:
            return
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() in steps:
            step = steps[Qt.Key(event.key())]
            self._current = min(max(self._current + step, 0), len(self._parts) - 1)
            self.setAccessibleName(self._parts[self._current].title)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(max(self._current, 0))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent | None) -> bool:
        """Say which part is below the pointer."""
        if isinstance(event, QHelpEvent):
            place = self._part_at(QPointF(event.pos()))
            text = self._parts[place].title if place >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _part_at(self, at: QPoint | QPointF) -> int:
        x = float(at.x())
        for place in range(len(self._parts)):
            box = self.part_box(place)
            if box.left() <= x <= box.right():
                return place
        return -1

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._parts):
            self.chosen.emit(self._parts[place].id)


def paint_hatch(painter: QPainter, box: QRectF, *, colour: QColor, step: float) -> None:
    """Fill a box with slanting lines on a pale ground of the same colour."""
    if box.width() <= 0:
        return
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    pale = QColor(colour)
    pale.setAlphaF(0.18)
    painter.fillRect(box, QBrush(pale))
    painter.setPen(QPen(colour, 1.6))
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += step
    painter.restore()
