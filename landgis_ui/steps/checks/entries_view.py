# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheet on screen: Enter goes to the next line, Tab to the next column."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QModelIndex, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from landgis_ui.context import Context
from landgis_ui.steps.checks.entries_model import EntriesModel

LINE_PX, FIELD_PX, NARROWEST_PX = 44, 104, 160
MOVES = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


class CellEditor(QStyledItemDelegate):
    """Edits one cell.

    Signals
    -------
    typed(object, str)
        What stands in the cell of that index while it is typed.
    moved(int, int)
        The cell is done: go on so many lines down and columns to the right.
    """

    typed = pyqtSignal(object, str)
    moved = pyqtSignal(int, int)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._words = context.look, context.words

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionViewItem,
        index: QModelIndex,
    ) -> None:
        """Draw a cell that may be filled in as a box; an empty one says so."""
        can_edit = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        if painter is None or not can_edit:
            super().paint(painter, option, index)
            return
        look, text = self._look, str(index.data() or "")
        gap = look.px(5)
        box = option.rect.adjusted(gap, 2 * gap, -gap, -2 * gap)
        is_here = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = "accent" if is_here else "line_input" if text else "verify"
        pen = QPen(look.colour(ink), 2 if is_here else 1)
        if not text and not is_here:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(option.rect, look.colour("panel"))
        painter.setPen(pen)
        painter.setBrush(look.colour("panel" if text else "verify_soft"))
        painter.drawRoundedRect(box, 4, 4)
        role = Qt.ItemDataRole.ForegroundRole
        painter.setFont(look.font() if text else look.font(12))
        painter.setPen(index.data(role) if text else look.colour("verify"))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        inner = box.adjusted(gap, 0, -gap, 0)
        painter.drawText(inner, align, text or self._words("check_step.to_fill"))
        painter.restore()

    def createEditor(
        self,
        parent: QWidget | None,
        option: QStyleOptionViewItem,
        index: QModelIndex,
    ) -> QWidget | None:
        """Return a box to type into."""
        del option
        editor = QLineEdit(parent)
        editor.textEdited.connect(lambda text: self.typed.emit(index, text))
        return editor

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Turn Enter and Tab into moves."""
        if (
            isinstance(watched, QLineEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in MOVES
        ):
            self.commitData.emit(watched)
            self.closeEditor.emit(watched)
            self.moved.emit(*MOVES[Qt.Key(event.key())])
            return True
        return super().eventFilter(watched, event)


class EntriesView(QTableView):
    """The sheet.

    Signals
    -------
    line_changed(int)
        Another line is looked at.
    locate_asked(int)
        Space or a double click on the first column of a line.
    typed(object, str)
        What is being typed into the cell of that index.
    """

    line_changed = pyqtSignal(int)
    locate_asked = pyqtSignal(int)
    typed = pyqtSignal(object, str)

    def __init__(self, context: Context, model: EntriesModel) -> None:
        super().__init__()
        self._look, self._entries = context.look, model
        self.setModel(model)
        editor = CellEditor(context, self)
        self.setItemDelegate(editor)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed
            | triggers.DoubleClicked
            | triggers.SelectedClicked
            | triggers.EditKeyPressed
        )
        self.setAccessibleName(context.words("check_step.sheet"))
        side, top = self.verticalHeader(), self.horizontalHeader()
        if side is not None and top is not None:
            side.hide()
            side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            top.setHighlightSections(False)
            top.setDefaultAlignment(
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            )
        self._fit()
        context.look.changed.connect(self._fit)
        model.modelReset.connect(self._start)
        editor.moved.connect(self._move)
        editor.typed.connect(self.typed)
        self.doubleClicked.connect(self._locate)
        chosen = self.selectionModel()
        if chosen is not None:
            chosen.currentRowChanged.connect(self._tell_line)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Paste a column, move, fly."""
        if event is None:
            return
        here = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Paste) and here.column() > 0:
            clipboard = QApplication.clipboard()
            if clipboard is not None:
                self._entries.paste(here, clipboard.text())
        elif event.key() in MOVES and here.isValid():
            self._move(*MOVES[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space:
            self.locate_asked.emit(here.row())
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._entries.setData(here, "")
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Let Tab go to the next cell; from the last one on to the next panel."""
        return self._move(0, 1 if next_ else -1) or super().focusNextPrevChild(next_)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Share out the width."""
        super().resizeEvent(event)
        self._fit()

    def _start(self) -> None:
        self._fit()
        if self._entries.rowCount():
            self.setCurrentIndex(self._entries.index(0, 1))

    def _move(self, down: int, right: int) -> bool:
        """Look at a cell so far from here; False if there is none."""
        here, columns = self.currentIndex(), len(self._entries.fields)
        if not here.isValid() or not columns:
            return False
        place = max(here.column(), 1) - 1 + right
        row = here.row() + down + place // columns
        index = self._entries.index(row, place % columns + 1)
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _locate(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.locate_asked.emit(index.row())

    def _tell_line(self, current: QModelIndex) -> None:
        self.line_changed.emit(current.row())

    def _fit(self) -> None:
        side, view = self.verticalHeader(), self.viewport()
        if side is None or view is None:
            return
        side.setDefaultSectionSize(self._look.px(LINE_PX))
        count = len(self._entries.fields)
        field = self._look.px(FIELD_PX)
        first = max(self._look.px(NARROWEST_PX), view.width() - count * field)
        self.setColumnWidth(0, first)
        for column in range(1, count + 1):
            self.setColumnWidth(column, max(field, (view.width() - first) // count))
