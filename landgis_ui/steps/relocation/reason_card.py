# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""为什么没有去处: one line per park, and the least that would have to change."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from landgis.relocation.remedies import FirmExplanation, ParkLine
from landgis_ui.context import Context
from landgis_ui.steps.relocation.badge import Badge
from landgis_ui.steps.relocation.conflict_card import empty
from landgis_ui.widgets.basics import (
    IconButton,
    column,
    fill,
    make_button,
    make_card,
    make_label,
    row,
)

SHOWN = 4
"""So many parks are told of before all are asked for."""


class ParkReason(QFrame):
    """A park: its mark, its name, what binds first, and what else does."""

    def __init__(
        self, context: Context, place: int, *, name: str, reasons: tuple[str, ...]
    ) -> None:
        super().__init__()
        badge = Badge(context)
        badge.show_park(place)
        self.name, self.reason = name, reasons[0]
        texts = column(
            make_label(name, size="secondary"),
            make_label(reasons[0], wrap=True),
            *[make_label(text, size="hint", wrap=True) for text in reasons[1:]],
            spacing=0,
        )
        line = row(badge, texts, spacing=8)
        line.setAlignment(badge, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)


class ReasonCard(QFrame):
    """Reasons and repairs for one firm.

    Signals
    -------
    closed()
        The card is to go.
    change_chosen(object)
        A `Change` is to be tried in a plan of its own.
    """

    closed = pyqtSignal()
    change_chosen = pyqtSignal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        words = context.words
        self.title = make_label(strong=True, wrap=True)
        self.facts = make_label(size="secondary", wrap=True)
        close = IconButton(context.look, "close", words("relocation.close"), px=14)
        close.clicked.connect(lambda _on: self.closed.emit())
        self._lines, self._changes = QVBoxLayout(), QVBoxLayout()
        self._is_folded = True
        self.more = make_button(
            "", lambda: self._fold(folded=not self._is_folded), kind="link"
        )
        fill(self._lines, spacing=8)
        fill(self._changes, spacing=6)
        self._repairs = make_card(
            column(
                row(
                    make_label(words("relocation.least"), strong=True),
                    None,
                    make_label(words("relocation.any_of"), size="hint"),
                ),
                self._changes,
                margins=(14, 10, 14, 10),
            ),
            kind="info",
        )
        reasons = column(
            row(self.title, None, close),
            self.facts,
            self._lines,
            row(self.more, None),
            margins=(14, 10, 14, 10),
        )
        self.setLayout(column(make_card(reasons), self._repairs, spacing=10))

    def show_firm(
        self, firm: str, facts: str, lines: tuple[ParkLine, ...], *, is_best: bool
    ) -> None:
        """Show why no park can take a firm now; changes are being looked for.

        The parks that miss least come first.  A search that `is_best` has left the firm
        out for the sake of others where a park has room.
        """
        words = self._context.words
        self.title.setText(words("relocation.why_not", firm=firm))
        self.facts.setText(facts)
        empty(self._lines)
        places = sorted(
            range(len(lines)), key=lambda at: len(lines[at].verdict.reasons)
        )
        free = words("relocation.could_take" if is_best else "relocation.fits_now")
        for place in places:
            line = lines[place]
            reasons = line.verdict.reasons or (free,)
            reason = ParkReason(self._context, place, name=line.name, reasons=reasons)
            self._lines.addWidget(reason)
        self._fold(folded=True)
        empty(self._changes)
        self._changes.addWidget(make_label(words("relocation.looking"), size="hint"))
        self._repairs.show()
        self.show()

    @property
    def reasons(self) -> tuple[ParkReason, ...]:
        """A line for each park, those that miss least first."""
        items = (self._lines.itemAt(at) for at in range(self._lines.count()))
        widgets = (None if item is None else item.widget() for item in items)
        return tuple(each for each in widgets if isinstance(each, ParkReason))

    def _fold(self, *, folded: bool) -> None:
        """Show the nearest parks only, or all."""
        words, lines = self._context.words, self.reasons
        more = len(lines) - SHOWN
        for place, line in enumerate(lines):
            line.setVisible(place < SHOWN or not folded)
        key = "more_parks" if folded else "fewer_parks"
        self.more.setText(words(f"relocation.{key}", n=more))
        self.more.setVisible(more > 0)
        self._is_folded = folded

    def show_changes(self, found: FirmExplanation) -> None:
        """Show what would give the firm a place; each was tried out."""
        words = self._context.words
        empty(self._changes)
        for change in found.changes:
            act = partial(self.change_chosen.emit, change)
            button = make_button(words("relocation.try"), act, kind="link")
            button.setAccessibleName(f"{change.text}，{button.text()}")
            box = row(make_label(change.text, wrap=True), button)
            box.setStretch(0, 1)
            holder = QWidget()
            holder.setLayout(box)
            self._changes.addWidget(holder)
        if not found.changes:
            key = "none_found" if found.is_complete else "none_in_time"
            text = make_label(words(f"relocation.{key}"), wrap=True)
            self._changes.addWidget(text)
