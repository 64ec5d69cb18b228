# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheet of one group of missing fields: a line for each parcel or firm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal

from landgis.operations.corrections import correction_id
from landgis.operations.entries import (
    EntryError,
    entry_heading,
    read_entry,
    show_entry,
)
from landgis.operations.missing_fields import Entry
from landgis.project import Put
from landgis_ui.context import Context
from landgis_ui.steps.checks.corrections import entered, make_put

Cell = tuple[int, int]


class EntriesModel(QAbstractTableModel):
    """Cells that may be filled in; the first column says whose they are.

    What can be read is saved at once; what cannot stays as a draft, in red.

    Signals
    -------
    filled(object)
        A tuple of `Put` to save.
    refused(int)
        So many cells could not be read.
    """

    filled = pyqtSignal(object)
    refused = pyqtSignal(int)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._entries: Sequence[Entry] = ()
        self._fields: tuple[str, ...] = ()
        self._drafts: dict[Cell, str] = {}

    @property
    def fields(self) -> tuple[str, ...]:
        """The standard fields of the columns after the first."""
        return self._fields

    def set_entries(self, entries: Sequence[Entry], fields: Sequence[str]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._entries, self._fields = entries, tuple(fields)
        self._drafts.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """Take what was entered from the documents again."""
        if self._entries:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def entry(self, row: int) -> Entry | None:
        """Return a line."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def try_put(self, index: QModelIndex, typed: str) -> Put | None:
        """Return the document that a text would make; None for none.

        Raises
        ------
        EntryError
            If it is no value of the field.
        """
        entry, field = self._entries[index.row()], self._fields[index.column() - 1]
        value = read_entry(entry.role, field, typed)
        if entry.row is None:
            return None
        reason = self._context.words("check_step.entered")
        return make_put(entry.role, entry.row, field, value=value, reason=reason)

    def paste(self, index: QModelIndex, text: str) -> None:
        """Fill cells from here on with lines and tabs copied from a spreadsheet."""
        lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
        cells = [
            (self.index(index.row() + down, index.column() + right), cell)
            for down, line in enumerate(lines)
            for right, cell in enumerate(line.split("\t"))
        ]
        self._fill([(at, cell) for at, cell in cells if at.isValid()])

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return the number of lines."""
        nested = parent is not None and parent.isValid()
        return 0 if nested else len(self._entries)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        """Return the number of columns."""
        nested = parent is not None and parent.isValid()
        return 0 if nested else 1 + len(self._fields)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the title of a column."""
        if (
            orientation != Qt.Orientation.Horizontal
            or role != Qt.ItemDataRole.DisplayRole
        ):
            return None
        if section == 0 or not self._entries:
            return self._context.words("check_step.parcel")
        return entry_heading(self._entries[0].role, self._fields[section - 1])

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Let the cells of known rows be filled in."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        entry = self.entry(index.row())
        if index.column() > 0 and entry is not None and entry.row is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell."""
        entry = self.entry(index.row())
        if entry is None:
            return None
        if index.column() == 0:
            return self._label(entry, role)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return self._typed(index)
        is_draft = (index.row(), index.column()) in self._drafts
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._context.look.colour("bad" if is_draft else "ink")
        if role == Qt.ItemDataRole.ToolTipRole and (is_draft or entry.row is None):
            message = "check_step.value_wrong" if is_draft else "check_step.no_firm"
            return self._context.words(message)
        return None

    def setData(
        self,
        index: QModelIndex,
        value: Any,
        role: int = Qt.ItemDataRole.EditRole,
    ) -> bool:
        """Save what was typed, if it can be read."""
        if role != Qt.ItemDataRole.EditRole or index.column() == 0:
            return False
        if str(value).strip() != self._typed(index):
            self._fill([(index, str(value))])
        return True

    def _fill(self, cells: Sequence[tuple[QModelIndex, str]]) -> None:
        puts, wrong = [], 0
        for index, typed in cells:
            if not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
                continue
            self._drafts.pop((index.row(), index.column()), None)
            try:
                put = self.try_put(index, typed)
            except EntryError:
                self._drafts[index.row(), index.column()] = typed
                wrong += 1
                continue
            if put is not None and (put.value is not None or self._typed(index)):
                puts.append(put)
        if puts:
            self.filled.emit(tuple(puts))
        if wrong:
            self.refused.emit(wrong)
        self.refresh()

    def _label(self, entry: Entry, role: int) -> Any:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return "\n".join(part for part in (entry.parcel_name, entry.label) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            parts = (entry.parcel_name, entry.label, entry.town, entry.location)
            return " · ".join(part for part in parts if part)
        return None

    def _typed(self, index: QModelIndex) -> str:
        cell = (index.row(), index.column())
        if cell in self._drafts:
            return self._drafts[cell]
        entry, field = self._entries[index.row()], self._fields[index.column() - 1]
        if entry.row is None:
            return "—"
        key = correction_id(entry.role, entry.row, field)
        return show_entry(entry.role, field, entered(self._context, key).get("value"))
