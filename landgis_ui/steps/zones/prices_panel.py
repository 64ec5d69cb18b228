# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The user's unit prices for the compensation estimate; what is empty is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.steps.zones.side_panel import SidePanel
from landgis_ui.widgets.basics import (
    column,
    fill,
    make_card,
    make_label,
    make_rule,
    row,
)
from landgis_ui.widgets.number_field import NumberField

UNIT_PX = 72
"""So wide that the fields stand below each other."""


@dataclass(frozen=True, kw_only=True)
class PriceShown:
    """One unit price: what it is for, its unit, and what it comes to in this zone."""

    id: str
    title: str
    unit: str
    value: float | None
    amount: str
    hint: str = ""


class PriceRow(QWidget):
    """A price and what it comes to."""

    def __init__(self, context: Context, shown: PriceShown) -> None:
        super().__init__()
        self.field = NumberField(context, shown.title, unit=shown.unit)
        self.field.unit.setMinimumWidth(context.look.px(UNIT_PX))
        self.amount = make_label(size="hint")
        fill(QVBoxLayout(self), self.field, row(None, self.amount), spacing=1)
        self.show_price(shown)

    def show_price(self, shown: PriceShown) -> None:
        """Show another value."""
        self.field.show_value(shown.value)
        self.amount.setText(shown.amount)
        self.setToolTip(shown.hint)


class PricesPanel(SidePanel):
    """The form of the prices; each change counts at once.

    Signals
    -------
    entered(str, object)
        A price was entered, or emptied (None).
    """

    entered = pyqtSignal(str, object)

    def __init__(self, context: Context) -> None:
        words = context.words
        super().__init__(context, words("zones.prices"))
        self._context = context
        self.fields: dict[str, PriceRow] = {}
        note = make_card(
            column(
                make_label(words("zones.pay_note"), strong=True, wrap=True),
                make_label(words("zones.prices_hint"), size="secondary", wrap=True),
                margins=(12, 9, 12, 9),
                spacing=3,
            ),
            kind="warn",
        )
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.subject = make_label(size="secondary")
        self.total = make_label(size="panel")
        fill(
            self.box,
            note,
            self.subject,
            self._rows,
            make_rule(),
            row(make_label(words("zones.pay_total"), strong=True), None, self.total),
            None,
            margins=(16, 12, 16, 16),
            spacing=10,
        )

    def show_prices(
        self, prices: Sequence[PriceShown], *, subject: str, total: str
    ) -> None:
        """Show the prices and what they come to in a zone."""
        self.subject.setText(subject)
        self.total.setText(total)
        for shown in prices:
            if shown.id in self.fields:
                self.fields[shown.id].show_price(shown)
                continue
            entry = PriceRow(self._context, shown)
            entry.field.entered.connect(partial(self.entered.emit, shown.id))
            self.fields[shown.id] = entry
            self._rows.addWidget(entry)

    def set_editable(self, *, on: bool) -> None:
        """Let nothing be changed in a project that is only read."""
        for entry in self.fields.values():
            entry.field.setEnabled(on)
