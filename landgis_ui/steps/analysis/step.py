# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Step 3, 分析: figures on top, the legend at the left, the inspector at the right."""

from __future__ import annotations

from functools import partial

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QStackedWidget

from landgis.errors import LandGISError
from landgis.operations.loading import SUPPLY
from landgis.operations.rejudge import Effect
from landgis.operations.stored_analysis import StoredResult
from landgis.project import Changes
from landgis.report.headline import Headline
from landgis.schema import read_schema
from landgis_ui.context import Context
from landgis_ui.steps.analysis.field_panel import FieldPanel
from landgis_ui.steps.analysis.figures import FigureWriter
from landgis_ui.steps.analysis.inspector import Inspector
from landgis_ui.steps.analysis.legend_controller import LegendController
from landgis_ui.steps.analysis.legend_panel import LegendPanel
from landgis_ui.steps.analysis.override_panel import OverridePanel, OverrideSubject
from landgis_ui.steps.analysis.parcel_facts import Fact, LandReader, LandShown
from landgis_ui.steps.analysis.strip import FigureCell, FigureStrip
from landgis_ui.steps.analysis.waiting import WaitingPanel
from landgis_ui.steps.base import BlueButton, Step, StepKind, StepState, StepViews
from landgis_ui.widgets.figures import AreaWriter
from landgis_ui.work.selection import Rows
from landgis_ui.work.taking_back import taking_back
from landgis_ui.work.workspace import Notice

SUMMED = ("status", "mu", "firm_mu", "potential_mu")
STRETCHES = (5, 7, 4, 4, 5)
RESULT, LOADED = "result", "loaded"


class AnalysisStep(Step):
    """What the land is, why, and what people decide about it.

    Signals
    -------
    zone_asked(), page_asked()
        The selected land is to go into a zone, or to have its sheets.
    """

    zone_asked = pyqtSignal()
    page_asked = pyqtSignal()

    id = "analysis"
    icon = "analysis"

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._workspace = context, context.workspace
        self._writer = FigureWriter(context)
        self._asked: object = None
        self._areas = AreaWriter(context)
        self._headline: Headline | None = None
        self.strip = FigureStrip(
            context.look,
            tuple(FigureCell(context, stretch=share) for share in STRETCHES),
        )
        self.legend = LegendPanel(context)
        self.legend_controller = LegendController(context, self.legend, self)
        self.waiting = WaitingPanel(context)
        self.inspector = Inspector(context)
        self.override = OverridePanel(context)
        self.right = QStackedWidget()
        self.right.addWidget(self.inspector)
        self.right.addWidget(self.override)
        self.entry = FieldPanel(context)
        self.right.addWidget(self.entry)
        self._connect()
        self._on_result()

    def _connect(self) -> None:
        workspace, inspector = self._workspace, self.inspector
        workspace.result_changed.connect(self._on_result)
        workspace.loaded_changed.connect(self._tell)
        workspace.project_changed.connect(self._tell)
        workspace.selection.changed.connect(self._show_selection)
        self._context.flows.busy_changed.connect(self._on_busy)
        self._context.flows.failed.connect(self._on_failed)
        self._context.settings.changed.connect(self._on_setting)
        inspector.located.connect(self._locate)
        inspector.closed.connect(workspace.selection.clear)
        inspector.override_asked.connect(self._open_override)
        inspector.zone_asked.connect(self.zone_asked)
        inspector.page_asked.connect(self.page_asked)
        inspector.firm_chosen.connect(self._show_firm)
        inspector.field_asked.connect(self._open_field)
        inspector.clause_asked.connect(partial(workspace.open_utility, "rules"))
        inspector.threshold_asked.connect(partial(workspace.open_utility, "whatif"))
        workspace.documents_changed.connect(self._on_documents)
        self.entry.closed.connect(self._close_override)
        self.override.closed.connect(self._close_override)
        self.override.done.connect(self._after_override)

    def views(self) -> StepViews:
        """Return the widgets: without a result only what leads to one."""
        if self._workspace.result is None:
            return StepViews(left=self.waiting, wants_table=True)
        return StepViews(
            left=self.legend, right=self.right, strip=self.strip, wants_table=True
        )

    def state(self) -> StepState:
        """Return how far the analysis is."""
        flows, words = self._context.flows, self._context.words
        if flows.job(RESULT) is not None:
            return StepState(kind=StepKind.RUNNING)
        if self._workspace.result is None:
            return StepState(kind=StepKind.EMPTY)
        if flows.is_out_of_date(RESULT):
            hint = words("analysis.stale")
            return StepState(kind=StepKind.STALE, hint=hint)
        if self._headline is not None and self._headline.verify_count:
            return StepState(kind=StepKind.TO_VERIFY, count=self._headline.verify_count)
        return StepState(kind=StepKind.DONE)

    def next_act(self) -> BlueButton | None:
        """Return 分析, or again where something has changed."""
        if self._workspace.store is None:
            return None
        words, state = self._context.words, self.state()
        if state.kind in (StepKind.EMPTY, StepKind.STALE, StepKind.RUNNING):
            key = "analysis.again" if state.kind is StepKind.STALE else "analysis.run"
            return BlueButton(
                text=words(key),
                act=self._context.flows.run_analysis,
                icon="analysis",
                enabled=state.kind is not StepKind.RUNNING and self._has_data(),
            )
        return None

    def enter(self) -> None:
        """Show how things stand; the inspector follows the selection all the time."""
        self._show_waiting()

    def _has_data(self) -> bool:
        store = self._workspace.store
        return store is not None and any(
            value.get("role") == "supply" for value in store.documents("input").values()
        )

    def _tell(self) -> None:
        self._show_waiting()
        self.state_changed.emit()

    def _on_busy(self) -> None:
        self._show_figures()
        self._tell()

    def _on_failed(self, what: str, error: object) -> None:
        self._show_waiting()
        if isinstance(error, LandGISError) and what in (RESULT, LOADED):
            self.waiting.fail(self._context.words.sentence(error))

    def _on_setting(self, name: str) -> None:
        if name == "preference.area_unit":
            self._show_figures()
            self.legend_controller.show()
            self._show_selection(None)

    def _on_result(self) -> None:
        result = self._workspace.result
        self._headline = None if result is None else result.headline
        self._close_override()
        self._show_figures()
        self._show_selection(None)
        self.views_changed.emit()
        self._tell()

    def _show_figures(self) -> None:
        result, headline = self._workspace.result, self._headline
        if result is None or headline is None:
            return
        stale = self._context.flows.is_out_of_date(RESULT)
        figures = self._writer.write(result, headline, is_stale=stale)
        for cell, figure in zip(self.strip.cells, figures, strict=True):
            cell.show_figure(figure)

    def _show_waiting(self) -> None:
        words, flows = self._context.words, self._context.flows
        job = flows.job(RESULT) or flows.job(LOADED)
        if job is not None:
            self.waiting.watch(job)
        elif not self._has_data():
            self.waiting.say(
                words("analysis.no_data"),
                words("analysis.no_data_hint"),
                button=words("analysis.to_data"),
                act=lambda: self._workspace.step_requested.emit("data"),
            )
        else:
            self.waiting.say(
                words("analysis.ready"),
                words("analysis.ready_hint"),
                button=words("analysis.run"),
                act=flows.run_analysis,
            )

    def _show_selection(self, origin: object) -> None:
        del origin
        result, rows = self._workspace.result, self._workspace.selection.rows
        self._asked = None  # what is still being read is not wanted any more
        if result is None:
            return
        current = self._workspace.selection.current
        if current >= 0:
            self._show_land(result, current)
        elif len(rows):
            self._show_sums(np.asarray(rows))
        else:
            self.inspector.show_nothing()

    def _show_land(self, result: StoredResult, row: int) -> None:
        """Show one piece of land once its grounds are read."""
        self._asked = token = object()
        reader = LandReader(self._context)
        job = self._workspace.jobs.read(reader.read, result, row)

        def show(land: LandShown) -> None:
            if self._asked is token:
                self.inspector.show_land(land)

        job.succeeded.connect(show)

    def _show_sums(self, rows: Rows) -> None:
        result, words, areas = self._workspace.result, self._context.words, self._areas
        if result is None:
            return
        parcels = result.analysis.parcels
        own = parcels[list(SUMMED)].iloc[rows[rows < len(parcels)]]
        left = result.analysis.residual.iloc[rows[rows >= len(parcels)] - len(parcels)]
        counts = own["status"].value_counts()
        facts = [
            Fact(title=words(f"analysis.sum_{key}"), value=areas.text(value))
            for key, value in (
                ("mu", float(own["mu"].sum() + left["mu"].sum())),
                ("firm", float(own["firm_mu"].sum() + left["mu"].sum())),
                ("potential", float(own["potential_mu"].sum())),
            )
        ]
        facts.extend(self.legend_controller.count_facts(counts, residuals=len(left)))
        self.inspector.show_sums(
            words("analysis.selected", count=len(rows)),
            words("analysis.selected_hint"),
            tuple(facts),
        )

    def _locate(self) -> None:
        selection = self._workspace.selection
        self._workspace.show_on_map(rows=selection.rows)

    def _show_firm(self, firm: int) -> None:
        result = self._workspace.result
        if result is not None:
            links = result.analysis.links
            parcels = links.loc[links["firm"] == firm, "parcel"].to_numpy()
            self._workspace.selection.set(parcels)

    def _open_override(self) -> None:
        shown = self.inspector.shown
        if shown is not None and shown.kind == "parcel":
            self.right.setCurrentWidget(self.override)
            self.override.show_subject(
                OverrideSubject(names=(shown.name,), status=shown.status)
            )

    def _open_field(self, field: str) -> None:
        shown = self.inspector.shown
        if shown is None:
            return
        missing = dict.fromkeys(
            name for ground in shown.grounds for name in ground.missing
        )
        fields = tuple(name for name in missing if name in self._supply_fields())
        if field in fields and self.entry.show_field(
            shown.name, fields=fields, first=field
        ):
            self.right.setCurrentWidget(self.entry)
        else:
            # A field of a firm, or of several rows: the work list has its place.
            self._workspace.step_requested.emit("checks")

    @staticmethod
    def _supply_fields() -> frozenset[str]:
        return frozenset(read_schema(SUPPLY).fields)

    def _on_documents(self, changes: Changes) -> None:
        """Judge anew at once after a missing field was entered here."""
        if "correction" in changes.kinds and self.right.currentWidget() is self.entry:
            self._close_override()
            self._context.flows.run_analysis()

    def _close_override(self) -> None:
        self.right.setCurrentWidget(self.inspector)

    def _after_override(self, effect: Effect | None) -> None:
        """Show the effect at once; a full analysis makes it lasting."""
        self._close_override()
        result, words = self._workspace.result, self._context.words
        if effect is not None and result is not None:
            self._workspace.set_result(_with_effect(result, effect))
        notice = Notice(
            text=words("override.done"),
            action_text=words("frame.undo"),
            action=taking_back(self._workspace, words),
        )
        self._workspace.notify(notice)
        self._context.flows.run_analysis()


def _with_effect(result: StoredResult, effect: Effect) -> StoredResult:
    changes = {
        change.row: {
            "status": change.new_status,
            "firm_mu": change.new_firm_mu,
            "potential_mu": change.new_potential_mu,
            "missing": change.new_missing,
            "reason": change.new_reason,
        }
        for change in effect.changes
    }
    after = effect.after
    sums = {
        "firm_mu": after.firm_mu,
        "potential_mu": after.potential_mu,
        "overlap_removed_mu": after.overlap_removed_mu,
    }
    return result.with_land(changes, sums)
