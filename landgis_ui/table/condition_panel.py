# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Put a condition together: a column, a comparison, a value."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from landgis.report.views import Kind, ViewColumn
from landgis_ui.context import Context
from landgis_ui.table.cells import THIN
from landgis_ui.table.choices import (
    OPERATORS,
    Choice,
    find_choices,
    make_conditions,
    wants_two,
    wants_value,
)
from landgis_ui.table.data import TableData
from landgis_ui.widgets.basics import column, make_button, make_label, row

WIDTH = 320
_VALUE = Qt.ItemDataRole.UserRole


class ConditionPanel(QFrame):
    """A panel under 加筛选; Enter adds, Esc leaves.

    Signals
    -------
    made(object)
        The `Condition`s that were put together.
    """

    made = pyqtSignal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._context = context
        self._data: TableData | None = None
        words = context.words
        self.setProperty("card", "floating")
        self.fields = QComboBox()
        self.fields.setAccessibleName(words("table.condition_field"))
        self.fields.setMaxVisibleItems(16)
        self.fields.currentIndexChanged.connect(self._show_field)
        self.operators = QComboBox()
        self.operators.setAccessibleName(words("table.condition_operator"))
        self.operators.currentIndexChanged.connect(self._show_operator)
        self.first = self._make_box(words("table.condition_value"))
        self.second = self._make_box(words("table.condition_upper"))
        self.unit = make_label(size="hint")
        self.list = QListWidget()
        self.list.setAccessibleName(words("table.condition_value"))
        self.list.setMaximumHeight(context.look.px(190))
        self.trouble = make_label(tone="bad", wrap=True)
        self.trouble.hide()
        self.add = make_button(words("table.condition_add"), self._make)
        self._to = make_label("～")
        values = row(self.first, self._to, self.second, self.unit)
        self.setLayout(
            column(
                make_label(words("table.add_filter"), size="panel"),
                row(self.fields, self.operators),
                values,
                self.list,
                self.trouble,
                row(None, self.add),
                margins=(12, 12, 12, 12),
            )
        )
        self.setFixedWidth(context.look.px(WIDTH))

    def _make_box(self, name: str) -> QLineEdit:
        box = QLineEdit()
        box.setAccessibleName(name)
        box.returnPressed.connect(self._make)
        return box

    def show_data(self, data: TableData, *, field: str = "") -> None:
        """Offer the columns of a table, those on screen first."""
        self._data = data
        self.fields.blockSignals(True)
        self.fields.clear()
        for shown in data.view.columns:
            self.fields.addItem(shown.title, shown.name)
        place = max(self.fields.findData(field), 0)
        self.fields.setCurrentIndex(place)
        self.fields.blockSignals(False)
        self._show_field()
        self.fields.setFocus()

    def _column(self) -> ViewColumn | None:
        name = self.fields.currentData()
        return self._data.view.by_name.get(name) if self._data and name else None

    def _show_field(self) -> None:
        shown = self._column()
        if shown is None or self._data is None:
            return
        self.list.clear()
        words = self._context.words
        self.operators.blockSignals(True)
        self.operators.clear()
        for operator in OPERATORS[shown.kind]:
            key = f"table.operator_{operator}"
            self.operators.addItem(words(key) if words.has(key) else operator, operator)
        self.operators.blockSignals(False)
        for box in (self.first, self.second):
            box.clear()
        is_day = shown.kind is Kind.DATE
        self.first.setPlaceholderText(words("table.day_hint") if is_day else "")
        self.unit.setText(shown.unit)
        if shown.kind is Kind.FLAG:
            self._offer(shown, self._flags())
        elif shown.kind not in (Kind.NUMBER, Kind.DATE):
            job = self._context.workspace.jobs.read(
                find_choices, self._data, shown.name
            )
            job.succeeded.connect(lambda found: self._offer(shown, found))
        self._show_operator()

    def _flags(self) -> tuple[Choice, ...]:
        words = self._context.words
        return tuple(
            Choice(value=value, word=words(f"table.flag_{value}"), count=-1)
            for value in ("yes", "no")
        )

    def _offer(self, shown: ViewColumn, choices: tuple[Choice, ...]) -> None:
        """List the values that occur, unless another column was chosen meanwhile."""
        if self._column() is not shown:
            return
        self.list.clear()
        for choice in choices:
            count = f"{THIN}{THIN}{choice.count:,}" if choice.count >= 0 else ""
            item = QListWidgetItem(choice.word + count)
            item.setData(_VALUE, choice.value)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        place = self.operators.findData("in")
        if shown.kind is Kind.TEXT and choices and place >= 0:
            self.operators.setCurrentIndex(place)
        self._show_operator()

    def _show_operator(self) -> None:
        operator = str(self.operators.currentData() or "")
        shown = self._column()
        listed = self.list.count() > 0 and not (
            shown is not None and shown.kind is Kind.TEXT and operator == "contains"
        )
        typed = wants_value(operator) and not listed
        self.list.setVisible(wants_value(operator) and listed)
        self.first.setVisible(typed)
        self.unit.setVisible(typed and bool(self.unit.text()))
        for widget in (self._to, self.second):
            widget.setVisible(typed and wants_two(operator))
        self.trouble.hide()
        self.adjustSize()

    def _typed(self) -> tuple[str, ...]:
        if self.list.isVisibleTo(self):
            items = [self.list.item(place) for place in range(self.list.count())]
            return tuple(
                str(item.data(_VALUE))
                for item in items
                if item is not None and item.checkState() is Qt.CheckState.Checked
            )
        boxes = [self.first]
        if self.second.isVisibleTo(self):
            boxes.append(self.second)
        return tuple(box.text() for box in boxes)

    def _make(self) -> None:
        shown = self._column()
        if shown is None:
            return
        operator = str(self.operators.currentData())
        conditions = make_conditions(shown, operator, self._typed())
        if conditions is None:
            self.trouble.setText(
                self._context.words(f"table.trouble_{_trouble(shown)}")
            )
            self.trouble.show()
            self.adjustSize()
            return
        self.hide()
        self.made.emit(conditions)


def _trouble(shown: ViewColumn) -> str:
    return {Kind.NUMBER: "number", Kind.DATE: "day"}.get(shown.kind, "value")
