# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits that two copies made differently: side by side, ours or theirs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PyQt6.QtWidgets import QVBoxLayout, QWidget

from landgis.operations.zone_merging import settled
from landgis.project import Edit, Put, TakenOver
from landgis_ui.context import Context
from landgis_ui.frame.panels.conflict_words import Question, QuestionWriter
from landgis_ui.widgets.basics import (
    column,
    fill,
    make_button,
    make_card,
    make_label,
    make_scroll,
    row,
)


class ConflictsPanel(QWidget):
    """One card for each question; what is not decided stays as it is here."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._inner = QWidget()
        self._cards = QVBoxLayout(self._inner)
        fill(self._cards, margins=(16, 12, 16, 12), spacing=12)
        fill(QVBoxLayout(self), make_scroll(self._inner), spacing=0)

    def show_conflicts(self, taken: TakenOver, other: Path) -> None:
        """Show what has to be decided after taking over another copy."""
        while (item := self._cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        words = self._context.words
        told = words("conflict.hint", file=other.name, count=len(taken.conflicts))
        self._cards.addWidget(make_label(told, size="secondary", wrap=True))
        for question in QuestionWriter(self._context).write(taken.conflicts):
            self._cards.addWidget(self._card(question))
        self._cards.addStretch(1)

    def _card(self, question: Question) -> QWidget:
        words = self._context.words
        sides = row(
            self._side(words("conflict.ours"), question.ours),
            self._side(words("conflict.theirs"), question.theirs),
        )
        keep = make_button(words("conflict.keep"))
        take = make_button(words("conflict.take"))
        card = make_card(
            column(
                make_label(question.title, strong=True, wrap=True),
                sides,
                row(None, keep, take),
                margins=(14, 10, 14, 10),
            ),
            kind="warn",
        )
        keep.clicked.connect(card.hide)
        take.clicked.connect(partial(self._take, question, card))
        return card

    def _side(self, title: str, text: str) -> QWidget:
        side = QWidget()
        side.setLayout(
            column(make_label(title, size="hint"), make_label(text, wrap=True))
        )
        return side

    def _take(self, question: Question, card: QWidget, _checked: object = None) -> None:
        puts = tuple(Put(one.kind, one.id, one.theirs) for one in question.conflicts)
        params = {"id": question.title}
        workspace = self._context.workspace
        changes = workspace.do(Edit(text="history.conflict", params=params, puts=puts))
        card.hide()
        rest = None if workspace.store is None else settled(workspace.store, changes)
        if rest is not None:
            workspace.do(rest)
