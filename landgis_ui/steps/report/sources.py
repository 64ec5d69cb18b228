# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones and plans for the pages: read from the project in the second process."""

from __future__ import annotations

from PyQt6.QtCore import QObject

from landgis.operations.page_subjects import page_plan, page_zones
from landgis.pages.request import RelocationPlan, ZoneShape
from landgis_ui.context import Context
from landgis_ui.steps.report.session import ReportSession


class PageSources(QObject):
    """Puts the zones of the plan, or the plan of record, into the request."""

    def __init__(
        self, context: Context, session: ReportSession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._session = context, session

    def put_zones(self) -> None:
        """Let every zone have its page."""
        path = self._context.workspace.path()
        if path is not None:
            job = self._context.workspace.jobs.start(page_zones, path)
            job.succeeded.connect(self._take_zones)
            job.failed.connect(self._session.tell_failure)

    def put_plan(self) -> None:
        """Let the pages be those of the plan of record, or of the first plan."""
        path = self._context.workspace.path()
        if path is not None:
            job = self._context.workspace.jobs.start(page_plan, path)
            job.succeeded.connect(self._take_plan)
            job.failed.connect(self._session.tell_failure)

    def _take_zones(self, zones: tuple[ZoneShape, ...]) -> None:
        self._session.change(zones=zones)

    def _take_plan(self, plan: RelocationPlan | None) -> None:
        self._session.change(plan=plan)
