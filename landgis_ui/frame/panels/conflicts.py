# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits that two copies made differently: side by side, ours or theirs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PyQt6.QtWidgets import QVBoxLayout, QWidget

from landgis.project import Conflict, Edit, Put, TakenOver
from landgis_ui.context import Context
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
    """One card for each; what is not decided stays as it is here."""

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
        for conflict in taken.conflicts:
            self._cards.addWidget(self._card(conflict))
        self._cards.addStretch(1)

    def _card(self, conflict: Conflict) -> QWidget:
        words = self._context.words
        sides = row(
            self._side(words("conflict.ours"), conflict.ours),
            self._side(words("conflict.theirs"), conflict.theirs),
        )
        keep = make_button(words("conflict.keep"))
        take = make_button(words("conflict.take"))
        card = make_card(
            column(
                make_label(conflict.id, strong=True, wrap=True),
                sides,
                row(None, keep, take),
                margins=(14, 10, 14, 10),
            ),
            kind="warn",
        )
        keep.clicked.connect(card.hide)
        take.clicked.connect(partial(self._take, conflict, card))
        return card

    def _side(self, title: str, value: Any) -> QWidget:
        side = QWidget()
        text = "—" if value is None else _told(value)
        side.setLayout(
            column(make_label(title, size="hint"), make_label(text, wrap=True))
        )
        return side

    def _take(self, conflict: Conflict, card: QWidget, _checked: object = None) -> None:
        put = Put(conflict.kind, conflict.id, conflict.theirs)
        edit = Edit(text="history.conflict", params={"id": conflict.id}, puts=(put,))
        self._context.workspace.do(edit)
        card.hide()


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(
            f"{entry}" for entry in value.values() if entry not in (None, "")
        )
    return str(value)
