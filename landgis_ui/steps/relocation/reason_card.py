# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""为什么没有去处: one line per park, and the least that would have to change."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from landgis.relocation.remedies import FirmExplanation, ParkLine
from landgis_ui.context import Context
from landgis_ui.steps.relocation.conflict_card import empty
from landgis_ui.steps.relocation.marks import mark_of
from landgis_ui.widgets.basics import (
    IconButton,
    column,
    fill,
    make_button,
    make_card,
    make_label,
    row,
)


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
        fill(self._lines, spacing=6)
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
            margins=(14, 10, 14, 10),
        )
        self.setLayout(column(make_card(reasons), self._repairs, spacing=10))

    def show_firm(self, firm: str, facts: str, lines: tuple[ParkLine, ...]) -> None:
        """Show why no park can take a firm now; changes are being looked for."""
        words = self._context.words
        self.title.setText(words("relocation.why_not", firm=firm))
        self.facts.setText(facts)
        empty(self._lines)
        for place, line in enumerate(lines):
            mark = mark_of(place, words=words)
            text = line.text or words("relocation.could_take")
            head = make_label(f"{mark} {line.name}", strong=True)
            self._lines.addWidget(head)
            self._lines.addWidget(make_label(text, wrap=True))
        empty(self._changes)
        self._changes.addWidget(make_label(words("relocation.looking"), size="hint"))
        self._repairs.show()
        self.show()

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
