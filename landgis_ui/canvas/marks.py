# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is picked out above the map: the selected, the hovered, and a short flash."""

from __future__ import annotations

import math

import numpy as np
from PyQt6.QtCore import QObject, Qt, QVariantAnimation, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen

from landgis.render.shapes import Rows, Shapes
from landgis.render.viewport import Viewport
from landgis_ui.canvas.paths import outline_of
from landgis_ui.canvas.scene import NO_ROWS
from landgis_ui.theme.look import Look

FEW = 400  # so many outlines are drawn one by one; more are left to the shading
HALO_PX, SELECTED_PX, HOVERED_PX = 6.0, 3.0, 2.0
FLASH_MS, FLASHES = 1200, 3


class Marks(QObject):
    """Rows of parcels picked out by an outline.

    Signals
    -------
    changed()
        Something is to be painted differently.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selected, self._hovered, self._flashing = NO_ROWS, -1, NO_ROWS
        self._strength = 0.0
        self._flash = QVariantAnimation(self)
        self._flash.setStartValue(0.0)
        self._flash.setEndValue(1.0)
        self._flash.setDuration(FLASH_MS)
        self._flash.valueChanged.connect(self._on_flash)
        self._flash.finished.connect(self._on_flash_end)

    @property
    def selected(self) -> Rows:
        """The selected rows."""
        return self._selected

    @property
    def hovered(self) -> int:
        """The row under the pointer, -1 for none."""
        return self._hovered

    @property
    def are_many(self) -> bool:
        """Whether the selection is too large for outlines of its own."""
        return len(self._selected) > FEW

    def select(self, rows: Rows) -> None:
        """Outline these rows and no others."""
        self._selected = rows
        self.changed.emit()

    def hover(self, row: int) -> None:
        """Outline the row under the pointer, -1 for none."""
        if row != self._hovered:
            self._hovered = row
            self.changed.emit()

    def flash(self, rows: Rows) -> None:
        """Let rows shine up shortly, so that the eye finds them."""
        self._flashing = rows[:FEW]
        self._flash.stop()
        self._flash.start()

    def clear(self) -> None:
        """Pick out nothing; other parcels are shown now."""
        self.stop()
        self._selected, self._hovered, self._flashing = NO_ROWS, -1, NO_ROWS
        self.changed.emit()

    def stop(self) -> None:
        """End a flash."""
        self._flash.stop()
        self._flashing = NO_ROWS

    def paint(
        self, painter: QPainter, shapes: Shapes, viewport: Viewport, *, look: Look
    ) -> None:
        """Paint flash, selection and hover, in this order."""
        plain = Qt.BrushStyle.NoBrush
        if len(self._flashing):
            light = QColor(look.theme.accent)
            light.setAlphaF(0.55 * self._strength)
            painter.setPen(QPen(light, HALO_PX))
            painter.setBrush(light)
            painter.drawPath(_outlines(shapes, self._flashing, viewport))
        painter.setBrush(plain)
        if len(self._selected) and not self.are_many:
            path = _outlines(shapes, self._selected, viewport)
            painter.strokePath(path, _pen(look.theme.panel, HALO_PX))
            painter.strokePath(path, _pen(look.theme.accent, SELECTED_PX))
        if 0 <= self._hovered < shapes.count:
            path = outline_of(shapes, self._hovered, viewport)
            painter.strokePath(path, _pen(look.theme.ink, HOVERED_PX))

    def _on_flash(self, share: float) -> None:
        self._strength = math.sin(share * math.pi * FLASHES) ** 2
        self.changed.emit()

    def _on_flash_end(self) -> None:
        self._flashing = NO_ROWS
        self.changed.emit()


def rows_in_view(shapes: Shapes, rows: Rows, viewport: Viewport) -> Rows:
    """Return those of the rows whose boxes are in sight."""
    rows = rows[(rows >= 0) & (rows < shapes.count)]
    boxes = shapes.boxes[rows]
    west, south, east, north = viewport.bounds
    x, y = shapes.origin
    seen = (
        (boxes[:, 0] + x <= east)
        & (boxes[:, 2] + x >= west)
        & (boxes[:, 1] + y <= north)
        & (boxes[:, 3] + y >= south)
    )
    return np.asarray(rows[seen])


def _outlines(shapes: Shapes, rows: Rows, viewport: Viewport) -> QPainterPath:
    path = QPainterPath()
    for row in rows_in_view(shapes, rows, viewport).tolist():
        path.addPath(outline_of(shapes, row, viewport))
    return path


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
