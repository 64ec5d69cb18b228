# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets the drawer open when rows are asked for, and its rows find their places."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QObject

from landgis_ui.context import Context
from landgis_ui.steps.relocation.compare_sheet import CompareSheet
from landgis_ui.table.drawer import TableDrawer
from landgis_ui.window import MainWindow
from landgis_ui.work.selection import Rows
from landgis_ui.work.workspace import TableRequest

RESIDUAL, PARCEL = "residual", "parcel"


class TableWiring(QObject):
    """Between the drawer, the window and the map."""

    def __init__(
        self, context: Context, drawer: TableDrawer, window: MainWindow
    ) -> None:
        super().__init__(window)
        self._workspace, self._drawer, self._window = context.workspace, drawer, window
        drawer.fold_asked.connect(self._fold)
        window.body.drawer_folded.connect(
            lambda is_open: drawer.show_open(is_open=is_open)
        )
        drawer.row_opened.connect(self._open_row)
        drawer.located.connect(self._locate)
        context.workspace.table_requested.connect(self._unfold)

    def follow(self, sheet: CompareSheet) -> None:
        """Fold a sheet in place of the table as the table is folded."""
        sheet.fold_asked.connect(self._fold)
        self._window.body.drawer_folded.connect(
            lambda is_open: sheet.show_open(is_open=is_open)
        )

    def _fold(self) -> None:
        body = self._window.body
        body.open_drawer(is_open=not body.is_drawer_open())

    def _unfold(self, request: TableRequest) -> None:
        del request  # the drawer shows it; here it only opens
        self._window.body.open_drawer(is_open=True)

    def _open_row(self, table: str, row: int) -> None:
        """Show a row in the inspector: a parcel or an approval."""
        result = self._workspace.result
        if result is None:
            return
        first = {PARCEL: 0, RESIDUAL: len(result.analysis.parcels)}.get(table)
        if first is not None:
            self._workspace.selection.set([first + row])
            self._workspace.step_requested.emit("analysis")

    def _locate(self, table: str, rows: Rows) -> None:
        """Show rows of a table that are no parcels."""
        result = self._workspace.result
        if result is None:
            return
        if table == RESIDUAL:
            first = len(result.analysis.parcels)
            self._workspace.show_on_map(rows=np.asarray(rows) + first)
            return
        shapes = {
            "park": result.analysis.park_geometry,
            "vacated": result.analysis.vacated_geometry,
        }.get(table)
        if shapes is None:
            return
        bounds = [shape.bounds for shape in shapes[rows] if shape is not None]
        if bounds:
            box = np.array(bounds)
            self._workspace.show_on_map(
                bounds=(
                    float(box[:, 0].min()),
                    float(box[:, 1].min()),
                    float(box[:, 2].max()),
                    float(box[:, 3].max()),
                )
            )
