# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cards of the zones: in order, dragged to another place or onto one another."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QPoint, QRect, pyqtSignal
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.steps.zones.zone_card import ABOVE, BELOW, ONTO, CardShown, ZoneCard
from landgis_ui.widgets.basics import make_label

GAP = 8
MOVES = 2


class CardList(QWidget):
    """The zones of a scenario from top to bottom.

    Signals
    -------
    zone_chosen(str), zone_opened(str)
        A card was clicked, or double-clicked.
    renamed(str, str), lock_asked(str), menu_asked(str, object), delete_asked(str)
        As in `ZoneCard`.
    moved(str, int)
        The zone is to stand at this place of the list.
    merge_asked(str, str)
        The first zone is to be merged into the second.
    """

    zone_chosen = pyqtSignal(str)
    zone_opened = pyqtSignal(str)
    renamed = pyqtSignal(str, str)
    lock_asked = pyqtSignal(str)
    menu_asked = pyqtSignal(str, object)
    delete_asked = pyqtSignal(str)
    moved = pyqtSignal(str, int)
    merge_asked = pyqtSignal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._cards: dict[str, ZoneCard] = {}
        self._line: QRect | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(context.look.px(GAP))
        self.ghost = make_label(size="secondary")
        self.ghost.setProperty("chip", "accent")
        self.ghost.setParent(self)
        self.ghost.hide()

    @property
    def ids(self) -> tuple[str, ...]:
        """The zones in the order of the cards."""
        return tuple(self._cards)

    def card(self, zone: str) -> ZoneCard:
        """Return the card of a zone."""
        return self._cards[zone]

    def show_cards(self, cards: Sequence[CardShown], *, current: str) -> None:
        """Show these zones; cards of zones that stay are kept, with their focus."""
        wanted = [card.id for card in cards]
        for zone in [zone for zone in self._cards if zone not in wanted]:
            card = self._cards.pop(zone)
            self._box.removeWidget(card)
            card.hide()
            card.deleteLater()
        for shown in cards:
            if shown.id not in self._cards:
                self._cards[shown.id] = self._make()
            self._cards[shown.id].show_card(shown)
            self._cards[shown.id].set_current(on=shown.id == current)
        self._cards = {zone: self._cards[zone] for zone in wanted}
        for place, card in enumerate(self._cards.values()):
            if self._box.indexOf(card) != place:
                self._box.insertWidget(place, card)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the line where a dragged card would go."""
        super().paintEvent(event)
        if self._line is not None:
            painter = QPainter(self)
            painter.fillRect(self._line, self._context.look.colour("accent"))
            painter.end()

    def _make(self) -> ZoneCard:
        card = ZoneCard(self._context)
        card.pressed.connect(self.zone_chosen)
        card.opened.connect(self.zone_opened)
        card.renamed.connect(self.renamed)
        card.lock_asked.connect(self.lock_asked)
        card.menu_asked.connect(self.menu_asked)
        card.delete_asked.connect(self.delete_asked)
        card.drag_moved.connect(self._on_drag)
        card.drag_ended.connect(self._on_drop)
        card.drag_dropped.connect(lambda _zone: self._clear())
        card.walked.connect(self._on_walk)
        return card

    def _target(self, zone: str, at: QPoint) -> tuple[str, str]:
        """Return the card below a place of the screen, and what the place means."""
        here = self.mapFromGlobal(at)
        cards = list(self._cards.items())
        for other, card in cards:
            if card.geometry().adjusted(0, -GAP, 0, GAP).contains(here):
                return (other, card.place_of(at)) if other != zone else ("", "")
        if cards and here.y() > cards[-1][1].geometry().bottom():
            return cards[-1][0], BELOW
        return "", ""

    def _on_drag(self, zone: str, at: QPoint) -> None:
        words = self._context.words
        other, where = self._target(zone, at)
        self._clear()
        name = self._name(zone)
        if where == ONTO:
            self._cards[other].set_target(on=True)
            text = words("zones.drag_merge", name=name, other=self._name(other))
        else:
            text = words("zones.drag_move", name=name)
            if other:
                box = self._cards[other].geometry()
                y = (
                    box.top() - GAP // 2 - 1
                    if where == ABOVE
                    else box.bottom() + GAP // 2
                )
                self._line = QRect(box.left(), max(y, 0), box.width(), 2)
        self.ghost.setText(text)
        self.ghost.adjustSize()
        spot = self.mapFromGlobal(at) + QPoint(14, 8)
        most = max(0, self.width() - self.ghost.width())
        self.ghost.move(min(max(spot.x(), 0), most), spot.y())
        self.ghost.show()
        self.ghost.raise_()
        self.update()

    def _on_drop(self, zone: str, at: QPoint) -> None:
        other, where = self._target(zone, at)
        self._clear()
        if not other or other == zone:
            return
        if where == ONTO:
            self.merge_asked.emit(zone, other)
            return
        ids = [id_ for id_ in self._cards if id_ != zone]
        place = ids.index(other) + (1 if where == BELOW else 0)
        if place != self.ids.index(zone):
            self.moved.emit(zone, place)

    def _on_walk(self, zone: str, steps: int) -> None:
        place = self.ids.index(zone) + (1 if steps > 0 else -1)
        if not 0 <= place < len(self._cards):
            return
        if abs(steps) == MOVES:
            self.moved.emit(zone, place)
        else:
            self._cards[self.ids[place]].setFocus()

    def _name(self, zone: str) -> str:
        shown = self._cards[zone].shown
        return shown.name if shown is not None else ""

    def _clear(self) -> None:
        self._line = None
        self.ghost.hide()
        for card in self._cards.values():
            card.set_target(on=False)
        self.update()
