# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every action of the window: id, icon, shortcut, menu; words come by the id."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QMenu, QWidget

from landgis_ui.context import Context


@dataclass(frozen=True, kw_only=True)
class ActionDefinition:
    """One action as `actions.toml` defines it; `menu` is empty for none."""

    id: str
    menu: str
    icon: str = ""
    shortcut: str = ""
    separator: bool = False
    checkable: bool = False


@cache
def definitions() -> tuple[ActionDefinition, ...]:
    """Return every action in the order of the menus."""
    text = (files("landgis_ui.frame") / "actions.toml").read_text("utf-8")
    return tuple(ActionDefinition(**entry) for entry in tomllib.loads(text)["action"])


class Actions:
    """The actions of one window, connected to what they do.

    `handlers` has a function for each id; an action without one is a fault.
    """

    def __init__(
        self,
        context: Context,
        handlers: Mapping[str, Callable[[], object]],
        parent: QWidget,
    ) -> None:
        self._context = context
        self._actions: dict[str, QAction] = {}
        for each in definitions():
            action = QAction(context.words(f"action.{each.id}"), parent)
            action.setCheckable(each.checkable)
            if each.shortcut:
                action.setShortcuts(
                    [QKeySequence(keys) for keys in each.shortcut.split("|")]
                )
            action.triggered.connect(_dropping_argument(handlers[each.id]))
            parent.addAction(action)
            self._actions[each.id] = action
        context.look.changed.connect(self._draw)
        self._draw()

    def __getitem__(self, id_: str) -> QAction:
        """Return an action by its id."""
        return self._actions[id_]

    def make_menus(self, parent: QWidget) -> dict[str, QMenu]:
        """Return the menus of the top bar, by id."""
        menus: dict[str, QMenu] = {}
        for each in definitions():
            if not each.menu:
                continue
            if each.menu not in menus:
                menus[each.menu] = QMenu(
                    self._context.words(f"frame.menu_{each.menu}"), parent
                )
            if each.separator:
                menus[each.menu].addSeparator()
            menus[each.menu].addAction(self._actions[each.id])
        return menus

    def _draw(self) -> None:
        for each in definitions():
            if each.icon:
                self._actions[each.id].setIcon(self._context.look.icon(each.icon))


def _dropping_argument(act: Callable[[], object]) -> Callable[[bool], None]:
    def run(_checked: bool) -> None:  # noqa: FBT001 - what Qt sends
        act()

    return run
