# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What narrows the worklist: a box to type into, and four lists to choose from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QTimer, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from landgis.findings import Severity
from landgis.operations.worklist import Query, State, Worklist
from landgis_ui.context import Context

TYPING_MS = 120
SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


class Filters(QWidget):
    """The filters of the worklist.

    Signals
    -------
    changed()
        `query` is another one.
    left_for_list()
        Down or Enter in the box: on to the list.
    """

    changed = pyqtSignal()
    left_for_list = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        words = self._words = context.words
        self.search = QLineEdit()
        self.search.setPlaceholderText(words("check_step.search"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(words("check_step.search"))
        self.severity, self.state = QComboBox(), QComboBox()
        self.role, self.kind = QComboBox(), QComboBox()
        self._query = Query()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._lay_out()
        self._fill_fixed()
        self._timer.timeout.connect(self._read)
        self.search.textEdited.connect(self._start)
        self.search.textChanged.connect(self._read_if_empty)
        self.search.returnPressed.connect(self.left_for_list)
        for box in (self.severity, self.state, self.role, self.kind):
            box.activated.connect(self._read)

    @property
    def query(self) -> Query:
        """What the list shall show."""
        return self._query

    def set_sort(self, sort: str, *, descending: bool) -> None:
        """Order the list another way."""
        self._set(replace(self._query, sort=sort, descending=descending))

    def set_worklist(self, worklist: Worklist) -> None:
        """Offer the inputs and kinds that there are."""
        words = self._words
        roles = dict.fromkeys((group.role, group.place) for group in worklist.groups)
        kinds = dict.fromkeys((group.kind, group.title) for group in worklist.groups)
        _fill(self.role, words("check_step.all_roles"), list(roles))
        _fill(self.kind, words("check_step.all_kinds"), list(kinds))
        self._read()

    def clear(self) -> None:
        """Show everything again, in the order that was chosen."""
        self.search.clear()
        for box in (self.severity, self.state, self.role, self.kind):
            box.setCurrentIndex(0)
        self._read()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setSpacing(6)
        grid.addWidget(self.search, 0, 0, 1, 2)
        boxes = (self.severity, self.state, self.role, self.kind)
        for number, box in enumerate(boxes):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(4)
            grid.addWidget(box, 1 + number // 2, number % 2)
        for place in (0, 1):
            grid.setColumnStretch(place, 1)

    def _fill_fixed(self) -> None:
        words = self._words
        severities: list[tuple[Any, str]] = [
            (each, words(f"check_step.severity_{each.name.lower()}"))
            for each in SEVERITIES
        ]
        states: list[tuple[Any, str]] = [
            (each, words(f"check_step.state_{each.name.lower()}")) for each in State
        ]
        _fill(self.severity, words("check_step.all_severities"), severities)
        _fill(self.state, words("check_step.all_states"), states)
        for box, name in (
            (self.severity, "severity"),
            (self.state, "state"),
            (self.role, "role"),
            (self.kind, "kind"),
        ):
            box.setAccessibleName(words(f"check_step.filter_{name}"))

    def _start(self, _text: str) -> None:
        self._timer.start()

    def _read_if_empty(self, text: str) -> None:
        if not text:
            self._read()

    def _read(self) -> None:
        self._timer.stop()
        self._set(
            replace(
                self._query,
                text=self.search.text(),
                severity=self.severity.currentData(),
                state=self.state.currentData(),
                role=self.role.currentData(),
                kind=self.kind.currentData(),
            )
        )

    def _set(self, query: Query) -> None:
        if query != self._query:
            self._query = query
            self.changed.emit()


def _fill(box: QComboBox, everything: str, entries: list[tuple[Any, str]]) -> None:
    """Fill a list, keeping what was chosen if it is still there."""
    chosen = box.currentData()
    box.clear()
    box.addItem(everything, None)
    for value, title in entries:
        box.addItem(title, value)
    values = [None, *(value for value, _ in entries)]
    box.setCurrentIndex(values.index(chosen) if chosen in values else 0)


def is_narrowed(query: Query) -> bool:
    """Tell whether a query leaves anything out."""
    return query != Query(sort=query.sort, descending=query.descending)
