# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of a trial: 现行 → 试算, and by how much they differ."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QGridLayout, QLabel, QWidget

from landgis_ui.context import Context
from landgis_ui.whatif.answer import Answer
from landgis_ui.widgets.basics import THIN_SPACE, make_label, set_property
from landgis_ui.widgets.figures import AreaWriter, write_number, write_signed

UNITS = {"low_firms": "unit.firms", "idle_fee_wan": "whatif.wan"}
LEFT_OUT = "overlap_removed_mu"  # told by the total
SAME = 1e-9
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FigureRows(QWidget):
    """One line for each figure; the tried value is the large one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._areas = context, AreaWriter(context)
        self._lines: dict[str, tuple[QLabel, QLabel, QLabel, QLabel]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)

    def show_answer(self, answer: Answer | None) -> None:
        """Show other figures; without an answer there are none."""
        names = (
            ()
            if answer is None
            else tuple(name for name in answer.then if name != LEFT_OUT)
        )
        for name, line in self._lines.items():
            for label in line:
                label.setVisible(name in names)
        if answer is None:
            return
        for name in names:
            self._show_line(name, answer.now[name], answer.then[name])

    def said(self, name: str) -> str:
        """Return a line as it reads."""
        return " ".join(label.text() for label in self._lines[name])

    def _show_line(self, name: str, now: float, then: float) -> None:
        if name not in self._lines:
            self._lines[name] = self._make_line(name)
        _, old, new, difference = self._lines[name]
        number, change, unit = self._written(name, now, then)
        old.setText(f"{number[0]} →")
        new.setText(f"{number[1]}{THIN_SPACE}{unit}")
        same = abs(then - now) < SAME
        difference.setText(self._context.words("whatif.same") if same else change)
        set_property(difference, "tone", "" if same else "verify")

    def _written(
        self, name: str, now: float, then: float
    ) -> tuple[tuple[str, str], str, str]:
        words = self._context.words
        if name in UNITS:
            places, unit = (0 if name == "low_firms" else 1), words(UNITS[name])
            pair = (write_number(now, places), write_number(then, places))
            return pair, write_signed(then - now, places), unit
        areas = self._areas
        change = areas.change(then - now).split(THIN_SPACE)[0]
        return (areas.number(now), areas.number(then)), change, areas.unit

    def _make_line(self, name: str) -> tuple[QLabel, QLabel, QLabel, QLabel]:
        title = make_label(self._context.words(f"whatif.figure.{name}"))
        old = make_label(size="secondary")
        new = make_label(strong=True)
        difference = make_label(size="secondary")
        line, row = (title, old, new, difference), self._grid.rowCount()
        for column, label in enumerate(line):
            if column:
                label.setAlignment(RIGHT)
            self._grid.addWidget(label, row, column)
        return line
