# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The line below the rows: what the filtered rows add up to."""

from __future__ import annotations

from PyQt6.QtWidgets import QFrame, QSizePolicy, QWidget

from landgis.report.views import View
from landgis_ui.context import Context
from landgis_ui.table.cells import show_number
from landgis_ui.table.query import Answer, Ratio
from landgis_ui.widgets.basics import make_label, row
from landgis_ui.widgets.elided import ElidedLabel
from landgis_ui.words import Words

FOOT_PX = 29
SUM_PLACES = 1
RATIO_PLACES = 2
_GAP = "\u3000"


def tell_sums(view: View, answer: Answer, words: Words) -> str:
    """Return the sums in words, each with its unit; a ratio says what is unknown."""
    parts = []
    for name, value in answer.sums.items():
        column = view.by_name[name]
        said = words(
            "table.sum",
            title=column.title,
            value=show_number(value, SUM_PLACES),
            unit=column.unit,
        )
        if name == "potential_mu":
            said += words("table.before_overlap")
        parts.append(said)
    if answer.ratio is not None and answer.ratio.known:
        parts.append(_tell_ratio(view, answer.ratio, words))
    return _GAP.join(parts)


def _tell_ratio(view: View, ratio: Ratio, words: Words) -> str:
    column = view.by_name[ratio.name]
    said = words(
        "table.sum",
        title=column.title,
        value=show_number(ratio.value, RATIO_PLACES),
        unit=column.unit,
    )
    if not ratio.unknown:
        return said
    counted = words(
        f"table.ratio_{view.name}", known=f"{ratio.known:,}", n=f"{ratio.unknown:,}"
    )
    return said + counted


class DrawerFoot(QFrame):
    """Sums on the left, what the keys do on the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        words = context.words
        self.setProperty("ground", "sunk")
        self.setProperty("edge", "top")
        self.title = make_label(words("table.sum_title"), size="secondary")
        self.sums = ElidedLabel()
        policy = QSizePolicy.Policy
        self.sums.setSizePolicy(policy.Expanding, policy.Fixed)
        self.keys = make_label(words("table.keys"), size="hint")
        self.setLayout(
            row(self.title, self.sums, self.keys, margins=(12, 0, 12, 0), spacing=12)
        )
        self.adopt_look()

    def adopt_look(self) -> None:
        """Take over the size of type."""
        self.setFixedHeight(self._context.look.px(FOOT_PX))

    def show_answer(self, view: View | None, answer: Answer | None) -> None:
        """Show the sums of an answer."""
        told = ""
        if view is not None and answer is not None:
            told = tell_sums(view, answer, self._context.words)
        self.sums.set_whole(told)
        self.title.setVisible(bool(told))


def tell_counts(answer: Answer, *, selected: int, what: str, words: Words) -> str:
    """Return how many rows are shown, of how many, and how many are selected."""
    shown, total = f"{len(answer.order):,}", f"{answer.total:,}"
    key = "table.counts_all" if len(answer.order) == answer.total else "table.counts"
    said = words(key, shown=shown, total=total, unit=what)
    if selected:
        said += words("table.counts_selected", n=f"{selected:,}", unit=what)
    return said
