# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar of tools above the map: what draws, how wide, and what counts as hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import log

from PyQt6.QtCore import QPoint, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from landgis_ui.context import Context
from landgis_ui.widgets.basics import column, fill, make_button, make_label, row

ITEM_WIDTH, ITEM_HEIGHT = 42, 48
SLIDER_PX = 60
MODES = ("whole", "majority", "cut")


@dataclass(frozen=True, kw_only=True)
class ToolChoice:
    """A tool of the bar: its id in the toolbox, its icon, word and key."""

    id: str
    icon: str
    word: str
    key: str = ""


class ToolItem(QAbstractButton):
    """One tool: icon above its word, the key in the corner."""

    def __init__(self, context: Context, choice: ToolChoice) -> None:
        super().__init__()
        self._look, self.choice = context.look, choice
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setText(context.words(f"zones.tool_{choice.word}"))
        hint = context.words(f"zones.tool_{choice.word}_hint")
        key = f"  {choice.key}" if choice.key else ""
        self.setToolTip(f"{hint}{key}")
        self.setAccessibleName(f"{self.text()} {choice.key}".strip())

    def sizeHint(self) -> QSize:
        """Return the size of the design at this scale."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        width = max(self._look.px(ITEM_WIDTH), words + self._look.px(12))
        return QSize(width, self._look.px(ITEM_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a tool is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw ground, icon, word and key."""
        del event
        look, theme, on = self._look, self._look.theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if on or (self.underMouse() and self.isEnabled()):
            painter.setBrush(look.colour("accent" if on else "hover"))
            painter.drawRoundedRect(box, look.px(6), look.px(6))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("ink" if on else "accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        plain = theme.ink2 if self.isEnabled() else theme.ink3
        colour = theme.on_accent if on else plain
        side = look.px(20)
        left, top = round(box.center().x() - side / 2), look.px(6)
        look.icon(self.choice.icon, colour).paint(painter, left, top, side, side)
        painter.setPen(QColor(colour))
        painter.setFont(look.font(12, bold=on))
        words = QRectF(0, top + side, self.width(), self.height() - top - side - 2)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.setFont(look.font(11))
        key = QRectF(0, 1, self.width() - look.px(4), look.px(15))
        painter.drawText(key, Qt.AlignmentFlag.AlignRight, self.choice.key)
        painter.end()


class WidthSlider(QWidget):
    """The width of the brush in metres on the ground; each step a tenth more.

    Signals
    -------
    width_chosen(float)
        Another width was set.
    """

    width_chosen = pyqtSignal(float)

    LEAST, MOST, STEPS = 5.0, 5000.0, 72

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        words = context.words
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setProperty("tone", "accent")
        self.slider.setAccessibleName(words("zones.brush_width"))
        self.slider.setToolTip(words("zones.brush_width_hint"))
        self.slider.setRange(0, self.STEPS)
        self.slider.setFixedWidth(context.look.px(SLIDER_PX))
        self.value = make_label(size="secondary")
        self._width = 0.0
        title = make_label(words("zones.brush_width"), size="secondary")
        self.setLayout(
            column(title, row(self.slider, self.value, spacing=6), spacing=2)
        )
        self.slider.valueChanged.connect(self._on_slide)
        self.show_width(100.0)

    @property
    def width_m(self) -> float:
        """The width in metres."""
        return self._width

    def show_width(self, width: float) -> None:
        """Show a width that was set elsewhere."""
        self._width = min(max(width, self.LEAST), self.MOST)
        share = _log_share(self._width, self.LEAST, self.MOST)
        self.slider.blockSignals(True)
        self.slider.setValue(round(share * self.STEPS))
        self.slider.blockSignals(False)
        self._write()

    def step(self, steps: int) -> None:
        """Make the brush wider or narrower."""
        self.slider.setValue(self.slider.value() + steps)

    def _on_slide(self, value: int) -> None:
        ratio = self.MOST / self.LEAST
        self._width = _round_width(self.LEAST * ratio ** (value / self.STEPS))
        self._write()
        self.width_chosen.emit(self._width)

    def _write(self) -> None:
        text = self._context.words("zones.metres", count=f"{self._width:,.0f}")
        self.value.setText(text)
        widest = self._context.words("zones.metres", count=f"{self.MOST:,.0f}")
        self.value.setMinimumWidth(self.fontMetrics().horizontalAdvance(widest))


class ZoneToolBar(QFrame):
    """Tools, brush width, 压线宗地, 只刷; folds its titles away where it is narrow.

    Signals
    -------
    tool_chosen(str)
        A tool was asked for.
    width_chosen(float)
        The brush is to be so wide.
    mode_chosen(str)
        What counts as hit: ``whole``, ``majority`` or ``cut``.
    statuses_asked(object)
        The menu of statuses is wanted at a place of the screen.
    """

    tool_chosen = pyqtSignal(str)
    width_chosen = pyqtSignal(float)
    mode_chosen = pyqtSignal(str)
    statuses_asked = pyqtSignal(object)

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        tools: Sequence[ToolChoice],
        more: Sequence[ToolChoice],
    ) -> None:
        super().__init__(parent)
        self._context = context
        words = context.words
        self.setProperty("card", "floating")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(words("zones.tools"))
        self.items = {choice.id: ToolItem(context, choice) for choice in tools}
        for tool, item in self.items.items():
            item.clicked.connect(partial(self._on_tool, tool))
        self.more = make_button(words("zones.more_tools"), kind="quiet")
        self.more.setVisible(bool(more))
        self.menu = QMenu(self)
        self.more_actions = {choice.id: self._more_action(choice) for choice in more}
        self.switches = self._make_switches()
        self.more.setMenu(self.menu)
        self.width_slider = WidthSlider(context)
        self.width_slider.width_chosen.connect(self.width_chosen)
        self.modes = self._make_modes()
        self._statuses = words("zones.all_parcels")
        self.statuses = make_button(
            words("zones.all_parcels"), self._ask_statuses, kind="chip"
        )
        self.statuses.setIcon(context.look.icon("filter"))
        context.look.changed.connect(self._draw)
        self._lay_out()

    def _make_modes(self) -> dict[str, QAbstractButton]:
        words, group = self._context.words, QButtonGroup(self)
        modes: dict[str, QAbstractButton] = {}
        for mode in MODES:
            button = make_button(
                words(f"zones.mode_{mode}"),
                partial(self.mode_chosen.emit, mode),
                kind="segment",
                hint=words(f"zones.mode_{mode}_hint"),
            )
            button.setCheckable(True)
            group.addButton(button)
            modes[mode] = button
        modes[MODES[0]].setChecked(True)
        return modes

    def _more_action(self, choice: ToolChoice) -> QAction:
        words = self._context.words
        key = f"\t{choice.key}" if choice.key else ""
        action = QAction(f"{words(f'zones.tool_{choice.word}')}{key}", self.menu)
        action.setToolTip(words(f"zones.tool_{choice.word}_hint"))
        action.setCheckable(True)
        action.setIcon(self._context.look.icon(choice.icon))
        action.triggered.connect(partial(self._on_tool, choice.id))
        self.menu.addAction(action)
        return action

    def _make_switches(self) -> dict[str, QAction]:
        """Return what polygons may do besides: catch, follow boundaries, cut holes."""
        words = self._context.words
        self.menu.addSeparator()
        switches = {}
        for name, key, is_on in (
            ("snap", "", True),
            ("trace", "\tT", False),
            ("hole", "\tAlt", False),
        ):
            action = QAction(f"{words(f'zones.switch_{name}')}{key}", self.menu)
            action.setToolTip(words(f"zones.switch_{name}_hint"))
            action.setCheckable(True)
            action.setChecked(is_on)
            self.menu.addAction(action)
            switches[name] = action
        self.menu.setToolTipsVisible(True)
        return switches

    def _lay_out(self) -> None:
        words = self._context.words
        segments = QFrame()
        segments.setProperty("card", "segments")
        fill(
            QHBoxLayout(segments),
            *self.modes.values(),
            margins=(2, 2, 2, 2),
            spacing=0,
        )
        mode_title = make_label(words("zones.on_the_line"), size="secondary")
        only_title = make_label(words("zones.only"), size="secondary")
        self._between = _line()
        first, second = QWidget(), QWidget()
        first.setLayout(row(*self.items.values(), self.more, None, spacing=1))
        second.setLayout(
            row(
                self.width_slider,
                _line(),
                _upright(mode_title, segments),
                _line(),
                _upright(only_title, self.statuses),
                None,
                spacing=6,
            )
        )
        self._halves = (first, second)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        fill(self._box, first, self._between, second, margins=(5, 4, 8, 4), spacing=4)

    def fit(self, room: int) -> None:
        """Lay the bar out in so many pixels: in one row, or in two."""
        widths = sum(half.sizeHint().width() for half in self._halves)
        self._compact(on=False)
        self._compact(on=self._halves[1].sizeHint().width() > room)
        is_wide = widths + self._context.look.px(26) <= room
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)
        self._between.setVisible(is_wide)
        self.adjustSize()

    def _compact(self, *, on: bool) -> None:
        """Leave out what has keys and hints of its own, where there is no room."""
        self.width_slider.slider.setVisible(not on)
        self.statuses.setText("" if on else self._statuses)
        self.statuses.setToolTip(self._statuses)

    def mark(self, tool: str) -> None:
        """Show which tool is in use."""
        for id_, item in self.items.items():
            item.setChecked(id_ == tool)
        for id_, action in self.more_actions.items():
            action.setChecked(id_ == tool)
        is_more = tool in self.more_actions
        key = "zones.more_tools"
        text = self.more_actions[tool].text() if is_more else self._context.words(key)
        self.more.setText(text.partition("\t")[0])

    def mark_mode(self, mode: str) -> None:
        """Show what counts as hit."""
        self.modes[mode].setChecked(True)

    def show_statuses(self, text: str) -> None:
        """Say to which statuses the brush is limited."""
        self._statuses = text
        self.statuses.setText(text)
        self.statuses.setAccessibleName(text)
        self.adjustSize()

    def set_editable(self, *, on: bool) -> None:
        """Let nothing be drawn in a project that is only read."""
        first = next(iter(self.items))
        for id_, item in self.items.items():
            item.setEnabled(on or id_ == first)
        for widget in (
            self.more,
            self.width_slider,
            self.statuses,
            *self.modes.values(),
        ):
            widget.setEnabled(on)

    def _on_tool(self, tool: str, *_checked: bool) -> None:
        self.mark(tool)
        self.tool_chosen.emit(tool)

    def _ask_statuses(self) -> None:
        at = self.statuses.mapToGlobal(QPoint(0, self.statuses.height() + 4))
        self.statuses_asked.emit(at)

    def _draw(self) -> None:
        self.statuses.setIcon(self._context.look.icon("filter"))
        self.width_slider.slider.setFixedWidth(self._context.look.px(SLIDER_PX))


def _upright(*widgets: QWidget) -> QVBoxLayout:
    box = QVBoxLayout()
    fill(box, *widgets, spacing=2)
    return box


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("vline", "true")
    return line


def _log_share(value: float, least: float, most: float) -> float:
    return log(value / least) / log(most / least)


def _round_width(width: float) -> float:
    """Return a width that can be said: to 1, 5 or 10 metres."""
    for limit, step in ((20, 1), (100, 5), (1000, 10)):
        if width < limit:
            return float(round(width / step) * step)
    return float(round(width / 100) * 100)
