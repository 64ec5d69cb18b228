# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the lines of the worklist: icon and word, never a colour alone."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, QObject, QRect, QSize, Qt
from PyQt6.QtGui import QIcon, QPainter
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from landgis.findings import Severity
from landgis.operations.worklist import State
from landgis_ui.context import Context
from landgis_ui.steps.checks.model import (
    LINE_ROLE,
    Column,
    KindLine,
    RowLine,
    state_id,
)
from landgis_ui.theme.look import Look

LINE_PX = 29
ICON_PX, CHEVRON_PX, GAP_PX, INDENT_PX = 16, 14, 6, 22
LEAST_PX = 44  # less room than for three characters says nothing
SEVERITY_ICONS = {
    Severity.ERROR: ("error", "bad"),
    Severity.WARNING: ("warning", "warn"),
    Severity.NOTE: ("info", "ink3"),
}
STATE_ICONS = {
    State.PENDING: ("clock", "warn"),
    State.ACCEPTED: ("check", "ok"),
    State.LEFT: ("lock", "ink2"),
}


class Icons:
    """Icons in colours of the theme, each made once: a list draws many."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._made: dict[tuple[str, str], QIcon] = {}

    def get(self, name: str, *, ink: str) -> QIcon:
        """Return an icon in a colour of the theme."""
        colour = self.look.colour(ink).name()
        if (name, colour) not in self._made:
            self._made[name, colour] = self.look.icon(name, colour)
        return self._made[name, colour]


class _Pen:
    """Draws icons and texts of a line in colours of the theme."""

    def __init__(self, painter: QPainter, icons: Icons) -> None:
        self._painter, self._look, self._icons = painter, icons.look, icons

    def icon(self, rect: QRect, name: str, *, ink: str, size: int = ICON_PX) -> int:
        """Draw an icon at the left and return the room it takes."""
        side = self._look.px(size)
        top = rect.top() + (rect.height() - side) // 2
        icon = self._icons.get(name, ink=ink)
        icon.paint(self._painter, QRect(rect.left(), top, side, side))
        return side + self._look.px(GAP_PX)

    def text(
        self,
        rect: QRect,
        text: str,
        *,
        ink: str,
        bold: bool = False,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> int:
        """Draw a text, shortened where it has no room, and return its width."""
        painter = self._painter
        painter.setFont(self._look.font(bold=bold))
        painter.setPen(self._look.colour(ink))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, mode, max(0, rect.width()))
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, align, shown)
        return int(metrics.horizontalAdvance(shown))


class LineDelegate(QStyledItemDelegate):
    """Draws one cell of one line."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look, self._words = context.look, context.words
        self._icons = Icons(context.look)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Return the height of a line."""
        del option, index
        return QSize(0, self._look.px(LINE_PX))

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionViewItem,
        index: QModelIndex,
    ) -> None:
        """Draw a cell."""
        line = index.data(LINE_ROLE)
        if painter is None or line is None:
            return
        painter.save()
        self._ground(painter, option, is_kind=isinstance(line, KindLine))
        pad = self._look.px(8)
        rect = option.rect.adjusted(pad, 0, -pad, 0)
        column, pen = Column(index.column()), _Pen(painter, self._icons)
        if column == Column.AREA:
            painter.setFont(self._look.font(bold=isinstance(line, KindLine)))
            painter.setPen(self._look.colour("ink"))
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(rect, align, str(index.data() or ""))
        elif isinstance(line, KindLine):
            draw = self._kind if column == Column.WHAT else self._kind_count
            draw(pen, rect, line)
        else:
            draw_row = self._row if column == Column.WHAT else self._state
            draw_row(pen, rect, line)
        painter.restore()

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, *, is_kind: bool
    ) -> None:
        state = option.state
        ground = "sunk" if is_kind else "panel"
        if state & QStyle.StateFlag.State_Selected:
            ground = "accent_soft"
        elif state & QStyle.StateFlag.State_MouseOver:
            ground = "hover"
        painter.fillRect(option.rect, self._look.colour(ground))
        painter.setPen(self._look.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())

    def _kind(self, pen: _Pen, rect: QRect, line: KindLine) -> None:
        name = "chevron-down" if line.is_open else "chevron-right"
        left = pen.icon(rect, name, ink="ink2", size=CHEVRON_PX)
        icon, ink = SEVERITY_ICONS[line.severity]
        left += pen.icon(rect.adjusted(left, 0, 0, 0), icon, ink=ink)
        rest = rect.adjusted(left, 0, 0, 0)
        used = pen.text(rest, line.group.title, ink="ink", bold=True)
        gap = self._look.px(GAP_PX)
        place = rest.adjusted(used + gap, 0, 0, 0)
        if place.width() > self._look.px(LEAST_PX):
            pen.text(place, line.group.place, ink="ink3")

    def _kind_count(self, pen: _Pen, rect: QRect, line: KindLine) -> None:
        words = self._words
        if line.severity == Severity.NOTE or line.sum.pending:
            text = words("check_step.kind_rows", n=line.shown)
            pen.text(rect, text, ink="ink2")
            return
        left = pen.icon(rect, "check", ink="ok")
        text = words("check_step.kind_rows", n=line.shown)
        pen.text(rect.adjusted(left, 0, 0, 0), text, ink="ok")

    def _row(self, pen: _Pen, rect: QRect, line: RowLine) -> None:
        left = self._look.px(INDENT_PX)
        icon, ink = SEVERITY_ICONS[line.severity]
        left += pen.icon(rect.adjusted(left, 0, 0, 0), icon, ink=ink)
        rest = rect.adjusted(left, 0, 0, 0)
        ink = "ink" if line.state == State.PENDING else "ink2"
        used = pen.text(rest, line.name, ink=ink, mode=Qt.TextElideMode.ElideLeft)
        detail = rest.adjusted(used + self._look.px(GAP_PX), 0, 0, 0)
        if detail.width() > self._look.px(LEAST_PX):
            pen.text(detail, line.detail, ink="ink3")

    def _state(self, pen: _Pen, rect: QRect, line: RowLine) -> None:
        icon, ink = STATE_ICONS[line.state]
        if line.state == State.PENDING and line.severity == Severity.NOTE:
            icon, ink = "info", "ink3"
        left = pen.icon(rect, icon, ink=ink)
        word = self._words(state_id(line.state, line.severity))
        pen.text(rect.adjusted(left, 0, 0, 0), word, ink=ink)
