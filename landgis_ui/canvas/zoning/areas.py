# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Box and lasso that paint: what would be taken is known while they are drawn."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QPainter

from landgis.render.viewport import Viewport
from landgis_ui.canvas.shape_tools import LASSO_STEP_PX, MIN_CORNERS, bounds_of
from landgis_ui.canvas.tool import DRAG_PX, Drawing, Pointer, Points
from landgis_ui.canvas.zoning.strokes import paint_area
from landgis_ui.canvas.zoning.zone_tool import ZoneTool
from landgis_ui.theme.look import Look

NOWHERE: Points = np.empty((0, 2))


class AreaTool(ZoneTool):
    """An area drawn with the button down.

    Signals
    -------
    drafted(object, bool)
        The corners so far, an array of (x, y), and whether land is taken out; None
        when nothing came of it.
    drawn(object, bool)
        The area is done.
    """

    drafted = pyqtSignal(object, bool)
    drawn = pyqtSignal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: list[Pointer] = []
        self.turned.connect(self._on_turned)

    @property
    def corners(self) -> Points:
        """The corners of the area so far; fewer than three are none."""
        return NOWHERE

    def press(self, at: Pointer) -> None:
        """Begin."""
        self.follow(at)
        self._path = [at]

    def move(self, at: Pointer) -> None:
        """Draw on, or hover."""
        self.follow(at)
        if not self._path:
            self.hovered.emit(at.x, at.y)
        elif self._extend(at):
            self.changed.emit()
            self._draft()

    def release(self, at: Pointer) -> None:
        """End; what has no size is nothing."""
        if not self._path:
            return
        self.follow(at)
        self._extend(at)
        corners, start = self.corners, self._path[0]
        is_area = len(corners) >= MIN_CORNERS and self._is_wide(start, at)
        self._path = []
        self.changed.emit()
        if is_area:
            self.drawn.emit(corners, self.takes_out)
        else:
            self.drafted.emit(None, self.takes_out)

    def double_click(self, at: Pointer) -> None:
        """Begin another area at once."""
        self.press(at)

    def cancel(self) -> bool:
        """Drop the area."""
        was_drawing, self._path = bool(self._path), []
        if was_drawing:
            self.changed.emit()
            self.drafted.emit(None, self.takes_out)
        return was_drawing

    def paint(self, painter: QPainter, viewport: Viewport, look: Look) -> None:
        """Paint the area so far."""
        corners = self.corners
        if len(corners) > 1:
            paint_area(
                painter,
                viewport,
                corners,
                colour=self.colour(look),
                halo=look.colour("panel"),
                is_dashed=self.takes_out,
            )

    def _extend(self, at: Pointer) -> bool:
        """Take another place in; False if it makes no difference."""
        raise NotImplementedError

    def _is_wide(self, start: Pointer, end: Pointer) -> bool:
        """Tell whether more was meant than a click."""
        raise NotImplementedError

    def _draft(self) -> None:
        corners = self.corners
        if len(corners) >= MIN_CORNERS:
            self.drafted.emit(corners, self.takes_out)

    def _on_turned(self) -> None:
        if self._path:
            self._draft()


class PaintBoxTool(AreaTool):
    """A rectangle from corner to corner."""

    id = "zone_box"
    drawing = Drawing.BY_DRAG

    @property
    def corners(self) -> Points:
        """The four corners."""
        if len(self._path) < 2:  # noqa: PLR2004 - from corner to corner
            return NOWHERE
        west, south, east, north = bounds_of(self._path[0], self._path[-1])
        return np.array([(west, south), (east, south), (east, north), (west, north)])

    def _extend(self, at: Pointer) -> bool:
        self._path[1:] = [at]
        return True

    def _is_wide(self, start: Pointer, end: Pointer) -> bool:
        return start.distance_px(end) >= DRAG_PX


class PaintLassoTool(AreaTool):
    """A free line that closes itself; with the keyboard, arrows draw it."""

    id = "zone_lasso"
    drawing = Drawing.BY_DRAG

    @property
    def corners(self) -> Points:
        """The places that the line went through."""
        return np.array([(at.x, at.y) for at in self._path]).reshape(-1, 2)

    def _extend(self, at: Pointer) -> bool:
        if at.distance_px(self._path[-1]) < LASSO_STEP_PX:
            return False
        self._path.append(at)
        return True

    def _is_wide(self, start: Pointer, end: Pointer) -> bool:
        del start, end
        return True
