# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of findings on screen: keys and mouse turned into what is meant."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from landgis.operations.worklist import Group, State
from landgis_ui.context import Context
from landgis_ui.steps.checks.delegate import LINE_PX, LineDelegate
from landgis_ui.steps.checks.model import (
    Column,
    FindingsModel,
    KindLine,
    Line,
    RowLine,
)

AREA_PX, STATE_PX, NARROW_STATE_PX = 72, 96, 84
NARROW_PX = 380

_Key = Qt.Key
DECISIONS = {
    _Key.Key_A: State.ACCEPTED,
    _Key.Key_K: State.LEFT,
    _Key.Key_U: State.PENDING,
}


class FindingsView(QTableView):
    """Lines of the worklist.

    Signals
    -------
    line_changed(object)
        The line that is looked at, None for none.
    locate_asked(object)
        Fly to a `RowLine`: Space, Enter, double click.
    decided(object, object)
        A `State` for the lines: a tuple of `RowLine`, or a `Group` as a whole.
    sort_asked(int)
        The head of a column was clicked.
    """

    line_changed = pyqtSignal(object)
    locate_asked = pyqtSignal(object)
    decided = pyqtSignal(object, object)
    sort_asked = pyqtSignal(int)

    def __init__(self, context: Context, model: FindingsModel) -> None:
        super().__init__()
        self._look, self._model = context.look, model
        self.setModel(model)
        self.setItemDelegate(LineDelegate(context, self))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(context.words("check_step.list"))
        self._set_up_heads()
        self._fit_lines()
        context.look.changed.connect(self._fit_lines)
        chosen = self.selectionModel()
        if chosen is not None:
            chosen.currentRowChanged.connect(self._tell_line)
        self.clicked.connect(self._toggle_by_click)
        self.doubleClicked.connect(self._tell_locate)

    def current_line(self) -> Line | None:
        """Return the line that is looked at."""
        return self._model.line(self.currentIndex().row())

    def chosen_rows(self) -> tuple[RowLine, ...]:
        """Return the rows that are picked, kinds left out."""
        chosen = self.selectionModel()
        rows = [] if chosen is None else chosen.selectedRows()
        lines = (self._model.line(index.row()) for index in rows)
        return tuple(line for line in lines if isinstance(line, RowLine))

    def show_line(self, row: int) -> None:
        """Look at a line."""
        if row >= 0:
            index = self._model.index(row, 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def set_open(self, group: Group, *, is_open: bool) -> None:
        """Show or hide the rows of a kind."""
        groups = self._model.open_groups()
        changed = groups | {group.id} if is_open else groups - {group.id}
        self._model.set_open(changed)
        self.show_line(self._model.find_group(group))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Decide, open and close, fly."""
        line = self.current_line()
        if event is None or line is None or not self._take_key(event, line):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Give the first column what the others leave."""
        super().resizeEvent(event)
        self._fit_columns()

    def _take_key(self, event: QKeyEvent, line: Line) -> bool:
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if key in DECISIONS:
            state = DECISIONS[_Key(key)]
            whole = bool(shift) or isinstance(line, KindLine)
            subject = line.group if whole else (self.chosen_rows() or (line,))
            self.decided.emit(subject, state)
        elif key in {_Key.Key_Right, _Key.Key_Left}:
            self.set_open(line.group, is_open=key == _Key.Key_Right)
        elif key in {_Key.Key_Return, _Key.Key_Enter, _Key.Key_Space}:
            self._open_or_locate(line)
        else:
            return False
        return True

    def _open_or_locate(self, line: Line) -> None:
        if isinstance(line, KindLine):
            self.set_open(line.group, is_open=not line.is_open)
        else:
            self.locate_asked.emit(line)

    def _toggle_by_click(self, index: QModelIndex) -> None:
        line = self._model.line(index.row())
        if isinstance(line, KindLine) and index.column() == Column.WHAT:
            self.set_open(line.group, is_open=not line.is_open)

    def _tell_locate(self, index: QModelIndex) -> None:
        line = self._model.line(index.row())
        if isinstance(line, RowLine):
            self.locate_asked.emit(line)

    def _tell_line(self, current: QModelIndex) -> None:
        self.line_changed.emit(self._model.line(current.row()))

    def _set_up_heads(self) -> None:
        side, top = self.verticalHeader(), self.horizontalHeader()
        if side is not None:
            side.hide()
            side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        if top is not None:
            top.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            top.setHighlightSections(False)
            top.setSectionsClickable(True)
            top.setDefaultAlignment(
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            )
            top.sectionClicked.connect(self.sort_asked)

    def _fit_lines(self) -> None:
        side = self.verticalHeader()
        if side is not None:
            side.setMinimumSectionSize(self._look.px(LINE_PX))
            side.setDefaultSectionSize(self._look.px(LINE_PX))
        self._fit_columns()

    def _fit_columns(self) -> None:
        view = self.viewport()
        width = 0 if view is None else view.width()
        narrow = width < self._look.px(NARROW_PX)
        area = self._look.px(AREA_PX)
        state = self._look.px(NARROW_STATE_PX if narrow else STATE_PX)
        self.setColumnWidth(Column.AREA, area)
        self.setColumnWidth(Column.STATE, state)
        self.setColumnWidth(Column.WHAT, max(1, width - area - state))
