# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Right: the parks as the plan leaves them, and why a firm has no place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd
from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from landgis.relocation.view import PlanView
from landgis.relocation.wishes import PlanWishes
from landgis_ui.context import Context
from landgis_ui.steps.relocation.conflict_card import ConflictCard
from landgis_ui.steps.relocation.park_card import ParkCard, ParkShown, Trial
from landgis_ui.steps.relocation.reason_card import ReasonCard
from landgis_ui.widgets.basics import (
    column,
    fill,
    make_label,
    make_scroll,
    row,
)


class ParkPanel(QWidget):
    """Cards of the parks, one below the other; the reasons stand beneath.

    Signals
    -------
    park_chosen(str)
        A park was clicked.
    firms_dropped(object, str)
        Firms (a tuple of keys) are to go to a park.
    """

    park_chosen = pyqtSignal(str)
    firms_dropped = pyqtSignal(object, str)

    def __init__(
        self, context: Context, try_firms: Callable[[str, tuple[str, ...]], Trial]
    ) -> None:
        super().__init__()
        self._context, self._try = context, try_firms
        self._cards: list[ParkCard] = []
        self._count = 0
        words = context.words
        self.title = make_label(words("relocation.parks"), size="panel", strong=True)
        self.count = make_label(size="secondary")
        self.key = make_label(words("relocation.parks_key"), size="hint")
        self.reasons, self.conflict = ReasonCard(context), ConflictCard(context)
        self._box = fill(QVBoxLayout(), spacing=10)
        inner = QWidget()
        self.notes = make_label(size="hint", wrap=True)
        inner.setLayout(
            column(
                self.conflict,
                self.reasons,
                self._box,
                self.notes,
                None,
                margins=(16, 0, 16, 16),
                spacing=12,
            )
        )
        head = row(self.title, self.count, None, self.key, margins=(16, 12, 16, 8))
        self.setLayout(column(head, make_scroll(inner), spacing=0))
        self.reasons.hide()

    @property
    def cards(self) -> tuple[ParkCard, ...]:
        """The cards, in the order of the plan's parks."""
        return tuple(self._cards[: self._count])

    def show_view(
        self, view: PlanView | None, wishes: PlanWishes | None = None
    ) -> None:
        """Show the parks of a plan; cards are used again."""
        self.conflict.show_view(view, wishes)
        parks = pd.DataFrame() if view is None else view.parks
        self._count = len(parks)
        words = self._context.words
        self.count.setText(words("relocation.parks_count", n=len(parks)))
        while len(self._cards) < len(parks):
            self._cards.append(self._make_card())
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(parks))
        for place, park in enumerate(parks.to_dict("records")):
            self._cards[place].show_park(_shown_of(park, place))
        notes = () if view is None else view.notes
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    def _make_card(self) -> ParkCard:
        card = ParkCard(self._context, self._try)
        card.pressed.connect(self.park_chosen)
        card.dropped.connect(lambda park, firms: self.firms_dropped.emit(firms, park))
        self._box.addWidget(card)
        return card


def _shown_of(park: Mapping[Hashable, Any], place: int) -> ParkShown:
    """Return what the card of a park says."""
    year = park["open_year"]
    return ParkShown(
        key=str(park["key"]),
        place=place,
        name=str(park["name"]),
        leading=" · ".join(park["leading_codes"]),
        is_open=bool(park["is_open"]),
        open_year=str(int(year)) if year else "",
        floor_m2=float(park["floor_m2"]),
        taken_m2=float(park["taken_m2"]),
        firms=int(park["total"]),
        leading_firms=int(park["leading"]),
        share=float(park["share"]),
        share_min=float(park["share_min"]),
    )
