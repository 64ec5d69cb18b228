# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""阈值试算: drag a number of the rules and see firms, 亩 and map change at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PyQt6.QtCore import QTimer
from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import QWidget

from landgis.errors import LandGISError
from landgis.operations.stored_trial import write_sheets
from landgis.scenario.scenarios import Scenario
from landgis_ui.context import Context
from landgis_ui.whatif.files import ask_target
from landgis_ui.whatif.lists import (
    firm_rows,
    parcel_rows,
    parcels_of_firm,
    trial_sheets,
)
from landgis_ui.whatif.map_switch import PRESENT, SWIPE
from landgis_ui.whatif.numbers import parse_value
from landgis_ui.whatif.rows import NOTHING, RowsShown
from landgis_ui.whatif.scenario_box import new_id
from landgis_ui.whatif.session import TrialSession
from landgis_ui.whatif.trial_colours import trial_colouring, trial_legend
from landgis_ui.whatif.trial_view import TrialView
from landgis_ui.widgets.basics import column
from landgis_ui.widgets.figures import write_value
from landgis_ui.work.jobs import Job
from landgis_ui.work.workspace import Notice

LIST_PAUSE_MS = 60
SAME_PLACES = 9


class WhatIfPanel(QWidget):
    """The panel; nothing of the result is changed by it until a rule set is used."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._workspace = context, context.workspace
        self.session = TrialSession(context, self)
        self.view = TrialView(context)
        self._listed: RowsShown = NOTHING
        self.setLayout(column(self.view))
        self.setFocusProxy(self.view.slider)
        self._list_pause = QTimer(self)
        self._list_pause.setSingleShot(True)
        self._list_pause.setInterval(LIST_PAUSE_MS)
        self._list_pause.timeout.connect(self._show_list)
        self._legend = trial_legend(
            context.words, context.look.theme, part="whatif.map"
        )
        self._connect()
        self._on_look()
        self._on_prepared()

    def _connect(self) -> None:
        session, workspace = self.session, self._workspace
        session.prepared.connect(self._on_prepared)
        session.number_changed.connect(lambda: self.view.show_number(session))
        session.answered.connect(self._on_answer)
        session.curve_changed.connect(lambda: self.view.show_curve(session))
        session.busy_changed.connect(self._on_busy)
        session.failed.connect(self._tell_failure)
        self.view.choice.activated.connect(
            lambda _place: session.choose(str(self.view.choice.currentData()))
        )
        self.view.slider.moved.connect(session.set_value)
        self.view.slider.rested.connect(lambda _value: session.settle())
        self.view.curve.picked.connect(self._try_value)
        self.view.box.editingFinished.connect(self._read_box)
        self.view.map_switch.mode_chosen.connect(lambda _mode: self._show_map())
        self.view.list.picked.connect(self._pick)
        self.view.scenarios.keep.clicked.connect(lambda _checked: self.keep_scenario())
        self.view.scenarios.name.returnPressed.connect(self.keep_scenario)
        self.view.scenarios.chosen.connect(self.show_scenario)
        self._connect_buttons()
        workspace.result_changed.connect(self._on_result)
        workspace.project_changed.connect(self._on_result)
        self._context.look.changed.connect(self._on_look)

    def _connect_buttons(self) -> None:
        view = self.view
        view.form.done.connect(view.form.hide)
        view.value_wanted.connect(self._try_value)
        view.reset.clicked.connect(lambda _checked: self._reset())
        view.export.clicked.connect(lambda _checked: self._ask_export())
        view.save.clicked.connect(lambda _checked: self._offer())
        view.stop.clicked.connect(lambda _checked: self.session.cancel())
        view.run_button.clicked.connect(
            lambda _checked: self._context.flows.run_analysis()
        )

    def show_subject(self, name: str) -> bool:
        """Try a number by its id, or by the rule that it stands in.

        False if the profile in force has none such that can be tried.
        """
        self.session.begin()
        numbers = self.session.numbers
        found = [one for one in numbers if one.id == name] or [
            one for one in numbers if one.rule == name
        ]
        if not found:
            return False
        return self.session.choose(found[0].id)

    def show_scenario(self, scenario: Scenario) -> None:
        """Try what a scenario holds again."""
        session = self.session
        for name, value in scenario.values.items():
            if session.choose(name):
                self._try_value(value)

    def keep_scenario(self) -> None:
        """Keep what is tried as a scenario."""
        session = self.session
        if session.answer is None or session.result is None:
            return
        tried = session.tried_values()
        name = self.view.scenarios.name.text().strip() or self._say_tried(tried)
        self.view.scenarios.keep_scenario(
            Scenario(
                id=new_id(),
                name=name,
                profile=session.result.profile.id,
                values=tried,
                figures=dict(session.answer.then),
            )
        )

    def export_to(self, path: Path) -> Job | None:
        """Write figures and list of the trial into a workbook."""
        session, words = self.session, self._context.words
        if session.answer is None:
            return None
        self._show_list()
        said = self._say_tried(session.tried_values())
        sheets = trial_sheets(self._context, session.answer, self._listed, said=said)
        title = words("whatif.export")
        job = self._workspace.jobs.start(write_sheets, sheets, path, title=title)
        text = words("whatif.exported", file=path.name)
        job.succeeded.connect(lambda _path: self._workspace.notify(Notice(text=text)))
        job.failed.connect(self._tell_failure)
        return job

    def showEvent(self, event: QShowEvent | None) -> None:
        """Begin: prepare what is not prepared yet, and colour the map."""
        super().showEvent(event)
        self.session.begin()
        self._show_map()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """End the trial on the map; what was tried is kept for coming back."""
        super().hideEvent(event)
        if event is not None and not event.spontaneous():
            self.session.cancel()
            self._workspace.map_state.set_trial(None)

    def _on_look(self) -> None:
        look = self._context.look
        self.view.fit()
        self._legend = trial_legend(self._context.words, look.theme, part="whatif.map")
        if self.isVisible():
            self._show_map()

    def _on_result(self) -> None:
        if self.isVisible():
            self.session.begin()
        elif self._workspace.result is None:
            self._on_prepared()

    def _on_prepared(self) -> None:
        session = self.session
        has_result = self._workspace.result is not None
        ready = has_result and session.trial is not None
        self.view.show_ready(
            ready=ready,
            has_result=has_result,
            has_project=self._workspace.store is not None,
        )
        if ready and session.result is not None:
            self.view.show_numbers(session.numbers)
            self.view.scenarios.set_profile(session.result.profile)

    def _try_value(self, value: float) -> None:
        self.session.set_value(round(value, SAME_PLACES))
        self.session.settle()

    def _read_box(self) -> None:
        value = parse_value(self.view.box.text())
        if value is None:
            self.view.box.setText(write_value(self.session.value))
        elif value != self.session.value:
            self._try_value(value)

    def _reset(self) -> None:
        self.session.reset()
        self.view.slider.setFocus()

    def _on_answer(self) -> None:
        """Show the answer everywhere; the list follows a little later."""
        session, answer = self.session, self.session.answer
        self.view.box.setText(write_value(session.value))
        self.view.slider.set_value(session.value)
        self.view.figures.show_answer(answer)
        number = session.number
        if number is not None:
            text = self._context.words("whatif.reset", value=write_value(number.value))
            self.view.reset.setText(text)
        self.view.reset.setEnabled(session.is_changed)
        self.view.save.setEnabled(session.is_changed)
        inexact = answer is not None and not answer.exact
        self.view.stand_in.setText(
            self._context.words("whatif.stand_in") if inexact else ""
        )
        self.view.stand_in.setVisible(inexact)
        if answer is not None and number is not None:
            self.view.curve.show_marks(
                (number.value, answer.now["total_mu"]),
                (answer.value, answer.then["total_mu"]),
            )
            self.view.map_switch.show_classes(self._legend, answer.classes)
        self._show_map()
        self._list_pause.start()

    def _show_map(self) -> None:
        answer, result = self.session.answer, self.session.result
        state = self._workspace.map_state
        mode = self.view.map_switch.mode
        if not self.isVisible() or answer is None or result is None or mode == PRESENT:
            state.set_trial(None)
            return
        rows = len(result.analysis.parcels) + len(result.analysis.residual)
        colouring = trial_colouring(self._legend, answer.classes, rows=rows)
        state.set_trial(colouring, swipes=mode == SWIPE)

    def _show_list(self) -> None:
        answer, result = self.session.answer, self.session.result
        words = self._context.words
        if answer is None or result is None:
            self.view.list.show_rows(RowsShown(rows=np.empty(0, dtype=np.int64)))
            self.view.list_title.setText("")
            return
        number = self.session.number
        if number is not None and number.line is not None:
            shown = firm_rows(self._context, result.analysis, answer)
            text = words(
                "whatif.firms_said",
                came=f"{len(answer.came):,}",
                left=f"{len(answer.left):,}",
                near=f"{np.isin(shown.rows, answer.near).sum():,}",
            )
        else:
            shown = parcel_rows(self._context, result.analysis, answer)
            text = words("whatif.parcels_said", count=f"{len(shown.rows):,}")
        self.view.list_title.setText(text)
        self.view.list.show_rows(shown)
        self._listed = shown

    def _pick(self, row_: int) -> None:
        result, number = self.session.result, self.session.number
        if result is None or number is None:
            return
        parcels = np.array([row_], dtype=np.int64)
        if number.line is not None:
            parcels = parcels_of_firm(result.analysis, row_)
        if len(parcels):
            self._workspace.selection.set(parcels, origin=self)
            self._workspace.show_on_map(rows=parcels)
        else:
            text = self._context.words("whatif.no_parcel")
            self._workspace.notify(Notice(text=text, tone="look"))

    def _say_tried(self, values: dict[str, float]) -> str:
        """Return what differs, in words: 亩均税收 8 → 12 万元/亩."""
        known = {one.id: one for one in self.session.numbers}
        words = self._context.words
        said = [
            words(
                "whatif.tried",
                title=known[name].title,
                old=write_value(known[name].value),
                new=write_value(value),
                unit=known[name].unit,
            )
            for name, value in values.items()
        ]
        return "，".join(said) or words("whatif.as_now")

    def _offer(self) -> None:
        """Open the form that keeps the tried numbers as a rule set."""
        result, values = self.session.result, self.session.tried_values()
        if result is not None and values:
            self.view.form.offer(result, values, self._say_tried(values))
            self.view.form.show()
            self.view.form.document.setFocus()

    def _ask_export(self) -> None:
        words = self._context.words
        ask_target(
            self._context,
            self,
            title=words("whatif.export"),
            suggested=words("whatif.export_name"),
            then=self.export_to,
        )

    def _on_busy(self) -> None:
        job = self.session.job
        self.view.progress.setText("" if job is None else f"{job.title}…")
        self.view.progress.setVisible(job is not None)
        self.view.stop.setVisible(job is not None)
        if job is not None:
            job.progressed.connect(self._tell_progress)

    def _tell_progress(self, done: int, total: int, stage: str) -> None:
        job = self.session.job
        if job is not None and self.sender() is job:
            self.view.progress.setText(f"{stage or job.title}  {done} / {total}")

    def _tell_failure(self, error: object) -> None:
        """Say an expected error in a sentence; a bug goes on to the crash report."""
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        text = self._context.words.sentence(error)
        self._workspace.notify(Notice(text=text, tone="failed"))
