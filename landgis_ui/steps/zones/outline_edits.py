# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changing the outline of a zone: corners moved, redrawn along a line, split."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import shapely
from PyQt6.QtCore import QObject

from landgis.zones.reshaping import reshape_by_line, split_by_line
from landgis.zones.strokes import CutMode, Effect, Stroke, effect_of, split
from landgis.zones.zoning import Zone
from landgis_ui.steps.zones.stroke_desk import Corners, StrokeDesk, joined, last_place


class OutlineEdits(QObject):
    """From the tools that change an outline to the desk."""

    def __init__(
        self, desk: StrokeDesk, *, name_of_new: Callable[[], Zone | None]
    ) -> None:
        super().__init__(desk)
        self._desk, self._tools = desk, desk.view.zone_tools
        self._name_of_new = name_of_new
        tools = self._tools
        tools.reshape.drafted.connect(self._on_reshaping)
        tools.reshape.outline_changed.connect(self._on_reshaped)
        tools.reshape.refused.connect(self._on_refused)
        tools.reshape_line.line_drawn.connect(self._on_reshape_line)
        tools.split_line.line_drawn.connect(self._on_split_line)
        desk.view.tools.changed.connect(lambda _tool: self.show_outline())

    def _on_reshaping(self, old: shapely.Geometry | None, new: object) -> None:
        if old is None or not isinstance(new, shapely.Geometry):
            return

        def draft() -> None:
            effect = self._reshape_effect(old, new)
            if effect is not None:
                self._desk.show(
                    effect, at=None, region=shapely.symmetric_difference(old, new)
                )

        self._desk.draft_later(draft)

    def _on_reshaped(self, old: shapely.Geometry, new: shapely.Geometry) -> None:
        self._desk.stop_drafting()
        effect = (
            self._reshape_effect(old, new)
            if self._desk.ready(needs_zone=True)
            else None
        )
        if effect is not None:
            self._desk.commit("reshape", effect)
        self.show_outline()

    def _reshape_effect(
        self, old: shapely.Geometry, new: shapely.Geometry
    ) -> Effect | None:
        """Return what the zone gains and what it loses, as one effect."""
        session, zone = self._desk.session, self._desk.session.zone
        zoning = session.zoning
        if zoning is None or zone is None:
            return None
        effect: Effect | None = None
        present = zoning
        for into, region in (
            (zone.id, shapely.difference(new, old)),
            (None, shapely.difference(old, new)),
        ):
            if region.is_empty:
                continue
            stroke = Stroke(
                zone=into,
                region=region,
                mode=self._desk.mode,
                of=None if into else frozenset({zone.id}),
            )
            step = effect_of(present, session.units, stroke)
            effect = step if effect is None else joined(effect, step)
            present = effect.after
        return effect

    def _on_refused(self, reason: str) -> None:
        self._desk.session.tell(self._desk.context.words(f"zones.refused_{reason}"))
        self.show_outline()

    def _on_reshape_line(self, coords: Corners) -> None:
        zoning, zone = self._desk.session.zoning, self._desk.session.zone
        if zoning is None or zone is None or not self._desk.ready(needs_zone=True):
            return
        old = zoning.outline(zone.id, self._desk.session.units)
        new = reshape_by_line(old, coords)
        if new is None:
            self._desk.session.tell(self._desk.context.words("zones.line_misses"))
            return
        self._on_reshaped(old, new)

    def _on_split_line(self, coords: Corners) -> None:
        """Make a zone of its own of the smaller side."""
        session, zone = self._desk.session, self._desk.session.zone
        zoning = session.zoning
        if zoning is None or zone is None or not self._desk.ready(needs_zone=True):
            return
        parts = split_by_line(zoning.outline(zone.id, session.units), coords)
        made = self._name_of_new() if len(parts) > 1 else None
        if made is None:
            session.tell(self._desk.context.words("zones.line_misses"))
            return
        new = replace(made, order=zone.order)
        region = min(parts, key=lambda part: float(part.area))
        effect = split(
            zoning,
            session.units,
            zone=zone.id,
            region=region,
            new=new,
            mode=self._desk.mode,
        )
        if self._desk.mode is CutMode.CUT and len(effect.cut_rows):
            self._desk.wait("split", effect, region=region, at=last_place(coords))
        else:
            self._desk.commit("split", effect)

    def show_outline(self) -> None:
        """Give the reshaping tool the outline of the zone that is worked on."""
        zoning, zone = self._desk.session.zoning, self._desk.session.zone
        outline = None
        is_reshaping = self._desk.view.tools.tool is self._tools.reshape
        if is_reshaping and zoning is not None and zone is not None:
            outline = zoning.outline(zone.id, self._desk.session.units)
        self._tools.reshape.set_outline(
            None if outline is None or outline.is_empty else outline
        )
