# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What suggested zones have to fulfil: size, gaps, compactness, towns, number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QCheckBox, QSlider, QVBoxLayout

from landgis.zones.suggest import Wishes
from landgis_ui.context import Context
from landgis_ui.steps.zones.side_panel import SidePanel
from landgis_ui.widgets.basics import fill, make_button, make_label, row
from landgis_ui.widgets.number_field import NumberField

COMPACT_STEPS = 10
MOST_SUGGESTIONS = 30


class WishesPanel(SidePanel):
    """The form of the wishes, and 找建议.

    Signals
    -------
    search_asked(object)
        Look for suggestions that fulfil these `landgis.zones.suggest.Wishes`.
    """

    search_asked = pyqtSignal(object)

    def __init__(self, context: Context) -> None:
        words = context.words
        super().__init__(context, words("zones.wishes"))
        self._context = context
        self._wishes = Wishes()
        mu, metres = words("unit.mu"), words("zones.metre")
        self.fields = {
            "least_mu": NumberField(context, words("zones.wish_least"), unit=mu),
            "most_mu": NumberField(context, words("zones.wish_most"), unit=mu),
            "win_mu": NumberField(context, words("zones.wish_win"), unit=mu),
            "gap_m": NumberField(context, words("zones.wish_gap"), unit=metres),
            "count": NumberField(
                context, words("zones.wish_count"), unit=words("zones.count_unit")
            ),
        }
        self.compact = QSlider(Qt.Orientation.Horizontal)
        self.compact.setProperty("tone", "accent")
        self.compact.setRange(0, COMPACT_STEPS)
        self.compact.setAccessibleName(words("zones.wish_compact"))
        self.within = QCheckBox(words("zones.wish_within"))
        self.towns: dict[str, QCheckBox] = {}
        self._towns = QVBoxLayout()
        self._towns.setSpacing(4)
        self.search = make_button(words("zones.suggest"), self._search)
        self._lay_out()
        self.show_wishes(self._wishes)

    def _lay_out(self) -> None:
        words = self._context.words
        compact = row(
            make_label(words("zones.compact_loose"), size="hint"),
            self.compact,
            make_label(words("zones.compact_tight"), size="hint"),
        )
        fill(
            self.box,
            make_label(words("zones.wishes_text"), size="secondary", wrap=True),
            *self.fields.values(),
            make_label(words("zones.wish_compact"), size="secondary"),
            compact,
            self.within,
            make_label(words("zones.wish_towns"), size="secondary"),
            self._towns,
            row(None, self.search),
            None,
            margins=(16, 12, 16, 16),
            spacing=10,
        )

    @property
    def wishes(self) -> Wishes:
        """The wishes as the form has them."""
        values = {name: field.value for name, field in self.fields.items()}
        plain = Wishes()
        chosen = tuple(name for name, box in self.towns.items() if box.isChecked())
        return replace(
            self._wishes,
            least_mu=values["least_mu"],
            most_mu=values["most_mu"],
            win_mu=values["win_mu"],
            gap_m=plain.gap_m if values["gap_m"] is None else values["gap_m"],
            count=min(max(int(values["count"] or plain.count), 1), MOST_SUGGESTIONS),
            compactness=self.compact.value() / COMPACT_STEPS,
            keeps_towns=self.within.isChecked(),
            towns=() if len(chosen) == len(self.towns) else chosen,
        )

    def show_wishes(self, wishes: Wishes) -> None:
        """Fill the form."""
        self._wishes = wishes
        for name, field in self.fields.items():
            field.show_value(getattr(wishes, name), force=True)
        self.compact.setValue(round(wishes.compactness * COMPACT_STEPS))
        self.within.setChecked(wishes.keeps_towns)
        for name, box in self.towns.items():
            box.setChecked(not wishes.towns or name in wishes.towns)

    def show_towns(self, towns: Sequence[str]) -> None:
        """Offer these towns."""
        if tuple(towns) == tuple(self.towns):
            return
        for box in self.towns.values():
            self._towns.removeWidget(box)
            box.deleteLater()
        self.towns = {name: QCheckBox(name) for name in towns}
        for name, box in self.towns.items():
            box.setChecked(not self._wishes.towns or name in self._wishes.towns)
            self._towns.addWidget(box)

    def _search(self) -> None:
        self.setFocus()  # what is being typed counts
        self._wishes = self.wishes
        self.search_asked.emit(self._wishes)
