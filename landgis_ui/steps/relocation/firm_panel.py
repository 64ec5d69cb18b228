# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Left: the plans, the firms by treatment, where each goes, and the sums."""

from __future__ import annotations

from collections import Counter

from PyQt6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
)

from landgis.relocation.view import PlanView
from landgis_ui.context import Context
from landgis_ui.steps.relocation.firm_model import COLUMNS, KEY_ROLE, FirmModel
from landgis_ui.widgets.basics import (
    THIN_SPACE,
    column,
    fill,
    make_button,
    make_label,
    make_panel,
    row,
)
from landgis_ui.widgets.figures import AreaWriter, write_number

ROW_PX, WIDTHS = 30, (0, 60, 88, 90, 122)
NAME_PX = 110
"""A name is at least so wide; columns step back for it in the order of `OPTIONAL`."""
OPTIONAL = (COLUMNS.index("floor"), COLUMNS.index("industry"))
MOST_CHIPS = 3
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
    """

    looked_at = pyqtSignal(str)
    hovered = pyqtSignal(str)
    opened = pyqtSignal(str)
    menu_asked = pyqtSignal(object)

    def __init__(self, context: Context, model: FirmModel) -> None:
        super().__init__()
        self._look = context.look
        self.setModel(model)
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
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(KEY_ROLE)))
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
            self.hovered.emit(str(index.data(KEY_ROLE)) if index.isValid() else "")

    def leaveEvent(self, event: object) -> None:
        """Tell that the pointer is gone."""
        super().leaveEvent(event)  # type: ignore[arg-type]  # as Qt calls it
        self.hovered.emit("")

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Open a firm with Enter; the menu has a key of its own."""
        index = self.currentIndex()
        if event is not None and event.key() in ENTER and index.isValid():
            self.opened.emit(str(index.data(KEY_ROLE)))
            return
        super().keyPressEvent(event)

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
        for place in OPTIONAL:
            self.setColumnHidden(place, room < 0)
            if room < 0:
                room += px(WIDTHS[place])


class TreatmentChips(QFrame):
    """Buttons that narrow the list to one treatment, each with its count.

    Signals
    -------
    chosen(str)
        The treatment; "" for all.
    """

    chosen = pyqtSignal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._chosen = ""
        self._group = QButtonGroup(self)
        self._box = fill(QHBoxLayout(), None, spacing=6)
        self.setLayout(self._box)

    def show_counts(self, counts: dict[str, int], wanted: tuple[str, ...]) -> None:
        """Show a button for the treatments of most firms; those `wanted` come first."""
        while self._box.count() > 1:
            item = self._box.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        words, total = self._context.words, sum(counts.values())
        shown = sorted(counts, key=lambda name: (name not in wanted, -counts[name]))
        shown = shown[:MOST_CHIPS]
        entries = [("", words("relocation.all_firms", n=total))]
        entries[0:0] = [
            (name, words("relocation.treatment_count", name=name, n=counts[name]))
            for name in shown
        ]
        if self._chosen not in shown:
            self._choose(shown[0] if shown and shown[0] in wanted else "")
        for place, (name, text) in enumerate(entries):
            button = make_button(text, kind="chip")
            button.setCheckable(True)
            button.setChecked(name == self._chosen)
            self._group.addButton(button)
            button.clicked.connect(lambda _on, name=name: self._choose(name))
            self._box.insertWidget(place, button)

    def _choose(self, name: str) -> None:
        self._chosen = name
        self.chosen.emit(name)


class FirmPanel(QFrame):
    """Plan, chips, list and sums; it shows what it is given.

    Signals
    -------
    missing_chosen()
        What is not known of firms is to be filled in.
    """

    missing_chosen = pyqtSignal()

    def __init__(self, context: Context, head: QFrame) -> None:
        super().__init__()
        self._context = context
        self._areas = AreaWriter(context)
        self.setProperty("ground", "panel")
        self.head = head
        self.model = FirmModel(context)
        self.table = FirmTable(context, self.model)
        self.chips = TreatmentChips(context)
        self.pinned = make_label(size="hint", wrap=True)
        self.placed, self.sums = make_label(strong=True), make_label(size="secondary")
        foot = row(self.placed, None, self.sums, margins=(16, 10, 16, 10))
        hint = row(self.pinned, margins=(16, 8, 16, 8))
        self._hint = make_panel(hint, ground="sunk", edge="top")
        words = context.words
        self.missing = make_label(tone="verify", wrap=True)
        self.fill_in = make_button(
            words("relocation.fill_in"), self.missing_chosen.emit, kind="link"
        )
        gap = row(self.missing, self.fill_in, margins=(16, 6, 16, 6))
        gap.setStretch(0, 1)
        self._gap = make_panel(gap, ground="sunk", edge="top")
        self.none = make_label(
            words("relocation.no_firms"), size="secondary", wrap=True
        )
        none = row(self.none, margins=(16, 8, 16, 8))
        self._none = make_panel(none, ground="sunk", edge="top")
        self.setLayout(
            column(
                head,
                row(self.chips, margins=(16, 0, 16, 8)),
                self.table,
                self._none,
                self._gap,
                self._hint,
                make_panel(foot, edge="top"),
                spacing=0,
            )
        )
        self.chips.chosen.connect(self.model.narrow)
        self.show_view(None)

    def show_view(self, view: PlanView | None) -> None:
        """List the firms of a plan."""
        chosen = self.table.currentIndex().data(KEY_ROLE)
        self.model.show_view(view)
        self.chips.setVisible(view is not None)
        self._show_sums(view)
        if view is None:
            return
        named = [str(name) for name in view.firms["treatment"] if isinstance(name, str)]
        wanted = view.problem.wishes.treatments
        self.chips.show_counts(dict(Counter(named)), wanted)
        if chosen:
            self.look_at(str(chosen))

    def set_stale(self, *, stale: bool) -> None:
        """Turn the sums grey: they rest on data or conditions of before."""
        for label in (self.placed, self.sums):
            label.setEnabled(not stale)

    def look_at(self, firm: str) -> None:
        """Show the line of a firm, without telling of it."""
        self.table.blockSignals(True)
        self.table.look_at(self.model.line_of(firm))
        self.table.blockSignals(False)

    def _show_sums(self, view: PlanView | None) -> None:
        words = self._context.words
        if view is None:
            self.placed.setText("")
            self.sums.setText("")
            for panel in (self._hint, self._gap, self._none):
                panel.hide()
            return
        totals = view.totals
        self.placed.setText(
            words("relocation.placed", n=totals.placed, of=totals.candidates)
        )
        floor = f"{write_number(totals.floor_m2, 0)}{THIN_SPACE}{words('unit.m2')}"
        area = self._areas.text(totals.freed_mu)
        self.sums.setText(words("relocation.sums", floor=floor, area=area))
        pins = int(view.firms["pinned"].sum())
        self.pinned.setText(words("relocation.pins", n=pins))
        self._hint.setVisible(pins > 0)
        self.missing.setText(words("relocation.missing", n=totals.unknown))
        self._gap.setVisible(totals.unknown > 0)
        self._none.setVisible(totals.candidates == 0)
