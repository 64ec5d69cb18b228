# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small pictures of the statuses: fill, hatch and outline as the map draws them."""

from __future__ import annotations

import math
from dataclasses import replace

from PyQt6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from landgis.report.symbols import Pattern, Symbol, shipped_symbols
from landgis_ui.theme.dark import FILL_SHARE, INK_SHARE, mixed
from landgis_ui.theme.tokens import Theme

SIZE = QSizeF(18.0, 12.0)
_DASH = [3.0, 2.0]
_INSET = 0.75
_CORNER = 1.5
_PLAIN, _UNKNOWN = "normal", "to_verify"


class Swatches:
    """Pictures by status at one size and one density of pixels, each drawn once."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, float, float, bool], QPixmap] = {}

    def picture(
        self, status: str, theme: Theme, *, scale: float, ratio: float
    ) -> QPixmap | None:
        """Return the picture of a status, or None if nothing is drawn so."""
        symbol = shipped_symbols().get(status)
        if symbol is None:
            return None
        key = (status, scale, ratio, theme.is_dark)
        if key not in self._drawn:
            shown = as_on_map(symbol, theme)
            self._drawn[key] = draw_swatch(shown, SIZE * scale, ratio=ratio)
        return self._drawn[key]


def as_on_map(symbol: Symbol, theme: Theme) -> Symbol:
    """Return a symbol as the map shows it in a theme; on paper it stays as it is."""
    if not theme.is_dark:
        return symbol
    ground = theme.map_ground
    if symbol.id == _PLAIN and symbol.fill is not None:
        return replace(
            symbol,
            fill=mixed(symbol.fill, ground, FILL_SHARE),
            ink=mixed(symbol.ink, ground, INK_SHARE),
        )
    ink = theme.verify if symbol.id == _UNKNOWN else symbol.ink
    return replace(symbol, fill=symbol.fill or ground, ink=ink)


def draw_swatch(symbol: Symbol, size: QSizeF, *, ratio: float) -> QPixmap:
    """Draw a symbol; `size` in logical pixels, `ratio` device pixels in one of them."""
    picture = QPixmap((size * ratio).toSize())
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(QPointF(0, 0), size).adjusted(_INSET, _INSET, -_INSET, -_INSET)
    outline = QPainterPath()
    outline.addRoundedRect(area, _CORNER, _CORNER)
    painter.fillPath(outline, QColor(symbol.fill or "#FFFFFF"))
    if symbol.pattern is not None:
        painter.save()
        painter.setClipPath(outline)
        _hatch(painter, area, symbol.pattern, ink=QColor(symbol.ink))
        painter.restore()
    pen = QPen(QColor(symbol.ink), min(symbol.outline_px, 2 * _INSET))
    if symbol.outline_style == "dash":
        pen.setDashPattern(_DASH)
    painter.strokePath(outline, pen)
    painter.end()
    return picture


def _hatch(painter: QPainter, area: QRectF, pattern: Pattern, *, ink: QColor) -> None:
    if pattern.marker:
        _markers(painter, area, pattern, ink=ink)
        return
    painter.setPen(QPen(ink, pattern.size_px))
    centre, reach = area.center(), math.hypot(area.width(), area.height())
    for angle in pattern.lines:
        turned = math.radians(angle)
        along = QPointF(math.cos(turned), -math.sin(turned))
        across = QPointF(along.y(), -along.x()) * pattern.pitch_px
        count = math.ceil(reach / pattern.pitch_px)
        for number in range(-count, count + 1):
            middle = centre + across * number
            painter.drawLine(QLineF(middle - along * reach, middle + along * reach))


def _markers(painter: QPainter, area: QRectF, pattern: Pattern, *, ink: QColor) -> None:
    """Draw points on a lattice whose every other row is shifted by half a pitch."""
    pitch, half = pattern.pitch_px, pattern.size_px / 2
    painter.setPen(QPen(ink, 1.0) if pattern.marker == "cross" else Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    rows = math.ceil(area.height() / pitch * 2) + 1
    for row in range(rows):
        y = area.top() + pitch / 4 + row * pitch / 2
        x = area.left() + (pitch / 4 if row % 2 else pitch * 3 / 4)
        while x < area.right() + half:
            if pattern.marker == "cross":
                painter.drawLine(QLineF(x - half, y, x + half, y))
                painter.drawLine(QLineF(x, y - half, x, y + half))
            else:
                painter.drawEllipse(QPointF(x, y), half, half)
            x += pitch
