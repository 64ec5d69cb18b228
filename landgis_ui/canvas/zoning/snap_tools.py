# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The polygon, and lines that cut or reshape a zone."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QPainter

from landgis.render.viewport import Viewport
from landgis.units import MU_PER_M2
from landgis_ui.canvas.measure_paint import area_of
from landgis_ui.canvas.shape_tools import MIN_CORNERS, on_screen
from landgis_ui.canvas.zoning.snap_tool import SnapTool
from landgis_ui.canvas.zoning.strokes import paint_area, paint_dots, paint_line
from landgis_ui.theme.look import Look


class SnapPolygonTool(SnapTool):
    """A polygon corner by corner; with Alt or its switch a hole.

    Signals
    -------
    drafted(object, bool)
        The corners so far, an array of (x, y), and whether it is a hole; None when
        nothing came of it.
    drawn(object, bool)
        The polygon is done.
    """

    drafted = pyqtSignal(object, bool)
    drawn = pyqtSignal(object, bool)

    id = "zone_polygon"
    fewest = MIN_CORNERS

    def paint(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        """Paint the polygon so far."""
        corners = self.way.with_aim(self.aim)
        if len(self.way):
            paint_area(
                painter,
                viewport,
                corners,
                colour=self.colour(look),
                halo=look.colour("panel"),
                is_dashed=self.takes_out,
            )
            dots = on_screen(viewport, self.way.places)
            paint_dots(painter, dots, colour=self.colour(look), look=look)
        super().paint(painter, viewport, look)

    def _note(self) -> str:
        text = super()._note()
        corners = self.way.with_aim(self.aim)
        if not text or len(corners) < MIN_CORNERS:
            return text
        area = f"{area_of(corners) * MU_PER_M2:,.2f}"
        return self._words("drawing.area", side=text, mu=area)

    def _draft(self) -> None:
        corners = self.way.with_aim(self.aim)
        if len(self.way) and len(corners) >= MIN_CORNERS:
            self.drafted.emit(corners, self.takes_out)

    def _hand_over(self) -> None:
        self.drawn.emit(self.way.places, self.takes_out)

    def _dropped(self) -> None:
        self.drafted.emit(None, self.takes_out)


class CutLineTool(SnapTool):
    """A line across a zone.

    Signals
    -------
    drafted(object)
        The corners so far, an array of (x, y); None when nothing came of it.
    line_drawn(object)
        The line is done.
    """

    drafted = pyqtSignal(object)
    line_drawn = pyqtSignal(object)

    def paint(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        """Paint the line so far."""
        if len(self.way):
            places = on_screen(viewport, self.way.with_aim(self.aim))
            colour = self.colour(look)
            paint_line(painter, places, colour=colour, halo=look.colour("panel"))
            dots = on_screen(viewport, self.way.places)
            paint_dots(painter, dots, colour=colour, look=look)
        super().paint(painter, viewport, look)

    def _draft(self) -> None:
        corners = self.way.with_aim(self.aim)
        if len(self.way) and len(corners) > 1:
            self.drafted.emit(corners)

    def _hand_over(self) -> None:
        self.line_drawn.emit(self.way.places)

    def _dropped(self) -> None:
        self.drafted.emit(None)


class ReshapeLineTool(CutLineTool):
    """A line that the outline of a zone is to run along."""

    id = "zone_reshape_line"


class SplitLineTool(CutLineTool):
    """A line that parts a zone in two."""

    id = "zone_split"
