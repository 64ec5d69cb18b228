# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The projector check: every hatch and letter, in colour and as a copier leaves it."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, QSize, QSizeF, Qt
from PyQt6.QtGui import QImage, QPainter, QPaintEvent
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from landgis.messages import joined
from landgis.report.symbols import Symbol, shipped_symbols
from landgis_ui.context import Context
from landgis_ui.table.swatches import draw_swatch
from landgis_ui.widgets.basics import fill, make_label, make_scroll

LINE_PX, SWATCH = 40, QSizeF(96, 28)
NOT_LAND = ("park",)


class HatchSheet(QWidget):
    """All statuses below each other, left in colour, right in grey."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._look = context.look
        self._symbols = [s for s in shipped_symbols().values() if s.id not in NOT_LAND]
        names = joined(symbol.title for symbol in self._symbols)
        self.setAccessibleName(names)
        self.setMinimumHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Return the room for all lines."""
        return QSize(300, self._look.px(LINE_PX) * len(self._symbols))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the card."""
        del event
        look = self._look
        painter = QPainter(self)
        size = SWATCH * look.scale
        for number, symbol in enumerate(self._symbols):
            top = number * look.px(LINE_PX)
            left = 0.0
            for grey in (False, True):
                self._draw(
                    painter,
                    symbol,
                    QRectF(left, top + 4, size.width(), size.height()),
                    grey=grey,
                )
                left += size.width() + look.px(12)
            painter.setFont(look.font(13))
            painter.setPen(look.colour("ink"))
            box = QRectF(left, top, self.width() - left, look.px(LINE_PX))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, symbol.title)
        painter.end()

    def _draw(
        self, painter: QPainter, symbol: Symbol, box: QRectF, *, grey: bool
    ) -> None:
        look, ratio = self._look, self.devicePixelRatioF()
        image = draw_swatch(symbol, box.size(), ratio=ratio).toImage()
        if grey:
            image = image.convertToFormat(QImage.Format.Format_Grayscale8)
            image.setDevicePixelRatio(ratio)
        painter.drawImage(box.topLeft(), image)
        if symbol.letter:
            painter.setFont(look.font(12, bold=True))
            painter.setPen(look.colour("panel"))
            for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                painter.drawText(
                    box.translated(dx, dy), Qt.AlignmentFlag.AlignCenter, symbol.letter
                )
            painter.setPen(look.colour("ink"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, symbol.letter)


class HatchCardPanel(QWidget):
    """The card with a word on what to look for."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        inner = QWidget()
        fill(
            QVBoxLayout(inner),
            make_label(context.words("hatch_card.hint"), size="secondary", wrap=True),
            HatchSheet(context),
            None,
            margins=(16, 12, 16, 12),
            spacing=12,
        )
        fill(QVBoxLayout(self), make_scroll(inner), spacing=0)
