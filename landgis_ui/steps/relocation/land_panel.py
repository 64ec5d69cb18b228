# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""腾空: what the plan of record frees, and what of it can be given out again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QHeaderView, QTableView, QWidget

from landgis_ui.context import Context
from landgis_ui.widgets.basics import column, make_button, make_label, plain_hint, row
from landgis_ui.widgets.figures import AreaWriter

Role = Qt.ItemDataRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROW_PX = 28
WIDTHS = {"mu": 50, "year": 52}
WRITTEN_PX = 68
ROOM_PX = 380
"""In less room the year is told where the pointer rests."""


@dataclass(frozen=True, kw_only=True)
class LandKind:
    """A list of land: the kind of its documents, its columns, those to write in."""

    kind: str
    columns: tuple[str, ...]
    written: tuple[str, ...]


FREED = LandKind(
    kind="freed_land",
    columns=("former_firm", "mu", "year", "reuse_mode", "progress"),
    written=("reuse_mode", "progress"),
)
RESERVE = LandKind(
    kind="reserve_land",
    columns=("parcel_id", "mu", "year", "intended", "note"),
    written=("intended", "note"),
)


class LandModel(QAbstractTableModel):
    """Land of one list; some columns can be written in.

    Signals
    -------
    written(str, str, str)
        Key, column and text.
    """

    written = pyqtSignal(str, str, str)

    def __init__(self, context: Context, kind: LandKind) -> None:
        super().__init__()
        self._words, self._areas = context.words, AreaWriter(context)
        self._kind, self._can_edit = kind, False
        self._rows: list[tuple[str, Mapping[str, Any]]] = []

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self._kind.columns

    @property
    def total_mu(self) -> float:
        """The land that is known of, in 亩."""
        return math.fsum(value["mu"] or 0.0 for _key, value in self._rows)

    def show_land(self, found: Mapping[str, Mapping[str, Any]], *, edit: bool) -> None:
        """Show other land, the largest first."""
        self.beginResetModel()
        self._can_edit = edit
        self._rows = sorted(found.items(), key=lambda item: -(item[1]["mu"] or 0.0))
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many columns there are."""
        is_inner = parent is not None and parent.isValid()
        return 0 if is_inner else len(self._kind.columns)

    def data(self, index: QModelIndex, role: int = Role.DisplayRole) -> Any:
        """Return the text of a cell."""
        if not index.isValid():
            return None
        name = self._kind.columns[index.column()]
        if role == Role.ToolTipRole:
            return self._hint(index)
        if role in (Role.DisplayRole, Role.EditRole):
            value = self._rows[index.row()][1].get(name)
            if name == "mu":
                return self._areas.number(value)
            return "" if value is None else str(value)
        return RIGHT if role == Role.TextAlignmentRole and name == "mu" else None

    def _hint(self, index: QModelIndex) -> str:
        """Return a cell in full; that of the first column with the year."""
        text, year = str(self.data(index) or ""), self._rows[index.row()][1].get("year")
        if index.column() == 0 and year:
            text = f"{text}\n{self._words('relocation.year', year=str(year))}"
        return plain_hint(text) if text else ""

    def setData(
        self, index: QModelIndex, value: Any, role: int = Role.EditRole
    ) -> bool:
        """Hand on what was written."""
        text = str(value).strip()
        if role != Role.EditRole or text == self.data(index, Role.EditRole):
            return False
        key = self._rows[index.row()][0]
        self.written.emit(key, self._kind.columns[index.column()], text)
        return True

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Let people write where it is meant to be."""
        flags = super().flags(index)
        name = self._kind.columns[index.column()]
        can_write = self._can_edit and name in self._kind.written
        return flags | Qt.ItemFlag.ItemIsEditable if can_write else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return the head of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        name = self._kind.columns[section]
        if role == Role.DisplayRole:
            return self._words(f"relocation.land_{name}", unit=self._areas.unit)
        return RIGHT if role == Role.TextAlignmentRole and name == "mu" else None


class LandTable(QTableView):
    """A list of land; in little room the year steps back for the names."""

    def __init__(self, context: Context, model: LandModel, title: str) -> None:
        super().__init__()
        self._look = context.look
        self.setModel(model)
        self.setAccessibleName(title)
        self.setShowGrid(False)
        self.setWordWrap(False)
        # Numbers of parcels differ at their ends.
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        side, head = self.verticalHeader(), self.horizontalHeader()
        if side is not None:
            side.hide()
            side.setDefaultSectionSize(context.look.px(ROW_PX))
        if head is not None:
            head.setHighlightSections(False)
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, name in enumerate(model.columns):
            if place:
                width = WIDTHS.get(name, WRITTEN_PX)
                self.setColumnWidth(place, context.look.px(width))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Show the year where there is room."""
        super().resizeEvent(event)
        model, room = self.model(), self._look.px(ROOM_PX)
        if isinstance(model, LandModel):
            self.setColumnHidden(model.columns.index("year"), self.width() < room)


class LandPanel(QWidget):
    """Two lists, or a sentence while no plan is the plan of record.

    Signals
    -------
    written(str, str, str, str)
        Kind of the documents, key, field and text.
    accept_wanted()
        The plan at hand is to be the plan of record.
    """

    written = pyqtSignal(str, str, str, str)
    accept_wanted = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._areas = context, AreaWriter(context)
        words = context.words
        self.none = make_label(words("relocation.no_land"), wrap=True)
        self.accept = make_button(words("relocation.accept"), self.accept_wanted.emit)
        self.models, self.tables, self.sums = {}, {}, {}
        parts: list[QWidget] = []
        for kind in (FREED, RESERVE):
            model = LandModel(context, kind)
            model.written.connect(
                lambda key, field, text, kind=kind.kind: self.written.emit(
                    kind, key, field, text
                )
            )
            title = words(f"relocation.{kind.kind}")
            table = LandTable(context, model, title)
            self.models[kind.kind], self.tables[kind.kind] = model, table
            self.sums[kind.kind] = make_label(size="secondary")
            head = QWidget()
            head.setLayout(
                row(make_label(title, strong=True), None, self.sums[kind.kind])
            )
            parts += [head, table]
        self.lists = QWidget()
        self.lists.setLayout(column(*parts))
        box = column(
            self.none, row(self.accept, None), self.lists, margins=(16, 12, 16, 16)
        )
        box.setStretch(2, 1)
        box.addStretch(0)
        self.setLayout(box)

    def show_land(
        self,
        freed: Mapping[str, Mapping[str, Any]],
        reserve: Mapping[str, Mapping[str, Any]],
        *,
        can_edit: bool,
        can_accept: bool,
    ) -> None:
        """Show the land of the plan of record; nothing where there is no such plan."""
        has_land = bool(freed or reserve)
        self.lists.setVisible(has_land)
        self.none.setVisible(not has_land)
        self.accept.setVisible(not has_land and can_accept)
        for kind, found in ((FREED.kind, freed), (RESERVE.kind, reserve)):
            model = self.models[kind]
            model.show_land(found, edit=can_edit)
            self.sums[kind].setText(
                self._context.words(
                    "relocation.land_sum",
                    n=model.rowCount(),
                    area=self._areas.text(model.total_mu),
                )
            )
