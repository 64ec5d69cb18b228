# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Below the zones: land that is in none, and zones that the program suggests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PyQt6.QtCore import QEvent, pyqtSignal
from PyQt6.QtGui import QEnterEvent
from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.widgets.basics import (
    IconButton,
    fill,
    make_button,
    make_label,
    make_rule,
    plain_hint,
    row,
)
from landgis_ui.widgets.elided import ElidedLabel


class UnassignedCard(QFrame):
    """How much 低效, 闲置 land lies in no zone; a button walks through it.

    Signals
    -------
    next_asked()
        Go to the next of them.
    rows_asked()
        The figure was clicked: list them.
    """

    next_asked = pyqtSignal()
    rows_asked = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._words = context.words
        words = context.words
        self.setProperty("card", "sunk")
        self.title = make_label(words("zones.unassigned"), strong=True, wrap=True)
        self.count = make_button("", self.rows_asked.emit, kind="link")
        self.count.setProperty("figure", "true")
        self.area = ElidedLabel()
        self.area.setProperty("textSize", "secondary")
        self.walk = make_button(words("zones.walk"), self.next_asked.emit)
        self.place = make_label(words("zones.walk_hint"), size="hint", wrap=True)
        numbers = row(self.count, self.area, self.walk, spacing=6)
        numbers.setStretch(1, 1)
        fill(
            QVBoxLayout(self),
            self.title,
            numbers,
            self.place,
            margins=(12, 9, 10, 9),
            spacing=4,
        )

    def show_count(self, count: int, area: str) -> None:
        """Show how many there are."""
        self.count.setText(self._words("zones.parcels", count=f"{count:,}"))
        self.area.set_whole(area)
        self.walk.setEnabled(count > 0)
        self.count.setEnabled(count > 0)
        key = "zones.walk_hint" if count else "zones.all_assigned"
        self.place.setText(self._words(key))

    def show_place(self, number: int, count: int, name: str) -> None:
        """Say which one is shown on the map."""
        self.place.setText(
            self._words("zones.walk_at", number=number, count=count, name=name)
        )


@dataclass(frozen=True, kw_only=True)
class SuggestionShown:
    """One suggested zone: its name, its figures, and why."""

    title: str
    figures: str
    reason: str
    hint: str = ""


class SuggestionRow(QWidget):
    """One suggestion; the map shows it while the mouse or the focus is here.

    Signals
    -------
    pointed(bool)
        The mouse came or went.
    accepted(), dropped(), opened()
        采纳, 不要, or the row was clicked: go there.
    """

    pointed = pyqtSignal(bool)
    accepted = pyqtSignal()
    dropped = pyqtSignal()
    opened = pyqtSignal()

    def __init__(self, context: Context, shown: SuggestionShown) -> None:
        super().__init__()
        words = context.words
        self.shown = shown
        self.title = make_button(shown.title, self.opened.emit, kind="link")
        self.title.setProperty("strong", "true")
        self.figures = ElidedLabel(shown.figures)
        self.figures.setProperty("textSize", "secondary")
        self.reason = ElidedLabel(shown.reason)
        self.reason.setProperty("textSize", "hint")
        self.accept = make_button(
            words("zones.accept"), self.accepted.emit, kind="link"
        )
        self.accept.setAccessibleName(f"{words('zones.accept')} {shown.title}")
        self.drop = IconButton(context.look, "close", words("zones.drop"), px=13)
        self.drop.clicked.connect(self.dropped)
        self.setToolTip(plain_hint(shown.hint))
        first = row(self.title, self.figures, self.accept, self.drop, spacing=6)
        first.setStretch(1, 1)
        fill(QVBoxLayout(self), first, self.reason, margins=(0, 3, 0, 5), spacing=0)

    def enterEvent(self, event: QEnterEvent | None) -> None:
        """Show it on the map."""
        super().enterEvent(event)
        self.pointed.emit(True)

    def leaveEvent(self, event: QEvent | None) -> None:
        """Take it off the map."""
        super().leaveEvent(event)
        self.pointed.emit(False)


class SuggestionList(QWidget):
    """The suggestions with the wishes they follow.

    Signals
    -------
    pointed(int)
        Show this one on the map, -1 for none.
    accepted(int), dropped(int), opened(int)
        What is wanted of one of them.
    wishes_asked()
        Change what suggestions have to fulfil.
    search_asked()
        Look for suggestions now.
    """

    pointed = pyqtSignal(int)
    accepted = pyqtSignal(int)
    dropped = pyqtSignal(int)
    opened = pyqtSignal(int)
    wishes_asked = pyqtSignal()
    search_asked = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        words = context.words
        self.rows: list[SuggestionRow] = []
        self.title = make_label(words("zones.suggestions"), strong=True)
        self.wishes = ElidedLabel()
        self.wishes.setProperty("textSize", "hint")
        self.edit = make_button(
            words("zones.change_wishes"), self.wishes_asked.emit, kind="link"
        )
        self.edit.setToolTip(words("zones.wishes_hint"))
        self.state = make_label(size="hint", wrap=True)
        self.search = make_button(words("zones.suggest"), self.search_asked.emit)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        fill(
            QVBoxLayout(self),
            row(self.title, None, self.edit),
            self.wishes,
            self._rows,
            self.state,
            row(self.search, None),
            spacing=5,
        )

    def show_wishes(self, text: str) -> None:
        """Say in short what suggestions have to fulfil."""
        self.wishes.set_whole(text)

    def show_state(self, text: str, *, can_search: bool) -> None:
        """Say that they are looked for, that there are none, or nothing."""
        self.state.setText(text)
        self.state.setVisible(bool(text))
        self.search.setVisible(can_search)

    def show_suggestions(self, suggestions: Sequence[SuggestionShown]) -> None:
        """Show these and no others."""
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for place, shown in enumerate(suggestions):
            if place:
                self._rows.addWidget(make_rule())
            entry = SuggestionRow(self._context, shown)
            entry.pointed.connect(partial(self._on_pointed, place))
            entry.accepted.connect(partial(self.accepted.emit, place))
            entry.dropped.connect(partial(self.dropped.emit, place))
            entry.opened.connect(partial(self.opened.emit, place))
            self._rows.addWidget(entry)
            self.rows.append(entry)

    def _on_pointed(self, place: int, on: bool) -> None:  # noqa: FBT001 - from a signal
        self.pointed.emit(place if on else -1)
