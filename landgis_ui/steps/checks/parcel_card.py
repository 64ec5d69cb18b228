# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parcel whose missing field is filled in: enough to look it up in the files."""

from __future__ import annotations

import pandas as pd
from PyQt6.QtWidgets import QFrame, QWidget

from landgis.messages import joined, text
from landgis.operations.missing_fields import Entry
from landgis.operations.worklist import whom_to_ask
from landgis.report.fields import to_titles
from landgis_ui.context import Context
from landgis_ui.steps.checks.candidates import facts_grid
from landgis_ui.steps.checks.facts import Facts
from landgis_ui.steps.checks.figures import show_number, with_unit
from landgis_ui.widgets.basics import (
    column,
    make_card,
    make_chip,
    make_label,
    make_panel,
    row,
)
from landgis_ui.widgets.figures import UNKNOWN

SHOWN = ("unit_no", "supervision_no", "contract_date", "supply_mode", "land_use")


class ParcelCard(QWidget):
    """Tells about the parcel of one line of the sheet."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._words = context.words
        self._facts: Facts | None = None
        self._card = QFrame()
        self._whole = column(self._card, None)
        self.setLayout(column(make_panel(self._whole)))
        self.set_entry(None)

    def set_facts(self, facts: Facts) -> None:
        """Tell about the parcels of another result."""
        self._facts = facts

    def set_entry(self, entry: Entry | None) -> None:
        """Show a parcel."""
        card = QFrame()
        if entry is None or self._facts is None or self._facts.frames is None:
            nothing = make_label(
                self._words("check_step.choose_line"), size="secondary", wrap=True
            )
            card.setLayout(column(nothing, None, margins=(16,) * 4))
        else:
            parcel = self._facts.frames.parcels.iloc[entry.parcel]
            card = self._make(entry, parcel)
        self._whole.replaceWidget(self._card, card)
        self._card.deleteLater()
        self._card = card

    def _make(self, entry: Entry, parcel: pd.Series) -> QFrame:
        words, card = self._words, QFrame()
        mu = with_unit(show_number(entry.mu), words("check_step.mu"))
        facts = [
            (words("check_step.area"), mu),
            (words("check_step.location"), entry.location or UNKNOWN),
            (words("check_step.town"), entry.town or UNKNOWN),
            *((to_titles([name]), _cell(parcel, name)) for name in SHOWN),
        ]
        card.setLayout(
            column(
                row(make_chip(words("check_step.to_verify"), tone="verify"), None),
                make_label(entry.parcel_name, size="title", wrap=True),
                make_label(entry.label or UNKNOWN, size="secondary", wrap=True),
                facts_grid(facts),
                self._missing(parcel),
                make_label(_cell(parcel, "reason"), wrap=True),
                None,
                margins=(16, 14, 16, 14),
                spacing=10,
            )
        )
        return card

    def _missing(self, parcel: pd.Series) -> QFrame:
        words = self._words
        fields = [name for name in str(parcel.get("missing", "")).split(",") if name]
        whom = dict.fromkeys(
            text(f"worklist.whom_{whom_to_ask(name)}") for name in fields
        )
        return make_card(
            column(
                make_label(
                    words("check_step.missing_what"), tone="verify", strong=True
                ),
                make_label(to_titles(fields), wrap=True),
                make_label(
                    words("check_step.ask_whom", whom=joined(whom)),
                    size="hint",
                    wrap=True,
                ),
                margins=(12, 10, 12, 10),
                spacing=4,
            ),
            kind="verify",
        )


def _cell(parcel: pd.Series, name: str) -> str:
    value = parcel.get(name)
    if value is None or pd.isna(value):
        return UNKNOWN
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(value)
