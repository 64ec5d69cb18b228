# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Step 5, 安置: firms at the left, the plan on the map, parks at the right."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QObject, QPoint, pyqtSignal

from landgis.operations.plan_trials import wishes_at
from landgis.relocation.curve import CurvePoint
from landgis.relocation.wishes import PlanWishes
from landgis_ui.canvas.map_view import MapView
from landgis_ui.context import Context
from landgis_ui.steps.base import BlueButton, Step, StepKind, StepState, StepViews
from landgis_ui.steps.relocation.compare_sheet import CompareSheet
from landgis_ui.steps.relocation.empty_panel import EmptyPanel
from landgis_ui.steps.relocation.firm_desk import FirmDesk, try_firms
from landgis_ui.steps.relocation.firm_menu import make_choice_menu, make_firm_menu
from landgis_ui.steps.relocation.firm_panel import FirmPanel
from landgis_ui.steps.relocation.flow_view import FlowView
from landgis_ui.steps.relocation.land_panel import FREED, RESERVE
from landgis_ui.steps.relocation.park_card import Trial
from landgis_ui.steps.relocation.plan_edits import PlanEdits
from landgis_ui.steps.relocation.plan_head import PlanHead
from landgis_ui.steps.relocation.questions import PlanQuestions
from landgis_ui.steps.relocation.right_panel import RightPanel
from landgis_ui.steps.relocation.session import PlanSession
from landgis_ui.work.workspace import Notice


class RelocationStep(Step):
    """Plans: who moves into which park, and why not.

    Signals
    -------
    print_asked(int)
        The sheet of a firm, a row of the result's firms, is to be printed.
    """

    print_asked = pyqtSignal(int)

    id = "relocation"
    icon = "relocate"

    def __init__(
        self, context: Context, view: MapView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._workspace = context, context.workspace
        self.session = PlanSession(context, self)
        self.questions = PlanQuestions(context, self.session, self)
        self.edits = PlanEdits(self.session)
        self.firms = FirmPanel(context, PlanHead(context, self.session, self.questions))
        self.right = RightPanel(context, self._try_firms)
        self.desk = FirmDesk(context, self.session, self.questions, right=self.right)
        self.sheet = CompareSheet(context)
        self.empty = EmptyPanel(context)
        self.flows = FlowView(context, self.session, view, try_firms=self._try_firms)
        self.pill = self.flows.pill
        self._is_shown = False
        self._connect()
        self._show()

    def _connect(self) -> None:
        session, workspace, questions = self.session, self._workspace, self.questions
        session.view_changed.connect(self._show)
        session.busy_changed.connect(self._show_busy)
        session.progressed.connect(self.pill.show_search)
        session.firm_changed.connect(self.desk.show)
        session.refused.connect(questions.tell_refused)
        session.plans_changed.connect(self._show_plans)
        questions.compared.connect(self._show_compared)
        questions.explained.connect(self.right.parks.reasons.show_changes)
        questions.tried.connect(self.right.trial.show_trial)
        questions.curve_made.connect(self.right.trial.show_curve)
        self.desk.looked_at.connect(self.firms.look_at)
        workspace.result_changed.connect(self._on_result)
        self._connect_left()
        self._connect_right()

    def _connect_left(self) -> None:
        session, table = self.session, self.firms.table
        table.looked_at.connect(session.look_at_firm)
        table.hovered.connect(self.flows.point_at)
        table.opened.connect(self._open_sheet)
        table.menu_asked.connect(self._open_menu)
        table.choice_asked.connect(self._offer_choice)
        self.firms.missing_chosen.connect(
            lambda: self._workspace.step_requested.emit("checks")
        )
        self.flows.tool.park_clicked.connect(self._choose_park)
        self.pill.solve.clicked.connect(lambda _on: session.solve())
        self.pill.again.clicked.connect(lambda _on: session.enter())
        self.pill.stop.clicked.connect(lambda _on: session.stop())
        self.sheet.plan_chosen.connect(session.choose)
        self.sheet.cell_chosen.connect(self._show_difference)
        self.sheet.copy_asked.connect(self._copy_plan)

    def _connect_right(self) -> None:
        session, right, parks = self.session, self.right, self.right.parks
        parks.park_chosen.connect(self._choose_park)
        parks.firms_dropped.connect(session.move)
        parks.reasons.closed.connect(lambda: session.look_at_firm(""))
        parks.reasons.change_chosen.connect(session.try_change)
        parks.conflict.way_chosen.connect(self._take_way)
        right.wishes.changed.connect(self.edits.set_wishes)
        right.years.gantt.firm_chosen.connect(session.look_at_firm)
        right.trial.wanted.connect(self.questions.try_wishes)
        right.trial.kept.connect(partial(self._open_variant, "variant_tried"))
        right.trial.curve_wanted.connect(self.questions.trade_off)
        right.trial.prices_wanted.connect(lambda: right.open("wishes"))
        right.trial.point_taken.connect(self._take_point)
        right.land.accept_wanted.connect(self.questions.accept)
        right.land.written.connect(
            lambda kind, key, field, text: self.edits.write_land(
                kind, key, field=field, text=text
            )
        )
        right.sheet.print_asked.connect(self._ask_print)

    def views(self) -> StepViews:
        """Return the widgets: without a result only what leads to one."""
        if self._workspace.result is None:
            return StepViews(left=self.empty)
        return StepViews(
            left=self.firms, right=self.right, below=self.sheet, wide_left=True
        )

    def state(self) -> StepState:
        """Return how far the planning is."""
        session, words = self.session, self._context.words
        if session.jobs.is_solving:
            return StepState(kind=StepKind.RUNNING)
        solved = [plan for plan in session.plans if plan.solved is not None]
        if self._workspace.result is None or not solved:
            return StepState(kind=StepKind.EMPTY)
        if not any(plan.is_record for plan in solved):
            hint = words("relocation.none_of_record")
            return StepState(kind=StepKind.STALE, hint=hint)
        return StepState(kind=StepKind.DONE)

    def next_act(self) -> BlueButton | None:
        """Return the search for a plan, or taking it as the plan of record."""
        session, words = self.session, self._context.words
        plan = session.plan
        if self._workspace.result is None or plan is None or not session.can_edit:
            return None
        view = session.view
        is_old = session.is_stale or (view is not None and view.is_changed)
        if plan.solved is None or is_old:
            return BlueButton(
                text=words("relocation.solve"),
                act=session.solve,
                icon="relocate",
                enabled=not session.jobs.is_solving,
            )
        if plan.is_record:
            return None
        return BlueButton(text=words("relocation.accept"), act=self.questions.accept)

    def enter(self) -> None:
        """Show the plan on the map."""
        self._is_shown = True
        self.session.enter()
        self._show_on_map()

    def leave(self) -> None:
        """Take the plan off the map."""
        self._is_shown = False
        self.session.leave()
        self._show_on_map()

    def _show_on_map(self) -> None:
        shown = self._is_shown and self._workspace.result is not None
        self.flows.set_shown(shown=shown)

    def _on_result(self) -> None:
        self.views_changed.emit()
        self._show_on_map()

    def _show(self) -> None:
        view = self.session.view
        self.firms.show_view(view)
        plan = self.session.plan
        wishes = None if plan is None else plan.wishes
        can_edit = self.session.can_edit
        self.firms.table.can_choose = can_edit
        self.right.parks.show_view(view, wishes if can_edit else None)
        self.right.years.show_view(view)
        self.right.wishes.show_wishes(wishes, view, can_edit=can_edit)
        self.right.trial.show_view(view, wishes, can_keep=can_edit)
        self._show_busy()
        if view is not None and self._is_shown:
            self.questions.compare()
        self.desk.show()
        self._show_plans()

    def _show_plans(self) -> None:
        """Show what the plan of record frees."""
        store, session = self._workspace.store, self.session
        plan = session.plan
        is_known = store is not None
        self.right.land.show_land(
            store.documents(FREED.kind) if store is not None else {},
            store.documents(RESERVE.kind) if store is not None else {},
            can_edit=is_known and session.can_edit,
            can_accept=session.can_edit
            and plan is not None
            and plan.solved is not None,
        )
        self.state_changed.emit()

    def _show_busy(self) -> None:
        session = self.session
        if session.jobs.is_solving:
            if self.pill.status != "busy":
                self.pill.show_search(self._context.words("relocation.begun"))
        elif session.view is None and session.jobs.is_reading:
            self.pill.show_reading()
        elif session.is_missed and session.view is None:
            self.pill.show_missed()
        else:
            self.pill.show_view(
                session.view, stale=session.is_stale, can_edit=session.can_edit
            )
        self.right.trial.show_making(making=session.jobs.is_running("curve"))
        self.firms.set_stale(stale=session.is_stale)
        self.state_changed.emit()

    def _try_firms(self, park: str, firms: tuple[str, ...]) -> Trial:
        return try_firms(self.session.view, park, firms, words=self._context.words)

    def _take_way(self, name: str, wishes: PlanWishes) -> None:
        self._open_variant("variant_freed", wishes, without_pins=name == "drop_pins")

    def _take_point(self, point: CurvePoint) -> None:
        plan = self.session.plan
        if plan is not None:
            self._open_variant("variant_point", wishes_at(plan.wishes, point))

    def _open_variant(
        self, name: str, wishes: PlanWishes, *, without_pins: bool = False
    ) -> None:
        """Search a copy of the plan with other wishes."""
        plan = self.session.plan
        if plan is not None:
            title = self._context.words(f"relocation.{name}", name=plan.name)
            self.edits.open_variant(title, wishes=wishes, without_pins=without_pins)

    def _ask_print(self) -> None:
        row = self.desk.row()
        if row is not None:
            self.print_asked.emit(row)

    def _choose_park(self, park: str) -> None:
        view = self.session.view
        if view is not None:
            mine = view.firms.loc[view.firms["park"] == park, "key"]
            self.flows.layer.point_at(frozenset(mine))

    def _open_sheet(self, firm: str) -> None:
        self.session.look_at_firm(firm)
        self.right.open("sheet")

    def _open_menu(self, at: QPoint) -> None:
        table = self.firms.table
        firms = table.chosen()
        menu = make_firm_menu(self._context, self.session, firms=firms, parent=table)
        menu.popup(at)

    def _offer_choice(self, column: str, at: QPoint) -> None:
        table = self.firms.table
        firms = table.chosen()
        menu = make_choice_menu(
            self._context, self.session, column, firms=firms, parent=table
        )
        menu.popup(at)

    def _copy_plan(self) -> None:
        if self.session.plan is not None:
            self.session.new_plan(copy_of=self.session.plan.id)

    def _show_compared(self, table: object) -> None:
        plan = self.session.plan
        self.sheet.show_table(table, "" if plan is None else plan.id)  # type: ignore[arg-type]  # what compare gives

    def _show_difference(self, figure: str, plan: str) -> None:
        """Let the firms stand out that make a figure differ from this plan's."""
        table, mine = self.sheet.model.table, self.session.plan
        if table is None or mine is None:
            return
        if plan == mine.id:
            self.flows.point_at("")
            return
        differing = table.differing(figure, mine.id, plan)
        self.flows.layer.point_at(frozenset(differing["key"]))
        n = len(differing)
        text = self._context.words("relocation.differing", n=n)
        self._workspace.notify(Notice(text=text))
