# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows on screen; what is selected is an array, not Qt's list of ranges."""

from __future__ import annotations

from enum import Enum

import numpy as np
from PyQt6.QtCore import QModelIndex, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from landgis_ui.table.delegate import CellDelegate
from landgis_ui.table.header import TableHeader
from landgis_ui.table.model import FrameModel, Rows
from landgis_ui.theme.look import Look

ROW_PX = 29
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_Key = Qt.Key


class How(Enum):
    """What happens to the selection with the rows that were picked."""

    SET = "set"
    ADD = "add"
    TOGGLE = "toggle"


class RowsView(QTableView):
    """A table whose rows are picked by mouse or keys; the owner keeps the selection.

    Signals
    -------
    rows_picked(object, object, int)
        Rows of the frame, `How` to select them, and the current row.
    locate_asked(), open_asked(), copy_asked(), find_asked()
        Space, Enter, Ctrl C, / or Ctrl F.
    sort_asked(int, bool)
        Alt with an arrow on a column; True: the largest first.
    """

    rows_picked = pyqtSignal(object, object, int)
    locate_asked = pyqtSignal()
    open_asked = pyqtSignal()
    copy_asked = pyqtSignal()
    find_asked = pyqtSignal()
    sort_asked = pyqtSignal(int, bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._anchor = -1
        self.head = TableHeader(look, self)
        self.setHorizontalHeader(self.head)
        self._delegate = CellDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        pixel = QAbstractItemView.ScrollMode.ScrollPerPixel
        self.setVerticalScrollMode(pixel)
        self.setHorizontalScrollMode(pixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setAutoScroll(True)
        side = self.verticalHeader()
        if side is not None:
            side.hide()
            side.setSectionResizeMode(side.ResizeMode.Fixed)
        self.adopt_look()

    def adopt_look(self) -> None:
        """Take over theme and size of type."""
        side = self.verticalHeader()
        if side is not None:
            side.setMinimumSectionSize(1)
            side.setDefaultSectionSize(self._look.px(ROW_PX))
        self.setFont(self._look.font())
        self.head.setFont(self._look.font())
        self.head.setFixedHeight(self._look.px(30))
        self.refresh()

    def refresh(self) -> None:
        """Draw again what is in sight."""
        viewport = self.viewport()
        if viewport is not None:
            viewport.update()

    def initial_option(self) -> QStyleOptionViewItem:
        """Return how cells are drawn, to measure them with."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        return option

    def rows_model(self) -> FrameModel | None:
        """Return the model, if there is one."""
        model = self.model()
        return model if isinstance(model, FrameModel) else None

    def current_row(self) -> int:
        """Return the row of the frame that the keyboard stands on; -1 if none."""
        model = self.rows_model()
        return model.row_at(self.currentIndex().row()) if model is not None else -1

    def show_order(self, order: Rows) -> None:
        """Show these rows from the top; a selected row stays under the keyboard."""
        model = self.rows_model()
        if model is None:
            return
        row, column = self.current_row(), self.currentIndex().column()
        model.set_order(order)
        if row >= 0 and model.selected[row] and self.go_to(row, column=column):
            return
        self._anchor = -1
        if column >= 0 and len(order):
            self.setCurrentIndex(model.index(0, column))
        self.scrollToTop()

    def go_to(self, row: int, *, column: int = -1) -> bool:
        """Bring a row of the frame into sight; tell whether it is in the table."""
        model = self.rows_model()
        place = model.place_of(row) if model is not None else -1
        if model is None or place < 0:
            return False
        column = column if column >= 0 else max(self.currentIndex().column(), 0)
        if self.head.isSectionHidden(column):
            column = self.head.logicalIndexAt(0)
        self.setCurrentIndex(model.index(place, column))
        self._anchor = place
        return True

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: D102
        super().mousePressEvent(event)
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        place = self._place_at(event.position().toPoint())
        if place < 0:
            return
        modifiers = event.modifiers()
        if modifiers & _SHIFT and self._anchor >= 0:
            self._pick(self._anchor, place, How.ADD if modifiers & _CTRL else How.SET)
        else:
            self._anchor = place
            self._pick(place, place, How.TOGGLE if modifiers & _CTRL else How.SET)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: D102
        super().mouseMoveEvent(event)
        if event is None:
            return
        place = self._place_at(event.position().toPoint())
        if place != self._delegate.hovered_row:
            self._delegate.hovered_row = place
            self.refresh()
        dragging = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if dragging and place >= 0 and self._anchor >= 0 and place != self._anchor:
            how = How.ADD if event.modifiers() & _CTRL else How.SET
            self._pick(self._anchor, place, how)

    def leaveEvent(self, event: object) -> None:  # noqa: D102
        super().leaveEvent(event)  # type: ignore[arg-type]  # Qt's own event
        self._delegate.hovered_row = -1
        self.refresh()

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:  # noqa: D102
        if event is not None and self._place_at(event.position().toPoint()) >= 0:
            self.locate_asked.emit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: D102
        if event is None:
            return
        if self._act_on(event):
            event.accept()
            return
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        place = self.currentIndex().row()
        if place == before or place < 0 or event.modifiers() & _CTRL:
            return
        if not event.modifiers() & _SHIFT or self._anchor < 0:
            self._anchor = place
        self._pick(self._anchor, place, How.SET)

    def _act_on(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; tell whether it stands for anything."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        here = self.currentIndex()
        match event.key(), held:
            case _Key.Key_Space, m if m == _CTRL:
                self._pick(here.row(), here.row(), How.TOGGLE)
            case _Key.Key_Space, m if not m:
                self.locate_asked.emit()
            case ((_Key.Key_Return | _Key.Key_Enter), m) if not m:
                self.open_asked.emit()
            case _Key.Key_C, m if m == _CTRL:
                self.copy_asked.emit()
            case _Key.Key_A, m if m == _CTRL:
                self._pick_all()
            case _Key.Key_F, m if m == _CTRL:
                self.find_asked.emit()
            case _Key.Key_Slash, m if not m:
                self.find_asked.emit()
            case (_Key.Key_Up | _Key.Key_Down) as key, m if m == _ALT:
                self.sort_asked.emit(here.column(), key == _Key.Key_Down)
            case _:
                return False
        return True

    def _pick_all(self) -> None:
        model = self.rows_model()
        if model is not None and len(model.order):
            self.rows_picked.emit(model.order, How.SET, self.current_row())

    def _pick(self, first: int, last: int, how: How) -> None:
        model = self.rows_model()
        if model is None or first < 0 or last < 0:
            return
        low, high = min(first, last), max(first, last)
        rows: Rows = model.order[low : high + 1]
        self.rows_picked.emit(np.array(rows), how, model.row_at(last))

    def _place_at(self, position: QPoint) -> int:
        index: QModelIndex = self.indexAt(position)
        return index.row() if index.isValid() else -1
