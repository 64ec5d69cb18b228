# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of columns: only doubtful rows show a box, others turn into one."""

from __future__ import annotations

from PyQt6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PyQt6.QtGui import QKeyEvent, QPainter, QPen
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from landgis_ui.context import Context
from landgis_ui.steps.data.entries import CHOOSE, SURE
from landgis_ui.steps.data.field_model import (
    ARROW,
    CHOICES_ROLE,
    COLUMN,
    EMPTY,
    FIELD,
    SAMPLES,
    TONE_ROLE,
    UNIT,
    WHY,
    FieldModel,
)

ROW_PX = 29
WIDTHS = {COLUMN: 100, ARROW: 26, FIELD: 138, EMPTY: 56, UNIT: 72}


class ChoiceDelegate(QStyledItemDelegate):
    """Paints a cell as a box where it is doubtful or looked at, edits it by a list."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionViewItem,
        index: QModelIndex,
    ) -> None:
        """Draw the cell, with a box around it where it can be changed now."""
        tone = index.data(TONE_ROLE)
        can = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        is_field = index.column() == FIELD
        wanted = is_field and tone != SURE
        state = option.state
        near = bool(
            state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected)
        )
        super().paint(painter, option, index)
        if painter is None or not can or not (wanted or near):
            return
        look = self._context.look
        ink = "line_input"
        if wanted:
            ink = "bad" if tone == CHOOSE else "warn"
        box = QRectF(option.rect).adjusted(1.5, 2.5, -3.5, -3.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour(ink), 1.3 if wanted else 1.0))
        painter.drawRoundedRect(box, look.px(5), look.px(5))
        side = look.px(12)
        icon = look.icon("chevron-down").pixmap(QSize(side, side))
        top = box.center().y() - side / 2
        painter.drawPixmap(round(box.right() - side - 5), round(top), icon)
        painter.restore()

    def initStyleOption(
        self, option: QStyleOptionViewItem | None, index: QModelIndex
    ) -> None:
        """Shorten names of several levels at their beginning: the end tells."""
        super().initStyleOption(option, index)
        if option is not None and index.column() == COLUMN:
            option.textElideMode = Qt.TextElideMode.ElideLeft

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Return the row height of the design."""
        return QSize(super().sizeHint(option, index).width(), self._row_px())

    def createEditor(
        self,
        parent: QWidget | None,
        _option: QStyleOptionViewItem,
        index: QModelIndex,
    ) -> QWidget | None:
        """Return a list of what the cell may become, open at once."""
        box = QComboBox(parent)
        box.setMaxVisibleItems(16)
        for value, text in index.data(CHOICES_ROLE):
            box.addItem(text, value)
        head = self._context.words("data.head.field")
        name = index.sibling(index.row(), COLUMN).data()
        box.setAccessibleName(f"{head} {name}")
        box.activated.connect(self._commit)
        opening = QTimer(box)
        opening.setSingleShot(True)
        opening.timeout.connect(box.showPopup)
        opening.start(0)
        return box

    def updateEditorGeometry(
        self,
        editor: QWidget | None,
        option: QStyleOptionViewItem,
        _index: QModelIndex,
    ) -> None:
        """Let the list cover the box that it comes from."""
        if editor is not None:
            editor.setGeometry(option.rect.adjusted(0, 1, -2, -2))

    def setEditorData(self, editor: QWidget | None, index: QModelIndex) -> None:
        """Begin at what holds."""
        if isinstance(editor, QComboBox):
            value = index.data(Qt.ItemDataRole.EditRole)
            editor.setCurrentIndex(max(0, editor.findData(value)))

    def setModelData(
        self,
        editor: QWidget | None,
        model: QAbstractItemModel | None,
        index: QModelIndex,
    ) -> None:
        """Hand over what was chosen, if anything was."""
        if model is None or not isinstance(editor, QComboBox):
            return
        if editor.property("is_chosen"):
            model.setData(index, editor.currentData())

    def eventFilter(self, editor: QObject | None, event: QEvent | None) -> bool:
        """Keep the list open while its popup takes the focus."""
        is_leaving = event is not None and event.type() == QEvent.Type.FocusOut
        if is_leaving and isinstance(editor, QComboBox):
            view = editor.view()
            if view is not None and view.isVisible():
                return False
        return super().eventFilter(editor, event)

    def _commit(self) -> None:
        editor = self.sender()
        if isinstance(editor, QComboBox):
            editor.setProperty("is_chosen", True)
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)

    def _row_px(self) -> int:
        return self._context.look.px(ROW_PX)


class FieldTable(QTableView):
    """The columns of a file; a click or Enter on a field opens its list."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.fields = FieldModel(context, self)
        self.setModel(self.fields)
        self.setItemDelegate(ChoiceDelegate(context, self))
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(context.words("data.fields_head"))
        self.clicked.connect(self._edit_if_choice)
        context.look.changed.connect(self._size)
        self._size()

    def _size(self) -> None:
        look = self._context.look
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        if rows is None or heads is None:
            return
        rows.hide()
        rows.setDefaultSectionSize(look.px(ROW_PX))
        heads.setHighlightSections(False)
        heads.setFixedHeight(look.px(ROW_PX))
        for section, width in WIDTHS.items():
            heads.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
            heads.resizeSection(section, look.px(width))
        for section in (WHY, SAMPLES):
            heads.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)

    def look_at(self, column: str) -> None:
        """Go to a column of the file."""
        row = self.fields.row_of(column)
        if row >= 0:
            self.setFocus()
            self.setCurrentIndex(self.fields.index(row, FIELD))
            self.scrollTo(self.currentIndex())

    def next_doubt(self) -> None:
        """Go to the next doubtful row below, or to the first."""
        start = self.currentIndex().row() + 1
        count = self.fields.rowCount()
        for step in range(count):
            row = (start + step) % count
            if self.fields.field(row).confidence != SURE:
                self.look_at(self.fields.field(row).column)
                return

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Open the list of the row with Enter, Space or F2; go on with D."""
        key = None if event is None else event.key()
        index = self.currentIndex()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            column = UNIT if index.column() == UNIT else FIELD
            self._edit_if_choice(index.siblingAtColumn(column))
        elif key == Qt.Key.Key_D and event is not None and not event.modifiers():
            self.next_doubt()
        else:
            super().keyPressEvent(event)

    def _edit_if_choice(self, index: QModelIndex) -> None:
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
