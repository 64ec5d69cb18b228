# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rail: the steps with their states, and below them rules, settings, help."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QAbstractButton, QWidget

from landgis_ui.context import Context
from landgis_ui.steps.base import Step, StepKind
from landgis_ui.widgets.basics import column, make_panel

WIDTH = 68
ITEM_HEIGHT = 58
UTILITY_HEIGHT = 46
UTILITIES = ("rules", "settings", "help")
BADGES = {
    StepKind.DONE: "ok",
    StepKind.STALE: "warn",
    StepKind.TO_VERIFY: "verify",
    StepKind.RUNNING: "accent",
}


class RailItem(QAbstractButton):
    """One entry of the rail: icon, words, and a badge for its state."""

    def __init__(self, context: Context, icon: str, *, height: int) -> None:
        super().__init__()
        self._look, self._icon, self._height = context.look, icon, height
        self._badge = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        context.look.changed.connect(self.updateGeometry)

    def set_badge(self, token: str) -> None:
        """Show a badge in a colour of the theme, or none."""
        self._badge = token
        self.update()

    @property
    def badge(self) -> str:
        """The colour of the badge; empty for none."""
        return self._badge

    def sizeHint(self) -> QSize:
        """Return the size of the design at this scale."""
        return QSize(self._look.px(WIDTH), self._look.px(self._height))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw ground, icon, words and badge."""
        del event
        look, on = self._look, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(look.px(6), 1, -look.px(6), -1)
        if on or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft" if on else "hover"))
            painter.drawRoundedRect(box, look.px(8), look.px(8))
        if on:
            painter.setBrush(look.colour("accent"))
            painter.drawRect(QRectF(0, box.top() + 6, look.px(3), box.height() - 12))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 8, 8)
        self._draw_content(painter, box, on=on)
        painter.end()

    def _draw_content(self, painter: QPainter, box: QRectF, *, on: bool) -> None:
        look = self._look
        side = look.px(22)
        colour = look.theme.link if on else look.theme.ink2
        left = round(box.center().x() - side / 2)
        top = round(box.top() + look.px(7 if self._height == ITEM_HEIGHT else 3))
        look.icon(self._icon, colour).paint(painter, left, top, side, side)
        painter.setPen(QColor(colour))
        font: QFont = look.font(12, bold=on)
        painter.setFont(font)
        words = QRectF(0, top + side, self.width(), box.bottom() - top - side)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        if self._badge:
            self._draw_badge(
                painter, QPointF(left + side + look.px(3), top + look.px(2))
            )

    def _draw_badge(self, painter: QPainter, centre: QPointF) -> None:
        look = self._look
        radius = look.px(7)
        painter.setPen(QPen(look.colour("panel"), 1.5))
        painter.setBrush(look.colour(self._badge))
        painter.drawEllipse(centre, radius, radius)
        mark = {"ok": "check", "accent": "spinner", "warn": "refresh"}.get(self._badge)
        if mark is None:
            painter.setPen(look.colour("panel"))
            painter.setFont(look.font(11, bold=True))
            around = QRectF(
                centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius
            )
            painter.drawText(around, Qt.AlignmentFlag.AlignCenter, "?")
            return
        inner = look.px(10)
        look.icon(mark, look.theme.panel).paint(
            painter,
            round(centre.x() - inner / 2),
            round(centre.y() - inner / 2),
            inner,
            inner,
        )


class Rail(QWidget):
    """The steps from top to bottom, then rules, settings and help.

    Signals
    -------
    step_chosen(str)
        The user wants the step of that id.
    utility_chosen(str)
        The user wants ``rules``, ``settings`` or ``help``.
    """

    step_chosen = pyqtSignal(str)
    utility_chosen = pyqtSignal(str)

    def __init__(self, context: Context, steps: Sequence[Step]) -> None:
        super().__init__()
        self._words = context.words
        self._steps = {step.id: step for step in steps}
        self._items: dict[str, RailItem] = {}
        for number, step in enumerate(steps, start=1):
            item = RailItem(context, step.icon, height=ITEM_HEIGHT)
            item.setText(f"{number} {self._words(step.title_id)}")
            item.clicked.connect(
                lambda _=False, id_=step.id: self.step_chosen.emit(id_)
            )
            step.state_changed.connect(lambda id_=step.id: self._show_state(id_))
            self._items[step.id] = item
        self._utilities: dict[str, RailItem] = {}
        for name in UTILITIES:
            item = RailItem(context, name, height=UTILITY_HEIGHT)
            item.setText(self._words(f"frame.{name}"))
            item.setToolTip(self._words(f"frame.{name}_hint"))
            item.clicked.connect(lambda _=False, n=name: self._choose_utility(n))
            self._utilities[name] = item
        items = (*self._items.values(), None, *self._utilities.values())
        panel = make_panel(
            column(*items, margins=(0, 6, 0, 6), spacing=2), edge="right"
        )
        self.setLayout(column(panel, spacing=0))
        for id_ in self._steps:
            self._show_state(id_)

    def item(self, id_: str) -> RailItem:
        """Return the entry of a step."""
        return self._items[id_]

    def show_step(self, id_: str) -> None:
        """Mark the step that is shown."""
        for name, item in self._items.items():
            item.setChecked(name == id_)

    def show_utility(self, name: str) -> None:
        """Mark the utility that is shown; an empty name marks none."""
        for other, item in self._utilities.items():
            item.setChecked(other == name)

    def _choose_utility(self, name: str) -> None:
        self.utility_chosen.emit(name)

    def _show_state(self, id_: str) -> None:
        step, item = self._steps[id_], self._items[id_]
        state = step.state()
        words = self._words(f"step.state_{state.kind.value}", count=state.count)
        name = self._words(step.title_id)
        item.set_badge(BADGES.get(state.kind, ""))
        item.setToolTip(f"{name}：{state.hint or words}")
        item.setAccessibleName(f"{name}：{words}")
