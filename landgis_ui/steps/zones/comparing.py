# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios side by side: worked out in a thread, shown on the sheet below the map."""

from __future__ import annotations

from PyQt6.QtCore import QObject
from PyQt6.QtGui import QGuiApplication

from landgis import messages
from landgis.errors import LandGISError
from landgis.zones.compare import CompareRow as CoreRow
from landgis.zones.compare import ZoneComparison, compare_zonings
from landgis_ui.context import Context
from landgis_ui.steps.zones.compare_panel import (
    ComparedShown,
    ComparePanel,
    CompareRow,
)
from landgis_ui.steps.zones.map_zones import MapZones
from landgis_ui.steps.zones.session import ZoneSession
from landgis_ui.widgets.figures import UNKNOWN, write_number
from landgis_ui.words import Words

ROW, UNIT = "zone_finding.row.", "zone_finding.unit."


class Comparing(QObject):
    """Fills the sheet while it is shown."""

    def __init__(
        self,
        context: Context,
        session: ZoneSession,
        panel: ComparePanel,
        *,
        map_zones: MapZones,
    ) -> None:
        super().__init__(panel)
        self._context, self._session, self._panel = context, session, panel
        self._map = map_zones
        self._is_shown = False
        self._made: ZoneComparison | None = None
        self._wanted = 0
        session.zonings_changed.connect(lambda _moved: self._work_out())
        session.prices_changed.connect(self._work_out)
        session.chosen_changed.connect(self._show)
        panel.other_chosen.connect(map_zones.show_other)
        panel.copy_asked.connect(self._copy)
        context.look.changed.connect(self._show)

    @property
    def made(self) -> ZoneComparison | None:
        """The comparison that is shown."""
        return self._made

    def set_shown(self, *, on: bool) -> None:
        """Work the sheet out while it is seen, and not else."""
        self._is_shown = on
        if on:
            self._work_out()
        else:
            self._map.show_other("")

    def figure_of(self, row: str) -> tuple[str, str]:
        """Return the figure behind a row of the sheet, and its title."""
        rows = () if self._made is None else self._made.rows
        found = next((entry for entry in rows if entry.id == row), None)
        return ("", "") if found is None else (found.figure, self._title(found))

    def _work_out(self) -> None:
        land, zonings = self._session.land, self._session.zonings
        if not self._is_shown or land is None or not zonings:
            return
        self._wanted += 1
        wanted = self._wanted
        job = self._context.workspace.jobs.read(
            compare_zonings,
            zonings,
            land.units,
            land.neighbours,
            prices=self._session.prices,
        )

        def take(made: ZoneComparison) -> None:
            if wanted == self._wanted:
                self._made = made
                self._show()

        def fail(error: object) -> None:
            if not isinstance(error, LandGISError):
                raise error  # type: ignore[misc]  # a fault of ours must be seen
            self._session.tell(self._context.words.sentence(error), tone="failed")

        job.succeeded.connect(take)
        job.failed.connect(fail)

    def _show(self) -> None:
        made, zoning = self._made, self._session.zoning
        if not self._is_shown or made is None or zoning is None:
            return
        plan = "" if made.plan is None else made.ids[made.plan]
        self._panel.show_sheet(
            ComparedShown(
                ids=made.ids,
                names=made.names,
                current=zoning.id,
                plan=plan,
                rows=tuple(self._row(row) for row in made.rows),
            )
        )

    def _row(self, row: CoreRow) -> CompareRow:
        words = self._context.words
        note = words("zones.pay_note") if row.is_estimate else ""
        missing = [
            words("zones.compare_missing", name=name, count=count)
            for name, count in zip(
                self._made.names if self._made else (), row.missing, strict=True
            )
            if count
        ]
        return CompareRow(
            id=row.id,
            title=self._title(row),
            unit=_unit(words, row.unit),
            cells=tuple(self._cell(row, place) for place in range(len(row.values))),
            best=tuple(place in row.best for place in range(len(row.values))),
            hint="\n".join(part for part in (note, *missing) if part),
        )

    def _title(self, row: CoreRow) -> str:
        return messages.catalogue(self._context.words.language)[f"{ROW}{row.id}"]

    @staticmethod
    def _cell(row: CoreRow, place: int) -> str:
        value = row.values[place]
        if value is None:
            return UNKNOWN
        mark = " *" if row.missing[place] else ""
        return f"{write_number(value, row.places)}{mark}"

    def _copy(self) -> None:
        """Put the sheet on the clipboard, to be pasted into a spreadsheet."""
        shown, board = self._panel.shown, QGuiApplication.clipboard()
        if shown is None or board is None:
            return
        lines = ["\t".join(("", "", *shown.names))]
        lines += ["\t".join((r.title, r.unit, *r.cells)) for r in shown.rows]
        lines.append(self._context.words("zones.pay_note"))
        board.setText("\n".join(lines))
        self._session.tell(self._context.words("zones.sheet_copied"), tone="done")


def _unit(words: Words, unit: str) -> str:
    """Return a unit of the core in the language of the window."""
    spoken = messages.catalogue(words.language)
    for name, text in messages.catalogue().items():
        if name.startswith(UNIT) and text == unit:
            return spoken[name]
    return unit
