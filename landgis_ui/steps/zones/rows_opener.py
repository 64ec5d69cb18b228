# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens what stands behind a figure: rows in the table, land on the map."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal

from landgis.report.views import PARCEL
from landgis.zones.figure_rows import rows_behind
from landgis.zones.units import Rows
from landgis.zones.zoning import FREE
from landgis_ui.context import Context
from landgis_ui.steps.zones.comparing import Comparing
from landgis_ui.steps.zones.session import ZoneSession
from landgis_ui.steps.zones.zone_edits import ZoneEdits
from landgis_ui.work.workspace import TableRequest

FIRM, RESIDUAL = "enterprise", "residual"
FIRM_FIGURES = (
    "firms",
    "low_firms",
    "firms_without_tax",
    "firms_without_jobs",
    "firms_unknown_low",
)


class RowsOpener(QObject):
    """Answers a click on a figure.

    Signals
    -------
    table_wanted()
        The table is to lie below the map.
    """

    table_wanted = pyqtSignal()

    def __init__(
        self, context: Context, session: ZoneSession, edits: ZoneEdits
    ) -> None:
        super().__init__(session)
        self._context, self._session, self._edits = context, session, edits
        self._workspace = context.workspace

    def open_figure(self, figure: str, title: str) -> None:
        """List the rows behind a figure of the zone that is worked on."""
        zoning, zone = self._session.zoning, self._session.zone
        if zoning is not None:
            self._open(zoning.id, figure, title=title, zone=zone.id if zone else None)

    def open_cell(self, comparing: Comparing, row: str, scenario: str) -> None:
        """List the rows behind a figure of the sheet of scenarios."""
        figure, title = comparing.figure_of(row)
        zoning = self._session.zoning_of(scenario)
        if figure and zoning is not None:
            self._open(scenario, figure, title=f"{zoning.name} {title}", zone=None)

    def open_free(self) -> None:
        """List the land that could be freed and lies in no zone."""
        title = self._context.words("zones.unassigned")
        self._list(self._edits.parcels_free(), title=title)

    def locate(self, *_zone: str) -> None:
        """Go to the zone that is worked on, or to all zones."""
        self._workspace.show_on_map(rows=self._zone_rows(), flash=False)

    def select(self) -> None:
        """Select the parcels of the zone."""
        self._workspace.selection.set(self._zone_rows())

    def _zone_rows(self) -> Rows:
        zoning, zone = self._session.zoning, self._session.zone
        if zoning is None:
            return np.empty(0, dtype=np.int64)
        if zone is not None:
            return zoning.rows(zone.id)
        return np.flatnonzero(zoning.holder != FREE)

    def _open(
        self, scenario: str, figure: str, *, title: str, zone: str | None
    ) -> None:
        zoning = self._session.zoning_of(scenario)
        if zoning is None:
            return
        found = rows_behind(zoning, self._session.units, figure, zone=zone)
        name = f"{zoning.zone(zone).name} · {title}" if zone else title
        if figure in FIRM_FIGURES or figure.startswith("grade:"):
            self._workspace.selection.set(found.rows)
            firms = np.asarray(found.firms, dtype=np.int64)
            self.table_wanted.emit()
            self._workspace.show_in_table(
                TableRequest(table=FIRM, rows=firms, title=name)
            )
        else:
            self._list(found.rows, title=name)

    def _list(self, rows: Rows, *, title: str) -> None:
        """List parcels; where there are none of them, what is left of approvals."""
        self._workspace.selection.set(rows)
        count = self._session.units.parcel_count
        parcels, rest = rows[rows < count], rows[rows >= count] - count
        table, shown = (
            (PARCEL, parcels) if len(parcels) or not len(rest) else (RESIDUAL, rest)
        )
        if len(parcels) and len(rest):
            title = self._context.words(
                "zones.and_residual", title=title, count=len(rest)
            )
        self._workspace.show_in_table(
            TableRequest(table=table, rows=shown, title=title)
        )
