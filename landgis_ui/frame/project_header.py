# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps top bar and status bar in step with the open project."""

from __future__ import annotations

from datetime import datetime

from PyQt6.QtCore import QObject

from landgis.crs.systems import identify
from landgis.errors import LandGISError
from landgis.operations.stored_open import DEMO
from landgis.operations.stored_project import read_stored_profile
from landgis.project import HistoryEntry
from landgis_ui.context import Context
from landgis_ui.frame.status_bar import StatusBar
from landgis_ui.frame.top_bar import TopBar
from landgis_ui.widgets.basics import make_label
from landgis_ui.widgets.figures import AreaWriter
from landgis_ui.work.taking_back import last_asked_for


def say_step(context: Context, entry: HistoryEntry) -> str:
    """Return the sentence of a step of the history."""
    return context.words.step(entry.text, entry.params)


class ProjectHeader(QObject):
    """Name, date, rules, undo and save state; the last result and the area rule."""

    def __init__(
        self, context: Context, top: TopBar, *, status: StatusBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._top, self._status = context, top, status
        workspace = context.workspace
        workspace.project_changed.connect(self.show)
        workspace.documents_changed.connect(self.show)
        workspace.loaded_changed.connect(self._tell_loaded)
        workspace.result_changed.connect(self._tell_result)
        context.settings.changed.connect(self.show)
        self.show()

    def show(self) -> None:
        """Show how things stand."""
        store = self._context.workspace.store
        if store is None:
            self._top.show_project("", is_demo=False)
            return
        project = dict(store.document("project", "project") or {})
        name = str(project.get("name") or store.path.name.partition(".")[0])
        self._top.show_project(name, is_demo=bool(store.state(DEMO)))
        self._top.show_terms(
            date=str(project.get("reference_date") or "—"), profile=self._profile()
        )
        self._show_history()

    def _profile(self) -> str:
        store = self._context.workspace.store
        if store is None:
            return "—"
        try:
            return read_stored_profile(store).title
        except LandGISError:
            return "—"

    def _show_history(self) -> None:
        store, words = self._context.workspace.store, self._context.words
        if store is None:
            return
        history = store.history()
        done = [entry for entry in history if not entry.is_undone]
        undone = [entry for entry in history if entry.is_undone]
        saved = words("frame.read_only")
        if not store.read_only:
            saved = words("frame.saved")
            if done:
                saved = words("frame.saved_at", time=_clock(done[-1].time))
        self._top.show_history(
            undo=say_step(self._context, done[last_asked_for(done)])
            if done and store.can_undo
            else "",
            redo=say_step(self._context, undone[0]) if undone else "",
            saved=saved,
        )

    def _tell_loaded(self) -> None:
        loaded = self._context.workspace.loaded
        if loaded is not None and self._context.workspace.result is None:
            count = len(loaded.layers) + len(loaded.tables)
            self._status.tell(self._context.words("frame.done_loaded", count=count))

    def _tell_result(self) -> None:
        result = self._context.workspace.result
        if result is not None:
            analysis = result.analysis
            self._status.tell(
                self._context.words(
                    "frame.done_result",
                    parcels=f"{len(analysis.parcels):,}",
                    firms=f"{len(analysis.firms):,}",
                    seconds=f"{analysis.seconds:.1f}",
                )
            )


class SystemName(QObject):
    """The words in the status bar that say in what system the coordinates are."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.label = make_label(size="secondary")
        self.label.setToolTip(context.words("frame.system_hint"))
        context.workspace.loaded_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        loaded = self._context.workspace.loaded
        self.label.setText("" if loaded is None else self._name_of(loaded.crs))
        self.label.setVisible(loaded is not None)

    def _name_of(self, code: str) -> str:
        system = identify(code)
        zone = None if system is None else system.gauss_kruger
        if zone is None:
            return code
        words = self._context.words
        form = "frame.system_zone" if zone.prefixed else "frame.system_meridian"
        return words(
            form,
            datum=words(f"frame.datum_{zone.datum}"),
            width=zone.width,
            zone=zone.zone,
            meridian=zone.meridian,
            code=zone.code,
        )


class AreaRule(QObject):
    """The words at the right end of the status bar: how areas are told."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.label = make_label(size="secondary")
        context.settings.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        unit = AreaWriter(self._context).unit
        self.label.setText(self._context.words("frame.area_rule", unit=unit))


def _clock(time: datetime) -> str:
    return f"{time.astimezone():%H:%M}"
