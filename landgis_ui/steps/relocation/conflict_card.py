# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""条件互相冲突: what contradicts what, and conditions that could be dropped."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QVBoxLayout

from landgis.relocation.view import PlanView
from landgis.relocation.wishes import PlanWishes
from landgis_ui.context import Context
from landgis_ui.widgets.basics import (
    column,
    fill,
    make_button,
    make_card,
    make_label,
    row,
)

CONFLICT = "infeasible"


def ways_out(view: PlanView, wishes: PlanWishes) -> tuple[tuple[str, PlanWishes], ...]:
    """Return what could be dropped: the id of its words, and the wishes without it."""
    ways = []
    if wishes.require_all:
        ways.append(("drop_all", replace(wishes, require_all=False)))
    if wishes.town_share_min:
        ways.append(("drop_towns", replace(wishes, town_share_min=None)))
    if wishes.budgets_wan or wishes.budget_wan is not None:
        ways.append(("drop_budget", replace(wishes, budgets_wan={}, budget_wan=None)))
    if view.firms["pinned"].any():
        ways.append(("drop_pins", wishes))
    return tuple(ways)


class ConflictCard(QFrame):
    """Sentences of the solver, then buttons that try without a condition.

    Signals
    -------
    way_chosen(str, object)
        A condition is to be dropped in a plan of its own: its id, the wishes then.
    """

    way_chosen = pyqtSignal(str, object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        words = context.words
        self._lines, self._ways = QVBoxLayout(), QVBoxLayout()
        fill(self._lines, spacing=6)
        fill(self._ways, spacing=6)
        title = make_label(words("relocation.verdict_infeasible"), strong=True)
        box = column(title, self._lines, self._ways, margins=(14, 10, 14, 10))
        self.setLayout(column(make_card(box, kind="bad"), spacing=0))
        self.hide()

    def show_view(self, view: PlanView | None, wishes: PlanWishes | None) -> None:
        """Show a conflict, if the plan's search has proven one."""
        empty(self._lines)
        empty(self._ways)
        is_wrong = view is not None and view.solution.status == CONFLICT
        self.setVisible(is_wrong)
        if view is None or not is_wrong:
            return
        words = self._context.words
        for sentence in view.solution.explain:
            self._lines.addWidget(make_label(sentence, wrap=True))
        for name, without in () if wishes is None else ways_out(view, wishes):
            act = partial(self.way_chosen.emit, name, without)
            button = make_button(words("relocation.try"), act, kind="link")
            text = make_label(words(f"relocation.{name}"), wrap=True)
            button.setAccessibleName(f"{text.text()}，{button.text()}")
            line = row(text, button)
            line.setStretch(0, 1)
            holder = QFrame()
            holder.setLayout(line)
            self._ways.addWidget(holder)


def empty(box: QVBoxLayout) -> None:
    """Take everything out of a layout."""
    while box.count():
        item = box.takeAt(0)
        widget = None if item is None else item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
