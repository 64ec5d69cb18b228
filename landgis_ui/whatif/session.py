# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One trial: which number, which value, and what it answers; no widget."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from landgis.operations.stored_analysis import StoredResult
from landgis.operations.stored_trials import prepare_stored_trial, sweep_stored
from landgis.scenario.sweep import Sweep
from landgis.scenario.tax_line import LineView
from landgis.scenario.whatif import TaxTrial
from landgis_ui.context import Context
from landgis_ui.whatif.answer import Answer, answer_of_line, answer_of_sweep, merge
from landgis_ui.whatif.numbers import Tried, grid_of, tried_numbers
from landgis_ui.work.jobs import Job


class TrialSession(QObject):
    """Holds what was prepared for the present result; asks a job for what is not.

    Signals
    -------
    prepared()
        The numbers of the present result can be tried, or there is no result.
    number_changed()
        Another number is tried.
    answered()
        `answer` is another one.
    curve_changed()
        More points of a sweep are known.
    busy_changed()
        `job` began or ended.
    failed(object)
        A job failed with this error.
    """

    prepared = pyqtSignal()
    number_changed = pyqtSignal()
    answered = pyqtSignal()
    curve_changed = pyqtSignal()
    busy_changed = pyqtSignal()
    failed = pyqtSignal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._words = context.workspace, context.words
        self.result: StoredResult | None = None
        self.trial: TaxTrial | None = None
        self.numbers: tuple[Tried, ...] = ()
        self.number: Tried | None = None
        self.value = 0.0
        self.lines: dict[str, float] = {}
        self.answer: Answer | None = None
        self.job: Job | None = None
        self._sweeps: dict[str, Sweep] = {}

    @property
    def is_changed(self) -> bool:
        """Whether anything is tried that differs from what is in force."""
        return bool(self.tried_values())

    @property
    def sweep(self) -> Sweep | None:
        """What is known of the tried number, where it is no line."""
        return None if self.number is None else self._sweeps.get(self.number.id)

    @property
    def view(self) -> LineView | None:
        """The prepared view of the tried line; None for another number."""
        if self.trial is None or self.number is None or self.number.line is None:
            return None
        found = [v for v in self.trial.lines if v.position == self.number.line]
        return found[0] if found else None

    def tried_values(self) -> dict[str, float]:
        """Return the numbers that differ from the profile, with their tried values."""
        own = {one.id: one.value for one in self.numbers}
        tried = dict(self.lines)
        if self.number is not None and self.number.line is None:
            tried = {self.number.id: self.value}
        return {name: value for name, value in tried.items() if value != own[name]}

    def begin(self) -> None:
        """Prepare the present result unless that is done or under way."""
        result = self._workspace.result
        if result is self.result and (result is None or self.trial or self.job):
            self.prepared.emit()
            return
        self.cancel()
        self.result, self.trial, self.answer = result, None, None
        self._sweeps = {}
        self.numbers = () if result is None else tried_numbers(result.profile)
        self.lines = {one.id: one.value for one in self.numbers if one.line is not None}
        kept = "" if self.number is None else self.number.id
        self.number = self._find(kept) or (self.numbers[0] if self.numbers else None)
        self.value = 0.0 if self.number is None else self.number.value
        self.prepared.emit()
        path = self._workspace.path()
        if result is not None and path is not None:
            title = self._words("whatif.preparing")
            job = self._workspace.jobs.start(
                prepare_stored_trial, (path, result.id), title=title
            )
            job.succeeded.connect(lambda trial: self._take_trial(result, trial))
            self._watch(job)

    def cancel(self) -> None:
        """Stop what is being worked out; what is known stays."""
        if self.job is not None:
            self.job.cancel()

    def choose(self, name: str) -> bool:
        """Try another number, by its id; False if the profile has none such."""
        found = self._find(name)
        if found is None:
            return False
        self.cancel()
        self.number = found
        self.value = self.lines.get(found.id, found.value)
        self.number_changed.emit()
        self._answer()
        if (
            found.line is None
            and found.id not in self._sweeps
            and found.changes_anything
        ):
            self._sweep(grid_of(found))
        return True

    def set_value(self, value: float) -> None:
        """Try this value; the answer follows at once."""
        if self.number is None:
            return
        self.value = value
        if self.number.line is not None:
            self.lines[self.number.id] = value
        self._answer()

    def settle(self) -> None:
        """Work out the tried value exactly, where it lies between known points."""
        number = self.number
        if number is None or number.line is not None or self.job is not None:
            return
        if self.answer is not None and not self.answer.exact:
            self._sweep(((self.value,),))

    def reset(self) -> None:
        """Go back to what is in force."""
        self.lines = {one.id: one.value for one in self.numbers if one.line is not None}
        if self.number is not None:
            self.set_value(self.number.value)

    def _find(self, name: str) -> Tried | None:
        return next((one for one in self.numbers if one.id == name), None)

    def _take_trial(self, result: StoredResult, trial: TaxTrial) -> None:
        if result is self.result:
            self.trial = trial
            self.prepared.emit()
            self.number_changed.emit()
            self._answer()

    def _answer(self) -> None:
        number, trial, sweep = self.number, self.trial, self.sweep
        if number is None:
            self.answer = None
        elif number.line is not None:
            self.answer = None
            if trial is not None and trial.lines:
                found = trial.at(list(self.lines.values()))
                self.answer = answer_of_line(found, trial.now, value=self.value)
        elif sweep is not None:
            self.answer = answer_of_sweep(sweep, own=number.value, value=self.value)
        else:
            self.answer = None
        self.answered.emit()

    def _sweep(self, batches: tuple[tuple[float, ...], ...]) -> None:
        """Work out some values, then those that are left."""
        number, result, path = self.number, self.result, self._workspace.path()
        if number is None or result is None or path is None or not batches:
            return
        job = self._workspace.jobs.start(
            sweep_stored,
            (path, result.id),
            number.id,
            batches[0],
            title=self._words("whatif.sweeping", title=number.title),
        )

        def take(found: Sweep) -> None:
            if result is not self.result:
                return
            self._sweeps[number.id] = merge(self._sweeps.get(number.id), found)
            if self.number is number:
                self.curve_changed.emit()
                self._answer()

        job.succeeded.connect(take)
        self._watch(job)
        job.succeeded.connect(lambda _found: self._go_on(number, batches[1:]))

    def _go_on(self, number: Tried, batches: tuple[tuple[float, ...], ...]) -> None:
        if self.number is not number:
            return
        if batches:
            self._sweep(batches)
        else:
            self._clear_job()
            self.settle()

    def _watch(self, job: Job) -> None:
        self.job = job
        job.failed.connect(self.failed)
        job.finished.connect(lambda: self._end(job))
        self.busy_changed.emit()

    def _end(self, job: Job) -> None:
        if self.job is job:
            self._clear_job()

    def _clear_job(self) -> None:
        self.job = None
        self.busy_changed.emit()
