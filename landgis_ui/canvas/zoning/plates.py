# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels of zones and the card by the cursor: drawn once, then stamped."""

from __future__ import annotations

import math
from functools import partial

from PyQt6.QtCore import QPointF, QRectF, QSizeF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from landgis_ui.canvas.painting import painting
from landgis_ui.canvas.picture import ARGB
from landgis_ui.canvas.zoning.marks import CardLine, CursorCard, ZoneMark
from landgis_ui.theme.look import Look
from landgis_ui.theme.zone_colours import zone_colour, zone_text

LEADING = 1.32
PADDING_X, PADDING_Y = 9.0, 4.0
CARD_X, CARD_Y = 13.0, 10.0
CARD_LEAST, CARD_GAP = 232.0, 18.0
LOCK_PX, LOCK_GAP = 14.0, 4.0


class Plates:
    """Pictures of labels and cards by what they say, for one look of the window."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._made: dict[tuple[object, ...], QImage] = {}
        look.changed.connect(self.forget)

    def forget(self) -> None:
        """Draw anew from now on."""
        self._made.clear()

    def label(self, mark: ZoneMark, ratio: float) -> QImage:
        """Return the label of a zone: name and area on its colour, and a lock."""
        key = (mark.name, mark.area, mark.colour, mark.is_locked, ratio)
        if key not in self._made:
            self._made[key] = self._draw_label(mark, ratio)
        return self._made[key]

    def note(self, text: str, ratio: float) -> QImage:
        """Return a small plain plate with one line."""
        key = ("note", text, ratio)
        if key not in self._made:
            self._made[key] = self._draw_note(text, ratio)
        return self._made[key]

    def _draw_label(self, mark: ZoneMark, ratio: float) -> QImage:
        look, is_dark = self._look, self._look.theme.is_dark
        fonts = (look.font(13, bold=True), look.font(12))
        texts = [text for text in (mark.name, mark.area) if text]
        metrics = [QFontMetricsF(font) for font in fonts]
        lock = look.px(LOCK_PX) + LOCK_GAP if mark.is_locked else 0.0
        widths = [
            metric.horizontalAdvance(text)
            for metric, text in zip(metrics, texts, strict=False)
        ]
        widths[0] += lock
        size = QSizeF(
            max(widths) + 2 * PADDING_X,
            sum(_height(font) for font in fonts[: len(texts)]) + 2 * PADDING_Y,
        )
        ink = QColor(zone_text(is_dark=is_dark))
        image = _blank(size, ratio)
        with painting(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.colour("panel"), 1.5))
            painter.setBrush(QColor(zone_colour(mark.colour, is_dark=is_dark)))
            box = QRectF(QPointF(), size).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(ink)
            top = PADDING_Y
            for number, text in enumerate(texts):
                painter.setFont(fonts[number])
                high = _height(fonts[number])
                room = QRectF(0, top, size.width(), high)
                if number == 0 and lock:
                    left = (size.width() - widths[0]) / 2
                    side = round(look.px(LOCK_PX))
                    icon = look.icon("lock", ink.name())
                    spot = QRectF(left, top + (high - side) / 2, side, side)
                    icon.paint(painter, spot.toRect())
                    room.setLeft(lock)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
                top += high
        return image

    def _draw_note(self, text: str, ratio: float) -> QImage:
        look, font = self._look, self._look.font(12, bold=True)
        width = QFontMetricsF(font).horizontalAdvance(text) + 2 * PADDING_X
        size = QSizeF(width, _height(font) + 2 * PADDING_Y)
        image = _blank(size, ratio)
        with painting(image) as painter:
            _paint_box(painter, size, look, edge="link")
            painter.setFont(font)
            painter.setPen(look.colour("link"))
            painter.drawText(
                QRectF(QPointF(), size), Qt.AlignmentFlag.AlignCenter, text
            )
        return image


def draw_card(card: CursorCard, look: Look, ratio: float) -> QImage:
    """Return the card by the cursor."""
    title, body = look.font(13, bold=True), look.font(12)
    strong = look.font(12, bold=True)
    line_high, title_high = _height(body) + 3, _height(title) + 4
    measure = partial(_width_of, body=body, strong=strong)
    head = QFontMetricsF(title)
    head_width = head.horizontalAdvance(card.title)
    if card.figure:
        head_width += CARD_GAP + head.horizontalAdvance(card.figure)
    hint_width = QFontMetricsF(body).horizontalAdvance(card.hint)
    inner = max(
        look.px(CARD_LEAST), head_width, hint_width, *map(measure, card.lines), 0.0
    )
    rows = len(card.lines) + bool(card.hint)
    high = title_high + rows * line_high + 2 * CARD_Y
    size = QSizeF(math.ceil(inner + 2 * CARD_X), math.ceil(high))
    image = _blank(size, ratio)
    with painting(image) as painter:
        _paint_box(painter, size, look, edge="line2")
        room = QRectF(CARD_X, CARD_Y, inner, title_high)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(title)
        painter.setPen(look.colour("ink"))
        painter.drawText(room, left | middle, card.title)
        painter.setPen(look.colour("link"))
        painter.drawText(room, right | middle, card.figure)
        top = CARD_Y + title_high
        for line in card.lines:
            room = QRectF(CARD_X, top, inner, line_high)
            _paint_line(painter, line, room, look=look)
            top += line_high
        painter.setFont(body)
        painter.setPen(look.colour("ink3"))
        painter.drawText(
            QRectF(CARD_X, top, inner, line_high), left | middle, card.hint
        )
    return image


def _paint_line(painter: QPainter, line: CardLine, room: QRectF, *, look: Look) -> None:
    middle = Qt.AlignmentFlag.AlignVCenter
    for text, bold, ink in (
        (line.text, False, "ink2"),
        (line.strong, True, "ink"),
        (line.after, False, "ink2"),
    ):
        font = look.font(12, bold=bold)
        painter.setFont(font)
        painter.setPen(look.colour(ink))
        painter.drawText(room, middle, text)
        room = room.adjusted(QFontMetricsF(font).horizontalAdvance(text), 0, 0, 0)


def _paint_box(painter: QPainter, size: QSizeF, look: Look, *, edge: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour(edge), 1.0))
    painter.setBrush(look.colour("panel"))
    box = QRectF(QPointF(), size).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, 8, 8)


def _width_of(line: CardLine, *, body: QFont, strong: QFont) -> float:
    plain = QFontMetricsF(body)
    return (
        plain.horizontalAdvance(line.text)
        + QFontMetricsF(strong).horizontalAdvance(line.strong)
        + plain.horizontalAdvance(line.after)
    )


def _height(font: QFont) -> float:
    return font.pixelSize() * LEADING


def _blank(size: QSizeF, ratio: float) -> QImage:
    image = QImage(
        math.ceil(size.width() * ratio), math.ceil(size.height() * ratio), ARGB
    )
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image
