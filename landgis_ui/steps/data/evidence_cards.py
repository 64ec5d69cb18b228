# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three cards of evidence; a link in one of them reads the file again."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from landgis_ui.context import Context
from landgis_ui.steps.data.evidence import CardText
from landgis_ui.steps.data.layouts import clear_layout
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_chip,
    make_label,
    row,
    set_property,
)

MOST_LINES = 3
MOST_TEXT_LINES = 7


class EvidenceCard(QFrame):
    """One verdict with its evidence, how sure it is, and the alternatives.

    Signals
    -------
    chosen(str, str)
        Kind of the card, and the alternative; empty for "choose elsewhere".
    """

    chosen = pyqtSignal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._title = make_label(size="hint")
        self.chip = make_chip("")
        self.verdict = make_label(size="panel", wrap=True)
        self._why = make_label(size="secondary", wrap=True)
        self._why.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._links = QHBoxLayout()
        self.setProperty("card", "true")
        self.setLayout(
            column(
                row(self._title, None, self.chip),
                self.verdict,
                self._why,
                None,
                self._links,
                margins=(14, 10, 12, 10),
                spacing=6,
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_card(self, card: CardText) -> None:
        """Show a verdict."""
        words = self._context.words
        self._title.setText(words(f"data.card.{card.kind}"))
        self.verdict.setText(card.verdict)
        self.chip.setText(words("data.sure" if card.is_sure else "data.confirm_please"))
        set_property(self.chip, "chip", "ok" if card.is_sure else "warn")
        self._why.setText("\n".join(card.lines[:MOST_LINES]))
        self._why.ensurePolished()
        line_px = self._why.fontMetrics().lineSpacing()
        self._why.setMaximumHeight(line_px * MOST_TEXT_LINES + 2)
        self._why.setToolTip("\n".join(card.lines))
        clear_layout(self._links)
        if card.confirm:
            confirm = make_button(words("data.confirm"))
            confirm.setAccessibleName(
                words("data.confirm_name", what=self._title.text(), choice=card.verdict)
            )
            confirm.clicked.connect(partial(self._choose, card.kind, card.confirm))
            self._links.addWidget(confirm)
        for way in card.ways:
            link = make_button(way.text, kind="link", hint=way.hint)
            link.clicked.connect(partial(self._choose, card.kind, way.choice))
            self._links.addWidget(link)
        self._links.addStretch(1)
        self.setAccessibleName(
            f"{self._title.text()} {card.verdict} {self.chip.text()}"
        )
        self.setAccessibleDescription("\n".join(card.lines))

    def _choose(self, kind: str, choice: str) -> None:
        self.chosen.emit(kind, choice)


class EvidenceCards(QWidget):
    """The three cards side by side.

    Signals
    -------
    chosen(str, str)
        Kind of the card, and the alternative.
    """

    chosen = pyqtSignal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = tuple(EvidenceCard(context) for _ in range(3))
        self.setLayout(row(*self.cards, margins=(16, 4, 16, 12), spacing=10))
        for card in self.cards:
            card.chosen.connect(self.chosen)

    def show_cards(self, cards: tuple[CardText, ...]) -> None:
        """Show the verdicts on a file."""
        for widget, card in zip(self.cards, cards, strict=True):
            widget.show_card(card)
