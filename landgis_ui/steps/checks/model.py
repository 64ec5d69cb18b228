# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The worklist as lines of a table: kinds, and below them their rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from landgis.findings import Severity
from landgis.operations.worklist import (
    Group,
    Positions,
    State,
    Sum,
    Worklist,
    sum_groups,
)
from landgis_ui.context import Context
from landgis_ui.steps.checks.figures import show_mu

LINE_ROLE = Qt.ItemDataRole.UserRole
NOTHING: Positions = np.empty(0, dtype=np.int64)


class Column(IntEnum):
    """Columns of the list."""

    WHAT = 0
    AREA = 1
    STATE = 2


@dataclass(frozen=True, kw_only=True)
class KindLine:
    """A line that stands for a kind; `shown` counts the rows let in."""

    group: Group
    shown: int
    sum: Sum
    is_open: bool

    @property
    def severity(self) -> Severity:
        """The worst of its rows."""
        return self.group.severity


@dataclass(frozen=True, kw_only=True)
class RowLine:
    """A line that stands for one row of a finding."""

    position: int
    group: Group
    name: str
    detail: str
    area_m2: float
    severity: Severity
    state: State


Line = KindLine | RowLine


class FindingsModel(QAbstractTableModel):
    """Shows a worklist line by line; holds no row of it, only positions.

    Lines below 0 are kinds: -1 is the first one.
    """

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = context.words
        self._worklist: Worklist | None = None
        self._states: NDArray[np.int8] = np.empty(0, dtype=np.int8)
        self._sums: tuple[Sum, ...] = ()
        self._positions = NOTHING
        self._lines = NOTHING
        self._grouped = True
        self._open: set[str] = set()
        self._counts: NDArray[np.int64] = NOTHING

    @property
    def worklist(self) -> Worklist | None:
        """What is shown."""
        return self._worklist

    @property
    def states(self) -> NDArray[np.int8]:
        """The state of each row of the worklist."""
        return self._states

    @property
    def positions(self) -> Positions:
        """The rows that the filter lets in, whether their kind is open or not."""
        return self._positions

    def set_worklist(self, worklist: Worklist, states: NDArray[np.int8]) -> None:
        """Show another worklist, all of it."""
        self._worklist = worklist
        self._states, self._sums = states, sum_groups(worklist, states)
        self.set_positions(np.arange(len(worklist)), grouped=True)

    def set_states(self, states: NDArray[np.int8]) -> None:
        """Show other states of the same rows."""
        if self._worklist is not None:
            self._states, self._sums = states, sum_groups(self._worklist, states)
            last = self.index(max(0, self.rowCount() - 1), len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def set_positions(self, positions: Positions, *, grouped: bool) -> None:
        """Show these rows; `grouped` under their kinds, else as they come."""
        self.beginResetModel()
        self._positions, self._grouped = positions, grouped
        self._lay_out()
        self.endResetModel()

    def set_open(self, groups: set[str]) -> None:
        """Open these kinds, by id, and close all others."""
        if groups != self._open:
            self.beginResetModel()
            self._open = set(groups)
            self._lay_out()
            self.endResetModel()

    def open_groups(self) -> set[str]:
        """Return the ids of the kinds that are open."""
        return set(self._open)

    def line(self, row: int) -> Line | None:
        """Return a line."""
        if self._worklist is None or not 0 <= row < len(self._lines):
            return None
        place = int(self._lines[row])
        if place >= 0:
            return self._row_line(self._worklist, place)
        number = -place - 1
        group = self._worklist.groups[number]
        return KindLine(
            group=group,
            shown=int(self._counts[number]),
            sum=self._sums[number],
            is_open=group.id in self._open,
        )

    def find(self, position: int) -> int:
        """Return the line of a row, -1 if it is not shown."""
        found = np.flatnonzero(self._lines == position)
        return int(found[0]) if len(found) else -1

    def find_group(self, group: Group) -> int:
        """Return the line of a kind, -1 if it is not shown."""
        if self._worklist is None or group not in self._worklist.groups:
            return -1
        return self.find(-self._worklist.groups.index(group) - 1)

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return the number of lines."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the title of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"check_step.column_{Column(section).name.lower()}")
        if role == Qt.ItemDataRole.ToolTipRole and section == Column.AREA:
            return self._words("check_step.area_hint")
        if role == Qt.ItemDataRole.TextAlignmentRole and section == Column.AREA:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell: words for reading aloud and copying, the line for drawing."""
        line = self.line(index.row())
        if line is None:
            return None
        if role == LINE_ROLE:
            return line
        if role in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }:
            return self._text(line, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(line, RowLine):
            return line.detail or None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == Column.AREA:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, line: Line, column: Column) -> str:
        if isinstance(line, KindLine):
            return self._kind_text(line, column)
        if column == Column.WHAT:
            return f"{line.name} {line.detail}".strip()
        if column == Column.AREA:
            return show_mu(line.area_m2)
        return self._words(state_id(line.state, line.severity))

    def _kind_text(self, line: KindLine, column: Column) -> str:
        if column == Column.WHAT:
            return f"{line.group.title} {line.group.place}"
        if column == Column.AREA:
            return show_mu(line.sum.area_m2)
        return self._words("check_step.kind_rows", n=line.shown)

    def _row_line(self, worklist: Worklist, place: int) -> RowLine:
        return RowLine(
            position=place,
            group=worklist.group_of(place),
            name=str(worklist.names[place]),
            detail=str(worklist.details[place]),
            area_m2=float(worklist.area_m2[place]),
            severity=Severity(int(worklist.severity[place])),
            state=State(int(self._states[place])),
        )

    def _lay_out(self) -> None:
        worklist = self._worklist
        if worklist is None or not self._grouped:
            self._lines = self._positions
            return
        of_group = worklist.group[self._positions]
        self._counts = np.bincount(of_group, minlength=len(worklist.groups))
        parts = [NOTHING]
        begin = 0
        for number, count in enumerate(self._counts.tolist()):
            if count:
                parts.append(np.array([-number - 1]))
                if worklist.groups[number].id in self._open:
                    parts.append(self._positions[begin : begin + count])
            begin += count
        self._lines = np.concatenate(parts)


def state_id(state: State, severity: Severity) -> str:
    """Return the message id of a state; a note that nobody answered is only told."""
    if state == State.PENDING and severity == Severity.NOTE:
        return "check_step.state_note"
    return f"check_step.state_{state.name.lower()}"
