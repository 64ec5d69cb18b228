# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The left panel before there is a result: what is missing, what runs, what failed."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtWidgets import QFrame, QProgressBar, QVBoxLayout

from landgis_ui.context import Context
from landgis_ui.widgets.basics import (
    column,
    fill,
    make_button,
    make_card,
    make_label,
    row,
)
from landgis_ui.work.jobs import Job


class WaitingPanel(QFrame):
    """One sentence and one button; while a job runs its stages with 取消."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._act: Callable[[], object] | None = None
        self._job: Job | None = None
        self.setProperty("ground", "panel")
        self.setProperty("edge", "right")
        self.title = make_label(size="panel", wrap=True)
        self.text = make_label(size="secondary", wrap=True)
        self.button = make_button("", self._run, kind="")
        self.stages = make_label(size="secondary", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = make_button(context.words("frame.cancel"), self._cancel)
        self.failure = make_label(wrap=True)
        self._failure_card = make_card(
            column(self.failure, margins=(14, 10, 14, 10)), kind="bad"
        )
        box = QVBoxLayout(self)
        fill(
            box,
            self.title,
            self.text,
            self._failure_card,
            row(self.button, None),
            self.stages,
            self.bar,
            row(self.cancel, None),
            None,
            margins=(16, 16, 16, 16),
            spacing=12,
        )
        self.say("", "")

    def say(
        self,
        title: str,
        text: str,
        *,
        button: str = "",
        act: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence and what can be done."""
        self._job, self._act = None, act
        self.title.setText(title)
        self.text.setText(text)
        self.button.setText(button)
        self.button.setVisible(act is not None)
        self._failure_card.hide()
        for widget in (self.stages, self.bar, self.cancel):
            widget.hide()

    def fail(self, sentence: str) -> None:
        """Show why the last attempt failed, beside what can be done."""
        self.failure.setText(sentence)
        self._failure_card.show()

    def watch(self, job: Job) -> None:
        """Show how far a job is."""
        if job is self._job:
            return
        self._job = job
        self._failure_card.hide()
        self.title.setText(job.title)
        self.text.setText(self._context.words("analysis.still_usable"))
        self.stages.setText("")
        self.bar.setRange(0, 0)
        self.button.hide()
        for widget in (self.stages, self.bar, self.cancel):
            widget.show()
        self.cancel.setEnabled(True)
        job.progressed.connect(self._show_stage)

    def _show_stage(self, done: int, total: int, stage: str) -> None:
        if stage:
            self.stages.setText(stage)
        if total > 0:
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def _run(self) -> None:
        if self._act is not None:
            self._act()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancel.setEnabled(False)
