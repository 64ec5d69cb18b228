# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The head of a table: click sorts, Shift adds a column, drag reorders."""

from __future__ import annotations

from PyQt6.QtCore import QPoint, QPointF, QRect, Qt, pyqtSignal
from PyQt6.QtGui import QMouseEvent, QPainter, QPainterPath
from PyQt6.QtWidgets import QHeaderView, QWidget

from landgis_ui.table.query import SortKey
from landgis_ui.theme.look import Look

MARGIN = 8
ARROW = 7


class TableHeader(QHeaderView):
    """Headings with the unit, and an arrow where the table is sorted.

    Signals
    -------
    sort_asked(int, bool)
        A heading was clicked; True: sort by it in addition.
    """

    sort_asked = pyqtSignal(int, bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._keys: tuple[SortKey, ...] = ()
        self._names: tuple[str, ...] = ()
        self._adds = False
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(False)
        self.setMinimumSectionSize(48)
        self.sectionClicked.connect(self._ask)

    def set_names(self, names: tuple[str, ...]) -> None:
        """Say which column each section is."""
        self._names = names

    def set_keys(self, keys: tuple[SortKey, ...]) -> None:
        """Show by what the table is sorted."""
        self._keys = keys
        if (viewport := self.viewport()) is not None:
            viewport.update()

    def width_of(self, text: str, *, bold: bool = False) -> int:
        """Return how wide a column with this heading should be at least."""
        font = self._look.font(bold=bold)
        self.setFont(font)
        return self.fontMetrics().horizontalAdvance(text) + 2 * MARGIN + ARROW + 14

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: D102
        if event is not None:
            shift = Qt.KeyboardModifier.ShiftModifier
            self._adds = bool(event.modifiers() & shift)
        super().mouseReleaseEvent(event)
        self._adds = False

    def _ask(self, section: int) -> None:
        self.sort_asked.emit(section, self._adds)

    def paintSection(  # noqa: D102
        self, painter: QPainter | None, area: QRect, section: int
    ) -> None:
        model = self.model()
        if painter is None or model is None or not area.isValid():
            return
        painter.save()
        painter.setFont(self._look.font())
        painter.fillRect(area, self._look.colour("sunk"))
        painter.setPen(self._look.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topRight() + _down(8), area.bottomRight() - _down(8))
        inner = area.adjusted(MARGIN, 0, -MARGIN, 0)
        place = self._place(section)
        side = model.headerData(
            section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        if place >= 0:
            self._paint_arrow(painter, inner, place)
            inner.setRight(inner.right() - self._arrow_width())
        painter.setPen(self._look.colour("link" if place >= 0 else "ink2"))
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, Qt.AlignmentFlag(side), shown)
        painter.restore()

    def _place(self, section: int) -> int:
        """Return at what place the column decides the order; -1 if at none."""
        name = self._names[section] if section < len(self._names) else ""
        names = [key.name for key in self._keys]
        return names.index(name) if name in names else -1

    def _arrow_width(self) -> int:
        return ARROW + (12 if len(self._keys) > 1 else 4)

    def _paint_arrow(self, painter: QPainter, area: QRect, place: int) -> None:
        key = self._keys[place]
        left = area.right() - self._arrow_width() + 4
        middle = area.center().y() + 1
        tip = 3 if key.descending else -3
        arrow = QPainterPath(QPointF(left, middle - tip / 2))
        arrow.lineTo(left + ARROW, middle - tip / 2)
        arrow.lineTo(left + ARROW / 2, middle + tip * 1.1)
        arrow.closeSubpath()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(arrow, self._look.colour("link"))
        if len(self._keys) > 1:
            painter.setFont(self._look.font(10))
            painter.setPen(self._look.colour("link"))
            spot = QRect(left + ARROW + 1, area.top(), 10, area.height())
            painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter, str(place + 1))
            painter.setFont(self._look.font())


def _down(px: int) -> QPoint:
    return QPoint(0, px)
