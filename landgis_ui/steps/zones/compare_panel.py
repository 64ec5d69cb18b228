# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios on one sheet, figure by figure; the best of each row in blue."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from landgis_ui.context import Context
from landgis_ui.widgets.basics import (
    IconButton,
    fill,
    make_button,
    make_label,
    make_panel,
    plain_hint,
    row,
)
from landgis_ui.widgets.elided import ElidedLabel

ROW_PX, TITLE_PX, COLUMN_PX = 26, 210, 128
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, kw_only=True)
class CompareRow:
    """One figure of all scenarios; `best` are the columns with the best value."""

    id: str
    title: str
    unit: str
    cells: tuple[str, ...]
    best: tuple[bool, ...]
    is_head: bool = False
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class ComparedShown:
    """The sheet: names of the scenarios, which is shown on the map, and the rows."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    current: str
    plan: str
    rows: tuple[CompareRow, ...]


class ComparePanel(QFrame):
    """The sheet, how the other scenario lies on the map, and 定为方案.

    Signals
    -------
    cell_chosen(str, str)
        A figure of a scenario was clicked: its row and the scenario.
    other_chosen(str)
        Which scenario is laid over the present one on the map, "" for none.
    plan_asked(str)
        Take this scenario over as the plan.
    copy_asked()
        The sheet is to go to the clipboard.
    closed()
        The table is to lie here again.
    """

    cell_chosen = pyqtSignal(str, str)
    other_chosen = pyqtSignal(str)
    plan_asked = pyqtSignal(str)
    copy_asked = pyqtSignal()
    closed = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        words = context.words
        self._context = context
        self.setProperty("ground", "panel")
        self.setProperty("edge", "top")
        self.shown: ComparedShown | None = None
        self.table = QTableWidget()
        self.table.setAccessibleName(words("zones.compare"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        side = self.table.verticalHeader()
        if side is not None:
            side.hide()
        self.note = ElidedLabel(words("zones.compare_note"))
        self.note.setProperty("textSize", "hint")
        self.other = QComboBox()
        self.other.setAccessibleName(words("zones.on_map"))
        self.other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.other.currentIndexChanged.connect(self._on_other)
        self.plan = make_button(words("zones.take_over"), self._take_over)
        self.copy = make_button(words("zones.copy_sheet"), self.copy_asked.emit)
        self._lay_out()
        self.table.cellClicked.connect(self._on_cell)
        self.table.cellActivated.connect(self._on_cell)

    def _lay_out(self) -> None:
        words = self._context.words
        self.cross = IconButton(self._context.look, "close", words("frame.close"))
        self.cross.clicked.connect(self.closed)
        head = row(
            make_label(words("zones.compare"), size="panel"),
            self.note,
            make_label(words("zones.on_map"), size="secondary"),
            self.other,
            self.plan,
            self.copy,
            self.cross,
            margins=(12, 4, 8, 4),
        )
        head.setStretch(1, 1)
        layout = QVBoxLayout(self)
        fill(layout, make_panel(head, edge="bottom"), self.table, spacing=0)
        layout.setStretch(1, 1)

    def show_sheet(self, shown: ComparedShown) -> None:
        """Show the figures of these scenarios."""
        self.shown = shown
        look, words = self._context.look, self._context.words
        self.table.clear()
        self.table.setColumnCount(len(shown.ids) + 1)
        self.table.setRowCount(len(shown.rows))
        names = [
            f"{name} ●" if id_ == shown.plan else name
            for id_, name in zip(shown.ids, shown.names, strict=True)
        ]
        self.table.setHorizontalHeaderLabels(["", *names])
        for line, entry in enumerate(shown.rows):
            self._fill(line, entry)
            self.table.setRowHeight(line, look.px(ROW_PX))
        self._size(len(shown.ids))
        self.plan.setEnabled(bool(shown.current) and shown.current != shown.plan)
        key = "zones.taken_over" if shown.current == shown.plan else "zones.take_over"
        self.plan.setText(words(key))
        self._show_others(shown)

    def _fill(self, line: int, entry: CompareRow) -> None:
        look, shown = self._context.look, self.shown
        title = QTableWidgetItem(
            f"{entry.title}（{entry.unit}）" if entry.unit else entry.title
        )
        title.setToolTip(plain_hint(entry.hint or title.text()))
        title.setForeground(look.colour("ink2"))
        self.table.setItem(line, 0, title)
        for place, (text, is_best) in enumerate(
            zip(entry.cells, entry.best, strict=True)
        ):
            item = QTableWidgetItem(text)
            item.setTextAlignment(RIGHT)
            item.setToolTip(plain_hint(f"{title.text()} {text}"))
            if is_best:
                item.setForeground(look.colour("link"))
                item.setFont(look.font(13, bold=True))
            if shown is not None and shown.ids[place] == shown.current:
                item.setBackground(look.colour("accent_soft"))
            self.table.setItem(line, place + 1, item)

    def _size(self, columns: int) -> None:
        look, header = self._context.look, self.table.horizontalHeader()
        if header is not None:
            header.setDefaultAlignment(RIGHT)  # as the numbers below
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            self.table.setColumnWidth(0, look.px(TITLE_PX))
            for place in range(1, columns + 1):
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
                self.table.setColumnWidth(place, look.px(COLUMN_PX))

    def _show_others(self, shown: ComparedShown) -> None:
        """Offer the other scenarios to be laid over the map."""
        kept = self.other.currentData()
        self.other.blockSignals(True)
        self.other.clear()
        self.other.addItem(self._context.words("zones.on_map_none"), "")
        for id_, name in zip(shown.ids, shown.names, strict=True):
            if id_ != shown.current:
                self.other.addItem(name, id_)
        self.other.setCurrentIndex(max(self.other.findData(kept), 0))
        self.other.blockSignals(False)
        if self.other.currentData() != kept:
            self._on_other()

    def _on_other(self) -> None:
        self.other_chosen.emit(str(self.other.currentData() or ""))

    def _take_over(self) -> None:
        if self.shown is not None:
            self.plan_asked.emit(self.shown.current)

    def _on_cell(self, line: int, place: int) -> None:
        if self.shown is not None and place > 0:
            chosen = self.shown
            self.cell_chosen.emit(chosen.rows[line].id, chosen.ids[place - 1])
