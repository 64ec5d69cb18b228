# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the project file: the right to write, snapshots, and what others write."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, Qt, QTimer
from PyQt6.QtWidgets import QApplication

from landgis.errors import LandGISError
from landgis.project import Changes, carry_over, is_snapshot_due, take_snapshot
from landgis_ui.context import Context
from landgis_ui.work.workspace import Notice

log = logging.getLogger(__name__)

BEAT_MS = 60_000
CARRY_EVERY = 5
"""At every how many beats the log is carried into the file."""
OUT_OF_REACH = frozenset({"store.cannot_reach", "store.moved", "store.missing"})


class Keeper(QObject):
    """Says that the session lives, keeps a snapshot of every hour of work, follows.

    Whoever can only read sees what the writer has done when the window is looked
    at again, and every minute.
    """

    def __init__(self, context: Context, app: QApplication) -> None:
        super().__init__(context.workspace)  # not of the program, which may outlive it
        self._context, self._workspace = context, context.workspace
        self._beats = 0
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.beat)
        self._workspace.project_changed.connect(self._begin_anew)
        app.applicationStateChanged.connect(self._on_state)

    def stop(self) -> None:
        """Stop for good."""
        self._timer.stop()

    def beat(self) -> None:
        """Do what is to be done every minute."""
        store = self._workspace.store
        if store is None:
            return
        if not self._try(store.beat if not store.read_only else self._refresh):
            return
        self._told = ""
        if not store.read_only:
            self._beats += 1
            is_time = self._beats % CARRY_EVERY == 0
            job = self._workspace.jobs.read(_look_after, store.path, carries=is_time)
            job.failed.connect(self._say_later)

    def expect(self, error: BaseException) -> bool:
        """Tell an error that is none of ours in a sentence; False for any other."""
        if not isinstance(error, LandGISError):
            return False
        log.info("told: %s", error)
        self._tell(error)
        return True

    def _begin_anew(self) -> None:
        self._beats, self._told = 0, ""
        if self._workspace.store is None:
            self._timer.stop()
        else:
            self._timer.start()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        store = self._workspace.store
        is_active = state == Qt.ApplicationState.ApplicationActive
        if is_active and store is not None and store.read_only:
            self._try(self._refresh)

    def _refresh(self) -> None:
        self._workspace.refresh()

    def _try(self, act: Callable[[], object]) -> bool:
        """Tell what fails, but not every minute again."""
        try:
            act()
        except LandGISError as error:
            if error.code != self._told:
                self._told = error.code
                self._tell(error)
            return False
        return True

    def _say_later(self, error: object) -> None:
        """Tell once why there is no snapshot."""
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        self._try(partial(_throw, error))

    def _tell(self, error: LandGISError) -> None:
        words, store = self._context.words, self._workspace.store
        can_return = store is not None and error.code in OUT_OF_REACH
        notice = Notice(
            text=words.sentence(error),
            tone="failed",
            action_text=words("keeper.reconnect") if can_return else "",
            action=self._reconnect if can_return else None,
        )
        self._workspace.noticed.emit(notice)
        if store is not None and store.read_only:
            # Perhaps it was not a moment ago: let every panel look again.
            self._workspace.documents_changed.emit(Changes())

    def _reconnect(self) -> None:
        if self._workspace.store is None:
            return
        self._told = ""
        if self._try(self._workspace.reconnect):
            text = self._context.words("keeper.reconnected")
            self._workspace.notify(Notice(text=text))


def _throw(error: LandGISError) -> None:
    raise error


def _look_after(path: Path, *, carries: bool) -> None:
    """Carry the log over and take the snapshot of the hour; runs in a thread."""
    if carries:
        carry_over(path)
    if is_snapshot_due(path):
        take_snapshot(path)
