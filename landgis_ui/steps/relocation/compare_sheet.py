# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""方案比较, below the map: the same rows for every plan, the best value in blue."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QFont, QPainter
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from landgis.relocation.compare import PlanTable
from landgis_ui.context import Context
from landgis_ui.widgets.basics import (
    THIN_SPACE,
    IconButton,
    column,
    make_button,
    make_label,
    make_panel,
    row,
)
from landgis_ui.widgets.elided import ElidedLabel
from landgis_ui.widgets.figures import write_number

Role = Qt.ItemDataRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ROW_PX, HEAD_PX, PLAN_PX, TITLE_PX = 26, 41, 132, 210


class PlanTableModel(QAbstractTableModel):
    """A row for each figure, a column for each plan."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._look = context, context.look
        self._table: PlanTable | None = None
        self._current = ""

    def show_table(self, table: PlanTable | None, current: str) -> None:
        """Show plans; the column of `current` is tinted."""
        self.beginResetModel()
        self._table, self._current = table, current
        self.endResetModel()

    @property
    def table(self) -> PlanTable | None:
        """The plans that are shown."""
        return self._table

    def cell(self, index: QModelIndex) -> tuple[str, str] | None:
        """Return the figure's and the plan's id of a cell."""
        if self._table is None or index.column() < 1:
            return None
        plan = self._table.plans[index.column() - 1]
        return self._table.rows[index.row()].id, plan

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many figures there are."""
        is_inner = parent is not None and parent.isValid()
        return 0 if is_inner or self._table is None else len(self._table.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        """Return one for the titles, one for each plan."""
        is_inner = parent is not None and parent.isValid()
        return 0 if is_inner or self._table is None else 1 + len(self._table.plans)

    def data(self, index: QModelIndex, role: int = Role.DisplayRole) -> Any:
        """Return text and looks of a cell."""
        if self._table is None or not index.isValid():
            return None
        line, place = self._table.rows[index.row()], index.column() - 1
        if role == Role.DisplayRole:
            if place < 0:
                return f"{line.title}{THIN_SPACE}{line.unit}".rstrip()
            return write_number(line.values[place], line.places)
        if role == Role.TextAlignmentRole and place >= 0:
            return RIGHT
        if role == Role.BackgroundRole and place >= 0:
            is_current = self._table.plans[place] == self._current
            return self._look.colour("accent_soft") if is_current else None
        return self._best_looks(role) if place >= 0 and line.best[place] else None

    def _best_looks(self, role: int) -> Any:
        if role == Role.ForegroundRole:
            return self._look.colour("link")
        if role == Role.FontRole:
            font = QFont(self._look.font())
            font.setBold(True)
            return font
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return the name of a plan."""
        if orientation != Qt.Orientation.Horizontal or self._table is None:
            return None
        if role == Role.TextAlignmentRole:
            return RIGHT if section else LEFT
        if role != Role.DisplayRole:
            return None
        if not section:
            return self._context.words("relocation.figure")
        return self._table.names[section - 1]


class _Tinted(QStyledItemDelegate):
    """Puts the ground of a cell below it: style sheets paint none by themselves."""

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionViewItem,
        index: QModelIndex,
    ) -> None:
        """Draw the ground, then the cell."""
        ground = index.data(Role.BackgroundRole)
        if painter is not None and ground is not None:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)


class CompareSheet(QFrame):
    """Head with buttons, then the table.

    Signals
    -------
    cell_chosen(str, str)
        A figure of a plan was clicked: show the firms that make the difference.
    plan_chosen(str)
        The head of a plan was clicked.
    copy_asked()
        The plan at hand is to be kept as another one.
    fold_asked()
        The figures are to be shown, or the head alone.
    """

    cell_chosen = pyqtSignal(str, str)
    plan_chosen = pyqtSignal(str)
    copy_asked = pyqtSignal()
    fold_asked = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        words = context.words
        self.setProperty("ground", "panel")
        self._words, self._look = words, context.look
        self.model = PlanTableModel(context)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setItemDelegate(_Tinted(self.table))
        self.table.setAccessibleName(words("relocation.compare"))
        self.table.setShowGrid(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.clicked.connect(self._choose)
        self.table.activated.connect(self._choose)
        self.copy = make_button(words("relocation.save_as"), self.copy_asked.emit)
        self.fold = IconButton(context.look, "chevron-down", words("table.fold"))
        self.fold.clicked.connect(lambda _on: self.fold_asked.emit())
        hint = ElidedLabel(words("relocation.money_hint"))
        hint.setProperty("textSize", "hint")
        hint.setAlignment(RIGHT)
        head = row(
            make_label(words("relocation.compare"), strong=True),
            make_label(words("relocation.best_hint"), size="hint"),
            hint,
            self.copy,
            self.fold,
            margins=(16, 0, 10, 0),
        )
        head.setStretch(2, 1)
        self._head = make_panel(head)
        # The drawer may be folded until the head alone is left.
        policy = QSizePolicy.Policy
        self.table.setSizePolicy(policy.Expanding, policy.Ignored)
        self.setLayout(column(self._head, self.table, spacing=0))
        context.look.changed.connect(self._lay_out)
        self._lay_out()
        header = self.table.horizontalHeader()
        if header is not None:
            header.setSectionsClickable(True)
            header.sectionClicked.connect(self._choose_plan)

    def show_table(self, table: PlanTable | None, current: str) -> None:
        """Show plans side by side."""
        self.model.show_table(table, current)
        self._lay_out()

    def show_open(self, *, is_open: bool) -> None:
        """Show whether the figures are seen."""
        self.fold.set_icon("chevron-down" if is_open else "chevron-up")
        hint = self._words("table.fold" if is_open else "table.unfold")
        self.fold.setToolTip(hint)
        self.fold.setAccessibleName(hint)

    def _choose(self, index: QModelIndex) -> None:
        cell = self.model.cell(index)
        if cell is not None:
            self.cell_chosen.emit(*cell)

    def _choose_plan(self, section: int) -> None:
        index = self.model.index(0, section)
        cell = self.model.cell(index) if self.model.rowCount() else None
        if cell is not None:
            self.plan_chosen.emit(cell[1])

    def _lay_out(self) -> None:
        self._head.setFixedHeight(self._look.px(HEAD_PX))
        side, head = self.table.verticalHeader(), self.table.horizontalHeader()
        if side is not None:
            side.hide()
            side.setDefaultSectionSize(self._look.px(ROW_PX))
        if head is None or not self.model.columnCount():
            return
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(False)
        self.table.setColumnWidth(0, self._look.px(TITLE_PX))
        for place in range(1, self.model.columnCount()):
            self.table.setColumnWidth(place, self._look.px(PLAN_PX))
