# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs between two results: sums, changes to choose from, the matrix."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from landgis.operations.stored_trial import Compared
from landgis.report.symbols import shipped_symbols
from landgis.scenario.compare import NOT_THERE
from landgis_ui.context import Context
from landgis_ui.whatif.compare_lists import (
    FIRM_CHANGES,
    FIRMS,
    PARCEL_CHANGES,
    PARCELS,
    change_count,
    status_word,
)
from landgis_ui.widgets.basics import column, make_button, make_label, row
from landgis_ui.widgets.figures import AreaWriter, write_number, write_signed

MATRICES = ("count", "mu_before", "mu_after")
CELL = Qt.ItemDataRole.UserRole
ROW_PX, COLUMN_PX, MATRIX_PX = 26, 66, 300
SUMS = ("parcels", "mu", "firm_mu", "potential_mu", "total_mu")
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SumRows(QWidget):
    """前 → 后 and the difference, line by line."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._areas = context, AreaWriter(context)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self.labels = [
            [make_label(strong=place == 2) for place in range(4)]  # noqa: PLR2004 - the later one
            for _ in (*SUMS, "head")
        ]
        for line, labels in enumerate(self.labels):
            for place, label in enumerate(labels):
                if place:
                    label.setAlignment(RIGHT)
                self._grid.addWidget(label, line, place)

    def show_sums(self, found: Compared) -> None:
        """Show the sums of both results."""
        words, before, after = self._context.words, found.before, found.after
        heads = (before.reference_date.isoformat(), after.reference_date.isoformat())
        self._fill(0, ("", *heads, words("compare.difference")))
        for line, name in enumerate(SUMS, start=1):
            old, new = getattr(before, name), getattr(after, name)
            if name == "parcels":
                cells = (f"{old:,}", f"{new:,}", write_signed(new - old, 0))
            else:
                areas = self._areas
                cells = (areas.number(old), areas.number(new), areas.change(new - old))
            same = old == new
            texts = (*cells[:2], words("compare.same") if same else cells[2])
            self._fill(line, (words(f"compare.sum.{name}"), *texts))

    def _fill(self, line: int, texts: Sequence[str]) -> None:
        for label, text in zip(self.labels[line], texts, strict=True):
            label.setText(text)


class ChangeButtons(QWidget):
    """One button for each kind of change, with its number and 亩.

    Signals
    -------
    chosen(str, str)
        Parcels or firms, and the change that is to be listed.
    """

    chosen = pyqtSignal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.buttons = {
            (kind, change): make_button(
                "", partial(self.chosen.emit, kind, change), kind="link"
            )
            for kind, changes in ((PARCELS, PARCEL_CHANGES), (FIRMS, FIRM_CHANGES))
            for change in changes
        }
        self._counts = {key: make_label(size="secondary") for key in self.buttons}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for line, (key, button) in enumerate(self.buttons.items()):
            grid.addWidget(button, line, 0)
            self._counts[key].setAlignment(RIGHT)
            grid.addWidget(self._counts[key], line, 1)

    def show_changes(self, found: Compared) -> None:
        """Show how many changed in which way."""
        for (kind, change), button in self.buttons.items():
            table = getattr(found.comparison, kind)
            button.setText(self._context.words(f"compare.{kind}.{change}"))
            button.setEnabled(bool((table["change"] == change).any()))
            said = change_count(self._context, found, kind=kind, change=change)
            self._counts[kind, change].setText(said)


class Matrix(QWidget):
    """Statuses before (lines) and after (columns), in 宗 or 亩; empty ones left out.

    Signals
    -------
    picked(str, str)
        This cell: a status before and one after.
    """

    picked = pyqtSignal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: Compared | None = None
        words = context.words
        self.buttons = QButtonGroup(self)
        choices = []
        for number, name in enumerate(MATRICES):
            button = make_button(words(f"compare.in_{name}"), kind="segment")
            button.setCheckable(True)
            button.setChecked(number == 0)
            self.buttons.addButton(button, number)
            choices.append(button)
        self.table = QTableWidget()
        self.table.setAccessibleName(words("compare.matrix"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        head = row(
            make_label(words("compare.matrix"), strong=True), None, *choices, spacing=2
        )
        hint = make_label(words("compare.matrix_hint"), size="hint", wrap=True)
        self.setLayout(column(head, hint, self.table, spacing=4))
        self.buttons.idClicked.connect(lambda _number: self._show())
        self.table.cellClicked.connect(self._pick)
        self.table.cellActivated.connect(self._pick)

    def show_comparison(self, found: Compared) -> None:
        """Show another comparison."""
        self._found = found
        self._show()

    def cell(self, before: str, after: str) -> QTableWidgetItem | None:
        """Return the cell of a status before and one after, if it is shown."""
        for line in range(self.table.rowCount()):
            for place in range(self.table.columnCount()):
                item = self.table.item(line, place)
                if item is not None and item.data(CELL) == [before, after]:
                    return item
        return None

    def _show(self) -> None:
        if self._found is None:
            return
        comparison, words = self._found.comparison, self._context.words
        found = getattr(comparison, MATRICES[self.buttons.checkedId()])
        counts = comparison.count
        rows = [code for code in counts.index if counts.loc[code].sum()]
        columns = [code for code in counts.columns if counts[code].sum()]
        whole = self.buttons.checkedId() == 0
        self.table.setRowCount(len(rows) + 1)
        self.table.setColumnCount(len(columns) + 1)
        total = words("compare.total")
        self.table.setVerticalHeaderLabels([*map(status_word, rows), total])
        for place, code in enumerate(columns):
            head = QTableWidgetItem(_short(code))
            head.setToolTip(status_word(code))
            self.table.setHorizontalHeaderItem(place, head)
        self.table.setHorizontalHeaderItem(len(columns), QTableWidgetItem(total))
        for line, before in enumerate([*rows, None]):
            for place, after in enumerate([*columns, None]):
                part = found if before is None else found.loc[[before]]
                part = part if after is None else part[[after]]
                value = float(part.to_numpy().sum())
                self._put(line, place, write_number(value, 0 if whole else 1))
                changed = before is not None and after is not None
                item = self.table.item(line, place)
                if item is not None and changed and counts.loc[before, after]:
                    item.setData(CELL, [before, after])
                    if before != after:
                        item.setForeground(self._context.look.colour("verify"))
                elif item is not None and changed:
                    item.setText("")
        self._fit()

    def _put(self, line: int, place: int, text: str) -> None:
        item = QTableWidgetItem(text)
        item.setTextAlignment(RIGHT)
        self.table.setItem(line, place, item)

    def _fit(self) -> None:
        look = self._context.look
        side, head = self.table.verticalHeader(), self.table.horizontalHeader()
        if side is not None and head is not None:
            side.setDefaultSectionSize(look.px(ROW_PX))
            head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
            head.setDefaultSectionSize(look.px(COLUMN_PX))
        height = look.px(ROW_PX) * (self.table.rowCount() + 2)
        self.table.setFixedHeight(min(height, look.px(MATRIX_PX)))

    def _pick(self, line: int, place: int) -> None:
        item = self.table.item(line, place)
        cell = None if item is None else item.data(CELL)
        if cell:
            self.picked.emit(str(cell[0] or NOT_THERE), str(cell[1] or NOT_THERE))


def _short(code: str) -> str:
    """Return the letters of a status, as on the map; its title where it has none."""
    symbol = shipped_symbols().get(code)
    return symbol.letter if symbol is not None and symbol.letter else status_word(code)
