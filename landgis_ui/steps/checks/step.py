# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Step 2, 体检: findings, missing fields and the review of joins."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QStackedWidget, QTabBar, QWidget

from landgis.errors import LandGISError
from landgis.operations.worklist import DOCUMENT as FINDING
from landgis.project import Changes
from landgis_ui.context import Context
from landgis_ui.steps.base import BlueButton, Step, StepKind, StepState, StepViews
from landgis_ui.steps.checks.candidates import CandidatesPanel
from landgis_ui.steps.checks.corrections import DOCUMENT as CORRECTION
from landgis_ui.steps.checks.detail_card import DetailCard
from landgis_ui.steps.checks.facts import Facts, gather
from landgis_ui.steps.checks.findings_panel import FindingsPanel
from landgis_ui.steps.checks.missing_panel import MissingPanel
from landgis_ui.steps.checks.parcel_card import ParcelCard
from landgis_ui.steps.checks.review_panel import ReviewPanel
from landgis_ui.steps.checks.session import ReviewSession
from landgis_ui.steps.checks.states import (
    EmptyPanel,
    FailedPanel,
    FaultlessPanel,
    RunningPanel,
    make_notice,
)
from landgis_ui.widgets.basics import column, make_button, make_label, make_panel, row
from landgis_ui.work.flows import LOADED, RESULT
from landgis_ui.work.selection import NOTHING, to_rows

FINDINGS, MISSING, REVIEW = range(3)
TABS = ("findings", "missing", "review")


class ChecksStep(Step):
    """The step as the frame sees it."""

    id = "checks"
    icon = "checks"

    def __init__(self, context: Context) -> None:
        super().__init__(context.workspace)
        self._context, self._words = context, context.words
        self._facts: Facts | None = None
        self._asked: object = None
        self._fills: list[Callable[[], None]] = []
        self._filling = QTimer(self)
        self._filling.setSingleShot(True)
        self._filling.timeout.connect(self._fill_next)
        self._error: LandGISError | None = None
        self._shows_right = False
        self.findings = FindingsPanel(context)
        self.detail = DetailCard(context)
        self.missing = MissingPanel(context)
        self.parcel = ParcelCard(context)
        self.session = ReviewSession(context, self)
        self.review = ReviewPanel(context, self.session)
        self.candidates = CandidatesPanel(context, self.session)
        self.empty, self.running = EmptyPanel(), RunningPanel(context)
        self.failed = FailedPanel(context, again=self._run, data=self._go_to_data)
        self.faultless = FaultlessPanel(context)
        self.tabs, self._lists = QTabBar(), QStackedWidget()
        self._pages, self._right = QStackedWidget(), QStackedWidget()
        self._left = self._lay_out()
        self._connect()
        self._follow_data()

    @property
    def facts(self) -> Facts | None:
        """What is shown; None while it is worked out or there is nothing."""
        return self._facts

    def views(self) -> StepViews:
        """Return lists on the left, the thing looked at on the right."""
        right = self._right if self._shows_right else None
        return StepViews(left=self._left, right=right, wide_left=right is not None)

    def state(self) -> StepState:
        """Return how far the checks are, and what waits for somebody."""
        words, flows = self._words, self._context.flows
        if flows.job(LOADED) is not None:
            return StepState(kind=StepKind.RUNNING, hint=words("check_step.running"))
        if self._context.workspace.loaded is None:
            return StepState(kind=StepKind.EMPTY, hint=words("check_step.hint_empty"))
        if flows.is_out_of_date(LOADED):
            return StepState(kind=StepKind.STALE, hint=words("check_step.stale"))
        pending, firms = self.findings.pending(), self.session.open_firms()
        if pending or firms:
            hint = words("check_step.hint_open", n=pending, firms=firms)
            return StepState(kind=StepKind.TO_VERIFY, count=pending + firms, hint=hint)
        return StepState(kind=StepKind.DONE, hint=words("check_step.hint_done"))

    def next_act(self) -> BlueButton | None:
        """Return 下一步 分析, or the checks where they are still to be run."""
        words, workspace = self._words, self._context.workspace
        if not self._has_inputs():
            return None
        busy = self._context.flows.job(LOADED) is not None
        if workspace.loaded is None:
            text = words("check_step.run")
            return BlueButton(text=text, act=self._run, icon="play", enabled=not busy)
        if self._context.flows.is_out_of_date(LOADED):
            text = words("check_step.run_again")
            return BlueButton(
                text=text, act=self._run, icon="refresh", enabled=not busy
            )
        return BlueButton(
            text=words("check_step.next"), act=self._go_to_analysis, enabled=not busy
        )

    def enter(self) -> None:
        """Let the keys go to the list."""
        self._focus_list()

    def show_tab(self, number: int) -> None:
        """Show findings, missing fields or the review."""
        self.tabs.setCurrentIndex(number)

    def _connect(self) -> None:
        workspace, flows = self._context.workspace, self._context.flows
        self.tabs.currentChanged.connect(self._show_tab)
        self.findings.line_changed.connect(self.detail.set_line)
        self.detail.decided.connect(self.findings.decide)
        self.detail.locate_asked.connect(self.findings.locate)
        self.missing.entry_changed.connect(self.parcel.set_entry)
        self.session.decided.connect(self._count)
        self.session.list_changed.connect(self._count)
        workspace.project_changed.connect(self._forget_error)
        workspace.loaded_changed.connect(self._follow_data)
        workspace.result_changed.connect(self._follow_data)
        workspace.documents_changed.connect(self._follow_documents)
        flows.busy_changed.connect(self._show_state)
        flows.failed.connect(self._show_failure)

    def _follow_data(self) -> None:
        """Work out in a thread what there is to show; the latest data count."""
        workspace, flows = self._context.workspace, self._context.flows
        loaded, result = workspace.loaded, workspace.result
        self._asked = token = object()
        self._fills = []  # of data that are shown no more
        if loaded is None:
            self._facts = None
            self._show_state()
            return
        self._error = None
        job = workspace.jobs.read(
            gather, loaded, result, is_fresh=not flows.is_out_of_date(RESULT)
        )

        def adopt(facts: Facts) -> None:
            if self._asked is token:
                self._adopt(facts)

        job.succeeded.connect(adopt)

    def _adopt(self, facts: Facts) -> None:
        """Fill the panels, the seen one first, each in a turn of the loop."""
        self.detail.set_facts(facts)
        self.parcel.set_facts(facts)
        self.faultless.set_loaded(facts.loaded)
        panels = (self.findings, self.missing, self.review)
        seen = self.tabs.currentIndex()
        order = (panels[seen], *panels[:seen], *panels[seen + 1 :])
        fills = [partial(panel.set_facts, facts) for panel in order]
        self._fills = [*fills, partial(self._end_filling, facts)]
        self._fill_next()

    def _fill_next(self) -> None:
        """Fill one panel; the next once the window has had its turn."""
        if self._fills:
            self._fills.pop(0)()
            self._filling.start()

    def _end_filling(self, facts: Facts) -> None:
        self._facts = facts
        self._count()
        self._show_state()

    def _follow_documents(self, changes: Changes) -> None:
        if FINDING in changes.kinds:
            self.findings.refresh_states()
        if CORRECTION in changes.kinds:
            self.missing.refresh()
        self._count()
        self._show_state()

    def _count(self) -> None:
        """Put the numbers on the tabs."""
        facts = self._facts
        groups = () if facts is None else facts.missing
        parcels = to_rows(np.concatenate([NOTHING, *(g.parcels for g in groups)]))
        counts = (self.findings.pending(), len(parcels), self.session.open_firms())
        for number, (name, count) in enumerate(zip(TABS, counts, strict=True)):
            text = self._words(f"check_step.tab_{name}")
            self.tabs.setTabText(number, f"{text} {count}" if count else text)
        self.state_changed.emit()

    def _show_state(self) -> None:
        """Show the lists, or why there are none."""
        flows, words = self._context.flows, self._words
        job = flows.job(LOADED)
        self._stale.setVisible(job is None and flows.is_out_of_date(LOADED))
        if job is not None:
            self.running.follow(job)
            self._set_page(self.running)
        elif self._error is not None:
            self.failed.text.setText(words.sentence(self._error))
            self._set_page(self.failed)
        elif self._context.workspace.loaded is None:
            self._say_empty()
            self._set_page(self.empty)
        elif self._facts is not None:
            self._set_page(self._work)
        self.state_changed.emit()

    def _set_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        shows = page is self._work
        if shows and self._facts is not None:
            has = len(self._facts.worklist) > 0
            self._findings_pages.setCurrentIndex(0 if has else 1)
        if shows != self._shows_right:
            self._shows_right = shows
            self.views_changed.emit()

    def _say_empty(self) -> None:
        words = self._words
        if self._has_inputs():
            self.empty.say(
                words("check_step.not_run"),
                words("check_step.not_run_text"),
                button=words("check_step.run"),
                act=self._run,
            )
        else:
            self.empty.say(
                words("check_step.no_data"),
                words("check_step.no_data_text"),
                button=words("check_step.to_data"),
                act=self._go_to_data,
            )

    def _show_failure(self, what: str, error: object) -> None:
        if what == LOADED and isinstance(error, LandGISError):
            self._error = error
            self._show_state()

    def _forget_error(self) -> None:
        self._error = None
        self._show_state()

    def _show_tab(self, number: int) -> None:
        self._lists.setCurrentIndex(number)
        self._right.setCurrentIndex(number)
        self._focus_list()
        if number == REVIEW:
            self.review.fly()

    def _focus_list(self) -> None:
        lists = (self.findings.view, self.missing.view, self.review.queue)
        chosen = lists[self.tabs.currentIndex()]
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _run(self) -> None:
        self._error = None
        self._context.flows.run_checks()
        self._show_state()

    def _go_to_data(self) -> None:
        self._context.workspace.step_requested.emit("data")

    def _go_to_analysis(self) -> None:
        self._context.workspace.step_requested.emit("analysis")

    def _has_inputs(self) -> bool:
        store = self._context.workspace.store
        return store is not None and bool(store.documents("input"))

    def _lay_out(self) -> QWidget:
        words = self._words
        self._findings_pages = QStackedWidget()
        self._findings_pages.addWidget(self.findings)
        self._findings_pages.addWidget(self.faultless)
        for panel in (self._findings_pages, self.missing, self.review):
            self._lists.addWidget(panel)
        for side in (self.detail, self.parcel, self.candidates):
            self._right.addWidget(side)
        for name in TABS:
            self.tabs.addTab(words(f"check_step.tab_{name}"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(words("check_step.tabs"))
        again = make_button(words("check_step.run_again"), self._run, kind="link")
        self._stale = make_notice(words("check_step.stale"), (again,))
        stale = column(self._stale, margins=(12, 8, 12, 0))
        title = make_label(words("step.checks"), size="panel")
        head = row(title, None, margins=(16, 12, 16, 4))
        self._work = QWidget()
        self._work.setLayout(
            column(row(self.tabs, None, margins=(12, 0, 12, 0)), self._lists, spacing=0)
        )
        for page in (self.empty, self.running, self.failed, self._work):
            self._pages.addWidget(page)
        return make_panel(column(head, stale, self._pages, spacing=0), edge="right")
