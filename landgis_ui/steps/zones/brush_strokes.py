# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The brush and the eraser: the preview under them, and the stroke itself."""

from __future__ import annotations

from PyQt6.QtCore import QObject

from landgis.zones.brush import BrushSession, rows_under
from landgis.zones.strokes import CutMode, Stroke, effect_of
from landgis_ui.canvas.zoning.brush import BrushTool
from landgis_ui.steps.zones.stroke_card import preview_of
from landgis_ui.steps.zones.stroke_desk import Place, StrokeDesk


class BrushStrokes(QObject):
    """From brush and eraser to the desk."""

    def __init__(self, desk: StrokeDesk) -> None:
        super().__init__(desk)
        self._desk, self._tools = desk, desk.view.zone_tools
        self._brush: BrushSession | None = None
        self._path: list[Place] = []
        desk.dropped.connect(self._on_dropped)
        for tool in (self._tools.brush, self._tools.eraser):
            tool.hovered.connect(self._on_hover)
            tool.left.connect(self._on_left)
            tool.begun.connect(self._on_begun)
            tool.extended.connect(self._on_extended)
            tool.ended.connect(self._on_ended)
            tool.dropped.connect(desk.drop)
            tool.turned.connect(self._on_turned)

    def _on_dropped(self) -> None:
        self._brush = None

    def _on_hover(self, x: float, y: float) -> None:
        session = self._desk.session
        if not session.can_edit or self._desk.pending is not None:
            return
        zoning, zone, takes_out = session.zoning, session.zone, self._takes_out()
        if zoning is None or (zone is None and not takes_out):
            return
        radius = self._tools.brush.width_m / 2
        rows = rows_under(session.units, x, y, radius_m=radius)
        stroke = Stroke(
            zone=None if takes_out or zone is None else zone.id,
            rows=rows,
            only_statuses=self._desk.only_statuses,
        )
        effect = effect_of(zoning, session.units, stroke)
        outlook = self._desk.outlook_of(effect)
        self._desk.paint.set_preview(preview_of(outlook) if effect else None)
        card = None
        if effect:
            card = self._desk.cards.write(outlook, session.units, is_down=False)
        self._desk.paint.set_card(card, at=(x, y), clear_m=radius)

    def _on_left(self) -> None:
        if self._brush is None and self._desk.pending is None:
            self._desk.paint.set_preview(None)
            self._desk.paint.set_card(None)

    def _on_begun(self, x: float, y: float) -> None:
        self._desk.drop()
        takes_out = self._takes_out()
        if not self._desk.ready(needs_zone=not takes_out):
            return
        self._path = []
        self._brush = self._new_brush(takes_out=takes_out)
        self._on_extended(x, y)

    def _takes_out(self) -> bool:
        return bool(self._tool().takes_out)

    def _tool(self) -> BrushTool:
        """Return the one of the two that is in use."""
        tools = self._tools
        return (
            tools.eraser if self._desk.view.tools.tool is tools.eraser else tools.brush
        )

    def _new_brush(self, *, takes_out: bool) -> BrushSession | None:
        zoning, zone = self._desk.session.zoning, self._desk.session.zone
        if zoning is None or (zone is None and not takes_out):
            return None
        mode = CutMode.WHOLE if self._desk.mode is CutMode.CUT else self._desk.mode
        return BrushSession(
            zoning,
            self._desk.session.units,
            zone=None if takes_out or zone is None else zone.id,
            radius_m=self._tools.brush.width_m / 2,
            mode=mode,
            only_statuses=self._desk.only_statuses,
        )

    def _on_extended(self, x: float, y: float) -> None:
        if self._brush is None:
            return
        self._path.append((x, y))
        effect = self._brush.extend(x, y)
        self._desk.show(effect, at=(x, y), clear_m=self._tools.brush.width_m / 2)

    def _on_turned(self, takes_out: bool) -> None:  # noqa: FBT001 - from a signal
        """Begin the stroke anew the other way round, along the same path."""
        if self._brush is None:
            return
        path, self._path = self._path, []
        self._brush = self._new_brush(takes_out=takes_out)
        for x, y in path[:-1]:
            if self._brush is not None:
                self._path.append((x, y))
                self._brush.extend(x, y)
        if path:
            self._on_extended(*path[-1])

    def _on_ended(self) -> None:
        brush, self._brush = self._brush, None
        if brush is not None:
            effect = brush.effect
            self._desk.commit("brush" if effect.zone is not None else "erase", effect)
