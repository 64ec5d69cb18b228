# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A drawn figure on screen: what the mouse is on, what the keyboard stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QToolTip, QWidget

from landgis_ui.theme.look import Look

if TYPE_CHECKING:
    from landgis.report.charts import HitRegion
    from landgis_ui.charts.drawing import Drawn

LEAST = QSize(300, 200)
PATIENCE_MS = 300  # a shorter wait needs no word
_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BEFORE = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_PICK = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)

ROUNDING_PX = 2.0


class ChartView(QWidget):
    """Shows the last picture, scaled, until the next is drawn.

    Signals
    -------
    region_picked(object, bool)
        A `HitRegion` was clicked; True: in addition to what is selected.
    region_entered(object)
        The region under mouse or keyboard, or None.
    resized()
        Another size: draw anew.
    """

    region_picked = pyqtSignal(object, bool)
    region_entered = pyqtSignal(object)
    resized = pyqtSignal()

    def __init__(self, look: Look, waiting: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._waiting = look, waiting
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self.update)
        self._drawn: Drawn | None = None
        self._image = QImage()
        self._place = -1
        self._hovered: HitRegion | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Expanding)
        self.setMinimumSize(LEAST)

    def show_drawn(self, drawn: Drawn | None) -> None:
        """Show a picture, or nothing."""
        same = (
            drawn is not None
            and self._drawn is not None
            and drawn.wanted.name == self._drawn.wanted.name
        )
        self._drawn, self._hovered = drawn, None
        if drawn is None:
            self._patience.start()
            self._image = QImage()
            self._place = -1
        else:
            stride = drawn.width * 4
            kind = QImage.Format.Format_RGBA8888
            borrowed = QImage(drawn.pixels, drawn.width, drawn.height, stride, kind)
            self._image = borrowed.copy()
            self._place = self._place if same else -1
            self.setAccessibleName(drawn.chart.words)
        self.update()

    @property
    def drawn(self) -> Drawn | None:
        """What is shown."""
        return self._drawn

    def picture(self) -> QImage:
        """Return the picture, for the clipboard."""
        return self._image

    def current(self) -> HitRegion | None:
        """Return the region that the keyboard stands on, else the one hovered."""
        regions = self._regions()
        if 0 <= self._place < len(regions):
            return regions[self._place]
        return self._hovered

    def area_of(self, region: HitRegion) -> QRectF:
        """Return where a region lies in this widget."""
        x0, y0, x1, y1 = region.box
        area = self._picture_area()
        width, height = area.width(), area.height()
        corners = (
            QPointF(x0 * width, (1 - y1) * height),
            QPointF(x1 * width, (1 - y0) * height),
        )
        return QRectF(*corners).normalized().translated(area.topLeft())

    def _picture_area(self) -> QRectF:
        """Return where the picture lies: whole, and never stretched out of shape.

        After a change of size the old one stands here until the new one is drawn.
        """
        whole = QRectF(self.rect())
        if self._image.isNull():
            return whole
        size = QSizeF(self._image.size()).scaled(
            whole.size(), Qt.AspectRatioMode.KeepAspectRatio
        )
        gap = abs(size.width() - whole.width()) + abs(size.height() - whole.height())
        if gap < ROUNDING_PX:
            return whole
        return QRectF(whole.topLeft(), size)

    def _regions(self) -> tuple[HitRegion, ...]:
        return self._drawn.chart.regions if self._drawn is not None else ()

    def _region_at(self, spot: QPointF) -> HitRegion | None:
        area = self._picture_area()
        if self._drawn is None or area.isEmpty():
            return None
        share_x = (spot.x() - area.left()) / area.width()
        share_y = (spot.y() - area.top()) / area.height()
        return self._drawn.chart.region_at(share_x, 1 - share_y)

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: D102
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("panel"))
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._picture_area(), self._image)
        elif not self._patience.isActive():
            painter.setPen(self._look.colour("ink3"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._waiting)
        self._outline(painter, self._hovered, width=1.5)
        if self.hasFocus():
            self._outline(painter, self.current(), width=2.5)
            painter.setPen(QPen(self._look.colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _outline(
        self, painter: QPainter, region: HitRegion | None, *, width: float
    ) -> None:
        if region is not None:
            painter.setPen(QPen(self._look.colour("ink"), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.area_of(region).adjusted(-1, -1, 1, 1))

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: D102
        super().resizeEvent(event)
        self.resized.emit()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: D102
        if event is None:
            return
        region = self._region_at(event.position())
        if region is not self._hovered:
            self._hovered = region
            self.setCursor(
                Qt.CursorShape.PointingHandCursor
                if region is not None
                else Qt.CursorShape.ArrowCursor
            )
            self.region_entered.emit(region)
            self.update()
        if region is not None:
            QToolTip.showText(event.globalPosition().toPoint(), region.words, self)
        else:
            QToolTip.hideText()

    def leaveEvent(self, event: QEvent | None) -> None:  # noqa: D102
        super().leaveEvent(event)
        if self._hovered is not None:
            self._hovered = None
            self.region_entered.emit(None)
            self.update()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: D102
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        region = self._region_at(event.position())
        if region is not None:
            regions = self._regions()
            self._place = _place_of(region, regions)
            self._pick(region, event.modifiers())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: D102
        if event is None:
            return
        key, last = event.key(), len(self._regions()) - 1
        if key in _PICK and (region := self.current()) is not None:
            self._pick(region, event.modifiers())
        elif key in _NEXT and last >= 0:
            self._go_to(min(self._place + 1, last))
        elif key in _BEFORE and last >= 0:
            self._go_to(max(self._place - 1, 0))
        elif key == Qt.Key.Key_Home and last >= 0:
            self._go_to(0)
        elif key == Qt.Key.Key_End and last >= 0:
            self._go_to(last)
        else:
            super().keyPressEvent(event)

    def _go_to(self, place: int) -> None:
        self._place = place
        region = self._regions()[place]
        self.setAccessibleDescription(region.words)
        self.region_entered.emit(region)
        self.update()

    def _pick(self, region: HitRegion, held: Qt.KeyboardModifier) -> None:
        adds = bool(held & Qt.KeyboardModifier.ShiftModifier)
        self.region_picked.emit(region, adds)
        self.update()


def _place_of(region: HitRegion, regions: tuple[HitRegion, ...]) -> int:
    """Return where a region stands; by identity, since it holds an array."""
    places = (place for place, other in enumerate(regions) if other is region)
    return next(places, -1)
