# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""⤓: what is seen, as a file; the work is a job, the file is whole or absent."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QObject, QPoint, Qt, QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFileDialog, QMenu, QWidget

from landgis.errors import LandGISError
from landgis.operations.export_view import (
    FORMATS,
    Exported,
    ViewRequest,
    export_stored_view,
)
from landgis_ui.context import Context
from landgis_ui.work.jobs import Job
from landgis_ui.work.workspace import Notice


class Exporter(QObject):
    """Asks where to, and starts the job."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self._request: ViewRequest | None = None

    def open_menu(self, spot: QPoint, request: ViewRequest) -> QMenu:
        """Offer the formats."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for suffix in FORMATS:
            if request.has_shapes or not FORMATS[suffix].needs_shapes:
                action = menu.addAction(self._context.words(f"table.as_{suffix[1:]}"))
                if action is not None:
                    action.triggered.connect(
                        lambda _checked, suffix=suffix: self.ask_where(request, suffix)
                    )
        menu.popup(spot)
        return menu

    def ask_where(self, request: ViewRequest, suffix: str) -> QFileDialog:
        """Ask for the file; the dialog stays beside the window's work."""
        words = self._context.words
        title = words(f"table.title_{request.view}")
        dialog = QFileDialog(self._parent, words("table.export_title"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"*{suffix}")
        dialog.setDefaultSuffix(suffix)
        store = self._context.workspace.store
        if store is not None:
            dialog.setDirectory(str(store.path.parent))
        dialog.selectFile(f"{title}{suffix}")
        dialog.fileSelected.connect(lambda path: self.write(request, Path(path)))
        dialog.open()
        return dialog

    def write(self, request: ViewRequest, path: Path) -> Job:
        """Write the file in a job."""
        workspace = self._context.workspace
        title = self._context.words("table.exporting", file=path.name)
        job = workspace.jobs.start(export_stored_view, request, path, title=title)
        job.succeeded.connect(self._tell)
        job.failed.connect(self._tell_failure)
        return job

    def _tell(self, done: Exported) -> None:
        words = self._context.words
        folder = QUrl.fromLocalFile(str(done.path.parent))
        notice = Notice(
            text=words("table.exported", n=f"{done.rows:,}", file=done.path.name)
            + "".join(done.notes),
            tone="look" if done.notes else "done",
            action_text=words("table.open_folder"),
            action=lambda: QDesktopServices.openUrl(folder),
        )
        self._context.workspace.notify(notice)

    def _tell_failure(self, error: object) -> None:
        if not isinstance(error, LandGISError):
            raise error if isinstance(error, BaseException) else TypeError(error)
        text = self._context.words.sentence(error)
        self._context.workspace.notify(Notice(text=text, tone="failed"))
