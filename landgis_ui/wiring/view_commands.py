# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands on what is seen: undo, panels, theme, meeting mode, keeping the lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices

from landgis.errors import LandGISError
from landgis_ui.context import Context
from landgis_ui.frame.utilities import Utilities
from landgis_ui.theme.look import MEETING_SCALE
from landgis_ui.window import MainWindow
from landgis_ui.work.taking_back import redo_with_followers, undo_with_followers
from landgis_ui.work.workspace import Notice, Workspace

UTILITY_ACTIONS = (
    "history",
    "charts",
    "bookmarks",
    "whatif",
    "compare",
    "rules",
    "settings",
    "help",
    "keys",
    "hatch_card",
    "about",
)


@dataclass(kw_only=True)
class Late:
    """What exists only after the actions were made."""

    window: MainWindow | None = None
    utilities: Utilities | None = None


class ViewCommands:
    """What the menus 编辑, 视图, 工具 and 帮助 do."""

    def __init__(self, context: Context, late: Late, *, log_folder: Path) -> None:
        self._context, self._late, self._log_folder = context, late, log_folder
        self._workspace = context.workspace

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Return the commands by the ids of their actions."""
        flows, selection = self._context.flows, self._workspace.selection
        return {
            "quit": self._quit,
            "undo": lambda: self._move(undo_with_followers),
            "redo": lambda: self._move(redo_with_followers),
            "select_none": selection.clear,
            "next_panel": lambda: self._window().next_panel(),
            "layers": lambda: self._workspace.step_requested.emit("analysis"),
            "toggle_table": self._toggle_table,
            "meeting": self._toggle_meeting,
            "dark": self._toggle_dark,
            "run_checks": flows.run_checks,
            "run_analysis": flows.run_analysis,
            "log_folder": self._open_log_folder,
            **{f"step_{n}": self._step(n) for n in range(1, 7)},
            **{name: self._utility(name) for name in UTILITY_ACTIONS},
        }

    def _window(self) -> MainWindow:
        if self._late.window is None:
            raise RuntimeError("the window is not there yet")
        return self._late.window

    def _utility(self, name: str) -> Callable[[], None]:
        def toggle() -> None:
            if self._late.utilities is not None:
                self._late.utilities.toggle(name)

        return toggle

    def _step(self, number: int) -> Callable[[], None]:
        def show() -> None:
            ids = self._window().step_ids
            if number <= len(ids):
                self._window().show_step(ids[number - 1])

        return show

    def _quit(self) -> None:
        self._window().close()

    def _move(self, act: Callable[[Workspace], object]) -> None:
        """Undo or redo; with nothing open or nothing to do nothing happens."""
        store = self._workspace.store
        if store is None or store.read_only:
            return
        try:
            act(self._workspace)
        except LandGISError as error:
            text = self._context.words.sentence(error)
            self._workspace.notify(Notice(text=text, tone="failed"))

    def _toggle_table(self) -> None:
        body = self._window().body
        if body.bottoms.isVisible():
            body.open_drawer(is_open=not body.is_drawer_open())

    def _toggle_meeting(self) -> None:
        window, look = self._window(), self._context.look
        on = not window.isFullScreen()
        look.set_scale(self._text_scale() * (MEETING_SCALE if on else 1))
        window.set_meeting(on=on)

    def _text_scale(self) -> float:
        return float(self._context.settings.get("preference.text_size")) / 100

    def _toggle_dark(self) -> None:
        dark = self._context.look.theme.is_dark
        self._context.settings.set("preference.theme", "light" if dark else "dark")

    def _open_log_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_folder)))
