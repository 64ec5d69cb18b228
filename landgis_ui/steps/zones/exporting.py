# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones as files: asked for in the form, written in the second process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QObject, QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFileDialog

from landgis.errors import LandGISError
from landgis.operations.zone_export import export_zones
from landgis_ui.context import Context
from landgis_ui.steps.zones.export_panel import ExportPanel, ExportWanted
from landgis_ui.steps.zones.session import ZoneSession
from landgis_ui.work.jobs import Job

Written = tuple[tuple[Path, ...], tuple[str, ...]]
"""Files that were written, and what is to be known of them."""


class Exporting(QObject):
    """Asks for the folder and writes the files."""

    def __init__(
        self, context: Context, session: ZoneSession, panel: ExportPanel
    ) -> None:
        super().__init__(panel)
        self._context, self._session, self._panel = context, session, panel
        self._job: Job | None = None
        self._written: Path | None = None
        panel.export_asked.connect(self._ask_folder)
        panel.folder_asked.connect(self._open_folder)
        panel.cancel.clicked.connect(self._cancel)
        session.zonings_changed.connect(lambda _moved: self.show())
        session.chosen_changed.connect(self.show)

    def show(self) -> None:
        """Offer what there is."""
        zoning = self._session.zoning
        self._panel.show_choices(
            [(one.id, one.name) for one in self._session.zonings],
            [] if zoning is None else [(zone.id, zone.name) for zone in zoning.zones],
            current="" if zoning is None else zoning.id,
        )

    def _ask_folder(self, wanted: ExportWanted) -> None:
        """Ask for a folder without stopping the window."""
        dialog = QFileDialog(self._panel, self._context.words("zones.export_folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        path = self._context.workspace.path()
        if path is not None:
            dialog.setDirectory(str(path.parent))
        dialog.fileSelected.connect(lambda folder: self.write(wanted, Path(folder)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, wanted: ExportWanted, folder: Path) -> None:
        """Write the files into a folder."""
        store, words = self._context.workspace.store, self._context.words
        if store is None or self._job is not None:
            return
        job = self._job = self._context.workspace.jobs.start(
            export_zones,
            store.path,
            wanted.scenario,
            folder,
            forms=wanted.formats,
            zones=(wanted.zone,) if wanted.zone else None,
            title=words("zones.exporting"),
        )
        self._panel.show_busy(on=True)

        def take(written: Written) -> None:
            files, notes = written
            self._written = folder
            names = words("zones.and").join(path.name for path in files)
            told = words("zones.exported", count=len(files), names=names)
            self._panel.show_done("\n".join((told, *notes)), folder=folder)

        self._follow(job, take)

    def _follow(self, job: Job, take: Callable[[Written], None]) -> None:
        words = self._context.words

        def fail(error: object) -> None:
            if not isinstance(error, LandGISError):
                raise error  # type: ignore[misc]  # a fault of ours must be seen
            self._panel.show_done(words.sentence(error), folder=None)

        def end() -> None:
            self._job = None
            self._panel.show_busy(on=False)

        job.finished.connect(end)
        job.succeeded.connect(take)
        job.failed.connect(fail)
        job.cancelled.connect(
            lambda: self._panel.show_done(words("frame.cancelled"), folder=None)
        )

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))
