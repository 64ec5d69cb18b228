# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of firms: rows are dragged onto parks, treatment and destination chosen."""

from __future__ import annotations

from PyQt6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    pyqtSignal,
)
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from landgis_ui.context import Context
from landgis_ui.steps.relocation.choice_cell import ChoiceCell
from landgis_ui.steps.relocation.firm_model import CHOSEN, COLUMNS, KEY_ROLE, FirmModel

ROW_PX, WIDTHS = 30, (0, 52, 88, 82, 84, 112)
NAME_PX = 110
"""A name is at least so wide; columns step back for it in the order of `OPTIONAL`."""
TREATMENT, PARK = (COLUMNS.index(name) for name in CHOSEN)
OPTIONAL = (COLUMNS.index("industry"), COLUMNS.index("floor"), TREATMENT)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FirmTable(QTableView):
    """The list of firms; rows can be dragged onto a park.

    Signals
    -------
    looked_at(str)
        The current row is this firm.
    hovered(str)
        The pointer is above this firm; "" for none.
    opened(str)
        Enter or a double click on this firm.
    menu_asked(object)
        The menu of the chosen firms is wanted at this place of the screen.
    choice_asked(str, object)
        Another value for a column of the chosen firms is to be chosen, at this place
        of the screen.
    """

    looked_at = pyqtSignal(str)
    hovered = pyqtSignal(str)
    opened = pyqtSignal(str)
    menu_asked = pyqtSignal(object)
    choice_asked = pyqtSignal(str, object)

    def __init__(self, context: Context, model: FirmModel) -> None:
        super().__init__()
        self._look = context.look
        self._firms = model
        self._at_hand = -1
        self._pressed = QPersistentModelIndex()
        self.can_choose = True
        self.setModel(model)
        self._choice = ChoiceCell(context.look, self._is_at_hand, self)
        for place in (TREATMENT, PARK):
            self.setItemDelegateForColumn(place, self._choice)
        model.modelReset.connect(self._leave_room)
        self.setAccessibleName(context.words("relocation.firms"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(self._open)
        self._lay_out()
        context.look.changed.connect(self._lay_out)

    def chosen(self) -> tuple[str, ...]:
        """Return the keys of the chosen firms."""
        model = self.selectionModel()
        rows = [] if model is None else model.selectedRows()
        return tuple(str(index.data(KEY_ROLE)) for index in rows)

    def look_at(self, line: int) -> None:
        """Make a line the current one and show it; -1 for none."""
        model, chosen = self.model(), self.selectionModel()
        if model is None or chosen is None:
            return
        if line < 0:
            chosen.clear()
            return
        flags = QItemSelectionModel.SelectionFlag
        index = model.index(line, 0)
        chosen.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Tell which firm is looked at."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.looked_at.emit(str(current.data(KEY_ROLE)))

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Tell which firm the pointer is above."""
        super().mouseMoveEvent(event)
        if event is not None and not event.buttons():
            index = self.indexAt(event.pos())
            self._set_at_hand(index.row())
            self.hovered.emit(str(index.data(KEY_ROLE)) if index.isValid() else "")

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Choose a row; the arrow of a cell opens the list of its values."""
        index = QModelIndex() if event is None else self.indexAt(event.pos())
        is_arrow = (
            event is not None
            and event.button() == Qt.MouseButton.LeftButton
            and self._is_at_hand(index)
            and self._choice.arrow_of(self.visualRect(index)).contains(event.pos())
        )
        chosen = self.selectionModel()
        is_kept = is_arrow and chosen is not None and chosen.isSelected(index)
        self._pressed = QPersistentModelIndex(index if is_arrow else QModelIndex())
        if not is_kept:  # several rows stay chosen when the list is opened on one
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Open the list of a cell whose arrow was pressed."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, QPersistentModelIndex()
        if event is not None and pressed.isValid():
            index = self.indexAt(event.pos())
            if QPersistentModelIndex(index) == pressed:
                self._ask_choice(index)

    def leaveEvent(self, event: object) -> None:
        """Tell that the pointer is gone."""
        super().leaveEvent(event)  # type: ignore[arg-type]  # as Qt calls it
        self._set_at_hand(-1)
        self.hovered.emit("")

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Open a firm with Enter; the menu has a key of its own."""
        index = self.currentIndex()
        if event is not None and event.key() in ENTER and index.isValid():
            self.opened.emit(str(index.data(KEY_ROLE)))
            return
        if event is not None and event.key() == Qt.Key.Key_F2 and index.isValid():
            column = TREATMENT if index.column() == TREATMENT else PARK
            self._ask_choice(index.siblingAtColumn(column))
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if COLUMNS[index.column()] in CHOSEN and self.can_choose:
            self._ask_choice(index)
        else:
            self.opened.emit(str(index.data(KEY_ROLE)))

    def _ask_choice(self, index: QModelIndex) -> None:
        port = self.viewport()
        if port is not None and self.can_choose and self.chosen():
            at = port.mapToGlobal(self.visualRect(index).bottomLeft())
            self.choice_asked.emit(COLUMNS[index.column()], at)

    def _is_at_hand(self, index: QModelIndex) -> bool:
        """Tell whether the arrow of a cell is shown."""
        is_choice = index.isValid() and COLUMNS[index.column()] in CHOSEN
        rows = (self._at_hand, self.currentIndex().row())
        return self.can_choose and is_choice and index.row() in rows

    def _set_at_hand(self, line: int) -> None:
        port = self.viewport()
        if line != self._at_hand and port is not None:
            self._at_hand = line
            port.update()

    def _ask_menu(self, at: QPoint) -> None:
        port = self.viewport()
        if port is not None and self.chosen():
            self.menu_asked.emit(port.mapToGlobal(at))

    def _lay_out(self) -> None:
        side, head = self.verticalHeader(), self.horizontalHeader()
        if side is not None:
            side.hide()
            side.setDefaultSectionSize(self._look.px(ROW_PX))
        if head is None:
            return
        head.setHighlightSections(False)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        modes = QHeaderView.ResizeMode
        head.setSectionResizeMode(modes.Interactive)
        head.setSectionResizeMode(0, modes.Stretch)
        for place, width in enumerate(WIDTHS[1 : len(COLUMNS)], start=1):
            self.setColumnWidth(place, self._look.px(width))
        self._leave_room()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Show as many columns as leave room for the names."""
        super().resizeEvent(event)
        self._leave_room()

    def _leave_room(self) -> None:
        port, px = self.viewport(), self._look.px
        if port is None:
            return
        room = port.width() - px(sum(WIDTHS)) - px(NAME_PX)
        is_alike = self._firms.is_narrowed
        self.setColumnHidden(TREATMENT, is_alike)
        room += px(WIDTHS[TREATMENT]) if is_alike else 0
        for place in OPTIONAL[: -1 if is_alike else None]:
            self.setColumnHidden(place, room < 0)
            if room < 0:
                room += px(WIDTHS[place])
