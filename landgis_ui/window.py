# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main window: places the parts, forwards drops, remembers its shape; no logic."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QByteArray, pyqtSignal
from PyQt6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
)
from PyQt6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from landgis_ui.context import Context
from landgis_ui.frame.actions import Actions
from landgis_ui.frame.body import Body
from landgis_ui.frame.rail import Rail
from landgis_ui.frame.status_bar import StatusBar
from landgis_ui.frame.toast import Toast
from landgis_ui.frame.top_bar import NARROW_PX, TopBar
from landgis_ui.steps.base import Step
from landgis_ui.widgets.basics import fill

LEAST = (1024, 640)
FIRST = (1440, 900)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What the window is put together from."""

    steps: Sequence[Step]
    map_area: QWidget
    drawer: QWidget
    search: QWidget
    map_widgets: tuple[QWidget, ...]
    handlers: Mapping[str, Callable[[], object]]


class MainWindow(QMainWindow):
    """The one window.

    Signals
    -------
    step_shown(str)
        The step of that id is shown now.
    closing()
        The window goes: end what runs.
    meeting_changed(bool)
        The window is arranged for a room, or no longer.
    """

    step_shown = pyqtSignal(str)
    closing = pyqtSignal()
    meeting_changed = pyqtSignal(bool)

    def __init__(self, context: Context, parts: Parts) -> None:
        super().__init__()
        self._context = context
        self._steps = {step.id: step for step in parts.steps}
        self._shown: Step | None = None
        self.actions_ = Actions(context, parts.handlers, self)
        self.menus = self.actions_.make_menus(self)
        self.top = TopBar(context, self.menus, parts.search)
        self.rail = Rail(context, parts.steps)
        self.body = Body(context, parts.map_area, parts.drawer)
        self.status = StatusBar(context, parts.map_widgets)
        self._lay_out()
        self.toast = Toast(context, self.body)
        self.setWindowTitle(context.words("frame.title"))
        self.setWindowIcon(context.look.icon("logo", context.look.theme.accent))
        self.setAcceptDrops(True)
        self.setMinimumSize(*LEAST)
        self.resize(*FIRST)
        self.rail.step_chosen.connect(self.show_step)
        context.workspace.step_requested.connect(self.show_step)
        for step in parts.steps:
            step.state_changed.connect(self._show_act)
            step.views_changed.connect(self._show_views)

    def _lay_out(self) -> None:
        middle = fill(QHBoxLayout(), self.rail, self.body, spacing=0)
        middle.setStretch(1, 1)
        whole = QWidget()
        box = QVBoxLayout(whole)
        fill(box, self.top, middle, self.status, spacing=0)
        box.setStretch(1, 1)
        self.setCentralWidget(whole)

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        return self._shown

    @property
    def step_ids(self) -> tuple[str, ...]:
        """Ids of the steps in the order of the rail."""
        return tuple(self._steps)

    def set_meeting(self, *, on: bool) -> None:
        """Leave only what the room must see: figures, map, legend."""
        self.rail.setVisible(not on)
        self.body.set_meeting(on=on)
        self.meeting_changed.emit(on)
        if on:
            self.showFullScreen()
        else:
            self.showNormal()

    def show_step(self, id_: str) -> None:
        """Show a step; unknown ids are passed over (a step that is not built)."""
        step = self._steps.get(id_)
        if step is None or step is self._shown:
            return
        if self._shown is not None:
            self._shown.leave()
        self._shown = step
        self.rail.show_step(id_)
        self._show_views()
        step.enter()
        self._show_act()
        self.body.pages.setFocus()
        self.step_shown.emit(id_)

    def next_panel(self, *, back: bool = False) -> None:
        """Move the focus round the panels (F6)."""
        body = self.body
        panels = [
            panel
            for panel in (self.rail, body.strips, body.lefts, body.pages, body.rights)
            if panel.isVisible()
        ]
        focus = self.focusWidget()
        here = next(
            (
                n
                for n, panel in enumerate(panels)
                if focus and panel.isAncestorOf(focus)
            ),
            -1,
        )
        panel = panels[(here + (-1 if back else 1)) % len(panels)]
        panel.setFocus()
        child = panel.nextInFocusChain()
        while child is not None and child is not panel:
            if panel.isAncestorOf(child) and child.isVisible() and child.focusPolicy():
                child.setFocus()
                return
            child = child.nextInFocusChain()

    def shape(self) -> str:
        """Return size and place, to be remembered."""
        return base64.b64encode(self.saveGeometry().data()).decode("ascii")

    def set_shape(self, shape: str) -> None:
        """Take a size and place that was remembered; odd ones are passed over."""
        if shape:
            self.restoreGeometry(QByteArray.fromBase64(shape.encode("ascii")))

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Return what each shortcut of the window does."""
        return tuple(
            (
                " / ".join(
                    keys.toString(QKeySequence.SequenceFormat.NativeText)
                    for keys in action.shortcuts()
                ),
                action.text().rstrip("…"),
            )
            for action in self.actions()
            if action.shortcuts()
        )

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Fold the menus where the window is narrow."""
        super().resizeEvent(event)
        self.top.fold(narrow=self.width() < self._context.look.px(NARROW_PX))

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Remember the shape and end what runs; every edit is on disk already."""
        self.closing.emit()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        """Take files and folders."""
        if event is not None and _paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        """Give files and folders to the step that takes them, the shown one first."""
        if event is None:
            return
        paths = _paths(event)
        event.acceptProposedAction()
        self.take_paths(paths)

    def take_paths(self, paths: tuple[Path, ...]) -> None:
        """Give files and folders to the step that takes them."""
        order = [self._shown, *self._steps.values()]
        for step in order:
            if step is not None and step.add_paths(paths):
                return

    def _show_views(self) -> None:
        if self._shown is not None:
            self.body.show_step(self._shown.id, self._shown.views())

    def _show_act(self) -> None:
        self.top.show_act(None if self._shown is None else self._shown.next_act())


def _paths(event: QDropEvent) -> tuple[Path, ...]:
    data = event.mimeData()
    urls = data.urls() if data is not None and data.hasUrls() else []
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
