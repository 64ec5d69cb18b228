# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The round mark of a park, in its colour."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from landgis_ui.context import Context
from landgis_ui.steps.relocation.marks import colour_of, mark_of

SIDE_PX = 20


class Badge(QWidget):
    """甲, 乙 … on a disc."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._look = context.look
        self._words = context.words
        self._place = 0
        self._look.changed.connect(self._fit)
        self._fit()

    def show_park(self, place: int) -> None:
        """Show the mark of the park at a place of the list."""
        self._place = place
        self.setAccessibleName(mark_of(place, words=self._words))
        self.update()

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Draw the disc and the mark."""
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour_of(self._place, look=look)))
        painter.drawEllipse(self.rect())
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(look.theme.panel))
        mark = mark_of(self._place, words=self._words)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, mark)

    def _fit(self) -> None:
        side = self._look.px(SIDE_PX)
        self.setFixedSize(QSize(side, side))
        self.update()
