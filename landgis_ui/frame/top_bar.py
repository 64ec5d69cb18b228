# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The top bar: project, menus, search, date and rules in force, undo, the next act."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PyQt6.QtCore import QSize, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from landgis_ui.context import Context
from landgis_ui.steps.base import BlueButton
from landgis_ui.widgets.basics import (
    IconButton,
    column,
    fill,
    make_button,
    make_chip,
    make_panel,
    plain_hint,
)

HEIGHT = 46
NARROW_PX = 1560
"""Below this width the menus fold into one."""


class TopBar(QWidget):
    """What stays in sight whatever the step.

    Signals
    -------
    chip_clicked(str)
        ``reference_date``, ``profile``, ``project`` or ``history``.
    """

    chip_clicked = pyqtSignal(str)

    def __init__(
        self, context: Context, menus: Mapping[str, QMenu], search: QWidget
    ) -> None:
        super().__init__()
        self._context, self._menus = context, menus
        words = context.words
        self._blue: BlueButton | None = None
        self.logo = QLabel()
        self.project = make_button("", self._chip("project"), kind="quiet")
        self.project.setToolTip(words("frame.project_hint"))
        self.demo = make_chip(words("frame.demo"), tone="warn")
        self.burger = IconButton(context.look, "menu", words("frame.menu"))
        self.burger.setPopupMode(self.burger.ToolButtonPopupMode.InstantPopup)
        self._menu_buttons = [self._menu_button(menu) for menu in menus.values()]
        self._fold_menu = self._make_fold_menu()
        self.burger.setMenu(self._fold_menu)
        self.date = make_button("", self._chip("reference_date"), kind="chip")
        self.profile = make_button("", self._chip("profile"), kind="chip")
        self.undo = IconButton(context.look, "undo", words("frame.undo"))
        self.redo = IconButton(context.look, "redo", words("frame.redo"))
        self.saved = make_button("", self._chip("history"), kind="quiet")
        self.saved.setToolTip(words("frame.history_hint"))
        self.blue = make_button("", self._act, kind="primary")
        self._lay_out(search)
        context.look.changed.connect(self._draw)
        self._draw()

    def _lay_out(self, search: QWidget) -> None:
        box = fill(
            QHBoxLayout(),
            self.burger,
            self.logo,
            self.project,
            self.demo,
            *self._menu_buttons,
            None,
            search,
            None,
            self.date,
            self.profile,
            4,
            self.undo,
            self.redo,
            self.saved,
            self.blue,
            margins=(12, 0, 12, 0),
            spacing=6,
        )
        box.setStretchFactor(search, 6)
        self.setLayout(column(make_panel(box, edge="bottom"), spacing=0))

    def _menu_button(self, menu: QMenu) -> QPushButton:
        button = make_button(menu.title(), kind="quiet")
        button.clicked.connect(
            lambda _checked: menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        )
        return button

    def _make_fold_menu(self) -> QMenu:
        menu = QMenu(self)
        for inner in self._menus.values():
            menu.addMenu(inner)
        return menu

    def _chip(self, name: str) -> Callable[[], None]:
        return lambda: self.chip_clicked.emit(name)

    def _act(self) -> None:
        if self._blue is not None:
            self._blue.act()

    def fold(self, *, narrow: bool) -> None:
        """Fold the menus into one where the window is narrow."""
        self.burger.setVisible(narrow)
        for button in self._menu_buttons:
            button.setVisible(not narrow)

    def show_project(self, name: str, *, is_demo: bool) -> None:
        """Show the project's name; an empty one stands for no project."""
        has = bool(name)
        self.project.setText(name or self._context.words("frame.no_project"))
        self.demo.setVisible(is_demo)
        for widget in (self.date, self.profile, self.undo, self.redo, self.saved):
            widget.setVisible(has)

    def show_terms(self, *, date: str, profile: str) -> None:
        """Show the reference date and the rules in force."""
        words = self._context.words
        self.date.setText(words("frame.date", date=date))
        self.profile.setText(words("frame.profile", profile=profile))

    def show_history(self, *, undo: str, redo: str, saved: str) -> None:
        """Show what can be taken back and done again; empty for nothing."""
        words = self._context.words
        self.undo.setEnabled(bool(undo))
        self.redo.setEnabled(bool(redo))
        self.undo.setToolTip(
            plain_hint(words("frame.undo_what", what=undo)) if undo else ""
        )
        self.redo.setToolTip(
            plain_hint(words("frame.redo_what", what=redo)) if redo else ""
        )
        self.saved.setText(saved)

    def show_act(self, act: BlueButton | None) -> None:
        """Show the next act, or none."""
        self._blue = act
        self.blue.setVisible(act is not None)
        if act is not None:
            self.blue.setText(act.text)
            self.blue.setEnabled(act.enabled)
            look = self._context.look
            self.blue.setIcon(look.icon(act.icon, look.theme.on_accent))

    def _draw(self) -> None:
        look = self._context.look
        self.setFixedHeight(look.px(HEIGHT))
        side = look.px(22)
        self.logo.setPixmap(look.icon("logo", look.theme.link).pixmap(side, side))
        self.project.setFont(look.font(15, bold=True))
        for button, icon in (
            (self.date, "calendar"),
            (self.profile, "document"),
            (self.saved, "check"),
        ):
            button.setIcon(look.icon(icon, look.theme.ok if icon == "check" else ""))
            button.setIconSize(QSize(look.px(15), look.px(15)))
        self.blue.setMinimumHeight(look.px(30))
        self.show_act(self._blue)
