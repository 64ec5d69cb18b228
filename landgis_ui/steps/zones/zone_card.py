# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The card of one zone: its figures; renamed in place, locked, dragged."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QPoint, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PyQt6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.steps.zones.bars import ShareBar
from landgis_ui.widgets.basics import (
    IconButton,
    fill,
    make_label,
    plain_hint,
    row,
    set_property,
)
from landgis_ui.widgets.elided import ElidedLabel

LONGEST_NAME = 40
DRAG_PX = 6
ABOVE, ONTO, BELOW = "above", "onto", "below"
EDGE_SHARE = 0.25
"""So much of a card at its upper and lower edge means: between the cards."""


@dataclass(frozen=True, kw_only=True)
class CardShown:
    """What a card says; numbers as they are written."""

    id: str
    name: str
    note: str
    colour: str
    area: str
    unit: str
    counts: str
    reclaim: str
    share: str
    firm_share: float
    ahead_share: float
    is_locked: bool
    hint: str = ""
    change: str = ""


class ColourDot(QWidget):
    """The square in the colour of a zone."""

    def __init__(self, context: Context, *, px: int = 14) -> None:
        super().__init__()
        self._look, self._px = context.look, px
        self._colour = context.look.theme.accent
        self._resize()
        context.look.changed.connect(self._resize)

    def show_colour(self, colour: str) -> None:
        """Show another colour."""
        self._colour = colour
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square of the design."""
        return QSize(self._look.px(self._px), self._look.px(self._px))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the square."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colour))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        painter.end()

    def _resize(self) -> None:
        self.setFixedSize(self.sizeHint())


class NameField(QLineEdit):
    """A name that is edited in place; Esc leaves it as it was.

    Signals
    -------
    done(str)
        The name that was typed, after Enter or when the field is left.
    dropped()
        Nothing is to change.
    """

    done = pyqtSignal(str)
    dropped = pyqtSignal()

    def __init__(self, label: str) -> None:
        super().__init__()
        self.setAccessibleName(label)
        self.setMaxLength(LONGEST_NAME)
        self.hide()
        self.returnPressed.connect(self._finish)

    def begin(self, text: str) -> None:
        """Show the name to be edited."""
        self.setText(text)
        self.show()
        self.selectAll()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Esc drops what was typed."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.dropped.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Take over what was typed."""
        super().focusOutEvent(event)
        is_elsewhere = (
            event is None or event.reason() != Qt.FocusReason.PopupFocusReason
        )
        if self.isVisible() and is_elsewhere:
            self._finish()

    def _finish(self) -> None:
        if not self.isHidden():
            self.hide()
            self.done.emit(self.text().strip())


class ZoneCard(QFrame):
    """One zone of the list.

    Signals
    -------
    pressed(str)
        The card was clicked, or Enter pressed on it.
    opened(str)
        It was double-clicked: go there.
    lock_asked(str), renamed(str, str), menu_asked(str, object)
        The lock was clicked; another name was typed; the menu is wanted at a
        place of the screen.
    drag_moved(str, object), drag_ended(str, object), drag_dropped(str)
        The card is dragged: the place on the screen.
    walked(str, int)
        An arrow key was pressed: to the next (1) or the one before (-1); with Ctrl
        the card itself is to move, said by 2 and -2.
    delete_asked(str)
        The Delete key was pressed.
    """

    pressed = pyqtSignal(str)
    opened = pyqtSignal(str)
    lock_asked = pyqtSignal(str)
    renamed = pyqtSignal(str, str)
    menu_asked = pyqtSignal(str, object)
    drag_moved = pyqtSignal(str, object)
    drag_ended = pyqtSignal(str, object)
    drag_dropped = pyqtSignal(str)
    walked = pyqtSignal(str, int)
    delete_asked = pyqtSignal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._start: QPoint | None = None
        self._is_dragging = False
        self.shown: CardShown | None = None
        words = context.words
        self.setProperty("card", "zone")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.dot = ColourDot(context)
        self.name = make_label(strong=True)
        self.name_field = NameField(words("zones.name"))
        self.note = ElidedLabel()
        self.note.setProperty("textSize", "secondary")
        self.lock = IconButton(context.look, "unlock", words("zones.lock"), px=15)
        self.area = make_label(size="title")
        self.unit = make_label(size="secondary")
        self.change = make_label(tone="accent")
        self.counts = make_label(size="secondary")
        self.bar = ShareBar(context.look)
        self.reclaim = make_label(size="hint", wrap=True)
        self.share = make_label(size="hint")
        self._lay_out()
        self.lock.clicked.connect(lambda: self._tell(self.lock_asked))
        self.name_field.done.connect(self._rename)
        self.name_field.dropped.connect(self._end_naming)

    def _lay_out(self) -> None:
        head = row(self.dot, self.name, self.name_field, self.note, self.lock)
        head.setStretch(2, 1)
        head.setStretch(3, 1)
        numbers = row(self.area, self.unit, self.change, None, self.counts, spacing=5)
        foot = row(self.reclaim, self.share, spacing=6)
        foot.setStretch(0, 1)
        fill(
            QVBoxLayout(self),
            head,
            numbers,
            self.bar,
            foot,
            margins=(12, 8, 8, 8),
            spacing=5,
        )

    def show_card(self, card: CardShown) -> None:
        """Say something else."""
        words = self._context.words
        self.shown = card
        self.dot.show_colour(card.colour)
        self.name.setText(card.name)
        self.note.set_whole(card.note)
        self.area.setText(card.area)
        self.unit.setText(card.unit)
        self.counts.setText(card.counts)
        self.reclaim.setText(card.reclaim)
        self.share.setText(card.share)
        self.change.setText(card.change)
        self.bar.show_shares(card.firm_share, card.ahead_share, colour=card.colour)
        self.lock.set_icon("lock" if card.is_locked else "unlock")
        hint = words("zones.unlock" if card.is_locked else "zones.lock")
        self.lock.setToolTip(hint)
        self.lock.setAccessibleName(hint)
        self.setToolTip(plain_hint(card.hint))
        locked = words("zones.locked") if card.is_locked else ""
        said = (card.name, card.note, f"{card.area} {card.unit}", card.counts, locked)
        self.setAccessibleName("，".join(part for part in said if part))

    def set_current(self, *, on: bool) -> None:
        """Mark the card of the zone that is being drawn."""
        set_property(self, "current", "true" if on else "false")

    def set_target(self, *, on: bool) -> None:
        """Mark the card that another one would be merged into."""
        set_property(self, "onto", "true" if on else "false")

    def begin_naming(self) -> None:
        """Let the name be edited in place."""
        if self.shown is not None:
            self.name.hide()
            self.note.hide()
            self.name_field.begin(self.shown.name)

    def place_of(self, at: QPoint) -> str:
        """Tell whether a place on the screen means above, onto or below this card."""
        y = self.mapFromGlobal(at).y()
        if y < self.height() * EDGE_SHARE:
            return ABOVE
        return BELOW if y > self.height() * (1 - EDGE_SHARE) else ONTO

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Choose the zone; perhaps a drag begins."""
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._start = event.globalPosition().toPoint()
        self._tell(self.pressed)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Drag the card once the hand has moved far enough."""
        if event is None or self._start is None or self.shown is None:
            return
        at = event.globalPosition().toPoint()
        if (at - self._start).manhattanLength() >= DRAG_PX:
            self._is_dragging = True
        if self._is_dragging:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.drag_moved.emit(self.shown.id, at)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Let the card go where it is."""
        was_dragging, self._is_dragging, self._start = self._is_dragging, False, None
        self.unsetCursor()
        if event is not None and was_dragging and self.shown is not None:
            self.drag_ended.emit(self.shown.id, event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        """Edit the name where it stands; elsewhere go to the zone."""
        if event is None:
            return
        if self.name.geometry().contains(event.position().toPoint()):
            self.begin_naming()
        else:
            self._tell(self.opened)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Enter chooses, F2 renames, arrows walk, Ctrl with arrows moves, Delete."""
        if event is None or self.shown is None:
            return
        key, held = event.key(), event.modifiers()
        moves = 2 if held & Qt.KeyboardModifier.ControlModifier else 1
        if key == Qt.Key.Key_Escape and self._is_dragging:
            self._is_dragging, self._start = False, None
            self.unsetCursor()
            self.drag_dropped.emit(self.shown.id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._tell(self.pressed)
        elif key == Qt.Key.Key_F2:
            self.begin_naming()
        elif key == Qt.Key.Key_Delete:
            self._tell(self.delete_asked)
        elif key == Qt.Key.Key_Down:
            self.walked.emit(self.shown.id, moves)
        elif key == Qt.Key.Key_Up:
            self.walked.emit(self.shown.id, -moves)
        elif key == Qt.Key.Key_Menu:
            self.menu_asked.emit(self.shown.id, self.mapToGlobal(QPoint(20, 20)))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:
        """Ask for the menu of the zone."""
        if event is not None and self.shown is not None:
            self.menu_asked.emit(self.shown.id, event.globalPos())
            event.accept()

    def _tell(self, signal: object) -> None:
        if self.shown is not None:
            signal.emit(self.shown.id)  # type: ignore[attr-defined]  # a bound signal

    def _rename(self, name: str) -> None:
        self._end_naming()
        if self.shown is not None and name and name != self.shown.name:
            self.renamed.emit(self.shown.id, name)

    def _end_naming(self) -> None:
        self.name.show()
        self.note.show()
        self.setFocus()
