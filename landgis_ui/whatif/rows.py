# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of firms and parcels: columns are arrays, texts are made when they are seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from landgis_ui.context import Context

Role = Qt.ItemDataRole
LEAST_PX = 44
NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, kw_only=True, eq=False)
class Column:
    """One column: its head, its values, how each is written; numbers stand right."""

    head: str
    values: NDArray[Any]
    write: Callable[[Any], str] = str
    is_number: bool = False
    violet: bool = False
    width_px: int = 66


@dataclass(frozen=True, kw_only=True, eq=False)
class RowsShown:
    """A list: its columns, and `rows` of what it lists (firms or parcels)."""

    columns: tuple[Column, ...] = ()
    rows: NDArray[np.int64]


NOTHING = RowsShown(rows=np.empty(0, dtype=np.int64))


class RowsModel(QAbstractTableModel):
    """A model over columns; sorting orders row numbers, nothing is copied."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._look = context.look
        self._shown = NOTHING
        self._order = NOTHING.rows

    def show_rows(self, shown: RowsShown) -> None:
        """List something else, in the order given."""
        self.beginResetModel()
        self._shown, self._order = shown, np.arange(len(shown.rows))
        self.endResetModel()

    def row_of(self, line: int) -> int:
        """Return what a line lists."""
        return int(self._shown.rows[self._order[line]])

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many columns there are."""
        if parent is not None and parent.isValid():
            return 0
        return len(self._shown.columns)

    def data(self, index: QModelIndex, role: int = Role.DisplayRole) -> Any:
        """Return text, alignment and ink of a cell."""
        if not index.isValid():
            return None
        column = self._shown.columns[index.column()]
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return column.write(column.values[self._order[index.row()]])
        if role == Role.TextAlignmentRole and column.is_number:
            return NUMBERS
        if role == Role.ForegroundRole and column.violet:
            return self._look.colour("verify")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return the head of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if section >= len(self._shown.columns):
            return None
        column = self._shown.columns[section]
        if role == Role.DisplayRole:
            return column.head
        if role == Role.TextAlignmentRole and column.is_number:
            return NUMBERS
        return None

    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        """Order by a column; -1 is the order given, the nearest to the line first."""
        self.layoutAboutToBeChanged.emit()
        self._order = np.arange(len(self._shown.rows))
        if 0 <= column < len(self._shown.columns):
            values = self._shown.columns[column].values
            if values.dtype == object:
                values = values.astype(str)
            self._order = np.argsort(values, kind="stable")
            if order == Qt.SortOrder.DescendingOrder:
                self._order = self._order[::-1]
        self.layoutChanged.emit()


class RowsView(QTableView):
    """A plain table; a click or Enter on a line tells what it lists.

    Signals
    -------
    picked(int)
        This firm or parcel was chosen.
    """

    picked = pyqtSignal(int)

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self._look = context.look
        self.rows = RowsModel(context)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMinimumHeight(context.look.px(150))
        side, head = self.verticalHeader(), self.horizontalHeader()
        if side is not None:
            side.hide()
            side.setDefaultSectionSize(context.look.px(28))
        if head is not None:
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            head.setSortIndicatorClearable(True)
            head.setHighlightSections(False)
        self.setSortingEnabled(True)
        self.clicked.connect(self._pick)
        self.activated.connect(self._pick)

    def show_rows(self, shown: RowsShown) -> None:
        """List something else; the first column takes the room that is left."""
        head = self.horizontalHeader()
        if head is not None:
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        before = self.rows.columnCount()
        self.rows.show_rows(shown)
        if head is None or not shown.columns or before == len(shown.columns):
            return
        modes = QHeaderView.ResizeMode
        head.setSectionResizeMode(modes.Interactive)
        head.setMinimumSectionSize(self._look.px(LEAST_PX))
        head.setSectionResizeMode(0, modes.Stretch)
        for place, column in enumerate(shown.columns[1:], start=1):
            self.setColumnWidth(place, self._look.px(column.width_px))

    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(self.rows.row_of(index.row()))
