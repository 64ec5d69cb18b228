# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the cells: selection, swatches, numbers, what is unknown."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, QObject, QRect, QSize, Qt
from PyQt6.QtGui import QPainter, QPen
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from landgis_ui.table.model import NUMBER_SIDE, TEXT_SIDE, Drawn, FrameModel
from landgis_ui.table.swatches import SIZE, Swatches
from landgis_ui.theme.look import Look

MARGIN = 8
MARK = 3  # width of the bar beside a selected row
GAP = 8


class CellDelegate(QStyledItemDelegate):
    """Draws a row as selected where the model says so, however many rows there are."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._swatches = Swatches()
        self.hovered_row = -1

    def paint(  # noqa: D102
        self,
        painter: QPainter | None,
        option: QStyleOptionViewItem,
        index: QModelIndex,
    ) -> None:
        model = index.model()
        if painter is None or not isinstance(model, FrameModel):
            return
        painter.save()
        drawn = model.drawn(index.row(), index.column())
        selected = drawn.is_selected
        self._paint_ground(painter, option.rect, row=index.row(), selected=selected)
        if selected and self._is_first(option):
            bar = QRect(option.rect.topLeft(), QSize(MARK, option.rect.height()))
            painter.fillRect(bar, self._look.colour("accent"))
        self._paint_cell(painter, option, drawn)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._look.colour("accent"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _is_first(self, option: QStyleOptionViewItem) -> bool:
        position = option.viewItemPosition
        places = QStyleOptionViewItem.ViewItemPosition
        return position in (places.Beginning, places.OnlyOne) or option.rect.x() == 0

    def _paint_ground(
        self, painter: QPainter, area: QRect, *, row: int, selected: bool
    ) -> None:
        ground = "accent_soft" if selected else "panel"
        if row == self.hovered_row and not selected:
            ground = "hover"
        painter.fillRect(area, self._look.colour(ground))
        painter.setPen(self._look.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())

    def _paint_cell(
        self, painter: QPainter, option: QStyleOptionViewItem, drawn: Drawn
    ) -> None:
        area = option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
        if drawn.code:
            area.setLeft(area.left() + self._paint_swatch(painter, area, drawn.code))
        painter.setFont(option.font)
        painter.setPen(self._look.colour(drawn.cell.tone.value))
        text = option.fontMetrics.elidedText(
            drawn.cell.text.replace("\n", " "),
            Qt.TextElideMode.ElideRight,
            area.width(),
        )
        painter.drawText(area, NUMBER_SIDE if drawn.is_number else TEXT_SIDE, text)

    def _paint_swatch(self, painter: QPainter, area: QRect, code: str) -> int:
        """Draw the picture of a status; return the width that it takes."""
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        picture = self._swatches.picture(
            code, self._look.theme, scale=self._look.scale, ratio=ratio
        )
        if picture is None:
            return 0
        size = SIZE * self._look.scale
        top = area.center().y() - round(size.height() / 2) + 1
        painter.drawPixmap(area.left(), top, picture)
        return round(size.width()) + GAP

    def sizeHint(  # noqa: D102
        self, option: QStyleOptionViewItem, index: QModelIndex
    ) -> QSize:
        model = index.model()
        if not isinstance(model, FrameModel):
            return QSize()
        drawn = model.drawn(index.row(), index.column())
        metrics = option.fontMetrics
        width = metrics.horizontalAdvance(drawn.cell.text) + 2 * MARGIN + 2
        if drawn.code:
            width += round(SIZE.width() * self._look.scale) + GAP
        return QSize(width, metrics.height())
