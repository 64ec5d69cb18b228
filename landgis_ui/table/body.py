# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between head and foot: the rows, or a sentence where there are none."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QPoint, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QFrame, QMenu, QStackedLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.table.memory import Columns
from landgis_ui.table.model import FrameModel
from landgis_ui.table.rows_view import RowsView
from landgis_ui.table.sources import TableSource
from landgis_ui.widgets.basics import column, make_button, make_label, row

LOADING_MS = 300
WIDEST_PX = 240
SAMPLED = 12  # rows looked at, from the first to the last; each is read and measured
SAVE_MS = 400


class TableBody(QFrame):
    """Shows one table at a time; columns are as they were left.

    Signals
    -------
    columns_changed(object)
        The user moved or widened columns; the value is the `Columns`.
    clear_asked()
        Show all rows again.
    sort_asked(str, object)
        Sort by the column: True the largest first, False the smallest, None not.
    filter_asked(str), hide_asked(str)
        Filter by the column, or hide it.
    """

    columns_changed = pyqtSignal(object)
    clear_asked = pyqtSignal()
    sort_asked = pyqtSignal(str, object)
    filter_asked = pyqtSignal(str)
    hide_asked = pyqtSignal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._columns: Columns | None = None
        self._is_arranging = False
        self.setProperty("ground", "panel")
        self.rows = RowsView(context.look)
        self.sentence = make_label(size="secondary", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clear = make_button(
            context.words("table.clear_filter"), self.clear_asked.emit
        )
        self._empty = QWidget()
        self._empty.setLayout(
            column(None, self.sentence, row(None, self.clear, None), None)
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self._empty)
        self._patience = _timer(self, LOADING_MS, self._say_reading)
        self._saving = _timer(self, SAVE_MS, self._tell_columns)
        head = self.rows.head
        head.sectionMoved.connect(self._note_columns)
        head.sectionResized.connect(self._note_columns)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._open_menu)

    def adopt_look(self) -> None:
        """Take over theme and size of type."""
        self.rows.adopt_look()

    def show_source(self, source: TableSource, columns: Columns) -> None:
        """Show a table; its rows come with the answer."""
        self._patience.stop()
        old = self.rows.model()
        model = FrameModel(source.data, self._context.words, self.rows)
        self._is_arranging = True
        self.rows.setModel(model)
        self.rows.head.set_names(tuple(c.name for c in model.columns))
        self._is_arranging = False
        if old is not None:
            old.deleteLater()
        self.arrange(columns)
        self._stack.setCurrentWidget(self.rows)

    def wait(self) -> None:
        """Say that the table is being read, if that takes a while."""
        self._patience.start()

    def say(self, text: str, *, can_clear: bool) -> None:
        """Show a sentence in place of the rows."""
        self._patience.stop()
        self.sentence.setText(text)
        self.clear.setVisible(can_clear)
        self._stack.setCurrentWidget(self._empty)

    def show_rows(self) -> None:
        """Show the rows again."""
        self._stack.setCurrentWidget(self.rows)

    @property
    def is_empty(self) -> bool:
        """Whether a sentence stands in place of the rows."""
        return self._stack.currentWidget() is self._empty

    def arrange(self, columns: Columns) -> None:
        """Show, order and widen the columns so."""
        model, head = self.rows.rows_model(), self.rows.head
        if model is None:
            return
        self._is_arranging = True
        self._columns = columns
        places = {c.name: place for place, c in enumerate(model.columns)}
        for target, name in enumerate(columns.order):
            section = places[name]
            head.moveSection(head.visualIndex(section), target)
            head.setSectionHidden(section, name not in columns.shown)
            if name in columns.shown:
                width = columns.widths.get(name)
                pixels = self._context.look.px(width) if width else self._width(section)
                head.resizeSection(section, pixels)
        self._is_arranging = False

    def _width(self, section: int) -> int:
        """Return a width that holds the heading and what rows from all over hold."""
        model, head = self.rows.rows_model(), self.rows.head
        if model is None:
            return 0
        option, delegate = self.rows.initial_option(), self.rows.itemDelegate()
        width = head.width_of(model.columns[section].heading)
        if delegate is not None:
            count = model.rowCount()
            for place in range(0, count, max(1, count // SAMPLED)):
                hint = delegate.sizeHint(option, model.index(place, section))
                width = max(width, hint.width())
        return min(width, max(self._context.look.px(WIDEST_PX), 0))

    def _note_columns(self, *_: int) -> None:
        if not self._is_arranging:
            self._saving.start()

    def _tell_columns(self) -> None:
        model, head = self.rows.rows_model(), self.rows.head
        if model is None or self._columns is None:
            return
        names = [c.name for c in model.columns]
        order = tuple(names[head.logicalIndex(place)] for place in range(len(names)))
        scale = self._context.look.scale
        widths = {
            name: round(head.sectionSize(place) / scale)
            for place, name in enumerate(names)
            if not head.isSectionHidden(place)
        }
        self._columns = Columns(order=order, shown=self._columns.shown, widths=widths)
        self.columns_changed.emit(self._columns)

    def _say_reading(self) -> None:
        self.say(self._context.words("table.reading"), can_clear=False)

    def _open_menu(self, spot: QPoint) -> None:
        model, head = self.rows.rows_model(), self.rows.head
        section = head.logicalIndexAt(spot)
        if model is None or section < 0:
            return
        name, words = model.columns[section].name, self._context.words
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, act in (
            ("table.sort_up", lambda: self.sort_asked.emit(name, False)),
            ("table.sort_down", lambda: self.sort_asked.emit(name, True)),
            ("table.sort_none", lambda: self.sort_asked.emit(name, None)),
            ("table.filter_column", lambda: self.filter_asked.emit(name)),
            ("table.hide_column", lambda: self.hide_asked.emit(name)),
        ):
            action = menu.addAction(words(key))
            if action is not None:
                action.triggered.connect(lambda _checked, act=act: act())
        menu.popup(head.mapToGlobal(spot))


def _timer(parent: QWidget, ms: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(ms)
    timer.timeout.connect(act)
    return timer
