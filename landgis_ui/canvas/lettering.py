# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters and names on the map: each drawn once with its halo, then stamped."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from landgis.render.labels import Label
from landgis_ui.canvas.painting import painting
from landgis_ui.theme.fonts import make_font

HALO_SHARE = 0.26  # width of the halo's stroke as part of the type's size


@dataclass(frozen=True, kw_only=True)
class Lettering:
    """How texts are set: family, weight, and the colours of text and halo."""

    family: str
    ink: str
    halo: str
    is_bold: bool = True


class Stamps:
    """The texts drawn so far, each once for its size."""

    def __init__(self, lettering: Lettering) -> None:
        self._lettering = lettering
        self._drawn: dict[tuple[str, int], QImage] = {}

    def stamp(self, painter: QPainter, label: Label) -> None:
        """Set a label around its point, on whole pixels so that it stays sharp."""
        size = max(round(label.size_px), 1)
        image = self._drawn.get((label.text, size))
        if image is None:
            image = draw_text(label.text, size, self._lettering)
            self._drawn[label.text, size] = image
        painter.drawImage(
            round(label.x - image.width() / 2),
            round(label.y - image.height() / 2),
            image,
        )


def draw_text(text: str, size_px: int, lettering: Lettering) -> QImage:
    """Return a text with its halo on a transparent picture just large enough."""
    font = make_font(lettering.family, px=size_px, bold=lettering.is_bold)
    metrics = QFontMetricsF(font)
    halo = size_px * HALO_SHARE
    width = metrics.horizontalAdvance(text) + 2 * halo
    height = metrics.capHeight() + 4 * halo
    image = QImage(
        round(width) + 2, round(height) + 2, QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    path = QPainterPath()
    path.addText(QPointF(0.0, 0.0), font, text)
    box = path.boundingRect()
    middle = QPointF(image.width() / 2, image.height() / 2)
    path.translate(middle - box.center())
    with painting(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(lettering.halo), halo)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
        painter.fillPath(path, QColor(lettering.ink))
    return image
