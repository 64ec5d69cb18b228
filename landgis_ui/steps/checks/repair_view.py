# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A shape before and after its repair, side by side, what changed tinted."""

from __future__ import annotations

import numpy as np
import shapely
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from landgis.geometry.windings import recount
from landgis_ui.context import Context
from landgis_ui.steps.checks.repairs import RepairedShape

HEIGHT_PX = 176
GAP_PX, MARGIN_PX, TITLE_PX, SPOT_PX = 8, 12, 22, 9
TINT = 110  # of 255
CLOSE_SHARE = 0.12
"""Looked at closely, a shape is drawn so much of its size around the fault."""


class RepairView(QWidget):
    """Draws both shapes at one scale; `set_close` looks at the fault alone."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._look, self._words = context.look, context.words
        self._shape: RepairedShape | None = None
        self._lost = self._gained = QPainterPath()
        self._close = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(context.words("check_step.repair"))

    def sizeHint(self) -> QSize:
        """Return the height of the design."""
        return QSize(300, self._look.px(HEIGHT_PX))

    def set_shape(self, shape: RepairedShape) -> None:
        """Show a repair, all of it."""
        self._shape, self._close = shape, False
        after = shape.after if shape.after is not None else shapely.Polygon()
        more, less = recount(shape.before, after)
        self._gained, self._lost = to_path(more), to_path(less)
        self.update()

    def set_close(self, *, is_close: bool) -> None:
        """Look at the fault, or at the whole."""
        self._close = is_close
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw both sides."""
        del event
        shape = self._shape
        if shape is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = self._look.px(GAP_PX)
        half = (self.width() - gap) / 2
        for number, (title, drawn) in enumerate(
            (("before", shape.before), ("after", shape.after))
        ):
            box = QRectF(number * (half + gap), 0, half, self.height())
            self._draw_side(painter, box, path=to_path(drawn), name=title)
        painter.end()

    def _draw_side(
        self, painter: QPainter, box: QRectF, *, path: QPainterPath, name: str
    ) -> None:
        look = self._look
        painter.setPen(QPen(look.colour("line"), 1))
        painter.setBrush(look.colour("sunk"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(look.font(12))
        painter.setPen(look.colour("ink2"))
        head = box.adjusted(look.px(8), look.px(4), 0, 0)
        painter.drawText(head, 0, self._words(f"check_step.repair_{name}"))
        inner = box.adjusted(
            look.px(MARGIN_PX),
            look.px(TITLE_PX + 4),
            -look.px(MARGIN_PX),
            -look.px(MARGIN_PX),
        )
        painter.save()
        painter.setClipRect(box.adjusted(1, look.px(TITLE_PX), -1, -1))
        self._draw_shape(painter, inner, path, is_after=name == "after")
        painter.restore()

    def _draw_shape(
        self, painter: QPainter, inner: QRectF, path: QPainterPath, *, is_after: bool
    ) -> None:
        extent = self._extent()
        scale = min(inner.width() / extent.width(), inner.height() / extent.height())
        centre = extent.center()
        painter.save()
        painter.translate(inner.center())
        painter.scale(scale, -scale)
        painter.translate(-centre.x(), -centre.y())
        pen = QPen(self._look.colour("ink"), 1.6)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(self._look.colour("line"))
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        tint = QColor(self._look.colour("ok" if is_after else "bad"))
        tint.setAlpha(TINT)
        painter.setBrush(tint)
        painter.drawPath(self._gained if is_after else self._lost)
        painter.restore()
        if self._shape is not None and self._shape.spot is not None:
            away = QPointF(*self._shape.spot) - centre
            self._draw_spot(
                painter, inner.center() + QPointF(away.x(), -away.y()) * scale
            )

    def _draw_spot(self, painter: QPainter, at: QPointF) -> None:
        painter.setPen(QPen(self._look.colour("bad"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = self._look.px(SPOT_PX)
        painter.drawEllipse(at, radius, radius)

    def _extent(self) -> QRectF:
        shape = self._shape
        if shape is None:
            return QRectF(0, 0, 1, 1)
        bounds = shapely.total_bounds(np.array([shape.before, shape.after]))
        left, bottom, right, top = (float(value) for value in bounds)
        whole = QRectF(left, bottom, max(right - left, 1e-6), max(top - bottom, 1e-6))
        if not self._close or shape.spot is None:
            return whole
        side = max(whole.width(), whole.height()) * CLOSE_SHARE
        near = QRectF(0, 0, side, side)
        near.moveCenter(QPointF(*shape.spot))
        return near


def to_path(geometry: shapely.Geometry | None) -> QPainterPath:
    """Return the rings of a geometry; what lies within two rings is a hole."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    if geometry is None or shapely.is_empty(geometry):
        return path
    for part in shapely.get_parts(shapely.get_parts(geometry)):
        if shapely.get_type_id(part) != shapely.GeometryType.POLYGON:
            continue
        for ring in shapely.get_rings(part):
            corners = shapely.get_coordinates(ring)
            path.moveTo(*corners[0])
            for corner in corners[1:]:
                path.lineTo(*corner)
            path.closeSubpath()
    return path
