# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which parcels a click, a box, a lasso or an arrow key means."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent

from landgis.render.picking import Direction, neighbour, rows_in_box, rows_in_polygon
from landgis.render.shapes import Rows
from landgis.render.viewport import Bounds
from landgis_ui.canvas.canvas import MapCanvas
from landgis_ui.canvas.scene import NO_ROWS
from landgis_ui.canvas.tool import PickMode, Pointer, Points

DIRECTIONS: dict[int, Direction] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
MOST_STEPS = 50  # past so many parcels that are not shown, the walk ends
EDGE_SHARE = 0.1


class Picker(QObject):
    """Turns what the tools draw into rows.

    Signals
    -------
    picked(object, object)
        Rows, and how they change the selection (`PickMode`).
    activated(int)
        Enter was pressed on this row.
    """

    picked = pyqtSignal(object, object)
    activated = pyqtSignal(int)

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._current = -1
        tools = canvas.tools
        tools.arrow.clicked.connect(self._on_clicked)
        tools.box.rectangle_drawn.connect(self._on_rectangle)
        tools.lasso.polygon_drawn.connect(self._on_polygon)
        tools.polygon.polygon_drawn.connect(self._on_polygon)

    def set_current(self, row: int) -> None:
        """Let arrow keys start from this row, -1 for none."""
        self._current = row

    def key(self, event: QKeyEvent) -> bool:
        """Walk with the arrow keys; Enter opens, Esc drops the selection."""
        key = event.key()
        if key in DIRECTIONS:
            adds = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._walk(DIRECTIONS[key], PickMode.ADD if adds else PickMode.REPLACE)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.activated.emit(self._current)
            return True
        if key == Qt.Key.Key_Escape and len(self._canvas.marks.selected):
            self.picked.emit(NO_ROWS, PickMode.REPLACE)
            return True
        return False

    def _walk(self, direction: Direction, mode: PickMode) -> None:
        shapes = self._canvas.scene.shapes
        if shapes is None:
            return
        row = self._current
        if row < 0:
            row = self._middle_row()
        else:
            for _ in range(MOST_STEPS):
                row = neighbour(shapes, row, direction)
                if row < 0 or self._is_shown(row):
                    break
        if row >= 0:
            self._current = row
            self.picked.emit(np.array([row], dtype=np.int64), mode)
            self._keep_in_sight(shapes.bounds_of(np.array([row])))

    def _middle_row(self) -> int:
        """Return the parcel nearest to the middle of the map, -1 if none is seen."""
        picture = self._canvas.picture
        if picture is None or picture.index is None:
            return -1
        rows = picture.index.rows
        y, x = np.nonzero(rows >= 0)
        if not len(y):
            return -1
        away = (y - rows.shape[0] / 2) ** 2 + (x - rows.shape[1] / 2) ** 2
        nearest = int(np.argmin(away))
        return int(rows[y[nearest], x[nearest]])

    def _is_shown(self, row: int) -> bool:
        return bool(self._only_shown(np.array([row], dtype=np.int64)).size)

    def _only_shown(self, rows: Rows) -> Rows:
        """Leave out rows that the filter or the legend hides."""
        scene = self._canvas.scene
        if scene.rows_left_out is not None:
            rows = rows[~scene.rows_left_out[rows]]
        if scene.colours is not None and scene.hidden:
            rows = rows[~np.isin(scene.colours.classes[rows], list(scene.hidden))]
        return rows

    def _keep_in_sight(self, bounds: Bounds) -> None:
        navigator = self._canvas.navigator
        view = navigator.target
        x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
        px, py = view.to_screen(x, y)
        edge_x, edge_y = view.width_px * EDGE_SHARE, view.height_px * EDGE_SHARE
        is_inside = (
            edge_x <= px <= view.width_px - edge_x
            and edge_y <= py <= view.height_px - edge_y
        )
        if not is_inside:
            navigator.go(view.centred(x, y))

    def _on_clicked(self, at: Pointer) -> None:
        row = self._canvas.row_at(at.px, at.py)
        if row >= 0:
            self.picked.emit(np.array([row], dtype=np.int64), at.mode)
        elif at.mode is PickMode.REPLACE:
            self.picked.emit(NO_ROWS, at.mode)

    def _on_rectangle(self, bounds: Bounds, mode: PickMode) -> None:
        shapes = self._canvas.scene.shapes
        if shapes is not None:
            self.picked.emit(self._only_shown(rows_in_box(shapes, bounds)), mode)

    def _on_polygon(self, corners: Points, mode: PickMode) -> None:
        shapes = self._canvas.scene.shapes
        if shapes is not None:
            self.picked.emit(self._only_shown(rows_in_polygon(shapes, corners)), mode)
