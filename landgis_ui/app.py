# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the program: look, words, workspace, steps, window; and takes it apart."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QObject, Qt, QTimer, QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QApplication

from landgis.errors import LandGISError
from landgis.pages.request import Kind
from landgis.render.warm import warm_up
from landgis_ui.canvas.map_view import MapView
from landgis_ui.canvas.readouts import CoordinateLabel, ScaleBox
from landgis_ui.context import Context
from landgis_ui.crash import CrashReporter
from landgis_ui.frame.file_choice import FileChooser
from landgis_ui.frame.map_controller import MapController
from landgis_ui.frame.project_header import AreaRule, ProjectHeader, SystemName
from landgis_ui.frame.search_box import SearchBox
from landgis_ui.frame.utilities import Utilities
from landgis_ui.steps.analysis.step import AnalysisStep
from landgis_ui.steps.base import Step
from landgis_ui.steps.checks.step import ChecksStep
from landgis_ui.steps.data.step import DataStep
from landgis_ui.steps.relocation.step import RelocationStep
from landgis_ui.steps.report.step import ReportStep
from landgis_ui.steps.zones.step import ZonesStep
from landgis_ui.table.drawer import TableDrawer
from landgis_ui.theme.look import Look
from landgis_ui.window import MainWindow, Parts
from landgis_ui.wiring.keeper import Keeper
from landgis_ui.wiring.makers import make_makers
from landgis_ui.wiring.project_commands import ProjectCommands
from landgis_ui.wiring.recall import Recall
from landgis_ui.wiring.table_wiring import TableWiring
from landgis_ui.wiring.view_commands import Late, ViewCommands
from landgis_ui.words import Words
from landgis_ui.work.ahead import read_words
from landgis_ui.work.flows import Flows
from landgis_ui.work.jobs import JobRunner
from landgis_ui.work.settings import Settings
from landgis_ui.work.workspace import Notice, Workspace


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where the program keeps what is not the user's data."""

    settings: Path
    logs: Path


class Desktop(QObject):
    """The whole program as one object; `close` leaves nothing running."""

    def __init__(
        self, app: QApplication, places: Places, jobs: JobRunner | None = None
    ) -> None:
        super().__init__()
        self._app = app
        settings = Settings(places.settings, self)
        words = Words(str(settings.get("preference.language")))
        look = Look(_wanted_theme(app, settings), self)
        look.set_scale(float(settings.get("preference.text_size")) / 100)
        workspace = Workspace(jobs or JobRunner(self), self)
        self.context = Context(
            workspace=workspace,
            flows=Flows(workspace, words, self),
            words=words,
            look=look,
            settings=settings,
        )
        look.apply(app)
        look.changed.connect(lambda: look.apply(app))
        settings.changed.connect(self._on_setting)
        hints = app.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self._follow_system)
        self._build(places)
        self.reporter = CrashReporter(
            places.logs, self._tell_crash, expect=self._keeper.expect
        )

    def _build(self, places: Places) -> None:
        context, late = self.context, Late()
        self.map = MapView(context.look, context.words)
        # Hears of a result before the others: the picture comes first.
        self.map_controller = MapController(context, self.map, self)
        self.drawer = TableDrawer(context)
        self.steps = self._make_steps()
        self.search = SearchBox(context)
        self.coordinates = CoordinateLabel(context.look, context.words)
        self.scale = ScaleBox(context.look, context.words)
        self._area_rule = AreaRule(context, self)
        self._system = SystemName(context, self)
        self.window = MainWindow(
            context,
            Parts(
                steps=self.steps,
                map_area=self.map,
                drawer=self.drawer,
                search=self.search,
                map_widgets=(
                    self.coordinates,
                    self.scale,
                    self._system.label,
                    self._area_rule.label,
                ),
                handlers=self._handlers(late, places),
            ),
        )
        self.makers = make_makers(context, self.window, self.map_controller)
        self.utilities = Utilities(
            context, self.makers.panels, show=self.window.body.show_utility, parent=self
        )
        late.window, late.utilities = self.window, self.utilities
        self._header = ProjectHeader(
            context, self.window.top, status=self.window.status, parent=self
        )
        self._keeper = Keeper(context, self._app)
        self._wire()

    def _make_steps(self) -> tuple[Step, ...]:
        """Make the steps in the order of the rail."""
        context = self.context
        self.data = DataStep(context, self)
        self.checks = ChecksStep(context)
        self.analysis = AnalysisStep(context, self)
        self.zones = ZonesStep(context, self.map, self)
        self.relocation = RelocationStep(context, self.map, self)
        self.report = ReportStep(context, self.map, self)
        return (
            self.data,
            self.checks,
            self.analysis,
            self.zones,
            self.relocation,
            self.report,
        )

    def _handlers(self, late: Late, places: Places) -> dict[str, Callable[[], object]]:
        """Return what each action of the window does."""
        context = self.context
        view = ViewCommands(context, late, log_folder=places.logs)
        project = ProjectCommands(
            context,
            FileChooser(context, self.drawer),
            show_conflicts=self._show_conflicts,
        )
        return {
            **view.handlers(),
            **project.handlers(),
            "search": self.search.begin,
            "new_project": self.data.ask_for_project,
            "open_sample": self.data.start.open_sample,
            "add_files": self.data.ask_files,
            "add_image": self._ask_image,
            "tour": self.data.show_tour,
        }

    def _wire(self) -> None:
        context, window, map_ = self.context, self.window, self.map
        self._table = TableWiring(context, self.drawer, window)
        self._recall = Recall(context, window)
        window.top.chip_clicked.connect(self._open_chip)
        window.top.undo.clicked.connect(window.actions_["undo"].trigger)
        window.top.redo.clicked.connect(window.actions_["redo"].trigger)
        window.rail.utility_chosen.connect(self.utilities.toggle)
        window.closing.connect(self.close)
        context.flows.opened_result.connect(self._compare_with)
        window.meeting_changed.connect(lambda on: map_.set_meeting(on=on))
        context.workspace.utility_requested.connect(self._open_utility)
        self.utilities.changed.connect(window.rail.show_utility)
        self.search.offer(window.actions_)
        map_.position_moved.connect(self.coordinates.show_place)
        map_.scale_changed.connect(self.scale.show_scale)
        self.scale.scale_chosen.connect(map_.navigator.set_scale)
        context.workspace.loaded_changed.connect(self._on_loaded)
        legend = self.analysis.legend_controller
        map_.layers.changed.connect(lambda: legend.show_layers(map_.layers.all))
        self.map_controller.themed.connect(legend.show_theme)
        self._table.follow(self.relocation.sheet)
        self.relocation.print_asked.connect(self._print_firm)
        map_.row_activated.connect(lambda _row: window.show_step("analysis"))
        window.set_shape(str(context.settings.get("state.window")))
        window.body.set_layout_state(dict(context.settings.get("state.panels")))
        self.analysis.zone_asked.connect(self._take_into_zone)
        self.analysis.page_asked.connect(self._make_sheets)
        window.show_step("data")

    def start(self, path: Path | None = None) -> None:
        """Show the window, then open a project if one is named."""
        self.reporter.install()
        self.window.show()
        if path is not None:
            self.context.flows.open_path(path)
        # After the first frame: neither may delay it.
        QTimer.singleShot(0, self._warm_up)

    def close(self) -> None:
        """Remember what is to be remembered, and end everything that runs."""
        settings = self.context.settings
        if not self.window.isFullScreen():
            settings.set("state.window", self.window.shape())
        settings.set("state.panels", self.window.body.layout_state())
        # A disk that is full or gone must not keep anybody from closing.
        with suppress(LandGISError):
            self.map_controller.remember()
            self._recall.remember()
        self.report.close()
        self.window.hide()  # nobody need look at it while the rest ends
        self._keeper.stop()
        self.context.workspace.detach()
        self.map.shut_down()
        self.context.workspace.jobs.shut_down()
        self.reporter.uninstall()

    def _warm_up(self) -> None:
        self.context.workspace.jobs.warm_up()
        self.context.workspace.jobs.read(read_words)
        self.context.workspace.jobs.read(warm_up)

    def _print_firm(self, row: int) -> None:
        """Show the printed sheet of a firm."""
        self.window.show_step("report")
        self.report.session.change(kind=Kind.FIRM_CARDS, rows=(row,))

    def _take_into_zone(self) -> None:
        self.window.show_step("zones")
        self.zones.take_selected()

    def _make_sheets(self) -> None:
        self.report.make_sheets()
        self.window.show_step("report")

    def _open_chip(self, name: str) -> None:
        names = {"profile": "rules", "reference_date": "project"}
        self.utilities.open(names.get(name, name))

    def _open_utility(self, name: str, subject: str) -> None:
        panel = self.utilities.open(name)
        if subject:
            panel.show_subject(subject)  # type: ignore[attr-defined]  # those that have one

    def _compare_with(self, out: Path) -> None:
        """Set a folder of results beside the open project's own."""
        if self.context.workspace.result is None:
            text = self.context.words("flow.out_alone", folder=out.name)
            self.context.workspace.notify(Notice(text=text, tone="look"))
            return
        self.utilities.open("compare").compare_path(out)  # type: ignore[attr-defined]  # that panel

    def _ask_image(self) -> None:
        self.makers.images.ask()

    def _on_loaded(self) -> None:
        loaded = self.context.workspace.loaded
        if loaded is not None:
            self.coordinates.set_crs(loaded.crs)

    def _show_conflicts(self, taken: object, other: Path) -> None:
        panel = self.utilities.open("conflicts")
        panel.show_conflicts(taken, other)  # type: ignore[attr-defined]  # that panel

    def _on_setting(self, name: str) -> None:
        settings, look = self.context.settings, self.context.look
        if name == "preference.theme":
            look.set_theme(_wanted_theme(self._app, settings))
        elif name == "preference.text_size":
            look.set_scale(float(settings.get(name)) / 100)

    def _follow_system(self, _scheme: Qt.ColorScheme) -> None:
        self._on_setting("preference.theme")

    def _tell_crash(self, report: Path | None, line: str) -> None:
        del line  # it stands in the report
        words = self.context.words
        notice = Notice(
            text=words("frame.crash" if report else "frame.crash_no_report"),
            tone="failed",
            action_text=words("frame.crash_open") if report else "",
            action=(
                (lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(report))))
                if report
                else None
            ),
        )
        self.context.workspace.noticed.emit(notice)


def _wanted_theme(app: QApplication, settings: Settings) -> str:
    chosen = str(settings.get("preference.theme"))
    if chosen != "system":
        return chosen
    hints = app.styleHints()
    dark = hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"
