# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The firms to review as a list, each with its state."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QAbstractListModel, QModelIndex, Qt
from PyQt6.QtGui import QKeyEvent, QShowEvent
from PyQt6.QtWidgets import QListView

from landgis.operations.review_decisions import Verdict
from landgis_ui.context import Context
from landgis_ui.steps.checks.candidates import take_key
from landgis_ui.steps.checks.delegate import Icons
from landgis_ui.steps.checks.session import ReviewSession

ICONS = {
    Verdict.OPEN: ("clock", "warn"),
    Verdict.ACCEPTED: ("check", "ok"),
    Verdict.NONE: ("reject", "ink2"),
}


class FirmQueueModel(QAbstractListModel):
    """The firms in the order of the review."""

    def __init__(self, context: Context, session: ReviewSession) -> None:
        super().__init__(session)
        self._context, self._session = context, session
        self._icons = Icons(context.look)
        session.list_changed.connect(self._reset)
        session.decided.connect(self._refresh)
        context.look.changed.connect(self._refresh)

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return the number of firms."""
        nested = parent is not None and parent.isValid()
        return 0 if nested else len(self._session.order)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a firm's name and the icon of its state."""
        review = self._session.review
        if review is None or not 0 <= index.row() < len(self._session.order):
            return None
        verdict = self._session.verdict_at(index.row())
        name = review.names[self._session.order[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.DecorationRole:
            icon, ink = ICONS[verdict]
            return self._icons.get(icon, ink=ink)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            state = self._context.words(f"check_step.verdict_{verdict.value}")
            return f"{name} {state}"
        return None

    def _reset(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    def _refresh(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))


class FirmQueue(QListView):
    """The list on screen; its keys decide."""

    def __init__(self, context: Context, session: ReviewSession) -> None:
        super().__init__()
        self._session = session
        self.setModel(FirmQueueModel(context, session))
        self.setUniformItemSizes(True)
        self.setAccessibleName(context.words("check_step.firms"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._go)
        session.moved.connect(self._show)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Decide by keys."""
        if event is None or not take_key(self._session, event):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Lay out the firms now that they are seen; thousands take a while."""
        super().showEvent(event)
        self._show()

    def _go(self, index: QModelIndex) -> None:
        self._session.go_to(index.row())

    def _show(self) -> None:
        model = self.model()
        if self.isVisible() and model is not None and model.rowCount():
            index = model.index(self._session.place, 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)
