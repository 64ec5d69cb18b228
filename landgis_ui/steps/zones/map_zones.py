# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the zones on the map in step: tint at once, outlines when they are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from PyQt6.QtCore import QObject

from landgis.errors import LandGISError
from landgis.tables import Geometries
from landgis.units import MU_PER_M2
from landgis.zones.outlines import label_place, outline_of
from landgis.zones.strokes import Change
from landgis.zones.zoning import FREE, IN_PIECES, Zoning
from landgis_ui.canvas.map_view import MapView
from landgis_ui.canvas.zoning.marks import ZoneMark
from landgis_ui.context import Context
from landgis_ui.steps.zones.session import ZoneSession
from landgis_ui.widgets.figures import AreaWriter


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """The outline of a zone and the place of its label."""

    outline: shapely.Geometry | None
    label_at: tuple[float, float] | None


def draw_zones(lands: Mapping[str, Geometries]) -> dict[str, Drawn]:
    """Make the outlines of zones; for a thread."""
    return {zone: draw_zone(land) for zone, land in lands.items()}


def draw_zone(land: Geometries) -> Drawn:
    """Make the outline of some land; none where there is none."""
    there = land[~(shapely.is_missing(land) | shapely.is_empty(land))]
    if not len(there):
        return Drawn(outline=None, label_at=None)
    outline = outline_of(there)
    return Drawn(outline=outline, label_at=label_place(outline))


class MapZones(QObject):
    """Paints the zones of the scenario that is worked on, and outlines of another."""

    def __init__(self, context: Context, session: ZoneSession, view: MapView) -> None:
        super().__init__(view)
        self._context, self._session = context, session
        self._paint = view.zone_paint
        self._areas = AreaWriter(context)
        self._drawn: dict[str, Drawn] = {}
        self._of: Zoning | None = None
        self._wanted = 0
        self._is_shown = False
        self._other = ""
        session.zonings_changed.connect(self._on_zonings)
        session.chosen_changed.connect(self.show)
        context.look.changed.connect(self.show)

    def set_shown(self, *, on: bool) -> None:
        """Paint zones only while the step is shown."""
        self._is_shown = on
        self._paint.set_shown(shown=on)
        self.show()

    def outline(self, zone: str) -> shapely.Geometry | None:
        """Return the outline as it is painted."""
        drawn = self._drawn.get(zone)
        return None if drawn is None else drawn.outline

    def show_suggestion(
        self, suggestions: Sequence[tuple[shapely.Geometry, str]]
    ) -> None:
        """Dash suggested zones on the map; none: the other scenario again, if any."""
        if suggestions:
            self._paint.set_suggestions(suggestions)
        else:
            self.show_other(self._other)

    def show_other(self, scenario: str) -> None:
        """Dash the zones of another scenario above this one; "" none."""
        self._other = scenario
        zoning = self._session.zoning_of(scenario)
        if zoning is None:
            self._paint.set_suggestions(())
            return
        units = self._session.units
        lands = {zone.id: zoning.shapes(zone.id, units) for zone in zoning.zones}
        names = {zone.id: f"{zoning.name} {zone.name}" for zone in zoning.zones}
        job = self._context.workspace.jobs.read(draw_zones, lands)

        def take(drawn: dict[str, Drawn]) -> None:
            if self._other == scenario and self._session.zoning_of(scenario) is zoning:
                found = [
                    (one.outline, names[zone])
                    for zone, one in drawn.items()
                    if one.outline is not None
                ]
                self._paint.set_suggestions(found)

        job.succeeded.connect(take)

    def show(self) -> None:
        """Paint what there is, and have missing outlines made."""
        zoning = self._session.zoning
        if not self._is_shown:
            return
        if zoning is None:
            self._paint.set_zones(())
            return
        if self._of is None or self._of.id != zoning.id:
            self._drawn.clear()
        self._of = zoning
        missing = [zone.id for zone in zoning.zones if zone.id not in self._drawn]
        if missing:
            self._paint.set_row_zones(self._row_zones(zoning))
            self._make(zoning, missing)
        if not missing or not self._paint.zones:
            self._paint_marks(zoning)

    def _on_zonings(self, moved: Mapping[str, Change] | None) -> None:
        zoning = self._session.zoning
        if moved is None or zoning is None:
            self._drawn.clear()
        else:
            change = moved.get(zoning.id)
            gone = frozenset(self._drawn) - frozenset(zoning.places)
            for zone in (*gone, *(() if change is None else change.zones)):
                self._drawn.pop(zone, None)
        self.show()
        if self._other:
            self.show_other(self._other)

    def _make(self, zoning: Zoning, zones: Sequence[str]) -> None:
        """Make outlines in a thread; what comes too late is left."""
        self._wanted += 1
        wanted, units = self._wanted, self._session.units
        lands = {zone: zoning.shapes(zone, units) for zone in zones}
        job = self._context.workspace.jobs.read(draw_zones, lands)

        def take(drawn: dict[str, Drawn]) -> None:
            if wanted == self._wanted and self._session.zoning is zoning:
                self._drawn.update(drawn)
                self._paint_marks(zoning)

        def fail(error: object) -> None:
            if isinstance(error, LandGISError):
                self._session.tell(self._context.words.sentence(error), tone="failed")
            else:
                raise error  # type: ignore[misc]  # a fault of ours must be seen

        job.succeeded.connect(take)
        job.failed.connect(fail)

    def _paint_marks(self, zoning: Zoning) -> None:
        book, current = self._session.book(zoning.id), self._session.zone
        nothing = Drawn(outline=None, label_at=None)
        marks = []
        for zone in zoning.zones:
            drawn = self._drawn.get(zone.id, nothing)
            marks.append(
                ZoneMark(
                    name=zone.name,
                    area=self._areas.text(book.of(zone.id).land_m2 * MU_PER_M2),
                    colour=zone.colour,
                    is_locked=zone.is_locked,
                    is_current=current is not None and current.id == zone.id,
                    outline=drawn.outline,
                    label_at=drawn.label_at,
                )
            )
        self._paint.set_zones(marks, self._row_zones(zoning))

    @staticmethod
    def _row_zones(zoning: Zoning) -> NDArray[np.int32]:
        """Return the place of the zone that holds each row wholly, -1 for none."""
        holder = zoning.holder
        return np.where((holder == FREE) | (holder == IN_PIECES), -1, holder)
