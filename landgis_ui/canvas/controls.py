# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons on the map: the tools, what colours it, and the zoom."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from landgis_ui.theme.look import Look
from landgis_ui.widgets.basics import IconButton, make_button, make_label
from landgis_ui.words import Words

BUTTON_PX = 30
TOOLS = (
    ("arrow", "arrow"),
    ("hand", "hand"),
    ("box", "box"),
    ("lasso", "lasso"),
    ("polygon", "polygon"),
    ("", ""),
    ("zoom_box", "search"),
)
ZOOMS = (
    ("zoom_in", "plus"),
    ("zoom_out", "minus"),
    ("fit", "fit"),
    ("measure", "measure"),
)
Choice = tuple[str, str]
"""Id and title of something that the map can be coloured by."""


class Plate(QFrame):
    """A group of controls that floats on the map."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "floating")
        self.setCursor(Qt.CursorShape.ArrowCursor)


class ToolButtons(Plate):
    """The tools, one of which is in use.

    Signals
    -------
    chosen(str)
        A tool was asked for.
    """

    chosen = pyqtSignal(str)

    def __init__(self, look: Look, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(words("map.tools"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(2)
        self._buttons: dict[str, IconButton] = {}
        for tool, icon in TOOLS:
            if not tool:
                line = QFrame()
                line.setProperty("vline", "true")
                layout.addWidget(line)
                continue
            button = _map_button(look, icon, words(f"map.tool_{tool}"))
            button.setCheckable(True)
            button.clicked.connect(partial(self._on_clicked, tool))
            self._buttons[tool] = button
            layout.addWidget(button)

    def mark(self, tool_id: str) -> None:
        """Show which tool is in use."""
        for tool, button in self._buttons.items():
            button.setChecked(tool == tool_id)

    def _on_clicked(self, tool: str) -> None:
        self.mark(tool)
        self.chosen.emit(tool)


class ColourSwitch(Plate):
    """What the map is coloured by: a few in sight, the others in a menu.

    Signals
    -------
    chosen(str)
        Another one was asked for.
    """

    chosen = pyqtSignal(str)

    def __init__(self, look: Look, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._words = look, words
        self.setAccessibleName(words("map.coloured_by"))
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(10, 4, 4, 4)
        self._layout.setSpacing(2)
        self._layout.addWidget(make_label(words("map.coloured_by"), size="secondary"))
        self._layout.addSpacing(4)
        self._group = QButtonGroup(self)
        self._menu = QMenu(self)
        self._more = make_button("", kind="segment", hint=words("map.more_hint"))
        self._more.setCheckable(True)
        self._more.setMenu(self._menu)
        self._layout.addWidget(self._more)
        self._titles: dict[str, str] = {}
        self._current = ""
        self._steps_aside = False
        self.hide()

    @property
    def current(self) -> str:
        """The id of the one in force."""
        return self._current

    def show_choices(
        self, choices: Sequence[Choice], *, more: Sequence[Choice], current: str
    ) -> None:
        """Offer these; `more` go into the menu."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._layout.removeWidget(button)
            button.deleteLater()
        self._menu.clear()
        self._titles = dict((*choices, *more))
        for place, (choice, title) in enumerate(choices):
            button = make_button(title, kind="segment")
            button.setCheckable(True)
            button.setProperty("choice", choice)
            button.clicked.connect(partial(self._on_chosen, choice))
            self._group.addButton(button)
            self._layout.insertWidget(2 + place, button)
            button.show()  # a hidden one would take no room below
        for choice, title in more:
            action = QAction(title, self._menu)
            action.triggered.connect(partial(self._on_chosen, choice))
            self._menu.addAction(action)
        self._more.setVisible(bool(more))
        self.setVisible(bool(choices) and not self._steps_aside)
        self.mark(current)

    def step_aside(self, *, aside: bool) -> None:
        """Leave the map to something else, and come back."""
        self._steps_aside = aside
        self.setVisible(bool(self._titles) and not aside)

    def mark(self, choice: str) -> None:
        """Show which one is in force."""
        self._current = choice
        found = False
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(button.property("choice") == choice)
            found = found or button.isChecked()
        self._group.setExclusive(found)
        title = self._words("map.more")
        if not found and choice in self._titles:
            title = self._titles[choice]
        self._more.setText(title)
        self._more.setChecked(not found)
        self.adjustSize()

    def _on_chosen(self, choice: str, *_checked: bool) -> None:
        is_new = choice != self._current
        self.mark(choice)
        if is_new:
            self.chosen.emit(choice)


class ZoomButtons(Plate):
    """Nearer, farther, everything, measure.

    Signals
    -------
    pressed(str)
        ``zoom_in``, ``zoom_out``, ``fit`` or ``measure``.
    """

    pressed = pyqtSignal(str)

    def __init__(self, look: Look, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(words("map.zooms"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(2)
        self._measure: IconButton | None = None
        for act, icon in ZOOMS:
            button = _map_button(look, icon, words(f"map.{act}"))
            button.clicked.connect(partial(self._on_clicked, act))
            layout.addWidget(button)
            if act == "measure":
                button.setCheckable(True)
                self._measure = button

    def mark(self, tool_id: str) -> None:
        """Show whether measuring is on."""
        if self._measure is not None:
            self._measure.setChecked(tool_id == "measure")

    def _on_clicked(self, act: str) -> None:
        self.pressed.emit(act)


def _map_button(look: Look, icon: str, hint: str) -> IconButton:
    button = IconButton(look, icon, hint)
    side = look.px(BUTTON_PX)
    button.setFixedSize(side, side)
    return button
