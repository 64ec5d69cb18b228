# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan that is being looked at: read, changed, solved, explained, compared."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from landgis.errors import LandGISError
from landgis.operations import plan_documents as documents
from landgis.operations.plan_documents import StoredPlan
from landgis.operations.plan_explain import try_change
from landgis.operations.plan_trials import SeenPlan, see_plan
from landgis.operations.stored_plan import SolvedPlan, keep_solution, solve_plan
from landgis.project import Changes, Edit, ProjectStore
from landgis.relocation.drops import check_move
from landgis.relocation.remedies import Change
from landgis.relocation.view import PlanView
from landgis.relocation.wishes import PlanWishes
from landgis_ui.context import Context
from landgis_ui.steps.relocation.plan_jobs import PlanJobs
from landgis_ui.work.jobs import Job

PLAN, MOVE = "plan", "plan_move/"
SHOWN = "relocation.plan"
"""State of the project: the plan that was looked at last."""


class PlanSession(QObject):
    """Between the project's plans and the widgets of the step.

    Signals
    -------
    plans_changed()
        There are other plans, or another one is looked at.
    view_changed()
        `view` is another one, or None.
    firm_changed()
        Another firm is looked at.
    busy_changed()
        A search or a reading has begun or ended.
    progressed(str)
        How far the search is, in a sentence.
    refused(object, str, object)
        Firms (a tuple of keys) may not go to a park: the firm that may not, and why.
    """

    plans_changed = pyqtSignal()
    view_changed = pyqtSignal()
    firm_changed = pyqtSignal()
    busy_changed = pyqtSignal()
    progressed = pyqtSignal(str)
    refused = pyqtSignal(object, str, object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._workspace = context, context.workspace
        self._current = ""
        self._firm = ""
        self._view: PlanView | None = None
        self.jobs = PlanJobs(context, self)
        self.jobs.changed.connect(self.busy_changed)
        self._is_shown = False
        self._is_old = True
        self._is_stale = False
        self.is_missed = False  # the plan that is looked at could not be read
        workspace = self._workspace
        workspace.project_changed.connect(self._begin_anew)
        workspace.result_changed.connect(self._reread)
        workspace.documents_changed.connect(self._follow)

    @property
    def store(self) -> ProjectStore | None:
        """The open project, if it can be written to."""
        store = self._workspace.store
        return None if store is None or store.read_only else store

    @property
    def plans(self) -> tuple[StoredPlan, ...]:
        """The plans of the open project, in their order."""
        store = self._workspace.store
        return () if store is None else documents.stored_plans(store)

    @property
    def plan(self) -> StoredPlan | None:
        """The plan that is looked at."""
        return next((plan for plan in self.plans if plan.id == self._current), None)

    @property
    def view(self) -> PlanView | None:
        """Everything that is shown of the plan."""
        return self._view

    @property
    def is_stale(self) -> bool:
        """Whether data or conditions have changed since the plan was searched."""
        plan = self.plan
        return self._is_stale and plan is not None and plan.solved is not None

    @property
    def firm(self) -> str:
        """The key of the firm that is looked at, "" for none."""
        return self._firm

    @property
    def can_edit(self) -> bool:
        """Whether the open project can be written to."""
        return self.store is not None

    def enter(self) -> None:
        """Read what is to be seen now; make the first plan."""
        self._is_shown = True
        if self._workspace.result is None:
            return
        if not self.plans and self.can_edit:
            self.new_plan()
        elif self._is_old:
            self._read()

    def leave(self) -> None:
        """Another step is shown; nothing is read for this one."""
        self._is_shown = False

    def choose(self, plan: str) -> None:
        """Look at another plan."""
        if plan != self._current:
            self._look_at(plan)
            self._read()

    def look_at_firm(self, firm: str) -> None:
        """Look at a firm; "" for none."""
        if firm != self._firm:
            self._firm = firm
            self.firm_changed.emit()

    def new_plan(
        self,
        *,
        copy_of: str = "",
        wishes: PlanWishes | None = None,
        after: str = "",
    ) -> None:
        """Add a plan and look at it; `after` are words that follow its letter."""
        store = self._workspace.store
        if store is None:
            return
        name = f"{documents.next_name(store)} {after}".strip()
        plan, edit = documents.new_plan(
            store, name, wishes=wishes, copy_of=copy_of or None
        )
        self.open_plan(plan, edit, solved=False)

    def open_plan(self, plan: str, edit: Edit, *, solved: bool) -> None:
        """Look at a plan that an edit makes; the one at hand stays as it is."""
        if self.do(edit):
            self._look_at(plan)
            self._read(then=self.solve if solved else None)

    def move(self, firms: tuple[str, ...], park: str | None) -> None:
        """Send firms to a park by hand, where they stay when it is solved again.

        Where one of them may not go there nothing is done, and it is said why.
        """
        view = self._view
        if view is not None and self.can_edit:
            for firm in firms:
                verdict = None if park is None else check_move(view, firm, park)
                if verdict is not None and not verdict.allowed:
                    self.refused.emit(firms, park, (firm, *verdict.reasons))
                    return
                view = view.with_move(firm, park)
            self._show(view)
        self.edit(
            lambda store: documents.move_firms(store, self._current, firms, park=park)
        )

    def try_change(self, change: Change, firm: str = "") -> None:
        """Open a new plan with a change for a firm; the one at hand stays as it is."""
        store, view = self._workspace.store, self._view
        if store is None or view is None or not (firm or self._firm):
            return
        name = str(view.firms.set_index("key").at[firm or self._firm, "name"])
        plan, edit = try_change(store, self._current, change, name=name)
        self.open_plan(plan, edit, solved=True)

    def solve(self) -> None:
        """Search for the best plan around what is pinned."""
        if self.jobs.is_solving or not self._current or not self.can_edit:
            return
        words = self._context.words
        job = self.start("solve", solve_plan, title=words("relocation.solving"))
        if job is None:
            return
        job.progressed.connect(lambda _done, _all, stage: self.progressed.emit(stage))
        job.succeeded.connect(partial(self._keep, self._current))

    def stop(self) -> None:
        """End the search with the best plan found so far."""
        self.jobs.stop_early("solve")

    def do(self, edit: Edit) -> bool:
        """Change the project; False if it could not be written, which is said."""
        try:
            self._workspace.do(edit)
        except LandGISError as error:
            self.jobs.fail(error)
            return False
        return True

    def edit(self, make: Callable[[ProjectStore], Edit]) -> None:
        """Change the plan by an edit made from the project's documents."""
        store = self._workspace.store
        if store is None or not self._current:
            return
        if store.read_only:
            self._context.flows.say_read_only(store)
            return
        self.do(make(store))

    def _keep(self, plan: str, solved: SolvedPlan) -> None:
        store = self._workspace.store
        is_there = store is not None and store.document(PLAN, plan) is not None
        if store is not None and is_there:
            self.do(keep_solution(store, plan, solved))
            if plan == self._current:
                self._is_stale = False
                self._show(solved.view)

    def _look_at(self, plan: str) -> None:
        self._current = plan
        self._is_old = True
        store = self._workspace.store
        if store is not None and not store.read_only:
            store.set_state(SHOWN, plan)
        self.plans_changed.emit()

    def _begin_anew(self) -> None:
        self.jobs.cancel_all()
        store = self._workspace.store
        self._current = "" if store is None else str(store.state(SHOWN) or "")
        self._is_old = True
        self.look_at_firm("")
        self._show(None)
        self.plans_changed.emit()

    def _follow(self, changes: Changes) -> None:
        kinds = changes.kinds
        if any(kind == PLAN or kind.startswith(MOVE) for kind in kinds):
            self.plans_changed.emit()
            self._reread()

    def _reread(self) -> None:
        self._is_old = True
        if self._is_shown:
            self.enter()

    def _read(self, *, then: Callable[[], object] | None = None) -> None:
        if self.plan is None and self.plans:
            self._look_at(self.plans[0].id)
        if self.plan is None or self._workspace.result is None:
            self._show(None)
            return
        self._is_old = False
        self.jobs.cancel("explain")  # it is asked again of the plan as it is then
        job = self.start("view", see_plan)
        if job is None:
            return
        job.succeeded.connect(partial(self._take_view, self._current))
        job.failed.connect(lambda _error: self._miss())
        if then is not None:
            job.succeeded.connect(lambda _seen: then())

    def _take_view(self, plan: str, seen: SeenPlan) -> None:
        if plan == self._current:
            self._is_stale = not seen.is_current
            self._show(seen.view)

    def _miss(self) -> None:
        """Take note that the plan could not be read."""
        self._is_old = self.is_missed = True
        self.view_changed.emit()

    def _show(self, view: PlanView | None) -> None:
        self._view, self.is_missed = view, False
        self.view_changed.emit()

    def start(
        self, what: str, function: Callable[..., Any], *args: Any, title: str = ""
    ) -> Job | None:
        """Start a job on the plan: ``function(store_path, plan_id, *args)``."""
        path = self._workspace.path()
        if path is None or not self._current:
            return None
        return self.jobs.start(what, function, path, self._current, *args, title=title)
