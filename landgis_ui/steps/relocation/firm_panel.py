# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Left: the plans, the firms by treatment, where each goes, and the sums."""

from __future__ import annotations

from collections import Counter

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout

from landgis.relocation.view import PlanView
from landgis_ui.context import Context
from landgis_ui.steps.relocation.firm_model import KEY_ROLE, FirmModel
from landgis_ui.steps.relocation.firm_table import FirmTable
from landgis_ui.widgets.basics import (
    THIN_SPACE,
    column,
    fill,
    make_button,
    make_label,
    make_panel,
    row,
)
from landgis_ui.widgets.figures import AreaWriter, write_number

MOST_CHIPS = 3


class TreatmentChips(QFrame):
    """Buttons that narrow the list to one treatment, each with its count.

    Signals
    -------
    chosen(str)
        The treatment; "" for all.
    """

    chosen = pyqtSignal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._chosen: str | None = None
        self._shown: tuple[list[tuple[str, str]], str | None] = ([], None)
        self._group = QButtonGroup(self)
        self._box = fill(QHBoxLayout(), None, spacing=6)
        self.setLayout(self._box)

    def show_counts(self, counts: dict[str, int], wanted: tuple[str, ...]) -> None:
        """Show a button for the treatments of most firms; those `wanted` come first."""
        words, total = self._context.words, sum(counts.values())
        shown = sorted(counts, key=lambda name: (name not in wanted, -counts[name]))
        shown = shown[:MOST_CHIPS]
        entries = [("", words("relocation.all_firms", n=total))]
        entries[0:0] = [
            (name, words("relocation.treatment_count", name=name, n=counts[name]))
            for name in shown
        ]
        if self._chosen is None or self._chosen not in ("", *shown):
            self._choose(shown[0] if shown and shown[0] in wanted else "")
        if (entries, self._chosen) == self._shown:
            return
        self._shown = (entries, self._chosen)
        while self._box.count() > 1:
            item = self._box.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, (name, text) in enumerate(entries):
            button = make_button(text, kind="chip")
            button.setCheckable(True)
            button.setChecked(name == self._chosen)
            self._group.addButton(button)
            button.clicked.connect(lambda _on, name=name: self._choose(name))
            self._box.insertWidget(place, button)

    def _choose(self, name: str) -> None:
        self._chosen = name
        self._shown = (self._shown[0], name)
        self.chosen.emit(name)


class FirmPanel(QFrame):
    """Plan, chips, list and sums; it shows what it is given.

    Signals
    -------
    missing_chosen()
        What is not known of firms is to be filled in.
    """

    missing_chosen = pyqtSignal()

    def __init__(self, context: Context, head: QFrame) -> None:
        super().__init__()
        self._context = context
        self._areas = AreaWriter(context)
        self.setProperty("ground", "panel")
        self.head = head
        self.model = FirmModel(context)
        self.table = FirmTable(context, self.model)
        self.chips = TreatmentChips(context)
        self.pinned = make_label(size="hint", wrap=True)
        self.placed, self.sums = make_label(strong=True), make_label(size="secondary")
        foot = row(self.placed, None, self.sums, margins=(16, 10, 16, 10))
        hint = row(self.pinned, margins=(16, 8, 16, 8))
        self._hint = make_panel(hint, ground="sunk", edge="top")
        words = context.words
        self.missing = make_label(tone="verify", wrap=True)
        self.fill_in = make_button(
            words("relocation.fill_in"), self.missing_chosen.emit, kind="link"
        )
        gap = row(self.missing, self.fill_in, margins=(16, 6, 16, 6))
        gap.setStretch(0, 1)
        self._gap = make_panel(gap, ground="sunk", edge="top")
        self.none = make_label(
            words("relocation.no_firms"), size="secondary", wrap=True
        )
        none = row(self.none, margins=(16, 8, 16, 8))
        self._none = make_panel(none, ground="sunk", edge="top")
        self.setLayout(
            column(
                head,
                row(self.chips, margins=(16, 0, 16, 8)),
                self.table,
                self._none,
                self._gap,
                self._hint,
                make_panel(foot, edge="top"),
                spacing=0,
            )
        )
        self.chips.chosen.connect(self.model.narrow)
        self.show_view(None)

    def show_view(self, view: PlanView | None) -> None:
        """List the firms of a plan."""
        chosen = self.table.currentIndex().data(KEY_ROLE)
        self.model.show_view(view)
        self.chips.setVisible(view is not None)
        self._show_sums(view)
        if view is None:
            return
        named = [str(name) for name in view.firms["treatment"] if isinstance(name, str)]
        wanted = view.problem.wishes.treatments
        self.chips.show_counts(dict(Counter(named)), wanted)
        if chosen:
            self.look_at(str(chosen))

    def set_stale(self, *, stale: bool) -> None:
        """Turn the sums grey: they rest on data or conditions of before."""
        for label in (self.placed, self.sums):
            label.setEnabled(not stale)

    def look_at(self, firm: str) -> None:
        """Show the line of a firm, without telling of it."""
        self.table.blockSignals(True)
        self.table.look_at(self.model.line_of(firm))
        self.table.blockSignals(False)

    def _show_sums(self, view: PlanView | None) -> None:
        words = self._context.words
        if view is None:
            self.placed.setText("")
            self.sums.setText("")
            for panel in (self._hint, self._gap, self._none):
                panel.hide()
            return
        totals = view.totals
        self.placed.setText(
            words("relocation.placed", n=totals.placed, of=totals.candidates)
        )
        floor = f"{write_number(totals.floor_m2, 0)}{THIN_SPACE}{words('unit.m2')}"
        area = self._areas.text(totals.freed_mu)
        self.sums.setText(words("relocation.sums", floor=floor, area=area))
        pins = int(view.firms["pinned"].sum())
        self.pinned.setText(words("relocation.pins", n=pins))
        self._hint.setVisible(pins > 0)
        self.missing.setText(words("relocation.missing", n=totals.unknown))
        self._gap.setVisible(totals.unknown > 0)
        self._none.setVisible(totals.candidates == 0)
