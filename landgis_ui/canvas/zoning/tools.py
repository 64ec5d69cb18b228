# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drawing tools of zones, put into the toolbox of a map."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QObject, QPoint, Qt
from PyQt6.QtWidgets import QWidget

from landgis.render.shapes import Shapes
from landgis.render.viewport import Viewport
from landgis_ui.canvas.toolbox import ToolBox
from landgis_ui.canvas.zoning.areas import PaintBoxTool, PaintLassoTool
from landgis_ui.canvas.zoning.brush import BrushTool, EraserTool
from landgis_ui.canvas.zoning.catching import Catching
from landgis_ui.canvas.zoning.entry import SideEntry
from landgis_ui.canvas.zoning.reshape import ReshapeTool
from landgis_ui.canvas.zoning.snap_tool import SnapTool
from landgis_ui.canvas.zoning.snap_tools import (
    ReshapeLineTool,
    SnapPolygonTool,
    SplitLineTool,
)
from landgis_ui.canvas.zoning.zone_tool import ZoneTool
from landgis_ui.theme.look import Look
from landgis_ui.words import Words

KEYS = {
    Qt.Key.Key_B: "zone_brush",
    Qt.Key.Key_E: "zone_eraser",
    Qt.Key.Key_R: "zone_box",
    Qt.Key.Key_L: "zone_lasso",
    Qt.Key.Key_P: "zone_polygon",
}


class ZoneTools(QObject):
    """Every tool that draws zones, and what they share."""

    def __init__(
        self,
        tools: ToolBox,
        catching: Catching,
        *,
        entry: SideEntry,
        words: Words,
    ) -> None:
        super().__init__(tools)
        self._tools, self._catching, self._entry = tools, catching, entry
        self.brush = tools.add(BrushTool(self))
        self.eraser = tools.add(EraserTool(self))
        self.box = tools.add(PaintBoxTool(self))
        self.lasso = tools.add(PaintLassoTool(self))
        self.polygon = tools.add(SnapPolygonTool(catching, words, self))
        self.reshape = tools.add(ReshapeTool(catching, self))
        self.reshape_line = tools.add(ReshapeLineTool(catching, words, self))
        self.split_line = tools.add(SplitLineTool(catching, words, self))
        self._connect()

    @property
    def all(self) -> tuple[ZoneTool, ...]:
        """Every tool."""
        return (
            self.brush,
            self.eraser,
            self.box,
            self.lasso,
            self.polygon,
            self.reshape,
            self.reshape_line,
            self.split_line,
        )

    @property
    def current(self) -> ZoneTool | None:
        """The drawing tool in use, None while another tool is."""
        tool = self._tools.tool
        return tool if isinstance(tool, ZoneTool) else None

    @property
    def snaps(self) -> bool:
        """Whether lines catch on corners and sides."""
        return self._catching.is_on

    def set_active(self, active: bool) -> None:  # noqa: FBT001 - a switch's slot
        """Let keys choose these tools; off, the arrow is taken again."""
        self._tools.set_keys(KEYS if active else {})
        if not active and self.current is not None:
            self._tools.choose("arrow")

    def set_colour(self, number: int) -> None:
        """Draw in the colour of a zone."""
        for tool in self.all:
            tool.set_colour(number)

    def set_snap_on(self, on: bool) -> None:  # noqa: FBT001 - a switch's slot
        """Let lines catch on corners and sides, or run free."""
        self._catching.is_on = on

    def set_tracing(self, on: bool) -> None:  # noqa: FBT001 - a switch's slot
        """Join corners along boundaries with every tool that draws lines."""
        for tool in self._lines():
            tool.set_tracing(on)

    def _connect(self) -> None:
        self.brush.width_changed.connect(self.eraser.set_width)
        self.eraser.width_changed.connect(self.brush.set_width)
        for tool in self._lines():
            tool.entry_wanted.connect(self._on_entry_wanted)
            tool.corner_set.connect(self._entry.shut)
            tool.tracing_changed.connect(self.set_tracing)
        self._entry.changed.connect(self._on_entry_changed)
        self._entry.accepted.connect(self._on_entry_accepted)
        self._entry.dropped.connect(self._on_entry_dropped)

    def _lines(self) -> tuple[SnapTool, ...]:
        return (self.polygon, self.reshape_line, self.split_line)

    def _line(self) -> SnapTool | None:
        tool = self._tools.tool
        return tool if isinstance(tool, SnapTool) else None

    def _on_entry_wanted(self, text: str) -> None:
        tool = self._line()
        if tool is not None and tool.hand is not None:
            at = tool.hand
            self._entry.open_at(QPoint(round(at.px), round(at.py)), text)
            tool.fix(*self._entry.numbers())

    def _on_entry_changed(self, length: object, azimuth: object) -> None:
        tool = self._line()
        if tool is not None:
            tool.fix(
                length if isinstance(length, float) else None,
                azimuth if isinstance(azimuth, float) else None,
            )

    def _on_entry_accepted(self) -> None:
        tool = self._line()
        if tool is not None:
            tool.accept()

    def _on_entry_dropped(self) -> None:
        tool = self._line()
        if tool is not None:
            tool.fix(None, None)


def make_zone_tools(
    tools: ToolBox,
    *,
    parcels: Callable[[], Shapes | None],
    viewport: Callable[[], Viewport],
    look: Look,
    words: Words,
    above: QWidget,
) -> ZoneTools:
    """Put the drawing tools into a toolbox; their entry appears above a widget."""
    entry = SideEntry(look, words, above)
    return ZoneTools(tools, Catching(parcels, viewport), entry=entry, words=words)
