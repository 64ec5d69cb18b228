# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the work stood in a project: its step, what was selected and filtered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PyQt6.QtCore import QObject, QTimer

from landgis.project import ProjectStore
from landgis.search.filters import Filter
from landgis_ui.context import Context
from landgis_ui.window import MainWindow

STATE = "window"
MOST_ROWS = 10_000
FIRST, JUDGED = "data", "analysis"


class Recall(QObject):
    """Keeps the place of the work in the project and goes back there on opening.

    Rows belong to one result: with another one the selection is left empty.
    """

    def __init__(self, context: Context, window: MainWindow) -> None:
        super().__init__(window)
        self._workspace, self._window = context.workspace, window
        self._kept: Mapping[str, Any] = {}
        self._going = QTimer(self)
        self._going.setSingleShot(True)
        self._going.timeout.connect(self._show_place)
        context.workspace.project_changed.connect(self._go_back)
        context.workspace.loaded_changed.connect(self._select_again)
        context.workspace.result_changed.connect(self._select_again)

    def remember(self) -> None:
        """Keep where the work stands now."""
        workspace, step = self._workspace, self._window.step
        store = workspace.store
        if store is None or store.read_only or step is None:
            return
        rows = workspace.selection.rows
        store.set_state(
            STATE,
            {
                "step": step.id,
                "result": _result_of(store),
                "rows": [int(row) for row in rows] if len(rows) <= MOST_ROWS else [],
                "filter": workspace.filter.to_json(),
            },
        )

    def _go_back(self) -> None:
        """Go there in a turn of its own: the panels fill in this one."""
        store = self._workspace.store
        kept = None if store is None else store.state(STATE)
        self._kept = kept if isinstance(kept, Mapping) else {}
        self._going.start()

    def _show_place(self) -> None:
        store = self._workspace.store
        usual = JUDGED if store is not None and _result_of(store) else FIRST
        step = self._kept.get("step")
        self._window.show_step(step if step in self._window.step_ids else usual)

    def _select_again(self) -> None:
        """Select and filter as before, once the rows are there that were meant."""
        workspace, kept = self._workspace, self._kept
        store, result = workspace.store, workspace.result
        if store is None or result is None or workspace.loaded is None or not kept:
            return  # other data would drop the selection again
        self._kept = {}
        if kept.get("result") != _result_of(store):
            return
        count = len(result.analysis.parcels) + len(result.analysis.residual)
        rows = [
            row
            for row in kept.get("rows") or ()
            if isinstance(row, int) and 0 <= row < count
        ]
        if rows:
            workspace.selection.set(rows)
        try:
            workspace.set_filter(Filter.from_json(kept.get("filter") or ()))
        except (KeyError, TypeError, ValueError):
            return  # written by another version; the filter is left out


def _result_of(store: ProjectStore) -> str:
    named = store.document("result", "current")
    return "" if named is None else str(named.get("dataset") or "")
