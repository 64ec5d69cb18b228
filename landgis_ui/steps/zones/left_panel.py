# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The left panel: which scenario, its zones, what is left over, what is suggested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PyQt6.QtCore import QEvent, QSize, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from landgis_ui.context import Context
from landgis_ui.steps.zones.card_list import CardList
from landgis_ui.steps.zones.side_cards import SuggestionList, UnassignedCard
from landgis_ui.steps.zones.zone_card import NameField
from landgis_ui.widgets.basics import (
    IconButton,
    fill,
    make_button,
    make_label,
    make_panel,
    make_scroll,
    plain_hint,
    row,
)
from landgis_ui.widgets.elided import ElidedLabel

MOST_TABS = 3
"""More scenarios are chosen in a menu."""

LONGEST_TAB = 8


@dataclass(frozen=True, kw_only=True)
class ScenarioShown:
    """A scenario as the switch names it."""

    id: str
    name: str
    remark: str
    is_plan: bool


class SumFoot(QFrame):
    """Words and their sum side by side; one above the other where that is too wide."""

    def __init__(self, words: QWidget, total: QWidget) -> None:
        super().__init__()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "top")
        self._parts = (words, total)
        self._line = row(words, None, total, margins=(12, 7, 12, 7))
        self.setLayout(self._line)

    def minimumSizeHint(self) -> QSize:
        """Return what the wider of the two needs: they can stand in two lines."""
        margins = self._line.contentsMargins()
        wide = max(part.sizeHint().width() for part in self._parts)
        hint = super().minimumSizeHint()
        return QSize(wide + margins.left() + margins.right(), hint.height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Take one line or two."""
        self._arrange()
        super().resizeEvent(event)

    def event(self, event: QEvent | None) -> bool:
        """Look again when the words have become longer."""
        if event is not None and event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        margins, gap = self._line.contentsMargins(), self._line.spacing()
        wide = sum(part.sizeHint().width() for part in self._parts) + gap
        fits = wide <= self.width() - margins.left() - margins.right()
        way = QBoxLayout.Direction.LeftToRight
        self._line.setDirection(way if fits else QBoxLayout.Direction.TopToBottom)


class ScenarioSwitch(QWidget):
    """方案 A/B/C side by side; what can be done with one stands in a menu.

    Signals
    -------
    chosen(str)
        Another scenario is to be shown.
    renamed(str)
        The one shown is to be called so.
    """

    chosen = pyqtSignal(str)
    renamed = pyqtSignal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QWidget] = {}
        self.current = ""
        self._names: dict[str, str] = {}
        self._tabs = QHBoxLayout()
        self._tabs.setContentsMargins(0, 0, 0, 0)
        self._tabs.setSpacing(2)
        self.rest = make_button("", kind="quiet")
        self.rest.setAccessibleName(context.words("zones.scenario_rest"))
        self.rest.setToolTip(context.words("zones.scenario_rest"))
        self._menu = QMenu(self)
        self.rest.setMenu(self._menu)
        self.name_field = NameField(context.words("zones.scenario_name"))
        self.name_field.done.connect(self._rename)
        self._box = fill(
            QHBoxLayout(self), self._tabs, self.rest, self.name_field, spacing=0
        )

    def show_scenarios(self, shown: Sequence[ScenarioShown], *, current: str) -> None:
        """Show the scenarios and which one is worked on."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._tabs.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        self.current = current
        self._names = {scenario.id: scenario.name for scenario in shown}
        words = self._context.words
        self._offer_all(shown)
        for scenario in _in_sight(shown, current):
            button = make_button(
                _short(scenario.name),
                partial(self._choose, scenario.id),
                kind="segment",
            )
            plan = words("zones.is_plan") if scenario.is_plan else ""
            said = [part for part in (scenario.name, plan, scenario.remark) if part]
            button.setToolTip(plain_hint("\n".join(said)))
            button.setAccessibleName("，".join(said))
            if scenario.is_plan:
                button.setIcon(self._context.look.icon("pin"))
            button.setCheckable(True)
            button.setChecked(scenario.id == current)
            self._group.addButton(button)
            self._tabs.addWidget(button)
            self.buttons[scenario.id] = button

    def _offer_all(self, shown: Sequence[ScenarioShown]) -> None:
        """Let any of many scenarios be chosen."""
        self._menu.clear()
        self.rest.setVisible(len(shown) > MOST_TABS)
        self.rest.setText(f"{len(shown)}")
        for scenario in shown:
            action = self._menu.addAction(scenario.name.replace("&", "&&"))
            if action is not None:
                action.triggered.connect(partial(self._choose_checked, scenario.id))

    def _choose_checked(self, scenario: str, *_checked: bool) -> None:
        self._choose(scenario)

    def begin_naming(self) -> None:
        """Let the name be edited in place."""
        for button in self.buttons.values():
            button.hide()
        self.name_field.begin(self._names.get(self.current, ""))

    def _choose(self, scenario: str) -> None:
        if scenario != self.current:
            self.chosen.emit(scenario)

    def _rename(self, name: str) -> None:
        for button in self.buttons.values():
            button.show()
        if name and name != self._names.get(self.current):
            self.renamed.emit(name)


class LeftPanel(QFrame):
    """Everything of the left side in one column, with a foot that sums it up.

    Signals
    -------
    zone_wanted()
        A new zone is to be made.
    menu_asked(object)
        The menu of the scenario is wanted below this widget.
    total_asked()
        The sum in the foot was clicked.
    remarked(str)
        Another remark on the scenario was typed.
    """

    zone_wanted = pyqtSignal()
    menu_asked = pyqtSignal(object)
    total_asked = pyqtSignal()
    remarked = pyqtSignal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        words, look = context.words, context.look
        self.setProperty("ground", "panel")
        self.setProperty("edge", "right")
        self.title = make_label(words("zones.zones"), size="panel")
        self.remark = ElidedLabel()
        self.remark.setProperty("textSize", "secondary")
        self.remark_field = NameField(words("zones.remark"))
        self.add = IconButton(look, "plus", words("zones.new_zone"))
        self.switch = ScenarioSwitch(context)
        self.scenario_menu = IconButton(look, "more", words("zones.scenario_menu"))
        self.note = make_label(size="secondary", wrap=True)
        self.note.setProperty("tone", "warn")
        self.cards = CardList(context)
        self.empty = make_label(words("zones.empty"), size="secondary", wrap=True)
        self.first = make_button(words("zones.new_zone"), self.zone_wanted.emit)
        self.unassigned = UnassignedCard(context)
        self.suggestions = SuggestionList(context)
        self.count = make_label(size="secondary")
        self.total = make_button("", self.total_asked.emit, kind="link")
        self.total.setProperty("figure", "true")
        self._lay_out()
        self.add.clicked.connect(self.zone_wanted)
        self.remark_field.done.connect(self._end_remark)
        self.remark_field.dropped.connect(self.remark.show)
        self.scenario_menu.clicked.connect(
            lambda: self.menu_asked.emit(self.scenario_menu)
        )

    def _lay_out(self) -> None:
        title = row(self.title, self.remark, self.remark_field, self.add)
        title.setStretch(1, 1)
        title.setStretch(2, 1)
        scenarios = row(self.switch, None, self.scenario_menu, spacing=4)
        top = QVBoxLayout()
        fill(top, title, scenarios, margins=(12, 8, 8, 6), spacing=4)
        content = QWidget()
        fill(
            QVBoxLayout(content),
            self.note,
            self.empty,
            row(self.first, None),
            self.cards,
            self.unassigned,
            self.suggestions,
            None,
            margins=(10, 10, 10, 10),
            spacing=10,
        )
        foot = SumFoot(self.count, self.total)
        layout = QVBoxLayout(self)
        fill(
            layout,
            make_panel(top, edge="bottom"),
            make_scroll(content),
            foot,
            spacing=0,
        )
        layout.setStretch(1, 1)

    def begin_remark(self) -> None:
        """Let the remark on the scenario be edited in place."""
        self.remark.hide()
        self.remark_field.begin(self.remark.whole())

    def _end_remark(self, text: str) -> None:
        self.remark.show()
        if text != self.remark.whole():
            self.remarked.emit(text)

    def show_note(self, text: str) -> None:
        """Say what is to be known of these zones: old data, a project only read."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def show_total(self, count: str, total: str) -> None:
        """Say in the foot how many zones there are and what they come to."""
        self.count.setText(count)
        self.total.setText(total)

    def show_empty(self, *, on: bool, can_edit: bool) -> None:
        """Say how to begin where there is no zone yet."""
        self.empty.setVisible(on)
        self.first.setVisible(on and can_edit)

    def set_editable(self, *, on: bool) -> None:
        """Let nothing be changed in a project that is only read."""
        self.add.setEnabled(on)


def _in_sight(
    shown: Sequence[ScenarioShown], current: str
) -> tuple[ScenarioShown, ...]:
    """Return the scenarios that have a button: the first ones, and the current."""
    first = list(shown[:MOST_TABS])
    rest = [scenario for scenario in shown[MOST_TABS:] if scenario.id == current]
    return (*first[: MOST_TABS - len(rest)], *rest)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_TAB else f"{name[: LONGEST_TAB - 1]}…"
