# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values entered by hand: as documents, and what they would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from landgis.errors import LandGISError
from landgis.operations.corrections import correction_id
from landgis.operations.entries import Value
from landgis.operations.rejudge import Effect, rejudge
from landgis.project import Edit, Put
from landgis.report.names import status_titles
from landgis_ui.context import Context
from landgis_ui.steps.checks.edits import commit
from landgis_ui.steps.checks.figures import show_number
from landgis_ui.widgets.figures import MINUS
from landgis_ui.work.jobs import Job

DOCUMENT = "correction"
WAIT_MS = 350
MOST_PARCELS = 40
"""An effect is told before saving for at most so many values; more take long."""


def make_put(
    role: str, row: str, field: str, *, value: Value, was: Any = None, reason: str = ""
) -> Put:
    """Return the document of a value; None takes the entry back."""
    key = correction_id(role, row, field)
    if value is None:
        return Put(DOCUMENT, key, None)
    return Put(DOCUMENT, key, {"value": value, "was": was, "reason": reason})


def entered(context: Context, key: str) -> Mapping[str, Any]:
    """Return what was entered before under the id of a value, empty if nothing."""
    store = context.workspace.store
    return (None if store is None else store.document(DOCUMENT, key)) or {}


def save(context: Context, puts: Iterable[Put], *, title: str, row: str) -> bool:
    """Commit values as one step of the history, and offer to undo it."""
    puts = tuple(puts)
    message = "check_step.history_corrected"
    if len(puts) > 1:
        message = "check_step.history_corrected_many"
    params = {"title": title, "row": row, "n": len(puts)}
    return commit(context, Edit(text=message, params=params, puts=puts))


class EffectTeller(QObject):
    """Works out in the second process what values would change; the latest counts.

    Signals
    -------
    told(str, str)
        What happens to the parcels, and to 可腾出; both empty while nobody knows.
    """

    told = pyqtSignal(str, str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._puts: tuple[Put, ...] = ()
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._ask)

    def ask(self, puts: Iterable[Put]) -> None:
        """Tell what these would change, a moment later."""
        self._puts = tuple(puts)
        self.told.emit("", "")
        self._timer.stop()
        workspace = self._context.workspace
        if self._puts and workspace.store is not None and workspace.result is not None:
            if len(self._puts) > MOST_PARCELS:
                self.told.emit(self._context.words("check_step.effect_many"), "")
            else:
                self._timer.start()

    def _ask(self) -> None:
        store, puts = self._context.workspace.store, self._puts
        if store is None:
            return
        if self._job is not None:
            self._job.cancel()
        job = self._context.workspace.jobs.start(
            rejudge, store.path, puts, title=self._context.words("check_step.judging")
        )
        self._job = job

        def adopt(effect: Effect) -> None:
            if self._puts == puts:
                self.told.emit(*describe(effect, self._context))

        def fail(error: object) -> None:
            if self._puts == puts and isinstance(error, LandGISError):
                self.told.emit(self._context.words.sentence(error), "")

        job.succeeded.connect(adopt)
        job.failed.connect(fail)
        job.finished.connect(self._forget)

    def _forget(self) -> None:
        if self.sender() is self._job:
            self._job = None


def describe(effect: Effect, context: Context) -> tuple[str, str]:
    """Return what changes of the parcels, and of 可腾出, in words."""
    words, titles = context.words, status_titles()
    changed = [each for each in effect.changes if each.old_status != each.new_status]
    if len(changed) == 1:
        one = changed[0]
        first = words(
            "check_step.effect_one",
            name=one.name,
            old=titles.get(one.old_status, one.old_status),
            new=titles.get(one.new_status, one.new_status),
        )
    elif changed:
        first = words("check_step.effect_several", n=len(changed))
    else:
        first = words("check_step.effect_none")
    before, after = effect.before.total_mu, effect.after.total_mu
    second = words(
        "check_step.effect_land",
        before=show_number(before),
        after=show_number(after),
        change=signed(after - before),
    )
    return first, second


def signed(value: float) -> str:
    """Return a change with its sign; ±0 for none."""
    shown = show_number(abs(value))
    if shown == show_number(0.0):
        return "±0"
    return f"{'+' if value > 0 else MINUS}{shown}"
