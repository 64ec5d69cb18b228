# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapping as the tools ask for it: in pixels, on the parcels that the map shows."""

from __future__ import annotations

from collections.abc import Callable

from landgis.render.shapes import Shapes
from landgis.render.viewport import Viewport
from landgis.zones.snapping import Coords, Place, Snap, SnapIndex
from landgis.zones.tracing import Tracer
from landgis_ui.canvas.tool import Pointer

REACH_PX = 10.0


class Catching:
    """Finds corners and sides near the pointer; asks the map for parcels and scale."""

    def __init__(
        self,
        parcels: Callable[[], Shapes | None],
        viewport: Callable[[], Viewport],
    ) -> None:
        self._parcels, self._viewport = parcels, viewport
        self._layers: tuple[Shapes, ...] = ()
        self._index = SnapIndex(())
        self._tracer = Tracer(self._index)
        self.is_on = True

    @property
    def m_per_px(self) -> float:
        """Metres of ground on the side of a pixel."""
        return self._viewport().m_per_px

    def find(self, at: Pointer, *, also: Coords | None = None) -> Snap | None:
        """Return what lies near the pointer, None while snapping is off."""
        if not self.is_on:
            return None
        self._refresh()
        return self._index.nearest(at.x, at.y, REACH_PX * self.m_per_px, also=also)

    def trace(self, start: Place, end: Place) -> Coords | None:
        """Return the way along boundaries between two places, if there is one."""
        self._refresh()
        return self._tracer.trace(start, end)

    def _refresh(self) -> None:
        parcels = self._parcels()
        layers = () if parcels is None else (parcels,)
        if layers != self._layers:
            self._layers = layers
            self._index = SnapIndex(layers)
            self._tracer = Tracer(self._index)
