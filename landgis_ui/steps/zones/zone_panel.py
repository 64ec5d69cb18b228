# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The right panel: the zone that is drawn, its totals, its checks, its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.steps.zones.bar_group import BarGroup, BarShown
from landgis_ui.steps.zones.check_rows import CheckRows, CheckShown
from landgis_ui.steps.zones.figure_cells import FigureGroup, TotalGrid, ZoneFigure
from landgis_ui.steps.zones.step_list import StepList
from landgis_ui.steps.zones.zone_card import ColourDot, NameField
from landgis_ui.widgets.basics import (
    IconButton,
    fill,
    make_label,
    make_panel,
    make_rule,
    make_scroll,
    row,
)
from landgis_ui.widgets.elided import ElidedLabel
from landgis_ui.widgets.number_field import NumberField

GROUPS = ("land", "firms", "lines", "room", "pay")
NOTED = {"pay": "zones.pay_note"}
"""Groups that are never shown without a word of caution."""


@dataclass(frozen=True, kw_only=True)
class GroupShown:
    """The lines of a group and what it comes to."""

    lines: tuple[ZoneFigure, ...]
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class ZoneShown:
    """All that the panel says of a zone, or of the whole scenario."""

    id: str
    name: str
    colour: str
    where: str
    totals: tuple[ZoneFigure, ...]
    bars: tuple[BarShown, ...]
    groups: Mapping[str, GroupShown]
    checks: tuple[CheckShown, ...]
    target_far: float | None = None


class ZonePanel(QFrame):
    """Totals, bars, groups that fold, 边画边查 and the steps.

    Signals
    -------
    renamed(str), noted(str), located(), menu_asked(object)
        Another name; another note; go there; the menu is wanted below this widget.
    far_entered(object)
        Another target FAR, None for none.
    prices_asked()
        The unit prices are to be changed.
    """

    renamed = pyqtSignal(str)
    noted = pyqtSignal(str)
    located = pyqtSignal()
    menu_asked = pyqtSignal(object)
    far_entered = pyqtSignal(object)
    prices_asked = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.shown: ZoneShown | None = None
        words = context.words
        self.setProperty("ground", "panel")
        self.setProperty("edge", "left")
        self.dot = ColourDot(context, px=15)
        self.name = ElidedLabel()
        self.name.setProperty("textSize", "title")
        self.name_field = NameField(words("zones.name"))
        self.edit = IconButton(context.look, "edit", words("zones.rename"), px=16)
        self.locate = IconButton(context.look, "target", words("zones.locate"))
        self.menu = IconButton(context.look, "more", words("zones.more"))
        self.where = ElidedLabel()
        self.where.setProperty("textSize", "secondary")
        self.note_field = NameField(words("zones.note"))
        self.blue = make_label(words("zones.blue_hint"), tone="accent")
        self.totals = TotalGrid(context)
        self.bars = tuple(BarGroup(context) for _ in range(3))
        self.groups = {name: self._group(name) for name in GROUPS}
        self.far = NumberField(
            context, words("zones.target_far"), unit=words("zones.far_unit")
        )
        self.groups["room"].extra.addWidget(self.far)
        self.checks = CheckRows(context)
        self.steps = StepList(context)
        self._lay_out()
        self._connect()

    def _group(self, name: str) -> FigureGroup:
        words = self._context.words
        note = words(NOTED[name]) if name in NOTED else ""
        return FigureGroup(self._context, words(f"zones.group_{name}"), note=note)

    def _connect(self) -> None:
        self.edit.clicked.connect(self._begin_naming)
        self.locate.clicked.connect(self.located)
        self.menu.clicked.connect(lambda: self.menu_asked.emit(self.menu))
        self.name_field.done.connect(self._rename)
        self.name_field.dropped.connect(self._end_naming)
        self.note_field.done.connect(self._end_note)
        self.note_field.dropped.connect(self.where.show)
        self.far.entered.connect(self.far_entered)

    def _lay_out(self) -> None:
        title = row(
            self.dot, self.name, self.name_field, self.edit, self.locate, self.menu
        )
        title.setStretch(1, 1)
        title.setStretch(2, 1)
        below = row(self.where, self.note_field, self.blue)
        below.setStretch(0, 1)
        below.setStretch(1, 1)
        top = QVBoxLayout()
        fill(top, title, below, margins=(16, 10, 10, 8), spacing=2)
        head = make_panel(top, edge="bottom")
        totals = QVBoxLayout()
        fill(totals, self.totals, margins=(12, 6, 8, 6), spacing=0)
        figures = make_panel(totals, edge="bottom")
        content = QWidget()
        fill(
            QVBoxLayout(content),
            *self.bars,
            *self.groups.values(),
            make_rule(),
            self.checks,
            make_rule(),
            self.steps,
            None,
            margins=(12, 8, 12, 12),
            spacing=6,
        )
        fill(QVBoxLayout(self), head, figures, make_scroll(content), spacing=0)
        layout = self.layout()
        if layout is not None:
            layout.setStretch(2, 1)  # type: ignore[attr-defined]  # a box layout

    def show_zone(self, shown: ZoneShown) -> None:
        """Show a zone; an empty id stands for all zones together."""
        self.shown = shown
        self.dot.show_colour(shown.colour)
        self.dot.setVisible(bool(shown.id))
        self.name.set_whole(shown.name)
        self.where.set_whole(shown.where)
        for button in (self.edit, self.menu):
            button.setVisible(bool(shown.id))
        self.show_figures(shown.totals, shown.bars, groups=shown.groups)
        self.far.show_value(shown.target_far)
        self.far.setVisible(bool(shown.id))
        self.checks.show_checks(shown.checks)

    def show_figures(
        self,
        totals: tuple[ZoneFigure, ...],
        bars: tuple[BarShown, ...],
        *,
        groups: Mapping[str, GroupShown],
    ) -> None:
        """Show the numbers alone, as while the mouse is down."""
        self.totals.show_figures(totals)
        for group, bar in zip(self.bars, bars, strict=True):
            group.show_bar(bar)
        for name, lines in groups.items():
            self.groups[name].show_lines(lines.lines, summary=lines.summary)

    def open_groups(self) -> tuple[str, ...]:
        """Return the names of the groups that are unfolded."""
        return tuple(n for n, group in self.groups.items() if group.head.isChecked())

    def set_editable(self, *, on: bool) -> None:
        """Let nothing be changed in a project that is only read."""
        self.edit.setEnabled(on)
        self.far.setEnabled(on)

    def show_changes(self, *, on: bool) -> None:
        """Say what the blue figures mean while there are any."""
        self.blue.setVisible(on)

    def begin_note(self, note: str) -> None:
        """Let the note be edited in place."""
        self.where.hide()
        self.note_field.begin(note)

    def _end_note(self, text: str) -> None:
        self.where.show()
        self.noted.emit(text)

    def _begin_naming(self) -> None:
        if self.shown is not None:
            self.name.hide()
            self.name_field.begin(self.shown.name)

    def _rename(self, name: str) -> None:
        self._end_naming()
        if self.shown is not None and name and name != self.shown.name:
            self.renamed.emit(name)

    def _end_naming(self) -> None:
        self.name.show()
