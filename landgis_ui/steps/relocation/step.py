# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Step 5, 安置: firms at the left, the plan on the map, parks at the right."""

from __future__ import annotations

from PyQt6.QtCore import QObject, QPoint

from landgis.operations.firm_sheet import firm_facts
from landgis.relocation.drops import check_move
from landgis.relocation.remedies import park_lines
from landgis.relocation.view import PlanView
from landgis_ui.canvas.map_view import MapView
from landgis_ui.context import Context
from landgis_ui.steps.base import BlueButton, Step, StepKind, StepState, StepViews
from landgis_ui.steps.relocation.compare_sheet import CompareSheet
from landgis_ui.steps.relocation.empty_panel import EmptyPanel
from landgis_ui.steps.relocation.firm_menu import make_firm_menu
from landgis_ui.steps.relocation.firm_panel import FirmPanel
from landgis_ui.steps.relocation.flow_view import FlowView, verdict_lines
from landgis_ui.steps.relocation.park_card import Trial
from landgis_ui.steps.relocation.plan_head import PlanHead
from landgis_ui.steps.relocation.questions import PlanQuestions
from landgis_ui.steps.relocation.right_panel import RightPanel
from landgis_ui.steps.relocation.session import PlanSession
from landgis_ui.steps.relocation.verdict_pill import VerdictPill
from landgis_ui.widgets.figures import AreaWriter, write_number
from landgis_ui.work.workspace import Notice

UNPLACED = ("unplaced", "unknown")


class RelocationStep(Step):
    """Plans: who moves into which park, and why not."""

    id = "relocation"
    icon = "relocate"

    def __init__(
        self, context: Context, view: MapView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._workspace = context, context.workspace
        self._areas = AreaWriter(context)
        self.session = PlanSession(context, self)
        self.questions = PlanQuestions(context, self.session, self)
        self.firms = FirmPanel(context, PlanHead(context, self.session, self.questions))
        self.right = RightPanel(context, self._try_firms)
        self.sheet = CompareSheet(context)
        self.empty = EmptyPanel(context)
        self.pill = VerdictPill(context, view.canvas)
        self.flows = FlowView(context, self.session, view)
        self._is_shown = False
        self._map = view
        self._connect()
        self._show()

    def _connect(self) -> None:
        session, workspace = self.session, self._workspace
        session.view_changed.connect(self._show)
        session.busy_changed.connect(self._show_busy)
        session.progressed.connect(self.pill.show_search)
        session.firm_changed.connect(self._show_firm)
        session.plans_changed.connect(self.state_changed)
        self.questions.compared.connect(self._show_compared)
        self.questions.explained.connect(self.right.parks.reasons.show_changes)
        workspace.result_changed.connect(self._on_result)
        self._connect_widgets()

    def _connect_widgets(self) -> None:
        session, table, parks = self.session, self.firms.table, self.right.parks
        table.looked_at.connect(session.look_at_firm)
        table.hovered.connect(self.flows.point_at)
        table.opened.connect(self._open_sheet)
        table.menu_asked.connect(self._open_menu)
        parks.park_chosen.connect(self._choose_park)
        parks.firms_dropped.connect(session.move)
        parks.reasons.closed.connect(lambda: session.look_at_firm(""))
        parks.reasons.change_chosen.connect(session.try_change)
        self.flows.tool.park_clicked.connect(self._choose_park)
        self.right.wishes.changed.connect(session.set_wishes)
        self.right.years.gantt.firm_chosen.connect(session.look_at_firm)
        self.pill.solve.clicked.connect(lambda _on: session.solve())
        self.pill.stop.clicked.connect(lambda _on: session.stop())
        self.sheet.plan_chosen.connect(session.choose)
        self.sheet.cell_chosen.connect(self._show_difference)
        self.sheet.copy_asked.connect(self._copy_plan)

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
        if session.is_solving:
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
        if plan.solved is None or (view is not None and view.is_changed):
            return BlueButton(
                text=words("relocation.solve"),
                act=session.solve,
                icon="relocate",
                enabled=not session.is_solving,
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
        self.pill.setVisible(shown)
        self._map.overlay.tool_buttons.setVisible(not shown)
        self._map.overlay.colours.setVisible(not shown)
        self._map.overlay.lay_out()

    def _on_result(self) -> None:
        self.views_changed.emit()
        self._show_on_map()

    def _show(self) -> None:
        view = self.session.view
        self.firms.show_view(view)
        self.right.parks.show_view(view)
        self.right.years.show_view(view)
        plan = self.session.plan
        wishes = None if plan is None or not self.session.can_edit else plan.wishes
        self.right.wishes.show_wishes(wishes, view)
        self._show_busy()
        self._show_firm()
        if view is not None and self._is_shown:
            self.questions.compare()

    def _show_busy(self) -> None:
        session = self.session
        if session.is_solving:
            self.pill.show_search(self._context.words("relocation.begun"))
        else:
            self.pill.show_view(session.view, can_edit=session.can_edit)
        self.state_changed.emit()

    def _show_firm(self) -> None:
        session, result = self.session, self._workspace.result
        view, firm = session.view, session.firm
        reasons = self.right.parks.reasons
        row = None if view is None or not firm else _row_of(view, firm)
        if view is None or row is None or result is None:
            reasons.hide()
            self.right.sheet.show_sheet(None)
            return
        self.firms.look_at(firm)
        self.right.sheet.show_sheet(firm_facts(view, firm, result.analysis))
        found = view.firms.iloc[row]
        self._workspace.selection.set(found["parcel_rows"], origin=self)
        if found["outcome"] not in UNPLACED:
            reasons.hide()
            return
        words = self._context.words
        facts = words(
            "relocation.firm_facts",
            industry=found["industry"] or "—",
            floor=write_number(float(found["floor_m2"]), 0),
            unit=words("unit.m2"),
            area=self._areas.text(float(found["freed_mu"])),
        )
        reasons.show_firm(str(found["name"]), facts, park_lines(view, firm))
        self.right.open("parks")
        self.questions.explain(firm)

    def _try_firms(self, park: str, firms: tuple[str, ...]) -> Trial:
        """Return what firms would do to a park, one after the other."""
        view, words = self.session.view, self._context.words
        reasons: list[str] = []
        floor, share = float("nan"), float("nan")
        told: tuple[str, ...] = ()
        for firm in firms:
            if view is None:
                break
            verdict = check_move(view, firm, park)
            reasons.extend(verdict.reasons)
            floor, share = verdict.floor_after_m2, verdict.share_after
            told = verdict_lines(verdict, words)
            view = view.with_move(firm, park)
        is_allowed = not reasons
        if not is_allowed:
            told = (words("relocation.may_not_move"),)
        return Trial(
            is_allowed=is_allowed,
            reasons=(*told, *dict.fromkeys(reasons)),
            floor_after_m2=floor,
            share_after=share,
        )

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


def _row_of(view: PlanView, firm: str) -> int | None:
    """Return the position of a firm in the plan."""
    found = (view.firms["key"] == firm).to_numpy().nonzero()[0]
    return int(found[0]) if len(found) else None
