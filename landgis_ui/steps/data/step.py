# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Step 1 数据: files come in, are looked at, and become the project's inputs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, QTimer
from PyQt6.QtWidgets import QFileDialog

from landgis_ui.context import Context
from landgis_ui.steps.base import BlueButton, Step, StepKind, StepState, StepViews
from landgis_ui.steps.data.centre import Centre
from landgis_ui.steps.data.choices import Choices
from landgis_ui.steps.data.describe import NEEDED
from landgis_ui.steps.data.dialogs import Mode, open_data_dialog
from landgis_ui.steps.data.drops import holds_project, is_project
from landgis_ui.steps.data.entries import FileState, Tone, doubts_of
from landgis_ui.steps.data.evidence import CRS, UNITS
from landgis_ui.steps.data.file_list import FileList
from landgis_ui.steps.data.ground import kept_outlines, others, region_at
from landgis_ui.steps.data.importing import Importer
from landgis_ui.steps.data.intake import Intake
from landgis_ui.steps.data.preview_panel import PreviewPanel
from landgis_ui.steps.data.shelf import Shelf
from landgis_ui.steps.data.start_page import StartPage
from landgis_ui.steps.data.tour import Stop, Tour
from landgis_ui.work.workspace import Notice

NEXT = "checks"


class DataStep(Step):
    """Files on the left, the wizard in the middle, the preview on the right.

    Without a project the middle is the start page.
    """

    id = "data"
    icon = "data"

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pending: tuple[Path, ...] = ()
        self.shelf = Shelf(self)
        self.intake = Intake(context, self.shelf, self)
        self.importer = Importer(context, self.shelf, self)
        self.choices = Choices(
            context, self.shelf, self.intake, importer=self.importer, parent=self
        )
        self.tour = Tour(context, self)
        self._is_asked = self._is_entered = False
        self.start = StartPage(context)
        self.files = FileList(context, self.shelf)
        self.centre = Centre(context)
        self.preview = PreviewPanel(context)
        self._connect_files()
        self._connect_wizard()
        context.workspace.project_changed.connect(self._adopt_project)
        context.workspace.documents_changed.connect(self._show_project)
        context.look.changed.connect(self._show)
        self.start.dropped.connect(self.add_paths)
        self.start.left.connect(self._leave_start)
        self._show_project()

    def views(self) -> StepViews:
        """Return list, wizard and preview, or the start page."""
        if self._context.workspace.store is None or self._is_asked:
            return StepViews(centre=self.start)
        return StepViews(left=self.files, centre=self.centre, right=self.preview)

    def state(self) -> StepState:
        """Return how far the files are."""
        words, entries = self._context.words, self.shelf.entries
        if not entries:
            return StepState(kind=StepKind.EMPTY, hint=words("data.hint_empty"))
        if any(entry.tone is Tone.BUSY for entry in entries):
            return StepState(kind=StepKind.RUNNING, hint=words("data.hint_reading"))
        open_ = sum(bool(doubts_of(entry)) for entry in entries)
        if open_:
            hint = words("data.hint_look", n=open_)
            return StepState(kind=StepKind.TO_VERIFY, count=open_, hint=hint)
        if not self._has_land():
            return StepState(kind=StepKind.RUNNING, hint=words("data.hint_no_land"))
        return StepState(kind=StepKind.DONE, hint=words("data.hint_done"))

    def next_act(self) -> BlueButton | None:
        """Offer the checks; without supplied parcels there is nothing to check."""
        if self._context.workspace.store is None:
            return None
        text = self._context.words("data.next")
        return BlueButton(text=text, act=self._go_on, enabled=self._has_land())

    def enter(self) -> None:
        """Look at the current file, if it was not yet."""
        self._is_entered = True
        self._look_closer()

    def leave(self) -> None:
        """Stop what is only for the eyes: the look into a used file, the tour."""
        self._is_entered = False
        self.tour.end()
        entry = self.shelf.current
        if entry is not None and entry.is_used and entry.trial is None:
            self.intake.forget(entry.id)

    def add_paths(self, paths: tuple[Path, ...]) -> bool:
        """Read files and folders, or open a project.

        Without a project a new one is asked for first.
        """
        if not paths:
            return False
        has_store = self._context.workspace.store is not None
        projects = [
            path
            for path in paths
            if is_project(path) or (not has_store and holds_project(path))
        ]
        if projects:
            self._context.flows.open_path(projects[0])
            return True
        if not has_store:
            self._pending = (*self._pending, *paths)
            self.start.ask_for_project(self._pending)
            return True
        self.intake.add(paths)
        return True

    def ask_for_project(self) -> None:
        """Show the form of a new project, also while one is open."""
        self._is_asked = self._context.workspace.store is not None
        self.views_changed.emit()
        self._context.workspace.step_requested.emit(self.id)
        self.start.ask_for_project()

    def ask_files(self) -> None:
        """Let files be chosen, for the project or for a new one."""
        self._context.workspace.step_requested.emit(self.id)
        if self._context.workspace.store is None:
            self.start.choose_files()
        else:
            self.choose_files()

    def show_tour(self) -> None:
        """Show the first look round, whatever is there to point at."""
        self._context.workspace.step_requested.emit(self.id)
        words, wizard = self._context.words, self.centre.wizard
        pointed = (
            ("start", self.start.first),
            ("files", self.files),
            ("evidence", wizard.evidence),
            ("fields", wizard.table),
            ("next", wizard.foot),
        )
        self.tour.begin(
            tuple(
                Stop(widget=widget, text=words(f"data.tour.{name}"))
                for name, widget in pointed
            )
        )

    def choose_files(self) -> QFileDialog:
        """Open the system's file dialog; what is chosen is added."""
        dialog = open_data_dialog(
            self._context, self.files.window() or self.files, mode=Mode.ExistingFiles
        )
        dialog.filesSelected.connect(self._add_names)
        return dialog

    def replace_file(self, entry_id: str) -> QFileDialog:
        """Choose another file in the place of one that cannot be read."""
        dialog = open_data_dialog(
            self._context, self.files.window() or self.files, mode=Mode.ExistingFile
        )
        dialog.fileSelected.connect(partial(self._replace, entry_id))
        return dialog

    def _add_names(self, names: list[str]) -> None:
        self.add_paths(tuple(Path(name) for name in names))

    def _replace(self, entry_id: str, name: str) -> None:
        self.intake.replace_file(entry_id, Path(name))

    def _connect_files(self) -> None:
        files, choices = self.files, self.choices
        files.files_wanted.connect(self.choose_files)
        files.dropped.connect(self.add_paths)
        files.all_wanted.connect(choices.use_all)
        files.readable_taken.connect(choices.take_readable)
        files.other_wanted.connect(self.replace_file)
        files.again_wanted.connect(choices.read_again)
        files.removed.connect(choices.remove)
        self.shelf.listed.connect(self._tell_state)
        self.shelf.changed.connect(self._follow)
        self.shelf.current_changed.connect(self._turn_to_file)
        self.centre.empty.files_wanted.connect(self.choose_files)
        self.centre.reading.stopped.connect(self._stop_reading)
        trouble = self.centre.trouble
        trouble.other_wanted.connect(self._on_current(self.replace_file))
        trouble.again_wanted.connect(self._on_current(choices.read_again))
        trouble.dropped.connect(self._on_current(choices.remove))

    def _connect_wizard(self) -> None:
        wizard, choices, preview = self.centre.wizard, self.choices, self.preview
        wizard.way_chosen.connect(self._take_way)
        wizard.head.role_chosen.connect(choices.take_role)
        wizard.head.part_chosen.connect(choices.take_part)
        wizard.head.repairs_wanted.connect(self._show_repairs)
        wizard.table.fields.field_chosen.connect(choices.take_field)
        wizard.table.fields.unit_chosen.connect(choices.take_unit)
        wizard.foot.used.connect(choices.use)
        wizard.foot.skipped.connect(self._on_current(choices.remove))
        wizard.foot.removed.connect(self._on_current(choices.remove))
        preview.crs_chosen.connect(choices.take_crs)
        preview.shift_chosen.connect(choices.take_shift)
        preview.datum_given.connect(choices.take_datum)

    def _on_current(self, act: Callable[[str], object]) -> Callable[[], None]:
        """Return an act on whatever file is looked at when it happens."""

        def act_on_current() -> None:
            if self.shelf.current is not None:
                act(self.shelf.current.id)

        return act_on_current

    def _take_way(self, kind: str, choice: str) -> None:
        if kind == CRS and not choice:
            self.preview.candidates.focus_first()
        elif kind == UNITS:
            self.centre.wizard.table.look_at(choice)
        else:
            self.choices.take_way(kind, choice)

    def _show_repairs(self) -> None:
        """Go where repairs are shown one by one, once the file is in use."""
        entry = self.shelf.current
        if entry is not None and entry.is_used:
            self._go_on()
            return
        self._context.workspace.notify(
            Notice(text=self._context.words("data.repairs_later"), tone="look")
        )

    def _stop_reading(self) -> None:
        if self.shelf.current is not None:
            self.intake.forget(self.shelf.current.id)

    def _go_on(self) -> None:
        workspace, flows = self._context.workspace, self._context.flows
        store = workspace.store
        is_loaded = store is not None and store.document("loaded", "current")
        if not is_loaded or flows.is_out_of_date("loaded"):
            flows.run_checks()
        workspace.step_requested.emit(NEXT)

    def _has_land(self) -> bool:
        return any(
            entry.is_used and entry.shown_role == NEEDED for entry in self.shelf.entries
        )

    def _leave_start(self) -> None:
        if self._is_asked:
            self._is_asked = False
            self.views_changed.emit()

    def _adopt_project(self) -> None:
        """Begin anew; files that waited for a project are read now."""
        self.intake.forget_gone()
        self.tour.end()
        self._is_asked = False
        self.views_changed.emit()
        self._show_project()
        if self._context.workspace.store is not None and self._pending:
            pending, self._pending = self._pending, ()
            self.intake.add(pending)

    def _show_project(self) -> None:
        self._show_ground()
        self._show()
        self.state_changed.emit()

    def _tell_state(self) -> None:
        self._show()
        self.state_changed.emit()

    def _turn_to_file(self) -> None:
        self._show_ground()
        self._show()
        # Another step may be shown in its place before this returns.
        QTimer.singleShot(0, self._look_closer)

    def _follow(self, entry_id: str) -> None:
        entry = self.shelf.current
        if entry is not None and entry.id == entry_id:
            self._show()
            if entry.trial is not None and self.tour.is_wanted:
                self._show_tour_once()
        self.state_changed.emit()

    def _show_tour_once(self) -> None:
        """Show the tour when the first file is there to be pointed at."""
        if self.centre.wizard.evidence.isVisible() and not self.tour.is_running:
            self.show_tour()

    def _look_closer(self) -> None:
        """Read a file of the project that nobody has looked at since it was opened."""
        entry = self.shelf.current
        if not self._is_entered or entry is None or not entry.is_used:
            return
        if entry.trial or entry.error:
            return
        if entry.state is FileState.READ:
            self.intake.reread(entry.id)

    def _show(self) -> None:
        entry = self.shelf.current
        self.centre.show_entry(entry, can_write=self.importer.can_write)
        self.preview.show_entry(entry, kept_outlines(self._context, entry))

    def _show_ground(self) -> None:
        self.preview.set_ground(
            region_at(self._context), others(self._context, self.shelf)
        )
