# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked about plans: why not, which is best, what does more cost."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal

from landgis import messages
from landgis.operations.plan_explain import explain_firm
from landgis.operations.plan_record import accept_plan
from landgis.operations.plan_trials import try_wishes
from landgis.operations.stored_plan import compare_plans, plan_trade_off
from landgis.project import Edit
from landgis.relocation.curve import CurvePoint
from landgis.relocation.remedies import FirmExplanation
from landgis.relocation.wishes import PlanWishes
from landgis_ui.context import Context
from landgis_ui.steps.relocation.plan_edits import PlanEdits
from landgis_ui.steps.relocation.session import PlanSession
from landgis_ui.work.workspace import Notice


class PlanQuestions(QObject):
    """Questions that take a moment; each is answered by a signal.

    Signals
    -------
    explained(object)
        A `FirmExplanation` of the firm that is looked at.
    compared(object)
        The `PlanTable` of all plans.
    tried(object)
        A `PlanTrial` with other wishes.
    curve_made(object)
        The points of freed 亩 against cost.
    """

    explained = pyqtSignal(object)
    compared = pyqtSignal(object)
    tried = pyqtSignal(object)
    curve_made = pyqtSignal(object)

    def __init__(
        self, context: Context, session: PlanSession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._session = context, session

    def explain(self, firm: str) -> None:
        """Ask why a firm has no place, and what would change that."""
        job = self._session.start("explain", explain_firm, firm)
        if job is not None:
            job.succeeded.connect(partial(self._tell_reasons, firm))

    def compare(self) -> None:
        """Ask for all plans side by side."""
        plans = tuple(plan.id for plan in self._session.plans)
        path = self._context.workspace.path()
        if path is not None and plans:
            job = self._session.jobs.start("compare", compare_plans, path, plans)
            job.succeeded.connect(self.compared.emit)

    def try_wishes(self, wishes: PlanWishes) -> None:
        """Ask what other wishes would give; the plan stays as it is."""
        job = self._session.start("trial", try_wishes, wishes)
        if job is not None:
            job.succeeded.connect(self.tried.emit)

    def trade_off(self) -> None:
        """Ask how much land more money frees."""
        title = self._context.words("relocation.curve_making")
        job = self._session.start("curve", plan_trade_off, title=title)
        if job is not None:
            job.succeeded.connect(partial(self._tell_curve, self._plan()))

    def accept(self) -> None:
        """Make the plan the plan of record."""
        title = self._context.words("relocation.accepting")
        job = self._session.start("accept", accept_plan, title=title)
        if job is not None:
            job.succeeded.connect(self._accepted)

    def tell_refused(
        self, firms: tuple[str, ...], park: str, why: tuple[str, ...]
    ) -> None:
        """Say why firms may not go to a park; others can be asked to make room."""
        view, words = self._session.view, self._context.words
        if view is None:
            return
        firm, *reasons = why
        text = words(
            "relocation.refused",
            firm=str(view.firms.set_index("key").at[firm, "name"]),
            park=str(view.parks.set_index("key").at[park, "name"]),
            why=messages.text("plan.sheet.stop").join(reasons),
        )
        self._context.workspace.notify(
            Notice(
                text=text,
                tone="look",
                action_text=words("relocation.make_room"),
                action=partial(PlanEdits(self._session).make_room, firms, park),
            )
        )

    def _accepted(self, edit: Edit) -> None:
        if self._session.do(edit):
            text = self._context.words("relocation.accepted")
            self._context.workspace.notify(Notice(text=text))

    def _plan(self) -> str:
        plan = self._session.plan
        return "" if plan is None else plan.id

    def _tell_curve(self, plan: str, points: tuple[CurvePoint, ...]) -> None:
        if plan == self._plan():
            self.curve_made.emit(points)

    def _tell_reasons(self, firm: str, found: FirmExplanation) -> None:
        if firm == self._session.firm:
            self.explained.emit(found)
