# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Box, lasso and polygon: what lies in an area goes into the zone, or out of it."""

from __future__ import annotations

from collections.abc import Callable

import shapely
from PyQt6.QtCore import QObject

from landgis.zones.strokes import CutMode, Effect, Stroke, effect_of
from landgis_ui.steps.zones.stroke_desk import Corners, StrokeDesk, last_place

MIN_CORNERS = 3


class RegionStrokes(QObject):
    """From the tools that draw an area to the desk."""

    def __init__(self, desk: StrokeDesk) -> None:
        super().__init__(desk)
        self._desk = desk
        tools = desk.view.zone_tools
        for kind, tool in (
            ("box", tools.box),
            ("lasso", tools.lasso),
            ("polygon", tools.polygon),
        ):
            tool.drafted.connect(self._drafter())
            tool.drawn.connect(self._drawer(kind))

    def _drafter(self) -> Callable[..., None]:
        def draft(corners: Corners | None, takes_out: bool) -> None:  # noqa: FBT001 - from a signal
            if corners is None:
                if self._desk.pending is None:
                    self._desk.drop()
                return
            if self._desk.pending is not None:
                return
            self._desk.draft_later(
                lambda: self._draft_region(corners, takes_out=takes_out)
            )

        return draft

    def _draft_region(self, corners: Corners, *, takes_out: bool) -> None:
        found = self._region_effect(corners, takes_out=takes_out)
        if found is not None:
            effect, region = found
            self._desk.show(effect, at=last_place(corners), region=region)

    def _region_effect(
        self, corners: Corners, *, takes_out: bool
    ) -> tuple[Effect, shapely.Geometry] | None:
        zoning, zone = self._desk.session.zoning, self._desk.session.zone
        if (
            zoning is None
            or len(corners) < MIN_CORNERS
            or not self._desk.session.can_edit
        ):
            return None
        if zone is None and not takes_out:
            return None
        region = shapely.make_valid(shapely.Polygon(corners))
        stroke = Stroke(
            zone=None if takes_out or zone is None else zone.id,
            region=region,
            mode=self._desk.mode,
            only_statuses=self._desk.only_statuses,
        )
        return effect_of(zoning, self._desk.session.units, stroke), region

    def _drawer(self, kind: str) -> Callable[..., None]:
        def draw(corners: Corners, takes_out: bool) -> None:  # noqa: FBT001 - from a signal
            self._desk.stop_drafting()
            if not self._desk.ready(needs_zone=not takes_out):
                self._desk.drop()
                return
            found = self._region_effect(corners, takes_out=takes_out)
            if found is None:
                self._desk.drop()
                return
            effect, region = found
            said = "erase" if takes_out else kind
            if self._desk.mode is CutMode.CUT and effect and len(effect.cut_rows):
                self._desk.wait(said, effect, region=region, at=last_place(corners))
            else:
                self._desk.commit(said, effect)

        return draw
