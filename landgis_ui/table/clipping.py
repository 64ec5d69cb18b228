# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl C: selected rows to the clipboard, in a thread where they are many."""

from __future__ import annotations

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QApplication

from landgis.report.views import View
from landgis_ui.context import Context
from landgis_ui.table.copying import MOST_ROWS, Copied, copy_rows, is_few
from landgis_ui.table.query import Rows
from landgis_ui.work.workspace import Notice


class Clipper(QObject):
    """Copies rows of a view with the headings of its columns."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._latest = object()

    def copy(self, view: View, names: tuple[str, ...], rows: Rows) -> None:
        """Put rows on the clipboard and say so."""
        if not len(rows):
            self._say("table.nothing_to_copy", tone="look")
            return
        token = self._latest = object()
        if is_few(rows):
            self._take(token, copy_rows(view, names, rows), whole=True)
            return
        job = self._context.workspace.jobs.read(
            copy_rows, view, names, rows[:MOST_ROWS]
        )
        whole = len(rows) <= MOST_ROWS
        job.succeeded.connect(lambda found: self._take(token, found, whole=whole))

    def _take(self, token: object, found: Copied, *, whole: bool) -> None:
        clipboard = QApplication.clipboard()
        if token is not self._latest or clipboard is None:
            return
        clipboard.setMimeData(found.to_mime())
        key = "table.copied" if whole else "table.copied_some"
        self._say(key, tone="done" if whole else "look", n=f"{found.rows:,}")

    def _say(self, key: str, *, tone: str, **params: object) -> None:
        notice = Notice(text=self._context.words(key, **params), tone=tone)
        self._context.workspace.notify(notice)
