# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios that were kept: a list, and those that are ticked side by side."""

from __future__ import annotations

import math
from uuid import uuid4

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QFont, QKeyEvent
from PyQt6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from landgis.project import Changes, Edit, Put
from landgis.rules.profile import Profile
from landgis.scenario.scenarios import FIGURES, Scenario, compare_scenarios
from landgis_ui.context import Context
from landgis_ui.widgets.basics import column, make_button, make_label, row
from landgis_ui.widgets.figures import UNKNOWN, write_number, write_signed, write_value

KIND = "scenario"
ID = Qt.ItemDataRole.UserRole
LEAST_COMPARED = 2
LIST_PX, TABLE_PX, ROW_PX = 112, 230, 26
MORE_IS_BETTER = ("firm_mu", "potential_mu", "total_mu")


class ScenarioBox(QWidget):
    """Keep, show again, compare, delete; every change is one step of the history.

    Signals
    -------
    chosen(object)
        This `Scenario` is to be tried again.
    """

    chosen = pyqtSignal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._workspace = context, context.workspace
        words = context.words
        self._profile: Profile | None = None
        self.name = QLineEdit()
        self.name.setPlaceholderText(words("whatif.scenario_name"))
        self.name.setAccessibleName(words("whatif.scenario_name"))
        self.keep = make_button(words("whatif.keep"))
        self.list = QListWidget()
        self.list.setAccessibleName(words("whatif.scenarios"))
        self.list.setMaximumHeight(context.look.px(LIST_PX))
        self.list.installEventFilter(self)
        self.empty = make_label(
            words("whatif.no_scenarios"), size="secondary", wrap=True
        )
        self.delete = make_button(words("whatif.delete"), self.delete_current)
        self.table = QTableWidget()
        self.table.setAccessibleName(words("whatif.side_by_side"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.hint = make_label(words("whatif.tick_two"), size="hint", wrap=True)
        self.setLayout(
            column(
                make_label(words("whatif.scenarios"), strong=True),
                row(self.name, self.keep),
                self.empty,
                self.list,
                row(self.hint, None, self.delete),
                self.table,
            )
        )
        self.list.itemChanged.connect(self.show_table)
        self.list.itemActivated.connect(self._choose)
        self.list.currentItemChanged.connect(self._show_delete)
        self._workspace.documents_changed.connect(self._follow)
        self._workspace.project_changed.connect(self.show_list)
        self.show_list()

    def set_profile(self, profile: Profile | None) -> None:
        """Take the profile whose numbers are compared."""
        self._profile = profile
        self.show_table()

    def keep_scenario(self, scenario: Scenario) -> None:
        """Keep a scenario in the project."""
        edit = Edit(
            text="history.scenario",
            params={"name": scenario.name},
            puts=(Put(KIND, scenario.id, scenario.to_json()),),
        )
        self._workspace.do(edit)
        self.name.clear()

    def delete_current(self) -> None:
        """Delete the scenario that is looked at."""
        item, store = self.list.currentItem(), self._workspace.store
        if item is None or store is None:
            return
        edit = Edit(
            text="history.scenario_gone",
            params={"name": item.text()},
            puts=(Put(KIND, str(item.data(ID)), None),),
        )
        self._workspace.do(edit)

    def scenarios(self) -> tuple[Scenario, ...]:
        """Return what is kept."""
        store = self._workspace.store
        documents = {} if store is None else store.documents(KIND)
        return tuple(Scenario.from_json(one) for one in documents.values())

    def ticked(self) -> tuple[Scenario, ...]:
        """Return the scenarios that are ticked."""
        items = [self.list.item(place) for place in range(self.list.count())]
        ids = {
            str(item.data(ID))
            for item in items
            if item is not None and item.checkState() == Qt.CheckState.Checked
        }
        return tuple(one for one in self.scenarios() if one.id in ids)

    def show_list(self) -> None:
        """List what is kept; ticks stay."""
        kept = {one.id for one in self.ticked()}
        self.list.blockSignals(True)
        self.list.clear()
        for one in self.scenarios():
            item = QListWidgetItem(one.name)
            item.setData(ID, one.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            state = Qt.CheckState.Checked if one.id in kept else Qt.CheckState.Unchecked
            item.setCheckState(state)
            self.list.addItem(item)
        self.list.blockSignals(False)
        some = self.list.count() > 0
        for widget in (self.list, self.delete, self.hint):
            widget.setVisible(some)
        self.empty.setVisible(not some)
        self._show_delete()
        self.show_table()

    def show_table(self) -> None:
        """Show the ticked ones side by side, the best of each figure in bold."""
        chosen = self.ticked()
        can = len(chosen) >= LEAST_COMPARED and self._profile is not None
        self.table.setVisible(can)
        self.table.clear()
        if not can or self._profile is None:
            return
        found = compare_scenarios(chosen, profile=self._profile)
        self.table.setRowCount(len(found))
        self.table.setColumnCount(1 + len(chosen))
        heads = [self._context.words("whatif.figure_head"), *(c.name for c in chosen)]
        self.table.setHorizontalHeaderLabels(heads)
        for line, entry in enumerate(found.to_dict("records")):
            title = f"{entry['title']}（{entry['unit']}）"
            self.table.setItem(line, 0, QTableWidgetItem(title))
            values = [float(entry[f"value_{n + 1}"]) for n in range(len(chosen))]
            best = _best(str(entry["id"]), values)
            for place, value in enumerate(values):
                self.table.setItem(
                    line,
                    place + 1,
                    _cell(str(entry["id"]), value, values[0], bold=place in best),
                )
        self._fit_table()

    def _fit_table(self) -> None:
        side, head = self.table.verticalHeader(), self.table.horizontalHeader()
        row_px = self._context.look.px(ROW_PX)
        if side is not None:
            side.hide()
            side.setDefaultSectionSize(row_px)
        if head is not None:
            head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        height = row_px * (self.table.rowCount() + 2)
        self.table.setFixedHeight(min(height, self._context.look.px(TABLE_PX)))

    def eventFilter(self, watched: object, event: QEvent | None) -> bool:
        """Delete by the key."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.list and is_key and event.key() == Qt.Key.Key_Delete:  # type: ignore[union-attr] # is a key
            self.delete_current()
            return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type] # a QObject

    def _show_delete(self) -> None:
        store = self._workspace.store
        can = store is not None and not store.read_only
        self.delete.setEnabled(can and self.list.currentItem() is not None)
        self.keep.setEnabled(can)

    def _follow(self, changes: Changes) -> None:
        if KIND in changes.kinds:
            self.show_list()

    def _choose(self, item: QListWidgetItem) -> None:
        for one in self.scenarios():
            if one.id == item.data(ID):
                self.chosen.emit(one)


def new_id() -> str:
    """Return the id of a new scenario."""
    return uuid4().hex


def _best(name: str, values: list[float]) -> set[int]:
    """Return which of the values are the best, where more is better."""
    known = [value for value in values if math.isfinite(value)]
    if name not in MORE_IS_BETTER or not known or min(known) == max(known):
        return set()
    return {place for place, value in enumerate(values) if value == max(known)}


def _cell(name: str, value: float, first: float, *, bold: bool) -> QTableWidgetItem:
    """Return a value with its difference from the first one."""
    places = 1 if FIGURES.get(name) in ("mu", "wan") else 0
    text = write_number(value, places)
    if name not in FIGURES:
        text = write_value(value) if math.isfinite(value) else UNKNOWN
    if math.isfinite(value - first) and value != first:
        change = write_signed(value - first, places if name in FIGURES else 2)
        text = f"{text}（{change}）"
    item = QTableWidgetItem(text)
    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if bold:
        font = QFont(item.font())
        font.setBold(True)
        item.setFont(font)
    return item
