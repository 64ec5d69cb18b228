# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Qt model over the columns of a view: an array says which rows, none is copied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PyQt6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from landgis.report.views import Kind, ViewColumn
from landgis_ui.table.cells import NOTHING, Cell, CellReader, Tone
from landgis_ui.table.data import TableData
from landgis_ui.widgets.basics import plain_hint
from landgis_ui.words import Words

Rows = NDArray[np.int64]
Role = Qt.ItemDataRole
CELL_ROLE = Role.UserRole + 1
"""The `Cell`, for who draws it."""
CODE_ROLE = Role.UserRole + 2
"""The code of a status, for its swatch."""
SELECTED_ROLE = Role.UserRole + 3
"""Whether the row is selected."""
NO_PARENT = QModelIndex()
NUMBER_SIDE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
TEXT_SIDE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Drawn:
    """A cell as it is drawn; `code` is the status whose swatch stands before it."""

    cell: Cell
    code: str
    is_number: bool
    is_selected: bool


class FrameModel(QAbstractTableModel):
    """Rows of a view in any order and any choice; cells are told when asked for."""

    def __init__(
        self, data: TableData, words: Words, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.table = data
        self._words = words
        self._cells = CellReader(words)
        self._columns = data.view.columns
        self._values = [data.view.frame[c.name].array for c in self._columns]
        self._missing = self._missing_fields()
        self._roles: Mapping[int, Callable[[int, int], Any]] = {
            Role.DisplayRole: self._text,
            Role.ToolTipRole: self._explain,
            Role.AccessibleTextRole: self._say,
            Role.TextAlignmentRole: self._side,
            CELL_ROLE: self.cell,
            CODE_ROLE: self._code,
            SELECTED_ROLE: self._is_selected,
        }
        self._order: Rows = np.arange(len(data), dtype=np.int64)
        self._selected = np.zeros(len(data), dtype=bool)
        self._places: NDArray[np.int32] | None = None

    def _missing_fields(self) -> Any:
        place = [n for n, c in enumerate(self._columns) if c.name == "missing"]
        return self._values[place[0]] if place else None

    @property
    def columns(self) -> tuple[ViewColumn, ...]:
        """The columns, in the model's order."""
        return self._columns

    @property
    def order(self) -> Rows:
        """Rows of the frame as they are shown, top to bottom; not to be written to."""
        return self._order

    @property
    def selected(self) -> NDArray[np.bool_]:
        """For each row of the frame whether it is selected; not to be written to."""
        return self._selected

    def set_order(self, order: Rows) -> None:
        """Show these rows of the frame in this order."""
        self.beginResetModel()
        self._order = order
        self._places = None
        self.endResetModel()

    def set_selected(self, rows: Rows) -> None:
        """Mark these rows of the frame as selected and no others."""
        self._selected[:] = False
        self._selected[rows] = True
        if len(self._order):
            last = self.index(len(self._order) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [SELECTED_ROLE])

    def row_at(self, place: int) -> int:
        """Return the row of the frame at a place of the table; -1 if none."""
        return int(self._order[place]) if 0 <= place < len(self._order) else -1

    def place_of(self, row: int) -> int:
        """Return where a row of the frame stands in the table; -1 if it does not."""
        if self._places is None:
            places = np.full(len(self.table), -1, dtype=np.int32)
            places[self._order] = np.arange(len(self._order), dtype=np.int32)
            self._places = places
        return int(self._places[row]) if 0 <= row < len(self._places) else -1

    def rowCount(self, parent: QModelIndex = NO_PARENT) -> int:  # noqa: D102
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: QModelIndex = NO_PARENT) -> int:  # noqa: D102
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: QModelIndex, role: int = Role.DisplayRole) -> Any:  # noqa: D102
        reader = self._roles.get(role)
        if reader is None or not index.isValid():
            return None
        return reader(self.row_at(index.row()), index.column())

    def headerData(  # noqa: D102
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Role.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return column.heading
        if role == Role.ToolTipRole:
            return column.meaning or column.heading
        if role == Role.TextAlignmentRole:
            return NUMBER_SIDE if column.is_number else TEXT_SIDE
        return None

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell; where the row names the field as missing, it is unknown."""
        found = self._cells.read(self._values[column][row], self._columns[column])
        if found.text == NOTHING and self._is_missing(row, self._columns[column].name):
            return Cell(NOTHING, Tone.UNKNOWN)
        return found

    def drawn(self, place: int, column: int) -> Drawn:
        """Return all that drawing a cell needs, in one question."""
        row = self.row_at(place)
        return Drawn(
            cell=self.cell(row, column),
            code=self._code(row, column),
            is_number=self._columns[column].is_number,
            is_selected=bool(self._selected[row]),
        )

    def _text(self, row: int, column: int) -> str:
        return self.cell(row, column).text

    def _side(self, _: int, column: int) -> Qt.AlignmentFlag:
        return NUMBER_SIDE if self._columns[column].is_number else TEXT_SIDE

    def _is_selected(self, row: int, _: int) -> bool:
        return bool(self._selected[row])

    def _is_missing(self, row: int, name: str) -> bool:
        if self._missing is None:
            return False
        names = self._missing[row]
        return isinstance(names, str) and name in names.split(",")

    def _code(self, row: int, column: int) -> str:
        if self._columns[column].kind is not Kind.STATUS:
            return ""
        value = self._values[column][row]
        return "" if pd.isna(value) else str(value)

    def _explain(self, row: int, column: int) -> str:
        shown = self._columns[column]
        said = self._cells.explain(self._values[column][row], shown)
        if said:
            return plain_hint(said)
        cell = self.cell(row, column)
        if cell.text == NOTHING and cell.tone is Tone.UNKNOWN:
            return self._words("table.is_missing", field=shown.title)
        none = self._words("table.no_value")
        return plain_hint(cell.text) if cell.text != NOTHING else none

    def _say(self, row: int, column: int) -> str:
        """Return a cell as a screen reader says it: heading, words, selected."""
        shown = self._columns[column]
        text = self.cell(row, column).text.replace(
            NOTHING, self._words("table.no_value")
        )
        ending = self._words("table.row_selected") if self._selected[row] else ""
        return f"{shown.heading} {text}{ending}"
