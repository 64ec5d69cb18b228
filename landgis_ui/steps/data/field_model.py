# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns of a file as rows: which standard field each is, why, how it looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QColor

from landgis.messages import unit_title
from landgis.operations.import_trial import FieldTrial
from landgis_ui.context import Context
from landgis_ui.steps.data.describe import standard_fields, unit_choices, whole
from landgis_ui.steps.data.entries import CHOOSE, SURE

COLUMN, ARROW, FIELD, WHY, SAMPLES, EMPTY, UNIT = range(7)
HEADS = ("column", "arrow", "field", "why", "samples", "empty", "unit")
NOT_USED = ""
Role = Qt.ItemDataRole
TONE_ROLE = Role.UserRole
CHOICES_ROLE = Role.UserRole + 1
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NOWHERE = QModelIndex()


class FieldModel(QAbstractTableModel):
    """Rows are columns of the file; a field or unit is changed by editing its cell.

    Signals
    -------
    field_chosen(str, str)
        A column of the file, and the standard field it shall be; empty: none.
    unit_chosen(str, str)
        A standard field, and the unit of its column.
    """

    field_chosen = pyqtSignal(str, str)
    unit_chosen = pyqtSignal(str, str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._fields: tuple[FieldTrial, ...] = ()
        self._role: str | None = None
        self._shown: dict[int, Callable[[FieldTrial, int], Any]] = {
            Role.DisplayRole: self._text,
            Role.AccessibleTextRole: self._text,
            Role.ToolTipRole: self._hint,
            Role.TextAlignmentRole: self._align,
            Role.ForegroundRole: self._colour,
            Role.EditRole: self._value,
            TONE_ROLE: self._tone,
        }

    def set_fields(self, fields: tuple[FieldTrial, ...], role: str | None) -> None:
        """Show the columns of another reading; unchanged ones keep their place."""
        if len(fields) == len(self._fields) and role == self._role:
            self._fields = fields
            last = self.index(max(0, len(fields) - 1), UNIT)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._fields, self._role = fields, role
        self.endResetModel()

    def field(self, row: int) -> FieldTrial:
        """Return what is known of a row's column."""
        return self._fields[row]

    def row_of(self, column: str) -> int:
        """Return the row of a column of the file, or -1."""
        names = [each.column for each in self._fields]
        return names.index(column) if column in names else -1

    def rowCount(self, parent: QModelIndex = _NOWHERE) -> int:
        """Return the number of columns of the file."""
        return 0 if parent.isValid() else len(self._fields)

    def columnCount(self, parent: QModelIndex = _NOWHERE) -> int:
        """Return seven."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return the head of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.TextAlignmentRole:
            return _RIGHT if section == EMPTY else _LEFT
        if role == Role.DisplayRole:
            return self._context.words(f"data.head.{HEADS[section]}")
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Let fields be edited, and units where there is one."""
        found = super().flags(index)
        if index.isValid() and self._is_editable(index):
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def _is_editable(self, index: QModelIndex) -> bool:
        if index.column() == FIELD:
            return self._role is not None
        return index.column() == UNIT and len(self._units(index.row())) > 1

    def _units(self, row: int) -> tuple[str, ...]:
        field = self._fields[row]
        choices = unit_choices(self._role, field.standard)
        if field.unit and choices and field.unit not in choices:
            return (field.unit, *choices)
        return choices

    def data(self, index: QModelIndex, role: int = Role.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        if role == CHOICES_ROLE:
            return self._choices(index)
        field, column = self._fields[index.row()], index.column()
        show = self._shown.get(int(role))
        return None if show is None else show(field, column)

    def setData(
        self, index: QModelIndex, value: Any, role: int = Role.EditRole
    ) -> bool:
        """Ask for another field or unit; the file is read again with it."""
        if role != Role.EditRole or not index.isValid():
            return False
        field = self._fields[index.row()]
        if index.column() == FIELD:
            is_same = value == (field.standard or NOT_USED)
            if not is_same or field.confidence != SURE:
                self.field_chosen.emit(field.column, str(value))
            return True
        if field.standard is not None and value != field.unit:
            self.unit_chosen.emit(field.standard, str(value))
        return True

    def _value(self, field: FieldTrial, column: int) -> str | None:
        return (field.standard or NOT_USED) if column == FIELD else field.unit

    def _align(self, _field: FieldTrial, column: int) -> Qt.AlignmentFlag:
        return _RIGHT if column == EMPTY else _LEFT

    def _colour(self, field: FieldTrial, column: int) -> QColor:
        return self._context.look.colour(self._ink(field, column))

    def _tone(self, field: FieldTrial, _column: int) -> str:
        return field.confidence

    def _text(self, field: FieldTrial, column: int) -> str:
        words = self._context.words
        dash = words("data.dash")
        if column == FIELD:
            if field.standard is None:
                must = field.confidence == CHOOSE
                return words("data.choose" if must else "data.not_used")
            return field.title
        texts = {
            COLUMN: field.column,
            ARROW: words("data.arrow"),
            WHY: field.why or dash,
            SAMPLES: words("data.dot").join(each or dash for each in field.samples),
            EMPTY: whole(field.empty),
            UNIT: unit_title(field.unit or dash),
        }
        return texts[column]

    def _hint(self, field: FieldTrial, column: int) -> str:
        words = self._context.words
        if column == EMPTY and field.unreadable:
            return words("data.unreadable_hint", n=whole(field.unreadable))
        if column in {COLUMN, WHY, SAMPLES}:
            return self._text(field, column)
        return words("data.field_hint") if column == FIELD else ""

    def _ink(self, field: FieldTrial, column: int) -> str:
        tones = {CHOOSE: "bad", SURE: "ink"}
        tone = tones.get(field.confidence, "warn")
        if column == WHY:
            return "ink2" if tone == "ink" else tone
        if column == FIELD:
            if field.standard is None:
                return "bad" if tone == "bad" else "ink3"
            return "ink"
        if column == EMPTY:
            return "verify" if field.empty else "ink3"
        return "ink3" if column in {ARROW, UNIT} or field.standard is None else "ink"

    def _choices(self, index: QModelIndex) -> tuple[tuple[str, str], ...]:
        """Return what a cell may become, as pairs of value and words."""
        if index.column() == UNIT:
            return tuple((unit, unit_title(unit)) for unit in self._units(index.row()))
        field = self._fields[index.row()]
        titles = {each.name: each.shown_title for each in standard_fields(self._role)}
        likely = (field.standard, *field.alternatives)
        first = [name for name in likely if name is not None and name in titles]
        rest = [name for name in titles if name not in first]
        none = (NOT_USED, self._context.words("data.not_used"))
        return (
            *((name, titles[name]) for name in dict.fromkeys(first)),
            none,
            *((name, titles[name]) for name in rest),
        )
