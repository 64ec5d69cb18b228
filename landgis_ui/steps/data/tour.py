# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A quiet first look round: a few steps that point at real things, shown once."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QEvent, QObject, QPoint, QRect, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QFrame, QWidget

from landgis_ui.context import Context
from landgis_ui.widgets.basics import column, make_button, make_label, row

SETTING = "preference.show_tour"
WIDE_PX, GAP_PX = 300, 10


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One step: a widget that is really there, and what to say of it."""

    widget: QWidget
    text: str


class Ring(QWidget):
    """A ring around the widget that is spoken of; clicks go through it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = context.look
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("accent"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 8, 8)


class TourCard(QFrame):
    """The words beside the ring; Enter goes on, Esc ends.

    Signals
    -------
    went_on(), ended()
        To the next step; no more of it.
    """

    went_on = pyqtSignal()
    ended = pyqtSignal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        words = context.words
        self._words = words
        self.setProperty("card", "floating")
        self.setFixedWidth(context.look.px(WIDE_PX))
        self.text = make_label(wrap=True)
        self.place = make_label(size="hint")
        self.skip = make_button(words("data.tour.skip"), self.ended.emit, kind="link")
        self.on = make_button("", self.went_on.emit)
        foot = row(self.place, None, self.skip, self.on, spacing=10)
        self.setLayout(column(self.text, foot, margins=(14, 12, 12, 10), spacing=10))

    def show_stop(self, text: str, *, number: int, total: int) -> None:
        """Show the words of a step."""
        self.text.setText(text)
        self.place.setText(self._words("data.tour.place", n=number, total=total))
        is_last = number == total
        self.on.setText(self._words("data.tour.done" if is_last else "data.tour.on"))
        self.skip.setVisible(not is_last)
        self.setAccessibleName(text)
        self.on.setAccessibleDescription(text)
        self.adjustSize()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """End with Esc."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
        else:
            super().keyPressEvent(event)


class Tour(QObject):
    """Goes through its stops; nothing is blocked meanwhile.

    Signals
    -------
    ended()
        It was gone through or skipped; it does not come again by itself.
    """

    ended = pyqtSignal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stops: tuple[Stop, ...] = ()
        self._place = 0
        self._ring: Ring | None = None
        self.card: TourCard | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether it has never been shown to this user."""
        return bool(self._context.settings.get(SETTING))

    @property
    def is_running(self) -> bool:
        """Whether it is shown now."""
        return self.card is not None

    def begin(self, stops: tuple[Stop, ...]) -> None:
        """Show the stops whose widgets are there."""
        self.end()
        self._stops = tuple(stop for stop in stops if stop.widget.isVisible())
        if not self._stops:
            return
        window = self._stops[0].widget.window()
        if window is None:
            return
        self._place = 0
        self._ring = Ring(self._context, window)
        self.card = TourCard(self._context, window)
        self.card.went_on.connect(self._go_on)
        self.card.ended.connect(self._finish)
        window.installEventFilter(self)
        self._show()
        self.card.on.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Take everything away."""
        for widget in (self._ring, self.card):
            if widget is not None:
                window = widget.window()
                if window is not None:
                    window.removeEventFilter(self)
                widget.hide()
                widget.deleteLater()
        self._ring = self.card = None

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:
        """Stay beside the widget when the window changes its size."""
        if event is not None and event.type() == QEvent.Type.Resize:
            self._put()
        return False

    def _go_on(self) -> None:
        self._place += 1
        if self._place >= len(self._stops):
            self._finish()
        else:
            self._show()

    def _finish(self) -> None:
        self._context.settings.set(SETTING, False)
        self.end()
        self.ended.emit()

    def _show(self) -> None:
        if self.card is None or self._ring is None:
            return
        stop = self._stops[self._place]
        number, total = self._place + 1, len(self._stops)
        self.card.show_stop(stop.text, number=number, total=total)
        for widget in (self._ring, self.card):
            widget.show()
            widget.raise_()
        self._put()

    def _put(self) -> None:
        """Place the ring around the widget and the card beside it."""
        if self.card is None or self._ring is None:
            return
        window, widget = self.card.window(), self._stops[self._place].widget
        if window is None:
            return
        spot = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        self._ring.setGeometry(spot.adjusted(-2, -2, 2, 2) & window.rect())
        self.card.move(beside(spot, self.card.rect(), window.rect()))


def beside(spot: QRect, card: QRect, room: QRect) -> QPoint:
    """Return where a card fits: right, left, below or above a spot, else inside."""
    wide, high = card.width(), card.height()
    top = min(max(spot.top(), room.top() + GAP_PX), room.bottom() - high - GAP_PX)
    left = min(max(spot.left(), room.left() + GAP_PX), room.right() - wide - GAP_PX)
    if spot.right() + GAP_PX + wide <= room.right():
        return QPoint(spot.right() + GAP_PX, top)
    if spot.left() - GAP_PX - wide >= room.left():
        return QPoint(spot.left() - GAP_PX - wide, top)
    if spot.bottom() + GAP_PX + high <= room.bottom():
        return QPoint(left, spot.bottom() + GAP_PX)
    if spot.top() - GAP_PX - high >= room.top():
        return QPoint(left, spot.top() - GAP_PX - high)
    return QPoint(spot.right() - wide - GAP_PX, spot.bottom() - high - GAP_PX)
