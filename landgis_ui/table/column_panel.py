# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choose the columns of a table: search, tick, drag into order."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from landgis.report.views import View
from landgis_ui.context import Context
from landgis_ui.table.memory import Columns, default_columns
from landgis_ui.widgets.basics import column, make_button, make_label, row

WIDTH, HEIGHT = 280, 380
_NAME = Qt.ItemDataRole.UserRole


class ColumnPanel(QFrame):
    """A panel under the ▥ button.

    Signals
    -------
    chosen(object)
        The `Columns` as they are ticked and ordered now.
    """

    chosen = pyqtSignal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        words = context.words
        self.setProperty("card", "floating")
        self._view: View | None = None
        self._columns: Columns | None = None
        self.box = QLineEdit()
        self.box.setPlaceholderText(words("table.find_column"))
        self.box.setAccessibleName(words("table.find_column"))
        self.box.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName(words("table.choose_columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setUniformItemSizes(True)
        self.list.itemChanged.connect(self._tell)
        if (model := self.list.model()) is not None:
            model.rowsMoved.connect(self._tell)
        again = make_button(words("table.columns_default"), self._reset, kind="link")
        self.setLayout(
            column(
                row(
                    make_label(words("table.choose_columns"), size="panel"), None, again
                ),
                self.box,
                self.list,
                make_label(words("table.columns_hint"), size="hint", wrap=True),
                margins=(12, 12, 12, 12),
            )
        )
        self.resize(context.look.px(WIDTH), context.look.px(HEIGHT))

    def show_columns(self, view: View, columns: Columns) -> None:
        """List the columns of a view."""
        self._view, self._columns = view, columns
        self.box.clear()
        self.list.blockSignals(True)
        self.list.clear()
        for name in columns.order:
            found = view.by_name[name]
            item = QListWidgetItem(found.heading)
            item.setData(_NAME, name)
            item.setToolTip(found.meaning)
            ticked = name in columns.shown
            item.setCheckState(
                Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            )
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.box.setFocus()

    def _reset(self) -> None:
        if self._view is not None:
            self.show_columns(self._view, default_columns(self._view))
            self._tell()

    def _narrow(self, text: str) -> None:
        """Show the columns whose heading or name has the text."""
        wanted = text.strip().lower()
        for item in self._items():
            name = str(item.data(_NAME))
            fits = wanted in item.text().lower() or wanted in name
            item.setHidden(not fits)

    def _items(self) -> list[QListWidgetItem]:
        items = (self.list.item(place) for place in range(self.list.count()))
        return [item for item in items if item is not None]

    def _tell(self) -> None:
        if self._columns is None:
            return
        items = self._items()
        ticked = [i for i in items if i.checkState() is Qt.CheckState.Checked]
        if not ticked:  # a table without columns shows nothing: keep the last one
            return
        self._columns = Columns(
            order=tuple(str(item.data(_NAME)) for item in items),
            shown=frozenset(str(item.data(_NAME)) for item in ticked),
            widths=self._columns.widths,
        )
        self.chosen.emit(self._columns)
