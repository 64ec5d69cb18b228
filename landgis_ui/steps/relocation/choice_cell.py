# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cell whose value is chosen from a list: an arrow shows it where the pointer is."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QModelIndex, QObject, QRect, Qt
from PyQt6.QtGui import QPainter
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from landgis_ui.theme.look import Look

ARROW_PX = 22


class ChoiceCell(QStyledItemDelegate):
    """Draws a cell, with an arrow at its end while its row is the one at hand."""

    def __init__(
        self,
        look: Look,
        is_at_hand: Callable[[QModelIndex], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._is_at_hand = look, is_at_hand

    def arrow_of(self, cell: QRect) -> QRect:
        """Return where the arrow of a cell is."""
        width = min(self._look.px(ARROW_PX), cell.width())
        return QRect(cell.right() + 1 - width, cell.top(), width, cell.height())

    def initStyleOption(
        self, option: QStyleOptionViewItem | None, index: QModelIndex
    ) -> None:
        """Leave room for the arrow."""
        super().initStyleOption(option, index)
        if option is not None and self._is_at_hand(index):
            room = option.rect.width() - self._look.px(ARROW_PX) - self._look.px(6)
            option.text = option.fontMetrics.elidedText(
                option.text, Qt.TextElideMode.ElideRight, room
            )

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionViewItem,
        index: QModelIndex,
    ) -> None:
        """Draw the cell, then the arrow."""
        super().paint(painter, option, index)
        if painter is None or not self._is_at_hand(index):
            return
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = self._look.theme.ink if is_chosen else self._look.theme.ink3
        side = self._look.px(14)
        box = QRect(0, 0, side, side)
        box.moveCenter(self.arrow_of(option.rect).center())
        self._look.icon("chevron-down", ink).paint(painter, box)
