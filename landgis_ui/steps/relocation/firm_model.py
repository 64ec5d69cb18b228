# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The firms of a plan as rows of a table: what they free, need, and where they go."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, Qt
from PyQt6.QtGui import QColor, QIcon

from landgis.relocation.view import PlanView
from landgis.relocation.view_tables import UNPLACED
from landgis_ui.context import Context
from landgis_ui.steps.relocation.marks import colour_of, mark_of
from landgis_ui.widgets.figures import write_number

Role = Qt.ItemDataRole
FOUND = ("optimal", "feasible")
MIME = "application/x-landgis-firms"
KEY_ROLE = int(Role.UserRole) + 1
COLUMNS = ("name", "industry", "treatment", "freed", "floor", "park")
CHOSEN = ("treatment", "park")
"""Columns whose value is chosen in the row."""
NUMBERS = ("freed", "floor")
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, kw_only=True)
class FirmRow:
    """One firm, as the table and its menus need it."""

    key: str
    name: str
    industry: str
    treatment: str
    freed_mu: float
    floor_m2: float
    park: str
    park_place: int
    outcome: str
    pinned: bool
    hint: str
    parcels: tuple[int, ...]


def firm_rows(view: PlanView) -> tuple[FirmRow, ...]:
    """Return every firm of a plan, those that free most land first."""
    firms = view.firms
    order = np.argsort(-np.nan_to_num(firms["freed_mu"].to_numpy(float)), kind="stable")
    columns = {name: firms[name].tolist() for name in firms.columns}
    return tuple(
        FirmRow(
            key=str(columns["key"][at]),
            name=str(columns["name"][at]),
            industry=_text(columns["industry"][at]),
            treatment=_text(columns["treatment"][at]),
            freed_mu=float(columns["freed_mu"][at]),
            floor_m2=float(columns["floor_m2"][at]),
            park=_text(columns["park"][at]),
            park_place=int(columns["park_row"][at]),
            outcome=str(columns["outcome"][at]),
            pinned=bool(columns["pinned"][at]),
            hint=_text(columns["reason"][at]),
            parcels=tuple(int(row) for row in columns["parcel_rows"][at]),
        )
        for at in order.tolist()
    )


class FirmModel(QAbstractTableModel):
    """Rows of firms, narrowed to a treatment and sorted by any column."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._look = context, context.look
        self._all: tuple[FirmRow, ...] = ()
        self._parks: tuple[str, ...] = ()
        self._order: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._treatment = ""
        self._is_searched = False
        self._sorting = (-1, Qt.SortOrder.AscendingOrder)
        self._pin = context.look.icon("pin")

    @property
    def rows(self) -> tuple[FirmRow, ...]:
        """The firms shown, in the order shown."""
        return tuple(self._all[at] for at in self._order.tolist())

    def show_view(self, view: PlanView | None) -> None:
        """List the firms of a plan."""
        self.beginResetModel()
        self._all = () if view is None else firm_rows(view)
        self._parks = () if view is None else tuple(view.parks["name"].astype(str))
        self._is_searched = view is not None and is_searched(view)
        self._arrange()
        self.endResetModel()

    def narrow(self, treatment: str) -> None:
        """List those of one treatment only; "" lists all."""
        self.beginResetModel()
        self._treatment = treatment
        self._arrange()
        self.endResetModel()

    @property
    def is_narrowed(self) -> bool:
        """Whether all the firms listed are treated alike."""
        return bool(self._treatment)

    def line_of(self, key: str) -> int:
        """Return the line of a firm, -1 if it is not listed."""
        keys = (self._all[at].key for at in self._order.tolist())
        return next((line for line, found in enumerate(keys) if found == key), -1)

    def row_at(self, line: int) -> FirmRow:
        """Return the firm of a line."""
        return self._all[int(self._order[line])]

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many firms are listed."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: QModelIndex, role: int = Role.DisplayRole) -> Any:
        """Return text, ink, icon and hint of a cell."""
        if not index.isValid():
            return None
        firm, column = self.row_at(index.row()), COLUMNS[index.column()]
        asked = {
            Role.DisplayRole: lambda: self._text(firm, column),
            Role.ToolTipRole: lambda: self._hint(firm, column),
            KEY_ROLE: lambda: firm.key,
        }.get(role)
        if asked is not None:
            return asked()
        if role == Role.TextAlignmentRole and column in NUMBERS:
            return RIGHT
        if role == Role.ForegroundRole and column == "park":
            return self._ink(firm)
        is_pin = role == Role.DecorationRole and column == "name" and firm.pinned
        return self._pin if is_pin else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return the head of a column."""
        if orientation != Qt.Orientation.Horizontal or section >= len(COLUMNS):
            return None
        if role == Role.DisplayRole:
            return self._context.words(f"relocation.column_{COLUMNS[section]}")
        if role == Role.TextAlignmentRole:
            return RIGHT if COLUMNS[section] in NUMBERS else LEFT
        return None

    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        """Order by a column; -1 puts those that free most land first."""
        self.layoutAboutToBeChanged.emit()
        self._sorting = (column, order)
        self._arrange()
        self.layoutChanged.emit()

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Let rows be chosen and dragged onto a park."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        """Name what is dragged."""
        return [MIME]

    def mimeData(self, indexes: Any) -> QMimeData:
        """Return the keys of the firms that are dragged."""
        keys = dict.fromkeys(self.row_at(index.row()).key for index in indexes)
        data = QMimeData()
        data.setData(MIME, "\n".join(keys).encode())
        return data

    def _arrange(self) -> None:
        kept = [
            at
            for at, firm in enumerate(self._all)
            if not self._treatment or firm.treatment == self._treatment
        ]
        column, order = self._sorting
        if column >= 0:
            name = COLUMNS[column]
            kept.sort(key=lambda at: self._key(self._all[at], name))
            if order == Qt.SortOrder.DescendingOrder:
                kept.reverse()
        self._order = np.array(kept, dtype=np.int64)

    @staticmethod
    def _key(firm: FirmRow, column: str) -> tuple[float, str]:
        number = {"freed": firm.freed_mu, "floor": firm.floor_m2}.get(column, 0.0)
        text = {
            "name": firm.name,
            "industry": firm.industry,
            "treatment": firm.treatment,
            "park": firm.park,
        }
        known = number if math.isfinite(number) else -math.inf
        return known, text.get(column, "")

    def _text(self, firm: FirmRow, column: str) -> str:
        if column == "park":
            return self.destination(firm)
        if column == "freed":
            return write_number(firm.freed_mu)
        if column == "floor":
            return write_number(firm.floor_m2, 0)
        texts = {"industry": firm.industry, "treatment": firm.treatment or "—"}
        return texts.get(column, firm.name)

    def destination(self, firm: FirmRow) -> str:
        """Return where a firm goes, in words."""
        words = self._context.words
        if firm.park_place >= 0:
            mark = mark_of(firm.park_place, words=words)
            return f"{mark} {self._parks[firm.park_place]}"
        return words(f"relocation.outcome_{self._outcome(firm)}")

    def _outcome(self, firm: FirmRow) -> str:
        """Return what comes of a firm; nobody is without a place before a search."""
        is_waiting = firm.outcome == UNPLACED and not self._is_searched
        return "waiting" if is_waiting else firm.outcome

    def _hint(self, firm: FirmRow, column: str) -> str:
        text = self._text(firm, column)
        if column == "name" and firm.industry:
            words = self._context.words
            code = words("relocation.industry_hint", industry=firm.industry)
            return f"{text}\n{code}"
        return f"{text}\n{firm.hint}" if column == "park" and firm.hint else text

    def _ink(self, firm: FirmRow) -> QColor:
        if firm.park_place >= 0:
            return QColor(colour_of(firm.park_place, look=self._look))
        tones = {"unplaced": "bad", "unknown": "verify", "waiting": "ink3"}
        tone = tones.get(self._outcome(firm), "ink2")
        return self._look.colour(tone)

    @property
    def pin(self) -> QIcon:
        """The sign of a firm that stays where it is."""
        return self._pin


def is_searched(view: PlanView) -> bool:
    """Tell whether a search has found a plan: only then a firm has no place."""
    return view.solution.status in FOUND


def keys_of(data: bytes) -> tuple[str, ...]:
    """Return the keys of firms that are dragged, see `FirmModel.mimeData`."""
    return tuple(key for key in data.decode().split("\n") if key)


def _text(value: object) -> str:
    """Return a text; nothing where there is none."""
    return "" if value is None or value != value else str(value)  # noqa: PLR0124 - NaN
